/*
 * test_calendar.c - calendar files and their refusals, the shipped years against published ones, adopting,
 * and deadlines with their sentences.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "process/calendar_year.h"

#define FIRST_SHIPPED 2007
#define LAST_SHIPPED  2026

static int32_t day_of(const char *text)
{
	int32_t day = 0;

	assert_true(civil_parse(str_from(text), &day));
	return day;
}

/* Files --------------------------------------------------------------------------------------- */

static const char *const good[] = {
	/* 1 */ "calendar: 2008",
	/* 2 */ "version: 1",
	/* 3 */ "verified: no",
	/* 4 */ "notices:",
	/* 5 */ "  - {zh: 通知, en: Notice, number: 文号, url: 'https://example.org/1'}",
	/* 6 */ "holidays:",
	/* 7 */ "  - {zh: 元旦, en: New Year, off: [2007-12-30 to 2008-01-01], work: [2007-12-29]}",
	/* 8 */ "  - {zh: 春节, en: Spring Festival, off: [2008年2月6日至2008年2月12日]}",
	/* 9 */ "  - {zh: 劳动节, en: Labour Day, off: [2008/5/1..2008/5/3], work: [2008-05-04]}",
};

static const struct refusal {
	int replaced;
	const char *line;
	int at;
	const char *en;
} refusals[] = {
	{ 1, "calendar: year", 1, "found “year”, accepted: a whole number from 1901 to 2199" },
	{ 1, NULL, 2, "“calendar” is missing" },
	{ 2, "version: 0", 2, "found “0”" },
	{ 3, "verified: perhaps", 3, "found “perhaps”, accepted: yes, no" },
	{ 5, "  []", 5, "“notices” is empty" },
	{ 5, "  - {zh: 通知}", 5, "“en” is missing" },
	{ 5, "  - {zh: 通知, en: N, url: 'javascript:alert(1)'}", 5, "an address with http://" },
	{ 7, "  - {zh: 元旦, en: New Year}", 7, "“off” is missing" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [2008-01-32]}", 7, "found “2008-01-32”, accepted: a day" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [[2008-01-01]]}", 7, "found “…”, accepted: a day" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [2008-01-03 to 2008-01-01]}", 7, "begin before it ends" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [2008-01-01 to 2008-02-01]}", 7, "at most 31 days" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [2007-12-24]}", 7, "not of this year: 2007-12-25 to" },
	{ 7, "  - {zh: 元旦, en: New Year, off: [2009-01-01]}", 7, "not of this year" },
	{ 9, "  - {zh: 劳动节, en: Labour Day, off: [2008-02-12]}", 9, "named before, in line 8" },
	{ 9, "  - {zh: 劳动节, en: L, off: [2008-05-01], work: [2008-05-05]}", 9, "2008-05-05 is no weekend" },
	{ 9, "  - {zh: 劳动节, en: L, off: [2008-05-01], extra: 1}", 9, "unknown key “extra”" },
	{ 9, "  - 劳动节", 9, "must be a map" },
};

static struct str text_with(struct arena *arena, int replaced, const char *line)
{
	struct str text = STR("");

	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		bool other = replaced == (int)i + 1;

		text = arena_format(arena, "%.*s%s\n", STR_ARG(text),
				    other ? (line ? line : "") : good[i]);
	}
	return text;
}

static void files(void **state)
{
	struct arena *arena = arena_new((size_t)8 << 20);
	struct rule_problems problems;
	struct calendar *calendar = NULL;
	struct error err;

	(void)state;
	TEST_OK(calendar_parse(text_with(arena, 0, NULL), arena, &problems, &calendar, &err));
	assert_int_equal(calendar->days.year, 2008);
	assert_int_equal(calendar->days.count, 5);
	struct calendar_figures figures = calendar_figures(calendar);
	assert_int_equal(figures.off, 3 + 7 + 3);
	assert_int_equal(figures.made_up, 2);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		const struct refusal *refusal = &refusals[i];

		calendar = NULL;
		assert_int_equal(calendar_parse(text_with(arena, refusal->replaced, refusal->line),
						arena, &problems, &calendar, &err),
				 -ERR_INVALID);
		assert_null(calendar);
		assert_int_equal(problems.count, 1);
		if (problems.items[0].place.line != refusal->at ||
		    str_find(problems.items[0].en, str_from(refusal->en)) < 0)
			fail_msg("case %zu: %s", i, err.en);
	}
	arena_free(arena);
}

