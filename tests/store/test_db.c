/* The database interface: values, arguments, queries, transactions; the same on both engines. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "statements_setting.h"
#include "store/db_driver.h"
#include "test_database.h"

static int put(struct db *db, const char *name, const char *value, struct error *err)
{
	return db_run(db, STATEMENT_SETTING_PUT,
		      DB_ARGS(db_text("name", str_from(name)), db_text("value", str_from(value))),
		      NULL, err);
}

static bool exists(struct db *db, const char *name)
{
	struct db_query *query;
	struct error err;

	TEST_OK(db_query_open(db, STATEMENT_SETTING_GET, DB_ARGS(db_text("name", str_from(name))),
			      &query, &err));
	int code = db_query_step(query, &err);
	db_query_close(query);
	assert_true(code >= 0);
	return code == 1;
}

/* Open SQL with values bound to ?1 … or $1 …, the way that lists do. */
static struct db_query *ask(struct db *db, const char *sqlite, const char *postgres,
			    struct db_args args)
{
	struct db_composition made = {
		.text = str_from(db_engine(db) == DB_ENGINE_SQLITE ? sqlite : postgres),
		.columns = 8,
	};
	struct db_query *query;
	struct error err;

	for (size_t i = 0; i < args.count; i++)
		made.values.items[made.values.count++] = &args.items[i];
	TEST_OK(db_compose_query(db, &made, &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	return query;
}

/* Values ----------------------------------------------------------------------------------------- */

static void check_integers(struct db *db, void *context)
{
	static const int64_t numbers[] = { 0, 1, -1, INT32_MAX + 1LL, INT64_MAX, INT64_MIN };

	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
		struct db_arg value = db_int("", numbers[i]);
		struct db_query *query = ask(db, "SELECT ?1", "SELECT $1",
					     (struct db_args){ &value, 1 });
		assert_false(db_query_is_null(query, 0));
		assert_true(db_query_int(query, 0) == numbers[i]);
		db_query_close(query);
	}
}

static void check_bytes(struct db *db, void *context)
{
	const struct {
		enum db_type type;
		struct str bytes;
	} cases[] = {
		{ DB_TEXT, { "", 0 } },
		{ DB_TEXT, { NULL, 0 } },
		{ DB_TEXT, STR("丁镇 O'Neill \\ \"%\"") },
		{ DB_BLOB, { "", 0 } },
		{ DB_BLOB, { NULL, 0 } },
		{ DB_BLOB, STR("\0\xff\\x41'\0") },
	};
	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct db_arg value = { "", cases[i].type, 0, cases[i].bytes };
		struct db_query *query = ask(db, "SELECT ?1, ?1", "SELECT $1, $1",
					     (struct db_args){ &value, 1 });
		assert_false(db_query_is_null(query, 0));
		/* Twice: decoding must not be repeated on what is decoded. */
		assert_true(str_equal(db_query_bytes(query, 0), cases[i].bytes));
		assert_true(str_equal(db_query_bytes(query, 0), cases[i].bytes));
		assert_true(str_equal(db_query_bytes(query, 1), cases[i].bytes));
		db_query_close(query);
	}
}

static void check_null(struct db *db, void *context)
{
	struct db_arg values[] = { db_reference("", 0), db_reference("", 7), db_null("") };
	struct db_query *query = ask(db, "SELECT ?1, ?2, ?3",
				     "SELECT CAST($1 AS BIGINT), $2, CAST($3 AS TEXT)",
				     (struct db_args){ values, ARRAY_LENGTH(values) });

	(void)context;
	assert_true(db_query_is_null(query, 0));
	assert_int_equal(db_query_int(query, 0), 0);
	assert_int_equal(db_query_int(query, 1), 7);
	assert_true(db_query_is_null(query, 2));
	assert_int_equal(db_query_bytes(query, 2).length, 0);
	/* Outside the row. */
	assert_true(db_query_is_null(query, 9));
	assert_int_equal(db_query_int(query, -1), 0);
	db_query_close(query);
}

