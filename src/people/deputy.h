/*
 * deputy.h - who acts for whom: from a day to a day, in named kinds of act (decisions.md 13).
 *
 * Layer: people.
 *
 * A post-holder names another account as deputy; it takes effect when named, and the deputy may decline.
 * rights_load() then adds the grants of the one who is represented, cut down to the kinds. It is never
 * handed on, never gives an administrator's rights or anything about oneself, and no decision in a matter
 * about the deputy or the represented (people/rights.h). What is done by it is recorded "B for A". It ends on
 * its last day, at once when revoked or declined, and when either account is disabled or loses its
 * roles.
 */
#ifndef LIANZE_PEOPLE_DEPUTY_H
#define LIANZE_PEOPLE_DEPUTY_H

#include "ledger/act.h"
#include "people/rights.h"
#include "record/transition.h"

enum deputy_state { DEPUTY_NAMED, DEPUTY_DECLINED, DEPUTY_REVOKED, DEPUTY_STATE_COUNT };
enum deputy_event { DEPUTY_DECLINE, DEPUTY_REVOKE, DEPUTY_EVENT_COUNT };

struct deputy {
	struct record_head head;
	int64_t account_id; /* who is represented */
	int64_t deputy_id;  /* the account that acts */
	int32_t from_day;   /* both ends included */
	int32_t to_day;
	struct str acts;    /* names of deputy_kinds, separated by spaces */
	struct str reason;
	int state;	    /* enum deputy_state */
};

/* A kind of act that can be delegated: permissions under a name that people understand. */
struct deputy_kind {
	const char *name;
	enum message label;
	permission_set permissions;
};

extern const struct deputy_kind deputy_kinds[]; /* ends with a NULL name */
extern const struct record_type deputy_record;
extern const struct field_choice deputy_states[], deputy_events[];
extern const struct state_table deputy_life;

#define DEPUTY_OF_MAXIMUM 8 /* accounts that one represents at a time */

/* The permissions of kinds by name, with the reading that they need; unknown names give nothing. */
permission_set deputy_permissions(struct str acts);

/* Who asks, for deputy_apply. */
struct deputy_asker {
	int64_t account_id; /* 0: the program, when somebody leaves */
	permission_set permissions;
};

/*
 * Name a deputy. -ERR_INVALID names "deputy_id", "from_day", "to_day" or "acts"; -ERR_RULE when the deputy is
 * an administrator or the same person, cannot log in, or is named for some of these days
 * already. `own` are the rights of the one who is to be represented: a kind that they do not give is
 * -ERR_INVALID.
 */
MUST_USE int deputy_create(struct act *act, struct deputy *deputy, const struct rights *own,
			   struct error *err);
/* The only function that changes the state: the represented revokes, the deputy declines. */
MUST_USE int deputy_apply(struct deputy *deputy, enum deputy_event event,
			  const struct deputy_asker *asker, struct error *err);
/* Revoke all that stand on either side of a person's accounts: leaving. */
MUST_USE int deputy_end_all(struct act *act, int64_t person_id, struct error *err);

#endif
