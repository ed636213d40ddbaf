/* test_rule.c - the archive rule: what is read, every refusal with its line, and words both ways. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "archive/archive_rule.h"

#define HEAD                                                                                       \
	"rulebook: archive\nkind: archive\nversion: 1\ntitle: {zh: 规则, en: Rule}\n"             \
	"in_force: {from: 1978-01-01}\nsource: {zh: 示例, en: Example, verified: no}\nrules:\n"
#define READING "  reading: {minutes: 30, article: 第六条}\n"
#define KINDS	"  kinds:\n    - {code: award, title: {zh: 表彰, en: Award}}\n"
#define PURPOSES "  purposes:\n    - {code: opinion, title: {zh: 意见, en: Opinion}}\n"

static const struct {
	const char *text;
	int line; /* of the first problem; 0: none */
} cases[] = {
	{ HEAD READING KINDS PURPOSES, 0 },
	{ HEAD KINDS PURPOSES, 8 },			       /* no reading */
	{ HEAD "  reading: {minutes: 0}\n" KINDS PURPOSES, 8 },
	{ HEAD "  reading: {minutes: 481}\n" KINDS PURPOSES, 8 },
	{ HEAD "  reading: {hours: 1, minutes: 5}\n" KINDS PURPOSES, 8 },
	{ HEAD READING "  kinds: []\n" PURPOSES, 9 },
	{ HEAD READING "  kinds: {code: award}\n" PURPOSES, 9 }, /* no list */
	{ HEAD READING KINDS "    - {code: award, title: {zh: 又, en: Again}}\n" PURPOSES, 11 },
	{ HEAD READING "  kinds:\n    - {code: a b, title: {zh: 甲, en: A}}\n" PURPOSES, 10 },
	{ HEAD READING "  kinds:\n    - {code: a, title: {zh: 甲}}\n" PURPOSES, 10 },
	{ HEAD READING "  kinds:\n    - {code: a, title: {zh: 甲, en: A}, closes: perhaps}\n" PURPOSES,
	  10 },
	{ HEAD READING "  kinds:\n    - award\n" PURPOSES, 10 },
	{ HEAD READING KINDS, 8 }, /* no purposes */
};

static void refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct arena *arena = arena_new((size_t)1 << 20);
		struct rule_problems problems;
		struct rulebook book;
		struct error err;
		int code = rulebook_parse(str_from(cases[i].text), arena, &problems, &book, &err);

		if (!cases[i].line) {
			assert_int_equal(code, 0);
		} else {
			assert_int_equal(code, -ERR_INVALID);
			if (problems.items[0].place.line != cases[i].line)
				fail_msg("case %zu: line %d, %.*s", i, problems.items[0].place.line,
					 STR_ARG(problems.items[0].en));
		}
		arena_free(arena);
	}
}

static void words(void **state)
{
	const struct archive_terms terms = {
		{ { STR("award"), STR("表彰奖励"), STR("Award"), false },
		  { STR("case"), STR("立案审查"), STR("Case"), true } },
		2
	};
	static const struct {
		const char *typed, *code;
	} typed[] = { { "award", "award" }, { "表彰奖励", "award" }, { "Case", "case" },
		      { "AWARD", NULL },    { "表彰", NULL },	     { "", NULL } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(typed); i++) {
		const struct archive_term *found =
			archive_term_match(&terms, str_from(typed[i].typed));

		assert_true(typed[i].code ? found && str_equal(found->code, str_from(typed[i].code))
					  : !found);
	}
	assert_true(str_equal(archive_term_title(&terms, STR("case"), LANGUAGE_ZH), STR("立案审查")));
	assert_true(str_equal(archive_term_title(&terms, STR("case"), LANGUAGE_EN), STR("Case")));
	/* A kind that a later rule dropped keeps its code. */
	assert_true(str_equal(archive_term_title(&terms, STR("gone"), LANGUAGE_EN), STR("gone")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("archive/rule", tests, NULL, NULL);
}
