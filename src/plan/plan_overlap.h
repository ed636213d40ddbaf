/*
 * plan_overlap.h - items that a unit would be asked for twice: near ones are pointed out before a plan is
 * published (ask once, domain.md 4 rule 1).
 *
 * Layer:   plan.
 * Owner:   everything lives in the arena passed in.
 *
 * Two items are compared when a unit leads both: two of the draft, in whichever area, or one of the
 * draft and one of the year before that is still running. Their share in common is the greater of two: that
 * of their titles, and that of title and measure together, each as sets of runs of two characters
 * (base/minhash.h). Texts are short, so candidates are found by bands of three values of their signatures:
 * of pairs with half in common one in 270 is missed. What was carried over from last year, with its code and
 * title as they were, is the same item: it is compared as the draft's.
 *
 * It is a hint: nothing is refused because of it. The office can say of a pair, with a reason, that both are
 * wanted; then it is not pointed out again. Of a later version only pairs are told in which something is
 * the draft's own: what was published once was seen.
 */
#ifndef LIANZE_PLAN_PLAN_OVERLAP_H
#define LIANZE_PLAN_PLAN_OVERLAP_H

#include "base/minhash.h"
#include "plan/plan_tree.h"

#define PLAN_OVERLAP_SHOWN   500 /* thousandths in common from which a pair is told */
#define PLAN_OVERLAP_MAXIMUM 200 /* pairs told; beyond that the plan has other problems */

/* "Both are wanted": record type "plan_pair". */
struct plan_pair {
	struct record_head head;
	int64_t plan_id;  /* of the draft in which it was said */
	int64_t item_id;  /* of the two nodes the lower one, … */
	int64_t other_id; /* … and the higher one */
	struct str reason;
	int32_t marked_day;
	int64_t marker_id; /* person; 0: an account without one */
};

extern const struct record_type plan_pair_record;

/* What of last year's plan still runs. */
struct plan_running {
	struct plan_tree tree;
	bool *leads; /* by tree.leads: still running */
};

/* The room that knows whether an assignment is done (progress/plan_running.c) tells. */
struct plan_running_source {
	/* Of the plan of `year` in force as of `today`; -ERR_NOT_FOUND: there is none. */
	int (*load)(struct db *db, const struct plan *plan, int32_t today, struct arena *arena,
		    struct plan_running *out, struct error *err);
};
extern const struct plan_running_source progress_running;

struct plan_overlap {
	const struct plan_node *node;  /* of the draft */
	const struct plan_node *other; /* of the draft, or of last year's plan */
	bool last_year;
	int permille;
	const struct plan_unit *unit; /* the first, by code, that leads both */
	size_t units;		      /* how many do */
};

struct plan_overlaps {
	struct plan_overlap *items; /* the most alike first */
	size_t count;
	bool more; /* than PLAN_OVERLAP_MAXIMUM */
};

/* What is compared. */
struct plan_overlap_request {
	const struct plan_tree *tree;	     /* of the draft */
	const struct plan_running *running; /* NULL: nothing of last year */
	const struct plan_pair *wanted;	     /* not told again */
	size_t wanted_count;
};

/* Pure. -ERR_MEMORY. */
MUST_USE int plan_overlap_find(const struct plan_overlap_request *request, struct arena *arena,
			       struct plan_overlaps *out, struct error *err);

/* Load and find for a draft as of `today`. */
MUST_USE int plan_overlap_load(struct db *db, const struct plan_tree *tree, int32_t today,
			       struct arena *arena, struct plan_overlaps *out, struct error *err);
/* Pairs of a plan that are both wanted. */
MUST_USE int plan_pairs_load(struct db *db, const struct plan *plan, struct arena *arena,
			     struct plan_pair **out, size_t *out_count, struct error *err);
/* Say so of two nodes; again: the reason is changed. -ERR_INVALID "reason". */
MUST_USE int plan_pair_put(struct act *act, struct plan_pair *pair, struct error *err);
/* Take it back: the pair is told again. Does nothing when nobody said so. */
MUST_USE int plan_pair_forget(struct act *act, const struct plan_pair *pair, struct error *err);

#endif
