/*
 * test_meeting.c - lives of meetings and conclusions: every state with every event, each guard; times of day.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "meeting/conclusion.h"
#include "people/rights.h"

static const int next[MEETING_STATE_COUNT][MEETING_EVENT_COUNT] = {
	/* announce, hold, finish, correct, cancel */
	[MEETING_PLANNED] = { MEETING_ANNOUNCED, -1, -1, -1, MEETING_CANCELLED },
	[MEETING_ANNOUNCED] = { -1, MEETING_HELD, -1, -1, MEETING_CANCELLED },
	[MEETING_HELD] = { -1, -1, MEETING_MINUTED, -1, -1 },
	[MEETING_MINUTED] = { -1, -1, -1, MEETING_MINUTED, -1 },
	[MEETING_CANCELLED] = { -1, -1, -1, -1, -1 },
};

static struct meeting meeting_in(int state)
{
	return (struct meeting){ .state = state, .day = 100, .note = STR("并入下次会议") };
}

static struct meeting_facts facts(void)
{
	return (struct meeting_facts){ .topics = 2, .participants = 3, .today = 100,
				       .reason = STR("笔误") };
}

static void every_state_and_event(void **state)
{
	const struct meeting_facts known = facts();
	struct error err;

	(void)state;
	for (int from = 0; from < MEETING_STATE_COUNT; from++)
		for (int event = 0; event < MEETING_EVENT_COUNT; event++) {
			struct meeting it = meeting_in(from);
			int to = next[from][event];
			int code = meeting_apply(&it, (enum meeting_event)event,
						 ~(permission_set)PERMISSION_MEETING_MANAGE, &known,
						 &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(it.state, from);
			code = meeting_apply(&it, (enum meeting_event)event, PERMISSION_MEETING_MANAGE,
					     &known, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
}

static int refused(int from, enum meeting_event event, struct meeting_facts known, const char *note,
		   struct error *err)
{
	struct meeting it = meeting_in(from);

	it.note = str_from(note);
	int code = meeting_apply(&it, event, PERMISSION_MEETING_MANAGE, &known, err);
	assert_int_equal(it.state, code ? from : next[from][event]);
	return code;
}

static void each_guard(void **state)
{
	struct meeting_facts known = facts();
	struct error err;

	(void)state;
	known.topics = 0;
	assert_int_equal(refused(MEETING_PLANNED, MEETING_ANNOUNCE, known, "", &err), -ERR_RULE);
	known = facts(), known.participants = 0;
	assert_int_equal(refused(MEETING_PLANNED, MEETING_ANNOUNCE, known, "", &err), -ERR_RULE);
	known = facts(), known.today = 99;
	assert_int_equal(refused(MEETING_ANNOUNCED, MEETING_HOLD, known, "", &err), -ERR_RULE);
	known = facts(), known.unminuted = 1;
	assert_int_equal(refused(MEETING_HELD, MEETING_FINISH, known, "", &err), -ERR_RULE);
	assert_int_equal(refused(MEETING_MINUTED, MEETING_CORRECT, known, "", &err), -ERR_RULE);
	known = facts(), known.unnoted = 2;
	assert_int_equal(refused(MEETING_HELD, MEETING_FINISH, known, "", &err), -ERR_RULE);
	known = facts(), known.reason = STR(" \n");
	assert_int_equal(refused(MEETING_MINUTED, MEETING_CORRECT, known, "", &err), -ERR_INVALID);
	assert_string_equal(err.field, "reason");
	assert_int_equal(refused(MEETING_PLANNED, MEETING_CANCEL, facts(), "　", &err), -ERR_INVALID);
	assert_string_equal(err.field, "note");
}

static const int conclusion_next[CONCLUSION_STATE_COUNT][CONCLUSION_EVENT_COUNT] = {
	/* plan, close, reopen */
	[CONCLUSION_OPEN] = { CONCLUSION_OPEN, CONCLUSION_CLOSED, -1 },
	[CONCLUSION_CLOSED] = { -1, -1, CONCLUSION_OPEN },
};

static void every_state_of_a_conclusion(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < CONCLUSION_STATE_COUNT; from++)
		for (int event = 0; event < CONCLUSION_EVENT_COUNT; event++) {
			struct meeting_conclusion it = { .state = from, .note = STR("已补发") };
			int to = conclusion_next[from][event];
			int code = conclusion_apply(&it, (enum conclusion_event)event,
						    ~(permission_set)PERMISSION_MEETING_MANAGE,
						    false, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = conclusion_apply(&it, (enum conclusion_event)event,
						PERMISSION_MEETING_MANAGE, false, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
	struct meeting_conclusion it = { .state = CONCLUSION_OPEN, .note = STR(" ") };
	assert_int_equal(conclusion_apply(&it, CONCLUSION_PLAN, PERMISSION_MEETING_MANAGE, true, &err),
			 -ERR_RULE);
	assert_int_equal(conclusion_apply(&it, CONCLUSION_CLOSE, PERMISSION_MEETING_MANAGE, false, &err),
			 -ERR_INVALID);
	it.state = CONCLUSION_CLOSED;
	assert_int_equal(conclusion_apply(&it, CONCLUSION_REOPEN, PERMISSION_MEETING_MANAGE, false, &err),
			 -ERR_INVALID);
}

static void times_of_day(void **state)
{
	static const struct {
		const char *typed, *stored; /* NULL: refused */
	} cases[] = {
		{ "09:00", "09:00" }, { "9:05", "09:05" }, { "9：30", "09:30" }, { " 14.00 ", "14:00" },
		{ "0:00", "00:00" },  { "23:59", "23:59" }, { "", "" },
		{ "24:00", NULL },    { "9:60", NULL },	    { "9:5", NULL },	 { "9", NULL },
		{ ":30", NULL },      { "九点", NULL },	    { "9:00:00", NULL }, { "-1:00", NULL },
	};
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct meeting it = { .starts = str_from(cases[i].typed) };
		struct error err = { 0 };
		int code = meeting_check_time(&it, arena, &err);
		assert_int_equal(code, cases[i].stored ? 0 : -ERR_INVALID);
		if (cases[i].stored)
			assert_true(str_equal(it.starts, str_from(cases[i].stored)) || !it.starts.length);
		else
			assert_string_equal(err.field, "starts");
	}
	arena_free(arena);
}

static void somebody_reports(void **state)
{
	const struct meeting_topic nobody = { .position = 1 }, unit = { .host_unit_id = 1 },
				   person = { .host_person_id = 1 };
	struct error err;

	(void)state;
	assert_int_equal(meeting_topic_check(&nobody, &err), -ERR_INVALID);
	assert_int_equal(meeting_topic_check(&unit, &err), 0);
	assert_int_equal(meeting_topic_check(&person, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(each_guard),
		cmocka_unit_test(every_state_of_a_conclusion),
		cmocka_unit_test(times_of_day),
		cmocka_unit_test(somebody_reports),
	};

	return cmocka_run_group_tests_name("meeting/meeting", tests, NULL, NULL);
}
