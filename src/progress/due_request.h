/*
 * due_request.h - a unit asks for another date of a checkpoint, or contests a light (domain.md 4, rule 3).
 *
 * Layer: progress (rules; pure).
 *
 * States: requested -grant-> granted, -refuse-> refused, both with the office's answer; requested
 * -withdraw-> withdrawn, by the unit. A granted date moves the checkpoint for this assignment only; the
 * latest granted one counts. A granted objection sets the light right: with a date like an extension,
 * without one the light of that checkpoint is green by decision until the report is accepted.
 */
#ifndef LIANZE_PROGRESS_DUE_REQUEST_H
#define LIANZE_PROGRESS_DUE_REQUEST_H

#include "plan/assignment.h"

enum due_request_kind { DUE_EXTENSION, DUE_OBJECTION, DUE_REQUEST_KIND_COUNT };

enum due_request_state {
	DUE_REQUESTED,
	DUE_GRANTED,
	DUE_REFUSED,
	DUE_WITHDRAWN,
	DUE_REQUEST_STATE_COUNT
};
enum due_request_event { DUE_GRANT, DUE_REFUSE, DUE_WITHDRAW, DUE_REQUEST_EVENT_COUNT };

struct due_request {
	struct record_head head;
	int64_t assignment_id;
	int64_t number;	      /* of the assignment, from 1 */
	int kind;	      /* enum due_request_kind */
	int32_t checkpoint;   /* as the plan gives it; CIVIL_NO_DAY: the item has none */
	int32_t proposed_day; /* of an extension; CIVIL_NO_DAY in an objection */
	struct str reason;
	struct str light;     /* of an objection: the light's colour and reason as it was contested */
	int64_t requester_id;
	int32_t requested_day;
	int state;	      /* enum due_request_state */
	int32_t granted_day;  /* CIVIL_NO_DAY: none */
	int64_t answerer_id;
	int32_t answered_day;
	struct str answer;
};

extern const struct record_type due_request_record;
extern const struct field_choice due_request_kinds[], due_request_states[], due_request_events[];
extern const struct state_table due_request_life;

/*
 * The only function that changes the state of a request; the caller fills answer and granted_day first and
 * writes the record. -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_INVALID "answer": no text;
 * "granted_day": an extension granted without a date, or to one that is not behind the checkpoint.
 */
MUST_USE int due_request_apply(struct due_request *request, enum due_request_event event,
			       permission_set permissions, struct error *err);

#endif
