/* test_letter.c - the life of a letter: every state with every event, whose part each signature is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "letter/letter.h"
#include "people/rights.h"

#define PERSON 11
#define SUPERIOR 12
#define COUNTERSIGNER 13

/* Where each event leads; -1: nowhere. */
static const int next[LETTER_STATE_COUNT][LETTER_EVENT_COUNT] = {
	/* issue, accept, sign, countersign, supersede, end, withdraw */
	[LETTER_DRAFT] = { LETTER_ISSUED, -1, -1, -1, LETTER_SUPERSEDED, LETTER_ENDED,
			   LETTER_WITHDRAWN },
	[LETTER_ISSUED] = { -1, LETTER_ACCEPTED, -1, -1, LETTER_SUPERSEDED, LETTER_ENDED,
			    LETTER_WITHDRAWN },
	[LETTER_ACCEPTED] = { -1, -1, LETTER_SIGNED, -1, LETTER_SUPERSEDED, LETTER_ENDED,
			      LETTER_WITHDRAWN },
	[LETTER_SIGNED] = { -1, -1, -1, LETTER_COUNTERSIGNED, LETTER_SUPERSEDED, LETTER_ENDED, -1 },
	[LETTER_COUNTERSIGNED] = { -1, -1, -1, -1, LETTER_SUPERSEDED, LETTER_ENDED, -1 },
	[LETTER_SUPERSEDED] = { -1, -1, -1, -1, -1, -1, -1 },
	[LETTER_ENDED] = { -1, -1, -1, -1, -1, -1, -1 },
	[LETTER_WITHDRAWN] = { -1, -1, -1, -1, -1, -1, -1 },
};

static struct letter letter_in(int state)
{
	return (struct letter){ .person_id = PERSON, .superior_id = SUPERIOR,
				.countersigner_id = COUNTERSIGNER, .state = state,
				.note = STR("写错了单位") };
}

/* Who may do it: the permission, and the person. */
static void doer(int event, permission_set *permissions, int64_t *person_id)
{
	*permissions = PERMISSION_LETTER_MANAGE;
	*person_id = 0;
	if (event != LETTER_ACCEPT && event != LETTER_SIGN && event != LETTER_COUNTERSIGN)
		return;
	*permissions = PERMISSION_LOGGED_IN;
	*person_id = event == LETTER_ACCEPT ? PERSON : event == LETTER_SIGN ? SUPERIOR : COUNTERSIGNER;
}

static void every_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < LETTER_STATE_COUNT; from++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			struct letter it = letter_in(from);
			permission_set permissions;
			int64_t person_id;
			int to = next[from][event];

			doer(event, &permissions, &person_id);
			int code = letter_apply(&it, (enum letter_event)event, 0, person_id, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			assert_int_equal(it.state, from);
			code = letter_apply(&it, (enum letter_event)event, permissions, person_id,
					    &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
}

static void nobody_signs_for_another(void **state)
{
	static const struct {
		int state, event;
		int64_t right;
	} parts[] = { { LETTER_ISSUED, LETTER_ACCEPT, PERSON },
		      { LETTER_ACCEPTED, LETTER_SIGN, SUPERIOR },
		      { LETTER_SIGNED, LETTER_COUNTERSIGN, COUNTERSIGNER } };
	static const int64_t persons[] = { 0, PERSON, SUPERIOR, COUNTERSIGNER, 99 };
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
		for (size_t j = 0; j < ARRAY_LENGTH(persons); j++) {
			struct letter it = letter_in(parts[i].state);
			/* Whatever else they may do. */
			int code = letter_apply(&it, (enum letter_event)parts[i].event,
						~(permission_set)0, persons[j], &err);
			assert_int_equal(code, persons[j] == parts[i].right ? 0 : -ERR_DENIED);
		}
}

static void what_else_is_refused(void **state)
{
	struct letter it = letter_in(LETTER_SIGNED);
	struct error err;

	(void)state;
	it.countersigner_id = 0;
	assert_int_equal(letter_apply(&it, LETTER_COUNTERSIGN, PERMISSION_LOGGED_IN, 0, &err),
			 -ERR_RULE);
	it = letter_in(LETTER_ISSUED);
	it.note = STR("　");
	assert_int_equal(letter_apply(&it, LETTER_WITHDRAW, PERMISSION_LETTER_MANAGE, 0, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "note");
	/* Who ends a post ends its letter with it; who reads letters does not. */
	assert_int_equal(letter_apply(&it, LETTER_END, PERMISSION_LETTER_READ, 0, &err), -ERR_DENIED);
	assert_int_equal(letter_apply(&it, LETTER_END, PERMISSION_PERSON_WRITE, 0, &err), 0);
}

static void who_is_next(void **state)
{
	static const enum letter_signer expected[LETTER_STATE_COUNT] = {
		LETTER_SIGNER_COUNT, LETTER_PERSON,	  LETTER_SUPERIOR,     LETTER_COUNTERSIGNER,
		LETTER_SIGNER_COUNT, LETTER_SIGNER_COUNT, LETTER_SIGNER_COUNT, LETTER_SIGNER_COUNT,
	};

	(void)state;
	for (int at = 0; at < LETTER_STATE_COUNT; at++) {
		struct letter it = letter_in(at);

		assert_int_equal(letter_next_signer(&it), expected[at]);
		assert_int_equal(letter_is_complete(&it), at == LETTER_COUNTERSIGNED);
		assert_int_equal(letter_stands(at), at <= LETTER_COUNTERSIGNED);
		it.countersigner_id = 0;
		if (at == LETTER_SIGNED) {
			assert_true(letter_is_complete(&it));
			assert_int_equal(letter_next_signer(&it), LETTER_SIGNER_COUNT);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(nobody_signs_for_another),
		cmocka_unit_test(what_else_is_refused),
		cmocka_unit_test(who_is_next),
	};

	return cmocka_run_group_tests_name("letter/letter", tests, NULL, NULL);
}
