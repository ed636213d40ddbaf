/*
 * proposal.h - what a trigger proposes about one principal, and what a leader decides (mechanism A3;
 * decisions.md 5; domain.md 4, rule 5). A proposal does nothing by itself.
 *
 * Layer: process.
 *
 * Data     one record per year, trigger, unit and qualifying principal; without a person: "subject to be
 *          determined". The grounds are written down in both languages as they were.
 * States   open -accept-> accepted, open -decline-> declined; open -lapse-> lapsed when a correction takes
 *          the ground away, lapsed -renew-> open when another brings it back; accepted -revoke-> declined,
 *          which a leader does, with a reason, when the ground has gone.
 * Who      a leader (PERMISSION_PROPOSAL_DECIDE), never the person that it is about. lapse and renew are
 *          written by the act of the office that makes a result final.
 */
#ifndef LIANZE_PROCESS_PROPOSAL_H
#define LIANZE_PROCESS_PROPOSAL_H

#include "ledger/act.h"
#include "record/transition.h"

enum proposal_state {
	PROPOSAL_OPEN,
	PROPOSAL_ACCEPTED,
	PROPOSAL_DECLINED,
	PROPOSAL_LAPSED,
	PROPOSAL_STATE_COUNT
};
enum proposal_event {
	PROPOSAL_ACCEPT,
	PROPOSAL_DECLINE,
	PROPOSAL_REVOKE,
	PROPOSAL_LAPSE,
	PROPOSAL_RENEW,
	PROPOSAL_EVENT_COUNT
};

struct proposal {
	struct record_head head;
	int64_t year; /* the last of the consecutive years */
	struct str trigger_code;
	int64_t scheme_id;
	int64_t unit_id;
	int64_t person_id; /* 0: the subject is to be determined */
	int64_t result_id; /* the final result that brought it */
	struct str grounds, grounds_en; /* sentences, one a line */
	int32_t opened_day;
	int state; /* enum proposal_state */
	struct str reason; /* of the decision, or why it lapsed */
	int32_t decided_day; /* CIVIL_NO_DAY while open */
};

extern const struct record_type proposal_record;
extern const struct field_choice proposal_states[], proposal_events[];
extern const struct state_table proposal_life;

/*
 * The only function that changes the state of a proposal; the caller fills reason and day first and
 * writes it. `asker_person` is who acts, 0 when the account is nobody's. -ERR_STATE, -ERR_DENIED as
 * transition_apply(); -ERR_RULE: no reason, or the asker is the person concerned (recusal).
 */
MUST_USE int proposal_apply(struct proposal *proposal, enum proposal_event event,
			    permission_set permissions, int64_t asker_person, struct error *err);

#endif
