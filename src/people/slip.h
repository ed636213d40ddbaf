/*
 * slip.h - one-time slips: paper with a code and a QR code by which a person activates an account or sets
 * a new password and starts without the lost phone (decisions.md 11).
 *
 * Layer: people. The record is global (jurisdiction_id 0). The code has 80 random bits, is shown once, when
 * it is printed, and kept as a hash in table credential; printing again ends the former one.
 *
 * An account's first slip activates it; one for an account that has had a password is a reset. The
 * reset of whoever is or ever was an administrator needs two people: one asks, another confirms (a
 * security or the system administrator; the audit administrator changes nothing), and only then
 * the first one can print it.
 */
#ifndef LIANZE_PEOPLE_SLIP_H
#define LIANZE_PEOPLE_SLIP_H

#include "base/hash.h"
#include "people/account.h"

enum slip_kind { SLIP_ACTIVATION, SLIP_RESET, SLIP_KIND_COUNT };
enum slip_state {
	SLIP_REQUESTED, /* waits for a second person */
	SLIP_CONFIRMED, /* may be printed */
	SLIP_ISSUED,	/* printed: its code opens the account once */
	SLIP_USED,
	SLIP_REFUSED,	/* by the second person, or withdrawn */
	SLIP_REPLACED,	/* a newer one was made, or the account was disabled */
	SLIP_EXPIRED,
	SLIP_STATE_COUNT
};
enum slip_event {
	SLIP_CONFIRM,
	SLIP_REFUSE,
	SLIP_ISSUE,
	SLIP_USE,
	SLIP_REPLACE,
	SLIP_EXPIRE,
	SLIP_EVENT_COUNT
};

struct slip {
	struct record_head head;
	int64_t account_id;
	int kind, state;
	int64_t requested_by, confirmed_by; /* accounts; 0: the operator, or nobody */
	int64_t expires_ms;
};

extern const struct record_type slip_record;
extern const struct field_choice slip_kinds[], slip_states[], slip_events[];
extern const struct state_table slip_life; /* slip_state.c */

/* Who moves a slip on, and when. */
struct slip_asker {
	int64_t account_id; /* 0: the operator, or the holder of the slip */
	permission_set permissions; /* ACCOUNT_BY_SLIP for the holder */
	int64_t now_ms;
};

/* The only function that changes a slip's state. -ERR_STATE, -ERR_DENIED; -ERR_RULE when somebody
 * confirms their own request or their own reset, or a slip is said to have expired that has not. */
MUST_USE int slip_apply(struct slip *slip, enum slip_event event, const struct slip_asker *asker,
			struct error *err);

#define SLIP_CODE_CHARACTERS 16
#define SLIP_CODE_BYTES 20 /* XXXX-XXXX-XXXX-XXXX and NUL */

/* The hash of a typed code: case, hyphens, spaces and the look-alikes i l o do not matter. False when it
 * is not 16 characters of Crockford's base32. */
MUST_USE bool slip_code_hash(struct str typed, struct hash *out);

struct slip_order {
	int64_t account_id;
	int64_t valid_days; /* the policy's */
	bool alone; /* the operator's way out: no second person */
	struct slip_asker asker;
};

/*
 * In an act: print the account's slip: out_code is its code, or empty when a second person must
 * confirm first (out->state tells: SLIP_REQUESTED). A slip printed before is replaced. -ERR_STATE
 * for a disabled account.
 */
MUST_USE int slip_print(struct act *act, const struct slip_order *order, struct slip *out,
			char out_code[SLIP_CODE_BYTES], struct error *err);
/* Whether a new password for this account needs a second person. */
MUST_USE int slip_needs_two(struct db *db, int64_t account_id, bool *out, struct error *err);
/* In an act: confirm or refuse a request. */
MUST_USE int slip_decide(struct act *act, int64_t slip_id, enum slip_event event,
			 const struct slip_asker *asker, struct error *err);
/* In an act: end the account's open slip, if it has one. */
MUST_USE int slip_withdraw(struct act *act, int64_t account_id, const struct slip_asker *asker,
			   struct error *err);

/* The slip and the account of a typed code. -ERR_INVALID (field code) when there is none such. */
MUST_USE int slip_find(struct db *db, struct str typed, struct arena *arena, struct slip *out,
		       struct account *out_account, struct error *err);
/*
 * In an act: use the slip up: sets the password, takes lost one-time codes away (an administrator sets up
 * new ones at the next log-in), activates the account. -ERR_INVALID when the code is none or was used,
 * -ERR_RULE when it has expired, -ERR_STATE for a disabled account.
 */
MUST_USE int slip_use(struct act *act, struct str typed, const char *password_hash,
		      bool keeps_former, struct account *out_account, struct error *err);

#endif