static void check_expressions(struct db *db, void *context)
{
	struct db_arg value = db_int("", INT64_C(5000000000));
	struct db_query *query = ask(db, "SELECT ?1 + 1, ?1 = 1, ?1 = ?1, SUM(?1)",
				     "SELECT $1 + 1, $1 = 1, $1 = $1, SUM($1)",
				     (struct db_args){ &value, 1 });

	(void)context;
	assert_true(db_query_int(query, 0) == INT64_C(5000000001));
	assert_int_equal(db_query_int(query, 1), 0);
	assert_int_equal(db_query_int(query, 2), 1);
	assert_true(db_query_int(query, 3) == INT64_C(5000000000));
	db_query_close(query);
}

/* A statement used first with NULL and then with a value, and back. */
static void check_changing_types(struct db *db, void *context)
{
	struct error err;

	(void)context;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_run(db, STATEMENT_SETTING_PUT,
					DB_ARGS(db_null("name"), db_text("value", STR("x"))), NULL,
					&err),
				 -ERR_DATABASE); /* NOT NULL */
		TEST_OK(put(db, "name", "value", &err));
	}
	assert_true(exists(db, "name"));
}

static void test_values(void **unused)
{
	(void)unused;
	test_engines_each(check_integers, NULL);
	test_engines_each(check_bytes, NULL);
	test_engines_each(check_null, NULL);
	test_engines_each(check_expressions, NULL);
	test_engines_each(check_changing_types, NULL);
}

/* Calls ------------------------------------------------------------------------------------------ */

static void check_arguments(struct db *db, void *context)
{
	const struct {
		struct db_args args;
		const char *words; /* NULL: accepted */
	} cases[] = {
		{ DB_ARGS(db_text("name", STR("a")), db_text("value", STR("b"))), NULL },
		{ DB_ARGS(db_text("value", STR("b")), db_text("name", STR("a"))), NULL },
		{ DB_ARGS(db_text("name", STR("a"))), "has 2 parameters, not 1" },
		{ DB_ARGS(db_text("name", STR("a")), db_text("name", STR("b"))),
		  "no argument \"value\"" },
		{ DB_ARGS(db_text("name", STR("a")), db_text("valeu", STR("b"))),
		  "no argument \"value\"" },
		{ DB_NO_ARGS, "has 2 parameters, not 0" },
	};
	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct error err;
		int code = db_run(db, STATEMENT_SETTING_PUT, cases[i].args, NULL, &err);
		assert_int_equal(code, cases[i].words ? -ERR_BROKEN : 0);
		if (cases[i].words)
			assert_non_null(strstr(err.detail, cases[i].words));
	}
}

static void check_misuse(struct db *db, void *context)
{
	struct db_query *query, *other;
	struct error err;
	int64_t number;

	(void)context;
	TEST_OK(put(db, "a", "1", &err));
	struct db_args args = DB_ARGS(db_text("name", STR("a")));
	TEST_OK(db_query_open(db, STATEMENT_SETTING_GET, args, &query, &err));
	/* One query at a time, on both engines. */
	assert_int_equal(db_query_open(db, STATEMENT_SETTING_GET, args, &other, &err),
			 -ERR_BROKEN);
	assert_int_equal(put(db, "b", "1", &err), -ERR_BROKEN);
	assert_int_equal(db_query_step(query, &err), 1);
	assert_int_equal(db_query_step(query, &err), 0);
	assert_int_equal(db_query_step(query, &err), 0); /* does not start again */
	db_query_close(query);
	db_query_close(query);
	db_query_close(NULL);
	assert_int_equal(db_query_step(query, &err), -ERR_BROKEN);
	assert_int_equal(db_query_open(db, STATEMENT_SETTING_REMOVE, args, &query, &err),
			 -ERR_BROKEN); /* returns no rows */
	assert_int_equal(db_get_int(db, STATEMENT_SETTING_GET,
				    DB_ARGS(db_text("name", STR("none"))), &number, &err),
			 -ERR_NOT_FOUND);
	assert_int_equal(db_commit(db, &err), -ERR_BROKEN);
	assert_int_equal(db_savepoint(db, &err), -ERR_BROKEN);
	assert_int_equal(db_lock_jurisdiction(db, 1, &err), -ERR_BROKEN);
	db_rollback(db);
	assert_false(exists(db, "b"));
}

