/*
 * ranking_history_view.h - where the members of a group stood in another year, whatever group they were in
 * then. Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_RANKING_HISTORY_VIEW_H
#define LIANZE_PROCESS_RANKING_HISTORY_VIEW_H

#include "process/result_store.h"
#include "web/page.h"

struct ranking_history {
	struct appraisal_year **groups; /* one group each */
	size_t count;
};

struct ranking_place {
	const struct appraisal_result *result; /* NULL: the unit was in no group */
	struct str group_name;
	size_t ranked; /* members with a rank */
};

/*
 * Appraise those groups of `year` in which members of the group `now` (of another year) were; of persons
 * the same level. Reads only these groups. A year without scheme or groups gives none.
 */
MUST_USE int ranking_history_load(struct page *page, const struct result_place *now, int year,
				  struct ranking_history *out, struct error *err);
/* The unit's place; result NULL when it was in none of the groups. */
struct ranking_place ranking_history_place(const struct ranking_history *history,
					   int64_t unit_id);

#endif
