/*
 * rollup.h - how far a plan is done: from checkpoints up to the body, in exact fractions (mechanism P1).
 *
 * Layer: progress (rules; pure).
 *
 * The rule, also in docs/plan.md:
 *   checkpoint   accepted share of its done report, 0 to 1. It counts once it is due on the day asked, or
 *                when something of it was accepted before. A granted date counts instead of the plan's. An
 *                item without due dates has one checkpoint, due on the last day of the plan's year.
 *   assignment   the average of its checkpoints that count
 *   item         the average of its lead units' assignments that count
 *   task, area   Σ weight × value / Σ weight over what stands below it and counts
 *   body         the same over areas
 * Weights count in proportion to the siblings that count: what is not due yet and what has weight 0 is left
 * out, above and below the line. A unit's percentage is the body's over the assignments of that unit alone;
 * a leader's the body's over the items in their charge. What nothing counts of has no value.
 *
 * Values are exact; should a fraction outgrow 128 bits, it is rounded to four places of a per cent first and
 * the node says `rounded`.
 */
#ifndef LIANZE_PROGRESS_ROLLUP_H
#define LIANZE_PROGRESS_ROLLUP_H

#include "plan/plan_tree.h"

/* What one assignment brings: checkpoints that count and the sum of their accepted shares in per cent. */
struct rollup_lead {
	int64_t counted;
	struct decimal accepted;
};

struct rollup_node {
	bool counts;
	bool rounded;
	struct rational value; /* 0 … 1 */
	struct decimal weight; /* Σ of the children's that count; of an item the number of its leads */
	size_t parts;	       /* children or leads that count */
};

/* What of the tree is asked about: 0 for no restriction. */
struct rollup_scope {
	int64_t unit_id;
	int64_t leader_id;
	/* The only assignments to look at, as indexes into tree->leads by node; NULL: all. For whoever has
	 * those of a unit at hand and asks for many units. */
	const size_t *only;
	size_t only_count;
};

/*
 * Fill `nodes` (tree->count of them) and *out_body from `leads`, one per tree->leads. -ERR_BROKEN when
 * even rounding does not help.
 */
MUST_USE int rollup_compute(const struct plan_tree *tree, const struct rollup_lead *leads,
			    struct rollup_scope scope, struct rollup_node *nodes,
			    struct rollup_node *out_body, struct error *err);

/* One assignment's value; false when nothing of it counts. */
bool rollup_lead_value(const struct rollup_lead *lead, struct rational *out);

/* A value as per cent with one place, "83.3"; "—" when it does not count. In the arena. */
struct str rollup_percent(const struct rollup_node *node, struct arena *arena);

#endif
