/*
 * result.h - a group's result of a year on its way: draft, publicity, final (decisions.md 6).
 *
 * Layer: process. The figures themselves are never typed in: while a result is a draft or in publicity
 * they are appraised from marks and entries as they are; a final result is appraised from what stood in
 * the ledger before its place `basis`, under the scheme that ruled then, and is frozen line by line.
 *
 * Data     one record per version; "draft" before the first publication has no record yet.
 * States   draft -publish-> publicity -finalise-> final; publicity -withdraw-> draft. A correction of a
 *          final result (an appeal, a counter-entry, an error) begins version n+1 as a draft, with its
 *          reason; version n stays as it is. A correction that turns out to be needless is dropped.
 * Who      the office (PERMISSION_RESULT_MANAGE) moves it; units object (objection.h).
 * Writing  marks and entries of a group can be written while it is a draft, and during publicity only
 *          where an objection was upheld (result_check_open).
 */
#ifndef LIANZE_PROCESS_RESULT_H
#define LIANZE_PROCESS_RESULT_H

#include "ledger/act.h"
#include "process/appraisal.h"
#include "record/transition.h"

enum result_state {
	RESULT_DRAFT,
	RESULT_PUBLICITY,
	RESULT_FINAL,
	RESULT_DROPPED,
	RESULT_STATE_COUNT
};
enum result_event {
	RESULT_PUBLISH,
	RESULT_WITHDRAW,
	RESULT_FINALISE,
	RESULT_DROP,
	RESULT_EVENT_COUNT
};

struct result {
	struct record_head head;
	int64_t year;
	int subject;	    /* enum scheme_subject */
	int64_t group_id;   /* the appraisal_group; of persons 0 (see level) */
	struct str group_name;
	int64_t version;    /* from 1 */
	int state;	    /* enum result_state */
	int64_t scheme_id;  /* the scheme that rules it, from publication on; 0 before */
	struct str reason;  /* why this version: of a correction; empty for version 1 */
	struct str reference; /* the document of publication or correction, may be empty */
	struct str note;    /* why publicity was withdrawn or the correction dropped */
	int32_t publicity_from, publicity_to; /* both included; CIVIL_NO_DAY before */
	int64_t publicity_basis; /* leaves in the ledger when publicity began */
	int32_t final_day;
	int64_t basis; /* leaves in the ledger from which the final figures were taken; 0 before */
	/* Of persons: the level's code in the scheme, which is its name for good; empty for units. Records
	 * of encoding 1 had its place in the scheme as group_id instead, which still stands there. */
	struct str level;
};

/* A final result's line: what one member of the group got. */
struct result_line {
	struct record_head head;
	int64_t result_id;
	int64_t subject_id;
	struct str code, name, class_name; /* as they were */
	bool ranked;
	struct decimal total; /* 0 when not ranked and without one */
	int64_t rank;	      /* 0: not ranked */
	struct str grade;     /* code in the scheme; empty: none */
	int place;	      /* enum last_place */
	bool vetoed;
};

extern const struct record_type result_record, result_line_record;
extern const struct field_choice result_states[], result_events[], result_places[];
extern const struct state_table result_life;

/* What the guards of the state table need to know beside the record. */
struct result_situation {
	int32_t today;
	size_t ranked, incomplete;   /* members of the group */
	int32_t earliest_end;	     /* publicity may not end before it (the scheme's days) */
	int64_t open_objections;
	bool any_final;		     /* an earlier version is final */
};

/*
 * The only function that changes the state of a result; the caller fills the dates and writes it.
 * -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_RULE: a group that is incomplete or has nobody to
 * rank, a year that is not over, a publicity period shorter than the scheme's, still running, or with
 * objections that nobody answered; a first draft, which cannot be dropped.
 */
MUST_USE int result_apply(struct result *result, enum result_event event, permission_set permissions,
			  const struct result_situation *situation, struct error *err);

const char *result_state_name(int state);

#endif
