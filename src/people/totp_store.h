/*
 * totp_store.h - the one-time codes of an account: its secret and the step of the last code used, in table
 * credential, which no list, export or ledger reads.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_TOTP_STORE_H
#define LIANZE_PEOPLE_TOTP_STORE_H

#include "base/error.h"
#include "people/totp.h"
#include "store/db.h"

/* Whether the account has a confirmed secret. */
MUST_USE int totp_is_set(struct db *db, int64_t account_id, bool *out, struct error *err);
/* The code of this instant, for the demonstration. -ERR_NOT_FOUND when the account has no secret. */
MUST_USE int totp_current(struct db *db, int64_t account_id, int64_t now_ms,
			  char out[TOTP_CODE_BYTES], struct error *err);
/*
 * In a write transaction: use up a code. 0, or -ERR_LOGIN when it is wrong, used before, or the account
 * has no secret. Of two transactions with one code only one gets 0.
 */
MUST_USE int totp_use(struct db *db, int64_t account_id, struct str code, int64_t now_ms,
		      struct error *err);
/* In a write transaction: set the secret after `code` has shown that the app has it (-ERR_INVALID
 * otherwise; the code is then used up), or take it away. */
MUST_USE int totp_enrol(struct db *db, int64_t account_id, const struct totp_secret *secret,
			struct str code, int64_t now_ms, struct error *err);
MUST_USE int totp_set(struct db *db, int64_t account_id, const struct totp_secret *secret,
		      int64_t last_step, struct error *err);
MUST_USE int totp_remove(struct db *db, int64_t account_id, struct error *err);

#endif
