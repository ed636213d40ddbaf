/* workbench_letter.h - the letters' part of the workbench; part of workbench_pages.c. Layer: web. */
#ifndef LIANZE_WEB_WORKBENCH_LETTER_H
#define LIANZE_WEB_WORKBENCH_LETTER_H

#include "web/page.h"
#include "web/workbench_view.h"

/* What waits for the asker's own signature: one's own letter, and those of others. */
MUST_USE int workbench_letters(struct page *page, struct workbench_view *view, struct error *err);

#endif
