/* Dates: leap years, every way of writing one, Excel serials, and the clocks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"

static void numbers_days_as_known_dates_say(void **state)
{
	static const struct {
		struct civil_date date;
		int32_t day;
		int weekday;
	} cases[] = {
		{ { 1970, 1, 1 }, 0, 4 },	{ { 1969, 12, 31 }, -1, 3 },
		{ { 2000, 2, 29 }, 11016, 2 },	{ { 2000, 3, 1 }, 11017, 3 },
		{ { 2008, 7, 14 }, 14074, 1 },	{ { 2009, 3, 17 }, 14320, 2 },
		{ { 1900, 1, 1 }, -25567, 1 },	{ { 2199, 12, 31 }, 84005, 2 },
		{ { 2100, 3, 1 }, 47541, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int32_t day;

		assert_true(civil_to_day(cases[i].date, &day));
		assert_int_equal(day, cases[i].day);
		assert_int_equal(civil_weekday(day), cases[i].weekday);
	}
}

static void counts_every_day_of_three_centuries(void **state)
{
	int32_t day, first = civil_year_start(CIVIL_FIRST_YEAR);
	int32_t last = civil_year_end(CIVIL_LAST_YEAR);
	int weekday = civil_weekday(first);

	(void)state;
	assert_int_equal(last - first + 1, 300 * 365 + 73); /* 1904, 1908 … 2196, but not 2100 */
	for (int32_t expected = first; expected <= last; expected++) {
		struct civil_date date = civil_from_day(expected);

		assert_true(civil_to_day(date, &day));
		assert_int_equal(day, expected);
		assert_int_equal(civil_weekday(day), weekday);
		weekday = weekday % 7 + 1;
	}
}

static void refuses_dates_that_do_not_exist(void **state)
{
	static const struct civil_date cases[] = {
		{ 2007, 2, 29 }, { 1900, 2, 29 }, { 2100, 2, 29 }, { 2000, 2, 30 },
		{ 2008, 4, 31 }, { 2008, 13, 1 }, { 2008, 0, 1 },  { 2008, 1, 0 },
		{ 2008, 1, 32 }, { 1899, 12, 31 }, { 2200, 1, 1 }, { 2008, -1, 1 },
	};
	int32_t day = 4711;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_false(civil_to_day(cases[i], &day));
	assert_int_equal(day, 4711);
	assert_int_equal(civil_year_start(3000), CIVIL_NO_DAY);
}

static void parses_dates_as_offices_write_them(void **state)
{
	static const struct {
		const char *text, *date; /* NULL: refused */
	} cases[] = {
		{ "2008-07-14", "2008-07-14" },
		{ "2008-7-14", "2008-07-14" },
		{ "2008/7/14", "2008-07-14" },
		{ "2008.7.4", "2008-07-04" },
		{ "2008年7月14日", "2008-07-14" },
		{ "2008年07月04日", "2008-07-04" },
		{ " 2008-07-14\u3000", "2008-07-14" },
		{ "2008-02-29", "2008-02-29" },
		{ "39643", "2008-07-14" }, /* Excel */
		{ "39507", "2008-02-29" },
		{ "10000", "1927-05-18" },
		{ "99999", "2173-10-13" },
		{ "2007-02-29", NULL },
		{ "2008-7/14", NULL },
		{ "2008年7月14", NULL },
		{ "2008年7月", NULL },
		{ "2008-07-14x", NULL },
		{ "2008-007-14", NULL },
		{ "08-7-14", NULL },
		{ "14/7/2008", NULL },
		{ "2008", NULL },
		{ "", NULL },
		{ "-", NULL },
		{ "09999", NULL },
		{ "+1000", NULL },
		{ "100000", NULL },
		{ "3964a", NULL },
		{ "2008--7-14", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char text[CIVIL_TEXT_BYTES];
		int32_t day = 4711;

		if (civil_parse(str_from(cases[i].text), &day) != (cases[i].date != NULL))
			fail_msg("\"%s\" was judged wrongly", cases[i].text);
		if (cases[i].date)
			assert_string_equal(civil_format(day, text), cases[i].date);
		else
			assert_int_equal(day, 4711);
	}
}

static void formats_any_day_number(void **state)
{
	char text[CIVIL_TEXT_BYTES];

	(void)state;
	assert_string_equal(civil_format(CIVIL_NO_DAY, text), "");
	assert_string_equal(civil_format(0, text), "1970-01-01");
	/* Far outside the calendar: no particular text, but no overflow either. */
	civil_format(INT32_MAX, text);
	civil_format(CIVIL_NO_DAY + 1, text);
	assert_true(strlen(text) < sizeof(text));
}

static void turns_instants_into_days_and_texts(void **state)
{
	static const struct {
		int64_t at_ms;
		int offset;
		int32_t day;
		const char *local, *utc;
	} cases[] = {
		{ 0, 0, 0, "1970-01-01 00:00", "1970-01-01T00:00:00Z" },
		{ 0, 480, 0, "1970-01-01 08:00", "1970-01-01T00:00:00Z" },
		{ -1, 0, -1, "1969-12-31 23:59", "1969-12-31T23:59:59Z" },
		{ 1237248300000, 480, 14320, "2009-03-17 08:05", "2009-03-17T00:05:00Z" },
		{ 1237219200000, 480, 14320, "2009-03-17 00:00", "2009-03-16T16:00:00Z" },
		{ 1237219199999, 480, 14319, "2009-03-16 23:59", "2009-03-16T15:59:59Z" },
		{ 1237219199999, -300, 14319, "2009-03-16 10:59", "2009-03-16T15:59:59Z" },
	};
	char text[24];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_int_equal(clock_day(cases[i].at_ms, cases[i].offset), cases[i].day);
		assert_string_equal(clock_format_local(cases[i].at_ms, cases[i].offset, text),
				    cases[i].local);
		assert_string_equal(clock_format_utc(cases[i].at_ms, text), cases[i].utc);
	}
}

static void fixes_and_releases_the_clock(void **state)
{
	int64_t monotonic = clock_monotonic_ms();

	(void)state;
	clock_fix(1237248300000);
	assert_true(clock_now_ms() == 1237248300000);
	clock_fix(0);
	assert_true(clock_now_ms() > INT64_C(1700000000000));
	assert_true(clock_monotonic_ms() >= monotonic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_days_as_known_dates_say),
		cmocka_unit_test(counts_every_day_of_three_centuries),
		cmocka_unit_test(refuses_dates_that_do_not_exist),
		cmocka_unit_test(parses_dates_as_offices_write_them),
		cmocka_unit_test(formats_any_day_number),
		cmocka_unit_test(turns_instants_into_days_and_texts),
		cmocka_unit_test(fixes_and_releases_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
