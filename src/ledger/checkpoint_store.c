/*
 * checkpoint_store.c - making, storing and finding checkpoints, and proof files under them.
 */
#include "ledger/checkpoint.h"

#include <inttypes.h>

#include "base/civil.h"
#include "ledger/seal.h"
#include "statements_ledger.h"

static int forked(uint64_t size, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err,
		 "The ledger does not continue the last checkpoint of %" PRIu64
		 " leaves; nothing was signed. Run \"lianze ledger verify\".",
		 size);
	error_zh(err,
		 "账本与上一个检查点（%" PRIu64
		 " 片叶子）不连续，未签名。请运行 lianze ledger verify。",
		 size);
	return rc;
}

/* The last signed tree must be the beginning of the present one. */
static int continues(struct db *db, int64_t jurisdiction_id, struct str note, uint64_t size,
		     struct error *err)
{
	struct checkpoint last = { .size = 0 };
	struct hash root;
	struct str text;

	if (note_text(note, &text, NULL) || checkpoint_parse(text, &last, NULL) ||
	    last.size > size)
		return forked(last.size, err);
	if (ledger_root_at(db, jurisdiction_id, last.size, &root, NULL) ||
	    !hash_equal(&root, &last.root))
		return forked(last.size, err);
	return 0;
}

static int sign(const struct ledger_signing *signing, struct checkpoint *checkpoint,
		struct arena *arena, struct str *out_note, struct error *err)
{
	struct note_signer signer;
	struct str text;
	int rc = ledger_key_signer(signing->key, signing->jurisdiction_id, &signer, err);

	if (rc)
		return rc;
	checkpoint->origin = str_from(signer.verifier.name);
	text = checkpoint_format(checkpoint, arena);
	rc = text.bytes ? note_sign(text, &signer, arena, out_note, err)
			: error_broken(err, ERR_MEMORY, "checkpoint");
	note_signer_clear(&signer);
	return rc;
}

/* Sign a tree that is longer than the last signed one, and store the note. */
static int sign_and_store(const struct ledger_signing *signing, struct checkpoint *checkpoint,
			  struct arena *arena, struct str *out_note, struct error *err)
{
	struct str note;
	int rc = sign(signing, checkpoint, arena, &note, err);

	if (!rc)
		rc = db_run(signing->db, STATEMENT_LEDGER_CHECKPOINT_ADD,
			    DB_ARGS(db_int("jurisdiction_id", signing->jurisdiction_id),
				    db_int("size", (int64_t)checkpoint->size),
				    db_int("at_ms", clock_now_ms()), db_text("note", note)),
			    NULL, err);
	if (!rc)
		*out_note = note;
	return rc;
}

/* Size and root of the tree as it is in this transaction. */
static int tree_read(const struct ledger_signing *signing, struct checkpoint *out,
		     struct error *err)
{
	int rc = db_lock_jurisdiction(signing->db, signing->jurisdiction_id, err);

	if (!rc && signing->heads)
		rc = ledger_heads_store(signing->heads, signing->db, err);
	if (!rc)
		rc = ledger_head(signing->db, signing->jurisdiction_id, &out->size, &out->root,
				 err);
	return rc;
}

/* Not on a sealed copy, and with no other key than the database names. */
static int may_sign(const struct ledger_signing *signing, struct error *err)
{
	enum seal_state seal;
	int rc = ledger_seal_read(signing->db, signing->key, &seal, err);

	if (!rc && seal != SEAL_NONE)
		rc = ledger_seal_refuse(seal, err);
	return rc ? rc : ledger_seal_name_key(signing->db, signing->key, err);
}

int ledger_checkpoint_make(const struct ledger_signing *signing, struct arena *arena,
			   struct str *out_note, struct error *err)
{
	struct checkpoint tree = { .size = 0 };
	struct str last = STR_EMPTY;
	uint64_t last_size = 0;
	int rc = may_sign(signing, err);

	if (!rc)
		rc = tree_read(signing, &tree, err);
	if (rc)
		return rc;
	rc = ledger_checkpoint_latest(signing->db, signing->jurisdiction_id, arena, &last_size,
				      &last, err);
	if (rc == -ERR_NOT_FOUND)
		return sign_and_store(signing, &tree, arena, out_note, err);
	if (!rc)
		rc = continues(signing->db, signing->jurisdiction_id, last, tree.size, err);
	if (rc)
		return rc;
	if (last_size == tree.size) {
		*out_note = last;
		return 0;
	}
	return sign_and_store(signing, &tree, arena, out_note, err);
}

int ledger_checkpoint_latest(struct db *db, int64_t jurisdiction_id, struct arena *arena,
			     uint64_t *out_size, struct str *out_note, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_LEDGER_CHECKPOINT_LATEST,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		*out_size = (uint64_t)db_query_int(query, 0);
		*out_note = db_query_copy(query, 2, arena);
		rc = out_note->bytes ? 0 : error_broken(err, ERR_MEMORY, "checkpoint");
	} else if (rc == 0) {
		rc = error_set(err, ERR_NOT_FOUND, "The ledger has no checkpoint yet.",
			       "账本尚无检查点。");
	}
	db_query_close(query);
	return rc;
}

static int leaf_read(struct db *db, int64_t jurisdiction_id, int64_t leaf_index,
		     struct arena *arena, struct str *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_LEDGER_LEAF_GET,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				       db_int("leaf_index", leaf_index)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		*out = db_query_copy(query, 1, arena);
		rc = out->bytes ? 0 : error_broken(err, ERR_MEMORY, "leaf");
	} else if (rc == 0) {
		rc = error_set(err, ERR_NOT_FOUND, "There is no such leaf in the ledger.",
			       "账本中没有这片叶子。");
	}
	db_query_close(query);
	return rc;
}

int ledger_proof_make(struct db *db, int64_t jurisdiction_id, int64_t leaf_index,
		      struct arena *arena, struct str *out_text, struct error *err)
{
	struct proof_file file = { .index = (uint64_t)leaf_index };
	struct str text;
	uint64_t size;
	int rc = leaf_read(db, jurisdiction_id, leaf_index, arena, &file.leaf, err);

	if (!rc)
		rc = ledger_checkpoint_latest(db, jurisdiction_id, arena, &size, &file.checkpoint,
					      err);
	if (rc)
		return rc;
	if (file.index >= size)
		return error_set(err, ERR_NOT_FOUND,
				 "No checkpoint covers this leaf yet; make one and try again.",
				 "尚无检查点包含这片叶子，请先签发检查点再试。");
	rc = ledger_prove_inclusion(db, jurisdiction_id, file.index, size, &file.proof, err);
	if (rc)
		return rc;
	text = proof_file_format(&file, arena);
	if (!text.bytes)
		return error_broken(err, ERR_MEMORY, "proof file");
	*out_text = text;
	return 0;
}
