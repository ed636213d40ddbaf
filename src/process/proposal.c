/*
 * proposal.c - see proposal.h.
 */
#include "process/proposal.h"

#include "messages_result.h"
#include "people/person.h"
#include "people/rights.h"
#include "people/unit.h"
#include "process/result.h"
#include "process/scheme_version.h"
#include "statements_proposal.h"

const struct field_choice proposal_states[] = {
	[PROPOSAL_OPEN] = { "open", MESSAGE_PROPOSAL_STATE_OPEN },
	[PROPOSAL_ACCEPTED] = { "accepted", MESSAGE_PROPOSAL_STATE_ACCEPTED },
	[PROPOSAL_DECLINED] = { "declined", MESSAGE_PROPOSAL_STATE_DECLINED },
	[PROPOSAL_LAPSED] = { "lapsed", MESSAGE_PROPOSAL_STATE_LAPSED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice proposal_events[] = {
	[PROPOSAL_ACCEPT] = { "accept", MESSAGE_PROPOSAL_EVENT_ACCEPT },
	[PROPOSAL_DECLINE] = { "decline", MESSAGE_PROPOSAL_EVENT_DECLINE },
	[PROPOSAL_REVOKE] = { "revoke", MESSAGE_PROPOSAL_EVENT_REVOKE },
	[PROPOSAL_LAPSE] = { "lapse", MESSAGE_PROPOSAL_EVENT_LAPSE },
	[PROPOSAL_RENEW] = { "renew", MESSAGE_PROPOSAL_EVENT_RENEW },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED,
	  .offset = offsetof(struct proposal, year),
	  .label = MESSAGE_PROPOSAL_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "trigger_code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct proposal, trigger_code),
	  .label = MESSAGE_PROPOSAL_TRIGGER_CODE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "scheme_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct proposal, scheme_id),
	  .label = MESSAGE_PROPOSAL_SCHEME_ID,
	  .reference = &scheme_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct proposal, unit_id),
	  .label = MESSAGE_PROPOSAL_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct proposal, person_id),
	  .label = MESSAGE_PROPOSAL_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "result_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED,
	  .offset = offsetof(struct proposal, result_id),
	  .label = MESSAGE_PROPOSAL_RESULT_ID,
	  .reference = &result_record,
	  .since = 1 },
	{ .name = "grounds",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LINES,
	  .offset = offsetof(struct proposal, grounds),
	  .label = MESSAGE_PROPOSAL_GROUNDS,
	  .minimum = 1,
	  .maximum = 4000,
	  .since = 1 },
	{ .name = "grounds_en",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LINES,
	  .offset = offsetof(struct proposal, grounds_en),
	  .label = MESSAGE_PROPOSAL_GROUNDS_EN,
	  .minimum = 1,
	  .maximum = 8000,
	  .since = 1 },
	{ .name = "opened_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct proposal, opened_day),
	  .label = MESSAGE_PROPOSAL_OPENED_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct proposal, state),
	  .label = MESSAGE_PROPOSAL_STATE,
	  .choices = proposal_states,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct proposal, reason),
	  .label = MESSAGE_PROPOSAL_REASON,
	  .maximum = 2000,
	  .since = 1 },
	{ .name = "decided_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct proposal, decided_day),
	  .label = MESSAGE_PROPOSAL_DECIDED_DAY,
	  .since = 1 },
};

const struct record_type proposal_record = {
	.name = "proposal",
	.label = MESSAGE_PROPOSAL_LABEL,
	.size = sizeof(struct proposal),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_PROPOSAL_INSERT,
	.update = STATEMENT_PROPOSAL_UPDATE,
	.remove = -1,
	.get = STATEMENT_PROPOSAL_GET,
	.all = STATEMENT_PROPOSAL_ALL,
};

static int guard_decision(const void *record, const void *context, struct error *err)
{
	const struct proposal *proposal = record;
	const int64_t *asker_person = context;

	if (proposal->person_id && proposal->person_id == *asker_person)
		return error_set(err, ERR_RULE,
				 "This proposal is about yourself; somebody else decides (recusal).",
				 "该建议涉及您本人，应当回避，由他人决定。");
	if (str_trim(proposal->reason).length == 0)
		return error_invalid(err, "reason", "", "the reason of the decision",
				     "决定的理由");
	return 0;
}

static const struct transition rows[] = {
	{ PROPOSAL_ACCEPT, PROPOSAL_OPEN, PROPOSAL_ACCEPTED, PERMISSION_PROPOSAL_DECIDE,
	  guard_decision, MESSAGE_PROPOSAL_EVENT_ACCEPT, MESSAGE_PROPOSAL_REFUSED },
	{ PROPOSAL_DECLINE, PROPOSAL_OPEN, PROPOSAL_DECLINED, PERMISSION_PROPOSAL_DECIDE,
	  guard_decision, MESSAGE_PROPOSAL_EVENT_DECLINE, MESSAGE_PROPOSAL_REFUSED },
	{ PROPOSAL_REVOKE, PROPOSAL_ACCEPTED, PROPOSAL_DECLINED, PERMISSION_PROPOSAL_DECIDE,
	  guard_decision, MESSAGE_PROPOSAL_EVENT_REVOKE, MESSAGE_PROPOSAL_REFUSED },
	{ PROPOSAL_LAPSE, PROPOSAL_OPEN, PROPOSAL_LAPSED, PERMISSION_RESULT_MANAGE, NULL,
	  MESSAGE_PROPOSAL_EVENT_LAPSE, MESSAGE_PROPOSAL_REFUSED },
	{ PROPOSAL_RENEW, PROPOSAL_LAPSED, PROPOSAL_OPEN, PERMISSION_RESULT_MANAGE, NULL,
	  MESSAGE_PROPOSAL_EVENT_RENEW, MESSAGE_PROPOSAL_REFUSED },
};

const struct state_table proposal_life = { "proposal", rows, ARRAY_LENGTH(rows), proposal_states,
					   proposal_events };

int proposal_apply(struct proposal *proposal, enum proposal_event event, permission_set permissions,
		   int64_t asker_person, struct error *err)
{
	const struct transition_request request = { .from = proposal->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = proposal,
						    .context = &asker_person };

	return transition_apply(&proposal_life, &request, &proposal->state, err);
}
