/*
 * test_checkpoint.c - keys in files, signed checkpoints, and proof files checked without a
 * database.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "ledger/checkpoint.h"
#include "ledger_fixture.h"
#include "statements_ledger.h"

static struct arena *arena;
static char folder[64];

static int group_setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 22);
	(void)snprintf(folder, sizeof(folder), "/tmp/lianze-key-XXXXXX");
	return arena && mkdtemp(folder) ? 0 : -1;
}

static int group_teardown(void **state)
{
	(void)state;
	test_folder_remove(folder);
	arena_free(arena);
	return 0;
}

static const char *in_folder(const char *name)
{
	return arena_format(arena, "%s/%s", folder, name).bytes;
}

/* Keys ----------------------------------------------------------------------------------------- */

static void test_key_file(void **state)
{
	const char *path = in_folder("a.key");
	struct ledger_key made, loaded;
	struct str vkey, public_vkey;
	struct stat status;
	struct error err;

	(void)state;
	TEST_OK(ledger_key_create(path, "lianze.example/county", &made, &err));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	TEST_OK(ledger_key_load(path, &loaded, &err));
	assert_memory_equal(&loaded.seed, &made.seed, sizeof(made.seed));
	assert_string_equal(loaded.name, "lianze.example/county");
	/* The public half alone gives the same verifier key. */
	TEST_OK(ledger_key_public(&loaded, 42, arena, &vkey, &err));
	TEST_OK(ledger_public_load(path, 42, arena, &public_vkey, &err));
	assert_true(str_equal(vkey, public_vkey));
	assert_true(str_starts_with(vkey, STR("lianze.example/county/000000000001a+")));
	assert_int_equal(ledger_key_create(path, NULL, &made, &err), -ERR_CONFLICT);
	ledger_key_clear(&loaded);
	for (size_t i = 0; i < sizeof(loaded.seed); i++)
		assert_int_equal(loaded.seed[i], 0);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	chmod(path, 0600);
}

static void test_key_refusals(void **state)
{
	static const char *const bad[] = {
		"",
		"PRIVATE+KEY+a",
		"PRIVATE+KEY+a+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"-----BEGIN PRIVATE KEY-----",
	};
	const char *path = in_folder("b.key");
	struct ledger_key key;
	struct str vkey;
	struct error err;

	(void)state;
	assert_int_equal(ledger_key_load(in_folder("absent.key"), &key, &err), -ERR_NOT_FOUND);
	assert_non_null(strstr(err.en, "signs no checkpoints"));
	assert_non_null(strstr(err.zh, "检查点"));
	assert_int_equal(ledger_public_load(in_folder("absent.key"), 0, arena, &vkey, &err),
			 -ERR_NOT_FOUND);
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		write_file(path, bad[i]);
		assert_int_equal(ledger_key_load(path, &key, &err), -ERR_CORRUPT);
	}
	chmod(path, 0644);
	assert_int_equal(ledger_key_load(path, &key, &err), -ERR_DENIED);
	assert_int_equal(ledger_key_create(in_folder("c.key"), "two words", &key, &err),
			 -ERR_INVALID);
	assert_int_equal(ledger_key_create(in_folder("no/such/folder.key"), NULL, &key, &err),
			 -ERR_IO);
}

static void test_key_path(void **state)
{
	(void)state;
	assert_string_equal(ledger_key_path("/data/county.db", arena), "/data/county.db.key");
	assert_string_equal(ledger_key_path("postgresql://db/lianze", arena), "lianze.key");
}

/* Checkpoints ---------------------------------------------------------------------------------- */

static void test_checkpoint_text(void **state)
{
	struct checkpoint checkpoint = { STR("a.example/log"), 20852163, hash_of(STR("x")) }, back;
	static const char *const bad[] = {
		"a\n0\n",
		"a\n01\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\n",
		"a\n-1\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\n",
		"a\n1\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSI==\n",
		"\n1\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\n",
		"a\n1\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=",
	};
	struct error err;
	struct str text;

	(void)state;
	text = checkpoint_format(&checkpoint, arena);
	assert_true(str_equal(text, STR("a.example/log\n20852163\n"
					"LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\n")));
	TEST_OK(checkpoint_parse(text, &back, &err));
	assert_int_equal(back.size, checkpoint.size);
	assert_true(hash_equal(&back.root, &checkpoint.root));
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(checkpoint_parse(str_from(bad[i]), &back, &err), -ERR_INVALID);
}

static void make(struct fixture *fixture, const struct ledger_key *key, struct str *out_note,
		 int expected)
{
	struct ledger_signing signing = { fixture->db, fixture->heads, fixture->jurisdiction_id,
					  key };
	struct error err;

	TEST_OK(db_begin_write(fixture->db, &err));
	ledger_heads_forget(fixture->heads);
	assert_int_equal(ledger_checkpoint_make(&signing, fixture->arena, out_note, &err), expected);
	if (expected)
		db_rollback(fixture->db);
	else
		TEST_OK(db_commit(fixture->db, &err));
}

static void units_create(struct fixture *fixture, int first, int count)
{
	for (int i = first; i < first + count; i++) {
		char code[16];
		struct unit unit = fixture_unit(code, "某镇");

		(void)snprintf(code, sizeof(code), "T%02d", i);
		unit.code = str_from(code);
		fixture_unit_create(fixture, &unit);
	}
}

