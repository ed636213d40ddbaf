/* demo_reminders.c - see demo_reminders.h. */
#include "cli/demo_reminders.h"

#include "people/jurisdiction.h"
#include "reminder/digest.h"

#define COLLECT_BYTES ((size_t)256 << 20)

static int make(struct act *act, void *context, struct error *err)
{
	const struct digest_day *day = context;
	const struct digest_part part = { day, 0, day->count, NULL };
	size_t made;
	int code = digest_write(act, &part, &made, err);

	return code ? code : digest_finish(act->db, day, act->at_ms, err);
}

static int make_day(struct operator_session *session, struct arena *arena, struct error *err)
{
	struct digest_day day = { .count = 0 };
	const struct operator_work work = { session->jurisdiction_id, "digest.make", make, &day };
	int32_t number;
	int code = jurisdiction_day(session->db, session->jurisdiction_id, clock_now_ms(), &number,
				    err);

	if (!code)
		code = digest_collect(session->db, session->jurisdiction_id, number, arena, &day, err);
	return code || !day.rule.present ? code : operator_act(session, &work, err);
}

int demo_reminders_make(struct operator_session *session, struct error *err)
{
	struct arena *arena = arena_new(COLLECT_BYTES);
	int code = arena ? make_day(session, arena, err)
			 : error_broken(err, ERR_MEMORY, "reminders of the demonstration");

	arena_free(arena);
	return code;
}
