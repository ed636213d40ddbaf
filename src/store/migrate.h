/*
 * migrate.h - numbered migrations, each in a transaction, name and hash recorded.
 *
 * Layer: store. Files are src/store/migrations/NNNN_name.sql, compiled into the program by
 * tools/statements.py in both dialects (INTEGER → BIGINT, BLOB → BYTEA, TEXT → TEXT COLLATE "C",
 * STRICT and WITHOUT ROWID dropped on PostgreSQL).
 */
#ifndef LIANZE_STORE_MIGRATE_H
#define LIANZE_STORE_MIGRATE_H

#include "store/db.h"

struct migration_state {
	int applied;  /* migrations recorded in the database */
	int known;    /* migrations in this program */
};

/* What is applied. An empty database has 0. A recorded migration that this program does not know, or
 * whose hash differs, is -ERR_CORRUPT naming it. */
MUST_USE int migrate_check(struct db *db, struct migration_state *out, struct error *err);
/* Apply what is missing, in order. Each in its own transaction. */
MUST_USE int migrate_apply(struct db *db, struct migration_state *out, struct error *err);
/* Apply the migrations up to `number` that are missing, inside the caller's write transaction: a
 * restore loads rows at the schema that they come from and migrates on. */
MUST_USE int migrate_within(struct db *db, int number, struct error *err);

#endif
