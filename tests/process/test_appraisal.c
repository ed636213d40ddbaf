/*
 * test_appraisal.c - runs the files in cases/ (format: case_file.h): totals, ranks, grades, last places and
 * derivations as a lawyer would write them down; and checks for every member of every case that its
 * derivation adds up to its total.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "case_file.h"
#include "process/derivation.h"
#include "process/distribution.h"

static int failures;

static void complain(const struct appraisal_case *test, const struct case_line *line,
		     struct str wanted, struct str found)
{
	print_message("%.*s:%d (%.*s)\n  wanted %.*s\n  found  %.*s\n", STR_ARG(test->file),
		      line->number, STR_ARG(test->title), STR_ARG(wanted), STR_ARG(found));
	failures++;
}

static void compare(const struct appraisal_case *test, const struct case_line *line,
		    struct str wanted, struct str found)
{
	if (!str_equal(wanted, found))
		complain(test, line, wanted, found);
}

/* "83.33 1 good quota last" as it came out. */
static struct str outcome(const struct appraisal_case *test, int member, struct arena *arena)
{
	const struct appraisal_result *result = appraisal_result(test->appraisal, member);
	char total[DECIMAL_TEXT_BYTES] = "-", rank[16] = "-";
	struct str grade = STR("-");
	if (result->has_total)
		decimal_format(result->total, test->scheme->places, total);
	if (result->rank)
		snprintf(rank, sizeof(rank), "%d", result->rank);
	if (result->grade >= 0)
		grade = test->scheme->grades[result->grade].code;
	return str_trim(arena_format(arena, "%s %s %.*s %.*s", total, rank, STR_ARG(grade),
				     STR_ARG(case_marks(test, member, arena))));
}

static void check_gap(const struct appraisal_case *test, const struct case_line *line, int member,
		      struct str rest, struct arena *arena)
{
	const struct appraisal_result *result = appraisal_result(test->appraisal, member);
	struct str which = case_word(&rest);
	struct decimal gap = result->last_margin;
	char text[DECIMAL_TEXT_BYTES];
	bool present = true;
	if (str_equal(which, STR("better"))) {
		gap = result->to_better;
		present = result->has_better;
	} else if (str_equal(which, STR("worse"))) {
		gap = result->to_worse;
		present = result->has_worse;
	}
	struct str found = arena_str(arena, str_from(decimal_format_short(gap, text)));
	compare(test, line, rest, present ? found : STR("none"));
}

static void check_base(const struct appraisal_case *test, const struct case_line *line, int member,
		       struct str rest, struct arena *arena)
{
	struct rational base;
	char text[RATIONAL_TEXT_BYTES];
	assert_true(appraisal_base(test->appraisal, member, &base));
	compare(test, line, rest, arena_str(arena, str_from(rational_format(base, text))));
}

static void check_missing(const struct appraisal_case *test, const struct case_line *line,
			  int member, struct str rest)
{
	const struct appraisal_missing *cell = appraisal_missing_cells(test->appraisal);
	int indicator = scheme_indicator_find(test->scheme, rest);
	for (; cell; cell = cell->next)
		if (cell->member == member && cell->indicator == indicator)
			return;
	complain(test, line, rest, STR("not listed as missing"));
}

static void check_text(const struct appraisal_case *test, const struct case_line *line, int member,
		       struct str rest, struct arena *arena)
{
	struct derivation *derivation = NULL;
	struct error err;
	struct str all = STR("");
	assert_int_equal(derivation_make(test->appraisal, member, arena, &derivation, &err), 0);
	for (const struct derivation_step *step = derivation->steps; step; step = step->next) {
		struct str text = derivation_text(step, LANGUAGE_EN, arena);
		if (str_find(text, rest) >= 0)
			return;
		all = arena_format(arena, "%.*s\n    %.*s", STR_ARG(all), STR_ARG(text));
	}
	complain(test, line, rest, all);
}

static struct str member_name(const struct appraisal_case *test, int member)
{
	return member < 0 ? STR("-") : test->members[member].name;
}

