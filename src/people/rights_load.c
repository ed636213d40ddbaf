/*
 * rights_load.c - see rights_load.h.
 */
#include "people/rights_load.h"

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

static int read_grants(struct db *db, int32_t day, struct rights *rights, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_ROLE_GRANT_IN_FORCE,
				 DB_ARGS(db_int("jurisdiction_id", rights->jurisdiction_id),
					 db_int("account_id", rights->account_id),
					 db_int("day", day)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0 && rights->count < RIGHTS_MAXIMUM_GRANTS) {
		int role = role_from_name(db_query_bytes(query, 0));
		if (role < 0) {
			code = error_broken(err, ERR_CORRUPT, "unknown role '%.*s'",
					    STR_ARG(db_query_bytes(query, 0)));
			break;
		}
		rights->grants[rights->count].role = (enum role)role;
		rights->grants[rights->count++].unit_id = db_query_int(query, 1);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

int rights_load(struct db *db, int64_t jurisdiction_id, int64_t account_id, int32_t day,
		struct rights *out, struct error *err)
{
	struct rights rights = { .jurisdiction_id = jurisdiction_id };
	int code = read_account(db, account_id, &rights, err);
	if (!code && rights.account_id)
		code = read_grants(db, day, &rights, err);
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
