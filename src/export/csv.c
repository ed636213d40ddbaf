/*
 * csv.c - the reader: a small state machine over a file in memory.
 *
 * libcsv was considered. It takes a lone carriage return for a line end, skips empty lines without
 * counting them, copies every cell and reports neither the row in which an unclosed quotation mark
 * stands nor the column of a misplaced one; an office mends its table by exactly these. Here a cell
 * is a slice of the file, and only one with doubled quotation marks is copied.
 */
#include "export/csv.h"

#include <stdio.h>

#include "export/csv_encoding.h"

const char *csv_column_name(size_t column, char text[CSV_COLUMN_TEXT_BYTES])
{
	char letters[CSV_COLUMN_TEXT_BYTES];
	size_t start = sizeof(letters) - 1;

	letters[start] = '\0';
	for (column++; column && start; column = (column - 1) / 26)
		letters[--start] = (char)('A' + (column - 1) % 26);
	memcpy(text, letters + start, sizeof(letters) - start);
	return text;
}

/* Refusals ---------------------------------------------------------------------------------- */

/* What can be wrong with one cell. */
struct fault {
	enum error_code code;
	const char *en, *zh;
};

static const struct fault inner_quote = {
	ERR_INVALID,
	"a quotation mark inside a cell that does not begin with one",
	"单元格中间有引号，而单元格不以引号开头",
};
static const struct fault lone_return = {
	ERR_INVALID,
	"a carriage return without line feed; save the file with ordinary line ends",
	"有单独的回车符（CR），请以通常的换行格式保存文件",
};
static const struct fault unclosed_quote = {
	ERR_INVALID,
	"a quotation mark that is never closed",
	"引号没有闭合",
};
static const struct fault text_behind_quote = {
	ERR_INVALID,
	"text behind the closing quotation mark",
	"闭合引号之后还有文字",
};
static const struct fault long_cell = {
	ERR_TOO_LARGE,
	"longer than 64 KiB",
	"内容超过 64 KiB",
};

/* The header cell of a column; empty in row 1 and beyond the header. */
static struct str heading(const struct csv_table *table, size_t column)
{
	return table->header && column < table->columns ? table->header[column] : STR_EMPTY;
}

static int refuse_cell(const struct csv_table *table, size_t column, const struct fault *fault,
		       struct error *err)
{
	struct str name = utf8_cut(heading(table, column), ERROR_NAME_BYTES - 1);
	char letters[CSV_COLUMN_TEXT_BYTES];
	int code = error_set(err, fault->code, "", "");

	if (!err)
		return code;
	csv_column_name(column, letters);
	err->row = table->row;
	snprintf(err->field, sizeof(err->field), "%.*s", STR_ARG(name));
	if (name.length) {
		error_en(err, "row %d, column %s (%s): %s", err->row, letters, err->field,
			 fault->en);
		error_zh(err, "第 %d 行 %s 列（%s）：%s", err->row, letters, err->field, fault->zh);
	} else {
		error_en(err, "row %d, column %s: %s", err->row, letters, fault->en);
		error_zh(err, "第 %d 行 %s 列：%s", err->row, letters, fault->zh);
	}
	return code;
}

static int refuse_count(const struct csv_table *table, size_t count, bool blank, struct error *err)
{
	int code = error_set(err, ERR_INVALID, "", "");

	if (!err)
		return code;
	err->row = table->row;
	if (blank) {
		error_en(err, "row %d is empty", err->row);
		error_zh(err, "第 %d 行是空行", err->row);
	} else {
		error_en(err, "row %d: found %zu cells; accepted: %zu, as in the header", err->row,
			 count, table->columns);
		error_zh(err, "第 %d 行：有 %zu 个单元格，应与表头一致，为 %zu 个", err->row, count,
			 table->columns);
	}
	return code;
}

static int refuse_size(const struct csv_table *table, const char *en, const char *zh,
		       struct error *err)
{
	int code = error_set(err, ERR_TOO_LARGE, en, zh);

	if (err)
		err->row = table->row;
	return code;
}

/* Cells ------------------------------------------------------------------------------------- */

/* True at the end of the text, at a line feed, or at a carriage return before one. */
static bool at_line_end(const struct csv_table *table)
{
	struct str rest = str_slice(table->text, table->position, 2);

	return !rest.length || rest.bytes[0] == '\n' || str_equal(rest, STR("\r\n"));
}

