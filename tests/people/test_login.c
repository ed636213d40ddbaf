/*
 * test_login.c - who gets in, and how failures make one network wait but nobody else.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"

#define PASSWORD "Ab3$xyzw!"
#define OFFICE	 "192.0.2.10"
#define OUTSIDE	 "198.51.100.7"
#define MINUTES	 (60 * INT64_C(1000))

/* Verify, and record the outcome as the log-in page does. Returns the code. */
static int try_login(struct db *db, const char *login, const char *password, const char *network,
		     struct error *err)
{
	int64_t account_id = 0;
	struct error later;
	int code = account_verify(db, str_from(login), str_from(password), str_from(network),
				  &account_id, err);
	const struct attempt attempt = { ATTEMPT_PASSWORD, str_from(login), str_from(network) };
	assert_int_equal(db_begin_write(db, &later), 0);
	if (code == -ERR_LOGIN)
		assert_int_equal(attempt_failed(db, &attempt, &later), 0);
	if (code == 0) {
		assert_true(account_id != 0);
		assert_int_equal(attempt_succeeded(db, &attempt, &later), 0);
	}
	assert_int_equal(db_commit(db, &later), 0);
	return code;
}

static void check_doors(struct db *db, void *context)
{
	static const struct {
		const char *login, *password;
		int code;
	} cases[] = {
		{ "zhang", PASSWORD, 0 },
		{ "ZHANG", PASSWORD, 0 }, /* capitals mean the same */
		{ "zhang", "Ab3$xyzw?", -ERR_LOGIN },
		{ "zhang", "", -ERR_LOGIN },
		{ "nobody", PASSWORD, -ERR_LOGIN },
		{ "", "", -ERR_LOGIN },
		{ "\xff\xfe", PASSWORD, -ERR_LOGIN },
		{ "gone", PASSWORD, -ERR_LOGIN }, /* disabled */
	};
	struct fixture fixture;
	struct error err;
	struct act act;
	char sentence[ERROR_TEXT_BYTES] = "";
	(void)context;
	fixture_open(db, &fixture);
	fixture_account(&fixture, "zhang", PASSWORD, 0);
	fixture_account(&fixture, "gone", PASSWORD, 0);
	struct account gone;
	TEST_OK(account_find(db, STR("gone"), fixture.arena, &gone, &err));
	gone.state = ACCOUNT_DISABLED;
	fixture_begin(&fixture, 0, &act);
	TEST_OK(account_update(&act, &gone, &err));
	fixture_commit(&fixture, &act);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int code = try_login(db, cases[i].login, cases[i].password, OFFICE, &err);
		if (code != cases[i].code)
			fail_msg("case %zu: %s", i, error_code_name(code));
		if (code && sentence[0])
			assert_string_equal(err.en, sentence); /* tells nothing apart */
		if (code)
			snprintf(sentence, sizeof(sentence), "%s", err.en);
	}
	fixture_close(&fixture);
}

static void only_the_right_password_opens(void **state)
{
	(void)state;
	test_engines_each(check_doors, NULL);
}

