/*
 * objection.c - see objection.h.
 */
#include "process/objection.h"

#include "messages_result.h"
#include "people/rights.h"
#include "process/result.h"
#include "statements_objection.h"

const struct field_choice objection_states[] = {
	[OBJECTION_RAISED] = { "raised", MESSAGE_OBJECTION_STATE_RAISED },
	[OBJECTION_UPHELD] = { "upheld", MESSAGE_OBJECTION_STATE_UPHELD },
	[OBJECTION_REJECTED] = { "rejected", MESSAGE_OBJECTION_STATE_REJECTED },
	[OBJECTION_WITHDRAWN] = { "withdrawn", MESSAGE_OBJECTION_STATE_WITHDRAWN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice objection_events[] = {
	[OBJECTION_UPHOLD] = { "uphold", MESSAGE_OBJECTION_EVENT_UPHOLD },
	[OBJECTION_REJECT] = { "reject", MESSAGE_OBJECTION_EVENT_REJECT },
	[OBJECTION_WITHDRAW] = { "withdraw", MESSAGE_OBJECTION_EVENT_WITHDRAW },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "result_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct objection, result_id),
	  .label = MESSAGE_OBJECTION_RESULT_ID,
	  .reference = &result_record,
	  .since = 1 },
	{ .name = "subject_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct objection, subject_id),
	  .label = MESSAGE_OBJECTION_SUBJECT_ID,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "subject_name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct objection, subject_name),
	  .label = MESSAGE_OBJECTION_SUBJECT_NAME,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "indicator",
	  .type = FIELD_TEXT,
	  .flags = FIELD_KEY | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct objection, indicator),
	  .label = MESSAGE_OBJECTION_INDICATOR,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "text",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FORM | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct objection, text),
	  .label = MESSAGE_OBJECTION_TEXT,
	  .minimum = 5,
	  .maximum = 2000,
	  .since = 1 },
	{ .name = "raised_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct objection, raised_day),
	  .label = MESSAGE_OBJECTION_RAISED_DAY,
	  .since = 1 },
	{ .name = "late",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct objection, late),
	  .label = MESSAGE_OBJECTION_LATE,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct objection, state),
	  .label = MESSAGE_OBJECTION_STATE,
	  .choices = objection_states,
	  .since = 1 },
	{ .name = "answer",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct objection, answer),
	  .label = MESSAGE_OBJECTION_ANSWER,
	  .maximum = 2000,
	  .since = 1 },
	{ .name = "answered_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct objection, answered_day),
	  .label = MESSAGE_OBJECTION_ANSWERED_DAY,
	  .since = 1 },
};

const struct record_type objection_record = {
	.name = "objection",
	.label = MESSAGE_OBJECTION_LABEL,
	.size = sizeof(struct objection),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_OBJECTION_INSERT,
	.update = STATEMENT_OBJECTION_UPDATE,
	.remove = -1,
	.get = STATEMENT_OBJECTION_GET,
	.all = STATEMENT_OBJECTION_ALL,
};

static int guard_answer(const void *record, const void *context, struct error *err)
{
	const struct objection *objection = record;

	(void)context;
	if (str_trim(objection->answer).length == 0)
		return error_invalid(err, "answer", "", "the answer with its reason",
				     "答复及理由");
	return 0;
}

static const struct transition rows[] = {
	{ OBJECTION_UPHOLD, OBJECTION_RAISED, OBJECTION_UPHELD, PERMISSION_RESULT_MANAGE,
	  guard_answer, MESSAGE_OBJECTION_EVENT_UPHOLD, MESSAGE_OBJECTION_REFUSED },
	{ OBJECTION_REJECT, OBJECTION_RAISED, OBJECTION_REJECTED, PERMISSION_RESULT_MANAGE,
	  guard_answer, MESSAGE_OBJECTION_EVENT_REJECT, MESSAGE_OBJECTION_REFUSED },
	{ OBJECTION_WITHDRAW, OBJECTION_RAISED, OBJECTION_WITHDRAWN, PERMISSION_OBJECTION_RAISE,
	  NULL, MESSAGE_OBJECTION_EVENT_WITHDRAW, MESSAGE_OBJECTION_WITHDRAW_REFUSED },
};

const struct state_table objection_life = { "objection", rows, ARRAY_LENGTH(rows),
					    objection_states, objection_events };

int objection_apply(struct objection *objection, enum objection_event event, permission_set permissions,
		    struct error *err)
{
	const struct transition_request request = { .from = objection->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = objection };

	return transition_apply(&objection_life, &request, &objection->state, err);
}
