/*
 * scheme_try_output.c - see scheme_try_output.h.
 */
#include "process/scheme_try_output.h"

#include "process/derivation.h"

const struct output_column scheme_try_columns[SCHEME_TRY_COLUMNS] = {
	{ "unit_code", NULL, OUTPUT_STRING },	 { "unit", NULL, OUTPUT_STRING },
	{ "group", NULL, OUTPUT_STRING },	 { "total_before", NULL, OUTPUT_DECIMAL },
	{ "total_after", NULL, OUTPUT_DECIMAL }, { "total_difference", NULL, OUTPUT_DECIMAL },
	{ "rank_before", NULL, OUTPUT_INTEGER }, { "rank_after", NULL, OUTPUT_INTEGER },
	{ "places_gained", NULL, OUTPUT_INTEGER }, { "grade_before", NULL, OUTPUT_STRING },
	{ "grade_after", NULL, OUTPUT_STRING },	 { "last_before", NULL, OUTPUT_BOOLEAN },
	{ "last_after", NULL, OUTPUT_BOOLEAN },
};

/* Cells ----------------------------------------------------------------------------------------- */

struct str scheme_try_signed_rank(int change, struct arena *arena)
{
	return change ? arena_format(arena, "%+d", change) : STR_EMPTY;
}

struct str scheme_try_signed_points(struct decimal points, int places, struct arena *arena)
{
	char text[DECIMAL_TEXT_BYTES];

	decimal_format(points, places, text);
	return arena_format(arena, "%s%s", points.scaled > 0 ? "+" : "", text);
}

static struct str total_cell(const struct appraisal_year *year, const struct appraisal_result *result,
			     struct arena *arena)
{
	char text[DECIMAL_TEXT_BYTES];

	if (!result || !result->has_total)
		return STR_EMPTY;
	return arena_str(arena, str_from(decimal_format(result->total, year->scheme->places, text)));
}

static struct str rank_cell(const struct appraisal_result *result, struct arena *arena)
{
	return result && result->rank ? arena_format(arena, "%d", result->rank) : STR_EMPTY;
}

struct grade_form {
	enum language language;
	bool named;
};

static struct str grade_cell(const struct appraisal_year *year, const struct appraisal_result *result,
			     struct grade_form form)
{
	if (!result || result->grade < 0)
		return STR_EMPTY;
	if (form.named)
		return derivation_grade(year->scheme, result->grade, form.language);
	return year->scheme->grades[result->grade].code;
}

static struct str last_cell(const struct appraisal_result *result)
{
	if (!result)
		return STR_EMPTY;
	return result->last == LAST_PLACE ? STR("1") : STR("0");
}

void scheme_try_cells(const struct scheme_try *trial, const struct scheme_try_row *row,
		      enum language language, bool named, struct arena *arena,
		      struct str cells[SCHEME_TRY_COLUMNS])
{
	const struct appraisal_year *before = trial->before, *after = trial->after;
	struct grade_form form = { language, named };
	char difference[DECIMAL_TEXT_BYTES];
	struct str all[SCHEME_TRY_COLUMNS] = {
		row->subject->code,
		row->subject->name,
		scheme_try_group(trial, row, language),
		total_cell(before, row->before, arena),
		total_cell(after, row->after, arena),
		row->has_difference
			? arena_str(arena, str_from(decimal_format(row->difference,
								   after->scheme->places, difference)))
			: STR_EMPTY,
		rank_cell(row->before, arena),
		rank_cell(row->after, arena),
		row->before && row->after && row->before->rank && row->after->rank
			? arena_format(arena, "%d", row->rank_change)
			: STR_EMPTY,
		grade_cell(before, row->before, form),
		grade_cell(after, row->after, form),
		last_cell(row->before),
		last_cell(row->after),
	};

	memcpy(cells, all, sizeof(all));
}

struct str scheme_try_names(const struct trigger_proposal *proposal, enum language language,
			    struct arena *arena)
{
	struct str names = STR_EMPTY;

	for (size_t i = 0; i < proposal->principal_count; i++)
		if (proposal->principals[i].qualifies)
			names = arena_format(arena, "%.*s%s%.*s", STR_ARG(names),
					     !names.length ? "" : language == LANGUAGE_ZH ? "、" : ", ",
					     STR_ARG(proposal->principals[i].name));
	return names;
}

/* JSON ------------------------------------------------------------------------------------------ */

static void json_named(struct json *json, const char *name, struct str text)
{
	json_name(json, name);
	if (text.length)
		json_str(json, text);
	else
		json_null(json);
}

