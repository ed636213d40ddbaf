/*
 * test_attempt.c - each kind of failure waits for itself: codes also for the account, slips for the network
 * alone, and nobody outside makes a leader wait.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "statements_attempt.h"

#define OFFICE	"192.0.2.10"
#define OUTSIDE "198.51.100.7"

static struct attempt attempt_of(enum attempt_kind kind, const char *login, const char *network)
{
	return (struct attempt){ kind, str_from(login), str_from(network) };
}

static void fail_times(struct db *db, struct attempt attempt, int times)
{
	struct error err;
	TEST_OK(db_begin_write(db, &err));
	for (int i = 0; i < times; i++)
		TEST_OK(attempt_failed(db, &attempt, &err));
	TEST_OK(db_commit(db, &err));
}

static int check(struct db *db, enum attempt_kind kind, const char *login, const char *network)
{
	struct attempt attempt = attempt_of(kind, login, network);
	struct error err;
	return attempt_check(db, &attempt, &err);
}

static void check_kinds(struct db *db, void *context)
{
	struct fixture fixture;
	(void)context;
	fixture_open(db, &fixture);
	fail_times(db, attempt_of(ATTEMPT_PASSWORD, "leader", OUTSIDE), ATTEMPT_FREE_FAILURES);
	assert_int_equal(check(db, ATTEMPT_PASSWORD, "leader", OUTSIDE), -ERR_RULE);
	assert_int_equal(check(db, ATTEMPT_PASSWORD, "LEADER", OUTSIDE), -ERR_RULE);
	assert_int_equal(check(db, ATTEMPT_PASSWORD, "leader", OFFICE), 0);
	assert_int_equal(check(db, ATTEMPT_CODE, "leader", OUTSIDE), 0);
	assert_int_equal(check(db, ATTEMPT_AGAIN, "leader", OUTSIDE), 0);
	assert_int_equal(check(db, ATTEMPT_SLIP, "", OUTSIDE), 0);
	/* However many passwords are tried from however many networks, the office gets in. */
	for (int i = 0; i < 40; i++) {
		char network[32];
		snprintf(network, sizeof(network), "198.51.100.%d", i);
		fail_times(db, attempt_of(ATTEMPT_PASSWORD, "leader", network), 5);
	}
	assert_int_equal(check(db, ATTEMPT_PASSWORD, "leader", OFFICE), 0);
	fixture_close(&fixture);
}

static void kinds_and_networks_wait_apart(void **state)
{
	(void)state;
	test_engines_each(check_kinds, NULL);
}

static void check_codes(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	char network[32];
	(void)context;
	fixture_open(db, &fixture);
	for (int i = 0; i < ATTEMPT_FREE_TOGETHER; i++) {
		assert_int_equal(check(db, ATTEMPT_CODE, "zhang", OFFICE), 0);
		snprintf(network, sizeof(network), "198.51.100.%d", i);
		fail_times(db, attempt_of(ATTEMPT_CODE, "zhang", network), 1);
	}
	/* Twenty wrong codes from twenty networks by whoever knows the password: now all wait. */
	assert_int_equal(check(db, ATTEMPT_CODE, "zhang", OFFICE), -ERR_RULE);
	assert_int_equal(check(db, ATTEMPT_CODE, "li", OFFICE), 0);
	clock_fix(FIXTURE_NOW_MS + ATTEMPT_FIRST_WAIT_MS + 1);
	assert_int_equal(check(db, ATTEMPT_CODE, "zhang", OFFICE), 0);
	struct attempt right = attempt_of(ATTEMPT_CODE, "zhang", OFFICE);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(attempt_succeeded(db, &right, &err));
	TEST_OK(db_commit(db, &err));
	fail_times(db, attempt_of(ATTEMPT_CODE, "zhang", OUTSIDE), 1);
	assert_int_equal(check(db, ATTEMPT_CODE, "zhang", OFFICE), 0); /* forgotten */
	fixture_close(&fixture);
}

static void codes_count_for_the_account_too(void **state)
{
	(void)state;
	test_engines_each(check_codes, NULL);
}

static void check_slips(struct db *db, void *context)
{
	struct fixture fixture;
	(void)context;
	fixture_open(db, &fixture);
	fail_times(db, attempt_of(ATTEMPT_SLIP, "", OFFICE), ATTEMPT_FREE_TOGETHER - 1);
	assert_int_equal(check(db, ATTEMPT_SLIP, "", OFFICE), 0);
	fail_times(db, attempt_of(ATTEMPT_SLIP, "", OFFICE), 1);
	assert_int_equal(check(db, ATTEMPT_SLIP, "", OFFICE), -ERR_RULE);
	assert_int_equal(check(db, ATTEMPT_SLIP, "", OUTSIDE), 0);
	assert_int_equal(check(db, ATTEMPT_PASSWORD, "zhang", OFFICE), 0);
	fixture_close(&fixture);
}

static void slips_count_for_the_network_alone(void **state)
{
	(void)state;
	test_engines_each(check_slips, NULL);
}

static void check_memory(struct db *db, void *context)
{
	static const bool expected[] = { true, false, false }; /* newest first */
	struct fixture fixture;
	struct error err;
	struct db_query *query;
	size_t count = 0;
	(void)context;
	fixture_open(db, &fixture);
	int64_t id = fixture_account(&fixture, "zhang", "Ab3$xyzw!uvw", 0);
	struct attempt old = attempt_of(ATTEMPT_PASSWORD, "zhang", OUTSIDE);
	struct attempt nobody = attempt_of(ATTEMPT_PASSWORD, "nobody", OUTSIDE);
	fail_times(db, old, 1);
	clock_fix(FIXTURE_NOW_MS + (ATTEMPT_KEEP_DAYS + 1) * INT64_C(86400000));
	fail_times(db, old, 2);	  /* the one of long ago goes */
	fail_times(db, nobody, 3); /* nobody to be shown them */
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(attempt_succeeded(db, &old, &err));
	TEST_OK(db_commit(db, &err));
	TEST_OK(db_query_open(db, STATEMENT_LOGIN_ATTEMPT_RECENT, DB_ARGS(db_int("account_id", id)),
			      &query, &err));
	while (db_query_step(query, &err) > 0) {
		assert_true(count < ARRAY_LENGTH(expected));
		assert_int_equal(db_query_int(query, 2), expected[count++]);
		assert_true(str_equal(db_query_bytes(query, 1), STR("password")));
		assert_true(str_equal(db_query_bytes(query, 3), STR(OUTSIDE)));
	}
	db_query_close(query);
	assert_int_equal(count, ARRAY_LENGTH(expected));
	fixture_close(&fixture);
}

static void the_person_is_shown_the_last_months(void **state)
{
	(void)state;
	test_engines_each(check_memory, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_and_networks_wait_apart),
		cmocka_unit_test(codes_count_for_the_account_too),
		cmocka_unit_test(slips_count_for_the_network_alone),
		cmocka_unit_test(the_person_is_shown_the_last_months),
	};
	return cmocka_run_group_tests_name("people/attempt", tests, NULL, NULL);
}
