/*
 * score.h - the points that one scorer gave one subject for one indicator (mechanisms P6, A3).
 *
 * Layer: process. A mark is changed by putting it again; the ledger keeps every version.
 */
#ifndef LIANZE_PROCESS_SCORE_H
#define LIANZE_PROCESS_SCORE_H

#include "ledger/act.h"
#include "process/scheme.h"
#include "record/record.h"

struct score {
	struct record_head head;
	int64_t year;
	int subject; /* enum scheme_subject */
	int64_t subject_id;
	struct str indicator;  /* code in the scheme in force in `year` */
	struct decimal points; /* 0 when not applicable */
	bool not_applicable;
	struct str reason; /* required when not applicable */
	struct str scorer; /* who scored: a body, a team, a person; part of the natural key */
	int32_t day;
	struct str change_reason; /* why this version replaced the one before; empty for a first one */
};

extern const struct record_type score_record;
extern const struct field_choice appraisal_subjects[]; /* unit, person */

/* The mark with the same year, subject, indicator and scorer. -ERR_NOT_FOUND when there is none. */
MUST_USE int score_find(struct db *db, const struct score *key, int64_t jurisdiction_id,
			struct arena *arena, struct score *out, struct error *err);

/*
 * Pure. What a scorer writes into a cell: points, or "n/a: reason" (不适用：理由); sets points,
 * not_applicable and reason (which may be empty: score_check() then says so). -ERR_INVALID otherwise.
 */
MUST_USE int score_parse(struct str text, struct score *score, struct error *err);
/* "n/a: reason": true, with the reason. False for anything else. */
bool score_is_not_applicable(struct str text, struct str *out_reason);
/* The same back again, as score_parse() reads it. */
struct str score_format(const struct score *score, enum language language, struct arena *arena);

/*
 * Pure: may this mark stand under `scheme` for a subject of class `class_index` (scheme_class_find)?
 * -ERR_INVALID: the scheme has no such indicator, the points are outside [0, maximum], or a "not applicable"
 * has no reason or has points; -ERR_RULE: the indicator does not apply to the class.
 */
MUST_USE int score_check(const struct score *score, const struct scheme *scheme, int class_index,
			 struct error *err);

/* May this mark be written, changed or removed now (result_check_open())? score_put() asks itself. */
MUST_USE int score_check_open(struct act *act, const struct score *score, struct error *err);

enum score_outcome { SCORE_UNCHANGED, SCORE_CREATED, SCORE_CHANGED, SCORE_REMOVED };

/*
 * Put a mark: create it, or change the points, reason and day of the one with the same natural key.
 * `score_check` first; then -ERR_RULE when another scorer of the same cell says the opposite about being
 * applicable, -ERR_STATE when the group's result is public or final. The same mark again writes nothing
 * (its day does not count as a change). On success score->head is the record's.
 */
MUST_USE int score_put(struct act *act, struct score *score, const struct scheme *scheme,
		       int class_index, enum score_outcome *out, struct error *err);
/* Take out a mark that was read. Why is the caller's to record (score_change.h). */
MUST_USE int score_remove(struct act *act, struct score *present, struct error *err);

#endif
