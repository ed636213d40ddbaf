/*
 * handover_source.c - see handover_source.h: what sources share, and those of this room.
 */
#include "people/handover_source.h"

#include "base/id.h"
#include "messages_handover.h"
#include "people/deputy.h"
#include "people/token.h"
#include "statements_handover_source.h"

#define TITLE_BYTES 400 /* at least 100 characters; a title has at most 400 */

const struct handover_source *handover_source_find(struct str kind)
{
	for (const struct handover_source *const *one = handover_sources; *one; one++)
		if (str_equal(kind, str_from((*one)->kind)))
			return *one;
	return NULL;
}

void handover_add(struct handover_matters *matters, const struct handover_matter *matter)
{
	if (matters->count == HANDOVER_MATTERS_MAXIMUM) {
		matters->more = true;
		return;
	}
	struct handover_matter *item = &matters->items[matters->count++];
	*item = *matter;
	item->title = utf8_cut(matter->title, TITLE_BYTES);
	item->title_en = utf8_cut(matter->title_en, TITLE_BYTES);
}

int handover_add_rows(const struct handover_scope *scope, const struct handover_source *self,
		      const struct handover_rows *rows, struct handover_matters *out,
		      struct error *err)
{
	struct db_query *query;
	int code = db_query_open(scope->db, rows->statement, rows->args, &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		char id[ID_TEXT_BYTES];
		struct handover_matter matter = {
			.source = self,
			.subject_id = db_query_int(query, 0),
			.title = db_query_copy(query, 1, scope->arena),
			.due_day = db_query_is_null(query, 2) ? CIVIL_NO_DAY
							      : (int32_t)db_query_int(query, 2),
			.unit_id = db_query_is_null(query, 3) ? 0 : db_query_int(query, 3),
		};
		if (rows->address)
			matter.address = arena_format(scope->arena, "%s%s", rows->address,
						      id_format(matter.subject_id, id));
		handover_add(out, &matter);
	}
	db_query_close(query);
	return code;
}

int handover_has_row(const struct handover_scope *scope, enum statement statement,
		     struct db_args args, bool *out, struct error *err)
{
	int64_t ignored;
	int code = db_get_int(scope->db, statement, args, &ignored, err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	if (code)
		error_clear(err);
	*out = code == 0;
	return 0;
}

int handover_holds_alone(const struct handover_scope *scope, enum role role, bool *out,
			 struct error *err)
{
	struct db_query *query;
	int code = db_query_open(scope->db, STATEMENT_HANDOVER_SOURCE_ROLE_HOLDERS,
				 DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					 db_int("person_id", scope->person_id),
					 db_text("role", str_from(role_name(role))),
					 db_int("day", scope->day)),
				 &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	*out = code > 0 && db_query_int(query, 0) > 0 && db_query_int(query, 1) == 0;
	db_query_close(query);
	return code < 0 ? code : 0;
}

int handover_collect(const struct handover_scope *scope, struct handover_matters *out,
		     struct error *err)
{
	int code = 0;
	*out = (struct handover_matters){ .items = ARENA_ARRAY(scope->arena, struct handover_matter,
							       HANDOVER_MATTERS_MAXIMUM) };
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "matters of a person");
	for (const struct handover_source *const *one = handover_sources; !code && *one; one++)
		code = (*one)->list(scope, *one, out, err);
	return code;
}

/* Deputies ----------------------------------------------------------------------------------- */

static int deputies_list(const struct handover_scope *scope, const struct handover_source *self,
			 struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_HANDOVER_SOURCE_DEPUTIES,
		.args = DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				db_int("day", scope->day), db_int("unit_id", scope->unit_id),
				db_int("person_id", scope->person_id)),
	};
	return handover_add_rows(scope, self, &rows, out, err);
}

static int deputy_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			  struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_SOURCE_DEPUTY,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_int("id", subject_id), db_int("day", scope->day)),
				out, err);
}

/* The arrangement was between persons: it ends, and whoever carries on names their own. */
static int deputy_accept(struct act *act, int64_t subject_id, struct error *err)
{
	static const struct deputy_asker program = { 0, PERMISSION_LOGGED_IN };
	struct deputy deputy;
	int code = record_get(act->db, &deputy_record,
			      (struct record_key){ act->jurisdiction_id, subject_id }, act->arena,
			      &deputy, err);
	if (code || deputy.state != DEPUTY_NAMED)
		return code;
	code = deputy_apply(&deputy, DEPUTY_REVOKE, &program, err);
	return code ? code : act_update(act, &deputy_record, &deputy, err);
}

const struct handover_source deputy_handover_source = { .kind = "deputy",
							.label = MESSAGE_HANDOVER_KIND_DEPUTY,
							.list = deputies_list,
							.is_open = deputy_is_open,
							.ends_with_person = true,
							.accept = deputy_accept };

/* Roles -------------------------------------------------------------------------------------- */

static struct str role_title(struct arena *arena, struct db_query *query, enum language language)
{
	int role = role_from_name(db_query_bytes(query, 4));
	const char *label = role < 0 ? "?" : message_text(role_label((enum role)role), language);
	struct str unit = db_query_bytes(query, 1);
	return arena_format(arena, "%s%s%.*s", label, unit.length ? " · " : "", STR_ARG(unit));
}

static int roles_list(const struct handover_scope *scope, const struct handover_source *self,
		      struct handover_matters *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(scope->db, STATEMENT_HANDOVER_SOURCE_ROLES,
				 DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					 db_int("person_id", scope->person_id),
					 db_int("day", scope->day),
					 db_int("unit_id", scope->unit_id)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		const struct handover_matter matter = {
			.source = self,
			.subject_id = db_query_int(query, 0),
			.title = role_title(scope->arena, query, LANGUAGE_ZH),
			.title_en = role_title(scope->arena, query, LANGUAGE_EN),
			.unit_id = db_query_is_null(query, 3) ? 0 : db_query_int(query, 3),
			.due_day = CIVIL_NO_DAY,
		};
		handover_add(out, &matter);
	}
	db_query_close(query);
	return code;
}

/* Open while nobody else has the role there: whether the giver's own still runs does not matter. */
static int role_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			struct error *err)
{
	bool taken = false;
	int code = handover_has_row(scope, STATEMENT_HANDOVER_SOURCE_ROLE_TAKEN,
				    DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					    db_int("id", subject_id),
					    db_int("person_id", scope->person_id),
					    db_int("day", scope->day)),
				    &taken, err);
	*out = !taken;
	return code;
}

const struct handover_source role_handover_source = { .kind = "role",
						      .label = MESSAGE_HANDOVER_KIND_ROLE,
						      .list = roles_list,
						      .is_open = role_is_open };

/* API tokens: global, and their days are real ones --------------------------------------------- */

static int tokens_list(const struct handover_scope *scope, const struct handover_source *self,
		       struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_HANDOVER_SOURCE_TOKENS,
		.args = DB_ARGS(db_int("person_id", scope->person_id),
				db_int("day", token_today())),
	};
	return scope->unit_id ? 0 : handover_add_rows(scope, self, &rows, out, err);
}

static int token_is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
			 struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_SOURCE_TOKEN,
				DB_ARGS(db_int("id", subject_id), db_int("day", token_today())),
				out, err);
}

const struct handover_source token_handover_source = { .kind = "token",
						       .label = MESSAGE_HANDOVER_KIND_TOKEN,
						       .list = tokens_list,
						       .is_open = token_is_open };
