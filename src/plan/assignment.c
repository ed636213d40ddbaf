/*
 * assignment.c - see assignment.h.
 */
#include "plan/assignment.h"

#include "messages_plan.h"
#include "people/person.h"
#include "people/rights.h"
#include "people/unit.h"
#include "statements_assignment.h"

const struct field_choice assignment_states[] = {
	[ASSIGNMENT_OFFERED] = { "offered", MESSAGE_ASSIGNMENT_STATE_OFFERED },
	[ASSIGNMENT_CLAIMED] = { "claimed", MESSAGE_ASSIGNMENT_STATE_CLAIMED },
	[ASSIGNMENT_QUESTIONED] = { "questioned", MESSAGE_ASSIGNMENT_STATE_QUESTIONED },
	[ASSIGNMENT_AGREED] = { "agreed", MESSAGE_ASSIGNMENT_STATE_AGREED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice assignment_events[] = {
	[ASSIGNMENT_CLAIM] = { "claim", MESSAGE_ASSIGNMENT_EVENT_CLAIM },
	[ASSIGNMENT_QUESTION] = { "question", MESSAGE_ASSIGNMENT_EVENT_QUESTION },
	[ASSIGNMENT_SETTLE] = { "settle", MESSAGE_ASSIGNMENT_EVENT_SETTLE },
	[ASSIGNMENT_AGREE] = { "agree", MESSAGE_ASSIGNMENT_EVENT_AGREE },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice co_assignment_states[] = {
	[CO_ASSIGNMENT_NAMED] = { "named", MESSAGE_CO_ASSIGNMENT_STATE_NAMED },
	[CO_ASSIGNMENT_CONFIRMED] = { "confirmed", MESSAGE_CO_ASSIGNMENT_STATE_CONFIRMED },
	[CO_ASSIGNMENT_DECLINED] = { "declined", MESSAGE_CO_ASSIGNMENT_STATE_DECLINED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice co_assignment_events[] = {
	[CO_ASSIGNMENT_CONFIRM] = { "confirm", MESSAGE_CO_ASSIGNMENT_EVENT_CONFIRM },
	[CO_ASSIGNMENT_DECLINE] = { "decline", MESSAGE_CO_ASSIGNMENT_EVENT_DECLINE },
	{ NULL, MESSAGE_NONE },
};

static const struct field lead_fields[] = {
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct assignment, plan_id),
	  .label = MESSAGE_ASSIGNMENT_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "item_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct assignment, item_id),
	  .label = MESSAGE_ASSIGNMENT_ITEM_ID,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct assignment, unit_id),
	  .label = MESSAGE_ASSIGNMENT_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "from_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct assignment, from_version),
	  .label = MESSAGE_ASSIGNMENT_FROM_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "to_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct assignment, to_version),
	  .label = MESSAGE_ASSIGNMENT_TO_VERSION,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct assignment, state),
	  .label = MESSAGE_ASSIGNMENT_STATE,
	  .choices = assignment_states,
	  .since = 1 },
	{ .name = "words",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct assignment, words),
	  .label = MESSAGE_ASSIGNMENT_WORDS,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "answer",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct assignment, answer),
	  .label = MESSAGE_ASSIGNMENT_ANSWER,
	  .maximum = 1000,
	  .since = 1 },
};

const struct record_type assignment_record = {
	.name = "assignment",
	.label = MESSAGE_ASSIGNMENT_LABEL,
	.size = sizeof(struct assignment),
	.fields = lead_fields,
	.field_count = ARRAY_LENGTH(lead_fields),
	.encoding = 1,
	.insert = STATEMENT_ASSIGNMENT_INSERT,
	.update = STATEMENT_ASSIGNMENT_UPDATE,
	.remove = STATEMENT_ASSIGNMENT_REMOVE,
	.get = STATEMENT_ASSIGNMENT_GET,
	.all = STATEMENT_ASSIGNMENT_ALL,
};

