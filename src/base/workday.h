/*
 * workday.h - working days: which days are worked, and counting along them.
 *
 * Layer: base, pure. A calendar is years that somebody loaded, each from its notice; nothing is
 * guessed (decisions.md 8). Monday to Friday are worked unless the notice gives them off; Saturday
 * and Sunday are not unless the notice makes them up.
 *
 * The notice of a year may move days of the last week of December before it (it did in 2006, 2007,
 * 2011, 2018 and 2022). So the days from WORKDAY_CHANGEABLE_DAYS before New Year on are known only
 * when the following year is loaded too.
 *
 * Counting: the first day is day 0 and does not count. One working day after a Friday is the next
 * worked day, as a rule Monday; one working day before a Monday is as a rule Friday.
 *
 * Every function: 0, or -ERR_RULE with a sentence naming the year that is not loaded, *out
 * untouched; -ERR_INVALID when the day leaves the years that civil.h knows.
 */
#ifndef LIANZE_BASE_WORKDAY_H
#define LIANZE_BASE_WORKDAY_H

#include "base/civil.h"

#define WORKDAY_CHANGEABLE_DAYS 7

/* Days of one notice, both ends included. */
struct workday_range {
	int32_t first, last;
	bool off;	   /* a day off; else made up: worked although a weekend */
	struct str zh, en; /* the holiday */
};

struct workday_year {
	int year;
	const struct workday_range *ranges;
	size_t count;
};

struct workday_calendar {
	const struct workday_year *years; /* one per year, any order */
	size_t count;
};

/* Why a day is worked or not. */
enum workday_kind {
	WORKDAY_ORDINARY, /* Monday to Friday */
	WORKDAY_WEEKEND,
	WORKDAY_OFF,	  /* the notice gives it off */
	WORKDAY_MADE_UP,  /* a weekend day that the notice has worked */
	WORKDAY_KIND_COUNT
};

struct workday {
	enum workday_kind kind;
	const struct workday_range *range; /* of OFF and MADE_UP, else NULL; borrowed */
};

MUST_USE int workday_look(const struct workday_calendar *calendar, int32_t day,
			  struct workday *out, struct error *err);
static inline bool workday_is_worked(struct workday day)
{
	return day.kind == WORKDAY_ORDINARY || day.kind == WORKDAY_MADE_UP;
}

/* The day `count` working days after `from`; before it when negative; `from` itself for 0. */
MUST_USE int workday_add(const struct workday_calendar *calendar, int32_t from, int count,
			 int32_t *out, struct error *err);
/* The first worked day on or after `day`; on or before it when `backward`. */
MUST_USE int workday_roll(const struct workday_calendar *calendar, int32_t day, bool backward,
			  int32_t *out, struct error *err);
/* Working days after `from` up to and with `to`; negative when `to` lies before `from` (then those
 * before `from` down to and with `to`): the `count` that workday_add() needs. */
MUST_USE int workday_count(const struct workday_calendar *calendar, int32_t from, int32_t to,
			   int *out, struct error *err);

#endif
