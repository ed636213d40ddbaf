/*
 * test_unit_change.c - what each change of units refuses, and that what a plan says is what happens.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/rights_load.h"
#include "people/unit_change.h"
#include "people/unit_name.h"
#include "statements_appraisal.h"
#include "statements_unit_change.h"

#define DAY (FIXTURE_TODAY - 30) /* of the changes */

/* Units that a case names by a letter: A B towns below R, C below A, E ended, Y began after DAY. */
struct county {
	struct fixture fixture;
	int64_t ids[128];
};

static void open_county(struct db *db, struct county *county)
{
	struct error err;
	struct act act;
	struct fixture *fixture = &county->fixture;
	fixture_open(db, fixture);
	county->ids['R'] = fixture_unit(fixture, "R", "甲市", 0);
	county->ids['A'] = fixture_unit(fixture, "A", "甲局", county->ids['R']);
	county->ids['B'] = fixture_unit(fixture, "B", "乙局", county->ids['R']);
	county->ids['C'] = fixture_unit(fixture, "C", "甲局一科", county->ids['A']);
	county->ids['X'] = 4711;
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	struct unit late = { .code = STR("Y"), .name = STR("丙局"), .parent_id = county->ids['R'],
			     .from_day = DAY + 1 };
	struct unit ended = { .code = STR("E"), .name = STR("丁局"), .parent_id = county->ids['R'] };
	TEST_OK(unit_create(&act, &late, &err));
	TEST_OK(unit_create(&act, &ended, &err));
	ended.to_day = DAY - 100;
	TEST_OK(unit_update(&act, &ended, &err));
	fixture_commit(fixture, &act);
	county->ids['Y'] = late.head.id;
	county->ids['E'] = ended.head.id;
}

/* "AB" before, "C+" after: a letter is a unit, + a new one. */
static struct unit_change_request request_of(const struct county *county, enum unit_change_kind kind,
					     const char *before, const char *after)
{
	struct unit_change_request request = {
		.change = { .kind = (int)kind, .day = DAY, .reason = STR("机构改革"),
			    .reference = STR("甲编〔2009〕3号"), .name_after = STR("新局") },
	};
	for (; *before; before++)
		request.before[request.before_count++] = county->ids[(unsigned char)*before];
	for (; *after; after++) {
		struct unit *unit = &request.after[request.after_count];
		if (*after != '+')
			unit->head.id = county->ids[(unsigned char)*after];
		else
			*unit = (struct unit){ .code = request.after_count ? STR("N2") : STR("N1"),
					       .name = STR("新局"),
					       .parent_id = county->ids['R'] };
		request.after_count++;
	}
	return request;
}

struct refusal {
	enum unit_change_kind kind;
	const char *before, *after;
	int code;
	const char *field; /* of an -ERR_INVALID */
};

