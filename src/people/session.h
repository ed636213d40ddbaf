/*
 * session.h - who is logged in: sessions, their cache, CSRF tokens.
 *
 * Layer:   people.
 * Owner:   a struct session is a plain value; the cache is shared and owned by the server.
 * Threads: the cache is thread-safe. Functions with a struct db use the caller's connection.
 *
 * A token is 256 random bits, in the cookie only; the database keeps its SHA-256. Idle and absolute
 * times are the policy's (security_policy.h: 15 minutes and 8 hours), real time (decisions.md 7,
 * 10). Last-seen lives in the cache and is written each minute. A revoked session is out of the
 * cache before the revoking request is answered.
 *
 * A session is open, or stops at a stage that only certain routes serve (web/route.h): the one-time
 * code is due, the password has expired, an administrator has no one-time codes yet. The code's
 * stage is stored and ends with a new session; the other two follow from the account.
 */
#ifndef LIANZE_PEOPLE_SESSION_H
#define LIANZE_PEOPLE_SESSION_H

#include "base/hash.h"
#include "people/rights.h"
#include "store/db.h"

#define SESSION_TOKEN_BYTES 53	/* 52 base32 characters and NUL */
#define SESSION_CSRF_BYTES 160
#define SESSION_AT_CODE_MS (5 * 60 * 1000) /* how long the second step of a log-in may take */
#define SESSION_NAME_BYTES 96

enum session_stage {
	SESSION_OPEN,
	SESSION_AT_CODE,      /* password right, one-time code due */
	SESSION_AT_PASSWORD,  /* must choose a new password */
	SESSION_AT_ENROLMENT, /* an administrator must set up one-time codes */
	SESSION_STAGE_COUNT
};

struct session {
	int64_t account_id; /* 0: nobody */
	int64_t id;	    /* what lists and buttons call it: not secret */
	enum session_stage stage;
	bool has_totp;	    /* the account uses one-time codes */
	int64_t authenticated_ms;    /* when the person last proved who they are */
	int64_t reauthentication_ms; /* for how long that holds: the policy's */
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

/* Whether what is sensitive may be done without asking again (ROUTE_REAUTHENTICATE). */
bool session_is_recent(const struct session *session);

/* In a write transaction: a new session; `out_token` goes into the cookie. With `at_code` it opens
 * nothing but the second step of the log-in. */
MUST_USE int session_create(struct db *db, int64_t account_id, struct str network, bool at_code,
			    char out_token[SESSION_TOKEN_BYTES], struct error *err);
/* In a write transaction: the person has just proved who they are. Call session_cache_invalidate too. */
MUST_USE int session_authenticated(struct db *db, const struct hash *token_hash, struct error *err);
/* In a write transaction: end one session, or all of an account. Call session_cache_invalidate too. */
MUST_USE int session_end(struct db *db, const struct hash *token_hash, struct error *err);
MUST_USE int session_end_all(struct db *db, int64_t account_id, struct error *err);
/* One of an account's by its id: -ERR_NOT_FOUND when it has none such. And all but that one. */
MUST_USE int session_end_one(struct db *db, int64_t account_id, int64_t id, struct error *err);
MUST_USE int session_end_others(struct db *db, int64_t account_id, int64_t id, struct error *err);
/* In a write transaction: write the last-seen times that are due and delete what has ended. */
MUST_USE int session_store_seen(struct session_cache *cache, struct db *db, struct error *err);

/* A token for one response: the session's secret under a fresh mask (compressed pages: BREACH). */
void session_csrf_token(const struct session *session, char out[SESSION_CSRF_BYTES]);
MUST_USE bool session_csrf_check(const struct session *session, struct str token);

#endif
