/*
 * plan_row.h - how a draft writes rows that carry versions (plan.h).
 *
 * Layer: plan, private to the stores of this room. The types are those with from_version and to_version:
 * plan_item, assignment, co_assignment.
 */
#ifndef LIANZE_PLAN_PLAN_ROW_H
#define LIANZE_PLAN_PLAN_ROW_H

#include "plan/plan_store.h"

/*
 * Write `row` as the draft's content in place of `present` (NULL: it is new). One that says the same is not
 * written, and `row` becomes what is present. A row that the draft began is
 * updated; one of an earlier version ends and `row` begins under an id of its own (row->head.id when that is
 * set and present is NULL). What `present` holds afterwards is of no use.
 */
MUST_USE int plan_row_put(struct act *act, const struct plan_draft *draft,
			  const struct record_type *type, void *present, void *row,
			  struct error *err);
/* The row leaves the draft: one that the draft began vanishes (an assignment with its persons), another
 * ends with the version before. */
MUST_USE int plan_row_end(struct act *act, const struct plan_draft *draft,
			  const struct record_type *type, void *row, struct error *err);
/* Undo all that the draft wrote. */
MUST_USE int plan_rows_take_back(struct act *act, const struct plan_draft *draft,
				 struct error *err);

#endif
