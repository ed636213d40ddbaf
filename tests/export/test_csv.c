/* Reading CSV: quotes, line ends, row numbers, each refusal, and going on behind one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "export/csv.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Everything that a file gives, as lines "row|cell|cell" and "!row field: sentence". */
static const char *read_all(struct str bytes)
{
	struct csv_table table;
	struct error err;
	struct buf seen;
	struct str cells[CSV_COLUMNS_MAXIMUM], text;
	int code = csv_open(arena, bytes, &table, &err);

	if (code)
		return arena_format(arena, "!%d %s: %s\n", err.row, err.field, err.en).bytes;
	buf_init(&seen, 1 << 20);
	buf_add_text(&seen, "1");
	for (size_t i = 0; i < table.columns; i++)
		buf_add_format(&seen, "|%.*s", STR_ARG(table.header[i]));
	buf_add_byte(&seen, '\n');
	while ((code = csv_next(&table, cells, &err)) != 0) {
		if (code < 0) {
			buf_add_format(&seen, "!%d %s: %s\n", err.row, err.field, err.en);
			continue;
		}
		buf_add_format(&seen, "%d", table.row);
		for (size_t i = 0; i < table.columns; i++)
			buf_add_format(&seen, "|%.*s", STR_ARG(cells[i]));
		buf_add_byte(&seen, '\n');
	}
	assert_int_equal(table.position, table.text.length);
	text = arena_str(arena, buf_str(&seen));
	buf_release(&seen);
	return text.bytes;
}

