/*
 * person_blocks_view.c - every block of the page of a person (people/person_block_view.h).
 *
 * Named by address, as in record/registry.c; nothing of the rooms above is included.
 */
#include "people/person_block_view.h"

extern const struct person_block letter_person_block; /* letter/letter_pages.c */

const struct person_block *const person_blocks[] = {
	&letter_person_block,
	NULL,
};
