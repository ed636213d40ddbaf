/*
 * post_watch.h - what else changes in the same act when a post begins, changes or ends.
 *
 * Layer: people. Mechanisms of upper rooms stand in the one table post_watches (process/post_watches.c), by
 * address only, as sources of handovers do.
 */
#ifndef LIANZE_PEOPLE_POST_WATCH_H
#define LIANZE_PEOPLE_POST_WATCH_H

#include "people/post.h"

struct post_watch {
	/* Called behind the write, in the act; a failure refuses the act. */
	int (*changed)(struct act *act, const struct post *post, struct error *err);
};

extern const struct post_watch *const post_watches[]; /* ended by NULL */

/* Tell all of them. Whoever writes a post otherwise than by post_create() and post_update() calls it. */
MUST_USE int post_tell(struct act *act, const struct post *post, struct error *err);

#endif
