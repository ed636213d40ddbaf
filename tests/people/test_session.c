/*
 * test_session.c - sessions: how long they last, what the cache answers, how at once they end.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "people/session.h"
#include "people/totp_store.h"
#include "people_fixture.h"

#define MINUTES (60 * INT64_C(1000))

struct room {
	struct fixture fixture;
	struct session_cache *cache;
	int64_t account_id;
	char token[SESSION_TOKEN_BYTES];
	struct session session;
	struct rights rights;
};

static void room_open(struct db *db, struct room *room)
{
	struct error err;
	fixture_open(db, &room->fixture);
	room->cache = session_cache_new();
	room->account_id = fixture_account(&room->fixture, "zhang", "Ab3$xyzw!", 0);
	fixture_grant(&room->fixture, room->account_id, ROLE_OFFICE, 0);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_create(db, room->account_id, STR("192.0.2.1"), false, room->token, &err));
	TEST_OK(db_commit(db, &err));
}

static void room_close(struct room *room)
{
	session_cache_free(room->cache);
	fixture_close(&room->fixture);
}

static int find(struct room *room)
{
	struct error err;
	return session_find(room->cache, room->fixture.db, str_from(room->token), &room->session,
			    &room->rights, &err);
}

static void end_session(struct room *room)
{
	struct error err;
	struct db *db = room->fixture.db;
	struct hash hash = hash_of(str_from(room->token));
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_end(db, &hash, &err));
	TEST_OK(db_commit(db, &err));
}

static void check_found(struct db *db, void *context)
{
	struct room room;
	(void)context;
	room_open(db, &room);
	assert_int_equal(find(&room), 0);
	assert_int_equal(room.session.account_id, room.account_id);
	assert_string_equal(room.session.login, "zhang");
	assert_int_equal(room.session.jurisdiction_id, room.fixture.jurisdiction_id);
	assert_int_equal(room.rights.count, 1);
	assert_true(rights_has_everywhere(&room.rights, PERMISSION_IMPORT));
	/* From now on without the database. */
	long calls = db_calls();
	for (int i = 0; i < 10; i++)
		assert_int_equal(find(&room), 0);
	assert_int_equal(db_calls(), calls);
	room.token[0] = room.token[0] == 'a' ? 'b' : 'a';
	assert_int_equal(find(&room), -ERR_LOGIN);
	room.token[0] = '\0';
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void a_known_session_costs_no_statement(void **state)
{
	(void)state;
	test_engines_each(check_found, NULL);
}

