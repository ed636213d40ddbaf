/* Decimals: what forms accept, and rounding half up as decisions.md 4 asks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/decimal.h"

static void parses_what_people_write(void **state)
{
	static const struct {
		const char *text;
		int64_t scaled;
	} cases[] = {
		{ "12", 120000 },
		{ "12.5", 125000 },
		{ "-0.25", -2500 },
		{ "+3", 30000 },
		{ "0", 0 },
		{ "-0", 0 },
		{ "007.10", 71000 },
		{ "0.0001", 1 },
		{ "1.50000000000000000000000", 15000 },
		{ " 8 ", 80000 },
		{ "\u300098.5\u3000", 985000 },
		{ "９８．５", 985000 },
		{ "－１２", -120000 },
		{ "＋０．２５", 2500 },
		{ "\u22127", -70000 },
		{ "9８.７6", 987600 },
		{ "922337203685477.5807", INT64_MAX },
		{ "-922337203685477.5808", INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct decimal value = DECIMAL_OF(-1);

		assert_true(decimal_parse(str_from(cases[i].text), &value));
		assert_true(value.scaled == cases[i].scaled);
	}
}

static void refuses_what_is_no_decimal(void **state)
{
	static const char *const cases[] = {
		"", " ", "-", "+", ".", "1.", ".5", "--1", "+-1", "1e3", "1,000", "1 000", "1.2.3",
		"0x1",
		"1.00001", "1.12345", "922337203685477.5808", "-922337203685477.5809",
		"9223372036854775807", "99999999999999999999999999999999999999999999", "十", "1分",
		"½", "1\xff", "1。5", "NaN", "１２３，０",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct decimal value = { 4711 };

		if (decimal_parse(str_from(cases[i]), &value))
			fail_msg("\"%s\" was accepted", cases[i]);
		assert_int_equal(value.scaled, 4711);
	}
	assert_false(decimal_parse(STR("1\0002"), &(struct decimal){ 0 }));
}

static void prints_rounded_half_up(void **state)
{
	static const struct {
		int64_t scaled;
		int places;
		const char *text;
	} cases[] = {
		{ 25000, 2, "2.50" },
		{ 25000, 0, "3" },
		{ 24999, 0, "2" },
		{ -25000, 0, "-2" },
		{ -25001, 0, "-3" },
		{ 834550, 2, "83.46" },
		{ 834549, 2, "83.45" },
		{ -834550, 2, "-83.45" },
		{ -834551, 2, "-83.46" },
		{ 999950, 2, "100.00" },
		{ -50, 2, "0.00" },
		{ -51, 2, "-0.01" },
		{ 50, 2, "0.01" },
		{ 1, 4, "0.0001" },
		{ -1, 4, "-0.0001" },
		{ 0, 0, "0" },
		{ 0, 4, "0.0000" },
		{ 1005, 3, "0.101" },
		{ INT64_MAX, 4, "922337203685477.5807" },
		{ INT64_MIN, 4, "-922337203685477.5808" },
		{ INT64_MAX, 0, "922337203685478" },
		{ INT64_MIN, 0, "-922337203685478" },
	};
	char text[DECIMAL_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(
			decimal_format((struct decimal){ cases[i].scaled }, cases[i].places, text),
			cases[i].text);
}

static void prints_as_short_as_possible(void **state)
{
	static const struct {
		int64_t scaled;
		const char *text;
	} cases[] = {
		{ 0, "0" },	       { 20000, "2" },	   { 25000, "2.5" },	  { -100, "-0.01" },
		{ 833333, "83.3333" }, { 1000000, "100" }, { 10010, "1.001" },
		{ INT64_MIN, "-922337203685477.5808" },
	};
	char text[DECIMAL_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(decimal_format_short((struct decimal){ cases[i].scaled }, text),
				    cases[i].text);
}

static void adds_and_compares(void **state)
{
	struct decimal sum = { 7 };

	(void)state;
	assert_true(decimal_add(DECIMAL_OF(2), (struct decimal){ -5000 }, &sum));
	assert_int_equal(sum.scaled, 15000);
	assert_false(decimal_add((struct decimal){ INT64_MAX }, (struct decimal){ 1 }, &sum));
	assert_false(decimal_add((struct decimal){ INT64_MIN }, (struct decimal){ -1 }, &sum));
	assert_int_equal(sum.scaled, 15000);
	assert_int_equal(decimal_compare(DECIMAL_OF(1), DECIMAL_OF(2)), -1);
	assert_int_equal(decimal_compare(DECIMAL_OF(2), DECIMAL_OF(2)), 0);
	assert_int_equal(decimal_compare(DECIMAL_OF(2), DECIMAL_OF(-2)), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_what_people_write),
		cmocka_unit_test(refuses_what_is_no_decimal),
		cmocka_unit_test(prints_rounded_half_up),
		cmocka_unit_test(prints_as_short_as_possible),
		cmocka_unit_test(adds_and_compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
