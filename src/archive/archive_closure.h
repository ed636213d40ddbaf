/*
 * archive_closure.h - what a person does not see of their own integrity archive while they are
 * investigated.
 *
 * Layer: archive.
 *
 * Data    why, by which document, from when to when (or until it is lifted), who decided and who ended
 * it. Effect  From the moment on which it was decided the person's own page leaves out what came into
 * being since, of
 *         the kinds that the rule names (archive/archive_rule.h: closes) and of sources that close, and
 * every
 *         reading of their archive since. Nothing that they could see before disappears, no number and no
 *         gap tells of it; that is why a closure begins when it is decided and never earlier. When it
 * ends all of
 *         it shows, the readings with their real times.
 * States  in force -lift-> lifted. One that has passed its last day has no effect any more and is lifted
 * by
 *         nobody.
 * Who     the office and the discipline body's leaders (PERMISSION_PERSON_WRITE,
 * PERMISSION_PROPOSAL_DECIDE) who may
 *         read the archive; nobody about themself, not even to see that there is one.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_CLOSURE_H
#define LIANZE_ARCHIVE_ARCHIVE_CLOSURE_H

#include "ledger/act.h"
#include "people/rights.h"
#include "record/transition.h"

#define ARCHIVE_CLOSERS (PERMISSION_PERSON_WRITE | PERMISSION_PROPOSAL_DECIDE)

enum archive_closure_state {
	ARCHIVE_CLOSURE_IN_FORCE,
	ARCHIVE_CLOSURE_LIFTED,
	ARCHIVE_CLOSURE_STATE_COUNT
};
enum archive_closure_event { ARCHIVE_CLOSURE_LIFT, ARCHIVE_CLOSURE_EVENT_COUNT };

struct archive_closure {
	struct record_head head;
	int64_t person_id;
	struct str reason, reference;
	int32_t from_day;  /* the day on which it was decided … */
	int64_t begun_ms;  /* … and the moment, in real time */
	int32_t to_day;	   /* the last day; CIVIL_NO_DAY: until it is lifted */
	int64_t closed_by; /* account */
	int state;	   /* enum archive_closure_state */
	int32_t ended_day; /* CIVIL_NO_DAY while in force */
	int64_t ended_by;  /* account, or 0 */
	struct str end_reason;
};

extern const struct record_type archive_closure_record;
extern const struct field_choice archive_closure_states[], archive_closure_events[];
extern const struct state_table archive_closure_life;

/* Who lifts it. */
struct archive_closer {
	permission_set permissions;
	int64_t person_id; /* 0: the account is nobody's */
};

/*
 * The only function that changes the state of a closure that exists; the caller fills end_reason first
 * and writes it. -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_INVALID: no reason; -ERR_RULE: by
 * the person themself.
 */
MUST_USE int archive_closure_apply(struct archive_closure *closure, enum archive_closure_event event,
				   const struct archive_closer *closer, struct error *err);
/* Whether it has an effect on a day. */
bool archive_closure_holds(const struct archive_closure *closure, int32_t today);

/* Begin one: person, reason, reference and to_day are filled. -ERR_INVALID: it would end before today;
 * -ERR_RULE: one is in force already, or by the person themself. */
MUST_USE int archive_closure_begin(struct act *act, const struct archive_closer *closer,
				   struct archive_closure *closure, struct error *err);
/* End one, for a reason. -ERR_CONFLICT: not the revision that was read (0: any). */
struct archive_lifting {
	int64_t id, expected_revision;
	struct str reason;
};
MUST_USE int archive_closure_lift(struct act *act, const struct archive_closer *closer,
				  const struct archive_lifting *lifting,
				  struct archive_closure *out, struct error *err);
/* The closure of a person that holds on a day, the earliest; -ERR_NOT_FOUND when there is none. */
MUST_USE int archive_closure_find(struct db *db, struct record_key person, int32_t today,
				  struct arena *arena, struct archive_closure *out,
				  struct error *err);

#endif
