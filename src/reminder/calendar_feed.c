/* calendar_feed.c - see calendar_feed.h. */
#include "reminder/calendar_feed.h"

#include "base/civil.h"
#include "base/hash.h"
#include "base/id.h"
#include "statements_calendar_feed.h"

#define PREFIX_CHARACTERS (sizeof(FEED_PREFIX) - 1)
#define SECRET_CHARACTERS (FEED_SECRET_BYTES - 1 - PREFIX_CHARACTERS)

int calendar_feed_make(struct db *db, const struct calendar_feed *feed,
		       char out_secret[FEED_SECRET_BYTES], struct error *err)
{
	char secret[FEED_SECRET_BYTES] = FEED_PREFIX;
	int64_t count = 0;
	int code = db_get_int(db, STATEMENT_CALENDAR_FEED_COUNT,
			      DB_ARGS(db_int("account_id", feed->account_id)), &count, err);

	if (code)
		return code;
	if (count >= FEEDS_MAXIMUM)
		return error_set(err, ERR_RULE,
				 "An account has at most 10 calendar addresses. Revoke one first.",
				 "一个账号最多有 10 个日历订阅地址，请先撤销不用的。");
	random_text(secret + PREFIX_CHARACTERS, SECRET_CHARACTERS);
	struct hash hash = hash_of(str_from(secret));
	code = db_run(db, STATEMENT_CALENDAR_FEED_INSERT,
		      DB_ARGS(db_int("id", id_new()), db_blob("token_hash", hash_str(&hash)),
			      db_int("jurisdiction_id", feed->jurisdiction_id),
			      db_int("account_id", feed->account_id),
			      db_int("unit_id", feed->unit_id),
			      db_text("language",
				      feed->language == LANGUAGE_EN ? STR("en") : STR("zh")),
			      db_int("made_day", feed->made_day)),
		      NULL, err);
	if (!code)
		memcpy(out_secret, secret, sizeof(secret));
	return code;
}

int calendar_feed_revoke(struct db *db, int64_t account_id, int64_t id, struct error *err)
{
	int64_t changed = 0;
	int code = db_run(db, STATEMENT_CALENDAR_FEED_REMOVE,
			  DB_ARGS(db_int("account_id", account_id), db_int("id", id)), &changed,
			  err);

	if (code || changed)
		return code;
	return error_set(err, ERR_NOT_FOUND, "There is no such calendar address.",
			 "没有这个日历订阅地址。");
}

static int no_such_feed(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such calendar: its address was revoked or cut off.",
			 "没有这个日历：订阅地址已撤销或不完整。");
}

int calendar_feed_find(struct db *db, struct str secret, struct calendar_feed *out,
		       struct error *err)
{
	struct hash hash = hash_of(secret);
	struct db_query *query;
	int code;

	if (secret.length != FEED_SECRET_BYTES - 1 || !str_starts_with(secret, STR(FEED_PREFIX)))
		return no_such_feed(err);
	code = db_query_open(db, STATEMENT_CALENDAR_FEED_BY_SECRET,
			     DB_ARGS(db_blob("token_hash", hash_str(&hash))), &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = (struct calendar_feed){
			.id = db_query_int(query, 0),
			.jurisdiction_id = db_query_int(query, 1),
			.account_id = db_query_int(query, 2),
			.unit_id = db_query_int(query, 3),
			.language = str_equal(db_query_bytes(query, 4), STR("en")) ? LANGUAGE_EN
										    : LANGUAGE_ZH,
			.made_day = (int32_t)db_query_int(query, 5),
			.used_day = db_query_is_null(query, 6) ? CIVIL_NO_DAY
							       : (int32_t)db_query_int(query, 6),
		};
	db_query_close(query);
	if (code == 0)
		return no_such_feed(err);
	return code < 0 ? code : 0;
}

int calendar_feed_used(struct db *db, int64_t id, int32_t day, struct error *err)
{
	return db_run(db, STATEMENT_CALENDAR_FEED_USED,
		      DB_ARGS(db_int("id", id), db_int("day", day)), NULL, err);
}
