/* ics.c - see ics.h. */
#include "export/ics.h"

#include <stdio.h>

#define TEXT_BYTES ((size_t)64 << 10)

/* Lines -------------------------------------------------------------------------------------------- */

/* How many bytes of `text` fit into `room`: whole characters, at least one. */
static size_t piece(struct str text, size_t room)
{
	size_t length = utf8_cut(text, room).length;

	return length || !text.length ? length : 1;
}

static void fold(struct buf *out, struct str line)
{
	size_t room = ICS_LINE_BYTES;

	while (line.length > room) {
		size_t length = piece(line, room);

		buf_add_str(out, str_slice(line, 0, length));
		buf_add_text(out, "\r\n ");
		line = str_slice(line, length, line.length);
		room = ICS_LINE_BYTES - 1; /* the space counts */
	}
	buf_add_str(out, line);
	buf_add_text(out, "\r\n");
}

void ics_line(struct buf *out, const char *name, struct str value)
{
	struct buf line;

	buf_init(&line, TEXT_BYTES);
	buf_add_text(&line, name);
	buf_add_byte(&line, ':');
	buf_add_str(&line, value);
	if (buf_failed(&line))
		out->failed = true;
	else
		fold(out, buf_str(&line));
	buf_release(&line);
}

static void escape(struct buf *out, struct str value)
{
	for (size_t i = 0; i < value.length; i++) {
		char c = value.bytes[i];

		if (c == '\n')
			buf_add_text(out, "\\n");
		else if (c == '\\' || c == ';' || c == ',')
			buf_add_byte(out, '\\'), buf_add_byte(out, c);
		else if ((unsigned char)c >= 0x20 && c != 0x7f)
			buf_add_byte(out, c);
	}
}

void ics_text(struct buf *out, const char *name, struct str value)
{
	struct buf text;

	buf_init(&text, TEXT_BYTES);
	escape(&text, value);
	if (buf_failed(&text))
		out->failed = true;
	else
		ics_line(out, name, buf_str(&text));
	buf_release(&text);
}

static void put_number(struct buf *out, const char *name, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", number);
	ics_line(out, name, str_from(text));
}

static void put_day(struct buf *out, const char *name, int32_t day)
{
	struct civil_date date = civil_from_day(day);
	char text[40];

	snprintf(text, sizeof(text), "%04d%02d%02d", date.year, date.month, date.day);
	ics_line(out, name, str_from(text));
}

/* 2009-03-17T00:05:00Z → 20090317T000500Z */
static void put_instant(struct buf *out, const char *name, int64_t at_ms)
{
	char text[24], plain[24];
	size_t length = 0;

	clock_format_utc(at_ms, text);
	for (const char *c = text; *c; c++)
		if (*c != '-' && *c != ':')
			plain[length++] = *c;
	ics_line(out, name, (struct str){ plain, length });
}

/* The file ----------------------------------------------------------------------------------------- */

void ics_begin(struct buf *out, const struct ics_calendar *calendar)
{
	char refresh[16];

	ics_line(out, "BEGIN", STR("VCALENDAR"));
	ics_line(out, "VERSION", STR("2.0"));
	ics_line(out, "PRODID", STR("-//Lianze//Lianze " LIANZE_VERSION "//ZH"));
	ics_line(out, "CALSCALE", STR("GREGORIAN"));
	ics_text(out, "NAME", calendar->name);
	ics_text(out, "X-WR-CALNAME", calendar->name); /* who does not know RFC 7986 yet */
	if (calendar->description.length)
		ics_text(out, "DESCRIPTION", calendar->description);
	if (calendar->modified_ms)
		put_instant(out, "LAST-MODIFIED", calendar->modified_ms);
	snprintf(refresh, sizeof(refresh), "PT%dH", calendar->refresh_hours);
	ics_line(out, "REFRESH-INTERVAL;VALUE=DURATION", str_from(refresh));
	ics_line(out, "X-PUBLISHED-TTL", str_from(refresh));
}

void ics_event(struct buf *out, const struct ics_event *event)
{
	ics_line(out, "BEGIN", STR("VEVENT"));
	ics_line(out, "UID", event->uid);
	put_instant(out, "DTSTAMP", event->modified_ms);
	put_instant(out, "LAST-MODIFIED", event->modified_ms);
	put_number(out, "SEQUENCE", event->sequence);
	put_day(out, "DTSTART;VALUE=DATE", event->day);
	put_day(out, "DTEND;VALUE=DATE", event->day + 1);
	ics_text(out, "SUMMARY", event->summary);
	if (event->description.length)
		ics_text(out, "DESCRIPTION", event->description);
	if (event->category.length)
		ics_text(out, "CATEGORIES", event->category);
	if (event->url.length)
		ics_line(out, "URL", event->url);
	ics_line(out, "CLASS", event->confidential ? STR("CONFIDENTIAL") : STR("PRIVATE"));
	ics_line(out, "TRANSP", STR("TRANSPARENT"));
	ics_line(out, "END", STR("VEVENT"));
}

void ics_end(struct buf *out)
{
	ics_line(out, "END", STR("VCALENDAR"));
}
