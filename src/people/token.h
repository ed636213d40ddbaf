/*
 * token.h - API tokens: another program acts for an account, within a scope, until a day.
 *
 * Layer:   people.
 * Threads: the guard is thread-safe; everything else uses the caller's connection.
 *
 * A token reads lz_ + 52 base32 characters (256 random bits) + 7 characters of CRC-32 over the 52. The
 * checksum lets a typing error and a leak scanner be told from a secret without a database; it protects
 * nothing. The record (global, jurisdiction 0) is committed; the SHA-256 of the token lies in table
 * token_secret, which is never committed, exported or shown. Nobody can read a token again.
 *
 * Rights of a request with a token: those of the account today, cut down to the token's scope
 * (rights.withheld). No scope holds log-in, accounts, tokens, deputies, the system, the audit list, or what
 * only a person decides: adopting a scheme, publishing and finalising a result, deciding a proposal. An
 * account without PERMISSION_TOKEN, or a disabled one, has no working token. Nothing is cached: a
 * revocation holds from its commit on.
 *
 * Days are real days of the installation (Asia/Shanghai), not the jurisdiction's business date.
 */
#ifndef LIANZE_PEOPLE_TOKEN_H
#define LIANZE_PEOPLE_TOKEN_H

#include "ledger/act.h"
#include "people/session.h"
#include "record/transition.h"

enum token_state { TOKEN_ACTIVE, TOKEN_REVOKED, TOKEN_STATE_COUNT };
enum token_event { TOKEN_REVOKE, TOKEN_EVENT_COUNT };

struct token {
	struct record_head head;
	int64_t account_id;
	struct str name;      /* what the owner calls it */
	struct str purpose;   /* which program uses it for what */
	struct str scope;     /* names of token_scopes, in their order, joined by spaces */
	int32_t made_day;
	int32_t expires_day;  /* the last day on which it works */
	int state;	      /* enum token_state; that it has expired is computed */
};

extern const struct record_type token_record;
extern const struct field_choice token_states[], token_events[];
extern const struct state_table token_life;

/* A part of a scope: what people choose, and the permissions that it holds. */
struct token_scope {
	const char *name;
	enum message label;
	permission_set permissions;
};
extern const struct token_scope token_scopes[]; /* ended by a NULL name */

/* Permissions of a stored scope, with those that every token has; unknown names give nothing. */
permission_set token_scope_permissions(struct str scope);

/* -ERR_INVALID when a name is unknown or its part is none of what these permissions hold. */
MUST_USE int token_scope_check(struct str scope, permission_set permissions, struct error *err);

#define TOKEN_PREFIX "lz_"
#define TOKEN_TEXT_BYTES 63 /* 3 + 52 + 7 characters and NUL */
#define TOKEN_ACTIVE_MAXIMUM 20 /* of one account */
#define TOKEN_DAYS_DEFAULT 90 /* longest life when the installation has no setting of its own */
#define TOKEN_DAYS_MAXIMUM 366

/* Has the form of a token, checksum included. */
bool token_is_formed(struct str text);
/* The installation's real day. */
int32_t token_today(void);
/* The longest life of a token in days: the installation's setting, else TOKEN_DAYS_DEFAULT. */
MUST_USE int token_days_get(struct db *db, int *out, struct error *err);
/* In a write transaction; 1 … TOKEN_DAYS_MAXIMUM. Tokens that exist keep their day. */
MUST_USE int token_days_put(struct db *db, int days, struct error *err);

/*
 * Make a token of token->account_id for an owner with these permissions; `out_text` is shown once.
 * -ERR_INVALID for an empty name, purpose or scope, a scope that the owner does not hold, a day before today
 * or beyond the longest life; -ERR_RULE when the account has TOKEN_ACTIVE_MAXIMUM that work.
 */
MUST_USE int token_create(struct act *act, struct token *token, permission_set permissions,
			  char out_text[TOKEN_TEXT_BYTES], struct error *err);

struct token_asker {
	int64_t account_id;
	permission_set permissions;
};
/* The only function that changes the state of a token that exists; the caller writes it. -ERR_STATE when it
 * is revoked, -ERR_DENIED without PERMISSION_TOKEN or PERMISSION_ACCOUNT_WRITE, -ERR_NOT_FOUND when it is
 * another's and the asker has no PERMISSION_ACCOUNT_WRITE. */
MUST_USE int token_apply(struct token *token, enum token_event event,
			 const struct token_asker *asker, struct error *err);

/*
 * Who asks with this token: out_session has account, person, jurisdiction, names and token_id, no CSRF
 * secret; out_rights are cut down to the scope. *out_used_day is the last day it was used (CIVIL_NO_DAY:
 * never). -ERR_LOGIN when it does not work, with the reason. Call before a read transaction begins.
 */
MUST_USE int token_find(struct db *db, struct str text, struct session *out_session,
			struct rights *out_rights, int32_t *out_used_day, struct error *err);
/* In a write transaction: it was used on this day. */
MUST_USE int token_used(struct db *db, int64_t token_id, int32_t day, struct error *err);

#endif
