/*
 * score_change.h - a mark as a person enters it into a table: seen, changed, taken away; never over
 * another's change (mechanisms P6, A3).
 *
 * Layer: process.
 *
 * score_put() writes a mark whatever stood there, as an import does. Here whoever writes says which
 * version of the mark they saw, and why they change it. A mark that was entered wrongly is removed by a
 * record of its own, so that what it said, who took it away and why stays in the cell's history.
 */
#ifndef LIANZE_PROCESS_SCORE_CHANGE_H
#define LIANZE_PROCESS_SCORE_CHANGE_H

#include "process/score.h"

struct score_removal {
	struct record_head head;
	int64_t year;
	int subject; /* enum scheme_subject */
	int64_t subject_id;
	struct str indicator;
	struct str scorer;
	int64_t score_id; /* the mark that is no more; its versions stay in the ledger's history */
	struct str reason;
	int32_t day;
};

extern const struct record_type score_removal_record;

struct score_change {
	struct score score; /* as it is to be, with its change_reason; head is ignored */
	bool remove;	    /* nothing is to stand there */
	/* The mark that was seen when this was typed; 0, 0: none was there. */
	int64_t seen_id, seen_revision;
};

/*
 * Carry out a change. What stands there already is SCORE_UNCHANGED, whoever put it there.
 *
 * -ERR_CONFLICT: the mark is not the one that was seen; the sentence says what stands there now;
 * -ERR_INVALID with the field "change_reason": a mark changes or goes without a reason; and the refusals of
 * score_check() and score_put(); -ERR_RULE: the indicator takes its points from the plan. On success
 * change->score.head is that of the mark, or all 0.
 */
MUST_USE int score_change(struct act *act, struct score_change *change,
			  const struct scheme *scheme, int class_index, enum score_outcome *out,
			  struct error *err);

/* Take out a mark that was read, with the record that says why. Refusals are those of score_check_open(). */
MUST_USE int score_take_out(struct act *act, struct score *present, struct str reason,
			    struct error *err);

#endif
