/*
 * test_handover_sources.c - what this room offers to handover lists, to whom, and until when it is open.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "county_fixture.h"
#include "people/account.h"
#include "people/handover_source.h"
#include "people/role_grant.h"
#include "process/objection_store.h"
#include "process/proposal_store.h"
#include "process/result_store.h"

#define DAY 14320 /* 2009-03-17 */
#define IN_JANUARY(year) (civil_year_start((year) + 1) + 4)

struct place {
	struct county county;
	int64_t clerk, leader, head; /* persons: of the office, a leader, T4's principal */
	int64_t clerk_account, leader_account;
};

static const struct result_order office = { .permissions = PERMISSION_RESULT_MANAGE,
					    .publicity_to = CIVIL_NO_DAY };

static int64_t add_person(struct place *place, struct act *act, const char *code)
{
	struct person person = { .code = str_from(code), .name = str_from(code),
				 .left_day = CIVIL_NO_DAY };
	struct error err;
	(void)place;
	TEST_OK(act_create(act, &person_record, &person, &err));
	return person.head.id;
}

/* An account with a role over the whole jurisdiction. */
static int64_t add_account(struct act *act, const char *login, int64_t person_id, enum role role)
{
	struct account account = { .login = str_from(login), .display_name = str_from(login),
				   .person_id = person_id };
	struct error err;
	TEST_OK(account_create(act, &account, "hash", &err));
	struct role_grant grant = { .account_id = account.head.id, .role = (int)role,
				    .from_day = DAY - 900, .to_day = CIVIL_NO_DAY };
	TEST_OK(role_grant_create(act, &grant, &err));
	return account.head.id;
}

static void begin(struct place *place, struct act *act, int32_t day)
{
	fixture_begin(&place->county.base, act, place->county.base.jurisdiction_id, "test.act");
	act->day = day;
}

static void open_place(struct place *place, struct db *db)
{
	struct error err;
	struct act act;
	county_open(&place->county, db);
	begin(place, &act, DAY - 900);
	place->clerk = add_person(place, &act, "P1");
	place->leader = add_person(place, &act, "P2");
	place->head = add_person(place, &act, "P3");
	place->clerk_account = add_account(&act, "clerk", place->clerk, ROLE_OFFICE);
	place->leader_account = add_account(&act, "leader", place->leader, ROLE_LEADER);
	struct post post = { .person_id = place->head,
			     .unit_id = unit_of(&place->county, "T4")->head.id, .title = STR("书记"),
			     .level = POST_SECTION, .principal = true, .from_day = DAY - 2000,
			     .to_day = CIVIL_NO_DAY };
	TEST_OK(post_create(&act, &post, &err));
	fixture_commit(&place->county.base, &act);
}

static struct result_place place_of(struct place *place, int year)
{
	return (struct result_place){ place->county.base.jurisdiction_id, year, SCHEME_UNIT,
				      place->county.groups[year - 2007][0].head.id, STR_EMPTY };
}

/* Published under the clerk's account. */
static struct result publish(struct place *place, int year)
{
	struct result_place group = place_of(place, year);
	struct result result;
	struct error err;
	struct act act;
	begin(place, &act, IN_JANUARY(year));
	act.account_id = place->clerk_account;
	TEST_OK(result_publish(&act, &group, &office, &result, &err));
	fixture_commit(&place->county.base, &act);
	return result;
}

static void finalise(struct place *place, const struct result *result)
{
	struct result out;
	struct error err;
	struct act act;
	begin(place, &act, result->publicity_to + 1);
	TEST_OK(result_finalise(&act, result->head.id, &office, &out, &err));
	fixture_commit(&place->county.base, &act);
}

static int64_t object(struct place *place, const struct result *result)
{
	struct objection objection = { .result_id = result->head.id,
				       .subject_id = unit_of(&place->county, "T4")->head.id,
				       .text = STR("请核对得分依据。") };
	struct error err;
	struct act act;
	begin(place, &act, result->publicity_from);
	TEST_OK(objection_raise(&act, &objection, &err));
	fixture_commit(&place->county.base, &act);
	return objection.head.id;
}

static struct handover_scope scope_of(struct place *place, int64_t person_id, int64_t unit_id)
{
	return (struct handover_scope){ .db = place->county.base.db,
					.arena = place->county.base.arena,
					.jurisdiction_id = place->county.base.jurisdiction_id,
					.person_id = person_id, .unit_id = unit_id, .day = DAY };
}

/* How many matters of that kind; *out is one of them. */
static size_t matters(struct place *place, int64_t person_id, int64_t unit_id, const char *kind,
		      struct handover_matter *out)
{
	struct handover_scope scope = scope_of(place, person_id, unit_id);
	struct handover_matters all;
	struct error err;
	size_t count = 0;
	TEST_OK(handover_collect(&scope, &all, &err));
	for (size_t i = 0; i < all.count; i++) {
		bool open = false;
		if (strcmp(all.items[i].source->kind, kind) != 0)
			continue;
		*out = all.items[i];
		TEST_OK(out->source->is_open(&scope, out->subject_id, &open, &err));
		assert_true(open);
		count++;
	}
	return count;
}

