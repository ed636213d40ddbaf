/*
 * evidence_uses_view.h - where a piece of evidence is used: asked of the rooms that use it.
 *
 * Layer: evidence, pages. This room does not know who uses its records: a room above adds a source to the
 * table in evidence_uses_view.c, as types are added to record/registry.c.
 */
#ifndef LIANZE_EVIDENCE_EVIDENCE_USES_VIEW_H
#define LIANZE_EVIDENCE_EVIDENCE_USES_VIEW_H

#include "web/page.h"

struct evidence_use {
	struct str what; /* "丁镇 · 3.2 …": only what the asker may see */
	struct str state;/* "accepted"; may be empty */
	struct safe_url url;
};

struct evidence_uses {
	struct evidence_use *items;
	size_t count;
	int64_t hidden; /* further uses that the asker may not see */
};

struct evidence_use_source {
	/* Add the uses of a piece to *out (items in page->arena: evidence_use_add()). */
	int (*list)(struct page *page, int64_t evidence_id, struct evidence_uses *out,
		    struct error *err);
};

/* Every source, ended by NULL. */
extern const struct evidence_use_source *const evidence_use_sources[];

#define EVIDENCE_USES_MAXIMUM 200
/* Beyond EVIDENCE_USES_MAXIMUM they are only counted, as hidden ones. -ERR_MEMORY. */
MUST_USE int evidence_use_add(struct page *page, struct evidence_uses *uses,
			      const struct evidence_use *use, struct error *err);
/* Ask all sources. */
MUST_USE int evidence_uses_read(struct page *page, int64_t evidence_id, struct evidence_uses *out,
				struct error *err);

#endif
