/*
 * test_scheme.c - every refusal of a scheme with its line and column, the defaults, and the shipped
 * examples.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "process/scheme.h"

/* A correct scheme, one text for each line; a case replaces or inserts one. */
static const char *const good[] = {
	/* 1 */ "scheme: x",
	/* 2 */ "version: 1",
	/* 3 */ "title: {zh: 方案, en: Scheme}",
	/* 4 */ "subject: unit",
	/* 5 */ "in_force: {from_year: 2007, to_year: 2008}",
	/* 6 */ "source: {zh: 虚构, en: Fictional, verified: no}",
	/* 7 */ "kinds:",
	/* 8 */ "  - {code: town, zh: 镇, en: Town, also: [乡]}",
	/* 9 */ "  - {code: department, zh: 部门, en: Department}",
	/* 10 */ "parts: [{code: p, zh: 部分, en: Part}]",
	/* 11 */ "indicators:",
	/* 12 */ "  - {code: I1, zh: 一, en: One, maximum: 10, part: p}",
	/* 13 */ "  - {code: I2, zh: 二, en: Two, maximum: 20.5, applies_to: [town]}",
	/* 14 */ "bonus: {cap: 3}",
	/* 15 */ "veto: {grade: fail}",
	/* 16 */ "ranking: {ties: shared, smallest_group: 3}",
	/* 17 */ "total: {full_marks: 100, places: 2}",
	/* 18 */ "grades:",
	/* 19 */ "  - {code: pass, zh: 合格, en: Pass, from: 60, quota: 20}",
	/* 20 */ "  - {code: fail, zh: 不合格, en: Fail, from: 0}",
	/* 21 */ "quota: {rounding: floor, ties: lower}",
	/* 22 */ "triggers:",
	/* 23 */ "  - {code: t, zh: 触发, en: Trigger, kind: last_in_group_consecutive, mechanism: A3}",
};

struct refusal {
	int replaced;	  /* line to replace; 0: none */
	const char *line; /* its new text; NULL: leave the line empty */
	int at, column;	  /* where the problem is reported */
	const char *en;	  /* part of the sentence */
};

