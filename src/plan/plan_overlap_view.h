/* plan_overlap_view.h - near items of a draft, and two of them side by side. Layer: plan, pages. */
#ifndef LIANZE_PLAN_PLAN_OVERLAP_VIEW_H
#define LIANZE_PLAN_PLAN_OVERLAP_VIEW_H

#include "base/minhash.h"
#include "web/page.h"
#include "web/table.h"

struct plan_overlaps_view {
	struct str plan;
	struct safe_url url_plan;
	bool more, has_wanted;
	struct table_view found, wanted;
};

struct plan_overlap_side {
	struct str code, year, due;
	struct safe_url url;
	struct passages title, measure;
};

struct plan_overlap_view {
	struct str plan, share, error, csrf, value_reason;
	struct safe_url url_plan, back, action;
	const char *class_reason;
	bool is_wanted;
	struct plan_overlap_side left, right;
};

#endif
