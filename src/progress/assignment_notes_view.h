/*
 * assignment_notes_view.h - what rooms above know of an assignment, for its page: one short line each.
 *
 * Layer: progress, pages. A room above adds a source to the table in assignment_notes_view.c by its address,
 * as types are added to record/registry.c.
 */
#ifndef LIANZE_PROGRESS_ASSIGNMENT_NOTES_VIEW_H
#define LIANZE_PROGRESS_ASSIGNMENT_NOTES_VIEW_H

#include "web/page.h"

struct assignment_note {
	struct str text;
	struct safe_url url; /* empty: no link */
};

#define ASSIGNMENT_NOTES_MAXIMUM 50
struct assignment_notes {
	struct assignment_note *items;
	size_t count;
};

struct assignment_note_source {
	/* Add lines about an assignment that the asker may read. */
	int (*list)(struct page *page, int64_t assignment_id, struct assignment_notes *out,
		    struct error *err);
};

/* Beyond the maximum they are left out. -ERR_MEMORY. */
MUST_USE int assignment_note_add(struct page *page, struct assignment_notes *notes,
				 const struct assignment_note *note, struct error *err);
/* Ask all sources. */
MUST_USE int assignment_notes_read(struct page *page, int64_t assignment_id,
				   struct assignment_notes *out, struct error *err);

#endif