static const struct refusal refusals[] = {
	/* Form */
	{ 1, "scheme: [x", 2, 8, "not well-formed YAML" },
	{ 1, "\tscheme: x", 1, 1, "not well-formed YAML" },
	{ 1, "scheme: &a x", 1, 9, "anchors" },
	{ 2, "version: *a", 2, 10, "anchors" },
	{ 1, "scheme: !!str x", 1, 9, "tags" },
	{ 1, "scheme: !x x", 1, 9, "tags" },
	{ 2, "scheme: y", 2, 1, "“scheme” stands here a second time; first in line 1" },
	{ 14, "bonus: {cap: 3, cap: 4}", 14, 17, "a second time; first in line 14" },
	{ 1, "scheme: {[a]: x}", 1, 10, "a key must be a plain text" },
	{ 22, "---", 22, 1, "one document only" },
	{ 10, "parts: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]", 10, 19, "nested deeper" },
	/* Keys */
	{ 2, "version: 1\nweight: 3", 3, 1, "unknown key “weight”; accepted: scheme, version" },
	{ 14, "bonus: {cap: 3, top: 1}", 14, 17, "unknown key “top”; accepted: cap, article" },
	{ 2, NULL, 1, 1, "“version” is missing" },
	{ 14, NULL, 1, 1, "“bonus” is missing" },
	{ 14, "bonus: {}", 14, 8, "“cap” is missing" },
	{ 12, "  - {code: I1, zh: 一, en: One}", 12, 5, "“maximum” is missing" },
	{ 19, "  - {zh: 合格, en: Pass, from: 60}", 19, 5, "“code” is missing" },
	{ 2, "version:", 2, 1, "“version” has no value" },
	{ 2, "version: [1]", 2, 10, "“version” must be a single value" },
	{ 3, "title: Scheme", 3, 8, "“title” must be a map" },
	{ 10, "parts: p", 10, 8, "“parts” must be a list" },
	{ 12, "  - I1", 12, 5, "must be a map" },
	/* Values */
	{ 1, "scheme: 方案", 1, 9, "found “方案”, accepted: 1 to 40 of the letters" },
	{ 2, "version: 0", 2, 10, "found “0”, accepted: a whole number from 1 to 9999" },
	{ 2, "version: 1.5", 2, 10, "found “1.5”" },
	{ 3, "title: {zh: 方案, en: \" \"}", 3, 21, "1 to 500 characters" },
	{ 4, "subject: team", 4, 10, "found “team”, accepted: unit, person" },
	{ 5, "in_force: {from_year: 2o07}", 5, 23, "from 1990 to 2199" },
	{ 5, "in_force: {from_year: 2008, to_year: 2007}", 5, 38,
	  "to_year 2007 lies before from_year 2008 of line 5" },
	{ 6, "source: {zh: 虚构, en: Fictional, verified: maybe}", 6, 43, "accepted: yes, no" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 0}", 12, 41,
	  "must be greater than 0, found 0" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: -5}", 12, 41, "greater than 0, found -5" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: ten}", 12, 41,
	  "found “ten”, accepted: a number from 0.0001 to 10000" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 1.00001}", 12, 41, "at most 4 places" },
	{ 14, "bonus: {cap: -1}", 14, 14, "a number from 0 to 10000" },
	{ 16, "ranking: {ties: odd}", 16, 17, "found “odd”, accepted: shared, dense" },
	{ 16, "ranking: {smallest_group: 1}", 16, 27, "a whole number from 2 to 1000" },
	{ 17, "total: {places: 5}", 17, 17, "a whole number from 0 to 4" },
	{ 17, "total: {full_marks: 0}", 17, 21, "found “0”" },
	{ 17, "scorers: median", 17, 10, "found “median”, accepted: average" },
	{ 19, "  - {code: pass, zh: 合格, en: Pass, from: 60, quota: 0}", 19, 53, "found “0”" },
	{ 19, "  - {code: pass, zh: 合格, en: Pass, from: 60, quota: 101}", 19, 53, "to 100" },
	{ 21, "quota: {rounding: up}", 21, 19, "accepted: floor, nearest, ceiling" },
	{ 21, "quota: {ties: both}", 21, 15, "accepted: lower, upper" },
	{ 23, "  - {code: t, zh: 触发, en: T, kind: sometimes, mechanism: A3}", 23, 36,
	  "found “sometimes”, accepted: last_in_group_consecutive" },
	{ 23,
	  "  - {code: t, zh: 触, en: T, kind: last_in_group_consecutive, mechanism: A3, years: 1}",
	  23, 84, "a whole number from 2 to 10" },
	{ 23,
	  "  - {code: t, zh: 触, en: T, kind: last_in_group_consecutive, mechanism: A3, "
	  "days_in_post: 366}",
	  23, 91, "a whole number from 1 to 365" },
	/* Contradictions */
	{ 9, "  - {code: town, zh: 部门, en: Department}", 9, 5,
	  "the code “town” is used twice: lines 8 and 9" },
	{ 9, "  - {code: department, zh: 乡, en: Department}", 9, 5,
	  "“乡” stands for two kinds: lines 8 and 9" },
	{ 13, "  - {code: I1, zh: 二, en: Two, maximum: 20}", 13, 5,
	  "the code “I1” is used twice: lines 12 and 13" },
	{ 13, "  - {code: I2, zh: 二, en: Two, maximum: 20, applies_to: [village]}", 13, 58,
	  "“village” is not declared under kinds" },
	{ 13, "  - {code: I2, zh: 二, en: Two, maximum: 20, applies_to: []}", 13, 57,
	  "applies_to is empty" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, applies_to: [town]}", 9, 5,
	  "no indicator applies to “department”" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, part: q}", 12, 51,
	  "“q” is not declared under parts" },
	/* Points from the plan */
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: stars}", 12, 53,
	  "found “stars”, accepted: scorers, plan" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, plan: {late: 1}}", 12, 51,
	  "plan needs “source: plan” beside it" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: plan, plan: {late: 101}}", 12, 72,
	  "a number from 0 to 100" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: plan, plan: {weights: some}}", 12,
	  75, "found “some”, accepted: plan, equal" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: plan, plan: {sources: [gift]}}", 12,
	  76, "“gift” is no source of a plan's items" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: plan, plan: {areas: []}}", 12, 73,
	  "areas is empty" },
	{ 12, "  - {code: I1, zh: 一, en: One, maximum: 10, source: plan, plan: {items: 3}}", 12, 66,
	  "unknown key “items”; accepted: areas, sources, weights, late" },
	{ 11, "indicators: []\nx:", 11, 13, "1 to 200 indicators, found 0" },
	{ 15, "veto: {grade: poor}", 15, 15, "the grade “poor”, which is not declared" },
	{ 20, "  - {code: fail, zh: 不合格, en: Fail, from: 60}", 20, 5,
	  "grades overlap: “pass” (line 19) begins at 60, so “fail” (line 20)" },
	{ 20, "  - {code: fail, zh: 不合格, en: Fail, from: 70}", 20, 5, "grades overlap" },
	{ 20, "  - {code: fail, zh: 不合格, en: Fail, from: 10}", 20, 5,
	  "the last grade “fail” must begin at 0" },
	{ 20, "  - {code: fail, zh: 不合格, en: Fail, from: 0, quota: 10}", 20, 5,
	  "a quota on the last grade “fail” has no next grade" },
	{ 20, "  - {code: pass, zh: 不合格, en: Fail, from: 0}", 20, 5,
	  "the code “pass” is used twice: lines 19 and 20" },
	{ 20, NULL, 19, 3, "2 to 20 grades, found 1" },
	{ 17, "total: {cap: 50}", 19, 5, "begins above the cap of the total" },
	{ 4, "subject: person", 7, 1, "a scheme for persons has no “kinds”" },
	{ 10, "levels: [{code: p, zh: 部分, en: Part}]", 10, 1, "a scheme for units has no “levels”" },
	{ 23,
	  "  - {code: t, zh: 触, en: T, kind: last_in_group_consecutive, mechanism: A3}\n"
	  "  - {code: t, zh: 触, en: T, kind: last_in_group_consecutive, mechanism: A3}",
	  24, 5, "the code “t” is used twice: lines 23 and 24" },
};

