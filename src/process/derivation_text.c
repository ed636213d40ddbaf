/*
 * derivation_text.c - a derivation's steps as sentences, as JSON, and added up again.
 */
#include "messages_appraisal.h"
#include "process/derivation.h"

static const char *const kind_names[DERIVATION_KIND_COUNT] = {
	[DERIVATION_SCORED] = "scored",
	[DERIVATION_AVERAGE] = "average",
	[DERIVATION_MARK] = "mark",
	[DERIVATION_NOT_APPLICABLE] = "not_applicable",
	[DERIVATION_IGNORED] = "ignored",
	[DERIVATION_MISSING] = "missing",
	[DERIVATION_CONTRADICTORY] = "contradictory",
	[DERIVATION_OUT_OF_RANGE] = "out_of_range",
	[DERIVATION_CLASS_UNKNOWN] = "class_unknown",
	[DERIVATION_BASE] = "base",
	[DERIVATION_BONUS] = "bonus",
	[DERIVATION_DEDUCTION] = "deduction",
	[DERIVATION_VETO] = "veto",
	[DERIVATION_CANCELLED] = "cancelled",
	[DERIVATION_COUNTER] = "counter",
	[DERIVATION_UNMATCHED] = "unmatched",
	[DERIVATION_BONUS_CAPPED] = "bonus_capped",
	[DERIVATION_FLOORED] = "floored",
	[DERIVATION_CAPPED] = "capped",
	[DERIVATION_TOTAL] = "total",
	[DERIVATION_EXEMPT] = "exempt",
	[DERIVATION_NO_TOTAL] = "no_total",
	[DERIVATION_NOT_RANKED] = "not_ranked",
	[DERIVATION_RANK] = "rank",
	[DERIVATION_GRADE] = "grade",
	[DERIVATION_GRADE_QUOTA] = "grade_quota",
	[DERIVATION_GRADE_VETO] = "grade_veto",
	[DERIVATION_TO_BETTER] = "to_better",
	[DERIVATION_TO_WORSE] = "to_worse",
	[DERIVATION_LAST] = "last",
	[DERIVATION_LAST_SHARED] = "last_shared",
	[DERIVATION_LAST_SMALL_GROUP] = "last_small_group",
	[DERIVATION_ABOVE_LAST] = "above_last",
	[DERIVATION_STILL_LAST] = "still_last",
	[DERIVATION_NO_LONGER_LAST] = "no_longer_last",
};

const char *derivation_kind_name(enum derivation_kind kind)
{
	return kind_names[kind];
}

enum derivation_part derivation_part(enum derivation_kind kind)
{
	if (kind <= DERIVATION_BASE)
		return DERIVATION_PART_POINTS;
	if (kind <= DERIVATION_BONUS_CAPPED)
		return DERIVATION_PART_ENTRIES;
	if (kind <= DERIVATION_NOT_RANKED)
		return DERIVATION_PART_TOTAL;
	return DERIVATION_PART_POSITION;
}

enum message derivation_part_label(enum derivation_part part)
{
	static const enum message labels[DERIVATION_PART_COUNT] = {
		[DERIVATION_PART_POINTS] = MESSAGE_DERIVATION_PART_POINTS,
		[DERIVATION_PART_ENTRIES] = MESSAGE_DERIVATION_PART_ENTRIES,
		[DERIVATION_PART_TOTAL] = MESSAGE_DERIVATION_PART_TOTAL,
		[DERIVATION_PART_POSITION] = MESSAGE_DERIVATION_PART_POSITION,
	};
	return labels[part];
}

struct str derivation_grade(const struct scheme *scheme, int grade, enum language language)
{
	if (grade < 0 || (size_t)grade >= scheme->grade_count)
		return STR_EMPTY;
	const struct scheme_text *title = &scheme->grades[grade].title;
	return language == LANGUAGE_ZH ? title->zh : title->en;
}

/* Sentences ----------------------------------------------------------------------------------- */

