/*
 * session.h - who is logged in: sessions, their cache, CSRF tokens.
 *
 * Layer:   people.
 * Owner:   a struct session is a plain value; the cache is shared and owned by the server.
 * Threads: the cache is thread-safe. Functions with a struct db use the caller's connection.
 *
 * A token is 256 random bits, in the cookie only; the database keeps its SHA-256. Idle 15 minutes,
 * absolute 8 hours, real time (decisions.md 7, 10). Last-seen lives in the cache and is written
 * each minute. A revoked session is out of the cache before the revoking request is answered.
 */
#ifndef LIANZE_PEOPLE_SESSION_H
#define LIANZE_PEOPLE_SESSION_H

#include "base/hash.h"
#include "people/rights.h"
#include "store/db.h"

#define SESSION_TOKEN_BYTES 53	/* 52 base32 characters and NUL */
#define SESSION_CSRF_BYTES 160
#define SESSION_IDLE_MS (15 * 60 * 1000)
#define SESSION_ABSOLUTE_MS (8 * 60 * 60 * 1000)
#define SESSION_NAME_BYTES 96

struct session {
	int64_t account_id; /* 0: nobody */
	int64_t person_id;  /* 0: the account is nobody's of the register */
	int64_t jurisdiction_id; /* that of the account's grants; 0: none */
	char login[SESSION_NAME_BYTES];
	char display_name[SESSION_NAME_BYTES];
	struct hash token_hash;
	unsigned char csrf_secret[32];
	int64_t created_ms;
	int64_t token_id; /* the API token that asks instead of a log-in (people/token.h); or 0 */
};

struct session_cache;

MUST_USE struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *cache);

/*
 * The session of a cookie's token, and the rights of its account on its jurisdiction's business
 * date today. Marks it as seen. -ERR_LOGIN when there is none or it has ended. Served from the
 * cache without touching the database when the session was read within the last second and nothing
 * was invalidated since. Call it before a read transaction begins: an older snapshot would not show
 * a revocation.
 */
MUST_USE int session_find(struct session_cache *cache, struct db *db, struct str token,
			  struct session *out_session, struct rights *out_rights,
			  struct error *err);
/* Forget cached rights and sessions of an account (0: of all): after a change of roles or state. */
void session_cache_invalidate(struct session_cache *cache, int64_t account_id);

/* In a write transaction: a new session; `out_token` goes into the cookie. */
MUST_USE int session_create(struct db *db, int64_t account_id, struct str network,
			    char out_token[SESSION_TOKEN_BYTES], struct error *err);
/* In a write transaction: end one session, or all of an account. Call session_cache_invalidate too. */
MUST_USE int session_end(struct db *db, const struct hash *token_hash, struct error *err);
MUST_USE int session_end_all(struct db *db, int64_t account_id, struct error *err);
/* In a write transaction: write the last-seen times that are due and delete what has ended. */
MUST_USE int session_store_seen(struct session_cache *cache, struct db *db, struct error *err);

/* A token for one response: the session's secret under a fresh mask (compressed pages: BREACH). */
void session_csrf_token(const struct session *session, char out[SESSION_CSRF_BYTES]);
MUST_USE bool session_csrf_check(const struct session *session, struct str token);

#endif
