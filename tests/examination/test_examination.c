/*
 * test_examination.c - examinations and findings: every state with every event, who may, what is asked.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "examination/finding.h"
#include "people/rights.h"

#define PERSON	 7
#define SUPERIOR 8
#define OTHER	 9

enum { OPEN = EXAMINATION_OPEN, STATED, ASSESSED };
static const int next[EXAMINATION_STATE_COUNT][EXAMINATION_EVENT_COUNT] = {
	/*           submit  recall return assess    reopen */
	[OPEN]     = { STATED, -1,    -1,    -1,       -1 },
	[STATED]   = { -1,     OPEN,  OPEN,  ASSESSED, -1 },
	[ASSESSED] = { -1,     -1,    -1,    -1,       STATED },
};

enum { NOTED = FINDING_NOTED, WITHDRAWN, PROPOSED };
static const int finding_next[FINDING_STATE_COUNT][FINDING_EVENT_COUNT] = {
	/*            withdraw   propose */
	[NOTED]     = { WITHDRAWN, PROPOSED },
	[WITHDRAWN] = { -1,        -1 },
	[PROPOSED]  = { WITHDRAWN, -1 },
};

static struct examination filled(int state)
{
	return (struct examination){ .person_id = PERSON, .superior_id = SUPERIOR, .state = state,
				     .parts = { STR_INIT("学"), STR_INIT("履"), STR_INIT("廉") },
				     .opinion = STR("称职"), .note = STR("请补写") };
}

/* Who does what, when nothing else stands in the way. */
static struct examination_asker asker_of(int event)
{
	bool own = event == EXAMINATION_SUBMIT || event == EXAMINATION_RECALL;

	return (struct examination_asker){
		.permissions = PERMISSION_LOGGED_IN | PERMISSION_EXAMINATION_MANAGE,
		.person_id = own ? PERSON : SUPERIOR,
	};
}

