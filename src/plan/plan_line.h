/*
 * plan_line.h - an item as one line: what a form, a file and last year's plan say of it, with the units that
 * answer.
 *
 * Layer: plan.
 */
#ifndef LIANZE_PLAN_PLAN_LINE_H
#define LIANZE_PLAN_PLAN_LINE_H

#include "plan/plan_book.h"

/* As it is written. Areas and tasks name nobody. */
struct plan_line {
	struct plan_item item; /* but for its leader and units */
	struct str leader;     /* plan_book_person() */
	struct str lead_units, co_units; /* plan_book_units() */
};

/* Who is meant. Co-units help each of the lead units but itself. */
struct plan_answerers {
	struct plan_named_units lead, co;
	bool keep_lead, keep_co; /* nothing is said of them: whoever answers now stays */
};

/* Find who is meant (the caller sets the keep_… members first); sets item.leader_id. -ERR_INVALID names
 * "leader", "lead_units" or "co_units". */
MUST_USE int plan_line_read(const struct plan_book *book, struct plan_line *line,
			    struct plan_answerers *out, struct error *err);
/* Put the item (plan_item_put) and have exactly these units answer for it in the draft. */
MUST_USE int plan_line_put(struct act *act, const struct plan_draft *draft, struct plan_item *item,
			   const struct plan_answerers *answerers, struct error *err);

#endif
