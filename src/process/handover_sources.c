/*
 * handover_sources.c - the one table of what is handed over, and what this room offers to it
 * (people/handover_source.h says which matters count and why).
 *
 * Sources of rooms above this one are named by their address, as in record/registry.c.
 */
#include "base/id.h"
#include "messages_handover.h"
#include "people/handover_source.h"
#include "statements_handover_sources.h"

/* Objections --------------------------------------------------------------------------------- */

static int objections_list(const struct handover_scope *scope, const struct handover_source *self,
			   struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_HANDOVER_SOURCES_OBJECTIONS,
		.args = DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				db_int("unit_id", scope->unit_id),
				db_int("person_id", scope->person_id), db_int("day", scope->day)),
		.address = "/objections/",
	};

	return handover_add_rows(scope, self, &rows, out, err);
}

static int objection_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			     struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_SOURCES_OBJECTION,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_int("id", subject_id)),
				out, err);
}

static const struct handover_source objection_source = { .kind = "objection",
							 .label = MESSAGE_HANDOVER_KIND_OBJECTION,
							 .list = objections_list,
							 .is_open = objection_is_open };

/* What waits on a desk that nobody else sits at -------------------------------------------------- */

static int answers_list(const struct handover_scope *scope, const struct handover_source *self,
			struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_HANDOVER_SOURCES_ANSWERS,
		.args = DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id)),
		.address = "/objections/",
	};
	bool alone = false;
	int code = scope->unit_id ? 0 : handover_holds_alone(scope, ROLE_OFFICE, &alone, err);

	return code || !alone ? code : handover_add_rows(scope, self, &rows, out, err);
}

static const struct handover_source answer_source = {
	.kind = "objection_answer",
	.label = MESSAGE_HANDOVER_KIND_OBJECTION_ANSWER,
	.list = answers_list,
	.is_open = objection_is_open,
};

static int proposals_list(const struct handover_scope *scope, const struct handover_source *self,
			  struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_HANDOVER_SOURCES_PROPOSALS,
		.args = DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				db_int("person_id", scope->person_id)),
		.address = "/proposals/",
	};
	bool alone = false;
	int code = scope->unit_id ? 0 : handover_holds_alone(scope, ROLE_LEADER, &alone, err);

	return code || !alone ? code : handover_add_rows(scope, self, &rows, out, err);
}

static int proposal_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			    struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_SOURCES_PROPOSAL,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_int("id", subject_id)),
				out, err);
}

static const struct handover_source proposal_source = { .kind = "proposal",
							.label = MESSAGE_HANDOVER_KIND_PROPOSAL,
							.list = proposals_list,
							.is_open = proposal_is_open };

/* Results ------------------------------------------------------------------------------------ */

/* The page of a group's or level's result: the path that link_result() makes. */
static struct str result_address(struct arena *arena, struct db_query *query)
{
	long long year = (long long)db_query_int(query, 3);
	char id[ID_TEXT_BYTES];

	if (str_equal(db_query_bytes(query, 4), STR("person")))
		return arena_format(arena, "/years/%lld/levels/%.*s/result", year,
				    STR_ARG(db_query_bytes(query, 6)));
	return arena_format(arena, "/years/%lld/groups/%s/result", year,
			    id_format(db_query_int(query, 5), id));
}

static int results_list(const struct handover_scope *scope, const struct handover_source *self,
			struct handover_matters *out, struct error *err)
{
	struct db_query *query;
	int code;

	if (scope->unit_id)
		return 0;
	code = db_query_open(scope->db, STATEMENT_HANDOVER_SOURCES_RESULTS,
			     DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				     db_int("person_id", scope->person_id)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		const struct handover_matter matter = {
			.source = self,
			.subject_id = db_query_int(query, 0),
			.title = db_query_copy(query, 1, scope->arena),
			.address = result_address(scope->arena, query),
			.due_day = db_query_is_null(query, 2) ? CIVIL_NO_DAY
							      : (int32_t)db_query_int(query, 2),
		};
		handover_add(out, &matter);
	}
	db_query_close(query);
	return code;
}

static int result_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			  struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_SOURCES_RESULT,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_int("id", subject_id)),
				out, err);
}

static const struct handover_source result_source = { .kind = "result",
						      .label = MESSAGE_HANDOVER_KIND_RESULT,
						      .list = results_list,
						      .is_open = result_is_open };

/* Of the rooms above: named here, included nowhere. */
extern const struct handover_source plan_handover_source, letter_handover_source;

const struct handover_source *const handover_sources[] = {
	&objection_source,
	&result_source,
	&answer_source,
	&proposal_source,
	&role_handover_source,
	&deputy_handover_source,
	&token_handover_source,
	&plan_handover_source,
	&letter_handover_source,
	NULL,
};
