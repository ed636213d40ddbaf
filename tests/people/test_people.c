/*
 * test_people.c - units, persons, posts, groups on both engines: what is kept and what is refused.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/rights_load.h"
#include "statements_account.h"
#include "statements_person_pages.h"
#include "statements_unit_pages.h"
#include "store/list.h"

/* Every statement of the program is prepared against the migrated database. */
static void check_statements(struct db *db, void *context)
{
	struct error err;
	(void)context;
	TEST_OK(db_check_statements(db, &err));
}

static void statements_fit_the_database(void **state)
{
	(void)state;
	test_engines_each(check_statements, NULL);
}

static void check_unit_tree(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	struct unit unit;
	(void)context;
	fixture_open(db, &fixture);
	int64_t root = fixture_unit(&fixture, "R", "甲市", 0);
	int64_t town = fixture_unit(&fixture, "T1", "丁镇", root);
	int64_t office = fixture_unit(&fixture, "T1-1", "丁镇办公室", town);

	TEST_OK(unit_find(db, fixture.jurisdiction_id, STR("R"), fixture.arena, &unit, &err));
	assert_int_equal(unit.head.id, root);
	assert_true(unit.name_key.length > 0);
	unit.parent_id = office;
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	assert_int_equal(unit_update(&act, &unit, &err), -ERR_RULE); /* below itself */
	unit.parent_id = 4711;
	assert_int_equal(unit_update(&act, &unit, &err), -ERR_NOT_FOUND);
	unit.parent_id = 0;
	unit.code = STR("T1");
	assert_int_equal(unit_update(&act, &unit, &err), -ERR_INVALID); /* another's */
	assert_string_equal(err.field, "code");
	unit.code = STR("no spaces");
	assert_int_equal(unit_update(&act, &unit, &err), -ERR_INVALID);
	unit.code = STR("R");
	assert_int_equal(unit_remove(&act, &unit, &err), -ERR_RULE); /* it has sub-units */
	fixture_roll_back(&fixture);

	struct rights_object object;
	TEST_OK(rights_object_of_unit(db, fixture.jurisdiction_id, office, &object, &err));
	assert_int_equal(object.count, 3);
	assert_int_equal(object.units[0], office);
	assert_int_equal(object.units[2], root);
	assert_int_equal(rights_object_of_unit(db, fixture.jurisdiction_id, 4711, &object, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&fixture);
}

/* A person stands in the units of the posts held that day, and in those above. */
static void check_places(struct db *db, void *context)
{
	struct fixture fixture;
	struct rights_object object;
	struct error err;
	(void)context;
	fixture_open(db, &fixture);
	int64_t root = fixture_unit(&fixture, "R", "甲市", 0);
	int64_t town = fixture_unit(&fixture, "T1", "丁镇", root);
	int64_t other = fixture_unit(&fixture, "T2", "丙镇", root);
	int64_t person = fixture_person(&fixture, "P1", "张三");
	fixture_post(&fixture, person, town, 100, 199);
	fixture_post(&fixture, person, other, 150, CIVIL_NO_DAY);
	const struct {
		int32_t day;
		size_t count;
		bool in_town, in_other;
	} cases[] = { { 99, 0, false, false },
		      { 100, 2, true, false },
		      { 150, 3, true, true },
		      { 200, 2, false, true } };
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		bool in_town = false, in_other = false;
		TEST_OK(rights_object_of_person(db, fixture.jurisdiction_id, person, cases[i].day,
						&object, &err));
		for (size_t j = 0; j < object.count; j++) {
			in_town |= object.units[j] == town;
			in_other |= object.units[j] == other;
		}
		assert_int_equal(object.person_id, person);
		assert_int_equal(object.count, cases[i].count);
		assert_int_equal(in_town, cases[i].in_town);
		assert_int_equal(in_other, cases[i].in_other);
	}
	fixture_close(&fixture);
}

static void persons_stand_where_their_posts_are(void **state)
{
	(void)state;
	test_engines_each(check_places, NULL);
}

