/*
 * comparison.h - what units and persons got in several years, side by side.
 *
 * Layer:   process.
 * Owner:   everything read lives in the arena passed in.
 *
 * Totals, ranks and grades of final results are read from their frozen lines, in one statement, and never
 * appraised again. What can be compared is the per cent of the maximum: schemes differ in their full marks,
 * and years in what applied. Frozen lines have no points by part of the scheme: comparison_parts() adds
 * them up from the marks that the final result was taken from (of this one subject only).
 */
#ifndef LIANZE_PROCESS_COMPARISON_H
#define LIANZE_PROCESS_COMPARISON_H

#include "process/result_store.h"

#define COMPARED_NONE (-1) /* a share of nothing */

struct compared {
	int year;
	int64_t subject_id;
	int64_t result_id, basis; /* 0: not final */
	enum result_state state;
	struct str group_name; /* as it was; of persons the level's Chinese title, with `level` */
	struct str level;
	int64_t scheme_id;
	const struct scheme *scheme;
	bool has_total, vetoed, last;
	struct decimal total;
	int64_t rank, ranked;  /* 0: not ranked; members of the group with a rank */
	struct str grade;      /* code in the scheme, or empty */
	const int64_t *parts;  /* by part of the scheme in tenths of a per cent or COMPARED_NONE; or NULL */
};

struct comparison {
	struct compared *items; /* by subject, then year */
	size_t count;
};

struct comparison_request {
	int64_t jurisdiction_id;
	enum scheme_subject subject;
	int from_year, to_year; /* both included */
	int64_t subject_id; /* not 0: this one */
	/* Else those who are in the group now or have a line in the result; everybody when both are 0. */
	int64_t group_id, result_id;
};

/* The newest final result of each year. A subject that a correction moved to another group counts there. */
MUST_USE int comparison_load(struct db *db, const struct comparison_request *request,
			     struct arena *arena, struct comparison *out, struct error *err);
/* The subject's line of a final result; NULL when it has none. */
const struct compared *comparison_find(const struct comparison *comparison, int64_t subject_id,
				       int64_t result_id);
/* The same of a member of a year that was appraised, with its parts when cells were kept. */
MUST_USE int comparison_of_member(const struct appraisal_year *year, int member, struct arena *arena,
				  struct compared *out, struct error *err);
/* Parts of a final line: the subject alone through the engine, as of the result's basis. */
MUST_USE int comparison_parts(struct db *db, const struct comparison_request *request,
			      struct arena *arena, struct compared *it, struct error *err);

/* Tenths of a per cent of the full marks, half up; COMPARED_NONE without a total. */
int64_t compared_share(const struct compared *it);
/* Tenths of a percentage point between both shares. False when there is nothing to compare with. */
bool compared_change(const struct compared *before, const struct compared *it, int64_t *out);
/* Places won (> 0) or lost. False unless both were ranked in the same group. */
bool compared_places(const struct compared *before, const struct compared *it, int64_t *out);

#endif
