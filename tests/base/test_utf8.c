/* Strict UTF-8: every boundary of RFC 3629, malformed sequences, counting and cutting. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"

static void decodes_every_boundary(void **state)
{
	static const struct {
		const char *text;
		int32_t code_point;
	} cases[] = {
		{ "\x01", 0x01 },
		{ "\x7f", 0x7f },
		{ "\xc2\x80", 0x80 },
		{ "\xdf\xbf", 0x7ff },
		{ "\xe0\xa0\x80", 0x800 },
		{ "\xed\x9f\xbf", 0xd7ff },
		{ "\xee\x80\x80", 0xe000 },
		{ "\xef\xbf\xbf", 0xffff },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str text = str_from(cases[i].text);
		size_t position = 0;

		assert_int_equal(utf8_next(text, &position), cases[i].code_point);
		assert_int_equal(position, text.length);
		assert_int_equal(utf8_next(text, &position), -1);
		assert_int_equal(position, text.length);
		assert_true(utf8_is_valid(text));
		assert_int_equal(utf8_length(text), 1);
	}
	assert_true(utf8_is_valid(STR("a\0b")));
	assert_true(utf8_is_valid(STR_EMPTY));
}

static void refuses_malformed_sequences(void **state)
{
	static const char *const cases[] = {
		"\x80",		    "\xbf",		"\xc0\x80",	    "\xc1\xbf",
		"\xc2",		    "\xc2\x41",		"\xe0\x80\x80",	    "\xe0\x9f\xbf",
		"\xe4\xb8",	    "\xe4\xb8\x41",	"\xe4\x41\xad",	    "\xed\xa0\x80",
		"\xed\xbf\xbf",	    "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80", "\xfe",
		"\xff",		    "\xef\xbf",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		size_t position = 0;

		assert_false(utf8_is_valid(str_from(cases[i])));
		assert_int_equal(utf8_next(str_from(cases[i]), &position), -1);
		assert_int_equal(position, 1);
	}
	assert_false(utf8_is_valid(STR("中文\xd6\xd0")));
}

static void cuts_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t bytes, length;
	} cases[] = {
		{ "中文", 0, 0 }, { "中文", 2, 0 },  { "中文", 3, 3 }, { "中文", 5, 3 },
		{ "中文", 6, 6 }, { "中文", 99, 6 }, { "a😀", 4, 1 },  { "a😀", 5, 5 },
		{ "éé", 3, 2 },	  { "\x80\x80\x80\x80\x80\x80", 5, 5 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_int_equal(utf8_cut(str_from(cases[i].text), cases[i].bytes).length,
				 cases[i].length);
	assert_int_equal(utf8_length(STR("a中é😀")), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_boundary),
		cmocka_unit_test(refuses_malformed_sequences),
		cmocka_unit_test(cuts_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
