/*
 * meeting_store.h - meetings in the database: setting them up, holding them, freezing their minutes.
 *
 * Layer:   meeting.
 * Owner:   everything read lives in the arena passed in (of an act: the act's).
 *
 * The functions that take an act write through it; on failure the caller rolls back. Who may is the caller's
 * to find out (meeting_access_view.h); in which state what may be changed is checked here.
 */
#ifndef LIANZE_MEETING_MEETING_STORE_H
#define LIANZE_MEETING_MEETING_STORE_H

#include "ledger/act.h"
#include "meeting/conclusion.h"

/* Reading ------------------------------------------------------------------------------------------ */

struct meeting_topic_row {
	struct meeting_topic topic;
	struct str unit_name, person_name; /* of the host; empty: none */
};

struct meeting_participant_row {
	struct meeting_participant participant;
	struct str unit_name, unit_code, person_name;
};

struct meeting_reference_row {
	struct meeting_reference reference;
	struct str title; /* of the evidence or the item; empty: the plan in force has it no more */
	struct str code;  /* of the item */
	int64_t year;	  /* of its plan */
	bool confidential;
};

struct conclusion_row {
	struct meeting_conclusion conclusion;
	struct str unit_name, meeting_title;
	int32_t meeting_day;
	int64_t plan_year;		 /* 0: no item */
	struct str item_code, item_title; /* empty: the version in force has it not, or not yet */
	bool confidential;
	int64_t assignment_id; /* of its unit in the version in force; 0: none */
	bool planned;	       /* the item is in the version in force or in the draft */
	struct str report_status, report_text; /* its latest report; empty: none */
	int32_t report_day;
};

struct conclusion_rows {
	struct conclusion_row *items;
	size_t count;
};

/* A meeting with all that belongs to it. */
struct meeting_whole {
	struct meeting meeting;
	struct str chair_name;
	struct meeting_topic_row *topics;
	struct meeting_participant_row *participants;
	struct meeting_reference_row *references;
	size_t topic_count, participant_count, reference_count;
	struct conclusion_rows conclusions, carried; /* of the meetings before: what this one opens with */
	struct meeting before; /* the meeting of the series before it; head.id 0: none */
};

/* -ERR_NOT_FOUND. */
MUST_USE int meeting_load(struct db *db, struct record_key key, struct arena *arena,
			  struct meeting_whole *out, struct error *err);
/* Index of a topic; -1: another meeting's. */
int meeting_topic_index(const struct meeting_whole *whole, int64_t topic_id);
/* All versions of the frozen minutes, the newest first. */
MUST_USE int meeting_minutes_load(struct db *db, const struct meeting *meeting, struct arena *arena,
				  struct meeting_minutes **out, size_t *out_count,
				  struct error *err);
MUST_USE int conclusion_find(struct db *db, struct record_key key, struct arena *arena,
			     struct conclusion_row *out, struct error *err);

/* Setting up --------------------------------------------------------------------------------------- */

/* -ERR_INVALID as the descriptor's, or "starts". */
MUST_USE int meeting_create(struct act *act, struct meeting *meeting, struct error *err);
/* Change what was read in this act. -ERR_STATE: it was held, or cancelled. */
MUST_USE int meeting_change(struct act *act, struct meeting *meeting, struct error *err);

/* A new topic (id 0: at the end) or a changed one. -ERR_STATE likewise; -ERR_INVALID. */
MUST_USE int meeting_topic_put(struct act *act, const struct meeting *meeting,
			       struct meeting_topic *topic, struct error *err);
MUST_USE int meeting_topic_remove(struct act *act, const struct meeting *meeting,
				  struct meeting_topic *topic, struct error *err);
/* The references of a topic become these (of each evidence_id, or plan_id and item_id). */
MUST_USE int meeting_topic_refer(struct act *act, int64_t topic_id,
				 const struct meeting_reference *wanted, size_t count,
				 struct error *err);

/* Invite a unit (person_id 0) or a person; does nothing when it is there already. Of a person the unit is
 * found. */
MUST_USE int meeting_invite(struct act *act, const struct meeting_whole *whole, int64_t unit_id,
			    int64_t person_id, struct error *err);

/* Life --------------------------------------------------------------------------------------------- */

struct meeting_order {
	int event; /* enum meeting_event */
	permission_set permissions;
	int64_t person_id;	   /* who acts; 0: an account without a person */
	struct str text;	   /* cancel: why; correct: the reason */
	int64_t duration;	   /* hold: minutes as it was; 0: as planned */
	enum language language;	   /* finish, correct: of the document */
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/* Move a meeting; FINISH and CORRECT freeze the minutes as the records stand now in this act. *out is the
 * meeting afterwards. */
MUST_USE int meeting_move(struct act *act, int64_t meeting_id, const struct meeting_order *order,
			  struct meeting *out, struct error *err);
/*
 * After records of a meeting were changed that its minutes tell of: recounts who was there, and corrects the
 * minutes when they were frozen (order->event is set here). -ERR_STATE: the meeting takes no minutes.
 */
MUST_USE int meeting_changed(struct act *act, int64_t meeting_id, struct meeting_order *order,
			     struct error *err);

#endif
