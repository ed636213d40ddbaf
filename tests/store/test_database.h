/*
 * test_database.h - fresh, migrated databases for the tests of any room, on both engines.
 *
 * Include after cmocka.h. SQLite databases live in a folder of their own; PostgreSQL ones in a schema
 * of their own in the database that LIANZE_TEST_DB_POSTGRES names (a URL, see script/postgres).
 * Without that variable the PostgreSQL half is left out, with a message.
 *
 *	static void body(struct db *db, void *context) { … }
 *	static void test_it(void **state) { test_engines_each(body, NULL); }
 */
#ifndef LIANZE_TESTS_STORE_TEST_DATABASE_H
#define LIANZE_TESTS_STORE_TEST_DATABASE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "store/migrate.h"

struct test_database {
	enum db_engine engine;
	char where[512]; /* for db_open, writer_start */
	struct db *db;	 /* a connection that may write */
	/* the folder (SQLite) or the schema (PostgreSQL) that goes away again */
	char place[64];
};

#define TEST_OK(call)                                                                              \
	do {                                                                                       \
		int test_code = (call);                                                            \
		if (test_code != 0)                                                                \
			fail_msg("%s: %s: %s [%s]", #call, error_code_name(test_code), err.en,     \
				 err.detail);                                                      \
	} while (0)

static inline const char *test_engine_name(enum db_engine engine)
{
	return engine == DB_ENGINE_SQLITE ? "SQLite" : "PostgreSQL";
}

/* False, with a message, when there is no server to test on. */
static inline bool test_engine_available(enum db_engine engine)
{
	const char *url = getenv("LIANZE_TEST_DB_POSTGRES");
	if (engine == DB_ENGINE_SQLITE || (url && *url))
		return true;
	print_message("# PostgreSQL left out: LIANZE_TEST_DB_POSTGRES is not set\n");
	return false;
}

static inline void test_notice_ignore(void *context, const char *message)
{
	(void)context, (void)message;
}

/* Send SQL on a connection of its own, past the program's interface. */
static inline void test_postgres_command(const char *sql)
{
	PGconn *connection = PQconnectdb(getenv("LIANZE_TEST_DB_POSTGRES"));
	PQsetNoticeProcessor(connection, test_notice_ignore, NULL);
	PGresult *result = PQexec(connection, sql);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(connection));
	PQclear(result);
	PQfinish(connection);
}

static inline void test_postgres_place(struct test_database *database)
{
	static int counter;
	const char *url = getenv("LIANZE_TEST_DB_POSTGRES");
	char sql[128];

	snprintf(database->place, sizeof(database->place), "test_%d_%d", (int)getpid(), ++counter);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", database->place);
	test_postgres_command(sql);
	snprintf(database->where, sizeof(database->where), "%s%coptions=-csearch_path%%3D%s", url,
		 strchr(url, '?') ? '&' : '?', database->place);
}

static inline void test_sqlite_place(struct test_database *database)
{
	snprintf(database->place, sizeof(database->place), "/tmp/lianze-test-XXXXXX");
	assert_non_null(mkdtemp(database->place));
	snprintf(database->where, sizeof(database->where), "%s/lianze.db", database->place);
}

/* A place for a database, with nothing in it; database->db is NULL. */
static inline void test_database_place(enum db_engine engine, struct test_database *database)
{
	*database = (struct test_database){ .engine = engine };
	if (engine == DB_ENGINE_SQLITE)
		test_sqlite_place(database);
	else
		test_postgres_place(database);
}

static inline void test_folder_remove(const char *path)
{
	DIR *folder = opendir(path);
	assert_non_null(folder);
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		char file[512];
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(file);
	}
	closedir(folder);
	rmdir(path);
}

/* Close the connection and remove the database. */
static inline void test_database_close(struct test_database *database)
{
	char sql[128];

	db_close(database->db);
	database->db = NULL;
	if (database->engine == DB_ENGINE_SQLITE) {
		test_folder_remove(database->place);
		return;
	}
	snprintf(sql, sizeof(sql), "DROP SCHEMA %s CASCADE", database->place);
	test_postgres_command(sql);
}

/* A migrated, empty database with a connection. */
static inline void test_database_open(enum db_engine engine, struct test_database *database)
{
	struct migration_state state;
	struct error err;

	test_database_place(engine, database);
	TEST_OK(db_open(database->where, DB_CREATE, &database->db, &err));
	TEST_OK(migrate_apply(database->db, &state, &err));
}

/* Run `body` on a fresh database of each engine that is there. */
static inline void test_databases_each(void (*body)(struct test_database *database, void *context),
				       void *context)
{
	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		struct test_database database;
		if (!test_engine_available((enum db_engine)engine))
			continue;
		test_database_open((enum db_engine)engine, &database);
		body(&database, context);
		test_database_close(&database);
	}
}

struct test_engine_body {
	void (*body)(struct db *db, void *context);
	void *context;
};

static inline void test_engine_body_run(struct test_database *database, void *context)
{
	struct test_engine_body *call = context;
	call->body(database->db, call->context);
}

/* The same for bodies that need no more than the connection. */
static inline void test_engines_each(void (*body)(struct db *db, void *context), void *context)
{
	struct test_engine_body call = { body, context };
	test_databases_each(test_engine_body_run, &call);
}

#endif
