/*
 * db_sqlite.c - the SQLite driver: statements, rows, failures. Opening and what a connection may do
 * are in db_sqlite_open.c.
 *
 * Statements are prepared at their first use and kept per connection. Values are bound by reference
 * (SQLITE_STATIC): they live until the query is finished, and finishing clears the bindings.
 */
#include <sqlite3.h>

#include "store/db_sqlite.h"

#define COMMAND_KEPT_BYTES 63

/* Failures ------------------------------------------------------------------------------------- */

static bool is_reference_failure(int result)
{
	return result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY ||
	       result == SQLITE_CONSTRAINT_FOREIGNKEY || result == SQLITE_CONSTRAINT_ROWID;
}

int sqlite_failure(sqlite3 *handle, int result, const char *what, struct error *err)
{
	const char *words = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(result);

	if (is_reference_failure(result))
		return db_conflict(err, words);
	switch (result & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return db_busy(err, words);
	case SQLITE_FULL:
		return db_full(err, words);
	case SQLITE_READONLY:
		return db_read_only(err, words);
	case SQLITE_NOMEM:
		return error_broken(err, ERR_MEMORY, "%s: %s", what, words);
	case SQLITE_IOERR:
		return error_broken(err, ERR_IO, "%s: %s (%d)", what, words, result);
	case SQLITE_NOTADB:
		error_set(err, ERR_DATABASE, "This file is not a database.", "该文件不是数据库。");
		error_detail(err, "%s", what);
		return -ERR_DATABASE;
	default:
		return error_broken(err, ERR_DATABASE, "%s: %s (%d)", what, words, result);
	}
}

static int failure(struct db *db, int result, const char *what, struct error *err)
{
	return sqlite_failure(db_sqlite_of(db)->handle, result, what, err);
}

/* Statements ----------------------------------------------------------------------------------- */

static int statement_get(struct db *db, const struct db_sql *sql, sqlite3_stmt **out,
			 struct error *err)
{
	struct db_sqlite *lite = db_sqlite_of(db);

	if (!lite->statements[sql->slot]) {
		int result = sqlite3_prepare_v3(lite->handle, sql->text, -1,
						SQLITE_PREPARE_PERSISTENT,
						&lite->statements[sql->slot], NULL);
		if (result != SQLITE_OK)
			return failure(db, result, sql->name, err);
	}
	*out = lite->statements[sql->slot];
	return 0;
}

