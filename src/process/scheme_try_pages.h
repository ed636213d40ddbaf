/* scheme_try_pages.h - a trial and a draft's problems into the page's view. Layer: process, pages. */
#ifndef LIANZE_PROCESS_SCHEME_TRY_PAGES_H
#define LIANZE_PROCESS_SCHEME_TRY_PAGES_H

#include "process/scheme_try_store.h"
#include "process/scheme_try_view.h"
#include "web/page.h"

#define SCHEME_TRY_ROWS 100 /* on one page */

/* Each problem with the text of its line. */
MUST_USE int scheme_try_fill_problems(struct page *page, const struct rule_problems *problems,
				      struct str source, struct scheme_try_view *view,
				      struct error *err);
/* The trial, with SCHEME_TRY_ROWS rows from `first` (0-based) on. */
MUST_USE int scheme_try_fill(struct page *page, const struct scheme_try *trial, size_t first,
			     struct scheme_try_view *view, struct error *err);

#endif
