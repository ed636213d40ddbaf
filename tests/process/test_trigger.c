/*
 * test_trigger.c - last in its group two years running (mechanism A3): when it fires, for whom, and
 * what it says.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "process/trigger.h"

static int32_t day_of(int year, int month, int day)
{
	int32_t out = 0;
	assert_true(civil_to_day((struct civil_date){ year, month, day }, &out));
	return out;
}

static void test_days_in_year(void **state)
{
	static const struct {
		int from[3], to[3]; /* to year 0: still in post */
		int year, days;
	} cases[] = {
		{ { 2005, 1, 1 }, { 0 }, 2007, 365 },
		{ { 2005, 1, 1 }, { 0 }, 2008, 366 },
		{ { 2007, 1, 1 }, { 2007, 1, 1 }, 2007, 1 },
		{ { 2007, 12, 31 }, { 2008, 1, 1 }, 2007, 1 },
		{ { 2007, 12, 31 }, { 2008, 1, 1 }, 2008, 1 },
		{ { 2006, 1, 1 }, { 2006, 12, 31 }, 2007, 0 },
		{ { 2008, 1, 1 }, { 0 }, 2007, 0 },
		/* 183 days: 1 January to 2 July 2007; 1 July begins the other half */
		{ { 2007, 1, 1 }, { 2007, 7, 2 }, 2007, 183 },
		{ { 2007, 7, 2 }, { 0 }, 2007, 183 },
		{ { 2007, 7, 3 }, { 0 }, 2007, 182 },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int32_t from = day_of(cases[i].from[0], cases[i].from[1], cases[i].from[2]);
		int32_t to = cases[i].to[0] ? day_of(cases[i].to[0], cases[i].to[1],
						     cases[i].to[2])
					    : CIVIL_NO_DAY;
		int days = trigger_days_in_year(from, to, cases[i].year);
		if (days != cases[i].days)
			fail_msg("case %zu: %d days, wanted %d", i, days, cases[i].days);
	}
}

struct fixture {
	struct arena *arena;
	struct scheme_trigger trigger;
	struct trigger_result results[2];
	struct trigger_post posts[6];
	struct trigger_input input;
	struct trigger_proposal proposal;
};

static struct trigger_post post_of(int64_t person, const char *title, int32_t from, int32_t to)
{
	static const char *const names[] = { "", "赵甲子", "钱乙丑", "孙丙寅" };
	return (struct trigger_post){ .person_id = person, .code = STR("P"),
				      .name = str_from(names[person]), .title = str_from(title),
				      .from_day = from, .to_day = to };
}

static void setup(struct fixture *fixture)
{
	*fixture = (struct fixture){ 0 };
	fixture->arena = arena_new(1 << 20);
	fixture->trigger = (struct scheme_trigger){
		.title = { STR("连续两年小组末位"), STR("Last two years running") },
		.mechanism = STR("A3"), .years = 2, .days_in_post = 183 };
	for (int i = 0; i < 2; i++)
		fixture->results[i] = (struct trigger_result){
			.year = 2007 + i, .grouped = true, .final = true, .last = LAST_PLACE,
			.rank = 7, .group_size = 7, .total = DECIMAL_OF(80), .places = 2,
			.group_name = STR("甲组") };
	fixture->posts[0] = post_of(1, "书记", day_of(2006, 3, 1), CIVIL_NO_DAY);
	fixture->posts[1] = post_of(2, "镇长", day_of(2007, 1, 1), CIVIL_NO_DAY);
	fixture->input = (struct trigger_input){ .trigger = &fixture->trigger,
						 .unit_name = STR("丁镇"), .year = 2008,
						 .results = fixture->results,
						 .posts = fixture->posts, .post_count = 2 };
}

static void judge(struct fixture *fixture)
{
	struct error err;
	assert_int_equal(trigger_judge(&fixture->input, fixture->arena, &fixture->proposal, &err),
			 0);
}

/* All sentences joined by newlines. */
static struct str sentences(struct fixture *fixture, enum language language)
{
	const struct str *items = NULL;
	size_t count = 0;
	struct error err;
	struct str all = STR("");
	assert_int_equal(trigger_reasons(&fixture->proposal, language, fixture->arena, &items,
					 &count, &err),
			 0);
	for (size_t i = 0; i < count; i++)
		all = arena_format(fixture->arena, "%.*s%.*s\n", STR_ARG(all), STR_ARG(items[i]));
	assert_true(str_find_byte(all, '{') < 0);
	return all;
}

static void assert_says(struct fixture *fixture, const char *part)
{
	struct str all = sentences(fixture, LANGUAGE_EN);
	if (str_find(all, str_from(part)) < 0)
		fail_msg("no “%s” in\n%.*s", part, STR_ARG(all));
	assert_true(sentences(fixture, LANGUAGE_ZH).length > 0);
}

