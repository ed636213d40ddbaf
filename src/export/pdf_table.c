/*
 * pdf_table.c - tables with a grid: the head again on every page, rows kept together where they can.
 */
#include "export/pdf_internal.h"

#define PAD_X 4.0
#define PAD_Y 3.0
#define SPACE 8.0 /* before and after a table */

struct row {
	PangoLayout *cells[PDF_COLUMNS_MAXIMUM];
	int lines; /* of the highest cell */
};

static double height_of(int lines)
{
	return lines * PDF_SMALL_LINE + 2 * PAD_Y;
}

static void row_layout(struct pdf *pdf, const struct str *cells, bool bold, struct row *out)
{
	out->lines = 1;
	for (int i = 0; i < pdf->column_count; i++) {
		struct pdf_text text = {
			.text = cells[i],
			.size = PDF_SMALL,
			.width = pdf->edges[i + 1] - pdf->edges[i] - 2 * PAD_X,
			.bold = bold,
			.alignment = pdf->columns[i].number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
		};
		int lines;

		out->cells[i] = pdf_layout(pdf, &text);
		lines = pango_layout_get_line_count(out->cells[i]);
		if (lines > out->lines)
			out->lines = lines;
	}
}

/* Lines [from, from + count) of every cell, with the grid around them. */
static void row_draw(struct pdf *pdf, const struct row *row, int from, int count)
{
	double height = height_of(count), left = pdf->edges[0];
	double right = pdf->edges[pdf->column_count];

	for (int i = 0; i < pdf->column_count; i++) {
		struct pdf_lines where = { pdf->edges[i] + PAD_X, pdf->y + PAD_Y, PDF_SMALL_LINE,
					   PDF_SMALL, from, count };

		pdf_put_lines(pdf, row->cells[i], &where);
		pdf_put_rule(pdf, pdf->edges[i], pdf->y, pdf->edges[i], pdf->y + height);
	}
	pdf_put_rule(pdf, right, pdf->y, right, pdf->y + height);
	pdf_put_rule(pdf, left, pdf->y, right, pdf->y);
	pdf_put_rule(pdf, left, pdf->y + height, right, pdf->y + height);
	pdf->y += height;
}

static void row_release(struct pdf *pdf, struct row *row)
{
	for (int i = 0; i < pdf->column_count; i++)
		g_object_unref(row->cells[i]);
}

static void head_layout(struct pdf *pdf, struct row *out)
{
	struct str labels[PDF_COLUMNS_MAXIMUM];

	for (int i = 0; i < pdf->column_count; i++)
		labels[i] = pdf->columns[i].label;
	row_layout(pdf, labels, true, out);
}

static void draw_head(struct pdf *pdf)
{
	struct row head;

	head_layout(pdf, &head);
	row_draw(pdf, &head, 0, head.lines);
	row_release(pdf, &head);
}

static void next_page(struct pdf *pdf)
{
	pdf_new_page(pdf);
	draw_head(pdf);
}

/* Lines of a row that fit below y. */
static int lines_left(const struct pdf *pdf)
{
	double room = PDF_BOTTOM - pdf->y - 2 * PAD_Y + 0.01;

	return room < PDF_SMALL_LINE ? 0 : (int)(room / PDF_SMALL_LINE);
}

static void add_row(struct pdf *pdf, const struct str *cells, bool bold)
{
	struct row row;
	int done = 0;
	/* What a page of nothing but the head and this row could hold; a high head costs little of it. */
	int page_lines = (int)((PDF_BOTTOM - PDF_TOP - height_of(4)) / PDF_SMALL_LINE);

	if (pdf->failure || !pdf->column_count)
		return;
	row_layout(pdf, cells, bold, &row);
	if (lines_left(pdf) < (row.lines < page_lines ? row.lines : 1))
		next_page(pdf);
	while (done < row.lines && !pdf->failure) {
		int fit = lines_left(pdf);
		int count = row.lines - done < fit ? row.lines - done : fit;

		if (count < 1) { /* a head as high as the page: the row cannot stand under it */
			pdf_new_page(pdf);
			continue;
		}
		row_draw(pdf, &row, done, count);
		done += count;
		if (done < row.lines)
			next_page(pdf);
	}
	row_release(pdf, &row);
}

void pdf_table_begin(struct pdf *pdf, const struct pdf_column *columns, int count)
{
	int shares = 0;
	struct row head;

	if (pdf->failure || count < 1 || count > PDF_COLUMNS_MAXIMUM) {
		pdf->failure = pdf->failure ? pdf->failure : -ERR_BROKEN;
		return;
	}
	for (int i = 0; i < count; i++)
		shares += columns[i].share;
	pdf->column_count = count;
	pdf->edges[0] = PDF_LEFT;
	for (int i = 0; i < count; i++) {
		pdf->columns[i] = columns[i];
		pdf->columns[i].label = arena_str(pdf->setup.arena, columns[i].label);
		pdf->edges[i + 1] =
			pdf->edges[i] + PDF_TEXT_WIDTH * columns[i].share / (shares ? shares : 1);
	}
	if (pdf->y > PDF_TOP)
		pdf->y += SPACE;
	head_layout(pdf, &head);
	if (lines_left(pdf) < head.lines + 3 && pdf->y > PDF_TOP)
		pdf_new_page(pdf);
	row_draw(pdf, &head, 0, head.lines);
	row_release(pdf, &head);
}

void pdf_table_row(struct pdf *pdf, const struct str *cells)
{
	add_row(pdf, cells, false);
}

void pdf_table_sum(struct pdf *pdf, const struct str *cells)
{
	add_row(pdf, cells, true);
}

void pdf_table_end(struct pdf *pdf)
{
	pdf->column_count = 0;
	pdf->y += SPACE;
}
