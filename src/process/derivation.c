/*
 * derivation.c - the steps, in the order in which a person would check them: cells, entries, total,
 * position.
 */
#include "messages_appraisal.h"
#include "process/derivation.h"

struct builder {
	const struct appraisal *appraisal;
	const struct scheme *scheme;
	const struct appraisal_result *result;
	int member;
	struct arena *arena;
	struct derivation *derivation;
	struct derivation_step *last;
	bool out_of_memory;
	struct derivation_step spare; /* written to when memory is out */
};

/* Steps and their values ---------------------------------------------------------------------- */

static struct derivation_step *step_add(struct builder *builder, enum derivation_kind kind,
					enum message label)
{
	struct derivation_step *step = ARENA_NEW(builder->arena, struct derivation_step);
	if (!step) {
		builder->out_of_memory = true;
		builder->spare.value_count = 0;
		return &builder->spare;
	}
	step->kind = kind;
	step->label = label;
	step->indicator = -1;
	step->day = CIVIL_NO_DAY;
	if (builder->last)
		builder->last->next = step;
	else
		builder->derivation->steps = step;
	builder->last = step;
	builder->derivation->count++;
	return step;
}

static void value_texts(struct derivation_step *step, const char *name, struct str zh,
			struct str en)
{
	struct derivation_value *value = &step->values[step->value_count++];
	value->name = name;
	value->text[LANGUAGE_ZH] = zh;
	value->text[LANGUAGE_EN] = en;
}

static void value_str(struct derivation_step *step, const char *name, struct str text)
{
	value_texts(step, name, text, text);
}

static void value_int(struct builder *builder, struct derivation_step *step, const char *name,
		      int64_t number)
{
	value_str(step, name, arena_format(builder->arena, "%lld", (long long)number));
}

static void value_short(struct builder *builder, struct derivation_step *step, const char *name,
			struct decimal number)
{
	char text[DECIMAL_TEXT_BYTES];
	value_str(step, name, arena_str(builder->arena,
					str_from(decimal_format_short(number, text))));
}

/* A total or a distance of totals: with the scheme's places. */
static void value_total(struct builder *builder, struct derivation_step *step, const char *name,
			struct decimal number)
{
	char text[DECIMAL_TEXT_BYTES];
	decimal_format(number, builder->scheme->places, text);
	value_str(step, name, arena_str(builder->arena, str_from(text)));
}

static void value_day(struct builder *builder, struct derivation_step *step, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];
	value_str(step, "day", arena_str(builder->arena, str_from(civil_format(day, text))));
}

static void step_number(struct derivation_step *step, struct rational number)
{
	step->has_number = true;
	step->number = number;
}

static void step_decimal(struct derivation_step *step, struct decimal number)
{
	step_number(step, rational_from_decimal(number));
}

struct str derivation_number(struct rational number, struct arena *arena)
{
	char exact[RATIONAL_TEXT_BYTES], near[DECIMAL_TEXT_BYTES];
	struct decimal value;
	if (rational_to_decimal(number, &value))
		return arena_str(arena, str_from(decimal_format_short(value, near)));
	if (!rational_round(number, DECIMAL_PLACES, &value))
		return arena_str(arena, str_from(rational_format(number, exact)));
	return arena_format(arena, "%s ≈ %s", rational_format(number, exact),
			    decimal_format(value, DECIMAL_PLACES, near));
}

/* Cells --------------------------------------------------------------------------------------- */

static struct derivation_step *cell_step(struct builder *builder, enum derivation_kind kind,
					 enum message label, int indicator)
{
	const struct scheme_indicator *line = &builder->scheme->indicators[indicator];
	struct derivation_step *step = step_add(builder, kind, label);
	step->indicator = indicator;
	step->article = line->article;
	step->maximum = line->maximum;
	value_str(step, "code", line->code);
	value_texts(step, "title", line->title.zh, line->title.en);
	return step;
}

