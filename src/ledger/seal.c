/*
 * seal.c - settings "ledger.key" and "ledger.sealed", and the leaves that lead out of a seal.
 */
#include "ledger/seal.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/civil.h"
#include "ledger/ledger.h"
#include "statements_setting.h"

#define KEY_SETTING STR("ledger.key")
#define SEAL_SETTING STR("ledger.sealed")
#define SMALL_ARENA_BYTES 65536
#define SEAL_LEAF_BYTES 2048

static const char *const state_names[SEAL_STATE_COUNT] = {
	[SEAL_NONE] = "none",
	[SEAL_NO_KEY] = "no_key",
	[SEAL_OTHER_KEY] = "other_key",
	[SEAL_RESTORED] = "restored",
};

const char *ledger_seal_name(int state)
{
	return state >= 0 && state < SEAL_STATE_COUNT ? state_names[state] : "unknown";
}

int ledger_seal_refuse(enum seal_state state, struct error *err)
{
	if (state == SEAL_RESTORED)
		return error_set(err, ERR_STATE,
				 "This copy was restored from a backup and can only be read until it "
				 "is taken over: `lianze key bring` or `lianze key new-origin`.",
				 "本副本由备份恢复，目前只能查阅；请系统管理员以 lianze key bring 或 lianze "
				 "key new-origin 接管后再写入。");
	if (state == SEAL_OTHER_KEY)
		return error_set(err, ERR_STATE,
				 "This copy can only be read: the signing key here is not the one "
				 "that the ledger names.",
				 "本副本只能查阅：此处的签名密钥不是账本所载的密钥。");
	return error_set(err, ERR_STATE,
			 "This copy can only be read: the ledger's signing key is not here.",
			 "本副本只能查阅：缺少账本的签名密钥。");
}

/* Settings ------------------------------------------------------------------------------------- */

