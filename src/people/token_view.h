/* token_view.h - the form of a new API token, the token shown once, the policy. Layer: people. */
#ifndef LIANZE_PEOPLE_TOKEN_VIEW_H
#define LIANZE_PEOPLE_TOKEN_VIEW_H

#include "web/list_page.h"

struct token_new_view {
	struct str csrf, error;
	struct str name, purpose, expires_day; /* typed, or the default */
	struct str first_day, last_day;	       /* that may be chosen */
	const char *class_name, *class_purpose, *class_scope, *class_expires;
	struct list_options scopes; /* that the account itself holds */
};

struct token_made_view {
	struct str name, text, expires_day, scope;
};

struct token_policy_view {
	struct str csrf, error;
	struct str days;
	const char *class_days;
};

#endif
