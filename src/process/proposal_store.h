/*
 * proposal_store.h - proposals that follow from final results, and their decision (mechanism A3).
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_PROPOSAL_STORE_H
#define LIANZE_PROCESS_PROPOSAL_STORE_H

#include "process/proposal.h"
#include "process/result.h"

/*
 * Inside the act that made `result` final: judge every trigger that the result can decide, of its own
 * year and of the later ones that look back at it. A condition that is met proposes, for each principal
 * who qualifies or, when none does, with the subject to be determined, unless the same proposal is there
 * already; an open proposal whose ground has gone lapses, a lapsed one whose ground is back is open
 * again. What a leader decided is not touched: proposal_has_ground() tells whether its ground still is.
 */
MUST_USE int proposal_review(struct act *act, const struct result *result, struct error *err);

struct proposal_order {
	enum proposal_event event; /* PROPOSAL_ACCEPT, _DECLINE, _REVOKE */
	permission_set permissions;
	int64_t asker_person;
	struct str reason;
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/* A leader's decision; see proposal_apply(). */
MUST_USE int proposal_decide(struct act *act, int64_t proposal_id,
			     const struct proposal_order *order, struct proposal *out,
			     struct error *err);

/* Whether the trigger would propose the same today. */
MUST_USE int proposal_has_ground(struct db *db, const struct proposal *proposal,
				 struct arena *arena, bool *out, struct error *err);

#endif
