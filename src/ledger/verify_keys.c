/*
 * verify_keys.c - which key signed when: a tree that was taken over under a new key says so in a leaf
 * "lianze-origin 1" that names the former key and the new one.
 */
#include "ledger/verify_internal.h"

#include "ledger/key.h"
#include "statements_act.h"

/* The rest of the line that begins with `name`; empty when there is none. */
static struct str line_of(struct str leaf, struct str name)
{
	while (leaf.length) {
		struct str line = str_split(&leaf, '\n');

		if (str_starts_with(line, name))
			return str_slice(line, name.length, line.length);
	}
	return STR_EMPTY;
}

static bool same_key(const struct note_verifier *a, const struct note_verifier *b)
{
	return strcmp(a->name, b->name) == 0 && memcmp(a->key, b->key, NOTE_KEY_BYTES) == 0;
}

static int not_this_key(struct error *err)
{
	return error_set(err, ERR_RULE,
			 "The public key is not the one that this ledger was last handed to.",
			 "该公钥不是账本最近交接到的密钥。");
}

/* One leaf: the former key has to be the last one known; the first leaf makes it known. */
static bool origin_read(struct verifier *verifier, struct str leaf, int64_t index)
{
	struct note_verifier former, next;
	int64_t id = verifier->check->jurisdiction_id;
	size_t count = verifier->key_count;

	if (count == VERIFY_KEYS ||
	    ledger_key_verifier(line_of(leaf, STR("former ")), id, &former, NULL) ||
	    ledger_key_verifier(line_of(leaf, STR("key ")), id, &next, NULL))
		return false;
	if (count == 0)
		verifier->keys[count++] = former;
	else if (!same_key(&verifier->keys[count - 1], &former))
		return false;
	verifier->keys[count] = next;
	verifier->since[count] = index;
	verifier->key_count = count + 1;
	return true;
}

int verify_keys(struct verifier *verifier, struct error *err)
{
	const struct note_verifier given = verifier->keys[0];
	struct db_query *query;
	bool leads = true;
	int rc = db_query_open(verifier->db, STATEMENT_ACT_ORIGINS,
			       DB_ARGS(db_int("jurisdiction_id", verifier->check->jurisdiction_id)),
			       &query, err);

	if (rc)
		return rc;
	verifier->key_count = 0;
	while (leads && (rc = db_query_step(query, err)) == 1)
		leads = origin_read(verifier, db_query_bytes(query, 1), db_query_int(query, 0));
	db_query_close(query);
	if (rc < 0)
		return rc;
	if (verifier->key_count == 0) {
		verifier->keys[0] = given;
		verifier->key_count = 1;
	}
	return leads && same_key(&verifier->keys[verifier->key_count - 1], &given)
		       ? 0
		       : not_this_key(err);
}