static int setting_read(struct db *db, struct str name, struct arena *arena, struct str *out,
			struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_SETTING_GET, DB_ARGS(db_text("name", name)), &query,
			       err);

	if (rc)
		return rc;
	*out = STR_EMPTY;
	rc = db_query_step(query, err);
	if (rc == 1) {
		*out = db_query_copy(query, 0, arena);
		if (!out->bytes)
			rc = error_broken(err, ERR_MEMORY, "setting");
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int setting_write(struct db *db, struct str name, struct str value, struct error *err)
{
	return db_run(db, STATEMENT_SETTING_PUT,
		      DB_ARGS(db_text("name", name), db_text("value", value)), NULL, err);
}

int ledger_seal_put(struct db *db, struct str made, struct error *err)
{
	return setting_write(db, SEAL_SETTING, made, err);
}

int ledger_seal_key(struct db *db, struct arena *arena, struct str *out, struct error *err)
{
	return setting_read(db, KEY_SETTING, arena, out, err);
}

/* The key's public half under its own name, as its .pub file has it. */
static int public_text(const struct ledger_key *key, struct arena *arena, struct str *out,
		       struct error *err)
{
	struct note_signer signer;
	int rc = note_signer_init(str_from(key->name), key->seed, &signer, err);

	if (rc)
		return rc;
	note_signer_clear(&signer);
	*out = note_verifier_format(&signer.verifier, arena);
	return out->bytes ? 0 : error_broken(err, ERR_MEMORY, "verifier key");
}

struct seal_texts {
	struct str named, sealed, here; /* here: of the key file; empty when there is none */
};

static int texts_read(struct db *db, const struct ledger_key *key, struct arena *arena,
		      struct seal_texts *out, struct error *err)
{
	int rc = setting_read(db, KEY_SETTING, arena, &out->named, err);

	if (!rc)
		rc = setting_read(db, SEAL_SETTING, arena, &out->sealed, err);
	out->here = STR_EMPTY;
	if (!rc && key)
		rc = public_text(key, arena, &out->here, err);
	return rc;
}

static enum seal_state state_of(const struct seal_texts *texts)
{
	if (texts->sealed.length)
		return SEAL_RESTORED;
	if (!texts->named.length)
		return SEAL_NONE;
	if (!texts->here.length)
		return SEAL_NO_KEY;
	return str_equal(texts->named, texts->here) ? SEAL_NONE : SEAL_OTHER_KEY;
}

int ledger_seal_read(struct db *db, const struct ledger_key *key, enum seal_state *out,
		     struct error *err)
{
	struct arena *arena = arena_new(SMALL_ARENA_BYTES);
	struct seal_texts texts;
	int rc = arena ? texts_read(db, key, arena, &texts, err)
		       : error_broken(err, ERR_MEMORY, "settings of the ledger");

	if (!rc)
		*out = state_of(&texts);
	arena_free(arena);
	return rc;
}

int ledger_seal_fits(struct db *db, const struct ledger_key *key, bool *out, struct error *err)
{
	struct arena *arena = arena_new(SMALL_ARENA_BYTES);
	struct seal_texts texts;
	int rc = arena ? texts_read(db, key, arena, &texts, err)
		       : error_broken(err, ERR_MEMORY, "settings of the ledger");

	if (!rc)
		*out = !texts.named.length || str_equal(texts.named, texts.here);
	arena_free(arena);
	return rc;
}

static int key_write(struct db *db, const struct ledger_key *key, bool replace, struct error *err)
{
	struct arena *arena = arena_new(SMALL_ARENA_BYTES);
	struct seal_texts texts;
	int rc = arena ? texts_read(db, key, arena, &texts, err)
		       : error_broken(err, ERR_MEMORY, "settings of the ledger");

	if (!rc && (replace || !texts.named.length))
		rc = setting_write(db, KEY_SETTING, texts.here, err);
	arena_free(arena);
	return rc;
}

int ledger_seal_name_key(struct db *db, const struct ledger_key *key, struct error *err)
{
	return key_write(db, key, false, err);
}

int ledger_seal_break(struct db *db, const struct ledger_key *key, struct error *err)
{
	int rc = key_write(db, key, true, err);

	return rc ? rc : db_run(db, STATEMENT_SETTING_REMOVE,
				DB_ARGS(db_text("name", SEAL_SETTING)), NULL, err);
}

/* Leaves --------------------------------------------------------------------------------------- */

/* The present tree, with what this transaction has appended to it. */
static int tree_text(struct act *act, char text[160], struct error *err)
{
	char hex[HASH_HEX_BYTES];
	struct hash root;
	uint64_t size;
	int rc = ledger_heads_store(act->heads, act->db, err);

	if (!rc)
		rc = ledger_head(act->db, act->jurisdiction_id, &size, &root, err);
	if (rc)
		return rc;
	hex_encode(hash_str(&root), hex);
	(void)snprintf(text, 160, "size %" PRIu64 "\nroot %s\n", size, hex);
	return 0;
}

static int leaf_put(struct act *act, const char *text, int length, struct error *err)
{
	int64_t index;

	if (length < 0 || length >= SEAL_LEAF_BYTES)
		return error_broken(err, ERR_BROKEN, "leaf of a seal");
	return ledger_append(act->heads, act->db, act->jurisdiction_id,
			     (struct str){ text, (size_t)length }, &index, err);
}

int ledger_seal_resume(struct act *act, struct error *err)
{
	char tree[160], text[SEAL_LEAF_BYTES];
	struct str made = STR_EMPTY;
	int rc = setting_read(act->db, SEAL_SETTING, act->arena, &made, err);

	if (!rc)
		rc = tree_text(act, tree, err);
	if (rc)
		return rc;
	return leaf_put(act, text,
			snprintf(text, sizeof(text), "lianze-resume 1\n%sbackup %.*s\n", tree,
				 STR_ARG(made)),
			err);
}

int ledger_seal_origin(struct act *act, const struct ledger_key *key, struct error *err)
{
	char tree[160], text[SEAL_LEAF_BYTES];
	struct seal_texts texts;
	int rc = texts_read(act->db, key, act->arena, &texts, err);

	if (!rc)
		rc = tree_text(act, tree, err);
	if (rc)
		return rc;
	return leaf_put(act, text,
			snprintf(text, sizeof(text), "lianze-origin 1\nformer %.*s\n%skey %.*s\n",
				 STR_ARG(texts.named), tree, STR_ARG(texts.here)),
			err);
}
