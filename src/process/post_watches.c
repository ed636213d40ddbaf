/*
 * post_watches.c - everything that watches posts (people/post_watch.h).
 *
 * As the registry of records does, this names the tables of rooms above and includes nothing of theirs.
 */
#include "people/post_watch.h"

extern const struct post_watch letter_post_watch; /* letter/letter_store.c */

const struct post_watch *const post_watches[] = {
	&letter_post_watch,
	NULL,
};