static bool at_separator(const struct csv_table *table)
{
	return table->position < table->text.length &&
	       table->text.bytes[table->position] == table->separator;
}

static int read_plain(struct csv_table *table, size_t column, struct str *out, struct error *err)
{
	size_t start = table->position;

	while (!at_separator(table) && !at_line_end(table)) {
		char c = table->text.bytes[table->position];

		if (c == '"' || c == '\r')
			return refuse_cell(table, column, c == '"' ? &inner_quote : &lone_return,
					   err);
		table->position++;
	}
	*out = str_slice(table->text, start, table->position - start);
	return 0;
}

/* A copy in which two quotation marks are one. */
static int copy_unquoted(struct csv_table *table, struct str raw, struct str *out,
			 struct error *err)
{
	char *copy = arena_text(table->arena, raw);
	size_t length = 0;

	if (!copy)
		return error_broken(err, ERR_MEMORY, "arena full in row %d", table->row);
	for (size_t i = 0; i < raw.length; i++) {
		copy[length++] = raw.bytes[i];
		if (raw.bytes[i] == '"')
			i++;
	}
	*out = (struct str){ copy, length };
	return 0;
}

/* Moves from behind an opening quotation mark to the closing one; false when there is none. */
static bool find_closing(struct csv_table *table, bool *out_doubled)
{
	*out_doubled = false;
	for (;;) {
		struct str rest = str_slice(table->text, table->position, table->text.length);
		ptrdiff_t mark = str_find_byte(rest, '"');

		if (mark < 0)
			return false;
		table->position += (size_t)mark;
		if (!str_starts_with(str_slice(rest, (size_t)mark, 2), STR("\"\"")))
			return true;
		table->position += 2;
		*out_doubled = true;
	}
}

static int read_quoted(struct csv_table *table, size_t column, struct str *out, struct error *err)
{
	size_t start = ++table->position;
	struct str raw;
	bool doubled;

	if (!find_closing(table, &doubled)) {
		table->position = table->text.length;
		return refuse_cell(table, column, &unclosed_quote, err);
	}
	raw = str_slice(table->text, start, table->position - start);
	table->position++;
	if (!at_separator(table) && !at_line_end(table))
		return refuse_cell(table, column, &text_behind_quote, err);
	if (doubled && raw.length <= 2 * CSV_CELL_BYTES_MAXIMUM)
		return copy_unquoted(table, raw, out, err);
	*out = raw;
	return 0;
}

static int read_cell(struct csv_table *table, size_t column, struct str *out, struct error *err)
{
	struct str rest = str_slice(table->text, table->position, 1);
	struct str cell = STR_EMPTY;
	int code = str_equal(rest, STR("\"")) ? read_quoted(table, column, &cell, err)
					      : read_plain(table, column, &cell, err);

	if (code)
		return code;
	if (cell.length > CSV_CELL_BYTES_MAXIMUM)
		return refuse_cell(table, column, &long_cell, err);
	*out = cell;
	return 0;
}

/* Rows -------------------------------------------------------------------------------------- */

static void skip_line(struct csv_table *table)
{
	struct str rest = str_slice(table->text, table->position, table->text.length);
	ptrdiff_t feed = str_find_byte(rest, '\n');

	table->position = feed < 0 ? table->text.length : table->position + (size_t)feed + 1;
}

/*
 * Reads cells up to the line's end and behind it. The first `room` cells are stored; *out_count
 * counts all. The first fault is reported. After a misplaced quotation mark the rest of the line
 * makes no sense and is skipped; behind a cell that is merely too long all is in order.
 */
static int read_row(struct csv_table *table, size_t room, struct str *cells, size_t *out_count,
		    struct error *err)
{
	size_t column = 0;
	int code = 0;

	for (;; column++) {
		struct str beyond, *cell = column < room ? &cells[column] : &beyond;
		int result = read_cell(table, column, cell, code ? NULL : err);

		if (!code)
			code = result;
		if ((result && result != -ERR_TOO_LARGE) || !at_separator(table))
			break;
		table->position++;
	}
	*out_count = column + 1;
	skip_line(table);
	return code;
}

