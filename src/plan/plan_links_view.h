/*
 * plan_links_view.h - what other rooms know of an item: asked of the rooms that refer to items.
 *
 * Layer: plan, pages. This room does not know who refers to its items: a room above adds a source to the
 * table in plan_links_view.c, as for the uses of evidence (evidence/evidence_uses_view.h).
 */
#ifndef LIANZE_PLAN_PLAN_LINKS_VIEW_H
#define LIANZE_PLAN_PLAN_LINKS_VIEW_H

#include "web/page.h"

struct plan_link {
	enum message kind;   /* "Conclusion of a meeting" */
	struct str what;     /* only what the asker may see */
	int32_t day;	     /* when it came about */
	struct safe_url url; /* empty: the asker may not go there */
};

struct plan_links {
	struct plan_link *items;
	size_t count, capacity;
};

struct plan_link_source {
	/* Add what refers to the item to *out, by plan_link_add(). */
	int (*list)(struct page *page, int64_t item_id, struct plan_links *out, struct error *err);
};

/* Every source, ended by NULL. */
extern const struct plan_link_source *const plan_link_sources[];

/* -ERR_MEMORY. */
MUST_USE int plan_link_add(struct page *page, struct plan_links *links, const struct plan_link *link,
			   struct error *err);
/* Ask all sources; in the order of their days. */
MUST_USE int plan_links_read(struct page *page, int64_t item_id, struct plan_links *out,
			     struct error *err);

#endif
