/*
 * score_change.c - see score_change.h.
 */
#include "messages_appraisal.h"
#include "messages_scoring.h"
#include "process/score_change.h"
#include "statements_score_removal.h"

#include "process/score_source.h"

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, year),
	  .label = MESSAGE_SCORE_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "subject",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, subject),
	  .label = MESSAGE_SCORE_SUBJECT,
	  .choices = appraisal_subjects,
	  .since = 1 },
	{ .name = "subject_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, subject_id),
	  .label = MESSAGE_SCORE_SUBJECT_ID,
	  .since = 1 },
	{ .name = "indicator",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, indicator),
	  .label = MESSAGE_SCORE_INDICATOR,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "scorer",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, scorer),
	  .label = MESSAGE_SCORE_SCORER,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "score_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, score_id),
	  .label = MESSAGE_SCORE_LABEL,
	  .reference = &score_record,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct score_removal, reason),
	  .label = MESSAGE_SCORE_CHANGE_REASON,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct score_removal, day),
	  .label = MESSAGE_SCORE_DAY,
	  .since = 1 },
};

/* Update and remove serve act_undo() only. */
const struct record_type score_removal_record = {
	.name = "score_removal",
	.label = MESSAGE_SCORE_REMOVAL_LABEL,
	.size = sizeof(struct score_removal),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SCORE_REMOVAL_INSERT,
	.update = STATEMENT_SCORE_REMOVAL_UPDATE,
	.remove = STATEMENT_SCORE_REMOVAL_REMOVE,
	.get = STATEMENT_SCORE_REMOVAL_GET,
	.all = STATEMENT_SCORE_REMOVAL_ALL,
};

static int conflict_gone(struct error *err)
{
	return error_set(err, ERR_CONFLICT,
			 "Somebody removed this mark after you opened the table.",
			 "您打开表格后，该评分已被他人删除。");
}

static int conflict_with(struct act *act, const struct score *present, struct error *err)
{
	struct str zh = score_format(present, LANGUAGE_ZH, act->arena);
	struct str en = score_format(present, LANGUAGE_EN, act->arena);
	struct str shown_zh = utf8_cut(zh, 120), shown_en = utf8_cut(en, 120);
	error_set(err, ERR_CONFLICT, "", "");
	error_en(err, "Somebody entered %.*s here after you opened the table.",
		 STR_ARG(shown_en));
	error_zh(err, "您打开表格后，他人已在此填写：%.*s。", STR_ARG(shown_zh));
	return -ERR_CONFLICT;
}

static bool says_the_same(const struct score_change *change, const struct score *present)
{
	const struct score *wanted = &change->score;
	return !change->remove && present->points.scaled == wanted->points.scaled &&
	       present->not_applicable == wanted->not_applicable &&
	       str_equal(present->reason, wanted->reason);
}

int score_take_out(struct act *act, struct score *present, struct str reason,
		   struct error *err)
{
	struct score_removal removal = {
		.year = present->year,
		.subject = present->subject,
		.subject_id = present->subject_id,
		.indicator = present->indicator,
		.scorer = present->scorer,
		.score_id = present->head.id,
		.reason = reason,
		.day = act->day,
	};
	int code = act_create(act, &score_removal_record, &removal, err);
	return code ? code : score_remove(act, present, err);
}

/* Nothing stands in the cell under this scorer. */
static int change_nothing(struct act *act, struct score_change *change,
			  const struct scheme *scheme, int class_index, enum score_outcome *out,
			  struct error *err)
{
	*out = SCORE_UNCHANGED;
	change->score.head = (struct record_head){ 0 };
	if (change->remove)
		return 0;
	if (change->seen_id)
		return conflict_gone(err);
	change->score.change_reason = STR("");
	return score_put(act, &change->score, scheme, class_index, out, err);
}

int score_change(struct act *act, struct score_change *change, const struct scheme *scheme,
		 int class_index, enum score_outcome *out,
		 struct error *err)
{
	struct score present;
	int at = scheme_indicator_find(scheme, change->score.indicator);
	int code = at < 0 ? 0 : score_source_check_typed(&scheme->indicators[at], err);
	if (!code)
		code = score_find(act->db, &change->score, act->jurisdiction_id, act->arena,
				  &present, err);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return change_nothing(act, change, scheme, class_index, out, err);
	}
	if (code)
		return code;
	if (says_the_same(change, &present)) {
		change->score.head = present.head;
		*out = SCORE_UNCHANGED;
		return 0;
	}
	if (present.head.id != change->seen_id || present.head.revision != change->seen_revision)
		return conflict_with(act, &present, err);
	change->score.change_reason = str_trim(change->score.change_reason);
	if (change->score.change_reason.length == 0)
		return error_invalid(err, "change_reason", "",
				     "the reason, because a mark that stands is changed",
				     "理由（更改或删除已有评分时必填）");
	if (!change->remove)
		return score_put(act, &change->score, scheme, class_index, out, err);
	*out = SCORE_REMOVED;
	change->score.head = (struct record_head){ 0 };
	return score_take_out(act, &present, change->score.change_reason, err);
}
