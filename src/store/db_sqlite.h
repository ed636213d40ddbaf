/*
 * db_sqlite.h - what the two files of the SQLite driver share; private to them.
 *
 * Layer: store.
 */
#ifndef LIANZE_STORE_DB_SQLITE_H
#define LIANZE_STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db_driver.h"

#define SQLITE_COMMANDS 16

struct db_sqlite {
	struct db base; /* first: a struct db of this driver is a struct db_sqlite */
	sqlite3 *handle;
	sqlite3_stmt **statements; /* DB_SLOTS of them, NULL until first used */
	sqlite3_stmt *current;	   /* of the open query; NULL when it has no more rows */
	sqlite3_stmt *commands[SQLITE_COMMANDS]; /* BEGIN, COMMIT and such, in the order of use */
	int log_pages;
};

static inline struct db_sqlite *db_sqlite_of(struct db *db)
{
	return (struct db_sqlite *)db;
}

extern const struct db_driver db_sqlite_driver;

/* Turn a result code and the handle's words into a failure; `handle` may be NULL. */
int sqlite_failure(sqlite3 *handle, int result, const char *what, struct error *err);

#endif
