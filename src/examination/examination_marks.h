/*
 * examination_marks.h - the superior's and the inspection team's points in an examination: ordinary marks of
 * the person's indicators (process/score.h), each with a reason where it is below the maximum.
 *
 * Layer:   examination.
 * Owner:   what is read lives in the arena passed in.
 *
 * Several scorers of an indicator are averaged exactly by the engine. The superior's stand under the
 * superior's name; the team's under the name that the scheme gives the indicator's scorer.
 */
#ifndef LIANZE_EXAMINATION_EXAMINATION_MARKS_H
#define LIANZE_EXAMINATION_EXAMINATION_MARKS_H

#include "examination/examination.h"
#include "process/scoring_store.h"

struct examination_sheet {
	struct scoring_place place;
	struct scoring_subject subject;
	const struct appraisal_line *lines; /* one per indicator of place.scheme */
	struct str superior;		    /* name; empty: none */
};

/* -ERR_NOT_FOUND: no scheme is in force, or the person is not appraised in that year (any more). */
MUST_USE int examination_sheet_load(struct db *db, const struct examination *examination,
				    struct arena *arena, struct examination_sheet *out,
				    struct error *err);
/* Under whose name the asker's mark of an indicator stands. */
struct str examination_scorer(const struct examination_sheet *sheet, bool superior, int indicator);
/* That mark; NULL: none yet. */
const struct appraisal_mark *examination_mark(const struct examination_sheet *sheet, struct str scorer,
					      int indicator);
/* How many indicators lack the superior's points, or their reason; 0 where no superior is named. */
MUST_USE int examination_count_unmarked(struct db *db, const struct examination *examination,
					struct arena *arena, size_t *out, struct error *err);

struct examination_entry {
	int indicator;
	bool superior;	   /* as the superior; else as the team */
	struct str points; /* as typed; empty: leave what is there */
	struct str reason;
	int64_t seen_id, seen_revision; /* of the mark that was shown; 0: none */
	struct str change_reason;
};
/*
 * Write one mark. -ERR_INVALID: points out of range, or below the maximum without a reason; -ERR_CONFLICT and
 * the others of score_change().
 */
MUST_USE int examination_enter(struct act *act, const struct examination_sheet *sheet,
			       const struct examination_entry *entry, bool *out_changed,
			       struct error *err);

#endif
