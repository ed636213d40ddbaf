/*
 * session.c - creating, ending and reading sessions, and CSRF tokens. The cache is in
 * session_cache.c.
 */
#include "people/session.h"

#include "base/civil.h"
#include "base/id.h"
#include "statements_session.h"

#define TOKEN_CHARACTERS (SESSION_TOKEN_BYTES - 1)
#define SECRET_BYTES 32
#define SECRET_HEX (2 * SECRET_BYTES)

bool session_is_recent(const struct session *session)
{
	return clock_now_ms() - session->authenticated_ms < session->reauthentication_ms;
}

int session_create(struct db *db, int64_t account_id, struct str network, bool at_code,
		   char out_token[SESSION_TOKEN_BYTES], struct error *err)
{
	char token[SESSION_TOKEN_BYTES];
	unsigned char secret[SECRET_BYTES];
	random_text(token, TOKEN_CHARACTERS);
	random_bytes(secret, sizeof(secret));
	struct hash hash = hash_of(str_from(token));
	int code = db_run(db, STATEMENT_SESSION_INSERT,
			  DB_ARGS(db_blob("token_hash", hash_str(&hash)),
				  db_int("account_id", account_id), db_int("id", id_new()),
				  db_text("stage", at_code ? STR("code") : STR("open")),
				  db_blob("csrf_secret",
					  (struct str){ (const char *)secret, sizeof(secret) }),
				  db_int("now_ms", clock_now_ms()), db_text("network", network)),
			  NULL, err);
	if (!code)
		memcpy(out_token, token, sizeof(token));
	return code;
}

int session_end(struct db *db, const struct hash *token_hash, struct error *err)
{
	return db_run(db, STATEMENT_SESSION_END,
		      DB_ARGS(db_blob("token_hash", hash_str(token_hash))), NULL, err);
}

int session_end_all(struct db *db, int64_t account_id, struct error *err)
{
	return db_run(db, STATEMENT_SESSION_END_ACCOUNT,
		      DB_ARGS(db_int("account_id", account_id)), NULL, err);
}

int session_end_one(struct db *db, int64_t account_id, int64_t id, struct error *err)
{
	int64_t changes = 0;
	int code = db_run(db, STATEMENT_SESSION_END_ONE,
			  DB_ARGS(db_int("account_id", account_id), db_int("id", id)), &changes,
			  err);
	if (!code && !changes)
		return error_set(err, ERR_NOT_FOUND, "This session has ended already.",
				 "该会话已经结束。");
	return code;
}

int session_end_others(struct db *db, int64_t account_id, int64_t id, struct error *err)
{
	return db_run(db, STATEMENT_SESSION_END_OTHERS,
		      DB_ARGS(db_int("account_id", account_id), db_int("id", id)), NULL, err);
}

int session_authenticated(struct db *db, const struct hash *token_hash, struct error *err)
{
	return db_run(db, STATEMENT_SESSION_AUTHENTICATED,
		      DB_ARGS(db_blob("token_hash", hash_str(token_hash)),
			      db_int("now_ms", clock_now_ms())),
		      NULL, err);
}

void session_csrf_token(const struct session *session, char out[SESSION_CSRF_BYTES])
{
	unsigned char mask[SECRET_BYTES], masked[SECRET_BYTES];
	random_bytes(mask, sizeof(mask));
	for (size_t i = 0; i < SECRET_BYTES; i++)
		masked[i] = mask[i] ^ session->csrf_secret[i];
	hex_encode((struct str){ (const char *)mask, sizeof(mask) }, out);
	hex_encode((struct str){ (const char *)masked, sizeof(masked) }, out + SECRET_HEX);
}

bool session_csrf_check(const struct session *session, struct str token)
{
	unsigned char mask[SECRET_BYTES], secret[SECRET_BYTES];
	if (!session->account_id || token.length != 2 * (size_t)SECRET_HEX ||
	    !hex_decode(str_slice(token, 0, SECRET_HEX), mask, sizeof(mask)) ||
	    !hex_decode(str_slice(token, SECRET_HEX, SECRET_HEX), secret, sizeof(secret)))
		return false;
	for (size_t i = 0; i < SECRET_BYTES; i++)
		secret[i] ^= mask[i];
	return bytes_equal_constant_time(
		(struct str){ (const char *)secret, sizeof(secret) },
		(struct str){ (const char *)session->csrf_secret, SECRET_BYTES });
}
