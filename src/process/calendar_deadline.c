/*
 * calendar_deadline.c - a deadline and the sentence that explains it: what was counted, what was
 * skipped on the way and which holidays those days belong to.
 */
#include "process/calendar_year.h"

#define SKIPPED_NAMES 4
/* A year has well over this many working days, whatever its notice says. */
#define WORKED_DAYS_OF_YEAR 200

struct skipped {
	int weekend, off, made_up;
	const struct workday_range *ranges[SKIPPED_NAMES]; /* first holidays met */
	size_t named;
	bool more;
};

static void skip_name(struct skipped *skipped, const struct workday_range *range)
{
	for (size_t i = 0; i < skipped->named; i++)
		if (str_equal(skipped->ranges[i]->zh, range->zh))
			return;
	if (skipped->named == SKIPPED_NAMES)
		skipped->more = true;
	else
		skipped->ranges[skipped->named++] = range;
}

static int skipped_between(const struct workday_calendar *calendar, int32_t from, int32_t to,
			   struct skipped *out, struct error *err)
{
	int32_t step = to < from ? -1 : 1;

	while (from != to) {
		struct workday day;
		int rc = workday_look(calendar, from += step, &day, err);

		if (rc < 0)
			return rc;
		out->weekend += day.kind == WORKDAY_WEEKEND;
		out->off += day.kind == WORKDAY_OFF;
		out->made_up += day.kind == WORKDAY_MADE_UP;
		if (day.kind == WORKDAY_OFF)
			skip_name(out, day.range);
	}
	return 0;
}

static struct str names_of(const struct skipped *skipped, bool chinese, struct arena *arena)
{
	struct str text = STR("");

	for (size_t i = 0; i < skipped->named; i++) {
		struct str name = chinese ? skipped->ranges[i]->zh : skipped->ranges[i]->en;

		text = arena_format(arena, "%.*s%s%.*s", STR_ARG(text),
				    i ? (chinese ? "、" : ", ") : "", STR_ARG(name));
	}
	if (skipped->more)
		text = arena_format(arena, "%.*s%s", STR_ARG(text), chinese ? "等" : ", …");
	return text;
}

static struct str skipped_en(const struct skipped *skipped, struct arena *arena)
{
	struct str names = names_of(skipped, false, arena), text = STR("");

	if (skipped->weekend)
		text = arena_format(arena, ", %d weekend %s skipped", skipped->weekend,
				    skipped->weekend == 1 ? "day" : "days");
	if (skipped->off)
		text = arena_format(arena, "%.*s, %d %s off skipped (%.*s)", STR_ARG(text),
				    skipped->off, skipped->off == 1 ? "day" : "days",
				    STR_ARG(names));
	if (skipped->made_up)
		text = arena_format(arena, "%.*s, %d made-up working %s counted", STR_ARG(text),
				    skipped->made_up, skipped->made_up == 1 ? "day" : "days");
	return text;
}

static struct str skipped_zh(const struct skipped *skipped, struct arena *arena)
{
	struct str names = names_of(skipped, true, arena), text = STR("");

	if (skipped->weekend)
		text = arena_format(arena, "，跳过周末 %d 天", skipped->weekend);
	if (skipped->off)
		text = arena_format(arena, "%.*s，跳过放假 %d 天（%.*s）", STR_ARG(text),
				    skipped->off, STR_ARG(names));
	if (skipped->made_up)
		text = arena_format(arena, "%.*s，计入调休上班 %d 天", STR_ARG(text),
				    skipped->made_up);
	return text;
}

/* "15 working days after 2009-03-17 (day 0): 2009-04-08, 4 weekend days skipped, …." */
static int working_days(const struct workday_calendar *calendar,
			const struct calendar_request *request, struct arena *arena,
			struct calendar_answer *out, struct error *err)
{
	char from[CIVIL_TEXT_BYTES], to[CIVIL_TEXT_BYTES];
	bool before = request->count < 0;
	int count = before ? -request->count : request->count;
	struct skipped skipped = { 0 };
	int32_t day = 0;
	int rc = workday_add(calendar, request->from_day, request->count, &day, err);

	if (rc == 0)
		rc = skipped_between(calendar, request->from_day, day, &skipped, err);
	if (rc < 0)
		return rc;
	civil_format(request->from_day, from);
	civil_format(day, to);
	struct str zh = skipped_zh(&skipped, arena), en = skipped_en(&skipped, arena);
	out->day = day;
	out->zh = arena_format(arena, "%s（当日不计）%s %d 个工作日%.*s，为 %s。", from,
			       before ? "前" : "后", count, STR_ARG(zh), to);
	out->en = arena_format(arena, "%d working %s %s %s (which does not count)%.*s: %s.", count,
			       count == 1 ? "day" : "days", before ? "before" : "after", from,
			       STR_ARG(en), to);
	return 0;
}

