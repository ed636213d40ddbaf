/*
 * xlsx_read.c - the rows of one sheet (xlsx_read.h).
 *
 * A sheet is read once, from its beginning to its end: the list of merged cells stands behind the
 * rows. Rows are kept as texts; the workbook itself is let go.
 */
#include "export/xlsx_read.h"

#include <stdio.h>

#include "export/xlsx_book.h"

#define ROWS_FIRST     1024
#define EXCEL_COLUMNS  16384
#define EXCEL_ROWS     1048576
#define FAULTS_MAXIMUM 100

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_TEXT, CELL_BOOLEAN, CELL_ISO, CELL_ERROR };

struct range {
	int first_row, last_row;
	size_t first_column, last_column;
	struct str text; /* "A1:C1" */
};

struct sheet {
	struct xlsx_book *book;
	struct csv_table *table;
	struct csv_row *rows;
	size_t row_capacity;
	int64_t cell_count;
	bool in_data;
	/* The present row and cell. */
	int row;
	size_t column;
	struct str cells[CSV_COLUMNS_MAXIMUM];
	size_t width;	     /* cells with content, so far */
	size_t stray;	     /* 1 + the first column behind the header that has content; 0: none */
	enum cell_type type;
	struct xlsx_style style;
	bool in_value, in_inline, has_formula;
	int phonetic;
	struct buf text;
};

static int out_of_memory(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "The sheet is too large for the memory set aside; split it.",
			 "工作表超出可用内存，请拆分。");
}

static int damaged(struct error *err)
{
	return error_set(err, ERR_INVALID,
			 "The workbook is damaged: its sheet names a cell or text that does not exist.",
			 "工作簿已损坏：工作表引用了不存在的单元格或文本。");
}

/* Places ------------------------------------------------------------------------------------------ */

/* "AB12" into a column from 0 and a row from 1; false when it is none. */
static bool parse_place(struct str text, size_t *out_column, int *out_row)
{
	size_t column = 0, at = 0;
	int64_t row;

	while (at < text.length && (text.bytes[at] | 32) >= 'a' && (text.bytes[at] | 32) <= 'z' &&
	       column <= EXCEL_COLUMNS)
		column = column * 26 + (size_t)((text.bytes[at++] | 32) - 'a' + 1);
	if (!column || column > EXCEL_COLUMNS ||
	    !str_parse_int(str_slice(text, at, text.length), 1, EXCEL_ROWS, &row))
		return false;
	*out_column = column - 1;
	*out_row = (int)row;
	return true;
}

static bool parse_range(struct str text, struct range *out)
{
	struct str rest = text, first = str_split(&rest, ':');

	out->text = text;
	return parse_place(first, &out->first_column, &out->first_row) &&
	       parse_place(rest.length ? rest : first, &out->last_column, &out->last_row);
}

/* Cells ------------------------------------------------------------------------------------------- */

static int start_row(struct sheet *sheet, const char **attributes, struct error *err)
{
	struct str number = xml_attribute(attributes, "r");
	int64_t row = sheet->row + 1;

	if (number.bytes && !str_parse_int(number, sheet->row + 1, EXCEL_ROWS, &row))
		return damaged(err);
	if (row > CSV_ROWS_MAXIMUM + 1)
		return error_set(err, ERR_TOO_LARGE, "The sheet has more than 1,000,000 rows; split it.",
				 "工作表超过 1000000 行，请拆分。");
	sheet->row = (int)row;
	sheet->column = 0;
	sheet->width = 0;
	sheet->stray = 0;
	memset(sheet->cells, 0, sizeof(sheet->cells));
	return 0;
}

static enum cell_type type_of(struct str name)
{
	static const struct {
		const char *name;
		enum cell_type type;
	} types[] = { { "s", CELL_SHARED },  { "inlineStr", CELL_INLINE }, { "str", CELL_TEXT },
		      { "b", CELL_BOOLEAN }, { "d", CELL_ISO },		   { "e", CELL_ERROR } };

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		if (str_equal(name, str_from(types[i].name)))
			return types[i].type;
	return CELL_NUMBER;
}

