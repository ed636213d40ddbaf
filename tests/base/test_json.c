/* JSON output: commas, escapes, valid output for any bytes, and the product's value types. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "base/json.h"

static struct buf out;
static struct json json;

static int start(void **state)
{
	(void)state;
	buf_init(&out, 4096);
	json_init(&json, &out);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	buf_release(&out);
	return 0;
}

static void places_commas(void **state)
{
	(void)state;
	json_array_begin(&json);
	json_object_begin(&json);
	json_object_end(&json);
	json_object_begin(&json);
	json_name(&json, "a");
	json_array_begin(&json);
	json_array_end(&json);
	json_name(&json, "b");
	json_int(&json, -1);
	json_object_end(&json);
	json_bool(&json, true);
	json_bool(&json, false);
	json_null(&json);
	json_array_end(&json);
	assert_string_equal(out.bytes, "[{},{\"a\":[],\"b\":-1},true,false,null]");
}

static void writes_several_documents_of_lines(void **state)
{
	(void)state;
	json_int(&json, 1);
	buf_add_byte(&out, '\n');
	json_init(&json, &out);
	json_int(&json, 2);
	assert_string_equal(out.bytes, "1\n2");
}

static void escapes_texts(void **state)
{
	static const struct {
		struct str text;
		const char *json;
	} cases[] = {
		{ STR_INIT(""), "\"\"" },
		{ STR_INIT("廉责 😀"), "\"廉责 😀\"" },
		{ STR_INIT("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"" },
		{ STR_INIT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
		{ STR_INIT("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\x7f\"" },
		{ STR_INIT("a\xff\xe4\xb8z"), "\"a\ufffd\ufffd\ufffdz\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		buf_clear(&out);
		json_init(&json, &out);
		json_str(&json, cases[i].text);
		assert_string_equal(out.bytes, cases[i].json);
	}
}

static void writes_the_products_values(void **state)
{
	int32_t day;

	(void)state;
	assert_true(civil_parse(STR("2008-07-14"), &day));
	json_array_begin(&json);
	json_decimal(&json, (struct decimal){ 832000 }, 2);
	json_id(&json, 31);
	json_id(&json, 0);
	json_day(&json, day);
	json_day(&json, CIVIL_NO_DAY);
	json_text(&json, "x");
	json_text(&json, NULL);
	json_str(&json, STR_EMPTY);
	json_array_end(&json);
	assert_string_equal(out.bytes, "[\"83.20\",\"000000000000Z\",null,\"2008-07-14\",null,"
				       "\"x\",null,\"\"]");
}

static void sticks_to_the_buffers_failure(void **state)
{
	(void)state;
	out.maximum = 8;
	json_array_begin(&json);
	json_text(&json, "far too long");
	json_array_end(&json);
	assert_true(buf_failed(&out));
	assert_true(out.length <= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(places_commas, start, finish),
		cmocka_unit_test_setup_teardown(writes_several_documents_of_lines, start, finish),
		cmocka_unit_test_setup_teardown(escapes_texts, start, finish),
		cmocka_unit_test_setup_teardown(writes_the_products_values, start, finish),
		cmocka_unit_test_setup_teardown(sticks_to_the_buffers_failure, start, finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
