/* report_pages.h - reports and requests that wait, on other pages. Layer: progress, pages. */
#ifndef LIANZE_PROGRESS_REPORT_PAGES_H
#define LIANZE_PROGRESS_REPORT_PAGES_H

#include "web/page.h"
#include "web/table.h"

/* Reports that wait for the asker's review, the oldest first, `limit` of them; *out_count is all: as the list
 * /reviews shows. */
MUST_USE int report_waiting(struct page *page, int limit, struct table_view *out,
			    int64_t *out_count, struct error *err);
/* Requests about due dates that wait for an answer: as /due-requests?state=requested shows. */
MUST_USE int due_request_waiting(struct page *page, int limit, struct table_view *out,
				 int64_t *out_count, struct error *err);

#endif
