/*
 * test_merkle.c - the tree against the reference roots, the vectors of transparency-dev/merkle,
 * and its own proofs for every pair of sizes up to 70.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "ledger/merkle.h"

#define LEAVES 70
#define VECTOR_PROOF_MAXIMUM 80

struct tree {
	struct hash leaves[LEAVES];
};

static int tree_read(void *context, unsigned level, uint64_t index, struct hash *out,
		     struct error *err)
{
	const struct tree *tree = context;
	struct hash left, right;

	assert_true((index + 1) << level <= LEAVES);
	if (level == 0) {
		*out = tree->leaves[index];
		return 0;
	}
	(void)tree_read(context, level - 1, 2 * index, &left, err);
	(void)tree_read(context, level - 1, 2 * index + 1, &right, err);
	*out = merkle_node_hash(&left, &right);
	return 0;
}

static void tree_fill(struct tree *tree)
{
	for (uint64_t i = 0; i < LEAVES; i++) {
		char text[16];
		int length = snprintf(text, sizeof(text), "leaf %d", (int)i);

		tree->leaves[i] = merkle_leaf_hash((struct str){ text, (size_t)length });
	}
}

static void test_reference_roots(void **state)
{
	const struct {
		struct str leaf;
		const char *root_start;
	} rows[] = {
		{ STR(""), "6e340b9c" },
		{ STR("\x00"), "fac54203" },
		{ STR("\x10"), "aeb6bcfe" },
		{ STR("\x20\x21"), "d37ee418" },
		{ STR("\x30\x31"), "4e3bbb1f" },
		{ STR("\x40\x41\x42\x43"), "76e67dad" },
		{ STR("\x50\x51\x52\x53\x54\x55\x56\x57"), "ddb89be4" },
		{ STR("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
		  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	};
	struct merkle_frontier frontier = { 0 };
	struct hash root = merkle_frontier_root(&frontier);
	char hex[HASH_HEX_BYTES];

	(void)state;
	hex_encode(hash_str(&root), hex);
	assert_string_equal(hex,
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct hash leaf = merkle_leaf_hash(rows[i].leaf);

		merkle_frontier_append(&frontier, &leaf);
		root = merkle_frontier_root(&frontier);
		hex_encode(hash_str(&root), hex);
		assert_true(str_starts_with(str_from(hex), str_from(rows[i].root_start)));
	}
	assert_int_equal(frontier.size, 8);
}

static void check_inclusions(const struct merkle_source *source, const struct tree *tree,
			     uint64_t size, const struct hash *root)
{
	for (uint64_t index = 0; index < size; index++) {
		struct merkle_proof proof;

		assert_int_equal(merkle_prove_inclusion(source, index, size, &proof, NULL), 0);
		assert_true(merkle_verify_inclusion(&tree->leaves[index], index, size,
						    proof.hashes, proof.count, root));
		/* The same proof proves no other place. */
		assert_false(merkle_verify_inclusion(&tree->leaves[index], index + 1, size,
						     proof.hashes, proof.count, root));
	}
}

static void test_own_proofs(void **state)
{
	struct tree tree;
	struct merkle_source source = { tree_read, &tree };
	struct merkle_frontier frontier = { 0 };
	struct hash roots[LEAVES + 1];

	(void)state;
	tree_fill(&tree);
	for (uint64_t size = 1; size <= LEAVES; size++) {
		merkle_frontier_append(&frontier, &tree.leaves[size - 1]);
		assert_int_equal(merkle_root(&source, size, &roots[size], NULL), 0);
		struct hash grown = merkle_frontier_root(&frontier);

		assert_true(hash_equal(&grown, &roots[size]));
		check_inclusions(&source, &tree, size, &roots[size]);
		for (uint64_t old = 1; old <= size; old++) {
			struct merkle_proof proof;
			bool fits;

			assert_int_equal(merkle_prove_consistency(&source, old, size, &proof, NULL),
					 0);
			fits = merkle_verify_consistency(old, size, proof.hashes, proof.count,
							 &roots[old], &roots[size]);
			assert_true(fits);
			fits = merkle_verify_consistency(old, size, proof.hashes, proof.count,
							 &roots[1], &roots[size]);
			assert_int_equal(fits, old == 1);
		}
	}
}

static void test_grow_returns_completed_subtrees(void **state)
{
	struct tree tree;
	struct merkle_frontier frontier = { 0 };
	struct hash made[MERKLE_DEPTH];

	(void)state;
	tree_fill(&tree);
	for (uint64_t i = 0; i < 64; i++) {
		unsigned count = merkle_frontier_grow(&frontier, &tree.leaves[i], made);

		assert_int_equal(count, (unsigned)__builtin_ctzll(i + 1) + 1);
		for (unsigned level = 0; level < count; level++) {
			struct hash expected;

			assert_int_equal(tree_read(&tree, level, i >> level, &expected, NULL), 0);
			assert_true(hash_equal(&made[level], &expected));
		}
	}
}

