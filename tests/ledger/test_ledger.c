/*
 * test_ledger.c - stored trees on both engines: appended, undone, proved, against a tree in memory.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../store/test_database.h"
#include "ledger/ledger.h"

#define JURISDICTION 7
/* Over two subtrees of level 8, so that stored nodes and single leaves both matter. */
#define LEAVES 600

struct reference {
	struct hash leaves[LEAVES];
	struct hash roots[LEAVES + 1];
};

static struct str leaf_text(uint64_t index, char text[32])
{
	int length = snprintf(text, 32, "leaf %d\n", (int)index);

	return (struct str){ text, (size_t)length };
}

static void reference_fill(struct reference *reference)
{
	struct merkle_frontier frontier = { 0 };
	char text[32];

	reference->roots[0] = merkle_empty_root();
	for (uint64_t i = 0; i < LEAVES; i++) {
		reference->leaves[i] = merkle_leaf_hash(leaf_text(i, text));
		merkle_frontier_append(&frontier, &reference->leaves[i]);
		reference->roots[i + 1] = merkle_frontier_root(&frontier);
	}
}

static void append(struct ledger_heads *heads, struct db *db, int64_t jurisdiction_id,
		   uint64_t index)
{
	char text[32];
	int64_t at = -1;
	struct error err;

	TEST_OK(ledger_append(heads, db, jurisdiction_id, leaf_text(index, text), &at, &err));
	assert_int_equal(at, index);
}

static void expect_head(struct db *db, int64_t jurisdiction_id, uint64_t size,
			const struct hash *root)
{
	uint64_t stored_size;
	struct hash stored_root;
	struct error err;

	TEST_OK(ledger_head(db, jurisdiction_id, &stored_size, &stored_root, &err));
	assert_int_equal(stored_size, size);
	assert_memory_equal(&stored_root, root, sizeof(stored_root));
}

static void fill(struct db *db, struct ledger_heads *heads)
{
	struct error err;

	for (uint64_t i = 0; i < LEAVES;) {
		TEST_OK(db_begin_write(db, &err));
		ledger_heads_forget(heads);
		for (uint64_t end = i + 150; i < end; i++)
			append(heads, db, JURISDICTION, i);
		TEST_OK(ledger_heads_store(heads, db, &err));
		TEST_OK(db_commit(db, &err));
	}
}

static void check_proofs(struct db *db, const struct reference *reference, uint64_t size)
{
	struct merkle_proof proof;
	struct hash root;
	struct error err;

	TEST_OK(ledger_root_at(db, JURISDICTION, size, &root, &err));
	assert_memory_equal(&root, &reference->roots[size], sizeof(root));
	for (uint64_t index = 0; index < size; index += 37) {
		TEST_OK(ledger_prove_inclusion(db, JURISDICTION, index, size, &proof, &err));
		assert_true(merkle_verify_inclusion(&reference->leaves[index], index, size,
						    proof.hashes, proof.count, &root));
	}
	for (uint64_t old = 1; old <= size; old += 41) {
		TEST_OK(ledger_prove_consistency(db, JURISDICTION, old, size, &proof, &err));
		assert_true(merkle_verify_consistency(old, size, proof.hashes, proof.count,
						      &reference->roots[old], &root));
	}
}

static void body_proofs(struct db *db, void *context)
{
	static const uint64_t sizes[] = { 1, 2, 255, 256, 257, 511, 512, 513, 600 };
	struct reference *reference = context;
	struct ledger_heads *heads = ledger_heads_new();
	struct hash root;
	struct merkle_proof proof;
	struct error err;

	assert_non_null(heads);
	expect_head(db, JURISDICTION, 0, &reference->roots[0]);
	fill(db, heads);
	expect_head(db, JURISDICTION, LEAVES, &reference->roots[LEAVES]);
	expect_head(db, JURISDICTION + 1, 0, &reference->roots[0]);
	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++)
		check_proofs(db, reference, sizes[i]);
	assert_int_equal(ledger_root_at(db, JURISDICTION, LEAVES + 1, &root, &err), -ERR_INVALID);
	assert_int_equal(ledger_prove_inclusion(db, JURISDICTION, 600, 600, &proof, &err),
			 -ERR_INVALID);
	ledger_heads_free(heads);
}

static void test_proofs(void **state)
{
	static struct reference reference;

	(void)state;
	reference_fill(&reference);
	test_engines_each(body_proofs, &reference);
}

/* A batch of jobs as the writer runs them: the middle one fails and leaves no trace. */
static void body_undo(struct db *db, void *context)
{
	const struct reference *reference = context;
	struct ledger_heads *heads = ledger_heads_new();
	struct writer_hooks hooks = ledger_writer_hooks(heads);
	struct error err;

	TEST_OK(db_begin_write(db, &err));
	TEST_OK(hooks.batch_begin(db, hooks.context, &err));
	for (int job = 0; job < 3; job++) {
		bool fails = job == 1;
		uint64_t start = job == 0 ? 0 : 250;

		TEST_OK(db_savepoint(db, &err));
		hooks.job_begin(hooks.context);
		for (uint64_t i = start; i < start + 250; i++)
			append(heads, db, JURISDICTION, i);
		append(heads, db, JURISDICTION + 1, job > 0);
		if (fails) {
			/* Even a head that was stored on the way goes back. */
			TEST_OK(ledger_heads_store(heads, db, &err));
			TEST_OK(db_savepoint_undo(db, &err));
			hooks.job_undone(hooks.context);
			continue;
		}
		TEST_OK(db_savepoint_release(db, &err));
	}
	TEST_OK(hooks.batch_end(db, hooks.context, &err));
	TEST_OK(db_commit(db, &err));
	expect_head(db, JURISDICTION, 500, &reference->roots[500]);
	expect_head(db, JURISDICTION + 1, 2, &reference->roots[2]);
	ledger_heads_free(heads);
}

static void test_undone_job_leaves_no_trace(void **state)
{
	static struct reference reference;

	(void)state;
	reference_fill(&reference);
	test_engines_each(body_undo, &reference);
}

static void body_lost(struct db *db, void *context)
{
	const struct reference *reference = context;
	struct ledger_heads *heads = ledger_heads_new();
	struct writer_hooks hooks = ledger_writer_hooks(heads);
	struct error err;

	for (int round = 0; round < 2; round++) {
		TEST_OK(db_begin_write(db, &err));
		TEST_OK(hooks.batch_begin(db, hooks.context, &err));
		hooks.job_begin(hooks.context);
		append(heads, db, JURISDICTION, 0);
		if (round == 0) {
			db_rollback(db);
			hooks.batch_lost(hooks.context);
			continue;
		}
		TEST_OK(hooks.batch_end(db, hooks.context, &err));
		TEST_OK(db_commit(db, &err));
	}
	expect_head(db, JURISDICTION, 1, &reference->roots[1]);
	ledger_heads_free(heads);
}

static void test_lost_batch_is_forgotten(void **state)
{
	static struct reference reference;

	(void)state;
	reference_fill(&reference);
	test_engines_each(body_lost, &reference);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proofs),
		cmocka_unit_test(test_undone_job_leaves_no_trace),
		cmocka_unit_test(test_lost_batch_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
