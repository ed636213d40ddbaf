/*
 * people_fixture.h - acts on a fresh database with one fictional county, for tests of any room.
 *
 * Include after cmocka.h and store/test_database.h's needs. Days are 2009-03-17 unless a test fixes
 * the clock otherwise.
 */
#ifndef LIANZE_TESTS_PEOPLE_FIXTURE_H
#define LIANZE_TESTS_PEOPLE_FIXTURE_H

#include "../store/test_database.h"
#include "ledger/ledger.h"
#include "people/account.h"
#include "people/appraisal_group.h"
#include "people/group_member.h"
#include "people/jurisdiction.h"
#include "people/person.h"
#include "people/post.h"
#include "people/role_grant.h"
#include "people/unit.h"

#define FIXTURE_NOW_MS INT64_C(1237248000000) /* 2009-03-17 00:00 UTC, 08:00 in Shanghai */
#define FIXTURE_TODAY  14320		      /* 2009-03-17 */

struct fixture {
	struct db *db;
	struct arena *arena;
	struct ledger_heads *heads;
	int64_t jurisdiction_id;
};

/* Open a write transaction and an act in it. */
static inline void fixture_begin(struct fixture *fixture, int64_t jurisdiction_id, struct act *act)
{
	struct error err;
	TEST_OK(db_begin_write(fixture->db, &err));
	ledger_heads_forget(fixture->heads);
	struct act_start start = { .db = fixture->db,
				   .arena = fixture->arena,
				   .heads = fixture->heads,
				   .jurisdiction_id = jurisdiction_id,
				   .role = "operator",
				   .kind = "test.act" };
	TEST_OK(act_begin(act, &start, &err));
}

static inline void fixture_commit(struct fixture *fixture, struct act *act)
{
	struct error err;
	TEST_OK(act_finish(act, false, &err));
	TEST_OK(ledger_heads_store(fixture->heads, fixture->db, &err));
	TEST_OK(db_commit(fixture->db, &err));
}

static inline void fixture_roll_back(struct fixture *fixture)
{
	db_rollback(fixture->db);
	ledger_heads_forget(fixture->heads);
}

/* A county "甲市" on the given connection; the clock stands at FIXTURE_NOW_MS. */
static inline void fixture_open(struct db *db, struct fixture *fixture)
{
	struct error err;
	struct act act;
	struct jurisdiction county = { .code = STR("J1"),
				       .name = STR("甲市"),
				       .name_en = STR("County A"),
				       .utc_offset_minutes = 480 };
	clock_fix(FIXTURE_NOW_MS);
	*fixture = (struct fixture){ db, arena_new((size_t)64 << 20), ledger_heads_new(), 0 };
	assert_non_null(fixture->arena);
	assert_non_null(fixture->heads);
	fixture_begin(fixture, 0, &act);
	TEST_OK(act_create(&act, &jurisdiction_record, &county, &err));
	fixture_commit(fixture, &act);
	fixture->jurisdiction_id = county.head.id;
}

static inline void fixture_close(struct fixture *fixture)
{
	arena_free(fixture->arena);
	ledger_heads_free(fixture->heads);
	clock_fix(0);
}

/* A committed unit; its id. */
static inline int64_t fixture_unit(struct fixture *fixture, const char *code, const char *name,
				   int64_t parent_id)
{
	struct error err;
	struct act act;
	struct unit unit = { .code = str_from(code),
			     .name = str_from(name),
			     .parent_id = parent_id,
			     .kind = UNIT_TOWN };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(unit_create(&act, &unit, &err));
	fixture_commit(fixture, &act);
	return unit.head.id;
}

static inline int64_t fixture_person(struct fixture *fixture, const char *code, const char *name)
{
	struct error err;
	struct act act;
	struct person person = { .code = str_from(code), .name = str_from(name) };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_create(&act, &person, &err));
	fixture_commit(fixture, &act);
	return person.head.id;
}

static inline int64_t fixture_post(struct fixture *fixture, int64_t person_id, int64_t unit_id,
				   int32_t from_day, int32_t to_day)
{
	struct error err;
	struct act act;
	struct post post = { .person_id = person_id,
			     .unit_id = unit_id,
			     .title = STR("镇长"),
			     .level = POST_SECTION,
			     .principal = true,
			     .from_day = from_day,
			     .to_day = to_day };
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(post_create(&act, &post, &err));
	fixture_commit(fixture, &act);
	return post.head.id;
}

/* A committed account with that password. */
static inline int64_t fixture_account(struct fixture *fixture, const char *login,
				      const char *password, int64_t person_id)
{
	struct error err;
	struct act act;
	char hash[ACCOUNT_HASH_BYTES];
	struct account account = { .login = str_from(login),
				   .display_name = str_from(login),
				   .person_id = person_id };
	TEST_OK(account_hash_password(str_from(password), hash, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(account_create(&act, &account, hash, &err));
	fixture_commit(fixture, &act);
	return account.head.id;
}

/* Try to grant; rolls back on refusal. Returns the code. */
static inline int fixture_try_grant(struct fixture *fixture, struct role_grant grant,
				    struct error *out_err)
{
	struct act act;
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	int code = role_grant_create(&act, &grant, out_err);
	if (code)
		fixture_roll_back(fixture);
	else
		fixture_commit(fixture, &act);
	return code;
}

static inline void fixture_grant(struct fixture *fixture, int64_t account_id, enum role role,
				 int64_t unit_id)
{
	struct error err;
	TEST_OK(fixture_try_grant(fixture,
				  (struct role_grant){ .account_id = account_id,
						       .role = (int)role,
						       .unit_id = unit_id,
						       .from_day = FIXTURE_TODAY - 100,
						       .to_day = CIVIL_NO_DAY },
				  &err));
}

#endif
