/*
 * slip_state.c - the life of a slip: requested, confirmed, issued, used; or refused, replaced, expired.
 */
#include "messages_log_in.h"
#include "messages_people.h"
#include "people/slip.h"

const struct field_choice slip_kinds[] = {
	[SLIP_ACTIVATION] = { "activation", MESSAGE_SLIP_KIND_ACTIVATION },
	[SLIP_RESET] = { "reset", MESSAGE_SLIP_KIND_RESET },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice slip_states[] = {
	[SLIP_REQUESTED] = { "requested", MESSAGE_SLIP_STATE_REQUESTED },
	[SLIP_CONFIRMED] = { "confirmed", MESSAGE_SLIP_STATE_CONFIRMED },
	[SLIP_ISSUED] = { "issued", MESSAGE_SLIP_STATE_ISSUED },
	[SLIP_USED] = { "used", MESSAGE_SLIP_STATE_USED },
	[SLIP_REFUSED] = { "refused", MESSAGE_SLIP_STATE_REFUSED },
	[SLIP_REPLACED] = { "replaced", MESSAGE_SLIP_STATE_REPLACED },
	[SLIP_EXPIRED] = { "expired", MESSAGE_SLIP_STATE_EXPIRED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice slip_events[] = {
	[SLIP_CONFIRM] = { "confirm", MESSAGE_SLIP_EVENT_CONFIRM },
	[SLIP_REFUSE] = { "refuse", MESSAGE_SLIP_EVENT_REFUSE },
	[SLIP_ISSUE] = { "issue", MESSAGE_SLIP_EVENT_ISSUE },
	[SLIP_USE] = { "use", MESSAGE_SLIP_EVENT_USE },
	[SLIP_REPLACE] = { "replace", MESSAGE_SLIP_EVENT_REPLACE },
	[SLIP_EXPIRE] = { "expire", MESSAGE_SLIP_EVENT_EXPIRE },
	{ NULL, MESSAGE_NONE },
};

#define SECOND (PERMISSION_ACCOUNT_WRITE | PERMISSION_SYSTEM)
#define ANYBODY (SECOND | ACCOUNT_BY_SLIP)

static int guard_second_person(const void *record, const void *context, struct error *err)
{
	const struct slip *slip = record;
	const struct slip_asker *asker = context;

	if (asker->account_id == slip->requested_by)
		return error_set(err, ERR_RULE, "A second person must confirm what you asked for.",
				 "须由另一人确认您提出的申请。");
	if (asker->account_id == slip->account_id)
		return error_set(err, ERR_RULE, "Nobody confirms the reset of their own account.",
				 "不能确认对自己账号的重置。");
	return 0;
}

static int guard_over(const void *record, const void *context, struct error *err)
{
	const struct slip *slip = record;
	const struct slip_asker *asker = context;

	return asker->now_ms >= slip->expires_ms
		       ? 0
		       : error_set(err, ERR_RULE, "The slip is still valid.", "该单仍在有效期内。");
}

static int guard_valid(const void *record, const void *context, struct error *err)
{
	const struct slip *slip = record;
	const struct slip_asker *asker = context;

	return asker->now_ms < slip->expires_ms
		       ? 0
		       : error_set(err, ERR_RULE,
				   "This slip has expired. Ask the security administrator for a new one.",
				   "该单已过期，请向安全管理员申请新的单据。");
}

#define ROW(what, state, next, permissions, check)                                                 \
	{ .event = what, .from = state, .to = next, .who = permissions, .guard = check,            \
	  .label = MESSAGE_NONE, .refusal = MESSAGE_ACCOUNT_STATE_REFUSED }

static const struct transition rows[] = {
	{ .event = SLIP_CONFIRM, .from = SLIP_REQUESTED, .to = SLIP_CONFIRMED, .who = SECOND,
	  .guard = guard_second_person, .label = MESSAGE_SLIP_EVENT_CONFIRM,
	  .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	{ .event = SLIP_REFUSE, .from = SLIP_REQUESTED, .to = SLIP_REFUSED, .who = SECOND,
	  .label = MESSAGE_SLIP_EVENT_REFUSE, .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	{ .event = SLIP_REFUSE, .from = SLIP_CONFIRMED, .to = SLIP_REFUSED, .who = SECOND,
	  .label = MESSAGE_SLIP_EVENT_REFUSE, .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	ROW(SLIP_ISSUE, SLIP_CONFIRMED, SLIP_ISSUED, PERMISSION_ACCOUNT_WRITE, guard_valid),
	ROW(SLIP_USE, SLIP_ISSUED, SLIP_USED, ACCOUNT_BY_SLIP, guard_valid),
	ROW(SLIP_REPLACE, SLIP_REQUESTED, SLIP_REPLACED, PERMISSION_ACCOUNT_WRITE, NULL),
	ROW(SLIP_REPLACE, SLIP_CONFIRMED, SLIP_REPLACED, PERMISSION_ACCOUNT_WRITE, NULL),
	ROW(SLIP_REPLACE, SLIP_ISSUED, SLIP_REPLACED, PERMISSION_ACCOUNT_WRITE, NULL),
	ROW(SLIP_EXPIRE, SLIP_REQUESTED, SLIP_EXPIRED, ANYBODY, guard_over),
	ROW(SLIP_EXPIRE, SLIP_CONFIRMED, SLIP_EXPIRED, ANYBODY, guard_over),
	ROW(SLIP_EXPIRE, SLIP_ISSUED, SLIP_EXPIRED, ANYBODY, guard_over),
};

const struct state_table slip_life = { "slip", rows, ARRAY_LENGTH(rows), slip_states, slip_events };

int slip_apply(struct slip *slip, enum slip_event event, const struct slip_asker *asker,
	       struct error *err)
{
	const struct transition_request request = { .from = slip->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = slip,
						    .context = asker };

	return transition_apply(&slip_life, &request, &slip->state, err);
}
