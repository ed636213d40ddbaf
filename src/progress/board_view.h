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
 * that name them; or (`only_led`) of items that they lead alone. The worst first. *out_order are indexes
 * into board->rows.
 */
MUST_USE int board_own(struct page *page, const struct board *board, bool only_led,
		       size_t **out_order, size_t *out_count, struct error *err);

/* Where a list of rows begins; ties go on in the order of BOARD_BY_LIGHT. */
enum board_order {
	BOARD_BY_LIGHT, /* worst first, then due day, unit, item */
	BOARD_BY_DUE,
	BOARD_BY_UNIT,
	BOARD_BY_ITEM,
	BOARD_BY_DONE,	/* the least done first; what does not count comes last */
	BOARD_ORDER_COUNT
};
extern const char *const board_order_names[BOARD_ORDER_COUNT]; /* as in ?sort= */

struct board_sorting {
	enum board_order by;
	bool descending;
};
void board_sort(const struct board *board, struct board_sorting sorting, size_t *order, size_t count);

/* A unit by its exact code, or by part of its name or code when no unit has that code; an empty text fits
 * all. Units of a plan may be called T1 and T10. */
bool board_unit_fits(const struct board *board, const struct plan_unit *unit, struct str wanted);
/* The first `limit` rows as a table. */
MUST_USE int board_table(struct page *page, const struct board *board, const size_t *order,
			 size_t count, struct table_view *out, struct error *err);

#endif
