/*
 * test_security_policy.c - what each profile allows, and which policy is in force on a day.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"

static const struct policy_case {
	enum password_profile profile;
	int64_t length, rotation, history, slip, idle, absolute, again;
	const char *field; /* NULL: accepted */
} cases[] = {
	{ PASSWORD_ASVS, 12, 0, 0, 7, 15, 8, 10, NULL },
	{ PASSWORD_ASVS, 8, 0, 0, 1, 1, 1, 1, NULL },
	{ PASSWORD_ASVS, 64, 0, 0, 90, 60, 24, 60, NULL },
	{ PASSWORD_ASVS, 7, 0, 0, 7, 15, 8, 10, "minimum_length" },
	{ PASSWORD_ASVS, 65, 0, 0, 7, 15, 8, 10, "minimum_length" },
	{ PASSWORD_ASVS, 12, 90, 0, 7, 15, 8, 10, "rotation_days" },
	{ PASSWORD_ASVS, 12, 0, 5, 7, 15, 8, 10, "history_count" },
	{ PASSWORD_DJBH3, 10, 90, 5, 7, 15, 8, 10, NULL },
	{ PASSWORD_DJBH3, 8, 180, 24, 7, 15, 8, 10, NULL },
	{ PASSWORD_DJBH3, 10, 0, 5, 7, 15, 8, 10, "rotation_days" },
	{ PASSWORD_DJBH3, 10, 181, 5, 7, 15, 8, 10, "rotation_days" },
	{ PASSWORD_DJBH3, 10, 90, 0, 7, 15, 8, 10, "history_count" },
	{ PASSWORD_DJBH3, 10, 90, 25, 7, 15, 8, 10, "history_count" },
	{ PASSWORD_ASVS, 12, 0, 0, 0, 15, 8, 10, "slip_days" },
	{ PASSWORD_ASVS, 12, 0, 0, 91, 15, 8, 10, "slip_days" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 0, 8, 10, "idle_minutes" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 61, 8, 10, "idle_minutes" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 15, 0, 10, "absolute_hours" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 15, 25, 10, "absolute_hours" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 15, 8, 0, "reauthentication_minutes" },
	{ PASSWORD_ASVS, 12, 0, 0, 7, 15, 8, 61, "reauthentication_minutes" },
};

static struct security_policy policy_of(const struct policy_case *one)
{
	return (struct security_policy){ .from_day = FIXTURE_TODAY,
					 .profile = (int)one->profile,
					 .minimum_length = one->length,
					 .rotation_days = one->rotation,
					 .history_count = one->history,
					 .slip_days = one->slip,
					 .idle_minutes = one->idle,
					 .absolute_hours = one->absolute,
					 .reauthentication_minutes = one->again };
}

static void profiles_have_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct security_policy policy = policy_of(&cases[i]);
		struct error err = { 0 };
		int code = security_policy_check(&policy, &err);
		if ((code == 0) != !cases[i].field)
			fail_msg("case %zu: %s", i, err.en);
		if (code)
			assert_string_equal(err.field, cases[i].field);
	}
}

static void add(struct fixture *fixture, int32_t from_day, int64_t minimum_length)
{
	struct security_policy policy = SECURITY_POLICY_DEFAULT;
	struct error err;
	struct act act;
	policy.from_day = from_day;
	policy.minimum_length = minimum_length;
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(act_create(&act, &security_policy_record, &policy, &err));
	fixture_commit(fixture, &act);
}

static void check_in_force(struct db *db, void *context)
{
	static const struct {
		int32_t day;
		int64_t length;
	} days[] = { { FIXTURE_TODAY - 1, 12 }, { FIXTURE_TODAY, 14 },	  { FIXTURE_TODAY + 9, 14 },
		     { FIXTURE_TODAY + 10, 16 }, { FIXTURE_TODAY + 999, 16 } };
	struct fixture fixture;
	struct security_policy policy;
	struct error err;
	(void)context;
	fixture_open(db, &fixture);
	add(&fixture, FIXTURE_TODAY + 10, 16);
	add(&fixture, FIXTURE_TODAY, 14);
	for (size_t i = 0; i < ARRAY_LENGTH(days); i++) {
		TEST_OK(security_policy_find(db, fixture.jurisdiction_id, days[i].day, &policy,
					     &err));
		assert_int_equal(policy.minimum_length, days[i].length);
	}
	TEST_OK(security_policy_find(db, fixture.jurisdiction_id + 1, FIXTURE_TODAY, &policy, &err));
	assert_int_equal(policy.minimum_length, SECURITY_POLICY_DEFAULT.minimum_length);
	fixture_close(&fixture);
}

static void the_latest_that_has_begun_is_in_force(void **state)
{
	(void)state;
	test_engines_each(check_in_force, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(profiles_have_bounds),
		cmocka_unit_test(the_latest_that_has_begun_is_in_force),
	};
	return cmocka_run_group_tests_name("people/security_policy", tests, NULL, NULL);
}
