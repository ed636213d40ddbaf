/*
 * pdf.h - a plain A4 document over Pango and cairo: headings, paragraphs, tables with a repeated head,
 * page numbers.
 *
 * Layer:   export. Knows base only.
 * Owner:   the document borrows `out` and the arena until pdf_close(); texts only during a call.
 * Threads: one at a time for each document; several documents at once are fine (each has a font map
 *          of its own, and fontconfig locks itself).
 *
 * Measures are those of GB/T 9704: text 156 mm wide, heading 22 pt and centred, body 16 pt with an indent
 * of two characters and lines of 28.95 pt. Tables and notes are 10.5 pt. No red head: that is for official
 * documents, which this layer does not make.
 *
 * A document consists of parts, each with its own page numbers, so that many letters lie in one file. A
 * part begins on a new page; its pages are written when it ends, because only then their number is known.
 *
 * Blocks return no code: a failure (memory, `out` full) sticks and pdf_close() reports it. The bytes depend
 * on the input, the fonts and the libraries only: the creation date is given, there is no random id.
 */
#ifndef LIANZE_EXPORT_PDF_H
#define LIANZE_EXPORT_PDF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/error.h"

#define PDF_FAMILY "Noto Serif CJK SC" /* when none is named and it is installed */
#define PDF_COLUMNS_MAXIMUM 12

struct pdf;

struct pdf_setup {
	struct str title, author;
	const char *language; /* "zh-CN", "en": of the document, and for the choice of glyphs */
	int32_t day;	      /* creation date */
	const char *family;   /* font family; NULL: PDF_FAMILY, or whatever has Chinese characters */
	struct arena *arena;
	struct buf *out;      /* empty */
};

/*
 * Start a document. -ERR_STATE with what to install when the named family is not there, or when no
 * installed font has Chinese characters; -ERR_MEMORY. After 0, pdf_close() must be called.
 */
MUST_USE int pdf_open(const struct pdf_setup *setup, struct pdf **out, struct error *err);
/* Whether pdf_open() would find the fonts: as its refusals, or 0. */
MUST_USE int pdf_check_fonts(const char *family, struct error *err);

/*
 * Begin a part. `foot` stands under each of its pages; "{page}" and "{pages}" in it become numbers.
 * pdf_part_end() writes its pages.
 */
void pdf_part_begin(struct pdf *pdf, struct str foot);
void pdf_part_end(struct pdf *pdf);

enum pdf_style { /* sizes of a Chinese document */
	PDF_TITLE,     /* 22 pt, centred */
	PDF_PART,      /* 16 pt, bold; stays with the section below it */
	PDF_SECTION,   /* 16 pt, bold; stays with what follows */
	PDF_BODY,      /* 16 pt, indented by two characters, justified */
	PDF_ADDRESS,   /* 16 pt, no indent */
	PDF_SIGNATURE, /* 16 pt, right */
	PDF_NOTE,      /* 10.5 pt */
	PDF_STYLE_COUNT
};

/* A paragraph; an empty text is an empty line. */
void pdf_block(struct pdf *pdf, enum pdf_style style, struct str text);
/* Begin a new page unless that many lines of PDF_BODY fit on this one. */
void pdf_keep(struct pdf *pdf, int lines);

struct pdf_column {
	struct str label;
	int share;   /* of the width, relative to the other columns */
	bool number; /* aligned right */
};

/* A table: begin, rows with a cell for each column, end. The head stands again on each page; a row is
 * kept on one page unless it is higher than a page. At most PDF_COLUMNS_MAXIMUM columns. */
void pdf_table_begin(struct pdf *pdf, const struct pdf_column *columns, int count);
void pdf_table_row(struct pdf *pdf, const struct str *cells);
/* The same in bold: a sum. */
void pdf_table_sum(struct pdf *pdf, const struct str *cells);
void pdf_table_end(struct pdf *pdf);

/* Who signs, side by side: a label, the name (or room to sign by hand) over a rule, up to three lines below
 * it, a date. The blocks stay together on one page; at most four of them. */
struct pdf_signer {
	struct str label, name, below, date;
};
void pdf_signatures(struct pdf *pdf, const struct pdf_signer *signers, int count);
/* A QR code of `text`, 24 mm wide, with the lines of `caption` (10.5 pt) beside it. */
void pdf_code(struct pdf *pdf, struct str text, struct str caption);

/* Characters of this part so far for which no installed font has a glyph. */
int pdf_missing_glyphs(const struct pdf *pdf);

/*
 * Write the rest and give everything back; also after a failure. Returns 0, -ERR_MEMORY, -ERR_TOO_LARGE
 * (`out` is full) or -ERR_BROKEN.
 */
MUST_USE int pdf_close(struct pdf *pdf, struct error *err);

#endif
