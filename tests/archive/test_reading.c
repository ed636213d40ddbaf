/* test_reading.c - a reading of an archive: no purpose, no reading; open for its account, until its time
 * is over. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "archive/archive_reading.h"

static const struct archive_rule rule = {
	.purposes = { { { STR_INIT("opinion"), STR_INIT("意见"), STR_INIT("Opinion"), false } }, 1 },
	.minutes = 30,
};

static int open_as(struct fixture *it, const struct archive_statement *statement, int64_t account_id,
		   struct archive_reading *out, struct error *err)
{
	struct act act;
	int code;

	fixture_begin(it, it->jurisdiction_id, &act);
	act.account_id = account_id;
	code = archive_reading_open(&act, &rule, statement, out, err);
	if (code)
		fixture_roll_back(it);
	else
		fixture_commit(it, &act);
	return code;
}

static int find(struct fixture *it, int64_t person, int64_t account, int64_t now_ms)
{
	const struct archive_reader reader = { it->jurisdiction_id, person, account, now_ms };
	struct archive_reading found;
	struct error err;

	return archive_reading_find(it->db, &reader, it->arena, &found, &err);
}

static void check_reading(struct db *db, void *context)
{
	struct archive_reading reading;
	struct fixture it;
	struct error err;

	(void)context;
	fixture_open(db, &it);
	int64_t person = fixture_person(&it, "P1", "甲某"), other = fixture_person(&it, "P2", "乙某");
	int64_t reader = fixture_account(&it, "reader", "correct horse battery", 0);
	const struct {
		struct archive_statement said;
		int code;
		const char *field;
	} refused[] = {
		{ { person, STR("某"), STR(""), STR("任前考察"), 0 }, -ERR_INVALID, "purpose" },
		{ { person, STR("某"), STR("none"), STR("任前考察"), 0 }, -ERR_INVALID, "purpose" },
		{ { person, STR("某"), STR("opinion"), STR(""), 0 }, -ERR_INVALID, "note" },
		{ { person, STR("某"), STR("opinion"), STR(" 无 "), 0 }, -ERR_INVALID, "note" },
		{ { 12345, STR("某"), STR("opinion"), STR("任前考察"), 0 }, -ERR_NOT_FOUND, NULL },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(refused); i++) {
		assert_int_equal(open_as(&it, &refused[i].said, reader, &reading, &err),
				 refused[i].code);
		if (refused[i].field)
			assert_string_equal(err.field, refused[i].field);
	}
	assert_int_equal(find(&it, person, reader, FIXTURE_NOW_MS), -ERR_NOT_FOUND);

	const struct archive_statement said = { person, STR("组织部 某"), STR("opinion"),
						STR(" 任前考察 "), 0 };
	assert_int_equal(open_as(&it, &said, reader, &reading, &err), 0);
	assert_int_equal(reading.until_ms - reading.opened_ms, 30 * 60000);
	assert_true(str_equal(reading.note, STR("任前考察")));
	assert_int_equal(find(&it, person, reader, reading.opened_ms), 0);
	assert_int_equal(find(&it, person, reader, reading.until_ms - 1), 0);
	assert_int_equal(find(&it, person, reader, reading.until_ms), -ERR_NOT_FOUND);
	assert_int_equal(find(&it, person, reader + 1, reading.opened_ms), -ERR_NOT_FOUND);
	assert_int_equal(find(&it, other, reader, reading.opened_ms), -ERR_NOT_FOUND);
	fixture_close(&it);
}

static void reading(void **state)
{
	(void)state;
	test_engines_each(check_reading, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reading) };

	return cmocka_run_group_tests_name("archive/reading", tests, NULL, NULL);
}
