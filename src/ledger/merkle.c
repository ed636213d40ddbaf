/*
 * merkle.c - the tree of RFC 6962 section 2.1, in its iterative form.
 *
 * A tree of n leaves splits at k, the largest power of two below n. The left part is therefore
 * always a perfect subtree, so any part of the tree is a row of perfect subtrees, one per set bit
 * of its size, largest first. Proofs are collected from the root down and turned round at the
 * end.
 */
#include "ledger/merkle.h"

/* Domain separation of RFC 6962: no leaf can be taken for a node. */
static const char leaf_prefix[] = "\x00";
static const char node_prefix[] = "\x01";

struct hash merkle_leaf_hash(struct str leaf)
{
	struct str parts[] = { { leaf_prefix, 1 }, leaf };

	return hash_parts(parts, ARRAY_LENGTH(parts));
}

struct hash merkle_node_hash(const struct hash *left, const struct hash *right)
{
	char input[1 + 2 * HASH_BYTES];

	input[0] = node_prefix[0];
	memcpy(input + 1, left->bytes, HASH_BYTES);
	memcpy(input + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
	return hash_of((struct str){ input, sizeof(input) });
}

struct hash merkle_empty_root(void)
{
	return hash_of(STR_EMPTY);
}

static size_t bits_set(uint64_t number)
{
	return (size_t)__builtin_popcountll(number);
}

/* Largest power of two below `size`, which is at least 2. */
static uint64_t split_point(uint64_t size)
{
	return UINT64_C(1) << (63 - __builtin_clzll(size - 1));
}

unsigned merkle_frontier_grow(struct merkle_frontier *frontier, const struct hash *leaf_hash,
			      struct hash *out_made)
{
	size_t count = bits_set(frontier->size);
	struct hash hash = *leaf_hash;
	unsigned level = 0;

	for (; frontier->size >> level & 1; level++) {
		out_made[level] = hash;
		hash = merkle_node_hash(&frontier->hashes[--count], &hash);
	}
	out_made[level] = hash;
	frontier->hashes[count] = hash;
	frontier->size++;
	return level + 1;
}

void merkle_frontier_append(struct merkle_frontier *frontier, const struct hash *leaf_hash)
{
	struct hash made[MERKLE_DEPTH];

	(void)merkle_frontier_grow(frontier, leaf_hash, made);
}

struct hash merkle_frontier_root(const struct merkle_frontier *frontier)
{
	size_t count = bits_set(frontier->size);
	struct hash root;

	if (count == 0)
		return merkle_empty_root();
	root = frontier->hashes[--count];
	while (count > 0)
		root = merkle_node_hash(&frontier->hashes[--count], &root);
	return root;
}

/* Hash of the `size` leaves from `start`: a part that the splitting of a larger tree yields. */
static int part_hash(const struct merkle_source *source, uint64_t start, uint64_t size,
		     struct hash *out, struct error *err)
{
	struct hash peaks[MERKLE_DEPTH];
	size_t count = 0;

	for (unsigned level = MERKLE_DEPTH; level-- > 0;) {
		int rc;

		if (!(size >> level & 1))
			continue;
		rc = source->read(source->context, level, start >> level, &peaks[count++], err);
		if (rc)
			return rc;
		start += UINT64_C(1) << level;
	}
	*out = peaks[--count];
	while (count > 0)
		*out = merkle_node_hash(&peaks[--count], out);
	return 0;
}

int merkle_root(const struct merkle_source *source, uint64_t size, struct hash *out,
		struct error *err)
{
	struct hash root;
	int rc;

	if (size == 0) {
		*out = merkle_empty_root();
		return 0;
	}
	rc = part_hash(source, 0, size, &root, err);
	if (!rc)
		*out = root;
	return rc;
}

static int proof_add(struct merkle_proof *proof, const struct merkle_source *source,
		     uint64_t start, uint64_t size, struct error *err)
{
	int rc = part_hash(source, start, size, &proof->hashes[proof->count], err);

	if (!rc)
		proof->count++;
	return rc;
}

static void proof_turn(struct merkle_proof *proof)
{
	for (size_t i = 0; i < proof->count / 2; i++) {
		struct hash *other = &proof->hashes[proof->count - 1 - i];
		struct hash kept = proof->hashes[i];

		proof->hashes[i] = *other;
		*other = kept;
	}
}

int merkle_prove_inclusion(const struct merkle_source *source, uint64_t index, uint64_t size,
			   struct merkle_proof *out, struct error *err)
{
	struct merkle_proof proof = { .count = 0 };
	uint64_t start = 0;

