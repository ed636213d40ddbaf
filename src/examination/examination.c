/*
 * examination.c - see examination.h.
 */
#include "examination/examination.h"

#include "messages_examination.h"
#include "people/person.h"
#include "people/rights.h"
#include "people/unit.h"
#include "statements_examination.h"

const struct field_choice examination_states[] = {
	[EXAMINATION_OPEN] = { "open", MESSAGE_EXAMINATION_STATE_OPEN },
	[EXAMINATION_STATED] = { "stated", MESSAGE_EXAMINATION_STATE_STATED },
	[EXAMINATION_ASSESSED] = { "assessed", MESSAGE_EXAMINATION_STATE_ASSESSED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice examination_events[] = {
	[EXAMINATION_SUBMIT] = { "submit", MESSAGE_EXAMINATION_EVENT_SUBMIT },
	[EXAMINATION_RECALL] = { "recall", MESSAGE_EXAMINATION_EVENT_RECALL },
	[EXAMINATION_RETURN] = { "return", MESSAGE_EXAMINATION_EVENT_RETURN },
	[EXAMINATION_ASSESS] = { "assess", MESSAGE_EXAMINATION_EVENT_ASSESS },
	[EXAMINATION_REOPEN] = { "reopen", MESSAGE_EXAMINATION_EVENT_REOPEN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice examination_parts[] = {
	[PART_STUDY] = { "study", MESSAGE_EXAMINATION_STUDY },
	[PART_PERFORMANCE] = { "performance", MESSAGE_EXAMINATION_PERFORMANCE },
	[PART_INTEGRITY] = { "integrity", MESSAGE_EXAMINATION_INTEGRITY },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct examination, year),
	  .label = MESSAGE_EXAMINATION_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct examination, person_id),
	  .label = MESSAGE_EXAMINATION_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct examination, unit_id),
	  .label = MESSAGE_EXAMINATION_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "level",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct examination, level),
	  .label = MESSAGE_EXAMINATION_LEVEL,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "superior_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct examination, superior_id),
	  .label = MESSAGE_EXAMINATION_SUPERIOR_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct examination, state),
	  .label = MESSAGE_EXAMINATION_STATE,
	  .choices = examination_states,
	  .since = 1 },
	{ .name = "study",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct examination, parts[PART_STUDY]),
	  .label = MESSAGE_EXAMINATION_STUDY,
	  .maximum = STATEMENT_CHARACTERS,
	  .since = 1 },
	{ .name = "performance",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct examination, parts[PART_PERFORMANCE]),
	  .label = MESSAGE_EXAMINATION_PERFORMANCE,
	  .maximum = STATEMENT_CHARACTERS,
	  .since = 1 },
	{ .name = "integrity",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct examination, parts[PART_INTEGRITY]),
	  .label = MESSAGE_EXAMINATION_INTEGRITY,
	  .maximum = STATEMENT_CHARACTERS,
	  .since = 1 },
	{ .name = "opinion",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct examination, opinion),
	  .label = MESSAGE_EXAMINATION_OPINION,
	  .maximum = STATEMENT_CHARACTERS,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct examination, note),
	  .label = MESSAGE_EXAMINATION_NOTE,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "opened_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct examination, opened_day),
	  .label = MESSAGE_EXAMINATION_OPENED_DAY,
	  .since = 1 },
	{ .name = "stated_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct examination, stated_day),
	  .label = MESSAGE_EXAMINATION_STATED_DAY,
	  .since = 1 },
	{ .name = "assessed_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct examination, assessed_day),
	  .label = MESSAGE_EXAMINATION_ASSESSED_DAY,
	  .since = 1 },
};

const struct record_type examination_record = {
	.name = "examination",
	.label = MESSAGE_EXAMINATION_LABEL,
	.size = sizeof(struct examination),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_EXAMINATION_INSERT,
	.update = STATEMENT_EXAMINATION_UPDATE,
	.remove = -1,
	.get = STATEMENT_EXAMINATION_GET,
	.all = STATEMENT_EXAMINATION_ALL,
};

/* Guards -------------------------------------------------------------------------------------- */

static bool is_own(const struct examination *examination, const struct examination_asker *asker)
{
	return asker->person_id != 0 && asker->person_id == examination->person_id;
}

bool examination_is_superior(const struct examination *examination,
			     const struct examination_asker *asker)
{
	if (is_own(examination, asker))
		return false;
	return examination->superior_id ? asker->person_id == examination->superior_id
					: asker->manages;
}

static int need_text(struct str text, const char *field, const char *en, const char *zh,
		     struct error *err)
{
	return str_trim(text).length ? 0 : error_invalid(err, field, "", en, zh);
}

