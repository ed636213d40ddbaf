/*
 * assignment.h - who answers for an item: the lead unit, co-units, responsible persons (mechanism P1).
 *
 * Layer: plan (rules; pure).
 *
 * An item with several lead units falls on each of them separately: each assignment has its own reports and
 * lights. Only the lead unit reports; a co-unit confirms its part. Persons are the unit's own further
 * breakdown: they are named and changed by the unit at any time and belong to no version.
 *
 * States of an assignment (what its unit says; the plan may be published whatever they are, but for open
 * questions): offered -claim-> claimed; offered, claimed or agreed -question-> questioned -settle->
 * agreed; offered or claimed -agree-> agreed. Of a co-assignment: named -confirm-> confirmed, named or
 * confirmed -decline-> declined -confirm-> confirmed.
 */
#ifndef LIANZE_PLAN_ASSIGNMENT_H
#define LIANZE_PLAN_ASSIGNMENT_H

#include "plan/plan_item.h"

enum assignment_state {
	ASSIGNMENT_OFFERED,
	ASSIGNMENT_CLAIMED,
	ASSIGNMENT_QUESTIONED,
	ASSIGNMENT_AGREED,
	ASSIGNMENT_STATE_COUNT
};
enum assignment_event {
	ASSIGNMENT_CLAIM,
	ASSIGNMENT_QUESTION,
	ASSIGNMENT_SETTLE,
	ASSIGNMENT_AGREE,
	ASSIGNMENT_EVENT_COUNT
};

struct assignment {
	struct record_head head;
	int64_t plan_id;
	int64_t item_id;
	int64_t unit_id; /* lead unit */
	int64_t from_version, to_version;
	int state;	 /* enum assignment_state */
	struct str words; /* what the unit proposes */
	struct str answer; /* of the office */
};

enum co_assignment_state {
	CO_ASSIGNMENT_NAMED,
	CO_ASSIGNMENT_CONFIRMED,
	CO_ASSIGNMENT_DECLINED,
	CO_ASSIGNMENT_STATE_COUNT
};
enum co_assignment_event {
	CO_ASSIGNMENT_CONFIRM,
	CO_ASSIGNMENT_DECLINE,
	CO_ASSIGNMENT_EVENT_COUNT
};

struct co_assignment {
	struct record_head head;
	int64_t assignment_id;
	int64_t unit_id;
	int64_t from_version, to_version;
	struct str part; /* what it does of it */
	int state;	 /* enum co_assignment_state */
	struct str note; /* why it declines */
	int32_t answered_day;
};

struct assignment_person {
	struct record_head head;
	int64_t assignment_id;
	int64_t person_id;
	struct str part;
	int32_t due_day; /* the unit's own date for this person; CIVIL_NO_DAY: the item's */
};

extern const struct record_type assignment_record, co_assignment_record, assignment_person_record;
extern const struct field_choice assignment_states[], assignment_events[];
extern const struct field_choice co_assignment_states[], co_assignment_events[];
extern const struct state_table assignment_life, co_assignment_life;

/*
 * The only functions that change these states; the caller fills words, answer or note first and writes the
 * record. -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_INVALID: a question without words, an answer or
 * a refusal without a text.
 */
MUST_USE int assignment_apply(struct assignment *assignment, enum assignment_event event,
			      permission_set permissions, struct error *err);
MUST_USE int co_assignment_apply(struct co_assignment *co, enum co_assignment_event event,
				 permission_set permissions, struct error *err);

#endif
