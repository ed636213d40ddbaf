/*
 * meeting.c - see meeting.h.
 */
#include "meeting/meeting.h"

#include "evidence/evidence.h"
#include "messages_meeting.h"
#include "people/person.h"
#include "people/rights.h"
#include "people/unit.h"
#include "plan/plan_item.h"
#include "statements_meeting.h"

const struct field_choice meeting_kinds[] = {
	[MEETING_JOINT] = { "joint", MESSAGE_MEETING_KIND_JOINT },
	[MEETING_REVIEW] = { "review", MESSAGE_MEETING_KIND_REVIEW },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice meeting_states[] = {
	[MEETING_PLANNED] = { "planned", MESSAGE_MEETING_STATE_PLANNED },
	[MEETING_ANNOUNCED] = { "announced", MESSAGE_MEETING_STATE_ANNOUNCED },
	[MEETING_HELD] = { "held", MESSAGE_MEETING_STATE_HELD },
	[MEETING_MINUTED] = { "minuted", MESSAGE_MEETING_STATE_MINUTED },
	[MEETING_CANCELLED] = { "cancelled", MESSAGE_MEETING_STATE_CANCELLED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice meeting_events[] = {
	[MEETING_ANNOUNCE] = { "announce", MESSAGE_MEETING_EVENT_ANNOUNCE },
	[MEETING_HOLD] = { "hold", MESSAGE_MEETING_EVENT_HOLD },
	[MEETING_FINISH] = { "finish", MESSAGE_MEETING_EVENT_FINISH },
	[MEETING_CORRECT] = { "correct", MESSAGE_MEETING_EVENT_CORRECT },
	[MEETING_CANCEL] = { "cancel", MESSAGE_MEETING_EVENT_CANCEL },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice meeting_attendances[] = {
	[MEETING_INVITED] = { "invited", MESSAGE_MEETING_ATTENDANCE_INVITED },
	[MEETING_PRESENT] = { "present", MESSAGE_MEETING_ATTENDANCE_PRESENT },
	[MEETING_EXCUSED] = { "excused", MESSAGE_MEETING_ATTENDANCE_EXCUSED },
	[MEETING_ABSENT] = { "absent", MESSAGE_MEETING_ATTENDANCE_ABSENT },
	{ NULL, MESSAGE_NONE },
};

static const struct field meeting_fields[] = {
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct meeting, kind),
	  .label = MESSAGE_MEETING_KIND,
	  .choices = meeting_kinds,
	  .since = 1 },
	{ .name = "series",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting, series),
	  .label = MESSAGE_MEETING_SERIES,
	  .help = MESSAGE_MEETING_SERIES_HELP,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_SORT | FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct meeting, title),
	  .label = MESSAGE_MEETING_TITLE,
	  .minimum = 2,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct meeting, day),
	  .label = MESSAGE_MEETING_DAY,
	  .since = 1 },
	{ .name = "starts",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting, starts),
	  .label = MESSAGE_MEETING_STARTS,
	  .help = MESSAGE_MEETING_STARTS_HELP,
	  .maximum = 5,
	  .since = 1 },
	{ .name = "duration",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting, duration),
	  .label = MESSAGE_MEETING_DURATION,
	  .help = MESSAGE_MEETING_DURATION_HELP,
	  .minimum = 5,
	  .maximum = 1440,
	  .since = 1 },
	{ .name = "place",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting, place),
	  .label = MESSAGE_MEETING_PLACE,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "chair_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct meeting, chair_id),
	  .label = MESSAGE_MEETING_CHAIR_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct meeting, state),
	  .label = MESSAGE_MEETING_STATE,
	  .choices = meeting_states,
	  .since = 1 },
	{ .name = "announced_day",
	  .type = FIELD_DAY,
	  .offset = offsetof(struct meeting, announced_day),
	  .label = MESSAGE_MEETING_ANNOUNCED_DAY,
	  .since = 1 },
	{ .name = "attendance",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct meeting, attendance),
	  .label = MESSAGE_MEETING_ATTENDANCE,
	  .minimum = 0,
	  .maximum = 100000,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct meeting, version),
	  .label = MESSAGE_MEETING_VERSION,
	  .minimum = 0,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LINES,
	  .offset = offsetof(struct meeting, note),
	  .label = MESSAGE_MEETING_NOTE,
	  .maximum = 500,
	  .since = 1 },
};

