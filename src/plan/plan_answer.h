/*
 * plan_answer.h - what units say to a plan: claim, question, confirm, name their persons.
 *
 * Layer: plan. The caller has checked that the asker may act for the unit.
 */
#ifndef LIANZE_PLAN_PLAN_ANSWER_H
#define LIANZE_PLAN_PLAN_ANSWER_H

#include "plan/plan_store.h"

struct assignment_order {
	enum assignment_event event;
	permission_set permissions;
	struct str text;	   /* question: what the unit proposes; settle: the answer */
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/* Move an assignment that was read in this act; -ERR_STATE also when it has ended. */
MUST_USE int assignment_answer(struct act *act, struct assignment *assignment,
			       const struct assignment_order *order, struct error *err);
/* Claim all that are offered to a unit in a version (`wanted`: plan_id, unit_id, from_version); *out_count
 * says how many. */
MUST_USE int assignment_claim_all(struct act *act, const struct assignment *wanted,
				  permission_set permissions, int64_t *out_count, struct error *err);

struct co_assignment_order {
	enum co_assignment_event event;
	permission_set permissions;
	struct str note; /* decline */
	int64_t expected_revision;
};
MUST_USE int co_assignment_answer(struct act *act, struct co_assignment *co,
				  const struct co_assignment_order *order, struct error *err);

/* Name a person for an assignment, or say anew what theirs is; *person is what stands. -ERR_INVALID
 * "person": nobody with a post in the unit or below it today. */
MUST_USE int assignment_person_put(struct act *act, const struct assignment *assignment,
				   struct assignment_person *person, struct error *err);

#endif
