/*
 * finding.h - failing or inadequate duty found in an examination (mechanism A5).
 *
 * Layer: examination (rules; pure).
 *
 * A finding names the part, the facts, the reason and by whom; nothing follows from it here. The person reads
 * it and may object while the result is in publicity. The act that makes the level's result final puts what
 * then still stands into the proposals' inbox, where a leader decides.
 *
 * States: noted -withdraw-> withdrawn with a reason, by whom it was noted or by the office; noted -propose->
 * proposed, by that act; proposed -withdraw-> withdrawn while a correction is open, which takes the ground of
 * its proposal away.
 */
#ifndef LIANZE_EXAMINATION_FINDING_H
#define LIANZE_EXAMINATION_FINDING_H

#include "examination/examination.h"

enum finding_grade { FINDING_FAILING, FINDING_INADEQUATE, FINDING_GRADE_COUNT };
enum finding_state { FINDING_NOTED, FINDING_WITHDRAWN, FINDING_PROPOSED, FINDING_STATE_COUNT };
enum finding_event { FINDING_WITHDRAW, FINDING_PROPOSE, FINDING_EVENT_COUNT };

struct finding {
	struct record_head head;
	int64_t examination_id;
	int part;  /* enum examination_part */
	int grade; /* enum finding_grade */
	struct str facts, reason;
	struct str finder;  /* by whom, as it stood */
	int64_t finder_id;  /* the account */
	int32_t day;
	int state;	 /* enum finding_state */
	struct str note; /* why it was withdrawn */
};

extern const struct record_type finding_record;
extern const struct field_choice finding_grades[], finding_states[], finding_events[];
extern const struct state_table finding_life;

struct finding_asker {
	permission_set permissions;
	int64_t account_id;
	bool manages; /* EXAMINATION_MANAGE over the person's unit */
};

/* The only function that changes the state; the caller fills the note first and writes. -ERR_STATE,
 * -ERR_DENIED; -ERR_RULE: neither the finder nor the office; -ERR_INVALID "note": no reason. */
MUST_USE int finding_apply(struct finding *finding, enum finding_event event,
			   const struct finding_asker *asker, struct error *err);

#endif