/* "1 of 3, 2 places, cut B C" as it came out. */
static void check_quota(const struct appraisal_case *test, const struct case_line *line,
			struct arena *arena)
{
	struct str rest = line->rest, group = case_word(&rest), grade = case_word(&rest), edge;
	const struct appraisal_quota *quota = NULL;
	char total[DECIMAL_TEXT_BYTES];
	for (int g = 0; g < test->group_count; g++)
		for (size_t k = 0; k < test->scheme->grade_count; k++)
			if (str_equal(test->groups[g], group) &&
			    str_equal(test->scheme->grades[k].code, grade))
				quota = &appraisal_ranking(test->appraisal, g)->quotas[k];
	if (!quota) {
		complain(test, line, STR("a group and a grade"), line->rest);
		return;
	}
	if (quota->edge == QUOTA_NOT_REACHED)
		edge = STR("free");
	else if (quota->edge == QUOTA_CUT)
		edge = arena_format(arena, "cut %.*s %.*s",
				    STR_ARG(member_name(test, quota->last_in)),
				    STR_ARG(member_name(test, quota->first_out)));
	else
		edge = arena_format(arena, "%s %s %zu",
				    quota->edge == QUOTA_TIES_LOWER ? "lower" : "upper",
				    decimal_format_short(quota->edge_total, total), quota->tied);
	compare(test, line, rest,
		quota->limited ? arena_format(arena, "%zu of %zu, %zu places, %.*s", quota->used,
					      quota->candidates, quota->places, STR_ARG(edge))
			       : arena_format(arena, "%zu of %zu", quota->used,
					      quota->candidates));
}

/* "70 80 90: 80+ 2/1 70+ 1/2": lowest, median, highest; then by band its beginning, totals / graded. */
static void check_spread(const struct appraisal_case *test, const struct case_line *line,
			 struct arena *arena)
{
	struct str rest = line->rest, group = case_word(&rest), found;
	char lowest[DECIMAL_TEXT_BYTES], median[DECIMAL_TEXT_BYTES], highest[DECIMAL_TEXT_BYTES];
	struct distribution spread;
	struct error err;
	int g = 0;
	while (g < test->group_count && !str_equal(test->groups[g], group))
		g++;
	assert_int_equal(distribution_make(test->appraisal, g, arena, &spread, &err), 0);
	found = arena_format(arena, "%s %s %s:", decimal_format_short(spread.lowest, lowest),
			     decimal_format_short(spread.median, median),
			     decimal_format_short(spread.highest, highest));
	for (size_t i = 0; i < spread.count; i++)
		found = arena_format(arena, "%.*s %s+ %zu/%zu", STR_ARG(found),
				     decimal_format_short(spread.bands[i].from, lowest),
				     spread.bands[i].totals, spread.bands[i].graded);
	compare(test, line, rest, found);
}

static void check_line(const struct appraisal_case *test, const struct case_line *line,
		       struct arena *arena)
{
	struct str rest = line->rest, name = case_word(&rest);
	int member = case_member_find(test, name);
	if (str_equal(line->verb, STR("quota")))
		check_quota(test, line, arena);
	else if (str_equal(line->verb, STR("spread")))
		check_spread(test, line, arena);
	else if (member < 0)
		complain(test, line, STR("a member"), name);
	else if (str_equal(line->verb, STR("expect")))
		compare(test, line, rest, outcome(test, member, arena));
	else if (str_equal(line->verb, STR("gap")))
		check_gap(test, line, member, rest, arena);
	else if (str_equal(line->verb, STR("base")))
		check_base(test, line, member, rest, arena);
	else if (str_equal(line->verb, STR("missing")))
		check_missing(test, line, member, rest);
	else if (str_equal(line->verb, STR("text")))
		check_text(test, line, member, rest, arena);
	else
		complain(test, line, STR("a known verb"), line->verb);
}

/* No placeholder is left open, in either language. */
static void check_sentences(const struct derivation *derivation, struct arena *arena)
{
	for (const struct derivation_step *step = derivation->steps; step; step = step->next) {
		for (int language = 0; language < LANGUAGE_COUNT; language++) {
			struct str raw = str_from(message_text(step->label, language));
			for (struct str rest = raw; (void)str_split(&rest, '{'), rest.length;) {
				struct str name = str_split(&rest, '}');
				bool known = false;
				for (int i = 0; i < step->value_count; i++)
					known |= str_equal(name, str_from(step->values[i].name));
				if (!known)
					print_message("%.*s: no {%.*s}\n", STR_ARG(raw),
						      STR_ARG(name));
				assert_true(known);
			}
			assert_true(derivation_text(step, language, arena).length > 0);
		}
	}
}

