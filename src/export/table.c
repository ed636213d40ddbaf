/*
 * table.c - output tables; see table.h.
 *
 * Everything is formatted into one pending buffer that goes to the sink when it is full enough, so
 * a table of any length needs little memory as JSON or CSV. JSON rows are written one object each
 * with the brackets and commas between them by hand: the file has one row a line.
 */
#include "export/table.h"

#include <errno.h>
#include <unicode/uchar.h>

#include "base/json.h"

#define PENDING_MAXIMUM ((size_t)64 << 20)
#define FLUSH_BYTES	((size_t)64 << 10)
#define COLUMN_GAP	2

/* A row of a text table, kept until the widths are known. */
struct output_line {
	struct output_line *next;
	struct str cells[];
};

int output_format_parse(struct str text, enum output_format *out, struct error *err)
{
	static const struct str names[OUTPUT_FORMAT_COUNT] = {
		[OUTPUT_TEXT] = STR_INIT("text"),
		[OUTPUT_JSON] = STR_INIT("json"),
		[OUTPUT_CSV] = STR_INIT("csv"),
	};
	char found[ERROR_NAME_BYTES];

	for (int i = 0; i < OUTPUT_FORMAT_COUNT; i++) {
		if (str_equal(text, names[i])) {
			*out = (enum output_format)i;
			return 0;
		}
	}
	snprintf(found, sizeof(found), "%.*s", STR_ARG(text));
	return error_invalid(err, "format", found, "text, json, csv", "text、json、csv");
}

/* Sinks ------------------------------------------------------------------------------------- */

static int write_to_file(void *context, struct str bytes, struct error *err)
{
	FILE *file = context;

	if (fwrite(bytes.bytes, 1, bytes.length, file) == bytes.length && fflush(file) == 0)
		return 0;
	return error_broken(err, ERR_IO, "writing a table: errno %d", errno);
}

static int write_to_buf(void *context, struct str bytes, struct error *err)
{
	struct buf *buf = context;

	buf_add_str(buf, bytes);
	return buf_failed(buf) ? error_broken(err, ERR_MEMORY, "buffer full under a table") : 0;
}

struct output_sink output_to_file(FILE *file)
{
	return (struct output_sink){ write_to_file, file };
}

struct output_sink output_to_buf(struct buf *buf)
{
	return (struct output_sink){ write_to_buf, buf };
}

/* Hands the pending bytes on when there are at least `minimum`. */
static void flush(struct output_table *table, size_t minimum)
{
	if (table->failure.code)
		return;
	if (buf_failed(&table->pending)) {
		error_broken(&table->failure, ERR_MEMORY, "an output row takes over 64 MiB");
		return;
	}
	if (!table->pending.length || table->pending.length < minimum)
		return;
	table->sink.write(table->sink.context, buf_str(&table->pending), &table->failure);
	buf_clear(&table->pending);
}

/* Text -------------------------------------------------------------------------------------- */

static int character_width(int32_t c)
{
	int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
	int type = u_charType(c);

	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
		return 0;
	return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

size_t output_width(struct str text)
{
	size_t position = 0, width = 0;

	while (position < text.length) {
		int32_t c = utf8_next(text, &position);

		width += c < 0x80 ? 1 : (size_t)character_width(c);
	}
	return width;
}

static bool is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0); /* also -1, a malformed byte */
}

/* A copy that cannot steer a terminal or break the row: control characters become spaces. */
static struct str visible_copy(struct arena *arena, struct str text)
{
	char *copy = arena_text(arena, text);
	size_t position = 0;

	if (!copy)
		return STR_EMPTY;
	while (position < text.length) {
		size_t start = position;

		if (is_control(utf8_next(text, &position)))
			memset(copy + start, ' ', position - start);
	}
	return (struct str){ copy, text.length };
}

static void keep_line(struct output_table *table, const struct str *cells)
{
	size_t bytes = sizeof(struct output_line) + table->column_count * sizeof(struct str);
	struct output_line *line = arena_alloc(table->arena, bytes);
	bool whole = line != NULL;

	for (size_t i = 0; whole && i < table->column_count; i++) {
		line->cells[i] = visible_copy(table->arena, cells[i]);
		whole = line->cells[i].bytes != NULL;
	}
	if (!whole) {
		error_broken(&table->failure, ERR_MEMORY, "arena full under a text table");
		return;
	}
	*table->last_line = line;
	table->last_line = &line->next;
}

static bool is_right(const struct output_column *column)
{
	return column->kind == OUTPUT_DECIMAL || column->kind == OUTPUT_INTEGER;
}

static void add_spaces(struct buf *out, size_t count)
{
	while (count--)
		buf_add_byte(out, ' ');
}

