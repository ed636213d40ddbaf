/*
 * civil.h - days of the proleptic Gregorian calendar, and the program's two clocks.
 *
 * Layer: base. A day is an int32_t: days since 1970-01-01 (which is 0). No time zone here: an
 * instant becomes a day by the jurisdiction's offset from UTC in minutes (Asia/Shanghai: 480).
 */
#ifndef LIANZE_BASE_CIVIL_H
#define LIANZE_BASE_CIVIL_H

#include "base/error.h"
#include "base/str.h"

#define CIVIL_TEXT_BYTES 16
#define CIVIL_NO_DAY INT32_MIN	   /* "not given"; stored as NULL */
#define CIVIL_FIRST_YEAR 1900
#define CIVIL_LAST_YEAR 2199

struct civil_date {
	int year;  /* CIVIL_FIRST_YEAR … CIVIL_LAST_YEAR */
	int month; /* 1 … 12 */
	int day;   /* 1 … 31 */
};

/* Day number of a date; false when there is no such date or the year is out of range. */
MUST_USE bool civil_to_day(struct civil_date date, int32_t *out_day);
struct civil_date civil_from_day(int32_t day);
/* 1 Monday … 7 Sunday (ISO 8601). */
int civil_weekday(int32_t day);
/* First and last day of a year. */
int32_t civil_year_start(int year);
int32_t civil_year_end(int year);

/*
 * Parse 2008-07-14, 2008/7/14, 2008.7.14, 2008年7月14日, and an Excel serial day number of five
 * digits (1900 system; decisions.md 9). False when malformed or no such date.
 */
MUST_USE bool civil_parse(struct str text, int32_t *out_day);
/* "2008-07-14"; CIVIL_NO_DAY gives "". Returns `text`. */
const char *civil_format(int32_t day, char text[CIVIL_TEXT_BYTES]);

/* Milliseconds since 1970-01-01 UTC; tests may fix it with clock_fix(ms), 0 releases. */
int64_t clock_now_ms(void);
void clock_fix(int64_t now_ms);
/* Monotonic milliseconds, for timeouts. */
int64_t clock_monotonic_ms(void);
/* Monotonic microseconds, for measuring. */
int64_t clock_monotonic_us(void);
/* The day on which an instant falls at an offset from UTC. */
int32_t clock_day(int64_t at_ms, int offset_minutes);
/* "2009-03-17 08:05" at the offset, or RFC 3339 UTC "2009-03-17T00:05:00Z". */
const char *clock_format_local(int64_t at_ms, int offset_minutes, char text[24]);
const char *clock_format_utc(int64_t at_ms, char text[24]);

#endif