static const struct refusal refusals[] = {
	{ UNIT_RENAME, "A", "A", 0, "" },
	{ UNIT_RENAME, "AB", "A", -ERR_RULE, "" },
	{ UNIT_RENAME, "E", "E", -ERR_RULE, "" },
	{ UNIT_RENAME, "Y", "Y", -ERR_RULE, "" },
	{ UNIT_RENAME, "X", "X", -ERR_NOT_FOUND, "" },
	{ UNIT_MERGE, "AB", "+", 0, "" },
	{ UNIT_MERGE, "A", "B", 0, "" },
	{ UNIT_MERGE, "AB", "A", 0, "" },
	{ UNIT_MERGE, "A", "C", 0, "" },  /* into its own sub-unit, which moves up */
	{ UNIT_MERGE, "A", "A", -ERR_RULE, "" }, /* into itself */
	{ UNIT_MERGE, "A", "+", -ERR_RULE, "" }, /* alone */
	{ UNIT_MERGE, "AA", "+", -ERR_RULE, "" },
	{ UNIT_MERGE, "AB", "", -ERR_RULE, "" },
	{ UNIT_MERGE, "AB", "++", -ERR_RULE, "" },
	{ UNIT_MERGE, "AE", "+", -ERR_RULE, "" },
	{ UNIT_MERGE, "A", "E", -ERR_RULE, "" },
	{ UNIT_MERGE, "AY", "+", -ERR_RULE, "" },
	{ UNIT_MERGE, "AX", "+", -ERR_NOT_FOUND, "" },
	{ UNIT_SPLIT, "B", "++", 0, "" },
	{ UNIT_SPLIT, "B", "B+", 0, "" },
	{ UNIT_SPLIT, "A", "A+", 0, "" },
	{ UNIT_SPLIT, "A", "++", -ERR_RULE, "" }, /* C stands below it */
	{ UNIT_SPLIT, "B", "+", -ERR_RULE, "" },
	{ UNIT_SPLIT, "B", "A+", -ERR_RULE, "" }, /* A is not of it */
	{ UNIT_SPLIT, "AB", "++", -ERR_RULE, "" },
	{ UNIT_DISSOLVE, "B", "", 0, "" },
	{ UNIT_DISSOLVE, "A", "", -ERR_RULE, "" }, /* C stands below it */
	{ UNIT_DISSOLVE, "B", "+", -ERR_RULE, "" },
	{ UNIT_DISSOLVE, "E", "", -ERR_RULE, "" },
};

static int plan_of(struct county *county, const struct unit_change_request *request,
		   struct unit_change_plan *plan, struct error *err)
{
	struct act act;
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	int code = unit_change_plan(&act, request, plan, err);
	fixture_roll_back(&county->fixture);
	return code;
}

static void check_refusals(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct unit_change_plan plan;
	(void)context;
	open_county(db, &county);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		struct unit_change_request request = request_of(
			&county, refusals[i].kind, refusals[i].before, refusals[i].after);
		error_clear(&err);
		int code = plan_of(&county, &request, &plan, &err);
		if (code != refusals[i].code)
			fail_msg("case %zu: %s → %s gives %d (%s)", i, refusals[i].before,
				 refusals[i].after, code, err.en);
		assert_true(code == 0 || (err.en[0] && err.zh[0]));
	}
	fixture_close(&county.fixture);
}

static void every_kind_refuses_what_it_must(void **state)
{
	(void)state;
	test_engines_each(check_refusals, NULL);
}

/* Fields of the request that are wrong. */
static void check_fields(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct unit_change_plan plan;
	(void)context;
	open_county(db, &county);
	static const struct {
		const char *field;
		int change; /* what to spoil */
	} cases[] = { { "day", 0 }, { "day", 1 }, { "reason", 2 }, { "reference", 3 }, { "name", 4 },
		      { "name", 5 }, { "code", 6 }, { "code", 7 }, { "name", 8 } };
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		bool split = cases[i].change >= 6;
		struct unit_change_request request =
			request_of(&county, split ? UNIT_SPLIT : UNIT_RENAME, split ? "B" : "A",
				   split ? "B+" : "A");
		switch (cases[i].change) {
		case 0: request.change.day = FIXTURE_TODAY + 1; break;
		case 1: request.change.day = CIVIL_NO_DAY; break;
		case 2: request.change.reason = STR_EMPTY; break;
		case 3: request.change.reference = STR_EMPTY; break;
		case 4: request.change.name_after = STR_EMPTY; break;
		case 5: request.change.name_after = STR("甲局"); break; /* as it is */
		case 6: request.after[1].code = STR("A"); break;	/* another's */
		case 7: request.after[1].code = STR("no spaces"); break;
		default: request.after[1].name = STR_EMPTY; break;
		}
		assert_int_equal(plan_of(&county, &request, &plan, &err), -ERR_INVALID);
		assert_string_equal(err.field, cases[i].field);
	}
	fixture_close(&county.fixture);
}

static void wrong_fields_are_named(void **state)
{
	(void)state;
	test_engines_each(check_fields, NULL);
}

