/*
 * ics.h - writes iCalendar files (RFC 5545, with NAME, REFRESH-INTERVAL and others of RFC 7986).
 *
 * Layer:   export.
 * Owner:   the writer borrows its buffer; failure sticks in it (buf_failed()).
 *
 * Our own writer and not libical: what is written is a dozen properties of all-day events, while folding,
 * escaping and stable stamps are what matters, and a library of 1.2 MB that parses everything would stand in
 * the server for that. The tests read the result back with a library of others.
 *
 * An event is a day (DATE values, DTEND exclusive). It is written as VEVENT and not as VTODO: most phones
 * and desk calendars leave VTODO of a subscribed calendar out. It takes no time (TRANSP:TRANSPARENT).
 * There is no METHOD, so DTSTAMP is the same as LAST-MODIFIED (RFC 5545, 3.8.7.2): the same facts give the
 * same bytes, and an ETag over them holds until something changes.
 */
#ifndef LIANZE_EXPORT_ICS_H
#define LIANZE_EXPORT_ICS_H

#include "base/buf.h"
#include "base/civil.h"

#define ICS_TYPE "text/calendar; charset=utf-8"
#define ICS_LINE_BYTES 75 /* of a line without its CRLF */

struct ics_calendar {
	struct str name, description;
	struct str language;	  /* "zh-CN", "en" */
	int64_t modified_ms;	  /* newest change; 0: not known */
	int refresh_hours;	  /* how often a program may look again */
};

struct ics_event {
	struct str uid;		/* stable, unique over the world: letters, digits, '-', '.', '@' */
	struct str summary, description;
	struct str url;		/* absolute; empty: none */
	struct str category;	/* empty: none */
	int32_t day;
	int64_t modified_ms;
	int sequence;		/* rises when the day changes */
	bool confidential;	/* CLASS:CONFIDENTIAL */
};

void ics_begin(struct buf *out, const struct ics_calendar *calendar);
void ics_event(struct buf *out, const struct ics_event *event);
void ics_end(struct buf *out);

/* One content line "NAME:value", folded at ICS_LINE_BYTES octets without splitting a character (3.1). */
void ics_line(struct buf *out, const char *name, struct str value);
/* The same with a value of type TEXT, escaped (3.3.11); control characters other than a line feed are
 * left out. */
void ics_text(struct buf *out, const char *name, struct str value);

#endif
