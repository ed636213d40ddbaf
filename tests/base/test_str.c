/* Borrowed text: comparing, finding, cutting, trimming and whole numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"

static void assert_str(struct str actual, const char *expected)
{
	assert_int_equal(actual.length, strlen(expected));
	assert_true(str_equal(actual, str_from(expected)));
}

static void compares(void **state)
{
	static const struct {
		const char *a, *b;
		int order;
		bool same_letters;
	} cases[] = {
		{ "", "", 0, true },	{ "a", "", 1, false },	  { "a", "b", -1, false },
		{ "a", "ab", -1, false }, { "\xff", "a", 1, false }, { "Unit", "uNIT", -1, true },
		{ "É", "é", -1, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);
		int order = str_compare(a, b);

		assert_int_equal((order > 0) - (order < 0), cases[i].order);
		assert_int_equal(str_equal(a, b), cases[i].order == 0);
		assert_int_equal(str_equal_ignore_case(a, b), cases[i].same_letters);
	}
	assert_true(str_equal(STR_EMPTY, STR("")));
}

static void finds(void **state)
{
	struct str text = STR("ab\0cab");

	(void)state;
	assert_int_equal(str_find_byte(text, 'c'), 3);
	assert_int_equal(str_find_byte(text, '\0'), 2);
	assert_int_equal(str_find_byte(text, 'x'), -1);
	assert_int_equal(str_find_byte(STR_EMPTY, 'x'), -1);
	assert_int_equal(str_find(text, STR("ca")), 3);
	assert_int_equal(str_find(text, STR_EMPTY), 0);
	assert_int_equal(str_find(text, STR("abc")), -1);
	assert_int_equal(str_find(STR("a"), STR("ab")), -1);
	assert_true(str_starts_with(text, STR("ab")));
	assert_false(str_starts_with(STR("a"), STR("ab")));
	assert_true(str_ends_with(text, STR("cab")));
	assert_true(str_ends_with(text, STR_EMPTY));
	assert_false(str_ends_with(STR_EMPTY, STR("b")));
}

static void slices_within_bounds(void **state)
{
	(void)state;
	assert_str(str_slice(STR("abcdef"), 2, 3), "cde");
	assert_str(str_slice(STR("abcdef"), 4, SIZE_MAX), "ef");
	assert_str(str_slice(STR("abcdef"), 6, 1), "");
	assert_str(str_slice(STR("abcdef"), SIZE_MAX, SIZE_MAX), "");
	assert_str(str_slice(STR_EMPTY, 0, 9), "");
}

static void trims_what_people_leave_around_values(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a b", "a b" },
		{ " \t\r\na b \n", "a b" },
		{ "\u3000张三\u00a0\u3000", "张三" },
		{ "\u3000 \u3000", "" },
		{ "\u3001a", "\u3001a" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_str(str_trim(str_from(cases[i][0])), cases[i][1]);
}

static void splits_until_nothing_is_left(void **state)
{
	struct str rest = STR("a,,责,");

	(void)state;
	assert_str(str_split(&rest, ','), "a");
	assert_str(str_split(&rest, ','), "");
	assert_str(str_split(&rest, ','), "责");
	assert_int_equal(rest.length, 0);
	assert_str(str_split(&rest, ','), "");
	rest = STR("whole");
	assert_str(str_split(&rest, ','), "whole");
	assert_int_equal(rest.length, 0);
}

static void parses_whole_numbers_in_a_range(void **state)
{
	static const struct {
		const char *text;
		int64_t min, max;
		bool good;
		int64_t value;
	} cases[] = {
		{ "0", 0, 9, true, 0 },
		{ "-0", 0, 9, true, 0 },
		{ "007", 0, 9, true, 7 },
		{ "+9", 0, 9, true, 9 },
		{ "10", 0, 9, false, 0 },
		{ "-1", 0, 9, false, 0 },
		{ "9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX },
		{ "-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN },
		{ "9223372036854775808", INT64_MIN, INT64_MAX, false, 0 },
		{ "-9223372036854775809", INT64_MIN, INT64_MAX, false, 0 },
		{ "99999999999999999999999", INT64_MIN, INT64_MAX, false, 0 },
		{ "", 0, 9, false, 0 },
		{ "-", -9, 9, false, 0 },
		{ "+-1", -9, 9, false, 0 },
		{ " 1", 0, 9, false, 0 },
		{ "1x", 0, 99, false, 0 },
		{ "1.0", 0, 99, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t value = 4711;
		bool good = str_parse_int(str_from(cases[i].text), cases[i].min, cases[i].max,
					  &value);

		assert_int_equal(good, cases[i].good);
		assert_true(value == (good ? cases[i].value : 4711));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(finds),
		cmocka_unit_test(slices_within_bounds),
		cmocka_unit_test(trims_what_people_leave_around_values),
		cmocka_unit_test(splits_until_nothing_is_left),
		cmocka_unit_test(parses_whole_numbers_in_a_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
