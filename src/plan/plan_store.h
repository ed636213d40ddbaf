/*
 * plan_store.h - plans in the database: drafting, changing, publishing; what a version holds.
 *
 * Layer:   plan.
 * Owner:   everything read lives in the arena passed in (of an act: the act's).
 *
 * The functions that take an act write through it; on failure the caller rolls back. All writing goes into
 * the open draft (struct plan_draft, got in the same act): a row that the draft itself began is changed in
 * place; one that an earlier version published ends with that version, and a new row begins.
 */
#ifndef LIANZE_PLAN_PLAN_STORE_H
#define LIANZE_PLAN_PLAN_STORE_H

#include "plan/assignment.h"

/* Plans and versions ------------------------------------------------------------------------------ */

/* The plan of a year; -ERR_NOT_FOUND with a sentence. */
MUST_USE int plan_find(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
		       struct plan *out, struct error *err);
/* The open draft of a plan; -ERR_NOT_FOUND. */
MUST_USE int plan_version_find_open(struct db *db, const struct plan *plan, struct arena *arena,
				    struct plan_version *out, struct error *err);
MUST_USE int plan_version_find(struct db *db, const struct plan *plan, int64_t version,
			       struct arena *arena, struct plan_version *out, struct error *err);

struct plan_draft {
	struct plan plan;
	struct plan_version version; /* drafting or consulting */
};

/* Start the plan of plan->year with its first draft. -ERR_RULE: the year has one. */
MUST_USE int plan_create(struct act *act, struct plan *plan, struct plan_draft *out,
			 struct error *err);
/* Open the next draft of a published plan. -ERR_RULE: one is open; -ERR_INVALID "reason". */
MUST_USE int plan_open_draft(struct act *act, int year, struct str reason, struct plan_draft *out,
			     struct error *err);
/* The draft to write into. -ERR_STATE: none is open. */
MUST_USE int plan_draft_get(struct act *act, int year, struct plan_draft *out, struct error *err);

struct plan_order {
	enum plan_version_event event;
	permission_set permissions;
	int32_t consult_until; /* consult: CIVIL_NO_DAY for none */
	struct str reason;     /* publish, drop: replaces the draft's when not empty */
	int64_t expected_revision; /* of the version; 0: not asked; otherwise -ERR_CONFLICT */
};

/*
 * Move the draft. Publishing is refused with -ERR_RULE and the first few codes while an item has no lead
 * unit, or a question waits for an answer. Dropping takes back every row that the draft began and every end
 * that it set; of a plan's first draft nothing but the version's line stays and `plan.version` is 0.
 */
MUST_USE int plan_draft_move(struct act *act, struct plan_draft *draft,
			     const struct plan_order *order, struct error *err);

/* Items ------------------------------------------------------------------------------------------ */

/* A node as it is in a version: key has jurisdiction_id and item_id, or (item_id 0) plan_id and code.
 * -ERR_NOT_FOUND. */
MUST_USE int plan_item_find(struct db *db, const struct plan_item *key, int64_t version,
			    struct arena *arena, struct plan_item *out, struct error *err);

/*
 * Put an item into the draft: a new one (item_id 0), or the present content of a node. Sets plan_id,
 * versions, item_id, canonical due and, when position is 0, the last place below the parent; *item is
 * what was written. -ERR_INVALID names the field: a code that another node has, a parent that is not there
 * or not of a fitting kind, a due rule; -ERR_CONFLICT: item->head.revision is set and is not the present
 * row's.
 */
MUST_USE int plan_item_put(struct act *act, const struct plan_draft *draft, struct plan_item *item,
			   struct error *err);
/* Take a node out of the draft, with all below it and their assignments. */
MUST_USE int plan_item_withdraw(struct act *act, const struct plan_draft *draft, int64_t item_id,
				struct error *err);

/* Who answers ------------------------------------------------------------------------------------- */

/* A unit leads an item from the draft on; *out is what stands, also when it did already. -ERR_RULE: an area
 * or a task. */
MUST_USE int assignment_put(struct act *act, const struct plan_draft *draft, int64_t item_id,
			    int64_t unit_id, struct assignment *out, struct error *err);
/* It does not any more; its co-units go with it. */
MUST_USE int assignment_withdraw(struct act *act, const struct plan_draft *draft,
				 struct assignment *assignment, struct error *err);
/* A co-unit of an assignment with its part. -ERR_RULE: it leads the assignment itself. */
MUST_USE int co_assignment_put(struct act *act, const struct plan_draft *draft,
			       const struct assignment *assignment, struct co_assignment *co,
			       struct error *err);
MUST_USE int co_assignment_withdraw(struct act *act, const struct plan_draft *draft,
				    struct co_assignment *co, struct error *err);

#endif
