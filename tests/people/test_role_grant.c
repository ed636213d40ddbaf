/*
 * test_role_grant.c - which roles an account may hold together, in the act and in the database.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "people_fixture.h"
#include "people/rights_load.h"

enum { BEFORE = FIXTURE_TODAY - 400, UNTIL = FIXTURE_TODAY - 300, NOW = FIXTURE_TODAY };

static const struct pair {
	const char *name;
	enum role first;
	int32_t first_to;
	enum role second;
	bool in_unit;  /* the second is granted for a unit */
	bool accepted; /* by the act */
	bool stored;   /* by the database when the act is passed by */
} pairs[] = {
	{ "two business roles", ROLE_OFFICE, CIVIL_NO_DAY, ROLE_INSPECTOR, false, true, true },
	{ "liaison of a unit", ROLE_CADRE, CIVIL_NO_DAY, ROLE_LIAISON, true, true, true },
	{ "liaison without a unit", ROLE_OFFICE, CIVIL_NO_DAY, ROLE_LIAISON, false, false, true },
	{ "audit beside system", ROLE_SYSTEM_ADMINISTRATOR, CIVIL_NO_DAY, ROLE_AUDIT_ADMINISTRATOR,
	  false, false, false },
	{ "security beside audit", ROLE_AUDIT_ADMINISTRATOR, CIVIL_NO_DAY,
	  ROLE_SECURITY_ADMINISTRATOR, false, false, false },
	{ "system beside security", ROLE_SECURITY_ADMINISTRATOR, CIVIL_NO_DAY,
	  ROLE_SYSTEM_ADMINISTRATOR, false, false, false },
	{ "administrator in the business", ROLE_OFFICE, CIVIL_NO_DAY, ROLE_SECURITY_ADMINISTRATOR,
	  false, false, false },
	{ "business for an administrator", ROLE_AUDIT_ADMINISTRATOR, CIVIL_NO_DAY, ROLE_OFFICE,
	  false, false, false },
	{ "administrator after the business", ROLE_OFFICE, UNTIL, ROLE_AUDIT_ADMINISTRATOR, false,
	  true, true },
	{ "the same administrator, appointed again", ROLE_AUDIT_ADMINISTRATOR, UNTIL,
	  ROLE_AUDIT_ADMINISTRATOR, false, true, true },
	{ "another administrator's place, later", ROLE_AUDIT_ADMINISTRATOR, UNTIL,
	  ROLE_SYSTEM_ADMINISTRATOR, false, true, true },
	{ "administrator of a unit", ROLE_COUNT, 0, ROLE_SYSTEM_ADMINISTRATOR, true, false, true },
};

static struct role_grant grant_of(int64_t account_id, enum role role, int64_t unit_id,
				  int32_t from_day, int32_t to_day)
{
	return (struct role_grant){ .account_id = account_id,
				    .role = (int)role,
				    .unit_id = unit_id,
				    .from_day = from_day,
				    .to_day = to_day };
}

/* The row alone, as a program error or a careless operator would write it. */
static int store_grant(struct fixture *fixture, struct role_grant grant)
{
	struct act act;
	struct error err;
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	int code = act_create(&act, &role_grant_record, &grant, &err);
	fixture_roll_back(fixture);
	return code;
}

static void check_pairs(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	char login[16];
	(void)context;
	fixture_open(db, &fixture);
	int64_t unit = fixture_unit(&fixture, "T1", "丁镇", 0);
	for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++) {
		const struct pair *pair = &pairs[i];
		snprintf(login, sizeof(login), "user%zu", i);
		struct account account = { .login = str_from(login),
					   .display_name = str_from(login) };
		struct act act;
		fixture_begin(&fixture, fixture.jurisdiction_id, &act);
		TEST_OK(account_create(&act, &account, "no password", &err));
		fixture_commit(&fixture, &act);
		int64_t id = account.head.id;
		if (pair->first != ROLE_COUNT)
			TEST_OK(fixture_try_grant(&fixture,
						  grant_of(id, pair->first,
							   role_needs_unit(pair->first) ? unit : 0,
							   BEFORE, pair->first_to),
						  &err));
		struct role_grant second = grant_of(id, pair->second, pair->in_unit ? unit : 0,
						    NOW, CIVIL_NO_DAY);
		if ((store_grant(&fixture, second) == 0) != pair->stored)
			fail_msg("%s: the database %s it", pair->name,
				 pair->stored ? "refused" : "took");
		int code = fixture_try_grant(&fixture, second, &err);
		if (code != (pair->accepted ? 0 : -ERR_RULE))
			fail_msg("%s: %s %s", pair->name, error_code_name(code), err.en);
	}
	fixture_close(&fixture);
}

static void administrators_stay_apart(void **state)
{
	(void)state;
	test_engines_each(check_pairs, NULL);
}

static void check_load(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct rights rights;
	(void)context;
	fixture_open(db, &fixture);
	int64_t unit = fixture_unit(&fixture, "T1", "丁镇", 0);
	int64_t person = fixture_person(&fixture, "P1", "张三");
	int64_t account = fixture_account(&fixture, "zhang", "Ab3$xyzw!", person);
	TEST_OK(fixture_try_grant(&fixture, grant_of(account, ROLE_LIAISON, unit, BEFORE, UNTIL),
				  &err));
	TEST_OK(fixture_try_grant(
		&fixture, grant_of(account, ROLE_OFFICE, 0, UNTIL, CIVIL_NO_DAY), &err));
	const struct {
		int32_t day;
		size_t count;
	} cases[] = { { BEFORE - 1, 0 }, { BEFORE, 1 }, { UNTIL, 2 }, { UNTIL + 1, 1 } };
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		TEST_OK(rights_load(db, fixture.jurisdiction_id, account, cases[i].day, &rights,
				    &err));
		assert_int_equal(rights.count, cases[i].count);
		assert_int_equal(rights.person_id, person);
	}
	struct account record;
	struct act act;
	TEST_OK(account_find(db, STR("zhang"), fixture.arena, &record, &err));
	record.state = ACCOUNT_DISABLED;
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(account_update(&act, &record, &err));
	fixture_commit(&fixture, &act);
	TEST_OK(rights_load(db, fixture.jurisdiction_id, account, NOW, &rights, &err));
	assert_int_equal(rights.account_id, 0);
	assert_int_equal(rights_permissions(&rights), 0);
	fixture_close(&fixture);
}

