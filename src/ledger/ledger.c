/*
 * ledger.c - appending: the heads of the trees in memory while one transaction writes them.
 *
 * A tree's head is its frontier: the roots of its perfect subtrees. It is read once per
 * transaction, grown in memory, and written once before the commit. Each head remembers its state
 * at the last mark (a job's savepoint) from the first append behind the mark on, so a mark costs
 * nothing.
 */
#include "ledger/ledger_internal.h"

#include <stdatomic.h>

#include "base/arena.h"
#include "statements_ledger.h"

/* One record's canonical bytes: a scheme's text is the longest. */
#define CONTENT_MAXIMUM (16 * 1024 * 1024)

struct tree_head {
	int64_t jurisdiction_id;
	struct merkle_frontier frontier, marked;
	uint64_t mark;	     /* number of the mark that `marked` belongs to */
	uint64_t stored_size; /* size in the database */
};

struct ledger_heads {
	struct tree_head *items;
	size_t count, capacity;
	uint64_t mark; /* raised by every mark, so that older copies are stale */
	struct buf content;
	atomic_int seal; /* set by another thread than the one that writes */
};

struct ledger_heads *ledger_heads_new(void)
{
	struct ledger_heads *heads = memory_alloc(sizeof(*heads));

	if (heads)
		buf_init(&heads->content, CONTENT_MAXIMUM);
	return heads;
}

struct buf *ledger_heads_buffer(struct ledger_heads *heads)
{
	return &heads->content;
}

void ledger_heads_free(struct ledger_heads *heads)
{
	if (!heads)
		return;
	buf_release(&heads->content);
	memory_free(heads->items);
	memory_free(heads);
}

void ledger_heads_seal(struct ledger_heads *heads, int state)
{
	atomic_store(&heads->seal, state);
}

int ledger_heads_sealed(const struct ledger_heads *heads)
{
	return atomic_load(&heads->seal);
}

void ledger_heads_forget(struct ledger_heads *heads)
{
	heads->count = 0;
}

void ledger_heads_mark(struct ledger_heads *heads)
{
	heads->mark++;
}

void ledger_heads_undo(struct ledger_heads *heads)
{
	for (size_t i = 0; i < heads->count; i++) {
		struct tree_head *head = &heads->items[i];

		if (head->mark == heads->mark)
			head->frontier = head->marked;
		/* The undone job may have stored the head; its row went back too. */
		head->stored_size = UINT64_MAX;
	}
	heads->mark++;
}

static size_t frontier_bytes(uint64_t size)
{
	return (size_t)__builtin_popcountll(size) * HASH_BYTES;
}

static int head_corrupt(int64_t jurisdiction_id, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "The ledger's stored head is damaged.",
			   "账本保存的树头已损坏。");

	error_detail(err, "head of jurisdiction %lld", (long long)jurisdiction_id);
	return rc;
}

/* The stored frontier; an absent row is the empty tree. */
static int frontier_read(struct db *db, int64_t jurisdiction_id, struct merkle_frontier *out,
			 struct error *err)
{
	struct merkle_frontier frontier = { 0 };
	struct db_query *query;
	struct str hashes;
	int rc = db_query_open(db, STATEMENT_LEDGER_HEAD_GET,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		frontier.size = (uint64_t)db_query_int(query, 0);
		hashes = db_query_bytes(query, 1);
		if (frontier.size > INT64_MAX || hashes.length != frontier_bytes(frontier.size))
			rc = head_corrupt(jurisdiction_id, err);
		else if (hashes.length)
			memcpy(frontier.hashes, hashes.bytes, hashes.length);
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out = frontier;
	return 0;
}

static int heads_grow(struct ledger_heads *heads, struct error *err)
{
	size_t capacity = heads->capacity ? 2 * heads->capacity : 4;
	struct tree_head *items;

	if (heads->count < heads->capacity)
		return 0;
	items = memory_resize(heads->items, capacity * sizeof(*items));
	if (!items)
		return error_broken(err, ERR_MEMORY, "heads of %zu trees", capacity);
	heads->items = items;
	heads->capacity = capacity;
	return 0;
}

/* The head in memory, read from the database at its first use in a transaction. */
static int head_get(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
		    struct tree_head **out, struct error *err)
{
	struct tree_head *head;
	int rc;

