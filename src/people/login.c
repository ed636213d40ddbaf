/*
 * login.c - does this log-in name and password open an account (account.h). How long a network must
 * wait after failures is in attempt.c.
 */
#include "people/account.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "base/hash.h"
#include "statements_account.h"

/* Log-in names are lower case; whoever types capitals means the same. */
struct str account_login_lower(struct str login, char text[ACCOUNT_TYPED_BYTES])
{
	struct str cut = utf8_cut(login, ACCOUNT_TYPED_BYTES);
	for (size_t i = 0; i < cut.length; i++) {
		char c = cut.bytes[i];
		text[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){ text, cut.length };
}

struct credential {
	int64_t account_id; /* 0: nobody may log in with it */
	char hash[ACCOUNT_HASH_BYTES];
};

static int read_credential(struct db *db, struct str login, struct credential *out,
			   struct error *err)
{
	char text[ACCOUNT_TYPED_BYTES];
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_CREDENTIAL_BY_LOGIN,
				 DB_ARGS(db_text("login", account_login_lower(login, text))), &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		struct str hash = db_query_bytes(query, 2);
		if (str_equal(db_query_bytes(query, 1), STR("active")))
			out->account_id = db_query_int(query, 0);
		snprintf(out->hash, sizeof(out->hash), "%.*s", STR_ARG(hash));
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Verified against when there is no account, so that both take the same time. */
static char nobody_hash[ACCOUNT_HASH_BYTES];

static void hash_nobody(void)
{
	char secret[33];
	random_text(secret, sizeof(secret) - 1);
	if (account_hash_password(str_from(secret), nobody_hash, NULL))
		nobody_hash[0] = '\0';
}

int account_verify(struct db *db, struct str login, struct str password, struct str network,
		   int64_t *out_account_id, struct error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, hash_nobody);
	const struct attempt attempt = { ATTEMPT_PASSWORD, login, network };
	struct credential credential = { 0 };
	int code = attempt_check(db, &attempt, err);
	if (!code && utf8_is_valid(login))
		code = read_credential(db, login, &credential, err);
	if (code)
		return code;
	const char *hash = credential.hash[0] ? credential.hash : nobody_hash;
	bool matches = account_hash_matches(hash, password);
	if (!matches || !credential.account_id)
		return error_set(err, ERR_LOGIN, "Log-in name or password is wrong.",
				 "登录名或口令错误。");
	*out_account_id = credential.account_id;
	return 0;
}

/* The present hash of an account; empty when it has none. */
static int read_hash(struct db *db, int64_t account_id, char out[ACCOUNT_HASH_BYTES],
		     struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_CREDENTIAL_HASH,
				 DB_ARGS(db_int("account_id", account_id)), &query, err);
	out[0] = '\0';
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		snprintf(out, ACCOUNT_HASH_BYTES, "%.*s", STR_ARG(db_query_bytes(query, 0)));
	db_query_close(query);
	return code < 0 ? code : 0;
}

int account_verify_own(struct db *db, int64_t account_id, struct str password, struct error *err)
{
	char hash[ACCOUNT_HASH_BYTES];
	int code = read_hash(db, account_id, hash, err);
	if (code)
		return code;
	if (!hash[0] || !account_hash_matches(hash, password))
		return error_set(err, ERR_LOGIN, "The password is wrong.", "口令错误。");
	return 0;
}

static int refuse_former(int64_t count, struct error *err)
{
	char en[96], zh[96];
	snprintf(en, sizeof(en), "a password that is none of your last %lld", (long long)count);
	snprintf(zh, sizeof(zh), "与最近 %lld 次口令都不同的口令", (long long)count);
	return error_invalid(err, "password", "", en, zh);
}

int account_check_former(struct db *db, int64_t account_id, struct str password, int64_t count,
			 struct error *err)
{
	char hash[ACCOUNT_HASH_BYTES];
	struct db_query *query;
	if (count <= 0)
		return 0;
	int code = read_hash(db, account_id, hash, err);
	if (code)
		return code;
	bool used = hash[0] && account_hash_matches(hash, password);
	code = db_query_open(db, STATEMENT_PASSWORD_HISTORY_HASHES,
			     DB_ARGS(db_int("account_id", account_id), db_int("count", count - 1)),
			     &query, err);
	if (code)
		return code;
	while (!used && (code = db_query_step(query, err)) > 0) {
		snprintf(hash, sizeof(hash), "%.*s", STR_ARG(db_query_bytes(query, 0)));
		used = account_hash_matches(hash, password);
	}
	db_query_close(query);
	if (code < 0)
		return code;
	return used ? refuse_former(count, err) : 0;
}
