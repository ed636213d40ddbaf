/*
 * test_report.c - reports and requests about due dates: every state with every event, who may, what is
 * asked.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/rights.h"
#include "progress/due_request.h"
#include "progress/progress_report.h"

/* As tables on paper: a row per state, a column per event; the state that follows, or -1. */
enum { SUBMITTED = REPORT_SUBMITTED, ACCEPTED, RETURNED, SAMPLED, WITHDRAWN };
static const int report_next[REPORT_STATE_COUNT][REPORT_EVENT_COUNT] = {
	/*            accept    return    sample   withdraw */
	[SUBMITTED] = { ACCEPTED, RETURNED, SAMPLED, WITHDRAWN },
	[ACCEPTED]  = { -1,       -1,       SAMPLED, -1 },
	[RETURNED]  = { -1,       -1,       -1,      -1 },
	[SAMPLED]   = { ACCEPTED, RETURNED, -1,      -1 },
	[WITHDRAWN] = { -1,       -1,       -1,      -1 },
};

static const int request_next[DUE_REQUEST_STATE_COUNT][DUE_REQUEST_EVENT_COUNT] = {
	/*                grant        refuse       withdraw */
	[DUE_REQUESTED] = { DUE_GRANTED, DUE_REFUSED, DUE_WITHDRAWN },
	[DUE_GRANTED]   = { -1,          -1,          -1 },
	[DUE_REFUSED]   = { -1,          -1,          -1 },
	[DUE_WITHDRAWN] = { -1,          -1,          -1 },
};

static void every_report_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < REPORT_STATE_COUNT; from++)
		for (int event = 0; event < REPORT_EVENT_COUNT; event++) {
			struct progress_report report = { .state = from,
							  .accepted_share = REPORT_FULL_SHARE,
							  .review_note = STR("材料不全") };
			permission_set may = event == REPORT_WITHDRAW ? PERMISSION_LOGGED_IN
								: PERMISSION_PLAN_REVIEW;
			int to = report_next[from][event];
			int code = report_apply(&report, (enum report_event)event, ~may, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(report.state, from);
			code = report_apply(&report, (enum report_event)event, may, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(report.state, to < 0 ? from : to);
		}
}

static void every_request_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < DUE_REQUEST_STATE_COUNT; from++)
		for (int event = 0; event < DUE_REQUEST_EVENT_COUNT; event++) {
			struct due_request request = { .state = from, .checkpoint = 100,
						       .granted_day = 130,
						       .answer = STR("情况属实") };
			permission_set may = event == DUE_WITHDRAW ? PERMISSION_LOGGED_IN
							     : PERMISSION_PLAN_MANAGE;
			int to = request_next[from][event];
			int code = due_request_apply(&request, (enum due_request_event)event,
						     ~may, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = due_request_apply(&request, (enum due_request_event)event, may,
						 &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(request.state, to < 0 ? from : to);
		}
}

static void shares_and_notes(void **state)
{
	static const struct {
		int status;
		int64_t share; /* ten-thousandths of a per cent */
		const char *note, *refused;
	} cases[] = {
		{ PROGRESS_DONE, 1000000, "", NULL },
		{ PROGRESS_DONE, 800000, "两个村未完成", NULL },
		{ PROGRESS_DONE, 800000, " 　", "review_note" },
		{ PROGRESS_DONE, 1000001, "", "accepted_share" },
		{ PROGRESS_DONE, -1, "x", "accepted_share" },
		{ PROGRESS_UNDER_WAY, 0, "", NULL },
		{ PROGRESS_UNDER_WAY, 1, "x", "accepted_share" },
		{ PROGRESS_BLOCKED, 0, "", NULL },
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct progress_report report = { .state = REPORT_SUBMITTED,
						  .status = cases[i].status,
						  .accepted_share = { cases[i].share },
						  .review_note = str_from(cases[i].note) };
		int code = report_apply(&report, REPORT_ACCEPT, PERMISSION_PLAN_REVIEW, &err);
		assert_int_equal(code, cases[i].refused ? -ERR_INVALID : 0);
		if (cases[i].refused)
			assert_string_equal(err.field, cases[i].refused);
	}
	struct progress_report blank = { .state = REPORT_SUBMITTED, .review_note = STR(" ") };
	assert_int_equal(report_apply(&blank, REPORT_RETURN, PERMISSION_PLAN_REVIEW, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "review_note");
}

static void dates_and_answers(void **state)
{
	static const struct {
		int kind, event;
		int32_t checkpoint, granted;
		const char *answer, *refused;
	} cases[] = {
		{ DUE_EXTENSION, DUE_GRANT, 100, 130, "同意", NULL },
		{ DUE_EXTENSION, DUE_GRANT, 100, CIVIL_NO_DAY, "同意", "granted_day" },
		{ DUE_EXTENSION, DUE_GRANT, 100, 100, "同意", "granted_day" },
		{ DUE_EXTENSION, DUE_GRANT, 100, 130, "", "answer" },
		{ DUE_OBJECTION, DUE_GRANT, 100, CIVIL_NO_DAY, "已按期完成", NULL },
		{ DUE_OBJECTION, DUE_GRANT, 100, 90, "x", "granted_day" },
		{ DUE_OBJECTION, DUE_GRANT, CIVIL_NO_DAY, 90, "x", "granted_day" },
		{ DUE_OBJECTION, DUE_REFUSE, 100, CIVIL_NO_DAY, " ", "answer" },
		{ DUE_EXTENSION, DUE_REFUSE, 100, CIVIL_NO_DAY, "时间充足", NULL },
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct due_request request = { .kind = cases[i].kind,
					       .checkpoint = cases[i].checkpoint,
					       .granted_day = cases[i].granted,
					       .answer = str_from(cases[i].answer) };
		int code = due_request_apply(&request, (enum due_request_event)cases[i].event,
					     PERMISSION_PLAN_MANAGE, &err);
		assert_int_equal(code, cases[i].refused ? -ERR_INVALID : 0);
		if (cases[i].refused)
			assert_string_equal(err.field, cases[i].refused);
	}
}

static void what_counts(void **state)
{
	(void)state;
	for (int at = 0; at < REPORT_STATE_COUNT; at++) {
		const struct progress_report report = { .state = at,
							.accepted_share = REPORT_FULL_SHARE };
		bool counts = at == REPORT_ACCEPTED || at == REPORT_SAMPLED;
		assert_int_equal(report_counts(&report).scaled,
				 counts ? REPORT_FULL_SHARE.scaled : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_report_state_and_event),
		cmocka_unit_test(every_request_state_and_event),
		cmocka_unit_test(shares_and_notes),
		cmocka_unit_test(dates_and_answers),
		cmocka_unit_test(what_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