	for (size_t i = 0; i < heads->count; i++) {
		if (heads->items[i].jurisdiction_id != jurisdiction_id)
			continue;
		*out = &heads->items[i];
		return 0;
	}
	rc = heads_grow(heads, err);
	if (rc)
		return rc;
	head = &heads->items[heads->count];
	rc = frontier_read(db, jurisdiction_id, &head->frontier, err);
	if (rc)
		return rc;
	head->jurisdiction_id = jurisdiction_id;
	head->stored_size = head->frontier.size;
	head->mark = UINT64_MAX; /* nothing to undo before the first append */
	heads->count++;
	*out = head;
	return 0;
}

int ledger_heads_store(struct ledger_heads *heads, struct db *db, struct error *err)
{
	for (size_t i = 0; i < heads->count; i++) {
		struct tree_head *head = &heads->items[i];
		struct str hashes = { (const char *)head->frontier.hashes,
				      frontier_bytes(head->frontier.size) };
		int rc;

		if (head->frontier.size == head->stored_size)
			continue;
		rc = db_run(db, STATEMENT_LEDGER_HEAD_PUT,
			    DB_ARGS(db_int("jurisdiction_id", head->jurisdiction_id),
				    db_int("size", (int64_t)head->frontier.size),
				    db_blob("frontier", hashes)),
			    NULL, err);
		if (rc)
			return rc;
		head->stored_size = head->frontier.size;
	}
	return 0;
}

/* Store the completed subtrees of the levels that proofs read: 8, 16, 24 … */
static int nodes_add(struct db *db, int64_t jurisdiction_id, uint64_t size,
		     const struct hash *made, unsigned count, struct error *err)
{
	for (unsigned level = LEDGER_NODE_LEVELS; level < count; level += LEDGER_NODE_LEVELS) {
		int64_t index = (int64_t)((size >> level) - 1);
		int rc = db_run(db, STATEMENT_LEDGER_NODE_ADD,
				DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					db_int("level", level), db_int("node_index", index),
					db_blob("hash", hash_str(&made[level]))),
				NULL, err);

		if (rc)
			return rc;
	}
	return 0;
}

int ledger_heads_size(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
		      int64_t *out, struct error *err)
{
	struct tree_head *head;
	int rc = head_get(heads, db, jurisdiction_id, &head, err);

	if (rc == 0)
		*out = (int64_t)head->frontier.size;
	return rc;
}

int ledger_append(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
		  struct str leaf, int64_t *out_index, struct error *err)
{
	struct hash made[MERKLE_DEPTH], hash = merkle_leaf_hash(leaf);
	struct tree_head *head;
	int64_t index;
	unsigned count;
	int rc = head_get(heads, db, jurisdiction_id, &head, err);

	if (rc)
		return rc;
	if (head->mark != heads->mark) {
		head->marked = head->frontier;
		head->mark = heads->mark;
	}
	index = (int64_t)head->frontier.size;
	rc = db_run(db, STATEMENT_LEDGER_LEAF_ADD,
		    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id), db_int("leaf_index", index),
			    db_blob("hash", hash_str(&hash)), db_blob("leaf", leaf)),
		    NULL, err);
	if (rc)
		return rc;
	count = merkle_frontier_grow(&head->frontier, &hash, made);
	rc = nodes_add(db, jurisdiction_id, head->frontier.size, made, count, err);
	if (rc)
		return rc;
	*out_index = index;
	return 0;
}

int ledger_head(struct db *db, int64_t jurisdiction_id, uint64_t *out_size, struct hash *out_root,
		struct error *err)
{
	struct merkle_frontier frontier;
	int rc = frontier_read(db, jurisdiction_id, &frontier, err);

	if (rc)
		return rc;
	*out_size = frontier.size;
	*out_root = merkle_frontier_root(&frontier);
	return 0;
}

/* Writer hooks --------------------------------------------------------------------------------- */

static int hook_begin(struct db *db, void *context, struct error *err)
{
	(void)db, (void)err;
	ledger_heads_forget(context);
	return 0;
}

static void hook_mark(void *context)
{
	ledger_heads_mark(context);
}

static void hook_undo(void *context)
{
	ledger_heads_undo(context);
}

static int hook_store(struct db *db, void *context, struct error *err)
{
	return ledger_heads_store(context, db, err);
}

static void hook_lost(void *context)
{
	ledger_heads_forget(context);
}

struct writer_hooks ledger_writer_hooks(struct ledger_heads *heads)
{
	return (struct writer_hooks){
		.batch_begin = hook_begin,
		.job_begin = hook_mark,
		.job_undone = hook_undo,
		.batch_end = hook_store,
		.batch_lost = hook_lost,
		.context = heads,
	};
}
