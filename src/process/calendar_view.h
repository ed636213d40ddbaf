/* calendar_view.h - the pages of working-day calendars. Layer: process, pages. */
#ifndef LIANZE_PROCESS_CALENDAR_VIEW_H
#define LIANZE_PROCESS_CALENDAR_VIEW_H

#include "process/calendar.h"
#include "web/page.h"
#include "web/table.h"

/* A cell of a month: number 0 is no day. */
struct calendar_cell {
	int number;
	const char *class;
	enum message mark; /* off, worked, not known yet; MESSAGE_NONE */
};

struct calendar_cells {
	struct calendar_cell items[7]; /* from Monday */
	size_t count;
};

struct calendar_weeks {
	struct calendar_cells items[6];
	size_t count;
};

struct calendar_month {
	struct str label;
	struct calendar_weeks weeks;
};

struct calendar_months {
	struct calendar_month *items;
	size_t count;
};

struct calendar_page_view {
	int year;
	struct str version, adopted;
	bool unverified, open; /* open: the end of December is not known yet */
	struct safe_url proof;
	struct table_view notices, holidays;
	struct calendar_months months;
};

struct calendar_new_view {
	struct str csrf, error, text, verdict;
	bool fine; /* checked without a problem */
	struct table_view problems, holidays;
};

/* The holidays of a calendar: days off, made-up days, how many. */
MUST_USE int calendar_fill_holidays(struct page *page, const struct calendar *calendar,
				    struct table_view *out, struct error *err);
/* Twelve months as `loaded` knows them; *out_open when some days are not known. */
MUST_USE int calendar_fill_months(struct page *page, int year,
				  const struct workday_calendar *loaded,
				  struct calendar_months *out, bool *out_open, struct error *err);

#endif
