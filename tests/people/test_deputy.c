/*
 * test_deputy.c - deputies: every event in every state, who may be one, and what it gives on which day.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/deputy.h"
#include "people/rights_load.h"

#define OVER { -ERR_STATE, -ERR_STATE, -ERR_STATE, -ERR_STATE }

/* Who asks: the represented, the deputy, somebody else, the program. */
enum asker { REPRESENTED, DEPUTY, OTHER, PROGRAM, ASKER_COUNT };

static void every_event_in_every_state(void **state)
{
	static const int64_t accounts[ASKER_COUNT] = { 1, 2, 3, 0 };
	static const int answers[DEPUTY_STATE_COUNT][DEPUTY_EVENT_COUNT][ASKER_COUNT] = {
		[DEPUTY_NAMED] = { [DEPUTY_DECLINE] = { -ERR_RULE, 0, -ERR_RULE, -ERR_RULE },
				   [DEPUTY_REVOKE] = { 0, -ERR_RULE, -ERR_RULE, 0 } },
		[DEPUTY_DECLINED] = { [DEPUTY_DECLINE] = OVER, [DEPUTY_REVOKE] = OVER },
		[DEPUTY_REVOKED] = { [DEPUTY_DECLINE] = OVER, [DEPUTY_REVOKE] = OVER },
	};
	static const int leads_to[DEPUTY_EVENT_COUNT] = { [DEPUTY_DECLINE] = DEPUTY_DECLINED,
							  [DEPUTY_REVOKE] = DEPUTY_REVOKED };
	(void)state;
	for (int from = 0; from < DEPUTY_STATE_COUNT; from++)
		for (int event = 0; event < DEPUTY_EVENT_COUNT; event++)
			for (int who = 0; who < ASKER_COUNT; who++) {
				struct error err;
				enum deputy_event what = (enum deputy_event)event;
				struct deputy deputy = { .account_id = 1, .deputy_id = 2,
							 .state = from };
				struct deputy_asker asker = { accounts[who], PERMISSION_LOGGED_IN };
				int code = deputy_apply(&deputy, what, &asker, &err);
				if (code != answers[from][event][who])
					fail_msg("state %d event %d asker %d gives %d", from, event,
						 who, code);
				assert_int_equal(deputy.state, code ? from : leads_to[event]);
				asker.permissions = 0;
				deputy.state = from;
				assert_true(deputy_apply(&deputy, what, &asker, &err) < 0);
			}
}

static void kinds_are_permissions(void **state)
{
	(void)state;
	assert_int_equal(deputy_permissions(STR("")), 0);
	assert_int_equal(deputy_permissions(STR("nothing")), 0);
	assert_true(deputy_permissions(STR("score")) & PERMISSION_SCORE_WRITE);
	assert_true(deputy_permissions(STR("score")) & PERMISSION_UNIT_READ);
	assert_false(deputy_permissions(STR("score")) & PERMISSION_ENTRY_WRITE);
	permission_set all = 0;
	for (const struct deputy_kind *kind = deputy_kinds; kind->name; kind++)
		all |= deputy_permissions(str_from(kind->name));
	assert_false(all & (PERMISSION_SYSTEM | PERMISSION_ACCOUNT_READ | PERMISSION_ACCOUNT_WRITE |
			    PERMISSION_ACT_READ | PERMISSION_DEPUTE | PERMISSION_TOKEN |
			    PERMISSION_SCHEME_ADOPT));
}

struct place {
	struct fixture fixture;
	int64_t town, chief_person, deputy_person, chief, deputy, audit, third;
};

static void open_place(struct db *db, struct place *place)
{
	fixture_open(db, &place->fixture);
	struct fixture *fixture = &place->fixture;
	int64_t root = fixture_unit(fixture, "R", "甲市", 0);
	place->town = fixture_unit(fixture, "T1", "丁镇", root);
	place->chief_person = fixture_person(fixture, "P1", "张三");
	place->deputy_person = fixture_person(fixture, "P2", "李四");
	fixture_post(fixture, place->chief_person, place->town, 100, CIVIL_NO_DAY);
	place->chief = fixture_account(fixture, "chief", "a long enough secret", place->chief_person);
	place->deputy = fixture_account(fixture, "second", "a long enough secret", place->deputy_person);
	place->audit = fixture_account(fixture, "audit", "a long enough secret", 0);
	place->third = fixture_account(fixture, "third", "a long enough secret", 0);
	fixture_grant(fixture, place->chief, ROLE_OFFICE, 0);
	fixture_grant(fixture, place->deputy, ROLE_CADRE, place->town);
	fixture_grant(fixture, place->audit, ROLE_AUDIT_ADMINISTRATOR, 0);
	fixture_grant(fixture, place->third, ROLE_CADRE, place->town);
}