static void grants_hold_from_their_first_to_their_last_day(void **state)
{
	(void)state;
	test_engines_each(check_load, NULL);
}

static void check_last_security(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	(void)context;
	fixture_open(db, &fixture);
	int64_t one = fixture_account(&fixture, "one", "Ab3$xyzw!", 0);
	int64_t two = fixture_account(&fixture, "two", "Ab3$xyzw!", 0);
	int64_t three = fixture_account(&fixture, "three", "Ab3$xyzw!", 0);
	int64_t office = fixture_account(&fixture, "office", "Ab3$xyzw!", 0);
	const enum role security = ROLE_SECURITY_ADMINISTRATOR;
	TEST_OK(fixture_try_grant(&fixture, grant_of(one, security, 0, BEFORE, CIVIL_NO_DAY),
				  &err));
	TEST_OK(fixture_try_grant(&fixture, grant_of(office, ROLE_OFFICE, 0, BEFORE, CIVIL_NO_DAY),
				  &err));
	const int64_t jurisdiction = fixture.jurisdiction_id;
	assert_int_equal(role_grant_check_last(db, jurisdiction, one, NOW, &err), -ERR_RULE);
	TEST_OK(role_grant_check_last(db, jurisdiction, office, NOW, &err));
	/* A second one whose time is limited does not keep the office open. */
	TEST_OK(fixture_try_grant(&fixture, grant_of(two, security, 0, BEFORE, NOW), &err));
	assert_int_equal(role_grant_check_last(db, jurisdiction, one, NOW, &err), -ERR_RULE);
	TEST_OK(fixture_try_grant(&fixture, grant_of(three, security, 0, NOW + 1, CIVIL_NO_DAY),
				  &err));
	assert_int_equal(role_grant_check_last(db, jurisdiction, one, NOW, &err), -ERR_RULE);
	TEST_OK(role_grant_check_last(db, jurisdiction, one, NOW + 1, &err));
	fixture_close(&fixture);
}

static void somebody_can_always_give_roles(void **state)
{
	(void)state;
	test_engines_each(check_last_security, NULL);
}

/* Gives the account the audit administrator's role in another jurisdiction, on a connection of its own. */
struct rival {
	const char *where;
	int64_t jurisdiction_id, account_id;
	int code;
	struct error err;
};

static void *grant_elsewhere(void *context)
{
	struct rival *rival = context;
	struct fixture fixture = { .arena = arena_new((size_t)1 << 20),
				   .heads = ledger_heads_new(),
				   .jurisdiction_id = rival->jurisdiction_id };
	if (db_open(rival->where, DB_READ_WRITE, &fixture.db, &rival->err) == 0)
		rival->code = fixture_try_grant(&fixture,
						grant_of(rival->account_id, ROLE_AUDIT_ADMINISTRATOR,
							 0, NOW, CIVIL_NO_DAY),
						&rival->err);
	db_close(fixture.db);
	ledger_heads_free(fixture.heads);
	arena_free(fixture.arena);
	return NULL;
}

/* Two jurisdictions have two locks on PostgreSQL; the account's row keeps the grants apart. */
static void check_at_once(struct test_database *database, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	pthread_t thread;
	struct jurisdiction other = { .code = STR("J2"), .name = STR("乙市"), .name_en = STR("B") };
	(void)context;
	if (database->engine != DB_ENGINE_POSTGRES)
		return; /* SQLite has one writer */
	fixture_open(database->db, &fixture);
	int64_t id = fixture_account(&fixture, "zhang", "Ab3$xyzw!uvw", 0);
	fixture_begin(&fixture, 0, &act);
	TEST_OK(act_create(&act, &jurisdiction_record, &other, &err));
	fixture_commit(&fixture, &act);
	struct rival rival = { database->where, other.head.id, id, 1, { 0 } };
	struct role_grant grant = grant_of(id, ROLE_SYSTEM_ADMINISTRATOR, 0, NOW, CIVIL_NO_DAY);
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(role_grant_create(&act, &grant, &err));
	assert_int_equal(pthread_create(&thread, NULL, grant_elsewhere, &rival), 0);
	usleep(300 * 1000); /* it waits for the row meanwhile, or it has read too early */
	fixture_commit(&fixture, &act);
	pthread_join(thread, NULL);
	assert_int_equal(rival.code, -ERR_RULE);
	assert_non_null(strstr(rival.err.en, "kept apart"));
	fixture_close(&fixture);
}

static void two_jurisdictions_at_once_keep_them_apart(void **state)
{
	(void)state;
	test_databases_each(check_at_once, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(administrators_stay_apart),
		cmocka_unit_test(grants_hold_from_their_first_to_their_last_day),
		cmocka_unit_test(somebody_can_always_give_roles),
		cmocka_unit_test(two_jurisdictions_at_once_keep_them_apart),
	};
	return cmocka_run_group_tests_name("people/role_grant", tests, NULL, NULL);
}