static void check_waiting(struct db *db, void *context)
{
	static const struct {
		int64_t after_ms; /* since the failure before */
		int code;
	} sixth_on[] = {
		{ 14 * MINUTES, -ERR_RULE },
		{ 16 * MINUTES, -ERR_LOGIN }, /* the sixth */
		{ 29 * MINUTES, -ERR_RULE },
		{ 31 * MINUTES, -ERR_LOGIN }, /* the seventh */
		{ 59 * MINUTES, -ERR_RULE },
		{ 61 * MINUTES, -ERR_LOGIN }, /* never longer than an hour */
		{ 59 * MINUTES, -ERR_RULE },
	};
	struct fixture fixture;
	struct error err;
	int64_t now_ms = FIXTURE_NOW_MS;
	(void)context;
	fixture_open(db, &fixture);
	fixture_account(&fixture, "leader", PASSWORD, 0);
	for (int i = 0; i < ATTEMPT_FREE_FAILURES; i++)
		assert_int_equal(try_login(db, "leader", "wrong one", OUTSIDE, &err), -ERR_LOGIN);
	assert_int_equal(try_login(db, "leader", PASSWORD, OUTSIDE, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "15 minutes"));
	assert_non_null(strstr(err.zh, "15 分钟"));
	/* The leader, in the office, gets in all the same; so does another account from outside. */
	assert_int_equal(try_login(db, "leader", PASSWORD, OFFICE, &err), 0);
	fixture_account(&fixture, "zhang", PASSWORD, 0);
	assert_int_equal(try_login(db, "zhang", PASSWORD, OUTSIDE, &err), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(sixth_on); i++) {
		clock_fix(now_ms + sixth_on[i].after_ms);
		int code = try_login(db, "leader", "wrong one", OUTSIDE, &err);
		if (code != sixth_on[i].code)
			fail_msg("try %zu: %s", i, error_code_name(code));
		if (code == -ERR_LOGIN)
			now_ms += sixth_on[i].after_ms;
	}
	clock_fix(now_ms + 61 * MINUTES);
	assert_int_equal(try_login(db, "leader", PASSWORD, OUTSIDE, &err), 0);
	assert_int_equal(try_login(db, "leader", "wrong one", OUTSIDE, &err), -ERR_LOGIN);
	assert_int_equal(try_login(db, "leader", PASSWORD, OUTSIDE, &err), 0); /* forgotten */
	fixture_close(&fixture);
}

static void failures_make_one_network_wait(void **state)
{
	(void)state;
	test_engines_each(check_waiting, NULL);
}

static void check_networks(struct db *db, void *context)
{
	static const struct {
		const char *network;
		int code;
	} cases[] = {
		{ "2001:db8:1:2::99", -ERR_RULE }, /* the same 64 bits */
		{ "2001:db8:1:3::1", 0 },
		{ "::ffff:192.0.2.1", 0 },
	};
	struct fixture fixture;
	struct error err;
	(void)context;
	fixture_open(db, &fixture);
	fixture_account(&fixture, "zhang", PASSWORD, 0);
	for (int i = 0; i < ATTEMPT_FREE_FAILURES; i++)
		assert_int_equal(try_login(db, "zhang", "wrong one", "2001:db8:1:2::1", &err),
				 -ERR_LOGIN);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_int_equal(try_login(db, "zhang", PASSWORD, cases[i].network, &err),
				 cases[i].code);
	fixture_close(&fixture);
}

static void an_ipv6_network_is_its_first_half(void **state)
{
	(void)state;
	test_engines_each(check_networks, NULL);
}

static void check_accounts(struct db *db, void *context)
{
	static const struct {
		const char *login;
		bool accepted;
	} cases[] = {
		{ "li.si-2_x", true }, { "ab", true },	 { "a", false },   { "Li", false },
		{ "li si", false },    { "李四", false }, { "zhang", false }, /* taken */
	};
	struct fixture fixture;
	struct error err;
	struct act act;
	(void)context;
	fixture_open(db, &fixture);
	fixture_account(&fixture, "zhang", PASSWORD, 0);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct account account = { .login = str_from(cases[i].login),
					   .display_name = STR("某人") };
		fixture_begin(&fixture, fixture.jurisdiction_id, &act);
		int code = account_create(&act, &account, "hash", &err);
		fixture_roll_back(&fixture);
		assert_int_equal(code, cases[i].accepted ? 0 : -ERR_INVALID);
		assert_true(!code || strcmp(err.field, "login") == 0);
		assert_int_equal(account.head.jurisdiction_id, 0);
	}
	fixture_close(&fixture);
}

static void log_in_names_are_plain_and_unique(void **state)
{
	(void)state;
	test_engines_each(check_accounts, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_right_password_opens),
		cmocka_unit_test(failures_make_one_network_wait),
		cmocka_unit_test(an_ipv6_network_is_its_first_half),
		cmocka_unit_test(log_in_names_are_plain_and_unique),
	};
	return cmocka_run_group_tests_name("people/login", tests, NULL, NULL);
}