/* The shipped years against the published ones ------------------------------------------------ */

static int look(struct workday_calendar *calendar, int32_t day, struct workday *out)
{
	struct error err;
	int rc = workday_look(calendar, day, out, &err);

	if (rc < 0)
		print_message("# %s\n", err.en);
	return rc;
}

/* Every day of one published year ("date": "…", "isOffDay": …); how many it names. */
static size_t compare_year(struct workday_calendar *calendar, const char *folder, int year,
			   bool *named)
{
	static char text[32 * 1024];
	char path[1100];
	size_t count = 0;

	snprintf(path, sizeof(path), "%s/%d.json", folder, year);
	FILE *file = fopen(path, "rb");
	if (!file)
		return 0;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	for (const char *at = text; (at = strstr(at, "\"date\": \"")) != NULL; count++) {
		struct str date = { at + 9, 10 };
		struct workday found;
		int32_t day = 0;
		bool off = strncmp(strstr(at, "\"isOffDay\": ") + 12, "true", 4) == 0;

		at += 9;
		assert_true(civil_parse(date, &day));
		if (day < civil_year_start(FIRST_SHIPPED))
			continue; /* the last days of 2006: that year is not shipped */
		assert_int_equal(look(calendar, day, &found), 0);
		if (workday_is_worked(found) == off)
			fail_msg("%.10s is %s in the published calendar", date.bytes,
				 off ? "off" : "worked");
		named[day - civil_year_start(FIRST_SHIPPED)] = true;
	}
	return count;
}

static void shipped_years(struct db *db, void *context)
{
	struct fixture fixture;
	struct workday_calendar calendar;
	struct error err;
	struct act act;
	char folder[1024];
	const char *shared = getenv("LIANZE_SHARED"), *source = getenv("LIANZE_SOURCE");
	bool *named;

	(void)context;
	fixture_open(db, &fixture);
	fixture_begin(&fixture, 0, &act);
	TEST_OK(calendar_adopt_shipped(&act, &err));
	fixture_commit(&fixture, &act);
	TEST_OK(calendar_load(db, 1900, 2199, fixture.arena, &calendar, &err));
	assert_int_equal(calendar.count, LAST_SHIPPED - FIRST_SHIPPED + 1);
	/* Again: nothing is adopted twice. */
	fixture_begin(&fixture, 0, &act);
	TEST_OK(calendar_adopt_shipped(&act, &err));
	assert_int_equal(act.leaf_count, 0);
	fixture_commit(&fixture, &act);

	if (shared)
		snprintf(folder, sizeof(folder), "%s/vectors/holiday-cn", shared);
	else
		snprintf(folder, sizeof(folder), "%s/../shared/vectors/holiday-cn", source);
	named = arena_alloc(fixture.arena, 366 * (LAST_SHIPPED - FIRST_SHIPPED + 2));
	assert_non_null(named);
	size_t compared = 0;
	for (int year = FIRST_SHIPPED; year <= LAST_SHIPPED; year++)
		compared += compare_year(&calendar, folder, year, named);
	if (!compared)
		print_message("# skipped: no published calendars at %s (set LIANZE_SHARED)\n", folder);
	/* Nobody named the other days: they are as the weekday is. */
	for (int32_t day = civil_year_start(FIRST_SHIPPED);
	     compared && day <= civil_year_end(LAST_SHIPPED) - WORKDAY_CHANGEABLE_DAYS; day++) {
		struct workday found;

		assert_int_equal(look(&calendar, day, &found), 0);
		if (!named[day - civil_year_start(FIRST_SHIPPED)])
			assert_int_equal(workday_is_worked(found), civil_weekday(day) <= 5);
	}
	fixture_close(&fixture);
}