static int guard_own(const void *record, const void *context, struct error *err)
{
	if (is_own(record, context))
		return 0;
	return error_set(err, ERR_RULE, "A statement is made by the person themself alone.",
			 "本人陈述只能由本人填写。");
}

static int guard_submit(const void *record, const void *context, struct error *err)
{
	const struct examination *examination = record;
	int code = guard_own(record, context, err);

	for (int i = 0; !code && i < EXAMINATION_PART_COUNT; i++)
		code = need_text(examination->parts[i], examination_parts[i].name,
				 "a short text", "简要陈述", err);
	return code;
}

static int refuse_superior(struct error *err)
{
	return error_set(err, ERR_RULE,
			 "Only the superior may do this, and nobody in their own matter.",
			 "只有上级可以办理，本人须回避。");
}

static int guard_assess(const void *record, const void *context, struct error *err)
{
	const struct examination *examination = record;
	const struct examination_asker *asker = context;
	int code;

	if (!examination_is_superior(examination, asker))
		return refuse_superior(err);
	if (asker->unmarked) {
		code = error_set(err, ERR_RULE, "", "");
		error_en(err, "Indicators without points, or below the maximum without a reason: %zu.",
			 asker->unmarked);
		error_zh(err, "尚有 %zu 项未评分，或未给满分而未写理由。", asker->unmarked);
		return code;
	}
	return need_text(examination->opinion, "opinion", "the opinion on the year", "上级评语", err);
}

static int guard_return(const void *record, const void *context, struct error *err)
{
	const struct examination *examination = record;
	const struct examination_asker *asker = context;

	if (is_own(examination, asker) ||
	    (!asker->manages && !examination_is_superior(examination, asker)))
		return refuse_superior(err);
	return need_text(examination->note, "note", "what is to be mended", "须补正的内容", err);
}

static int guard_reopen(const void *record, const void *context, struct error *err)
{
	const struct examination *examination = record;

	if (is_own(examination, context))
		return refuse_superior(err);
	return need_text(examination->note, "note", "the reason", "理由", err);
}

/* The person and the superior act by who they are, not by a role. */
static const struct transition rows[] = {
	{ EXAMINATION_SUBMIT, EXAMINATION_OPEN, EXAMINATION_STATED, PERMISSION_LOGGED_IN,
	  guard_submit, MESSAGE_EXAMINATION_EVENT_SUBMIT, MESSAGE_EXAMINATION_REFUSED },
	{ EXAMINATION_RECALL, EXAMINATION_STATED, EXAMINATION_OPEN, PERMISSION_LOGGED_IN, guard_own,
	  MESSAGE_EXAMINATION_EVENT_RECALL, MESSAGE_EXAMINATION_REFUSED },
	{ EXAMINATION_RETURN, EXAMINATION_STATED, EXAMINATION_OPEN, PERMISSION_LOGGED_IN,
	  guard_return, MESSAGE_EXAMINATION_EVENT_RETURN, MESSAGE_EXAMINATION_REFUSED },
	{ EXAMINATION_ASSESS, EXAMINATION_STATED, EXAMINATION_ASSESSED, PERMISSION_LOGGED_IN,
	  guard_assess, MESSAGE_EXAMINATION_EVENT_ASSESS, MESSAGE_EXAMINATION_REFUSED },
	{ EXAMINATION_REOPEN, EXAMINATION_ASSESSED, EXAMINATION_STATED, PERMISSION_EXAMINATION_MANAGE,
	  guard_reopen, MESSAGE_EXAMINATION_EVENT_REOPEN, MESSAGE_EXAMINATION_REFUSED },
};

const struct state_table examination_life = { "examination", rows, ARRAY_LENGTH(rows),
					      examination_states, examination_events };

int examination_apply(struct examination *examination, enum examination_event event,
		      const struct examination_asker *asker, struct error *err)
{
	const struct transition_request move = { .from = examination->state,
						 .event = (int)event,
						 .permissions = asker->permissions,
						 .record = examination,
						 .context = asker };

	return transition_apply(&examination_life, &move, &examination->state, err);
}

/* Texts are yet to be typed: only who it is counts. */
bool examination_may(const struct examination *examination, enum examination_event event,
		     const struct examination_asker *asker)
{
	struct examination filled = *examination;
	struct examination_asker marked = *asker;
	struct error ignored;

	for (int i = 0; i < EXAMINATION_PART_COUNT; i++)
		filled.parts[i] = STR("-");
	filled.opinion = filled.note = STR("-");
	marked.unmarked = 0;
	return examination_apply(&filled, event, &marked, &ignored) == 0;
}
