/* Output tables: alignment of Chinese text, JSON types, CSV, streaming and failures. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "export/table.h"

static const struct output_column columns[] = {
	{ "unit", "单位", OUTPUT_STRING },
	{ "total", "总分", OUTPUT_DECIMAL },
	{ "rank", NULL, OUTPUT_INTEGER },
	{ "vetoed", NULL, OUTPUT_BOOLEAN },
};

static const struct str rows[][4] = {
	{ STR_INIT("财政局"), STR_INIT("98.50"), STR_INIT("1"), STR_INIT("0") },
	{ STR_INIT("Archives \"A\", 2"), STR_INIT("-3.00"), STR_INIT("12"), STR_INIT("1") },
	{ STR_INIT("e\u0301\x1b[2J"), { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
};

/* The table of `rows` as a text in the arena. */
static const char *print(struct arena *arena, enum output_format format, size_t row_count)
{
	struct buf out;
	struct error err;
	struct output_table table = { .format = format,
				      .columns = columns,
				      .column_count = ARRAY_LENGTH(columns),
				      .arena = arena,
				      .sink = output_to_buf(&out) };
	const char *text;

	buf_init(&out, 10000);
	output_table_begin(&table);
	for (size_t i = 0; i < row_count; i++)
		output_table_row(&table, rows[i]);
	assert_int_equal(output_table_end(&table, &err), 0);
	text = arena_text(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static void prints_each_format(void **state)
{
	static const struct {
		enum output_format format;
		size_t rows;
		const char *text;
	} cases[] = {
		{ OUTPUT_TEXT, 3,
		  "单位              总分  rank  vetoed\n"
		  "---------------  -----  ----  ------\n"
		  "财政局           98.50     1  0\n"
		  "Archives \"A\", 2  -3.00    12  1\n"
		  "e\u0301 [2J\n" },
		{ OUTPUT_TEXT, 0,
		  "单位  总分  rank  vetoed\n"
		  "----  ----  ----  ------\n" },
		{ OUTPUT_JSON, 3,
		  "[\n"
		  "{\"unit\":\"财政局\",\"total\":\"98.50\",\"rank\":1,\"vetoed\":false},\n"
		  "{\"unit\":\"Archives \\\"A\\\", 2\",\"total\":\"-3.00\",\"rank\":12,"
		  "\"vetoed\":true},\n"
		  "{\"unit\":\"e\u0301\\u001b[2J\",\"total\":null,\"rank\":null,\"vetoed\":null}\n"
		  "]\n" },
		{ OUTPUT_JSON, 0, "[]\n" },
		{ OUTPUT_CSV, 2,
		  "unit,total,rank,vetoed\r\n"
		  "财政局,98.50,1,0\r\n"
		  "\"Archives \"\"A\"\", 2\",-3.00,12,1\r\n" },
		{ OUTPUT_CSV, 0, "unit,total,rank,vetoed\r\n" },
	};
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_string_equal(print(arena, cases[i].format, cases[i].rows), cases[i].text);
	arena_free(arena);
}

static void measures_what_a_terminal_shows(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} cases[] = {
		{ "", 0 },	 { "abc", 3 },	      { "责任", 4 },	 { "a\uff0cb", 4 },
		{ "e\u0301", 1 }, { "\u3000", 2 },    { "é", 1 },	 { "😀", 2 },
		{ "𠀀", 2 },	 { "\u200b\ufeff", 0 }, { "한글", 4 }, { "ｶﾅ", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_int_equal(output_width(str_from(cases[i].text)), cases[i].width);
}

static void knows_its_formats(void **state)
{
	enum output_format format = OUTPUT_FORMAT_COUNT;
	struct error err;

	(void)state;
	assert_int_equal(output_format_parse(STR("xml"), &format, &err), -ERR_INVALID);
	assert_string_equal(err.field, "format");
	assert_string_equal(err.found, "xml");
	assert_int_equal(format, OUTPUT_FORMAT_COUNT);
	assert_int_equal(output_format_parse(STR("text"), &format, &err), 0);
	assert_int_equal(format, OUTPUT_TEXT);
	assert_int_equal(output_format_parse(STR("json"), &format, &err), 0);
	assert_int_equal(format, OUTPUT_JSON);
	assert_int_equal(output_format_parse(STR("csv"), &format, &err), 0);
	assert_int_equal(format, OUTPUT_CSV);
}

struct counting_sink {
	int calls, fail_at;
	size_t bytes, largest;
};

static int count_bytes(void *context, struct str bytes, struct error *err)
{
	struct counting_sink *sink = context;

	if (++sink->calls == sink->fail_at)
		return error_broken(err, ERR_IO, "planned");
	sink->bytes += bytes.length;
	if (bytes.length > sink->largest)
		sink->largest = bytes.length;
	return 0;
}

static int print_many(struct counting_sink *sink, enum output_format format, struct arena *arena)
{
	struct error err;
	struct output_table table = { .format = format,
				      .columns = columns,
				      .column_count = ARRAY_LENGTH(columns),
				      .arena = arena,
				      .sink = { count_bytes, sink } };

	output_table_begin(&table);
	for (int i = 0; i < 20000; i++)
		output_table_row(&table, rows[i % 2]);
	return output_table_end(&table, &err);
}

static void streams_in_pieces(void **state)
{
	struct arena *arena = arena_new((size_t)16 << 20), *none = arena_new(0);

	(void)state;
	for (int format = 0; format < OUTPUT_FORMAT_COUNT; format++) {
		struct counting_sink sink = { 0 };

		assert_int_equal(print_many(&sink, (enum output_format)format,
					    format == OUTPUT_TEXT ? arena : none), 0);
		assert_true(sink.calls > 5);
		assert_true(sink.bytes > 400000);
		assert_true(sink.largest < 70000);
	}
	arena_free(arena);
	arena_free(none);
}

static void reports_the_first_failure_once(void **state)
{
	struct arena *arena = arena_new((size_t)16 << 20), *small = arena_new(200);
	struct counting_sink sink = { .fail_at = 2 };

	(void)state;
	assert_int_equal(print_many(&sink, OUTPUT_JSON, arena), -ERR_IO);
	assert_int_equal(sink.calls, 2);
	sink = (struct counting_sink){ .fail_at = 2 };
	assert_int_equal(print_many(&sink, OUTPUT_TEXT, arena), -ERR_IO);
	assert_int_equal(sink.calls, 2);
	sink = (struct counting_sink){ 0 };
	assert_int_equal(print_many(&sink, OUTPUT_TEXT, small), -ERR_MEMORY);
	assert_int_equal(sink.calls, 0);
	arena_free(arena);
	arena_free(small);
}

static void writes_to_a_file(void **state)
{
	FILE *file = tmpfile();
	char text[100] = "";
	struct error err;
	struct output_table table = { .format = OUTPUT_CSV,
				      .columns = columns,
				      .column_count = 1,
				      .csv_flags = CSV_BOM | CSV_GUARD_FORMULAS,
				      .sink = output_to_file(file) };

	(void)state;
	assert_non_null(file);
	output_table_begin(&table);
	output_table_row(&table, &STR("=1"));
	assert_int_equal(output_table_end(&table, &err), 0);
	rewind(file);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, file), 14);
	assert_string_equal(text, "\xef\xbb\xbfunit\r\n'=1\r\n");
	fclose(file);
	file = fopen("/dev/full", "w");
	if (!file) {
		print_message("no /dev/full here: a full disk is not tried\n");
		return;
	}
	table.sink = output_to_file(file);
	output_table_begin(&table);
	assert_int_equal(output_table_end(&table, &err), -ERR_IO);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_each_format),
		cmocka_unit_test(measures_what_a_terminal_shows),
		cmocka_unit_test(knows_its_formats),
		cmocka_unit_test(streams_in_pieces),
		cmocka_unit_test(reports_the_first_failure_once),
		cmocka_unit_test(writes_to_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
