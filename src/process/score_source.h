/*
 * score_source.h - points of an indicator that come from the plan's reviewed results instead of from scorers
 * (decisions.md 12; `source: plan` in a scheme).
 *
 * Layer:   process. How far a plan is done is known to a room above this one, which is named by its address
 *          (plan_score_source), as in handover_sources.c.
 * Owner:   what is read lives in the arena passed in (of an act: the act's).
 *
 * One rule says which points a cell has: a mark that stands in it; without one, what the plan says now.
 *   draft      no mark: the points move with each reviewed report, and nobody types them
 *   published  the act that begins publicity writes the points as ordinary marks, each with a record of what
 *              it came from (struct score_basis). From then on they are marks like any other: they move only
 *              where an objection was upheld or a correction was begun, and only by score_source_renew()
 *   final      appraised from the ledger as it stood: marks and their basis can no longer change
 *   withdrawn  the marks are taken out again, and the cells follow the plan as before
 * So a final result never moves and old years recompute as they stood, without a second history of plans.
 *
 * A cell without a value is *missing* (no published plan; nothing due yet in a year that is not over) and
 * blocks the ranking of its group; a unit to which no item falls is *not applicable*, with the reason.
 */
#ifndef LIANZE_PROCESS_SCORE_SOURCE_H
#define LIANZE_PROCESS_SCORE_SOURCE_H

#include "process/appraisal_store.h"
#include "process/score.h"

/* Under whose name such a mark stands. */
#define SCORE_SOURCE_SCORER "责任分解"

/* What the points of one mark came from, in the words of the room that knows (plan_points.h); one for each
 * version of the mark, never changed. */
struct score_basis {
	struct record_head head;
	int64_t score_id, score_revision;
	int32_t day;	   /* as of which */
	struct str detail; /* plan_points_format() */
};

extern const struct record_type score_basis_record;

struct sourced_cell {
	int64_t subject_id;
	int indicator; /* index into the scheme's */
	bool not_applicable;
	struct decimal points; /* rounded to four places, half up, as a mark is stored */
	struct str reason;     /* why not applicable; else what the points are of, short */
	struct str detail;     /* with request.detail: what a basis says */
};

struct sourced_cells {
	struct sourced_cell *items; /* by subject_id, then indicator; what is missing is not there */
	size_t count;
	int32_t day;
};

struct score_source_request {
	int64_t jurisdiction_id;
	int year;
	const struct scheme *scheme;
	int32_t day;	 /* 0: the business date of now */
	int64_t unit_id; /* 0: all units */
	bool detail;
};

/* A source, one static struct. */
struct score_source {
	/* All cells that have a value; a year without a published plan has none. */
	int (*load)(struct db *db, const struct score_source_request *request, struct arena *arena,
		    struct sourced_cells *out, struct error *err);
	/* Whether a plan's items may come from what has this name. */
	bool (*knows_item_source)(struct str name);
};
extern const struct score_source plan_score_source; /* progress/plan_points_store.c */

/* The cells of the scheme's indicators with a source; none when it has no such indicator. */
MUST_USE int score_source_load(struct db *db, const struct score_source_request *request,
			       struct arena *arena, struct sourced_cells *out, struct error *err);
/* The cell; NULL: missing. */
const struct sourced_cell *score_source_find(const struct sourced_cells *cells, int64_t subject_id,
					     int indicator);
/* It as a mark for the engine, without a record. */
struct appraisal_score score_source_mark(const struct sourced_cells *cells,
					 const struct sourced_cell *cell, int member);

/* What a version of a mark came from; out->head.jurisdiction_id, score_id and score_revision are given.
 * -ERR_NOT_FOUND: it was not taken from the plan. */
MUST_USE int score_basis_find(struct db *db, struct score_basis *out, struct arena *arena,
			      struct error *err);

/*
 * Writing. `year` is the group's appraisal with detail.
 * keep: write what the plan says as marks, for the cells that have none. take_back: remove those marks.
 * renew: bring the marks of one unit to what the plan says on the act's day, with the reason; *out_count
 * cells changed. -ERR_STATE as score_put() when the result is closed.
 */
MUST_USE int score_source_keep(struct act *act, const struct appraisal_year *year,
			       struct error *err);
MUST_USE int score_source_take_back(struct act *act, const struct appraisal_year *year,
				    struct error *err);
MUST_USE int score_source_renew(struct act *act, const struct appraisal_year *year,
				struct str reason, size_t *out_count, struct error *err);

/* -ERR_RULE when the indicator takes its points from the plan: nobody types them. */
MUST_USE int score_source_check_typed(const struct scheme_indicator *indicator, struct error *err);

#endif
