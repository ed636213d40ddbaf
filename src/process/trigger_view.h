/* trigger_view.h - what triggers propose, as a page shows it (mechanism A3). Layer: process, pages. */
#ifndef LIANZE_PROCESS_TRIGGER_VIEW_H
#define LIANZE_PROCESS_TRIGGER_VIEW_H

#include "process/derivation_view.h"
#include "process/scheme.h"
#include "process/trigger_store.h"
#include "web/page.h"

/* What the triggers propose about one unit in a year; with `firing_only` those that propose nothing are left
 * out. `scheme` is the one that rules the year. */
MUST_USE int trigger_fill(struct page *page, const struct scheme *scheme,
			  const struct trigger_findings *findings, bool firing_only,
			  struct derivation_triggers *out, struct error *err);
/* What the triggers say about one unit; see trigger_load_unit(). */
MUST_USE int trigger_read(struct page *page, int year, int64_t unit_id,
			  struct trigger_findings *out, struct error *err);

#endif
