/*
 * objection_store.h - raising and answering objections.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_OBJECTION_STORE_H
#define LIANZE_PROCESS_OBJECTION_STORE_H

#include "process/objection.h"

/*
 * Raise: `objection` has result, subject, indicator and text. Sets the rest. -ERR_STATE: the result is not
 * in publicity; -ERR_INVALID: a text under five characters, an indicator that the scheme does not have or
 * that does not apply; -ERR_NOT_FOUND: the subject is not in the group. The same words sent twice while
 * they wait for an answer are one objection: *objection is the first.
 */
MUST_USE int objection_raise(struct act *act, struct objection *objection, struct error *err);

struct objection_order {
	enum objection_event event;
	permission_set permissions;
	struct str answer;	   /* uphold, reject */
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/* Answer or withdraw. -ERR_STATE also when the result is not in publicity any more. */
MUST_USE int objection_move(struct act *act, int64_t objection_id,
			    const struct objection_order *order, struct objection *out,
			    struct error *err);

#endif
