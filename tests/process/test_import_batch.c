/*
 * test_import_batch.c - every state and event of an import, with and without the permission.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/rights.h"
#include "process/import_batch.h"

static const struct outcome {
	enum import_batch_state from;
	enum import_batch_event event;
	bool permitted;
	int code;
	enum import_batch_state to;
	const char *en, *zh;
} outcomes[] = {
	{ IMPORT_BATCH_APPLIED, IMPORT_BATCH_UNDO, true, 0, IMPORT_BATCH_UNDONE, "", "" },
	{ IMPORT_BATCH_APPLIED, IMPORT_BATCH_UNDO, false, -ERR_DENIED, IMPORT_BATCH_APPLIED,
	  "Only whoever may import can undo an import.", "只有可以导入的人员才能撤销导入。" },
	{ IMPORT_BATCH_UNDONE, IMPORT_BATCH_UNDO, true, -ERR_STATE, IMPORT_BATCH_UNDONE,
	  "This import was undone already.", "该导入已撤销。" },
	{ IMPORT_BATCH_UNDONE, IMPORT_BATCH_UNDO, false, -ERR_STATE, IMPORT_BATCH_UNDONE,
	  "This import was undone already.", "该导入已撤销。" },
};

static void every_state_and_event(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_LENGTH(outcomes),
			 IMPORT_BATCH_STATE_COUNT * IMPORT_BATCH_EVENT_COUNT * 2);
	for (size_t i = 0; i < ARRAY_LENGTH(outcomes); i++) {
		const struct outcome *outcome = &outcomes[i];
		struct import_batch batch = { .state = (int)outcome->from };
		struct error err = { 0 };
		permission_set permissions = outcome->permitted ? PERMISSION_IMPORT
							  : ~(permission_set)PERMISSION_IMPORT;
		assert_int_equal(import_batch_apply(&batch, outcome->event, permissions, &err),
				 outcome->code);
		assert_int_equal(batch.state, outcome->to);
		assert_string_equal(err.en, outcome->en);
		assert_string_equal(err.zh, outcome->zh);
	}
}

static void buttons_follow_the_table(void **state)
{
	const struct transition *rows[IMPORT_BATCH_EVENT_COUNT];
	(void)state;
	for (int from = -1; from <= IMPORT_BATCH_STATE_COUNT; from++) {
		size_t expected = from == IMPORT_BATCH_APPLIED;
		assert_int_equal(transition_offers(&import_batch_life, from, PERMISSION_IMPORT,
						   rows, IMPORT_BATCH_EVENT_COUNT),
				 expected);
		assert_int_equal(transition_offers(&import_batch_life, from,
						   ~(permission_set)PERMISSION_IMPORT, rows,
						   IMPORT_BATCH_EVENT_COUNT),
				 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(buttons_follow_the_table),
	};
	return cmocka_run_group_tests_name("process/import_batch", tests, NULL, NULL);
}
