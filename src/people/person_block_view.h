/*
 * person_block_view.h - what mechanisms of upper rooms add to the page of a person.
 *
 * Layer: people, pages. They stand in the one table person_blocks (process/person_blocks_view.c), by address
 * only, as sources of handovers do.
 */
#ifndef LIANZE_PEOPLE_PERSON_BLOCK_VIEW_H
#define LIANZE_PEOPLE_PERSON_BLOCK_VIEW_H

#include "web/page.h"
#include "web/table.h"

struct person_block {
	enum message title;
	/* Fill the table; without rows, or when the asker may see none, the block is left out. */
	int (*fill)(struct page *page, int64_t person_id, struct table_view *out, struct error *err);
};

extern const struct person_block *const person_blocks[]; /* ended by NULL */
#define PERSON_BLOCKS_MAXIMUM 8

struct person_block_view {
	enum message title;
	struct table_view table;
};
struct person_block_views {
	struct person_block_view *items;
	size_t count;
};

#endif