static void step_mark(struct builder *builder, struct derivation_step *step,
		      const struct appraisal_mark *mark)
{
	step->record_id = mark->id;
	step->scorer = mark->scorer;
	step->reason = mark->reason;
	step->day = mark->day;
	value_str(step, "scorer", mark->scorer);
	value_day(builder, step, mark->day);
}

static void mark_steps(struct builder *builder, const struct appraisal_line *line, int indicator)
{
	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next) {
		struct derivation_step *step =
			step_add(builder, DERIVATION_MARK, MESSAGE_DERIVATION_MARK);
		step->indicator = indicator;
		step_mark(builder, step, mark);
		if (mark->not_applicable) {
			step->label = MESSAGE_DERIVATION_MARK_NOT_APPLICABLE;
		} else {
			step_decimal(step, mark->points);
			value_short(builder, step, "points", mark->points);
		}
	}
}

static void scored_step(struct builder *builder, const struct appraisal_line *line, int indicator)
{
	bool several = line->scorer_count > 1;
	struct derivation_step *step =
		several ? cell_step(builder, DERIVATION_AVERAGE, MESSAGE_DERIVATION_AVERAGE,
				    indicator)
			: cell_step(builder, DERIVATION_SCORED, MESSAGE_DERIVATION_SCORED,
				    indicator);
	step_number(step, line->average);
	value_str(step, "points", derivation_number(line->average, builder->arena));
	value_short(builder, step, "maximum", step->maximum);
	if (!several) {
		step_mark(builder, step, line->marks);
		return;
	}
	value_int(builder, step, "count", line->scorer_count);
	mark_steps(builder, line, indicator);
}

static void out_of_range_step(struct builder *builder, const struct appraisal_line *line,
			      int indicator)
{
	struct derivation_step *step = cell_step(builder, DERIVATION_OUT_OF_RANGE,
						 MESSAGE_DERIVATION_OUT_OF_RANGE, indicator);
	value_short(builder, step, "maximum", step->maximum);
	mark_steps(builder, line, indicator);
}

static void not_applicable_step(struct builder *builder, const struct appraisal_line *line,
				int indicator)
{
	struct derivation_step *step = cell_step(builder, DERIVATION_NOT_APPLICABLE,
						 MESSAGE_DERIVATION_NOT_APPLICABLE, indicator);
	step_mark(builder, step, line->marks);
	value_str(step, "reason", line->marks->reason);
}

static void cell_steps(struct builder *builder, const struct appraisal_line *line, int indicator)
{
	switch (line->state) {
	case CELL_SCORED:
		scored_step(builder, line, indicator);
		return;
	case CELL_NOT_APPLICABLE:
		not_applicable_step(builder, line, indicator);
		return;
	case CELL_OTHER_CLASS:
		if (line->marks)
			cell_step(builder, DERIVATION_IGNORED, MESSAGE_DERIVATION_IGNORED,
				  indicator);
		return;
	case CELL_MISSING:
		cell_step(builder, DERIVATION_MISSING, MESSAGE_DERIVATION_MISSING, indicator);
		return;
	case CELL_CONTRADICTORY:
		cell_step(builder, DERIVATION_CONTRADICTORY, MESSAGE_DERIVATION_CONTRADICTORY,
			  indicator);
		mark_steps(builder, line, indicator);
		return;
	case CELL_OUT_OF_RANGE:
		out_of_range_step(builder, line, indicator);
		return;
	case CELL_STATE_COUNT:
		return;
	}
}

/* Inside a formula: "83.5" or "(250/3)", without an approximation. */
static struct str exact_number(struct rational number, struct arena *arena)
{
	char text[RATIONAL_TEXT_BYTES];
	struct decimal value;
	bool fraction = !rational_to_decimal(number, &value);
	return arena_format(arena, fraction ? "(%s)" : "%s", rational_format(number, text));
}