/* A proof file taken home is checked with the public key and nothing else. */
static void check_proof(struct str text, const struct note_verifier *verifier, uint64_t index)
{
	struct proof_file file;
	struct checkpoint checkpoint;
	struct hash leaf, other = hash_of(STR("other"));
	struct error err;

	TEST_OK(proof_file_parse(text, arena, &file, &err));
	assert_int_equal(file.index, index);
	assert_true(str_starts_with(file.leaf, index % 2 ? STR("lianze-act 1\nact unit.create ")
							     : STR("lianze-leaf 1\nact unit.create\n"
								   "record unit ")));
	leaf = merkle_leaf_hash(file.leaf);
	TEST_OK(proof_file_verify(&file, &leaf, verifier, &checkpoint, &err));
	assert_int_equal(checkpoint.size, 14);
	assert_true(str_equal(proof_file_format(&file, arena), text));
	assert_int_equal(proof_file_verify(&file, &other, verifier, &checkpoint, &err),
			 -ERR_CORRUPT);
	file.index ^= 1;
	assert_int_equal(proof_file_verify(&file, &leaf, verifier, &checkpoint, &err),
			 -ERR_CORRUPT);
}

static void body_checkpoints(struct db *db, void *context)
{
	struct fixture fixture;
	struct ledger_key key = { .name = "lianze.example" };
	struct note_signer signer;
	struct checkpoint checkpoint;
	struct str first, again, proof;
	struct error err;

	(void)context;
	fixture_open(&fixture, db);
	assert_int_equal(ledger_proof_make(db, fixture.jurisdiction_id, 0, arena, &proof, &err),
			 -ERR_NOT_FOUND);
	units_create(&fixture, 0, 7);
	make(&fixture, &key, &first, 0);
	make(&fixture, &key, &again, 0);
	assert_true(str_equal(first, again));
	TEST_OK(ledger_key_signer(&key, fixture.jurisdiction_id, &signer, &err));
	TEST_OK(checkpoint_open(first, &signer.verifier, &checkpoint, &err));
	assert_int_equal(checkpoint.size, 14);
	for (uint64_t index = 0; index < 14; index++) {
		TEST_OK(ledger_proof_make(db, fixture.jurisdiction_id, (int64_t)index, arena,
					  &proof, &err));
		check_proof(proof, &signer.verifier, index);
	}
	units_create(&fixture, 7, 1);
	assert_int_equal(ledger_proof_make(db, fixture.jurisdiction_id, 14, arena, &proof, &err),
			 -ERR_NOT_FOUND);
	make(&fixture, &key, &again, 0);
	TEST_OK(checkpoint_open(again, &signer.verifier, &checkpoint, &err));
	assert_int_equal(checkpoint.size, 16);
	/* Another jurisdiction's key has another name: its checkpoints are not this tree's. */
	TEST_OK(ledger_key_signer(&key, 5, &signer, &err));
	assert_int_equal(checkpoint_open(again, &signer.verifier, &checkpoint, &err), -ERR_RULE);
	fixture_close(&fixture);
}

static void test_checkpoints_and_proofs(void **state)
{
	(void)state;
	test_engines_each(body_checkpoints, NULL);
}

/* A copy that went its own way must not sign a second history. */
static void body_fork(struct db *db, void *context)
{
	struct fixture fixture;
	struct ledger_key key = { .name = "lianze.example" };
	struct checkpoint foreign = { STR("lianze.example"), 3, hash_of(STR("elsewhere")) };
	struct note_signer signer;
	struct str note;
	struct error err;

	(void)context;
	fixture_open(&fixture, db);
	units_create(&fixture, 0, 5);
	TEST_OK(ledger_key_signer(&key, fixture.jurisdiction_id, &signer, &err));
	TEST_OK(note_sign(checkpoint_format(&foreign, arena), &signer, arena, &note, &err));
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(db_run(db, STATEMENT_LEDGER_CHECKPOINT_ADD,
		       DB_ARGS(db_int("jurisdiction_id", fixture.jurisdiction_id),
			       db_int("size", 3), db_int("at_ms", 0), db_text("note", note)),
		       NULL, &err));
	TEST_OK(db_commit(db, &err));
	make(&fixture, &key, &note, -ERR_CORRUPT);
	fixture_close(&fixture);
}

static void test_fork_is_not_signed(void **state)
{
	(void)state;
	test_engines_each(body_fork, NULL);
}

static void test_proof_file_refusals(void **state)
{
	static const char *const bad[] = {
		"",
		"c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n",
		"c2sp.org/tlog-proof@v1\nindex x\n\nnote\n",
		"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote\n",
		"c2sp.org/tlog-proof@v1\nindex 0\n",
		"c2sp.org/tlog-proof@v1\nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nextra ***\nindex 0\n\nnote\n",
	};
	struct proof_file file;
	struct checkpoint checkpoint;
	struct note_verifier verifier;
	struct hash leaf = hash_of(STR("x"));
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(proof_file_parse(str_from(bad[i]), arena, &file, &err),
				 -ERR_INVALID);
	TEST_OK(note_verifier_init(STR("a"), leaf.bytes, &verifier, &err));
	TEST_OK(proof_file_parse(STR("c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n"), arena, &file,
				 &err));
	assert_int_equal(proof_file_verify(&file, &leaf, &verifier, &checkpoint, &err),
			 -ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_file),
		cmocka_unit_test(test_key_refusals),
		cmocka_unit_test(test_key_path),
		cmocka_unit_test(test_checkpoint_text),
		cmocka_unit_test(test_checkpoints_and_proofs),
		cmocka_unit_test(test_fork_is_not_signed),
		cmocka_unit_test(test_proof_file_refusals),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
