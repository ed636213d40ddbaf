/*
 * db.h - one database connection, whichever engine is behind it.
 *
 * Layer:   store.
 * Owner:   a struct db owns its connection and its prepared statements; a struct db_query borrows
 *          the db and is valid until db_query_close().
 * Threads: a struct db belongs to one thread at a time. Open one per thread.
 *
 * SQL text lives in <noun>.sql files; tools/statements.py turns it into enum statement and one table
 * per engine (build/…/statements.h, .c). C names statements by enum and parameters by name; there is
 * no other way to send SQL. Every statement is prepared and compared with its declared parameters
 * and columns by db_check_statements() at start.
 *
 * Column types are three: INTEGER (63-bit), TEXT (UTF-8), BLOB; each may be NULL.
 *
 * Failures: -ERR_DATABASE (engine said no; detail has its words), -ERR_BUSY (locked or, on
 * PostgreSQL, serialisation failure or deadlock: the whole transaction may be tried again),
 * -ERR_CONFLICT (unique or foreign key refused; detail names the constraint), -ERR_MEMORY,
 * -ERR_IO (reading, writing or syncing the file failed), -ERR_BROKEN (unknown parameter name,
 * missing parameter, wrong order of calls: a program error).
 *
 * Both engines follow the stricter one's rules, so that what works on one works on the other:
 *   - one query is open at a time on a connection; anything else until it is closed is -ERR_BROKEN;
 *   - a failure inside a transaction spoils it: only db_savepoint_undo() or db_rollback() help, all
 *     else is -ERR_BROKEN. So do not try an insert and update when it fails: ON CONFLICT does that.
 */
#ifndef LIANZE_STORE_DB_H
#define LIANZE_STORE_DB_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "statements.h"

struct db;
struct db_query;

enum db_engine { DB_ENGINE_SQLITE, DB_ENGINE_POSTGRES, DB_ENGINE_COUNT };

enum db_type { DB_NULL, DB_INTEGER, DB_TEXT, DB_BLOB };

/* One value bound by name. Borrowed until the query is closed. */
struct db_arg {
	const char *name; /* without the colon */
	enum db_type type;
	int64_t integer;
	struct str bytes; /* TEXT or BLOB */
};

static inline struct db_arg db_int(const char *name, int64_t value)
{
	return (struct db_arg){ name, DB_INTEGER, value, { NULL, 0 } };
}

static inline struct db_arg db_text(const char *name, struct str value)
{
	return (struct db_arg){ name, DB_TEXT, 0, value };
}

static inline struct db_arg db_blob(const char *name, struct str value)
{
	return (struct db_arg){ name, DB_BLOB, 0, value };
}

static inline struct db_arg db_null(const char *name)
{
	return (struct db_arg){ name, DB_NULL, 0, { NULL, 0 } };
}

/* NULL when value is 0: how absent references are stored. */
static inline struct db_arg db_reference(const char *name, int64_t value)
{
	return value ? db_int(name, value) : db_null(name);
}

struct db_args {
	const struct db_arg *items;
	size_t count;
};

/* DB_ARGS(db_int("id", id), db_text("code", code)) as a struct db_args. */
#define DB_ARGS(...)                                                                               \
	((struct db_args){ (const struct db_arg[]){ __VA_ARGS__ },                                 \
			   sizeof((const struct db_arg[]){ __VA_ARGS__ }) /                        \
				   sizeof(struct db_arg) })
#define DB_NO_ARGS ((struct db_args){ NULL, 0 })

enum db_mode {
	DB_READ_ONLY,  /* page readers; writing statements fail */
	DB_READ_WRITE, /* the writer, the command line */
	DB_CREATE      /* as DB_READ_WRITE, and makes the SQLite file when absent */
};

/*
 * Open `where`: a path (SQLite) or a postgresql:// or postgres:// URL. SQLite is refused below
 * 3.51.3 (WAL-reset race). Sets WAL, FULL sync, foreign keys and the rest of design.md section 4;
 * the authorizer lets ledger tables only be inserted into.
 */
MUST_USE int db_open(const char *where, enum db_mode mode, struct db **out, struct error *err);
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);

/* Prepare every statement of the table and compare parameter and column names. The first mismatch is
 * -ERR_BROKEN with statement, file and line in the detail. Needs a migrated database. */
MUST_USE int db_check_statements(struct db *db, struct error *err);

/* Start a statement that returns rows. Streams: rows arrive one at a time on both engines. Closing
 * early is cheap on SQLite; PostgreSQL still receives the rest, so add a LIMIT where that is long. */
MUST_USE int db_query_open(struct db *db, enum statement statement, struct db_args args,
			   struct db_query **out, struct error *err);
/* Next row: 1 a row, 0 no more, negative a failure. */
MUST_USE int db_query_step(struct db_query *query, struct error *err);
/* Columns of the present row, from 0, in the order that the statement declares. */
bool db_query_is_null(struct db_query *query, int column);
int64_t db_query_int(struct db_query *query, int column);	/* NULL gives 0 */
struct str db_query_bytes(struct db_query *query, int column);	/* borrowed until the next step */
/* A copy of the text or blob in the arena. */
struct str db_query_copy(struct db_query *query, int column, struct arena *arena);
/* Finish early or at the end; NULL is allowed. */
void db_query_close(struct db_query *query);

/* Run a statement that returns no rows; *out_changes (may be NULL) is the number of rows changed. */
MUST_USE int db_run(struct db *db, enum statement statement, struct db_args args,
		    int64_t *out_changes, struct error *err);
/* Run a statement that returns one row with one integer. -ERR_NOT_FOUND when there is no row. */
MUST_USE int db_get_int(struct db *db, enum statement statement, struct db_args args,
			int64_t *out, struct error *err);

/* Transactions. Read transactions see one snapshot (PostgreSQL: repeatable read, read only). A lost
 * PostgreSQL connection is made anew by the next begin. */
MUST_USE int db_begin_read(struct db *db, struct error *err);
MUST_USE int db_begin_write(struct db *db, struct error *err);
/* On failure the transaction has been rolled back. -ERR_IO: the disk did not take it and what is
 * durable is unknown; nothing more may be written through this process. */
MUST_USE int db_commit(struct db *db, struct error *err);
/* Also closes an open query. Without a transaction it does nothing. */
void db_rollback(struct db *db);
MUST_USE int db_savepoint(struct db *db, struct error *err);	     /* not nested */
MUST_USE int db_savepoint_release(struct db *db, struct error *err);
/* Back to the savepoint, which is then gone; closes an open query. */
MUST_USE int db_savepoint_undo(struct db *db, struct error *err);
/* On PostgreSQL take the jurisdiction's advisory lock until the transaction ends; no-op on SQLite.
 * Take it before reading what the decision rests on: what is read behind it is up to date. */
MUST_USE int db_lock_jurisdiction(struct db *db, int64_t jurisdiction_id, struct error *err);

/* Tests: make the nth following engine call of any connection fail with -ERR_DATABASE, and all later
 * ones when `persistent`; 0 switches off. Rollbacks and closing never fail. */
void db_fail_after(long n, bool persistent);
/* Engine calls so far, of all connections. */
long db_calls(void);

#endif
