/*
 * test_token.c - the form of a token, every state and event, scopes, making and finding one.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/token.h"
#include "people/token_guard.h"
#include "people_fixture.h"

static const struct outcome {
	enum token_state from;
	int64_t account_id; /* who asks; the token is 9's */
	permission_set permissions;
	int code;
} outcomes[] = {
	{ TOKEN_ACTIVE, 9, PERMISSION_TOKEN, 0 },
	{ TOKEN_ACTIVE, 8, PERMISSION_ACCOUNT_WRITE, 0 },
	{ TOKEN_ACTIVE, 8, PERMISSION_TOKEN, -ERR_NOT_FOUND },
	{ TOKEN_ACTIVE, 9, ~(PERMISSION_TOKEN | PERMISSION_ACCOUNT_WRITE), -ERR_DENIED },
	{ TOKEN_REVOKED, 9, PERMISSION_TOKEN, -ERR_STATE },
	{ TOKEN_REVOKED, 8, PERMISSION_ACCOUNT_WRITE, -ERR_STATE },
	{ TOKEN_REVOKED, 8, PERMISSION_TOKEN, -ERR_STATE },
	{ TOKEN_REVOKED, 9, 0, -ERR_STATE },
};

static void every_state_and_event(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_LENGTH(outcomes), TOKEN_STATE_COUNT * TOKEN_EVENT_COUNT * 4);
	for (size_t i = 0; i < ARRAY_LENGTH(outcomes); i++) {
		const struct outcome *one = &outcomes[i];
		const struct token_asker asker = { one->account_id, one->permissions };
		struct token token = { .account_id = 9, .state = (int)one->from };
		struct error err = { 0 };

		assert_int_equal(token_apply(&token, TOKEN_REVOKE, &asker, &err), one->code);
		assert_int_equal(token.state, one->code ? one->from : TOKEN_REVOKED);
		assert_int_equal(err.en[0] != 0 && err.zh[0] != 0, one->code != 0);
	}
}