static bool base_step(struct builder *builder)
{
	struct rational given, base;
	if (!appraisal_given(builder->result, &given) ||
	    !appraisal_base(builder->appraisal, builder->member, &base))
		return false;
	struct derivation_step *step =
		step_add(builder, DERIVATION_BASE, MESSAGE_DERIVATION_BASE);
	step->article = builder->scheme->total_article;
	step->maximum = builder->result->maximum;
	step_number(step, base);
	value_short(builder, step, "full", builder->scheme->full_marks);
	value_str(step, "given", exact_number(given, builder->arena));
	value_short(builder, step, "maximum", step->maximum);
	value_str(step, "base", derivation_number(base, builder->arena));
	return true;
}

/* Entries ------------------------------------------------------------------------------------- */

struct entry_label {
	enum derivation_kind kind;
	enum message label;
};

static struct entry_label entry_label(const struct appraisal_entry *entry)
{
	static const struct entry_label counted[ENTRY_KIND_COUNT] = {
		[ENTRY_BONUS] = { DERIVATION_BONUS, MESSAGE_DERIVATION_BONUS },
		[ENTRY_DEDUCTION] = { DERIVATION_DEDUCTION, MESSAGE_DERIVATION_DEDUCTION },
		[ENTRY_VETO] = { DERIVATION_VETO, MESSAGE_DERIVATION_VETO },
	};
	if (entry->effect == ENTRY_CANCELLED)
		return (struct entry_label){ DERIVATION_CANCELLED, MESSAGE_DERIVATION_CANCELLED };
	if (entry->effect == ENTRY_COUNTER)
		return (struct entry_label){ DERIVATION_COUNTER, MESSAGE_DERIVATION_COUNTER };
	if (entry->effect == ENTRY_UNMATCHED)
		return (struct entry_label){ DERIVATION_UNMATCHED, MESSAGE_DERIVATION_UNMATCHED };
	return counted[entry->kind];
}

static struct str entry_article(const struct scheme *scheme, enum entry_kind kind)
{
	if (kind == ENTRY_BONUS)
		return scheme->bonus_article;
	return kind == ENTRY_VETO ? scheme->veto_article : scheme->deduction_article;
}

static void entry_step(struct builder *builder, const struct appraisal_entry *entry)
{
	struct entry_label label = entry_label(entry);
	struct derivation_step *step = step_add(builder, label.kind, label.label);
	step->record_id = entry->id;
	step->reason = entry->reason;
	step->reference = entry->reference;
	step->day = entry->day;
	step->article = entry_article(builder->scheme, entry->kind);
	value_str(step, "reason", entry->reason);
	value_day(builder, step, entry->day);
	value_str(step, "reference", entry->reference);
	if (label.kind == DERIVATION_BONUS || label.kind == DERIVATION_DEDUCTION ||
	    label.kind == DERIVATION_CANCELLED) {
		step_decimal(step, entry->points);
		value_short(builder, step, "points", entry->points);
	}
}

static void entry_steps(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	for (size_t i = 0; i < result->entry_count; i++)
		entry_step(builder, &result->entries[i]);
	if (decimal_compare(result->bonus_entered, result->bonus_counted) == 0)
		return;
	struct derivation_step *step =
		step_add(builder, DERIVATION_BONUS_CAPPED, MESSAGE_DERIVATION_BONUS_CAPPED);
	step->article = builder->scheme->bonus_article;
	step_decimal(step, result->bonus_counted);
	value_short(builder, step, "sum", result->bonus_entered);
	value_short(builder, step, "cap", builder->scheme->bonus_cap);
}

/* Total and position -------------------------------------------------------------------------- */

static void total_steps(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	struct derivation_step *step;
	if (result->floored)
		step_add(builder, DERIVATION_FLOORED, MESSAGE_DERIVATION_FLOORED);
	if (result->capped) {
		step = step_add(builder, DERIVATION_CAPPED, MESSAGE_DERIVATION_CAPPED);
		step->article = builder->scheme->total_article;
		value_short(builder, step, "cap", builder->scheme->total_cap);
	}
	step = step_add(builder, DERIVATION_TOTAL, MESSAGE_DERIVATION_TOTAL);
	step->article = builder->scheme->total_article;
	step_decimal(step, result->total);
	value_total(builder, step, "total", result->total);
	value_int(builder, step, "places", builder->scheme->places);
}

