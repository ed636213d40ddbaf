/*
 * test_reminder_rule.c - who hears on which day as tables, with the holidays and made-up days around Spring
 * Festival 2009; hours; rule files and their faults.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "embedded.h"
#include "reminder/reminder_rule.h"

#define HEAD                                                                                       \
	"rulebook: r\nkind: reminders\nversion: 1\ntitle: {zh: 提醒, en: Reminders}\n"            \
	"in_force: {from: 2007-01-01}\nsource: {zh: 示例, en: example, verified: no}\nrules:\n"
#define HOURS "  hours: {from: \"08:30\", to: \"17:30\"}\n"

static struct arena *arena;
static struct workday_year years[4];
static struct workday_calendar calendar = { years, 0 };

static int32_t day_of(const char *text)
{
	int32_t day = CIVIL_NO_DAY;

	if (text)
		assert_true(civil_parse(str_from(text), &day));
	return day;
}

static struct str shipped(const char *name)
{
	for (const struct embedded_rules *rule = embedded_rules; rule->name; rule++)
		if (strcmp(rule->name, name) == 0)
			return rule->text;
	fail_msg("%s is not shipped", name);
	return STR_EMPTY;
}

static int set_up(void **state)
{
	static const char *const names[] = { "calendar/2008", "calendar/2009" };
	struct rule_problems problems;
	struct error err;

	(void)state;
	arena = arena_new((size_t)8 << 20);
	assert_non_null(arena);
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct calendar *parsed;
		assert_int_equal(calendar_parse(shipped(names[i]), arena, &problems, &parsed, &err),
				 0);
		years[calendar.count++] = parsed->days;
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void read_rule(struct str text, struct reminder_rule *out)
{
	struct rule_problems problems;
	struct rulebook book;
	struct error err;

	assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), 0);
	assert_int_equal(reminder_rule_read(&book, 7, arena, out, &err), 0);
}

static void the_shipped_rule(void **state)
{
	struct reminder_rule rule;

	(void)state;
	read_rule(shipped("reminders/reminders-2007"), &rule);
	assert_true(rule.present && rule.example && rule.working);
	assert_int_equal(rule.record_id, 7);
	assert_int_equal(rule.open_minute, 8 * 60 + 30);
	assert_int_equal(rule.close_minute, 17 * 60 + 30);
	assert_int_equal(rule.steps[REMIND_RESPONSIBLE].days, -10);
	assert_int_equal(rule.steps[REMIND_LIAISON].days, 1);
	assert_int_equal(rule.steps[REMIND_LEADER].days, 5);
	assert_int_equal(rule.steps[REMIND_LEADER].repeat, 10);
	assert_true(str_equal(rule.steps[REMIND_WAITING].article, STR("第六条")));
}

/* One question: the day on which a step asked last, as of today; NULL: nobody has heard yet. */
struct asked {
	enum reminder_step_name step;
	const char *due, *today, *heard;
};

static void ask_all(const struct reminder_rule *rule, const struct asked *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct reminder_when when = { rule, &calendar, day_of(cases[i].today) };
		int32_t heard;
		struct error err;
		int code = reminder_step_day(&when, cases[i].step, day_of(cases[i].due), &heard, &err);

		if (code || heard != day_of(cases[i].heard)) {
			char text[CIVIL_TEXT_BYTES];
			fail_msg("case %zu: step %d, due %s, on %s: %s (%d)", i, cases[i].step,
				 cases[i].due, cases[i].today, civil_format(heard, text), code);
		}
	}
}