static int name_deputy(struct place *place, struct deputy deputy, int64_t *out_id, struct error *out_err)
{
	struct fixture *fixture = &place->fixture;
	struct error err;
	struct rights own;
	struct act act;
	TEST_OK(rights_load(fixture->db, fixture->jurisdiction_id, deputy.account_id, FIXTURE_TODAY, &own,
			    &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	int code = deputy_create(&act, &deputy, &own, out_err);
	if (code)
		fixture_roll_back(fixture);
	else
		fixture_commit(fixture, &act);
	if (out_id)
		*out_id = deputy.head.id;
	return code;
}

static struct deputy usual(const struct place *place)
{
	return (struct deputy){ .account_id = place->chief, .deputy_id = place->deputy,
				.from_day = FIXTURE_TODAY + 1, .to_day = FIXTURE_TODAY + 3,
				.acts = STR("score register"), .reason = STR("出差") };
}

static void check_naming(struct db *db, void *context)
{
	struct place place;
	struct error err;
	(void)context;
	open_place(db, &place);
	struct deputy cases[9];
	static const int codes[9] = { -ERR_RULE, -ERR_RULE, -ERR_INVALID, -ERR_INVALID, -ERR_INVALID,
				      -ERR_INVALID, -ERR_INVALID, -ERR_INVALID, -ERR_INVALID };
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		cases[i] = usual(&place);
	cases[0].deputy_id = place.chief;		/* oneself */
	cases[1].deputy_id = place.audit;		/* an administrator */
	cases[2].deputy_id = 4711;
	cases[3].from_day = FIXTURE_TODAY - 1;
	cases[4].to_day = FIXTURE_TODAY;		/* before the first day */
	cases[5].acts = STR("score nonsense");
	cases[6].acts = STR_EMPTY;
	cases[7].reason = STR_EMPTY;
	cases[8].account_id = place.deputy;		/* a cadre scores nothing */
	cases[8].deputy_id = place.third;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int code = name_deputy(&place, cases[i], NULL, &err);
		if (code != codes[i])
			fail_msg("case %zu gives %d (%s)", i, code, err.en);
	}
	TEST_OK(name_deputy(&place, usual(&place), NULL, &err));
	assert_int_equal(name_deputy(&place, usual(&place), NULL, &err), -ERR_RULE); /* twice */
	fixture_close(&place.fixture);
}

static void who_may_be_a_deputy(void **state)
{
	(void)state;
	test_engines_each(check_naming, NULL);
}

static struct rights rights_on(struct place *place, int64_t account_id, int32_t day)
{
	struct error err;
	struct rights rights;
	TEST_OK(rights_load(place->fixture.db, place->fixture.jurisdiction_id, account_id, day, &rights,
			    &err));
	return rights;
}

static void check_rights(struct db *db, void *context)
{
	struct place place;
	struct error err;
	struct act act;
	struct deputy deputy;
	int64_t id;
	(void)context;
	open_place(db, &place);
	struct fixture *fixture = &place.fixture;
	TEST_OK(name_deputy(&place, usual(&place), &id, &err));
	static const struct {
		int32_t day;
		bool stands;
	} days[] = { { 0, false }, { 1, true }, { 3, true }, { 4, false } };
	for (size_t i = 0; i < ARRAY_LENGTH(days); i++) {
		struct rights rights = rights_on(&place, place.deputy, FIXTURE_TODAY + days[i].day);
		permission_set may = rights_permissions(&rights);
		assert_int_equal(!!(may & PERMISSION_SCORE_WRITE), days[i].stands);
		assert_int_equal(!!(may & PERMISSION_UNIT_WRITE), days[i].stands);
		assert_false(may & (PERMISSION_ENTRY_WRITE | PERMISSION_IMPORT | PERMISSION_RESULT_MANAGE));
		assert_int_equal(rights_acting_for(&rights, PERMISSION_SCORE_WRITE),
				 days[i].stands ? place.chief : 0);
		assert_int_equal(rights_acting_for(&rights, PERMISSION_UNIT_READ), 0); /* own role first */
	}
	struct rights rights = rights_on(&place, place.deputy, FIXTURE_TODAY + 1);
	/* No decision about oneself or about the represented; reading and everybody else are open. */
	const struct rights_object town = { .units = { place.town }, .count = 1 };
	const struct rights_object about_self = { .person_id = place.deputy_person };
	const struct rights_object about_chief = { .person_id = place.chief_person };
	const struct rights_object about_other = { .person_id = 4711 };
	assert_true(rights_check(&rights, PERMISSION_SCORE_WRITE, &town));
	assert_true(rights_check(&rights, PERMISSION_SCORE_WRITE, &about_other));
	assert_false(rights_check(&rights, PERMISSION_SCORE_WRITE, &about_self));
	assert_false(rights_check(&rights, PERMISSION_SCORE_WRITE, &about_chief));
	assert_true(rights_check(&rights, PERMISSION_PERSON_READ, &about_chief));
	assert_int_equal(rights_grant_for(&rights, PERMISSION_SCORE_WRITE, &town)->for_account_id,
			 place.chief);
	/* Never handed on: the deputy's deputy gets the deputy's own roles only. */
	struct deputy second = usual(&place);
	second.account_id = place.deputy;
	second.deputy_id = place.third;
	second.acts = STR("read");
	TEST_OK(name_deputy(&place, second, NULL, &err));
	rights = rights_on(&place, place.third, FIXTURE_TODAY + 1);
	assert_false(rights_permissions(&rights) & PERMISSION_SCORE_WRITE);
	second.acts = STR("score");
	second.from_day = second.to_day = FIXTURE_TODAY + 20;
	assert_int_equal(name_deputy(&place, second, NULL, &err), -ERR_INVALID);
	/* Revoked: gone at once. */
	TEST_OK(record_get(db, &deputy_record, (struct record_key){ fixture->jurisdiction_id, id },
			   fixture->arena, &deputy, &err));
	const struct deputy_asker chief = { place.chief, PERMISSION_LOGGED_IN };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(deputy_apply(&deputy, DEPUTY_REVOKE, &chief, &err));
	TEST_OK(act_update(&act, &deputy_record, &deputy, &err));
	fixture_commit(fixture, &act);
	rights = rights_on(&place, place.deputy, FIXTURE_TODAY + 1);
	assert_false(rights_permissions(&rights) & PERMISSION_SCORE_WRITE);
	fixture_close(fixture);
}

static void rights_follow_kinds_and_days(void **state)
{
	(void)state;
	test_engines_each(check_rights, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state),
		cmocka_unit_test(kinds_are_permissions),
		cmocka_unit_test(who_may_be_a_deputy),
		cmocka_unit_test(rights_follow_kinds_and_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
