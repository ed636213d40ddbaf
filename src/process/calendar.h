/*
 * calendar.h - one year's working-day calendar as its notice gives it: a YAML file read into days.
 *
 * Layer:   rules. Includes base/ and rule_tree.h only; pure.
 * Owner:   everything lives in the arena; the file's text is copied.
 *
 *     calendar: 2008          the year
 *     version: 1              raised when a later notice changes the year
 *     verified: no            was the file compared with the notice itself?
 *     notices:                what it rests on: zh, en, and number and url where known
 *     holidays:               zh, en, off: days off, work: weekend days that are worked instead
 *       - {zh: 劳动节, en: Labour Day, off: [2008-05-01 to 2008-05-03], work: [2008-05-04]}
 *
 * A range is "day to day" (also 至 and ..), both ends included. Days lie in the year, or in the last
 * WORKDAY_CHANGEABLE_DAYS days before it. Refused, each with its line: a day named twice, a range that ends
 * before it begins or is longer than a month, a made-up day from Monday to Friday.
 */
#ifndef LIANZE_PROCESS_CALENDAR_H
#define LIANZE_PROCESS_CALENDAR_H

#include "base/workday.h"
#include "process/rule_tree.h"

#define CALENDAR_FILE_BYTES ((size_t)64 * 1024)
#define CALENDAR_NOTICES_MAXIMUM 8

struct calendar_notice {
	struct str zh, en;
	struct str number, url; /* may be empty */
};

struct calendar {
	int version;
	bool verified;
	struct workday_year days; /* year and ranges, in file order */
	struct calendar_notice notices[CALENDAR_NOTICES_MAXIMUM];
	size_t notice_count;
};

/* -ERR_INVALID with all `problems` (the first in `err`); -ERR_MEMORY. */
MUST_USE int calendar_parse(struct str text, struct arena *arena, struct rule_problems *problems,
			    struct calendar **out, struct error *err);

/* Days off and made-up working days that the notice names. */
struct calendar_figures {
	int off, made_up;
};
struct calendar_figures calendar_figures(const struct calendar *calendar);

#endif
