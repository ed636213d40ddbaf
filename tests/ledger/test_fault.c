/*
 * test_fault.c - the nth call of the database, or the nth allocation, fails: an act is whole or absent.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger_fixture.h"

/* More than any of the runs below needs; a run without failure ends its loop earlier. */
#define FAULTS_MAXIMUM 400
#define LEAVES_OF_ACT 4 /* with that of the act itself */

struct fault {
	const char *name;
	void (*set)(long n, bool persistent);
};

static const struct fault faults[] = {
	{ "database", db_fail_after },
	{ "memory", memory_fail_after },
};

static int act_run(struct fixture *fixture, struct error *err)
{
	struct unit unit = fixture_unit("T01", "甲镇");
	struct act_start start = { .db = fixture->db, .arena = fixture->arena,
				   .heads = fixture->heads,
				   .jurisdiction_id = fixture->jurisdiction_id, .role = "operator",
				   .kind = "test.fault" };
	struct act act;
	int rc = act_begin(&act, &start, err);

	if (!rc)
		rc = act_create(&act, &unit_record, &unit, err);
	unit.name = STR("乙镇");
	if (!rc)
		rc = act_update(&act, &unit_record, &unit, err);
	if (!rc)
		rc = act_remove(&act, &unit_record, &unit, err);
	if (!rc)
		rc = act_finish(&act, false, err);
	return rc;
}

static int transaction_run(struct fixture *fixture, struct error *err)
{
	int rc = db_begin_write(fixture->db, err);

	if (rc)
		return rc;
	ledger_heads_forget(fixture->heads);
	rc = act_run(fixture, err);
	if (!rc)
		rc = ledger_heads_store(fixture->heads, fixture->db, err);
	if (!rc)
		rc = db_commit(fixture->db, err);
	if (rc) {
		db_rollback(fixture->db);
		ledger_heads_forget(fixture->heads);
	}
	return rc;
}

static void count_finding(void *context, const struct ledger_finding *finding)
{
	(void)context;
	print_error("%s %.*s\n", ledger_finding_name(finding->kind),
		    STR_ARG(finding->record_type));
}

static int verify_run(struct test_database *database, struct fixture *fixture,
		      struct ledger_report *report, struct error *err)
{
	struct ledger_check check = { .db = fixture->db,
				      .jurisdiction_id = fixture->jurisdiction_id,
				      .found = count_finding };
	int rc = db_open(database->where, DB_READ_ONLY, &check.second, err);

	if (rc)
		return rc;
	rc = ledger_verify(&check, report, err);
	db_close(check.second);
	return rc;
}

static void expect_whole(struct test_database *database, struct fixture *fixture, uint64_t size)
{
	struct ledger_report report;
	struct error err;

	TEST_OK(verify_run(database, fixture, &report, &err));
	assert_int_equal(report.findings, 0);
	assert_int_equal(report.size, size);
}

static void body_acts(struct test_database *database, void *context)
{
	const struct fault *fault = context;
	struct fixture fixture;
	struct error err;
	int failures = 0, rc = -1;

	fixture_open(&fixture, database->db);
	for (long n = 1; rc && n < FAULTS_MAXIMUM; n++) {
		/* New heads and arena each time, so that their first allocations can fail too. */
		ledger_heads_free(fixture.heads);
		arena_free(fixture.arena);
		fixture.heads = ledger_heads_new();
		fixture.arena = arena_new(1 << 22);
		fault->set(n, false);
		rc = transaction_run(&fixture, &err);
		fault->set(0, false);
		failures += rc != 0;
		if (rc)
			assert_true(strlen(err.en) > 0 && strlen(err.zh) > 0);
	}
	assert_int_equal(rc, 0);
	print_message("%s: %d failures\n", fault->name, failures);
	assert_true(failures > 0);
	expect_whole(database, &fixture, LEAVES_OF_ACT);
	fixture_close(&fixture);
}

static void test_acts_are_whole_or_absent(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(faults); i++) {
		struct fault fault = faults[i];

		test_databases_each(body_acts, &fault);
	}
}

static void body_verify(struct test_database *database, void *context)
{
	const struct fault *fault = context;
	struct fixture fixture;
	struct ledger_report report;
	struct error err;
	int failures = 0, rc = -1;

	fixture_open(&fixture, database->db);
	TEST_OK(transaction_run(&fixture, &err));
	for (long n = 1; rc && n < FAULTS_MAXIMUM; n++) {
		fault->set(n, false);
		rc = verify_run(database, &fixture, &report, &err);
		fault->set(0, false);
		failures += rc != 0;
	}
	assert_int_equal(rc, 0);
	assert_int_equal(report.findings, 0);
	assert_true(failures > 0);
	expect_whole(database, &fixture, LEAVES_OF_ACT);
	fixture_close(&fixture);
}

static void test_verify_fails_cleanly(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(faults); i++) {
		struct fault fault = faults[i];

		test_databases_each(body_verify, &fault);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acts_are_whole_or_absent),
		cmocka_unit_test(test_verify_fails_cleanly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
