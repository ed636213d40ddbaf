/*
 * calendar_view.c - a year as tables: its holidays, and twelve months whose cells say in a word which
 * days are off and which are made up.
 */
#include "messages_calendar.h"
#include "process/calendar_view.h"

/* Month and day suffice in the calendar's own year. */
static struct str day_text(struct page *page, int32_t day, int year)
{
	struct str text = page_day(page, day);

	return civil_from_day(day).year == year ? str_slice(text, 5, text.length) : text;
}

static struct str range_text(struct page *page, const struct workday_range *range, int year)
{
	struct str first = day_text(page, range->first, year);
	struct str last = day_text(page, range->last, year);

	if (range->first == range->last)
		return first;
	return arena_format(page->arena, "%.*s – %.*s", STR_ARG(first), STR_ARG(last));
}

static struct str joined(struct page *page, struct str text, struct str more)
{
	const char *comma = page->language == LANGUAGE_ZH ? "、" : ", ";

	return text.length ? arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text), comma,
					  STR_ARG(more))
			   : more;
}

/* The ranges from `start` that belong to one holiday; where the next begins. */
static size_t holiday_row(struct page *page, const struct workday_year *year, size_t start,
			  struct table_view *table)
{
	const struct workday_range *first = &year->ranges[start];
	struct str off = STR(""), worked = STR("");
	int days = 0;
	size_t i = start;

	for (; i < year->count && str_equal(year->ranges[i].zh, first->zh); i++) {
		const struct workday_range *range = &year->ranges[i];
		struct str text = range_text(page, range, year->year);

		if (range->off) {
			off = joined(page, off, text);
			days += range->last - range->first + 1;
		} else {
			worked = joined(page, worked, text);
		}
	}
	table_row(table);
	table_heading(table, page->language == LANGUAGE_ZH ? first->zh : first->en,
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, off);
	table_cell(table, page_number(page, days));
	table_cell(table, worked.length ? worked : STR("—"));
	return i;
}

int calendar_fill_holidays(struct page *page, const struct calendar *calendar,
			   struct table_view *out, struct error *err)
{
	table_init(out, page->arena, page_text(page, MESSAGE_CALENDAR_HOLIDAYS), "");
	table_column(out, page_text(page, MESSAGE_CALENDAR_HOLIDAY), 0);
	table_column(out, page_text(page, MESSAGE_CALENDAR_OFF_FROM_TO), 0);
	table_column(out, page_text(page, MESSAGE_CALENDAR_DAYS), COLUMN_NUMBER);
	table_column(out, page_text(page, MESSAGE_CALENDAR_DAYS_MADE_UP), 0);
	for (size_t i = 0; i < calendar->days.count;)
		i = holiday_row(page, &calendar->days, i, out);
	return table_check(out, err);
}

/* Months -------------------------------------------------------------------------------------- */

static struct calendar_cell cell_of(const struct workday_calendar *loaded, int32_t day)
{
	static const struct {
		const char *class;
		enum message mark;
	} looks[WORKDAY_KIND_COUNT] = {
		[WORKDAY_ORDINARY] = { "", MESSAGE_NONE },
		[WORKDAY_WEEKEND] = { "rest", MESSAGE_NONE },
		[WORKDAY_OFF] = { "off", MESSAGE_CALENDAR_MARK_OFF },
		[WORKDAY_MADE_UP] = { "work", MESSAGE_CALENDAR_MARK_WORK },
	};
	struct calendar_cell cell = { .number = civil_from_day(day).day,
				      .class = "open",
				      .mark = MESSAGE_CALENDAR_MARK_OPEN };
	struct workday found;

	if (workday_look(loaded, day, &found, NULL) == 0) {
		cell.class = looks[found.kind].class;
		cell.mark = looks[found.kind].mark;
	}
	return cell;
}

static bool month_fill(const struct workday_calendar *loaded, struct civil_date date,
		       struct calendar_weeks *weeks)
{
	bool open = false;
	int32_t day = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(weeks->items); i++) {
		weeks->items[i].count = 7;
		for (size_t j = 0; j < 7; j++)
			weeks->items[i].items[j].class = "";
	}
	for (; civil_to_day(date, &day); date.day++) {
		int weekday = civil_weekday(day);
		struct calendar_cell *cell;

		if (!weeks->count || (weekday == 1 && date.day > 1))
			weeks->count++;
		cell = &weeks->items[weeks->count - 1].items[weekday - 1];
		*cell = cell_of(loaded, day);
		open |= cell->mark == MESSAGE_CALENDAR_MARK_OPEN;
	}
	return open;
}

static const enum message month_names[12] = {
	MESSAGE_CALENDAR_MONTH_01, MESSAGE_CALENDAR_MONTH_02, MESSAGE_CALENDAR_MONTH_03,
	MESSAGE_CALENDAR_MONTH_04, MESSAGE_CALENDAR_MONTH_05, MESSAGE_CALENDAR_MONTH_06,
	MESSAGE_CALENDAR_MONTH_07, MESSAGE_CALENDAR_MONTH_08, MESSAGE_CALENDAR_MONTH_09,
	MESSAGE_CALENDAR_MONTH_10, MESSAGE_CALENDAR_MONTH_11, MESSAGE_CALENDAR_MONTH_12,
};

int calendar_fill_months(struct page *page, int year, const struct workday_calendar *loaded,
			 struct calendar_months *out, bool *out_open, struct error *err)
{
	struct calendar_month *items = ARENA_ARRAY(page->arena, struct calendar_month, 12);

	if (!items)
		return error_broken(err, ERR_MEMORY, "months");
	*out_open = false;
	for (int month = 1; month <= 12; month++) {
		struct civil_date first = { year, month, 1 };

		items[month - 1].label = str_from(page_text(page, month_names[month - 1]));
		*out_open |= month_fill(loaded, first, &items[month - 1].weeks);
	}
	*out = (struct calendar_months){ items, 12 };
	return 0;
}