static void apply(struct county *county, const struct unit_change_request *request,
		  struct unit_change_plan *plan)
{
	struct error err;
	struct act act;
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	TEST_OK(unit_change_plan(&act, request, plan, &err));
	TEST_OK(unit_change_apply(&act, plan, &err));
	fixture_commit(&county->fixture, &act);
}

static struct unit read_unit(struct county *county, int64_t id)
{
	struct error err;
	struct unit unit;
	TEST_OK(record_get(county->fixture.db, &unit_record,
			   (struct record_key){ county->fixture.jurisdiction_id, id },
			   county->fixture.arena, &unit, &err));
	return unit;
}

static struct post read_post(struct county *county, int64_t id)
{
	struct error err;
	struct post post;
	TEST_OK(record_get(county->fixture.db, &post_record,
			   (struct record_key){ county->fixture.jurisdiction_id, id },
			   county->fixture.arena, &post, &err));
	return post;
}

/* The second of the posts ends, the others go where they go by default. */
struct choice {
	int64_t ends;
};

static int choose(const void *context, int64_t post_id)
{
	const struct choice *choice = context;
	return post_id == choice->ends ? UNIT_CHANGE_ENDS : UNIT_CHANGE_DEFAULT;
}

/* A group of a year with the unit in it. */
static int64_t put_into_group(struct county *county, int year, int64_t unit_id)
{
	struct error err;
	struct act act;
	struct appraisal_group group = { .year = year, .name = STR("部门组") };
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	TEST_OK(appraisal_group_create(&act, &group, &err));
	TEST_OK(group_member_put(&act, &group, unit_id, &err));
	fixture_commit(&county->fixture, &act);
	return group.head.id;
}

static bool in_group(struct county *county, int year, int64_t unit_id)
{
	struct error err;
	int64_t group;
	return db_get_int(county->fixture.db, STATEMENT_UNIT_CHANGE_IN_GROUP,
			  DB_ARGS(db_int("jurisdiction_id", county->fixture.jurisdiction_id),
				  db_int("year", year), db_int("unit_id", unit_id)),
			  &group, &err) == 0;
}

static void check_merge(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct unit_change_plan plan;
	struct rights rights;
	(void)context;
	open_county(db, &county);
	struct fixture *fixture = &county.fixture;
	int64_t zhang = fixture_person(fixture, "P1", "张三"), li = fixture_person(fixture, "P2", "李四");
	int64_t first = fixture_post(fixture, zhang, county.ids['A'], DAY - 500, CIVIL_NO_DAY);
	int64_t second = fixture_post(fixture, li, county.ids['B'], DAY - 500, DAY + 400);
	int64_t gone = fixture_post(fixture, li, county.ids['A'], DAY - 900, DAY - 600);
	int64_t account = fixture_account(fixture, "zhang", "a long enough secret", zhang);
	fixture_grant(fixture, account, ROLE_UNIT_HEAD, county.ids['A']);
	put_into_group(&county, 2008, county.ids['A']);
	put_into_group(&county, 2010, county.ids['A']);

	struct choice choice = { second };
	struct unit_change_request request = request_of(&county, UNIT_MERGE, "AB", "+");
	request.post_target = choose;
	request.context = &choice;
	apply(&county, &request, &plan);
	int64_t new = plan.after[0].head.id;
	assert_int_equal(plan.post_count, 2);
	assert_int_equal(plan.grant_count, 1);
	assert_int_equal(plan.member_count, 1);
	assert_int_equal(plan.child_count, 1);
	assert_int_equal(read_unit(&county, county.ids['A']).to_day, DAY - 1);
	assert_int_equal(read_unit(&county, county.ids['B']).to_day, DAY - 1);
	assert_int_equal(read_unit(&county, new).from_day, DAY);
	assert_int_equal(read_unit(&county, county.ids['C']).parent_id, new);
	assert_int_equal(read_post(&county, first).to_day, DAY - 1);
	assert_int_equal(read_post(&county, second).to_day, DAY - 1);
	assert_int_equal(read_post(&county, gone).to_day, DAY - 600);
	struct rights_object object;
	TEST_OK(rights_object_of_person(db, fixture->jurisdiction_id, zhang, DAY, &object, &err));
	assert_int_equal(object.units[0], new);
	TEST_OK(rights_object_of_person(db, fixture->jurisdiction_id, li, DAY, &object, &err));
	assert_int_equal(object.count, 0); /* chosen to end */
	TEST_OK(rights_load(db, fixture->jurisdiction_id, account, FIXTURE_TODAY, &rights, &err));
	assert_int_equal(rights.count, 0);
	assert_true(in_group(&county, 2008, county.ids['A']));
	assert_false(in_group(&county, 2010, county.ids['A']));
	assert_true(in_group(&county, 2010, new));
	assert_false(in_group(&county, 2008, new));

	/* Both ways: the old and the new unit name the change. */
	const int64_t concerned[] = { county.ids['A'], county.ids['B'], new };
	for (size_t i = 0; i < ARRAY_LENGTH(concerned); i++) {
		struct unit_change_seen *seen;
		size_t count;
		TEST_OK(unit_changes_of(db, (struct record_key){ fixture->jurisdiction_id, concerned[i] },
					fixture->arena, &seen, &count, &err));
		assert_int_equal(count, 1);
		assert_int_equal(seen[0].unit_count, 3);
		assert_int_equal(seen[0].change.kind, UNIT_MERGE);
		assert_int_equal(seen[0].change.day, DAY);
	}
	fixture_close(fixture);
}

