/*
 * pdf.c - documents, parts and paragraphs; tables are in pdf_table.c.
 *
 * Pango breaks a paragraph into lines; the lines are placed one under the other at the fixed distance of
 * the style, page by page, whatever the font's own line height is: that is how the standard counts lines.
 */
#include "export/pdf_internal.h"

#include <cairo-pdf.h>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

#define RULE_WIDTH 0.5
#define BASELINE 0.36 /* of the font size: from the middle of a line down to its baseline */

struct style {
	double size, line, before, after;
	int indent; /* characters */
	bool bold, justified;
	int keep;   /* lines of what follows that must fit on the same page */
	PangoAlignment alignment;
};

/* Letters of the Latin alphabet: smaller, closer, ragged. */
static const struct style latin_styles[PDF_STYLE_COUNT] = {
	[PDF_TITLE] = { .size = 18, .line = 26, .after = 16, .bold = true, .keep = 2,
			.alignment = PANGO_ALIGN_CENTER },
	[PDF_PART] = { .size = 13, .line = 20, .before = 10, .after = 2, .bold = true, .keep = 4 },
	[PDF_SECTION] = { .size = 13, .line = 20, .before = 8, .after = 2, .bold = true, .keep = 2 },
	[PDF_BODY] = { .size = 12, .line = 19, .after = 5 },
	[PDF_ADDRESS] = { .size = 12, .line = 19 },
	[PDF_SIGNATURE] = { .size = 12, .line = 19, .alignment = PANGO_ALIGN_RIGHT },
	[PDF_NOTE] = { .size = 9.5, .line = 14 },
};

static const struct style styles[PDF_STYLE_COUNT] = {
	[PDF_TITLE] = { .size = 22, .line = 32, .after = 20, .bold = true, .keep = 2,
			.alignment = PANGO_ALIGN_CENTER },
	[PDF_PART] = { .size = 16, .line = 28.95, .before = 8, .after = 2, .bold = true, .keep = 4 },
	[PDF_SECTION] = { .size = 16, .line = 28.95, .before = 8, .after = 2, .bold = true, .keep = 2 },
	[PDF_BODY] = { .size = 16, .line = 28.95, .indent = 2, .justified = true },
	[PDF_ADDRESS] = { .size = 16, .line = 28.95 },
	[PDF_SIGNATURE] = { .size = 16, .line = 28.95, .alignment = PANGO_ALIGN_RIGHT },
	[PDF_NOTE] = { .size = PDF_SMALL, .line = PDF_SMALL_LINE },
};

/* Marks ---------------------------------------------------------------------------------------- */

static struct pdf_mark *mark_add(struct pdf *pdf)
{
	struct pdf_mark *mark = ARENA_NEW(pdf->setup.arena, struct pdf_mark);

	if (!mark) {
		pdf->failure = -ERR_MEMORY;
		return NULL;
	}
	mark->page = pdf->page;
	*pdf->last = mark;
	pdf->last = &mark->next;
	return mark;
}

void pdf_put_rule(struct pdf *pdf, double x, double y, double x2, double y2)
{
	struct pdf_mark *mark = mark_add(pdf);

	if (!mark)
		return;
	mark->x = x;
	mark->y = y;
	mark->x2 = x2;
	mark->y2 = y2;
}

void pdf_put_box(struct pdf *pdf, double x, double y, double x2, double y2)
{
	struct pdf_mark *before = pdf->failure ? NULL : mark_add(pdf);

	if (before)
		*before = (struct pdf_mark){ .x = x, .y = y, .x2 = x2, .y2 = y2,
					     .page = before->page, .filled = true };
}

void pdf_put_lines(struct pdf *pdf, PangoLayout *layout, const struct pdf_lines *where)
{
	PangoLayoutIter *lines = pango_layout_get_iter(layout);
	int at = 0;

	do {
		PangoRectangle extents;
		struct pdf_mark *mark;

		if (at < where->from || at >= where->from + where->count)
			continue;
		mark = mark_add(pdf);
		if (!mark)
			break;
		pango_layout_iter_get_line_extents(lines, NULL, &extents);
		mark->layout = g_object_ref(layout);
		mark->line = pango_layout_line_ref(pango_layout_iter_get_line_readonly(lines));
		mark->x = where->x + (double)extents.x / PANGO_SCALE;
		mark->y = where->y + (at - where->from + 0.5) * where->height +
			  BASELINE * where->size;
	} while (at++, pango_layout_iter_next_line(lines));
	pango_layout_iter_free(lines);
}

void pdf_new_page(struct pdf *pdf)
{
	pdf->page++;
	pdf->y = PDF_TOP;
}

/* Text ----------------------------------------------------------------------------------------- */

/*
 * No ligatures: one would be copied from the page as one character. In a document that is not Chinese
 * proportional widths: a Chinese font's quotation marks are as wide as its characters.
 */
