/*
 * light.h - the light of one checkpoint of an assignment, and the words that say why (domain.md 4, rule 3).
 *
 * Layer: progress (rules; pure: the rule, the calendar and the day are given).
 *
 * A light shows the due state only; it never changes a score. Of a rulebook of kind "lights":
 *     grey:    {days, article}             not yet due: more than that many days before, unless under way
 *     yellow:  {days, day_type, article}   from that many calendar or working days before the due day on
 *     red:     {days, day_type, article}   later than the due day, and these days are over
 *     waiting: {counts, article}           yes: a done report that waits for review is green when it was
 *                                          made in time and yellow when late; no: as if there were none
 *     forecast: …                          forecast.h
 * In this order: accepted in full is done; an item without a due date is grey; an objection that was granted
 * is green; a report that waits counts as the rule says; then red, yellow (also in the days of grace behind
 * the due day, and when the unit says that it is blocked), grey, and green for what is on course.
 */
#ifndef LIANZE_PROGRESS_LIGHT_H
#define LIANZE_PROGRESS_LIGHT_H

#include "process/calendar_year.h"
#include "process/rulebook.h"
#include "progress/due_request.h"
#include "progress/progress_report.h"

/* From the best to the worst: the light of an assignment is the worst of its checkpoints'. */
enum light_colour {
	LIGHT_DONE,
	LIGHT_GREY,
	LIGHT_GREEN,
	LIGHT_UNKNOWN, /* no rule or no calendar says */
	LIGHT_YELLOW,
	LIGHT_RED,
	LIGHT_COLOUR_COUNT
};
extern const struct field_choice light_colours[];

enum light_cause {
	LIGHT_NO_RULE,
	LIGHT_NO_CALENDAR,
	LIGHT_ACCEPTED,
	LIGHT_NO_DUE,
	LIGHT_DECIDED,	    /* an objection was granted */
	LIGHT_REPORTED,	    /* in time, waits for review */
	LIGHT_REPORTED_LATE,
	LIGHT_LATE,
	LIGHT_GRACE,	    /* behind the due day, not red yet */
	LIGHT_SOON,
	LIGHT_STUCK,	    /* reported as blocked */
	LIGHT_NOT_YET,
	LIGHT_ON_COURSE,
	LIGHT_CAUSE_COUNT
};

struct light_count {
	int days;
	bool working;
	struct str article;
};

struct light_rule {
	bool present; /* false: no rule is in force */
	struct str title, title_en;
	int version;
	bool example;
	int64_t record_id;
	struct light_count grey, yellow, red;
	bool waiting_counts;
	struct str waiting_article;
	int forecast_latest, forecast_minimum, forecast_horizon;
	struct str forecast_article;
};

extern const struct rulebook_kind light_rulebook;

/* The rule of a rulebook that was parsed (and so has no problems). -ERR_MEMORY. */
MUST_USE int light_rule_read(const struct rulebook *book, int64_t record_id, struct arena *arena,
			     struct light_rule *out, struct error *err);

/* The days that a due day gives under a rule. */
struct light_dates {
	int32_t due;	  /* CIVIL_NO_DAY: none */
	int32_t grey_to;  /* grey before this day */
	int32_t yellow_from;
	int32_t red_from;
	bool known;	  /* false: a calendar is missing */
};
void light_dates_find(const struct light_rule *rule, const struct workday_calendar *calendar,
		      int32_t due, struct light_dates *out);

/* What is known of a checkpoint. */
struct light_facts {
	int32_t planned;	/* as the plan gives it */
	int32_t today;
	bool accepted;		/* a done report, in full */
	bool waiting;		/* a done report waits for review … */
	int32_t reported_day;	/* … made on that day; of the accepted one likewise */
	bool under_way, blocked;/* the latest report that stands says so */
	bool contested;		/* an objection waits for an answer */
	bool decided;		/* one was granted without a date … */
	int32_t decided_day;	/* … on that day */
};

struct light {
	enum light_colour colour;
	enum light_cause cause;
	bool contested;
	int days; /* late by, or left until due; calendar days */
};

struct light light_of(const struct light_rule *rule, const struct light_dates *dates,
		      const struct light_facts *facts);

/* Why, as a sentence with dates, rule, article and version. */
struct light_words {
	struct str zh, en;
};
struct light_words light_explain(const struct light_rule *rule, const struct light_dates *dates,
				 const struct light_facts *facts,
				 const struct workday_calendar *calendar, struct arena *arena);

#endif
