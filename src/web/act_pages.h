/* act_pages.h - the newest acts, for the workbench. Layer: web. */
#ifndef LIANZE_WEB_ACT_PAGES_H
#define LIANZE_WEB_ACT_PAGES_H

#include "web/page.h"
#include "web/table.h"

/* At most `limit` acts, newest first. The caller has checked PERMISSION_ACT_READ. */
MUST_USE int act_latest(struct page *page, int limit, struct table_view *out, struct error *err);

#endif
