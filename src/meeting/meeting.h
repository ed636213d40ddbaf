/*
 * meeting.h - joint meetings and key-work reviews, their topics, participants and frozen minutes
 * (mechanism P5).
 *
 * Layer: meeting (rules; pure).
 *
 * A meeting has topics that are set beforehand; each has a host, a unit or a person, who reports on it.
 * Meetings of one kind and one series follow each other: the next one opens with what became of the
 * conclusions (conclusion.h) of those before it.
 *
 * States: planned -announce-> announced (the invited see it) -hold-> held -finish-> minuted; minuted
 * -correct-> minuted, with a reason; planned or announced -cancel-> cancelled, with a reason. Finishing
 * freezes the minutes: a row of meeting_minutes with the whole text and its SHA-256, which the ledger
 * commits to. A correction changes the records and freezes the next version beside the former ones.
 *
 * Nothing here counts for or against anybody: attendance says who was there, for the minutes and for the
 * burden figure (domain.md 4, rules 1, 2 and 4).
 */
#ifndef LIANZE_MEETING_MEETING_H
#define LIANZE_MEETING_MEETING_H

#include "base/arena.h"
#include "record/transition.h"

enum meeting_kind { MEETING_JOINT, MEETING_REVIEW, MEETING_KIND_COUNT };

enum meeting_state {
	MEETING_PLANNED,
	MEETING_ANNOUNCED,
	MEETING_HELD,
	MEETING_MINUTED,
	MEETING_CANCELLED,
	MEETING_STATE_COUNT
};
enum meeting_event {
	MEETING_ANNOUNCE,
	MEETING_HOLD,
	MEETING_FINISH,
	MEETING_CORRECT,
	MEETING_CANCEL,
	MEETING_EVENT_COUNT
};

struct meeting {
	struct record_head head;
	int kind;		   /* enum meeting_kind */
	struct str series;	   /* may be empty: all of its kind without one */
	struct str title;
	int32_t day;
	struct str starts;	   /* "09:00", or empty */
	int64_t duration;	   /* minutes: as planned, then as it was */
	struct str place;
	int64_t chair_id;	   /* person; 0: not named */
	int state;		   /* enum meeting_state */
	int32_t announced_day; /* CIVIL_NO_DAY until then */
	int64_t attendance;	   /* people who were there; 0 until it was held */
	int64_t version;	   /* of the minutes; 0: none yet */
	struct str note;	   /* why it was cancelled */
};

/* What stands on the agenda. */
struct meeting_topic {
	struct record_head head;
	int64_t meeting_id;
	int64_t position; /* from 1 */
	struct str title;
	int64_t host_unit_id, host_person_id; /* who reports: one of them, or both */
	struct str report;  /* written by the host before the meeting */
	struct str minutes; /* what was said */
};

enum meeting_attendance {
	MEETING_INVITED,
	MEETING_PRESENT,
	MEETING_EXCUSED,
	MEETING_ABSENT,
	MEETING_ATTENDANCE_COUNT
};

/* A unit, or a person (then unit_id is where they worked on that day, for the burden figure). */
struct meeting_participant {
	struct record_head head;
	int64_t meeting_id;
	int64_t unit_id, person_id; /* person_id 0: the unit as such */
	int attendance;	 /* enum meeting_attendance */
	int64_t people;	 /* how many came; as expected until it was held */
	struct str note; /* why excused, who came instead */
};

/* Material of a topic: a piece of evidence, or an item of a plan that it concerns. */
struct meeting_reference {
	struct record_head head;
	int64_t topic_id;
	int64_t evidence_id;	  /* 0: an item */
	int64_t plan_id, item_id; /* the node (plan/plan_item.h); 0: a piece of evidence */
};

/* The minutes as they were frozen: never changed, never removed. */
struct meeting_minutes {
	struct record_head head;
	int64_t meeting_id;
	int64_t version;
	struct str reason;  /* of a correction; empty for the first version */
	struct str content; /* meeting_document.h */
	struct str sha256;  /* of the content, in hex */
	int32_t made_day;
	int64_t maker_id;
};

extern const struct record_type meeting_record, meeting_topic_record, meeting_participant_record;
extern const struct record_type meeting_reference_record, meeting_minutes_record;
extern const struct field_choice meeting_kinds[], meeting_states[], meeting_events[];
extern const struct field_choice meeting_attendances[];
extern const struct state_table meeting_life;

/* What the guards need to know beside the meeting. */
struct meeting_facts {
	size_t topics, participants;
	size_t unminuted;  /* topics without minutes */
	size_t unnoted;    /* participants of whom it is not said whether they were there */
	int32_t today;
	struct str reason; /* of a correction */
};

/*
 * The only function that changes the state of a meeting; the caller fills note first and writes the record.
 * -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_RULE: announced without a topic or anybody invited,
 * held before its day, finished while a topic has no minutes or an
 * attendance is not noted; -ERR_INVALID "note", "reason": none given.
 */
MUST_USE int meeting_apply(struct meeting *meeting, enum meeting_event event, permission_set permissions,
			   const struct meeting_facts *facts, struct error *err);

/* The agenda may still be changed; the minutes may be written (of a minuted one as a correction). */
bool meeting_is_ahead(const struct meeting *meeting);
bool meeting_takes_minutes(const struct meeting *meeting);

/* Make a time "09:00" of what was typed ("9:00", "9：00"). -ERR_INVALID "starts". */
MUST_USE int meeting_check_time(struct meeting *meeting, struct arena *arena, struct error *err);
/* -ERR_INVALID "host_unit": a topic without unit and person. */
MUST_USE int meeting_topic_check(const struct meeting_topic *topic, struct error *err);

#endif
