/*
 * test_rights.c - who may do what to which object: every role, every permission, every reach.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/rights.h"

enum { PERMISSIONS = 36, ACCOUNT = 7, PERSON = 70, OWN = 100, BELOW = 101, ROOT = 1, OTHER = 200 };

static const char *const permission_names[PERMISSIONS] = {
	"logged in",	"unit read",   "unit write",  "person read",  "person write",  "result read",
	"derivation",	"score write", "entry write", "import",	      "scheme read",   "scheme adopt",
	"ledger read",	"act read",    "account read", "account write", "system",      "export",
	"result manage", "objection raise", "proposal read", "proposal decide", "token", "depute",
	"evidence read", "evidence write", "plan read", "plan manage", "plan respond", "plan review",
	"letter read", "letter manage", "meeting read", "meeting manage", "archive read",
	"examination manage",
};

/* As a person would write it on paper, one letter per permission in the order above:
 * o open, everywhere whatever the scope; u the grant's unit and below; s about themself; b both; - never. */
static const char *const expected[ROLE_COUNT] = {
	[ROLE_OFFICE] = "ouuuuouuuuouo----uu-u-oouuou-uuuouuu",
	[ROLE_LEADER] = "ou-u-ou---o-o----u--uuoou-o---u-o-u-",
	[ROLE_UNIT_HEAD] = "ou-u-ou---o-o------b---ouuo-u-u-o---",
	[ROLE_LIAISON] = "ou-u-ou---o-o------b---ouuo-u---o---",
	[ROLE_CADRE] = "ou-s-os---o-o------s---ouuo-----o---",
	[ROLE_INSPECTOR] = "ou-u-ouu--o-o----------ou-o--uu-o---",
	[ROLE_ORGANISATION] = "ou-u-ou---o-o---------oo--o---u-o-u-",
	[ROLE_SYSTEM_ADMINISTRATOR] = "o-----------o---u-------------------",
	[ROLE_SECURITY_ADMINISTRATOR] = "o-----------o-uu--------------------",
	[ROLE_AUDIT_ADMINISTRATOR] = "o-----------ouu---------------------",
};

static const bool reading[PERMISSIONS] = { [1] = true, [3] = true, [5] = true, [6] = true };

static struct rights rights_of(enum role role, int64_t unit_id)
{
	return (struct rights){ .jurisdiction_id = 1,
				.account_id = ACCOUNT,
				.person_id = PERSON,
				.grants = { { .role = role, .unit_id = unit_id } },
				.count = 1 };
}

static const struct place {
	const char *name;
	struct rights_object object;
	bool own_unit, self;
} places[] = {
	{ "the own unit", { 0, { OWN, ROOT }, 2 }, true, false },
	{ "a unit below the own", { 0, { BELOW, OWN, ROOT }, 3 }, true, false },
	{ "another unit", { 0, { OTHER, ROOT }, 2 }, false, false },
	{ "the unit above", { 0, { ROOT }, 1 }, false, false },
	{ "a person of the own unit", { 71, { OWN, ROOT }, 2 }, true, false },
	{ "a person of another unit", { 71, { OTHER, ROOT }, 2 }, false, false },
	{ "themself, now in another unit", { PERSON, { OTHER, ROOT }, 2 }, false, true },
	{ "the whole jurisdiction", { 0, { 0 }, 0 }, false, false },
};

static void scoped_grant_reaches_what_the_matrix_says(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++)
		for (int bit = 0; bit < PERMISSIONS; bit++)
			for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
				const struct rights rights = rights_of((enum role)role, OWN);
				char letter = expected[role][bit];
				bool unit = letter == 'u' || letter == 'b';
				bool self = letter == 's' || letter == 'b' ||
					    (letter != '-' && reading[bit]);
				bool wanted = letter == 'o' || (unit && places[i].own_unit) ||
					      (self && places[i].self);
				bool given = rights_check(&rights, (permission_set)1 << bit,
							  &places[i].object);
				if (given != wanted)
					fail_msg("%s of a unit, %s, on %s: %s",
						 role_name((enum role)role), permission_names[bit],
						 places[i].name, given ? "allowed" : "refused");
			}
}

static void unscoped_grant_reaches_everything_unless_the_role_needs_a_unit(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++)
		for (int bit = 0; bit < PERMISSIONS; bit++) {
			const struct rights rights = rights_of((enum role)role, 0);
			permission_set permission = (permission_set)1 << bit;
			char letter = expected[role][bit];
			bool wanted = letter == 'o' ||
				      (letter == 'u' && !role_needs_unit((enum role)role));
			if (rights_check(&rights, permission, &places[2].object) != wanted ||
			    rights_has_everywhere(&rights, permission) != wanted)
				fail_msg("%s, %s, without a unit", role_name((enum role)role),
					 permission_names[bit]);
		}
}