static void reads_well_formed_files(void **state)
{
	static const struct {
		const char *file, *seen;
	} cases[] = {
		{ "a,b\r\n1,2\r\n", "1|a|b\n2|1|2\n" },
		{ "a,b\n1,2", "1|a|b\n2|1|2\n" },
		{ "a,b", "1|a|b\n" },
		{ "a\n1\n\n3\n", "1|a\n2|1\n3|\n4|3\n" },
		{ "\xef\xbb\xbf代码,名称\n1,财政局\n", "1|代码|名称\n2|1|财政局\n" },
		{ " a ,\u3000b\n 1 , 2\n", "1|a|b\n2| 1 | 2\n" },
		{ "a,b\n,\n1,\n", "1|a|b\n2||\n3|1|\n" },
		{ "a,b\n1,", "1|a|b\n2|1|\n" },
		{ "\"a\",\"b\"\n\"1,5\",\"say \"\"hi\"\"\"\n", "1|a|b\n2|1,5|say \"hi\"\n" },
		{ "a,b\n\"\",\"\"\"\"\n", "1|a|b\n2||\"\n" },
		/* A line break in a cell does not make a new row. */
		{ "a,b\n\"1\n2\",\"3\r\n4\"\n5,6\n", "1|a|b\n2|1\n2|3\r\n4\n3|5|6\n" },
		{ "a,b\n\"x\ry\",1\n", "1|a|b\n2|x\ry|1\n" },
		{ "\"a\nb\",c\n1,2\n", "1|a\nb|c\n2|1|2\n" },
		/* Excel leaves such ends. */
		{ "a,b\n1,2\n\n\n", "1|a|b\n2|1|2\n" },
		{ "a,b\r\n1,2\r\n,\r\n , \r\n\r\n", "1|a|b\n2|1|2\n" },
		{ "a,b\n1,2\n  ", "1|a|b\n2|1|2\n" },
		{ "a;b\n1,5;2\n", "1|a|b\n2|1,5|2\n" },
		{ "a\tb\n1\t2,5\n\t\n", "1|a|b\n2|1|2,5\n" },
		{ "a,b;c\n1,2\n", "1|a|b;c\n2|1|2\n" },
		{ "\"a;;;\",b\n1,2\n", "1|a;;;|b\n2|1|2\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(read_all(str_from(cases[i].file)), cases[i].seen);
}

static void names_row_and_column_and_goes_on(void **state)
{
	static const struct {
		const char *file, *seen;
	} cases[] = {
		{ "a,b\n1\n1,2,3\n4,5\n",
		  "1|a|b\n!2 : row 2: found 1 cells; accepted: 2, as in the header\n"
		  "!3 : row 3: found 3 cells; accepted: 2, as in the header\n4|4|5\n" },
		{ "a,b\n\n\n4,5\n", "1|a|b\n!2 : row 2 is empty\n!3 : row 3 is empty\n4|4|5\n" },
		{ "a,b\n1,5\" pipe\n3,4\n",
		  "1|a|b\n!2 b: row 2, column B (b): a quotation mark inside a cell that does not "
		  "begin with one\n3|3|4\n" },
		{ "a,b\n\"1\"x,2\n3,4\n",
		  "1|a|b\n!2 a: row 2, column A (a): text behind the closing quotation mark\n"
		  "3|3|4\n" },
		{ "a,b\n1,2\n\"3\n4\",5\n6,\"7\n8,9\n",
		  "1|a|b\n2|1|2\n3|3\n4|5\n!4 b: row 4, column B (b): a quotation mark that is "
		  "never closed\n" },
		{ "a,b\n1,2\n3,4\"\n\n\n",
		  "1|a|b\n2|1|2\n!3 b: row 3, column B (b): a quotation mark inside a cell that "
		  "does not begin with one\n" },
		{ "a,b\n1,\"2\n\n\n",
		  "1|a|b\n!2 b: row 2, column B (b): a quotation mark that is never closed\n" },
		{ "a,b\n1,2\r3,4\n5,6\n",
		  "1|a|b\n!2 b: row 2, column B (b): a carriage return without line feed; save "
		  "the file with ordinary line ends\n3|5|6\n" },
		{ "a,b\n1,2\n3,4\r",
		  "1|a|b\n2|1|2\n!3 b: row 3, column B (b): a carriage return without line feed; "
		  "save the file with ordinary line ends\n" },
		{ "a,\"b\n1,2\n", "!1 : row 1, column B: a quotation mark that is never closed\n" },
		{ "a,b\n1,2,\"3\n",
		  "1|a|b\n!2 : row 2, column C: a quotation mark that is never closed\n" },
		{ "", "!0 : The file is empty.\n" },
		{ "\xef\xbb\xbf", "!0 : The file is empty.\n" },
		{ "\r\n \r\n", "!0 : The file is empty.\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(read_all(str_from(cases[i].file)), cases[i].seen);
}

static void says_it_in_chinese_too(void **state)
{
	struct csv_table table;
	struct str cells[2];
	struct error err;

	(void)state;
	assert_int_equal(csv_open(arena, STR("代码,得分\n1\n2,\"3\n"), &table, &err), 0);
	assert_int_equal(csv_next(&table, cells, &err), -ERR_INVALID);
	assert_string_equal(err.zh, "第 2 行：有 1 个单元格，应与表头一致，为 2 个");
	assert_int_equal(csv_next(&table, cells, &err), -ERR_INVALID);
	assert_string_equal(err.zh, "第 3 行 B 列（得分）：引号没有闭合");
	assert_string_equal(err.field, "得分");
	assert_int_equal(csv_next(&table, cells, NULL), 0);
}

/* A file of `columns` columns and one row of cells of `bytes` bytes. */
static struct str wide_file(size_t columns, size_t bytes, const char *cell_start)
{
	struct buf file;
	struct str text;

	buf_init(&file, (size_t)16 << 20);
	for (size_t i = 0; i < columns; i++)
		buf_add_format(&file, "%sc%zu", i ? "," : "", i);
	for (size_t i = 0; i < columns; i++) {
		buf_add_text(&file, i ? "," : "\n");
		buf_add_text(&file, cell_start);
		for (size_t n = 0; n < bytes; n++)
			buf_add_byte(&file, 'x');
		buf_add_text(&file, cell_start);
	}
	buf_add_text(&file, "\nnext");
	for (size_t i = 1; i < columns; i++)
		buf_add_byte(&file, ',');
	text = arena_str(arena, buf_str(&file));
	buf_release(&file);
	return text;
}

static void limits_columns_and_cells(void **state)
{
	static const struct {
		size_t columns, bytes;
		const char *quote;
		int open_code, next_code;
	} cases[] = {
		{ 64, 10, "", 0, 1 },
		{ 65, 10, "", -ERR_TOO_LARGE, 0 },
		{ 2, CSV_CELL_BYTES_MAXIMUM, "", 0, 1 },
		{ 2, CSV_CELL_BYTES_MAXIMUM, "\"", 0, 1 },
		{ 2, CSV_CELL_BYTES_MAXIMUM + 1, "", 0, -ERR_TOO_LARGE },
		{ 2, CSV_CELL_BYTES_MAXIMUM + 1, "\"", 0, -ERR_TOO_LARGE },
		{ 1, CSV_CELL_BYTES_MAXIMUM - 1, "\"\"\"", 0, -ERR_TOO_LARGE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str file = wide_file(cases[i].columns, cases[i].bytes, cases[i].quote);
		struct str cells[CSV_COLUMNS_MAXIMUM];
		struct csv_table table;
		struct error err;

		assert_int_equal(csv_open(arena, file, &table, &err), cases[i].open_code);
		if (cases[i].open_code) {
			assert_int_equal(err.row, 1);
			continue;
		}
		assert_int_equal(csv_next(&table, cells, &err), cases[i].next_code);
		if (cases[i].next_code < 0) {
			assert_int_equal(err.code, -ERR_TOO_LARGE);
			assert_int_equal(err.row, 2);
			assert_string_equal(err.field, "c0");
		}
		assert_int_equal(csv_next(&table, cells, &err), 1);
		assert_true(str_equal(cells[0], STR("next")));
		assert_int_equal(csv_next(&table, cells, &err), 0);
	}
}

static void limits_rows(void **state)
{
	size_t length = 2 + 2 * (size_t)CSV_ROWS_MAXIMUM;
	char *file = memory_alloc(length + 2);
	struct csv_table table;
	struct str cell;
	struct error err;
	int code, rows = 0;

	(void)state;
	for (size_t i = 0; i < length + 2; i++)
		file[i] = i % 2 ? '\n' : 'x';
	for (int extra = 0; extra <= 1; extra++, rows = 0) {
		struct str bytes = { file, length + 2 * (size_t)extra };

		assert_int_equal(csv_open(arena, bytes, &table, &err), 0);
		while ((code = csv_next(&table, &cell, &err)) == 1)
			rows++;
		assert_int_equal(rows, CSV_ROWS_MAXIMUM);
		assert_int_equal(code, extra ? -ERR_TOO_LARGE : 0);
		assert_int_equal(csv_next(&table, &cell, &err), 0);
	}
	memory_free(file);
}

static void reports_a_full_arena(void **state)
{
	struct arena *small = arena_new(CSV_COLUMNS_MAXIMUM * sizeof(struct str) + 8);
	struct csv_table table;
	struct str cell;
	struct error err;

	(void)state;
	assert_int_equal(csv_open(small, STR("a\n\"long \"\" cell\"\n2\n"), &table, &err), 0);
	assert_int_equal(csv_next(&table, &cell, &err), -ERR_MEMORY);
	assert_int_equal(csv_next(&table, &cell, &err), 1);
	assert_true(str_equal(cell, STR("2")));
	arena_free(small);
	small = arena_new(100);
	assert_int_equal(csv_open(small, STR("a\n"), &table, &err), -ERR_MEMORY);
	arena_free(small);
}

static void names_columns_as_excel_does(void **state)
{
	static const struct {
		size_t column;
		const char *name;
	} cases[] = { { 0, "A" },   { 25, "Z" },  { 26, "AA" },	 { 51, "AZ" },
		      { 52, "BA" }, { 63, "BL" }, { 701, "ZZ" }, { 702, "AAA" } };
	char text[CSV_COLUMN_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(csv_column_name(cases[i].column, text), cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_well_formed_files, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(names_row_and_column_and_goes_on, open_arena,
						close_arena),
		cmocka_unit_test_setup_teardown(says_it_in_chinese_too, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(limits_columns_and_cells, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(limits_rows, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(reports_a_full_arena, open_arena, close_arena),
		cmocka_unit_test(names_columns_as_excel_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
