/*
 * ranking_set_view.h - the groups of a year, each as its result says: final figures where they are final,
 * present ones otherwise, nothing where nobody published them and the asker may not see drafts.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_RANKING_SET_VIEW_H
#define LIANZE_PROCESS_RANKING_SET_VIEW_H

#include "process/result_shown_view.h"

struct ranking_group {
	int64_t id;	  /* appraisal_group; 0 for persons */
	struct str level; /* persons: the level's code */
	struct str name;
	struct result_shown shown;
	struct appraisal_year *year; /* this group alone; NULL when hidden */
};

struct ranking_set {
	int year;
	enum scheme_subject subject;
	const struct scheme *scheme; /* in force */
	struct ranking_group *items; /* by name */
	size_t count;
	size_t subjects; /* members of the groups that are shown */
};

/* -ERR_NOT_FOUND: no scheme is in force in that year. A set without groups is no failure. */
MUST_USE int ranking_set_load(struct page *page, int year, enum scheme_subject subject,
			      struct ranking_set *out, struct error *err);

/* The set of the one group that is shown. */
void ranking_set_of(const struct result_shown *shown, struct appraisal_year *year,
		    struct ranking_group *item, struct ranking_set *out);

#endif
