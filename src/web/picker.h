/*
 * picker.h - choose one record by typing its code or a part of its name; works without JavaScript.
 *
 * Layer: web. A text box and a button that sends the form to a page that only shows it again ("find"):
 * then what matches stands below as radio buttons. A code or a full name needs no further choice. The
 * choice belongs to the text for which it was offered: a text typed anew is looked up anew.
 */
#ifndef LIANZE_WEB_PICKER_H
#define LIANZE_WEB_PICKER_H

#include "web/list_page.h"

/* What is chosen from: a statement by :jurisdiction_id, :day, :pattern, :text with columns id, code, name,
 * note, exact matches first, at most PICKER_SHOWN + 1 rows. */
struct picker {
	enum statement matching;
	const char *accepted_en, *accepted_zh; /* "the code or full name of a unit" */
};

extern const struct picker unit_picker;

#define PICKER_SHOWN 20

struct picker_view {
	const char *name, *class;
	struct str pick_name, for_name;
	enum message label, help; /* help: MESSAGE_NONE for none */
	struct str text;
	struct list_options options; /* to choose from; the value is the record's id */
	bool more;		     /* than are shown */
	bool none;		     /* nothing matches the text */
	bool always;		     /* true: the browser checks nothing when it only looks up */
	struct safe_url find;
};

/* The record's code or name as it stands in the box before anything was typed. */
struct picker_field {
	const struct picker *picker;
	const char *name;
	enum message label, help;
	struct str initial;
	struct safe_url find; /* POST: shows the form again, changes nothing */
};

MUST_USE int picker_fill(struct page *page, const struct picker_field *field,
			 struct picker_view *out, struct error *err);
/* The chosen record's id; 0 when the box is empty. -ERR_INVALID names the field and says how many
 * match. */
MUST_USE int picker_read(struct page *page, const struct picker *picker, const char *name,
			 int64_t *out_id, struct error *err);
/* The same for a text that does not come from a box of its own. */
MUST_USE int picker_resolve(struct page *page, const struct picker *picker, const char *name,
			    struct str text, int64_t *out_id, struct error *err);

#endif