static struct str value_text(const struct derivation_step *step, struct str name,
			     enum language language)
{
	for (int i = 0; i < step->value_count; i++)
		if (str_equal(str_from(step->values[i].name), name))
			return step->values[i].text[language];
	return STR_EMPTY;
}

struct str derivation_text(const struct derivation_step *step, enum language language,
			   struct arena *arena)
{
	struct str rest = str_from(message_text(step->label, language)), out;
	struct buf text;
	buf_init(&text, 8192);
	while (rest.length) {
		buf_add_str(&text, str_split(&rest, '{'));
		if (rest.length)
			buf_add_str(&text, value_text(step, str_split(&rest, '}'), language));
	}
	out = buf_failed(&text) ? STR_EMPTY : arena_str(arena, buf_str(&text));
	buf_release(&text);
	return out;
}

/* JSON ---------------------------------------------------------------------------------------- */

static void json_named_str(struct json *json, const char *name, struct str text)
{
	if (!text.length)
		return;
	json_name(json, name);
	json_str(json, text);
}

static void step_json(const struct derivation_step *step, const struct scheme *scheme,
		      enum language language, struct arena *arena, struct json *json)
{
	char number[RATIONAL_TEXT_BYTES];
	json_object_begin(json);
	json_name(json, "kind");
	json_text(json, derivation_kind_name(step->kind));
	json_name(json, "text");
	json_str(json, derivation_text(step, language, arena));
	if (step->has_number) {
		json_name(json, "number");
		json_text(json, rational_format(step->number, number));
	}
	if (step->indicator >= 0)
		json_named_str(json, "indicator", scheme->indicators[step->indicator].code);
	json_named_str(json, "article", step->article);
	json_named_str(json, "scorer", step->scorer);
	json_named_str(json, "reason", step->reason);
	json_named_str(json, "reference", step->reference);
	if (step->record_id) {
		json_name(json, "record_id");
		json_id(json, step->record_id);
	}
	if (step->day != CIVIL_NO_DAY) {
		json_name(json, "date");
		json_day(json, step->day);
	}
	json_object_end(json);
}

void derivation_result_json(const struct scheme *scheme, const struct appraisal_result *result,
			    struct json *json)
{
	json_name(json, "total");
	if (result->has_total)
		json_decimal(json, result->total, scheme->places);
	else
		json_null(json);
	json_name(json, "rank");
	if (result->rank)
		json_int(json, result->rank);
	else
		json_null(json);
	json_name(json, "grade");
	if (result->grade >= 0)
		json_str(json, scheme->grades[result->grade].code);
	else
		json_null(json);
	json_name(json, "vetoed");
	json_bool(json, result->vetoed);
	json_name(json, "last_place");
	json_bool(json, result->last == LAST_PLACE);
}

void derivation_quotas_json(const struct scheme *scheme, const struct appraisal_quota *quotas,
			    struct json *json)
{
	static const char *const edges[QUOTA_EDGE_COUNT] = {
		[QUOTA_NOT_REACHED] = "free",
		[QUOTA_CUT] = "cut",
		[QUOTA_TIES_LOWER] = "ties_lower",
		[QUOTA_TIES_UPPER] = "ties_upper",
	};

	json_name(json, "quotas");
	json_array_begin(json);
	for (size_t g = 0; g < scheme->grade_count; g++) {
		const struct appraisal_quota *quota = &quotas[g];

		if (!quota->limited)
			continue;
		json_object_begin(json);
		json_name(json, "grade");
		json_str(json, scheme->grades[g].code);
		json_name(json, "quota");
		json_decimal(json, scheme->grades[g].quota, 2);
		json_name(json, "places");
		json_int(json, (int64_t)quota->places);
		json_name(json, "candidates");
		json_int(json, (int64_t)quota->candidates);
		json_name(json, "used");
		json_int(json, (int64_t)quota->used);
		json_name(json, "edge");
		json_str(json, str_from(edges[quota->edge]));
		json_name(json, "tied");
		json_int(json, (int64_t)quota->tied);
		json_object_end(json);
	}
	json_array_end(json);
}

