/* Writing workbooks: what is written reads back the same; texts are never formulas. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/xlsx_read.h"
#include "export/xlsx_write.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)128 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct {
	const char *text;
	bool is_value;
	const char *back;
} cells[] = {
	{ "0012", false, "0012" },
	{ "=1+1", false, "=1+1" },
	{ "@SUM(A1)", false, "@SUM(A1)" },
	{ "+86", false, "+86" },
	{ "http://example.org/", false, "http://example.org/" },
	{ "甲镇<b>&\"'", false, "甲镇<b>&\"'" },
	{ "two\nlines", false, "two\nlines" },
	{ "bell\x07", false, "bell\x07" },
	{ "_x0041_", false, "_x0041_" },
	{ "2008-07-14", false, "2008-07-14" },
	{ "2008-07-14", true, "2008-07-14" },
	{ "1900-01-01", true, "1900-01-01" },
	{ "11.50", true, "11.5" },
	{ "-3.5", true, "-3.5" },
	{ "83.3333", true, "83.3333" },
	{ "0", true, "0" },
	{ "123456789012345", true, "123456789012345" },
	{ "1234567890123456", true, "1234567890123456" },
	{ "n/a: reason", true, "n/a: reason" },
	{ "-", true, "-" },
	{ "1.", true, "1." },
	{ "2008-13-40", true, "2008-13-40" },
};

static struct str workbook_of_cells(struct error *err)
{
	struct xlsx_writer *writer;
	struct buf out;

	assert_int_equal(xlsx_write_begin(STR("单位/[a]:*?超过三十一个字符的工作表名称会被截断的呀呀呀呀呀呀呀"),
					  &writer, err), 0);
	xlsx_write_text(writer, STR("a"));
	xlsx_write_text(writer, STR("b"));
	xlsx_write_row_end(writer);
	for (size_t i = 0; i < ARRAY_LENGTH(cells); i++) {
		if (cells[i].is_value)
			xlsx_write_value(writer, str_from(cells[i].text));
		else
			xlsx_write_text(writer, str_from(cells[i].text));
		xlsx_write_text(writer, STR("."));
		xlsx_write_row_end(writer);
	}
	buf_init(&out, 1 << 20);
	assert_int_equal(xlsx_write_finish(writer, &out, err), 0);
	struct str bytes = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return bytes;
}

static void reads_back_the_same(void **state)
{
	struct error err;
	struct csv_table table;
	struct str row[CSV_COLUMNS_MAXIMUM];
	struct str bytes = workbook_of_cells(&err);

	(void)state;
	if (table_open(arena, bytes, STR_EMPTY, &table, &err))
		fail_msg("%s", err.en);
	assert_int_equal(table.columns, 2);
	assert_true(utf8_length(table.sheet) <= 31);
	for (size_t i = 0; i < ARRAY_LENGTH(cells); i++) {
		assert_int_equal(csv_next(&table, row, &err), 1);
		assert_int_equal(table.row, i + 2);
		if (!str_equal(row[0], str_from(cells[i].back)))
			fail_msg("%s came back as %.*s", cells[i].text, STR_ARG(row[0]));
	}
	assert_int_equal(csv_next(&table, row, &err), 0);
}

static void gives_everything_back(void **state)
{
	struct xlsx_writer *writer;
	struct error err;
	struct buf out;

	(void)state;
	xlsx_write_abandon(NULL);
	assert_int_equal(xlsx_write_begin(STR(""), &writer, &err), 0);
	xlsx_write_text(writer, STR("a"));
	xlsx_write_abandon(writer);
	assert_int_equal(xlsx_write_begin(STR("x"), &writer, &err), 0);
	xlsx_write_row_end(writer);
	buf_init(&out, 100); /* too small for any workbook */
	assert_int_equal(xlsx_write_finish(writer, &out, &err), -ERR_MEMORY);
	buf_release(&out);
}

/* Longer than a cell of Excel may be: refused as a whole, not cut. */
static void refuses_a_long_text(void **state)
{
	struct xlsx_writer *writer;
	struct error err;
	struct buf out;
	char *text = arena_alloc(arena, 32769);

	(void)state;
	memset(text, 'x', 32768);
	assert_int_equal(xlsx_write_begin(STR("x"), &writer, &err), 0);
	xlsx_write_text(writer, (struct str){ text, 32768 });
	xlsx_write_row_end(writer);
	buf_init(&out, 1 << 20);
	assert_int_equal(xlsx_write_finish(writer, &out, &err), -ERR_TOO_LARGE);
	assert_int_equal(out.length, 0);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_back_the_same),
		cmocka_unit_test(gives_everything_back),
		cmocka_unit_test(refuses_a_long_text),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
