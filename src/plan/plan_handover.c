/*
 * plan_handover.c - what a person is named for in the plan, as a matter to be handed over
 * (people/handover_source.h).
 *
 * Open: named for an item that the version in force still asks of the unit, in the plan of the day's year or
 * of a later one. Accepting records who carries it on; the unit's liaison names the successor in the plan.
 */
#include "base/id.h"
#include "messages_plan.h"
#include "people/handover_source.h"
#include "statements_plan_handover.h"

enum { ID, YEAR, CODE, TITLE, ASSIGNMENT, UNIT, DUE };

static struct db_args args_of(struct arena *arena, const struct handover_scope *scope,
			      int64_t subject_id)
{
	struct db_arg *items = ARENA_ARRAY(arena, struct db_arg, 5);

	if (!items)
		return DB_NO_ARGS; /* which the database refuses */
	items[0] = db_int("jurisdiction_id", scope->jurisdiction_id);
	items[1] = db_int("person_id", scope->person_id);
	items[2] = db_int("unit_id", subject_id ? 0 : scope->unit_id);
	items[3] = db_int("year", civil_from_day(scope->day).year);
	items[4] = db_int("id", subject_id);
	return (struct db_args){ items, 5 };
}

static void add_row(const struct handover_scope *scope, const struct handover_source *self,
		    struct db_query *query, struct handover_matters *out)
{
	char id[ID_TEXT_BYTES];
	long long year = (long long)db_query_int(query, YEAR);
	struct str code = db_query_copy(query, CODE, scope->arena);
	struct str title = utf8_cut(db_query_copy(query, TITLE, scope->arena), 1200);

	id_format(db_query_int(query, ASSIGNMENT), id);
	const struct handover_matter matter = {
		.source = self,
		.subject_id = db_query_int(query, ID),
		.title = arena_format(scope->arena, "%lld %.*s %.*s", year, STR_ARG(code),
				      STR_ARG(title)),
		.address = arena_format(scope->arena, "/plans/%lld/claims/%s", year, id),
		.unit_id = db_query_int(query, UNIT),
		.due_day = db_query_is_null(query, DUE) ? CIVIL_NO_DAY
							: (int32_t)db_query_int(query, DUE),
	};
	handover_add(out, &matter);
}

static int list(const struct handover_scope *scope, const struct handover_source *self,
		struct handover_matters *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(scope->db, STATEMENT_PLAN_HANDOVER_ITEMS,
				 args_of(scope->arena, scope, 0), &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0)
		add_row(scope, self, query, out);
	db_query_close(query);
	return code;
}

static int is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
		   struct error *err)
{
	return handover_has_row(scope, STATEMENT_PLAN_HANDOVER_ITEMS,
				args_of(scope->arena, scope, subject_id), out, err);
}

const struct handover_source plan_handover_source = { .kind = "assignment",
						      .label = MESSAGE_PLAN_HANDOVER_LABEL,
						      .list = list,
						      .is_open = is_open };
