/* reauthenticate_view.h - the page that asks again who it is. Layer: web. */
#ifndef LIANZE_WEB_REAUTHENTICATE_VIEW_H
#define LIANZE_WEB_REAUTHENTICATE_VIEW_H

#include "web/html.h"

/* A posted field that is carried along. */
struct carried_field {
	struct str name, value;
};

struct carried_fields {
	struct carried_field *items;
	size_t count;
};

struct reauthenticate_view {
	struct str csrf, error, login;
	struct safe_url action; /* the act's own path */
	struct carried_fields carried;
	bool asks_code;
	const char *class_field; /* "field", or "field bad" after a refusal */
};

#endif
