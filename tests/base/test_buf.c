/* Buffers: growth, the maximum, and failures that stick until cleared. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static void appends_every_kind_of_value(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1000);
	assert_int_equal(buf_str(&buf).length, 0);
	buf_add_text(&buf, "a");
	buf_add_str(&buf, STR("责"));
	buf_add_byte(&buf, '\0');
	buf_add_int(&buf, INT64_MIN);
	buf_add_format(&buf, "[%s|%3d]", "x", 7);
	buf_add_text(&buf, NULL);
	assert_false(buf_failed(&buf));
	assert_true(str_equal(buf_str(&buf), STR("a责\0-9223372036854775808[x|  7]")));
	assert_int_equal(buf.bytes[buf.length], '\0');
	buf_release(&buf);
}

static void grows_to_its_maximum_and_no_further(void **state)
{
	static const size_t maxima[] = { 0, 1, 255, 256, 257, 5000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(maxima); i++) {
		struct buf buf;

		buf_init(&buf, maxima[i]);
		for (size_t n = 0; n < maxima[i]; n++)
			buf_add_byte(&buf, 'x');
		assert_false(buf_failed(&buf));
		assert_int_equal(buf.length, maxima[i]);
		buf_add_byte(&buf, 'y');
		assert_true(buf_failed(&buf));
		assert_int_equal(buf.length, maxima[i]);
		buf_release(&buf);
	}
}

static void keeps_a_failure_until_cleared(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 4);
	buf_add_text(&buf, "abc");
	buf_add_format(&buf, "%s", "de");
	buf_add_byte(&buf, 'd'); /* would fit, but something is missing before it */
	assert_true(buf_failed(&buf));
	assert_true(str_equal(buf_str(&buf), STR("abc")));
	buf_clear(&buf);
	assert_false(buf_failed(&buf));
	buf_add_text(&buf, "wxyz");
	assert_true(str_equal(buf_str(&buf), STR("wxyz")));
	buf_release(&buf);
}

static void reports_a_failed_allocation(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	buf_add_text(&buf, "kept");
	memory_fail_after(1, false);
	for (int i = 0; i < 1000; i++)
		buf_add_text(&buf, "0123456789");
	memory_fail_after(0, false);
	assert_true(buf_failed(&buf));
	assert_true(str_starts_with(buf_str(&buf), STR("kept")));
	buf_release(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_every_kind_of_value),
		cmocka_unit_test(grows_to_its_maximum_and_no_further),
		cmocka_unit_test(keeps_a_failure_until_cleared),
		cmocka_unit_test(reports_a_failed_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
