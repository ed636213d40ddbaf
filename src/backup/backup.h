/*
 * backup.h - one file that holds everything: rows, ledger, adopted schemes, files, and proof of it.
 *
 * Layer:   backup (above store and ledger; no accounts, no pages).
 * Owner:   reports live in the arena passed in.
 * Threads: each call opens connections of its own; a server may go on writing meanwhile.
 *
 * A backup is the manifest (manifest.h), then the rows of each table in the order of the primary key,
 * each table closed by its number of rows and their SHA-256, then the files that table `blob` names, each
 * against its hash, then the SHA-256 of all. It is read in one
 * transaction, so it is the state of one moment; values carry their type, so that it does not matter
 * from which engine it comes and into which it goes. The signing key is not in it (decisions.md 3).
 *
 * A table that a migration adds is in the next backup without anybody's doing; what is left out is
 * named in backup_left_out[].
 */
#ifndef LIANZE_BACKUP_BACKUP_H
#define LIANZE_BACKUP_BACKUP_H

#include "backup/manifest.h"

struct backup_report {
	struct manifest manifest;
	int64_t rows;	 /* of all tables */
	int64_t leaves;	 /* of all trees */
	int64_t files;	 /* store/blob.h */
	int64_t bytes;	 /* of the file */
	bool encrypted;
};

/* Write the database `where` to `path`, which must not exist. -ERR_CONFLICT, -ERR_IO, those of the
 * database; whatever fails, nothing is left under that name. */
MUST_USE int backup_make(const char *where, const char *path, struct str passphrase,
			 struct arena *arena, struct backup_report *out, struct error *err);

/*
 * Read all of a backup without a database: every hash and count, and each tree recomputed from its
 * leaves against the manifest's root, the stored head and every checkpoint. -ERR_CORRUPT says what is
 * wrong; others as container_open().
 */
MUST_USE int backup_verify(const char *path, struct str passphrase, struct arena *arena,
			   struct backup_report *out, struct error *err);

/*
 * Load a backup into the empty database `where` (made when it is a file that does not exist), in one
 * transaction: schema of that time, rows, later migrations. Before the commit everything that
 * backup_verify() looks at was found right, all rows were read back and have the same hashes, and the
 * trees were computed again from what the database holds. -ERR_STATE when the database is not empty or
 * the backup comes from a newer program. The database is then sealed (ledger/seal.h).
 */
MUST_USE int backup_restore(const char *path, struct str passphrase, const char *where,
			    struct arena *arena, struct backup_report *out, struct error *err);

#endif
