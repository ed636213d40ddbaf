/*
 * view_field.h - what the JSON of a computed view (a ranking, a derivation) is made of.
 *
 * Layer: web. Records describe themselves (record/record.h), lists by their columns (web/list_page.h);
 * views that are computed declare their members here, for /openapi.json. A test compares live answers with
 * the declaration.
 */
#ifndef LIANZE_WEB_VIEW_FIELD_H
#define LIANZE_WEB_VIEW_FIELD_H

#include "record/record.h"

enum view_type {
	VIEW_TEXT,
	VIEW_INTEGER,
	VIEW_BOOLEAN,
	VIEW_DECIMAL, /* a text: "83.20" */
	VIEW_DAY,
	VIEW_ID,
	VIEW_RECORD,  /* of `record` */
	VIEW_ARRAY    /* of objects with the members `items` */
};

struct view_field {
	const char *name;
	enum view_type type;
	unsigned flags; /* enum view_flag */
	enum message label; /* MESSAGE_NONE: the name says it */
	const struct view_field *items;
	const struct record_type *record;
};

enum view_flag {
	VIEW_NULL = 1 << 0,  /* may be null */
	VIEW_ABSENT = 1 << 1 /* may be left out */
};

#endif
