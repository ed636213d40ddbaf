/*
 * scheme_try_store.h - what a draft scheme would have done to a past year: the year's marks and entries under
 * the adopted scheme and under the draft, side by side (mechanisms A3, P7; design.md 6).
 *
 * Layer:   process. Reads only; nothing is stored.
 * Owner:   everything lives in the arena passed in and borrows from the draft.
 *
 * scheme_try.h says how indicators without marks, dropped ones and changed maxima are treated. The years
 * before the tried one, which triggers look at too, stay as their own schemes rule them.
 */
#ifndef LIANZE_PROCESS_SCHEME_TRY_STORE_H
#define LIANZE_PROCESS_SCHEME_TRY_STORE_H

#include "process/scheme_try.h"
#include "process/trigger_store.h"

struct scheme_try_request {
	int64_t jurisdiction_id;
	int year;
	const struct scheme *draft;
};

struct scheme_try_row {
	const struct appraised_subject *subject;
	const struct appraisal_result *before, *after; /* NULL: not appraised */
	int group; /* into the groups of `after`, or of `before` when there it is not appraised */
	bool has_difference;
	struct decimal difference; /* of totals */
	int rank_change;	   /* places gained; 0 also when one is not ranked */
	bool moved;		   /* rank, grade, last place or whether it is ranked changes */
};

/* A grade of the draft in a group. */
struct scheme_try_quota {
	int group, grade;
	size_t before;	   /* members with the grade of that code under the adopted scheme */
	size_t after;
	size_t moved_down; /* reached it by their total, and the quota moved them down */
};

struct scheme_try_trigger {
	const struct trigger_finding *before, *after; /* NULL: does not fire there */
};

struct scheme_try {
	struct scheme_try_plan plan;
	const struct appraisal_year *before, *after;
	const struct scheme_try_row *rows; /* by group, then rank under the draft */
	size_t row_count;
	size_t moved, ranks, grades; /* rows that change at all, in rank, in grade */
	const struct scheme_try_quota *quotas; /* groups × grades of the draft */
	size_t quota_count;
	const struct scheme_try_trigger *triggers; /* that fire before or after; units only */
	size_t trigger_count;
	int64_t ignored_marks; /* of indicators that the draft does not have */
};

/*
 * Try a draft on a year. -ERR_NOT_FOUND: no scheme is in force for the draft's subject in that year;
 * -ERR_RULE as scheme_try_plan(); otherwise as appraisal_load().
 */
MUST_USE int scheme_try_run(struct db *db, const struct scheme_try_request *request,
			    struct arena *arena, struct scheme_try **out, struct error *err);

/* Name of a row's group. */
struct str scheme_try_group(const struct scheme_try *trial, const struct scheme_try_row *row,
			    enum language language);
/* Who is in last place of a group of `after` under the draft and, in the group of that name, under the
 * adopted scheme; NULL: nobody. */
const struct appraised_subject *scheme_try_last_after(const struct scheme_try *trial, int group);
const struct appraised_subject *scheme_try_last_before(const struct scheme_try *trial, int group);

#endif