/* 24 January and 1 February 2009 were worked Saturdays and Sundays, 25 to 31 January off. */
static void working_days(void **state)
{
	static const struct asked cases[] = {
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-15", NULL },
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-16", "2009-01-16" },
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-22", "2009-01-16" },
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-23", "2009-01-23" }, /* again after 5 */
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-24", "2009-01-23" }, /* a worked Saturday */
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-01-30", "2009-01-23" }, /* a day off */
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-02-03", "2009-01-23" },
		{ REMIND_RESPONSIBLE, "2009-02-04", "2009-02-04", "2009-02-04" }, /* 24.1. and 1.2. count */
		{ REMIND_RESPONSIBLE, "2009-01-28", "2009-01-13", "2009-01-13" }, /* due on a day off */
		{ REMIND_RESPONSIBLE, NULL, "2009-01-13", NULL },
		{ REMIND_LIAISON, "2009-02-04", "2009-02-04", NULL },
		{ REMIND_LIAISON, "2009-02-04", "2009-02-05", "2009-02-05" },
		{ REMIND_LIAISON, "2009-02-04", "2009-02-11", "2009-02-05" },
		{ REMIND_LIAISON, "2009-02-04", "2009-02-12", "2009-02-12" },
		{ REMIND_LIAISON, "2009-01-23", "2009-01-24", "2009-01-24" }, /* a made-up Saturday */
		{ REMIND_LIAISON, "2009-01-24", "2009-01-31", NULL }, /* the festival passes */
		{ REMIND_LIAISON, "2009-01-24", "2009-02-01", "2009-02-01" },
		{ REMIND_LEADER, "2009-02-04", "2009-02-10", NULL },
		{ REMIND_LEADER, "2009-02-04", "2009-02-11", "2009-02-11" },
		{ REMIND_LEADER, "2009-02-04", "2009-02-24", "2009-02-11" },
		{ REMIND_LEADER, "2009-02-04", "2009-02-25", "2009-02-25" },
		{ REMIND_WAITING, "2009-03-14", "2009-03-14", NULL }, /* came on a Saturday */
		{ REMIND_WAITING, "2009-03-14", "2009-03-16", "2009-03-16" },
		{ REMIND_WAITING, "2009-03-14", "2009-03-23", "2009-03-23" },
	};
	struct reminder_rule rule;

	(void)state;
	read_rule(shipped("reminders/reminders-2007"), &rule);
	ask_all(&rule, cases, ARRAY_LENGTH(cases));
}

static void calendar_days(void **state)
{
	static const struct asked cases[] = {
		{ REMIND_RESPONSIBLE, "2009-03-17", "2009-03-12", NULL },
		{ REMIND_RESPONSIBLE, "2009-03-17", "2009-03-13", "2009-03-13" }, /* 14 March is a Saturday */
		{ REMIND_RESPONSIBLE, "2009-03-17", "2009-06-01", "2009-03-13" }, /* once */
		{ REMIND_LIAISON, "2009-03-17", "2009-03-20", NULL },
		{ REMIND_LIAISON, "2009-03-17", "2009-03-22", NULL }, /* 21 March likewise */
		{ REMIND_LIAISON, "2009-03-17", "2009-03-23", "2009-03-23" },
		{ REMIND_LEADER, "2009-03-17", "2009-06-01", NULL }, /* no such step */
		{ REMIND_WAITING, "2009-03-17", "2009-06-01", NULL },
	};
	struct reminder_rule rule;

	(void)state;
	read_rule(STR(HEAD "  day_type: calendar\n" HOURS
			   "  responsible: {before: 3}\n  liaison: {late: 4, repeat: 0}\n"),
		  &rule);
	ask_all(&rule, cases, ARRAY_LENGTH(cases));
}

static void a_year_that_is_not_loaded(void **state)
{
	struct reminder_rule rule;
	struct reminder_when when = { &rule, &calendar, day_of("2009-12-28") };
	int32_t heard;
	struct error err;

	(void)state;
	read_rule(shipped("reminders/reminders-2007"), &rule);
	assert_int_equal(reminder_step_day(&when, REMIND_RESPONSIBLE, day_of("2010-01-08"), &heard, &err),
			 -ERR_RULE);
	assert_non_null(strstr(err.en, "2010 is not loaded"));
	/* What is far ahead, or not late yet, needs no calendar. */
	assert_int_equal(reminder_step_day(&when, REMIND_RESPONSIBLE, day_of("2010-12-31"), &heard, &err), 0);
	assert_int_equal(reminder_step_day(&when, REMIND_LIAISON, day_of("2010-01-08"), &heard, &err), 0);
	assert_int_equal(heard, CIVIL_NO_DAY);
}

