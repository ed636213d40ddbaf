/*
 * comparison_view.h - a unit's or person's result beside those of the four years before: group, total of the
 * maximum, per cent of it, rank, change; as a line and as a table.
 *
 * Layer: process, pages. Earlier years are read from the lines of their final results, never appraised again;
 * a year without a final result is left out. What can be compared is the per cent of the maximum: a row says
 * where the scheme or the group is another than in the year before.
 */
#ifndef LIANZE_PROCESS_COMPARISON_VIEW_H
#define LIANZE_PROCESS_COMPARISON_VIEW_H

#include "process/result_store.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/table.h"

#define COMPARISON_YEARS 5

struct comparison_view {
	bool has; /* there is an earlier year */
	struct chart_view chart;
	struct table_view table;
};

/* What the page shows; the caller has checked that the asker may see it. */
struct comparison_shown {
	const struct appraisal_year *year;
	int member;
	enum result_state state;
};

MUST_USE int comparison_fill(struct page *page, const struct comparison_shown *shown,
			     struct comparison_view *out, struct error *err);

#endif
