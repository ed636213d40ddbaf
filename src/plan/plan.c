/*
 * plan.c - see plan.h.
 */
#include "plan/plan.h"

#include "messages_plan.h"
#include "people/rights.h"
#include "statements_plan.h"

const struct field_choice plan_version_states[] = {
	[PLAN_DRAFTING] = { "drafting", MESSAGE_PLAN_VERSION_STATE_DRAFTING },
	[PLAN_CONSULTING] = { "consulting", MESSAGE_PLAN_VERSION_STATE_CONSULTING },
	[PLAN_PUBLISHED] = { "published", MESSAGE_PLAN_VERSION_STATE_PUBLISHED },
	[PLAN_DROPPED] = { "dropped", MESSAGE_PLAN_VERSION_STATE_DROPPED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice plan_version_events[] = {
	[PLAN_CONSULT] = { "consult", MESSAGE_PLAN_VERSION_EVENT_CONSULT },
	[PLAN_REDRAFT] = { "redraft", MESSAGE_PLAN_VERSION_EVENT_REDRAFT },
	[PLAN_PUBLISH] = { "publish", MESSAGE_PLAN_VERSION_EVENT_PUBLISH },
	[PLAN_DROP] = { "drop", MESSAGE_PLAN_VERSION_EVENT_DROP },
	{ NULL, MESSAGE_NONE },
};

static const struct field plan_fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct plan, year),
	  .label = MESSAGE_PLAN_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct plan, title),
	  .label = MESSAGE_PLAN_TITLE,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct plan, version),
	  .label = MESSAGE_PLAN_VERSION,
	  .maximum = 9999,
	  .since = 1 },
};

const struct record_type plan_record = {
	.name = "plan",
	.label = MESSAGE_PLAN_LABEL,
	.size = sizeof(struct plan),
	.fields = plan_fields,
	.field_count = ARRAY_LENGTH(plan_fields),
	.encoding = 1,
	.insert = STATEMENT_PLAN_INSERT,
	.update = STATEMENT_PLAN_UPDATE,
	.remove = STATEMENT_PLAN_REMOVE,
	.get = STATEMENT_PLAN_GET,
	.all = STATEMENT_PLAN_ALL,
};

static const struct field version_fields[] = {
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct plan_version, plan_id),
	  .label = MESSAGE_PLAN_VERSION_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct plan_version, version),
	  .label = MESSAGE_PLAN_VERSION_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct plan_version, state),
	  .label = MESSAGE_PLAN_VERSION_STATE,
	  .choices = plan_version_states,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct plan_version, reason),
	  .label = MESSAGE_PLAN_VERSION_REASON,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "consult_until",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct plan_version, consult_until),
	  .label = MESSAGE_PLAN_VERSION_CONSULT_UNTIL,
	  .since = 1 },
	{ .name = "opened_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct plan_version, opened_day),
	  .label = MESSAGE_PLAN_VERSION_OPENED_DAY,
	  .since = 1 },
	{ .name = "published_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct plan_version, published_day),
	  .label = MESSAGE_PLAN_VERSION_PUBLISHED_DAY,
	  .since = 1 },
};

const struct record_type plan_version_record = {
	.name = "plan_version",
	.label = MESSAGE_PLAN_VERSION_LABEL,
	.size = sizeof(struct plan_version),
	.fields = version_fields,
	.field_count = ARRAY_LENGTH(version_fields),
	.encoding = 1,
	.insert = STATEMENT_PLAN_VERSION_INSERT,
	.update = STATEMENT_PLAN_VERSION_UPDATE,
	.remove = -1,
	.get = STATEMENT_PLAN_VERSION_GET,
	.all = STATEMENT_PLAN_VERSION_ALL,
};

static int guard_reason(const void *record, const void *context, struct error *err)
{
	const struct plan_version *version = record;

	(void)context;
	if (version->version > 1 && str_trim(version->reason).length == 0)
		return error_invalid(err, "reason", "", "the reason for changing the plan",
				     "修改计划的理由");
	return 0;
}

static const struct transition rows[] = {
	{ PLAN_CONSULT, PLAN_DRAFTING, PLAN_CONSULTING, PERMISSION_PLAN_MANAGE, NULL,
	  MESSAGE_PLAN_VERSION_EVENT_CONSULT, MESSAGE_PLAN_VERSION_REFUSED },
	{ PLAN_REDRAFT, PLAN_CONSULTING, PLAN_DRAFTING, PERMISSION_PLAN_MANAGE, NULL,
	  MESSAGE_PLAN_VERSION_EVENT_REDRAFT, MESSAGE_PLAN_VERSION_REFUSED },
	{ PLAN_PUBLISH, PLAN_DRAFTING, PLAN_PUBLISHED, PERMISSION_PLAN_MANAGE, guard_reason,
	  MESSAGE_PLAN_VERSION_EVENT_PUBLISH, MESSAGE_PLAN_VERSION_REFUSED },
	{ PLAN_PUBLISH, PLAN_CONSULTING, PLAN_PUBLISHED, PERMISSION_PLAN_MANAGE, guard_reason,
	  MESSAGE_PLAN_VERSION_EVENT_PUBLISH, MESSAGE_PLAN_VERSION_REFUSED },
	{ PLAN_DROP, PLAN_DRAFTING, PLAN_DROPPED, PERMISSION_PLAN_MANAGE, guard_reason,
	  MESSAGE_PLAN_VERSION_EVENT_DROP, MESSAGE_PLAN_VERSION_REFUSED },
	{ PLAN_DROP, PLAN_CONSULTING, PLAN_DROPPED, PERMISSION_PLAN_MANAGE, guard_reason,
	  MESSAGE_PLAN_VERSION_EVENT_DROP, MESSAGE_PLAN_VERSION_REFUSED },
};

const struct state_table plan_version_life = { "plan_version", rows, ARRAY_LENGTH(rows),
					       plan_version_states, plan_version_events };

int plan_version_apply(struct plan_version *version, enum plan_version_event event,
		       permission_set permissions, struct error *err)
{
	const struct transition_request request = { .from = version->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = version };

	return transition_apply(&plan_version_life, &request, &version->state, err);
}