static int value_bind(sqlite3_stmt *statement, int position, const struct db_arg *value)
{
	const char *bytes = value->bytes.bytes ? value->bytes.bytes : "";

	switch (value->type) {
	case DB_INTEGER:
		return sqlite3_bind_int64(statement, position, value->integer);
	case DB_TEXT:
		return sqlite3_bind_text64(statement, position, bytes, value->bytes.length,
					   SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(statement, position, bytes, value->bytes.length,
					   SQLITE_STATIC);
	case DB_NULL:
	default:
		return sqlite3_bind_null(statement, position);
	}
}

static void statement_clear(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

static int statement_bind(struct db *db, const struct db_sql *sql, const struct db_values *values,
			  sqlite3_stmt **out, struct error *err)
{
	sqlite3_stmt *statement = NULL;

	int code = statement_get(db, sql, &statement, err);
	if (code)
		return code;
	for (int i = 0; i < values->count; i++) {
		int result = value_bind(statement, i + 1, values->items[i]);
		if (result != SQLITE_OK) {
			code = failure(db, result, sql->name, err);
			statement_clear(statement);
			return code;
		}
	}
	*out = statement;
	return 0;
}

static int sqlite_run(struct db *db, const struct db_sql *sql, const struct db_values *values,
		      int64_t *out_changes, struct error *err)
{
	struct db_sqlite *lite = db_sqlite_of(db);
	sqlite3_stmt *statement = NULL;
	int result;

	int code = statement_bind(db, sql, values, &statement, err);
	if (code)
		return code;
	sqlite3_int64 before = sqlite3_total_changes64(lite->handle);
	do
		result = sqlite3_step(statement);
	while (result == SQLITE_ROW);
	if (result != SQLITE_DONE)
		code = failure(db, result, sql->name, err);
	else if (sqlite3_total_changes64(lite->handle) != before)
		*out_changes = sqlite3_changes64(lite->handle);
	statement_clear(statement);
	return code;
}

static int sqlite_query(struct db *db, const struct db_sql *sql, const struct db_values *values,
			struct error *err)
{
	return statement_bind(db, sql, values, &db_sqlite_of(db)->current, err);
}

static int sqlite_step(struct db *db, struct error *err)
{
	struct db_sqlite *lite = db_sqlite_of(db);

	if (!lite->current)
		return 0;
	int result = sqlite3_step(lite->current);
	if (result == SQLITE_ROW)
		return 1;
	int code = result == SQLITE_DONE ? 0 : failure(db, result, "step", err);
	/* A further step would start the statement again. */
	statement_clear(lite->current);
	lite->current = NULL;
	return code;
}

static void sqlite_finish(struct db *db)
{
	struct db_sqlite *lite = db_sqlite_of(db);

	if (lite->current)
		statement_clear(lite->current);
	lite->current = NULL;
}

static void sqlite_forget(struct db *db, int slot)
{
	struct db_sqlite *lite = db_sqlite_of(db);

	sqlite3_finalize(lite->statements[slot]);
	lite->statements[slot] = NULL;
}

/* Rows ------------------------------------------------------------------------------------------ */

static bool sqlite_is_null(struct db *db, int column)
{
	return sqlite3_column_type(db_sqlite_of(db)->current, column) == SQLITE_NULL;
}

static int64_t sqlite_integer(struct db *db, int column)
{
	return sqlite3_column_int64(db_sqlite_of(db)->current, column);
}

static struct str sqlite_bytes(struct db *db, int column)
{
	sqlite3_stmt *statement = db_sqlite_of(db)->current;
	const char *bytes = sqlite3_column_type(statement, column) == SQLITE_BLOB
				    ? sqlite3_column_blob(statement, column)
				    : (const char *)sqlite3_column_text(statement, column);

	return (struct str){ bytes, (size_t)sqlite3_column_bytes(statement, column) };
}

/* Commands and checks --------------------------------------------------------------------------- */

/* The prepared form of a short command; NULL: not to be kept, or it does not compile. */
static sqlite3_stmt *command_get(struct db_sqlite *lite, const char *text)
{
	int i = 0;

	while (i < SQLITE_COMMANDS && lite->commands[i]) {
		if (!strcmp(sqlite3_sql(lite->commands[i]), text))
			return lite->commands[i];
		i++;
	}
	if (i == SQLITE_COMMANDS || strlen(text) > COMMAND_KEPT_BYTES)
		return NULL;
	if (sqlite3_prepare_v3(lite->handle, text, -1, SQLITE_PREPARE_PERSISTENT,
			       &lite->commands[i], NULL) != SQLITE_OK)
		return NULL;
	return lite->commands[i];
}

static int sqlite_command(struct db *db, const char *text, struct error *err)
{
	struct db_sqlite *lite = db_sqlite_of(db);
	sqlite3_stmt *statement = command_get(lite, text);
	int result;

	if (statement) {
		while (sqlite3_step(statement) == SQLITE_ROW)
			;
		result = sqlite3_reset(statement); /* gives the step's code again */
	} else {
		result = sqlite3_exec(lite->handle, text, NULL, NULL, NULL);
	}
	return result == SQLITE_OK ? 0 : failure(db, result, text, err);
}

static int sqlite_revive(struct db *db, struct error *err)
{
	(void)db, (void)err;
	return 0;
}

static int columns_compare(sqlite3_stmt *statement, const struct db_sql *sql,
			   const char *const *columns, int count, struct error *err)
{
	if (sqlite3_column_count(statement) != count)
		return error_broken(err, ERR_BROKEN, "%s gives %d columns, declared are %d",
				    sql->name, sqlite3_column_count(statement), count);
	for (int i = 0; i < count; i++)
		if (strcmp(sqlite3_column_name(statement, i), columns[i]))
			return error_broken(err, ERR_BROKEN, "%s: column %d is \"%s\", not \"%s\"",
					    sql->name, i + 1, sqlite3_column_name(statement, i),
					    columns[i]);
	return 0;
}

static int sqlite_check(struct db *db, const struct db_sql *sql, const char *const *columns,
			int column_count, struct error *err)
{
	sqlite3_stmt *statement;
	int code = 0;

	/* SQLite carries some pragmas out while it compiles them: query_only would end all writing. They are
	 * seen to be right when a connection is opened. */
	if (strncmp(sql->text, "PRAGMA ", strlen("PRAGMA ")) == 0)
		return 0;
	int result = sqlite3_prepare_v2(db_sqlite_of(db)->handle, sql->text, -1, &statement, NULL);
	if (result != SQLITE_OK)
		return error_broken(err, ERR_BROKEN, "%s: %s", sql->name,
				    sqlite3_errmsg(db_sqlite_of(db)->handle));
	if (sqlite3_bind_parameter_count(statement) != sql->param_count)
		code = error_broken(err, ERR_BROKEN, "%s takes %d parameters, declared are %d",
				    sql->name, sqlite3_bind_parameter_count(statement),
				    sql->param_count);
	else if (columns)
		code = columns_compare(statement, sql, columns, column_count, err);
	sqlite3_finalize(statement);
	return code;
}

static void sqlite_close(struct db *db)
{
	struct db_sqlite *lite = db_sqlite_of(db);

	for (int i = 0; i < DB_SLOTS; i++)
		sqlite3_finalize(lite->statements[i]);
	for (int i = 0; i < SQLITE_COMMANDS; i++)
		sqlite3_finalize(lite->commands[i]);
	sqlite3_close(lite->handle);
	memory_free(lite->statements);
	memory_free(lite);
}

const struct db_driver db_sqlite_driver = {
	.engine = DB_ENGINE_SQLITE,
	.close = sqlite_close,
	.revive = sqlite_revive,
	.command = sqlite_command,
	.run = sqlite_run,
	.query = sqlite_query,
	.step = sqlite_step,
	.finish = sqlite_finish,
	.is_null = sqlite_is_null,
	.integer = sqlite_integer,
	.bytes = sqlite_bytes,
	.check = sqlite_check,
	.forget = sqlite_forget,
};

/* The write-ahead log --------------------------------------------------------------------------- */

/* Called by SQLite after each commit; replaces its automatic checkpoints. */
static int log_has_grown(void *context, sqlite3 *handle, const char *name, int pages)
{
	struct db_sqlite *lite = context;

	(void)handle, (void)name;
	lite->log_pages = pages;
	return SQLITE_OK;
}

void db_defer_checkpoints(struct db *db)
{
	if (db->driver == &db_sqlite_driver)
		sqlite3_wal_hook(db_sqlite_of(db)->handle, log_has_grown, db_sqlite_of(db));
}

int db_log_pages(const struct db *db)
{
	return db->driver == &db_sqlite_driver ? ((const struct db_sqlite *)db)->log_pages : 0;
}

int db_checkpoint(struct db *db, enum db_checkpoint kind, struct error *err)
{
	static const int modes[] = { SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_TRUNCATE };

	if (db->driver != &db_sqlite_driver)
		return 0;
	int result = sqlite3_wal_checkpoint_v2(db_sqlite_of(db)->handle, NULL, modes[kind], NULL,
					       NULL);
	return result == SQLITE_OK ? 0 : failure(db, result, "checkpoint", err);
}
