/*
 * test_examples.c - the tables in examples/ go into an empty database, in their order, and out again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "process/import.h"
#include "process/scheme_version.h"

static const struct example {
	enum import_profile_kind profile;
	const char *path;
	enum csv_encoding encoding;
} examples[] = {
	{ IMPORT_BATCH_UNITS, "examples/units.csv", CSV_GB18030 },
	{ IMPORT_BATCH_PERSONS, "examples/persons.csv", CSV_UTF8 },
	{ IMPORT_BATCH_SCORES, "examples/scores.csv", CSV_GB18030 },
	{ IMPORT_BATCH_ENTRIES, "examples/entries.csv", CSV_UTF8 },
};

static struct str read_file(struct arena *arena, const char *name)
{
	char path[1024];
	size_t room = 256 * 1024;
	char *bytes = arena_alloc(arena, room);
	assert_non_null(bytes);
	snprintf(path, sizeof(path), "%s/%s", getenv("LIANZE_SOURCE"), name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t length = fread(bytes, 1, room, file);
	assert_true(length < room);
	fclose(file);
	return (struct str){ bytes, length };
}

static void adopt(struct fixture *fixture)
{
	struct act act;
	struct error err;
	struct scheme_version version;
	struct rule_problems *problems = ARENA_NEW(fixture->arena, struct rule_problems);
	rule_problems_init(problems, fixture->arena);
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(scheme_adopt(&act,
			     read_file(fixture->arena, "rules/target-management-2008.yaml"),
			     problems, &version, &err));
	fixture_commit(fixture, &act);
}

static void import_example(struct fixture *fixture, const struct example *example,
			   struct import_result *result)
{
	struct act act;
	struct error err;
	const struct import_request request = { .profile = example->profile,
						.bytes = read_file(fixture->arena, example->path),
						.file_name = str_from(example->path) };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	if (import_apply(&act, &request, result, &err))
		fail_msg("%s: %s %s", example->path, err.en,
			 result->problem_count ? result->problems[0].en : err.detail);
	fixture_commit(fixture, &act);
}

static void check(struct db *db, void *context)
{
	struct fixture fixture;
	struct import_result result;
	(void)context;
	fixture_open(db, &fixture);
	adopt(&fixture);
	for (size_t i = 0; i < ARRAY_LENGTH(examples); i++) {
		import_example(&fixture, &examples[i], &result);
		assert_int_equal(result.encoding, examples[i].encoding);
		assert_int_equal(result.created, result.rows);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(examples); i++) {
		import_example(&fixture, &examples[i], &result);
		assert_int_equal(result.unchanged, result.rows);
		assert_int_equal(result.batch_id, 0);
	}
	fixture_close(&fixture);
}

static void examples_are_imported_in_order(void **state)
{
	(void)state;
	test_engines_each(check, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_are_imported_in_order),
	};
	return cmocka_run_group_tests_name("process/examples", tests, NULL, NULL);
}
