/* person_view.h - the page of one person. Layer: people. */
#ifndef LIANZE_PEOPLE_PERSON_VIEW_H
#define LIANZE_PEOPLE_PERSON_VIEW_H

#include "people/person_block_view.h"
#include "web/picker.h"
#include "web/table.h"

struct person_page_view {
	struct str code, name;
	struct safe_url proof; /* of the person's record; empty: may not */
	struct safe_url edit; /* of the change form; empty: may not */
	struct safe_url add_entry; /* the form of a new points entry; empty: may not */
	struct safe_url results; /* of the appraisals; empty: may not */
	struct safe_url archive; /* asks for a purpose, unless it is one's own; empty: may not */
	struct str left_day;  /* empty: in service */
	struct safe_url post, leave, back; /* acts that the asker may do; empty: not now */
	bool has_changes, has_handovers;
	struct person_block_views blocks; /* of other rooms */
	struct table_view posts, changes, handovers;
	struct safe_url plan_handover; /* empty: may not */
};

/* A form about a person: a post begins or is transferred, ends; leaving, returning. */
struct person_act_view {
	struct str title, name, error, csrf;
	enum message about, submit, day_label;
	struct safe_url back, action;
	struct str day, reason, reference, seen;
	const char *class_day, *class_reason, *class_reference, *class_title;
	bool has_post; /* the fields of a new post */
	struct picker_view unit;
	struct str post_title;
	struct list_options levels, ends; /* ends: the post that this one follows; empty: none open */
	bool principal;
	bool has_consequences;
	struct table_view posts, grants; /* that end */
	struct table_view matters; /* to be handed over */
	struct picker_view receiver; /* who takes them over; shown when there are some */
};

/* A new person, with those of the same name or code who are there already. */
struct person_new_view {
	struct str error, csrf, code, name;
	const char *class_code, *class_name;
	bool has_namesakes;
	struct table_view namesakes;
};

#endif
