/*
 * command_clock.c - the business date; a demonstration's can be moved on, never back.
 *
 * What waits for a day (the end of publicity) can then be seen at once. The move is an act on the
 * jurisdiction's record, which is global, so the ledger tells that the days between were skipped. A
 * server that runs reads it within a second (web/jurisdiction_cache.c).
 */
#include <stdio.h>

#include "base/civil.h"
#include "cli/commands.h"
#include "cli/operator.h"
#include "people/jurisdiction.h"

#define DAYS_AT_ONCE 3660

static const struct command_option options[] = {
	{ "advance", "DAYS", "of a demonstration: move the business date on by so many days" },
	{ NULL, NULL, NULL },
};

/* The record is read inside the act's transaction: two that move at once both count. */
static int advance_in(struct act *act, void *context, struct error *err)
{
	const int64_t *days = context;
	struct jurisdiction found;
	int rc = jurisdiction_first(act->db, act->arena, &found, err);

	if (rc == 0 && !found.demonstration)
		return error_set(err, ERR_RULE,
				 "the clock can be moved in a demonstration only: elsewhere the "
				 "business date is the calendar's",
				 "只有示例数据才能拨动日期：正式数据的业务日期即当天日期");
	if (rc < 0)
		return rc;
	found.clock_offset_days += *days;
	act->summary = arena_format(act->arena, "+%lld d", (long long)*days);
	return act_update(act, &jurisdiction_record, &found, err);
}

static int advance(struct call *call, struct operator_session *session, struct error *err)
{
	const struct call_range range = { 1, DAYS_AT_ONCE, 0 };
	int64_t days;
	int rc = call_option_int(call, "advance", range, &days, err);

	if (rc < 0)
		return rc;
	return operator_act(session,
			    &(struct operator_work){ 0, "clock.advance", advance_in, &days },
			    err);
}

static int print_day(struct operator_session *session, struct error *err)
{
	char text[CIVIL_TEXT_BYTES];
	int32_t day;
	int rc = jurisdiction_day(session->db, session->jurisdiction_id, clock_now_ms(), &day, err);

	if (rc == 0)
		printf("%s\n", civil_format(day, text));
	return rc;
}

static int run(struct call *call, struct error *err)
{
	bool moves = call_option(call, "advance") != NULL;
	struct operator_session session;
	int rc = operator_open(call, moves ? DB_READ_WRITE : DB_READ_ONLY, &session, err);

	if (rc < 0)
		return rc;
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0 && moves)
		rc = advance(call, &session, err);
	if (rc == 0)
		rc = print_day(&session, err);
	operator_close(&session);
	return rc;
}

const struct command command_clock = {
	.name = "clock",
	.synopsis = "[--advance DAYS]",
	.summary = "the business date; move a demonstration's on",
	.details = "Prints the date by which deadlines and periods are reckoned.\n"
		   "--advance moves it on in a demonstration, as an act in the ledger: to see what comes\n"
		   "when publicity is over. It never goes back. A running server follows within a second.",
	.options = options,
	.run = run,
};
