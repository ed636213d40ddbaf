/*
 * score.c - see score.h.
 */
#include "process/score.h"

#include <stdio.h>

#include "messages_appraisal.h"
#include "messages_scoring.h"
#include "people/record_find.h"
#include "process/result_store.h"
#include "statements_score.h"

const struct field_choice appraisal_subjects[] = {
	[SCHEME_UNIT] = { "unit", MESSAGE_APPRAISAL_SUBJECT_UNIT },
	[SCHEME_PERSON] = { "person", MESSAGE_APPRAISAL_SUBJECT_PERSON },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct score, year),
	  .label = MESSAGE_SCORE_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "subject",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct score, subject),
	  .label = MESSAGE_SCORE_SUBJECT,
	  .choices = appraisal_subjects,
	  .since = 1 },
	{ .name = "subject_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM |
		   FIELD_FIXED,
	  .offset = offsetof(struct score, subject_id),
	  .label = MESSAGE_SCORE_SUBJECT_ID,
	  .since = 1 },
	{ .name = "indicator",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct score, indicator),
	  .label = MESSAGE_SCORE_INDICATOR,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "points",
	  .type = FIELD_DECIMAL,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct score, points),
	  .label = MESSAGE_SCORE_POINTS,
	  .minimum = 0,
	  .maximum = (int64_t)10000 * DECIMAL_ONE,
	  .since = 1 },
	{ .name = "not_applicable",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_LIST | FIELD_FILTER | FIELD_FORM,
	  .offset = offsetof(struct score, not_applicable),
	  .label = MESSAGE_SCORE_NOT_APPLICABLE,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct score, reason),
	  .label = MESSAGE_SCORE_REASON,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "scorer",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct score, scorer),
	  .label = MESSAGE_SCORE_SCORER,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct score, day),
	  .label = MESSAGE_SCORE_DAY,
	  .since = 1 },
	{ .name = "change_reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct score, change_reason),
	  .label = MESSAGE_SCORE_CHANGE_REASON,
	  .maximum = 500,
	  .since = 2 },
};

const struct record_type score_record = {
	.name = "score",
	.label = MESSAGE_SCORE_LABEL,
	.size = sizeof(struct score),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 2,
	.insert = STATEMENT_SCORE_INSERT,
	.update = STATEMENT_SCORE_UPDATE,
	.remove = STATEMENT_SCORE_REMOVE,
	.get = STATEMENT_SCORE_GET,
	.all = STATEMENT_SCORE_ALL,
};

int score_find(struct db *db, const struct score *key, int64_t jurisdiction_id,
	       struct arena *arena, struct score *out, struct error *err)
{
	const char *subject = appraisal_subjects[key->subject].name;
	struct record_query query = { &score_record, STATEMENT_SCORE_BY_KEY,
				      DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					      db_int("year", key->year),
					      db_text("subject", str_from(subject)),
					      db_int("subject_id", key->subject_id),
					      db_text("indicator", key->indicator),
					      db_text("scorer", key->scorer)) };
	return record_find(db, &query, arena, out, err);
}

/* Text -----------------------------------------------------------------------------------------*/

static const struct str not_applicable_words[] = {
	STR_INIT("不适用"),
	STR_INIT("n/a"),
	STR_INIT("N/A"),
};

bool score_is_not_applicable(struct str text, struct str *out_reason)
{
	for (size_t i = 0; i < ARRAY_LENGTH(not_applicable_words); i++) {
		struct str word = not_applicable_words[i];
		if (!str_starts_with(text, word))
			continue;
		struct str rest = str_trim(str_slice(text, word.length, text.length));
		if (str_starts_with(rest, STR("：")))
			rest = str_slice(rest, sizeof("：") - 1, rest.length);
		else if (str_starts_with(rest, STR(":")))
			rest = str_slice(rest, 1, rest.length);
		else if (rest.length)
			return false;
		*out_reason = str_trim(rest);
		return true;
	}
	return false;
}

struct str score_format(const struct score *score, enum language language, struct arena *arena)
{
	char points[DECIMAL_TEXT_BYTES];
	if (!score->not_applicable)
		return arena_str(arena, str_from(decimal_format_short(score->points, points)));
	return arena_format(arena, "%s%.*s", language == LANGUAGE_ZH ? "不适用：" : "n/a: ",
			    STR_ARG(score->reason));
}

/* Rules --------------------------------------------------------------------------------------- */

static int refuse_text(struct error *err, const char *field, struct str found, const char *en,
		       const char *zh)
{
	char text[ERROR_NAME_BYTES * 2];
	struct str cut = utf8_cut(found, sizeof(text) - 1);
	memcpy(text, cut.bytes ? cut.bytes : "", cut.length);
	text[cut.length] = '\0';
	return error_invalid(err, field, text, en, zh);
}

