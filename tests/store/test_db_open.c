/* Opening, what a connection may do, what becomes of a lost one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "statements_setting.h"
#include "store/db_driver.h"
#include "test_database.h"

static void test_what_cannot_be_opened(void **unused)
{
	static const struct {
		const char *where;
		enum db_mode mode;
		int code;
		const char *words;
	} cases[] = {
		{ "", DB_READ_WRITE, -ERR_INVALID, "postgresql://" },
		{ "/tmp/lianze-no-such-folder/x.db", DB_READ_WRITE, -ERR_DATABASE,
		  "/tmp/lianze-no-such-folder/x.db" },
		{ "/tmp/lianze-no-such-folder/x.db", DB_CREATE, -ERR_DATABASE,
		  "cannot be created" },
		{ "/tmp/lianze-no-such-folder/x.db", DB_READ_ONLY, -ERR_DATABASE, "does not exist" },
		{ "postgresql://nobody@127.0.0.1:1/none", DB_READ_WRITE, -ERR_DATABASE,
		  "cannot be reached" },
	};
	(void)unused;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct db *db = NULL;
		struct error err;
		assert_int_equal(db_open(cases[i].where, cases[i].mode, &db, &err), cases[i].code);
		assert_null(db);
		if (!strstr(err.en, cases[i].words))
			fail_msg("case %zu: %s [%s]", i, err.en, err.detail);
		assert_true(err.zh[0] != '\0');
	}
}

static void test_a_file_that_is_no_database(void **unused)
{
	struct test_database database;
	struct db *db = NULL;
	struct error err;

	(void)unused;
	test_database_place(DB_ENGINE_SQLITE, &database);
	FILE *file = fopen(database.where, "w");
	for (int i = 0; i < 1000; i++)
		fputs("not a database ", file);
	fclose(file);
	assert_int_equal(db_open(database.where, DB_READ_WRITE, &db, &err), -ERR_DATABASE);
	assert_null(db);
	test_database_close(&database);
}

/* Nobody else on the machine reads the file or its log. */
static void test_files_are_private(void **unused)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct test_database database;

	(void)unused;
	test_database_open(DB_ENGINE_SQLITE, &database);
	for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
		struct stat status;
		char path[600];
		snprintf(path, sizeof(path), "%s%s", database.where, endings[i]);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_mode & 0777, 0600);
	}
	test_database_close(&database);
}

/* Settings --------------------------------------------------------------------------------------- */

