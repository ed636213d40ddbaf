/* reminder_view.h - one's own digests, mail address and calendars. Layer: reminder, pages. */
#ifndef LIANZE_REMINDER_REMINDER_VIEW_H
#define LIANZE_REMINDER_REMINDER_VIEW_H

#include "web/list_page.h"
#include "web/table.h"

struct digest_view {
	struct str csrf, day, counts, more;
	struct safe_url url_rule, action_seen;
	struct str rule;
	bool seen;
	struct table_view lines;
};

struct own_mail_view {
	struct str csrf, error;
	bool has_server;  /* the operator has set mail up */
	bool has_address, confirmed, enabled, waits; /* waits: for the code */
	struct str address, value_address;
	const char *class_address, *class_code;
};

struct feeds_view {
	struct str csrf, error;
	struct table_view feeds;
	struct list_options units;
	bool may_make;
};

struct feed_made_view {
	struct str url, what;
};

/* How many digests the asker has not marked as read: for the workbench. */
MUST_USE int reminder_unseen(struct page *page, int64_t *out, struct error *err);

#endif
