/*
 * account.h - log-in accounts: passwords (argon2id), failures, state.
 *
 * Layer: people. The record is global (jurisdiction_id 0); its secrets are in table credential, which
 * is never committed, exported or logged.
 */
#ifndef LIANZE_PEOPLE_ACCOUNT_H
#define LIANZE_PEOPLE_ACCOUNT_H

#include "ledger/act.h"
#include "people/rights.h"
#include "record/record.h"

enum account_state { ACCOUNT_ACTIVE, ACCOUNT_DISABLED, ACCOUNT_STATE_COUNT };

struct account {
	struct record_head head;
	struct str login;	 /* 2 … 64 characters, lower case letters, digits, . _ - */
	struct str display_name;
	int64_t person_id;	 /* 0: nobody of the register */
	int state;		 /* enum account_state */
	int language;		 /* enum language */
};

extern const struct record_type account_record;

#define ACCOUNT_HASH_BYTES 128

/* Is this password acceptable for that account? -ERR_INVALID says why not (profile asvs). */
MUST_USE int account_check_password(struct str password, struct str login, struct str display_name,
				    struct error *err);
/* argon2id, at least 47 MiB; slow (worker pool). */
MUST_USE int account_hash_password(struct str password, char out[ACCOUNT_HASH_BYTES],
				   struct error *err);

/*
 * Read-only and slow (worker pool): does this login and password open an account? Takes the same time
 * for unknown logins. Returns 0 and *out_account_id, -ERR_RULE with how long to wait when this network
 * failed too often for this login, or -ERR_LOGIN (one sentence for all other reasons).
 * The caller records the outcome with account_login_failed / account_login_succeeded.
 */
MUST_USE int account_verify(struct db *db, struct str login, struct str password,
			    struct str network, int64_t *out_account_id, struct error *err);
MUST_USE int account_login_failed(struct db *db, struct str login, struct str network,
				  struct error *err);
MUST_USE int account_login_succeeded(struct db *db, struct str login, struct str network,
				     struct error *err);

/* In an act (jurisdiction 0): create with a password hash; change the password (ends its sessions). */
MUST_USE int account_create(struct act *act, struct account *account, const char *password_hash,
			    struct error *err);
MUST_USE int account_set_password(struct act *act, int64_t account_id, const char *password_hash,
				  struct error *err);
/* -ERR_NOT_FOUND when there is none. */
MUST_USE int account_find(struct db *db, struct str login, struct arena *arena,
			  struct account *out, struct error *err);

#endif
