/* What may be uploaded: the shipped list, faults with their line, names that are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/upload_rules.h"

#define HEAD "uploads: evidence\nversion: 1\nfrom: 2007-01-01\nmaximum_megabytes: 1\n" \
	     "unfinished_megabytes: 2\nkept_days: 3\n"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)4 << 20);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void test_shipped(void **state)
{
	const struct upload_rules *rules;
	struct error err;

	(void)state;
	assert_int_equal(upload_rules_load(arena, &rules, &err), 0);
	assert_int_equal(rules->maximum_bytes, (int64_t)200 << 20);
	assert_true(upload_rules_find(rules, STR("application/pdf"))->is_inline);
	assert_null(upload_rules_find(rules, STR("text/html")));
	assert_null(upload_rules_find(rules, STR("image/svg+xml")));
	assert_null(upload_rules_find(rules, STR("application/zip")));
	assert_true(str_starts_with(upload_rules_accept(rules, arena), STR(".pdf,.jpg,")));
}

static const struct {
	const char *text;
	int line; /* 0: fine */
} files[] = {
	{ HEAD "types:\n  - { type: a/b, extensions: [x], show: inline }\n", 0 },
	{ HEAD "types:\n  - { type: a/b, extensions: [x], show: yes }\n", 8 },
	{ HEAD "types:\n  - { type: a/b, extensions: [], show: inline }\n", 8 },
	{ HEAD "types:\n  - { type: a/b, show: inline }\n", 8 },
	{ HEAD "types: []\nmore: 1\n", 8 },
	{ "uploads: evidence\nversion: 1\nfrom: 2007-01-01\nmaximum_megabytes: 0\n"
	  "unfinished_megabytes: 2\nkept_days: 3\ntypes: []\n", 4 },
};

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		struct upload_rules rules;
		struct error err = { .row = 0 };
		int code = upload_rules_parse(str_from(files[i].text), arena, &rules, &err);

		if (code != (files[i].line ? -ERR_INVALID : 0) || (code && err.row != files[i].line))
			fail_msg("case %zu: %d, line %d: %s", i, code, err.row, err.en);
	}
}

static const struct {
	const char *sent, *kept;
} names[] = {
	{ "a.pdf", "a.pdf" },
	{ "A.PDF", "A.PDF" },
	{ "a", "a.pdf" },
	{ "a.exe", "a.exe.pdf" },
	{ "", "file.pdf" },
	{ "...", "file.pdf" },
	{ ".pdf", "pdf.pdf" },
	{ "../x/y.pdf", "xy.pdf" },
	{ "a\nb\t.pdf", "ab.pdf" },
	{ "\xe2\x80\xae" "fdp.a.pdf", "fdp.a.pdf" },
	{ "报告 <2008>.pdf", "报告 2008.pdf" },
	{ "bad\xff.pdf", "file.pdf" },
};

static void test_names(void **state)
{
	const struct upload_rules *rules;
	const struct upload_type *pdf;
	struct error err;
	char *longest = arena_alloc(arena, 1000);
	struct str kept;

	(void)state;
	assert_int_equal(upload_rules_load(arena, &rules, &err), 0);
	pdf = upload_rules_find(rules, STR("application/pdf"));
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		kept = upload_file_name(str_from(names[i].sent), pdf, arena);
		if (!str_equal(kept, str_from(names[i].kept)))
			fail_msg("%s: %.*s", names[i].sent, STR_ARG(kept));
	}
	for (size_t i = 0; i < 300; i += 3)
		memcpy(longest + i, "\xe9\x95\xbf", 3);
	memcpy(longest + 300, ".pdf", 5);
	kept = upload_file_name(str_from(longest), pdf, arena);
	assert_true(kept.length <= 200 && utf8_is_valid(kept) && str_ends_with(kept, STR(".pdf")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_shipped, setup, teardown),
		cmocka_unit_test_setup_teardown(test_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
