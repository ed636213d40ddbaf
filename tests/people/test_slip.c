/*
 * test_slip.c - every state and event of a slip; codes; printing, using, two people for administrators.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/slip.h"
#include "people/totp_store.h"
#include "statements_slip.h"

#define SECOND (PERMISSION_ACCOUNT_WRITE | PERMISSION_SYSTEM)
#define HOLDER ACCOUNT_BY_SLIP

/* Every pair: where it leads, or -1 where there is no row; who may; whether it must be over or valid. */
static const struct outcome {
	enum slip_state from;
	int to[SLIP_EVENT_COUNT]; /* confirm, refuse, issue, use, replace, expire */
} outcomes[SLIP_STATE_COUNT] = {
	{ SLIP_REQUESTED, { SLIP_CONFIRMED, SLIP_REFUSED, -1, -1, SLIP_REPLACED, SLIP_EXPIRED } },
	{ SLIP_CONFIRMED, { -1, SLIP_REFUSED, SLIP_ISSUED, -1, SLIP_REPLACED, SLIP_EXPIRED } },
	{ SLIP_ISSUED, { -1, -1, -1, SLIP_USED, SLIP_REPLACED, SLIP_EXPIRED } },
	{ SLIP_USED, { -1, -1, -1, -1, -1, -1 } },
	{ SLIP_REFUSED, { -1, -1, -1, -1, -1, -1 } },
	{ SLIP_REPLACED, { -1, -1, -1, -1, -1, -1 } },
	{ SLIP_EXPIRED, { -1, -1, -1, -1, -1, -1 } },
};

static const struct event_rule {
	permission_set who;
	bool when_over, when_valid; /* -ERR_RULE at the other time */
} rules[SLIP_EVENT_COUNT] = {
	[SLIP_CONFIRM] = { SECOND, true, true },
	[SLIP_REFUSE] = { SECOND, true, true },
	[SLIP_ISSUE] = { PERMISSION_ACCOUNT_WRITE, false, true },
	[SLIP_USE] = { HOLDER, false, true },
	[SLIP_REPLACE] = { PERMISSION_ACCOUNT_WRITE, true, true },
	[SLIP_EXPIRE] = { SECOND | HOLDER, true, false },
};

static int expected_code(int to, const struct event_rule *rule, permission_set permissions, bool over)
{
	if (to < 0)
		return -ERR_STATE;
	if (!(rule->who & permissions))
		return -ERR_DENIED;
	return (over ? rule->when_over : rule->when_valid) ? 0 : -ERR_RULE;
}

static void every_state_and_event(void **state)
{
	static const permission_set askers[] = { PERMISSION_ACCOUNT_WRITE, PERMISSION_SYSTEM, HOLDER,
					   PERMISSION_ACT_READ | PERMISSION_ACCOUNT_READ, 0 };
	(void)state;
	for (int from = 0; from < SLIP_STATE_COUNT; from++)
		for (int event = 0; event < SLIP_EVENT_COUNT; event++)
			for (size_t i = 0; i < 2 * ARRAY_LENGTH(askers); i++) {
				bool over = i % 2;
				struct slip slip = { .account_id = 5, .state = from,
						     .requested_by = 6, .expires_ms = 1000 };
				struct slip_asker asker = { 7, askers[i / 2], over ? 1000 : 999 };
				struct error err = { 0 };
				int to = outcomes[from].to[event];
				int code = expected_code(to, &rules[event], asker.permissions, over);
				assert_int_equal(outcomes[from].from, from);
				if (slip_apply(&slip, (enum slip_event)event, &asker, &err) != code)
					fail_msg("%d %d %zu", from, event, i);
				assert_int_equal(slip.state, code ? from : to);
			}
}

static void nobody_is_their_own_second_person(void **state)
{
	static const struct {
		int64_t asker;
		int code;
	} cases[] = { { 5, -ERR_RULE }, { 6, -ERR_RULE }, { 7, 0 } };
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct slip slip = { .account_id = 5, .state = SLIP_REQUESTED, .requested_by = 6,
				     .expires_ms = 1000 };
		const struct slip_asker asker = { cases[i].asker, SECOND, 1 };
		struct error err;
		assert_int_equal(slip_apply(&slip, SLIP_CONFIRM, &asker, &err), cases[i].code);
	}
}

static void codes_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *typed;
		bool same;
	} cases[] = {
		{ "7K2M-ABCD-EFGH-0123", true }, { "7k2mabcdefgh0123", true },
		{ " 7k2m abcd efgh o1 23 ", true }, { "7K2M-ABCD-EFGH-OI23", true },
		{ "7K2M-ABCD-EFGH-0124", false }, { "7K2M-ABCD-EFGH-012", false },
		{ "7K2M-ABCD-EFGH-01234", false }, { "7K2M-ABCD-EFGU-0123", false },
		{ "", false }, { "7K2M-ABCD-EFGH-012\xe4\xb8\xad", false },
	};
	struct hash right, hash;
	(void)state;
	assert_true(slip_code_hash(STR("7K2M-ABCD-EFGH-0123"), &right));
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		bool same = slip_code_hash(str_from(cases[i].typed), &hash) && hash_equal(&hash, &right);
		if (same != cases[i].same)
			fail_msg("'%s'", cases[i].typed);
	}
}

