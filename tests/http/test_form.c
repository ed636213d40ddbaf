/*
 * test_form.c - forms as browsers send them, and as attackers do.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/buf.h"
#include "http/form.h"

#define TYPE "multipart/form-data; boundary=xyz"

static int setup(void **state)
{
	*state = arena_new(1 << 20);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* "name=value|name=value|", files as name=<file name>content. */
static char *describe(const struct form *form)
{
	struct buf text;
	char *copy;

	buf_init(&text, 1 << 20);
	buf_add_text(&text, "");
	for (size_t i = 0; i < form->count; i++) {
		const struct form_field *field = &form->fields[i];

		buf_add_str(&text, field->name);
		buf_add_byte(&text, '=');
		if (field->is_file)
			buf_add_format(&text, "<%.*s>", STR_ARG(field->file_name));
		buf_add_str(&text, field->value);
		buf_add_byte(&text, '|');
	}
	copy = strndup(text.length ? text.bytes : "", text.length);
	buf_release(&text);
	return copy;
}

static void check_form(const struct form *form, const char *expected)
{
	char *text = describe(form);

	assert_string_equal(text, expected);
	free(text);
}

static void test_urlencoded(void **state)
{
	static const struct {
		const char *text, *expected; /* NULL: refused */
	} cases[] = {
		{ "", "" },
		{ "a=1", "a=1|" },
		{ "a=1&b=2", "a=1|b=2|" },
		{ "a=1&&b=2&", "a=1|b=2|" },
		{ "a", "a=|" },
		{ "a=b=c", "a=b=c|" },
		{ "name=%E5%BB%89%E8%B4%A3+x%2By", "name=廉责 x+y|" },
		{ "%61=%41%6a", "a=Aj|" },
		{ "a=%", NULL },
		{ "a=%4", NULL },
		{ "a=%zz", NULL },
		{ "a=%4g", NULL },
		{ "a=%00", NULL },
		{ "a%00b=1", NULL },
		{ "a=%C0%AF", NULL },		/* overlong '/' */
		{ "a=%ED%A0%80", NULL },	/* a surrogate */
		{ "a=%E5%BB", NULL },		/* cut character */
		{ "=1", NULL },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct form form = { NULL, 99 };
		struct error err;
		int code = form_parse_urlencoded(str_from(cases[i].text), *state, &form, &err);

		print_message("%s\n", cases[i].text);
		if (cases[i].expected) {
			assert_int_equal(code, 0);
			check_form(&form, cases[i].expected);
		} else {
			assert_int_equal(code, -ERR_INVALID);
			assert_int_equal(form.count, 99);
			assert_true(err.en[0] && err.zh[0]);
		}
	}
}

static void test_names_that_occur_twice(void **state)
{
	struct form form;
	struct error err;
	const struct form_field *field;

	assert_int_equal(form_parse_urlencoded(STR("u=1&v=2&u=3"), *state, &form, &err), 0);
	assert_null(form_find(&form, "u"));
	assert_null(form_value(&form, "u").bytes);
	assert_true(form_has(&form, "u"));
	assert_true(str_equal(form_value(&form, "v"), STR("2")));
	field = form_each(&form, "u", NULL);
	assert_true(str_equal(field->value, STR("1")));
	field = form_each(&form, "u", field);
	assert_true(str_equal(field->value, STR("3")));
	assert_null(form_each(&form, "u", field));
	assert_int_equal(form_check_single(&form, &err), -ERR_INVALID);
	assert_string_equal(err.field, "u");
	assert_int_equal(form_parse_urlencoded(STR("u=1&v=2"), *state, &form, &err), 0);
	assert_int_equal(form_check_single(&form, &err), 0);
	assert_false(form_has(&form, "w"));
}

static void test_too_many_fields(void **state)
{
	struct buf text;
	struct form form;
	struct error err;

	buf_init(&text, 1 << 20);
	for (int i = 0; i < FORM_MAXIMUM_FIELDS; i++)
		buf_add_text(&text, i ? "&a" : "a");
	assert_int_equal(form_parse_urlencoded(buf_str(&text), *state, &form, &err), 0);
	assert_int_equal(form.count, FORM_MAXIMUM_FIELDS);
	buf_add_text(&text, "&a");
	assert_int_equal(form_parse_urlencoded(buf_str(&text), *state, &form, &err), -ERR_INVALID);
	buf_release(&text);
}

#define PART(head, value) "--xyz\r\nContent-Disposition: form-data; " head "\r\n\r\n" value "\r\n"
#define END "--xyz--\r\n"