static void rank_step(struct builder *builder, const struct appraisal_ranking *group)
{
	struct derivation_step *step =
		step_add(builder, DERIVATION_RANK, MESSAGE_DERIVATION_RANK);
	step->article = builder->scheme->ranking_article;
	value_int(builder, step, "rank", builder->result->rank);
	value_int(builder, step, "size", (int64_t)group->ranked);
}

static void value_grade(struct builder *builder, struct derivation_step *step, const char *name,
			int grade)
{
	const struct scheme_text *title = &builder->scheme->grades[grade].title;
	value_texts(step, name, title->zh, title->en);
}

static void quota_step(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	struct derivation_step *step =
		step_add(builder, DERIVATION_GRADE_QUOTA, MESSAGE_DERIVATION_GRADE_QUOTA);
	const struct scheme_grade *missed =
		&builder->scheme->grades[result->grade_by_threshold];
	step->article = builder->scheme->grades_article;
	value_grade(builder, step, "grade", result->grade);
	value_grade(builder, step, "missed", result->grade_by_threshold);
	value_short(builder, step, "quota", missed->quota);
}

static void grade_step(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	struct derivation_step *step;
	if (result->grade_reason == GRADE_BY_QUOTA) {
		quota_step(builder);
		return;
	}
	if (result->grade_reason == GRADE_BY_VETO) {
		step = step_add(builder, DERIVATION_GRADE_VETO, MESSAGE_DERIVATION_GRADE_VETO);
		step->article = builder->scheme->veto_article;
	} else {
		step = step_add(builder, DERIVATION_GRADE, MESSAGE_DERIVATION_GRADE);
		step->article = builder->scheme->grades_article;
		value_short(builder, step, "from",
			    builder->scheme->grades[result->grade].from);
	}
	value_grade(builder, step, "grade", result->grade);
}

static void distance_step(struct builder *builder, enum derivation_kind kind, enum message label,
			  struct decimal points)
{
	struct derivation_step *step = step_add(builder, kind, label);
	step_decimal(step, points);
	value_total(builder, step, "points", points);
}

/* What the last place would be without the member's deductions (and with its bonus as it is). */
static void stability_step(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	struct decimal total, next = { result->total.scaled + result->last_margin.scaled };
	if (result->deductions.scaled == 0 ||
	    !appraisal_total_with(builder->appraisal, builder->member, result->bonus_entered,
				  (struct decimal){ 0 }, &total))
		return;
	struct derivation_step *step;
	if (decimal_compare(total, next) < 0) {
		step = step_add(builder, DERIVATION_STILL_LAST, MESSAGE_DERIVATION_STILL_LAST);
		step_decimal(step, (struct decimal){ next.scaled - total.scaled });
		value_total(builder, step, "points",
			    (struct decimal){ next.scaled - total.scaled });
	} else {
		step = step_add(builder, DERIVATION_NO_LONGER_LAST,
				MESSAGE_DERIVATION_NO_LONGER_LAST);
	}
	value_total(builder, step, "total", total);
}

static void last_steps(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	struct derivation_step *step;
	switch (result->last) {
	case LAST_PLACE:
		distance_step(builder, DERIVATION_LAST, MESSAGE_DERIVATION_LAST,
			      result->last_margin);
		builder->last->article = builder->scheme->ranking_article;
		stability_step(builder);
		return;
	case LAST_SHARED:
		step = step_add(builder, DERIVATION_LAST_SHARED, MESSAGE_DERIVATION_LAST_SHARED);
		step->article = builder->scheme->ranking_article;
		return;
	case LAST_GROUP_TOO_SMALL:
		step = step_add(builder, DERIVATION_LAST_SMALL_GROUP,
				MESSAGE_DERIVATION_LAST_SMALL_GROUP);
		step->article = builder->scheme->ranking_article;
		value_int(builder, step, "smallest", builder->scheme->smallest_group);
		return;
	case LAST_NOT_LOWEST:
		distance_step(builder, DERIVATION_ABOVE_LAST, MESSAGE_DERIVATION_ABOVE_LAST,
			      result->last_margin);
		return;
	case LAST_NOT_RANKED:
	case LAST_STATE_COUNT:
		return;
	}
}

