/*
 * system_reminders.h - how reminders and mail stand, for the system administrator.
 *
 * Layer: web. Counts, days and what a server said; nobody's matters.
 */
#ifndef LIANZE_WEB_SYSTEM_REMINDERS_H
#define LIANZE_WEB_SYSTEM_REMINDERS_H

#include "mail/outbox.h"
#include "reminder/digest.h"
#include "web/page.h"

struct system_reminders {
	const char *light;
	struct str today; /* whether reminders go out today, or why not */
	struct str last, mails;
	struct digest_run run;
	struct outbox_state outbox;
};

MUST_USE int system_reminders_read(struct page *page, struct system_reminders *out,
				   struct error *err);

#endif
