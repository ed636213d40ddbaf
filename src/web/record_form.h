/*
 * record_form.h - the form of a record, from its descriptor: labels, help, bounds, choices, refusals.
 *
 * Layer: web. A field appears when its descriptor has FIELD_FORM; references and bytes do not: a page that
 * needs a reference adds a picker (web/picker.h) to the view and reads it itself. A record without an id
 * is a new one: then FIELD_FIXED fields are asked too. The revision that was read travels with the form,
 * so that a stale form is refused instead of overwriting another's change.
 */
#ifndef LIANZE_WEB_RECORD_FORM_H
#define LIANZE_WEB_RECORD_FORM_H

#include "record/record.h"
#include "web/list_page.h"
#include "web/page.h"
#include "web/picker.h"

struct record_form_field {
	const char *name;
	const char *class; /* "field", or "field bad" when it was refused */
	enum message label, help; /* help: MESSAGE_NONE for none */
	struct str value;
	int64_t maximum;   /* characters of a text */
	bool required;
	struct list_options options; /* of a choice; empty: a text box */
};

struct record_form_fields {
	struct record_form_field *items;
	size_t count;
};

struct picker_views {
	struct picker_view *items;
	size_t count;
};

struct record_form_view {
	struct str title; /* of the record; of the page when `creates` */
	struct str about; /* of a new record */
	bool creates;
	struct picker_views pickers;
	struct str error; /* why it was refused, or empty */
	struct str csrf;
	int64_t revision;
	struct safe_url action, back;
	struct record_form_fields fields;
};

/*
 * Fill `out` (title, action and back are the caller's) from the record, or from what was typed when the
 * form is shown again.
 */
MUST_USE int record_form_fill(struct page *page, const struct record_type *type, const void *record,
			      struct record_form_view *out, struct error *err);
/*
 * Take the posted values into the record that was read in this act. -ERR_INVALID names the field;
 * -ERR_CONFLICT when the form was made from another revision. Fields that are FIELD_FIXED are taken for a
 * new record only.
 */
MUST_USE int record_form_read(struct page *page, const struct record_type *type, void *record,
			      struct error *err);

#endif