static void every_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < EXAMINATION_STATE_COUNT; from++)
		for (int event = 0; event < EXAMINATION_EVENT_COUNT; event++) {
			struct examination it = filled(from);
			struct examination_asker asker = asker_of(event), nobody = asker;
			int to = next[from][event];
			nobody.permissions = PERMISSION_RESULT_READ;
			int code = examination_apply(&it, (enum examination_event)event, &nobody, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(it.state, from);
			assert_int_equal(examination_may(&it, (enum examination_event)event, &asker),
					 to >= 0);
			code = examination_apply(&it, (enum examination_event)event, &asker, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
}

/* A row: who asks (and whether as the office), the event; whether it is theirs. */
static const struct who_case {
	int64_t person_id;
	bool manages;
	int64_t superior_id;
	int from, event;
	bool may;
} whos[] = {
	{ PERSON, false, SUPERIOR, OPEN, EXAMINATION_SUBMIT, true },
	{ SUPERIOR, false, SUPERIOR, OPEN, EXAMINATION_SUBMIT, false },
	{ 0, true, SUPERIOR, OPEN, EXAMINATION_SUBMIT, false },
	{ OTHER, true, SUPERIOR, STATED, EXAMINATION_RECALL, false },
	{ SUPERIOR, false, SUPERIOR, STATED, EXAMINATION_ASSESS, true },
	{ PERSON, false, SUPERIOR, STATED, EXAMINATION_ASSESS, false },
	{ OTHER, false, SUPERIOR, STATED, EXAMINATION_ASSESS, false },
	{ OTHER, true, SUPERIOR, STATED, EXAMINATION_ASSESS, false }, /* the superior is named */
	{ OTHER, true, 0, STATED, EXAMINATION_ASSESS, true },
	{ 0, true, 0, STATED, EXAMINATION_ASSESS, true },
	{ 0, false, 0, STATED, EXAMINATION_ASSESS, false },
	{ PERSON, true, 0, STATED, EXAMINATION_ASSESS, false }, /* nobody in their own matter */
	{ PERSON, true, PERSON, STATED, EXAMINATION_ASSESS, false },
	{ SUPERIOR, false, SUPERIOR, STATED, EXAMINATION_RETURN, true },
	{ OTHER, true, SUPERIOR, STATED, EXAMINATION_RETURN, true },
	{ PERSON, true, SUPERIOR, STATED, EXAMINATION_RETURN, false },
	{ OTHER, true, SUPERIOR, ASSESSED, EXAMINATION_REOPEN, true },
	{ PERSON, true, SUPERIOR, ASSESSED, EXAMINATION_REOPEN, false },
};

static void who_may(void **state)
{
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(whos); i++) {
		const struct who_case *one = &whos[i];
		struct examination it = filled(one->from);
		struct examination_asker asker = { .permissions = PERMISSION_LOGGED_IN |
								  PERMISSION_EXAMINATION_MANAGE,
						   .person_id = one->person_id,
						   .manages = one->manages };
		it.superior_id = one->superior_id;
		bool may = examination_may(&it, (enum examination_event)one->event, &asker);
		if (may != one->may)
			fail_msg("case %zu", i);
		int code = examination_apply(&it, (enum examination_event)one->event, &asker, &err);
		assert_int_equal(code, one->may ? 0 : -ERR_RULE);
	}
}

static int apply_with(int from, int event, void (*spoil)(struct examination *, struct examination_asker *),
		      struct error *err)
{
	struct examination it = filled(from);
	struct examination_asker asker = asker_of(event);

	spoil(&it, &asker);
	int code = examination_apply(&it, (enum examination_event)event, &asker, err);
	assert_int_equal(it.state, from);
	return code;
}

static void no_part(struct examination *it, struct examination_asker *asker)
{
	(void)asker;
	it->parts[PART_INTEGRITY] = STR(" 　");
}

static void no_opinion(struct examination *it, struct examination_asker *asker)
{
	(void)asker;
	it->opinion = STR("");
}

static void no_note(struct examination *it, struct examination_asker *asker)
{
	(void)asker;
	it->note = STR(" ");
}

static void no_marks(struct examination *it, struct examination_asker *asker)
{
	(void)it;
	asker->unmarked = 3;
}

static void what_is_asked(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(apply_with(OPEN, EXAMINATION_SUBMIT, no_part, &err), -ERR_INVALID);
	assert_string_equal(err.field, "integrity");
	assert_int_equal(apply_with(STATED, EXAMINATION_ASSESS, no_opinion, &err), -ERR_INVALID);
	assert_string_equal(err.field, "opinion");
	assert_int_equal(apply_with(STATED, EXAMINATION_ASSESS, no_marks, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "3"));
	assert_int_equal(apply_with(STATED, EXAMINATION_RETURN, no_note, &err), -ERR_INVALID);
	assert_string_equal(err.field, "note");
	assert_int_equal(apply_with(ASSESSED, EXAMINATION_REOPEN, no_note, &err), -ERR_INVALID);
}

static void every_finding_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < FINDING_STATE_COUNT; from++)
		for (int event = 0; event < FINDING_EVENT_COUNT; event++) {
			struct finding it = { .state = from, .note = STR("查无实据"), .finder_id = 4 };
			struct finding_asker asker = { .permissions = PERMISSION_LOGGED_IN |
								      PERMISSION_EXAMINATION_MANAGE |
								      PERMISSION_RESULT_MANAGE,
						       .account_id = 5,
						       .manages = true };
			struct finding_asker nobody = { .permissions = PERMISSION_PLAN_READ };
			int to = finding_next[from][event];
			int code = finding_apply(&it, (enum finding_event)event, &nobody, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = finding_apply(&it, (enum finding_event)event, &asker, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
}

static void who_withdraws(void **state)
{
	struct finding it = { .state = FINDING_NOTED, .finder_id = 4, .note = STR("查无实据") };
	struct finding_asker asker = { .permissions = PERMISSION_LOGGED_IN, .account_id = 5 };
	struct error err;

	(void)state;
	assert_int_equal(finding_apply(&it, FINDING_WITHDRAW, &asker, &err), -ERR_RULE);
	asker.account_id = 0; /* the program is nobody's finder */
	it.finder_id = 0;
	assert_int_equal(finding_apply(&it, FINDING_WITHDRAW, &asker, &err), -ERR_RULE);
	asker.account_id = it.finder_id = 4;
	it.note = STR(" ");
	assert_int_equal(finding_apply(&it, FINDING_WITHDRAW, &asker, &err), -ERR_INVALID);
	assert_string_equal(err.field, "note");
	it.note = STR("查无实据");
	assert_int_equal(finding_apply(&it, FINDING_WITHDRAW, &asker, &err), 0);
	/* What a leader has before them is the office's to take back. */
	it.state = FINDING_PROPOSED;
	assert_int_equal(finding_apply(&it, FINDING_WITHDRAW, &asker, &err), -ERR_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(who_may),
		cmocka_unit_test(what_is_asked),
		cmocka_unit_test(every_finding_state_and_event),
		cmocka_unit_test(who_withdraws),
	};

	return cmocka_run_group_tests_name("examination/examination", tests, NULL, NULL);
}
