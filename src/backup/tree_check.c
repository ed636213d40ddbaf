/*
 * tree_check.c - the trees of a backup, recomputed while its rows go by.
 *
 * Checkpoints come before leaves (tables that refer to nothing are ordered by name), so they are kept,
 * 48 bytes each, and each is compared when the tree has reached its size. Leaves come tree by tree, in
 * order.
 */
#include "backup/section.h"

#include "ledger/checkpoint.h"
#include "ledger/merkle.h"

struct kept_checkpoint {
	int64_t jurisdiction_id, size;
	struct hash root;
};

struct tree_check {
	const struct manifest *manifest;
	const struct manifest_ledger *ledger; /* the tree that is growing */
	struct merkle_frontier frontier;
	struct kept_checkpoint *checkpoints;
	size_t checkpoint_count, checkpoint_room, next_checkpoint;
	size_t finished;
	int64_t leaves;
};

struct tree_check *tree_check_new(const struct manifest *manifest)
{
	struct tree_check *check = memory_alloc(sizeof(*check));

	if (check)
		check->manifest = manifest;
	return check;
}

void tree_check_free(struct tree_check *check)
{
	if (!check)
		return;
	memory_free(check->checkpoints);
	memory_free(check);
}

static int tree_wrong(int64_t jurisdiction_id, const char *what, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The ledger in the backup is damaged: tree %lld: %s.",
		 (long long)jurisdiction_id, what);
	error_zh(err, "备份中的账本已损坏：树 %lld。", (long long)jurisdiction_id);
	return rc;
}

/* The value of a column by name; NULL when the table has none such (an older or newer schema). */
static const struct db_arg *value_of(const struct db_table *table, const struct db_arg *values,
				     const char *name)
{
	for (int i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return &values[i];
	return NULL;
}

static const struct manifest_ledger *ledger_of(const struct tree_check *check, int64_t id)
{
	for (size_t i = 0; i < check->manifest->ledger_count; i++)
		if (check->manifest->ledgers[i].jurisdiction_id == id)
			return &check->manifest->ledgers[i];
	return NULL;
}

/* Checkpoints ---------------------------------------------------------------------------------- */

static int checkpoint_keep(struct tree_check *check, int64_t jurisdiction_id, struct str note,
			   struct error *err)
{
	struct checkpoint checkpoint;
	struct str text;

	if (note_text(note, &text, NULL) || checkpoint_parse(text, &checkpoint, NULL))
		return tree_wrong(jurisdiction_id, "a checkpoint cannot be read", err);
	if (check->checkpoint_count == check->checkpoint_room) {
		size_t room = check->checkpoint_room ? 2 * check->checkpoint_room : 64;
		void *grown = memory_resize(check->checkpoints,
					    room * sizeof(*check->checkpoints));

		if (!grown)
			return error_broken(err, ERR_MEMORY, "checkpoints of a backup");
		check->checkpoints = grown;
		check->checkpoint_room = room;
	}
	check->checkpoints[check->checkpoint_count++] = (struct kept_checkpoint){
		jurisdiction_id, (int64_t)checkpoint.size, checkpoint.root
	};
	return 0;
}

static int checkpoints_compare(struct tree_check *check, struct error *err)
{
	const struct kept_checkpoint *next;
	struct hash root;

	while (check->next_checkpoint < check->checkpoint_count) {
		next = &check->checkpoints[check->next_checkpoint];
		if (next->jurisdiction_id != check->ledger->jurisdiction_id ||
		    next->size > (int64_t)check->frontier.size)
			return 0;
		root = merkle_frontier_root(&check->frontier);
		if (next->size != (int64_t)check->frontier.size || !hash_equal(&root, &next->root))
			return tree_wrong(next->jurisdiction_id,
					  "a checkpoint does not fit its leaves", err);
		check->next_checkpoint++;
	}
	return 0;
}

/* Leaves --------------------------------------------------------------------------------------- */

static int tree_finish(struct tree_check *check, struct error *err)
{
	const struct manifest_ledger *ledger = check->ledger;
	struct hash root = merkle_frontier_root(&check->frontier);

	if (!ledger)
		return 0;
	check->finished++;
	if ((int64_t)check->frontier.size != ledger->size || !hash_equal(&root, &ledger->root))
		return tree_wrong(ledger->jurisdiction_id, "the leaves do not give its root", err);
	return 0;
}

static int tree_start(struct tree_check *check, int64_t jurisdiction_id, struct error *err)
{
	int rc = tree_finish(check, err);

	if (rc)
		return rc;
	check->ledger = ledger_of(check, jurisdiction_id);
	check->frontier = (struct merkle_frontier){ 0 };
	if (!check->ledger)
		return tree_wrong(jurisdiction_id, "the manifest does not name it", err);
	return 0;
}

static int leaf_take(struct tree_check *check, int64_t jurisdiction_id, int64_t index,
		     struct str leaf, struct error *err)
{
	struct hash hash = merkle_leaf_hash(leaf);
	int rc = 0;

	if (!check->ledger || check->ledger->jurisdiction_id != jurisdiction_id)
		rc = tree_start(check, jurisdiction_id, err);
	if (rc)
		return rc;
	if (index != (int64_t)check->frontier.size)
		return tree_wrong(jurisdiction_id, "a leaf is missing", err);
	merkle_frontier_append(&check->frontier, &hash);
	check->leaves++;
	return checkpoints_compare(check, err);
}

int tree_check_row(struct tree_check *check, const struct db_table *table,
		   const struct db_arg *values, struct error *err)
{
	bool is_leaf = strcmp(table->name, "ledger_leaf") == 0;
	bool is_checkpoint = strcmp(table->name, "ledger_checkpoint") == 0;
	const struct db_arg *id, *bytes, *index;

	if (!is_leaf && !is_checkpoint)
		return 0;
	id = value_of(table, values, "jurisdiction_id");
	bytes = value_of(table, values, is_leaf ? "leaf" : "note");
	index = value_of(table, values, is_leaf ? "leaf_index" : "size");
	if (!id || !bytes || !index)
		return tree_wrong(0, "its tables have other columns", err);
	return is_leaf ? leaf_take(check, id->integer, index->integer, bytes->bytes, err)
		       : checkpoint_keep(check, id->integer, bytes->bytes, err);
}

int tree_check_end(struct tree_check *check, int64_t *out_leaves, struct error *err)
{
	int rc = tree_finish(check, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < check->manifest->ledger_count; i++)
		check->finished += check->manifest->ledgers[i].size == 0;
	if (check->finished != check->manifest->ledger_count)
		return tree_wrong(0, "one that the manifest names is missing", err);
	if (check->next_checkpoint != check->checkpoint_count)
		return tree_wrong(check->checkpoints[check->next_checkpoint].jurisdiction_id,
				  "a checkpoint is of a longer tree", err);
	*out_leaves = check->leaves;
	return 0;
}