static void the_form_is_checked(void **state)
{
	static const struct {
		const char *text;
		bool formed;
	} cases[] = {
		{ "lz_00000000000000000000000000000000000000000000000000003zs4tx3", false },
		{ "", false },
		{ "lz_", false },
		{ "Bearer", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_int_equal(token_is_formed(str_from(cases[i].text)), cases[i].formed);
}

/* No scope, nor all of them, holds what only a logged-in person does. */
static void scopes_hold_no_administration(void **state)
{
	const permission_set never = PERMISSION_LOGGED_IN | PERMISSION_ACT_READ |
			       PERMISSION_ACCOUNT_READ | PERMISSION_ACCOUNT_WRITE |
			       PERMISSION_SYSTEM | PERMISSION_TOKEN | PERMISSION_DEPUTE |
			       PERMISSION_SCHEME_ADOPT | PERMISSION_RESULT_MANAGE |
			       PERMISSION_PROPOSAL_DECIDE | PERMISSION_OBJECTION_RAISE;
	permission_set all = token_scope_permissions(STR(""));
	struct error err;

	(void)state;
	assert_int_equal(all, PERMISSION_LEDGER_READ);
	for (const struct token_scope *one = token_scopes; one->name; one++)
		all |= token_scope_permissions(str_from(one->name));
	assert_int_equal(all & never, 0);
	assert_int_equal(token_scope_permissions(STR("nothing \xff  registers")),
			 PERMISSION_LEDGER_READ | PERMISSION_UNIT_READ | PERMISSION_PERSON_READ);
	assert_int_equal(token_scope_check(STR("registers import"), PERMISSION_UNIT_READ, &err),
			 -ERR_INVALID);
	assert_string_equal(err.found, "import");
	TEST_OK(token_scope_check(STR("registers"), PERMISSION_UNIT_READ, &err));
}

static void rights_are_cut_down(void **state)
{
	struct rights rights = { .account_id = 1, .count = 1,
				 .grants = { { .role = ROLE_OFFICE } },
				 .withheld = ~token_scope_permissions(STR("registers")) };
	const struct rights_object object = { .units = { 5 }, .count = 1 };

	(void)state;
	assert_int_equal(rights_permissions(&rights), PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
							      PERMISSION_LEDGER_READ);
	assert_true(rights_check(&rights, PERMISSION_UNIT_READ, &object));
	assert_false(rights_check(&rights, PERMISSION_UNIT_WRITE, &object));
	assert_false(rights_check(&rights, PERMISSION_LOGGED_IN, &object));
	assert_false(rights_has_everywhere(&rights, PERMISSION_IMPORT));
	assert_int_equal(rights_acting_role(&rights, PERMISSION_UNIT_WRITE), ROLE_COUNT);
	/* In a unit, and about themself. */
	rights.grants[0] = (struct role_scope){ .role = ROLE_UNIT_HEAD, .unit_id = 5 };
	assert_true(rights_check(&rights, PERMISSION_UNIT_READ, &object));
	assert_false(rights_check(&rights, PERMISSION_DERIVATION_READ, &object));
	/* Nothing of what its account does as a deputy. */
	rights.grants[0] = (struct role_scope){ .role = ROLE_OFFICE, .for_account_id = 2,
						.only = PERMISSION_UNIT_READ };
	assert_false(rights_check(&rights, PERMISSION_UNIT_READ, &object));
	rights.withheld = 0;
	assert_true(rights_check(&rights, PERMISSION_UNIT_READ, &object));
}

static int make(struct fixture *fixture, struct token token, char text[TOKEN_TEXT_BYTES],
		struct error *err)
{
	struct act act;
	int rc;

	fixture_begin(fixture, 0, &act);
	rc = token_create(&act, &token, role_permissions(ROLE_OFFICE), text, err);
	if (rc == 0)
		fixture_commit(fixture, &act);
	else
		fixture_roll_back(fixture);
	return rc;
}

static void check_life(struct db *db, void *context)
{
	struct fixture fixture;
	struct session session;
	struct rights rights;
	struct error err = { 0 };
	char text[TOKEN_TEXT_BYTES];
	int32_t used_day = 0;

	(void)context;
	fixture_open(db, &fixture);
	int64_t office = fixture_account(&fixture, "office", "Ab3$xyzw!", 0);
	struct token token = { .account_id = office, .name = STR("甲系统"), .purpose = STR("示例"),
			       .scope = STR("registers"), .expires_day = token_today() + 5 };
	TEST_OK(make(&fixture, token, text, &err));
	assert_true(token_is_formed(str_from(text)));
	assert_int_equal(strlen(text), TOKEN_TEXT_BYTES - 1);
	assert_int_equal(token_find(db, str_from(text), &session, &rights, &used_day, &err),
			 -ERR_LOGIN); /* an account without a role has no tokens */
	fixture_grant(&fixture, office, ROLE_OFFICE, 0);
	TEST_OK(token_find(db, str_from(text), &session, &rights, &used_day, &err));
	assert_int_equal(session.account_id, office);
	assert_int_equal(used_day, CIVIL_NO_DAY);
	assert_false(session_csrf_check(&session, STR("")));
	clock_fix(FIXTURE_NOW_MS + INT64_C(6) * 86400000);
	assert_int_equal(token_find(db, str_from(text), &session, &rights, &used_day, &err),
			 -ERR_LOGIN);
	assert_non_null(strstr(err.en, "expired"));
	clock_fix(FIXTURE_NOW_MS);
	text[10] = text[10] == '0' ? '1' : '0';
	assert_int_equal(token_find(db, str_from(text), &session, &rights, &used_day, &err),
			 -ERR_LOGIN);
	assert_non_null(strstr(err.en, "typing error"));
	fixture_close(&fixture);
}

static void making_and_finding(void **state)
{
	(void)state;
	test_engines_each(check_life, NULL);
}

static void check_bounds(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	char text[TOKEN_TEXT_BYTES];

	(void)context;
	fixture_open(db, &fixture);
	struct token good = { .account_id = fixture_account(&fixture, "office", "Ab3$xyzw!", 0),
			      .name = STR("a"), .purpose = STR("b"), .scope = STR("registers"),
			      .expires_day = token_today() + TOKEN_DAYS_DEFAULT };
	struct token bad[] = { good, good, good, good, good };
	const char *const fields[] = { "name", "purpose", "scope", "expires_day", "expires_day" };

	bad[0].name = STR_EMPTY;
	bad[1].purpose = STR_EMPTY;
	bad[2].scope = STR("everything");
	bad[3].expires_day++;
	bad[4].expires_day = token_today() - 1;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		assert_int_equal(make(&fixture, bad[i], text, &err), -ERR_INVALID);
		assert_string_equal(err.field, fields[i]);
	}
	for (int i = 0; i < TOKEN_ACTIVE_MAXIMUM; i++)
		TEST_OK(make(&fixture, good, text, &err));
	assert_int_equal(make(&fixture, good, text, &err), -ERR_RULE);
	fixture_close(&fixture);
}

static void bounds(void **state)
{
	(void)state;
	test_engines_each(check_bounds, NULL);
}

static void the_guard_counts_by_network(void **state)
{
	struct token_guard *guard = token_guard_new();
	struct hash known = hash_of(STR("known")), other = hash_of(STR("other"));
	struct str network = STR("2001:db8::1"), neighbour = STR("2001:db8::2");

	(void)state;
	assert_non_null(guard);
	token_guard_worked(guard, &known);
	for (int i = 0; i < TOKEN_GUARD_FAILURES; i++) {
		assert_int_equal(token_guard_wait(guard, network, &other), 0);
		token_guard_failed(guard, network);
	}
	assert_in_range(token_guard_wait(guard, neighbour, &other), 1, 60);
	assert_int_equal(token_guard_wait(guard, network, &known), 0);
	assert_int_equal(token_guard_wait(guard, STR("192.0.2.1"), &other), 0);
	token_guard_free(guard);
	token_guard_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(the_form_is_checked),
		cmocka_unit_test(scopes_hold_no_administration),
		cmocka_unit_test(rights_are_cut_down),
		cmocka_unit_test(making_and_finding),
		cmocka_unit_test(bounds),
		cmocka_unit_test(the_guard_counts_by_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