void derivation_members_json(const struct derivation *derivation, enum language language,
			     struct arena *arena, struct json *json)
{
	const struct scheme *scheme = derivation->scheme;
	json_name(json, "scheme");
	json_str(json, scheme->code);
	json_name(json, "version");
	json_int(json, scheme->version);
	json_name(json, "source");
	json_str(json, language == LANGUAGE_ZH ? scheme->source.zh : scheme->source.en);
	json_name(json, "verified");
	json_bool(json, scheme->verified);
	json_name(json, "example");
	json_bool(json, scheme->example);
	derivation_result_json(scheme, derivation->result, json);
	derivation_quotas_json(scheme, derivation->quotas, json);
	json_name(json, "steps");
	json_array_begin(json);
	for (const struct derivation_step *step = derivation->steps; step; step = step->next)
		step_json(step, scheme, language, arena, json);
	json_array_end(json);
}

void derivation_json(const struct derivation *derivation, enum language language,
		     struct arena *arena, struct json *json)
{
	json_object_begin(json);
	derivation_members_json(derivation, language, arena, json);
	json_object_end(json);
}

/* Adding up again ----------------------------------------------------------------------------- */

struct sums {
	struct rational given, maximum, bonus, deductions;
	bool fine;
};

static void sum_add(struct sums *sums, struct rational *sum, struct rational number)
{
	sums->fine = sums->fine && rational_add(*sum, number, sum);
}

/* An average from the marks behind its step, not from its own number. */
static void sum_average(struct sums *sums, const struct derivation_step *step)
{
	struct rational sum = rational_from_int(0), average = sum;
	int count = 0;
	for (step = step->next; step && step->kind == DERIVATION_MARK; step = step->next) {
		sum_add(sums, &sum, step->number);
		count++;
	}
	sums->fine = sums->fine && rational_divide(sum, rational_from_int(count), &average);
	sum_add(sums, &sums->given, average);
}

static void sum_step(struct sums *sums, const struct derivation_step *step)
{
	if (step->kind == DERIVATION_SCORED)
		sum_add(sums, &sums->given, step->number);
	if (step->kind == DERIVATION_AVERAGE)
		sum_average(sums, step);
	if (step->kind == DERIVATION_SCORED || step->kind == DERIVATION_AVERAGE)
		sum_add(sums, &sums->maximum, rational_from_decimal(step->maximum));
	if (step->kind == DERIVATION_BONUS)
		sum_add(sums, &sums->bonus, step->number);
	if (step->kind == DERIVATION_DEDUCTION)
		sum_add(sums, &sums->deductions, step->number);
}

static struct rational lesser(struct rational a, struct rational b)
{
	return rational_compare(a, b) < 0 ? a : b;
}

bool derivation_recompute(const struct derivation *derivation, struct decimal *out)
{
	const struct scheme *scheme = derivation->scheme;
	struct rational zero = rational_from_int(0), total;
	struct sums sums = { zero, zero, zero, zero, derivation->result->has_total };
	for (const struct derivation_step *step = derivation->steps; step; step = step->next)
		sum_step(&sums, step);
	struct rational bonus = lesser(sums.bonus, rational_from_decimal(scheme->bonus_cap));
	if (!sums.fine || !rational_divide(sums.given, sums.maximum, &total) ||
	    !rational_multiply(total, rational_from_decimal(scheme->full_marks), &total) ||
	    !rational_add(total, bonus, &total) ||
	    !rational_subtract(total, sums.deductions, &total))
		return false;
	if (rational_compare(total, zero) < 0)
		total = zero;
	if (scheme->has_total_cap)
		total = lesser(total, rational_from_decimal(scheme->total_cap));
	return rational_round(total, scheme->places, out);
}
