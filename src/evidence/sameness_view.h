/* sameness_view.h - texts that have much in common, side by side. Layer: evidence, pages. */
#ifndef LIANZE_EVIDENCE_SAMENESS_VIEW_H
#define LIANZE_EVIDENCE_SAMENESS_VIEW_H

#include "base/minhash.h"
#include "evidence/evidence.h"
#include "web/page.h"
#include "web/table.h"

struct sameness_side {
	struct str title, unit, period;
	struct safe_url url;
	struct passages passages;
	bool is_cut;
};

struct sameness_view {
	struct str title, about;
	struct safe_url back;
	struct table_view table;
	bool is_pair;
	struct str share;
	struct sameness_side left, right;
};

/* The page of comparisons; empty when the piece has no text that could be compared. */
MUST_USE int sameness_link(struct page *page, const struct evidence *evidence, struct safe_url *out,
			   struct error *err);

#endif
