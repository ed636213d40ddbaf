/*
 * progress_report.c - see progress_report.h.
 */
#include "progress/progress_report.h"

#include "messages_progress.h"
#include "people/person.h"
#include "people/rights.h"
#include "statements_progress_report.h"

const struct field_choice progress_statuses[] = {
	[PROGRESS_DONE] = { "done", MESSAGE_PROGRESS_STATUS_DONE },
	[PROGRESS_UNDER_WAY] = { "under_way", MESSAGE_PROGRESS_STATUS_UNDER_WAY },
	[PROGRESS_BLOCKED] = { "blocked", MESSAGE_PROGRESS_STATUS_BLOCKED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice report_states[] = {
	[REPORT_SUBMITTED] = { "submitted", MESSAGE_REPORT_STATE_SUBMITTED },
	[REPORT_ACCEPTED] = { "accepted", MESSAGE_REPORT_STATE_ACCEPTED },
	[REPORT_RETURNED] = { "returned", MESSAGE_REPORT_STATE_RETURNED },
	[REPORT_SAMPLED] = { "sampled", MESSAGE_REPORT_STATE_SAMPLED },
	[REPORT_WITHDRAWN] = { "withdrawn", MESSAGE_REPORT_STATE_WITHDRAWN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice report_events[] = {
	[REPORT_ACCEPT] = { "accept", MESSAGE_REPORT_EVENT_ACCEPT },
	[REPORT_RETURN] = { "return", MESSAGE_REPORT_EVENT_RETURN },
	[REPORT_SAMPLE] = { "sample", MESSAGE_REPORT_EVENT_SAMPLE },
	[REPORT_WITHDRAW] = { "withdraw", MESSAGE_REPORT_EVENT_WITHDRAW },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "assignment_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, assignment_id),
	  .label = MESSAGE_PROGRESS_REPORT_ASSIGNMENT_ID,
	  .reference = &assignment_record,
	  .since = 1 },
	{ .name = "number",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, number),
	  .label = MESSAGE_PROGRESS_REPORT_NUMBER,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "checkpoint",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, checkpoint),
	  .label = MESSAGE_PROGRESS_REPORT_CHECKPOINT,
	  .since = 1 },
	{ .name = "status",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, status),
	  .label = MESSAGE_PROGRESS_REPORT_STATUS,
	  .choices = progress_statuses,
	  .since = 1 },
	{ .name = "text",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FORM | FIELD_FIXED | FIELD_SEARCH_TEXT | FIELD_LINES,
	  .offset = offsetof(struct progress_report, text),
	  .label = MESSAGE_PROGRESS_REPORT_TEXT,
	  .minimum = 2,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "next_step",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, next_step),
	  .label = MESSAGE_PROGRESS_REPORT_NEXT_STEP,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "documents",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, documents),
	  .label = MESSAGE_PROGRESS_REPORT_DOCUMENTS,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "reporter_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct progress_report, reporter_id),
	  .label = MESSAGE_PROGRESS_REPORT_REPORTER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "reported_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct progress_report, reported_day),
	  .label = MESSAGE_PROGRESS_REPORT_REPORTED_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct progress_report, state),
	  .label = MESSAGE_PROGRESS_REPORT_STATE,
	  .choices = report_states,
	  .since = 1 },
	{ .name = "accepted_share",
	  .type = FIELD_DECIMAL,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct progress_report, accepted_share),
	  .label = MESSAGE_PROGRESS_REPORT_ACCEPTED_SHARE,
	  .maximum = 100 * DECIMAL_ONE,
	  .since = 1 },
	{ .name = "reviewer_id",
	  .type = FIELD_REFERENCE,
	  .flags = 0,
	  .offset = offsetof(struct progress_report, reviewer_id),
	  .label = MESSAGE_PROGRESS_REPORT_REVIEWER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "reviewed_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct progress_report, reviewed_day),
	  .label = MESSAGE_PROGRESS_REPORT_REVIEWED_DAY,
	  .since = 1 },
	{ .name = "review_note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct progress_report, review_note),
	  .label = MESSAGE_PROGRESS_REPORT_REVIEW_NOTE,
	  .maximum = 1000,
	  .since = 1 },
};

