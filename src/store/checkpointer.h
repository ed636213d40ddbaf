/*
 * checkpointer.h - moves SQLite's write-ahead log into the file, off the writer's thread.
 *
 * Layer:   store; used by writer.c.
 * Threads: one of its own with its own connection; wake it from any thread.
 */
#ifndef LIANZE_STORE_CHECKPOINTER_H
#define LIANZE_STORE_CHECKPOINTER_H

#include "base/error.h"

/* From this many pages (4 KiB each) on a wake-up moves what no reader needs … */
#define CHECKPOINT_PAGES 1000
/* … and from this many on it holds the writer up until that is done: the log starts again from its
 * beginning only in a pause, so under writes without one it would grow for ever. */
#define CHECKPOINT_HOLD_PAGES 16000

struct checkpointer;

/* Start; `failed` is called on its thread when the disk fails (-ERR_IO). Other failures are left to
 * the next round. */
MUST_USE int checkpointer_start(const char *where,
				void (*failed)(void *context, const struct error *err),
				void *context, struct checkpointer **out, struct error *err);
/* The log has so many pages now. Returns at once below CHECKPOINT_HOLD_PAGES, else when a whole
 * checkpoint has run (tenths of a second). */
void checkpointer_wake(struct checkpointer *checkpointer, int pages);
/* Empty the log as far as possible, stop and free. NULL is allowed. */
void checkpointer_stop(struct checkpointer *checkpointer);

#endif
