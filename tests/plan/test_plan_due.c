/*
 * test_plan_due.c - due rules as offices write them, what they are stored as, and the days that they give.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/buf.h"
#include "plan/plan_due.h"

static const struct good {
	const char *text, *canonical, *days, *shown;
} good[] = {
	{ "", "", "", "" },
	{ " ；; ", "", "", "" },
	{ "2008-03-31", "2008-03-31", "2008-03-31", "2008-03-31" },
	{ "2008年6月30日；2008/3/31、2008-06-30", "2008-06-30; 2008-03-31; 2008-06-30",
	  "2008-03-31 2008-06-30", "2008-06-30；2008-03-31；2008-06-30" },
	{ "2009-03-31", "2009-03-31", "2009-03-31", "2009-03-31" },
	{ "每季", "quarterly", "2008-03-31 2008-06-30 2008-09-30 2008-12-31", "每季度" },
	{ "Quarterly 10", "quarterly 10", "2008-03-10 2008-06-10 2008-09-10 2008-12-10",
	  "每季度10日" },
	{ "每半年25日", "half-yearly 25", "2008-06-25 2008-12-25", "每半年25日" },
	{ "年底", "yearly", "2008-12-31", "每年" },
	{ "yearly 20号", "yearly 20", "2008-12-20", "每年20日" },
	{ "monthly 31",	"monthly 31",
	  "2008-01-31 2008-02-29 2008-03-31 2008-04-30 2008-05-31 2008-06-30 2008-07-31 2008-08-31 "
	  "2008-09-30 2008-10-31 2008-11-30 2008-12-31", "每月31日" },
	{ "half-yearly, 2008-01-15", "half-yearly; 2008-01-15", "2008-01-15 2008-06-30 2008-12-31",
	  "每半年；2008-01-15" },
};

static struct str days_of(struct arena *arena, const struct plan_due *due)
{
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < due->count; i++) {
		char day[CIVIL_TEXT_BYTES];
		civil_format(due->days[i], day);
		text = arena_format(arena, "%.*s%s%s", STR_ARG(text), i ? " " : "", day);
	}
	return text;
}

static void good_rules(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		struct plan_due due;
		struct str canonical;
		assert_int_equal(plan_due_read(str_from(good[i].text), 2008, &due, &err), 0);
		assert_true(str_equal(days_of(arena, &due), str_from(good[i].days)));
		assert_int_equal(plan_due_canonical(str_from(good[i].text), 2008, arena, &canonical,
						    &err), 0);
		assert_true(str_equal(canonical, str_from(good[i].canonical)));
		assert_true(str_equal(plan_due_shown(canonical, true, arena),
				      str_from(good[i].shown)));
		assert_true(str_equal(plan_due_shown(canonical, false, arena), canonical));
		/* What is shown, read again, is the same rule. */
		assert_int_equal(plan_due_canonical(str_from(good[i].shown), 2008, arena, &canonical,
						    &err), 0);
		assert_true(str_equal(canonical, str_from(good[i].canonical)));
	}
	arena_free(arena);
}

static void bad_rules(void **state)
{
	static const char *const bad[] = {
		"soon",	      "2008-02-30", "2007-12-31", "2009-04-01", "monthly 32", "monthly x",
		"monthly 0",  "每周",	    "2008-03-31; then", "\xff\xfe", "quarterly10.5",
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		struct plan_due due = { .count = 99 };
		assert_int_equal(plan_due_read(str_from(bad[i]), 2008, &due, &err), -ERR_INVALID);
		assert_string_equal(err.field, "due");
		assert_int_equal(due.count, 99);
	}
}

static void too_many_days(void **state)
{
	struct buf text;
	struct plan_due due;
	struct error err;

	(void)state;
	buf_init(&text, 4096);
	for (int day = 1; day <= 41; day++)
		buf_add_format(&text, "2008-%02d-%02d;", 1 + day / 29, 1 + day % 28);
	int code = plan_due_read(buf_str(&text), 2008, &due, &err);
	assert_int_equal(code, -ERR_INVALID);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_rules),
		cmocka_unit_test(bad_rules),
		cmocka_unit_test(too_many_days),
	};
	return cmocka_run_group_tests_name("plan/plan_due", tests, NULL, NULL);
}
