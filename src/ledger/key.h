/*
 * key.h - the private key that signs checkpoints: a file beside the database, never in it.
 *
 * Layer: ledger (files; no database).
 *
 * A backup does not hold the key (decisions.md 3), so a restored copy can be read and verified
 * but signs nothing until the operator brings the file. One key signs the trees of all
 * jurisdictions, each under its own name: <name>/<jurisdiction's identifier>, which is also the
 * checkpoints' origin.
 */
#ifndef LIANZE_LEDGER_KEY_H
#define LIANZE_LEDGER_KEY_H

#include "ledger/note.h"

struct ledger_key {
	char name[NOTE_NAME_BYTES];
	unsigned char seed[NOTE_KEY_BYTES];
};

/* Where the key of the database `where` is: "<path>.key" beside a SQLite file, "lianze.key" in the
 * working directory for a PostgreSQL URL. In the arena; NULL when memory is out. */
MUST_USE char *ledger_key_path(const char *where, struct arena *arena);

/*
 * Make a new key, write it to `path` (mode 0600) and its public half to `path`.pub. `name` is the
 * base of the origins, a name without white space or '+', best a domain of the body's own; NULL:
 * a random one. -ERR_CONFLICT when the file exists, which is never overwritten; -ERR_IO.
 */
MUST_USE int ledger_key_create(const char *path, const char *name, struct ledger_key *out,
			       struct error *err);
/* Read it. -ERR_NOT_FOUND when there is no file, with a sentence that says what is still possible;
 * -ERR_DENIED when others than the owner may read it; -ERR_CORRUPT when it is no key. */
MUST_USE int ledger_key_load(const char *path, struct ledger_key *out, struct error *err);
/* Write a key that is held to `path` and its public half beside it. -ERR_CONFLICT, -ERR_IO. */
MUST_USE int ledger_key_store(const char *path, const struct ledger_key *key, struct error *err);
void ledger_key_clear(struct ledger_key *key);

/* The signer of one jurisdiction's tree. Clear it with note_signer_clear(). */
MUST_USE int ledger_key_signer(const struct ledger_key *key, int64_t jurisdiction_id,
			       struct note_signer *out, struct error *err);
/* The verifier key text of one jurisdiction's tree, as people are given it. */
MUST_USE int ledger_key_public(const struct ledger_key *key, int64_t jurisdiction_id,
			       struct arena *arena, struct str *out_vkey, struct error *err);
/* The verifier of one jurisdiction's tree from a key's public half under its own name. -ERR_INVALID. */
MUST_USE int ledger_key_verifier(struct str base_vkey, int64_t jurisdiction_id,
				 struct note_verifier *out, struct error *err);
/* The same from `path`.pub, on a copy that lacks the private key. -ERR_NOT_FOUND, -ERR_CORRUPT. */
MUST_USE int ledger_public_load(const char *path, int64_t jurisdiction_id, struct arena *arena,
				struct str *out_vkey, struct error *err);

#endif
