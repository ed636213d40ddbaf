/* Every statement of the program is what it says, on both engines. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "statements_setting.h"
#include "store/db_driver.h"
#include "test_database.h"

/* Print every mismatch, not only the first. */
static void check_all(struct db *db, void *context)
{
	struct error err;
	int failures = 0;

	(void)context;
	for (int i = 0; i < statement_count + listing_count; i++) {
		int code = i < statement_count
				   ? db_check_statement(db, statement_texts[i].statement, &err)
				   : db_check_listing(db, listing_texts[i - statement_count].listing, &err);
		failures += code != 0;
		if (code)
			print_error("%s: %s\n", test_engine_name(db_engine(db)), err.detail);
	}
	assert_int_equal(failures, 0);
	TEST_OK(db_check_statements(db, &err));
	/* Having looked at everything, the connection still writes. */
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(db_run(db, STATEMENT_SETTING_PUT,
		       DB_ARGS(db_text("name", STR("try")), db_text("value", STR("x"))), NULL, &err));
	TEST_OK(db_commit(db, &err));
}

static void test_statements_fit_the_schema(void **unused)
{
	(void)unused;
	test_engines_each(check_all, NULL);
}

/* A statement that does not fit is named with file and line. */
static void check_mismatch(struct db *db, void *context)
{
	struct error err;

	(void)context;
	TEST_OK(db_script(db, "ALTER TABLE setting RENAME COLUMN value TO other", &err));
	assert_int_equal(db_check_statement(db, STATEMENT_SETTING_GET, &err), -ERR_BROKEN);
	assert_non_null(strstr(err.detail, "setting_get"));
	assert_non_null(strstr(err.detail, "src/store/setting.sql:"));
	assert_int_equal(db_check_statements(db, &err), -ERR_BROKEN);
}

static void test_mismatch_names_its_place(void **unused)
{
	(void)unused;
	test_engines_each(check_mismatch, NULL);
}

/* What a driver says about one text. */
static void check_texts(struct db *db, void *context)
{
	static const char *const columns[] = { "name", "value" };
	static const char *const swapped[] = { "value", "name" };
	static const struct {
		const char *text;
		int params;
		const char *const *columns;
		int column_count;
		const char *words; /* NULL: fits */
	} cases[] = {
		{ "SELECT name, value FROM setting", 0, columns, 2, NULL },
		{ "SELECT name, value FROM setting", 0, swapped, 2, "column 1 is \"name\"" },
		{ "SELECT name, value FROM setting", 0, columns, 1, "gives 2 columns" },
		{ "SELECT name, value FROM setting", 1, columns, 2, "takes 0 parameters" },
		{ "SELECT name FROM nowhere", 0, columns, 1, "nowhere" },
		{ "SELEKT", 0, NULL, 0, "SELEKT" },
	};
	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct db_sql sql = { -1, "case", cases[i].text, cases[i].params };
		struct error err;
		int code = db->driver->check(db, &sql, cases[i].columns, cases[i].column_count,
					     &err);
		assert_int_equal(code, cases[i].words ? -ERR_BROKEN : 0);
		if (cases[i].words && !strstr(err.detail, cases[i].words))
			fail_msg("case %zu: %s", i, err.detail);
	}
}

static void test_texts_are_compared(void **unused)
{
	(void)unused;
	test_engines_each(check_texts, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements_fit_the_schema),
		cmocka_unit_test(test_mismatch_names_its_place),
		cmocka_unit_test(test_texts_are_compared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
