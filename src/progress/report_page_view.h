/* report_page_view.h - one report and its review. Layer: progress, pages. */
#ifndef LIANZE_PROGRESS_REPORT_PAGE_VIEW_H
#define LIANZE_PROGRESS_REPORT_PAGE_VIEW_H

#include "progress/assignment_view.h"

struct report_page_view {
	struct str title, unit, measure, error, csrf, word, reason, waiting;
	const char *light;
	struct safe_url assignment, action, next, proof;
	struct report_view report;
	bool may_review, may_sample, is_done;
	bool has_reviews; /* the list of what waits is the reader's, too */
	const char *class_share, *class_note;
	struct str value_share, value_note;
	int64_t revision;
};

#endif
