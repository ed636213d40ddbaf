/*
 * trigger_view.h - a unit's results over the years, and what the scheme's triggers make of them
 * (mechanism A3). Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_TRIGGER_VIEW_H
#define LIANZE_PROCESS_TRIGGER_VIEW_H

#include "process/appraisal_store.h"
#include "process/derivation_view.h"
#include "process/trigger.h"
#include "web/page.h"

/*
 * Judge every trigger of the scheme that rules `year` for one unit. A result counts as final when its
 * year is over and its group is complete. `loaded` is the unit's own group in `year`, with its member.
 */
MUST_USE int trigger_proposals(struct page *page, const struct appraisal_year *loaded, int member,
			       const struct trigger_proposal **out, size_t *out_count,
			       struct error *err);
/* The proposals for the page; with `firing_only` those that propose nothing are left out. */
MUST_USE int trigger_fill(struct page *page, const struct appraisal_year *loaded, int member,
			  bool firing_only, struct derivation_triggers *out, struct error *err);

#endif