static void test_shipped_years(void **state)
{
	(void)state;
	test_engines_each(shipped_years, NULL);
}

/* Adopting and deadlines ---------------------------------------------------------------------- */

static int try_adopt(struct fixture *fixture, struct str text, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(fixture->arena, struct rule_problems);
	struct calendar_year year;
	struct act act;

	fixture_begin(fixture, 0, &act);
	int rc = calendar_adopt(&act, text, problems, &year, err);
	if (rc < 0)
		fixture_roll_back(fixture);
	else
		fixture_commit(fixture, &act);
	return rc;
}

static void adopting(struct db *db, void *context)
{
	struct fixture fixture;
	struct calendar_year year;
	struct calendar *calendar = NULL;
	struct error err;

	(void)context;
	fixture_open(db, &fixture);
	assert_int_equal(calendar_get(db, 2008, fixture.arena, &year, &calendar, &err),
			 -ERR_NOT_FOUND);
	TEST_OK(try_adopt(&fixture, text_with(fixture.arena, 0, NULL), &err));
	assert_int_equal(try_adopt(&fixture, text_with(fixture.arena, 0, NULL), &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "the latest is version 1"));
	struct str second = text_with(fixture.arena, 9,
				      "  - {zh: 劳动节, en: Labour Day, off: [2008-05-01 to 2008-05-05]}");
	assert_int_equal(try_adopt(&fixture, second, &err), -ERR_RULE);
	second = arena_format(fixture.arena, "%.*s", STR_ARG(second));
	char *digit = strstr((char *)(uintptr_t)second.bytes, "version: 1") + 9;
	*digit = '2';
	TEST_OK(try_adopt(&fixture, second, &err));
	TEST_OK(calendar_get(db, 2008, fixture.arena, &year, &calendar, &err));
	assert_int_equal(year.version, 2);
	assert_int_equal(year.days_off, 3 + 7 + 5);
	assert_int_equal(year.days_made_up, 1);
	fixture_close(&fixture);
}

static void test_adopting(void **state)
{
	(void)state;
	test_engines_each(adopting, NULL);
}

static const struct deadline_case {
	const char *from;
	int count;
	enum calendar_count kind;
	bool roll;
	const char *day, *en, *zh;
} deadlines[] = {
	{ "2009-03-17", 15, CALENDAR_WORKING_DAYS, false, "2009-04-08",
	  "15 working days after 2009-03-17 (which does not count), 4 weekend days skipped, 3 days off "
	  "skipped (Tomb-Sweeping Day): 2009-04-08.",
	  "2009-03-17（当日不计）后 15 个工作日，跳过周末 4 天，跳过放假 3 天（清明节），为 2009-04-08。" },
	{ "2009-01-23", 1, CALENDAR_WORKING_DAYS, false, "2009-01-24",
	  "1 working day after 2009-01-23 (which does not count), 1 made-up working day counted: "
	  "2009-01-24.",
	  "2009-01-23（当日不计）后 1 个工作日，计入调休上班 1 天，为 2009-01-24。" },
	{ "2009-10-09", -1, CALENDAR_WORKING_DAYS, false, "2009-09-30",
	  "1 working day before 2009-10-09 (which does not count), 8 days off skipped (National Day and "
	  "Mid-Autumn Festival): 2009-09-30.",
	  "2009-10-09（当日不计）前 1 个工作日，跳过放假 8 天（国庆节、中秋节），为 2009-09-30。" },
	{ "2008-12-31", 1, CALENDAR_WORKING_DAYS, false, "2009-01-04", NULL, NULL },
	{ "2009-09-20", 15, CALENDAR_ALL_DAYS, false, "2009-10-05",
	  "15 calendar days after 2009-09-20 (which does not count): 2009-10-05.",
	  "2009-09-20（当日不计）后 15 日，为 2009-10-05。" },
	{ "2009-09-20", 15, CALENDAR_ALL_DAYS, true, "2009-10-09",
	  "15 calendar days after 2009-09-20 (which does not count): 2009-10-05. 2009-10-05 is off "
	  "(National Day and Mid-Autumn Festival): moved to the next working day, 2009-10-09.",
	  "2009-09-20（当日不计）后 15 日，为 2009-10-05。2009-10-05 为国庆节、中秋节放假，顺延至其后第一个"
	  "工作日 2009-10-09。" },
	{ "2009-03-06", 15, CALENDAR_ALL_DAYS, true, "2009-03-23", NULL,
	  "2009-03-06（当日不计）后 15 日，为 2009-03-21。2009-03-21 为星期六，顺延至其后第一个工作日 "
	  "2009-03-23。" },
	{ "2009-03-02", 15, CALENDAR_ALL_DAYS, true, "2009-03-17",
	  "15 calendar days after 2009-03-02 (which does not count): 2009-03-17.", NULL },
	/* No calendar is needed for these. */
	{ "1998-12-20", 30, CALENDAR_ALL_DAYS, false, "1999-01-19", NULL, NULL },
};

