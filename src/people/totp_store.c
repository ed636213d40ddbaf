/*
 * totp_store.c - the secret of an account and the step of its last code, in table credential.
 */
#include "people/totp_store.h"
#include "statements_totp.h"

struct stored {
	struct totp_secret secret;
	bool is_set;
	int64_t last_step;
};

static int read_stored(struct db *db, int64_t account_id, struct stored *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_TOTP_GET, DB_ARGS(db_int("account_id", account_id)),
			       &query, err);

	*out = (struct stored){ .is_set = false };
	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	struct str secret = rc > 0 ? db_query_bytes(query, 0) : STR_EMPTY;
	if (secret.length == sizeof(out->secret.bytes)) {
		memcpy(out->secret.bytes, secret.bytes, secret.length);
		out->is_set = true;
		out->last_step = db_query_int(query, 1);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static struct str bytes_of(const struct totp_secret *secret)
{
	return (struct str){ (const char *)secret->bytes, sizeof(secret->bytes) };
}

int totp_is_set(struct db *db, int64_t account_id, bool *out, struct error *err)
{
	struct stored stored;
	int rc = read_stored(db, account_id, &stored, err);

	if (rc == 0)
		*out = stored.is_set;
	return rc;
}

int totp_current(struct db *db, int64_t account_id, int64_t now_ms, char out[TOTP_CODE_BYTES],
		 struct error *err)
{
	struct stored stored;
	int rc = read_stored(db, account_id, &stored, err);

	if (rc == 0 && !stored.is_set)
		return error_set(err, ERR_NOT_FOUND, "This account uses no one-time codes.",
				 "该账号未启用动态码。");
	if (rc == 0)
		totp_code(bytes_of(&stored.secret), totp_step(now_ms), TOTP_DIGITS, out);
	return rc;
}

static int refuse(struct error *err)
{
	return error_set(err, ERR_LOGIN,
			 "This code is wrong, or was used already: wait for the next one.",
			 "动态码不正确或已使用过，请等待下一个动态码。");
}

int totp_use(struct db *db, int64_t account_id, struct str code, int64_t now_ms, struct error *err)
{
	struct stored stored;
	int64_t changes = 0;
	int rc = read_stored(db, account_id, &stored, err);

	if (rc < 0)
		return rc;
	int64_t step = stored.is_set ? totp_match(bytes_of(&stored.secret), code, now_ms,
						  stored.last_step)
				     : -1;
	if (step < 0)
		return refuse(err);
	/* Only where no other transaction was here first: it may have used this very code. */
	rc = db_run(db, STATEMENT_TOTP_USE,
		    DB_ARGS(db_int("account_id", account_id), db_int("step", step)), &changes, err);
	return rc < 0 || changes ? rc : refuse(err);
}

int totp_set(struct db *db, int64_t account_id, const struct totp_secret *secret,
	     int64_t last_step, struct error *err)
{
	return db_run(db, STATEMENT_TOTP_SET,
		      DB_ARGS(db_int("account_id", account_id),
			      db_blob("totp_secret", bytes_of(secret)),
			      db_int("totp_last_step", last_step)),
		      NULL, err);
}

int totp_enrol(struct db *db, int64_t account_id, const struct totp_secret *secret,
	       struct str code, int64_t now_ms, struct error *err)
{
	int64_t step = totp_match(bytes_of(secret), code, now_ms, 0);

	if (step < 0)
		return error_invalid(err, "code", "", "the six digits that the app shows now",
				     "验证器当前显示的六位数字");
	return totp_set(db, account_id, secret, step, err);
}

int totp_remove(struct db *db, int64_t account_id, struct error *err)
{
	return db_run(db, STATEMENT_TOTP_REMOVE, DB_ARGS(db_int("account_id", account_id)), NULL,
		      err);
}