static int print_for(struct fixture *fixture, int64_t account_id, int64_t asker_id, char *code)
{
	struct act act;
	struct slip slip;
	struct error err;
	fixture_begin(fixture, 0, &act);
	const struct slip_order order = { .account_id = account_id, .valid_days = 7,
					  .asker = { asker_id, PERMISSION_ACCOUNT_WRITE, act.at_ms } };
	TEST_OK(slip_print(&act, &order, &slip, code, &err));
	fixture_commit(fixture, &act);
	return slip.state;
}

static int use_code(struct fixture *fixture, const char *code, struct error *err)
{
	struct act act;
	struct account account;
	fixture_begin(fixture, 0, &act);
	int rc = slip_use(&act, str_from(code), "hash", false, &account, err);
	if (rc)
		fixture_roll_back(fixture);
	else
		fixture_commit(fixture, &act);
	return rc;
}

static int64_t waiting_account(struct fixture *fixture, const char *login)
{
	struct account account = { .login = str_from(login), .display_name = str_from(login),
				   .state = ACCOUNT_WAITING };
	struct act act;
	struct error err;
	fixture_begin(fixture, 0, &act);
	TEST_OK(account_create(&act, &account, "", &err));
	fixture_commit(fixture, &act);
	return account.head.id;
}

static int state_of(struct fixture *fixture, const char *login)
{
	struct account account;
	struct error err;
	TEST_OK(account_find(fixture->db, str_from(login), fixture->arena, &account, &err));
	return account.state;
}

static void check_activation(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	char first[SLIP_CODE_BYTES], second[SLIP_CODE_BYTES];
	(void)context;
	fixture_open(db, &fixture);
	int64_t id = waiting_account(&fixture, "zhang");
	assert_int_equal(print_for(&fixture, id, 6, first), SLIP_ISSUED);
	assert_int_equal(strlen(first), SLIP_CODE_BYTES - 1);
	assert_int_equal(print_for(&fixture, id, 6, second), SLIP_ISSUED);
	assert_int_equal(use_code(&fixture, first, &err), -ERR_INVALID); /* replaced */
	assert_string_equal(err.field, "code");
	assert_int_equal(use_code(&fixture, second, &err), 0);
	assert_int_equal(state_of(&fixture, "zhang"), ACCOUNT_ACTIVE);
	assert_int_equal(use_code(&fixture, second, &err), -ERR_INVALID); /* used */
	/* A reset of anybody but an administrator needs nobody else; it expires. */
	assert_int_equal(print_for(&fixture, id, 6, first), SLIP_ISSUED);
	clock_fix(FIXTURE_NOW_MS + DAYS_MS(7));
	assert_int_equal(use_code(&fixture, first, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "expired"));
	fixture_close(&fixture);
}

static void a_slip_activates_once(void **state)
{
	(void)state;
	test_engines_each(check_activation, NULL);
}

static void decide(struct fixture *fixture, int64_t slip_id, struct slip_asker asker, int code)
{
	struct act act;
	struct error err;
	fixture_begin(fixture, 0, &act);
	assert_int_equal(slip_decide(&act, slip_id, SLIP_CONFIRM, &asker, &err), code);
	if (code)
		fixture_roll_back(fixture);
	else
		fixture_commit(fixture, &act);
}

static void check_two_people(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct db_query *query;
	struct totp_secret secret;
	char code[SLIP_CODE_BYTES];
	bool is_set = true;
	(void)context;
	fixture_open(db, &fixture);
	int64_t audit = fixture_account(&fixture, "audit", "Ab3$xyzw!uvw", 0);
	fixture_grant(&fixture, audit, ROLE_AUDIT_ADMINISTRATOR, 0);
	totp_secret_make(&secret);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(totp_set(db, audit, &secret, 0, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(print_for(&fixture, audit, 6, code), SLIP_REQUESTED);
	assert_string_equal(code, "");
	assert_int_equal(print_for(&fixture, audit, 6, code), SLIP_REQUESTED); /* the same one */
	TEST_OK(db_query_open(db, STATEMENT_SLIP_REQUESTS, DB_ARGS(db_int("now_ms", FIXTURE_NOW_MS)),
			      &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	int64_t slip_id = db_query_int(query, 0);
	assert_int_equal(db_query_step(query, &err), 0);
	db_query_close(query);
	decide(&fixture, slip_id, (struct slip_asker){ 6, SECOND, FIXTURE_NOW_MS }, -ERR_RULE);
	decide(&fixture, slip_id, (struct slip_asker){ 7, PERMISSION_ACT_READ, FIXTURE_NOW_MS },
	       -ERR_DENIED);
	decide(&fixture, slip_id, (struct slip_asker){ 7, PERMISSION_SYSTEM, FIXTURE_NOW_MS }, 0);
	assert_int_equal(print_for(&fixture, audit, 6, code), SLIP_ISSUED);
	assert_int_equal(use_code(&fixture, code, &err), 0);
	TEST_OK(totp_is_set(db, audit, &is_set, &err));
	assert_false(is_set); /* the lost phone's codes have ended */
	fixture_close(&fixture);
}

static void the_reset_of_an_administrator_needs_two(void **state)
{
	(void)state;
	test_engines_each(check_two_people, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(nobody_is_their_own_second_person),
		cmocka_unit_test(codes_are_read_as_people_write_them),
		cmocka_unit_test(a_slip_activates_once),
		cmocka_unit_test(the_reset_of_an_administrator_needs_two),
	};
	return cmocka_run_group_tests_name("people/slip", tests, NULL, NULL);
}
