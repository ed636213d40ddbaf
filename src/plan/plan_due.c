/*
 * plan_due.c - see plan_due.h.
 *
 * A text is cut into parts; each is a date or a period with or without a day of its last month. Periods
 * become due days only in plan_due_read(); the canonical text keeps the rule as it was meant.
 */
#include "plan/plan_due.h"

#include "base/buf.h"
#include "plan/plan_text.h"

struct period {
	const char *english;
	const char *chinese[3]; /* the first is the one that is shown */
	int months;
};

static const struct period periods[] = {
	{ "monthly", { "每月" }, 1 },
	{ "quarterly", { "每季度", "每季" }, 3 },
	{ "half-yearly", { "每半年" }, 6 },
	{ "yearly", { "每年", "年底" }, 12 },
};

/* One part of a rule: a date, or a period. */
struct part {
	int32_t day;		     /* of a date */
	const struct period *period; /* NULL: a date */
	int day_of_month;	     /* 0: the last */
};

static const char accepted_en[] =
	"dates such as 2008-03-31, or monthly, quarterly, half-yearly, yearly, with a day if need be "
	"(monthly 25), separated by ;";
static const char accepted_zh[] = "日期（2008-03-31），或每月、每季度、每半年、每年，可写明日（每月25日），以分号隔开";
static const char late_en[] = "a date of the plan's year, or up to March after it";
static const char late_zh[] = "计划年度内的日期，最迟次年三月底";

/* Reading --------------------------------------------------------------------------------------- */

static struct str after(struct str text, const char *prefix)
{
	return str_slice(text, strlen(prefix), text.length);
}

/* The day behind a period's name: empty, "25", "25日", "25号". */
static bool read_day_of_month(struct str text, int *out)
{
	int64_t day = 0;

	text = str_trim(text);
	if (str_ends_with(text, STR("日")) || str_ends_with(text, STR("号")))
		text = str_trim(str_slice(text, 0, text.length - strlen("日")));
	if (text.length && !str_parse_int(text, 1, 31, &day))
		return false;
	*out = (int)day;
	return true;
}

static bool read_period(struct str text, struct part *out)
{
	for (size_t i = 0; i < ARRAY_LENGTH(periods); i++) {
		const struct period *period = &periods[i];
		const char *found = NULL;
		struct str head = str_slice(text, 0, strlen(period->english));

		if (str_equal_ignore_case(head, str_from(period->english)))
			found = period->english;
		for (int j = 0; !found && j < 3 && period->chinese[j]; j++)
			if (str_starts_with(text, str_from(period->chinese[j])))
				found = period->chinese[j];
		if (!found)
			continue;
		*out = (struct part){ .period = period };
		return read_day_of_month(after(text, found), &out->day_of_month);
	}
	return false;
}

static int read_part(struct str text, int year, struct part *out, struct error *err)
{
	*out = (struct part){ .period = NULL };
	if (civil_parse(text, &out->day)) {
		struct civil_date date = civil_from_day(out->day);
		bool fits = date.year == year || (date.year == year + 1 && date.month <= 3);
		return fits ? 0 : plan_text_refuse("due", text, late_en, late_zh, err);
	}
	return read_period(text, out) ? 0 : plan_text_refuse("due", text, accepted_en, accepted_zh, err);
}

/* Due days -------------------------------------------------------------------------------------- */

static int32_t day_in_month(int year, int month, int day_of_month)
{
	struct civil_date first = { month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1 };
	struct civil_date wanted = { year, month, day_of_month };
	int32_t last = 0, day;

	if (civil_to_day(first, &last))
		last--;
	return day_of_month && civil_to_day(wanted, &day) ? day : last;
}

static int add_day(struct plan_due *due, int32_t day, struct error *err)
{
	size_t at = due->count;

	while (at > 0 && due->days[at - 1] > day)
		at--;
	if (at > 0 && due->days[at - 1] == day)
		return 0;
	if (due->count == PLAN_DUE_MAXIMUM)
		return error_invalid(err, "due", "", "at most 40 due days", "最多 40 个时限");
	memmove(&due->days[at + 1], &due->days[at], (due->count - at) * sizeof(due->days[0]));
	due->days[at] = day;
	due->count++;
	return 0;
}