static void check_deadline(struct fixture *fixture, const struct deadline_case *test)
{
	struct calendar_request request = { day_of(test->from), test->count, test->kind, test->roll };
	struct calendar_answer answer;
	struct error err;

	TEST_OK(calendar_deadline(fixture->db, &request, fixture->arena, &answer, &err));
	assert_int_equal(answer.day, day_of(test->day));
	if (test->en)
		assert_string_equal(answer.en.bytes, test->en);
	if (test->zh)
		assert_string_equal(answer.zh.bytes, test->zh);
}

static void deadline_cases(struct db *db, void *context)
{
	static const struct {
		const char *from;
		int count;
		enum calendar_count kind;
		bool roll;
		int code;
	} refused[] = {
		{ "2006-12-20", 5, CALENDAR_WORKING_DAYS, false, -ERR_RULE },
		{ "2007-01-05", -5, CALENDAR_WORKING_DAYS, false, -ERR_RULE },
		{ "2026-12-20", 10, CALENDAR_WORKING_DAYS, false, -ERR_RULE },
		{ "2026-12-20", 20, CALENDAR_ALL_DAYS, true, -ERR_RULE },
		{ "2009-01-05", 1001, CALENDAR_WORKING_DAYS, false, -ERR_INVALID },
		{ "2009-01-05", -1001, CALENDAR_ALL_DAYS, false, -ERR_INVALID },
	};
	struct calendar_answer answer = { .day = 7 };
	struct fixture fixture;
	struct error err;
	struct act act;

	(void)context;
	fixture_open(db, &fixture);
	fixture_begin(&fixture, 0, &act);
	TEST_OK(calendar_adopt_shipped(&act, &err));
	fixture_commit(&fixture, &act);
	for (size_t i = 0; i < ARRAY_LENGTH(deadlines); i++)
		check_deadline(&fixture, &deadlines[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(refused); i++) {
		struct calendar_request request = { day_of(refused[i].from), refused[i].count,
						    refused[i].kind, refused[i].roll };
		assert_int_equal(calendar_deadline(db, &request, fixture.arena, &answer, &err),
				 refused[i].code);
		assert_int_equal(answer.day, 7);
	}
	fixture_close(&fixture);
}

static void test_deadlines(void **state)
{
	(void)state;
	test_engines_each(deadline_cases, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files),
		cmocka_unit_test(test_shipped_years),
		cmocka_unit_test(test_adopting),
		cmocka_unit_test(test_deadlines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
