/*
 * test_closure.c - closures: every state with every event; who may not; when one has an effect; on both
 * engines one at a time, found while it holds, lifted once.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "archive/archive_closure.h"

#define ME   7
#define THEM 8

static const int next[ARCHIVE_CLOSURE_STATE_COUNT][ARCHIVE_CLOSURE_EVENT_COUNT] = {
	[ARCHIVE_CLOSURE_IN_FORCE] = { ARCHIVE_CLOSURE_LIFTED },
	[ARCHIVE_CLOSURE_LIFTED] = { -1 },
};

static void every_state_and_event(void **state)
{
	static const permission_set enough[] = { PERMISSION_PERSON_WRITE,
						 PERMISSION_PROPOSAL_DECIDE };
	struct error err;

	(void)state;
	for (int from = 0; from < ARCHIVE_CLOSURE_STATE_COUNT; from++)
		for (int event = 0; event < ARCHIVE_CLOSURE_EVENT_COUNT; event++) {
			int to = next[from][event];
			struct archive_closure it = { .person_id = THEM, .state = from,
						      .end_reason = STR("调查结束") };
			struct archive_closer without = { ~ARCHIVE_CLOSERS, ME };
			int code = archive_closure_apply(&it, (enum archive_closure_event)event,
							 &without, &err);

			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			for (size_t i = 0; i < ARRAY_LENGTH(enough); i++) {
				struct archive_closer with = { enough[i], ME };

				it.state = from;
				code = archive_closure_apply(
					&it, (enum archive_closure_event)event, &with, &err);
				assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
				assert_int_equal(it.state, to < 0 ? from : to);
			}
		}
}

static void what_is_needed_to_lift(void **state)
{
	const struct archive_closer closer = { PERMISSION_PROPOSAL_DECIDE, ME };
	struct archive_closure it = { .person_id = ME, .end_reason = STR("调查结束") };
	struct error err;

	(void)state;
	assert_int_equal(archive_closure_apply(&it, ARCHIVE_CLOSURE_LIFT, &closer, &err), -ERR_RULE);
	it.person_id = THEM;
	it.end_reason = STR(" 无 ");
	assert_int_equal(archive_closure_apply(&it, ARCHIVE_CLOSURE_LIFT, &closer, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "end_reason");
	assert_int_equal(it.state, ARCHIVE_CLOSURE_IN_FORCE);
}

static void when_it_holds(void **state)
{
	static const struct {
		int state;
		int32_t to_day;
		bool holds; /* on day 100 */
	} cases[] = {
		{ ARCHIVE_CLOSURE_IN_FORCE, CIVIL_NO_DAY, true },
		{ ARCHIVE_CLOSURE_IN_FORCE, 100, true },
		{ ARCHIVE_CLOSURE_IN_FORCE, 99, false },
		{ ARCHIVE_CLOSURE_LIFTED, CIVIL_NO_DAY, false },
		{ ARCHIVE_CLOSURE_LIFTED, 200, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const struct archive_closure it = { .state = cases[i].state,
						    .to_day = cases[i].to_day };

		assert_int_equal(archive_closure_holds(&it, 100), cases[i].holds);
	}
}

static int begin(struct fixture *it, int64_t person_id, int32_t to_day, struct archive_closure *out,
		 struct error *err)
{
	const struct archive_closer closer = { ARCHIVE_CLOSERS, ME };
	struct act act;
	int code;

	*out = (struct archive_closure){ .person_id = person_id, .reason = STR("审查期间"),
					 .reference = STR("示〔2009〕1号"), .to_day = to_day };
	fixture_begin(it, it->jurisdiction_id, &act);
	code = archive_closure_begin(&act, &closer, out, err);
	if (code)
		fixture_roll_back(it);
	else
		fixture_commit(it, &act);
	return code;
}

static void check_acts(struct db *db, void *context)
{
	const struct archive_closer closer = { ARCHIVE_CLOSERS, ME };
	struct archive_lifting lifting = { .reason = STR("调查结束") };
	struct archive_closure first, second, found;
	struct fixture it;
	struct error err;
	struct act act;

	(void)context;
	fixture_open(db, &it);
	int64_t person = fixture_person(&it, "P1", "甲某"), other = fixture_person(&it, "P2", "乙某");
	const struct record_key key = { it.jurisdiction_id, person };
	assert_int_equal(archive_closure_find(db, key, FIXTURE_TODAY, it.arena, &found, &err),
			 -ERR_NOT_FOUND);
	assert_int_equal(begin(&it, person, FIXTURE_TODAY - 1, &first, &err), -ERR_INVALID);
	assert_string_equal(err.field, "to_day");
	assert_int_equal(begin(&it, ME, CIVIL_NO_DAY, &first, &err), -ERR_RULE); /* oneself */
	assert_int_equal(begin(&it, person, FIXTURE_TODAY + 3, &first, &err), 0);
	assert_int_equal(first.from_day, FIXTURE_TODAY); /* never earlier */
	assert_int_equal(begin(&it, person, CIVIL_NO_DAY, &second, &err), -ERR_RULE);
	assert_int_equal(begin(&it, other, CIVIL_NO_DAY, &second, &err), 0);
	TEST_OK(archive_closure_find(db, key, FIXTURE_TODAY + 3, it.arena, &found, &err));
	assert_int_equal(found.head.id, first.head.id);
	assert_int_equal(archive_closure_find(db, key, FIXTURE_TODAY + 4, it.arena, &found, &err),
			 -ERR_NOT_FOUND);
	/* Lifted once, by the revision that was read. */
	fixture_begin(&it, it.jurisdiction_id, &act);
	lifting.id = first.head.id;
	lifting.expected_revision = 2;
	assert_int_equal(archive_closure_lift(&act, &closer, &lifting, &found, &err), -ERR_CONFLICT);
	lifting.expected_revision = 1;
	TEST_OK(archive_closure_lift(&act, &closer, &lifting, &found, &err));
	assert_int_equal(found.ended_day, FIXTURE_TODAY);
	lifting.expected_revision = 0;
	assert_int_equal(archive_closure_lift(&act, &closer, &lifting, &found, &err), -ERR_STATE);
	fixture_commit(&it, &act);
	assert_int_equal(archive_closure_find(db, key, FIXTURE_TODAY, it.arena, &found, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&it);
}

static void acts(void **state)
{
	(void)state;
	test_engines_each(check_acts, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(what_is_needed_to_lift),
		cmocka_unit_test(when_it_holds),
		cmocka_unit_test(acts),
	};

	return cmocka_run_group_tests_name("archive/closure", tests, NULL, NULL);
}
