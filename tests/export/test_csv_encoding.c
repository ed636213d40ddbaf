/* Encodings of table files: UTF-8, GB18030 with four-byte characters, and what is neither. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/csv.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)4 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void decodes_what_offices_send(void **state)
{
	static const struct {
		struct str file;
		enum csv_encoding encoding;
		const char *text;
	} cases[] = {
		{ STR_INIT("code,points\n1,2\n"), CSV_UTF8, "code,points\n1,2\n" },
		{ STR_INIT("\xef\xbb\xbf代码,得分\n"), CSV_UTF8, "代码,得分\n" },
		{ STR_INIT("代码,得分\n😀,2\n"), CSV_UTF8, "代码,得分\n😀,2\n" },
		{ STR_INIT("\xb5\xa5\xce\xbb\xb4\xfa\xc2\xeb,\xb5\xc3\xb7\xd6\r\n"
			   "\xb2\xc6\xd5\xfe\xbe\xd6,98.5\r\n"),
		  CSV_GB18030, "单位代码,得分\r\n财政局,98.5\r\n" },
		/* Four bytes each, with figures inside: U+3400 and U+20000. */
		{ STR_INIT("\xc3\xfb\xb3\xc6,x\n\x81\x39\xee\x39\x95\x32\x82\x36,\"1\"\n"),
		  CSV_GB18030, "名称,x\n㐀𠀀,\"1\"\n" },
		{ STR_INIT("\x84\x31\x95\x33\xb5\xc3\xb7\xd6\n"), CSV_GB18030, "得分\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct csv_table table;
		struct error err;

		assert_int_equal(csv_open(arena, cases[i].file, &table, &err), 0);
		assert_int_equal(table.encoding, cases[i].encoding);
		assert_true(str_equal(table.text, str_from(cases[i].text)));
	}
}

static void refuses_bytes_and_says_where(void **state)
{
	static const struct {
		struct str file;
		int row;
		const char *sentence;
	} cases[] = {
		{ STR_INIT("a,b\n1,\xff\n"), 2,
		  "row 2: byte 7 of the file (0xFF) is neither UTF-8 nor GB18030; save the file as "
		  "\"CSV UTF-8\"" },
		/* GB18030 that breaks off: the row counts line breaks outside quotes only. */
		{ STR_INIT("\xb5\xc3\xb7\xd6,b\n\"x\ny\",2\n3,\xb5"), 3,
		  "row 3: byte 18 of the file (0xB5) is neither UTF-8 nor GB18030; save the file "
		  "as \"CSV UTF-8\"" },
		{ STR_INIT("\xb5\xc3\xb7\xd6\n\x80\n"), 2,
		  "row 2: byte 6 of the file (0x80) is neither UTF-8 nor GB18030; save the file as "
		  "\"CSV UTF-8\"" },
		/* A good four-byte beginning, then no third byte of one. */
		{ STR_INIT("\xb5\xc3\xb7\xd6\n\x81\x39\x41\x39\n"), 2,
		  "row 2: byte 6 of the file (0x81) is neither UTF-8 nor GB18030; save the file as "
		  "\"CSV UTF-8\"" },
		/* With the mark of UTF-8 it is not tried as GB18030. */
		{ STR_INIT("\xef\xbb\xbf" "a\n\xb5\xc3\n"), 2,
		  "row 2: byte 6 of the file (0xB5) is neither UTF-8 nor GB18030; save the file as "
		  "\"CSV UTF-8\"" },
		{ STR_INIT("a,b\n1,\0\n"), 2, "row 2: byte 7 of the file is NUL; this is no text" },
		{ STR_INIT("PK\x03\x04\x14\0"), 0,
		  "This is an Excel workbook (.xlsx). Save it in Excel as \"CSV UTF-8\" first." },
		{ STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1"), 0,
		  "This is an old Excel workbook (.xls). Save it in Excel as \"CSV UTF-8\" "
		  "first." },
		{ STR_INIT("\xff\xfe\x61\0\x2c\0"), 0,
		  "The file is UTF-16 (\"Unicode text\"). Save it in Excel as \"CSV UTF-8\"." },
		{ STR_INIT("\xfe\xff\0\x61"), 0,
		  "The file is UTF-16 (\"Unicode text\"). Save it in Excel as \"CSV UTF-8\"." },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct csv_table table = { .row = 4711 };
		struct error err;

		assert_int_equal(csv_open(arena, cases[i].file, &table, &err), -ERR_INVALID);
		assert_string_equal(err.en, cases[i].sentence);
		assert_int_equal(err.row, cases[i].row);
		assert_true(utf8_length(str_from(err.zh)) > 5);
		assert_int_equal(table.row, 4711);
	}
}

static void decodes_characters_across_pieces(void **state)
{
	struct buf file, expected;
	struct csv_table table;
	struct error err;

	(void)state;
	buf_init(&file, 1 << 20);
	buf_init(&expected, 1 << 20);
	buf_add_text(&file, "\xb5\xc3");
	buf_add_text(&expected, "得");
	/* Lines of changing length, so that every kind of character crosses a border. */
	for (int i = 0; i < 20000; i++) {
		buf_add_text(&file, i % 7 ? "\xb5\xc3" : "\x95\x32\x82\x36");
		buf_add_text(&expected, i % 7 ? "得" : "𠀀");
		buf_add_text(&file, i % 11 ? "" : "\n");
		buf_add_text(&expected, i % 11 ? "" : "\n");
	}
	assert_int_equal(csv_open(arena, buf_str(&file), &table, &err), 0);
	assert_true(str_equal(table.text, buf_str(&expected)));
	buf_release(&file);
	buf_release(&expected);
}

static void encodes_for_old_programs(void **state)
{
	struct buf out;
	struct error err;
	struct csv_table table;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(csv_to_gb18030(STR("\xef\xbb\xbf" "名称,㐀𠀀\r\n"), &out, &err), 0);
	assert_true(str_equal(buf_str(&out), STR("\xc3\xfb\xb3\xc6,\x81\x39\xee\x39\x95\x32\x82\x36"
						 "\r\n")));
	assert_int_equal(csv_open(arena, buf_str(&out), &table, &err), 0);
	assert_true(str_equal(table.text, STR("名称,㐀𠀀\r\n")));
	buf_clear(&out);
	buf_add_text(&out, "kept");
	assert_int_equal(csv_to_gb18030(STR("abc\xff"), &out, &err), -ERR_INVALID);
	assert_true(str_equal(buf_str(&out), STR("kept")));
	out.maximum = 6;
	assert_int_equal(csv_to_gb18030(STR("名称"), &out, &err), -ERR_MEMORY);
	buf_release(&out);
}

static void reports_a_full_arena(void **state)
{
	struct arena *small = arena_new(8);
	struct csv_table table;
	struct error err;

	(void)state;
	assert_int_equal(csv_open(small, STR("\xb5\xc3\xb7\xd6\xb5\xc3\xb7\xd6"), &table, &err),
			 -ERR_MEMORY);
	arena_free(small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(decodes_what_offices_send, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(refuses_bytes_and_says_where, open_arena,
						close_arena),
		cmocka_unit_test_setup_teardown(decodes_characters_across_pieces, open_arena,
						close_arena),
		cmocka_unit_test_setup_teardown(encodes_for_old_programs, open_arena, close_arena),
		cmocka_unit_test(reports_a_full_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
