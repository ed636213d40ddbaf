/*
 * unit_results_view.h - a unit's results year by year, for its page and for the workbench of those who
 * work in it. Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_UNIT_RESULTS_VIEW_H
#define LIANZE_PROCESS_UNIT_RESULTS_VIEW_H

#include "web/page.h"
#include "web/table.h"

/*
 * One row for each year in which the unit was in a group, newest first; totals lead to derivations
 * for those who may read them. The caller has checked that the asker may read results.
 */
MUST_USE int unit_results_table(struct page *page, int64_t unit_id, struct table_view *out,
				struct error *err);

#endif