/* Every total adds up again from its derivation, and every missing cell is in it. */
static void check_derivations(const struct appraisal_case *test, struct arena *arena)
{
	for (int member = 0; member < (int)test->member_count; member++) {
		const struct appraisal_result *result = appraisal_result(test->appraisal, member);
		struct derivation *derivation = NULL;
		struct error err;
		struct decimal total = { -1 };
		int missing = 0;
		assert_int_equal(derivation_make(test->appraisal, member, arena, &derivation, &err),
				 0);
		assert_int_equal(derivation_recompute(derivation, &total), result->has_total);
		if (result->has_total)
			assert_int_equal(total.scaled, result->total.scaled);
		for (const struct derivation_step *step = derivation->steps; step;
		     step = step->next)
			missing += step->kind == DERIVATION_MISSING ||
				   step->kind == DERIVATION_CONTRADICTORY ||
				   step->kind == DERIVATION_OUT_OF_RANGE;
		assert_int_equal(missing, result->missing);
		check_sentences(derivation, arena);
	}
}

static void run_file(const char *name, int least)
{
	const char *source = getenv("LIANZE_SOURCE");
	char path[4096], text[65536];
	snprintf(path, sizeof(path), "%s/tests/process/cases/%s", source ? source : ".", name);
	FILE *stream = fopen(path, "rb");
	if (!stream)
		fail_msg("cannot read %s", path);
	size_t length = fread(text, 1, sizeof(text), stream);
	fclose(stream);
	assert_true(length < sizeof(text));

	struct arena *arena = arena_new(64 << 20);
	struct case_file file;
	struct appraisal_case test;
	struct error err = { 0 };
	int code, count = 0;
	failures = 0;
	case_file_init(&file, str_from(name), (struct str){ text, length });
	while ((code = case_file_next(&file, arena, &test, &err)) == 1) {
		count++;
		for (const struct case_line *line = test.expectations; line; line = line->next)
			check_line(&test, line, arena);
		check_derivations(&test, arena);
	}
	if (code)
		fail_msg("%s: %s", name, err.en);
	arena_free(arena);
	assert_int_equal(failures, 0);
	assert_true(count >= least);
}

static void test_scoring_cases(void **state)
{
	(void)state;
	run_file("scoring.test", 20);
}

static void test_ranking_cases(void **state)
{
	(void)state;
	run_file("ranking.test", 20);
}

/* Engine --------------------------------------------------------------------------------------- */

static struct scheme *small_scheme(struct arena *arena)
{
	static const char text[] =
		"scheme: s\nversion: 1\ntitle: {zh: 甲, en: A}\nsubject: unit\n"
		"in_force: {from_year: 2007}\nsource: {zh: 甲, en: A, verified: no}\n"
		"indicators:\n  - {code: I1, zh: 一, en: One, maximum: 10}\n"
		"  - {code: I2, zh: 二, en: Two, maximum: 10}\nbonus: {cap: 3}\ngrades:\n"
		"  - {code: a, zh: 甲, en: A, from: 60, quota: 50}\n"
		"  - {code: b, zh: 乙, en: B, from: 0}\n";
	struct rule_problems problems;
	struct scheme *scheme = NULL;
	struct error err;
	rule_problems_init(&problems, arena);
	assert_int_equal(scheme_parse(str_from(text), arena, &problems, &scheme, &err), 0);
	return scheme;
}

#define SMALL_GROUP 12

static int add_small_scores(struct appraisal *appraisal, struct error *err)
{
	int code = 0;
	for (int i = 0; !code && i < SMALL_GROUP * 2 * 3; i++) {
		struct appraisal_score score = { .member = i / 6, .indicator = i / 3 % 2,
						 .points = DECIMAL_OF(i % 7), .scorer = STR("s"),
						 .day = 14000, .id = i + 1 };
		code = appraisal_add_score(appraisal, &score, err);
	}
	return code;
}