struct text_case {
	struct buf text;
	struct arena *arena;
	struct rule_problems problems;
	struct error err;
	struct scheme *scheme;
};

static int parse_text(struct text_case *test, struct str text)
{
	test->arena = arena_new(16 << 20);
	assert_non_null(test->arena);
	rule_problems_init(&test->problems, test->arena);
	test->scheme = NULL;
	return scheme_parse(text, test->arena, &test->problems, &test->scheme, &test->err);
}

static int parse_with(struct text_case *test, int replaced, const char *line)
{
	buf_init(&test->text, 65536);
	for (int i = 0; i < (int)ARRAY_LENGTH(good); i++) {
		buf_add_text(&test->text, i + 1 == replaced ? (line ? line : "") : good[i]);
		buf_add_byte(&test->text, '\n');
	}
	return parse_text(test, buf_str(&test->text));
}

static void release(struct text_case *test)
{
	arena_free(test->arena);
	buf_release(&test->text);
}

static bool reported(const struct text_case *test, const struct refusal *refusal)
{
	for (size_t i = 0; i < test->problems.count; i++) {
		const struct rule_problem *problem = &test->problems.items[i];
		if (problem->place.line == refusal->at &&
		    problem->place.column == refusal->column && problem->zh.length > 0 &&
		    str_find(problem->en, str_from(refusal->en)) >= 0)
			return true;
	}
	return false;
}

static void print_problems(const struct text_case *test)
{
	for (size_t i = 0; i < test->problems.count; i++)
		print_message("  %d:%d %.*s | %.*s\n", test->problems.items[i].place.line,
			      test->problems.items[i].place.column,
			      STR_ARG(test->problems.items[i].en),
			      STR_ARG(test->problems.items[i].zh));
}

