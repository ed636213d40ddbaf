/*
 * plan_links_view.c - see plan_links_view.h.
 *
 * As evidence/evidence_uses_view.c does, this names what stands above: a source is one declaration and one
 * line.
 */
#include "plan/plan_links_view.h"

extern const struct plan_link_source meeting_plan_links; /* meeting/meeting_links_view.c */

const struct plan_link_source *const plan_link_sources[] = {
	&meeting_plan_links,
	NULL,
};

int plan_link_add(struct page *page, struct plan_links *links, const struct plan_link *link,
		  struct error *err)
{
	struct plan_link *grown;

	if (links->count == links->capacity) {
		size_t capacity = links->capacity ? 2 * links->capacity : 8;
		grown = ARENA_ARRAY(page->arena, struct plan_link, capacity);
		if (!grown)
			return error_broken(err, ERR_MEMORY, "links of an item");
		if (links->count)
			memcpy(grown, links->items, links->count * sizeof(*grown));
		links->items = grown;
		links->capacity = capacity;
	}
	links->items[links->count++] = *link;
	return 0;
}

/* Few, and mostly in order: inserted one by one. */
static void sort(struct plan_links *links)
{
	for (size_t i = 1; i < links->count; i++) {
		struct plan_link moved = links->items[i];
		size_t at = i;

		for (; at > 0 && links->items[at - 1].day > moved.day; at--)
			links->items[at] = links->items[at - 1];
		links->items[at] = moved;
	}
}

int plan_links_read(struct page *page, int64_t item_id, struct plan_links *out, struct error *err)
{
	int rc = 0;

	*out = (struct plan_links){ .count = 0 };
	for (size_t i = 0; rc == 0 && plan_link_sources[i]; i++)
		rc = plan_link_sources[i]->list(page, item_id, out, err);
	sort(out);
	return rc;
}