const struct record_type progress_report_record = {
	.name = "progress_report",
	.label = MESSAGE_PROGRESS_REPORT_LABEL,
	.size = sizeof(struct progress_report),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_PROGRESS_REPORT_INSERT,
	.update = STATEMENT_PROGRESS_REPORT_UPDATE,
	.remove = -1,
	.get = STATEMENT_PROGRESS_REPORT_GET,
	.all = STATEMENT_PROGRESS_REPORT_ALL,
};

static int no_note(struct error *err)
{
	return error_invalid(err, "review_note", "", "why it is returned or accepted in part only",
			     "退回或部分认可的理由");
}

static bool has_note(const struct progress_report *report)
{
	return str_trim(report->review_note).length > 0;
}

static int guard_accept(const void *record, const void *context, struct error *err)
{
	const struct progress_report *report = record;
	struct decimal share = report->accepted_share;
	int64_t most = report->status == PROGRESS_DONE ? REPORT_FULL_SHARE.scaled : 0;
	char found[DECIMAL_TEXT_BYTES];

	(void)context;
	if (share.scaled < 0 || share.scaled > most)
		return error_invalid(err, "accepted_share", decimal_format_short(share, found),
				     most ? "0 to 100 per cent"
					  : "0: only what is done counts",
				     most ? "0 到 100" : "0：只有已完成的才计入");
	return most && share.scaled < most && !has_note(report) ? no_note(err) : 0;
}

static int guard_return(const void *record, const void *context, struct error *err)
{
	(void)context;
	return has_note(record) ? 0 : no_note(err);
}

static const struct transition rows[] = {
	{ REPORT_ACCEPT, REPORT_SUBMITTED, REPORT_ACCEPTED, PERMISSION_PLAN_REVIEW, guard_accept,
	  MESSAGE_REPORT_EVENT_ACCEPT, MESSAGE_REPORT_REFUSED },
	{ REPORT_RETURN, REPORT_SUBMITTED, REPORT_RETURNED, PERMISSION_PLAN_REVIEW, guard_return,
	  MESSAGE_REPORT_EVENT_RETURN, MESSAGE_REPORT_REFUSED },
	{ REPORT_SAMPLE, REPORT_SUBMITTED, REPORT_SAMPLED, PERMISSION_PLAN_REVIEW, NULL,
	  MESSAGE_REPORT_EVENT_SAMPLE, MESSAGE_REPORT_REFUSED },
	{ REPORT_SAMPLE, REPORT_ACCEPTED, REPORT_SAMPLED, PERMISSION_PLAN_REVIEW, NULL,
	  MESSAGE_REPORT_EVENT_SAMPLE, MESSAGE_REPORT_REFUSED },
	{ REPORT_ACCEPT, REPORT_SAMPLED, REPORT_ACCEPTED, PERMISSION_PLAN_REVIEW, guard_accept,
	  MESSAGE_REPORT_EVENT_ACCEPT, MESSAGE_REPORT_REFUSED },
	{ REPORT_RETURN, REPORT_SAMPLED, REPORT_RETURNED, PERMISSION_PLAN_REVIEW, guard_return,
	  MESSAGE_REPORT_EVENT_RETURN, MESSAGE_REPORT_REFUSED },
	/* A person who is named for the assignment may hold no role that responds for the unit: who
	 * withdraws is asked by the store. */
	{ REPORT_WITHDRAW, REPORT_SUBMITTED, REPORT_WITHDRAWN, PERMISSION_LOGGED_IN, NULL,
	  MESSAGE_REPORT_EVENT_WITHDRAW, MESSAGE_REPORT_WITHDRAW_REFUSED },
};

const struct state_table report_life = { "progress_report", rows, ARRAY_LENGTH(rows),
					 report_states, report_events };

int report_apply(struct progress_report *report, enum report_event event, permission_set permissions,
		 struct error *err)
{
	const struct transition_request request = { .from = report->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = report };

	return transition_apply(&report_life, &request, &report->state, err);
}

struct decimal report_counts(const struct progress_report *report)
{
	bool stands = report->state == REPORT_ACCEPTED || report->state == REPORT_SAMPLED;

	return stands ? report->accepted_share : DECIMAL_OF(0);
}
