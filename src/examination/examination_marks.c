/*
 * examination_marks.c - see examination_marks.h.
 */
#include "examination/examination_marks.h"

#include <stdio.h>

#include "people/person.h"
#include "process/result_store.h"
#include "process/scheme_version.h"
#include "process/score_change.h"

static int read_superior(struct db *db, const struct examination *examination, struct arena *arena,
			 struct str *out, struct error *err)
{
	const struct record_key key = { examination->head.jurisdiction_id,
					examination->superior_id };
	struct person person;
	int code;

	*out = STR_EMPTY;
	if (!key.id)
		return 0;
	code = record_get(db, &person_record, key, arena, &person, err);
	if (!code)
		*out = person.name;
	return code;
}

int examination_sheet_load(struct db *db, const struct examination *examination,
			   struct arena *arena, struct examination_sheet *out, struct error *err)
{
	const struct scheme_request wanted = { examination->head.jurisdiction_id, SCHEME_PERSON,
					       (int)examination->year };
	struct result_place place = { wanted.jurisdiction_id, wanted.year, SCHEME_PERSON, 0,
				      STR_EMPTY };
	struct scheme *scheme = NULL;
	int code = scheme_load(db, &wanted, arena, &scheme, err);

	if (!code)
		code = result_place_of(db, examination->person_id, arena, &place, err);
	if (code)
		return code;
	*out = (struct examination_sheet){
		.place = { .jurisdiction_id = wanted.jurisdiction_id,
			   .year = wanted.year,
			   .subject = SCHEME_PERSON,
			   .group_id = scheme_class_code_find(scheme, place.level) + 1,
			   .level = place.level,
			   .scheme = scheme },
	};
	code = scoring_subject_load(db, &out->place, examination->person_id, arena, &out->subject,
				    err);
	if (!code)
		code = scoring_lines_load(db, &out->place, &out->subject, arena, &out->lines, err);
	return code ? code : read_superior(db, examination, arena, &out->superior, err);
}

struct str examination_scorer(const struct examination_sheet *sheet, bool superior, int indicator)
{
	struct str team = sheet->place.scheme->indicators[indicator].scorer.zh;

	if (superior && sheet->superior.length)
		return sheet->superior;
	return team.length ? team : STR("考核组");
}

const struct appraisal_mark *examination_mark(const struct examination_sheet *sheet, struct str scorer,
					      int indicator)
{
	for (const struct appraisal_mark *mark = sheet->lines[indicator].marks; mark;
	     mark = mark->next)
		if (str_equal(mark->scorer, scorer))
			return mark;
	return NULL;
}

static bool is_complete(const struct examination_sheet *sheet, int indicator)
{
	const struct appraisal_mark *mark =
		examination_mark(sheet, examination_scorer(sheet, true, indicator), indicator);
	struct decimal maximum = sheet->place.scheme->indicators[indicator].maximum;

	return mark && (mark->not_applicable || mark->reason.length ||
			decimal_compare(mark->points, maximum) >= 0);
}

int examination_count_unmarked(struct db *db, const struct examination *examination,
			       struct arena *arena, size_t *out, struct error *err)
{
	struct examination_sheet sheet;
	int code;

	*out = 0;
	if (!examination->superior_id)
		return 0;
	code = examination_sheet_load(db, examination, arena, &sheet, err);
	for (size_t i = 0; !code && i < sheet.place.scheme->indicator_count; i++)
		if (sheet.lines[i].state != CELL_OTHER_CLASS && !is_complete(&sheet, (int)i))
			(*out)++;
	return code;
}

static int need_reason(const struct examination_sheet *sheet, const struct score *score, int indicator,
		       struct error *err)
{
	const struct scheme_indicator *it = &sheet->place.scheme->indicators[indicator];
	char field[ERROR_NAME_BYTES]; /* the input's name: one for each indicator */

	if (decimal_compare(score->points, it->maximum) >= 0 || str_trim(score->reason).length)
		return 0;
	snprintf(field, sizeof(field), "r.%.*s", STR_ARG(it->code));
	error_invalid(err, field, "", "", "");
	error_en(err, "%.*s: Reason is empty; points below the maximum need one", STR_ARG(it->code));
	error_zh(err, "%.*s：未给满分时须写明理由", STR_ARG(it->code));
	return -ERR_INVALID;
}

int examination_enter(struct act *act, const struct examination_sheet *sheet,
		      const struct examination_entry *entry, bool *out_changed, struct error *err)
{
	const struct scheme *scheme = sheet->place.scheme;
	struct score_change change = {
		.score = { .year = sheet->place.year,
			   .subject = SCHEME_PERSON,
			   .subject_id = sheet->subject.id,
			   .indicator = scheme->indicators[entry->indicator].code,
			   .scorer = examination_scorer(sheet, entry->superior, entry->indicator),
			   .day = act->day },
		.seen_id = entry->seen_id,
		.seen_revision = entry->seen_revision,
	};
	enum score_outcome outcome = SCORE_UNCHANGED;
	int code = score_parse(entry->points, &change.score, err);

	if (!code && !change.score.not_applicable) {
		change.score.reason = str_trim(entry->reason);
		code = need_reason(sheet, &change.score, entry->indicator, err);
	}
	change.score.change_reason = entry->change_reason;
	if (!code)
		code = score_change(act, &change, scheme, sheet->subject.class_index, &outcome, err);
	*out_changed = outcome != SCORE_UNCHANGED;
	return code;
}
