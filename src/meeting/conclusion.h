/*
 * conclusion.h - what a meeting decides on the spot: who does it until when, and what became of it
 * (mechanism P5).
 *
 * Layer: meeting (rules; pure).
 *
 * A conclusion may become an item of a year's plan (meeting_conclusion.item_id), by one act: then what
 * becomes of it is reported, reviewed and shown there, once, and the meeting's pages show that. It may also
 * name an item that the plan has already. One that is not worth an item is simply closed.
 *
 * States: open -plan-> open, when it gets its item; open -close-> closed, with what became of it; closed
 * -reopen-> open, with a reason. What is open is carried on from meeting to meeting of the series.
 */
#ifndef LIANZE_MEETING_CONCLUSION_H
#define LIANZE_MEETING_CONCLUSION_H

#include "meeting/meeting.h"

enum conclusion_state { CONCLUSION_OPEN, CONCLUSION_CLOSED, CONCLUSION_STATE_COUNT };
enum conclusion_event {
	CONCLUSION_PLAN,
	CONCLUSION_CLOSE,
	CONCLUSION_REOPEN,
	CONCLUSION_EVENT_COUNT
};

struct meeting_conclusion {
	struct record_head head;
	int64_t meeting_id;
	int64_t topic_id;
	int64_t number; /* of the meeting, from 1 */
	struct str text;
	int64_t unit_id;	  /* who does it */
	int32_t due_day;
	int state;		  /* enum conclusion_state */
	int64_t plan_id, item_id; /* the item; 0: none */
	int32_t closed_day;	  /* CIVIL_NO_DAY: open */
	struct str note;
};

extern const struct record_type meeting_conclusion_record;
extern const struct field_choice conclusion_states[], conclusion_events[];
extern const struct state_table conclusion_life;

/*
 * The only function that changes the state of a conclusion; the caller fills note first and writes the
 * record. `has_item`: its item is still in the plan, or in its draft. -ERR_STATE, -ERR_DENIED as
 * transition_apply(); -ERR_RULE: it has an item already; -ERR_INVALID "note": no text.
 */
MUST_USE int conclusion_apply(struct meeting_conclusion *conclusion, enum conclusion_event event,
			      permission_set permissions, bool has_item, struct error *err);

#endif
