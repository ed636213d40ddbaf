/*
 * civil.c - calendar arithmetic, dates as people write them, and the only place that reads clocks.
 *
 * Day numbers are counted from 1 March, so that a leap day is the last day of its year and every
 * month starts at the same offset: (153 × month + 2) / 5 days after 1 March.
 */
#include "base/civil.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define DAYS_PER_ERA	 146097 /* 400 years */
#define EPOCH_FROM_MARCH 719468 /* from 0000-03-01 to 1970-01-01 */
#define EXCEL_EPOCH	 25569	/* serial of 1970-01-01 in the 1900 system */
#define MS_PER_MINUTE	 60000
#define MS_PER_DAY	 86400000

static int days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

bool civil_to_day(struct civil_date date, int32_t *out_day)
{
	int year, era, year_of_era, day_of_year;

	if (date.year < CIVIL_FIRST_YEAR || date.year > CIVIL_LAST_YEAR || date.month < 1 ||
	    date.month > 12 || date.day < 1 || date.day > days_in_month(date.year, date.month))
		return false;
	year = date.year - (date.month <= 2);
	era = year / 400;
	year_of_era = year - era * 400;
	day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
	*out_day = era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		   day_of_year - EPOCH_FROM_MARCH;
	return true;
}

struct civil_date civil_from_day(int32_t day)
{
	int64_t from_march = (int64_t)day + EPOCH_FROM_MARCH;
	int era = (int)(from_march / DAYS_PER_ERA) - (from_march % DAYS_PER_ERA < 0);
	int day_of_era = (int)(from_march - (int64_t)era * DAYS_PER_ERA);
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * day_of_year + 2) / 153;
	struct civil_date date = {
		.month = march_month < 10 ? march_month + 3 : march_month - 9,
		.day = day_of_year - (153 * march_month + 2) / 5 + 1,
	};

	date.year = era * 400 + year_of_era + (date.month <= 2);
	return date;
}

int civil_weekday(int32_t day)
{
	int from_monday = (day % 7 + 7 + 3) % 7; /* 1970-01-01 was a Thursday */

	return from_monday + 1;
}

int32_t civil_year_start(int year)
{
	int32_t day = CIVIL_NO_DAY;

	return civil_to_day((struct civil_date){ year, 1, 1 }, &day) ? day : CIVIL_NO_DAY;
}

int32_t civil_year_end(int year)
{
	int32_t day = CIVIL_NO_DAY;

	return civil_to_day((struct civil_date){ year, 12, 31 }, &day) ? day : CIVIL_NO_DAY;
}

/* Dates as written -------------------------------------------------------------------------- */

/* The separators behind year, month and day of each accepted way of writing. */
static const struct str writings[][3] = {
	{ STR_INIT("-"), STR_INIT("-"), STR_INIT("") },
	{ STR_INIT("/"), STR_INIT("/"), STR_INIT("") },
	{ STR_INIT("."), STR_INIT("."), STR_INIT("") },
	{ STR_INIT("年"), STR_INIT("月"), STR_INIT("日") },
};

/* Takes `min` to `max` digits and then `separator` from the front of *rest. */
static bool take_number(struct str *rest, size_t min, size_t max, struct str separator, int *out)
{
	size_t length = 0;
	int number = 0;

	while (length < rest->length && length < max && rest->bytes[length] >= '0' &&
	       rest->bytes[length] <= '9')
		number = number * 10 + (rest->bytes[length++] - '0');
	*rest = str_slice(*rest, length, rest->length);
	if (length < min || !str_starts_with(*rest, separator))
		return false;
	*rest = str_slice(*rest, separator.length, rest->length);
	*out = number;
	return true;
}

static bool parse_written(struct str text, const struct str separators[3], int32_t *out_day)
{
	struct civil_date date;

	return take_number(&text, 4, 4, separators[0], &date.year) &&
	       take_number(&text, 1, 2, separators[1], &date.month) &&
	       take_number(&text, 1, 2, separators[2], &date.day) && text.length == 0 &&
	       civil_to_day(date, out_day);
}

bool civil_parse(struct str text, int32_t *out_day)
{
	int64_t serial;

	text = str_trim(text);
	if (text.length == 5 && str_parse_int(text, 10000, 99999, &serial)) {
		*out_day = (int32_t)serial - EXCEL_EPOCH;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(writings); i++)
		if (parse_written(text, writings[i], out_day))
			return true;
	return false;
}

static char *two_digits(char *at, int number)
{
	*at++ = (char)('0' + number / 10 % 10);
	*at++ = (char)('0' + number % 10);
	return at;
}

/* By hand: a list of posts formats hundreds of days, and printf took a twentieth of its page. */
const char *civil_format(int32_t day, char text[CIVIL_TEXT_BYTES])
{
	struct civil_date date;
	char *at = text;

	text[0] = '\0';
	if (day == CIVIL_NO_DAY)
		return text;
	date = civil_from_day(day);
	if (date.year < 0 || date.year > 9999) {
		snprintf(text, CIVIL_TEXT_BYTES, "%d-%02u-%02u", date.year,
			 (unsigned)date.month % 100, (unsigned)date.day % 100);
		return text;
	}
	at = two_digits(at, date.year / 100);
	at = two_digits(at, date.year % 100);
	*at++ = '-';
	at = two_digits(at, date.month);
	*at++ = '-';
	at = two_digits(at, date.day);
	*at = '\0';
	return text;
}

/* Clocks ------------------------------------------------------------------------------------ */

static atomic_int_fast64_t fixed_ms;

static int64_t read_clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now); /* cannot fail for these clocks */
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_now_ms(void)
{
	int64_t fixed = atomic_load(&fixed_ms);

	return fixed ? fixed : read_clock_us(CLOCK_REALTIME) / 1000;
}

void clock_fix(int64_t now_ms)
{
	atomic_store(&fixed_ms, now_ms);
}

int64_t clock_monotonic_ms(void)
{
	return read_clock_us(CLOCK_MONOTONIC) / 1000;
}

int64_t clock_monotonic_us(void)
{
	return read_clock_us(CLOCK_MONOTONIC);
}

/* Day and millisecond of the day of an instant that was already moved by its offset. */
static int32_t split_day(int64_t local_ms, int *out_ms_of_day)
{
	int64_t day = local_ms / MS_PER_DAY - (local_ms % MS_PER_DAY < 0);

	*out_ms_of_day = (int)(local_ms - day * MS_PER_DAY);
	return (int32_t)day;
}

int32_t clock_day(int64_t at_ms, int offset_minutes)
{
	int ms_of_day;

	return split_day(at_ms + (int64_t)offset_minutes * MS_PER_MINUTE, &ms_of_day);
}

const char *clock_format_local(int64_t at_ms, int offset_minutes, char text[24])
{
	char date[CIVIL_TEXT_BYTES];
	int ms, minutes;
	int32_t day = split_day(at_ms + (int64_t)offset_minutes * MS_PER_MINUTE, &ms);

	minutes = ms / MS_PER_MINUTE;
	snprintf(text, 24, "%s %02d:%02d", civil_format(day, date), minutes / 60, minutes % 60);
	return text;
}

const char *clock_format_utc(int64_t at_ms, char text[24])
{
	char date[CIVIL_TEXT_BYTES];
	int ms, seconds;
	int32_t day = split_day(at_ms, &ms);

	seconds = ms / 1000;
	snprintf(text, 24, "%sT%02d:%02d:%02dZ", civil_format(day, date), seconds / 3600,
		 seconds / 60 % 60, seconds % 60);
	return text;
}
