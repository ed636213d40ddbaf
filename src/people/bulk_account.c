/* bulk_account.c - see bulk_account.h. */
#include "people/bulk_account.h"
#include "statements_bulk_account.h"

#include <stdio.h>

#define LOGIN_SUFFIX_LAST 9

static bool is_listed(const struct bulk_account_candidates *list, int64_t person_id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].person_id == person_id)
			return true;
	return false;
}

static void take_row(struct db_query *query, struct arena *arena,
		     struct bulk_account_candidates *list)
{
	if (is_listed(list, db_query_int(query, 0)))
		return;
	if (list->count == BULK_ACCOUNT_MAXIMUM) {
		list->has_more = true;
		return;
	}
	list->items[list->count++] = (struct bulk_account_candidate){
		.person_id = db_query_int(query, 0),
		.code = db_query_copy(query, 1, arena),
		.name = db_query_copy(query, 2, arena),
		.unit_id = db_query_int(query, 3),
		.unit_name = db_query_copy(query, 4, arena),
		.level = db_query_copy(query, 5, arena),
	};
}

int bulk_account_find(struct db *db, const struct bulk_account_filter *filter, struct arena *arena,
		      struct bulk_account_candidates *out, struct error *err)
{
	struct bulk_account_candidates list = {
		.items = ARENA_ARRAY(arena, struct bulk_account_candidate, BULK_ACCOUNT_MAXIMUM),
	};
	struct db_query *query;
	if (!list.items)
		return error_broken(err, ERR_MEMORY, "candidates");
	int code = db_query_open(db, STATEMENT_BULK_ACCOUNT_CANDIDATES,
				 DB_ARGS(db_int("jurisdiction_id", filter->jurisdiction_id),
					 db_int("day", filter->day),
					 db_int("unit_id", filter->unit_id),
					 db_text("level", filter->level)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0)
		take_row(query, arena, &list);
	db_query_close(query);
	if (!code)
		*out = list;
	return code;
}

/* The person's code, or the first free name behind it. */
static int choose_login(struct act *act, struct str code, struct str *out, struct error *err)
{
	char lower[ACCOUNT_TYPED_BYTES];
	struct str login = arena_str(act->arena, account_login_lower(code, lower));
	struct account other;
	struct str name = login;
	for (int suffix = 2; suffix <= LOGIN_SUFFIX_LAST + 1; suffix++) {
		int rc = account_find(act->db, name, act->arena, &other, err);
		if (rc == -ERR_NOT_FOUND) {
			*out = name;
			return 0;
		}
		if (rc)
			return rc;
		name = arena_format(act->arena, "%.*s-%d", STR_ARG(login), suffix);
	}
	return error_invalid(err, "login", login.bytes, "a log-in name that is not in use yet",
			     "尚未使用的登录名");
}

static int create_one(struct act *act, const struct bulk_account_candidate *candidate,
		      enum role role, struct error *err)
{
	struct account account = { .display_name = candidate->name,
				   .person_id = candidate->person_id,
				   .state = ACCOUNT_WAITING,
				   .language = LANGUAGE_ZH };
	int code = choose_login(act, candidate->code, &account.login, err);
	if (!code)
		code = account_create(act, &account, "", err);
	if (code)
		return code;
	struct role_grant grant = { .account_id = account.head.id,
				    .role = (int)role,
				    .unit_id = candidate->unit_id,
				    .from_day = act->day,
				    .to_day = CIVIL_NO_DAY };
	return role_grant_create(act, &grant, err);
}

int bulk_account_create(struct act *act, const struct bulk_account_candidates *candidates,
			enum role role, size_t *out_count, struct error *err)
{
	if (!role_needs_unit(role))
		return error_set(err, ERR_RULE,
				 "Accounts are made in bulk for unit heads, liaisons and cadres only.",
				 "只能为单位主要负责人、联络员、干部批量建立账号。");
	for (size_t i = 0; i < candidates->count; i++) {
		int code = create_one(act, &candidates->items[i], role, err);
		if (code)
			return code;
	}
	*out_count = candidates->count;
	return 0;
}
