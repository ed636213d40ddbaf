/*
 * objection.h - what a unit (or person) says against its result while that is public, and the office's
 * answer (decisions.md 6). Both can be read by the units of the group.
 *
 * Layer: process.
 *
 * States: raised -uphold-> upheld, raised -reject-> rejected, raised -withdraw-> withdrawn. An upheld
 * objection opens the subject's marks and entries (of one indicator, or all) for the correction until the
 * result is final. One that comes behind the last day of publicity, before the result is final, is taken
 * and marked late.
 */
#ifndef LIANZE_PROCESS_OBJECTION_H
#define LIANZE_PROCESS_OBJECTION_H

#include "ledger/act.h"
#include "record/transition.h"

enum objection_state {
	OBJECTION_RAISED,
	OBJECTION_UPHELD,
	OBJECTION_REJECTED,
	OBJECTION_WITHDRAWN,
	OBJECTION_STATE_COUNT
};
enum objection_event { OBJECTION_UPHOLD, OBJECTION_REJECT, OBJECTION_WITHDRAW, OBJECTION_EVENT_COUNT };

struct objection {
	struct record_head head;
	int64_t result_id;
	int64_t subject_id;
	struct str subject_name;
	struct str indicator; /* code; empty: the result as a whole */
	struct str text;
	int32_t raised_day;
	bool late; /* behind the last day of publicity */
	int state; /* enum objection_state */
	struct str answer;
	int32_t answered_day; /* CIVIL_NO_DAY while raised */
};

extern const struct record_type objection_record;
extern const struct field_choice objection_states[], objection_events[];
extern const struct state_table objection_life;

/*
 * The only function that changes the state of an objection; the caller fills the answer first and writes it.
 * -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_RULE: an answer without a text.
 */
MUST_USE int objection_apply(struct objection *objection, enum objection_event event,
			     permission_set permissions, struct error *err);

#endif
