/*
 * unit_change_view.h - the form of a change of units, its preview, and the page of one that happened.
 *
 * Layer: people, pages. The form asks; the preview repeats everything as hidden fields, lets each post's way
 * be chosen and confirms; its digest makes sure that what happens is what was shown.
 */
#ifndef LIANZE_PEOPLE_UNIT_CHANGE_VIEW_H
#define LIANZE_PEOPLE_UNIT_CHANGE_VIEW_H

#include "people/unit_change.h"
#include "web/list_page.h"
#include "web/table.h"

#define UNIT_CHANGE_NEW_ROWS 4 /* units that one split can create by the form */

/* The fields of one new unit; names carry the row's number. */
struct unit_change_new {
	int number;
	struct str code_name, name_name, kind_name;
	struct str code, name;
	struct list_options kinds;
};

struct unit_change_news {
	struct unit_change_new *items;
	size_t count;
};

struct unit_change_form_view {
	struct str unit_name, title, error, csrf;
	enum message about;
	int kind; /* enum unit_change_kind */
	struct safe_url back, preview;
	struct str day, reason, reference, name, others, into;
	const char *class_day, *class_reason, *class_reference, *class_name, *class_others,
		*class_into, *class_code;
	bool goes_on; /* split: the unit itself stays */
	struct unit_change_news news;
};

struct unit_change_hidden {
	struct str name, value;
};

struct unit_change_hiddens {
	struct unit_change_hidden *items;
	size_t count;
};

/* One post and where it can go. */
struct unit_change_post_row {
	struct str field, person, unit, title, note;
	struct list_options targets;
};

struct unit_change_post_rows {
	struct unit_change_post_row *items;
	size_t count;
};

struct unit_change_preview_view {
	struct str title, sentence, csrf, digest;
	enum message kind;
	struct str day, reason, reference;
	struct safe_url confirm, again, unit;
	struct unit_change_hiddens hiddens;
	struct unit_change_post_rows posts;
	struct table_view units, grants, members, children;
	struct table_view open_matters; /* of the units before: how many, with links */
};

struct unit_change_page_view {
	struct str title, sentence, day, reason, reference;
	enum message kind;
	struct safe_url proof;
	struct table_view units;
};

/* "甲局、乙局 → 丙局" of a plan, and of a change that happened; a rename gives the two names. */
struct str unit_change_sentence(struct page *page, const struct unit_change_plan *plan);
struct str unit_change_seen_sentence(struct page *page, const struct unit_change_seen *seen);
/* The history section of a unit's page: its changes, newest first; a root without any gives 0 rows. */
MUST_USE int unit_change_table(struct page *page, int64_t unit_id, struct table_view *out,
			       struct error *err);

/* The parts of a preview. */
MUST_USE int unit_change_preview_fill(struct page *page, const struct unit_change_plan *plan,
				      struct unit_change_preview_view *out, struct error *err);

#endif
