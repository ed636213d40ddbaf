/*
 * meeting_document.h - the agenda and the minutes of a meeting as a text (mechanism P5).
 *
 * Layer: meeting (pure: a loaded meeting in, text out).
 *
 * The text is what is frozen, hashed and printed, so it must be readable by itself in fifty years: lines of
 * UTF-8, of which those that begin with "# " are the title, with "## " a heading and with "- " an entry of a
 * list; all others are paragraphs. Labels are in the language in which it is written. A line that somebody
 * typed never becomes a heading: such a beginning gets a space before it.
 */
#ifndef LIANZE_MEETING_MEETING_DOCUMENT_H
#define LIANZE_MEETING_MEETING_DOCUMENT_H

#include "base/buf.h"
#include "meeting/meeting_store.h"

/* As an invitation: when, where, who, which topics, who reports. Without what only some may see. */
void meeting_write_agenda(const struct meeting_whole *whole, enum language language, struct buf *out);
/* Who was there, what was said, what was decided, what became of the last meeting's conclusions. */
void meeting_write_minutes(const struct meeting_whole *whole, enum language language,
			   struct buf *out);

enum document_line_kind { DOCUMENT_TITLE, DOCUMENT_HEADING, DOCUMENT_ENTRY, DOCUMENT_PARAGRAPH };

struct document_line {
	enum document_line_kind kind;
	struct str text; /* borrowed */
};

/* The next line that is not empty; false at the end. */
bool document_next(struct str *rest, struct document_line *out);

#endif
