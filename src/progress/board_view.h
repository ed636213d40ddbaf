/* board_view.h - the list of a year's assignments, how a percentage came about. Layer:
 * progress, pages. */
#ifndef LIANZE_PROGRESS_BOARD_VIEW_H
#define LIANZE_PROGRESS_BOARD_VIEW_H

#include "progress/progress_view.h"
#include "web/table.h"

struct percent_view {
	struct str title, about, formula, percent, scope;
	struct safe_url up, list;
	bool rounded;
	struct table_view parts;
};

/* How many assignments stand where: for the workbench. */
struct board_summary {
	int64_t counts[LIGHT_COLOUR_COUNT];
	int64_t total, expected_late, returned;
};

/* The newest published plan's year; 0 when there is none. */
MUST_USE int board_year(struct page *page, int *out_year, struct error *err);
/* The board of a year with its forecasts, and which rows the asker may read. */
MUST_USE int board_open(struct page *page, int year, struct board *out, bool **out_readable,
			struct error *err);
/*
 * Rows that the asker has to do with: of units that they respond for, items that they lead, assignments
 * that name them; the worst first. *out_order are indexes into board->rows.
 */
MUST_USE int board_own(struct page *page, const struct board *board, size_t **out_order,
		       size_t *out_count, struct error *err);
/* Put indexes into the order of lists: worst light first, then due day, unit, item. */
void board_sort(const struct board *board, size_t *order, size_t count);
/* The first `limit` rows as a table. */
MUST_USE int board_table(struct page *page, const struct board *board, const size_t *order,
			 size_t count, struct table_view *out, struct error *err);

#endif