static int add_part(struct plan_due *due, const struct part *part, int year, struct error *err)
{
	int code = 0;

	if (!part->period)
		return add_day(due, part->day, err);
	for (int month = part->period->months; !code && month <= 12; month += part->period->months)
		code = add_day(due, day_in_month(year, month, part->day_of_month), err);
	return code;
}

int plan_due_read(struct str text, int year, struct plan_due *out, struct error *err)
{
	struct plan_due due = { .count = 0 };
	struct part part;
	int code = 0;

	while (!code && text.length) {
		struct str one = plan_text_next(&text);
		if (!one.length)
			continue;
		code = read_part(one, year, &part, err);
		if (!code)
			code = add_part(&due, &part, year, err);
	}
	if (!code)
		*out = due;
	return code;
}

/* Canonical text, and as it is shown ------------------------------------------------------------- */

static void add_canonical(struct buf *out, const struct part *part)
{
	char text[CIVIL_TEXT_BYTES];

	if (buf_str(out).length)
		buf_add_text(out, "; ");
	buf_add_text(out, part->period ? part->period->english : civil_format(part->day, text));
	if (part->day_of_month)
		buf_add_format(out, " %d", part->day_of_month);
}

int plan_due_canonical(struct str text, int year, struct arena *arena, struct str *out,
		       struct error *err)
{
	struct plan_due due;
	struct part part;
	struct buf canonical;
	int code = plan_due_read(text, year, &due, err);

	if (code)
		return code;
	buf_init(&canonical, 4096);
	while (!code && text.length) {
		struct str one = plan_text_next(&text);
		code = one.length ? read_part(one, year, &part, err) : 0;
		if (!code && one.length)
			add_canonical(&canonical, &part);
	}
	struct str made = arena_str(arena, buf_str(&canonical));
	bool failed = buf_failed(&canonical) || (buf_str(&canonical).length && !made.bytes);
	buf_release(&canonical);
	if (!code && failed)
		return error_broken(err, ERR_MEMORY, "a due rule");
	if (!code)
		*out = made;
	return code;
}

static int32_t next_year(int32_t day)
{
	struct civil_date date = civil_from_day(day);
	int32_t later;

	date.year++;
	if (!civil_to_day(date, &later)) { /* 29 February */
		date.day = 28;
		if (!civil_to_day(date, &later))
			return day;
	}
	return later;
}

int plan_due_next_year(struct str canonical, struct arena *arena, struct str *out,
		       struct error *err)
{
	struct buf text;

	buf_init(&text, 4096);
	while (canonical.length) {
		struct str one = plan_text_next(&canonical);
		struct part part = { .period = NULL };
		if (civil_parse(one, &part.day))
			part.day = next_year(part.day);
		else if (!read_period(one, &part))
			continue;
		add_canonical(&text, &part);
	}
	struct str made = arena_str(arena, buf_str(&text));
	bool failed = buf_failed(&text) || (buf_str(&text).length && !made.bytes);
	buf_release(&text);
	if (failed)
		return error_broken(err, ERR_MEMORY, "a due rule");
	*out = made;
	return 0;
}

static void add_shown(struct buf *out, const struct part *part)
{
	char text[CIVIL_TEXT_BYTES];

	if (buf_str(out).length)
		buf_add_text(out, "；");
	buf_add_text(out, part->period ? part->period->chinese[0] : civil_format(part->day, text));
	if (part->day_of_month)
		buf_add_format(out, "%d日", part->day_of_month);
}

struct str plan_due_shown(struct str canonical, bool chinese, struct arena *arena)
{
	struct buf shown;

	if (!chinese)
		return canonical;
	buf_init(&shown, 4096);
	while (canonical.length) {
		struct str one = plan_text_next(&canonical);
		struct part part = { .period = NULL };
		if (civil_parse(one, &part.day) || read_period(one, &part))
			add_shown(&shown, &part);
	}
	struct str made = arena_str(arena, buf_str(&shown));
	buf_release(&shown);
	return made;
}
