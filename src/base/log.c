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

/* Control characters and malformed bytes become \xNN; returns the bytes written. */
static size_t escape(struct str message, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t position = 0, written = 0;

	while (position < message.length) {
		size_t start = position;
		int32_t code_point = utf8_next(message, &position);
		bool plain = code_point >= 0x20 && (code_point < 0x7f || code_point >= 0xa0);

		for (size_t i = start; i < position; i++) {
			unsigned char byte = (unsigned char)message.bytes[i];

			if (plain) {
				out[written++] = (char)byte;
				continue;
			}
			out[written++] = '\\';
			out[written++] = 'x';
			out[written++] = digits[byte >> 4];
			out[written++] = digits[byte & 15];
		}
	}
	return written;
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