static void test_fires_for_both_principals(void **state)
{
	struct fixture fixture;
	(void)state;
	setup(&fixture);
	judge(&fixture);
	assert_true(fixture.proposal.fires);
	assert_false(fixture.proposal.undetermined);
	assert_int_equal(fixture.proposal.principal_count, 2);
	assert_int_equal(fixture.proposal.qualifying_count, 2);
	assert_int_equal(fixture.proposal.principals[0].days[0], 365);
	assert_int_equal(fixture.proposal.principals[0].days[1], 366);
	assert_says(&fixture, "Last two years running: 丁镇 was last in its group in 2007–2008");
	assert_says(&fixture, "2007: last place of 甲组, rank 7 of 7, total 80.00");
	assert_says(&fixture, "赵甲子（书记）: 365 + 366 days in post");
	arena_free(fixture.arena);
}

static void test_only_who_was_there_qualifies(void **state)
{
	struct fixture fixture;
	(void)state;
	setup(&fixture);
	fixture.posts[1].from_day = day_of(2007, 7, 3); /* 182 days in 2007 */
	judge(&fixture);
	assert_true(fixture.proposal.fires);
	assert_int_equal(fixture.proposal.qualifying_count, 1);
	assert_false(fixture.proposal.principals[1].qualifies);
	assert_int_equal(fixture.proposal.principals[1].failing_year, 2007);
	assert_says(&fixture, "钱乙丑（镇长）: 182 + 366 days in post, less than 183 in 2007");
	arena_free(fixture.arena);
}

static void test_nobody_qualifies(void **state)
{
	struct fixture fixture;
	(void)state;
	setup(&fixture);
	fixture.posts[0].to_day = day_of(2008, 6, 1);	/* 153 days in 2008 */
	fixture.posts[1].from_day = day_of(2008, 6, 2);
	judge(&fixture);
	assert_true(fixture.proposal.fires && fixture.proposal.undetermined);
	assert_int_equal(fixture.proposal.qualifying_count, 0);
	assert_says(&fixture, "the subject is to be determined");

	fixture.input.post_count = 0;
	judge(&fixture);
	assert_true(fixture.proposal.fires && fixture.proposal.undetermined);
	arena_free(fixture.arena);
}

static void test_posts_of_one_person_count_together(void **state)
{
	struct fixture fixture;
	(void)state;
	setup(&fixture);
	/* Mayor until May, then secretary, one overlapping month: each day once. */
	fixture.posts[0] = post_of(1, "镇长", day_of(2007, 1, 1), day_of(2007, 5, 31));
	fixture.posts[1] = post_of(1, "书记", day_of(2007, 5, 1), CIVIL_NO_DAY);
	judge(&fixture);
	assert_int_equal(fixture.proposal.principal_count, 1);
	assert_int_equal(fixture.proposal.principals[0].days[0], 365);
	assert_true(fixture.proposal.principals[0].qualifies);
	assert_says(&fixture, "赵甲子（镇长、书记）");
	arena_free(fixture.arena);
}

static void test_when_it_does_not_fire(void **state)
{
	static const struct {
		int at;
		bool grouped, final;
		enum last_place last;
		bool provisional;
		const char *says;
	} cases[] = {
		{ 0, true, true, LAST_NOT_LOWEST, false, "2007: not last in its group" },
		{ 1, true, true, LAST_SHARED, false, "2008: shares the lowest total" },
		{ 1, true, true, LAST_GROUP_TOO_SMALL, false, "2008: the group is too small" },
		{ 0, true, true, LAST_NOT_RANKED, false, "2007: not ranked" },
		{ 0, false, true, LAST_NOT_RANKED, false, "2007: not in any group" },
		{ 1, true, false, LAST_PLACE, true, "2008: the result is not final" },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct fixture fixture;
		setup(&fixture);
		struct trigger_result *result = &fixture.results[cases[i].at];
		result->grouped = cases[i].grouped;
		result->final = cases[i].final;
		result->last = cases[i].last;
		judge(&fixture);
		assert_false(fixture.proposal.fires);
		assert_int_equal(fixture.proposal.provisional, cases[i].provisional);
		assert_says(&fixture, cases[i].says);
		arena_free(fixture.arena);
	}
}

static void test_a_regrouped_unit_still_counts(void **state)
{
	struct fixture fixture;
	(void)state;
	setup(&fixture);
	fixture.results[1].group_name = STR("乙组");
	judge(&fixture);
	assert_true(fixture.proposal.fires && fixture.proposal.regrouped);
	assert_says(&fixture, "2008: in another group than the year before; it counts");
	arena_free(fixture.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_in_year),
		cmocka_unit_test(test_fires_for_both_principals),
		cmocka_unit_test(test_only_who_was_there_qualifies),
		cmocka_unit_test(test_nobody_qualifies),
		cmocka_unit_test(test_posts_of_one_person_count_together),
		cmocka_unit_test(test_when_it_does_not_fire),
		cmocka_unit_test(test_a_regrouped_unit_still_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
