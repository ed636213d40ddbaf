/*
 * result.c - see result.h: the two record types, the state table and its guards.
 */
#include "process/result.h"

#include <stdio.h>

#include "messages_people.h"
#include "messages_result.h"
#include "people/rights.h"
#include "process/score.h"
#include "process/scheme_version.h"
#include "statements_result.h"

const struct field_choice result_states[] = {
	[RESULT_DRAFT] = { "draft", MESSAGE_RESULT_STATE_DRAFT },
	[RESULT_PUBLICITY] = { "publicity", MESSAGE_RESULT_STATE_PUBLICITY },
	[RESULT_FINAL] = { "final", MESSAGE_RESULT_STATE_FINAL },
	[RESULT_DROPPED] = { "dropped", MESSAGE_RESULT_STATE_DROPPED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice result_events[] = {
	[RESULT_PUBLISH] = { "publish", MESSAGE_RESULT_EVENT_PUBLISH },
	[RESULT_WITHDRAW] = { "withdraw", MESSAGE_RESULT_EVENT_WITHDRAW },
	[RESULT_FINALISE] = { "finalise", MESSAGE_RESULT_EVENT_FINALISE },
	[RESULT_DROP] = { "drop", MESSAGE_RESULT_EVENT_DROP },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice result_places[] = {
	[LAST_PLACE] = { "last", MESSAGE_RESULT_PLACE_LAST },
	[LAST_NOT_LOWEST] = { "not_lowest", MESSAGE_RESULT_PLACE_NOT_LOWEST },
	[LAST_SHARED] = { "shared", MESSAGE_RESULT_PLACE_SHARED },
	[LAST_GROUP_TOO_SMALL] = { "group_too_small", MESSAGE_RESULT_PLACE_GROUP_TOO_SMALL },
	[LAST_NOT_RANKED] = { "not_ranked", MESSAGE_RESULT_PLACE_NOT_RANKED },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED,
	  .offset = offsetof(struct result, year),
	  .label = MESSAGE_RESULT_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "subject",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct result, subject),
	  .label = MESSAGE_RESULT_SUBJECT,
	  .choices = appraisal_subjects,
	  .since = 1 },
	{ .name = "group_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct result, group_id),
	  .label = MESSAGE_RESULT_GROUP_ID,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "group_name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result, group_name),
	  .label = MESSAGE_RESULT_GROUP_NAME,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED,
	  .offset = offsetof(struct result, version),
	  .label = MESSAGE_RESULT_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct result, state),
	  .label = MESSAGE_RESULT_STATE,
	  .choices = result_states,
	  .since = 1 },
	{ .name = "scheme_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct result, scheme_id),
	  .label = MESSAGE_RESULT_SCHEME_ID,
	  .reference = &scheme_record,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct result, reason),
	  .label = MESSAGE_RESULT_REASON,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct result, reference),
	  .label = MESSAGE_RESULT_REFERENCE,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct result, note),
	  .label = MESSAGE_RESULT_NOTE,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "publicity_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct result, publicity_from),
	  .label = MESSAGE_RESULT_PUBLICITY_FROM,
	  .since = 1 },
	{ .name = "publicity_to",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct result, publicity_to),
	  .label = MESSAGE_RESULT_PUBLICITY_TO,
	  .since = 1 },
	{ .name = "publicity_basis",
	  .type = FIELD_INTEGER,
	  .offset = offsetof(struct result, publicity_basis),
	  .label = MESSAGE_RESULT_PUBLICITY_BASIS,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "final_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct result, final_day),
	  .label = MESSAGE_RESULT_FINAL_DAY,
	  .since = 1 },
	{ .name = "basis",
	  .type = FIELD_INTEGER,
	  .offset = offsetof(struct result, basis),
	  .label = MESSAGE_RESULT_BASIS,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "level",
	  .type = FIELD_TEXT,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct result, level),
	  .label = MESSAGE_POST_LEVEL,
	  .maximum = 40,
	  .since = 2 },
};

const struct record_type result_record = {
	.name = "result",
	.label = MESSAGE_RESULT_LABEL,
	.size = sizeof(struct result),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 2,
	.insert = STATEMENT_RESULT_INSERT,
	.update = STATEMENT_RESULT_UPDATE,
	.remove = -1,
	.get = STATEMENT_RESULT_GET,
	.all = STATEMENT_RESULT_ALL,
};

static const struct field line_fields[] = {
	{ .name = "result_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct result_line, result_id),
	  .label = MESSAGE_RESULT_LINE_RESULT_ID,
	  .reference = &result_record,
	  .since = 1 },
	{ .name = "subject_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct result_line, subject_id),
	  .label = MESSAGE_RESULT_LINE_SUBJECT_ID,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result_line, code),
	  .label = MESSAGE_RESULT_LINE_CODE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result_line, name),
	  .label = MESSAGE_RESULT_LINE_NAME,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "class",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct result_line, class_name),
	  .label = MESSAGE_RESULT_LINE_CLASS,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "ranked",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct result_line, ranked),
	  .label = MESSAGE_RESULT_LINE_RANKED,
	  .since = 1 },
	{ .name = "total",
	  .type = FIELD_DECIMAL,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct result_line, total),
	  .label = MESSAGE_RESULT_LINE_TOTAL,
	  .minimum = 0,
	  .maximum = (int64_t)30000 * DECIMAL_ONE,
	  .since = 1 },
	{ .name = "rank",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct result_line, rank),
	  .label = MESSAGE_RESULT_LINE_RANK,
	  .maximum = INT32_MAX,
	  .since = 1 },
	{ .name = "grade",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result_line, grade),
	  .label = MESSAGE_RESULT_LINE_GRADE,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "place",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result_line, place),
	  .label = MESSAGE_RESULT_LINE_PLACE,
	  .choices = result_places,
	  .since = 1 },
	{ .name = "vetoed",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct result_line, vetoed),
	  .label = MESSAGE_RESULT_LINE_VETOED,
	  .since = 1 },
};

