/*
 * due_request.c - see due_request.h.
 */
#include "progress/due_request.h"

#include "messages_progress.h"
#include "people/person.h"
#include "people/rights.h"
#include "statements_due_request.h"

const struct field_choice due_request_kinds[] = {
	[DUE_EXTENSION] = { "extension", MESSAGE_DUE_REQUEST_KIND_EXTENSION },
	[DUE_OBJECTION] = { "objection", MESSAGE_DUE_REQUEST_KIND_OBJECTION },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice due_request_states[] = {
	[DUE_REQUESTED] = { "requested", MESSAGE_DUE_REQUEST_STATE_REQUESTED },
	[DUE_GRANTED] = { "granted", MESSAGE_DUE_REQUEST_STATE_GRANTED },
	[DUE_REFUSED] = { "refused", MESSAGE_DUE_REQUEST_STATE_REFUSED },
	[DUE_WITHDRAWN] = { "withdrawn", MESSAGE_DUE_REQUEST_STATE_WITHDRAWN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice due_request_events[] = {
	[DUE_GRANT] = { "grant", MESSAGE_DUE_REQUEST_EVENT_GRANT },
	[DUE_REFUSE] = { "refuse", MESSAGE_DUE_REQUEST_EVENT_REFUSE },
	[DUE_WITHDRAW] = { "withdraw", MESSAGE_DUE_REQUEST_EVENT_WITHDRAW },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "assignment_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct due_request, assignment_id),
	  .label = MESSAGE_DUE_REQUEST_ASSIGNMENT_ID,
	  .reference = &assignment_record,
	  .since = 1 },
	{ .name = "number",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct due_request, number),
	  .label = MESSAGE_DUE_REQUEST_NUMBER,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct due_request, kind),
	  .label = MESSAGE_DUE_REQUEST_KIND,
	  .choices = due_request_kinds,
	  .since = 1 },
	{ .name = "checkpoint",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct due_request, checkpoint),
	  .label = MESSAGE_DUE_REQUEST_CHECKPOINT,
	  .since = 1 },
	{ .name = "proposed_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct due_request, proposed_day),
	  .label = MESSAGE_DUE_REQUEST_PROPOSED_DAY,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FORM | FIELD_FIXED | FIELD_SEARCH_TEXT | FIELD_LINES,
	  .offset = offsetof(struct due_request, reason),
	  .label = MESSAGE_DUE_REQUEST_REASON,
	  .minimum = 5,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "light",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct due_request, light),
	  .label = MESSAGE_DUE_REQUEST_LIGHT,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "requester_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct due_request, requester_id),
	  .label = MESSAGE_DUE_REQUEST_REQUESTER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "requested_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct due_request, requested_day),
	  .label = MESSAGE_DUE_REQUEST_REQUESTED_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct due_request, state),
	  .label = MESSAGE_DUE_REQUEST_STATE,
	  .choices = due_request_states,
	  .since = 1 },
	{ .name = "granted_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct due_request, granted_day),
	  .label = MESSAGE_DUE_REQUEST_GRANTED_DAY,
	  .since = 1 },
	{ .name = "answerer_id",
	  .type = FIELD_REFERENCE,
	  .flags = 0,
	  .offset = offsetof(struct due_request, answerer_id),
	  .label = MESSAGE_DUE_REQUEST_ANSWERER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "answered_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct due_request, answered_day),
	  .label = MESSAGE_DUE_REQUEST_ANSWERED_DAY,
	  .since = 1 },
	{ .name = "answer",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct due_request, answer),
	  .label = MESSAGE_DUE_REQUEST_ANSWER,
	  .maximum = 1000,
	  .since = 1 },
};

const struct record_type due_request_record = {
	.name = "due_request",
	.label = MESSAGE_DUE_REQUEST_LABEL,
	.size = sizeof(struct due_request),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_DUE_REQUEST_INSERT,
	.update = STATEMENT_DUE_REQUEST_UPDATE,
	.remove = -1,
	.get = STATEMENT_DUE_REQUEST_GET,
	.all = STATEMENT_DUE_REQUEST_ALL,
};

static int guard_answer(const void *record, const void *context, struct error *err)
{
	const struct due_request *request = record;

	(void)context;
	if (str_trim(request->answer).length > 0)
		return 0;
	return error_invalid(err, "answer", "", "the answer with its reason", "答复及理由");
}

static int guard_grant(const void *record, const void *context, struct error *err)
{
	const struct due_request *request = record;
	int32_t day = request->granted_day;
	char found[CIVIL_TEXT_BYTES];

	if (day == CIVIL_NO_DAY && request->kind == DUE_EXTENSION)
		return error_invalid(err, "granted_day", "", "the date that is granted",
				     "同意的日期");
	if (day != CIVIL_NO_DAY && (request->checkpoint == CIVIL_NO_DAY || day <= request->checkpoint))
		return error_invalid(err, "granted_day", civil_format(day, found),
				     "a day after the checkpoint", "节点日期之后的日期");
	return guard_answer(record, context, err);
}

static const struct transition rows[] = {
	{ DUE_GRANT, DUE_REQUESTED, DUE_GRANTED, PERMISSION_PLAN_MANAGE, guard_grant,
	  MESSAGE_DUE_REQUEST_EVENT_GRANT, MESSAGE_DUE_REQUEST_REFUSED },
	{ DUE_REFUSE, DUE_REQUESTED, DUE_REFUSED, PERMISSION_PLAN_MANAGE, guard_answer,
	  MESSAGE_DUE_REQUEST_EVENT_REFUSE, MESSAGE_DUE_REQUEST_REFUSED },
	/* Persons named for the assignment ask too; who withdraws is asked by the store. */
	{ DUE_WITHDRAW, DUE_REQUESTED, DUE_WITHDRAWN, PERMISSION_LOGGED_IN, NULL,
	  MESSAGE_DUE_REQUEST_EVENT_WITHDRAW, MESSAGE_REPORT_WITHDRAW_REFUSED },
};

const struct state_table due_request_life = { "due_request", rows, ARRAY_LENGTH(rows),
					      due_request_states, due_request_events };

int due_request_apply(struct due_request *request, enum due_request_event event,
		      permission_set permissions, struct error *err)
{
	const struct transition_request move = { .from = request->state,
						 .event = (int)event,
						 .permissions = permissions,
						 .record = request };

	return transition_apply(&due_request_life, &move, &request->state, err);
}