static void a_merge_does_what_its_plan_says(void **state)
{
	(void)state;
	test_engines_each(check_merge, NULL);
}

static void check_into(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	struct unit_change_plan plan, again;
	(void)context;
	open_county(db, &county);
	struct fixture *fixture = &county.fixture;
	int64_t zhang = fixture_person(fixture, "P1", "张三");
	fixture_post(fixture, zhang, county.ids['C'], DAY - 500, CIVIL_NO_DAY);
	int64_t both = fixture_post(fixture, zhang, county.ids['A'], DAY - 400, CIVIL_NO_DAY);
	/* Into its own sub-unit: that one comes up, and the post that is held twice only ends. */
	struct unit_change_request request = request_of(&county, UNIT_MERGE, "A", "C");
	TEST_OK(plan_of(&county, &request, &plan, &err));
	assert_int_equal(plan.post_count, 1);
	assert_true(plan.posts[0].held);
	assert_true(plan.ends[0]);
	assert_false(plan.ends[1]);
	/* The digest tells whether anything it rests on was changed. */
	TEST_OK(plan_of(&county, &request, &again, &err));
	assert_true(hash_equal(&plan.digest, &again.digest));
	struct post post = read_post(&county, both);
	post.title = STR("局长");
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(post_update(&act, &post, &err));
	fixture_commit(fixture, &act);
	TEST_OK(plan_of(&county, &request, &again, &err));
	assert_false(hash_equal(&plan.digest, &again.digest));
	apply(&county, &request, &plan);
	assert_int_equal(read_unit(&county, county.ids['C']).parent_id, county.ids['R']);
	assert_int_equal(read_unit(&county, county.ids['C']).to_day, CIVIL_NO_DAY);
	/* Nothing new in an ended unit. */
	struct unit child = { .code = STR("Z"), .name = STR("戊局"), .parent_id = county.ids['A'] };
	post = (struct post){ .person_id = zhang, .unit_id = county.ids['A'], .title = STR("科员"),
			      .level = POST_OTHER, .from_day = DAY, .to_day = CIVIL_NO_DAY };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	assert_int_equal(unit_create(&act, &child, &err), -ERR_RULE);
	assert_int_equal(post_create(&act, &post, &err), -ERR_RULE);
	post.from_day = DAY - 50;
	assert_int_equal(post_create(&act, &post, &err), -ERR_RULE); /* without end */
	post.to_day = DAY - 1;
	TEST_OK(post_create(&act, &post, &err));
	fixture_roll_back(fixture);
	/* A unit's changes come in order. */
	request = request_of(&county, UNIT_RENAME, "C", "C");
	assert_int_equal(plan_of(&county, &request, &plan, &err), -ERR_RULE);
	request.change.day = DAY + 1;
	TEST_OK(plan_of(&county, &request, &plan, &err));
	fixture_close(fixture);
}

