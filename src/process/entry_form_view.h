/*
 * entry_form_view.h - the form of a new points entry, and the story of one that stands.
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_ENTRY_FORM_VIEW_H
#define LIANZE_PROCESS_ENTRY_FORM_VIEW_H

#include "web/list_page.h"
#include "web/table.h"

struct entry_form_view {
	struct str error; /* why it was refused, or empty */
	struct str csrf;
	struct str token; /* the entry's identifier to be: sent twice, it is one entry */
	bool chosen;	  /* the subject came with the link … */
	struct str subject, subject_id, subject_name; /* … and is this one */
	struct str code;
	struct list_options subjects, kinds;
	struct str year, points, reason, day, today, reference;
	bool asks_again; /* the same entry stands already: a box to say that it is another */
	const char *class_code, *class_year, *class_kind, *class_points, *class_reason, *class_day,
		*class_reference;
	struct safe_url back;
};

/* One of the two entries of a story: what was decided, and who recorded it when. */
struct entry_part {
	struct str reason, day, reference, recorded;
	struct safe_url proof, url; /* url: empty on its own page */
};

struct entry_effect_line {
	struct str text;
};

struct entry_effect_lines {
	struct entry_effect_line *items;
	size_t count;
};

struct entry_story_view {
	struct str title, subject, year;
	struct safe_url subject_url, year_url, derivation;
	struct str kind, points;
	const char *light;
	struct str state;
	struct entry_part entry;
	bool has_counter;
	struct entry_part counter; /* what took it back */
	struct entry_effect_lines effect;
	bool may_reverse; /* shows the form */
	struct str error, csrf, reason, reference;
	const char *class_reason, *class_reference;
	struct safe_url action;
};

#endif
