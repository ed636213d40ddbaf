/* Migrations: applied once, in order, whole or not at all; unknown or edited ones are refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "statements_result.h"
#include "store/db_driver.h"
#include "statements.h"
#include "test_database.h"

static void check_twice(struct db *db, void *context)
{
	struct migration_state state;
	struct error err;

	(void)context;
	TEST_OK(migrate_check(db, &state, &err));
	assert_int_equal(state.applied, migration_count);
	assert_int_equal(state.known, migration_count);
	TEST_OK(migrate_apply(db, &state, &err));
	assert_int_equal(state.applied, migration_count);
}

static void test_apply_is_repeatable(void **unused)
{
	(void)unused;
	test_engines_each(check_twice, NULL);
}

/* Change the record behind the program's back; what check and apply say then. */
static void check_refused(struct db *db, void *context)
{
	const char *const *cases = context;
	struct migration_state state = { -1, -1 };
	struct error err;

	TEST_OK(db_script(db, cases[0], &err));
	assert_int_equal(migrate_check(db, &state, &err), -ERR_CORRUPT);
	assert_non_null(strstr(err.en, cases[1]));
	assert_true(err.zh[0] != '\0');
	assert_int_equal(state.applied, -1);
	assert_int_equal(migrate_apply(db, &state, &err), -ERR_CORRUPT);
	assert_int_equal(state.applied, -1);
}

static void test_foreign_records_are_refused(void **unused)
{
	static const char *const cases[][2] = {
		{ "UPDATE schema_migration SET sha256 = 'edited' WHERE number = 1",
		  "0001_spine of this database is not the one" },
		{ "UPDATE schema_migration SET name = 'other' WHERE number = 2", "0002_other" },
		{ "INSERT INTO schema_migration VALUES (9001, 'future', 'x')",
		  "9001_future, which this program does not know" },
	};
	(void)unused;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const char *one[2] = { cases[i][0], cases[i][1] };
		test_engines_each(check_refused, one);
	}
}

static void apply_with_faults(enum db_engine engine)
{
	struct test_database database;
	struct migration_state state;
	struct error err;
	bool applied = false;

	test_database_place(engine, &database);
	TEST_OK(db_open(database.where, DB_CREATE, &database.db, &err));
	for (long n = 1; !applied; n += 3) {
		db_fail_after(n, false);
		int code = migrate_apply(database.db, &state, &err);
		db_fail_after(0, false);
		applied = code == 0;
		if (code)
			assert_int_equal(code, -ERR_DATABASE);
		/* Whole migrations or none: the records are always sound. */
		TEST_OK(migrate_check(database.db, &state, &err));
	}
	assert_int_equal(state.applied, migration_count);
	test_database_close(&database);
}

static void test_apply_survives_faults(void **unused)
{
	(void)unused;
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++)
		if (test_engine_available((enum db_engine)engine))
			apply_with_faults((enum db_engine)engine);
}

struct racer {
	pthread_t thread;
	const char *where;
	int code;
	struct error err;
};

static void *race(void *context)
{
	struct racer *racer = context;
	struct migration_state state;
	struct db *db = NULL;

	racer->code = db_open(racer->where, DB_CREATE, &db, &racer->err);
	if (!racer->code)
		racer->code = migrate_apply(db, &state, &racer->err);
	db_close(db);
	return NULL;
}

static void check_race(enum db_engine engine)
{
	struct test_database database;
	struct racer racers[4] = { 0 };

	test_database_place(engine, &database);
	for (size_t i = 0; i < ARRAY_LENGTH(racers); i++) {
		racers[i].where = database.where;
		assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(racers); i++)
		pthread_join(racers[i].thread, NULL);
	for (size_t i = 0; i < ARRAY_LENGTH(racers); i++)
		if (racers[i].code)
			fail_msg("%s: %s", racers[i].err.en, racers[i].err.detail);
	test_database_close(&database);
}

static void test_programs_may_start_together(void **unused)
{
	(void)unused;
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++)
		if (test_engine_available((enum db_engine)engine))
			check_race((enum db_engine)engine);
}

/* 0020: a result of persons gets its level's code, one of units none; what was committed stays. */
static void check_levels(enum db_engine engine)
{
	static const char *const rows[] = {
		"INSERT INTO result VALUES (1, 1, 1, 1, 2008, 'person', 1, '正科职', 1, 'publicity', NULL, "
		"'', '', '', 1, 2, 3, NULL, 0)",
		"INSERT INTO result VALUES (1, 2, 1, 1, 2008, 'person', 2, '副科职', 1, 'final', NULL, "
		"'', '', '', 1, 2, 3, 4, 5)",
		"INSERT INTO result VALUES (1, 3, 1, 1, 2008, 'person', 3, '副处职', 1, 'final', NULL, "
		"'', '', '', 1, 2, 3, 4, 5)",
		"INSERT INTO result_line VALUES (1, 9, 1, 1, 3, 77, 'P1', '甲', 'deputy_county', 1, 800000, "
		"1, 'good', 'not_lowest', 0)",
		"INSERT INTO result VALUES (1, 4, 1, 1, 2008, 'person', 3, '副处职', 2, 'draft', NULL, "
		"'', '', '', NULL, NULL, 0, NULL, 0)",
		"INSERT INTO result VALUES (1, 5, 1, 1, 2008, 'unit', 4611686018427387905, '正科职', 1, "
		"'draft', NULL, '', '', '', NULL, NULL, 0, NULL, 0)",
	};
	static const char *const wanted[] = { "", "deputy_county", "deputy_county", "deputy_section",
					      "section" };
	struct test_database database;
	struct migration_state state;
	struct db_query *query;
	struct error err;
	size_t count = 0;

	test_database_place(engine, &database);
	TEST_OK(db_open(database.where, DB_CREATE, &database.db, &err));
	TEST_OK(db_begin_write(database.db, &err));
	TEST_OK(migrate_within(database.db, 19, &err));
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		TEST_OK(db_script(database.db, rows[i], &err));
	TEST_OK(db_commit(database.db, &err));
	TEST_OK(migrate_apply(database.db, &state, &err));
	for (int subject = 0; subject < 2; subject++) {
		TEST_OK(db_query_open(database.db, STATEMENT_RESULT_OF_YEAR,
				      DB_ARGS(db_int("jurisdiction_id", 1), db_int("year", 2008),
					      db_text("subject", subject ? STR("person") : STR("unit"))),
				      &query, &err));
		while (db_query_step(query, &err) > 0) {
			assert_true(count < ARRAY_LENGTH(wanted));
			assert_true(str_equal(db_query_bytes(query, 19), str_from(wanted[count++])));
			assert_int_equal(db_query_int(query, 3), 1); /* its commitment is the same */
		}
		db_query_close(query);
	}
	assert_int_equal(count, ARRAY_LENGTH(wanted));
	test_database_close(&database);
}

static void test_levels_get_their_code(void **unused)
{
	(void)unused;
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++)
		if (test_engine_available((enum db_engine)engine))
			check_levels((enum db_engine)engine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply_is_repeatable),
		cmocka_unit_test(test_foreign_records_are_refused),
		cmocka_unit_test(test_apply_survives_faults),
		cmocka_unit_test(test_programs_may_start_together),
		cmocka_unit_test(test_levels_get_their_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
