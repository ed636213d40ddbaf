/*
 * test_person_change.c - posts begin and end, persons leave and return: every act in every state.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/person_change.h"
#include "people/rights_load.h"
#include "people/session.h"

#define DAY (FIXTURE_TODAY - 30)

enum state { IN_POST, WITHOUT_POST, GONE, STATE_COUNT };

struct place {
	struct fixture fixture;
	int64_t town, other, person, post, account;
};

static void open_place(struct db *db, enum state state, struct place *place)
{
	struct error err;
	struct act act;
	fixture_open(db, &place->fixture);
	struct fixture *fixture = &place->fixture;
	int64_t root = fixture_unit(fixture, "R", "甲市", 0);
	place->town = fixture_unit(fixture, "T1", "丁镇", root);
	place->other = fixture_unit(fixture, "T2", "丙镇", root);
	place->person = fixture_person(fixture, "P1", "张三");
	place->post = fixture_post(fixture, place->person, place->town, DAY - 400,
				   state == IN_POST ? CIVIL_NO_DAY : DAY - 200);
	place->account = fixture_account(fixture, "zhang", "a long enough secret", place->person);
	fixture_grant(fixture, place->account, ROLE_UNIT_HEAD, place->town);
	fixture_grant(fixture, place->account, ROLE_INSPECTOR, 0);
	if (state != GONE)
		return;
	struct person person;
	struct person_change change = { .day = DAY - 100, .reason = STR("退休"),
					.reference = STR("甲组〔2009〕1号") };
	TEST_OK(person_find(db, fixture->jurisdiction_id, STR("P1"), fixture->arena, &person, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_leave(&act, &person, &change, &err));
	fixture_commit(fixture, &act);
}

/* Do the act on `day`, in a transaction that is rolled back. */
static int attempt(struct place *place, enum person_change_kind kind, int32_t day, struct error *out_err)
{
	struct fixture *fixture = &place->fixture;
	struct act act;
	struct person person;
	struct post post, new = { .person_id = place->person, .unit_id = place->other,
				  .title = STR("局长"), .level = POST_SECTION,
				  .to_day = CIVIL_NO_DAY };
	struct person_change change = { .day = day, .reason = STR("工作需要"),
					.reference = STR("甲组〔2009〕2号") };
	struct error err;
	int code = 0;
	error_clear(out_err);
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_find(fixture->db, fixture->jurisdiction_id, STR("P1"), fixture->arena, &person,
			    &err));
	TEST_OK(record_get(fixture->db, &post_record,
			   (struct record_key){ fixture->jurisdiction_id, place->post },
			   fixture->arena, &post, &err));
	switch (kind) {
	case PERSON_POST_BEGIN: code = person_post_begin(&act, &new, &change, out_err); break;
	case PERSON_POST_END: code = person_post_end(&act, &post, &change, out_err); break;
	case PERSON_TRANSFER: code = person_transfer(&act, &post, &new, &change, out_err); break;
	case PERSON_LEAVE: code = person_leave(&act, &person, &change, out_err); break;
	case PERSON_RETURN: code = person_return(&act, &person, &change, out_err); break;
	case PERSON_CHANGE_KIND_COUNT: fail(); break;
	}
	fixture_roll_back(fixture);
	return code;
}

/* What each act answers in each state, on DAY. */
static const int answers[STATE_COUNT][PERSON_CHANGE_KIND_COUNT] = {
	[IN_POST] = { 0, 0, 0, 0, -ERR_STATE },
	[WITHOUT_POST] = { 0, -ERR_RULE, -ERR_RULE, 0, -ERR_STATE },
	[GONE] = { -ERR_RULE, -ERR_RULE, -ERR_RULE, -ERR_STATE, 0 },
};

static void check_states(struct db *db, void *context)
{
	enum state state = *(enum state *)context;
	struct place place;
	struct error err;
	open_place(db, state, &place);
	for (int kind = 0; kind < PERSON_CHANGE_KIND_COUNT; kind++) {
		int code = attempt(&place, (enum person_change_kind)kind, DAY, &err);
		if (code != answers[state][kind])
			fail_msg("state %d, act %d gives %d (%s)", (int)state, kind, code, err.en);
		/* Never after today. */
		assert_int_equal(attempt(&place, (enum person_change_kind)kind, FIXTURE_TODAY + 1, &err),
				 -ERR_INVALID);
		assert_string_equal(err.field, "day");
	}
	fixture_close(&place.fixture);
}

static void every_act_in_every_state(void **state)
{
	(void)state;
	for (enum state one = 0; one < STATE_COUNT; one++)
		test_engines_each(check_states, &one);
}

