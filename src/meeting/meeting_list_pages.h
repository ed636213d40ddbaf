/* meeting_list_pages.h - what the workbench shows of meetings. Layer: meeting, pages. */
#ifndef LIANZE_MEETING_MEETING_LIST_PAGES_H
#define LIANZE_MEETING_MEETING_LIST_PAGES_H

#include "web/page.h"
#include "web/table.h"

/* Announced meetings that concern the asker, and for who manages them those that wait for being held or
 * minuted. Each at most 20. */
MUST_USE int meeting_waiting(struct page *page, struct table_view *out, struct error *err);

#endif
