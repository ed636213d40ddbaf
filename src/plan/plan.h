/*
 * plan.h - the plan of a year and its versions (mechanism P1).
 *
 * Layer: plan (rules; pure).
 *
 * A plan is a tree of items (plan_item.h) with the units that answer for them (assignment.h). It is
 * published in versions: `plan.version` is the one in force, 0 before the first. One draft may be open
 * beside it, always of the number after. Rows of a plan carry from_version and to_version (0: still);
 * those of version v are
 *     from_version <= v AND (to_version = 0 OR to_version >= v)
 * so publishing writes no row but the plan's and the version's, an older version can always be shown, and
 * the difference of two is what begins or ends between them. A published row never changes but for its
 * end and, in an assignment, what its unit says to it.
 *
 * States of a version: drafting -consult-> consulting (its units claim, question, break down)
 * -redraft-> drafting; drafting or consulting -publish-> published; drafting or consulting -drop->
 * dropped, of which nothing stays but the version's line with its reason.
 */
#ifndef LIANZE_PLAN_PLAN_H
#define LIANZE_PLAN_PLAN_H

#include "ledger/act.h"
#include "record/transition.h"

struct plan {
	struct record_head head;
	int64_t year;
	struct str title;
	int64_t version; /* in force; 0: none yet */
};

enum plan_version_state {
	PLAN_DRAFTING,
	PLAN_CONSULTING,
	PLAN_PUBLISHED,
	PLAN_DROPPED,
	PLAN_VERSION_STATE_COUNT
};
enum plan_version_event {
	PLAN_CONSULT,
	PLAN_REDRAFT,
	PLAN_PUBLISH,
	PLAN_DROP,
	PLAN_VERSION_EVENT_COUNT
};

struct plan_version {
	struct record_head head;
	int64_t plan_id;
	int64_t version;
	int state;	       /* enum plan_version_state */
	struct str reason;     /* why it changes the one before; may be empty for the first */
	int32_t consult_until; /* last day for the units' answers; CIVIL_NO_DAY: none set */
	int32_t opened_day;
	int32_t published_day; /* CIVIL_NO_DAY until then */
};

extern const struct record_type plan_record, plan_version_record;
extern const struct field_choice plan_version_states[], plan_version_events[];
extern const struct state_table plan_version_life;

/*
 * The only function that changes the state of a version; the caller writes it. -ERR_STATE, -ERR_DENIED as
 * transition_apply(); -ERR_INVALID "reason": a later version is published or dropped without one.
 */
MUST_USE int plan_version_apply(struct plan_version *version, enum plan_version_event event,
				permission_set permissions, struct error *err);

/* Whether a row from `from` to `to` (0: still) is part of version `version`. */
static inline bool plan_row_in(int64_t from, int64_t to, int64_t version)
{
	return from <= version && (to == 0 || to >= version);
}

#endif
