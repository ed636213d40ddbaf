/* Comparison of years: shares of the maximum, their change, places won and lost. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "process/comparison.h"

static struct scheme scheme_of(int64_t full_marks)
{
	return (struct scheme){ .full_marks = DECIMAL_OF(full_marks) };
}

static void shares_are_tenths_of_the_full_marks(void **state)
{
	static const struct {
		int64_t full, scaled;
		bool has_total;
		int64_t share;
	} cases[] = {
		{ 100, 935000, true, 935 },  { 100, 936700, true, 937 },
		{ 120, 1200000, true, 1000 }, { 120, 900000, true, 750 },
		{ 100, 935499, true, 935 },  { 100, 935500, true, 936 }, /* half up */
		{ 100, 0, true, 0 },	     { 100, 0, false, COMPARED_NONE },
		{ 0, 500000, true, COMPARED_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct scheme scheme = scheme_of(cases[i].full);
		struct compared it = { .scheme = &scheme, .has_total = cases[i].has_total,
				       .total = { cases[i].scaled } };

		assert_int_equal(compared_share(&it), cases[i].share);
	}
}

/* 90 of 100 and 96 of 120 fell from 90.0 % to 80.0 %, though the points rose. */
static void change_is_of_the_share_not_of_the_points(void **state)
{
	struct scheme hundred = scheme_of(100), more = scheme_of(120);
	struct compared before = { .scheme = &hundred, .has_total = true, .total = DECIMAL_OF(90) };
	struct compared after = { .scheme = &more, .has_total = true, .total = DECIMAL_OF(96) };
	int64_t change;

	(void)state;
	assert_true(compared_change(&before, &after, &change));
	assert_int_equal(change, -100);
	assert_false(compared_change(NULL, &after, &change));
	before.has_total = false;
	assert_false(compared_change(&before, &after, &change));
}

static void places_count_within_one_group(void **state)
{
	struct compared before = { .group_name = STR("a"), .rank = 5 };
	struct compared after = { .group_name = STR("a"), .rank = 2 };
	int64_t up;

	(void)state;
	assert_true(compared_places(&before, &after, &up));
	assert_int_equal(up, 3);
	after.group_name = STR("b");
	assert_false(compared_places(&before, &after, &up));
	after.group_name = STR("a");
	after.level = STR("section");
	assert_false(compared_places(&before, &after, &up));
	after.level = STR_EMPTY;
	after.rank = 0;
	assert_false(compared_places(&before, &after, &up));
	assert_false(compared_places(NULL, &before, &up));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_tenths_of_the_full_marks),
		cmocka_unit_test(change_is_of_the_share_not_of_the_points),
		cmocka_unit_test(places_count_within_one_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
