/*
 * test_plan.c - versions, assignments and co-assignments: every state with every event, who may, what is
 * asked.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/rights.h"
#include "plan/assignment.h"

/* As tables on paper: a row per state, a column per event; the state that follows, or -1. */
static const int version_next[PLAN_VERSION_STATE_COUNT][PLAN_VERSION_EVENT_COUNT] = {
	/*                   consult          redraft        publish          drop */
	[PLAN_DRAFTING]   = { PLAN_CONSULTING, -1,            PLAN_PUBLISHED, PLAN_DROPPED },
	[PLAN_CONSULTING] = { -1,              PLAN_DRAFTING, PLAN_PUBLISHED, PLAN_DROPPED },
	[PLAN_PUBLISHED]  = { -1,              -1,            -1,             -1 },
	[PLAN_DROPPED]    = { -1,              -1,            -1,             -1 },
};

enum { OFFERED = ASSIGNMENT_OFFERED, CLAIMED, QUESTIONED, AGREED };
static const int assignment_next[ASSIGNMENT_STATE_COUNT][ASSIGNMENT_EVENT_COUNT] = {
	/*             claim    question    settle  agree */
	[OFFERED]    = { CLAIMED, QUESTIONED, -1,     AGREED },
	[CLAIMED]    = { -1,      QUESTIONED, -1,     AGREED },
	[QUESTIONED] = { -1,      -1,         AGREED, -1 },
	[AGREED]     = { -1,      QUESTIONED, -1,     -1 },
};

enum { NAMED = CO_ASSIGNMENT_NAMED, CONFIRMED, DECLINED };
static const int co_next[CO_ASSIGNMENT_STATE_COUNT][CO_ASSIGNMENT_EVENT_COUNT] = {
	/*            confirm    decline */
	[NAMED]     = { CONFIRMED, DECLINED },
	[CONFIRMED] = { -1,        DECLINED },
	[DECLINED]  = { CONFIRMED, -1 },
};

static void every_version_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < PLAN_VERSION_STATE_COUNT; from++)
		for (int event = 0; event < PLAN_VERSION_EVENT_COUNT; event++) {
			struct plan_version version = { .version = 2, .state = from,
							.reason = STR("市里有新要求") };
			int to = version_next[from][event];
			int code = plan_version_apply(&version, (enum plan_version_event)event,
						      PERMISSION_PLAN_MANAGE, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(version.state, to < 0 ? from : to);
			version.state = from;
			code = plan_version_apply(&version, (enum plan_version_event)event,
						  ~(permission_set)PERMISSION_PLAN_MANAGE, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(version.state, from);
		}
}

static void later_versions_need_a_reason(void **state)
{
	struct error err;

	(void)state;
	for (int version = 1; version <= 2; version++) {
		struct plan_version draft = { .version = version, .state = PLAN_DRAFTING,
					      .reason = STR("　 ") };
		int code = plan_version_apply(&draft, PLAN_PUBLISH, PERMISSION_PLAN_MANAGE, &err);
		assert_int_equal(code, version == 1 ? 0 : -ERR_INVALID);
		if (code)
			assert_string_equal(err.field, "reason");
	}
}

static unsigned who_may(enum assignment_event event)
{
	return event == ASSIGNMENT_CLAIM || event == ASSIGNMENT_QUESTION ? PERMISSION_PLAN_RESPOND
									 : PERMISSION_PLAN_MANAGE;
}

static void every_assignment_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < ASSIGNMENT_STATE_COUNT; from++)
		for (int event = 0; event < ASSIGNMENT_EVENT_COUNT; event++) {
			struct assignment assignment = { .state = from, .words = STR("时限太紧"),
							 .answer = STR("推迟一个月") };
			permission_set may = who_may((enum assignment_event)event);
			int to = assignment_next[from][event];
			int code = assignment_apply(&assignment, (enum assignment_event)event,
						    ~may, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = assignment_apply(&assignment, (enum assignment_event)event, may,
						&err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(assignment.state, to < 0 ? from : to);
		}
}

static void every_co_assignment_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < CO_ASSIGNMENT_STATE_COUNT; from++)
		for (int event = 0; event < CO_ASSIGNMENT_EVENT_COUNT; event++) {
			struct co_assignment co = { .state = from, .note = STR("与职责无关") };
			int to = co_next[from][event];
			int code = co_assignment_apply(&co, (enum co_assignment_event)event,
						       ~(permission_set)PERMISSION_PLAN_RESPOND, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = co_assignment_apply(&co, (enum co_assignment_event)event,
						   PERMISSION_PLAN_RESPOND, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(co.state, to < 0 ? from : to);
		}
}

static void texts_that_are_asked(void **state)
{
	struct assignment question = { .state = OFFERED, .words = STR(" ") };
	struct assignment settle = { .state = QUESTIONED, .words = STR("时限太紧") };
	struct co_assignment decline = { .state = NAMED };
	struct error err;

	(void)state;
	assert_int_equal(assignment_apply(&question, ASSIGNMENT_QUESTION, PERMISSION_PLAN_RESPOND,
					  &err), -ERR_INVALID);
	assert_string_equal(err.field, "words");
	assert_int_equal(assignment_apply(&settle, ASSIGNMENT_SETTLE, PERMISSION_PLAN_MANAGE, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "answer");
	assert_int_equal(co_assignment_apply(&decline, CO_ASSIGNMENT_DECLINE,
					     PERMISSION_PLAN_RESPOND, &err), -ERR_INVALID);
	assert_string_equal(err.field, "note");
}

static void what_stands_below_what(void **state)
{
	static const struct {
		int kind, parent;
		bool fits;
	} cases[] = {
		{ PLAN_AREA, -1, true },	 { PLAN_AREA, PLAN_AREA, false },
		{ PLAN_TASK, -1, false },	 { PLAN_TASK, PLAN_AREA, true },
		{ PLAN_TASK, PLAN_TASK, false }, { PLAN_ITEM, -1, false },
		{ PLAN_ITEM, PLAN_AREA, true },	 { PLAN_ITEM, PLAN_TASK, true },
		{ PLAN_ITEM, PLAN_ITEM, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_int_equal(plan_item_fits(cases[i].kind, cases[i].parent), cases[i].fits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_version_state_and_event),
		cmocka_unit_test(later_versions_need_a_reason),
		cmocka_unit_test(every_assignment_state_and_event),
		cmocka_unit_test(every_co_assignment_state_and_event),
		cmocka_unit_test(texts_that_are_asked),
		cmocka_unit_test(what_stands_below_what),
	};
	return cmocka_run_group_tests_name("plan/plan", tests, NULL, NULL);
}
