/*
 * conclusion.c - see conclusion.h.
 */
#include "meeting/conclusion.h"

#include "messages_meeting.h"
#include "people/rights.h"
#include "people/unit.h"
#include "plan/plan_item.h"
#include "statements_conclusion.h"

const struct field_choice conclusion_states[] = {
	[CONCLUSION_OPEN] = { "open", MESSAGE_CONCLUSION_STATE_OPEN },
	[CONCLUSION_CLOSED] = { "closed", MESSAGE_CONCLUSION_STATE_CLOSED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice conclusion_events[] = {
	[CONCLUSION_PLAN] = { "plan", MESSAGE_CONCLUSION_EVENT_PLAN },
	[CONCLUSION_CLOSE] = { "close", MESSAGE_CONCLUSION_EVENT_CLOSE },
	[CONCLUSION_REOPEN] = { "reopen", MESSAGE_CONCLUSION_EVENT_REOPEN },
	{ NULL, MESSAGE_NONE },
};

static const struct field meeting_conclusion_fields[] = {
	{ .name = "meeting_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_conclusion, meeting_id),
	  .label = MESSAGE_MEETING_CONCLUSION_MEETING_ID,
	  .reference = &meeting_record,
	  .since = 1 },
	{ .name = "topic_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct meeting_conclusion, topic_id),
	  .label = MESSAGE_MEETING_CONCLUSION_TOPIC_ID,
	  .reference = &meeting_topic_record,
	  .since = 1 },
	{ .name = "number",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct meeting_conclusion, number),
	  .label = MESSAGE_MEETING_CONCLUSION_NUMBER,
	  .minimum = 1,
	  .maximum = 999,
	  .since = 1 },
	{ .name = "text",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_LINES | FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct meeting_conclusion, text),
	  .label = MESSAGE_MEETING_CONCLUSION_TEXT,
	  .minimum = 2,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED,
	  .offset = offsetof(struct meeting_conclusion, unit_id),
	  .label = MESSAGE_MEETING_CONCLUSION_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "due_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct meeting_conclusion, due_day),
	  .label = MESSAGE_MEETING_CONCLUSION_DUE_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct meeting_conclusion, state),
	  .label = MESSAGE_MEETING_CONCLUSION_STATE,
	  .choices = conclusion_states,
	  .since = 1 },
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct meeting_conclusion, plan_id),
	  .label = MESSAGE_MEETING_CONCLUSION_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "item_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct meeting_conclusion, item_id),
	  .label = MESSAGE_MEETING_CONCLUSION_ITEM_ID,
	  .reference = &plan_item_record,
	  .since = 1 },
	{ .name = "closed_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct meeting_conclusion, closed_day),
	  .label = MESSAGE_MEETING_CONCLUSION_CLOSED_DAY,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LINES | FIELD_FORM,
	  .offset = offsetof(struct meeting_conclusion, note),
	  .label = MESSAGE_MEETING_CONCLUSION_NOTE,
	  .maximum = 1000,
	  .since = 1 },
};

const struct record_type meeting_conclusion_record = {
	.name = "meeting_conclusion",
	.label = MESSAGE_MEETING_CONCLUSION_LABEL,
	.size = sizeof(struct meeting_conclusion),
	.fields = meeting_conclusion_fields,
	.field_count = ARRAY_LENGTH(meeting_conclusion_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_CONCLUSION_INSERT,
	.update = STATEMENT_MEETING_CONCLUSION_UPDATE,
	.remove = STATEMENT_MEETING_CONCLUSION_REMOVE,
	.get = STATEMENT_MEETING_CONCLUSION_GET,
	.all = STATEMENT_MEETING_CONCLUSION_ALL,
};

static int guard_plan(const void *record, const void *context, struct error *err)
{
	const bool *has_item = context;

	(void)record;
	if (!*has_item)
		return 0;
	return error_set(err, ERR_RULE, "This conclusion is an item of the plan already.",
			 "该议定事项已列入计划。");
}

static int guard_note(const void *record, const void *context, struct error *err)
{
	const struct meeting_conclusion *conclusion = record;

	(void)context;
	if (str_trim(conclusion->note).length)
		return 0;
	return error_invalid(err, "note", "", "what became of it", "办理结果或理由");
}

static const struct transition rows[] = {
	{ CONCLUSION_PLAN, CONCLUSION_OPEN, CONCLUSION_OPEN, PERMISSION_MEETING_MANAGE, guard_plan,
	  MESSAGE_CONCLUSION_EVENT_PLAN, MESSAGE_MEETING_REFUSED },
	{ CONCLUSION_CLOSE, CONCLUSION_OPEN, CONCLUSION_CLOSED, PERMISSION_MEETING_MANAGE,
	  guard_note, MESSAGE_CONCLUSION_EVENT_CLOSE, MESSAGE_MEETING_REFUSED },
	{ CONCLUSION_REOPEN, CONCLUSION_CLOSED, CONCLUSION_OPEN, PERMISSION_MEETING_MANAGE,
	  guard_note, MESSAGE_CONCLUSION_EVENT_REOPEN, MESSAGE_MEETING_REFUSED },
};

const struct state_table conclusion_life = { "meeting_conclusion", rows, ARRAY_LENGTH(rows),
					     conclusion_states, conclusion_events };

int conclusion_apply(struct meeting_conclusion *conclusion, enum conclusion_event event,
		     permission_set permissions, bool has_item, struct error *err)
{
	const struct transition_request request = { .from = conclusion->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = conclusion,
						    .context = &has_item };

	return transition_apply(&conclusion_life, &request, &conclusion->state, err);
}
