/*
 * evidence.h - what shows that something was done: a file, a record of this system, or a document's number.
 *
 * Layer: evidence, rules. Pure.
 *
 * Each piece is kept once and serves many (whoever uses it owns the link); what it shows has a period of its
 * own, apart from the day on which it came. Nothing of it changes but title, period, visibility and remark;
 * a wrong one is withdrawn with a reason, and can be taken back into force. It is never deleted: what was
 * accepted because of it stays explainable.
 *
 * States: in force -withdraw-> withdrawn -restore-> in force, each with a reason.
 */
#ifndef LIANZE_EVIDENCE_EVIDENCE_H
#define LIANZE_EVIDENCE_EVIDENCE_H

#include "record/transition.h"

enum evidence_kind { EVIDENCE_FILE, EVIDENCE_RECORD, EVIDENCE_DOCUMENT, EVIDENCE_KIND_COUNT };

enum evidence_visibility {
	EVIDENCE_UNIT,	       /* who may read the evidence of the issuing unit */
	EVIDENCE_GROUP,	       /* and of the units in its group in the year of the period's end */
	EVIDENCE_ALL,	       /* everybody with EVIDENCE_READ */
	EVIDENCE_CONFIDENTIAL, /* who added it, who speaks for the unit, who reads the whole jurisdiction */
	EVIDENCE_VISIBILITY_COUNT
};

/* What a record can be that is cited. Later kinds are added behind the last. */
enum evidence_subject {
	EVIDENCE_OF_NONE,
	EVIDENCE_OF_ENTRY,
	EVIDENCE_OF_OBJECTION,
	EVIDENCE_OF_PROPOSAL,
	EVIDENCE_OF_RESULT,
	EVIDENCE_OF_SCHEME,
	EVIDENCE_SUBJECT_COUNT
};

enum evidence_state { EVIDENCE_IN_FORCE, EVIDENCE_WITHDRAWN, EVIDENCE_STATE_COUNT };
enum evidence_event { EVIDENCE_WITHDRAW, EVIDENCE_RESTORE, EVIDENCE_EVENT_COUNT };

struct evidence {
	struct record_head head;
	int kind; /* enum evidence_kind */
	struct str title;
	int64_t unit_id;
	int32_t shows_from, shows_to; /* the period that it shows, both included */
	int64_t year;		      /* derived: of shows_to */
	int visibility;		      /* enum evidence_visibility */
	struct str file_name, media_type; /* of a file, else empty */
	int64_t bytes;
	struct str sha256;	     /* 32 bytes, or empty */
	int subject;		     /* enum evidence_subject: what kind of record is cited */
	int64_t subject_id;
	struct str document_number;
	struct str remark;
	int32_t added_day;
	int64_t added_by; /* account; 0: the program */
	int state;	  /* enum evidence_state */
	int32_t withdrawn_day; /* CIVIL_NO_DAY while in force */
	struct str reason;     /* of the last withdrawal or return */
};

extern const struct record_type evidence_record;
extern const struct field_choice evidence_kinds[], evidence_visibilities[], evidence_subjects[];
extern const struct field_choice evidence_states[], evidence_events[];
extern const struct state_table evidence_life;

/* Whether it says what its kind needs, and no more. -ERR_INVALID naming the field. `today`: nothing shows
 * what is still to come. */
MUST_USE int evidence_check(const struct evidence *evidence, int32_t today, struct error *err);
/*
 * The only function that changes the state; the caller fills `reason` first and writes it. -ERR_STATE,
 * -ERR_DENIED as transition_apply(); -ERR_INVALID: no reason.
 */
MUST_USE int evidence_apply(struct evidence *evidence, enum evidence_event event,
			    permission_set permissions, struct error *err);

#endif
