/*
 * test_result.c - results, objections and proposals: every state with every event, the guards, who may.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/rights.h"
#include "process/objection.h"
#include "process/proposal.h"
#include "process/result.h"

#define TODAY 14260 /* 2009-01-16 */

/* As a table on paper: a row per state, a column per event; the state that follows, or -1. */
static const int result_next[RESULT_STATE_COUNT][RESULT_EVENT_COUNT] = {
	/*                    publish           withdraw      finalise      drop */
	[RESULT_DRAFT]     = { RESULT_PUBLICITY, -1,           -1,           RESULT_DROPPED },
	[RESULT_PUBLICITY] = { -1,               RESULT_DRAFT, RESULT_FINAL, -1 },
	[RESULT_FINAL]     = { -1,               -1,           -1,           -1 },
	[RESULT_DROPPED]   = { -1,               -1,           -1,           -1 },
};

static const struct result_situation ready = { .today = TODAY, .ranked = 5,
					       .earliest_end = TODAY + 4, .any_final = true };

static struct result result_in(int state)
{
	return (struct result){ .year = 2008, .state = state, .note = STR("理由"),
				.publicity_to = state == RESULT_PUBLICITY ? TODAY - 1
									  : TODAY + 4 };
}

static void every_result_state_and_event(void **state)
{
	struct error err;
	(void)state;
	for (int from = 0; from < RESULT_STATE_COUNT; from++)
		for (int event = 0; event < RESULT_EVENT_COUNT; event++) {
			struct result result = result_in(from);
			int to = result_next[from][event];
			int code = result_apply(&result, (enum result_event)event,
						PERMISSION_RESULT_MANAGE, &ready, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(result.state, to < 0 ? from : to);
			result = result_in(from);
			code = result_apply(&result, (enum result_event)event,
					    ~(permission_set)PERMISSION_RESULT_MANAGE, &ready, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(result.state, from);
		}
}

static const struct guarded {
	const char *name;
	enum result_state from;
	enum result_event event;
	struct result_situation now;
	int32_t publicity_to;
	const char *note;
	int code;
} guarded[] = {
	{ "missing scores", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = TODAY, .ranked = 0, .incomplete = 2, .earliest_end = TODAY + 4 },
	  TODAY + 4, "", -ERR_RULE },
	{ "nobody ranked", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = TODAY, .earliest_end = TODAY + 4 }, TODAY + 4, "", -ERR_RULE },
	{ "the year's last day", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = 14244, .ranked = 3, .earliest_end = 14250 }, 14250, "", -ERR_RULE },
	{ "the day behind it", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = 14245, .ranked = 3, .earliest_end = 14250 }, 14250, "", 0 },
	{ "a day too short", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = TODAY, .ranked = 3, .earliest_end = TODAY + 4 }, TODAY + 3, "", -ERR_INVALID },
	{ "longer than needed", RESULT_DRAFT, RESULT_PUBLISH,
	  { .today = TODAY, .ranked = 3, .earliest_end = TODAY + 4 }, TODAY + 30, "", 0 },
	{ "on the last day of publicity", RESULT_PUBLICITY, RESULT_FINALISE,
	  { .today = TODAY, .ranked = 3 }, TODAY, "", -ERR_RULE },
	{ "on the day behind it", RESULT_PUBLICITY, RESULT_FINALISE,
	  { .today = TODAY, .ranked = 3 }, TODAY - 1, "", 0 },
	{ "an objection without answer", RESULT_PUBLICITY, RESULT_FINALISE,
	  { .today = TODAY, .ranked = 3, .open_objections = 1 }, TODAY - 1, "", -ERR_RULE },
	{ "not complete any more", RESULT_PUBLICITY, RESULT_FINALISE,
	  { .today = TODAY, .ranked = 3, .incomplete = 1 }, TODAY - 1, "", -ERR_RULE },
	{ "withdrawn without a reason", RESULT_PUBLICITY, RESULT_WITHDRAW, { .today = TODAY },
	  TODAY, " ", -ERR_INVALID },
	{ "dropped without a reason", RESULT_DRAFT, RESULT_DROP,
	  { .today = TODAY, .any_final = true }, TODAY, "", -ERR_INVALID },
	{ "the first draft dropped", RESULT_DRAFT, RESULT_DROP, { .today = TODAY }, TODAY, "x",
	  -ERR_RULE },
};

static void guards_refuse(void **state)
{
	struct error err;
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(guarded); i++) {
		const struct guarded *c = &guarded[i];
		struct result result = { .year = 2008, .state = (int)c->from,
					 .publicity_to = c->publicity_to,
					 .note = str_from(c->note) };
		int code = result_apply(&result, c->event, PERMISSION_RESULT_MANAGE, &c->now,
					&err);
		if (code != c->code)
			fail_msg("%s: %d, wanted %d", c->name, code, c->code);
		if (code) {
			assert_int_equal(result.state, c->from);
			assert_true(err.en[0] && err.zh[0]);
		}
	}
}