static void test_refusals(void **state)
{
	struct tree tree;
	struct merkle_source source = { tree_read, &tree };
	struct merkle_proof proof;
	struct error err;

	(void)state;
	tree_fill(&tree);
	assert_int_equal(merkle_prove_inclusion(&source, 5, 5, &proof, &err), -ERR_INVALID);
	assert_int_equal(merkle_prove_inclusion(&source, 0, 0, &proof, &err), -ERR_INVALID);
	assert_int_equal(merkle_prove_consistency(&source, 0, 5, &proof, &err), -ERR_INVALID);
	assert_int_equal(merkle_prove_consistency(&source, 6, 5, &proof, &err), -ERR_INVALID);
	assert_true(strlen(err.en) > 0 && strlen(err.zh) > 0);
}

/* Vectors -------------------------------------------------------------------------------------- */

struct vector_proof {
	struct hash hashes[VECTOR_PROOF_MAXIMUM];
	size_t count;
	bool well_formed;
};

static bool hash_read(struct arena *arena, const json_t *text, struct hash *out)
{
	struct str bytes;

	if (!base64_decode(arena, str_from(json_string_value(text)), &bytes) ||
	    bytes.length != HASH_BYTES)
		return false;
	memcpy(out->bytes, bytes.bytes, HASH_BYTES);
	return true;
}

static void proof_read(struct arena *arena, const json_t *list, struct vector_proof *out)
{
	out->count = json_array_size(list);
	out->well_formed = true;
	assert_true(out->count <= VECTOR_PROOF_MAXIMUM);
	for (size_t i = 0; i < out->count; i++)
		if (!hash_read(arena, json_array_get(list, i), &out->hashes[i]))
			out->well_formed = false;
}

static uint64_t number(const json_t *vector, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(vector, name));
}

static bool vector_accepted(struct arena *arena, const json_t *vector, bool inclusion)
{
	struct vector_proof proof;
	struct hash first, second;

	proof_read(arena, json_object_get(vector, "proof"), &proof);
	if (!hash_read(arena, json_object_get(vector, inclusion ? "leafHash" : "root1"), &first) ||
	    !hash_read(arena, json_object_get(vector, inclusion ? "root" : "root2"), &second) ||
	    !proof.well_formed)
		return false;
	if (inclusion)
		return merkle_verify_inclusion(&first, number(vector, "leafIdx"),
					       number(vector, "treeSize"), proof.hashes,
					       proof.count, &second);
	return merkle_verify_consistency(number(vector, "size1"), number(vector, "size2"),
					 proof.hashes, proof.count, &first, &second);
}

/* Some corrupted vectors hold the largest 64-bit number; jansson reads 63 bits, so it becomes -1. */
static json_t *vector_load(const char *path)
{
	static const char largest[] = "18446744073709551615";
	char text[65536];
	FILE *file = fopen(path, "r");
	size_t length;
	char *at;
	json_error_t error;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	while ((at = strstr(text, largest))) {
		memset(at, ' ', strlen(largest));
		memcpy(at, "-1", 2);
	}
	return json_loads(text, 0, &error);
}

static int run_file(const char *path, bool inclusion)
{
	struct arena *arena = arena_new(1 << 20);
	json_t *vector = vector_load(path);
	bool expected, accepted;

	assert_non_null(arena);
	if (!vector)
		fail_msg("%s: not JSON", path);
	expected = !json_is_true(json_object_get(vector, "wantErr"));
	accepted = vector_accepted(arena, vector, inclusion);
	if (accepted != expected)
		fail_msg("%s: accepted %d, expected %d", path, accepted, expected);
	json_decref(vector);
	arena_free(arena);
	return 1;
}

/* Every *.json two folders down. */
static int run_folder(const char *folder, bool inclusion, int depth)
{
	DIR *open = opendir(folder);
	struct dirent *item;
	int count = 0;

	assert_non_null(open);
	while ((item = readdir(open))) {
		char path[512];

		if (item->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", folder, item->d_name);
		count += depth ? run_folder(path, inclusion, depth - 1) : run_file(path, inclusion);
	}
	closedir(open);
	return count;
}

static const char *vectors_folder(char path[512])
{
	const char *shared = getenv("LIANZE_SHARED"), *source = getenv("LIANZE_SOURCE");
	DIR *open;

	if (shared)
		(void)snprintf(path, 512, "%s/vectors/rfc6962", shared);
	else
		(void)snprintf(path, 512, "%s/../shared/vectors/rfc6962", source ? source : ".");
	open = opendir(path);
	if (!open)
		return NULL;
	closedir(open);
	return path;
}

static void test_vectors(void **state)
{
	char root[512], path[600];
	int count;

	(void)state;
	if (!vectors_folder(root)) {
		print_message("skipped: no vectors at %s (set LIANZE_SHARED)\n", root);
		skip();
	}
	(void)snprintf(path, sizeof(path), "%s/inclusion", root);
	count = run_folder(path, true, 1);
	(void)snprintf(path, sizeof(path), "%s/consistency", root);
	count += run_folder(path, false, 1);
	print_message("%d vectors\n", count);
	assert_true(count >= 96);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reference_roots),
		cmocka_unit_test(test_own_proofs),
		cmocka_unit_test(test_grow_returns_completed_subtrees),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