static void check_days(struct db *db, void *context)
{
	struct place place;
	struct error err;
	(void)context;
	open_place(db, IN_POST, &place);
	/* Not before the post began; a transfer needs a day of the old post before it. */
	assert_int_equal(attempt(&place, PERSON_POST_END, DAY - 401, &err), -ERR_INVALID);
	TEST_OK(attempt(&place, PERSON_POST_END, DAY - 400, &err));
	assert_int_equal(attempt(&place, PERSON_TRANSFER, DAY - 400, &err), -ERR_INVALID);
	TEST_OK(attempt(&place, PERSON_TRANSFER, DAY - 399, &err));
	assert_int_equal(attempt(&place, PERSON_LEAVE, DAY - 401, &err), -ERR_INVALID);
	fixture_close(&place.fixture);
}

static void days_come_in_order(void **state)
{
	(void)state;
	test_engines_each(check_days, NULL);
}

static size_t roles(struct place *place, bool *out_active)
{
	struct error err;
	struct rights rights;
	TEST_OK(rights_load(place->fixture.db, place->fixture.jurisdiction_id, place->account,
			    FIXTURE_TODAY, &rights, &err));
	*out_active = rights.account_id != 0;
	return rights.count;
}

static int session_of(struct place *place, const char *token)
{
	struct error err;
	struct session session;
	struct rights rights;
	struct session_cache *cache = session_cache_new();
	assert_non_null(cache);
	int code = session_find(cache, place->fixture.db, str_from(token), &session, &rights, &err);
	session_cache_free(cache);
	return code;
}

static void check_leaving(struct db *db, void *context)
{
	struct place place;
	struct error err;
	struct act act;
	struct person person;
	struct person_posts posts;
	char token[SESSION_TOKEN_BYTES];
	bool active;
	(void)context;
	open_place(db, IN_POST, &place);
	struct fixture *fixture = &place.fixture;
	struct person_change change = { .day = DAY, .reason = STR("退休"), .reference = STR("1号") };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(session_create(db, place.account, STR("127.0.0.1"), false, token, &err));
	fixture_commit(fixture, &act);
	TEST_OK(session_of(&place, token));
	assert_int_equal(roles(&place, &active), 2);

	TEST_OK(person_find(db, fixture->jurisdiction_id, STR("P1"), fixture->arena, &person, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_leave(&act, &person, &change, &err));
	TEST_OK(person_posts_after(&act, place.person, DAY, &posts, &err));
	assert_int_equal(posts.count, 0);
	fixture_commit(fixture, &act);
	assert_int_equal(session_of(&place, token), -ERR_LOGIN);
	assert_int_equal(roles(&place, &active), 0);
	assert_false(active);

	/* Nothing before the day, then back under the same code. */
	change.day = DAY;
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	assert_int_equal(person_return(&act, &person, &change, &err), -ERR_INVALID);
	fixture_roll_back(fixture);
	change = (struct person_change){ .day = DAY + 10, .reason = STR("返聘"), .reference = STR("2号") };
	TEST_OK(person_find(db, fixture->jurisdiction_id, STR("P1"), fixture->arena, &person, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_return(&act, &person, &change, &err));
	fixture_commit(fixture, &act);
	assert_int_equal(attempt(&place, PERSON_POST_BEGIN, DAY + 5, &err), -ERR_RULE);
	TEST_OK(attempt(&place, PERSON_POST_BEGIN, DAY + 10, &err));
	assert_int_equal(roles(&place, &active), 0); /* the security administrator gives them anew */
	fixture_close(fixture);
}

static void leaving_ends_everything_at_once(void **state)
{
	(void)state;
	test_engines_each(check_leaving, NULL);
}

static void check_unit_roles(struct db *db, void *context)
{
	struct place place;
	struct error err;
	struct act act;
	struct post post;
	bool active;
	(void)context;
	open_place(db, IN_POST, &place);
	struct fixture *fixture = &place.fixture;
	struct person_change change = { .day = DAY, .reason = STR("免职"), .reference = STR("1号") };
	TEST_OK(record_get(db, &post_record,
			   (struct record_key){ fixture->jurisdiction_id, place.post },
			   fixture->arena, &post, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_post_end(&act, &post, &change, &err));
	fixture_commit(fixture, &act);
	assert_int_equal(roles(&place, &active), 1); /* the unit's; that of the whole stays */
	assert_true(active);
	fixture_close(fixture);
}

static void roles_of_the_unit_end_with_the_post(void **state)
{
	(void)state;
	test_engines_each(check_unit_roles, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_act_in_every_state),
		cmocka_unit_test(days_come_in_order),
		cmocka_unit_test(leaving_ends_everything_at_once),
		cmocka_unit_test(roles_of_the_unit_end_with_the_post),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
