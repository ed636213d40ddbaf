/*
 * proposal_source.h - proposals whose ground is no trigger over ranks: findings about persons, which a room
 * above this one knows and which is named by its address (finding_proposals), as in handover_sources.c.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_PROPOSAL_SOURCE_H
#define LIANZE_PROCESS_PROPOSAL_SOURCE_H

#include "process/proposal.h"
#include "process/result.h"

struct proposal_source {
	/* Whether a proposal with that trigger_code is this source's. */
	bool (*owns)(struct str trigger_code);
	/* Inside the act that made a level's result final: open, renew or let lapse what follows from it. */
	int (*review)(struct act *act, const struct result *result, struct error *err);
	/* Whether the same would be proposed today. */
	int (*has_ground)(struct db *db, const struct proposal *proposal, struct arena *arena,
			  bool *out, struct error *err);
};
extern const struct proposal_source finding_proposals; /* examination/finding_store.c */

#endif
