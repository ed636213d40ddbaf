/*
 * test_transition.c - every pair of state and event is a row or a refusal.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "messages_record.h"
#include "record/transition.h"

enum { STATE_DRAFT, STATE_SHOWN, STATE_FINAL, STATE_COUNT };
enum { EVENT_SHOW, EVENT_CLOSE, EVENT_COUNT };
enum { MAY_SHOW = 1, MAY_CLOSE = 2 };

static const struct field_choice states[] = {
	{ "draft", MESSAGE_RECORD_YES },
	{ "shown", MESSAGE_RECORD_NO },
	{ "final", MESSAGE_RECORD_YES },
	{ NULL, MESSAGE_NONE },
};
static const struct field_choice events[] = {
	{ "show", MESSAGE_RECORD_YES },
	{ "close", MESSAGE_RECORD_NO },
	{ NULL, MESSAGE_NONE },
};

static int guard_complete(const void *record, const void *context, struct error *err)
{
	(void)context;
	if (*(const int *)record)
		return 0;
	return error_set(err, ERR_RULE, "A score is missing.", "缺少得分。");
}

static const struct transition rows[] = {
	{ .event = EVENT_SHOW, .from = STATE_DRAFT, .to = STATE_SHOWN, .who = MAY_SHOW,
	  .guard = guard_complete, .refusal = MESSAGE_RECORD_NO },
	{ .event = EVENT_CLOSE, .from = STATE_SHOWN, .to = STATE_FINAL,
	  .who = MAY_CLOSE, .refusal = MESSAGE_RECORD_NO },
};

static const struct state_table table = { "sample", rows, ARRAY_LENGTH(rows), states, events };

static int apply(int from, int event, permission_set permissions, const int *record, int *out_to,
		 struct error *err)
{
	struct transition_request request = { from, event, permissions, record, NULL };

	return transition_apply(&table, &request, out_to, err);
}

static void test_every_pair(void **state)
{
	static const int expected[STATE_COUNT][EVENT_COUNT] = {
		{ STATE_SHOWN, -ERR_STATE },
		{ -ERR_STATE, STATE_FINAL },
		{ -ERR_STATE, -ERR_STATE },
	};
	const int complete = 1;

	(void)state;
	for (int from = 0; from < STATE_COUNT; from++)
		for (int event = 0; event < EVENT_COUNT; event++) {
			int to = 99;
			struct error err;
			int rc = apply(from, event, MAY_SHOW | MAY_CLOSE, &complete, &to, &err);

			assert_int_equal(rc ? rc : to, expected[from][event]);
			if (rc)
				assert_int_equal(to, 99);
		}
}

static void test_refusals(void **state)
{
	const int complete = 1, incomplete = 0;
	int to = 99;
	struct error err;

	(void)state;
	assert_int_equal(apply(STATE_DRAFT, EVENT_SHOW, MAY_CLOSE, &complete, &to, &err),
			 -ERR_DENIED);
	assert_string_equal(err.en, "no");
	assert_string_equal(err.zh, "否");
	assert_int_equal(apply(STATE_DRAFT, EVENT_SHOW, MAY_SHOW, &incomplete, &to, &err),
			 -ERR_RULE);
	assert_string_equal(err.en, "A score is missing.");
	assert_int_equal(apply(STATE_FINAL, EVENT_SHOW, MAY_SHOW, &complete, &to, &err),
			 -ERR_STATE);
	assert_string_equal(err.zh, "状态为“是”时不能“是”。");
	assert_int_equal(apply(50, 50, MAY_SHOW, &complete, &to, &err),
			 -ERR_STATE);
	assert_int_equal(to, 99);
}

static void test_offers(void **state)
{
	const struct transition *offers[4];

	(void)state;
	assert_int_equal(transition_offers(&table, STATE_DRAFT, MAY_SHOW, offers, 4), 1);
	assert_int_equal(offers[0]->to, STATE_SHOWN);
	assert_int_equal(transition_offers(&table, STATE_DRAFT, MAY_CLOSE, offers, 4), 0);
	assert_int_equal(transition_offers(&table, STATE_DRAFT, MAY_SHOW, offers, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_pair),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_offers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
