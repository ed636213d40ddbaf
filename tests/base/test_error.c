/* Errors: both languages, cutting at characters, and what each code means outside. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/error.h"
#include "base/str.h"

static void sets_both_sentences(void **state)
{
	struct error err = { .code = 7, .field = "old", .row = 3, .detail = "old" };

	(void)state;
	assert_int_equal(error_set(&err, ERR_RULE, "No.", "不行。"), -ERR_RULE);
	assert_int_equal(err.code, -ERR_RULE);
	assert_string_equal(err.en, "No.");
	assert_string_equal(err.zh, "不行。");
	assert_string_equal(err.field, "");
	assert_string_equal(err.detail, "");
	assert_int_equal(err.row, 0);
	assert_int_equal(error_set(NULL, ERR_BUSY, "", ""), -ERR_BUSY);
}

static void names_field_found_and_accepted(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(error_invalid(&err, "points", "abc", "0 to 100", "0 至 100"),
			 -ERR_INVALID);
	assert_string_equal(err.field, "points");
	assert_string_equal(err.found, "abc");
	assert_string_equal(err.en, "points: found \"abc\"; accepted: 0 to 100");
	assert_string_equal(err.zh, "points：填写的是“abc”，应为：0 至 100");
	error_invalid(&err, "points", "", "0 to 100", "0 至 100");
	assert_string_equal(err.en, "points: empty; accepted: 0 to 100");
	assert_string_equal(err.zh, "points：未填写，应为：0 至 100");
}

static void shows_hostile_input_harmlessly(void **state)
{
	struct error err;
	char text[600];

	(void)state;
	error_invalid(&err, "f", "\x1b[31m红\xff\xc2\x9b\n", "x", "x");
	assert_string_equal(err.found, " [31m红?   ");
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "责", 4);
	error_invalid(&err, text, text, text, text);
	assert_true(strlen(err.found) > sizeof(err.found) - 5);
	assert_true(utf8_is_valid(str_from(err.field)) && utf8_is_valid(str_from(err.found)));
	assert_true(utf8_is_valid(str_from(err.en)) && utf8_is_valid(str_from(err.zh)));
}

static void cuts_formatted_sentences_at_characters(void **state)
{
	struct error err;

	(void)state;
	error_set(&err, ERR_RULE, "", "");
	for (int width = ERROR_TEXT_BYTES - 12; width < ERROR_TEXT_BYTES + 4; width++) {
		error_zh(&err, "%*s责😀é责", width, "");
		assert_true(utf8_is_valid(str_from(err.zh)));
		assert_true(strlen(err.zh) >= ERROR_TEXT_BYTES - 4 ||
			    strlen(err.zh) == (size_t)width + 12);
	}
	error_en(&err, "%d", 5);
	assert_string_equal(err.en, "5");
	assert_int_equal(err.code, -ERR_RULE);
}

static void appends_details(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(error_broken(&err, ERR_DATABASE, "code %d", 11), -ERR_DATABASE);
	assert_string_equal(err.detail, "code 11");
	assert_true(strlen(err.en) > 10 && strlen(err.zh) > 10);
	error_detail(&err, "line %d", 3);
	assert_string_equal(err.detail, "code 11; line 3");
	for (int i = 0; i < 100; i++)
		error_detail(&err, "责责责");
	assert_true(strlen(err.detail) < sizeof(err.detail));
	assert_true(utf8_is_valid(str_from(err.detail)));
	error_detail(NULL, "x");
	error_en(NULL, "x");
	error_zh(NULL, "x");
	assert_int_equal(error_broken(NULL, ERR_IO, "x"), -ERR_IO);
}

static void maps_codes_to_the_outside(void **state)
{
	static const struct {
		int code;
		enum error_class class;
		int http, exit;
		const char *name;
	} cases[] = {
		{ -ERR_STATE, ERROR_REFUSED, 422, 1, "ERR_STATE" },
		{ -ERR_RULE, ERROR_REFUSED, 422, 1, "ERR_RULE" },
		{ -ERR_DENIED, ERROR_REFUSED, 403, 1, "ERR_DENIED" },
		{ -ERR_LOGIN, ERROR_REFUSED, 401, 1, "ERR_LOGIN" },
		{ -ERR_INVALID, ERROR_INVALID_INPUT, 400, 2, "ERR_INVALID" },
		{ -ERR_TOO_LARGE, ERROR_INVALID_INPUT, 413, 2, "ERR_TOO_LARGE" },
		{ -ERR_NOT_FOUND, ERROR_INVALID_INPUT, 404, 2, "ERR_NOT_FOUND" },
		{ -ERR_CONFLICT, ERROR_CONFLICTING, 409, 3, "ERR_CONFLICT" },
		{ -ERR_BUSY, ERROR_CONFLICTING, 503, 3, "ERR_BUSY" },
		{ -ERR_MEMORY, ERROR_OUR_FAULT, 500, 4, "ERR_MEMORY" },
		{ -ERR_DATABASE, ERROR_OUR_FAULT, 500, 4, "ERR_DATABASE" },
		{ -ERR_IO, ERROR_OUR_FAULT, 500, 4, "ERR_IO" },
		{ -ERR_CORRUPT, ERROR_OUR_FAULT, 500, 5, "ERR_CORRUPT" },
		{ -ERR_BROKEN, ERROR_OUR_FAULT, 500, 4, "ERR_BROKEN" },
		{ -ERR_COUNT, ERROR_OUR_FAULT, 500, 4, "ERR_BROKEN" },
		{ 5, ERROR_OUR_FAULT, 500, 4, "ERR_BROKEN" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_int_equal(error_classify(cases[i].code), cases[i].class);
		assert_int_equal(error_http_status(cases[i].code), cases[i].http);
		assert_int_equal(error_exit_code(cases[i].code), cases[i].exit);
		assert_string_equal(error_code_name(cases[i].code), cases[i].name);
	}
	assert_int_equal(error_http_status(0), 200);
	assert_int_equal(error_exit_code(0), 0);
	assert_string_equal(error_code_name(0), "ERR_NONE");
	assert_int_equal(ARRAY_LENGTH(cases), ERR_COUNT - 1 + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_both_sentences),
		cmocka_unit_test(names_field_found_and_accepted),
		cmocka_unit_test(shows_hostile_input_harmlessly),
		cmocka_unit_test(cuts_formatted_sentences_at_characters),
		cmocka_unit_test(appends_details),
		cmocka_unit_test(maps_codes_to_the_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
