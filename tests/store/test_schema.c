/* The migrations make the same schema on both engines: columns, types, nullability, indexes, keys. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "store/db_driver.h"
#include "test_database.h"

/* What the catalogues say, one text line a fact, sorted. The types' names are SQLite's. */
static const char *const questions[DB_ENGINE_COUNT][3] = {
	[DB_ENGINE_SQLITE] = {
		"SELECT t.name || '.' || c.name || ' ' || c.type || "
		"CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END AS line "
		"FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
		"WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY line",
		"SELECT t.name || ' ' || (SELECT group_concat(name, ',') FROM "
		"(SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk)) AS line "
		"FROM sqlite_schema t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' "
		"ORDER BY line",
		"SELECT t.name || ' ' || i.name || CASE i.\"unique\" WHEN 1 THEN ' unique ' ELSE ' ' "
		"END || (SELECT group_concat(name, ',') FROM "
		"(SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS line "
		"FROM sqlite_schema t JOIN pragma_index_list(t.name) i "
		"WHERE t.type = 'table' AND i.origin = 'c' ORDER BY line",
	},
	[DB_ENGINE_POSTGRES] = {
		"SELECT table_name || '.' || column_name || ' ' || CASE data_type "
		"WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB' "
		"ELSE data_type END || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END "
		"COLLATE \"C\" AS line "
		"FROM information_schema.columns WHERE table_schema = current_schema() "
		"ORDER BY line",
		"SELECT c.relname || ' ' || (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM "
		"unnest(i.indkey) WITH ORDINALITY AS k (number, place) JOIN pg_attribute a "
		"ON a.attrelid = c.oid AND a.attnum = k.number) COLLATE \"C\" AS line "
		"FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisprimary "
		"AND c.relnamespace = to_regnamespace(current_schema()) ORDER BY line",
		"SELECT c.relname || ' ' || x.relname || CASE WHEN i.indisunique THEN ' unique ' "
		"ELSE ' ' END || (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM "
		"unnest(i.indkey) WITH ORDINALITY AS k (number, place) JOIN pg_attribute a "
		"ON a.attrelid = c.oid AND a.attnum = k.number) COLLATE \"C\" AS line "
		"FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
		"JOIN pg_class x ON x.oid = i.indexrelid WHERE NOT i.indisprimary "
		"AND c.relnamespace = to_regnamespace(current_schema()) ORDER BY line",
	},
};

static void lines_read(enum db_engine engine, int question, struct buf *out)
{
	struct db_composition made = { .text = str_from(questions[engine][question]),
				       .columns = 1 };
	struct test_database database;
	struct db_query *query;
	struct error err;

	test_database_open(engine, &database);
	TEST_OK(db_compose_query(database.db, &made, &query, &err));
	while (db_query_step(query, &err) == 1) {
		buf_add_str(out, db_query_bytes(query, 0));
		buf_add_byte(out, '\n');
	}
	db_query_close(query);
	test_database_close(&database);
	assert_false(buf_failed(out));
}

/* The first line that differs tells more than two long texts. */
static void lines_compare(struct str sqlite, struct str postgres)
{
	int count = 0;

	while (sqlite.length || postgres.length) {
		struct str one = str_split(&sqlite, '\n'), other = str_split(&postgres, '\n');
		if (!str_equal(one, other))
			fail_msg("SQLite has \"%.*s\", PostgreSQL \"%.*s\"", STR_ARG(one),
				 STR_ARG(other));
		count++;
	}
	assert_true(count > 10);
}

static void compare(int question)
{
	struct buf lines[DB_ENGINE_COUNT];

	if (!test_engine_available(DB_ENGINE_POSTGRES))
		skip();
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		buf_init(&lines[engine], (size_t)1 << 20);
		lines_read((enum db_engine)engine, question, &lines[engine]);
	}
	lines_compare(buf_str(&lines[DB_ENGINE_SQLITE]), buf_str(&lines[DB_ENGINE_POSTGRES]));
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++)
		buf_release(&lines[engine]);
}

static void test_columns_are_the_same(void **unused)
{
	(void)unused;
	compare(0);
}

static void test_primary_keys_are_the_same(void **unused)
{
	(void)unused;
	compare(1);
}

static void test_indexes_are_the_same(void **unused)
{
	(void)unused;
	compare(2);
}

/* Without numbers for each of its columns an index is one that SQLite's planner guesses about:
 * migration 0004 says what then happens. */
static void test_every_index_has_statistics(void **unused)
{
	static const char question[] =
		"SELECT t.name || ' ' || i.name AS line "
		"FROM sqlite_schema t JOIN pragma_index_list(t.name) i "
		"WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND NOT EXISTS ("
		"SELECT 1 FROM sqlite_stat1 s WHERE s.tbl = t.name "
		"AND s.idx = CASE i.origin WHEN 'pk' THEN t.name ELSE i.name END "
		"AND length(s.stat) - length(replace(s.stat, ' ', '')) = "
		"(SELECT COUNT(*) FROM pragma_index_info(i.name) WHERE name IS NOT NULL)) "
		"ORDER BY line LIMIT 1";
	struct db_composition made = { .text = str_from(question), .columns = 1 };
	struct test_database database;
	struct db_query *query;
	struct error err;

	(void)unused;
	test_database_open(DB_ENGINE_SQLITE, &database);
	TEST_OK(db_compose_query(database.db, &made, &query, &err));
	if (db_query_step(query, &err) == 1)
		fail_msg("no statistics for %.*s", STR_ARG(db_query_bytes(query, 0)));
	db_query_close(query);
	test_database_close(&database);
}

/* Text sorts by its bytes on both engines, whatever the server's locale. */
static void test_postgres_text_has_no_locale(void **unused)
{
	struct db_composition made = {
		.text = STR("SELECT table_name || '.' || column_name FROM "
			    "information_schema.columns WHERE table_schema = current_schema() "
			    "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"),
		.columns = 1,
	};
	struct test_database database;
	struct db_query *query;
	struct error err;

	(void)unused;
	if (!test_engine_available(DB_ENGINE_POSTGRES))
		skip();
	test_database_open(DB_ENGINE_POSTGRES, &database);
	TEST_OK(db_compose_query(database.db, &made, &query, &err));
	int code = db_query_step(query, &err);
	if (code)
		fail_msg("%.*s", STR_ARG(db_query_bytes(query, 0)));
	db_query_close(query);
	test_database_close(&database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_are_the_same),
		cmocka_unit_test(test_primary_keys_are_the_same),
		cmocka_unit_test(test_indexes_are_the_same),
		cmocka_unit_test(test_every_index_has_statistics),
		cmocka_unit_test(test_postgres_text_has_no_locale),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
