/*
 * db_sqlite_open.c - opening a SQLite file the one safe way, and what SQL may do to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "statements_connection.h"
#include "store/db_sqlite.h"

/* 3.51.3 mends the race that can lose commits when a log is reset under two connections. */
#define SQLITE_OLDEST 3051003

#define BUSY_READER_MS 5000
#define BUSY_WRITER_MS 15000

/* What SQL may do ------------------------------------------------------------------------------- */

/* Tables whose rows stay as they were written; `erasable` columns may still be emptied (a trigger
 * of the schema sees to it that NULL is all they can become). */
static const struct {
	const char *table;
	const char *erasable[2];
} insert_only[] = {
	{ "ledger_leaf", { NULL, NULL } },
	{ "ledger_node", { NULL, NULL } },
	{ "ledger_checkpoint", { NULL, NULL } },
	{ "act", { NULL, NULL } },
	{ "record_version", { "salt", "content" } },
};

static bool is_erasable(size_t entry, const char *column)
{
	for (size_t i = 0; i < ARRAY_LENGTH(insert_only[entry].erasable); i++) {
		const char *name = insert_only[entry].erasable[i];
		if (name && column && !strcmp(name, column))
			return true;
	}
	return false;
}

/* SQLite asks at preparation what a statement is about to do. */
static int authorize(void *context, int action, const char *first, const char *second,
		     const char *database, const char *trigger)
{
	(void)context, (void)database, (void)trigger;
	if (action != SQLITE_UPDATE && action != SQLITE_DELETE && action != SQLITE_DROP_TABLE)
		return SQLITE_OK;
	for (size_t i = 0; i < ARRAY_LENGTH(insert_only); i++) {
		if (!first || strcmp(first, insert_only[i].table))
			continue;
		return action == SQLITE_UPDATE && is_erasable(i, second) ? SQLITE_OK : SQLITE_DENY;
	}
	return SQLITE_OK;
}

/* Settings -------------------------------------------------------------------------------------- */

/* Network file systems and such cannot share the log's index; then the mode stays another. */
static int journal_set(struct db *db, struct error *err)
{
	struct db_sqlite *lite = db_sqlite_of(db);
	sqlite3_stmt *statement;

	int result = sqlite3_prepare_v2(lite->handle,
					db_text_of(db, STATEMENT_CONNECTION_JOURNAL), -1,
					&statement, NULL);
	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	const char *mode = result == SQLITE_ROW
				   ? (const char *)sqlite3_column_text(statement, 0)
				   : NULL;
	int code = 0;
	if (result != SQLITE_ROW)
		code = sqlite_failure(lite->handle, result, "journal mode", err);
	else if (!mode || strcmp(mode, "wal"))
		code = error_broken(err, ERR_DATABASE, "no write-ahead log here: journal mode %s",
				    mode ? mode : "unknown");
	sqlite3_finalize(statement);
	return code;
}

static int commands_run(struct db *db, const enum statement *commands, size_t count,
			struct error *err)
{
	int code = 0;

	for (size_t i = 0; i < count && !code; i++)
		code = db->driver->command(db, db_text_of(db, commands[i]), err);
	return code;
}

static int connection_set_up(struct db *db, struct error *err)
{
	static const enum statement writer[] = { STATEMENT_CONNECTION_DURABILITY,
						 STATEMENT_CONNECTION_ERASURE,
						 STATEMENT_CONNECTION_CELL_CHECK,
						 STATEMENT_CONNECTION_JOURNAL_LIMIT,
						 STATEMENT_CONNECTION_CACHE };
	static const enum statement reader[] = { STATEMENT_CONNECTION_READ_ONLY,
						 STATEMENT_CONNECTION_CACHE };
	sqlite3 *handle = db_sqlite_of(db)->handle;

	sqlite3_extended_result_codes(handle, 1);
	/* Before the journal mode: switching it may have to wait for another connection. */
	sqlite3_busy_timeout(handle, db->mode == DB_READ_ONLY ? BUSY_READER_MS : BUSY_WRITER_MS);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* Plans that do not look at bound values; else each binding parses the statement again. */
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	sqlite3_set_authorizer(handle, authorize, NULL);
	if (db->mode == DB_READ_ONLY)
		return commands_run(db, reader, ARRAY_LENGTH(reader), err);
	int code = journal_set(db, err);
	return code ? code : commands_run(db, writer, ARRAY_LENGTH(writer), err);
}

/* Opening --------------------------------------------------------------------------------------- */

/* SQLite would make the file readable for everyone; its log takes over the mode. Only a file that
 * was just made is closed here: closing another descriptor of a database in use would drop its locks. */
static int file_create(const char *path, struct error *err)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0 && errno == EEXIST)
		return 0;
	if (file < 0) {
		int code = error_broken(err, ERR_DATABASE, "%s: %s", path, strerror(errno));
		error_en(err, "The database file “%s” cannot be created.", path);
		error_zh(err, "无法创建数据库文件“%s”。", path);
		return code;
	}
	close(file);
	return 0;
}

static int open_failure(sqlite3 *handle, int result, const char *path, struct error *err)
{
	int code = sqlite_failure(handle, result, path, err);
	if ((result & 0xff) == SQLITE_CANTOPEN) {
		error_en(err, "The database file “%s” does not exist or cannot be opened.", path);
		error_zh(err, "数据库文件“%s”不存在或无法打开。", path);
	}
	return code;
}

static int handle_open(struct db_sqlite *lite, const char *path, struct error *err)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
		    (lite->base.mode == DB_READ_ONLY ? SQLITE_OPEN_READONLY
						     : SQLITE_OPEN_READWRITE);
	if (lite->base.mode == DB_CREATE) {
		int code = file_create(path, err);
		if (code)
			return code;
	}
	int result = sqlite3_open_v2(path, &lite->handle, flags, NULL);
	if (result != SQLITE_OK)
		return open_failure(lite->handle, result, path, err);
	int code = connection_set_up(&lite->base, err);
	if (code == -ERR_DATABASE && sqlite3_errcode(lite->handle) == SQLITE_CANTOPEN)
		return open_failure(lite->handle, SQLITE_CANTOPEN, path, err);
	return code;
}

int db_sqlite_open(const char *path, enum db_mode mode, struct db **out, struct error *err)
{
	if (sqlite3_libversion_number() < SQLITE_OLDEST)
		return error_broken(err, ERR_DATABASE, "SQLite %s is too old, 3.51.3 is needed",
				    sqlite3_libversion());
	struct db_sqlite *lite = memory_alloc(sizeof(*lite));
	sqlite3_stmt **statements = memory_alloc((size_t)DB_SLOTS * sizeof(*statements));
	if (!lite || !statements) {
		memory_free(lite);
		memory_free(statements);
		return error_broken(err, ERR_MEMORY, "opening %s", path);
	}
	lite->base.driver = &db_sqlite_driver;
	lite->base.mode = mode;
	lite->statements = statements;
	int code = handle_open(lite, path, err);
	if (code) {
		db_sqlite_driver.close(&lite->base);
		return code;
	}
	*out = &lite->base;
	return 0;
}
