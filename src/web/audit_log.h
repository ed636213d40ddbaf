/*
 * audit_log.h - what happened without changing a record: refused log-ins, denied requests, downloads,
 * upkeep.
 *
 * Layer:   web.
 * Threads: audit_note() from any thread; rows are written by the writer.
 *
 * Events wait in memory and are written together, at most every AUDIT_PAUSE_MS, equal ones as one row
 * with a count; so reading never costs a transaction of its own, and a flood makes few rows. What does
 * not fit is counted in a row "overflow". They make no leaf of the ledger, for anybody could make
 * it grow. Rows older than AUDIT_KEEP_DAYS go; the database refuses to delete younger ones than half
 * a year. A killed process loses what waited: seconds.
 */
#ifndef LIANZE_WEB_AUDIT_LOG_H
#define LIANZE_WEB_AUDIT_LOG_H

#include "web/page.h"

#define AUDIT_PAUSE_MS 2000
#define AUDIT_KEEP_DAYS 400

enum audit_kind {
	AUDIT_LOG_IN_REFUSED,
	AUDIT_DENIED,
	AUDIT_DOWNLOAD,
	AUDIT_SYSTEM, /* backups made, checked, deleted */
	AUDIT_OVERFLOW,
	AUDIT_KIND_COUNT
};

struct audit_log;

MUST_USE struct audit_log *audit_log_new(void);
void audit_log_free(struct audit_log *log);

/* Note an event of this request; `login`: as it was typed, empty otherwise. Never fails. */
void audit_note(struct page *page, enum audit_kind kind, struct str login);
/* Write what waits, if it has waited long enough or `now`. Returns at once. */
void audit_log_flush(struct app *app, bool now);

#endif
