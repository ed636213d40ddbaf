/* test_ics.c - folding at 75 octets without splitting a character, escaping, days and stamps. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/ics.h"

static struct buf out;

static int set_up(void **state)
{
	(void)state;
	buf_init(&out, 1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_release(&out);
	return 0;
}

/* Every line is at most 75 octets of whole characters; unfolded they are what went in. */
static void check_folded(struct str value)
{
	struct buf whole;
	struct str rest;

	buf_clear(&out);
	ics_line(&out, "SUMMARY", value);
	assert_false(buf_failed(&out));
	buf_init(&whole, 1 << 20);
	rest = buf_str(&out);
	assert_true(str_ends_with(rest, STR("\r\n")));
	for (bool first = true; rest.length; first = false) {
		ptrdiff_t end = str_find(rest, STR("\r\n"));
		struct str line = str_slice(rest, 0, (size_t)end);

		assert_true(line.length <= ICS_LINE_BYTES);
		assert_true(utf8_is_valid(line));
		assert_true(first || line.bytes[0] == ' ');
		buf_add_str(&whole, first ? line : str_slice(line, 1, line.length));
		rest = str_slice(rest, (size_t)end + 2, rest.length);
	}
	assert_true(str_equal(str_slice(buf_str(&whole), 8, whole.length), value));
	buf_release(&whole);
}

static void folding(void **state)
{
	char text[400];

	(void)state;
	for (size_t length = 0; length < 240; length++) {
		memset(text, 'x', length);
		check_folded((struct str){ text, length });
		/* characters of three bytes behind each number of plain ones */
		for (size_t plain = 0; plain < 3 && plain < length; plain++) {
			size_t at = plain;

			while (at + 3 <= length)
				memcpy(text + at, "责", 3), at += 3;
			check_folded((struct str){ text, at });
			memset(text, 'x', length);
		}
	}
	check_folded(STR("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"));
}

static void exactly_75_octets(void **state)
{
	char text[80];

	(void)state;
	memset(text, 'x', sizeof(text));
	buf_clear(&out);
	ics_line(&out, "A", (struct str){ text, 73 }); /* "A:" and 73 */
	assert_int_equal(out.length, 77);
	buf_clear(&out);
	ics_line(&out, "A", (struct str){ text, 74 });
	assert_int_equal(out.length, 76 + 2 + 3);
}

static void escaping(void **state)
{
	(void)state;
	buf_clear(&out);
	ics_text(&out, "SUMMARY", STR("a;b,c\\d\ne\r\nBEGIN:VEVENT\x01\x7f"));
	assert_true(str_equal(buf_str(&out),
			      STR("SUMMARY:a\\;b\\,c\\\\d\\ne\\nBEGIN:VEVENT\r\n")));
}

static void an_event(void **state)
{
	const struct ics_event event = { .uid = STR("1@x"), .summary = STR("甲"), .day = 14320,
					 .modified_ms = INT64_C(1237248000000), .sequence = 3,
					 .url = STR("https://x.example/a") };

	(void)state;
	buf_clear(&out);
	ics_event(&out, &event);
	assert_true(str_equal(buf_str(&out), STR("BEGIN:VEVENT\r\nUID:1@x\r\n"
						 "DTSTAMP:20090317T000000Z\r\n"
						 "LAST-MODIFIED:20090317T000000Z\r\nSEQUENCE:3\r\n"
						 "DTSTART;VALUE=DATE:20090317\r\n"
						 "DTEND;VALUE=DATE:20090318\r\nSUMMARY:甲\r\n"
						 "URL:https://x.example/a\r\nCLASS:PRIVATE\r\n"
						 "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folding),
		cmocka_unit_test(exactly_75_octets),
		cmocka_unit_test(escaping),
		cmocka_unit_test(an_event),
	};
	return cmocka_run_group_tests_name("export/ics", tests, set_up, tear_down);
}
