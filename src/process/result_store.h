/*
 * result_store.h - results in the database: publish, finalise, correct; what closes marks and entries.
 *
 * Layer:   process.
 * Owner:   everything read lives in the arena passed in (of an act: the act's).
 *
 * The functions that take an act write through it; on failure the caller rolls back.
 */
#ifndef LIANZE_PROCESS_RESULT_STORE_H
#define LIANZE_PROCESS_RESULT_STORE_H

#include "process/appraisal_store.h"
#include "process/result.h"

/* Which group's result is meant. */
struct result_place {
	int64_t jurisdiction_id;
	int year;
	enum scheme_subject subject;
	int64_t group_id; /* appraisal_group; 0 for persons */
	struct str level; /* persons: the level's code in the scheme; empty for units */
};

/* The group and year of a stored result. */
struct result_place result_own_place(const struct result *result);

/* Whether the year has that group, or its scheme that level; -ERR_NOT_FOUND otherwise. */
MUST_USE int result_place_check(struct db *db, const struct result_place *place,
				struct arena *arena, struct error *err);

/* The newest version that was not dropped; the newest that is final; one version. -ERR_NOT_FOUND with a
 * general sentence when there is none. */
MUST_USE int result_find_latest(struct db *db, const struct result_place *place,
				struct arena *arena, struct result *out, struct error *err);
MUST_USE int result_find_final(struct db *db, const struct result_place *place,
			       struct arena *arena, struct result *out, struct error *err);
MUST_USE int result_find_version(struct db *db, const struct result_place *place, int64_t version,
				 struct arena *arena, struct result *out, struct error *err);

struct result_list {
	struct result *items;
	size_t count;
};

/* All versions of the place's group, the newest first; without group and level those of every group of the
 * year, a group's newest first. */
MUST_USE int result_load(struct db *db, const struct result_place *place, struct arena *arena,
			 struct result_list *out, struct error *err);

struct result_lines {
	struct result_line *items; /* by rank, those without one last */
	size_t count;
};
MUST_USE int result_load_lines(struct db *db, int64_t jurisdiction_id, int64_t result_id,
			       struct arena *arena, struct result_lines *out, struct error *err);

/*
 * The request that appraises the group as the result says: a final one from what stood in the ledger
 * before its basis under its scheme; one in publicity as it is now under its scheme; a draft as it is now.
 */
struct appraisal_request result_request(const struct result *result);

/* Who does it, and what the forms ask. */
struct result_order {
	permission_set permissions;
	int32_t publicity_to;  /* publish: last day; CIVIL_NO_DAY: the shortest that the scheme allows */
	struct str reference;  /* publish, correct */
	struct str reason;     /* correct: why; withdraw, drop: why */
	int64_t expected_revision; /* that the form was made from; 0: not asked. Otherwise -ERR_CONFLICT */
};

/* The last day of publicity that the scheme allows at the earliest when it begins on `from`, which counts.
 * -ERR_RULE: in working days, and the calendar of a year that it touches is not loaded. */
MUST_USE int result_earliest_end(struct db *db, const struct scheme *scheme, int32_t from,
				 struct arena *arena, int32_t *out, struct error *err);

/*
 * Begin publicity of a group's result: of its draft, or of the first version when there is none. Refusals
 * are those of result_apply(); -ERR_NOT_FOUND: no such group or no scheme in force.
 */
MUST_USE int result_publish(struct act *act, const struct result_place *place,
			    const struct result_order *order, struct result *out,
			    struct error *err);
MUST_USE int result_withdraw(struct act *act, int64_t result_id, const struct result_order *order,
			     struct result *out, struct error *err);
/* Freeze it: its lines are written, and proposals follow from it (proposal_store.h). */
MUST_USE int result_finalise(struct act *act, int64_t result_id, const struct result_order *order,
			     struct result *out, struct error *err);
/* Begin version n+1 of a final result as a draft. -ERR_STATE: it is not final, or the next version was
 * begun already; -ERR_INVALID: no reason. */
MUST_USE int result_correct(struct act *act, const struct result_place *place,
			    const struct result_order *order, struct result *out,
			    struct error *err);
MUST_USE int result_drop(struct act *act, int64_t result_id, const struct result_order *order,
			 struct result *out, struct error *err);

/* The group, or for persons the level, in which a unit or person is appraised in out->year, into
 * out->group_id or out->level (in the arena); the other members of *out are given. -ERR_NOT_FOUND: it is
 * not. */
MUST_USE int result_place_of(struct db *db, int64_t subject_id, struct arena *arena,
			     struct result_place *out, struct error *err);

/* What is to be written: a mark of an indicator, or (indicator empty) an entry. */
struct result_cell {
	int year;
	enum scheme_subject subject;
	int64_t subject_id;
	struct str indicator;
};

/*
 * May marks and entries of this subject be written? 0 while its group's result is a draft, or in publicity
 * when an objection that covers it was upheld; else -ERR_STATE with what to do. Called by score_put(),
 * entry_add() and entry_reverse(): nobody else needs to.
 */
MUST_USE int result_check_open(struct db *db, int64_t jurisdiction_id,
			       const struct result_cell *cell, struct arena *arena,
			       struct error *err);
/* The state of the newest result of the subject's group; RESULT_DRAFT when there is none. */
MUST_USE int result_state_of(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
			     struct arena *arena, enum result_state *out, struct error *err);
/* May the marks that this earlier act wrote be taken back? -ERR_STATE as above. */
MUST_USE int result_check_open_act(struct db *db, int64_t jurisdiction_id, int64_t act_id,
				   struct error *err);

#endif
