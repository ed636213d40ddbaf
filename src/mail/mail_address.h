/*
 * mail_address.h - where a person wants mail: entered, confirmed by a code, switched off by themself.
 *
 * Layer:   mail.
 * Owner:   texts live in the arena passed in.
 *
 * One address an account. It is no record: it is nobody else's business, it is not committed to the ledger,
 * and when it is removed nothing of it stays. Mail goes only to an address that was confirmed with the
 * code sent to it within MAIL_CODE_MINUTES, at most MAIL_CODE_TRIES wrong ones; MAIL_CODES_AN_HOUR codes
 * may be asked for, so that nobody floods another's mailbox.
 */
#ifndef LIANZE_MAIL_MAIL_ADDRESS_H
#define LIANZE_MAIL_MAIL_ADDRESS_H

#include "base/arena.h"
#include "store/db.h"

#define MAIL_CODE_MINUTES 60
#define MAIL_CODE_TRIES 5
#define MAIL_CODES_AN_HOUR 3
#define MAIL_CODE_BYTES 9 /* eight characters and NUL */

struct mail_owner {
	struct str address; /* empty: none */
	bool confirmed, enabled;
	int64_t code_ms; /* when its code was made; 0: none waits */
};

/* Mail may be sent to it. */
static inline bool mail_owner_is_open(const struct mail_owner *owner)
{
	return owner->address.length && owner->confirmed && owner->enabled;
}

MUST_USE int mail_address_get(struct db *db, int64_t account_id, struct arena *arena,
			      struct mail_owner *out, struct error *err);
/* In a write transaction: it waits for the code in `out_code`; an earlier address is forgotten.
 * -ERR_INVALID "address"; -ERR_RULE: too many codes. */
MUST_USE int mail_address_set(struct db *db, int64_t account_id, struct str address,
			      int64_t now_ms, char out_code[MAIL_CODE_BYTES], struct error *err);
/*
 * In a write transaction. -ERR_INVALID "code": wrong, and counted: the caller must keep the
 * transaction. -ERR_STATE: no code waits, it is too old, or was wrong too often.
 */
MUST_USE int mail_address_confirm(struct db *db, int64_t account_id, struct str code,
				  int64_t now_ms, struct error *err);
/* In a write transaction. -ERR_STATE: there is no address. */
MUST_USE int mail_address_switch(struct db *db, int64_t account_id, bool enabled,
				 struct error *err);
MUST_USE int mail_address_remove(struct db *db, int64_t account_id, struct error *err);

#endif