static const struct field co_fields[] = {
	{ .name = "assignment_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct co_assignment, assignment_id),
	  .label = MESSAGE_CO_ASSIGNMENT_ASSIGNMENT_ID,
	  .reference = &assignment_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct co_assignment, unit_id),
	  .label = MESSAGE_CO_ASSIGNMENT_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "from_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct co_assignment, from_version),
	  .label = MESSAGE_CO_ASSIGNMENT_FROM_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "to_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct co_assignment, to_version),
	  .label = MESSAGE_CO_ASSIGNMENT_TO_VERSION,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "part",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct co_assignment, part),
	  .label = MESSAGE_CO_ASSIGNMENT_PART,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct co_assignment, state),
	  .label = MESSAGE_CO_ASSIGNMENT_STATE,
	  .choices = co_assignment_states,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct co_assignment, note),
	  .label = MESSAGE_CO_ASSIGNMENT_NOTE,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "answered_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct co_assignment, answered_day),
	  .label = MESSAGE_CO_ASSIGNMENT_ANSWERED_DAY,
	  .since = 1 },
};

const struct record_type co_assignment_record = {
	.name = "co_assignment",
	.label = MESSAGE_CO_ASSIGNMENT_LABEL,
	.size = sizeof(struct co_assignment),
	.fields = co_fields,
	.field_count = ARRAY_LENGTH(co_fields),
	.encoding = 1,
	.insert = STATEMENT_CO_ASSIGNMENT_INSERT,
	.update = STATEMENT_CO_ASSIGNMENT_UPDATE,
	.remove = STATEMENT_CO_ASSIGNMENT_REMOVE,
	.get = STATEMENT_CO_ASSIGNMENT_GET,
	.all = STATEMENT_CO_ASSIGNMENT_ALL,
};

static const struct field person_fields[] = {
	{ .name = "assignment_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct assignment_person, assignment_id),
	  .label = MESSAGE_ASSIGNMENT_PERSON_ASSIGNMENT_ID,
	  .reference = &assignment_record,
	  .since = 1 },
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct assignment_person, person_id),
	  .label = MESSAGE_ASSIGNMENT_PERSON_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "part",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct assignment_person, part),
	  .label = MESSAGE_ASSIGNMENT_PERSON_PART,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "due_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct assignment_person, due_day),
	  .label = MESSAGE_ASSIGNMENT_PERSON_DUE_DAY,
	  .since = 1 },
};

const struct record_type assignment_person_record = {
	.name = "assignment_person",
	.label = MESSAGE_ASSIGNMENT_PERSON_LABEL,
	.size = sizeof(struct assignment_person),
	.fields = person_fields,
	.field_count = ARRAY_LENGTH(person_fields),
	.encoding = 1,
	.insert = STATEMENT_ASSIGNMENT_PERSON_INSERT,
	.update = STATEMENT_ASSIGNMENT_PERSON_UPDATE,
	.remove = STATEMENT_ASSIGNMENT_PERSON_REMOVE,
	.get = STATEMENT_ASSIGNMENT_PERSON_GET,
	.all = STATEMENT_ASSIGNMENT_PERSON_ALL,
};

/* States ---------------------------------------------------------------------------------------- */

static bool is_blank(struct str text)
{
	return str_trim(text).length == 0;
}

static int guard_words(const void *record, const void *context, struct error *err)
{
	const struct assignment *assignment = record;

	(void)context;
	return is_blank(assignment->words)
		       ? error_invalid(err, "words", "", "what the unit proposes, and why",
				       "单位的意见和理由")
		       : 0;
}

static int guard_answer(const void *record, const void *context, struct error *err)
{
	const struct assignment *assignment = record;

	(void)context;
	return is_blank(assignment->answer)
		       ? error_invalid(err, "answer", "", "the answer with its reason", "答复及理由")
		       : 0;
}

static int guard_note(const void *record, const void *context, struct error *err)
{
	const struct co_assignment *co = record;

	(void)context;
	return is_blank(co->note)
		       ? error_invalid(err, "note", "", "why the unit declines", "不同意的理由")
		       : 0;
}

