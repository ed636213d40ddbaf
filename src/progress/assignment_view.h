/* assignment_view.h - one assignment: what is to be done, its checkpoints, reports, requests. Layer:
 * progress, pages. */
#ifndef LIANZE_PROGRESS_ASSIGNMENT_VIEW_H
#define LIANZE_PROGRESS_ASSIGNMENT_VIEW_H

#include "evidence/evidence_pick_view.h"
#include "progress/assignment_notes_view.h"
#include "progress/progress_view.h"
#include "web/table.h"

/* One assignment with all that its page needs. */
struct assignment_shown {
	struct assigned it;
	struct progress_rights rights;
	struct assignment_person *persons;
	size_t person_count;
	struct board board;
	const struct board_row *row; /* NULL: not in force any more */
	struct progress_report *reports;
	size_t report_count;
	struct due_request *requests;
	size_t request_count;
};

/* Load what the asker may read of an assignment: only the place and the rights, or all. -ERR_NOT_FOUND for
 * who may not. */
MUST_USE int assignment_load_place(struct page *page, struct db *db, int64_t id,
				   struct assignment_shown *out, struct error *err);
MUST_USE int assignment_load_shown(struct page *page, int64_t id, struct assignment_shown *out,
				   struct error *err);
/* Why a checkpoint has its light. */
struct light_words assignment_reason(struct page *page, const struct assignment_shown *shown,
				     const struct board_point *point);

struct point_view {
	struct str due, planned; /* planned: when another date was granted */
	const char *light;
	struct str word, reason, forecast, share;
	bool late_expected, contested;
};

struct point_views {
	struct point_view *items;
	size_t count;
};

struct report_evidence_link {
	struct str title;
	struct safe_url url;
};

struct report_evidence_links {
	struct report_evidence_link *items;
	size_t count;
};

struct report_view {
	struct safe_url url, withdraw; /* empty: may not */
	struct str number, checkpoint, status, text, next_step, documents, who, day;
	struct str state, note, reviewed, share;
	struct report_evidence_links evidence; /* that the asker may read */
	const char *light;
	int64_t revision;
	struct str csrf;
};

struct report_views {
	struct report_view *items;
	size_t count;
};

struct request_view {
	struct str kind, checkpoint, proposed, reason, contested, who, day;
	struct str state, granted, answer, answered;
	const char *light;
	struct safe_url answer_url, withdraw; /* empty: may not */
	bool is_extension;
	struct str proposed_iso;
	int64_t revision;
	struct str csrf;
	struct str error; /* why an answer was refused */
	struct str value_answer, value_granted;
	struct str id;
};

struct request_views {
	struct request_view *items;
	size_t count;
};

struct assignment_page_view {
	struct str title, year, unit, measure, due, leader, weight, source, error, csrf;
	struct safe_url url_plan, url_item, url_unit, url_list, proof, url_percent;
	struct str percent;
	const char *light;
	struct str word;
	bool ended, confidential;
	struct point_views points;
	struct report_views reports;
	struct request_views requests;
	struct table_view persons, co_units, history;
	struct assignment_notes notes;
	struct safe_url url_calendar;
	bool has_persons, has_co_units;
	bool may_report, may_ask;
	struct safe_url action_report, action_request;
	struct list_options checkpoints, statuses, ask_checkpoints;
	struct evidence_pick evidence;
	const char *class_text, *class_next, *class_documents, *class_checkpoint;
	struct str value_text, value_next, value_documents;
	const char *class_reason, *class_proposed;
	struct str value_reason, value_proposed;
};

MUST_USE int assignment_fill_report(struct page *page, const struct assignment_shown *shown,
				    const struct progress_report *report,
				    struct report_view *view, struct error *err);
/* Everything that happened, by day. */
MUST_USE int assignment_fill_history(struct page *page, const struct assignment_shown *shown,
				     struct table_view *table, struct error *err);
MUST_USE int assignment_fill(struct page *page, const struct assignment_shown *shown,
			     struct assignment_page_view *view, struct error *err);

#endif
