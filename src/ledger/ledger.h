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

/* Heads of all trees touched in one transaction. Created once per writing thread. */
MUST_USE struct ledger_heads *ledger_heads_new(void);
void ledger_heads_free(struct ledger_heads *heads);
/* Bring the heads in line with the transaction's life: forget (lost or begin), mark the state to
 * which an undone job returns, undo to it, write the changed heads before the commit. */
void ledger_heads_forget(struct ledger_heads *heads);
void ledger_heads_mark(struct ledger_heads *heads);
void ledger_heads_undo(struct ledger_heads *heads);
MUST_USE int ledger_heads_store(struct ledger_heads *heads, struct db *db, struct error *err);
/* The same as writer hooks. */
struct writer_hooks ledger_writer_hooks(struct ledger_heads *heads);

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

/* One finding of verify. */
struct ledger_finding {
	enum {
		LEDGER_LEAF_CHANGED,	 /* leaves do not give the stored head */
		LEDGER_CHECKPOINT_BROKEN,/* a stored checkpoint is not this tree's, or badly signed */
		LEDGER_RECORD_CHANGED,	 /* row differs from its last commitment */
		LEDGER_RECORD_MISSING,	 /* committed but no row */
		LEDGER_RECORD_UNKNOWN,	 /* row without any commitment */
		LEDGER_HISTORY_CHANGED,	 /* stored version content does not match its leaf */
		LEDGER_FINDING_COUNT
	} kind;
	const char *record_type;
	int64_t record_id;
	int64_t leaf_index;	/* -1 when none */
	struct str natural_key; /* for people: "丁镇 T04", values of KEY fields joined; may be empty */
	struct str changed;	/* RECORD_CHANGED: "points: 71.5 → 91.5" fields that differ */
};

struct ledger_report {
	uint64_t size;
	struct hash root;
	int64_t leaves_checked, records_checked, checkpoints_checked, findings;
};

/*
 * Recompute the tree, compare with head and every stored checkpoint, and compare the present state
 * of every record of every registered type with its last commitment. `report` is called per finding.
 * Returns 0 also when there are findings; negative only when it could not be done.
 */
MUST_USE int ledger_verify(struct db *db, int64_t jurisdiction_id, const char *public_vkey,
			   void (*found)(void *context, const struct ledger_finding *finding),
			   void *context, struct ledger_report *out, struct error *err);
const char *ledger_finding_name(int kind);

#endif