static int start_cell(struct sheet *sheet, const char **attributes, struct error *err)
{
	struct str place = xml_attribute(attributes, "r");
	size_t column = sheet->column;
	int64_t style = 0;
	int row = sheet->row;

	if (place.bytes && (!parse_place(place, &column, &row) || row != sheet->row ||
			    column < sheet->column))
		return damaged(err);
	sheet->column = column;
	sheet->type = type_of(xml_attribute(attributes, "t"));
	sheet->style = (struct xlsx_style){ XLSX_NUMBER, 0 };
	if (str_parse_int(xml_attribute(attributes, "s"), 0, INT32_MAX, &style) &&
	    (size_t)style < sheet->book->style_count)
		sheet->style = sheet->book->styles[style];
	sheet->has_formula = false;
	sheet->phonetic = 0;
	buf_clear(&sheet->text);
	return 0;
}

static int cell_value(struct sheet *sheet, struct str *out, struct error *err)
{
	struct xlsx_book *book = sheet->book;
	struct str stored = buf_str(&sheet->text);
	int64_t index;

	switch (sheet->type) {
	case CELL_SHARED:
		if (!stored.length)
			break;
		if (!str_parse_int(str_trim(stored), 0, INT32_MAX, &index) ||
		    (size_t)index >= book->string_count)
			return damaged(err);
		*out = book->strings[index];
		return 0;
	case CELL_BOOLEAN:
		*out = str_equal(str_trim(stored), STR("1")) ? STR("TRUE") : STR("FALSE");
		return 0;
	case CELL_ISO:
		*out = xlsx_iso_text(book->arena, stored);
		break;
	case CELL_NUMBER:
		*out = stored.length ? xlsx_number_text(book->arena, stored, sheet->style,
							book->since_1904)
				     : stored;
		break;
	case CELL_INLINE:
	case CELL_TEXT:
	case CELL_ERROR:
	default:
		*out = xlsx_unescaped(book->arena, stored);
	}
	if (!out->length && sheet->has_formula && sheet->type != CELL_TEXT)
		*out = str_from(CSV_NOT_CALCULATED);
	return stored.length && !out->bytes ? out_of_memory(err) : 0;
}

static int refuse_long_cell(const struct sheet *sheet, struct error *err)
{
	char letters[CSV_COLUMN_TEXT_BYTES];
	int code = error_set(err, ERR_TOO_LARGE, "", "");

	csv_column_name(sheet->column, letters);
	error_en(err, "row %d, column %s: longer than 64 KiB", sheet->row, letters);
	error_zh(err, "第 %d 行 %s 列：内容超过 64 KiB", sheet->row, letters);
	if (err)
		err->row = sheet->row;
	return code;
}

static int refuse_columns(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "The sheet has more than 64 columns.",
			 "工作表超过 64 列。");
}

static int end_cell(struct sheet *sheet, struct error *err)
{
	const struct csv_table *table = sheet->table;
	struct str value = STR_EMPTY;
	size_t column = sheet->column++;
	int code;

	if (buf_failed(&sheet->text))
		return refuse_long_cell(sheet, err);
	code = cell_value(sheet, &value, err);
	if (code || !str_trim(value).length)
		return code;
	if (!utf8_is_valid(value) || str_find_byte(value, '\0') >= 0)
		return damaged(err);
	if (++sheet->cell_count > XLSX_CELLS_MAXIMUM)
		return error_set(err, ERR_TOO_LARGE, "The sheet has more than 2,000,000 cells; split it.",
				 "工作表超过 2000000 个单元格，请拆分。");
	if (table->header && column >= table->columns) {
		sheet->stray = sheet->stray ? sheet->stray : column + 1;
		return 0;
	}
	if (column >= CSV_COLUMNS_MAXIMUM)
		return refuse_columns(err);
	sheet->cells[column] = value;
	sheet->width = column + 1;
	return 0;
}

/* Rows -------------------------------------------------------------------------------------------- */

static int keep_header(struct sheet *sheet, struct error *err)
{
	struct csv_table *table = sheet->table;

	table->header = ARENA_ARRAY(sheet->book->arena, struct str, sheet->width);
	if (!table->header)
		return out_of_memory(err);
	for (size_t i = 0; i < sheet->width; i++)
		table->header[i] = str_trim(sheet->cells[i]);
	table->columns = sheet->width;
	table->header_row = table->row = sheet->row;
	return 0;
}

