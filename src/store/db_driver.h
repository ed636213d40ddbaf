/*
 * db_driver.h - what a database engine must do for db.c; private to src/store and its tests.
 *
 * Layer:   store. Only files of this room include it.
 * Owner:   a driver's connection begins with a struct db, made by its open function and freed by its
 *          close function. Values handed to a driver live until the query is finished.
 * Threads: as struct db.
 *
 * db.c owns the rules (argument names, one query at a time, spoiled transactions, injected faults);
 * a driver only talks to its engine. A driver caches prepared statements by slot: the first
 * statement_count slots are the enum statements, the rest belong to composed texts (lists).
 */
#ifndef LIANZE_STORE_DB_DRIVER_H
#define LIANZE_STORE_DB_DRIVER_H

#include "store/db.h"

#define DB_PARAMS_MAXIMUM 64
#define DB_COMPOSED_SLOTS 16
#define DB_SLOTS (statement_count + DB_COMPOSED_SLOTS)

/* One statement as a driver sees it. */
struct db_sql {
	int slot;
	const char *name; /* for messages */
	const char *text; /* NUL-terminated, in the engine's dialect */
	int param_count;
};

/* Values by position: items[N - 1] belongs to ?N or $N. */
struct db_values {
	const struct db_arg *items[DB_PARAMS_MAXIMUM];
	int count;
};

struct db_driver {
	enum db_engine engine;
	void (*close)(struct db *db);
	/* Called outside transactions: connect again if the connection was lost. */
	int (*revive)(struct db *db, struct error *err);
	/* Text without parameters and without rows: transactions, migrations. */
	int (*command)(struct db *db, const char *text, struct error *err);
	int (*run)(struct db *db, const struct db_sql *sql, const struct db_values *values,
		   int64_t *out_changes, struct error *err);
	int (*query)(struct db *db, const struct db_sql *sql, const struct db_values *values,
		     struct error *err);
	int (*step)(struct db *db, struct error *err);
	void (*finish)(struct db *db);
	/* The present row. */
	bool (*is_null)(struct db *db, int column);
	int64_t (*integer)(struct db *db, int column);
	struct str (*bytes)(struct db *db, int column);
	/* Prepare without caching, compare with what is declared (columns NULL: not compared). */
	int (*check)(struct db *db, const struct db_sql *sql, const char *const *columns,
		     int column_count, struct error *err);
	/* The text in this slot will be another one. */
	void (*forget)(struct db *db, int slot);
	/* A stream of rows into one table. NULL: the text is a statement that is run for each row. */
	int (*bulk_begin)(struct db *db, const char *text, struct error *err);
	int (*bulk_row)(struct db *db, const struct db_values *values, struct error *err);
	int (*bulk_end)(struct db *db, bool keep, struct error *err);
};

struct db_query {
	struct db *db;
	bool open, on_row;
	int columns;
	struct arena *arena; /* values of a composed query; NULL otherwise */
};

/* A composed text and the slot that its position in the array gives it. */
struct db_composed {
	char *text;
	uint64_t used; /* tick of the last use: the oldest gives way */
};

enum db_transaction { DB_NO_TRANSACTION, DB_READING, DB_WRITING };

struct db {
	const struct db_driver *driver;
	enum db_mode mode;
	enum db_transaction transaction;
	bool in_savepoint;
	bool in_bulk; /* rows are streaming in */
	int bulk_slot; /* of the composed text */
	bool spoiled; /* a call in this transaction failed */
	bool retry;   /* … because the engine asks for the whole transaction again */
	struct db_query query;
	struct db_composed composed[DB_COMPOSED_SLOTS];
	uint64_t tick;
};

MUST_USE int db_sqlite_open(const char *path, enum db_mode mode, struct db **out,
			    struct error *err);
MUST_USE int db_postgres_open(const char *url, enum db_mode mode, struct db **out,
			      struct error *err);

/* Text of an enum statement in this connection's dialect; NULL when it is for the other one. */
const char *db_text_of(const struct db *db, enum statement statement);
/* db_check_statements() for one. */
MUST_USE int db_check_statement(struct db *db, enum statement statement, struct error *err);
MUST_USE int db_check_listing(struct db *db, enum listing listing, struct error *err);
/* Run a migration's statement. */
MUST_USE int db_script(struct db *db, const char *text, struct error *err);
/* A query that was put together at run time. */
struct db_composition {
	struct str text;
	struct db_values values;
	int columns;
	struct arena *arena; /* where the values live; may be NULL */
};

/* Start a composed query. The text is copied; the arena is taken over, also on failure. */
MUST_USE int db_compose_query(struct db *db, const struct db_composition *made,
			      struct db_query **out, struct error *err);
/* Load rows in a write transaction (db_table.c): nothing else runs until the end. */
MUST_USE int db_bulk_begin(struct db *db, struct str text, struct error *err);
MUST_USE int db_bulk_row(struct db *db, const struct db_values *values, struct error *err);
MUST_USE int db_bulk_end(struct db *db, bool keep, struct error *err);
/* True when this transaction failed only because the engine wants it tried again. */
bool db_wants_retry(const struct db *db);

/* Sentences for failures that the drivers share; all return the negated code. */
int db_conflict(struct error *err, const char *constraint);
int db_busy(struct error *err, const char *detail);
int db_full(struct error *err, const char *detail);
int db_read_only(struct error *err, const char *detail);

/*
 * SQLite's write-ahead log, for the writer's checkpoint thread. On PostgreSQL the first two do
 * nothing and there are never pages.
 */
/* From now on commits through this connection leave checkpointing to others. */
void db_defer_checkpoints(struct db *db);
/* Pages in the log after the last commit through this connection. */
int db_log_pages(const struct db *db);

enum db_checkpoint {
	DB_CHECKPOINT_PASSIVE, /* what nobody uses; never waits */
	DB_CHECKPOINT_TRUNCATE /* at the end: leaves an empty log */
};
/* -ERR_BUSY when readers stood in the way: no harm, try later. */
MUST_USE int db_checkpoint(struct db *db, enum db_checkpoint kind, struct error *err);

#endif
