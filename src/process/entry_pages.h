/* entry_pages.h - entries as rows, for the pages of units too. Layer: process, pages. */
#ifndef LIANZE_PROCESS_ENTRY_PAGES_H
#define LIANZE_PROCESS_ENTRY_PAGES_H

#include "web/page.h"
#include "web/table.h"

/* What a stored kind and a stored effect ("counted", "cancelled", "counter") are called. */
enum message entry_kind_word(struct str stored);
enum message entry_effect_word(struct str stored);
/* All entries of a unit, newest first, each with its proof. The caller has checked the right. */
MUST_USE int entry_table(struct page *page, int64_t unit_id, struct table_view *out,
			 struct error *err);

#endif