const struct record_type meeting_record = {
	.name = "meeting",
	.label = MESSAGE_MEETING_LABEL,
	.size = sizeof(struct meeting),
	.fields = meeting_fields,
	.field_count = ARRAY_LENGTH(meeting_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_INSERT,
	.update = STATEMENT_MEETING_UPDATE,
	.remove = -1,
	.get = STATEMENT_MEETING_GET,
	.all = STATEMENT_MEETING_ALL,
};

static const struct field meeting_topic_fields[] = {
	{ .name = "meeting_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_topic, meeting_id),
	  .label = MESSAGE_MEETING_TOPIC_MEETING_ID,
	  .reference = &meeting_record,
	  .since = 1 },
	{ .name = "position",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting_topic, position),
	  .label = MESSAGE_MEETING_TOPIC_POSITION,
	  .minimum = 1,
	  .maximum = 999,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting_topic, title),
	  .label = MESSAGE_MEETING_TOPIC_TITLE,
	  .minimum = 2,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "host_unit_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct meeting_topic, host_unit_id),
	  .label = MESSAGE_MEETING_TOPIC_HOST_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "host_person_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct meeting_topic, host_person_id),
	  .label = MESSAGE_MEETING_TOPIC_HOST_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "report",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LINES,
	  .offset = offsetof(struct meeting_topic, report),
	  .label = MESSAGE_MEETING_TOPIC_REPORT,
	  .maximum = 10000,
	  .since = 1 },
	{ .name = "minutes",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LINES,
	  .offset = offsetof(struct meeting_topic, minutes),
	  .label = MESSAGE_MEETING_TOPIC_MINUTES,
	  .maximum = 20000,
	  .since = 1 },
};

const struct record_type meeting_topic_record = {
	.name = "meeting_topic",
	.label = MESSAGE_MEETING_TOPIC_LABEL,
	.size = sizeof(struct meeting_topic),
	.fields = meeting_topic_fields,
	.field_count = ARRAY_LENGTH(meeting_topic_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_TOPIC_INSERT,
	.update = STATEMENT_MEETING_TOPIC_UPDATE,
	.remove = STATEMENT_MEETING_TOPIC_REMOVE,
	.get = STATEMENT_MEETING_TOPIC_GET,
	.all = STATEMENT_MEETING_TOPIC_ALL,
};

static const struct field meeting_participant_fields[] = {
	{ .name = "meeting_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_participant, meeting_id),
	  .label = MESSAGE_MEETING_PARTICIPANT_MEETING_ID,
	  .reference = &meeting_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_participant, unit_id),
	  .label = MESSAGE_MEETING_PARTICIPANT_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_participant, person_id),
	  .label = MESSAGE_MEETING_PARTICIPANT_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "attendance",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting_participant, attendance),
	  .label = MESSAGE_MEETING_PARTICIPANT_ATTENDANCE,
	  .choices = meeting_attendances,
	  .since = 1 },
	{ .name = "people",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting_participant, people),
	  .label = MESSAGE_MEETING_PARTICIPANT_PEOPLE,
	  .minimum = 0,
	  .maximum = 1000,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct meeting_participant, note),
	  .label = MESSAGE_MEETING_PARTICIPANT_NOTE,
	  .maximum = 200,
	  .since = 1 },
};

const struct record_type meeting_participant_record = {
	.name = "meeting_participant",
	.label = MESSAGE_MEETING_PARTICIPANT_LABEL,
	.size = sizeof(struct meeting_participant),
	.fields = meeting_participant_fields,
	.field_count = ARRAY_LENGTH(meeting_participant_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_PARTICIPANT_INSERT,
	.update = STATEMENT_MEETING_PARTICIPANT_UPDATE,
	.remove = STATEMENT_MEETING_PARTICIPANT_REMOVE,
	.get = STATEMENT_MEETING_PARTICIPANT_GET,
	.all = STATEMENT_MEETING_PARTICIPANT_ALL,
};

static const struct field meeting_reference_fields[] = {
	{ .name = "topic_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_reference, topic_id),
	  .label = MESSAGE_MEETING_REFERENCE_TOPIC_ID,
	  .reference = &meeting_topic_record,
	  .since = 1 },
	{ .name = "evidence_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_reference, evidence_id),
	  .label = MESSAGE_MEETING_REFERENCE_EVIDENCE_ID,
	  .reference = &evidence_record,
	  .since = 1 },
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_reference, plan_id),
	  .label = MESSAGE_MEETING_REFERENCE_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "item_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_reference, item_id),
	  .label = MESSAGE_MEETING_REFERENCE_ITEM_ID,
	  .reference = &plan_item_record,
	  .since = 1 },
};

