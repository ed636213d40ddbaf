/* xlsx_write.c - see xlsx_write.h. */
#include "export/xlsx_write.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/hash.h"
#include "export/xlsx_file.h"

#define COLUMNS_MAXIMUM	 64
#define ROWS_MAXIMUM	 1048576
#define MEASURED_ROWS	 200 /* that decide the widths */
#define WIDTH_MINIMUM	 8
#define WIDTH_MAXIMUM	 60
#define DIGITS_MAXIMUM	 15
#define PLACES_MAXIMUM	 4
#define NUMBER_BYTES	 24
#define HEADER_COLOUR	 0xECE7DE

struct xlsx_writer {
	struct xlsx_file file;
	lxw_worksheet *sheet;
	lxw_format *heading, *date, *places[PLACES_MAXIMUM + 1], *text;
	lxw_row_t row;
	lxw_col_t column, columns;
	int widths[COLUMNS_MAXIMUM];
	bool too_large, failed;
};

static bool make_formats(struct xlsx_writer *writer)
{
	static const char *const codes[] = { "0", "0.0", "0.00", "0.000", "0.0000" };
	lxw_workbook *workbook = writer->file.workbook;

	writer->heading = workbook_add_format(workbook);
	writer->date = workbook_add_format(workbook);
	writer->text = workbook_add_format(workbook);
	if (!writer->heading || !writer->date || !writer->text)
		return false;
	format_set_bold(writer->heading);
	format_set_bg_color(writer->heading, HEADER_COLOUR);
	format_set_bottom(writer->heading, LXW_BORDER_THIN);
	format_set_num_format(writer->date, "yyyy-mm-dd");
	format_set_num_format(writer->text, "@");
	for (size_t i = 0; i < ARRAY_LENGTH(codes); i++) {
		writer->places[i] = workbook_add_format(workbook);
		if (!writer->places[i])
			return false;
		format_set_num_format(writer->places[i], codes[i]);
	}
	return true;
}

int xlsx_write_begin(struct str sheet, struct xlsx_writer **out, struct error *err)
{
	struct xlsx_writer *writer = memory_alloc(sizeof(*writer));
	char name[XLSX_SHEET_NAME_BYTES];

	if (!writer)
		return error_broken(err, ERR_MEMORY, "a workbook");
	int code = xlsx_file_open(true, &writer->file, err);
	if (code) {
		memory_free(writer);
		return code;
	}
	writer->sheet = workbook_add_worksheet(writer->file.workbook, xlsx_sheet_name(sheet, name));
	if (!writer->sheet || !make_formats(writer)) {
		xlsx_write_abandon(writer);
		return error_broken(err, ERR_MEMORY, "a workbook's sheet");
	}
	*out = writer;
	return 0;
}

/* Columns of a fixed-width font: an ideograph is two wide. */
static int width_of(struct str text)
{
	size_t at = 0;
	int width = 0;

	while (at < text.length && width < WIDTH_MAXIMUM)
		width += utf8_next(text, &at) >= 0x1100 ? 2 : 1;
	return width;
}

static void note_width(struct xlsx_writer *writer, struct str text)
{
	int width = writer->row < MEASURED_ROWS && writer->column < COLUMNS_MAXIMUM ? width_of(text)
										    : 0;

	if (width > WIDTH_MAXIMUM)
		width = WIDTH_MAXIMUM;
	if (width && width > writer->widths[writer->column])
		writer->widths[writer->column] = width;
}

