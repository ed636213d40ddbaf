/*
 * proof.c - roots and proofs of stored trees.
 *
 * The database holds the leaves' hashes and the subtrees of every eighth level. A subtree in
 * between is made from at most 128 stored hashes below it, read as one range.
 */
#include "ledger/ledger.h"
#include "statements_ledger.h"

#include <inttypes.h>

struct stored_tree {
	struct db *db;
	int64_t jurisdiction_id;
};

static int hash_missing(unsigned level, uint64_t index, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "A part of the ledger's tree is missing.",
			   "账本的树缺少一部分。");

	error_detail(err, "level %u, index %" PRIu64, level, index);
	return rc;
}

static int range_open(const struct stored_tree *tree, unsigned level, uint64_t first,
		      uint64_t count, struct db_query **out, struct error *err)
{
	struct db_arg args[] = {
		db_int("jurisdiction_id", tree->jurisdiction_id),
		db_int("first", (int64_t)first),
		db_int("last", (int64_t)(first + count - 1)),
		db_int("level", level),
	};

	if (level == 0)
		return db_query_open(tree->db, STATEMENT_LEDGER_LEAF_HASHES,
				     (struct db_args){ args, 3 }, out, err);
	return db_query_open(tree->db, STATEMENT_LEDGER_NODE_HASHES, (struct db_args){ args, 4 },
			     out, err);
}

/* The root over `count` stored hashes, a power of two, of one stored level. */
static int range_root(const struct stored_tree *tree, unsigned level, uint64_t first,
		      uint64_t count, struct hash *out, struct error *err)
{
	struct merkle_frontier frontier = { 0 };
	struct db_query *query;
	struct hash hash;
	int rc = range_open(tree, level, first, count, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		struct str bytes = db_query_bytes(query, 0);

		if (bytes.length != HASH_BYTES) {
			rc = hash_missing(level, first + frontier.size, err);
			break;
		}
		memcpy(hash.bytes, bytes.bytes, HASH_BYTES);
		/* Nodes join as leaves do: only the first hashing differs, and that is done. */
		merkle_frontier_append(&frontier, &hash);
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	if (frontier.size != count)
		return hash_missing(level, first + frontier.size, err);
	*out = merkle_frontier_root(&frontier);
	return 0;
}

static int tree_read(void *context, unsigned level, uint64_t index, struct hash *out,
		     struct error *err)
{
	unsigned above = level % LEDGER_NODE_LEVELS;

	return range_root(context, level - above, index << above, UINT64_C(1) << above, out, err);
}

static int size_check(struct db *db, int64_t jurisdiction_id, uint64_t size, struct error *err)
{
	uint64_t stored;
	struct hash root;
	int rc = ledger_head(db, jurisdiction_id, &stored, &root, err);

	if (rc)
		return rc;
	if (size > stored) {
		rc = error_set(err, ERR_INVALID, "", "");
		error_en(err, "The ledger has only %" PRIu64 " leaves.", stored);
		error_zh(err, "账本只有 %" PRIu64 " 片叶子。", stored);
	}
	return rc;
}

int ledger_root_at(struct db *db, int64_t jurisdiction_id, uint64_t size, struct hash *out,
		   struct error *err)
{
	struct stored_tree tree = { db, jurisdiction_id };
	struct merkle_source source = { tree_read, &tree };
	int rc = size_check(db, jurisdiction_id, size, err);

	return rc ? rc : merkle_root(&source, size, out, err);
}

int ledger_prove_inclusion(struct db *db, int64_t jurisdiction_id, uint64_t index, uint64_t size,
			   struct merkle_proof *out, struct error *err)
{
	struct stored_tree tree = { db, jurisdiction_id };
	struct merkle_source source = { tree_read, &tree };
	int rc = size_check(db, jurisdiction_id, size, err);

	return rc ? rc : merkle_prove_inclusion(&source, index, size, out, err);
}

int ledger_prove_consistency(struct db *db, int64_t jurisdiction_id, uint64_t old_size,
			     uint64_t new_size, struct merkle_proof *out, struct error *err)
{
	struct stored_tree tree = { db, jurisdiction_id };
	struct merkle_source source = { tree_read, &tree };
	int rc = size_check(db, jurisdiction_id, new_size, err);

	return rc ? rc : merkle_prove_consistency(&source, old_size, new_size, out, err);
}
