/*
 * account_state.c - the life of an account: waiting, active, disabled, and back to waiting.
 */
#include "people/account.h"

#include "messages_log_in.h"
#include "messages_people.h"
#include "messages_web.h"
#include "people/role_grant.h"

const struct field_choice account_states[] = {
	[ACCOUNT_ACTIVE] = { "active", MESSAGE_ACCOUNT_STATE_ACTIVE },
	[ACCOUNT_DISABLED] = { "disabled", MESSAGE_ACCOUNT_STATE_DISABLED },
	[ACCOUNT_WAITING] = { "waiting", MESSAGE_ACCOUNT_STATE_WAITING },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice account_events[] = {
	[ACCOUNT_DISABLE] = { "disable", MESSAGE_ACCOUNT_PAGE_DISABLE },
	[ACCOUNT_ENABLE] = { "enable", MESSAGE_ACCOUNT_PAGE_ENABLE },
	[ACCOUNT_ACTIVATE] = { "activate", MESSAGE_ACCOUNT_PAGE_ACTIVATE },
	{ NULL, MESSAGE_NONE },
};

/* Somebody else must be left who can enable the account again and give roles. */
static int guard_others_remain(const void *record, const void *context, struct error *err)
{
	const struct account *account = record;
	const struct account_asker *asker = context;

	if (account->head.id == asker->account_id)
		return error_set(err, ERR_RULE, "Nobody disables their own account.",
				 "不能停用自己的账号。");
	return role_grant_check_last(asker->db, asker->jurisdiction_id, account->head.id,
				     asker->day, err);
}

static const struct transition rows[] = {
	{ .event = ACCOUNT_DISABLE,
	  .from = ACCOUNT_ACTIVE,
	  .to = ACCOUNT_DISABLED,
	  .who = PERMISSION_ACCOUNT_WRITE,
	  .guard = guard_others_remain,
	  .label = MESSAGE_ACCOUNT_PAGE_DISABLE,
	  .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	{ .event = ACCOUNT_DISABLE,
	  .from = ACCOUNT_WAITING,
	  .to = ACCOUNT_DISABLED,
	  .who = PERMISSION_ACCOUNT_WRITE,
	  .guard = guard_others_remain,
	  .label = MESSAGE_ACCOUNT_PAGE_DISABLE,
	  .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	{ .event = ACCOUNT_ACTIVATE,
	  .from = ACCOUNT_WAITING,
	  .to = ACCOUNT_ACTIVE,
	  .who = ACCOUNT_BY_SLIP,
	  .label = MESSAGE_ACCOUNT_PAGE_ACTIVATE,
	  .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
	{ .event = ACCOUNT_ENABLE,
	  .from = ACCOUNT_DISABLED,
	  .to = ACCOUNT_WAITING,
	  .who = PERMISSION_ACCOUNT_WRITE,
	  .label = MESSAGE_ACCOUNT_PAGE_ENABLE,
	  .refusal = MESSAGE_ACCOUNT_STATE_REFUSED },
};

const struct state_table account_life = { "account", rows, ARRAY_LENGTH(rows), account_states,
					  account_events };

int account_apply(struct account *account, enum account_event event,
		  const struct account_asker *asker, struct error *err)
{
	const struct transition_request request = { .from = account->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = account,
						    .context = asker };

	return transition_apply(&account_life, &request, &account->state, err);
}
