/*
 * test_scheme_try.c - what a draft scheme makes of marks that were given under another: added, dropped,
 * scaled, widened indicators.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "process/scheme_try.h"

#define HEAD                                                                                       \
	"scheme: x\nversion: 1\ntitle: {zh: 方案, en: Scheme}\n"                                 \
	"in_force: {from_year: 2007}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"
#define UNITS                                                                                      \
	"subject: unit\nkinds:\n  - {code: town, zh: 镇, en: Town}\n"                             \
	"  - {code: office, zh: 局, en: Office}\n"
#define TAIL "bonus: {cap: 3}\ngrades:\n  - {code: pass, zh: 合格, en: Pass, from: 60}\n"           \
	     "  - {code: fail, zh: 不合格, en: Fail, from: 0}\n"
#define A "  - {code: A, zh: 甲, en: A, maximum: 20}\n"
#define B "  - {code: B, zh: 乙, en: B, maximum: 10, applies_to: [town]}\n"

static const struct scheme_try_marks marks[] = { { STR_INIT("A"), 6 }, { STR_INIT("B"), 3 },
						 { STR_INIT("OLD"), 5 } };

struct trial {
	const char *name;
	const char *draft;   /* its indicators */
	const char *changes; /* "kind code", joined */
	const char *applied; /* "code/classes", joined */
	const char *former;  /* former maximum by indicator of the applied scheme */
};

static const struct trial trials[] = {
	{ "the same", A B, "", "A/0 B/1 ", "0 0 " },
	{ "added", A B "  - {code: N, zh: 新, en: New, maximum: 5}\n", "added N ", "A/0 B/1 ", "0 0 " },
	{ "removed", A, "removed B ", "A/0 ", "0 " },
	{ "scaled", "  - {code: A, zh: 甲, en: A, maximum: 25}\n" B, "scaled A ", "A/0 B/1 ", "20 0 " },
	{ "widened to all", A "  - {code: B, zh: 乙, en: B, maximum: 10}\n", "widened B ", "A/0 B/1 ",
	  "0 0 " },
	{ "moved to others", A "  - {code: B, zh: 乙, en: B, maximum: 10, applies_to: [office]}\n",
	  "widened B ", "A/0 ", "0 " },
	{ "widened and scaled", A "  - {code: B, zh: 乙, en: B, maximum: 8, applies_to: [office, town]}\n",
	  "widened B scaled B ", "A/0 B/1 ", "0 10 " },
	{ "narrowed", "  - {code: A, zh: 甲, en: A, maximum: 20, applies_to: [office]}\n" B, "",
	  "A/1 B/1 ", "0 0 " },
	{ "of an earlier version, with marks", A B "  - {code: OLD, zh: 旧, en: Old, maximum: 5}\n", "",
	  "A/0 B/1 OLD/0 ", "0 0 0 " },
};

static struct scheme *parsed(struct arena *arena, const char *subject, const char *indicators)
{
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	struct scheme *scheme = NULL;
	struct error err;
	struct str text = arena_format(arena, HEAD "%sindicators:\n%s" TAIL, subject, indicators);

	assert_non_null(problems);
	if (scheme_parse(text, arena, problems, &scheme, &err) < 0)
		fail_msg("%s\n%.*s", err.en, STR_ARG(text));
	return scheme;
}

static struct str list(struct arena *arena, struct str text, const char *format, ...)
	PRINTF(3, 4);

static struct str list(struct arena *arena, struct str text, const char *format, ...)
{
	char item[200];
	va_list args;

	va_start(args, format);
	vsnprintf(item, sizeof(item), format, args);
	va_end(args);
	return arena_format(arena, "%.*s%s ", STR_ARG(text), item);
}

static void check(const char *name, const char *what, const char *wanted, struct str found)
{
	if (!str_equal(str_from(wanted), found))
		fail_msg("%s: %s: “%.*s”, wanted “%s”", name, what, STR_ARG(found), wanted);
}

static void plans(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(trials); i++) {
		struct arena *arena = arena_new(8 << 20);
		const struct trial *trial = &trials[i];
		struct scheme_try_input input = { parsed(arena, UNITS, A B),
						  parsed(arena, UNITS, trial->draft), marks,
						  ARRAY_LENGTH(marks) };
		struct scheme_try_plan plan;
		struct error err;
		struct str changes = STR_EMPTY, applied = STR_EMPTY, former = STR_EMPTY;

		assert_int_equal(scheme_try_plan(&input, arena, &plan, &err), 0);
		for (size_t c = 0; c < plan.change_count; c++)
			changes = list(arena, changes, "%s %.*s",
				       scheme_try_kind_name(plan.changes[c].kind),
				       STR_ARG(plan.changes[c].code));
		for (size_t n = 0; n < plan.applied->indicator_count; n++) {
			char text[DECIMAL_TEXT_BYTES];
			const struct scheme_indicator *indicator = &plan.applied->indicators[n];

			applied = list(arena, applied, "%.*s/%zu", STR_ARG(indicator->code),
				       indicator->class_count);
			former = list(arena, former, "%s",
				      decimal_format_short(plan.former_maximum[n], text));
		}
		check(trial->name, "changes", trial->changes, changes);
		check(trial->name, "applied", trial->applied, applied);
		check(trial->name, "former maxima", trial->former, former);
		arena_free(arena);
	}
}

/* Every kind of change says in both languages what it is and how it is treated. */
static void sentences(void **state)
{
	static const char *const zh[SCHEME_TRY_KIND_COUNT] = { "不计入", "3 条评分不计", "按比例折算",
							       "不计入" };
	static const char *const en[SCHEME_TRY_KIND_COUNT] = { "left out", "3 marks are ignored",
							       "3 marks are scaled", "left out" };
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (int kind = 0; kind < SCHEME_TRY_KIND_COUNT; kind++) {
		struct scheme_try_change change = { .kind = (enum scheme_try_kind)kind,
						    .code = STR("B"),
						    .title = { STR("乙"), STR("B") },
						    .marks = 3 };
		struct str text = scheme_try_sentence(&change, LANGUAGE_ZH, arena);

		assert_true(str_find(text, str_from(zh[kind])) > 0);
		text = scheme_try_sentence(&change, LANGUAGE_EN, arena);
		assert_true(str_find(text, str_from(en[kind])) > 0);
		assert_true(str_find(text, STR("{")) < 0);
	}
	arena_free(arena);
}

static void refusals(void **state)
{
	struct arena *arena = arena_new(8 << 20);
	const char *persons = "subject: person\nlevels:\n  - {code: head, zh: 正科, en: Head}\n";
	struct scheme_try_plan plan;
	struct error err;
	struct scheme_try_input other = {
		.adopted = parsed(arena, UNITS, A),
		.draft = parsed(arena, UNITS, "  - {code: N, zh: 新, en: New, maximum: 5}\n"),
		.marks = marks, .mark_count = ARRAY_LENGTH(marks)
	};

	(void)state;
	assert_int_equal(scheme_try_plan(&other, arena, &plan, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "nothing to try"));
	other.draft = parsed(arena, persons, A);
	assert_int_equal(scheme_try_plan(&other, arena, &plan, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "other subjects"));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans),
		cmocka_unit_test(sentences),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
