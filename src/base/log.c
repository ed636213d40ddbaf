/*
 * log.c - one line per event, written with one write(2), so that lines of threads never mix.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/str.h"

#define MESSAGE_BYTES 1024
#define LINE_BYTES    (MESSAGE_BYTES * 4 + 128) /* every byte may become \xNN */

static atomic_int lowest_level = LOG_LEVEL_INFO;

void log_set_level(enum log_level level)
{
	atomic_store(&lowest_level, (int)level);
}

/* Writes `bytes` as \xNN each; returns the end. */
static char *escape_bytes(struct str bytes, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.length; i++) {
		unsigned char byte = (unsigned char)bytes.bytes[i];

		*out++ = '\\';
		*out++ = 'x';
		*out++ = digits[byte >> 4];
		*out++ = digits[byte & 15];
	}
	return out;
}

/* Control characters and malformed bytes become \xNN; returns the bytes written. */
static size_t escape(struct str message, char *out)
{
	char *end = out;
	size_t position = 0;

	while (position < message.length) {
		size_t start = position;
		int32_t c = utf8_next(message, &position);
		struct str bytes = str_slice(message, start, position - start);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			end = escape_bytes(bytes, end);
		else
			end = (char *)memcpy(end, bytes.bytes, bytes.length) + bytes.length;
	}
	return (size_t)(end - out);
}

void log_write(enum log_level level, const char *area, const char *format, ...)
{
	static const char *const names[] = { "debug", "info", "warning", "error" };
	char message[MESSAGE_BYTES], line[LINE_BYTES], when[24];
	va_list arguments;
	size_t length;

	if ((int)level < atomic_load(&lowest_level))
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	clock_format_utc(clock_now_ms(), when);
	length = (size_t)snprintf(line, 100, "%s %s %.40s: ", when, names[level], area);
	length += escape(utf8_cut(str_from(message), sizeof(message)), line + length);
	line[length++] = '\n';
	/* A log that cannot be written has no one to tell. */
	if (write(STDERR_FILENO, line, length) < 0)
		return;
}