static void check_changes(struct db *db, void *context)
{
	static const struct {
		const char *name;
		int64_t changes;
	} removals[] = { { "none", 0 }, { "a", 1 }, { "a", 0 } };
	struct error err;

	(void)context;
	TEST_OK(put(db, "a", "1", &err));
	for (size_t i = 0; i < ARRAY_LENGTH(removals); i++) {
		int64_t changes = -1;
		TEST_OK(db_run(db, STATEMENT_SETTING_REMOVE,
			       DB_ARGS(db_text("name", str_from(removals[i].name))), &changes,
			       &err));
		assert_int_equal(changes, removals[i].changes);
	}
}

/* More rows than one message holds, stopped in the middle; the connection is free afterwards. */
static void check_streaming(struct db *db, void *context)
{
	static const char text[] =
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
		"SELECT i FROM n";
	struct error err;

	(void)context;
	for (int stop = 1; stop <= 20000; stop += 19999) {
		struct db_query *query = ask(db, text, text, DB_NO_ARGS);
		for (int i = 1; i < stop; i++)
			assert_int_equal(db_query_step(query, &err), 1);
		assert_int_equal(db_query_int(query, 0), stop);
		db_query_close(query);
		assert_false(exists(db, "nothing"));
	}
}

/* More composed texts than there are slots. */
static void check_composed_slots(struct db *db, void *context)
{
	(void)context;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 3 * DB_COMPOSED_SLOTS; i++) {
			char text[32];
			snprintf(text, sizeof(text), "SELECT %d", i);
			struct db_query *query = ask(db, text, text, DB_NO_ARGS);
			assert_int_equal(db_query_int(query, 0), i);
			db_query_close(query);
		}
}

static void test_calls(void **unused)
{
	(void)unused;
	test_engines_each(check_arguments, NULL);
	test_engines_each(check_misuse, NULL);
	test_engines_each(check_changes, NULL);
	test_engines_each(check_streaming, NULL);
	test_engines_each(check_composed_slots, NULL);
}

/* Transactions ----------------------------------------------------------------------------------- */

static void check_commit(struct test_database *database, void *context)
{
	struct db *db = database->db, *reader;
	struct error err;

	(void)context;
	TEST_OK(db_open(database->where, DB_READ_ONLY, &reader, &err));
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(put(db, "a", "1", &err));
	assert_false(exists(reader, "a"));
	db_rollback(db);
	assert_false(exists(db, "a"));

	TEST_OK(put(db, "before", "1", &err));
	TEST_OK(db_begin_read(reader, &err));
	assert_true(exists(reader, "before"));
	TEST_OK(put(db, "after", "1", &err));
	assert_false(exists(reader, "after")); /* one snapshot */
	TEST_OK(db_commit(reader, &err));
	assert_true(exists(reader, "after"));
	db_close(reader);
}

static void check_read_only(struct test_database *database, void *context)
{
	struct error err;
	struct db *reader;

	(void)context;
	TEST_OK(db_open(database->where, DB_READ_ONLY, &reader, &err));
	assert_int_equal(put(reader, "a", "1", &err), -ERR_DATABASE);
	assert_int_equal(db_begin_write(reader, &err), -ERR_BROKEN);
	TEST_OK(db_begin_read(reader, &err));
	assert_int_equal(put(reader, "a", "1", &err), -ERR_DATABASE);
	db_rollback(reader);
	db_close(reader);
	assert_false(exists(database->db, "a"));
}

/* A failure spoils the transaction on both engines; a savepoint mends it. */
static void check_spoiled(struct db *db, void *context)
{
	static const char twice[] = "INSERT INTO setting (name, value) VALUES ('a', '2')";
	struct error err;

	(void)context;
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(put(db, "a", "1", &err));
	TEST_OK(db_savepoint(db, &err));
	TEST_OK(put(db, "b", "1", &err));
	assert_int_equal(db_savepoint(db, &err), -ERR_BROKEN);
	assert_int_equal(db_script(db, twice, &err), -ERR_CONFLICT);
	assert_true(err.en[0] && err.zh[0]);
	assert_non_null(strstr(err.detail, "setting"));
	assert_int_equal(put(db, "c", "1", &err), -ERR_BROKEN);
	assert_int_equal(db_savepoint_release(db, &err), -ERR_BROKEN);
	TEST_OK(db_savepoint_undo(db, &err));
	assert_int_equal(db_savepoint_undo(db, &err), -ERR_BROKEN);
	TEST_OK(put(db, "d", "1", &err));
	TEST_OK(db_commit(db, &err));
	assert_true(exists(db, "a"));
	assert_false(exists(db, "b"));
	assert_false(exists(db, "c"));
	assert_true(exists(db, "d"));

	/* Without a savepoint the commit is refused, and nothing is left of the transaction. */
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(put(db, "e", "1", &err));
	assert_int_equal(db_script(db, twice, &err), -ERR_CONFLICT);
	assert_int_equal(db_commit(db, &err), -ERR_BROKEN);
	assert_false(exists(db, "e"));
}