static void test_refusals(void **state)
{
	int failures = 0;
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		const struct refusal *refusal = &refusals[i];
		struct text_case test = { 0 };
		int code = parse_with(&test, refusal->replaced, refusal->line);
		if (code != -ERR_INVALID || test.err.row != test.problems.items[0].place.line ||
		    test.scheme || !reported(&test, refusal)) {
			print_message("case %zu: code %d, wanted %d:%d “%s”, found\n", i, code,
				      refusal->at, refusal->column, refusal->en);
			print_problems(&test);
			failures++;
		}
		release(&test);
	}
	assert_int_equal(failures, 0);
}

static void test_good_one_and_defaults(void **state)
{
	struct text_case test = { 0 };
	(void)state;
	assert_int_equal(parse_with(&test, 0, NULL), 0);
	const struct scheme *scheme = test.scheme;
	assert_int_equal(scheme->version, 1);
	assert_int_equal(scheme->indicator_count, 2);
	assert_int_equal(scheme->indicators[1].maximum.scaled, 205000);
	assert_int_equal(scheme->indicators[0].part, 0);
	assert_int_equal(scheme->indicators[1].part, -1);
	assert_true(scheme_in_force(scheme, 2007) && scheme_in_force(scheme, 2008));
	assert_false(scheme_in_force(scheme, 2006) || scheme_in_force(scheme, 2009));
	assert_int_equal(scheme->veto_grade, 1);
	assert_int_equal(scheme->triggers[0].years, 2);
	assert_int_equal(scheme->triggers[0].days_in_post, 183);
	assert_false(scheme->has_total_cap || scheme->example);
	assert_int_equal(scheme_class_find(scheme, STR("乡")), 0);
	assert_int_equal(scheme_class_find(scheme, STR("镇")), 0);
	assert_int_equal(scheme_class_find(scheme, STR("TOWN")), 0);
	assert_int_equal(scheme_class_find(scheme, STR("department")), 1);
	assert_int_equal(scheme_class_find(scheme, STR("school")), -1);
	assert_true(scheme_applies(scheme, 0, 1) && scheme_applies(scheme, 0, -1));
	assert_true(scheme_applies(scheme, 1, 0));
	assert_false(scheme_applies(scheme, 1, 1) || scheme_applies(scheme, 1, -1));
	release(&test);

	/* Without the optional sections the documented defaults hold. */
	static const int optional[] = { 15, 16, 17, 21 };
	for (size_t i = 0; i < ARRAY_LENGTH(optional); i++) {
		struct text_case bare = { 0 };
		assert_int_equal(parse_with(&bare, optional[i], NULL), 0);
		assert_int_equal(bare.scheme->veto_grade, 1);
		assert_int_equal(bare.scheme->smallest_group, 3);
		assert_int_equal(bare.scheme->ties, SCHEME_TIES_SHARED);
		assert_int_equal(bare.scheme->places, 2);
		assert_int_equal(bare.scheme->full_marks.scaled, 100 * DECIMAL_ONE);
		assert_int_equal(bare.scheme->quota_rounding, SCHEME_QUOTA_FLOOR);
		assert_int_equal(bare.scheme->quota_ties, SCHEME_QUOTA_TIES_LOWER);
		release(&bare);
	}
}

static void test_several_problems_in_order(void **state)
{
	struct text_case test = { 0 };
	(void)state;
	assert_int_equal(parse_with(&test, 2, "version: 0\nweight: 1"), -ERR_INVALID);
	assert_int_equal(test.problems.count, 2);
	assert_int_equal(test.problems.items[0].place.line, 2);
	assert_int_equal(test.problems.items[1].place.line, 3);
	assert_string_equal(test.err.en, "line 2, column 10: found “0”, accepted: a whole number "
					 "from 1 to 9999");
	assert_string_equal(test.err.zh, "第 2 行第 10 列：值为“0”，可接受：1 到 9999 的整数");
	release(&test);
}

