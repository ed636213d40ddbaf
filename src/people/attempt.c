/*
 * attempt.c - counting failures: see attempt.h.
 *
 * What is counted under is a hash of the name typed: people type passwords into that field.
 */
#include "people/attempt.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/hash.h"
#include "base/id.h"
#include "people/account.h"
#include "people/network.h"
#include "statements_account.h"
#include "statements_attempt.h"

#define EVERY_NETWORK "*"
#define LONGEST_WAIT_MS (60 * 60 * 1000)
#define FORGET_MS (24 * 60 * 60 * 1000)
#define MINUTE_MS (60 * 1000)
#define KEEP_MS (ATTEMPT_KEEP_DAYS * INT64_C(86400000))

static const struct kind_row {
	const char *name, *salt;
	int64_t free;
	bool together; /* counts for the account from all networks too */
} kinds[ATTEMPT_KIND_COUNT] = {
	[ATTEMPT_PASSWORD] = { "password", "lianze login\n", ATTEMPT_FREE_FAILURES, false },
	[ATTEMPT_CODE] = { "code", "lianze code\n", ATTEMPT_FREE_FAILURES, true },
	[ATTEMPT_AGAIN] = { "again", "lianze again\n", ATTEMPT_FREE_FAILURES, false },
	[ATTEMPT_SLIP] = { "slip", "lianze slip\n", ATTEMPT_FREE_TOGETHER, false },
};

/* What is counted: a key, and the failures that are free. */
struct counter {
	struct hash hash;
	char network[NETWORK_BYTES];
	int64_t free;
};

const char *attempt_kind_name(enum attempt_kind kind)
{
	return kinds[kind].name;
}

/* The counters of an attempt, one or two. */
static size_t counters_of(const struct attempt *attempt, struct counter out[2])
{
	const struct kind_row *kind = &kinds[attempt->kind];
	char login[ACCOUNT_TYPED_BYTES];
	const struct str parts[] = { str_from(kind->salt),
				     account_login_lower(attempt->login, login) };

	out[0].hash = hash_parts(parts, ARRAY_LENGTH(parts));
	out[0].free = kind->free;
	network_of(attempt->network, out[0].network);
	if (!kind->together)
		return 1;
	out[1] = out[0];
	out[1].free = ATTEMPT_FREE_TOGETHER;
	snprintf(out[1].network, NETWORK_BYTES, "%s", EVERY_NETWORK);
	return 2;
}

static int64_t wait_after(int64_t failures, int64_t free)
{
	int64_t wait_ms = ATTEMPT_FIRST_WAIT_MS;
	if (failures < free)
		return 0;
	for (int64_t i = free; i < failures && wait_ms < LONGEST_WAIT_MS; i++)
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

static int check_counter(struct db *db, const struct counter *counter, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_LOGIN_FAILURE_GET,
				 DB_ARGS(db_blob("login_hash", hash_str(&counter->hash)),
					 db_text("network", str_from(counter->network))),
				 &query, err);
	if (code)
		return code;
	int64_t until_ms = 0;
	code = db_query_step(query, err);
	if (code > 0)
		until_ms = db_query_int(query, 1) + wait_after(db_query_int(query, 0),
							       counter->free);
	db_query_close(query);
	if (code < 0)
		return code;
	int64_t wait_ms = until_ms - clock_now_ms();
	return wait_ms > 0 ? refuse_for(wait_ms, err) : 0;
}

int attempt_check(struct db *db, const struct attempt *attempt, struct error *err)
{
	struct counter counters[2];
	size_t count = counters_of(attempt, counters);
	int code = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = check_counter(db, &counters[i], err);
	return code;
}

/* A line for the person, when the name is somebody's. */
static int remember(struct db *db, const struct attempt *attempt, bool success, struct error *err)
{
	char login[ACCOUNT_TYPED_BYTES], network[NETWORK_BYTES];
	int64_t account_id, now_ms = clock_now_ms();
	if (!attempt->login.length || !utf8_is_valid(attempt->login))
		return 0;
	int code = db_get_int(db, STATEMENT_ACCOUNT_ID_BY_LOGIN,
			      DB_ARGS(db_text("login", account_login_lower(attempt->login, login))),
			      &account_id, err);
	if (code == -ERR_NOT_FOUND)
		return 0;
	if (!code)
		code = db_run(db, STATEMENT_LOGIN_ATTEMPT_PRUNE,
			      DB_ARGS(db_int("account_id", account_id),
				      db_int("before_ms", now_ms - KEEP_MS)),
			      NULL, err);
	if (code)
		return code;
	return db_run(db, STATEMENT_LOGIN_ATTEMPT_ADD,
		      DB_ARGS(db_int("account_id", account_id), db_int("id", id_new()),
			      db_int("at_ms", now_ms),
			      db_text("kind", str_from(kinds[attempt->kind].name)),
			      db_int("success", success),
			      db_text("network", network_of(attempt->network, network))),
		      NULL, err);
}

int attempt_failed(struct db *db, const struct attempt *attempt, struct error *err)
{
	struct counter counters[2];
	size_t count = counters_of(attempt, counters);
	int64_t now_ms = clock_now_ms();
	int code = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = db_run(db, STATEMENT_LOGIN_FAILURE_ADD,
			      DB_ARGS(db_blob("login_hash", hash_str(&counters[i].hash)),
				      db_text("network", str_from(counters[i].network)),
				      db_int("now_ms", now_ms),
				      db_int("forget_before_ms", now_ms - FORGET_MS)),
			      NULL, err);
	return code ? code : remember(db, attempt, false, err);
}

int attempt_succeeded(struct db *db, const struct attempt *attempt, struct error *err)
{
	struct counter counters[2];
	size_t count = counters_of(attempt, counters);
	int code = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = db_run(db, STATEMENT_LOGIN_FAILURE_CLEAR,
			      DB_ARGS(db_blob("login_hash", hash_str(&counters[i].hash)),
				      db_text("network", str_from(counters[i].network))),
			      NULL, err);
	if (!code)
		code = db_run(db, STATEMENT_LOGIN_FAILURE_PRUNE,
			      DB_ARGS(db_int("before_ms", clock_now_ms() - FORGET_MS)), NULL, err);
	return code ? code : remember(db, attempt, true, err);
}

int attempt_failures_since(struct db *db, int64_t account_id, enum attempt_kind kind, int64_t *out,
			   struct error *err)
{
	return db_get_int(db, STATEMENT_LOGIN_ATTEMPT_FAILURES,
			  DB_ARGS(db_int("account_id", account_id),
				  db_text("kind", str_from(kinds[kind].name))),
			  out, err);
}
