/*
 * deputy.c - see deputy.h.
 */
#include "people/deputy.h"

#include "messages_common.h"
#include "messages_deputy.h"
#include "messages_people.h"
#include "messages_plan.h"
#include "people/account.h"
#include "statements_deputy.h"
#include "statements_role_grant.h"

#define READ                                                                                       \
	(PERMISSION_UNIT_READ | PERMISSION_PERSON_READ | PERMISSION_RESULT_READ |                  \
	 PERMISSION_DERIVATION_READ | PERMISSION_SCHEME_READ | PERMISSION_PLAN_READ)

const struct deputy_kind deputy_kinds[] = {
	{ "read", MESSAGE_DEPUTY_KIND_READ, READ },
	{ "score", MESSAGE_DEPUTY_KIND_SCORE, PERMISSION_SCORE_WRITE },
	{ "entry", MESSAGE_DEPUTY_KIND_ENTRY, PERMISSION_ENTRY_WRITE },
	{ "import", MESSAGE_DEPUTY_KIND_IMPORT, PERMISSION_IMPORT | PERMISSION_EXPORT },
	{ "register", MESSAGE_DEPUTY_KIND_REGISTER, PERMISSION_UNIT_WRITE | PERMISSION_PERSON_WRITE },
	{ "result", MESSAGE_DEPUTY_KIND_RESULT, PERMISSION_RESULT_MANAGE },
	{ "objection", MESSAGE_DEPUTY_KIND_OBJECTION, PERMISSION_OBJECTION_RAISE },
	{ "plan", MESSAGE_DEPUTY_KIND_PLAN, PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_RESPOND },
	{ "review", MESSAGE_DEPUTY_KIND_REVIEW, PERMISSION_PLAN_REVIEW },
	{ "proposal", MESSAGE_DEPUTY_KIND_PROPOSAL,
	  PERMISSION_PROPOSAL_READ | PERMISSION_PROPOSAL_DECIDE },
	{ NULL, MESSAGE_NONE, 0 },
};

const struct field_choice deputy_states[] = {
	[DEPUTY_NAMED] = { "named", MESSAGE_DEPUTY_STATE_NAMED },
	[DEPUTY_DECLINED] = { "declined", MESSAGE_DEPUTY_STATE_DECLINED },
	[DEPUTY_REVOKED] = { "revoked", MESSAGE_DEPUTY_STATE_REVOKED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice deputy_events[] = {
	[DEPUTY_DECLINE] = { "decline", MESSAGE_DEPUTY_DECLINE },
	[DEPUTY_REVOKE] = { "revoke", MESSAGE_DEPUTY_REVOKE },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "account_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, account_id),
	  .label = MESSAGE_DEPUTY_ACCOUNT,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "deputy_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, deputy_id),
	  .label = MESSAGE_DEPUTY_LABEL,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, from_day),
	  .label = MESSAGE_ROLE_GRANT_FROM_DAY,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, to_day),
	  .label = MESSAGE_ROLE_GRANT_TO_DAY,
	  .since = 1 },
	{ .name = "acts",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, acts),
	  .label = MESSAGE_DEPUTY_ACTS,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct deputy, reason),
	  .label = MESSAGE_COMMON_REASON,
	  .minimum = 1,
	  .maximum = 400,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct deputy, state),
	  .label = MESSAGE_DEPUTY_STATE,
	  .choices = deputy_states,
	  .since = 1 },
};

const struct record_type deputy_record = {
	.name = "deputy",
	.label = MESSAGE_DEPUTY_LABEL,
	.size = sizeof(struct deputy),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_DEPUTY_INSERT,
	.update = STATEMENT_DEPUTY_UPDATE,
	.remove = STATEMENT_DEPUTY_REMOVE,
	.get = STATEMENT_DEPUTY_GET,
	.all = STATEMENT_DEPUTY_ALL,
};

static permission_set kind_permissions(struct str name)
{
	for (const struct deputy_kind *kind = deputy_kinds; kind->name; kind++)
		if (str_equal(name, str_from(kind->name)))
			return kind->permissions;
	return 0;
}

permission_set deputy_permissions(struct str acts)
{
	permission_set permissions = 0;
	while (acts.length)
		permissions |= kind_permissions(str_split(&acts, ' '));
	return permissions ? permissions | READ : 0;
}

/* Life --------------------------------------------------------------------------------------- */

static int not_yours(struct error *err)
{
	return error_set(err, ERR_RULE, "Only the one who is represented revokes; only the deputy "
					"declines.",
			 "只有委托人可以撤销，只有代理人可以谢绝。");
}

static int guard_deputy(const void *record, const void *context, struct error *err)
{
	const struct deputy *deputy = record;
	const struct deputy_asker *asker = context;
	return asker->account_id == deputy->deputy_id ? 0 : not_yours(err);
}

static int guard_represented(const void *record, const void *context, struct error *err)
{
	const struct deputy *deputy = record;
	const struct deputy_asker *asker = context;
	return !asker->account_id || asker->account_id == deputy->account_id ? 0 : not_yours(err);
}

static const struct transition rows[] = {
	{ .event = DEPUTY_DECLINE,
	  .from = DEPUTY_NAMED,
	  .to = DEPUTY_DECLINED,
	  .who = PERMISSION_LOGGED_IN,
	  .guard = guard_deputy,
	  .label = MESSAGE_DEPUTY_DECLINE,
	  .refusal = MESSAGE_DEPUTY_REFUSED },
	{ .event = DEPUTY_REVOKE,
	  .from = DEPUTY_NAMED,
	  .to = DEPUTY_REVOKED,
	  .who = PERMISSION_LOGGED_IN,
	  .guard = guard_represented,
	  .label = MESSAGE_DEPUTY_REVOKE,
	  .refusal = MESSAGE_DEPUTY_REFUSED },
};

