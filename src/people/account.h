/*
 * account.h - log-in accounts: passwords (argon2id), failures, state.
 *
 * Layer: people. The record is global (jurisdiction_id 0); its secrets are in table credential,
 * which is never committed, exported or logged.
 */
#ifndef LIANZE_PEOPLE_ACCOUNT_H
#define LIANZE_PEOPLE_ACCOUNT_H

#include "ledger/act.h"
#include "people/attempt.h"
#include "people/rights.h"
#include "people/security_policy.h"
#include "record/transition.h"

enum account_state {
	ACCOUNT_ACTIVE,
	ACCOUNT_DISABLED,
	ACCOUNT_WAITING, /* for its activation by a slip (people/slip.h) */
	ACCOUNT_STATE_COUNT
};
enum account_event { ACCOUNT_DISABLE, ACCOUNT_ENABLE, ACCOUNT_ACTIVATE, ACCOUNT_EVENT_COUNT };

/* Beside the permissions of roles: whoever holds the account's slip. No role gives it. */
#define ACCOUNT_BY_SLIP ((permission_set)1 << 63)

struct account {
	struct record_head head;
	struct str login;	 /* 2 … 64 characters, lower case letters, digits, . _ - */
	struct str display_name;
	int64_t person_id;	 /* 0: nobody of the register */
	int state;		 /* enum account_state */
	int language;		 /* enum language */
};

extern const struct record_type account_record;
extern const struct field_choice account_states[], account_events[];
extern const struct state_table account_life; /* account_state.c */

/* Who asks, with which permissions, and where it is to be known whether anybody else can give
 * roles. */
struct account_asker {
	struct db *db;
	int64_t jurisdiction_id;
	int64_t account_id; /* 0: no account, the operator */
	permission_set permissions;
	int32_t day;
};

/*
 * The only function that changes the state of an account that exists (a new one waits, or is active
 * when the operator made it with a password); the caller writes it and, when it is disabled, ends its
 * sessions and slips. An account becomes active by its slip only: an enabled one waits for a new
 * one. -ERR_STATE when the state does not allow it, -ERR_DENIED without PERMISSION_ACCOUNT_WRITE
 * (to activate: ACCOUNT_BY_SLIP), -ERR_RULE when the asker disables their own account or that of
 * the last security administrator.
 */
MUST_USE int account_apply(struct account *account, enum account_event event,
			   const struct account_asker *asker, struct error *err);

#define ACCOUNT_HASH_BYTES 128 /* crypto_pwhash_STRBYTES */
#define ACCOUNT_PASSWORD_MAXIMUM 128 /* characters; the minimum is the policy's */
#define ACCOUNT_TYPED_BYTES 256	     /* more of a typed log-in name is not looked at */

/* Whose password it is to be, under which policy. */
struct password_demand {
	const struct security_policy *policy;
	struct str login, display_name;
};

/*
 * Is this password acceptable? Length and kinds of characters as the policy has them; not one of the
 * commonest, not a single character repeated, without the log-in name or the person's name.
 * -ERR_INVALID says why not and never repeats the password.
 */
MUST_USE int account_check_password(struct str password, const struct password_demand *demand,
				    struct error *err);
/* argon2id with 64 MiB and two passes (OWASP asks for 46 MiB and one): 0.1 s (worker pool). */
MUST_USE int account_hash_password(struct str password, char out[ACCOUNT_HASH_BYTES],
				   struct error *err);

/* Slow as well (worker pool): is this the password of that hash? */
MUST_USE bool account_hash_matches(const char *hash, struct str password);

/*
 * Read-only and slow (worker pool): does this login and password open an account? Takes the same
 * time for unknown logins. Returns 0 and *out_account_id, -ERR_RULE with how long to wait when
 * this network failed too often for this login (attempt.h), or -ERR_LOGIN (one sentence for all
 * other reasons). On 0 the caller records attempt_succeeded, on -ERR_LOGIN attempt_failed, on
 * -ERR_RULE nothing.
 */
MUST_USE int account_verify(struct db *db, struct str login, struct str password,
			    struct str network, int64_t *out_account_id, struct error *err);
/* The same question about whoever is logged in already: 0 or -ERR_LOGIN; counts nothing. */
MUST_USE int account_verify_own(struct db *db, int64_t account_id, struct str password,
				struct error *err);
/* A log-in name as it is stored, at most ACCOUNT_TYPED_BYTES of it. */
struct str account_login_lower(struct str login, char text[ACCOUNT_TYPED_BYTES]);

/* Read-only and slow: -ERR_INVALID when it is one of the account's last `count` passwords, the present
 * one included. */
MUST_USE int account_check_former(struct db *db, int64_t account_id, struct str password,
				  int64_t count, struct error *err);

/* A new password for an account that exists. */
struct password_change {
	int64_t account_id;
	const char *hash;
	bool keeps_former;	 /* the policy compares with former ones */
	int64_t kept_session_id; /* 0: end every session */
};

/* A write of a global record within an act of any jurisdiction: then it is an act of the installation
 * (jurisdiction 0) of its own, of that kind. */
struct record_write {
	const struct record_type *type;
	void *record;
	int (*write)(struct act *, const struct record_type *, void *, struct error *);
};
MUST_USE int account_write_globally(struct act *act, const char *kind,
				    const struct record_write *write, struct error *err);

/*
 * Create with a password hash (empty: none, for an account that waits for its slip); change the
 * record; change the password, which ends the account's sessions (call session_cache_invalidate
 * too) and need not be changed again at once. In any act: an account is global, so within the act
 * of a jurisdiction the change of its record is an act of the installation (jurisdiction 0) of its
 * own.
 */
MUST_USE int account_create(struct act *act, struct account *account, const char *password_hash,
			    struct error *err);
MUST_USE int account_update(struct act *act, struct account *account, struct error *err);
MUST_USE int account_set_password(struct act *act, const struct password_change *change,
				  struct error *err);
/* The password was made for the person: profile djbh3 asks for another at the first log-in. */
MUST_USE int account_must_change(struct db *db, int64_t account_id, struct error *err);
/* -ERR_NOT_FOUND when there is none. */
MUST_USE int account_find(struct db *db, struct str login, struct arena *arena,
			  struct account *out, struct error *err);

#endif