static void position_steps(struct builder *builder, const struct appraisal_ranking *group)
{
	const struct appraisal_result *result = builder->result;
	rank_step(builder, group);
	grade_step(builder);
	if (result->has_better)
		distance_step(builder, DERIVATION_TO_BETTER, MESSAGE_DERIVATION_TO_BETTER,
			      result->to_better);
	if (result->has_worse)
		distance_step(builder, DERIVATION_TO_WORSE, MESSAGE_DERIVATION_TO_WORSE,
			      result->to_worse);
	last_steps(builder);
}

/* The whole ----------------------------------------------------------------------------------- */

static void points_steps(struct builder *builder)
{
	const struct scheme *scheme = builder->scheme;
	for (size_t i = 0; i < scheme->indicator_count; i++)
		cell_steps(builder, &builder->result->lines[i], (int)i);
	bool unknown = appraisal_member(builder->appraisal, builder->member)->class_index < 0;
	if (unknown && scheme->class_count > 0)
		step_add(builder, DERIVATION_CLASS_UNKNOWN, MESSAGE_DERIVATION_CLASS_UNKNOWN);
}

static void outcome_steps(struct builder *builder)
{
	const struct appraisal_result *result = builder->result;
	const struct appraisal_ranking *group = appraisal_ranking(
		builder->appraisal, appraisal_member(builder->appraisal, builder->member)->group);
	struct derivation_step *step;
	if (result->state == APPRAISAL_EXEMPT)
		step_add(builder, DERIVATION_EXEMPT, MESSAGE_DERIVATION_EXEMPT);
	if (result->has_total)
		total_steps(builder);
	if (result->state == APPRAISAL_INCOMPLETE) {
		step = step_add(builder, DERIVATION_NO_TOTAL, MESSAGE_DERIVATION_NO_TOTAL);
		value_int(builder, step, "count", result->missing);
	}
	if (result->state == APPRAISAL_BLOCKED) {
		step = step_add(builder, DERIVATION_NOT_RANKED, MESSAGE_DERIVATION_NOT_RANKED);
		value_int(builder, step, "count", (int64_t)group->incomplete);
	}
	if (result->state == APPRAISAL_RANKED)
		position_steps(builder, group);
}

int derivation_make(const struct appraisal *appraisal, int member, struct arena *arena,
		    struct derivation **out, struct error *err)
{
	struct derivation *derivation = ARENA_NEW(arena, struct derivation);
	const struct appraisal_result *result = appraisal_result(appraisal, member);
	if (!derivation)
		return error_broken(err, ERR_MEMORY, "derivation");
	if (!result->lines)
		return error_broken(err, ERR_BROKEN, "member %d has no detail", member);
	derivation->scheme = appraisal_scheme(appraisal);
	derivation->result = result;
	derivation->quotas =
		appraisal_ranking(appraisal, appraisal_member(appraisal, member)->group)->quotas;
	struct builder builder = { .appraisal = appraisal, .scheme = derivation->scheme,
				   .result = result, .member = member, .arena = arena,
				   .derivation = derivation };
	points_steps(&builder);
	if (result->has_total && !base_step(&builder))
		return error_set(err, ERR_TOO_LARGE, "a total is too large to be shown exactly",
				 "得分过大，无法精确显示");
	entry_steps(&builder);
	outcome_steps(&builder);
	if (builder.out_of_memory)
		return error_broken(err, ERR_MEMORY, "derivation");
	*out = derivation;
	return 0;
}
