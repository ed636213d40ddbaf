/*
 * evidence_access_view.h - who may read a piece of evidence; asked in one place, of one condition.
 *
 * Layer: evidence, pages.
 */
#ifndef LIANZE_EVIDENCE_EVIDENCE_ACCESS_VIEW_H
#define LIANZE_EVIDENCE_EVIDENCE_ACCESS_VIEW_H

#include "evidence/evidence.h"
#include "web/page.h"

/* The arguments of LISTING_EVIDENCE_PAGES for the asker, and then `more`. */
struct db_args evidence_list_args(struct page *page, struct db_args more);
/* Read a piece that the asker may see; -ERR_NOT_FOUND otherwise, as if there were none. */
MUST_USE int evidence_read(struct page *page, struct db *db, int64_t id, struct evidence *out,
			   struct error *err);
/* Whether the asker may see it: for links. Counts as no when it cannot be asked. */
bool evidence_may_read(struct page *page, struct db *db, int64_t id);
/* May the asker withdraw and change it? */
bool evidence_may_write(struct page *page, const struct evidence *evidence);
struct safe_url link_evidence(struct page *page, int64_t id);

#endif
