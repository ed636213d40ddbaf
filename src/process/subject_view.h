/*
 * subject_view.h - the pages of whoever is appraised: a unit in its group, a person at their level.
 *
 * Layer: process, pages. Handlers that serve both ask here instead of knowing the paths of each. Results of
 * persons are private: who does not read every derivation sees only what is about themself (or about people
 * of their unit, as a head), and no ranking of a level.
 */
#ifndef LIANZE_PROCESS_SUBJECT_VIEW_H
#define LIANZE_PROCESS_SUBJECT_VIEW_H

#include "process/result_store.h"
#include "web/page.h"

/* page_may() about a unit or a person; page_check() likewise. */
bool subject_may(struct page *page, permission_set permission, enum scheme_subject subject,
		 int64_t id);
MUST_USE int subject_check(struct page *page, permission_set permission,
			   enum scheme_subject subject, int64_t id, struct error *err);

/* Is the route about persons: …/levels/… or …/persons/…? */
enum scheme_subject subject_of_route(const struct page *page);
/* The place of one of the groups that were loaded; of the only or first one. */
struct result_place subject_group_place(const struct page *page, const struct appraisal_year *year,
					int group);
struct result_place subject_place(const struct page *page, const struct appraisal_year *year);
/* The name of a group, or of a level in the page's language. */
struct str subject_group_name(const struct page *page, const struct appraised_group *group);

/* The register's page; empty when the asker may not. */
struct safe_url link_subject(struct page *page, enum scheme_subject subject, int64_t id);
struct safe_url link_subject_derivation(struct page *page, enum scheme_subject subject, int64_t year,
					int64_t id);
struct safe_url link_subject_letter(struct page *page, enum scheme_subject subject, int64_t year,
				    int64_t id);
/* The groups of the year, or its levels. */
struct safe_url link_subject_year(struct page *page, enum scheme_subject subject, int64_t year);
/* The ranking with this one beside it (0: none); empty when the asker may not see the level's. */
struct safe_url link_subject_ranking(struct page *page, const struct result_place *place,
				     int64_t id);
/* The scoring table of the year's only group, or one's line of it (id not 0), empty when the asker may
 * not. */
struct safe_url link_subject_scores(struct page *page, const struct appraisal_year *year,
				    int64_t id);

#endif
