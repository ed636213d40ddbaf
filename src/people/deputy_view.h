/* deputy_view.h - who acts for whom: one's own arrangements and the form. Layer: people, pages. */
#ifndef LIANZE_PEOPLE_DEPUTY_VIEW_H
#define LIANZE_PEOPLE_DEPUTY_VIEW_H

#include "web/picker.h"
#include "web/table.h"

struct deputy_page_view {
	struct str csrf, error;
	bool may_name;
	struct picker_view deputy;
	struct str from_day, to_day, reason;
	const char *class_from, *class_to, *class_acts, *class_reason;
	struct list_options kinds; /* that the asker may do and delegate */
	struct table_view mine, others; /* named by the asker; who named the asker */
};

/* Whom the asker represents now, for the workbench; no rows when nobody. */
MUST_USE int deputy_table(struct page *page, struct table_view *out, struct error *err);

#endif
