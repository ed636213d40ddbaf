/* Writing CSV: quotes, formulas made harmless, and reading back what was written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/csv.h"

static void writes_cells_as_excel_reads_them(void **state)
{
	static const struct {
		const char *text, *plain, *guarded;
	} cases[] = {
		{ "a", "a", "a" },
		{ "财政局", "财政局", "财政局" },
		{ "1,5", "\"1,5\"", "\"1,5\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"", "\"say \"\"hi\"\"\"" },
		{ "two\nlines", "\"two\nlines\"", "\"two\nlines\"" },
		{ " x", "\" x\"", "\" x\"" },
		{ "x ", "\"x \"", "\"x \"" },
		{ "=1+1", "=1+1", "'=1+1" },
		{ "+1", "+1", "'+1" },
		{ "-1", "-1", "'-1" },
		{ "@SUM(A1)", "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1", "\"\t=1\"", "\"'\t=1\"" },
		{ "=cmd|' /C x'!A0,\"", "\"=cmd|' /C x'!A0,\"\"\"", "\"'=cmd|' /C x'!A0,\"\"\"" },
		{ "\uff1d1", "\uff1d1", "'\uff1d1" },
		{ "a=1", "a=1", "a=1" },
		{ "'=1", "'=1", "'=1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		for (int guard = 0; guard <= 1; guard++) {
			struct csv_writer writer;
			struct buf out;

			buf_init(&out, 1000);
			csv_write_begin(&writer, &out, guard ? CSV_GUARD_FORMULAS : 0);
			csv_write_cell(&writer, str_from(cases[i].text));
			assert_string_equal(out.bytes, guard ? cases[i].guarded : cases[i].plain);
			buf_release(&out);
		}
	}
}

static void writes_rows_marks_and_numbers(void **state)
{
	struct csv_writer writer;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	csv_write_begin(&writer, &out, CSV_BOM | CSV_GUARD_FORMULAS);
	csv_write_cell(&writer, STR("a"));
	csv_write_number(&writer, STR("-3.5"));
	csv_write_cell(&writer, STR_EMPTY);
	csv_write_row_end(&writer);
	csv_write_cell(&writer, STR_EMPTY);
	csv_write_row_end(&writer);
	csv_write_cell(&writer, STR_EMPTY);
	csv_write_cell(&writer, STR_EMPTY);
	csv_write_row_end(&writer);
	assert_string_equal(out.bytes, "\xef\xbb\xbf" "a,-3.5,\r\n\"\"\r\n,\r\n");
	buf_release(&out);
}

static void reads_back_what_it_wrote(void **state)
{
	static const struct str rows[][2] = {
		{ STR_INIT("名称"), STR_INIT("备注") },
		{ STR_INIT("a\"b"), STR_INIT("\"") },
		{ STR_INIT(",;\t"), STR_INIT("line\r\nline\rline\n") },
		{ STR_INIT(""), STR_INIT("  ") },
		{ STR_INIT("=1"), STR_INIT("𠀀") },
	};
	struct arena *arena = arena_new(1 << 16);
	struct csv_writer writer;
	struct csv_table table;
	struct str cells[2];
	struct error err;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	csv_write_begin(&writer, &out, CSV_BOM);
	for (size_t row = 0; row < ARRAY_LENGTH(rows); row++) {
		csv_write_cell(&writer, rows[row][0]);
		csv_write_cell(&writer, rows[row][1]);
		csv_write_row_end(&writer);
	}
	assert_int_equal(csv_open(arena, buf_str(&out), &table, &err), 0);
	for (size_t row = 1; row < ARRAY_LENGTH(rows); row++) {
		assert_int_equal(csv_next(&table, cells, &err), 1);
		assert_true(str_equal(cells[0], rows[row][0]));
		assert_true(str_equal(cells[1], rows[row][1]));
	}
	assert_int_equal(csv_next(&table, cells, &err), 0);
	buf_release(&out);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_cells_as_excel_reads_them),
		cmocka_unit_test(writes_rows_marks_and_numbers),
		cmocka_unit_test(reads_back_what_it_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
