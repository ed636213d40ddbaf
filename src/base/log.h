/*
 * log.h - one line to standard error per event: time, level, area, message.
 *
 * Layer: base. Only web, http and cli log; rooms below return errors. Control characters in the
 * message are escaped, so that input cannot forge a line. Thread-safe.
 *
 * The last warnings and errors are kept in memory for the system administrator's page. That page shows
 * no business data, so what may hold some (a database's own words, with values) is a line's detail:
 * it is written to standard error and not kept.
 */
#ifndef LIANZE_BASE_LOG_H
#define LIANZE_BASE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Messages below `level` are dropped; INFO by default. */
void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *area, const char *format, ...) PRINTF(3, 4);
/* The same with a detail behind the message, which log_recent() does not show. */
void log_write_detail(enum log_level level, const char *area, const char *detail,
		      const char *format, ...) PRINTF(4, 5);

#define LOG_RECENT_MAXIMUM 50
#define LOG_RECENT_BYTES 200

struct log_line {
	int64_t at_ms;
	enum log_level level;
	char area[24];
	char text[LOG_RECENT_BYTES]; /* without the detail, cut to fit */
};

/* The last warnings and errors of this process, newest first; returns how many. */
size_t log_recent(struct log_line out[LOG_RECENT_MAXIMUM]);

#endif
