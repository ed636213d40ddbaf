/*
 * test_account_state.c - every state and event of an account, with and without the permission.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"

enum who { NOBODY_SUCH, SECURITY, SLIP_HOLDER, WHO_COUNT };

static const permission_set permissions_of[WHO_COUNT] = {
	[NOBODY_SUCH] = ~((permission_set)PERMISSION_ACCOUNT_WRITE | ACCOUNT_BY_SLIP),
	[SECURITY] = PERMISSION_ACCOUNT_WRITE,
	[SLIP_HOLDER] = ACCOUNT_BY_SLIP,
};

/* Every state and event: where it leads, or -1; and who may. All else is refused. */
static const struct outcome {
	enum account_state from;
	enum account_event event;
	int to;
	enum who who;
} outcomes[] = {
	{ ACCOUNT_ACTIVE, ACCOUNT_DISABLE, ACCOUNT_DISABLED, SECURITY },
	{ ACCOUNT_ACTIVE, ACCOUNT_ENABLE, -1, SECURITY },
	{ ACCOUNT_ACTIVE, ACCOUNT_ACTIVATE, -1, SLIP_HOLDER },
	{ ACCOUNT_DISABLED, ACCOUNT_DISABLE, -1, SECURITY },
	{ ACCOUNT_DISABLED, ACCOUNT_ENABLE, ACCOUNT_WAITING, SECURITY },
	{ ACCOUNT_DISABLED, ACCOUNT_ACTIVATE, -1, SLIP_HOLDER },
	{ ACCOUNT_WAITING, ACCOUNT_DISABLE, ACCOUNT_DISABLED, SECURITY },
	{ ACCOUNT_WAITING, ACCOUNT_ENABLE, -1, SECURITY },
	{ ACCOUNT_WAITING, ACCOUNT_ACTIVATE, ACCOUNT_ACTIVE, SLIP_HOLDER },
};

static struct account_asker asker_of(const struct fixture *fixture, int64_t account_id)
{
	return (struct account_asker){ .db = fixture->db,
				       .jurisdiction_id = fixture->jurisdiction_id,
				       .account_id = account_id,
				       .permissions = PERMISSION_ACCOUNT_WRITE,
				       .day = FIXTURE_TODAY };
}

static void check_outcomes(struct db *db, void *context)
{
	struct fixture fixture;
	(void)context;
	fixture_open(db, &fixture);
	struct account_asker asker = asker_of(&fixture, 8);
	assert_int_equal(ARRAY_LENGTH(outcomes), ACCOUNT_STATE_COUNT * ACCOUNT_EVENT_COUNT);
	for (size_t i = 0; i < ARRAY_LENGTH(outcomes) * WHO_COUNT; i++) {
		const struct outcome *outcome = &outcomes[i / WHO_COUNT];
		enum who who = (enum who)(i % WHO_COUNT);
		struct account account = { .head = { .id = 9 }, .state = (int)outcome->from };
		struct error err = { 0 };
		int expected = outcome->to < 0	      ? -ERR_STATE
			       : who == outcome->who ? 0
						     : -ERR_DENIED;
		asker.permissions = permissions_of[who];
		assert_int_equal(account_apply(&account, outcome->event, &asker, &err), expected);
		assert_int_equal(account.state, expected ? (int)outcome->from : outcome->to);
		assert_true(!expected || (err.en[0] && err.zh[0]));
	}
	fixture_close(&fixture);
}

static void every_state_and_event(void **state)
{
	(void)state;
	test_engines_each(check_outcomes, NULL);
}

static void check_guard(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	(void)context;
	fixture_open(db, &fixture);
	int64_t security = fixture_account(&fixture, "security", "Ab3$xyzw!", 0);
	fixture_grant(&fixture, security, ROLE_SECURITY_ADMINISTRATOR, 0);
	struct account account = { .head = { .id = security } };
	struct account_asker self = asker_of(&fixture, security), other = asker_of(&fixture, 8);
	assert_int_equal(account_apply(&account, ACCOUNT_DISABLE, &self, &err), -ERR_RULE);
	assert_string_equal(err.en, "Nobody disables their own account.");
	assert_string_equal(err.zh, "不能停用自己的账号。");
	assert_int_equal(account_apply(&account, ACCOUNT_DISABLE, &other, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "appoint another one first"));
	assert_int_equal(account.state, ACCOUNT_ACTIVE);
	int64_t second = fixture_account(&fixture, "second", "Ab3$xyzw!", 0);
	fixture_grant(&fixture, second, ROLE_SECURITY_ADMINISTRATOR, 0);
	TEST_OK(account_apply(&account, ACCOUNT_DISABLE, &other, &err));
	assert_int_equal(account.state, ACCOUNT_DISABLED);
	fixture_close(&fixture);
}

static void somebody_stays_who_can_give_roles(void **state)
{
	(void)state;
	test_engines_each(check_guard, NULL);
}

static void buttons_follow_the_table(void **state)
{
	static const enum account_event offered[ACCOUNT_STATE_COUNT] = {
		[ACCOUNT_ACTIVE] = ACCOUNT_DISABLE,
		[ACCOUNT_DISABLED] = ACCOUNT_ENABLE,
		[ACCOUNT_WAITING] = ACCOUNT_DISABLE,
	};
	const struct transition *rows[ACCOUNT_EVENT_COUNT];
	(void)state;
	for (int from = 0; from < ACCOUNT_STATE_COUNT; from++) {
		assert_int_equal(transition_offers(&account_life, from, PERMISSION_ACCOUNT_WRITE,
						   rows, ACCOUNT_EVENT_COUNT),
				 1);
		assert_int_equal(rows[0]->event, offered[from]);
		assert_int_equal(transition_offers(&account_life, from, PERMISSION_ACCOUNT_READ,
						   rows, ACCOUNT_EVENT_COUNT),
				 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(somebody_stays_who_can_give_roles),
		cmocka_unit_test(buttons_follow_the_table),
	};
	return cmocka_run_group_tests_name("people/account_state", tests, NULL, NULL);
}
