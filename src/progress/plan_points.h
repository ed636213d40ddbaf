/*
 * plan_points.h - an indicator's points from how far a unit's part of the plan is done (decisions.md 12).
 *
 * Layer:   progress (rules; pure).
 * Owner:   what is made lives in the arena passed in.
 *
 *     points = accepted weight / due weight × maximum, rounded once to four places, half up
 *
 * How far a unit is done says the roll-up (rollup.h), over the items that the scheme selects: with the plan's
 * weights; or each item alike, then the tree is flat. What is not due, what has weight 0 and what other units
 * answer for is left out. Being late costs nothing, unless the scheme names a share: then a checkpoint whose
 * done report came behind its due day (a granted date instead of the plan's) brings that much less.
 *
 * What the points are made of is written down as text (plan_points_format), one line for the whole and one
 * for each item, so that it can stand in the ledger beside the mark and be shown as it was.
 */
#ifndef LIANZE_PROGRESS_PLAN_POINTS_H
#define LIANZE_PROGRESS_PLAN_POINTS_H

#include "process/scheme.h"
#include "progress/board.h"

struct plan_points_item {
	size_t lead;	       /* index into tree.leads */
	struct rational share; /* of the due weight */
	struct rational value; /* accepted, 0 … 1 */
	size_t late;	       /* checkpoints that cost something for being late */
};

struct plan_points {
	bool assigned; /* an item of the selection falls to the unit */
	bool counts;   /* … and something of it is due and has weight */
	bool rounded;  /* a fraction outgrew 128 bits */
	struct rational value; /* accepted weight / due weight */
	struct plan_points_item *items; /* that count, in the plan's order */
	size_t count;
};

/* What of an indicator is the same for all units. */
struct plan_selection {
	const struct board *board;
	const struct scheme_plan *rule;
	struct plan_tree tree;	   /* flat when all items weigh alike */
	struct rollup_lead *leads; /* 0 of what is not selected; late ones as the scheme says */
	bool *selected;		   /* by lead */
	size_t *late;		   /* by lead */
};

MUST_USE int plan_selection_make(const struct board *board, const struct scheme_plan *rule,
				 struct arena *arena, struct plan_selection *out,
				 struct error *err);
MUST_USE int plan_points_compute(const struct plan_selection *selection, int64_t unit_id,
				 struct arena *arena, struct plan_points *out, struct error *err);
/* value × maximum as a mark; false on overflow. */
MUST_USE bool plan_points_of(const struct plan_points *points, struct decimal maximum,
			     struct decimal *out);

/* As text and back ---------------------------------------------------------------------------- */

/* One item as it was. */
struct plan_basis_item {
	int64_t item_id, assignment_id;
	bool confidential;
	struct str counted, accepted; /* checkpoints that counted; sum of their accepted shares in per cent */
	struct str percent;	      /* of the item, one place */
	struct str late;
	struct str share;  /* of the due weight, exactly: "1/12" */
	struct str points; /* that it brought, rounded to four places */
	struct str code, title;
};

struct plan_basis {
	int year;
	int32_t day;
	struct str version; /* of the plan */
	struct str value;   /* exactly: "11/12" */
	struct str maximum, points;
	bool equal_weights, rounded;
	struct str late; /* per cent that being late cost; "0": nothing */
	struct plan_basis_item *items;
	size_t count;
};

MUST_USE int plan_points_format(const struct plan_selection *selection,
				const struct plan_points *points, struct decimal maximum,
				struct arena *arena, struct str *out, struct error *err);
/* -ERR_CORRUPT when it is not such a text. */
MUST_USE int plan_basis_parse(struct str text, struct arena *arena, struct plan_basis *out,
			      struct error *err);

#endif