static void note(struct xlsx_writer *writer, lxw_error result)
{
	if (result == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED ||
	    result == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
		writer->too_large = true;
	else if (result)
		writer->failed = true;
	writer->column++;
}

/* "_x0041_" would be read as "A". */
static bool looks_escaped(struct str rest)
{
	unsigned char byte[2];

	return rest.length == 7 && str_starts_with(rest, STR("_x")) && rest.bytes[6] == '_' &&
	       hex_decode(str_slice(rest, 2, 4), byte, sizeof(byte));
}

/* U+FFFE and U+FFFF, which XML may not hold: a workbook with one does not open. */
static bool is_no_character(struct str rest)
{
	return rest.length >= 3 && memcmp(rest.bytes, "\xef\xbf", 2) == 0 &&
	       (unsigned char)rest.bytes[2] >= 0xbe;
}

/* As libxlsxwriter wants it: terminated, with what looks like an escape escaped, and what XML may not hold
 * as U+FFFD. On the heap. */
static char *prepared(struct str text)
{
	char *copy = memory_alloc(7 * text.length + 1), *at = copy;

	for (size_t i = 0; copy && i < text.length; i++) {
		if (text.bytes[i] == '_' && looks_escaped(str_slice(text, i, 7))) {
			memcpy(at, "_x005F", 6);
			at += 6;
		}
		if (is_no_character(str_slice(text, i, text.length))) {
			memcpy(at, "\xef\xbf\xbd", 3);
			at += 3;
			i += 2;
			continue;
		}
		*at++ = text.bytes[i];
	}
	return copy;
}

void xlsx_write_text(struct xlsx_writer *writer, struct str text)
{
	char *copy = prepared(text);

	note_width(writer, text);
	if (!copy) {
		writer->failed = true;
		return;
	}
	note(writer, text.length ? worksheet_write_string(writer->sheet, writer->row, writer->column,
							  copy,
							  writer->row ? writer->text
								      : writer->heading)
				 : LXW_NO_ERROR);
	memory_free(copy);
}

/* "-12.50": 2; -1 when it is not a plain number of at most fifteen digits. */
static int places_of(struct str text)
{
	int digits = 0, places = -1;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];

		if (c >= '0' && c <= '9') {
			digits++;
			places += places >= 0;
		} else if (c == '.' && places < 0 && digits) {
			places = 0;
		} else if (c != '-' || i) {
			return -1;
		}
	}
	if (!digits || digits > DIGITS_MAXIMUM || places == 0 || places > PLACES_MAXIMUM)
		return -1;
	return places < 0 ? 0 : places;
}

static void write_number(struct xlsx_writer *writer, struct str text, int places)
{
	char number[NUMBER_BYTES];

	memcpy(number, text.bytes, text.length);
	number[text.length] = '\0';
	note_width(writer, text);
	note(writer, worksheet_write_number(writer->sheet, writer->row, writer->column,
					    strtod(number, NULL), writer->places[places]));
}

void xlsx_write_value(struct xlsx_writer *writer, struct str text)
{
	int places = places_of(text);
	int32_t day;

	if (text.length == CIVIL_TEXT_BYTES - 6 && text.bytes[4] == '-' && civil_parse(text, &day)) {
		struct civil_date date = civil_from_day(day);
		lxw_datetime stored = { .year = date.year, .month = date.month, .day = date.day };

		note_width(writer, text);
		note(writer, worksheet_write_datetime(writer->sheet, writer->row, writer->column,
						      &stored, writer->date));
	} else if (places >= 0) {
		write_number(writer, text, places);
	} else {
		xlsx_write_text(writer, text);
	}
}

void xlsx_write_row_end(struct xlsx_writer *writer)
{
	if (writer->column > writer->columns)
		writer->columns = writer->column;
	writer->column = 0;
	writer->row++;
	writer->too_large |= writer->row > ROWS_MAXIMUM;
}

static void dress(struct xlsx_writer *writer)
{
	lxw_col_t last = writer->columns ? writer->columns - 1 : 0;

	for (lxw_col_t i = 0; i < writer->columns && i < COLUMNS_MAXIMUM; i++) {
		int width = writer->widths[i] + 2;

		worksheet_set_column(writer->sheet, i, i,
				     width < WIDTH_MINIMUM ? WIDTH_MINIMUM : width, NULL);
	}
	worksheet_freeze_panes(writer->sheet, 1, 0);
	if (writer->columns && writer->row)
		worksheet_autofilter(writer->sheet, 0, 0, writer->row - 1, last);
}

int xlsx_write_finish(struct xlsx_writer *writer, struct buf *out, struct error *err)
{
	int code;

	if (writer->too_large || writer->failed) {
		bool too_large = writer->too_large;

		xlsx_write_abandon(writer);
		return too_large ? error_set(err, ERR_TOO_LARGE,
					     "The list is larger than a workbook may be; narrow it "
					     "by a filter or take it as CSV.",
					     "列表超出工作簿的容量，请筛选后再导出，或导出为 CSV。")
				 : error_broken(err, ERR_IO, "writing a workbook");
	}
	dress(writer);
	code = xlsx_file_close(&writer->file, out, err);
	memory_free(writer);
	return code;
}

void xlsx_write_abandon(struct xlsx_writer *writer)
{
	if (!writer)
		return;
	xlsx_file_abandon(&writer->file);
	memory_free(writer);
}