static void set_features(const struct pdf *pdf, PangoLayout *layout)
{
	PangoAttrList *attributes = pango_attr_list_new();

	pango_attr_list_insert(attributes, pango_attr_font_features_new(
						   pdf->chinese ? "liga=0" : "liga=0, pwid"));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

PangoLayout *pdf_layout(struct pdf *pdf, const struct pdf_text *text)
{
	PangoLayout *layout = pango_layout_new(pdf->context);
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family(font, pdf->family);
	pango_font_description_set_absolute_size(font, text->size * PANGO_SCALE);
	if (text->bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	set_features(pdf, layout);
	pango_layout_set_width(layout, (int)(text->width * PANGO_SCALE));
	pango_layout_set_indent(layout, (int)(text->indent * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, text->alignment);
	pango_layout_set_justify(layout, text->justified);
	pango_layout_set_text(layout, text->text.bytes ? text->text.bytes : "",
			      (int)text->text.length);
	pdf->missing += pango_layout_get_unknown_glyphs_count(layout);
	return layout;
}

/* How many lines of `height` fit between y and the end of the page. */
static int lines_left(const struct pdf *pdf, double height)
{
	double room = PDF_BOTTOM - pdf->y + 0.01;

	return room < height ? 0 : (int)(room / height);
}

static void place_block(struct pdf *pdf, const struct style *style, PangoLayout *layout)
{
	int lines = pango_layout_get_line_count(layout), done = 0;
	int together = style->keep ? lines + style->keep : 1;

	if (pdf->y > PDF_TOP)
		pdf->y += style->before;
	if (lines_left(pdf, style->line) < together && pdf->y > PDF_TOP)
		pdf_new_page(pdf);
	while (done < lines && !pdf->failure) {
		int fit = lines_left(pdf, style->line);
		int count = lines - done < fit ? lines - done : fit;
		struct pdf_lines where = { PDF_LEFT, pdf->y, style->line, style->size, done, count };

		pdf_put_lines(pdf, layout, &where);
		done += count;
		pdf->y += count * style->line;
		if (done < lines)
			pdf_new_page(pdf);
	}
	pdf->y += style->after;
}

void pdf_block(struct pdf *pdf, enum pdf_style style_name, struct str text)
{
	const struct style *style =
		pdf->chinese ? &styles[style_name] : &latin_styles[style_name];
	struct pdf_text wanted = { .text = text,
				   .size = style->size,
				   .width = PDF_TEXT_WIDTH,
				   .bold = style->bold,
				   .justified = style->justified,
				   .indent = style->indent * style->size,
				   .alignment = style->alignment };

	if (pdf->failure)
		return;
	PangoLayout *layout = pdf_layout(pdf, &wanted);
	place_block(pdf, style, layout);
	g_object_unref(layout);
}

void pdf_keep(struct pdf *pdf, int lines)
{
	const struct style *style = pdf->chinese ? &styles[PDF_BODY] : &latin_styles[PDF_BODY];

	if (!pdf->failure && pdf->y > PDF_TOP && lines_left(pdf, style->line) < lines)
		pdf_new_page(pdf);
}

int pdf_missing_glyphs(const struct pdf *pdf)
{
	return pdf->missing;
}

/* Parts ---------------------------------------------------------------------------------------- */

void pdf_part_begin(struct pdf *pdf, struct str foot)
{
	pdf->foot = arena_str(pdf->setup.arena, foot);
	pdf->first = NULL;
	pdf->last = &pdf->first;
	pdf->page = 1;
	pdf->y = PDF_TOP;
	pdf->missing = 0;
	pdf->in_part = true;
}

/* `foot` with its numbers. */
static struct str foot_text(struct pdf *pdf, int page)
{
	struct str rest = pdf->foot;
	struct buf text;

	buf_init(&text, 4096);
	while (rest.length) {
		if (str_starts_with(rest, STR("{page}"))) {
			buf_add_int(&text, page);
			rest = str_slice(rest, 6, rest.length);
		} else if (str_starts_with(rest, STR("{pages}"))) {
			buf_add_int(&text, pdf->page);
			rest = str_slice(rest, 7, rest.length);
		} else {
			buf_add_byte(&text, rest.bytes[0]);
			rest = str_slice(rest, 1, rest.length);
		}
	}
	struct str copy = arena_str(pdf->setup.arena, buf_str(&text));
	buf_release(&text);
	return copy;
}

static void draw_mark(struct pdf *pdf, const struct pdf_mark *mark)
{
	cairo_move_to(pdf->cairo, mark->x, mark->y);
	if (mark->line) {
		pango_cairo_show_layout_line(pdf->cairo, mark->line);
		return;
	}
	if (mark->filled) {
		cairo_rectangle(pdf->cairo, mark->x, mark->y, mark->x2 - mark->x, mark->y2 - mark->y);
		cairo_fill(pdf->cairo);
		return;
	}
	cairo_line_to(pdf->cairo, mark->x2, mark->y2);
	cairo_stroke(pdf->cairo);
}

static void draw_foot(struct pdf *pdf, int page)
{
	struct pdf_text text = { .text = foot_text(pdf, page), .size = PDF_SMALL,
				 .width = PDF_TEXT_WIDTH, .alignment = PANGO_ALIGN_CENTER };
	PangoLayout *layout = pdf_layout(pdf, &text);

	cairo_move_to(pdf->cairo, PDF_LEFT, PDF_FOOT);
	pango_cairo_show_layout(pdf->cairo, layout);
	g_object_unref(layout);
}

/* Marks lie in the order of their pages. */
void pdf_part_end(struct pdf *pdf)
{
	const struct pdf_mark *mark = pdf->first;

	for (int page = 1; !pdf->failure && page <= pdf->page; page++) {
		for (; mark && mark->page == page; mark = mark->next)
			draw_mark(pdf, mark);
		draw_foot(pdf, page);
		cairo_show_page(pdf->cairo);
	}
	for (mark = pdf->first; mark; mark = mark->next) {
		if (!mark->line)
			continue;
		pango_layout_line_unref(mark->line);
		g_object_unref(mark->layout);
	}
	pdf->first = NULL;
	pdf->last = &pdf->first;
	pdf->in_part = false;
}

/* Documents ------------------------------------------------------------------------------------ */

static cairo_status_t write_bytes(void *context, const unsigned char *bytes, unsigned length)
{
	struct buf *out = context;

	buf_add(out, bytes, length);
	return buf_failed(out) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_metadata(struct pdf *pdf)
{
	const struct pdf_setup *setup = &pdf->setup;
	char day[CIVIL_TEXT_BYTES];
	const char *title = arena_text(setup->arena, setup->title);
	const char *author = arena_text(setup->arena, setup->author);
	struct str created = arena_format(setup->arena, "%sT00:00:00Z",
					  civil_format(setup->day, day));

	if (!title || !author || !created.bytes) {
		pdf->failure = -ERR_MEMORY;
		return;
	}
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
	if (*author)
		cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_AUTHOR, author);
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, created.bytes);
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR,
				       "Lianze " LIANZE_VERSION);
}

/* Outlines are drawn as designed, not fitted to a screen's pixels. */
static void set_context(struct pdf *pdf)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pdf->context = pango_font_map_create_context(pdf->fonts);
	pango_cairo_context_set_font_options(pdf->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(pdf->context, pango_language_from_string(pdf->setup.language));
	pango_cairo_update_context(pdf->cairo, pdf->context);
	cairo_set_line_width(pdf->cairo, RULE_WIDTH);
}

int pdf_open(const struct pdf_setup *setup, struct pdf **out, struct error *err)
{
	struct pdf *pdf = ARENA_NEW(setup->arena, struct pdf);
	PangoFontMap *fonts = pdf_font_map_new();
	int rc = pdf && fonts ? pdf_font_choose(fonts, setup->family, &pdf->family, err)
			      : error_broken(err, ERR_MEMORY, "PDF");

	if (rc < 0) {
		if (fonts)
			g_object_unref(fonts);
		return rc;
	}
	pdf->setup = *setup;
	pdf->chinese = strncmp(setup->language, "zh", 2) == 0;
	pdf->fonts = fonts;
	pdf->last = &pdf->first;
	pdf->surface = cairo_pdf_surface_create_for_stream(write_bytes, setup->out, PDF_WIDTH,
							   PDF_HEIGHT);
	cairo_pdf_surface_restrict_to_version(pdf->surface, CAIRO_PDF_VERSION_1_4);
	pdf->cairo = cairo_create(pdf->surface);
	set_context(pdf);
	set_metadata(pdf);
	*out = pdf;
	return 0;
}

/*
 * Fonts are embedded here. cairo 1.16 loses one small block (768 bytes seen) with a font of CFF outlines; so
 * what this one call allocates is not looked at by the leak checker. All the rest of the layer is.
 */
static void finish_surface(struct pdf *pdf)
{
#if defined(__SANITIZE_ADDRESS__)
	__lsan_disable();
#endif
	cairo_surface_finish(pdf->surface);
#if defined(__SANITIZE_ADDRESS__)
	__lsan_enable();
#endif
}

static int close_code(struct pdf *pdf, cairo_status_t status, struct error *err)
{
	if (buf_failed(pdf->setup.out) && pdf->setup.out->length + 1024 > pdf->setup.out->maximum)
		return error_set(err, ERR_TOO_LARGE, "The PDF would be too large; ask for a part of it.",
				 "PDF 过大，请分批生成。");
	if (pdf->failure)
		return error_broken(err, (enum error_code)-pdf->failure, "PDF");
	if (buf_failed(pdf->setup.out))
		return error_broken(err, ERR_MEMORY, "PDF");
	if (status != CAIRO_STATUS_SUCCESS)
		return error_broken(err, ERR_BROKEN, "cairo: %s", cairo_status_to_string(status));
	return pdf_catalog_add(pdf->setup.out, pdf->setup.language, err);
}

int pdf_close(struct pdf *pdf, struct error *err)
{
	if (pdf->in_part)
		pdf_part_end(pdf);
	cairo_status_t status = cairo_status(pdf->cairo);
	finish_surface(pdf);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf->surface);
	cairo_destroy(pdf->cairo);
	cairo_surface_destroy(pdf->surface);
	g_object_unref(pdf->context);
	g_object_unref(pdf->fonts);
	return close_code(pdf, status, err);
}