const struct record_type result_line_record = {
	.name = "result_line",
	.label = MESSAGE_RESULT_LINE_LABEL,
	.size = sizeof(struct result_line),
	.fields = line_fields,
	.field_count = ARRAY_LENGTH(line_fields),
	.encoding = 1,
	.insert = STATEMENT_RESULT_LINE_INSERT,
	.update = STATEMENT_RESULT_LINE_UPDATE,
	.remove = -1,
	.get = STATEMENT_RESULT_LINE_GET,
	.all = STATEMENT_RESULT_LINE_ALL,
};

/* States -------------------------------------------------------------------------------------- */

/* A publicity period that is shorter than the scheme's. */
static int refuse_end(const struct result *result, const struct result_situation *now,
		      struct error *err)
{
	char found[CIVIL_TEXT_BYTES], day[CIVIL_TEXT_BYTES], en[80], zh[80];

	civil_format(now->earliest_end, day);
	snprintf(en, sizeof(en), "%s or later (the scheme's shortest period)", day);
	snprintf(zh, sizeof(zh), "%s 或以后（方案规定的最短期限）", day);
	return error_invalid(err, "publicity_to", civil_format(result->publicity_to, found), en,
			     zh);
}

static int guard_publish(const void *record, const void *context, struct error *err)
{
	const struct result *result = record;
	const struct result_situation *now = context;

	if (now->incomplete > 0) {
		error_set(err, ERR_RULE, "", "");
		error_en(err, "Scores are missing for %zu of the group; it cannot be published yet.",
			 now->incomplete);
		error_zh(err, "本组有 %zu 个对象存在缺项，暂不能公示。", now->incomplete);
		return -ERR_RULE;
	}
	if (now->ranked == 0)
		return error_set(err, ERR_RULE, "Nobody in this group is ranked.",
				 "本组没有可排名的对象。");
	if (now->today <= civil_year_end((int)result->year))
		return error_set(err, ERR_RULE,
				 "The year is not over yet; its result cannot be published.",
				 "年度尚未结束，不能公示该年度结果。");
	if (result->publicity_to < now->earliest_end)
		return refuse_end(result, now, err);
	return 0;
}

static int guard_finalise(const void *record, const void *context, struct error *err)
{
	const struct result *result = record;
	const struct result_situation *now = context;

	if (now->open_objections > 0) {
		error_set(err, ERR_RULE, "", "");
		error_en(err, "%lld objections have no answer yet.",
			 (long long)now->open_objections);
		error_zh(err, "还有 %lld 件异议未答复。", (long long)now->open_objections);
		return -ERR_RULE;
	}
	if (now->today <= result->publicity_to) {
		char day[CIVIL_TEXT_BYTES];
		error_set(err, ERR_RULE, "", "");
		civil_format(result->publicity_to, day);
		error_en(err, "Publicity runs until %s, that day included.", day);
		error_zh(err, "公示期至 %s（含当日）届满，尚不能定稿。", day);
		return -ERR_RULE;
	}
	if (now->incomplete > 0 || now->ranked == 0)
		return error_set(err, ERR_RULE, "The group is not complete any more.",
				 "本组已不完整，不能定稿。");
	return 0;
}

static int guard_drop(const void *record, const void *context, struct error *err)
{
	const struct result *result = record;
	const struct result_situation *now = context;

	if (!now->any_final)
		return error_set(err, ERR_RULE, "There is no earlier result to keep to.",
				 "没有可保留的先前结果。");
	if (str_trim(result->note).length == 0)
		return error_invalid(err, "note", "", "a reason", "理由");
	return 0;
}

static int guard_withdraw(const void *record, const void *context, struct error *err)
{
	const struct result *result = record;

	(void)context;
	if (str_trim(result->note).length == 0)
		return error_invalid(err, "note", "", "a reason", "理由");
	return 0;
}

static const struct transition rows[] = {
	{ RESULT_PUBLISH, RESULT_DRAFT, RESULT_PUBLICITY, PERMISSION_RESULT_MANAGE, guard_publish,
	  MESSAGE_RESULT_EVENT_PUBLISH, MESSAGE_RESULT_REFUSED },
	{ RESULT_WITHDRAW, RESULT_PUBLICITY, RESULT_DRAFT, PERMISSION_RESULT_MANAGE,
	  guard_withdraw, MESSAGE_RESULT_EVENT_WITHDRAW, MESSAGE_RESULT_REFUSED },
	{ RESULT_FINALISE, RESULT_PUBLICITY, RESULT_FINAL, PERMISSION_RESULT_MANAGE,
	  guard_finalise, MESSAGE_RESULT_EVENT_FINALISE, MESSAGE_RESULT_REFUSED },
	{ RESULT_DROP, RESULT_DRAFT, RESULT_DROPPED, PERMISSION_RESULT_MANAGE, guard_drop,
	  MESSAGE_RESULT_EVENT_DROP, MESSAGE_RESULT_REFUSED },
};

const struct state_table result_life = { "result", rows, ARRAY_LENGTH(rows), result_states,
					 result_events };

int result_apply(struct result *result, enum result_event event, permission_set permissions,
		 const struct result_situation *situation, struct error *err)
{
	const struct transition_request request = { .from = result->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = result,
						    .context = situation };

	return transition_apply(&result_life, &request, &result->state, err);
}

const char *result_state_name(int state)
{
	return result_states[state].name;
}
