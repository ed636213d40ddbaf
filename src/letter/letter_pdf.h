/*
 * letter_pdf.h - a letter as offices print a 责任书: plain A4, title, parts, the list of items, blocks for the
 * signatures, and a QR code that leads to the proof page. No red head: it is no official document.
 *
 * Layer: letter. Reads nothing: it prints the frozen content and what it is given.
 */
#ifndef LIANZE_LETTER_LETTER_PDF_H
#define LIANZE_LETTER_LETTER_PDF_H

#include "base/buf.h"
#include "letter/letter.h"
#include "letter/letter_words.h"

struct letter_print {
	const struct letter *letter;
	const struct letter_content *content; /* what it says */
	const struct letter_signature *signatures; /* LETTER_SIGNER_COUNT, absent ones with head.id 0 */
	struct str proof_url; /* for the QR code */
	struct str jurisdiction_name;
	bool demonstration;
	enum language language;
	int32_t today;
	const char *family; /* font; NULL: export/pdf.h chooses */
};

/* Into the empty `out`. -ERR_STATE: fonts are missing; -ERR_TOO_LARGE; -ERR_MEMORY. */
MUST_USE int letter_pdf_write(const struct letter_print *print, struct arena *arena, struct buf *out,
			      struct error *err);

/* A text of the language with its values. */
struct str letter_words(enum message message, enum language language,
			const struct message_value *values, size_t count, struct arena *arena);

#endif
