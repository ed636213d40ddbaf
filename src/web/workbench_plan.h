/* workbench_plan.h - the plan's part of the workbench; part of workbench_pages.c. Layer: web. */
#ifndef LIANZE_WEB_WORKBENCH_PLAN_H
#define LIANZE_WEB_WORKBENCH_PLAN_H

#include "web/page.h"
#include "web/workbench_view.h"

/* One's own items of the newest published plan, how many stand where among all that the asker may read, what
 * waits for review and for an answer. Each count is that of the list behind its link. */
MUST_USE int workbench_plan(struct page *page, struct workbench_view *view, struct error *err);

#endif
