/*
 * role_grant.c - see role_grant.h.
 */
#include "people/role_grant.h"

#include "messages_people.h"
#include "people/account.h"
#include "people/unit.h"
#include "statements_role_grant.h"

static const struct field fields[] = {
	{ .name = "account_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM |
		   FIELD_FIXED,
	  .offset = offsetof(struct role_grant, account_id),
	  .label = MESSAGE_ROLE_GRANT_ACCOUNT_ID,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "role",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct role_grant, role),
	  .label = MESSAGE_ROLE_GRANT_ROLE,
	  .choices = role_choices,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct role_grant, unit_id),
	  .label = MESSAGE_ROLE_GRANT_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct role_grant, from_day),
	  .label = MESSAGE_ROLE_GRANT_FROM_DAY,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct role_grant, to_day),
	  .label = MESSAGE_ROLE_GRANT_TO_DAY,
	  .since = 1 },
};

const struct record_type role_grant_record = {
	.name = "role_grant",
	.label = MESSAGE_ROLE_GRANT_LABEL,
	.size = sizeof(struct role_grant),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ROLE_GRANT_INSERT,
	.update = STATEMENT_ROLE_GRANT_UPDATE,
	.remove = STATEMENT_ROLE_GRANT_REMOVE,
	.get = STATEMENT_ROLE_GRANT_GET,
	.all = STATEMENT_ROLE_GRANT_ALL,
};

int role_grant_check(const struct role_grant *grant, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	enum role role = (enum role)grant->role;
	if (role_needs_unit(role) && !grant->unit_id)
		return error_set(err, ERR_RULE, "This role is held for one unit: name the unit.",
				 "该角色须指定所属单位。");
	if (role_is_administrator(role) && grant->unit_id)
		return error_set(err, ERR_RULE,
				 "An administrator is one for the whole jurisdiction, not for a "
				 "unit.",
				 "管理员面向整个管理主体，不能限定单位。");
	if (grant->to_day != CIVIL_NO_DAY && grant->to_day < grant->from_day)
		return error_invalid(err, "to_day", civil_format(grant->to_day, found),
				     "a day not before the role begins", "不早于起始日期的日期");
	return 0;
}

static int refuse_conflict(enum role role, struct error *err)
{
	if (role_is_administrator(role))
		return error_set(err, ERR_RULE,
				 "The system, security and audit administrators are kept apart: "
				 "this account holds another role.",
				 "系统、安全、审计三员必须分设：该账号已有其他角色。");
	return error_set(err, ERR_RULE,
			 "This account is an administrator's and cannot act in the business.",
			 "该账号是管理员账号，不能承担业务角色。");
}

/* Until the act ends nobody else gives this account a role, in whatever jurisdiction (migration 0011). */
static int lock_account(struct act *act, int64_t account_id, struct error *err)
{
	int64_t id;
	int code = db_get_int(act->db, STATEMENT_ROLE_GRANT_LOCK_ACCOUNT,
			      DB_ARGS(db_int("account_id", account_id)), &id, err);
	return code == -ERR_NOT_FOUND
		       ? error_set(err, ERR_NOT_FOUND, "There is no such account.", "没有这个账号。")
		       : code;
}

/* Compare with every grant of the account that shares a day with this one. */
static int check_others(struct act *act, const struct role_grant *grant, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(act->db, STATEMENT_ROLE_GRANT_OVERLAPPING,
				 DB_ARGS(db_int("account_id", grant->account_id),
					 db_int("id", grant->head.id),
					 db_int("from_day", grant->from_day),
					 grant->to_day == CIVIL_NO_DAY
						 ? db_null("to_day")
						 : db_int("to_day", grant->to_day)),
				 &query, err);
	if (code)
		return code;
	size_t count = 0;
	bool conflict = false;
	while ((code = db_query_step(query, err)) > 0) {
		int other = role_from_name(db_query_bytes(query, 0));
		conflict |= other < 0 || role_conflict((enum role)other, (enum role)grant->role);
		count++;
	}
	db_query_close(query);
	if (code)
		return code;
	if (conflict)
		return refuse_conflict((enum role)grant->role, err);
	if (count >= RIGHTS_MAXIMUM_GRANTS)
		return error_set(err, ERR_RULE, "An account holds at most 16 roles at a time.",
				 "一个账号同时最多有 16 个角色。");
	return 0;
}

int role_grant_create(struct act *act, struct role_grant *grant, struct error *err)
{
	int code = role_grant_check(grant, err);
	if (!code && grant->unit_id)
		code = unit_check_life(act, grant->unit_id, grant->from_day, grant->to_day, err);
	if (!code)
		code = lock_account(act, grant->account_id, err);
	if (!code)
		code = check_others(act, grant, err);
	return code ? code : act_create(act, &role_grant_record, grant, err);
}

int role_grant_end(struct act *act, struct role_grant *grant, struct error *err)
{
	if (grant->from_day >= act->day)
		return act_remove(act, &role_grant_record, grant, err);
	grant->to_day = act->day - 1;
	return act_update(act, &role_grant_record, grant, err);
}

int role_grant_check_last(struct db *db, int64_t jurisdiction_id, int64_t account_id, int32_t day,
			  struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_ROLE_GRANT_HOLDERS,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					 db_text("role",
						 str_from(role_name(ROLE_SECURITY_ADMINISTRATOR))),
					 db_int("account_id", account_id), db_int("day", day)),
				 &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	bool last = code > 0 && db_query_int(query, 0) > 0 && db_query_int(query, 1) == 0;
	db_query_close(query);
	if (code < 0)
		return code;
	if (last)
		return error_set(err, ERR_RULE,
				 "This is the last security administrator: appoint another one "
				 "first.",
				 "这是最后一名安全管理员，请先任命另一名。");
	return 0;
}
