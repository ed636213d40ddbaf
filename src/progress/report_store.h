/*
 * report_store.h - reports and requests about due dates in the database: making them, answering them.
 *
 * Layer:   progress.
 * Owner:   everything read lives in the arena passed in (of an act: the act's).
 *
 * What the asker may do for the unit is the caller's to find out (web/page.h); what follows from the records
 * is checked here: that the assignment is part of the version in force, the checkpoint one of its due days,
 * that nobody reviews a report of their own or of their own unit.
 */
#ifndef LIANZE_PROGRESS_REPORT_STORE_H
#define LIANZE_PROGRESS_REPORT_STORE_H

#include "plan/plan_due.h"
#include "plan/plan_store.h"
#include "progress/due_request.h"
#include "progress/progress_report.h"

/* An assignment with what it is about, as the version in force has it. */
struct assigned {
	struct assignment assignment;
	struct plan plan;
	struct plan_item item;
	struct plan_due due;
	bool in_force; /* else as its last version had it */
};

/* -ERR_NOT_FOUND; also for one that is only drafted. */
MUST_USE int assigned_load(struct db *db, struct record_key key, struct arena *arena,
			   struct assigned *out, struct error *err);
/* Whether `day` is one of its checkpoints; CIVIL_NO_DAY: when it has none. */
bool assigned_has(const struct assigned *assigned, int32_t day);

/* All of an assignment, by number. */
MUST_USE int reports_load(struct db *db, struct record_key assignment, struct arena *arena,
			  struct progress_report **out, size_t *out_count, struct error *err);
MUST_USE int due_requests_load(struct db *db, struct record_key assignment, struct arena *arena,
			       struct due_request **out, size_t *out_count, struct error *err);

/*
 * Make a report of assignment_id, checkpoint, status, texts, reporter_id; the rest is set. -ERR_RULE: the
 * assignment is not part of the plan in force, a report of this checkpoint waits for review, or its done
 * report was accepted in full; -ERR_INVALID "checkpoint".
 */
MUST_USE int report_submit(struct act *act, struct progress_report *report, struct error *err);

/* Who moves a report or a request, and how. */
struct report_order {
	int event; /* enum report_event, enum due_request_event */
	permission_set permissions;
	int64_t person_id;	   /* who acts; 0: an account without a person */
	bool for_unit;		   /* may respond for the assignment's unit */
	struct str note;	   /* review note, answer */
	struct decimal share;	   /* accepting what is done */
	int32_t granted_day;	   /* granting; CIVIL_NO_DAY: none */
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/*
 * Review, draw or withdraw a report. -ERR_DENIED: reviewing one's own report or one of one's own unit,
 * withdrawing another's; otherwise as report_apply().
 */
MUST_USE int report_move(struct act *act, int64_t report_id, const struct report_order *order,
			 struct progress_report *out, struct error *err);

/*
 * Ask: kind, assignment_id, checkpoint, proposed_day, reason, light, requester_id; the rest is set.
 * -ERR_RULE: not part of the plan in force, or the same kind about this checkpoint waits for an answer;
 * -ERR_INVALID "checkpoint", or "proposed_day": not behind the checkpoint.
 */
MUST_USE int due_request_make(struct act *act, struct due_request *request, struct error *err);
/* Answer or withdraw. -ERR_DENIED: another's; otherwise as due_request_apply(). */
MUST_USE int due_request_move(struct act *act, int64_t request_id, const struct report_order *order,
			      struct due_request *out, struct error *err);

#endif
