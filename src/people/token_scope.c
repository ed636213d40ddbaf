/*
 * token_scope.c - what a token may be made for, in words that its owner understands; and its life.
 */
#include "messages_evidence.h"
#include "messages_examination.h"
#include "messages_letter.h"
#include "messages_meeting.h"
#include "messages_plan.h"
#include "messages_token.h"
#include "people/token.h"

#include <stdio.h>

/* Everything that a token can ever do stands here; what is missing, no token can. */
const struct token_scope token_scopes[] = {
	{ "registers", MESSAGE_TOKEN_SCOPE_REGISTERS, PERMISSION_UNIT_READ | PERMISSION_PERSON_READ },
	{ "results", MESSAGE_TOKEN_SCOPE_RESULTS,
	  PERMISSION_RESULT_READ | PERMISSION_DERIVATION_READ | PERMISSION_SCHEME_READ },
	{ "proposals", MESSAGE_TOKEN_SCOPE_PROPOSALS, PERMISSION_PROPOSAL_READ },
	{ "plans", MESSAGE_TOKEN_SCOPE_PLANS, PERMISSION_PLAN_READ },
	{ "plan_edit", MESSAGE_TOKEN_SCOPE_PLAN_EDIT,
	  PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_REVIEW },
	{ "meetings", MESSAGE_TOKEN_SCOPE_MEETINGS, PERMISSION_MEETING_READ },
	{ "meeting_edit", MESSAGE_TOKEN_SCOPE_MEETING_EDIT, PERMISSION_MEETING_MANAGE },
	{ "examinations", MESSAGE_TOKEN_SCOPE_EXAMINATIONS, PERMISSION_EXAMINATION_MANAGE },
	{ "scores", MESSAGE_TOKEN_SCOPE_SCORES, PERMISSION_SCORE_WRITE },
	{ "entries", MESSAGE_TOKEN_SCOPE_ENTRIES, PERMISSION_ENTRY_WRITE },
	{ "edit", MESSAGE_TOKEN_SCOPE_EDIT, PERMISSION_UNIT_WRITE | PERMISSION_PERSON_WRITE },
	{ "import", MESSAGE_TOKEN_SCOPE_IMPORT, PERMISSION_IMPORT },
	{ "export", MESSAGE_TOKEN_SCOPE_EXPORT, PERMISSION_EXPORT },
	{ "evidence", MESSAGE_TOKEN_SCOPE_EVIDENCE,
	  PERMISSION_EVIDENCE_READ | PERMISSION_EVIDENCE_WRITE },
	{ "letters", MESSAGE_TOKEN_SCOPE_LETTERS,
	  PERMISSION_LETTER_READ | PERMISSION_LETTER_MANAGE },
	{ NULL, MESSAGE_NONE, 0 },
};

static permission_set part_permissions(struct str name)
{
	for (const struct token_scope *one = token_scopes; one->name; one++)
		if (str_equal(name, str_from(one->name)))
			return one->permissions;
	return 0;
}

permission_set token_scope_permissions(struct str scope)
{
	permission_set permissions = PERMISSION_LEDGER_READ;

	while (scope.length)
		permissions |= part_permissions(str_split(&scope, ' '));
	return permissions;
}

int token_scope_check(struct str scope, permission_set permissions, struct error *err)
{
	while (scope.length) {
		struct str name = str_split(&scope, ' ');
		char found[32];

		if (part_permissions(name) & permissions)
			continue;
		snprintf(found, sizeof(found), "%.*s", STR_ARG(utf8_cut(name, sizeof(found) - 1)));
		return error_invalid(err, "scope", found, "what your own account may do",
				     "您的账号自己拥有的权限");
	}
	return 0;
}

const struct field_choice token_states[] = {
	[TOKEN_ACTIVE] = { "active", MESSAGE_TOKEN_STATE_ACTIVE },
	[TOKEN_REVOKED] = { "revoked", MESSAGE_TOKEN_STATE_REVOKED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice token_events[] = {
	[TOKEN_REVOKE] = { "revoke", MESSAGE_TOKEN_REVOKE },
	{ NULL, MESSAGE_NONE },
};

/* One's own, or any for who manages accounts. Another's is not told to exist. */
static int guard_own(const void *record, const void *context, struct error *err)
{
	const struct token *token = record;
	const struct token_asker *asker = context;

	if (token->account_id == asker->account_id ||
	    asker->permissions & PERMISSION_ACCOUNT_WRITE)
		return 0;
	return error_set(err, ERR_NOT_FOUND, "There is no such record, or you may not see it.",
			 "没有这条记录，或您无权查看。");
}

static const struct transition rows[] = {
	{ .event = TOKEN_REVOKE,
	  .from = TOKEN_ACTIVE,
	  .to = TOKEN_REVOKED,
	  .who = PERMISSION_TOKEN | PERMISSION_ACCOUNT_WRITE,
	  .guard = guard_own,
	  .label = MESSAGE_TOKEN_REVOKE,
	  .refusal = MESSAGE_TOKEN_STATE_REFUSED },
};

const struct state_table token_life = { "token", rows, ARRAY_LENGTH(rows), token_states,
					token_events };

int token_apply(struct token *token, enum token_event event, const struct token_asker *asker,
		struct error *err)
{
	const struct transition_request request = { .from = token->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = token,
						    .context = asker };

	return transition_apply(&token_life, &request, &token->state, err);
}
