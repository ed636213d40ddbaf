/*
 * finding.c - see finding.h.
 */
#include "examination/finding.h"

#include "messages_examination.h"
#include "people/rights.h"
#include "statements_finding.h"

const struct field_choice finding_grades[] = {
	[FINDING_FAILING] = { "failing", MESSAGE_FINDING_GRADE_FAILING },
	[FINDING_INADEQUATE] = { "inadequate", MESSAGE_FINDING_GRADE_INADEQUATE },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice finding_states[] = {
	[FINDING_NOTED] = { "noted", MESSAGE_FINDING_STATE_NOTED },
	[FINDING_WITHDRAWN] = { "withdrawn", MESSAGE_FINDING_STATE_WITHDRAWN },
	[FINDING_PROPOSED] = { "proposed", MESSAGE_FINDING_STATE_PROPOSED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice finding_events[] = {
	[FINDING_WITHDRAW] = { "withdraw", MESSAGE_FINDING_EVENT_WITHDRAW },
	[FINDING_PROPOSE] = { "propose", MESSAGE_FINDING_EVENT_PROPOSE },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "examination_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct finding, examination_id),
	  .label = MESSAGE_EXAMINATION_LABEL,
	  .reference = &examination_record,
	  .since = 1 },
	{ .name = "part",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct finding, part),
	  .label = MESSAGE_FINDING_PART,
	  .choices = examination_parts,
	  .since = 1 },
	{ .name = "grade",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct finding, grade),
	  .label = MESSAGE_FINDING_GRADE,
	  .choices = finding_grades,
	  .since = 1 },
	{ .name = "facts",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_LINES | FIELD_FIXED,
	  .offset = offsetof(struct finding, facts),
	  .label = MESSAGE_FINDING_FACTS,
	  .minimum = 1,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_LINES | FIELD_FIXED,
	  .offset = offsetof(struct finding, reason),
	  .label = MESSAGE_FINDING_REASON,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "finder",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct finding, finder),
	  .label = MESSAGE_FINDING_FINDER,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "finder_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct finding, finder_id),
	  .label = MESSAGE_FINDING_FINDER,
	  .minimum = 0,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct finding, day),
	  .label = MESSAGE_FINDING_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct finding, state),
	  .label = MESSAGE_FINDING_STATE,
	  .choices = finding_states,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct finding, note),
	  .label = MESSAGE_FINDING_NOTE,
	  .maximum = 500,
	  .since = 1 },
};

const struct record_type finding_record = {
	.name = "finding",
	.label = MESSAGE_FINDING_LABEL,
	.size = sizeof(struct finding),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_FINDING_INSERT,
	.update = STATEMENT_FINDING_UPDATE,
	.remove = -1,
	.get = STATEMENT_FINDING_GET,
	.all = STATEMENT_FINDING_ALL,
};

static int guard_withdraw(const void *record, const void *context, struct error *err)
{
	const struct finding *finding = record;
	const struct finding_asker *asker = context;

	if (!asker->manages && (!asker->account_id || asker->account_id != finding->finder_id))
		return error_set(err, ERR_RULE,
				 "A finding is withdrawn by whom it was noted, or by the office.",
				 "问题由记录人或办公室撤销。");
	return str_trim(finding->note).length
		       ? 0
		       : error_invalid(err, "note", "", "the reason", "理由");
}

static const struct transition rows[] = {
	{ FINDING_WITHDRAW, FINDING_NOTED, FINDING_WITHDRAWN, PERMISSION_LOGGED_IN, guard_withdraw,
	  MESSAGE_FINDING_EVENT_WITHDRAW, MESSAGE_EXAMINATION_REFUSED },
	{ FINDING_WITHDRAW, FINDING_PROPOSED, FINDING_WITHDRAWN, PERMISSION_EXAMINATION_MANAGE,
	  guard_withdraw, MESSAGE_FINDING_EVENT_WITHDRAW, MESSAGE_EXAMINATION_REFUSED },
	{ FINDING_PROPOSE, FINDING_NOTED, FINDING_PROPOSED, PERMISSION_RESULT_MANAGE, NULL,
	  MESSAGE_FINDING_EVENT_PROPOSE, MESSAGE_EXAMINATION_REFUSED },
};

const struct state_table finding_life = { "finding", rows, ARRAY_LENGTH(rows), finding_states,
					  finding_events };

int finding_apply(struct finding *finding, enum finding_event event,
		  const struct finding_asker *asker, struct error *err)
{
	const struct transition_request move = { .from = finding->state,
						 .event = (int)event,
						 .permissions = asker->permissions,
						 .record = finding,
						 .context = asker };

	return transition_apply(&finding_life, &move, &finding->state, err);
}