const struct state_table deputy_life = { "deputy", rows, ARRAY_LENGTH(rows), deputy_states,
					 deputy_events };

int deputy_apply(struct deputy *deputy, enum deputy_event event, const struct deputy_asker *asker,
		 struct error *err)
{
	const struct transition_request request = { .from = deputy->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = deputy,
						    .context = asker };
	return transition_apply(&deputy_life, &request, &deputy->state, err);
}

/* Naming ------------------------------------------------------------------------------------- */

static int check_days(struct act *act, const struct deputy *deputy, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	if (deputy->from_day < act->day)
		return error_invalid(err, "from_day", civil_format(deputy->from_day, found),
				     "today or a later day", "今天或以后的日期");
	if (deputy->to_day < deputy->from_day)
		return error_invalid(err, "to_day", civil_format(deputy->to_day, found),
				     "a day not before the first", "不早于起始日期的日期");
	return 0;
}

/* Each kind exists, and is something that the represented one may do by a grant of their own. */
static int check_acts(struct act *act, const struct deputy *deputy, const struct rights *own,
		      struct error *err)
{
	struct str rest = deputy->acts;
	permission_set may = 0;
	for (size_t i = 0; i < own->count; i++)
		if (!own->grants[i].for_account_id)
			may |= role_permissions(own->grants[i].role);
	while (rest.length) {
		struct str name = str_split(&rest, ' ');
		if (!(kind_permissions(name) & may))
			return error_invalid(err, "acts", arena_text(act->arena, name),
					     "kinds of act that you may do yourself",
					     "您自己有权办理的事项");
	}
	return 0;
}

static int refuse_administrator(struct error *err)
{
	return error_set(err, ERR_RULE, "An administrator cannot be a deputy.",
			 "三员（系统、安全、审计管理员）不能担任代理人。");
}

/* No administrator's role on any of these days, in any jurisdiction. */
static int check_roles(struct act *act, const struct deputy *deputy, struct error *err)
{
	struct db_query *query;
	bool administrator = false;
	int code = db_query_open(act->db, STATEMENT_ROLE_GRANT_OVERLAPPING,
				 DB_ARGS(db_int("account_id", deputy->deputy_id), db_int("id", 0),
					 db_int("from_day", deputy->from_day),
					 db_int("to_day", deputy->to_day)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int role = role_from_name(db_query_bytes(query, 0));
		administrator |= role < 0 || role_is_administrator((enum role)role);
	}
	db_query_close(query);
	return code < 0 ? code : administrator ? refuse_administrator(err) : 0;
}

static int check_deputy(struct act *act, const struct deputy *deputy, struct error *err)
{
	struct account account;
	int64_t other;
	int code = record_get(act->db, &account_record, (struct record_key){ 0, deputy->deputy_id },
			      act->arena, &account, err);
	if (code == -ERR_NOT_FOUND)
		return error_invalid(err, "deputy_id", "", "an account of the list", "列表中的账号");
	if (code)
		return code;
	if (deputy->deputy_id == deputy->account_id)
		return error_set(err, ERR_RULE, "Nobody is their own deputy.", "不能委托自己。");
	if (account.state != ACCOUNT_ACTIVE)
		return error_set(err, ERR_RULE, "The deputy's account is disabled.",
				 "代理人的账号已停用。");
	code = check_roles(act, deputy, err);
	if (code)
		return code;
	code = db_get_int(act->db, STATEMENT_DEPUTY_OVERLAPPING,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("account_id", deputy->account_id),
				  db_int("deputy_id", deputy->deputy_id),
				  db_int("id", deputy->head.id),
				  db_int("from_day", deputy->from_day),
				  db_int("to_day", deputy->to_day)),
			  &other, err);
	if (!code)
		return error_set(err, ERR_RULE,
				 "This deputy is named for some of these days already: revoke that "
				 "first.",
				 "该代理人在这一期间已有委托，请先撤销原委托。");
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int deputy_create(struct act *act, struct deputy *deputy, const struct rights *own,
		  struct error *err)
{
	int code;
	deputy->state = DEPUTY_NAMED;
	code = record_check(&deputy_record, deputy, err);
	if (!code)
		code = check_days(act, deputy, err);
	if (!code)
		code = check_acts(act, deputy, own, err);
	if (!code)
		code = check_deputy(act, deputy, err);
	return code ? code : act_create(act, &deputy_record, deputy, err);
}

#define STANDING_MAXIMUM 64

int deputy_end_all(struct act *act, int64_t person_id, struct error *err)
{
	static const struct deputy_asker program = { 0, PERMISSION_LOGGED_IN };
	struct deputy *items = ARENA_ARRAY(act->arena, struct deputy, STANDING_MAXIMUM);
	struct db_query *query;
	size_t count = 0;
	int code;
	if (!items)
		return error_broken(err, ERR_MEMORY, "deputies of a person");
	code = db_query_open(act->db, STATEMENT_DEPUTY_OF_PERSON,
			     DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				     db_int("person_id", person_id), db_int("day", act->day)),
			     &query, err);
	if (code)
		return code;
	while (count < STANDING_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		code = record_read(query, &deputy_record, act->arena, &items[count++], err);
		if (code)
			break;
	}
	db_query_close(query);
	for (size_t i = 0; code >= 0 && i < count; i++) {
		code = deputy_apply(&items[i], DEPUTY_REVOKE, &program, err);
		if (!code)
			code = act_update(act, &deputy_record, &items[i], err);
	}
	return code < 0 ? code : 0;
}
