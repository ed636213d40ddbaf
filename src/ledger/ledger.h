/*
 * ledger.h - the append-only Merkle tree of each jurisdiction: append, checkpoint, prove, verify.
 *
 * Layer: ledger. Hashing: RFC 6962 section 2.1 (SHA-256). Checkpoints: C2SP tlog-checkpoint, signed
 * notes: C2SP signed-note with Ed25519. Proof files: C2SP tlog-proof. A leaf commits to a record's
 * version by SHA-256(salt ‖ canonical bytes), never to its content.
 */
#ifndef LIANZE_LEDGER_LEDGER_H
#define LIANZE_LEDGER_LEDGER_H

#include "ledger/merkle.h"
#include "store/db.h"
#include "store/writer.h"

/* Subtrees are stored at levels that this number divides. */
#define LEDGER_NODE_LEVELS 8u

struct ledger_heads;
struct blobs; /* store/blob.h */

/* Heads of all trees touched in one transaction. Created once per writing thread. */
MUST_USE struct ledger_heads *ledger_heads_new(void);
void ledger_heads_free(struct ledger_heads *heads);
/* Bring the heads in line with the transaction's life: forget (lost or begin), mark the state to
 * which an undone job returns, undo to it, write the changed heads before the commit. */
void ledger_heads_forget(struct ledger_heads *heads);
void ledger_heads_mark(struct ledger_heads *heads);
void ledger_heads_undo(struct ledger_heads *heads);
MUST_USE int ledger_heads_store(struct ledger_heads *heads, struct db *db, struct error *err);
/* What act_begin() refuses with: an enum seal_state (ledger/seal.h), 0 at first: nothing. */
void ledger_heads_seal(struct ledger_heads *heads, int state);
int ledger_heads_sealed(const struct ledger_heads *heads);
/* The same as writer hooks. */
struct writer_hooks ledger_writer_hooks(struct ledger_heads *heads);

/* Leaves of the tree as the open transaction has it, its own included. */
MUST_USE int ledger_heads_size(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
			       int64_t *out, struct error *err);

/* Append one leaf (bytes are stored as they are). *out_index is its position. */
MUST_USE int ledger_append(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
			   struct str leaf, int64_t *out_index, struct error *err);

/* Size and root of the stored tree. An empty tree has size 0 and root SHA-256(""). */
MUST_USE int ledger_head(struct db *db, int64_t jurisdiction_id, uint64_t *out_size,
			 struct hash *out_root, struct error *err);
/* Root of the first `size` leaves. -ERR_INVALID when size is above the tree's. */
MUST_USE int ledger_root_at(struct db *db, int64_t jurisdiction_id, uint64_t size,
			    struct hash *out, struct error *err);
MUST_USE int ledger_prove_inclusion(struct db *db, int64_t jurisdiction_id, uint64_t index,
				    uint64_t size, struct merkle_proof *out, struct error *err);
MUST_USE int ledger_prove_consistency(struct db *db, int64_t jurisdiction_id, uint64_t old_size,
				      uint64_t new_size, struct merkle_proof *out,
				      struct error *err);

enum ledger_finding_kind {
	LEDGER_LEAF_CHANGED,	  /* leaves, stored subtrees and head do not agree */
	LEDGER_CHECKPOINT_BROKEN, /* a stored checkpoint is not this tree's, or badly signed */
	LEDGER_RECORD_CHANGED,	  /* row differs from its last commitment */
	LEDGER_RECORD_MISSING,	  /* committed but no row */
	LEDGER_RECORD_UNKNOWN,	  /* row without any commitment, or in spite of its removal */
	LEDGER_HISTORY_CHANGED,	  /* stored version is not the one that its leaf commits to */
	LEDGER_ACT_CHANGED,	  /* an act's line is not the one that its leaf commits to */
	LEDGER_ACT_MISSING,	  /* an act was committed but has no line */
	LEDGER_FILE_MISSING,	  /* a record names a file (FIELD_FILE) that is not stored */
	LEDGER_FILE_CHANGED,	  /* … whose bytes have another hash */
	LEDGER_FINDING_COUNT
};

/* One finding of verify. Texts are borrowed during the call. */
struct ledger_finding {
	enum ledger_finding_kind kind;
	struct str record_type; /* "score"; empty when no record is concerned */
	int64_t record_id;	/* 0 when none */
	int64_t leaf_index;	/* -1 when none; of a checkpoint: its size */
	struct str natural_key; /* for people: "丁镇 T04"; may be empty */
	struct str changed;	/* "points: 71.5 → 91.5"; leaves "256–511"; may be empty */
};

struct ledger_report {
	uint64_t size;
	struct hash root; /* of the leaves as they are stored now */
	int64_t leaves_checked, records_checked, acts_checked, checkpoints_checked, files_checked;
	int64_t findings;
};

struct ledger_check {
	/* Two connections to the same database, for rows and history are read side by side.
	 * Read-only will do. */
	struct db *db, *second;
	int64_t jurisdiction_id; /* 0: the installation's own tree, with the global records */
	const char *public_vkey; /* NULL: signatures of checkpoints are not checked */
	const struct blobs *blobs; /* NULL: files are not read */
	void (*found)(void *context, const struct ledger_finding *finding);
	void *context;
};

/*
 * Recompute the tree; compare it with the stored subtrees, the head and every checkpoint; compare
 * every stored version with its leaf, every record's row with its last version and every act's line
 * with its leaf; read every file that a record names and compare its hash. `found` is called per finding.
 * Reads in transactions of its own, so none may be open; memory does not grow with the database. Returns 0
 * also when there are findings; negative only when it could not be done: -ERR_INVALID for a malformed
 * public_vkey, -ERR_RULE when it is not the key that the tree was last handed to, -ERR_BUSY when the
 * database would not stand still between the two connections.
 */
MUST_USE int ledger_verify(const struct ledger_check *check, struct ledger_report *out,
			   struct error *err);
/* "record_changed" and so on. */
const char *ledger_finding_name(int kind);

#endif