static const struct transition lead_rows[] = {
	{ ASSIGNMENT_CLAIM, ASSIGNMENT_OFFERED, ASSIGNMENT_CLAIMED, PERMISSION_PLAN_RESPOND, NULL,
	  MESSAGE_ASSIGNMENT_EVENT_CLAIM, MESSAGE_ASSIGNMENT_REFUSED },
	{ ASSIGNMENT_QUESTION, ASSIGNMENT_OFFERED, ASSIGNMENT_QUESTIONED, PERMISSION_PLAN_RESPOND,
	  guard_words, MESSAGE_ASSIGNMENT_EVENT_QUESTION, MESSAGE_ASSIGNMENT_REFUSED },
	{ ASSIGNMENT_QUESTION, ASSIGNMENT_CLAIMED, ASSIGNMENT_QUESTIONED, PERMISSION_PLAN_RESPOND,
	  guard_words, MESSAGE_ASSIGNMENT_EVENT_QUESTION, MESSAGE_ASSIGNMENT_REFUSED },
	{ ASSIGNMENT_QUESTION, ASSIGNMENT_AGREED, ASSIGNMENT_QUESTIONED, PERMISSION_PLAN_RESPOND,
	  guard_words, MESSAGE_ASSIGNMENT_EVENT_QUESTION, MESSAGE_ASSIGNMENT_REFUSED },
	{ ASSIGNMENT_SETTLE, ASSIGNMENT_QUESTIONED, ASSIGNMENT_AGREED, PERMISSION_PLAN_MANAGE,
	  guard_answer, MESSAGE_ASSIGNMENT_EVENT_SETTLE, MESSAGE_ASSIGNMENT_SETTLE_REFUSED },
	{ ASSIGNMENT_AGREE, ASSIGNMENT_OFFERED, ASSIGNMENT_AGREED, PERMISSION_PLAN_MANAGE, NULL,
	  MESSAGE_ASSIGNMENT_EVENT_AGREE, MESSAGE_ASSIGNMENT_SETTLE_REFUSED },
	{ ASSIGNMENT_AGREE, ASSIGNMENT_CLAIMED, ASSIGNMENT_AGREED, PERMISSION_PLAN_MANAGE, NULL,
	  MESSAGE_ASSIGNMENT_EVENT_AGREE, MESSAGE_ASSIGNMENT_SETTLE_REFUSED },
};

const struct state_table assignment_life = { "assignment", lead_rows, ARRAY_LENGTH(lead_rows),
					     assignment_states, assignment_events };

static const struct transition co_rows[] = {
	{ CO_ASSIGNMENT_CONFIRM, CO_ASSIGNMENT_NAMED, CO_ASSIGNMENT_CONFIRMED,
	  PERMISSION_PLAN_RESPOND, NULL, MESSAGE_CO_ASSIGNMENT_EVENT_CONFIRM,
	  MESSAGE_CO_ASSIGNMENT_REFUSED },
	{ CO_ASSIGNMENT_CONFIRM, CO_ASSIGNMENT_DECLINED, CO_ASSIGNMENT_CONFIRMED,
	  PERMISSION_PLAN_RESPOND, NULL, MESSAGE_CO_ASSIGNMENT_EVENT_CONFIRM,
	  MESSAGE_CO_ASSIGNMENT_REFUSED },
	{ CO_ASSIGNMENT_DECLINE, CO_ASSIGNMENT_NAMED, CO_ASSIGNMENT_DECLINED,
	  PERMISSION_PLAN_RESPOND, guard_note, MESSAGE_CO_ASSIGNMENT_EVENT_DECLINE,
	  MESSAGE_CO_ASSIGNMENT_REFUSED },
	{ CO_ASSIGNMENT_DECLINE, CO_ASSIGNMENT_CONFIRMED, CO_ASSIGNMENT_DECLINED,
	  PERMISSION_PLAN_RESPOND, guard_note, MESSAGE_CO_ASSIGNMENT_EVENT_DECLINE,
	  MESSAGE_CO_ASSIGNMENT_REFUSED },
};

const struct state_table co_assignment_life = { "co_assignment", co_rows, ARRAY_LENGTH(co_rows),
						co_assignment_states, co_assignment_events };

int assignment_apply(struct assignment *assignment, enum assignment_event event,
		     permission_set permissions, struct error *err)
{
	const struct transition_request request = { .from = assignment->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = assignment };

	return transition_apply(&assignment_life, &request, &assignment->state, err);
}

int co_assignment_apply(struct co_assignment *co, enum co_assignment_event event,
			permission_set permissions, struct error *err)
{
	const struct transition_request request = { .from = co->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = co };

	return transition_apply(&co_assignment_life, &request, &co->state, err);
}
