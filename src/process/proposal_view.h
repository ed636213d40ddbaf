/* proposal_view.h - proposals: one with its grounds, the newest on the workbench. Layer: process, pages. */
#ifndef LIANZE_PROCESS_PROPOSAL_VIEW_H
#define LIANZE_PROCESS_PROPOSAL_VIEW_H

#include "process/derivation_view.h"
#include "process/objection_view.h"
#include "web/table.h"

struct proposal_page_view {
	struct str title, about, error, csrf;
	const char *light;
	struct str state, decided, reason;
	struct str unit, person; /* person empty: to be determined */
	struct safe_url url_unit, url_person, url_derivation, url_examination, url_result, url_scheme, proof;
	struct derivation_lines grounds;
	bool ground_gone; /* a correction took it away since */
	bool recused;	  /* the asker is the person concerned */
	bool may_decide;
	struct safe_url action;
	struct objection_offers offers; /* buttons */
	struct str value_reason;
	const char *class_reason;
	int64_t revision;
};

/* Proposals that wait for a decision, the oldest first, `limit` of them; *out_count is all. */
MUST_USE int proposal_waiting(struct page *page, int limit, struct table_view *out,
			      int64_t *out_count, struct error *err);

#endif