const struct record_type meeting_reference_record = {
	.name = "meeting_reference",
	.label = MESSAGE_MEETING_REFERENCE_LABEL,
	.size = sizeof(struct meeting_reference),
	.fields = meeting_reference_fields,
	.field_count = ARRAY_LENGTH(meeting_reference_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_REFERENCE_INSERT,
	.update = STATEMENT_MEETING_REFERENCE_UPDATE,
	.remove = STATEMENT_MEETING_REFERENCE_REMOVE,
	.get = STATEMENT_MEETING_REFERENCE_GET,
	.all = STATEMENT_MEETING_REFERENCE_ALL,
};

static const struct field meeting_minutes_fields[] = {
	{ .name = "meeting_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct meeting_minutes, meeting_id),
	  .label = MESSAGE_MEETING_MINUTES_MEETING_ID,
	  .reference = &meeting_record,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct meeting_minutes, version),
	  .label = MESSAGE_MEETING_MINUTES_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct meeting_minutes, reason),
	  .label = MESSAGE_MEETING_MINUTES_REASON,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "content",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct meeting_minutes, content),
	  .label = MESSAGE_MEETING_MINUTES_CONTENT,
	  .minimum = 1,
	  .maximum = 300000,
	  .since = 1 },
	{ .name = "sha256",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct meeting_minutes, sha256),
	  .label = MESSAGE_MEETING_MINUTES_SHA256,
	  .minimum = 64,
	  .maximum = 64,
	  .since = 1 },
	{ .name = "made_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct meeting_minutes, made_day),
	  .label = MESSAGE_MEETING_MINUTES_MADE_DAY,
	  .since = 1 },
	{ .name = "maker_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct meeting_minutes, maker_id),
	  .label = MESSAGE_MEETING_MINUTES_MAKER_ID,
	  .reference = &person_record,
	  .since = 1 },
};

const struct record_type meeting_minutes_record = {
	.name = "meeting_minutes",
	.label = MESSAGE_MEETING_MINUTES_LABEL,
	.size = sizeof(struct meeting_minutes),
	.fields = meeting_minutes_fields,
	.field_count = ARRAY_LENGTH(meeting_minutes_fields),
	.encoding = 1,
	.insert = STATEMENT_MEETING_MINUTES_INSERT,
	.update = STATEMENT_MEETING_MINUTES_UPDATE,
	.remove = -1,
	.get = STATEMENT_MEETING_MINUTES_GET,
	.all = STATEMENT_MEETING_MINUTES_ALL,
};

/* Life ---------------------------------------------------------------------------------------------- */

static int guard_announce(const void *record, const void *context, struct error *err)
{
	const struct meeting_facts *facts = context;

	(void)record;
	if (!facts->topics)
		return error_set(err, ERR_RULE,
				 "Set the topics first: a meeting is announced with its agenda.",
				 "请先设定议题，再发会议通知。");
	if (!facts->participants)
		return error_set(err, ERR_RULE, "Nobody is invited yet.", "还没有参会单位和人员。");
	return 0;
}

static int guard_hold(const void *record, const void *context, struct error *err)
{
	const struct meeting *meeting = record;
	const struct meeting_facts *facts = context;
	char day[CIVIL_TEXT_BYTES];

	if (meeting->day <= facts->today)
		return 0;
	civil_format(meeting->day, day);
	error_set(err, ERR_RULE, "", "");
	error_en(err, "The meeting is on %s: it was not held yet.", day);
	error_zh(err, "会议定于 %s 召开，尚未到日期。", day);
	return -ERR_RULE;
}

static int guard_minutes(const void *record, const void *context, struct error *err)
{
	const struct meeting_facts *facts = context;

	(void)record;
	if (!facts->unminuted && !facts->unnoted)
		return 0;
	error_set(err, ERR_RULE, "", "");
	if (facts->unminuted) {
		error_en(err, "Topics without minutes: %zu.", facts->unminuted);
		error_zh(err, "还有 %zu 个议题没有讨论记录。", facts->unminuted);
	} else {
		error_en(err, "Participants whose attendance is not noted: %zu.", facts->unnoted);
		error_zh(err, "还有 %zu 个参会单位或人员没有登记出席情况。", facts->unnoted);
	}
	return -ERR_RULE;
}

