/*
 * plan_shown_view.h - which version of a plan a page shows, and what of it its reader may see.
 *
 * Layer: plan, pages. ?version=N shows that one, ?version=draft the open draft; else the one in force, else
 * the draft. A draft is seen by the office, and by those who answer for units while they are consulted. A
 * confidential item is seen by the office, by its leader in charge and by its units.
 */
#ifndef LIANZE_PLAN_PLAN_SHOWN_VIEW_H
#define LIANZE_PLAN_PLAN_SHOWN_VIEW_H

#include "plan/plan_tree.h"
#include "web/page.h"

struct plan_shown {
	struct plan plan;
	struct plan_version version; /* the one that is shown */
	struct plan_version draft;   /* head.id 0: none that the reader may see */
	struct plan_tree tree;	     /* of the shown version */
	bool is_draft;
};

/* By the path's year (parameter 0) and the query. -ERR_NOT_FOUND: no plan, no such version, or not theirs. */
MUST_USE int plan_shown_load(struct page *page, struct db *db, struct plan_shown *out,
			     struct error *err);
/* The same without the tree. */
MUST_USE int plan_shown_find(struct page *page, struct db *db, struct plan_shown *out,
			     struct error *err);
bool plan_sees(struct page *page, const struct plan_node *node);
/* May the reader draft and publish? */
bool plan_manages(struct page *page);

/* Addresses; `draft` keeps the reader in the draft. */
struct safe_url link_plan(struct page *page, int64_t year, bool draft);
struct safe_url link_plan_item(struct page *page, const struct plan_shown *shown, int64_t item_id);
/* "第 2 版（草案，征求意见至 …）", in the page's language. */
struct str plan_standing(struct page *page, const struct plan_version *version);
/* A weight without needless zeros; a due rule in the page's language. */
struct str plan_weight(struct page *page, struct decimal weight);
struct str plan_due_text(struct page *page, struct str canonical);

#endif