static void hours(void **state)
{
	static const struct {
		const char *day;
		int minute, code;
		enum reminder_window window;
	} cases[] = {
		{ "2009-03-17", 8 * 60 + 29, 0, REMINDER_EARLY },
		{ "2009-03-17", 8 * 60 + 30, 0, REMINDER_OPEN },
		{ "2009-03-17", 17 * 60 + 29, 0, REMINDER_OPEN },
		{ "2009-03-17", 17 * 60 + 30, 0, REMINDER_LATE },
		{ "2009-03-15", 10 * 60, 0, REMINDER_DAY_OFF }, /* Sunday */
		{ "2009-01-24", 10 * 60, 0, REMINDER_OPEN },	/* a made-up Saturday */
		{ "2009-01-26", 10 * 60, 0, REMINDER_DAY_OFF }, /* the festival */
		{ "2009-12-28", 10 * 60, -ERR_RULE, REMINDER_OPEN }, /* 2010 may move it */
		{ "2010-03-17", 10 * 60, -ERR_RULE, REMINDER_OPEN },
	};
	struct reminder_rule rule;

	(void)state;
	read_rule(shipped("reminders/reminders-2007"), &rule);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		enum reminder_window window = REMINDER_OPEN;
		struct error err;

		assert_int_equal(reminder_window_at(&rule, &calendar, day_of(cases[i].day),
						    cases[i].minute, &window, &err),
				 cases[i].code);
		assert_int_equal(window, cases[i].window);
	}
}

static void faults(void **state)
{
	static const struct {
		struct str text;
		const char *said;
	} cases[] = {
		{ STR_INIT(HEAD "  day_type: working\n  responsible: {before: 3}\n"), "hours" },
		{ STR_INIT(HEAD "  day_type: weekly\n" HOURS "  responsible: {before: 3}\n"), "working" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS), "responsible" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS "  responsible: {before: 3, late: 1}\n"),
		  "either before or late" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS "  responsible: {repeat: 1}\n"),
		  "either before or late" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS "  responsible: {before: 401}\n"), "401" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS "  responsible: {late: 0}\n"), "0" },
		{ STR_INIT(HEAD "  day_type: working\n  hours: {from: \"8h\", to: \"17:30\"}\n"
				"  responsible: {before: 3}\n"),
		  "no time of day" },
		{ STR_INIT(HEAD "  day_type: working\n  hours: {from: \"17:30\", to: \"08:30\"}\n"
				"  responsible: {before: 3}\n"),
		  "from is not before to" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS
				"  responsible: {late: 2}\n  liaison: {late: 1}\n"),
		  "liaison hears before responsible" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS
				"  responsible: {before: 2}\n  liaison: {late: 3}\n  leader: {late: 1}\n"),
		  "leader hears before liaison" },
		{ STR_INIT(HEAD "  day_type: working\n" HOURS
				"  responsible: {before: 2}\n  mayor: {late: 3}\n"),
		  "mayor" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct rule_problems problems;
		struct rulebook book;
		struct error err;
		bool said = false;

		assert_int_equal(rulebook_parse(cases[i].text, arena, &problems, &book, &err),
				 -ERR_INVALID);
		for (size_t k = 0; k < problems.count; k++)
			said |= str_find(problems.items[k].en, str_from(cases[i].said)) >= 0;
		if (!said)
			fail_msg("case %zu: %s", i, err.en);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_rule), cmocka_unit_test(working_days),
		cmocka_unit_test(calendar_days),    cmocka_unit_test(a_year_that_is_not_loaded),
		cmocka_unit_test(hours),	    cmocka_unit_test(faults),
	};
	return cmocka_run_group_tests_name("reminder/reminder_rule", tests, set_up, tear_down);
}
