/*
 * calendar_feed.h - secret addresses under which a calendar program reads due days.
 *
 * Layer: reminder.
 *
 * The secret reads lzc_ + 52 base32 characters (256 random bits); only its SHA-256 is kept, beside whose it
 * is and of what: of the owner's own matters, or of one unit. Who holds it reads, so it opens no more than
 * the owner may read at that moment, writes nothing, and ends with the account or when its owner revokes
 * it. It is no record: making and revoking are lines in the acts, the row is a secret of the owner like a
 * session.
 */
#ifndef LIANZE_REMINDER_CALENDAR_FEED_H
#define LIANZE_REMINDER_CALENDAR_FEED_H

#include "base/arena.h"
#include "messages.h"
#include "store/db.h"

#define FEED_PREFIX "lzc_"
#define FEED_SECRET_BYTES 57 /* 4 + 52 characters and NUL */
#define FEEDS_MAXIMUM 10     /* of one account */

struct calendar_feed {
	int64_t id, jurisdiction_id, account_id;
	int64_t unit_id; /* 0: of the owner's own matters */
	enum language language;
	int32_t made_day;
	int32_t used_day; /* CIVIL_NO_DAY: never */
};

/* In a write transaction: `feed` without id; the secret is shown once. -ERR_RULE: FEEDS_MAXIMUM. */
MUST_USE int calendar_feed_make(struct db *db, const struct calendar_feed *feed,
				char out_secret[FEED_SECRET_BYTES], struct error *err);
/* In a write transaction. -ERR_NOT_FOUND: none of that account. */
MUST_USE int calendar_feed_revoke(struct db *db, int64_t account_id, int64_t id, struct error *err);
/* Whose a secret is. -ERR_NOT_FOUND: nobody's. */
MUST_USE int calendar_feed_find(struct db *db, struct str secret, struct calendar_feed *out,
				struct error *err);
/* In a write transaction: it was read on this day. */
MUST_USE int calendar_feed_used(struct db *db, int64_t id, int32_t day, struct error *err);

#endif
