/* Rationals: exact sums, overflow at the edges of 128 bits, comparing and the one rounding. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/decimal.h"

#define WIDE_MAX ((((wide_int)1 << 126) - 1) * 2 + 1)
#define WIDE_MIN (-WIDE_MAX - 1)

static const struct rational untouched = { 4711, 1 };

static struct rational fraction(wide_int numerator, wide_int denominator)
{
	return (struct rational){ numerator, denominator };
}

static void assert_rational(struct rational value, wide_int numerator, wide_int denominator)
{
	char text[RATIONAL_TEXT_BYTES], expected[RATIONAL_TEXT_BYTES];

	assert_string_equal(rational_format(value, text),
			    rational_format(fraction(numerator, denominator), expected));
	assert_true(value.numerator == numerator && value.denominator == denominator);
}

static void starts_in_lowest_terms(void **state)
{
	(void)state;
	assert_rational(rational_from_int(-3), -3, 1);
	assert_rational(rational_from_decimal((struct decimal){ 25000 }), 5, 2);
	assert_rational(rational_from_decimal((struct decimal){ -1 }), -1, 10000);
	assert_rational(rational_from_decimal((struct decimal){ 0 }), 0, 1);
	assert_rational(rational_from_decimal((struct decimal){ INT64_MIN }),
			(wide_int)INT64_MIN / 16, 625);
}

static void computes_exactly(void **state)
{
	typedef bool operation(struct rational, struct rational, struct rational *);
	static const struct {
		operation *apply;
		int a, b, c, d, numerator, denominator;
	} cases[] = {
		{ rational_add, 1, 3, 1, 6, 1, 2 },
		{ rational_add, 1, 2, -1, 2, 0, 1 },
		{ rational_add, -1, 3, -2, 3, -1, 1 },
		{ rational_add, 1, 4, 1, 4, 1, 2 },
		{ rational_add, 0, 1, 5, 7, 5, 7 },
		{ rational_subtract, 1, 3, 1, 2, -1, 6 },
		{ rational_subtract, 5, 7, 5, 7, 0, 1 },
		{ rational_multiply, 2, 3, 3, 4, 1, 2 },
		{ rational_multiply, -2, 3, 0, 1, 0, 1 },
		{ rational_multiply, -2, 3, -3, 2, 1, 1 },
		{ rational_divide, 1, 2, 1, 4, 2, 1 },
		{ rational_divide, 1, 3, -2, 3, -1, 2 },
		{ rational_divide, 0, 1, 5, 3, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct rational result = untouched;

		assert_true(cases[i].apply(fraction(cases[i].a, cases[i].b),
					   fraction(cases[i].c, cases[i].d), &result));
		assert_rational(result, cases[i].numerator, cases[i].denominator);
	}
}

static void averages_three_scorers_without_loss(void **state)
{
	struct rational sum = rational_from_int(0), third;
	struct decimal rounded;

	(void)state;
	assert_true(rational_divide(rational_from_int(85), rational_from_int(3), &third));
	for (int i = 0; i < 3; i++)
		assert_true(rational_add(sum, third, &sum));
	assert_rational(sum, 85, 1);
	assert_true(rational_round(third, 2, &rounded));
	assert_int_equal(rounded.scaled, 283300);
}

static void reports_overflow_and_leaves_the_result(void **state)
{
	struct rational result = untouched;
	struct rational top = fraction(WIDE_MAX, 1), bottom = fraction(WIDE_MIN, 1);
	struct rational one = rational_from_int(1), tiny = fraction(1, WIDE_MAX);

	(void)state;
	assert_false(rational_add(top, one, &result));
	assert_false(rational_add(tiny, fraction(1, 2), &result));
	assert_false(rational_subtract(bottom, one, &result));
	assert_false(rational_subtract(one, bottom, &result));
	assert_false(rational_multiply(top, rational_from_int(2), &result));
	assert_false(rational_multiply(tiny, fraction(1, 2), &result));
	assert_false(rational_divide(one, rational_from_int(0), &result));
	assert_false(rational_divide(one, bottom, &result));
	assert_false(rational_divide(top, fraction(1, 2), &result));
	assert_rational(result, 4711, 1);
	/* Factors are divided out first, so that this one does fit. */
	assert_true(rational_multiply(top, tiny, &result));
	assert_rational(result, 1, 1);
	assert_true(rational_add(tiny, tiny, &result));
	assert_rational(result, 2, WIDE_MAX);
}

