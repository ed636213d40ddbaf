/* workday.c - see workday.h. Day by day: a deadline is a few dozen steps, and each looks at two years. */
#include "base/workday.h"

static const struct workday_year *year_find(const struct workday_calendar *calendar, int year)
{
	for (size_t i = 0; i < calendar->count; i++)
		if (calendar->years[i].year == year)
			return &calendar->years[i];
	return NULL;
}

static int not_loaded(int year, int32_t day, struct error *err)
{
	char text[CIVIL_TEXT_BYTES];
	bool next = day <= civil_year_end(year - 1);

	civil_format(day, text);
	error_set(err, ERR_RULE, "", "");
	if (next) {
		error_en(err,
			 "The calendar of %d is not loaded: its notice may move %s, so working days "
			 "cannot be counted there. Load the year's calendar.",
			 year, text);
		error_zh(err, "%d 年的工作日历尚未载入：该年放假安排可能调整 %s，无法计算工作日。请先载入该年日历。",
			 year, text);
	} else {
		error_en(err,
			 "The calendar of %d is not loaded: whether %s is a working day is not known. "
			 "Load the year's calendar.",
			 year, text);
		error_zh(err, "%d 年的工作日历尚未载入：无法判断 %s 是否为工作日。请先载入该年日历。",
			 year, text);
	}
	return -ERR_RULE;
}

static const struct workday_range *range_find(const struct workday_year *year, int32_t day)
{
	for (size_t i = 0; year && i < year->count; i++)
		if (day >= year->ranges[i].first && day <= year->ranges[i].last)
			return &year->ranges[i];
	return NULL;
}

static int out_of_years(struct error *err)
{
	return error_set(err, ERR_INVALID, "The day lies outside the years 1900 to 2199.",
			 "日期超出 1900 至 2199 年。");
}

static bool in_years(int32_t day)
{
	return day >= civil_year_start(CIVIL_FIRST_YEAR) && day < civil_year_end(CIVIL_LAST_YEAR);
}

int workday_look(const struct workday_calendar *calendar, int32_t day, struct workday *out,
		 struct error *err)
{
	if (!in_years(day))
		return out_of_years(err);
	int number = civil_from_day(day).year;
	const struct workday_year *year = year_find(calendar, number);
	const struct workday_year *next = year_find(calendar, number + 1);
	bool weekend = civil_weekday(day) > 5;

	if (!year)
		return not_loaded(number, day, err);
	if (!next && day > civil_year_end(number) - WORKDAY_CHANGEABLE_DAYS)
		return not_loaded(number + 1, day, err);
	/* The later notice has the last word on December. */
	const struct workday_range *range = range_find(next, day);
	if (!range)
		range = range_find(year, day);
	out->range = range;
	if (range)
		out->kind = range->off ? WORKDAY_OFF : WORKDAY_MADE_UP;
	else
		out->kind = weekend ? WORKDAY_WEEKEND : WORKDAY_ORDINARY;
	return 0;
}

int workday_add(const struct workday_calendar *calendar, int32_t from, int count, int32_t *out,
		struct error *err)
{
	int32_t step = count < 0 ? -1 : 1, day = from;

	for (int left = count < 0 ? -count : count; left > 0;) {
		struct workday found;
		int rc = workday_look(calendar, day += step, &found, err);

		if (rc < 0)
			return rc;
		left -= workday_is_worked(found);
	}
	*out = day;
	return 0;
}

int workday_roll(const struct workday_calendar *calendar, int32_t day, bool backward, int32_t *out,
		 struct error *err)
{
	struct workday found;
	int rc = workday_look(calendar, day, &found, err);

	while (rc == 0 && !workday_is_worked(found)) {
		day += backward ? -1 : 1;
		rc = workday_look(calendar, day, &found, err);
	}
	if (rc == 0)
		*out = day;
	return rc;
}

int workday_count(const struct workday_calendar *calendar, int32_t from, int32_t to, int *out,
		  struct error *err)
{
	int32_t step = to < from ? -1 : 1;
	int count = 0;

	if (!in_years(from) || !in_years(to))
		return out_of_years(err);
	while (from != to) {
		struct workday found;
		int rc = workday_look(calendar, from += step, &found, err);

		if (rc < 0)
			return rc;
		count += step * workday_is_worked(found);
	}
	*out = count;
	return 0;
}
