/* Evidence: every state with every event, what each kind needs, periods. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/evidence.h"
#include "people/rights.h"

#define TODAY 14320

static const int next_state[EVIDENCE_STATE_COUNT][EVIDENCE_EVENT_COUNT] = {
	/*                      withdraw            restore */
	[EVIDENCE_IN_FORCE]  = { EVIDENCE_WITHDRAWN, -1 },
	[EVIDENCE_WITHDRAWN] = { -1,                 EVIDENCE_IN_FORCE },
};

static void every_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < EVIDENCE_STATE_COUNT; from++)
		for (int event = 0; event < EVIDENCE_EVENT_COUNT; event++) {
			struct evidence one = { .state = from, .reason = STR("传错了") };
			int to = next_state[from][event];
			enum evidence_event what = (enum evidence_event)event;

			assert_int_equal(evidence_apply(&one, what, PERMISSION_EVIDENCE_WRITE, &err),
					 to < 0 ? -ERR_STATE : 0);
			assert_int_equal(one.state, to < 0 ? from : to);
			one.state = from;
			assert_int_equal(evidence_apply(&one, what,
							~(permission_set)PERMISSION_EVIDENCE_WRITE, &err),
					 to < 0 ? -ERR_STATE : -ERR_DENIED);
			one.reason = STR("  ");
			assert_int_equal(evidence_apply(&one, what, PERMISSION_EVIDENCE_WRITE, &err),
					 to < 0 ? -ERR_STATE : -ERR_INVALID);
			assert_int_equal(one.state, from);
		}
}

#define HASH STR("01234567890123456789012345678901")
#define FINE .shows_from = TODAY - 9, .shows_to = TODAY

static void what_each_kind_needs(void **state)
{
	const struct {
		struct evidence evidence;
		const char *field; /* NULL: fine */
	} cases[] = {
		{ { .kind = EVIDENCE_FILE, .sha256 = HASH, FINE }, NULL },
		{ { .kind = EVIDENCE_FILE, FINE }, "upload" },
		{ { .kind = EVIDENCE_RECORD, .subject = EVIDENCE_OF_ENTRY, .subject_id = 5, FINE }, NULL },
		{ { .kind = EVIDENCE_RECORD, .subject_id = 5, FINE }, "record" },
		{ { .kind = EVIDENCE_DOCUMENT, .document_number = STR("示〔2008〕1号"), FINE }, NULL },
		{ { .kind = EVIDENCE_DOCUMENT, .document_number = STR(" "), FINE }, "document_number" },
		{ { .kind = EVIDENCE_DOCUMENT, .document_number = STR("1"), .sha256 = HASH, FINE }, "kind" },
		{ { .kind = EVIDENCE_FILE, .sha256 = HASH, .shows_from = TODAY, .shows_to = TODAY - 1 },
		  "shows_to" },
		{ { .kind = EVIDENCE_FILE, .sha256 = HASH, .shows_from = TODAY + 1, .shows_to = TODAY + 1 },
		  "shows_from" },
		{ { .kind = EVIDENCE_FILE, .sha256 = HASH, .shows_from = TODAY, .shows_to = TODAY + 30 },
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct error err = { .code = 0 };
		int code = evidence_check(&cases[i].evidence, TODAY, &err);

		if (code != (cases[i].field ? -ERR_INVALID : 0) ||
		    (code && strcmp(err.field, cases[i].field) != 0))
			fail_msg("case %zu: %d %s", i, code, err.field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(what_each_kind_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
