/*
 * blob.h - files: each is kept once under its SHA-256, apart from the rows that speak of it.
 *
 * Layer:   store.
 * Owner:   struct blobs is a plain value of its own; descriptors that are handed out are the caller's.
 * Threads: any; what takes a struct db belongs to the thread that holds it.
 *
 * Two drivers, chosen by the database:
 *
 *     folder   beside a SQLite file:   lianze.db.files/ab/abcd… (by hash), …/incoming/<id> (on the way)
 *     table    in PostgreSQL:          blob_chunk, pieces of BLOB_CHUNK_BYTES, so that every node has them
 *
 * A file comes in three steps, so that no crash leaves a row without its bytes:
 *
 *     blob_stage_write()    pieces, in any number of calls, under an id that the caller made
 *     blob_place()          folder: sync, rename to the hash, sync the folder; then …
 *     blob_commit()         … the row of table `blob`, in the transaction of the record that speaks of it
 *
 * What the crash leaves instead, bytes without a row, is found by blob_sweep(). A full disk is -ERR_IO
 * with a sentence that says so; the pieces that were there before it are as they were. A failed sync is
 * never tried again: the staged file is removed, and the upload has to begin anew.
 *
 * The row says only which hashes are here; what a file is to people is said by the records that name
 * its hash (FIELD_FILE), and `lianze ledger verify` reads each file against its record.
 */
#ifndef LIANZE_STORE_BLOB_H
#define LIANZE_STORE_BLOB_H

#include "base/hash.h"
#include "store/db.h"

#define BLOB_CHUNK_BYTES ((int64_t)256 * 1024)
#define BLOB_PATH_BYTES 4096

enum blob_driver { BLOB_FOLDER, BLOB_TABLE };

/* Where the files of one database lie. */
struct blobs {
	enum blob_driver driver;
	char folder[BLOB_PATH_BYTES]; /* BLOB_FOLDER: "…/lianze.db.files" */
	char spool[BLOB_PATH_BYTES];  /* for files without a name: big bodies, ranges of a table */
};

/* One file. */
struct blob {
	int64_t jurisdiction_id, id;
	struct hash sha256;
	int64_t bytes;
};

/* The place of the files of the database `where`; touches nothing. -ERR_INVALID: a name too long. */
MUST_USE int blobs_of(const char *where, struct blobs *out, struct error *err);
/* Make the folders when they are absent. Before the first write of a process. */
MUST_USE int blobs_prepare(const struct blobs *blobs, struct error *err);
/* Take a folder away again with every file of ours in it: of a restore that failed. */
void blobs_remove(const struct blobs *blobs);
/* A file without a name on the disk that the files go to; it is gone when closed. */
MUST_USE int blobs_spool_open(const struct blobs *blobs, int *out_fd, struct error *err);

/*
 * One piece at `offset`, a multiple of BLOB_CHUNK_BYTES; only the file's last piece may have another
 * length. The folder's driver needs no `db` and has the piece on the disk when it returns, if `sync`; the
 * table's inserts it in the caller's write transaction. Writing a piece again replaces it.
 */
struct blob_piece {
	int64_t jurisdiction_id, id; /* of the staged file */
	int64_t offset;
	struct str bytes;
	bool sync;
};
MUST_USE int blob_stage_write(const struct blobs *blobs, struct db *db,
			      const struct blob_piece *piece, struct error *err);
/* Bytes that the folder holds of a staged file; 0 when there are none. The table's: what `db` sees. */
MUST_USE int blob_stage_size(const struct blobs *blobs, struct db *db, const struct blob *staged,
			     int64_t *out, struct error *err);
/* Forget a staged file; one that was placed already stays. The table's needs a write transaction. */
MUST_USE int blob_stage_remove(const struct blobs *blobs, struct db *db, const struct blob *staged,
			       struct error *err);
/* Everything of the staged file blob->id is written and has that hash: give it its place. It may be called
 * again, also when the same file was placed before. */
MUST_USE int blob_place(const struct blobs *blobs, const struct blob *blob, struct error *err);
/*
 * In a write transaction: the row. When the jurisdiction has the hash already, blob->id becomes that
 * row's, and what was staged in the table is removed.
 */
MUST_USE int blob_commit(const struct blobs *blobs, struct db *db, struct blob *blob,
			 struct error *err);

/* The file of that hash; -ERR_NOT_FOUND. */
MUST_USE int blob_find(struct db *db, int64_t jurisdiction_id, const struct hash *sha256,
		       struct blob *out, struct error *err);

/*
 * Open bytes [from, from + length) for reading: a descriptor and where they begin in it. The folder gives
 * the file itself, the table a spooled copy of the range. -ERR_CORRUPT when the file is not there or is
 * shorter.
 */
struct blob_range {
	int64_t from, length;
};
struct blob_file {
	int fd;
	int64_t at;
};
MUST_USE int blob_open(const struct blobs *blobs, struct db *db, const struct blob *blob,
		       struct blob_range range, struct blob_file *out, struct error *err);
/* The same of a file that is still staged (or was placed by blob_place() only). */
MUST_USE int blob_open_staged(const struct blobs *blobs, struct db *db, const struct blob *staged,
			      int *out_fd, struct error *err);
/* Hash of `length` bytes of a descriptor from `at` on. -ERR_IO; -ERR_CORRUPT when it ends early. */
MUST_USE int blob_hash(int fd, int64_t at, int64_t length, struct hash *out, struct error *err);

enum blob_state { BLOB_SOUND, BLOB_MISSING, BLOB_CHANGED };
/* Read the whole file of a hash and compare. A hash without a row is BLOB_MISSING. */
MUST_USE int blob_check(const struct blobs *blobs, struct db *db, int64_t jurisdiction_id,
			const struct hash *sha256, enum blob_state *out, struct error *err);

/*
 * Find bytes that no row of `blob` or `upload` speaks of and that are older than `age_ms` (a file may be
 * between its place and its row), and remove them when `remove`. The table's removes in the caller's
 * write transaction.
 */
struct blob_sweep {
	int64_t age_ms;
	bool remove;
	int64_t files, bytes; /* out */
};
MUST_USE int blob_sweep(const struct blobs *blobs, struct db *db, struct blob_sweep *sweep,
			struct error *err);

#endif
