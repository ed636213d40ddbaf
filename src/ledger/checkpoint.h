/*
 * checkpoint.h - signed statements of a tree's size and root, and proof files that rest on one.
 *
 * Layer:   ledger.
 * Owner:   made texts live in the arena passed in; parsed parts are borrowed from the text parsed.
 *
 * A checkpoint (C2SP tlog-checkpoint) is a signed note of three lines: origin, size, base64 of
 * the root. The origin is the name of the signing key; each jurisdiction's tree has its own. A
 * proof file (C2SP tlog-proof) is what a person takes home: leaf, place, hashes and checkpoint;
 * it can be checked without this program's database.
 */
#ifndef LIANZE_LEDGER_CHECKPOINT_H
#define LIANZE_LEDGER_CHECKPOINT_H

#include "ledger/key.h"
#include "ledger/ledger.h"
#include "ledger/note.h"

struct checkpoint {
	struct str origin;
	uint64_t size;
	struct hash root;
};

/* The unsigned text of a checkpoint; bytes NULL when memory is out. */
struct str checkpoint_format(const struct checkpoint *checkpoint, struct arena *arena);
/* Read the unsigned text; extension lines are passed over. -ERR_INVALID when malformed. */
MUST_USE int checkpoint_parse(struct str text, struct checkpoint *out, struct error *err);
/* Check the signature and read the checkpoint. As note_open(); also -ERR_RULE when the origin is
 * not the key's name. */
MUST_USE int checkpoint_open(struct str note, const struct note_verifier *verifier,
			     struct checkpoint *out, struct error *err);

/* A proof that a leaf is in a tree. */
struct proof_file {
	struct str leaf; /* the leaf's text (the file's extra line); empty when the file has none */
	uint64_t index;
	struct merkle_proof proof;
	struct str checkpoint; /* signed note */
};

/* Text of the file; bytes NULL when memory is out. */
struct str proof_file_format(const struct proof_file *file, struct arena *arena);
/* -ERR_INVALID when malformed. */
MUST_USE int proof_file_parse(struct str text, struct arena *arena, struct proof_file *out,
			      struct error *err);
/*
 * Check that the leaf with `leaf_hash` is in the tree that the file's checkpoint signs. As
 * checkpoint_open(); -ERR_CORRUPT also when the hashes do not lead from the leaf to the root.
 */
MUST_USE int proof_file_verify(const struct proof_file *file, const struct hash *leaf_hash,
			       const struct note_verifier *verifier, struct checkpoint *out,
			       struct error *err);

/* Whose tree is signed with what. */
struct ledger_signing {
	struct db *db;
	struct ledger_heads *heads; /* those of the open transaction; NULL: none are held */
	int64_t jurisdiction_id;
	const struct ledger_key *key;
};

/*
 * Sign the present tree and store the checkpoint, in the caller's write transaction. Takes the
 * jurisdiction's lock and writes the heads first. A tree that did not grow since the last
 * checkpoint gives that one again. -ERR_CORRUPT when the tree does not contain the last
 * checkpoint's tree: then nothing is signed, for two histories must never be.
 */
MUST_USE int ledger_checkpoint_make(const struct ledger_signing *signing, struct arena *arena,
				    struct str *out_note, struct error *err);
/* The newest stored checkpoint. -ERR_NOT_FOUND when there is none. */
MUST_USE int ledger_checkpoint_latest(struct db *db, int64_t jurisdiction_id, struct arena *arena,
				      uint64_t *out_size, struct str *out_note,
				      struct error *err);
/* The proof file of one leaf under the newest checkpoint. -ERR_NOT_FOUND when no checkpoint covers
 * the leaf yet. */
MUST_USE int ledger_proof_make(struct db *db, int64_t jurisdiction_id, int64_t leaf_index,
			       struct arena *arena, struct str *out_text, struct error *err);

#endif
