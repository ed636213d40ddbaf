/*
 * verify_tree.c - the tree recomputed from its leaves.
 *
 * A leaf whose bytes do not give its stored hash is named, and the stored hash is used to go on:
 * one changed leaf is one finding. When leaf and hash were changed together, the stored subtree
 * above them (or the head, or a checkpoint) no longer agrees.
 */
#include "ledger/verify_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "ledger/act_line.h"
#include "ledger/checkpoint.h"
#include "ledger/leaf.h"
#include "statements_ledger.h"

#define PAGE_ARENA_BYTES (64 * 1024 * 1024)
#define RANGE_BYTES 64

struct tree_pass {
	struct verifier *verifier;
	struct merkle_frontier frontier;
	struct verify_page page;
	bool broken; /* a leaf is missing: nothing above can be computed */
	int64_t nodes;
	int64_t next_checkpoint; /* size of the next one to compare with, or -1 */
};

static void leaf_found(struct tree_pass *pass, int64_t index, struct str leaf, const char *changed)
{
	struct leaf parsed;
	struct ledger_finding finding = { .kind = LEDGER_LEAF_CHANGED, .leaf_index = index,
					  .changed = str_from(changed) };

	if (leaf.length && leaf_parse(leaf, &parsed)) {
		finding.record_type = parsed.record_type;
		finding.record_id = parsed.record_id;
	}
	verify_found(pass->verifier, &finding);
}

/* Checkpoints ---------------------------------------------------------------------------------- */

/* The key in force when the tree had this size. */
static const struct note_verifier *key_at(const struct verifier *verifier, uint64_t size)
{
	size_t key = verifier->key_count - 1;

	while (key > 0 && (int64_t)size <= verifier->since[key])
		key--;
	return &verifier->keys[key];
}

static bool checkpoint_fits(const struct verifier *verifier, struct str note, uint64_t size,
			    const struct hash *root)
{
	struct checkpoint checkpoint;
	struct str text;

	if (verifier->key_count) {
		if (checkpoint_open(note, key_at(verifier, size), &checkpoint, NULL))
			return false;
	} else if (note_text(note, &text, NULL) || checkpoint_parse(text, &checkpoint, NULL)) {
		return false;
	}
	return checkpoint.size == size && hash_equal(&checkpoint.root, root);
}

/* Look at the first checkpoint of at least `size`; compare when it is of exactly the present
 * tree. */
