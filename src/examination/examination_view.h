/* examination_view.h - the year's examinations, one of them, and what its pages share. Layer: examination,
 * pages. */
#ifndef LIANZE_EXAMINATION_EXAMINATION_VIEW_H
#define LIANZE_EXAMINATION_EXAMINATION_VIEW_H

#include "examination/examination_marks.h"
#include "examination/finding_store.h"
#include "web/list_page.h"
#include "web/page.h"
#include "web/table.h"

/* What the asker is to one examination. */
struct examination_rights {
	bool read;
	bool own, superior;
	bool manages;	/* the office */
	bool inspects;	/* SCORE_WRITE over the person's unit: the inspection team */
	bool sees_marks; /* points, opinion and findings: one's own only from publicity on */
	enum result_state result;
	struct examination_asker asker;
};

/* Load the examination of path parameters year and person; -ERR_NOT_FOUND when the asker may not read it. */
MUST_USE int examination_read(struct page *page, struct db *db, struct examination *out,
			      struct examination_rights *rights, struct error *err);
/* The same for an examination that is loaded. */
MUST_USE int examination_rights_find(struct page *page, struct db *db, const struct examination *it,
				     struct examination_rights *out, struct error *err);
struct safe_url link_examination(struct page *page, int64_t year, int64_t person_id);
const char *examination_light(int state);

/* What the program knows of a person's year: for the statement and for who reads it. */
struct examination_facts {
	struct str *items; /* sentences */
	size_t count;
	struct str prefill[EXAMINATION_PART_COUNT];
};
MUST_USE int examination_facts_read(struct page *page, const struct examination *examination,
				    struct examination_facts *out, struct error *err);

/* For the templates. */
struct examination_part_view {
	const char *name;
	struct str title, text;
	const char *class;
};
struct examination_parts_view {
	struct examination_part_view *items;
	size_t count;
};
struct examination_cell_view {
	struct str code, title, maximum;
	struct str id; /* of the inputs */
	struct str points, reason, seen;
	struct str others; /* what others gave */
};
struct examination_cells_view {
	struct examination_cell_view *items;
	size_t count;
};
struct finding_view {
	struct str title, facts, reason, who, note, state, id;
	const char *light;
	struct safe_url withdraw;
	struct str csrf;
};
struct finding_views {
	struct finding_view *items;
	size_t count;
};

struct examination_page_view {
	struct str title, about, error, csrf, year, person;
	struct str state, result, superior, note, opinion;
	const char *light, *result_light;
	struct safe_url url_list, url_person, url_unit, url_derivation, proof, letter;
	struct str unit;
	struct list_options facts; /* sentences as labels */
	struct examination_parts_view parts;
	bool editable, sees_marks, may_mark, may_assess, may_return, may_recall, may_reopen, may_find,
		may_name;
	bool moves; /* any of recall, return, assess, reopen */
	struct safe_url statement, move, marks_action, find, name_action;
	int64_t revision;
	struct table_view marks;
	struct examination_cells_view cells;
	struct str as, change_reason, value_opinion, value_note, value_facts, value_reason, value_superior;
	const char *class_opinion, *class_note, *class_facts, *class_reason, *class_superior,
		*class_change;
	struct list_options part_options, grade_options;
	struct finding_views findings;
};

/* Fill the sheet of marks and the findings; examination_part_view.c. */
MUST_USE int examination_marks_fill(struct page *page, const struct examination *examination,
				    const struct examination_rights *rights,
				    struct examination_page_view *view, struct error *err);
MUST_USE int examination_findings_fill(struct page *page, const struct examination *examination,
				       const struct examination_rights *rights,
				       struct examination_page_view *view, struct error *err);
/* Marks and findings into an open JSON object. */
MUST_USE int examination_members_json(struct page *page, const struct examination *examination,
				      const struct examination_rights *rights, struct json *json,
				      struct error *err);

struct examination_year_view {
	struct str title, about, csrf, error;
	struct table_view counts;
	struct safe_url action, list, json;
	bool may_open;
};

/* On the workbench: one's own statement, and whom one is to assess; *out_count rows in all. */
MUST_USE int examination_waiting(struct page *page, struct table_view *out, int64_t *out_count,
				 struct error *err);

#endif