static void compares_any_two_values(void **state)
{
	const struct {
		struct rational a, b;
		int order;
	} cases[] = {
		{ fraction(1, 3), fraction(1, 3), 0 },
		{ fraction(1, 3), fraction(1, 2), -1 },
		{ fraction(-1, 3), fraction(-1, 2), 1 },
		{ fraction(-1, 2), fraction(1, 2), -1 },
		{ fraction(7, 2), fraction(3, 1), 1 },
		{ fraction(3, 1), fraction(7, 2), -1 },
		{ fraction(WIDE_MAX, WIDE_MAX - 1), fraction(WIDE_MAX - 1, WIDE_MAX - 2), -1 },
		{ fraction(WIDE_MAX - 2, WIDE_MAX - 1), fraction(WIDE_MAX - 1, WIDE_MAX), -1 },
		{ fraction(WIDE_MIN, WIDE_MAX), fraction(-1, 1), -1 },
		{ fraction(WIDE_MIN, 1), fraction(WIDE_MAX, 1), -1 },
		{ fraction(1, WIDE_MAX), fraction(0, 1), 1 },
		{ fraction(-1, WIDE_MAX), fraction(-1, WIDE_MAX - 1), 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_int_equal(rational_compare(cases[i].a, cases[i].b), cases[i].order);
		assert_int_equal(rational_compare(cases[i].b, cases[i].a), -cases[i].order);
	}
}

static void compares_small_fractions_as_cross_products_do(void **state)
{
	(void)state;
	for (int a = -9; a <= 9; a++)
		for (int b = 1; b <= 9; b++)
			for (int c = -9; c <= 9; c++)
				for (int d = 1; d <= 9; d++)
					assert_int_equal(
						rational_compare(fraction(a, b), fraction(c, d)),
						(a * d > c * b) - (a * d < c * b));
}

static void rounds_half_up(void **state)
{
	const struct {
		struct rational value;
		int places;
		int64_t scaled;
	} cases[] = {
		{ fraction(1, 3), 2, 3300 },
		{ fraction(2, 3), 2, 6700 },
		{ fraction(2, 3), 4, 6667 },
		{ fraction(-2, 3), 4, -6667 },
		{ fraction(1, 2), 0, 10000 },
		{ fraction(-1, 2), 0, 0 },
		{ fraction(-3, 2), 0, -10000 },
		{ fraction(16691, 200), 2, 834600 }, /* 83.455 */
		{ fraction(-16691, 200), 2, -834500 },
		{ fraction(1, 20000), 4, 1 },
		{ fraction(1, 20001), 4, 0 },
		{ fraction(199999, 2000), 2, 1000000 }, /* 99.9995 */
		{ fraction(WIDE_MAX - 1, WIDE_MAX), 4, 10000 },
		{ fraction((WIDE_MAX - 1) / 2, WIDE_MAX), 0, 0 }, /* a hair below one half */
		{ fraction(WIDE_MAX / 2 + 1, WIDE_MAX), 0, 10000 },
		{ fraction(INT64_MAX, 10000), 4, INT64_MAX },
		{ fraction(INT64_MIN, 10000), 4, INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct decimal rounded = { 4711 };

		assert_true(rational_round(cases[i].value, cases[i].places, &rounded));
		if (rounded.scaled != cases[i].scaled)
			fail_msg("case %zu gave %lld", i, (long long)rounded.scaled);
	}
}

static void refuses_what_no_decimal_holds(void **state)
{
	struct decimal rounded = { 4711 };

	(void)state;
	assert_false(rational_round(fraction(WIDE_MAX, 1), 2, &rounded));
	assert_false(rational_round(fraction(WIDE_MIN, 1), 2, &rounded));
	assert_false(rational_round(fraction((wide_int)INT64_MAX + 1, 10000), 4, &rounded));
	assert_false(rational_round(fraction(922337203685478, 1), 0, &rounded));
	assert_false(rational_to_decimal(fraction(1, 3), &rounded));
	assert_false(rational_to_decimal(fraction(1, 100000), &rounded));
	assert_false(rational_to_decimal(fraction(WIDE_MAX, 1), &rounded));
	assert_int_equal(rounded.scaled, 4711);
	assert_true(rational_to_decimal(fraction(-5, 8), &rounded));
	assert_int_equal(rounded.scaled, -6250);
}

static void prints_decimals_and_fractions(void **state)
{
	const struct {
		struct rational value;
		const char *text;
	} cases[] = {
		{ fraction(5, 2), "2.5" },
		{ fraction(25, 3), "25/3" },
		{ fraction(-25, 3), "-25/3" },
		{ fraction(0, 1), "0" },
		{ fraction(1, 100000), "1/100000" },
		{ fraction(WIDE_MIN, 1), "-170141183460469231731687303715884105728" },
		{ fraction(WIDE_MIN, WIDE_MAX), "-170141183460469231731687303715884105728/"
						"170141183460469231731687303715884105727" },
	};
	char text[RATIONAL_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(rational_format(cases[i].value, text), cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_in_lowest_terms),
		cmocka_unit_test(computes_exactly),
		cmocka_unit_test(averages_three_scorers_without_loss),
		cmocka_unit_test(reports_overflow_and_leaves_the_result),
		cmocka_unit_test(compares_any_two_values),
		cmocka_unit_test(compares_small_fractions_as_cross_products_do),
		cmocka_unit_test(rounds_half_up),
		cmocka_unit_test(refuses_what_no_decimal_holds),
		cmocka_unit_test(prints_decimals_and_fractions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
