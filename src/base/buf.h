/*
 * buf.h - a growing byte buffer with a maximum.
 *
 * Layer:   base.
 * Owner:   the buffer owns its bytes (heap) until buf_release().
 *
 * Appending never returns a code: a failure (maximum reached, memory out) sticks, later appends do
 * nothing, and whoever uses the result asks buf_failed() once (curl's dynbuf idea).
 */
#ifndef LIANZE_BASE_BUF_H
#define LIANZE_BASE_BUF_H

#include "base/attributes.h"
#include "base/str.h"

struct buf {
	char *bytes;
	size_t length, capacity, maximum;
	bool failed;
};

/* Start empty with at most `maximum` bytes; allocates nothing yet. */
void buf_init(struct buf *buf, size_t maximum);
void buf_release(struct buf *buf);
void buf_clear(struct buf *buf); /* length 0, keeps memory, clears failure */
bool buf_failed(const struct buf *buf);

void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_add_str(struct buf *buf, struct str text);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_int(struct buf *buf, int64_t number);
void buf_add_format(struct buf *buf, const char *format, ...) PRINTF(2, 3);

/* The contents, borrowed until the next change; NUL-terminated behind the length when not empty. */
struct str buf_str(const struct buf *buf);

#endif
