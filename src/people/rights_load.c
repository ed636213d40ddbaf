/*
 * rights_load.c - see rights_load.h.
 */
#include "people/rights_load.h"

#include "people/deputy.h"
#include "statements_account.h"
#include "statements_deputy.h"
#include "statements_post.h"
#include "statements_role_grant.h"
#include "statements_unit.h"

static int read_account(struct db *db, int64_t account_id, struct rights *rights,
			struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_ACCOUNT_ACTIVE, DB_ARGS(db_int("id", account_id)),
				 &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		rights->account_id = account_id;
		rights->person_id = db_query_int(query, 0);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Append the grants of `account_id` in force on `day`, each made like `pattern`; at most `limit` in all. */
static int read_grants(struct db *db, int64_t account_id, int32_t day,
		       const struct role_scope *pattern, struct rights *rights, struct error *err)
{
	size_t limit = rights->count + RIGHTS_MAXIMUM_GRANTS;
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_ROLE_GRANT_IN_FORCE,
				 DB_ARGS(db_int("jurisdiction_id", rights->jurisdiction_id),
					 db_int("account_id", account_id), db_int("day", day)),
				 &query, err);
	if (code)
		return code;
	if (limit > ARRAY_LENGTH(rights->grants))
		limit = ARRAY_LENGTH(rights->grants);
	while ((code = db_query_step(query, err)) > 0 && rights->count < limit) {
		int role = role_from_name(db_query_bytes(query, 0));
		if (role < 0) {
			code = error_broken(err, ERR_CORRUPT, "unknown role '%.*s'",
					    STR_ARG(db_query_bytes(query, 0)));
			break;
		}
		if (pattern->for_account_id && role_is_administrator((enum role)role))
			continue; /* nobody is an administrator's deputy */
		struct role_scope *grant = &rights->grants[rights->count++];
		*grant = *pattern;
		grant->role = (enum role)role;
		grant->unit_id = db_query_int(query, 1);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

static bool is_administrator(const struct rights *rights)
{
	for (size_t i = 0; i < rights->count; i++)
		if (role_is_administrator(rights->grants[i].role))
			return true;
	return false;
}

/* Whom the account represents: their own grants only, so that nothing is handed on twice. */
static int read_represented(struct db *db, int32_t day, struct rights *rights, struct error *err)
{
	struct role_scope patterns[DEPUTY_OF_MAXIMUM];
	struct db_query *query;
	size_t count = 0;
	if (is_administrator(rights))
		return 0;
	int code = db_query_open(db, STATEMENT_DEPUTY_IN_FORCE,
				 DB_ARGS(db_int("jurisdiction_id", rights->jurisdiction_id),
					 db_int("account_id", rights->account_id),
					 db_int("day", day)),
				 &query, err);
	if (code)
		return code;
	while (count < DEPUTY_OF_MAXIMUM && (code = db_query_step(query, err)) > 0)
		patterns[count++] = (struct role_scope){
			.for_account_id = db_query_int(query, 0),
			.for_person_id = db_query_int(query, 1),
			.only = deputy_permissions(db_query_bytes(query, 2)),
		};
	db_query_close(query);
	if (code < 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		code = read_grants(db, patterns[i].for_account_id, day, &patterns[i], rights, err);
		if (code)
			return code;
	}
	return 0;
}

int rights_load(struct db *db, int64_t jurisdiction_id, int64_t account_id, int32_t day,
		struct rights *out, struct error *err)
{
	static const struct role_scope own = { .for_account_id = 0 };
	struct rights rights = { .jurisdiction_id = jurisdiction_id };
	int code = read_account(db, account_id, &rights, err);
	if (!code && rights.account_id)
		code = read_grants(db, account_id, day, &own, &rights, err);
	if (!code && rights.account_id)
		code = read_represented(db, day, &rights, err);
	if (!code)
		*out = rights;
	return code;
}

/* Append a unit and those above it, without doubles, as long as there is room. */
static int add_path(struct db *db, int64_t jurisdiction_id, int64_t unit_id,
		    struct rights_object *object, struct error *err)
{
	for (int depth = 0; unit_id && depth < RIGHTS_MAXIMUM_DEPTH; depth++) {
		int64_t parent_id;
		int code = db_get_int(db, STATEMENT_UNIT_PARENT,
				      DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					      db_int("id", unit_id)),
				      &parent_id, err);
		if (code == -ERR_NOT_FOUND)
			return error_set(err, ERR_NOT_FOUND, "There is no such unit.",
					 "没有这个单位。");
		if (code)
			return code;
		for (size_t i = 0; i < object->count; i++)
			if (object->units[i] == unit_id)
				return 0; /* the rest of the path is there already */
		if (object->count == RIGHTS_MAXIMUM_DEPTH)
			return 0;
		object->units[object->count++] = unit_id;
		unit_id = parent_id;
	}
	return 0;
}

int rights_object_of_unit(struct db *db, int64_t jurisdiction_id, int64_t unit_id,
			  struct rights_object *out, struct error *err)
{
	struct rights_object object = { 0 };
	int code = add_path(db, jurisdiction_id, unit_id, &object, err);
	if (!code)
		*out = object;
	return code;
}

/* The ids first, the paths afterwards: only one query may be open at a time. */
static int read_units(struct db *db, int64_t jurisdiction_id, int64_t person_id, int32_t day,
		      struct rights_object *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_POST_UNITS_OF_PERSON,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					 db_int("person_id", person_id), db_int("day", day)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0 && out->count < RIGHTS_MAXIMUM_DEPTH)
		out->units[out->count++] = db_query_int(query, 0);
	db_query_close(query);
	return code < 0 ? code : 0;
}

int rights_object_of_person(struct db *db, int64_t jurisdiction_id, int64_t person_id,
			    int32_t day, struct rights_object *out, struct error *err)
{
	struct rights_object units = { 0 };
	struct rights_object object = { .person_id = person_id };
	int code = read_units(db, jurisdiction_id, person_id, day, &units, err);
	for (size_t i = 0; !code && i < units.count; i++)
		code = add_path(db, jurisdiction_id, units.units[i], &object, err);
	if (!code)
		*out = object;
	return code;
}
