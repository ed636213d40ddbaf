/*
 * examination.h - the year's examination of one cadre in study, performance and integrity (mechanism A5).
 *
 * Layer: examination (rules; pure).
 *
 * Scores, weights, grades, derivation, publicity, objection and the final result are the appraisal engine's
 * for persons (process/): here is what goes before them.
 *
 * Data     one record per person and year: the own statement, a short text for each part, which the program
 *          fills in with what it knows; who is the superior; the superior's opinion. The superior's and the
 *          inspection team's points are ordinary marks with reasons (examination_marks.h).
 * States   open -submit-> stated -assess-> assessed; stated -recall-> open by the person, -return-> open
 *          with a note; assessed -reopen-> stated with a reason. When the level's result is public, nothing
 *          of it moves any more (examination_store.h).
 * Who      the statement is the person's alone; the superior assesses and returns, nobody in their own
 *          matter; the office stands in for a superior who is not named, returns and reopens.
 * Findings of failing or inadequate duty: finding.h.
 */
#ifndef LIANZE_EXAMINATION_EXAMINATION_H
#define LIANZE_EXAMINATION_EXAMINATION_H

#include "ledger/act.h"
#include "record/transition.h"

enum examination_part { PART_STUDY, PART_PERFORMANCE, PART_INTEGRITY, EXAMINATION_PART_COUNT };

enum examination_state {
	EXAMINATION_OPEN,
	EXAMINATION_STATED,
	EXAMINATION_ASSESSED,
	EXAMINATION_STATE_COUNT
};
enum examination_event {
	EXAMINATION_SUBMIT,
	EXAMINATION_RECALL,
	EXAMINATION_RETURN,
	EXAMINATION_ASSESS,
	EXAMINATION_REOPEN,
	EXAMINATION_EVENT_COUNT
};

#define STATEMENT_CHARACTERS 2000 /* of one part: short */

struct examination {
	struct record_head head;
	int64_t year, person_id;
	int64_t unit_id;     /* of the post that decides on the level */
	struct str level;    /* the level's code in the scheme */
	int64_t superior_id; /* 0: none is named; then the office assesses */
	int state;	     /* enum examination_state */
	struct str parts[EXAMINATION_PART_COUNT]; /* the own statement */
	struct str opinion;			  /* of the superior */
	struct str note; /* why it was returned or opened again, the latest time */
	int32_t opened_day, stated_day, assessed_day; /* CIVIL_NO_DAY until then */
};

extern const struct record_type examination_record;
extern const struct field_choice examination_states[], examination_events[], examination_parts[];
extern const struct state_table examination_life;

/* Who asks, for the guards. */
struct examination_asker {
	permission_set permissions;
	int64_t person_id; /* 0: an account that is nobody's */
	bool manages;	   /* EXAMINATION_MANAGE over the person's unit */
	size_t unmarked;   /* indicators without the superior's points, or below the maximum without reason */
};

/*
 * The only function that changes the state; the caller fills texts and days first and writes the record.
 * -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_RULE: not the person, not the superior, in one's own
 * matter, marks are lacking; -ERR_INVALID: a part, the opinion or the note is empty.
 */
MUST_USE int examination_apply(struct examination *examination, enum examination_event event,
			       const struct examination_asker *asker, struct error *err);
/* Whether the guard would let this asker through: for buttons. */
bool examination_may(const struct examination *examination, enum examination_event event,
		     const struct examination_asker *asker);
/* Whether the asker assesses: the superior, or the office where none is named; never about themself. */
bool examination_is_superior(const struct examination *examination,
			     const struct examination_asker *asker);

#endif