	if (index >= size)
		return error_set(err, ERR_INVALID, "There is no such leaf in a tree of this size.",
				 "该规模的树中没有这片叶子。");
	while (size > 1) {
		uint64_t split = split_point(size);
		bool left = index - start < split;
		int rc = left ? proof_add(&proof, source, start + split, size - split, err)
			      : proof_add(&proof, source, start, split, err);

		if (rc)
			return rc;
		start += left ? 0 : split;
		size = left ? split : size - split;
	}
	proof_turn(&proof);
	*out = proof;
	return 0;
}

int merkle_prove_consistency(const struct merkle_source *source, uint64_t old_size,
			     uint64_t new_size, struct merkle_proof *out, struct error *err)
{
	struct merkle_proof proof = { .count = 0 };
	uint64_t start = 0, size = new_size;
	int rc;

	if (old_size == 0 || old_size > new_size)
		return error_set(err, ERR_INVALID,
				 "A consistency proof leads from a tree that is not empty "
				 "to one that is not smaller.",
				 "一致性证明须从非空的树到不小于它的树。");
	while (old_size - start != size) {
		uint64_t split = split_point(size);
		bool left = old_size - start <= split;

		rc = left ? proof_add(&proof, source, start + split, size - split, err)
			  : proof_add(&proof, source, start, split, err);
		if (rc)
			return rc;
		start += left ? 0 : split;
		size = left ? split : size - split;
	}
	/* Only when the old tree is not itself a subtree of the new one is its last part not
	 * known. */
	if (start > 0) {
		rc = proof_add(&proof, source, start, size, err);
		if (rc)
			return rc;
	}
	proof_turn(&proof);
	*out = proof;
	return 0;
}

/* RFC 9162 section 2.1.3.2. */
bool merkle_verify_inclusion(const struct hash *leaf_hash, uint64_t index, uint64_t size,
			     const struct hash *proof, size_t count, const struct hash *root)
{
	uint64_t node = index, last = size - 1;
	struct hash hash = *leaf_hash;

	if (index >= size)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (last == 0)
			return false;
		if (node & 1 || node == last) {
			hash = merkle_node_hash(&proof[i], &hash);
			for (; !(node & 1) && node != 0; node >>= 1)
				last >>= 1;
		} else {
			hash = merkle_node_hash(&hash, &proof[i]);
		}
		node >>= 1;
		last >>= 1;
	}
	return last == 0 && hash_equal(&hash, root);
}

/* The walk of RFC 9162 section 2.1.4.2 behind its first hash: both roots from the same path. */
static bool consistency_walk(uint64_t node, uint64_t last, const struct hash *proof, size_t count,
			     struct hash *old_hash, struct hash *new_hash)
{
	for (size_t i = 0; i < count; i++) {
		if (last == 0)
			return false;
		if (node & 1 || node == last) {
			*old_hash = merkle_node_hash(&proof[i], old_hash);
			*new_hash = merkle_node_hash(&proof[i], new_hash);
			for (; !(node & 1) && node != 0; node >>= 1)
				last >>= 1;
		} else {
			*new_hash = merkle_node_hash(new_hash, &proof[i]);
		}
		node >>= 1;
		last >>= 1;
	}
	return last == 0;
}

bool merkle_verify_consistency(uint64_t old_size, uint64_t new_size, const struct hash *proof,
			       size_t count, const struct hash *old_root,
			       const struct hash *new_root)
{
	uint64_t node = old_size - 1, last = new_size - 1;
	struct hash old_hash, new_hash;

	if (old_size == 0 || old_size > new_size)
		return false;
	if (old_size == new_size)
		return count == 0 && hash_equal(old_root, new_root);
	/* A tree of 2^n leaves is a subtree of the new one: its root opens the path. */
	if ((old_size & (old_size - 1)) == 0) {
		old_hash = *old_root;
	} else {
		if (count == 0)
			return false;
		old_hash = *proof++;
		count--;
	}
	for (; node & 1; node >>= 1)
		last >>= 1;
	new_hash = old_hash;
	return consistency_walk(node, last, proof, count, &old_hash, &new_hash) &&
	       hash_equal(&old_hash, old_root) && hash_equal(&new_hash, new_root);
}
