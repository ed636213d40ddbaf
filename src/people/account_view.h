/* account_view.h - one account, and the form of a new one. Layer: people. */
#ifndef LIANZE_PEOPLE_ACCOUNT_VIEW_H
#define LIANZE_PEOPLE_ACCOUNT_VIEW_H

#include "web/list_page.h"

struct account_new_view {
	struct str csrf, error;
	struct str login, display_name; /* what was typed */
	const char *class_login, *class_name; /* "field" or "field bad" */
};

/* A button of the state table. */
struct account_offer_view {
	struct str event, label, about;
};

struct account_offers {
	struct account_offer_view *items;
	size_t count;
};

struct account_page_view {
	struct str csrf, error;
	struct str login, display_name;
	enum message state;
	const char *light;	  /* of the state */
	bool may_write;		  /* forms below */
	bool may_print, is_waiting; /* a slip */
	struct account_offers offers;
	struct safe_url proof;
	struct safe_url url_state, url_roles, url_slip, url_sessions;
	struct table_view grants;
	bool has_handovers; /* of the account's person */
	struct table_view handovers;
	struct list_options roles; /* that can be given */
	struct str unit_code, from_day; /* typed, or today */
	const char *class_unit, *class_from;
};

#endif
