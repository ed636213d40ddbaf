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

static void check_line(const struct appraisal_case *test, const struct case_line *line,
		       struct arena *arena)
{
	struct str rest = line->rest, name = case_word(&rest);
	int member = case_member_find(test, name);
	if (member < 0)
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scoring_cases),
		cmocka_unit_test(test_ranking_cases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