static bool is_open(struct place *place, const struct handover_matter *matter)
{
	struct handover_scope scope = scope_of(place, place->clerk, 0);
	struct error err;
	bool open = true;
	TEST_OK(matter->source->is_open(&scope, matter->subject_id, &open, &err));
	return open;
}

static void check_objections(struct db *db, void *context)
{
	struct place place;
	struct handover_matter matter, answer, own;
	struct error err;
	struct act act;
	(void)context;
	open_place(&place, db);
	int64_t town = unit_of(&place.county, "T4")->head.id;
	struct result result = publish(&place, 2008);
	int64_t id = object(&place, &result);
	/* The unit's principal follows it up; of another unit, or anybody else, nothing. */
	assert_int_equal(matters(&place, place.head, 0, "objection", &matter), 1);
	assert_int_equal(matter.subject_id, id);
	assert_int_equal(matter.unit_id, town);
	assert_int_equal(matter.due_day, result.publicity_to);
	assert_true(str_starts_with(matter.address, STR("/objections/")));
	assert_int_equal(matters(&place, place.head, town, "objection", &matter), 1);
	assert_int_equal(matters(&place, place.head, unit_of(&place.county, "T1")->head.id, "objection",
				 &own), 0);
	assert_int_equal(matters(&place, place.leader, 0, "objection", &own), 0);
	/* The only clerk answers it, and has the result in hand; not for one unit. */
	assert_int_equal(matters(&place, place.clerk, 0, "objection_answer", &answer), 1);
	assert_int_equal(matters(&place, place.clerk, town, "objection_answer", &own), 0);
	assert_int_equal(matters(&place, place.clerk, 0, "result", &own), 1);
	assert_int_equal(own.subject_id, result.head.id);
	assert_true(str_starts_with(own.address, STR("/years/2008/groups/")));
	assert_int_equal(matters(&place, place.leader, 0, "result", &matter), 0);
	/* With a second clerk it lies on a desk of two. */
	begin(&place, &act, DAY - 800);
	add_account(&act, "clerk2", 0, ROLE_OFFICE);
	fixture_commit(&place.county.base, &act);
	assert_int_equal(matters(&place, place.clerk, 0, "objection_answer", &matter), 0);
	assert_int_equal(matters(&place, place.clerk, 0, "role", &matter), 0);
	/* Answered: closed for both. */
	const struct objection_order reject = { .event = OBJECTION_REJECT,
						.permissions = PERMISSION_RESULT_MANAGE,
						.answer = STR("维持") };
	struct objection objection;
	begin(&place, &act, result.publicity_to);
	TEST_OK(objection_move(&act, id, &reject, &objection, &err));
	fixture_commit(&place.county.base, &act);
	assert_false(is_open(&place, &answer));
	assert_int_equal(matters(&place, place.head, 0, "objection", &matter), 0);
	finalise(&place, &result);
	assert_false(is_open(&place, &own));
	fixture_close(&place.county.base);
}

static void objections_and_results(void **state)
{
	(void)state;
	test_engines_each(check_objections, NULL);
}

static void check_proposals(struct db *db, void *context)
{
	struct place place;
	struct handover_matter matter, own;
	struct proposal proposal;
	struct result result;
	struct error err;
	struct act act;
	(void)context;
	open_place(&place, db);
	result = publish(&place, 2007);
	finalise(&place, &result);
	assert_int_equal(matters(&place, place.leader, 0, "proposal", &matter), 0);
	result = publish(&place, 2008);
	finalise(&place, &result); /* T4 is last for the second time */
	assert_int_equal(matters(&place, place.leader, 0, "proposal", &matter), 1);
	assert_int_equal(matter.unit_id, unit_of(&place.county, "T4")->head.id);
	assert_int_equal(matters(&place, place.leader, matter.unit_id, "proposal", &own), 0);
	assert_int_equal(matters(&place, place.clerk, 0, "proposal", &own), 0);
	const struct proposal_order decline = { .event = PROPOSAL_DECLINE,
						.permissions = PERMISSION_PROPOSAL_DECIDE,
						.reason = STR("先行提醒") };
	begin(&place, &act, DAY);
	TEST_OK(proposal_decide(&act, matter.subject_id, &decline, &proposal, &err));
	fixture_commit(&place.county.base, &act);
	assert_false(is_open(&place, &matter));
	fixture_close(&place.county.base);
}

static void proposals(void **state)
{
	(void)state;
	test_engines_each(check_proposals, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objections_and_results),
		cmocka_unit_test(proposals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
