/*
 * ranking_history_view.h - where the members of a group stood in another year, whatever group they were in
 * then. Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_RANKING_HISTORY_VIEW_H
#define LIANZE_PROCESS_RANKING_HISTORY_VIEW_H

#include "process/result_store.h"
#include "web/page.h"

/* A group: the lines of its final result, or (not final) appraised. */
struct ranking_history_group {
	struct str name;
	struct result_lines lines;
	size_t ranked;
	struct appraisal_year *year; /* NULL: final */
};

struct ranking_history {
	struct ranking_history_group *groups;
	size_t count;
};

struct ranking_place {
	bool has; /* false: the unit was in no group */
	bool last;
	int64_t rank; /* 0: none */
	struct str group_name;
	size_t ranked; /* members with a rank */
};

/*
 * Those groups of `year` in which members of the group `now` (of another year) were; of persons the same
 * level. A final result is read from its lines; others are appraised. A year without scheme or groups gives
 * none.
 */
MUST_USE int ranking_history_load(struct page *page, const struct result_place *now, int year,
				  struct ranking_history *out, struct error *err);
/* The unit's place; `has` is false when it was in none of the groups. */
struct ranking_place ranking_history_place(const struct ranking_history *history,
					   int64_t unit_id);

#endif
