/*
 * merkle.h - RFC 6962 section 2.1 / RFC 9162 section 2.1: hashing, proofs and their verification.
 *
 * Layer: ledger, pure (base only). Verifiers reject size1 = 0 (see the note on the saved vectors in
 * the security reference: "old 0, empty proof" belongs to the witness layer).
 */
#ifndef LIANZE_LEDGER_MERKLE_H
#define LIANZE_LEDGER_MERKLE_H

#include "base/error.h"
#include "base/hash.h"

#define MERKLE_DEPTH 64

struct merkle_proof {
	struct hash hashes[MERKLE_DEPTH];
	size_t count;
};

struct hash merkle_leaf_hash(struct str leaf);
struct hash merkle_node_hash(const struct hash *left, const struct hash *right);
struct hash merkle_empty_root(void);

/* The roots of the perfect subtrees that a tree of `size` leaves consists of, largest first. */
struct merkle_frontier {
	uint64_t size;
	struct hash hashes[MERKLE_DEPTH]; /* as many as bits set in size */
};

/* Append one leaf. `frontier` starts zeroed; it holds at most 2^63 leaves. */
void merkle_frontier_append(struct merkle_frontier *frontier, const struct hash *leaf_hash);
/* The same; out_made[0 … result - 1] are the hashes of the perfect subtrees that this leaf
 * completed, by level from 0 (the leaf itself). `out_made` has room for MERKLE_DEPTH. */
unsigned merkle_frontier_grow(struct merkle_frontier *frontier, const struct hash *leaf_hash,
			      struct hash *out_made);
/* The tree's root; merkle_empty_root() when it has no leaf. */
struct hash merkle_frontier_root(const struct merkle_frontier *frontier);

/* Reads the hash of the perfect subtree at `level` (0 = leaf) and `index` in that level. */
struct merkle_source {
	int (*read)(void *context, unsigned level, uint64_t index, struct hash *out,
		    struct error *err);
	void *context;
};

/* Root of the first `size` leaves. Failures are the source's. */
MUST_USE int merkle_root(const struct merkle_source *source, uint64_t size, struct hash *out,
			 struct error *err);
/* -ERR_INVALID when index >= size; else failures are the source's. */
MUST_USE int merkle_prove_inclusion(const struct merkle_source *source, uint64_t index,
				    uint64_t size, struct merkle_proof *out, struct error *err);
/* -ERR_INVALID unless 0 < old_size <= new_size. Equal sizes give the empty proof. */
MUST_USE int merkle_prove_consistency(const struct merkle_source *source, uint64_t old_size,
				      uint64_t new_size, struct merkle_proof *out,
				      struct error *err);

MUST_USE bool merkle_verify_inclusion(const struct hash *leaf_hash, uint64_t index, uint64_t size,
				      const struct hash *proof, size_t count,
				      const struct hash *root);
MUST_USE bool merkle_verify_consistency(uint64_t old_size, uint64_t new_size,
					const struct hash *proof, size_t count,
					const struct hash *old_root, const struct hash *new_root);

#endif