static int checkpoint_step(struct tree_pass *pass, int64_t size, bool compare, struct error *err)
{
	struct verifier *verifier = pass->verifier;
	struct ledger_finding finding = { .kind = LEDGER_CHECKPOINT_BROKEN, .leaf_index = size };
	struct hash root = merkle_frontier_root(&pass->frontier);
	struct db_query *query;
	bool fits = false;
	int rc = db_query_open(verifier->db, STATEMENT_LEDGER_CHECKPOINT_NEXT,
			       DB_ARGS(db_int("jurisdiction_id", verifier->check->jurisdiction_id),
				       db_int("size", size)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	pass->next_checkpoint = rc == 1 ? db_query_int(query, 0) : -1;
	if (rc == 1 && compare)
		fits = !pass->broken && checkpoint_fits(verifier, db_query_bytes(query, 1),
							 pass->frontier.size, &root);
	db_query_close(query);
	if (rc < 0 || !compare)
		return rc < 0 ? rc : 0;
	verifier->report.checkpoints_checked++;
	finding.leaf_index = pass->next_checkpoint;
	if (!fits)
		verify_found(verifier, &finding);
	return 0;
}

/* Compare with the checkpoint of the present size, if there is one, and find the next. */
static int checkpoint_check(struct tree_pass *pass, struct error *err)
{
	int64_t size = (int64_t)pass->frontier.size;
	int rc = 0;

	if (pass->next_checkpoint == size)
		rc = checkpoint_step(pass, size, true, err);
	if (!rc && pass->next_checkpoint == size)
		rc = checkpoint_step(pass, size + 1, false, err);
	return rc;
}

/* Checkpoints of trees longer than the present one: leaves were cut off. */
static int checkpoints_beyond(struct tree_pass *pass, struct error *err)
{
	while (pass->next_checkpoint >= 0) {
		struct ledger_finding finding = { .kind = LEDGER_CHECKPOINT_BROKEN,
						  .leaf_index = pass->next_checkpoint };
		int rc;

		pass->verifier->report.checkpoints_checked++;
		verify_found(pass->verifier, &finding);
		rc = checkpoint_step(pass, pass->next_checkpoint + 1, false, err);
		if (rc)
			return rc;
	}
	return 0;
}

/* Subtrees and leaves -------------------------------------------------------------------------- */

static int node_check(struct tree_pass *pass, unsigned level, const struct hash *expected,
		      struct error *err)
{
	int64_t index = (int64_t)(pass->frontier.size >> level) - 1;
	struct db_query *query;
	char range[RANGE_BYTES];
	bool fits;
	int rc = db_query_open(
		pass->verifier->db, STATEMENT_LEDGER_NODE_HASHES,
		DB_ARGS(db_int("jurisdiction_id", pass->verifier->check->jurisdiction_id),
			db_int("level", level), db_int("first", index), db_int("last", index)),
		&query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	fits = rc == 1 && str_equal(db_query_bytes(query, 0), hash_str(expected));
	db_query_close(query);
	if (rc < 0)
		return rc;
	pass->nodes += rc;
	if (!fits) {
		(void)snprintf(range, sizeof(range), "%" PRId64 "–%" PRIu64, index << level,
			       pass->frontier.size - 1);
		leaf_found(pass, index << level, STR_EMPTY, range);
	}
	return 0;
}

static int tree_grow(struct tree_pass *pass, const struct hash *hash, struct error *err)
{
	struct hash made[MERKLE_DEPTH];
	unsigned count = merkle_frontier_grow(&pass->frontier, hash, made);

	for (unsigned level = LEDGER_NODE_LEVELS; level < count; level += LEDGER_NODE_LEVELS) {
		int rc = node_check(pass, level, &made[level], err);

		if (rc)
			return rc;
	}
	return checkpoint_check(pass, err);
}

static int leaf_check(struct tree_pass *pass, const struct verify_leaf *row, int64_t expected,
		      struct error *err)
{
	struct hash hash = merkle_leaf_hash(row->leaf);
	struct act_leaf act;
	struct leaf parsed;

	pass->verifier->report.leaves_checked++;
	if (leaf_parse(row->leaf, &parsed))
		pass->verifier->record_leaves++;
	else if (act_leaf_parse(row->leaf, &act) && pass->verifier->act_leaves++ == 0)
		pass->verifier->first_act_leaf = row->index;
	if (row->index != expected) {
		leaf_found(pass, expected, STR_EMPTY, "missing");
		pass->broken = true;
	}
	if (!str_equal(row->hash, hash_str(&hash))) {
		leaf_found(pass, row->index, row->leaf, "");
		if (row->hash.length == HASH_BYTES)
			memcpy(hash.bytes, row->hash.bytes, HASH_BYTES);
	}
	return pass->broken ? 0 : tree_grow(pass, &hash, err);
}

static int leaves_check(struct tree_pass *pass, struct error *err)
{
	int64_t expected = 0;
	int rc = checkpoint_check(pass, err);

	while (!rc) {
		rc = verify_page_read(pass->verifier, expected, &pass->page, err);
		if (rc || pass->page.count == 0)
			break;
		for (size_t i = 0; !rc && i < pass->page.count; i++) {
			rc = leaf_check(pass, &pass->page.leaves[i], expected, err);
			expected = pass->page.leaves[i].index + 1;
		}
	}
	return rc;
}

/* Head and leftovers --------------------------------------------------------------------------- */

static int head_check(struct tree_pass *pass, struct error *err)
{
	struct ledger_report *report = &pass->verifier->report;
	struct hash root, computed = merkle_frontier_root(&pass->frontier);
	char sizes[RANGE_BYTES] = "";
	uint64_t size = 0;
	int rc = ledger_head(pass->verifier->db, pass->verifier->check->jurisdiction_id, &size,
			     &root, err);

	if (rc && rc != -ERR_CORRUPT)
		return rc;
	report->size = (uint64_t)report->leaves_checked;
	report->root = computed;
	if (pass->broken || (rc == 0 && size == report->size && hash_equal(&root, &computed)))
		return 0;
	if (size != report->size)
		(void)snprintf(sizes, sizeof(sizes), "%" PRIu64 " → %" PRIu64, size, report->size);
	leaf_found(pass, size < report->size ? (int64_t)size : (int64_t)report->size, STR_EMPTY,
		   sizes);
	return 0;
}

/* Stored subtrees that no leaves belong to. */
static int nodes_beyond(struct tree_pass *pass, struct error *err)
{
	int64_t count;
	int rc = db_get_int(pass->verifier->db, STATEMENT_LEDGER_NODE_COUNT,
			    DB_ARGS(db_int("jurisdiction_id",
					   pass->verifier->check->jurisdiction_id)),
			    &count, err);

	if (rc)
		return rc;
	if (!pass->broken && count > pass->nodes)
		leaf_found(pass, (int64_t)pass->frontier.size, STR_EMPTY, "missing");
	return 0;
}

int verify_tree(struct verifier *verifier, struct error *err)
{
	struct tree_pass *pass = memory_alloc(sizeof(*pass));
	int rc;

	if (!pass)
		return error_broken(err, ERR_MEMORY, "verifying a tree");
	pass->verifier = verifier;
	pass->page.arena = arena_new(PAGE_ARENA_BYTES);
	rc = pass->page.arena ? checkpoint_step(pass, 0, false, err)
			      : error_broken(err, ERR_MEMORY, "verifying a tree");
	if (!rc)
		rc = leaves_check(pass, err);
	if (!rc)
		rc = checkpoints_beyond(pass, err);
	if (!rc)
		rc = head_check(pass, err);
	if (!rc)
		rc = nodes_beyond(pass, err);
	arena_free(pass->page.arena);
	memory_free(pass);
	return rc;
}