static void print_line(struct output_table *table, const struct output_line *line,
		       const size_t *widths)
{
	size_t gap = 0; /* spaces owed before the next cell, so that no line ends in one */

	for (size_t i = 0; i < table->column_count; i++) {
		struct str cell = line->cells[i];
		size_t free_width = widths[i] - output_width(cell);
		bool right = is_right(&table->columns[i]);

		if (right)
			gap += free_width;
		if (cell.length) {
			add_spaces(&table->pending, gap);
			buf_add_str(&table->pending, cell);
			gap = 0;
		}
		gap += COLUMN_GAP + (right ? 0 : free_width);
	}
	buf_add_byte(&table->pending, '\n');
	flush(table, FLUSH_BYTES);
}

static void print_rule(struct output_table *table, const size_t *widths)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (i)
			add_spaces(&table->pending, COLUMN_GAP);
		for (size_t n = 0; n < widths[i]; n++)
			buf_add_byte(&table->pending, '-');
	}
	buf_add_byte(&table->pending, '\n');
}

static void print_text(struct output_table *table)
{
	size_t *widths = ARENA_ARRAY(table->arena, size_t, table->column_count);

	if (!widths) {
		error_broken(&table->failure, ERR_MEMORY, "arena full under a text table");
		return;
	}
	for (const struct output_line *line = table->lines; line; line = line->next) {
		for (size_t i = 0; i < table->column_count; i++) {
			size_t width = output_width(line->cells[i]);

			widths[i] = width > widths[i] ? width : widths[i];
		}
	}
	for (const struct output_line *line = table->lines; line; line = line->next) {
		print_line(table, line, widths);
		if (line == table->lines)
			print_rule(table, widths);
	}
}

/* JSON and CSV ------------------------------------------------------------------------------ */

static void write_json_cell(struct json *json, enum output_kind kind, struct str cell)
{
	int64_t number;

	if (!cell.bytes || (!cell.length && kind != OUTPUT_STRING))
		json_null(json);
	else if (kind == OUTPUT_INTEGER && str_parse_int(cell, INT64_MIN, INT64_MAX, &number))
		json_int(json, number);
	else if (kind == OUTPUT_BOOLEAN && (str_equal(cell, STR("0")) || str_equal(cell, STR("1"))))
		json_bool(json, cell.bytes[0] == '1');
	else
		json_str(json, cell);
}

static void write_json_row(struct output_table *table, const struct str *cells)
{
	struct json json;

	buf_add_text(&table->pending, table->row_count ? ",\n" : "\n");
	json_init(&json, &table->pending);
	json_object_begin(&json);
	for (size_t i = 0; i < table->column_count; i++) {
		json_name(&json, table->columns[i].name);
		write_json_cell(&json, table->columns[i].kind, cells[i]);
	}
	json_object_end(&json);
}

static void write_csv_row(struct output_table *table, const struct str *cells)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].kind == OUTPUT_STRING)
			csv_write_cell(&table->csv, cells[i]);
		else
			csv_write_number(&table->csv, cells[i]);
	}
	csv_write_row_end(&table->csv);
}

/* The table --------------------------------------------------------------------------------- */

static void begin_text(struct output_table *table)
{
	struct str *titles = ARENA_ARRAY(table->arena, struct str, table->column_count);

	for (size_t i = 0; titles && i < table->column_count; i++) {
		const struct output_column *column = &table->columns[i];

		titles[i] = str_from(column->title ? column->title : column->name);
	}
	if (titles)
		keep_line(table, titles);
	else
		error_broken(&table->failure, ERR_MEMORY, "arena full under a text table");
}

static void begin_csv(struct output_table *table)
{
	csv_write_begin(&table->csv, &table->pending, table->csv_flags);
	for (size_t i = 0; i < table->column_count; i++)
		csv_write_cell(&table->csv, str_from(table->columns[i].name));
	csv_write_row_end(&table->csv);
}

void output_table_begin(struct output_table *table)
{
	buf_init(&table->pending, PENDING_MAXIMUM);
	error_clear(&table->failure);
	table->row_count = 0;
	table->lines = NULL;
	table->last_line = &table->lines;
	if (table->format == OUTPUT_TEXT)
		begin_text(table);
	else if (table->format == OUTPUT_CSV)
		begin_csv(table);
	else
		buf_add_byte(&table->pending, '[');
}

void output_table_row(struct output_table *table, const struct str *cells)
{
	if (table->failure.code)
		return;
	if (table->format == OUTPUT_TEXT)
		keep_line(table, cells);
	else if (table->format == OUTPUT_CSV)
		write_csv_row(table, cells);
	else
		write_json_row(table, cells);
	table->row_count++;
	flush(table, FLUSH_BYTES);
}

int output_table_end(struct output_table *table, struct error *err)
{
	if (table->format == OUTPUT_TEXT && !table->failure.code)
		print_text(table);
	else if (table->format == OUTPUT_JSON)
		buf_add_text(&table->pending, table->row_count ? "\n]\n" : "]\n");
	flush(table, 0);
	buf_release(&table->pending);
	if (table->failure.code && err)
		*err = table->failure;
	return table->failure.code;
}
