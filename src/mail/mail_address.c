/* mail_address.c - see mail_address.h. */
#include "mail/mail_address.h"

#include <stdio.h>

#include "base/hash.h"
#include "mail/mail_message.h"
#include "statements_mail_address.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)

struct stored {
	struct mail_owner owner;
	struct hash code_hash;
	bool has_code;
	int64_t tries, codes, codes_from_ms;
};

static int read_stored(struct db *db, int64_t account_id, struct arena *arena, struct stored *out,
		       struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_MAIL_ADDRESS_GET,
				 DB_ARGS(db_int("account_id", account_id)), &query, err);

	*out = (struct stored){ .has_code = false };
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		struct str hash = db_query_bytes(query, 3);

		out->has_code = hash.length == HASH_BYTES;
		if (out->has_code)
			memcpy(out->code_hash.bytes, hash.bytes, HASH_BYTES);
		out->owner = (struct mail_owner){ .confirmed = db_query_int(query, 1) != 0,
						  .enabled = db_query_int(query, 2) != 0,
						  .code_ms = db_query_int(query, 4) };
		if (arena)
			out->owner.address = db_query_copy(query, 0, arena);
		out->tries = db_query_int(query, 5);
		out->codes = db_query_int(query, 6);
		out->codes_from_ms = db_query_int(query, 7);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

int mail_address_get(struct db *db, int64_t account_id, struct arena *arena, struct mail_owner *out,
		     struct error *err)
{
	struct stored stored;
	int code = read_stored(db, account_id, arena, &stored, err);

	if (!code)
		*out = stored.owner;
	return code;
}

static int bad_address(struct str address, struct error *err)
{
	char text[ERROR_NAME_BYTES * 2];

	snprintf(text, sizeof(text), "%.*s", STR_ARG(utf8_cut(address, sizeof(text) - 1)));
	return error_invalid(err, "address", text, "an address such as name@example.org",
			     "邮箱地址，例如 name@example.org");
}

/* The code is bound to account and address: whoever changes one needs another code. */
static struct hash hash_code(int64_t account_id, struct str code)
{
	char account[32];
	int length = snprintf(account, sizeof(account), "%lld:", (long long)account_id);
	const struct str parts[] = { { account, (size_t)length }, code };

	return hash_parts(parts, 2);
}

int mail_address_set(struct db *db, int64_t account_id, struct str address, int64_t now_ms,
		     char out_code[MAIL_CODE_BYTES], struct error *err)
{
	struct stored stored;
	char code_text[MAIL_CODE_BYTES];
	int code = 0;

	if (!mail_address_is_valid(address))
		return bad_address(address, err);
	code = read_stored(db, account_id, NULL, &stored, err);
	if (code)
		return code;
	if (now_ms - stored.codes_from_ms >= HOUR_MS)
		stored.codes = 0, stored.codes_from_ms = now_ms;
	if (stored.codes >= MAIL_CODES_AN_HOUR)
		return error_set(err, ERR_RULE,
				 "Three codes were sent within the hour. Wait an hour and try again.",
				 "一小时内已发送三次验证码，请一小时后再试。");
	random_text(code_text, MAIL_CODE_BYTES - 1);
	struct hash hash = hash_code(account_id, str_from(code_text));
	code = db_run(db, STATEMENT_MAIL_ADDRESS_PUT,
		      DB_ARGS(db_int("account_id", account_id), db_text("address", address),
			      db_blob("code_hash", hash_str(&hash)), db_int("code_ms", now_ms),
			      db_int("codes", stored.codes + 1),
			      db_int("codes_from_ms", stored.codes_from_ms)),
		      NULL, err);
	if (!code)
		memcpy(out_code, code_text, sizeof(code_text));
	return code;
}

static int is_over(const struct stored *stored, int64_t now_ms, struct error *err)
{
	if (!stored->has_code)
		return error_set(err, ERR_STATE, "No code waits for this account. Enter the address again.",
				 "没有待确认的验证码，请重新填写邮箱地址。");
	if (now_ms - stored->owner.code_ms > MAIL_CODE_MINUTES * MINUTE_MS)
		return error_set(err, ERR_STATE, "The code is older than an hour. Enter the address again.",
				 "验证码已超过一小时，请重新填写邮箱地址。");
	if (stored->tries >= MAIL_CODE_TRIES)
		return error_set(err, ERR_STATE,
				 "The code was wrong five times and is void. Enter the address again.",
				 "验证码已错误五次而作废，请重新填写邮箱地址。");
	return 0;
}

int mail_address_confirm(struct db *db, int64_t account_id, struct str code_text, int64_t now_ms,
			 struct error *err)
{
	struct stored stored;
	struct hash hash = hash_code(account_id, code_text);
	int code = read_stored(db, account_id, NULL, &stored, err);

	if (!code)
		code = is_over(&stored, now_ms, err);
	if (code)
		return code;
	if (bytes_equal_constant_time(hash_str(&hash), hash_str(&stored.code_hash)))
		return db_run(db, STATEMENT_MAIL_ADDRESS_CONFIRMED,
			      DB_ARGS(db_int("account_id", account_id)), NULL, err);
	code = db_run(db, STATEMENT_MAIL_ADDRESS_WRONG, DB_ARGS(db_int("account_id", account_id)),
		      NULL, err);
	return code ? code
		    : error_invalid(err, "code", "", "the eight characters of the mail's code",
				    "邮件中的八位验证码");
}

static int check_changed(int code, int64_t changed, struct error *err)
{
	if (code || changed)
		return code;
	return error_set(err, ERR_STATE, "There is no mail address.", "尚未填写邮箱地址。");
}

int mail_address_switch(struct db *db, int64_t account_id, bool enabled, struct error *err)
{
	int64_t changed = 0;
	int code = db_run(db, STATEMENT_MAIL_ADDRESS_SWITCH,
			  DB_ARGS(db_int("account_id", account_id), db_int("enabled", enabled)),
			  &changed, err);

	return check_changed(code, changed, err);
}

int mail_address_remove(struct db *db, int64_t account_id, struct error *err)
{
	int64_t changed = 0;
	int code = db_run(db, STATEMENT_MAIL_ADDRESS_REMOVE,
			  DB_ARGS(db_int("account_id", account_id)), &changed, err);

	return check_changed(code, changed, err);
}
