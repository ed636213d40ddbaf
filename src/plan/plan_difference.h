/*
 * plan_difference.h - what one version of a plan changes against another.
 *
 * Layer: plan (pure: two trees in, a list out).
 */
#ifndef LIANZE_PLAN_PLAN_DIFFERENCE_H
#define LIANZE_PLAN_PLAN_DIFFERENCE_H

#include "plan/plan_tree.h"

enum plan_change_kind { PLAN_ADDED, PLAN_CHANGED, PLAN_WITHDRAWN, PLAN_CHANGE_KIND_COUNT };

/* One thing of a changed item that is different. */
struct plan_change_field {
	const struct field *field; /* NULL: the units that answer */
	struct str before, after;  /* machine form; of units: "T01；T02 + D01（…）" */
};

struct plan_change {
	enum plan_change_kind kind;
	const struct plan_item *item; /* as it is after; of a withdrawn one as it was */
	struct plan_change_field *fields;
	size_t field_count; /* 0 unless changed */
};

struct plan_changes {
	struct plan_change *items; /* in the order of `after`, then those withdrawn */
	size_t count;
};

/* -ERR_MEMORY. */
MUST_USE int plan_difference(const struct plan_tree *before, const struct plan_tree *after,
			     struct arena *arena, struct plan_changes *out, struct error *err);

#endif
