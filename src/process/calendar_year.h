/*
 * calendar_year.h - the calendars that were adopted, and deadlines by them.
 *
 * Layer: process, below pages; whoever needs a deadline (publicity periods, objections, appeals)
 * calls calendar_deadline() and stores or shows the sentence beside the day.
 *
 * Calendars are global (decisions.md 1): record type "calendar_year" with jurisdiction 0, adopted by
 * an act of the installation. An adopted version never changes; a later notice for the same
 * year (2015, 2019 and 2020 had one) is the next version, and the latest counts.
 */
#ifndef LIANZE_PROCESS_CALENDAR_YEAR_H
#define LIANZE_PROCESS_CALENDAR_YEAR_H

#include "ledger/act.h"
#include "process/calendar.h"

struct calendar_year {
	struct record_head head;
	int64_t year, version;
	struct str title, title_en; /* of the first notice */
	bool verified;
	int64_t days_off, days_made_up;
	struct str source; /* the YAML text */
	int32_t adopted_day;
};

extern const struct record_type calendar_year_record;

/*
 * Adopt the calendar in `source`; the act is of jurisdiction 0. -ERR_INVALID with all `problems`;
 * -ERR_RULE when the version is not above the year's latest. *out is the record.
 */
MUST_USE int calendar_adopt(struct act *act, struct str source, struct rule_problems *problems,
			    struct calendar_year *out, struct error *err);

/* Adopt the calendars that the program carries, where the year has none yet. */
MUST_USE int calendar_adopt_shipped(struct act *act, struct error *err);

/* The latest adopted calendar of a year, and as it was parsed. -ERR_NOT_FOUND when there is none. */
MUST_USE int calendar_get(struct db *db, int year, struct arena *arena, struct calendar_year *out,
			  struct calendar **out_calendar, struct error *err);

/* The loaded ones of the years from … to, for workday.h. None is no failure: counting refuses. */
MUST_USE int calendar_load(struct db *db, int from_year, int to_year, struct arena *arena,
			   struct workday_calendar *out, struct error *err);

enum calendar_count { CALENDAR_WORKING_DAYS, CALENDAR_ALL_DAYS };

struct calendar_request {
	int32_t from_day; /* day 0: the day of the event, which does not count */
	int count;	  /* days after it; negative: before it */
	enum calendar_count kind;
	bool roll;	  /* ALL_DAYS: an end that is not worked moves to the next worked day */
};

struct calendar_answer {
	int32_t day;	   /* the last day on which the thing may be done */
	struct str zh, en; /* how it came about, as one sentence (rule 8) */
};

#define CALENDAR_COUNT_MAXIMUM 1000

/*
 * The deadline. -ERR_RULE with a sentence when a year that it touches is not loaded (decisions.md
 * 8; counting all days without `roll` needs none); -ERR_INVALID when count is beyond
 * CALENDAR_COUNT_MAXIMUM. *out is untouched on failure.
 */
MUST_USE int calendar_deadline(struct db *db, const struct calendar_request *request,
			       struct arena *arena, struct calendar_answer *out, struct error *err);

/* The same by calendars that the caller has loaded. */
MUST_USE int calendar_deadline_by(const struct workday_calendar *calendar,
				  const struct calendar_request *request, struct arena *arena,
				  struct calendar_answer *out, struct error *err);

#endif