static void a_unit_joins_another(void **state)
{
	(void)state;
	test_engines_each(check_into, NULL);
}

static void check_posts_after(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct unit_change_plan plan;
	(void)context;
	open_county(db, &county);
	int64_t zhang = fixture_person(&county.fixture, "P1", "张三");
	fixture_post(&county.fixture, zhang, county.ids['B'], DAY, CIVIL_NO_DAY);
	struct unit_change_request request = request_of(&county, UNIT_DISSOLVE, "B", "");
	assert_int_equal(plan_of(&county, &request, &plan, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "张三"));
	request = request_of(&county, UNIT_SPLIT, "B", "B+");
	TEST_OK(plan_of(&county, &request, &plan, &err)); /* the post stays where it is */
	fixture_close(&county.fixture);
}

static void a_change_before_a_post_is_refused(void **state)
{
	(void)state;
	test_engines_each(check_posts_after, NULL);
}

static void check_rename(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct unit_change_plan plan;
	struct db_query *query;
	(void)context;
	open_county(db, &county);
	int64_t group = put_into_group(&county, 2008, county.ids['A']);
	int64_t later = put_into_group(&county, 2009, county.ids['A']);
	struct unit_change_request request = request_of(&county, UNIT_RENAME, "A", "A");
	apply(&county, &request, &plan);
	assert_string_equal(arena_text(county.fixture.arena, read_unit(&county, county.ids['A']).name),
			    "新局");
	const struct {
		int64_t group;
		const char *name;
	} years[] = { { group, "甲局" }, { later, "新局" } };
	for (size_t i = 0; i < ARRAY_LENGTH(years); i++) {
		TEST_OK(db_query_open(db, STATEMENT_APPRAISAL_UNITS_OF_GROUP,
				      DB_ARGS(db_int("jurisdiction_id",
						     county.fixture.jurisdiction_id),
					      db_int("group_id", years[i].group)),
				      &query, &err));
		assert_int_equal(db_query_step(query, &err), 1);
		assert_true(str_equal(db_query_bytes(query, 3), str_from(years[i].name)));
		db_query_close(query);
	}
	fixture_close(&county.fixture);
}

static void old_years_keep_the_name_of_that_year(void **state)
{
	(void)state;
	test_engines_each(check_rename, NULL);
}

static void a_year_is_told_by_its_last_day(void **state)
{
	(void)state;
	assert_int_equal(unit_name_last_year(civil_year_end(2008)), 2008);
	assert_int_equal(unit_name_last_year(civil_year_end(2008) - 1), 2007);
	assert_int_equal(unit_name_last_year(civil_year_start(2008)), 2007);
	assert_int_equal(unit_change_first_year(civil_year_start(2008)), 2008);
	assert_int_equal(unit_change_first_year(civil_year_start(2008) + 1), 2009);
	assert_int_equal(unit_change_first_year(civil_year_end(2008)), 2009);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_refuses_what_it_must),
		cmocka_unit_test(wrong_fields_are_named),
		cmocka_unit_test(a_merge_does_what_its_plan_says),
		cmocka_unit_test(a_unit_joins_another),
		cmocka_unit_test(a_change_before_a_post_is_refused),
		cmocka_unit_test(old_years_keep_the_name_of_that_year),
		cmocka_unit_test(a_year_is_told_by_its_last_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