static void note_fault(struct csv_table *table, const struct error *fault)
{
	if (table->fault_count < FAULTS_MAXIMUM)
		table->faults[table->fault_count++] = *fault;
}

static void note_stray(struct sheet *sheet)
{
	char letters[CSV_COLUMN_TEXT_BYTES];
	struct error fault;

	error_set(&fault, ERR_INVALID, "", "");
	csv_column_name(sheet->stray - 1, letters);
	error_en(&fault, "row %d: column %s has no heading in the header but a value here", sheet->row,
		 letters);
	error_zh(&fault, "第 %d 行：%s 列没有表头，但此处有内容", sheet->row, letters);
	fault.row = sheet->row;
	note_fault(sheet->table, &fault);
}

static int keep_row(struct sheet *sheet, struct error *err)
{
	struct csv_table *table = sheet->table;
	struct str *cells = ARENA_ARRAY(sheet->book->arena, struct str, table->columns);

	if (table->prepared_count == sheet->row_capacity) {
		size_t capacity = sheet->row_capacity ? 2 * sheet->row_capacity : ROWS_FIRST;
		struct csv_row *more = ARENA_ARRAY(sheet->book->arena, struct csv_row, capacity);

		if (!more)
			return out_of_memory(err);
		if (table->prepared_count)
			memcpy(more, sheet->rows, table->prepared_count * sizeof(*more));
		table->prepared = sheet->rows = more;
		sheet->row_capacity = capacity;
	}
	if (!cells)
		return out_of_memory(err);
	memcpy(cells, sheet->cells, table->columns * sizeof(*cells));
	sheet->rows[table->prepared_count++] = (struct csv_row){ sheet->row, cells };
	return 0;
}

static int end_row(struct sheet *sheet, struct error *err)
{
	if (!sheet->width && !sheet->stray)
		return 0;
	if (!sheet->table->header)
		return keep_header(sheet, err);
	if (sheet->stray)
		note_stray(sheet);
	return keep_row(sheet, err);
}

/* Merged cells: they follow the rows. */
static int take_merge(struct sheet *sheet, const char **attributes, struct error *err)
{
	struct csv_table *table = sheet->table;
	struct range range;
	struct error fault;
	int last = table->prepared_count ? sheet->rows[table->prepared_count - 1].number
					 : table->header_row;

	if (!parse_range(xml_attribute(attributes, "ref"), &range))
		return damaged(err);
	if (!table->header || range.first_row > last || range.first_column >= table->columns)
		return 0;
	error_set(&fault, ERR_INVALID, "", "");
	fault.row = range.first_row;
	if (range.first_row <= table->header_row) {
		error_en(&fault,
			 "The cells %.*s of the header are merged. Unmerge them, and let the first "
			 "row hold one heading for each column, without a title above.",
			 STR_ARG(range.text));
		error_zh(&fault,
			 "表头中的单元格 %.*s 是合并单元格。请取消合并，第一行每列只写一个列名，上方不要有标题行。",
			 STR_ARG(range.text));
		if (err)
			*err = fault;
		return -ERR_INVALID;
	}
	error_en(&fault, "row %d: the cells %.*s are merged; unmerge them and fill each one", fault.row,
		 STR_ARG(range.text));
	error_zh(&fault, "第 %d 行：单元格 %.*s 是合并单元格，请取消合并并逐格填写", fault.row,
		 STR_ARG(range.text));
	note_fault(table, &fault);
	return 0;
}

/* Elements ---------------------------------------------------------------------------------------- */

static int on_start(void *context, struct str name, const char **attributes, struct error *err)
{
	struct sheet *sheet = context;

	if (str_equal(name, STR("mergeCell")))
		return take_merge(sheet, attributes, err);
	if (str_equal(name, STR("sheetData")))
		sheet->in_data = true;
	if (!sheet->in_data)
		return 0;
	if (str_equal(name, STR("row")))
		return start_row(sheet, attributes, err);
	if (str_equal(name, STR("c")))
		return start_cell(sheet, attributes, err);
	sheet->phonetic += str_equal(name, STR("rPh"));
	sheet->has_formula |= str_equal(name, STR("f"));
	sheet->in_inline |= str_equal(name, STR("is"));
	sheet->in_value = str_equal(name, STR("v")) ||
			  (sheet->in_inline && str_equal(name, STR("t")) && !sheet->phonetic);
	return 0;
}

