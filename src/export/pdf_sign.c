/*
 * pdf_sign.c - blocks for signatures side by side, and a QR code with its caption.
 */
#include <errno.h>
#include <qrencode.h>

#include "export/pdf_internal.h"

#define SIZE 14.0
#define LINE 25.0
#define SMALL_SIZE 12.0
#define SMALL_LINE 19.0
#define BELOW_LINES 3
#define GAP 14.0	/* between two blocks */
#define RULE_BELOW 6.0	/* the rule to sign on, and what stands below it */
#define RULE_SHARE 0.86 /* of a block's width */
#define CODE_SIDE (24 * PDF_MM)
#define DARK 1
#define SPACE 10.0

struct place {
	double x, y, width, size, line;
	int most; /* lines */
};

/* Words at a place, cut to so many lines; gives how many there are. A failure sticks. */
static int put_text(struct pdf *pdf, struct str words, const struct place *place)
{
	const struct pdf_text text = { .text = words, .size = place->size, .width = place->width };
	PangoLayout *layout = pdf_layout(pdf, &text);
	int lines = pango_layout_get_line_count(layout);
	const struct pdf_lines where = { place->x, place->y, place->line, place->size, 0,
					 lines < place->most ? lines : place->most };

	pdf_put_lines(pdf, layout, &where);
	g_object_unref(layout);
	return where.count;
}

/* Gives where the block ends. */
static double put_signer(struct pdf *pdf, const struct pdf_signer *signer, double x, double width)
{
	struct place place = { x, pdf->y, width, SIZE, LINE, 1 };

	put_text(pdf, signer->label, &place);
	place.y += LINE;
	if (signer->name.length)
		put_text(pdf, signer->name, &place);
	place.y += LINE;
	pdf_put_rule(pdf, x, place.y + 1, x + width * RULE_SHARE, place.y + 1);
	place.y += RULE_BELOW;
	place.size = SMALL_SIZE;
	place.line = SMALL_LINE;
	place.most = BELOW_LINES;
	for (struct str below = signer->below; below.length && place.most > 0;) {
		int lines = put_text(pdf, str_split(&below, '\n'), &place);
		place.y += lines * SMALL_LINE;
		place.most -= lines;
	}
	place.size = SIZE;
	place.line = LINE;
	place.most = 1;
	put_text(pdf, signer->date, &place);
	return place.y + LINE;
}

void pdf_signatures(struct pdf *pdf, const struct pdf_signer *signers, int count)
{
	double width, end = 0, height = 3 * LINE + RULE_BELOW + BELOW_LINES * SMALL_LINE;

	if (pdf->failure || count < 1)
		return;
	width = (PDF_TEXT_WIDTH - (count - 1) * GAP) / count;
	pdf->y += SPACE;
	if (pdf->y + height > PDF_BOTTOM)
		pdf_new_page(pdf);
	for (int i = 0; i < count; i++) {
		double bottom = put_signer(pdf, &signers[i], PDF_LEFT + i * (width + GAP), width);
		end = bottom > end ? bottom : end;
	}
	pdf->y = end;
}

/* Every dark run of a row is one rectangle. */
static void put_modules(struct pdf *pdf, const QRcode *code)
{
	double side = CODE_SIDE / code->width;

	for (int row = 0; row < code->width; row++) {
		const unsigned char *modules = code->data + (ptrdiff_t)row * code->width;
		double y = pdf->y + row * side;

		for (int from = 0, to = 0; from < code->width; from = to + (to == from)) {
			for (to = from; to < code->width && modules[to] & DARK; to++)
				;
			if (to > from)
				pdf_put_box(pdf, PDF_LEFT + from * side, y, PDF_LEFT + to * side,
					    y + side);
		}
	}
}

/* The caption's lines beside the code. */
static void put_caption(struct pdf *pdf, struct str caption)
{
	double left = PDF_LEFT + CODE_SIDE + GAP, y = pdf->y;

	while (caption.length) {
		const struct pdf_text text = { .text = str_split(&caption, '\n'), .size = PDF_SMALL,
					       .width = PDF_TEXT_WIDTH - CODE_SIDE - GAP };
		PangoLayout *layout = pdf_layout(pdf, &text);
		int lines = pango_layout_get_line_count(layout);
		const struct pdf_lines where = { left, y, PDF_SMALL_LINE, PDF_SMALL, 0, lines };

		pdf_put_lines(pdf, layout, &where);
		g_object_unref(layout);
		y += lines * PDF_SMALL_LINE;
	}
}

void pdf_code(struct pdf *pdf, struct str text, struct str caption)
{
	const char *bytes = pdf->failure ? NULL : arena_text(pdf->setup.arena, text);
	QRcode *code = bytes ? QRcode_encodeString8bit(bytes, 0, QR_ECLEVEL_M) : NULL;

	if (pdf->failure)
		return;
	if (!code) {
		pdf->failure = errno == ERANGE ? -ERR_TOO_LARGE : -ERR_MEMORY;
		return;
	}
	pdf->y += SPACE;
	if (pdf->y + CODE_SIDE > PDF_BOTTOM)
		pdf_new_page(pdf);
	put_modules(pdf, code);
	QRcode_free(code);
	put_caption(pdf, caption);
	pdf->y += CODE_SIDE + SPACE;
}