static void check_days(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	int32_t day;
	struct jurisdiction demo = { .code = STR("J2"),
				     .name = STR("乙市"),
				     .utc_offset_minutes = -60,
				     .clock_offset_days = -365 };
	(void)context;
	fixture_open(db, &fixture);
	fixture_begin(&fixture, 0, &act);
	TEST_OK(act_create(&act, &jurisdiction_record, &demo, &err));
	fixture_commit(&fixture, &act);
	TEST_OK(jurisdiction_day(db, fixture.jurisdiction_id, FIXTURE_NOW_MS, &day, &err));
	assert_int_equal(day, FIXTURE_TODAY);
	TEST_OK(jurisdiction_day(db, 0, FIXTURE_NOW_MS, &day, &err));
	assert_int_equal(day, FIXTURE_TODAY);
	TEST_OK(jurisdiction_day(db, demo.head.id, FIXTURE_NOW_MS, &day, &err));
	assert_int_equal(day, FIXTURE_TODAY - 1 - 365); /* 23:00 of the day before, a year ago */
	assert_int_equal(jurisdiction_day(db, 4711, FIXTURE_NOW_MS, &day, &err), -ERR_NOT_FOUND);
	fixture_close(&fixture);
}

static void a_jurisdiction_has_its_own_day(void **state)
{
	(void)state;
	test_engines_each(check_days, NULL);
}

static void the_unit_tree_stays_a_tree(void **state)
{
	(void)state;
	test_engines_each(check_unit_tree, NULL);
}

static void check_depth(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	char code[8];
	int64_t parent = 0;
	(void)context;
	fixture_open(db, &fixture);
	for (int i = 1; i <= RIGHTS_MAXIMUM_DEPTH; i++) {
		snprintf(code, sizeof(code), "L%d", i);
		parent = fixture_unit(&fixture, code, code, parent);
	}
	struct unit deeper = { .code = STR("L17"), .name = STR("L17"), .parent_id = parent };
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	assert_int_equal(unit_create(&act, &deeper, &err), -ERR_RULE);
	fixture_roll_back(&fixture);
	fixture_close(&fixture);
}

static void the_tree_has_sixteen_levels(void **state)
{
	(void)state;
	test_engines_each(check_depth, NULL);
}

static void check_posts(struct db *db, void *context)
{
	static const struct {
		int32_t from, to;
		int code;
	} cases[] = {
		{ 200, 150, -ERR_INVALID },	      /* ends before it begins */
		{ 50, 100, -ERR_RULE },		      /* shares day 100 with the first */
		{ 150, 160, -ERR_RULE },
		{ 200, CIVIL_NO_DAY, -ERR_RULE },     /* shares day 200 */
		{ 0, CIVIL_NO_DAY, -ERR_RULE },
		{ 0, 99, 0 },
		{ 201, CIVIL_NO_DAY, 0 },
		{ 5000, CIVIL_NO_DAY, -ERR_RULE },    /* the one before has no end */
	};
	struct fixture fixture;
	struct error err;
	struct act act;
	(void)context;
	fixture_open(db, &fixture);
	int64_t unit = fixture_unit(&fixture, "T1", "丁镇", 0);
	int64_t person = fixture_person(&fixture, "P1", "张三");
	fixture_post(&fixture, person, unit, 100, 200);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct post post = { .person_id = person,
				     .unit_id = unit,
				     .title = STR("镇长"),
				     .from_day = cases[i].from,
				     .to_day = cases[i].to };
		fixture_begin(&fixture, fixture.jurisdiction_id, &act);
		int code = post_create(&act, &post, &err);
		if (code != cases[i].code)
			fail_msg("case %zu: %s %s", i, error_code_name(code), err.en);
		if (code)
			fixture_roll_back(&fixture);
		else
			fixture_commit(&fixture, &act);
	}
	/* Another title at the same time is another post. */
	struct post second = { .person_id = person,
			       .unit_id = unit,
			       .title = STR("副书记"),
			       .from_day = 100,
			       .to_day = CIVIL_NO_DAY };
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(post_create(&act, &second, &err));
	fixture_commit(&fixture, &act);
	fixture_close(&fixture);
}

static void posts_do_not_overlap_themselves(void **state)
{
	(void)state;
	test_engines_each(check_posts, NULL);
}

static void check_groups(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	(void)context;
	fixture_open(db, &fixture);
	int64_t unit = fixture_unit(&fixture, "T1", "丁镇", 0);
	struct appraisal_group group = { .year = 2008, .name = STR("一组") };
	struct appraisal_group again = group;
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(appraisal_group_create(&act, &group, &err));
	assert_int_equal(appraisal_group_create(&act, &again, &err), -ERR_INVALID);
	struct group_member member = { .year = 2007,
				       .group_id = group.head.id,
				       .unit_id = unit };
	assert_int_equal(group_member_create(&act, &member, &err), -ERR_RULE); /* wrong year */
	member.year = 2008;
	TEST_OK(group_member_create(&act, &member, &err));
	struct group_member twice = { .year = 2008,
				      .group_id = group.head.id,
				      .unit_id = unit };
	assert_int_equal(group_member_create(&act, &twice, &err), -ERR_RULE);
	fixture_commit(&fixture, &act);
	fixture_close(&fixture);
}

