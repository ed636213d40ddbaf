/*
 * reminder_rule.h - when who is reminded, as dated data: rulebooks of kind "reminders".
 *
 * Layer: reminder (rules; pure: the rule, the calendar and the day are given).
 *
 * Of such a rulebook:
 *     day_type: working | calendar      how the days of all steps are counted
 *     hours: {from, to, article}        digests and their mails go out on worked days from … to only,
 *                                       "08:30", by the jurisdiction's clock
 *     responsible: {before | late, repeat, article}   the responsible persons hear that many days before
 * the
 *                                       due day, or late days behind it, and again every `repeat` days
 *     liaison:     {before | late, repeat, article}   then the unit's liaison
 *     leader:      {before | late, repeat, article}   then the leader in charge
 *     waiting:     {repeat, article}    what waits for an answer: reports to review, returned reports,
 *                                       requests; named when it is new, and again every `repeat` days
 * repeat 0 or left out: once. A step may be left out: then nobody hears by it. The responsible person
 * never hears after the liaison, nor the liaison after the leader in charge: other files are refused.
 *
 * A step's day that is not worked moves to the worked day before it when it lies before the due day or
 * on it, else to the one after it, because digests go out on worked days only.
 */
#ifndef LIANZE_REMINDER_REMINDER_RULE_H
#define LIANZE_REMINDER_REMINDER_RULE_H

#include "process/calendar_year.h"
#include "process/rulebook.h"

/* To whom: the order in which people hear of a thing. */
enum reminder_step_name {
	REMIND_RESPONSIBLE,
	REMIND_LIAISON,
	REMIND_LEADER,
	REMIND_WAITING,
	REMINDER_STEP_COUNT
};
extern const struct field_choice reminder_steps[];

struct reminder_step {
	bool present;
	int days;   /* from the due day on; negative: before it */
	int repeat; /* 0: once */
	struct str article;
};

struct reminder_rule {
	bool present; /* false: no rule is in force, nobody is reminded */
	struct str title, title_en;
	int version;
	bool example;
	int64_t record_id;
	bool working; /* days are working days */
	int open_minute, close_minute; /* of the day: [open, close) */
	struct str hours_article;
	struct reminder_step steps[REMINDER_STEP_COUNT];
};

extern const struct rulebook_kind reminder_rulebook;

/* The rule of a rulebook that was parsed (and so has no problems). -ERR_MEMORY. */
MUST_USE int reminder_rule_read(const struct rulebook *book, int64_t record_id,
				struct arena *arena, struct reminder_rule *out, struct error *err);
/* The one in force on a day; out->present is false when there is none. */
MUST_USE int reminder_rule_load(struct db *db, int64_t jurisdiction_id, int32_t day,
				struct arena *arena, struct reminder_rule *out, struct error *err);

/* May something go out at this moment? */
enum reminder_window { REMINDER_OPEN, REMINDER_DAY_OFF, REMINDER_EARLY, REMINDER_LATE };
/* -ERR_RULE with a sentence when the year's calendar is not loaded: nothing goes out then. */
MUST_USE int reminder_window_at(const struct reminder_rule *rule,
				const struct workday_calendar *calendar, int32_t day, int minute,
				enum reminder_window *out, struct error *err);

/* By which rule and calendar, as of which day. */
struct reminder_when {
	const struct reminder_rule *rule;
	const struct workday_calendar *calendar;
	int32_t today;
};
/*
 * The latest day up to `today` on which a step asks about something due on `due` (for REMIND_WAITING: that
 * has waited since `due`); CIVIL_NO_DAY: not yet, or no such step. -ERR_RULE as above.
 */
MUST_USE int reminder_step_day(const struct reminder_when *when, enum reminder_step_name step,
			       int32_t due, int32_t *out, struct error *err);

#endif
