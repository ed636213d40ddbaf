/*
 * log.c - one line per event, written with one write(2), so that lines of threads never mix.
 */
#include "base/log.h"

#include <pthread.h>
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

/* What log_recent() gives: a ring. */
static pthread_mutex_t recent_lock = PTHREAD_MUTEX_INITIALIZER;
static struct log_line recent[LOG_RECENT_MAXIMUM];
static size_t recent_count; /* ever kept */

static void text_cut(char *out, size_t size, const char *text)
{
	struct str cut = utf8_cut(str_from(text), size - 1);

	memcpy(out, cut.bytes, cut.length);
	out[cut.length] = '\0';
}

static void keep(enum log_level level, const char *area, const char *message)
{
	struct log_line line = { .at_ms = clock_now_ms(), .level = level };
	char clean[LINE_BYTES];

	clean[escape(utf8_cut(str_from(message), MESSAGE_BYTES), clean)] = '\0';
	text_cut(line.area, sizeof(line.area), area);
	text_cut(line.text, sizeof(line.text), clean);
	pthread_mutex_lock(&recent_lock);
	recent[recent_count++ % LOG_RECENT_MAXIMUM] = line;
	pthread_mutex_unlock(&recent_lock);
}

size_t log_recent(struct log_line out[LOG_RECENT_MAXIMUM])
{
	size_t count;

	pthread_mutex_lock(&recent_lock);
	count = recent_count < LOG_RECENT_MAXIMUM ? recent_count : LOG_RECENT_MAXIMUM;
	for (size_t i = 0; i < count; i++)
		out[i] = recent[(recent_count - 1 - i) % LOG_RECENT_MAXIMUM];
	pthread_mutex_unlock(&recent_lock);
	return count;
}

static void line_write(enum log_level level, const char *area, const char *message)
{
	static const char *const names[] = { "debug", "info", "warning", "error" };
	char line[LINE_BYTES], when[24];
	size_t length;

	clock_format_utc(clock_now_ms(), when);
	length = (size_t)snprintf(line, 100, "%s %s %.40s: ", when, names[level], area);
	length += escape(utf8_cut(str_from(message), MESSAGE_BYTES), line + length);
	line[length++] = '\n';
	/* A log that cannot be written has no one to tell. */
	if (write(STDERR_FILENO, line, length) < 0)
		return;
}

static void write_both(enum log_level level, const char *area, const char *detail, char *message)
{
	size_t length = strlen(message);

	if (level >= LOG_LEVEL_WARNING)
		keep(level, area, message);
	if (*detail)
		(void)snprintf(message + length, MESSAGE_BYTES - length, " %s", detail);
	line_write(level, area, message);
}

void log_write(enum log_level level, const char *area, const char *format, ...)
{
	char message[MESSAGE_BYTES];
	va_list arguments;

	if ((int)level < atomic_load(&lowest_level))
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	write_both(level, area, "", message);
}

void log_write_detail(enum log_level level, const char *area, const char *detail,
		      const char *format, ...)
{
	char message[MESSAGE_BYTES];
	va_list arguments;

	if ((int)level < atomic_load(&lowest_level))
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	write_both(level, area, detail, message);
}
