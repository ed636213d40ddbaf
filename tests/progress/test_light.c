/*
 * test_light.c - lights as a table of dates, with the working days around Spring Festival 2009; the rule
 * file; forecasts.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "embedded.h"
#include "progress/forecast.h"

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

static void load_rule(struct light_rule *out)
{
	struct rule_problems problems;
	struct rulebook book;
	struct error err;

	assert_int_equal(rulebook_parse(shipped("lights/lights-2007"), arena, &problems, &book, &err), 0);
	assert_int_equal(light_rule_read(&book, 0, arena, out, &err), 0);
}

static int set_up(void **state)
{
	static const char *const names[] = { "calendar/2007", "calendar/2008", "calendar/2009" };
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

static void the_shipped_rule(void **state)
{
	struct light_rule rule;

	(void)state;
	load_rule(&rule);
	assert_true(rule.present && rule.example && rule.waiting_counts);
	assert_int_equal(rule.grey.days, 60);
	assert_int_equal(rule.yellow.days, 10);
	assert_true(rule.yellow.working);
	assert_int_equal(rule.red.days, 0);
	assert_false(rule.red.working);
	assert_int_equal(rule.forecast_minimum, 2);
	assert_true(str_equal(rule.yellow.article, STR("第三条")));
}

/* Yellow begins ten working days before; what is known is the notice of 2009: 24 January and 1 February
 * worked, 25 to 31 January off. */
static void days_around_spring_festival(void **state)
{
	static const struct {
		const char *due, *yellow, *red;
	} cases[] = {
		{ "2009-02-04", "2009-01-16", "2009-02-05" },
		{ "2009-02-01", "2009-01-13", "2009-02-02" }, /* a worked Sunday */
		{ "2009-01-28", "2009-01-13", "2009-01-29" }, /* a day off itself */
		{ "2009-03-31", "2009-03-17", "2009-04-01" },
		{ "2008-12-31", "2008-12-17", "2009-01-01" },
	};
	struct light_rule rule;

	(void)state;
	load_rule(&rule);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct light_dates dates;
		light_dates_find(&rule, &calendar, day_of(cases[i].due), &dates);
		assert_true(dates.known);
		assert_int_equal(dates.yellow_from, day_of(cases[i].yellow));
		assert_int_equal(dates.red_from, day_of(cases[i].red));
	}
	/* Ten working days of grace: counted over the festival likewise. */
	rule.red = (struct light_count){ .days = 10, .working = true };
	struct light_dates dates;
	light_dates_find(&rule, &calendar, day_of("2009-01-16"), &dates);
	assert_int_equal(dates.red_from, day_of("2009-02-05"));
}

struct light_case {
	const char *today;
	unsigned facts;
	const char *reported;
	enum light_colour colour;
	enum light_cause cause;
};

enum { ACCEPTED = 1, WAITING = 2, UNDER_WAY = 4, BLOCKED = 8, CONTESTED = 16, DECIDED = 32 };

/* Due 2009-02-04; yellow from 2009-01-16, red from 2009-02-05, grey before 2008-12-06. */
static const struct light_case cases[] = {
	{ "2008-12-05", 0, NULL, LIGHT_GREY, LIGHT_NOT_YET },
	{ "2008-12-05", UNDER_WAY, NULL, LIGHT_GREEN, LIGHT_ON_COURSE },
	{ "2008-12-05", BLOCKED, NULL, LIGHT_YELLOW, LIGHT_STUCK },
	{ "2008-12-06", 0, NULL, LIGHT_GREEN, LIGHT_ON_COURSE },
	{ "2009-01-15", 0, NULL, LIGHT_GREEN, LIGHT_ON_COURSE },
	{ "2009-01-15", BLOCKED, NULL, LIGHT_YELLOW, LIGHT_STUCK },
	{ "2009-01-16", 0, NULL, LIGHT_YELLOW, LIGHT_SOON },
	{ "2009-01-16", UNDER_WAY, NULL, LIGHT_YELLOW, LIGHT_SOON },
	{ "2009-02-04", 0, NULL, LIGHT_YELLOW, LIGHT_SOON },
	{ "2009-02-05", 0, NULL, LIGHT_RED, LIGHT_LATE },
	{ "2009-02-05", UNDER_WAY, NULL, LIGHT_RED, LIGHT_LATE },
	{ "2009-02-05", CONTESTED, NULL, LIGHT_RED, LIGHT_LATE },
	{ "2009-02-05", DECIDED, NULL, LIGHT_GREEN, LIGHT_DECIDED },
	{ "2009-03-17", WAITING, "2009-02-04", LIGHT_GREEN, LIGHT_REPORTED },
	{ "2009-03-17", WAITING, "2009-02-05", LIGHT_YELLOW, LIGHT_REPORTED_LATE },
	{ "2009-03-17", ACCEPTED, "2009-03-01", LIGHT_DONE, LIGHT_ACCEPTED },
	{ "2008-12-05", ACCEPTED, "2008-12-01", LIGHT_DONE, LIGHT_ACCEPTED },
};

