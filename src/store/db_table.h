/*
 * db_table.h - whole tables as the engine knows them, in and out: for backup and restore.
 *
 * Layer:   store.
 * Owner:   the list and its names live in the arena passed in.
 * Threads: as struct db.
 *
 * Everything else names statements that are fixed at build time. A backup cannot: it reads the tables
 * that a database has, and a restore writes those of an older schema. So this is the one place that
 * puts names into SQL at run time, and only names of tables and columns that the engine's own
 * catalogue gave and that consist of small letters, digits and '_'. Values are bound.
 *
 * Rows come in the order of the primary key, by bytes, so that both engines give the same.
 */
#ifndef LIANZE_STORE_DB_TABLE_H
#define LIANZE_STORE_DB_TABLE_H

#include "store/db.h"

#define DB_TABLE_COLUMNS_MAXIMUM 64
#define DB_TABLES_MAXIMUM 256

struct db_column {
	const char *name;
	enum db_type type;
	int key; /* place in the primary key from 1 on; 0: not part of it */
};

struct db_table {
	const char *name;
	struct db_column *columns;
	int column_count;
};

struct db_tables {
	struct db_table *items;
	size_t count;
};

/*
 * The tables of the database, each behind those that it refers to, else by name. -ERR_CORRUPT naming
 * the table when one has a column of a type that is none of ours, no primary key, a name of other
 * characters, or when tables refer to each other in a circle.
 */
MUST_USE int db_tables_read(struct db *db, struct arena *arena, struct db_tables *out,
			    struct error *err);
/* NULL when there is none of that name. */
const struct db_table *db_tables_find(const struct db_tables *tables, struct str name);

MUST_USE int db_table_count(struct db *db, const struct db_table *table, int64_t *out,
			    struct error *err);
/* Delete the rows that migrations put there; refused for tables that are only inserted into. */
MUST_USE int db_table_empty(struct db *db, const struct db_table *table, struct error *err);
/* All rows, streamed; columns in the order of table->columns. */
MUST_USE int db_table_open(struct db *db, const struct db_table *table, struct db_query **out,
			   struct error *err);

/*
 * Load rows into a table, in the caller's write transaction: begin, any number of rows, end. Between
 * begin and end the connection does nothing else. PostgreSQL loads by COPY, SQLite by one prepared
 * INSERT. Failures as db_run(); PostgreSQL reports most of them only at the end.
 */
struct db_load {
	struct db *db;
	const struct db_table *table;
	bool active;
};
MUST_USE int db_load_begin(struct db_load *load, struct db *db, const struct db_table *table,
			   struct error *err);
/* `values` by position of table->columns; their names are ignored. */
MUST_USE int db_load_row(struct db_load *load, const struct db_arg *values, struct error *err);
MUST_USE int db_load_end(struct db_load *load, struct error *err);
/* Give up; the transaction can only be rolled back. */
void db_load_cancel(struct db_load *load);

#endif