static const char *weekday_en(int32_t day)
{
	static const char *const names[] = { "Monday",	 "Tuesday", "Wednesday", "Thursday",
					     "Friday",	 "Saturday", "Sunday" };

	return names[civil_weekday(day) - 1];
}

static const char *weekday_zh(int32_t day)
{
	static const char *const names[] = { "一", "二", "三", "四", "五", "六", "日" };

	return names[civil_weekday(day) - 1];
}

/* Append to both sentences why the end moved, when it does. */
static int roll_end(const struct workday_calendar *calendar, struct arena *arena,
		    struct calendar_answer *out, struct error *err)
{
	char from[CIVIL_TEXT_BYTES], to[CIVIL_TEXT_BYTES];
	struct workday found;
	int32_t day = out->day;
	int rc = workday_look(calendar, out->day, &found, err);

	if (rc == 0)
		rc = workday_roll(calendar, out->day, false, &day, err);
	if (rc < 0 || day == out->day)
		return rc;
	civil_format(out->day, from);
	civil_format(day, to);
	struct str why_zh = found.range ? arena_format(arena, "%.*s放假", STR_ARG(found.range->zh))
					: arena_format(arena, "星期%s", weekday_zh(out->day));
	struct str why_en = found.range ? arena_format(arena, "%.*s", STR_ARG(found.range->en))
					: str_from(weekday_en(out->day));
	out->zh = arena_format(arena, "%.*s%s 为%.*s，顺延至其后第一个工作日 %s。",
			       STR_ARG(out->zh), from, STR_ARG(why_zh), to);
	out->en = arena_format(arena, "%.*s %s is off (%.*s): moved to the next working day, %s.",
			       STR_ARG(out->en), from, STR_ARG(why_en), to);
	out->day = day;
	return 0;
}

static int all_days(const struct workday_calendar *calendar, const struct calendar_request *request,
		    struct arena *arena, struct calendar_answer *out, struct error *err)
{
	char from[CIVIL_TEXT_BYTES], to[CIVIL_TEXT_BYTES];
	bool before = request->count < 0;
	int count = before ? -request->count : request->count;

	out->day = request->from_day + request->count;
	civil_format(request->from_day, from);
	civil_format(out->day, to);
	out->zh = arena_format(arena, "%s（当日不计）%s %d 日，为 %s。", from,
			       before ? "前" : "后", count, to);
	out->en = arena_format(arena, "%d calendar %s %s %s (which does not count): %s.", count,
			       count == 1 ? "day" : "days", before ? "before" : "after", from, to);
	return request->roll ? roll_end(calendar, arena, out, err) : 0;
}

int calendar_deadline_by(const struct workday_calendar *calendar,
			 const struct calendar_request *request, struct arena *arena,
			 struct calendar_answer *out, struct error *err)
{
	struct calendar_answer answer = { 0 };
	int rc;

	if (request->count < -CALENDAR_COUNT_MAXIMUM || request->count > CALENDAR_COUNT_MAXIMUM)
		return error_set(err, ERR_INVALID, "A deadline is at most 1,000 days away.",
				 "期限最长为 1000 天。");
	if (request->kind == CALENDAR_WORKING_DAYS)
		rc = working_days(calendar, request, arena, &answer, err);
	else
		rc = all_days(calendar, request, arena, &answer, err);
	if (rc < 0)
		return rc;
	if (!answer.zh.bytes || !answer.en.bytes)
		return error_broken(err, ERR_MEMORY, "deadline");
	*out = answer;
	return 0;
}

int calendar_deadline(struct db *db, const struct calendar_request *request, struct arena *arena,
		      struct calendar_answer *out, struct error *err)
{
	struct workday_calendar calendar = { NULL, 0 };
	bool needed = request->kind == CALENDAR_WORKING_DAYS || request->roll;
	int year = civil_from_day(request->from_day).year;
	int reach = 2 + CALENDAR_COUNT_MAXIMUM / WORKED_DAYS_OF_YEAR;
	int rc = needed ? calendar_load(db, year - reach, year + reach, arena, &calendar, err) : 0;

	return rc < 0 ? rc : calendar_deadline_by(&calendar, request, arena, out, err);
}
