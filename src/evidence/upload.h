/*
 * upload.h - a file on its way in: it survives a lost connection, a reload and a restart of the server.
 *
 * Layer: evidence. Not a record: nothing of it is committed to the ledger, and it goes away by itself.
 *
 * An upload belongs to one account and is seen by nobody else. The file comes in pieces, each at the offset
 * that was received so far; the row says how far that is, and only the writer moves it on, so that two tabs
 * cannot mix two files. When the last piece is there, the file is examined (hash, type, scanner) and is
 * `ready`: whoever describes it makes evidence of it. What nobody touched for some days goes
 * (upload_rules.kept_days).
 */
#ifndef LIANZE_EVIDENCE_UPLOAD_H
#define LIANZE_EVIDENCE_UPLOAD_H

#include "evidence/upload_rules.h"
#include "store/blob.h"

/* A piece of a file, but its last one, is a multiple of this; a browser's is UPLOAD_PIECE_BYTES. */
#define UPLOAD_STEP_BYTES  BLOB_CHUNK_BYTES
#define UPLOAD_PIECE_BYTES ((int64_t)1 << 20)
#define UPLOAD_KEPT_MAXIMUM 20 /* of one account */

struct upload {
	int64_t jurisdiction_id, id, account_id;
	struct str file_name;	/* as it was sent, cut to 300 bytes; upload_file_name() once examined */
	struct str fingerprint; /* what the browser knows of the file without reading it; may be empty */
	int64_t bytes, received;
	bool is_ready;
	struct hash sha256;	/* when ready */
	struct str media_type;	/* when ready */
	int64_t touched_ms;
};

/*
 * In a write transaction: begin an upload, or find the account's own one of the same fingerprint and size;
 * fills id, received and the rest. -ERR_INVALID ("bytes"): empty; -ERR_TOO_LARGE: over the maximum;
 * -ERR_RULE: the account has too much lying about unfinished.
 */
MUST_USE int upload_begin(struct db *db, const struct upload_rules *rules, struct upload *upload,
			  struct arena *arena, struct error *err);
/* Read the account's own upload: jurisdiction_id, id and account_id are set. -ERR_NOT_FOUND. */
MUST_USE int upload_get(struct db *db, struct upload *upload, struct arena *arena,
			struct error *err);
/* Whether a piece of `length` bytes at `offset` may come next. -ERR_CONFLICT says where the upload stands;
 * -ERR_INVALID: a piece that is no multiple of UPLOAD_STEP_BYTES, or goes beyond the end. */
MUST_USE int upload_check_piece(const struct upload *upload, int64_t offset, int64_t length,
				struct error *err);
/*
 * In a write transaction, for a piece that blob_stage_write() has put into the folder, or that is put into
 * the table now: move `received` on. -ERR_CONFLICT when another moved it first.
 */
MUST_USE int upload_advance(const struct blobs *blobs, struct db *db,
			    const struct blob_piece *piece, struct error *err);
/*
 * On a worker: hash, type, allow-list, scanner (`scanner` NULL: none), and the file's place. Fills sha256,
 * media_type, file_name and is_ready. -ERR_STATE: not whole yet; -ERR_INVALID ("file"): a type that is
 * not on the list; those of scanner_scan(). When it is refused for what it is, the caller ends the upload.
 */
struct upload_examiner {
	const struct blobs *blobs;
	const struct upload_rules *rules;
	const char *scanner;
};
MUST_USE int upload_examine(const struct upload_examiner *examiner, struct db *db,
			    struct upload *upload, struct arena *arena, struct error *err);
/* In a write transaction: store what upload_examine() found. */
MUST_USE int upload_mark_ready(struct db *db, const struct upload *upload, struct error *err);
/* In a write transaction: forget the row; with `bytes` also what came of the file. */
MUST_USE int upload_end(const struct blobs *blobs, struct db *db, const struct upload *upload,
			bool bytes, struct error *err);

/* Begin its own write transaction: end uploads that are over, then blob_sweep(). */
MUST_USE int upload_tidy(const struct blobs *blobs, struct db *db, const struct upload_rules *rules,
			 struct blob_sweep *sweep, struct error *err);

#endif