static int guard_reason(const void *record, const void *context, struct error *err)
{
	const struct meeting_facts *facts = context;

	if (!str_trim(facts->reason).length)
		return error_invalid(err, "reason", "", "the reason of the correction", "更正纪要的理由");
	return guard_minutes(record, context, err);
}

static int guard_note(const void *record, const void *context, struct error *err)
{
	const struct meeting *meeting = record;

	(void)context;
	if (str_trim(meeting->note).length)
		return 0;
	return error_invalid(err, "note", "", "why the meeting is cancelled", "取消会议的理由");
}

static const struct transition rows[] = {
	{ MEETING_ANNOUNCE, MEETING_PLANNED, MEETING_ANNOUNCED, PERMISSION_MEETING_MANAGE,
	  guard_announce, MESSAGE_MEETING_EVENT_ANNOUNCE, MESSAGE_MEETING_REFUSED },
	{ MEETING_HOLD, MEETING_ANNOUNCED, MEETING_HELD, PERMISSION_MEETING_MANAGE, guard_hold,
	  MESSAGE_MEETING_EVENT_HOLD, MESSAGE_MEETING_REFUSED },
	{ MEETING_FINISH, MEETING_HELD, MEETING_MINUTED, PERMISSION_MEETING_MANAGE, guard_minutes,
	  MESSAGE_MEETING_EVENT_FINISH, MESSAGE_MEETING_REFUSED },
	{ MEETING_CORRECT, MEETING_MINUTED, MEETING_MINUTED, PERMISSION_MEETING_MANAGE,
	  guard_reason, MESSAGE_MEETING_EVENT_CORRECT, MESSAGE_MEETING_REFUSED },
	{ MEETING_CANCEL, MEETING_PLANNED, MEETING_CANCELLED, PERMISSION_MEETING_MANAGE,
	  guard_note, MESSAGE_MEETING_EVENT_CANCEL, MESSAGE_MEETING_REFUSED },
	{ MEETING_CANCEL, MEETING_ANNOUNCED, MEETING_CANCELLED, PERMISSION_MEETING_MANAGE,
	  guard_note, MESSAGE_MEETING_EVENT_CANCEL, MESSAGE_MEETING_REFUSED },
};

const struct state_table meeting_life = { "meeting", rows, ARRAY_LENGTH(rows), meeting_states,
					  meeting_events };

int meeting_apply(struct meeting *meeting, enum meeting_event event, permission_set permissions,
		  const struct meeting_facts *facts, struct error *err)
{
	const struct transition_request request = { .from = meeting->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = meeting,
						    .context = facts };

	return transition_apply(&meeting_life, &request, &meeting->state, err);
}

bool meeting_is_ahead(const struct meeting *meeting)
{
	return meeting->state == MEETING_PLANNED || meeting->state == MEETING_ANNOUNCED;
}

bool meeting_takes_minutes(const struct meeting *meeting)
{
	return meeting->state == MEETING_HELD || meeting->state == MEETING_MINUTED;
}

/* Checks -------------------------------------------------------------------------------------------- */

int meeting_check_time(struct meeting *meeting, struct arena *arena, struct error *err)
{
	static const struct str colons[] = { STR_INIT(":"), STR_INIT("："), STR_INIT(".") };
	struct str text = str_trim(meeting->starts);
	int64_t hour, minute;

	if (!text.length)
		return 0;
	for (size_t i = 0; i < ARRAY_LENGTH(colons); i++) {
		ptrdiff_t at = str_find(text, colons[i]);
		if (at <= 0)
			continue;
		struct str rest = str_slice(text, (size_t)at + colons[i].length, text.length);
		if (rest.length != 2 || !str_parse_int(rest, 0, 59, &minute) ||
		    !str_parse_int(str_slice(text, 0, (size_t)at), 0, 23, &hour))
			break;
		meeting->starts = arena_format(arena, "%02lld:%02lld", (long long)hour,
					       (long long)minute);
		return 0;
	}
	return error_invalid(err, "starts", arena_text(arena, text), "a time such as 09:00", "如 09:00 的时间");
}

int meeting_topic_check(const struct meeting_topic *topic, struct error *err)
{
	if (topic->host_unit_id || topic->host_person_id)
		return 0;
	return error_invalid(err, "host_unit", "", "the unit or the person who reports",
			     "汇报单位或汇报人");
}
