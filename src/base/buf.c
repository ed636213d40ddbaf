/*
 * buf.c - a growing byte buffer; see buf.h.
 *
 * The capacity always leaves one byte for a NUL behind the contents, so that a finished buffer can
 * be read as a C string too.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

#define FIRST_CAPACITY 256

void buf_init(struct buf *buf, size_t maximum)
{
	*buf = (struct buf){ .maximum = maximum };
}

void buf_release(struct buf *buf)
{
	memory_free(buf->bytes);
	*buf = (struct buf){ .maximum = buf->maximum };
}

void buf_clear(struct buf *buf)
{
	buf->length = 0;
	buf->failed = false;
	if (buf->bytes)
		buf->bytes[0] = '\0';
}

bool buf_failed(const struct buf *buf)
{
	return buf->failed;
}

/* Make room for `more` bytes and the NUL; false once the buffer has failed. */
static bool buf_reserve(struct buf *buf, size_t more)
{
	size_t capacity = buf->capacity ? buf->capacity : FIRST_CAPACITY;
	char *bytes;

	if (buf->failed || more > buf->maximum - buf->length || buf->maximum == SIZE_MAX) {
		buf->failed = true;
		return false;
	}
	if (buf->length + more < buf->capacity)
		return true;
	while (capacity <= buf->length + more)
		capacity = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
	if (capacity > buf->maximum + 1)
		capacity = buf->maximum + 1;
	bytes = memory_resize(buf->bytes, capacity);
	if (!bytes) {
		buf->failed = true;
		return false;
	}
	buf->bytes = bytes;
	buf->capacity = capacity;
	return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
	if (!buf_reserve(buf, length))
		return;
	if (length)
		memcpy(buf->bytes + buf->length, bytes, length);
	buf->length += length;
	buf->bytes[buf->length] = '\0';
}

void buf_add_str(struct buf *buf, struct str text)
{
	buf_add(buf, text.bytes, text.length);
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add_str(buf, str_from(text));
}

void buf_add_byte(struct buf *buf, char byte)
{
	buf_add(buf, &byte, 1);
}

void buf_add_int(struct buf *buf, int64_t number)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%lld", (long long)number);

	buf_add(buf, text, (size_t)length);
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		buf->failed = true;
	if (length < 0 || !buf_reserve(buf, (size_t)length))
		return;
	va_start(arguments, format);
	vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buf->length += (size_t)length;
}

struct str buf_str(const struct buf *buf)
{
	return (struct str){ buf->bytes, buf->length };
}
