/*
 * progress_report.h - what a lead unit reports on an assignment, and its review (mechanism P1).
 *
 * Layer: progress (rules; pure).
 *
 * A report is short: done, under way or blocked, a sentence, the next step, numbers of documents that exist
 * anyway. It is about one checkpoint of the assignment (its due day; none when the item has no due date).
 *
 * States: submitted -accept-> accepted; submitted -return-> returned (with a reason); submitted -sample->
 * sampled -accept-> accepted, -return-> returned; accepted -sample-> sampled; submitted -withdraw->
 * withdrawn, by the reporter before review. A returned report stays as it is and is answered by a new one.
 * A done report is accepted in full or in part: accepted_share is 0 to 100 per cent, given by the reviewer
 * with a note when it is not 100. One that was drawn after it was accepted counts on until the check
 * returns it.
 */
#ifndef LIANZE_PROGRESS_PROGRESS_REPORT_H
#define LIANZE_PROGRESS_PROGRESS_REPORT_H

#include "plan/assignment.h"

enum progress_status { PROGRESS_DONE, PROGRESS_UNDER_WAY, PROGRESS_BLOCKED, PROGRESS_STATUS_COUNT };

enum report_state {
	REPORT_SUBMITTED,
	REPORT_ACCEPTED,
	REPORT_RETURNED,
	REPORT_SAMPLED,
	REPORT_WITHDRAWN,
	REPORT_STATE_COUNT
};
enum report_event {
	REPORT_ACCEPT,
	REPORT_RETURN,
	REPORT_SAMPLE,
	REPORT_WITHDRAW,
	REPORT_EVENT_COUNT
};

struct progress_report {
	struct record_head head;
	int64_t assignment_id;
	int64_t number;		/* of the assignment, from 1 */
	int32_t checkpoint;	/* due day as the plan gives it; CIVIL_NO_DAY: none */
	int status;		/* enum progress_status */
	struct str text, next_step, documents;
	int64_t reporter_id;	/* 0: an account without a person */
	int32_t reported_day;
	int state;		/* enum report_state */
	struct decimal accepted_share; /* per cent; 0 until accepted and for what is not done */
	int64_t reviewer_id;
	int32_t reviewed_day;	/* CIVIL_NO_DAY until then */
	struct str review_note;
};

extern const struct record_type progress_report_record;
extern const struct field_choice progress_statuses[], report_states[], report_events[];
extern const struct state_table report_life;

#define REPORT_FULL_SHARE DECIMAL_OF(100)

/*
 * The only function that changes the state of a report; the caller fills review_note and accepted_share
 * first and writes the record. -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_INVALID "review_note":
 * returned, or accepted in part, without a text; "accepted_share": outside 0 to 100, or more than 0 of
 * what is not done.
 */
MUST_USE int report_apply(struct progress_report *report, enum report_event event,
			  permission_set permissions, struct error *err);

/* The share in per cent that a report counts with: its accepted_share once a done report was accepted. */
struct decimal report_counts(const struct progress_report *report);

#endif