static void test_at_most_fifty_problems(void **state)
{
	struct text_case test = { 0 };
	(void)state;
	buf_init(&test.text, 65536);
	for (int i = 0; i < 80; i++)
		buf_add_format(&test.text, "unknown%d: 1\n", i);
	assert_int_equal(parse_text(&test, buf_str(&test.text)), -ERR_INVALID);
	assert_int_equal(test.problems.count, RULE_PROBLEMS_MAXIMUM);
	assert_true(test.problems.more);
	release(&test);
}

static void test_not_a_scheme_at_all(void **state)
{
	static const struct {
		const char *bytes;
		const char *en;
	} cases[] = {
		{ "", "must be a map" },	    { "just text", "must be a map" },
		{ "- a\n- b\n", "must be a map" },  { "scheme: \xc3\x28", "not UTF-8" },
		{ "a: \x01", "not well-formed" },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct text_case test = { 0 };
		assert_int_equal(parse_text(&test, str_from(cases[i].bytes)), -ERR_INVALID);
		assert_int_equal(test.problems.count, 1);
		if (str_find(test.problems.items[0].en, str_from(cases[i].en)) < 0)
			fail_msg("case %zu: %s", i, test.err.en);
		release(&test);
	}
}

static void test_memory_runs_out(void **state)
{
	struct text_case full = { 0 };
	(void)state;
	assert_int_equal(parse_with(&full, 0, NULL), 0);
	size_t needed = arena_used(full.arena);
	for (size_t limit = 64; limit < needed; limit += 512) {
		struct arena *arena = arena_new(limit);
		struct rule_problems problems;
		struct scheme *scheme = NULL;
		if (!arena)
			continue;
		rule_problems_init(&problems, arena);
		assert_int_equal(scheme_parse(buf_str(&full.text), arena, &problems, &scheme,
					      &full.err),
				 -ERR_MEMORY);
		assert_null(scheme);
		arena_free(arena);
	}
	release(&full);
}

static void read_rule(struct text_case *test, const char *name)
{
	const char *source = getenv("LIANZE_SOURCE");
	char path[4096], block[65536];
	snprintf(path, sizeof(path), "%s/rules/%s", source ? source : ".", name);
	FILE *stream = fopen(path, "rb");
	if (!stream)
		fail_msg("cannot read %s", path);
	buf_init(&test->text, 65536);
	buf_add(&test->text, block, fread(block, 1, sizeof(block), stream));
	fclose(stream);
	if (parse_text(test, buf_str(&test->text)))
		fail_msg("%s: %s", name, test->err.en);
}

static int64_t applicable_maximum(const struct scheme *scheme, int class_index)
{
	int64_t sum = 0;
	for (size_t i = 0; i < scheme->indicator_count; i++)
		if (scheme_applies(scheme, (int)i, class_index))
			sum += scheme->indicators[i].maximum.scaled;
	return sum;
}

/* The shipped schemes are examples, sum up to 100 for each kind, and 2008 is version 2 of 2007. */
static void test_shipped_schemes(void **state)
{
	static const struct {
		const char *name;
		int version, from, to;
	} shipped[] = {
		{ "target-management-2007.yaml", 1, 2007, 2007 },
		{ "target-management-2008.yaml", 2, 2008, SCHEME_NO_YEAR },
		{ "three-examinations.yaml", 1, 2007, SCHEME_NO_YEAR },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(shipped); i++) {
		struct text_case test = { 0 };
		read_rule(&test, shipped[i].name);
		assert_int_equal(test.scheme->version, shipped[i].version);
		assert_int_equal(test.scheme->from_year, shipped[i].from);
		assert_int_equal(test.scheme->to_year, shipped[i].to);
		assert_true(test.scheme->example && !test.scheme->verified);
		assert_int_equal(applicable_maximum(test.scheme, 0), 100 * DECIMAL_ONE);
		release(&test);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_good_one_and_defaults),
		cmocka_unit_test(test_several_problems_in_order),
		cmocka_unit_test(test_at_most_fifty_problems),
		cmocka_unit_test(test_not_a_scheme_at_all),
		cmocka_unit_test(test_memory_runs_out),
		cmocka_unit_test(test_shipped_schemes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