/* A group of twelve with three scorers, an entry, and the derivation of one member. */
static int small_run(const struct scheme *scheme, struct arena *arena, struct error *err)
{
	static const struct appraisal_entry entry = { .member = 3, .id = 1, .kind = ENTRY_BONUS,
						      .points = { 15000 }, .day = 14000 };
	static struct appraisal_member members[SMALL_GROUP];
	struct appraisal_setup setup = { scheme, members, SMALL_GROUP, 1 };
	struct appraisal *appraisal = NULL;
	struct derivation *derivation = NULL;
	for (int i = 0; i < SMALL_GROUP; i++)
		members[i] = (struct appraisal_member){ .id = i, .class_index = -1,
							.detail = true };
	int code = appraisal_new(&setup, arena, &appraisal, err);
	if (!code)
		code = appraisal_add_entry(appraisal, &entry, err);
	if (!code)
		code = add_small_scores(appraisal, err);
	if (!code)
		code = appraisal_finish(appraisal, err);
	return code ? code : derivation_make(appraisal, 3, arena, &derivation, err);
}

static void test_memory_runs_out(void **state)
{
	struct arena *schemes = arena_new(1 << 20), *full = arena_new(1 << 20);
	struct scheme *scheme = small_scheme(schemes);
	struct error err;
	(void)state;
	assert_int_equal(small_run(scheme, full, &err), 0);
	for (size_t limit = 64; limit < arena_used(full); limit += 128) {
		struct arena *arena = arena_new(limit);
		if (!arena)
			continue;
		assert_int_equal(small_run(scheme, arena, &err), -ERR_MEMORY);
		arena_free(arena);
	}
	arena_free(full);
	arena_free(schemes);
}

static void test_misuse_is_refused(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct scheme *scheme = small_scheme(arena);
	struct appraisal_member members[2] = { { .class_index = -1 }, { .class_index = -1 } };
	struct appraisal_setup setup = { scheme, members, 2, 1 };
	struct appraisal *appraisal = NULL;
	struct appraisal_score score = { .member = 0 };
	struct derivation *derivation = NULL;
	struct error err;
	(void)state;
	members[1].group = 1;
	assert_int_equal(appraisal_new(&setup, arena, &appraisal, &err), -ERR_BROKEN);
	members[1].group = 0;
	assert_int_equal(appraisal_new(&setup, arena, &appraisal, &err), 0);
	assert_int_equal(appraisal_add_score(appraisal, &score, &err), 0);
	score.indicator = 2;
	assert_int_equal(appraisal_add_score(appraisal, &score, &err), -ERR_BROKEN);
	score = (struct appraisal_score){ .member = 1 };
	assert_int_equal(appraisal_add_score(appraisal, &score, &err), 0);
	score.member = 0; /* its marks were closed by those of another */
	assert_int_equal(appraisal_add_score(appraisal, &score, &err), -ERR_BROKEN);
	score.member = 2;
	assert_int_equal(appraisal_add_score(appraisal, &score, &err), -ERR_BROKEN);
	assert_int_equal(appraisal_finish(appraisal, &err), 0);
	assert_int_equal(derivation_make(appraisal, 0, arena, &derivation, &err), -ERR_BROKEN);
	arena_free(arena);
}

/* Nobody to appraise is no failure. */
static void test_empty_year(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct appraisal_setup setup = { small_scheme(arena), NULL, 0, 1 };
	struct appraisal *appraisal = NULL;
	struct error err;
	(void)state;
	assert_int_equal(appraisal_new(&setup, arena, &appraisal, &err), 0);
	assert_int_equal(appraisal_finish(appraisal, &err), 0);
	assert_int_equal(appraisal_ranking(appraisal, 0)->members, 0);
	assert_int_equal(appraisal_ranking(appraisal, 0)->last, -1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scoring_cases),
		cmocka_unit_test(test_ranking_cases),
		cmocka_unit_test(test_memory_runs_out),
		cmocka_unit_test(test_misuse_is_refused),
		cmocka_unit_test(test_empty_year),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
