/*
 * login.c - does this log-in name and password open an account, and how long must this network
 * wait after failures (account.h).
 *
 * What is stored of a failure is a hash of the name typed: people type passwords into that field.
 */
#include "people/account.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "base/hash.h"
#include "people/network.h"

#define LOGIN_TYPED_BYTES 256
#define LONGEST_WAIT_MS (60 * 60 * 1000)
#define FORGET_MS (24 * 60 * 60 * 1000)
#define MINUTE_MS (60 * 1000)

/* Log-in names are lower case; whoever types capitals means the same. */
static struct str lower(struct str login, char text[LOGIN_TYPED_BYTES])
{
	struct str cut = utf8_cut(login, LOGIN_TYPED_BYTES);
	for (size_t i = 0; i < cut.length; i++) {
		char c = cut.bytes[i];
		text[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){ text, cut.length };
}

static struct hash hash_login(struct str login)
{
	char text[LOGIN_TYPED_BYTES];
	const struct str parts[] = { STR("lianze login\n"), lower(login, text) };
	return hash_parts(parts, ARRAY_LENGTH(parts));
}

static int64_t wait_after(int64_t failures)
{
	int64_t wait_ms = ACCOUNT_FIRST_WAIT_MS;
	if (failures < ACCOUNT_FREE_FAILURES)
		return 0;
	for (int64_t i = ACCOUNT_FREE_FAILURES; i < failures && wait_ms < LONGEST_WAIT_MS; i++)
		wait_ms *= 2;
	return wait_ms < LONGEST_WAIT_MS ? wait_ms : LONGEST_WAIT_MS;
}

static int refuse_for(int64_t wait_ms, struct error *err)
{
	int minutes = (int)((wait_ms + MINUTE_MS - 1) / MINUTE_MS);
	int code = error_set(err, ERR_RULE, "", "");
	error_en(err, "Too many failed log-ins from this network: try again in %d minutes.",
		 minutes);
	error_zh(err, "本网络登录失败次数过多，请 %d 分钟后再试。", minutes);
	return code;
}

static int check_wait(struct db *db, struct str login, struct str network, struct error *err)
{
	char text[NETWORK_BYTES];
	struct hash hash = hash_login(login);
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_LOGIN_FAILURE_GET,
				 DB_ARGS(db_blob("login_hash", hash_str(&hash)),
					 db_text("network", network_of(network, text))),
				 &query, err);
	if (code)
		return code;
	int64_t until_ms = 0;
	code = db_query_step(query, err);
	if (code > 0)
		until_ms = db_query_int(query, 1) + wait_after(db_query_int(query, 0));
	db_query_close(query);
	if (code < 0)
		return code;
	int64_t wait_ms = until_ms - clock_now_ms();
	return wait_ms > 0 ? refuse_for(wait_ms, err) : 0;
}

struct credential {
	int64_t account_id; /* 0: nobody may log in with it */
	char hash[ACCOUNT_HASH_BYTES];
};

static int read_credential(struct db *db, struct str login, struct credential *out,
			   struct error *err)
{
	char text[LOGIN_TYPED_BYTES];
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_CREDENTIAL_BY_LOGIN,
				 DB_ARGS(db_text("login", lower(login, text))), &query, err);
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
	struct credential credential = { 0 };
	int code = check_wait(db, login, network, err);
	if (!code && utf8_is_valid(login))
		code = read_credential(db, login, &credential, err);
	if (code)
		return code;
	const char *hash = credential.hash[0] ? credential.hash : nobody_hash;
	bool matches = password.length <= ACCOUNT_PASSWORD_MAXIMUM * 4 &&
		       crypto_pwhash_str_verify(hash, password.bytes ? password.bytes : "",
						password.length) == 0;
	if (!matches || !credential.account_id)
		return error_set(err, ERR_LOGIN, "Log-in name or password is wrong.",
				 "登录名或口令错误。");
	*out_account_id = credential.account_id;
	return 0;
}

int account_login_failed(struct db *db, struct str login, struct str network, struct error *err)
{
	char text[NETWORK_BYTES];
	struct hash hash = hash_login(login);
	int64_t now_ms = clock_now_ms();
	return db_run(db, STATEMENT_LOGIN_FAILURE_ADD,
		      DB_ARGS(db_blob("login_hash", hash_str(&hash)),
			      db_text("network", network_of(network, text)),
			      db_int("now_ms", now_ms),
			      db_int("forget_before_ms", now_ms - FORGET_MS)),
		      NULL, err);
}

int account_login_succeeded(struct db *db, struct str login, struct str network,
			    struct error *err)
{
	char text[NETWORK_BYTES];
	struct hash hash = hash_login(login);
	int code = db_run(db, STATEMENT_LOGIN_FAILURE_CLEAR,
			  DB_ARGS(db_blob("login_hash", hash_str(&hash)),
				  db_text("network", network_of(network, text))),
			  NULL, err);
	if (code)
		return code;
	return db_run(db, STATEMENT_LOGIN_FAILURE_PRUNE,
		      DB_ARGS(db_int("before_ms", clock_now_ms() - FORGET_MS)), NULL, err);
}
