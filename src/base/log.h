/*
 * log.h - one line to standard error per event: time, level, area, message.
 *
 * Layer: base. Only web, http and cli log; rooms below return errors. Control characters in the
 * message are escaped, so that input cannot forge a line. Thread-safe.
 */
#ifndef LIANZE_BASE_LOG_H
#define LIANZE_BASE_LOG_H

#include "base/attributes.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Messages below `level` are dropped; INFO by default. */
void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *area, const char *format, ...) PRINTF(3, 4);

#endif