static void check_idle(struct db *db, void *context)
{
	struct room room;
	(void)context;
	room_open(db, &room);
	int64_t now_ms = FIXTURE_NOW_MS;
	for (int i = 0; i < 3; i++) {
		now_ms += 14 * MINUTES; /* each request begins the 15 minutes anew */
		clock_fix(now_ms);
		assert_int_equal(find(&room), 0);
	}
	clock_fix(now_ms + 15 * MINUTES + 1);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void check_absolute(struct db *db, void *context)
{
	struct room room;
	int64_t minutes;
	(void)context;
	room_open(db, &room);
	for (minutes = 0; minutes <= 8 * 60; minutes += 10) {
		clock_fix(FIXTURE_NOW_MS + minutes * MINUTES);
		assert_int_equal(find(&room), 0);
	}
	clock_fix(FIXTURE_NOW_MS + 8 * 60 * MINUTES + 1);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void sessions_end_when_idle_and_after_eight_hours(void **state)
{
	(void)state;
	test_engines_each(check_idle, NULL);
	test_engines_each(check_absolute, NULL);
}

static void check_seen(struct db *db, void *context)
{
	struct room room;
	struct error err;
	(void)context;
	room_open(db, &room);
	clock_fix(FIXTURE_NOW_MS + 14 * MINUTES);
	assert_int_equal(find(&room), 0);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_store_seen(room.cache, db, &err));
	TEST_OK(db_commit(db, &err));
	/* After a restart the session goes on from when it was last seen. */
	session_cache_free(room.cache);
	room.cache = session_cache_new();
	clock_fix(FIXTURE_NOW_MS + 28 * MINUTES);
	assert_int_equal(find(&room), 0);
	/* What has ended under any policy is deleted. */
	clock_fix(FIXTURE_NOW_MS + 120 * MINUTES);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_store_seen(room.cache, db, &err));
	TEST_OK(db_commit(db, &err));
	session_cache_free(room.cache);
	room.cache = session_cache_new();
	clock_fix(FIXTURE_NOW_MS + 29 * MINUTES);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void last_seen_is_written_and_ended_sessions_deleted(void **state)
{
	(void)state;
	test_engines_each(check_seen, NULL);
}

static void check_revoked(struct db *db, void *context)
{
	struct room room;
	(void)context;
	room_open(db, &room);
	assert_int_equal(find(&room), 0);
	end_session(&room);
	session_cache_invalidate(room.cache, room.account_id);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void check_new_password(struct db *db, void *context)
{
	struct room room;
	struct act act;
	struct error err;
	(void)context;
	room_open(db, &room);
	assert_int_equal(find(&room), 0);
	fixture_begin(&room.fixture, 0, &act);
	TEST_OK(account_set_password(
		&act, &(struct password_change){ .account_id = room.account_id, .hash = "hash" },
		&err));
	assert_int_equal(account_set_password(
				 &act,
				 &(struct password_change){ .account_id = 4711, .hash = "hash" },
				 &err), -ERR_NOT_FOUND);
	fixture_commit(&room.fixture, &act);
	session_cache_invalidate(room.cache, room.account_id);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

/* Another process: nobody tells this cache. decisions.md 10 allows one second. */
static void check_elsewhere(struct db *db, void *context)
{
	struct room room;
	(void)context;
	room_open(db, &room);
	assert_int_equal(find(&room), 0);
	end_session(&room);
	usleep(1100 * 1000);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void revocation_elsewhere_is_seen_within_a_second(void **state)
{
	(void)state;
	test_engines_each(check_elsewhere, NULL);
}

static void revocation_is_immediate(void **state)
{
	(void)state;
	test_engines_each(check_revoked, NULL);
	test_engines_each(check_new_password, NULL);
}

struct visitor {
	pthread_t thread;
	struct room *room;
	const char *where;
	atomic_bool *revoked;
	atomic_int found;
	int too_late;
};

/* Ask until refused; an answer to a question begun after the revocation comes too late. */
static void *visit(void *context)
{
	struct visitor *visitor = context;
	struct session session;
	struct rights rights;
	struct db *db;
	if (db_open(visitor->where, DB_READ_ONLY, &db, NULL))
		return NULL;
	for (;;) {
		bool revoked = atomic_load(visitor->revoked);
		if (session_find(visitor->room->cache, db, str_from(visitor->room->token),
				 &session, &rights, NULL))
			break;
		atomic_fetch_add(&visitor->found, 1);
		visitor->too_late += revoked;
	}
	db_close(db);
	return NULL;
}

static void check_crowd(struct test_database *database, void *context)
{
	struct visitor visitors[4] = { 0 };
	atomic_bool revoked = false;
	struct room room;
	(void)context;
	room_open(database->db, &room);
	for (size_t i = 0; i < ARRAY_LENGTH(visitors); i++) {
		visitors[i].room = &room;
		visitors[i].where = database->where;
		visitors[i].revoked = &revoked;
		assert_int_equal(pthread_create(&visitors[i].thread, NULL, visit, &visitors[i]), 0);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(visitors); i++)
		for (int tries = 0; !atomic_load(&visitors[i].found) && tries < 5000; tries++) {
			session_cache_invalidate(room.cache, 0); /* reloads all the time */
			usleep(1000);
		}
	end_session(&room);
	session_cache_invalidate(room.cache, room.account_id);
	atomic_store(&revoked, true);
	for (size_t i = 0; i < ARRAY_LENGTH(visitors); i++) {
		pthread_join(visitors[i].thread, NULL);
		assert_true(atomic_load(&visitors[i].found) > 0);
		assert_int_equal(visitors[i].too_late, 0);
	}
	room_close(&room);
}

static void revocation_is_immediate_for_every_thread(void **state)
{
	(void)state;
	test_databases_each(check_crowd, NULL);
}

static void check_new_rights(struct db *db, void *context)
{
	struct room room;
	(void)context;
	room_open(db, &room);
	assert_int_equal(find(&room), 0);
	fixture_grant(&room.fixture, room.account_id, ROLE_INSPECTOR, 0);
	session_cache_invalidate(room.cache, room.account_id + 1); /* somebody else */
	assert_int_equal(find(&room), 0);
	assert_int_equal(room.rights.count, 1);
	session_cache_invalidate(room.cache, 0); /* all */
	assert_int_equal(find(&room), 0);
	assert_int_equal(room.rights.count, 2);
	room_close(&room);
}

/* A grant that begins tomorrow begins at midnight of the jurisdiction, without invalidation. */
static void check_midnight(struct db *db, void *context)
{
	struct room room;
	struct error err;
	(void)context;
	room_open(db, &room);
	struct role_grant grant = { .account_id = room.account_id,
				    .role = ROLE_INSPECTOR,
				    .from_day = FIXTURE_TODAY + 1,
				    .to_day = CIVIL_NO_DAY };
	TEST_OK(fixture_try_grant(&room.fixture, grant, &err));
	int64_t midnight_ms = FIXTURE_NOW_MS + 16 * 60 * MINUTES; /* 24:00 in Shanghai */
	TEST_OK(db_begin_write(db, &err));
	clock_fix(midnight_ms - 5 * MINUTES);
	TEST_OK(session_create(db, room.account_id, STR("x"), false, room.token, &err));
	TEST_OK(db_commit(db, &err));
	clock_fix(midnight_ms - 1);
	assert_int_equal(find(&room), 0);
	assert_int_equal(room.rights.count, 1);
	clock_fix(midnight_ms);
	assert_int_equal(find(&room), 0);
	assert_int_equal(room.rights.count, 2);
	room_close(&room);
}

static void rights_follow_grants_and_days(void **state)
{
	(void)state;
	test_engines_each(check_new_rights, NULL);
	test_engines_each(check_midnight, NULL);
}

static void csrf_tokens_are_masked_and_checked(void **state)
{
	(void)state;
	struct session session = { .account_id = 1, .csrf_secret = "a secret of thirty-two bytes!!!" };
	struct session other = { .account_id = 1, .csrf_secret = "another secret, as long as that" };
	const struct session nobody = { 0 };
	char token[SESSION_CSRF_BYTES], again[SESSION_CSRF_BYTES];
	session_csrf_token(&session, token);
	session_csrf_token(&session, again);
	assert_string_not_equal(token, again);
	assert_true(session_csrf_check(&session, str_from(token)));
	assert_true(session_csrf_check(&session, str_from(again)));
	assert_false(session_csrf_check(&other, str_from(token)));
	assert_false(session_csrf_check(&session, STR("")));
	token[70] = token[70] == '0' ? '1' : '0';
	assert_false(session_csrf_check(&session, str_from(token)));
	session_csrf_token(&nobody, token);
	assert_false(session_csrf_check(&nobody, str_from(token)));
}

/* Write a policy that begins today. */
static void set_policy(struct room *room, struct security_policy policy)
{
	struct act act;
	struct error err;
	policy.from_day = FIXTURE_TODAY;
	fixture_begin(&room->fixture, room->fixture.jurisdiction_id, &act);
	TEST_OK(act_create(&act, &security_policy_record, &policy, &err));
	fixture_commit(&room->fixture, &act);
	session_cache_invalidate(room->cache, 0);
}

static enum session_stage stage_of(struct room *room)
{
	session_cache_invalidate(room->cache, room->account_id);
	assert_int_equal(find(room), 0);
	return room->session.stage;
}

static void check_policy_times(struct db *db, void *context)
{
	struct room room;
	struct security_policy policy = SECURITY_POLICY_DEFAULT;
	(void)context;
	room_open(db, &room);
	policy.idle_minutes = 3;
	policy.reauthentication_minutes = 2;
	set_policy(&room, policy);
	assert_int_equal(stage_of(&room), SESSION_OPEN);
	assert_true(session_is_recent(&room.session));
	clock_fix(FIXTURE_NOW_MS + 2 * MINUTES);
	assert_int_equal(find(&room), 0);
	assert_false(session_is_recent(&room.session));
	clock_fix(FIXTURE_NOW_MS + 5 * MINUTES + 1);
	assert_int_equal(find(&room), -ERR_LOGIN);
	room_close(&room);
}

static void times_are_the_policys(void **state)
{
	(void)state;
	test_engines_each(check_policy_times, NULL);
}

static void check_expired(struct db *db, void *context)
{
	struct room room;
	struct security_policy policy = SECURITY_POLICY_DEFAULT;
	struct error err;
	(void)context;
	room_open(db, &room);
	policy.profile = PASSWORD_DJBH3;
	policy.rotation_days = 90;
	policy.history_count = 5;
	set_policy(&room, policy);
	assert_int_equal(stage_of(&room), SESSION_OPEN);
	clock_fix(FIXTURE_NOW_MS + DAYS_MS(90) + 1);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_create(db, room.account_id, STR("x"), false, room.token, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(stage_of(&room), SESSION_AT_PASSWORD);
	struct act act;
	fixture_begin(&room.fixture, 0, &act);
	TEST_OK(account_set_password(
		&act,
		&(struct password_change){ room.account_id, "hash", true, room.session.id }, &err));
	fixture_commit(&room.fixture, &act);
	assert_int_equal(stage_of(&room), SESSION_OPEN); /* this one is kept */
	room_close(&room);
}

static void an_expired_password_stops_the_log_in(void **state)
{
	(void)state;
	test_engines_each(check_expired, NULL);
}

static void check_administrator(struct db *db, void *context)
{
	struct room room;
	struct totp_secret secret;
	struct error err;
	(void)context;
	room_open(db, &room);
	int64_t id = fixture_account(&room.fixture, "security", "Ab3$xyzw!uvw", 0);
	fixture_grant(&room.fixture, id, ROLE_SECURITY_ADMINISTRATOR, 0);
	room.account_id = id;
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(session_create(db, id, STR("x"), false, room.token, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(stage_of(&room), SESSION_AT_ENROLMENT);
	totp_secret_make(&secret);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(totp_set(db, id, &secret, 0, &err));
	TEST_OK(session_create(db, id, STR("y"), true, room.token, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(stage_of(&room), SESSION_AT_CODE);
	assert_true(room.session.has_totp);
	clock_fix(FIXTURE_NOW_MS + SESSION_AT_CODE_MS + 1);
	assert_int_equal(find(&room), -ERR_LOGIN); /* the second step has its time */
	room_close(&room);
}

static void administrators_must_use_codes(void **state)
{
	(void)state;
	test_engines_each(check_administrator, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_session_costs_no_statement),
		cmocka_unit_test(sessions_end_when_idle_and_after_eight_hours),
		cmocka_unit_test(last_seen_is_written_and_ended_sessions_deleted),
		cmocka_unit_test(revocation_is_immediate),
		cmocka_unit_test(revocation_elsewhere_is_seen_within_a_second),
		cmocka_unit_test(revocation_is_immediate_for_every_thread),
		cmocka_unit_test(rights_follow_grants_and_days),
		cmocka_unit_test(csrf_tokens_are_masked_and_checked),
		cmocka_unit_test(times_are_the_policys),
		cmocka_unit_test(an_expired_password_stops_the_log_in),
		cmocka_unit_test(administrators_must_use_codes),
	};
	return cmocka_run_group_tests_name("people/session", tests, NULL, NULL);
}
