/*
 * csv_write.c - the writer: quotes only where RFC 4180 or Excel need them.
 */
#include "export/csv.h"

#include "export/xlsx_write.h"

/* What makes a spreadsheet compute a cell. East Asian editions take the full-width forms too. */
static const struct str formula_starts[] = {
	STR_INIT("="),	STR_INIT("+"),	STR_INIT("-"),	STR_INIT("@"),	STR_INIT("\t"),
	STR_INIT("\r"), STR_INIT("＝"), STR_INIT("＋"), STR_INIT("－"), STR_INIT("＠"),
};

void csv_write_begin(struct csv_writer *writer, struct buf *out, unsigned flags)
{
	*writer = (struct csv_writer){ .out = out, .flags = flags };
	if (flags & CSV_BOM)
		buf_add_text(out, "\xef\xbb\xbf");
}

/* White space at the ends is quoted too, since some readers drop it otherwise. */
static bool needs_quotes(struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];

		if (c == ',' || c == ';' || c == '\t' || c == '"' || c == '\r' || c == '\n')
			return true;
	}
	return str_starts_with(text, STR(" ")) || str_ends_with(text, STR(" "));
}

static void add_quoted(struct buf *out, const char *guard, struct str text)
{
	buf_add_byte(out, '"');
	buf_add_text(out, guard);
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, text.bytes[i]);
	}
	buf_add_byte(out, '"');
}

static void add_cell(struct csv_writer *writer, const char *guard, struct str text)
{
	if (writer->cells)
		buf_add_byte(writer->out, ',');
	writer->empty = !writer->cells && !text.length;
	writer->cells++;
	if (needs_quotes(text)) {
		add_quoted(writer->out, guard, text);
		return;
	}
	buf_add_text(writer->out, guard);
	buf_add_str(writer->out, text);
}

static bool starts_formula(struct str text)
{
	for (size_t i = 0; i < ARRAY_LENGTH(formula_starts); i++)
		if (str_starts_with(text, formula_starts[i]))
			return true;
	return false;
}

void csv_write_cell(struct csv_writer *writer, struct str text)
{
	if (writer->workbook) {
		xlsx_write_text(writer->workbook, text);
		return;
	}
	bool guarded = (writer->flags & CSV_GUARD_FORMULAS) && starts_formula(text);

	add_cell(writer, guarded ? "'" : "", text);
}

void csv_write_number(struct csv_writer *writer, struct str number)
{
	if (writer->workbook)
		xlsx_write_value(writer->workbook, number);
	else
		add_cell(writer, "", number);
}

void csv_write_row_end(struct csv_writer *writer)
{
	if (writer->workbook) {
		xlsx_write_row_end(writer->workbook);
		return;
	}
	/* A row of one empty cell would read as an empty line. */
	if (writer->empty)
		buf_add_text(writer->out, "\"\"");
	buf_add_text(writer->out, "\r\n");
	writer->cells = 0;
	writer->empty = false;
}

int csv_write_workbook(struct csv_writer *writer, struct buf *out, struct str sheet,
		       struct error *err)
{
	*writer = (struct csv_writer){ .out = out };
	return xlsx_write_begin(sheet, &writer->workbook, err);
}

int csv_write_finish(struct csv_writer *writer, int code, struct error *err)
{
	struct xlsx_writer *workbook = writer->workbook;

	if (!workbook)
		return code;
	writer->workbook = NULL;
	if (!code)
		return xlsx_write_finish(workbook, writer->out, err);
	xlsx_write_abandon(workbook);
	return code;
}
