/* Migrations: applied once, in order, whole or not at all; unknown or edited ones are refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "store/db_driver.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply_is_repeatable),
		cmocka_unit_test(test_foreign_records_are_refused),
		cmocka_unit_test(test_apply_survives_faults),
		cmocka_unit_test(test_programs_may_start_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
