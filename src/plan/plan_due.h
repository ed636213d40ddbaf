/*
 * plan_due.h - when an item is due: one or several dates, or every month, quarter or half-year.
 *
 * Layer: plan (rules; pure: no calendar, no clock).
 *
 * Written as offices write it, in either language, in any order, separated by ; ； 、 or ,:
 *     2008-03-31; 2008-06-30      dates as civil_parse() takes them
 *     monthly | 每月              the last day of each month
 *     monthly 25 | 每月25日       the 25th; the last day where the month is shorter
 *     quarterly | 每季度, half-yearly | 每半年, yearly | 年底   likewise in the period's last month
 * Stored canonical: ISO dates and the English words, joined by "; ". Each due day is a checkpoint, named by
 * its day. Dates lie from the plan's year to the end of March after it: what a year asks is shown by then.
 */
#ifndef LIANZE_PLAN_PLAN_DUE_H
#define LIANZE_PLAN_PLAN_DUE_H

#include "base/arena.h"
#include "base/civil.h"

#define PLAN_DUE_MAXIMUM 40 /* checkpoints of an item */

struct plan_due {
	int32_t days[PLAN_DUE_MAXIMUM]; /* ascending, each once */
	size_t count;
};

/* The due days that `text` gives in the plan of `year`; none for an empty one. -ERR_INVALID "due". */
MUST_USE int plan_due_read(struct str text, int year, struct plan_due *out, struct error *err);
/* The same as its canonical text in the arena. -ERR_INVALID "due", -ERR_MEMORY. */
MUST_USE int plan_due_canonical(struct str text, int year, struct arena *arena, struct str *out,
				struct error *err);
/* The same rule a year later: dates move by a year (29 February to the 28th), periods stay. */
MUST_USE int plan_due_next_year(struct str canonical, struct arena *arena, struct str *out,
				struct error *err);
/* A canonical text as a reader of Chinese (else of English) writes it; in the arena. */
struct str plan_due_shown(struct str canonical, bool chinese, struct arena *arena);

#endif