static void menus_show_what_any_grant_gives(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct rights rights = rights_of((enum role)role, OWN);
		for (int bit = 0; bit < PERMISSIONS; bit++)
			assert_int_equal((rights_permissions(&rights) >> bit) & 1,
					 expected[role][bit] != '-');
	}
}

static void an_account_without_grants_sees_only_the_ledger(void **state)
{
	(void)state;
	const struct rights rights = { .jurisdiction_id = 1, .account_id = ACCOUNT };
	const struct rights nobody = { .jurisdiction_id = 1 };
	assert_int_equal(rights_permissions(&rights),
			 PERMISSION_LOGGED_IN | PERMISSION_LEDGER_READ);
	assert_int_equal(rights_permissions(&nobody), 0);
	assert_true(rights_check(&rights, PERMISSION_LEDGER_READ, &places[2].object));
	assert_false(rights_check(&rights, PERMISSION_UNIT_READ, &places[0].object));
	assert_false(rights_check(&nobody, PERMISSION_LOGGED_IN, &places[0].object));
	assert_true(rights_check(&nobody, PERMISSION_PUBLIC, &places[0].object));
}

/* An object about nobody is not about an account that is nobody's. */
static void nobody_is_not_themself(void **state)
{
	(void)state;
	struct rights rights = rights_of(ROLE_CADRE, OWN);
	rights.person_id = 0;
	assert_false(rights_check(&rights, PERMISSION_PERSON_READ, &places[2].object));
}

static void administrators_are_apart_from_all_others(void **state)
{
	(void)state;
	for (int a = 0; a < ROLE_COUNT; a++)
		for (int b = 0; b < ROLE_COUNT; b++) {
			bool wanted = a != b && (a >= ROLE_SYSTEM_ADMINISTRATOR ||
						 b >= ROLE_SYSTEM_ADMINISTRATOR);
			assert_int_equal(role_conflict((enum role)a, (enum role)b), wanted);
		}
	const permission_set business = PERMISSION_UNIT_READ | PERMISSION_UNIT_WRITE |
				  PERMISSION_PERSON_READ | PERMISSION_PERSON_WRITE |
				  PERMISSION_RESULT_READ | PERMISSION_DERIVATION_READ |
				  PERMISSION_SCORE_WRITE | PERMISSION_ENTRY_WRITE |
				  PERMISSION_IMPORT | PERMISSION_SCHEME_ADOPT | PERMISSION_EXPORT;
	for (int role = 0; role < ROLE_COUNT; role++) {
		bool administrator = role >= ROLE_SYSTEM_ADMINISTRATOR;
		assert_int_equal(role_is_administrator((enum role)role), administrator);
		if (administrator)
			assert_int_equal(role_permissions((enum role)role) & business, 0);
		else
			assert_int_equal(role_permissions((enum role)role) &
						 (PERMISSION_SYSTEM | PERMISSION_ACCOUNT_READ |
						  PERMISSION_ACCOUNT_WRITE | PERMISSION_ACT_READ),
					 0);
	}
}

static void an_act_is_done_in_the_strongest_role(void **state)
{
	(void)state;
	const struct rights rights = { .account_id = ACCOUNT,
				       .grants = { { .role = ROLE_CADRE, .unit_id = OWN },
						   { .role = ROLE_INSPECTOR },
						   { .role = ROLE_OFFICE } },
				       .count = 3 };
	assert_int_equal(rights_acting_role(&rights, PERMISSION_SCORE_WRITE), ROLE_OFFICE);
	assert_int_equal(rights_acting_role(&rights, PERMISSION_SYSTEM), ROLE_COUNT);
	struct rights inspector = rights;
	inspector.count = 2;
	assert_int_equal(rights_acting_role(&inspector, PERMISSION_SCORE_WRITE), ROLE_INSPECTOR);
}

static void names_and_labels_are_complete(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++) {
		assert_int_equal(role_from_name(str_from(role_name((enum role)role))), role);
		assert_int_not_equal(role_label((enum role)role), MESSAGE_NONE);
	}
	assert_int_equal(role_from_name(STR("emperor")), -1);
	assert_null(role_choices[ROLE_COUNT].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scoped_grant_reaches_what_the_matrix_says),
		cmocka_unit_test(unscoped_grant_reaches_everything_unless_the_role_needs_a_unit),
		cmocka_unit_test(menus_show_what_any_grant_gives),
		cmocka_unit_test(an_account_without_grants_sees_only_the_ledger),
		cmocka_unit_test(nobody_is_not_themself),
		cmocka_unit_test(administrators_are_apart_from_all_others),
		cmocka_unit_test(an_act_is_done_in_the_strongest_role),
		cmocka_unit_test(names_and_labels_are_complete),
	};
	return cmocka_run_group_tests_name("people/rights", tests, NULL, NULL);
}
