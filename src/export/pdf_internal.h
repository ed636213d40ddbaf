/*
 * pdf_internal.h - what the files of the PDF layer share. Layer: export.
 *
 * A part is a list of marks (a line of text, a rule) with page and place, drawn when the part ends.
 * Lengths are points, y grows downwards, as cairo has it.
 */
#ifndef LIANZE_EXPORT_PDF_INTERNAL_H
#define LIANZE_EXPORT_PDF_INTERNAL_H

#include <pango/pangocairo.h>

#include "export/pdf.h"

#define PDF_MM (72.0 / 25.4)
#define PDF_WIDTH (210 * PDF_MM)
#define PDF_HEIGHT (297 * PDF_MM)
#define PDF_LEFT (28 * PDF_MM)
#define PDF_TOP (37 * PDF_MM)
#define PDF_TEXT_WIDTH (156 * PDF_MM)
#define PDF_BOTTOM (PDF_TOP + 225 * PDF_MM)
#define PDF_FOOT (PDF_BOTTOM + 12 * PDF_MM)
#define PDF_SMALL 10.5
#define PDF_SMALL_LINE 16.0

struct pdf_mark {
	struct pdf_mark *next;
	/* Both referenced; NULL: a rule from x, y to x2, y2. A line that outlives its layout has lost its
	 * text, and what is copied from the page would be guessed from the font. */
	PangoLayout *layout;
	PangoLayoutLine *line;
	double x, y, x2, y2;   /* y of a line of text is its baseline */
	bool filled;	       /* a dark box from x, y to x2, y2 instead of a rule */
	int page;	       /* of the part, from 1 */
};

struct pdf {
	struct pdf_setup setup;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	const char *family;
	bool chinese; /* the document's language */

	/* The part. */
	struct pdf_mark *first, **last;
	struct str foot;
	int page;     /* the one that is being filled, from 1 */
	double y;     /* where the next block begins */
	int missing;  /* glyphs */
	bool in_part;

	/* The table; column_count 0: none. */
	struct pdf_column columns[PDF_COLUMNS_MAXIMUM];
	double edges[PDF_COLUMNS_MAXIMUM + 1];
	int column_count;

	int failure; /* negated code */
};

/* Fonts (pdf_font.c). */
MUST_USE int pdf_font_choose(PangoFontMap *fonts, const char *wanted, const char **out,
			     struct error *err);
PangoFontMap *pdf_font_map_new(void);

struct pdf_text {
	struct str text;
	double size, width;
	bool bold, justified;
	double indent;
	PangoAlignment alignment;
};

/* The text broken into lines; counts missing glyphs. NULL sets the failure. To be unreferenced. */
PangoLayout *pdf_layout(struct pdf *pdf, const struct pdf_text *text);
/* Put lines [from, from + count) of a layout at x, y: lines of `height` each. */
struct pdf_lines {
	double x, y, height, size;
	int from, count;
};
void pdf_put_lines(struct pdf *pdf, PangoLayout *layout, const struct pdf_lines *where);
void pdf_put_rule(struct pdf *pdf, double x, double y, double x2, double y2);
void pdf_put_box(struct pdf *pdf, double x, double y, double x2, double y2);
void pdf_new_page(struct pdf *pdf);

/*
 * Add to a finished file that it is in `language` and that readers should show its title: an incremental
 * update, since cairo 1.16 cannot say either. -ERR_BROKEN when the file is not as cairo writes it.
 */
MUST_USE int pdf_catalog_add(struct buf *out, const char *language, struct error *err);

#endif
