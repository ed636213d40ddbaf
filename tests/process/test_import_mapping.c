/* How foreign columns become ours: keys of headings, rules as text and back, guesses. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/unit.h"
#include "process/entry.h"
#include "process/import_guess.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)4 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void keys_follow_the_set_of_headings(void **state)
{
	const struct str a[] = { STR("单位\n代码"), STR("名 称") };
	const struct str turned[] = { STR("名称"), STR("单位代码") };
	const struct str joined[] = { STR("单位代码名"), STR("称") };
	struct str key = import_headers_key(arena, a, 2);

	(void)state;
	assert_int_equal(key.length, 64);
	assert_true(str_equal(key, import_headers_key(arena, turned, 2)));
	assert_false(str_equal(key, import_headers_key(arena, joined, 2)));
	assert_false(str_equal(key, import_headers_key(arena, a, 1)));
}

static void rules_survive_as_text(void **state)
{
	static const char text[] = "column\tcode\t单位编码\nconstant\tkind\ttown\n"
				   "value\tkind\t乡镇\ttown\nvalue\tkind\ta b\tbody\n";
	struct import_rules rules;

	(void)state;
	import_rules_parse(IMPORT_BATCH_UNITS, str_from(text), &rules);
	assert_true(str_equal(rules.columns[0].header, STR("单位编码")));
	assert_true(str_equal(rules.columns[3].constant, STR("town")));
	assert_int_equal(rules.value_count, 2);
	assert_true(str_equal(import_rules_format(arena, IMPORT_BATCH_UNITS, &rules), str_from(text)));
	rules.values[1].from = STR("a\tb"); /* as a cell may hold it */
	assert_true(str_equal(import_rules_format(arena, IMPORT_BATCH_UNITS, &rules), str_from(text)));
	/* Lines that mean nothing are left out. */
	import_rules_parse(IMPORT_BATCH_UNITS, STR("column\tnone\tx\n\n\t\t\t\nvalue"), &rules);
	assert_string_equal(import_rules_format(arena, IMPORT_BATCH_UNITS, &rules).bytes, "");
}

static void columns_are_guessed(void **state)
{
	struct str header[] = { STR("序号"), STR("评分单位"), STR("考核年度"), STR("单位编码"), STR("分数"),
				STR("考核指标") };
	const struct csv_table table = { .header = header, .columns = ARRAY_LENGTH(header) };
	static const char *const expected[] = { "考核年度", "单位编码", "考核指标", "分数", "评分单位", "" };
	struct import_rules rules;

	(void)state;
	import_guess_columns(arena, IMPORT_BATCH_SCORES, &table, &rules);
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++)
		if (!str_equal(rules.columns[i].header, str_from(expected[i])))
			fail_msg("column %zu: %.*s", i, STR_ARG(rules.columns[i].header));
}

static void choices_are_guessed(void **state)
{
	static const struct {
		const struct field_choice *choices;
		const char *value, *expected;
	} cases[] = {
		{ unit_kinds, "乡镇", "town" },	     { unit_kinds, "委办局", "department" },
		{ unit_kinds, "Bureau", "department" }, { unit_kinds, "怪物", "" },
		{ unit_kinds, "", "" },		     { entry_kinds, "减分", "deduction" },
		{ entry_kinds, "否决", "veto" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str found = import_guess_choice(cases[i].choices, str_from(cases[i].value));

		if (!str_equal(found, str_from(cases[i].expected)))
			fail_msg("%s: %.*s", cases[i].value, STR_ARG(found));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_follow_the_set_of_headings),
		cmocka_unit_test(rules_survive_as_text),
		cmocka_unit_test(columns_are_guessed),
		cmocka_unit_test(choices_are_guessed),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
