/*
 * manifest.h - what a backup says of itself before its rows: lines of text, easy to read by eye.
 *
 * Layer:   backup.
 * Owner:   everything lives in the arena passed in.
 *
 *     lianze-manifest 1
 *     program <version>
 *     made <RFC 3339, UTC>
 *     engine sqlite|postgresql
 *     migration <number> <name> <SHA-256 of its file>      the schema, in order
 *     rule <name> <SHA-256 of its text>                    shipped with the program, not in here
 *     left-out <table>                                     see backup_left_out()
 *     ledger <jurisdiction> <size> <root> <newest checkpoint's size or ->
 *     table <name> <rows> <column> <column> …              i:name t:name b:name; keys: I: T: B:
 *
 * Numbers are decimal; each line ends in a line feed.
 */
#ifndef LIANZE_BACKUP_MANIFEST_H
#define LIANZE_BACKUP_MANIFEST_H

#include "base/hash.h"
#include "store/db_table.h"

#define MANIFEST_LEDGERS_MAXIMUM 8192

struct manifest_migration {
	int number;
	struct str name, sha256;
};

struct manifest_ledger {
	int64_t jurisdiction_id, size;
	struct hash root;
	int64_t checkpoint; /* size; -1: none */
};

struct manifest {
	struct str program, made, engine;
	struct manifest_migration *migrations;
	size_t migration_count;
	struct manifest_ledger *ledgers;
	size_t ledger_count;
	struct db_tables tables; /* in the order of the sections */
	int64_t *rows;		 /* one for each table */
};

/* Tables whose rows no backup holds, ended by NULL. */
extern const char *const backup_left_out[];

/* What this program is and what the database holds, in the caller's read transaction. */
MUST_USE int manifest_make(struct db *db, struct arena *arena, struct manifest *out,
			   struct error *err);
/* The text; bytes NULL when memory is out. */
struct str manifest_format(const struct manifest *manifest, struct arena *arena);
/* -ERR_CORRUPT naming the line. */
MUST_USE int manifest_parse(struct str text, struct arena *arena, struct manifest *out,
			    struct error *err);
/* Whether this program can restore it: its migrations are the first ones of ours. -ERR_STATE when it
 * comes from a newer program, -ERR_CORRUPT when a migration is another. */
MUST_USE int manifest_check(const struct manifest *manifest, struct error *err);

#endif