/* True when the row just read holds nothing but its line end. */
static bool was_blank(const struct csv_table *table, size_t start)
{
	return !str_trim(str_slice(table->text, start, table->position - start)).length;
}

bool csv_cell_fault(struct str cell)
{
	static const char *const faults[] = { "#N/A",	"#REF!", "#VALUE!", "#DIV/0!",
					      "#NAME?", "#NUM!", "#NULL!",  CSV_NOT_CALCULATED };

	if (!str_starts_with(cell, STR("#")))
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(faults); i++)
		if (str_equal(cell, str_from(faults[i])))
			return true;
	return false;
}

static int next_prepared(struct csv_table *table, struct str *out_cells)
{
	const struct csv_row *row = &table->prepared[table->prepared_next];

	if (table->prepared_next == table->prepared_count)
		return 0;
	table->prepared_next++;
	table->row = row->number;
	memcpy(out_cells, row->cells, table->columns * sizeof(*out_cells));
	return 1;
}

int csv_next(struct csv_table *table, struct str *out_cells, struct error *err)
{
	size_t start = table->position, count;
	int code;

	if (table->prepared)
		return next_prepared(table, out_cells);
	if (start >= table->text.length)
		return 0;
	if (table->row > CSV_ROWS_MAXIMUM) {
		table->position = table->text.length;
		return refuse_size(table, "The file has more than 1,000,000 rows; split it.",
				   "文件超过 1000000 行，请拆分。", err);
	}
	table->row++;
	code = read_row(table, table->columns, out_cells, &count, err);
	if (code)
		return code;
	if (count != table->columns)
		return refuse_count(table, count, was_blank(table, start), err);
	return 1;
}

/* Opening ----------------------------------------------------------------------------------- */

/* The most frequent of the three in the header line, outside quotation marks; comma on a tie. */
static char find_separator(struct str text)
{
	static const char separators[] = { ',', ';', '\t' };
	size_t counts[ARRAY_LENGTH(separators)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.length && (quoted || text.bytes[i] != '\n'); i++) {
		if (text.bytes[i] == '"')
			quoted = !quoted;
		for (size_t s = 0; s < ARRAY_LENGTH(separators) && !quoted; s++)
			counts[s] += text.bytes[i] == separators[s];
	}
	for (size_t s = 1; s < ARRAY_LENGTH(separators); s++)
		if (counts[s] > counts[best])
			best = s;
	return separators[best];
}

static bool is_blank(char c, char separator)
{
	return c == separator || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Drops the lines at the end that hold nothing but separators and white space. A quoted cell cannot
 * lose anything by that: its closing mark would stand behind. */
static struct str without_empty_end(struct str text, char separator)
{
	size_t end = text.length;

	for (size_t i = text.length; i > 0 && is_blank(text.bytes[i - 1], separator); i--)
		if (text.bytes[i - 1] == '\n')
			end = i;
	return str_slice(text, 0, end);
}

static int read_header(struct csv_table *table, struct error *err)
{
	struct str *cells = ARENA_ARRAY(table->arena, struct str, CSV_COLUMNS_MAXIMUM);
	size_t count;
	int code;

	if (!cells)
		return error_broken(err, ERR_MEMORY, "arena full while reading a CSV header");
	table->row = table->header_row = 1;
	code = read_row(table, CSV_COLUMNS_MAXIMUM, cells, &count, err);
	if (code)
		return code;
	if (count > CSV_COLUMNS_MAXIMUM)
		return refuse_size(table, "The file has more than 64 columns.", "文件超过 64 列。",
				   err);
	for (size_t i = 0; i < count; i++)
		cells[i] = str_trim(cells[i]);
	table->header = cells;
	table->columns = count;
	return 0;
}

int csv_open(struct arena *arena, struct str bytes, struct csv_table *out_table, struct error *err)
{
	struct csv_table table = { .arena = arena };
	int code = csv_decode(arena, bytes, &table.encoding, &table.text, err);

	if (code)
		return code;
	table.separator = find_separator(table.text);
	table.text = without_empty_end(table.text, table.separator);
	if (!str_trim(table.text).length)
		return error_set(err, ERR_INVALID, "The file is empty.", "文件是空的。");
	code = read_header(&table, err);
	if (code)
		return code;
	*out_table = table;
	return 0;
}
