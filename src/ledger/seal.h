/*
 * seal.h - which key signs this database, and whether this copy of it may write.
 *
 * Layer: ledger.
 *
 * The database names the public key that signs its trees (setting "ledger.key"). A copy that lacks
 * the private key, has another one, or was restored from a backup is sealed: it can be read and
 * verified, and act_begin() refuses every act. Two ways lead out of it, both visible in every tree:
 *
 *   - the operator brings the key and says that the former database is retired: each tree gets a leaf
 *     "lianze-resume 1" that names the size and root it goes on from;
 *   - or the copy begins a new origin: each tree gets a leaf "lianze-origin 1" that names the former
 *     key, size and root and the new key, and checkpoints are signed under the new name.
 *
 * So a copy cannot go on in silence: signed checkpoints of two histories differ in name, or hold the
 * leaf that says where the second began.
 */
#ifndef LIANZE_LEDGER_SEAL_H
#define LIANZE_LEDGER_SEAL_H

#include "ledger/act.h"
#include "ledger/key.h"

enum seal_state {
	SEAL_NONE,     /* may write */
	SEAL_NO_KEY,   /* the key that the database names is not here */
	SEAL_OTHER_KEY, /* the key here is another one */
	SEAL_RESTORED, /* restored from a backup and not taken over yet */
	SEAL_STATE_COUNT
};

/* How this copy stands; `key` NULL: there is no key file. A database that names no key yet is not
 * sealed. */
MUST_USE int ledger_seal_read(struct db *db, const struct ledger_key *key, enum seal_state *out,
			      struct error *err);
/* The sentence that acts are refused with; returns -ERR_STATE. */
int ledger_seal_refuse(enum seal_state state, struct error *err);
/* "none", "no_key", "other_key", "restored". */
const char *ledger_seal_name(int state);

/* Mark the database as restored from the backup made at `made`, in the caller's transaction. */
MUST_USE int ledger_seal_put(struct db *db, struct str made, struct error *err);
/* Name `key` as the one that signs, in the caller's transaction; nothing happens when one is named. */
MUST_USE int ledger_seal_name_key(struct db *db, const struct ledger_key *key, struct error *err);
/* The public key that the database names, as note_verifier_format() prints it; empty when none. */
MUST_USE int ledger_seal_key(struct db *db, struct arena *arena, struct str *out, struct error *err);

/* Whether `key` is the one that the database names, or it names none. */
MUST_USE int ledger_seal_fits(struct db *db, const struct ledger_key *key, bool *out,
			      struct error *err);

/* Take a restored copy over with its own key: a leaf in the act's tree. For every tree one act;
 * ledger_seal_break() after the last. */
MUST_USE int ledger_seal_resume(struct act *act, struct error *err);
/* Begin a new origin with `key`: a leaf in the act's tree. */
MUST_USE int ledger_seal_origin(struct act *act, const struct ledger_key *key, struct error *err);
/* This copy may write again, signed by `key`. */
MUST_USE int ledger_seal_break(struct db *db, const struct ledger_key *key, struct error *err);

#endif
