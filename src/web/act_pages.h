/* act_pages.h - the newest acts, for the workbench; what acts are called. Layer: web. */
#ifndef LIANZE_WEB_ACT_PAGES_H
#define LIANZE_WEB_ACT_PAGES_H

#include "web/page.h"
#include "web/table.h"

/* At most `limit` acts, newest first. The caller has checked PERMISSION_ACT_READ. */
MUST_USE int act_latest(struct page *page, int limit, struct table_view *out, struct error *err);

/* What a stored act kind and the role it was done in are called; MESSAGE_NONE for an unknown one. */
enum message act_kind_word(struct str stored);
enum message act_role_word(struct str stored);

#endif