static struct light_facts facts_of(const struct light_case *it)
{
	return (struct light_facts){ .planned = day_of("2009-02-04"),
				     .today = day_of(it->today),
				     .accepted = it->facts & ACCEPTED,
				     .waiting = it->facts & WAITING,
				     .reported_day = day_of(it->reported),
				     .under_way = it->facts & UNDER_WAY,
				     .blocked = it->facts & BLOCKED,
				     .contested = it->facts & CONTESTED,
				     .decided = it->facts & DECIDED,
				     .decided_day = day_of(it->today) };
}

static void lights_by_date(void **state)
{
	struct light_rule rule;
	struct light_dates dates;

	(void)state;
	load_rule(&rule);
	light_dates_find(&rule, &calendar, day_of("2009-02-04"), &dates);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const struct light_facts facts = facts_of(&cases[i]);
		struct light light = light_of(&rule, &dates, &facts);
		if (light.colour != cases[i].colour || light.cause != cases[i].cause)
			fail_msg("case %zu: colour %d, cause %d", i, (int)light.colour,
				 (int)light.cause);
		assert_int_equal(light.contested, facts.contested);
		struct light_words words = light_explain(&rule, &dates, &facts, &calendar, arena);
		assert_true(words.zh.length > 0 && words.en.length > 0);
		assert_true(utf8_is_valid(words.zh));
	}
}

static void the_rule_may_leave_waiting_out(void **state)
{
	const struct light_case late = { "2009-03-17", WAITING, "2009-02-04", 0, 0 };
	const struct light_facts facts = facts_of(&late);
	struct light_rule rule;
	struct light_dates dates;

	(void)state;
	load_rule(&rule);
	rule.waiting_counts = false;
	light_dates_find(&rule, &calendar, day_of("2009-02-04"), &dates);
	assert_int_equal(light_of(&rule, &dates, &facts).colour, LIGHT_RED);
}

static void what_cannot_be_said(void **state)
{
	const struct light_facts facts = { .planned = day_of("2031-02-04"), .today = 14320,
					   .reported_day = CIVIL_NO_DAY };
	struct light_rule rule;
	struct light_dates dates;

	(void)state;
	load_rule(&rule);
	light_dates_find(&rule, &calendar, facts.planned, &dates);
	assert_int_equal(light_of(&rule, &dates, &facts).cause, LIGHT_NO_CALENDAR);
	light_dates_find(&rule, &calendar, CIVIL_NO_DAY, &dates);
	assert_int_equal(light_of(&rule, &dates, &facts).cause, LIGHT_NO_DUE);
	rule.present = false;
	light_dates_find(&rule, &calendar, 14400, &dates);
	assert_int_equal(light_of(&rule, &dates, &facts).colour, LIGHT_UNKNOWN);
	assert_int_equal(light_of(&rule, &dates, &facts).cause, LIGHT_NO_RULE);
}

/* The sentence names the dates, the days skipped, the date granted, the rule, its article and version. */
static void the_words(void **state)
{
	const struct light_case soon = { "2009-01-20", 0, NULL, 0, 0 };
	struct light_facts facts = facts_of(&soon);
	struct light_rule rule;
	struct light_dates dates;

	(void)state;
	load_rule(&rule);
	facts.planned = day_of("2009-01-20");
	light_dates_find(&rule, &calendar, day_of("2009-02-04"), &dates);
	struct light_words words = light_explain(&rule, &dates, &facts, &calendar, arena);
	static const char *const zh[] = { "2009-02-04", "2009-01-16", "春节", "2009-01-20",
					  "第三条", "第 1 版", "15 日" };
	for (size_t i = 0; i < ARRAY_LENGTH(zh); i++)
		if (str_find(words.zh, str_from(zh[i])) < 0)
			fail_msg("%s is not in %.*s", zh[i], STR_ARG(words.zh));
	assert_true(str_find(words.en, STR("10 working days before 2009-02-04")) >= 0);
	assert_true(str_find(words.en, STR("extended to 2009-02-04")) >= 0);
}

