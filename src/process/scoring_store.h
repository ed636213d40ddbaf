/*
 * scoring_store.h - what people who score need of the database: where they score, one subject's cells
 * with the marks in them, a cell's history, and what changed since they looked (mechanisms P6, A3).
 *
 * Layer:   process. Reads only; score_change.h writes.
 * Owner:   everything lives in the arena passed in.
 * Cost:    a subject is its marks of one year; changes are the leaves of the jurisdiction's tree since
 *          the cursor, whoever wrote them, so that a poll of an idle county reads one row.
 */
#ifndef LIANZE_PROCESS_SCORING_STORE_H
#define LIANZE_PROCESS_SCORING_STORE_H

#include "process/appraisal.h"
#include "process/score.h"

/* A group of units in its year, or a level of persons (its index in the scheme + 1). */
struct scoring_place {
	int64_t jurisdiction_id;
	int year;
	enum scheme_subject subject;
	int64_t group_id;
	struct str level; /* persons: its code */
	const struct scheme *scheme; /* in force in `year` */
};

struct scoring_subject {
	int64_t id;
	struct str code, name;
	int class_index; /* of the scheme */
};

/* One version of one mark of a cell. */
struct scoring_version {
	struct score score; /* as it said; of a removal: the last that stood there */
	bool removed;
	struct str removal_reason; /* may be empty: an import was undone */
	int64_t leaf_index, at_ms;
	struct str act_kind, role, account; /* account: display name, empty for an operator */
};

struct scoring_history {
	const struct scoring_version *items; /* newest first */
	size_t count;
};

struct scoring_cell { /* which cell, nothing of what it says */
	int64_t subject_id;
	struct str indicator;
};

#define SCORING_CHANGES_MAXIMUM 500

struct scoring_changes {
	const struct scoring_cell *items; /* each cell once */
	size_t count;
	int64_t cursor; /* for the next question */
	bool too_many;	/* more than SCORING_CHANGES_MAXIMUM leaves: read the table anew */
};

/*
 * A subject of the place. -ERR_NOT_FOUND when it is not appraised there: not in the group, or without
 * a post of that level on the last day of the year.
 */
MUST_USE int scoring_subject_load(struct db *db, const struct scoring_place *place, int64_t id,
				  struct arena *arena, struct scoring_subject *out,
				  struct error *err);
/* The subject's cells, one for each indicator of the scheme, with state, exact average and marks. */
MUST_USE int scoring_lines_load(struct db *db, const struct scoring_place *place,
				const struct scoring_subject *subject, struct arena *arena,
				const struct appraisal_line **out, struct error *err);
/* All versions of all marks that were ever in a cell, but those that an undone import took along. */
MUST_USE int scoring_history_load(struct db *db, const struct scoring_place *place,
				  const struct scoring_cell *cell, struct arena *arena,
				  struct scoring_history *out, struct error *err);
/* The cells of the place's year and kind of subject whose marks changed at or behind the cursor `since`. */
MUST_USE int scoring_changes_load(struct db *db, const struct scoring_place *place, int64_t since,
				  struct arena *arena, struct scoring_changes *out,
				  struct error *err);

#endif
