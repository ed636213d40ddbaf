/*
 * scheme_check.c - what a scheme says against itself.
 */
#include "process/scheme_check.h"

static void code_twice(struct rule_problems *problems, struct str code, struct rule_place later,
		       struct rule_place earlier)
{
	rule_problem(problems, later, "the code “%.*s” is used twice: lines %d and %d",
		     "代码“%.*s”重复：第 %d 行与第 %d 行", STR_ARG(code), earlier.line,
		     later.line);
}

/*
 * All arrays that carry codes are walked by one loop: `stride` bytes apart, a struct str at
 * `code_offset` and a struct rule_place at `place_offset`.
 */
struct coded_array {
	const void *items;
	size_t count, stride, code_offset, place_offset;
};

#define CODED(array, length, type)                                                                 \
	((struct coded_array){ (array), (length), sizeof(struct type),                             \
			       offsetof(struct type, code), offsetof(struct type, place) })

static const void *coded_member(const struct coded_array *array, size_t at, size_t offset)
{
	return (const char *)array->items + at * array->stride + offset;
}

static void check_codes(struct rule_problems *problems, struct coded_array array)
{
	for (size_t later = 1; later < array.count; later++) {
		const struct str *code = coded_member(&array, later, array.code_offset);
		for (size_t earlier = 0; code->length && earlier < later; earlier++) {
			const struct str *other = coded_member(&array, earlier, array.code_offset);
			if (!str_equal(*code, *other))
				continue;
			const struct rule_place *a =
				coded_member(&array, earlier, array.place_offset);
			const struct rule_place *b = coded_member(&array, later, array.place_offset);
			code_twice(problems, *code, *b, *a);
			break;
		}
	}
}

static void check_thresholds(const struct scheme *scheme, struct rule_problems *problems)
{
	for (size_t i = 1; i < scheme->grade_count; i++) {
		const struct scheme_grade *better = &scheme->grades[i - 1];
		const struct scheme_grade *worse = &scheme->grades[i];
		if (decimal_compare(better->from, worse->from) > 0)
			continue;
		char high[DECIMAL_TEXT_BYTES], low[DECIMAL_TEXT_BYTES];
		rule_problem(problems, worse->place,
			     "grades overlap: “%.*s” (line %d) begins at %s, so “%.*s” (line %d) "
			     "must begin below that, found %s",
			     "等次重叠：“%.*s”（第 %d 行）从 %s 起，“%.*s”（第 %d 行）"
			     "应低于它，值为 %s",
			     STR_ARG(better->code), better->place.line,
			     decimal_format_short(better->from, high), STR_ARG(worse->code),
			     worse->place.line, decimal_format_short(worse->from, low));
	}
}

static void check_last_grade(const struct scheme *scheme, struct rule_problems *problems)
{
	if (scheme->grade_count == 0)
		return;
	const struct scheme_grade *last = &scheme->grades[scheme->grade_count - 1];
	if (last->from.scaled != 0)
		rule_problem(problems, last->place,
			     "the last grade “%.*s” must begin at 0, so that every total has a grade",
			     "末等“%.*s”应从 0 起，使每个得分都有等次", STR_ARG(last->code));
	if (last->has_quota)
		rule_problem(problems, last->place,
			     "a quota on the last grade “%.*s” has no next grade to lead to",
			     "末等“%.*s”设了名额比例，但没有下一等次", STR_ARG(last->code));
}

static void check_reachable(const struct scheme *scheme, struct rule_problems *problems)
{
	if (scheme->grade_count == 0 || !scheme->has_total_cap)
		return;
	const struct scheme_grade *best = &scheme->grades[0];
	if (decimal_compare(best->from, scheme->total_cap) > 0)
		rule_problem(problems, best->place,
			     "the grade “%.*s” begins above the cap of the total and can never be "
			     "reached",
			     "等次“%.*s”高于得分封顶，永远达不到", STR_ARG(best->code));
}

static bool class_is_covered(const struct scheme *scheme, int class_index)
{
	for (size_t i = 0; i < scheme->indicator_count; i++)
		if (scheme_applies(scheme, (int)i, class_index))
			return true;
	return false;
}

static void check_coverage(const struct scheme *scheme, struct rule_problems *problems)
{
	for (size_t i = 0; i < scheme->class_count; i++)
		if (scheme->indicator_count && !class_is_covered(scheme, (int)i))
			rule_problem(problems, scheme->classes[i].place,
				     "no indicator applies to “%.*s”", "没有指标适用于“%.*s”",
				     STR_ARG(scheme->classes[i].code));
}

static bool class_called(const struct scheme_class *class, struct str name)
{
	if (str_equal(name, class->code) || str_equal(name, class->title.zh) ||
	    str_equal_ignore_case(name, class->title.en))
		return true;
	for (size_t i = 0; i < class->also_count; i++)
		if (str_equal(name, class->also[i]))
			return true;
	return false;
}

/* A record's kind must lead to one class only. */
static void check_class_pair(const struct scheme_class *a, const struct scheme_class *b,
			     struct rule_problems *problems)
{
	struct str shared = STR_EMPTY;
	if (class_called(a, b->title.zh))
		shared = b->title.zh;
	else if (class_called(a, b->title.en))
		shared = b->title.en;
	for (size_t i = 0; !shared.length && i < b->also_count; i++)
		if (class_called(a, b->also[i]))
			shared = b->also[i];
	if (shared.length)
		rule_problem(problems, b->place,
			     "the name “%.*s” stands for two kinds: lines %d and %d",
			     "名称“%.*s”对应两个类别：第 %d 行与第 %d 行", STR_ARG(shared),
			     a->place.line, b->place.line);
}

static void check_class_names(const struct scheme *scheme, struct rule_problems *problems)
{
	for (size_t later = 1; later < scheme->class_count; later++)
		for (size_t earlier = 0; earlier < later; earlier++)
			check_class_pair(&scheme->classes[earlier], &scheme->classes[later],
					 problems);
}

void scheme_check(const struct scheme *scheme, struct rule_problems *problems)
{
	check_codes(problems, CODED(scheme->classes, scheme->class_count, scheme_class));
	check_codes(problems, CODED(scheme->parts, scheme->part_count, scheme_class));
	check_codes(problems,
		    CODED(scheme->indicators, scheme->indicator_count, scheme_indicator));
	check_codes(problems, CODED(scheme->grades, scheme->grade_count, scheme_grade));
	check_codes(problems, CODED(scheme->triggers, scheme->trigger_count, scheme_trigger));
	check_class_names(scheme, problems);
	check_thresholds(scheme, problems);
	check_last_grade(scheme, problems);
	check_reachable(scheme, problems);
	check_coverage(scheme, problems);
}