static void check_foreign_key(struct db *db, void *context)
{
	struct error err;

	(void)context;
	assert_int_equal(db_script(db,
				   "INSERT INTO role_grant (jurisdiction_id, id, revision, encoding, "
				   "account_id, role, unit_id, from_day) "
				   "VALUES (1, 2, 1, 1, 1, 'head', 99, 0)",
				   &err),
			 -ERR_CONFLICT);
}

/* The nth call fails, for every n: what the commit did not take is not there. */
static void check_faults(struct db *db, void *context)
{
	int failures = 0;

	(void)context;
	for (long n = 1, code = -1; code; n++) {
		struct error err;
		db_fail_after(n, false);
		code = db_begin_write(db, &err);
		if (!code)
			code = put(db, "a", "1", &err);
		if (!code)
			code = db_savepoint(db, &err);
		if (!code)
			code = put(db, "b", "1", &err);
		if (!code)
			code = db_savepoint_release(db, &err);
		if (!code)
			code = db_commit(db, &err);
		db_fail_after(0, false);
		db_rollback(db);
		failures += code != 0;
		assert_int_equal(exists(db, "a"), code == 0);
		assert_int_equal(exists(db, "b"), code == 0);
	}
	assert_int_equal(failures, 6);
}

static void test_transactions(void **unused)
{
	(void)unused;
	test_databases_each(check_commit, NULL);
	test_databases_each(check_read_only, NULL);
	test_engines_each(check_spoiled, NULL);
	test_engines_each(check_foreign_key, NULL);
	test_engines_each(check_faults, NULL);
}

/* Two connections that add one to the same number under the jurisdiction's lock. */
struct adder {
	pthread_t thread;
	const char *where;
	int code;
	struct error err;
};

static int add_one(struct db *db, struct error *err)
{
	int64_t value;
	char text[24];

	int code = db_begin_write(db, err);
	if (!code)
		code = db_lock_jurisdiction(db, 7, err);
	if (!code)
		code = db_get_int(db, STATEMENT_SETTING_GET, DB_ARGS(db_text("name", STR("n"))),
				  &value, err);
	if (!code) {
		snprintf(text, sizeof(text), "%lld", (long long)value + 1);
		code = put(db, "n", text, err);
	}
	if (!code)
		return db_commit(db, err);
	db_rollback(db);
	return code;
}

static void *adder_run(void *context)
{
	struct adder *adder = context;
	struct db *db = NULL;

	adder->code = db_open(adder->where, DB_READ_WRITE, &db, &adder->err);
	for (int i = 0; i < 50 && !adder->code; i++)
		adder->code = add_one(db, &adder->err);
	db_close(db);
	return NULL;
}

static void check_lock(struct test_database *database, void *context)
{
	struct adder adders[3];
	struct error err;
	int64_t value;

	(void)context;
	TEST_OK(put(database->db, "n", "0", &err));
	for (size_t i = 0; i < ARRAY_LENGTH(adders); i++) {
		adders[i].where = database->where;
		assert_int_equal(pthread_create(&adders[i].thread, NULL, adder_run, &adders[i]), 0);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(adders); i++) {
		pthread_join(adders[i].thread, NULL);
		if (adders[i].code)
			fail_msg("%s [%s]", adders[i].err.en, adders[i].err.detail);
	}
	TEST_OK(db_get_int(database->db, STATEMENT_SETTING_GET,
			   DB_ARGS(db_text("name", STR("n"))), &value, &err));
	assert_int_equal(value, 150);
}

static void test_lock_lets_no_update_get_lost(void **unused)
{
	(void)unused;
	test_databases_each(check_lock, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_transactions),
		cmocka_unit_test(test_lock_lets_no_update_get_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