static void check_setting(struct db *db, const char *question, const char *expected)
{
	struct db_composition made = { .text = str_from(question), .columns = 1 };
	struct db_query *query;
	struct error err;

	TEST_OK(db_compose_query(db, &made, &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	if (!str_equal(db_query_bytes(query, 0), str_from(expected)))
		fail_msg("%s: %.*s instead of %s", question, STR_ARG(db_query_bytes(query, 0)),
			 expected);
	db_query_close(query);
}

static void check_settings(struct test_database *database, void *context)
{
	static const char *const settings[][3] = {
		{ "PRAGMA journal_mode", "wal", "wal" },
		{ "PRAGMA synchronous", "2", NULL },
		{ "PRAGMA foreign_keys", "1", "1" },
		{ "PRAGMA trusted_schema", "0", "0" },
		{ "PRAGMA secure_delete", "1", NULL },
		{ "PRAGMA cell_size_check", "1", "0" },
		{ "PRAGMA query_only", "0", "1" },
	};
	static const char *const server_settings[][3] = {
		{ "SHOW TIME ZONE", "UTC", "UTC" },
		{ "SHOW jit", "off", "off" },
		{ "SHOW synchronous_commit", "on", NULL },
		{ "SHOW client_encoding", "UTF8", "UTF8" },
		{ "SHOW default_transaction_read_only", "off", "on" },
		{ "SHOW application_name", "lianze", "lianze" },
	};
	bool sqlite = database->engine == DB_ENGINE_SQLITE;
	size_t count = sqlite ? ARRAY_LENGTH(settings) : ARRAY_LENGTH(server_settings);
	struct db *reader;
	struct error err;

	(void)context;
	TEST_OK(db_open(database->where, DB_READ_ONLY, &reader, &err));
	for (size_t i = 0; i < count; i++) {
		const char *const *one = sqlite ? settings[i] : server_settings[i];
		check_setting(database->db, one[0], one[1]);
		if (one[2])
			check_setting(reader, one[0], one[2]);
	}
	db_close(reader);
}

static void test_settings(void **unused)
{
	(void)unused;
	test_databases_each(check_settings, NULL);
	assert_true(sqlite3_libversion_number() >= 3051003);
}

/* The ledger's tables ---------------------------------------------------------------------------- */

/* @ stands for an empty BLOB. */
static const char *const rows[] = {
	"INSERT INTO ledger_leaf (jurisdiction_id, leaf_index, hash, leaf) VALUES (1, 0, @, @)",
	"INSERT INTO ledger_node (jurisdiction_id, level, node_index, hash) VALUES (1, 8, 0, @)",
	"INSERT INTO ledger_checkpoint (jurisdiction_id, size, at_ms, note) VALUES (1, 1, 1, '')",
	"INSERT INTO act (jurisdiction_id, id, kind, role, day, at_ms, leaf_count, summary) "
	"VALUES (1, 1, 'x', 'x', 1, 1, 0, '')",
	"INSERT INTO record_version (jurisdiction_id, record_type, record_id, revision, leaf_index, "
	"act_id, encoding, removed, salt, content) VALUES (1, 'unit', 1, 1, 0, 1, 1, 0, @, @)",
};

static const char *row_text(size_t row, enum db_engine engine)
{
	static struct buf text;

	buf_release(&text);
	buf_init(&text, 1000);
	for (const char *c = rows[row]; *c; c++)
		if (*c == '@')
			buf_add_text(&text, engine == DB_ENGINE_SQLITE ? "x''" : "''");
		else
			buf_add_byte(&text, *c);
	buf_add_byte(&text, '\0');
	assert_false(buf_failed(&text));
	return text.bytes;
}

static const struct {
	const char *sql;
	bool allowed;
} changes[] = {
	{ "UPDATE ledger_leaf SET leaf_index = 1", false },
	{ "DELETE FROM ledger_leaf", false },
	{ "UPDATE ledger_node SET level = 16", false },
	{ "DELETE FROM ledger_node WHERE level = 8", false },
	{ "UPDATE ledger_checkpoint SET note = 'x'", false },
	{ "DELETE FROM ledger_checkpoint", false },
	{ "UPDATE act SET summary = 'x'", false },
	{ "DELETE FROM act", false },
	{ "DELETE FROM record_version", false },
	{ "UPDATE record_version SET revision = 2", false },
	{ "UPDATE record_version SET content = salt", false },
	{ "UPDATE record_version SET content = NULL", false }, /* the salt would stay */
	{ "UPDATE record_version SET salt = NULL, content = NULL, removed = 1", false },
	{ "UPDATE record_version SET salt = NULL, content = NULL", true },
};

/* Through the program's own connection. */
static void check_insert_only(struct db *db, void *context)
{
	struct error err;

	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		TEST_OK(db_script(db, row_text(i, db_engine(db)), &err));
	for (size_t i = 0; i < ARRAY_LENGTH(changes); i++) {
		int code = db_script(db, changes[i].sql, &err);
		if (code != (changes[i].allowed ? 0 : -ERR_DATABASE))
			fail_msg("%s: %d [%s]", changes[i].sql, code, err.detail);
	}
}

/* With another program, without the authorizer: the schema itself refuses. */
static void check_triggers(const char *path)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_int_equal(sqlite3_exec(handle, row_text(i, DB_ENGINE_SQLITE), NULL, NULL,
					      NULL),
				 SQLITE_OK);
	for (size_t i = 0; i < ARRAY_LENGTH(changes); i++)
		assert_int_equal(sqlite3_exec(handle, changes[i].sql, NULL, NULL, NULL),
				 changes[i].allowed ? SQLITE_OK : SQLITE_CONSTRAINT);
	sqlite3_close(handle);
}

static void test_ledger_tables_are_insert_only(void **unused)
{
	struct test_database database;

	(void)unused;
	test_engines_each(check_insert_only, NULL);
	test_database_open(DB_ENGINE_SQLITE, &database);
	check_triggers(database.where);
	test_database_close(&database);
}

/* SQLite: preparing already refuses, so no statement file can hold such a statement. */
static void test_authorizer_refuses_at_preparation(void **unused)
{
	struct test_database database;
	struct error err;

	(void)unused;
	test_database_open(DB_ENGINE_SQLITE, &database);
	for (size_t i = 0; i < ARRAY_LENGTH(changes); i++) {
		struct db_sql sql = { -1, "case", changes[i].sql, 0 };
		int code = database.db->driver->check(database.db, &sql, NULL, 0, &err);
		bool columns_only = strstr(changes[i].sql, "content =") &&
				    !strstr(changes[i].sql, "removed");
		assert_int_equal(code, columns_only ? 0 : -ERR_BROKEN);
	}
	test_database_close(&database);
}

/* A lost connection ------------------------------------------------------------------------------ */

static void test_lost_connection_is_made_anew(void **unused)
{
	static const char suicide[] = "SELECT pg_terminate_backend(pg_backend_pid())";
	struct test_database database;
	struct error err;

	(void)unused;
	if (!test_engine_available(DB_ENGINE_POSTGRES))
		skip();
	test_database_open(DB_ENGINE_POSTGRES, &database);
	struct db_args args = DB_ARGS(db_text("name", STR("a")), db_text("value", STR("b")));
	TEST_OK(db_run(database.db, STATEMENT_SETTING_PUT, args, NULL, &err));
	TEST_OK(db_begin_write(database.db, &err));
	assert_int_equal(db_script(database.db, suicide, &err), -ERR_DATABASE);
	db_rollback(database.db);
	TEST_OK(db_begin_read(database.db, &err));
	check_setting(database.db, "SHOW TIME ZONE", "UTC");
	TEST_OK(db_commit(database.db, &err));
	/* Statements are prepared again. */
	TEST_OK(db_run(database.db, STATEMENT_SETTING_PUT, args, NULL, &err));
	test_database_close(&database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_cannot_be_opened),
		cmocka_unit_test(test_a_file_that_is_no_database),
		cmocka_unit_test(test_files_are_private),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_ledger_tables_are_insert_only),
		cmocka_unit_test(test_authorizer_refuses_at_preparation),
		cmocka_unit_test(test_lost_connection_is_made_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