static const int objection_next[OBJECTION_STATE_COUNT][OBJECTION_EVENT_COUNT] = {
	[OBJECTION_RAISED] = { OBJECTION_UPHELD, OBJECTION_REJECTED, OBJECTION_WITHDRAWN },
	[OBJECTION_UPHELD] = { -1, -1, -1 },
	[OBJECTION_REJECTED] = { -1, -1, -1 },
	[OBJECTION_WITHDRAWN] = { -1, -1, -1 },
};

static void every_objection_state_and_event(void **state)
{
	struct error err;
	(void)state;
	for (int from = 0; from < OBJECTION_STATE_COUNT; from++)
		for (int event = 0; event < OBJECTION_EVENT_COUNT; event++) {
			struct objection objection = { .state = from, .answer = STR("答") };
			permission_set who = event == OBJECTION_WITHDRAW ? PERMISSION_OBJECTION_RAISE
								   : PERMISSION_RESULT_MANAGE;
			int to = objection_next[from][event];
			int code = objection_apply(&objection, (enum objection_event)event, ~who,
						   &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = objection_apply(&objection, (enum objection_event)event, who, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(objection.state, to < 0 ? from : to);
		}
}

static void an_answer_has_words(void **state)
{
	struct error err;
	struct objection objection = { .state = OBJECTION_RAISED, .answer = STR(" ") };
	(void)state;
	assert_int_equal(objection_apply(&objection, OBJECTION_REJECT, PERMISSION_RESULT_MANAGE,
					 &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "answer");
	assert_int_equal(objection.state, OBJECTION_RAISED);
}

static const int proposal_next[PROPOSAL_STATE_COUNT][PROPOSAL_EVENT_COUNT] = {
	/* accept, decline, revoke, lapse, renew */
	[PROPOSAL_OPEN] = { PROPOSAL_ACCEPTED, PROPOSAL_DECLINED, -1, PROPOSAL_LAPSED, -1 },
	[PROPOSAL_ACCEPTED] = { -1, -1, PROPOSAL_DECLINED, -1, -1 },
	[PROPOSAL_DECLINED] = { -1, -1, -1, -1, -1 },
	[PROPOSAL_LAPSED] = { -1, -1, -1, -1, PROPOSAL_OPEN },
};

static void every_proposal_state_and_event(void **state)
{
	struct error err;
	(void)state;
	for (int from = 0; from < PROPOSAL_STATE_COUNT; from++)
		for (int event = 0; event < PROPOSAL_EVENT_COUNT; event++) {
			struct proposal proposal = { .state = from, .person_id = 9,
						     .reason = STR("理由") };
			permission_set who = event >= PROPOSAL_LAPSE ? PERMISSION_RESULT_MANAGE
							       : PERMISSION_PROPOSAL_DECIDE;
			int to = proposal_next[from][event];
			int code = proposal_apply(&proposal, (enum proposal_event)event, ~who, 1,
						  &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = proposal_apply(&proposal, (enum proposal_event)event, who, 1, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(proposal.state, to < 0 ? from : to);
		}
}

static void nobody_decides_about_themself(void **state)
{
	struct error err;
	struct proposal proposal = { .state = PROPOSAL_OPEN, .person_id = 9, .reason = STR("理由") };
	(void)state;
	assert_int_equal(proposal_apply(&proposal, PROPOSAL_ACCEPT, PERMISSION_PROPOSAL_DECIDE, 9,
					&err),
			 -ERR_RULE);
	proposal.person_id = 0; /* to be determined: an account of nobody is not the subject */
	assert_int_equal(proposal_apply(&proposal, PROPOSAL_ACCEPT, PERMISSION_PROPOSAL_DECIDE, 0,
					&err),
			 0);
	proposal = (struct proposal){ .state = PROPOSAL_OPEN, .reason = STR("") };
	assert_int_equal(proposal_apply(&proposal, PROPOSAL_DECLINE, PERMISSION_PROPOSAL_DECIDE, 1,
					&err),
			 -ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_result_state_and_event),
		cmocka_unit_test(guards_refuse),
		cmocka_unit_test(every_objection_state_and_event),
		cmocka_unit_test(an_answer_has_words),
		cmocka_unit_test(every_proposal_state_and_event),
		cmocka_unit_test(nobody_decides_about_themself),
	};
	return cmocka_run_group_tests_name("process/result", tests, NULL, NULL);
}