static void refused_rules(void **state)
{
	static const struct {
		const char *rules, *problem;
	} bad[] = {
		{ "{grey: {days: 5}, yellow: {days: 10}, red: {days: 0}, waiting: {counts: yes}}",
		  "behind the beginning of yellow" },
		{ "{grey: {days: 60, day_type: working}, yellow: {days: 10}, red: {days: 0}, "
		  "waiting: {counts: yes}}",
		  "calendar days" },
		{ "{grey: {days: 60}, yellow: {days: 10, day_type: weekday}, red: {days: 0}, "
		  "waiting: {counts: yes}}",
		  "weekday" },
		{ "{grey: {days: 60}, red: {days: 0}, waiting: {counts: yes}}", "yellow" },
		{ "{grey: {days: 60}, yellow: {days: 10}, red: {days: 0}, waiting: {counts: yes}, "
		  "forecast: {latest: 2, minimum: 3, horizon: 10}}",
		  "more than latest" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		struct rule_problems problems;
		struct rulebook book;
		struct error err;
		struct str text = arena_format(
			arena,
			"rulebook: x\nkind: lights\nversion: 1\ntitle: {zh: 甲, en: a}\n"
			"in_force: {from: 2007-01-01}\nsource: {zh: 甲, en: a, verified: no}\n"
			"rules: %s\n",
			bad[i].rules);
		assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), -ERR_INVALID);
		if (str_find(problems.items[0].en, str_from(bad[i].problem)) < 0)
			fail_msg("%zu: %.*s", i, STR_ARG(problems.items[0].en));
		assert_int_equal(problems.items[0].place.line, 7);
	}
}

static void forecasts(void **state)
{
	static const struct forecast_sample slow[] = { { 1, 0 }, { 2, 5 }, { 3, 6 } };
	static const struct forecast_sample early[] = { { 1, -3 }, { 2, -4 } };
	static const struct forecast_sample mixed[] = { { 1, 90 }, { 2, -1 }, { 3, 1 }, { 4, 0 },
							{ 5, 0 },  { 6, -2 }, { 7, 1 } };
	static const struct {
		const struct forecast_sample *own, *unit;
		size_t own_count, unit_count;
		bool blocked, known, late, of_unit;
		int delay;
	} table[] = {
		{ slow, NULL, 3, 0, false, true, true, false, 4 }, /* 11 / 3, rounded up */
		{ early, NULL, 2, 0, false, true, false, false, -3 },
		{ slow, slow, 1, 3, false, true, true, true, 4 },
		{ slow, early, 1, 1, false, false, false, false, 0 },
		{ slow, NULL, 1, 0, true, true, true, false, 0 },
		{ mixed, NULL, 7, 0, false, true, false, false, 0 }, /* the latest six: -1 / 6 */
	};
	struct light_facts facts = { .planned = 14400, .today = 14320 };
	struct light_rule rule;
	struct light_dates dates;

	(void)state;
	load_rule(&rule);
	light_dates_find(&rule, &calendar, 14400, &dates);
	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		const struct forecast_paces paces = { table[i].own, table[i].unit,
						      table[i].own_count, table[i].unit_count };
		facts.blocked = table[i].blocked;
		struct forecast out = forecast_of(&rule, &dates, &facts, &paces);
		if (out.known != table[i].known || out.late != table[i].late ||
		    out.of_unit != table[i].of_unit || out.delay != table[i].delay)
			fail_msg("case %zu: known %d, late %d, delay %d", i, out.known, out.late,
				 out.delay);
		if (out.known)
			assert_true(forecast_explain(&rule, &out, &dates, arena).zh.length > 0);
	}
	facts = (struct light_facts){ .planned = 14400, .today = 14320, .accepted = true };
	const struct forecast_paces paces = { slow, NULL, 3, 0 };
	assert_false(forecast_of(&rule, &dates, &facts, &paces).known);
	facts = (struct light_facts){ .planned = 14400, .today = 14400 - rule.forecast_horizon - 1 };
	assert_false(forecast_of(&rule, &dates, &facts, &paces).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_rule),
		cmocka_unit_test(days_around_spring_festival),
		cmocka_unit_test(lights_by_date),
		cmocka_unit_test(the_rule_may_leave_waiting_out),
		cmocka_unit_test(what_cannot_be_said),
		cmocka_unit_test(the_words),
		cmocka_unit_test(refused_rules),
		cmocka_unit_test(forecasts),
	};

	return cmocka_run_group_tests_name("progress/light", tests, set_up, tear_down);
}
