/*
 * distribution.h - how the totals of a group are spread: by the scheme's grades, or in steps of even width.
 *
 * Layer:   rules. Pure: from an appraisal to counts.
 * Owner:   everything lives in the arena given.
 */
#ifndef LIANZE_PROCESS_DISTRIBUTION_H
#define LIANZE_PROCESS_DISTRIBUTION_H

#include "process/appraisal.h"

#define DISTRIBUTION_STEPS 12 /* at most so many bands of even width */

struct distribution_band {
	struct decimal from, to; /* from <= total < to; of the best grade there is no `to` */
	bool has_to;
	int grade;		 /* index into the scheme's grades; -1: a step of even width */
	size_t totals;		 /* members whose total lies in it */
	size_t graded;		 /* members who got this grade in the end, by quota and veto too */
};

struct distribution {
	bool by_grade; /* the group is ranked: grades were given */
	struct distribution_band *bands; /* by grade: best first; else rising */
	size_t count;
	size_t members, with_total;
	struct decimal lowest, median, highest; /* 0 without totals; the median rounded half up */
};

/*
 * The totals of one group of the appraisal: by grade when it is ranked. Otherwise nobody has a grade: steps
 * of 1, 2, 5, 10 … points, the narrowest of which at most DISTRIBUTION_STEPS cover all totals. -ERR_MEMORY.
 */
MUST_USE int distribution_make(const struct appraisal *appraisal, int group, struct arena *arena,
			       struct distribution *out, struct error *err);

#endif