static void a_unit_is_in_one_group_of_a_year(void **state)
{
	(void)state;
	test_engines_each(check_groups, NULL);
}

/* The first text column of each row of a list, joined by spaces. */
static void list_texts(struct fixture *fixture, const struct list_request *request, int column,
		       char *out, size_t bytes)
{
	struct error err;
	struct db_query *query;
	size_t used = 0;
	out[0] = '\0';
	TEST_OK(db_begin_read(fixture->db, &err));
	TEST_OK(list_open(fixture->db, request, &query, &err));
	while (db_query_step(query, &err) > 0) {
		struct str text = db_query_bytes(query, column);
		used += (size_t)snprintf(out + used, bytes - used, "%s%.*s", used ? " " : "",
					 STR_ARG(text));
	}
	db_query_close(query);
	db_rollback(fixture->db);
}

static void check_lists(struct db *db, void *context)
{
	struct fixture fixture;
	char texts[512];
	(void)context;
	fixture_open(db, &fixture);
	int64_t root = fixture_unit(&fixture, "R", "中心", 0);
	int64_t town = fixture_unit(&fixture, "T1", "丁镇", root);
	fixture_unit(&fixture, "T2", "北街道", root);
	int64_t person = fixture_person(&fixture, "P1", "张三");
	fixture_person(&fixture, "P2", "李四");
	fixture_post(&fixture, person, root, FIXTURE_TODAY - 500, FIXTURE_TODAY - 100);
	fixture_post(&fixture, person, town, FIXTURE_TODAY - 99, CIVIL_NO_DAY);
	int64_t account = fixture_account(&fixture, "zhang", "Ab3$xyzw!", person);
	fixture_grant(&fixture, account, ROLE_LIAISON, town);
	fixture_grant(&fixture, account, ROLE_INSPECTOR, 0);

	const struct db_arg jurisdiction = db_int("jurisdiction_id", fixture.jurisdiction_id);
	const struct db_arg everywhere = db_int("everywhere", 1), roots = db_text("roots", STR(""));
	const struct db_args year = DB_ARGS(jurisdiction, everywhere, roots, db_int("year", 2008),
					    db_int("day", FIXTURE_TODAY), db_int("ended", 0));
	const struct db_args today = DB_ARGS(jurisdiction, db_int("day", FIXTURE_TODAY));
	const struct db_args present = DB_ARGS(jurisdiction, everywhere, roots,
					       db_int("day", FIXTURE_TODAY), db_int("person_id", 0),
					       db_int("left", 0));
	const struct {
		struct list_request request;
		int column;
		const char *expected;
	} cases[] = {
		{ { .listing = LISTING_UNIT_PAGES, .args = year, .sort = "name_key", .limit = 10 },
		  2,
		  "北街道 丁镇 中心" },
		{ { .listing = LISTING_PERSON_PAGES, .args = present, .sort = "name_key", .limit = 10 },
		  9,
		  " 丁镇" },
		{ { .listing = LISTING_ACCOUNT, .args = today, .sort = "login", .limit = 10 },
		  6,
		  "inspector liaison" },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		list_texts(&fixture, &cases[i].request, cases[i].column, texts, sizeof(texts));
		assert_string_equal(str_trim(str_from(texts)).bytes,
				    str_trim(str_from(cases[i].expected)).bytes);
	}
	fixture_close(&fixture);
}

static void lists_sort_by_pinyin_and_show_the_present(void **state)
{
	(void)state;
	test_engines_each(check_lists, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_fit_the_database),
		cmocka_unit_test(the_unit_tree_stays_a_tree),
		cmocka_unit_test(the_tree_has_sixteen_levels),
		cmocka_unit_test(persons_stand_where_their_posts_are),
		cmocka_unit_test(a_jurisdiction_has_its_own_day),
		cmocka_unit_test(posts_do_not_overlap_themselves),
		cmocka_unit_test(a_unit_is_in_one_group_of_a_year),
		cmocka_unit_test(lists_sort_by_pinyin_and_show_the_present),
	};
	return cmocka_run_group_tests_name("people/people", tests, NULL, NULL);
}