int score_parse(struct str text, struct score *score, struct error *err)
{
	struct str trimmed = str_trim(text), reason = STR("");
	struct decimal points = { 0 };
	bool not_applicable = score_is_not_applicable(trimmed, &reason);
	if (!not_applicable && !decimal_parse(trimmed, &points))
		return refuse_text(err, "points", trimmed,
				   "a number with at most 4 decimal places, or \"n/a: reason\"",
				   "数字（至多四位小数），或“不适用：理由”");
	score->points = points;
	score->not_applicable = not_applicable;
	score->reason = reason;
	return 0;
}

static int check_not_applicable(const struct score *score, struct error *err)
{
	if (str_trim(score->reason).length == 0)
		return refuse_text(err, "reason", score->reason,
				   "a reason, because the indicator is marked not applicable",
				   "理由（注明不适用时必填）");
	if (score->points.scaled != 0)
		return refuse_text(err, "points", STR("points"),
				   "no points, because the indicator is marked not applicable",
				   "不填得分（已注明不适用）");
	return 0;
}

static int check_points(const struct score *score, const struct scheme_indicator *indicator,
			struct error *err)
{
	char found[DECIMAL_TEXT_BYTES], maximum[DECIMAL_TEXT_BYTES], en[80], zh[80];
	if (score->points.scaled >= 0 && decimal_compare(score->points, indicator->maximum) <= 0)
		return 0;
	decimal_format_short(indicator->maximum, maximum);
	snprintf(en, sizeof(en), "0 to %s", maximum);
	snprintf(zh, sizeof(zh), "0 到 %s", maximum);
	return error_invalid(err, "points", decimal_format_short(score->points, found), en, zh);
}

int score_check(const struct score *score, const struct scheme *scheme, int class_index,
		struct error *err)
{
	int at = scheme_indicator_find(scheme, score->indicator);
	if (at < 0) {
		struct str code = scheme->code;
		refuse_text(err, "indicator", score->indicator, "", "");
		error_en(err, "“%.*s” is not an indicator of the scheme %.*s, version %d",
			 STR_ARG(score->indicator), STR_ARG(code), scheme->version);
		error_zh(err, "方案 %.*s 第 %d 版没有指标“%.*s”", STR_ARG(code), scheme->version,
			 STR_ARG(score->indicator));
		return -ERR_INVALID;
	}
	if (!scheme_applies(scheme, at, class_index)) {
		error_set(err, ERR_RULE, "", "");
		error_en(err, "The indicator %.*s does not apply to this kind.",
			 STR_ARG(score->indicator));
		error_zh(err, "指标 %.*s 不适用于此类别。", STR_ARG(score->indicator));
		return -ERR_RULE;
	}
	if (score->not_applicable)
		return check_not_applicable(score, err);
	return check_points(score, &scheme->indicators[at], err);
}

/* A cell is either scored or not applicable; one scorer's word against another's would block the group. */
static int check_cell(struct act *act, const struct score *score, struct error *err)
{
	struct db_query *query;
	const char *subject = appraisal_subjects[score->subject].name;
	int code = db_query_open(
		act->db, STATEMENT_SCORE_CONTRADICTING,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("year", score->year), db_text("subject", str_from(subject)),
			db_int("subject_id", score->subject_id),
			db_text("indicator", score->indicator), db_text("scorer", score->scorer),
			db_int("not_applicable", score->not_applicable)),
		&query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		struct str other = db_query_copy(query, 0, act->arena);
		code = error_set(err, ERR_RULE, "", "");
		error_en(err, "%.*s says the opposite about whether %.*s applies.",
			 STR_ARG(other), STR_ARG(score->indicator));
		error_zh(err, "%.*s 对指标 %.*s 是否适用意见相反。", STR_ARG(other),
			 STR_ARG(score->indicator));
	}
	db_query_close(query);
	return code;
}

int score_check_open(struct act *act, const struct score *score, struct error *err)
{
	const struct result_cell cell = { (int)score->year, (enum scheme_subject)score->subject,
					  score->subject_id, score->indicator };
	return result_check_open(act->db, act->jurisdiction_id, &cell, act->arena, err);
}

static int change(struct act *act, struct score *score, struct score *present,
		  enum score_outcome *out, struct error *err)
{
	bool same = present->points.scaled == score->points.scaled &&
		    present->not_applicable == score->not_applicable &&
		    str_equal(present->reason, score->reason);
	score->head = present->head;
	*out = same ? SCORE_UNCHANGED : SCORE_CHANGED;
	if (same)
		return 0;
	int code = score_check_open(act, score, err);
	return code ? code : act_update(act, &score_record, score, err);
}

int score_put(struct act *act, struct score *score, const struct scheme *scheme, int class_index,
	      enum score_outcome *out, struct error *err)
{
	struct score present;
	int code = score_check(score, scheme, class_index, err);
	if (!code)
		code = check_cell(act, score, err);
	if (code)
		return code;
	code = score_find(act->db, score, act->jurisdiction_id, act->arena, &present, err);
	if (!code)
		return change(act, score, &present, out, err);
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	*out = SCORE_CREATED;
	code = score_check_open(act, score, err);
	return code ? code : act_create(act, &score_record, score, err);
}

int score_remove(struct act *act, struct score *present, struct error *err)
{
	int code = score_check_open(act, present, err);
	return code ? code : act_remove(act, &score_record, present, err);
}
