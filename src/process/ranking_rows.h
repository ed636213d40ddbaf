/* ranking_rows.h - results as rows: the ranking of a group, and the file of a year. Layer: process, pages. */
#ifndef LIANZE_PROCESS_RANKING_ROWS_H
#define LIANZE_PROCESS_RANKING_ROWS_H

#include "process/ranking_history.h"
#include "web/table.h"

/* A total, a grade, as the page's language writes them; empty when the result has none. */
struct str ranking_total(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result);
struct str ranking_grade(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result);
/* Why a result has no rank, or empty. */
struct str ranking_state(struct page *page, const struct appraisal_result *result);
/* The ranking of `group`, compared with the year before; `selected_id` (0: none) is marked. */
MUST_USE int ranking_table(struct page *page, const struct appraisal_year *year, int group,
			   const struct ranking_history *before, int64_t selected_id,
			   struct table_view *out, struct error *err);
/* Every result of the groups that were loaded, as `lianze appraise` prints them. */
MUST_USE int ranking_csv(struct page *page, const struct appraisal_year *year,
			 struct error *err);
MUST_USE int ranking_json(struct page *page, const struct appraisal_year *year,
			  struct error *err);

#endif
