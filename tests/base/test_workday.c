/*
 * test_workday.c - working days around weekends, days off and made-up days, forwards and backwards,
 * and what is refused when a year is not loaded.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/workday.h"

static int32_t day_of(const char *text)
{
	int32_t day = 0;

	assert_true(civil_parse(str_from(text), &day));
	return day;
}

/* Labour Day 2008: off Thursday to Saturday, Sunday 4 May is worked. New Year 2009 reaches back. */
struct fixture_calendar {
	struct workday_range ranges_2008[2], ranges_2009[2];
	struct workday_year years[2];
	struct workday_calendar calendar;
};

static void make(struct fixture_calendar *f)
{
	f->ranges_2008[0] = (struct workday_range){ day_of("2008-05-01"), day_of("2008-05-03"), true,
						    STR("劳动节"), STR("Labour Day") };
	f->ranges_2008[1] = (struct workday_range){ day_of("2008-05-04"), day_of("2008-05-04"), false,
						    STR("劳动节"), STR("Labour Day") };
	f->ranges_2009[0] = (struct workday_range){ day_of("2008-12-31"), day_of("2009-01-02"), true,
						    STR("元旦"), STR("New Year") };
	f->ranges_2009[1] = (struct workday_range){ day_of("2008-12-27"), day_of("2008-12-27"), false,
						    STR("元旦"), STR("New Year") };
	f->years[0] = (struct workday_year){ 2008, f->ranges_2008, 2 };
	f->years[1] = (struct workday_year){ 2009, f->ranges_2009, 2 };
	f->calendar = (struct workday_calendar){ f->years, 2 };
}

static void kinds(void **state)
{
	static const struct {
		const char *day;
		enum workday_kind kind;
		bool worked;
	} cases[] = {
		{ "2008-04-30", WORKDAY_ORDINARY, true }, { "2008-05-01", WORKDAY_OFF, false },
		{ "2008-05-03", WORKDAY_OFF, false },	  { "2008-05-04", WORKDAY_MADE_UP, true },
		{ "2008-05-10", WORKDAY_WEEKEND, false }, { "2008-05-11", WORKDAY_WEEKEND, false },
		/* by the notice of the year after */
		{ "2008-12-27", WORKDAY_MADE_UP, true },  { "2008-12-31", WORKDAY_OFF, false },
		{ "2009-01-01", WORKDAY_OFF, false },	  { "2009-12-24", WORKDAY_ORDINARY, true },
	};
	struct fixture_calendar f;
	struct workday found;
	struct error err;

	(void)state;
	make(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(workday_look(&f.calendar, day_of(cases[i].day), &found, &err), 0);
		assert_int_equal(found.kind, cases[i].kind);
		assert_int_equal(workday_is_worked(found), cases[i].worked);
		assert_int_equal(found.range != NULL, cases[i].kind == WORKDAY_OFF ||
							      cases[i].kind == WORKDAY_MADE_UP);
	}
}

static void adding_and_counting(void **state)
{
	static const struct {
		const char *from;
		int count;
		const char *to;
	} cases[] = {
		{ "2008-04-30", 0, "2008-04-30" },   { "2008-05-10", 0, "2008-05-10" },
		{ "2008-04-30", 1, "2008-05-04" },   { "2008-04-30", 2, "2008-05-05" },
		{ "2008-05-02", 1, "2008-05-04" },   { "2008-05-09", 1, "2008-05-12" },
		{ "2008-05-05", -1, "2008-05-04" },  { "2008-05-04", -1, "2008-04-30" },
		{ "2008-05-12", -5, "2008-05-05" },  { "2008-12-30", 1, "2009-01-05" },
		{ "2009-01-05", -1, "2008-12-30" },  { "2008-12-26", 1, "2008-12-27" },
		{ "2008-02-28", 10, "2008-03-13" },
	};
	struct fixture_calendar f;
	struct error err;

	(void)state;
	make(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t from = day_of(cases[i].from), to = 0;
		int count = 99;

		assert_int_equal(workday_add(&f.calendar, from, cases[i].count, &to, &err), 0);
		assert_int_equal(to, day_of(cases[i].to));
		assert_int_equal(workday_count(&f.calendar, from, to, &count, &err), 0);
		assert_int_equal(count, cases[i].count);
	}
}

/* Adding and counting are each other's inverse from every day of the loaded years. */
static void inverse_everywhere(void **state)
{
	struct fixture_calendar f;
	struct error err;

	(void)state;
	make(&f);
	for (int32_t from = day_of("2008-03-01"); from < day_of("2009-10-01"); from++)
		for (int count = -30; count <= 30; count++) {
			int32_t to = 0;
			int back = 99;

			assert_int_equal(workday_add(&f.calendar, from, count, &to, &err), 0);
			assert_int_equal(workday_count(&f.calendar, from, to, &back, &err), 0);
			assert_int_equal(back, count);
		}
}

static void rolling(void **state)
{
	struct fixture_calendar f;
	struct error err;
	int32_t day = 0;

	(void)state;
	make(&f);
	assert_int_equal(workday_roll(&f.calendar, day_of("2008-05-01"), false, &day, &err), 0);
	assert_int_equal(day, day_of("2008-05-04"));
	assert_int_equal(workday_roll(&f.calendar, day_of("2008-05-01"), true, &day, &err), 0);
	assert_int_equal(day, day_of("2008-04-30"));
	assert_int_equal(workday_roll(&f.calendar, day_of("2008-05-06"), false, &day, &err), 0);
	assert_int_equal(day, day_of("2008-05-06"));
}

static void a_year_not_loaded_is_refused(void **state)
{
	struct fixture_calendar f;
	struct workday found;
	struct error err;
	int32_t day = 7;
	int count = 7;

	(void)state;
	make(&f);
	assert_int_equal(workday_look(&f.calendar, day_of("2007-12-31"), &found, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "calendar of 2007 is not loaded"));
	assert_non_null(strstr(err.zh, "2007 年的工作日历尚未载入"));
	/* The end of 2009 waits for the notice of 2010. */
	assert_int_equal(workday_look(&f.calendar, day_of("2009-12-24"), &found, &err), 0);
	assert_int_equal(workday_look(&f.calendar, day_of("2009-12-25"), &found, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "calendar of 2010 is not loaded"));
	assert_non_null(strstr(err.en, "2009-12-25"));
	assert_int_equal(workday_add(&f.calendar, day_of("2009-12-20"), 10, &day, &err), -ERR_RULE);
	assert_int_equal(workday_roll(&f.calendar, day_of("2010-01-01"), false, &day, &err),
			 -ERR_RULE);
	assert_int_equal(workday_count(&f.calendar, day_of("2007-12-20"), day_of("2008-01-04"), &count,
				       &err),
			 -ERR_RULE);
	assert_int_equal(day, 7);
	assert_int_equal(count, 7);
	/* An empty calendar, and days that no calendar has. */
	struct workday_calendar none = { NULL, 0 };
	assert_int_equal(workday_add(&none, day_of("2008-05-05"), 1, &day, &err), -ERR_RULE);
	assert_int_equal(workday_add(&none, day_of("2008-05-05"), 0, &day, &err), 0);
	assert_int_equal(workday_look(&f.calendar, INT32_MIN, &found, &err), -ERR_INVALID);
	assert_int_equal(workday_count(&f.calendar, 0, INT32_MAX, &count, &err), -ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(adding_and_counting),
		cmocka_unit_test(inverse_everywhere),
		cmocka_unit_test(rolling),
		cmocka_unit_test(a_year_not_loaded_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