static void json_scheme(struct json *json, const char *name, const struct scheme *scheme)
{
	json_name(json, name);
	json_object_begin(json);
	json_named(json, "scheme", scheme->code);
	json_name(json, "version");
	json_int(json, scheme->version);
	json_object_end(json);
}

static void json_changes(const struct scheme_try *trial, enum language language,
			 struct arena *arena, struct json *json)
{
	json_name(json, "changes");
	json_array_begin(json);
	for (size_t i = 0; i < trial->plan.change_count; i++) {
		const struct scheme_try_change *change = &trial->plan.changes[i];

		json_object_begin(json);
		json_name(json, "kind");
		json_text(json, scheme_try_kind_name(change->kind));
		json_named(json, "indicator", change->code);
		json_name(json, "marks");
		json_int(json, change->marks);
		json_named(json, "text", scheme_try_sentence(change, language, arena));
		json_object_end(json);
	}
	json_array_end(json);
}

static void json_side(struct json *json, const char *name, const struct appraisal_year *year,
		      const struct appraisal_result *result)
{
	json_name(json, name);
	if (!result) {
		json_null(json);
		return;
	}
	json_object_begin(json);
	derivation_result_json(year->scheme, result, json);
	json_name(json, "missing");
	json_int(json, result->missing);
	json_object_end(json);
}

static void json_row(const struct scheme_try *trial, const struct scheme_try_row *row,
		     enum language language, struct json *json)
{
	json_object_begin(json);
	json_name(json, "unit_id");
	json_id(json, row->subject->id);
	json_named(json, "unit_code", row->subject->code);
	json_named(json, "unit", row->subject->name);
	json_named(json, "group", scheme_try_group(trial, row, language));
	json_side(json, "before", trial->before, row->before);
	json_side(json, "after", trial->after, row->after);
	json_name(json, "total_difference");
	if (row->has_difference)
		json_decimal(json, row->difference, trial->after->scheme->places);
	else
		json_null(json);
	json_name(json, "places_gained");
	json_int(json, row->rank_change);
	json_name(json, "moved");
	json_bool(json, row->moved);
	json_object_end(json);
}

static void json_quotas(const struct scheme_try *trial, struct json *json)
{
	json_name(json, "grades");
	json_array_begin(json);
	for (size_t i = 0; i < trial->quota_count; i++) {
		const struct scheme_try_quota *quota = &trial->quotas[i];

		json_object_begin(json);
		json_named(json, "group", trial->after->groups[quota->group].name);
		json_named(json, "grade", trial->after->scheme->grades[quota->grade].code);
		json_name(json, "before");
		json_int(json, (int64_t)quota->before);
		json_name(json, "after");
		json_int(json, (int64_t)quota->after);
		json_name(json, "moved_down_by_quota");
		json_int(json, (int64_t)quota->moved_down);
		json_object_end(json);
	}
	json_array_end(json);
}

static void json_triggers(const struct scheme_try *trial, enum language language,
			  struct arena *arena, struct json *json)
{
	json_name(json, "triggers");
	json_array_begin(json);
	for (size_t i = 0; i < trial->trigger_count; i++) {
		const struct scheme_try_trigger *trigger = &trial->triggers[i];
		const struct trigger_finding *finding =
			trigger->after ? trigger->after : trigger->before;

		json_object_begin(json);
		json_named(json, "trigger", finding->proposal.trigger->code);
		json_named(json, "unit_code", finding->unit_code);
		json_named(json, "unit", finding->proposal.unit_name);
		json_name(json, "before");
		json_bool(json, trigger->before != NULL);
		json_name(json, "after");
		json_bool(json, trigger->after != NULL);
		json_named(json, "principals",
			   scheme_try_names(&finding->proposal, language, arena));
		json_object_end(json);
	}
	json_array_end(json);
}

void scheme_try_json(const struct scheme_try *trial, enum language language, struct arena *arena,
		     struct json *json)
{
	json_object_begin(json);
	json_name(json, "year");
	json_int(json, trial->after->year);
	json_scheme(json, "adopted", trial->plan.adopted);
	json_scheme(json, "draft", trial->plan.draft);
	json_changes(trial, language, arena, json);
	json_name(json, "ignored_marks");
	json_int(json, trial->ignored_marks);
	json_name(json, "moved");
	json_int(json, (int64_t)trial->moved);
	json_name(json, "results");
	json_array_begin(json);
	for (size_t i = 0; i < trial->row_count; i++)
		json_row(trial, &trial->rows[i], language, json);
	json_array_end(json);
	json_quotas(trial, json);
	json_triggers(trial, language, arena, json);
	json_object_end(json);
}