static int on_text(void *context, struct str piece, struct error *err)
{
	struct sheet *sheet = context;

	(void)err;
	if (sheet->in_value)
		buf_add_str(&sheet->text, piece);
	return 0;
}

static int on_end(void *context, struct str name, struct error *err)
{
	struct sheet *sheet = context;

	if (!sheet->in_data)
		return 0;
	sheet->in_value = false;
	sheet->phonetic -= str_equal(name, STR("rPh"));
	if (str_equal(name, STR("is")))
		sheet->in_inline = false;
	if (str_equal(name, STR("sheetData")))
		sheet->in_data = false;
	if (str_equal(name, STR("c")))
		return end_cell(sheet, err);
	if (str_equal(name, STR("row")))
		return end_row(sheet, err);
	return 0;
}

/* The sheet --------------------------------------------------------------------------------------- */

static int list_sheets(const struct xlsx_book *book, struct csv_table *table, struct error *err)
{
	table->sheets = ARENA_ARRAY(book->arena, struct str, book->sheet_count + 1);
	if (!table->sheets)
		return out_of_memory(err);
	for (size_t i = 0; i < book->sheet_count; i++)
		if (!book->sheets[i].hidden && book->sheets[i].part.length)
			table->sheets[table->sheet_count++] = book->sheets[i].name;
	return 0;
}

static const struct xlsx_sheet *find_sheet(const struct xlsx_book *book, struct str name)
{
	for (size_t i = 0; i < book->sheet_count; i++) {
		const struct xlsx_sheet *sheet = &book->sheets[i];

		if (!sheet->hidden && sheet->part.length &&
		    (!name.length || str_equal(sheet->name, name)))
			return sheet;
	}
	return NULL;
}

static int no_sheet(struct str name, struct error *err)
{
	int code = error_set(err, ERR_INVALID, "The workbook has no sheet that is not hidden.",
			     "工作簿中没有可见的工作表。");

	if (name.length) {
		error_en(err, "The workbook has no sheet called \"%.*s\".", STR_ARG(name));
		error_zh(err, "工作簿中没有名为“%.*s”的工作表。", STR_ARG(name));
	}
	return code;
}

static int read_sheet(struct xlsx_book *book, struct str name, struct csv_table *table,
		      struct error *err)
{
	struct sheet *sheet = ARENA_NEW(book->arena, struct sheet);
	const struct xml_reader reader = { on_start, on_end, on_text, sheet };
	const struct xlsx_sheet *found = find_sheet(book, name);

	if (!found)
		return no_sheet(name, err);
	table->sheet = found->name;
	table->faults = ARENA_ARRAY(book->arena, struct error, FAULTS_MAXIMUM);
	if (!sheet || !table->faults)
		return out_of_memory(err);
	sheet->book = book;
	sheet->table = table;
	buf_init(&sheet->text, CSV_CELL_BYTES_MAXIMUM);
	int code = xml_read(book->archive, found->part, &reader, err);
	buf_release(&sheet->text);
	if (code == -ERR_NOT_FOUND)
		return damaged(err);
	if (!code && !table->header)
		return error_set(err, ERR_INVALID, "The sheet is empty.", "工作表是空的。");
	return code;
}

int xlsx_open(struct arena *arena, struct str bytes, struct str sheet, struct csv_table *out_table,
	      struct error *err)
{
	static const struct csv_row none[1];
	struct csv_table table = { .arena = arena, .prepared = none };
	struct xlsx_book book;
	int code = xlsx_book_open(arena, bytes, &book, err);

	if (!code)
		code = list_sheets(&book, &table, err);
	if (!code)
		code = read_sheet(&book, sheet, &table, err);
	zip_close(book.archive);
	if (!code)
		*out_table = table;
	else
		*out_table = (struct csv_table){ .arena = arena,
						 .sheets = table.sheets,
						 .sheet_count = table.sheet_count };
	return code;
}

int table_open(struct arena *arena, struct str bytes, struct str sheet,
	       struct csv_table *out_table, struct error *err)
{
	return xlsx_is(bytes) ? xlsx_open(arena, bytes, sheet, out_table, err)
			      : csv_open(arena, bytes, out_table, err);
}
