/* test_entry.c - an entry of an earlier archive: its days. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/archive_entry.h"

static void days(void **state)
{
	static const struct {
		int32_t day, valid_until;
		const char *field; /* that is refused; NULL: none */
	} cases[] = {
		{ 100, CIVIL_NO_DAY, NULL }, { 99, 99, NULL },	    { 99, 5000, NULL },
		{ 101, CIVIL_NO_DAY, "day" }, { 99, 98, "valid_until" }, { 101, 99, "day" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const struct archive_entry entry = { .day = cases[i].day,
						     .valid_until = cases[i].valid_until };
		struct error err;
		int code = archive_entry_check(&entry, 100, &err);

		assert_int_equal(code, cases[i].field ? -ERR_INVALID : 0);
		if (cases[i].field)
			assert_string_equal(err.field, cases[i].field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(days) };

	return cmocka_run_group_tests_name("archive/entry", tests, NULL, NULL);
}