static void test_multipart(void **state)
{
	static const struct {
		const char *body, *expected; /* NULL: refused */
	} cases[] = {
		{ PART("name=\"a\"", "1") PART("name=\"b\"", "") END, "a=1|b=|" },
		{ PART("name=a", "1") "--xyz--", "a=1|" },
		{ PART("name=\"说明\"", "第一行\r\n第二行") END, "说明=第一行\r\n第二行|" },
		{ PART("name=\"a%22b\"", "1") END, "a\"b=1|" },
		{ PART("name=\"a\\\"b\"", "1") END, "a\"b=1|" },
		{ PART("name=\"a\"", "--xyz") END, "a=--xyz|" },
		{ PART("name=\"f\"; filename=\"单位.csv\"\r\nContent-Type: text/csv", "代码,名称") END,
		  "f=<单位.csv>代码,名称|" },
		{ PART("name=\"f\"; filename*=UTF-8''%E5%8D%95%E4%BD%8D.csv", "x") END,
		  "f=<单位.csv>x|" },
		{ PART("name=\"f\"; filename=\"x.csv\"; filename*=utf-8''%E5%8D%95.csv", "x") END,
		  "f=<单.csv>x|" },
		{ PART("name=\"f\"; filename*=utf-8''%E5%8D%95.csv; filename=\"x.csv\"", "x") END,
		  "f=<单.csv>x|" },
		{ PART("name=\"f\"; filename=\"C:\\表格\\分数.csv\"", "x") END, "f=<分数.csv>x|" },
		{ PART("name=\"f\"; filename=\"../../etc/passwd\"", "x") END, "f=<passwd>x|" },
		{ PART("name=\"f\"; filename=\"..\"", "x") END, "f=<>x|" },
		{ PART("name=\"f\"; filename=\"\"", "") END, "f=<>|" },
		{ PART("name=\"f\"; filename=\"g\"", "\xff\xfe") END, "f=<g>\xff\xfe|" },
		{ "--xyz--\r\n", "" },
		{ "", NULL },
		{ "garbage", NULL },
		{ "preamble\r\n" PART("name=\"a\"", "1") END, NULL },
		{ PART("name=\"a\"", "1"), NULL },
		{ PART("name=\"a\"", "1") "--xyz", NULL },
		{ PART("name=\"a\"", "1") END "epilogue", NULL },
		{ "--xyz\r\nContent-Disposition: form-data; name=\"a\"", NULL },
		{ "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", NULL },
		{ PART("name=\"a", "1") END, NULL },
		{ PART("name=", "1") END, NULL },
		{ PART("filename=\"x\"", "1") END, NULL },
		{ PART("name=\"f\"; filename=\"a\tb\"", "1") END, NULL },
		{ PART("name=\"f\"; filename=\"\xb5\xa5.csv\"", "1") END, NULL },
		{ PART("name=\"f\"; filename*=GBK''%B5%A5.csv", "1") END, NULL },
		{ PART("name=\"f\"; filename*=UTF-8''%00.csv", "1") END, NULL },
		{ PART("name=\"a\"", "\xff") END, NULL },
		{ PART("name=\"a\"\r\nContent-Transfer-Encoding: base64", "MQ==") END, NULL },
		{ PART("name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") END, NULL },
		{ "--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END, NULL },
		{ "--xyz\r\nX: y\r\n\r\n1\r\n" END, NULL },
		{ "--xyzzy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n" END, NULL },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct form form = { NULL, 99 };
		struct error err;
		int code = form_parse_multipart(str_from(cases[i].body), STR(TYPE), *state, &form,
						&err);

		if (cases[i].expected) {
			if (code)
				print_error("case %zu: %s\n%s\n", i, err.detail, cases[i].body);
			assert_int_equal(code, 0);
			check_form(&form, cases[i].expected);
		} else {
			if (!code)
				print_error("case %zu was accepted:\n%s\n", i, cases[i].body);
			assert_int_equal(code, -ERR_INVALID);
			assert_int_equal(form.count, 99);
		}
	}
}

static void test_boundaries(void **state)
{
	static const struct {
		const char *type;
		int code;
	} cases[] = {
		{ "multipart/form-data; boundary=xyz", 0 },
		{ "multipart/form-data; boundary=\"xyz\"", 0 },
		{ "multipart/form-data; charset=utf-8; boundary=xyz", 0 },
		{ "multipart/form-data", -ERR_INVALID },
		{ "multipart/form-data; boundary=", -ERR_INVALID },
		{ "multipart/form-data; boundary=\"x z\"", -ERR_INVALID },
		{ "multipart/form-data; boundary=\"xyz", -ERR_INVALID },
		{ "multipart/form-data; boundary=other", -ERR_INVALID },
		{ "multipart/form-data; boundary="
		  "00000000001111111111222222222233333333334444444444555555555566666666667",
		  -ERR_INVALID },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct form form;
		struct error err;

		print_message("%s\n", cases[i].type);
		assert_int_equal(form_parse_multipart(STR(PART("name=\"a\"", "1") END),
						      str_from(cases[i].type), *state, &form, &err),
				 cases[i].code);
	}
}

/* Every prefix of a valid body is refused, none reads behind its end (the copy ends there). */
static void test_every_cut_is_refused(void **state)
{
	static const char body[] = PART("name=\"a\"", "1")
		PART("name=\"f\"; filename=\"\xe5\x8d\x95.csv\"", "x") "--xyz--";

	for (size_t length = 0; length < sizeof body - 1; length++) {
		char *cut = malloc(length ? length : 1);
		struct form form;
		struct error err;

		memcpy(cut, body, length);
		arena_reset(*state);
		assert_int_equal(form_parse_multipart((struct str){ cut, length }, STR(TYPE),
						      *state, &form, &err),
				 -ERR_INVALID);
		free(cut);
	}
}

static void test_memory_runs_out(void **state)
{
	struct arena *small = arena_new(64);
	struct form form;
	struct error err;

	(void)state;
	assert_int_equal(form_parse_urlencoded(STR("a=1&b=2&c=3&d=4"), small, &form, &err),
			 -ERR_MEMORY);
	assert_true(form_parse_multipart(STR(PART("name=\"a\"", "1") END), STR(TYPE), small, &form,
					 &err) < 0);
	arena_free(small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_urlencoded, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names_that_occur_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_many_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(test_multipart, setup, teardown),
		cmocka_unit_test_setup_teardown(test_boundaries, setup, teardown),
		cmocka_unit_test_setup_teardown(test_every_cut_is_refused, setup, teardown),
		cmocka_unit_test(test_memory_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
