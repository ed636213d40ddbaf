/*
 * ranking_rows_view.h - results as rows: the ranking of a group, the file of a year.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_RANKING_ROWS_VIEW_H
#define LIANZE_PROCESS_RANKING_ROWS_VIEW_H

#include "process/ranking_history_view.h"
#include "process/ranking_set_view.h"
#include "web/table.h"

/* A total, a grade, as the page's language writes them; empty when the result has none. */
struct str ranking_total(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result);
struct str ranking_grade(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result);
/* Why a result has no rank, or empty. */
struct str ranking_state(struct page *page, const struct appraisal_result *result);
#define RANKING_ROWS 100 /* on one page */

/* What of a ranking is shown. */
struct ranking_window {
	const struct ranking_history *before; /* the year before, to compare with */
	int64_t selected_id; /* the unit whose derivation stands beside; 0: none */
	size_t first;	     /* 0-based place in the order of the ranking */
};

/* Where the page begins that has the place `position`. */
static inline size_t ranking_first(size_t position)
{
	return position - position % RANKING_ROWS;
}

/* RANKING_ROWS rows of the first group that was loaded, from window->first on. */
MUST_USE int ranking_table(struct page *page, const struct appraisal_year *year,
			   const struct ranking_window *window, struct table_view *out,
			   struct error *err);
/* The year's groups: name, members, state of the result, what is missing, the unit in last place. */
MUST_USE int ranking_groups_table(struct page *page, const struct ranking_set *set,
				  struct table_view *out, struct error *err);
/* Every result of the groups that are shown, as `lianze appraise` prints them. */
MUST_USE int ranking_csv(struct page *page, const struct ranking_set *set, struct error *err);
MUST_USE int ranking_json(struct page *page, const struct ranking_set *set, struct error *err);

#endif
