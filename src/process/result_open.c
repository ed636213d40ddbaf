/*
 * result_open.c - what closes marks and entries: the state of the group's newest result.
 *
 * One statement for each mark or entry that is written; for persons the group is the level that they held
 * at the year's end, as the engine decides it.
 */
#include "people/appraisal_group.h"
#include "people/record_find.h"
#include "process/result_store.h"
#include "process/scheme_version.h"
#include "statements_appraisal.h"
#include "statements_objection.h"
#include "statements_result.h"

int result_place_check(struct db *db, const struct result_place *place, struct arena *arena,
		       struct error *err)
{
	const struct scheme_request wanted = { place->jurisdiction_id, place->subject, place->year };
	struct appraisal_group group = { .year = 0 };
	struct scheme *scheme = NULL;
	bool there = false;
	int code;

	if (place->subject == SCHEME_PERSON) {
		code = scheme_load(db, &wanted, arena, &scheme, err);
		there = code == 0 && scheme_class_code_find(scheme, place->level) >= 0;
	} else {
		code = record_get(db, &appraisal_group_record,
				  (struct record_key){ place->jurisdiction_id, place->group_id },
				  arena, &group, err);
		there = code == 0 && group.year == place->year;
	}
	if (code || there)
		return code;
	return error_set(err, ERR_NOT_FOUND, "There is no such group in that year.",
			 "该年度没有这个考核组。");
}

/* The newest result of the subject's group; state RESULT_DRAFT without a record when there is none. */
struct closing {
	int64_t result_id;
	int state;
	struct str group_name;
};

static int read_unit_closing(struct db *db, int64_t jurisdiction_id,
			     const struct result_cell *cell, struct arena *arena,
			     struct closing *out, struct error *err)
{
	struct db_query *query;
	const struct field *state = record_field(&result_record, STR("state"));
	int code = db_query_open(db, STATEMENT_RESULT_OF_UNIT,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					 db_int("year", cell->year),
					 db_int("unit_id", cell->subject_id)),
				 &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = (struct closing){ db_query_int(query, 0),
					 field_choice_value(state, db_query_bytes(query, 1)),
					 db_query_copy(query, 3, arena) };
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* The code of the first level, in the engine's order, that the scheme names; empty: none. */
static int person_level(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
			struct arena *arena, struct str *out, struct error *err)
{
	struct scheme *scheme = NULL;
	struct db_query *query;
	const struct scheme_request wanted = { jurisdiction_id, SCHEME_PERSON, cell->year };
	int code = scheme_load(db, &wanted, arena, &scheme, err);
	if (!code)
		code = db_query_open(db, STATEMENT_RESULT_PERSON_LEVELS,
				     DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					     db_int("person_id", cell->subject_id),
					     db_int("day", civil_year_end(cell->year))),
				     &query, err);
	if (code)
		return code;
	*out = STR_EMPTY;
	while (out->length == 0 && (code = db_query_step(query, err)) > 0) {
		int at = scheme_class_find(scheme, db_query_bytes(query, 0));

		if (at >= 0)
			*out = scheme->classes[at].code;
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

int result_place_of(struct db *db, int64_t subject_id, struct arena *arena,
		    struct result_place *out, struct error *err)
{
	const struct result_cell cell = { .year = out->year, .subject_id = subject_id };
	int code;

	if (out->subject == SCHEME_PERSON)
		code = person_level(db, out->jurisdiction_id, &cell, arena, &out->level, err);
	else
		code = db_get_int(db, STATEMENT_APPRAISAL_GROUP_OF_UNIT,
				  DB_ARGS(db_int("jurisdiction_id", out->jurisdiction_id),
					  db_int("year", out->year), db_int("unit_id", subject_id)),
				  &out->group_id, err);
	if (code == -ERR_NOT_FOUND || (code == 0 && out->group_id == 0 && !out->level.length))
		return error_set(err, ERR_NOT_FOUND, "It is not appraised in that year.",
				 "该年度未参加考核。");
	return code;
}

static int read_person_closing(struct db *db, int64_t jurisdiction_id,
			       const struct result_cell *cell, struct arena *arena,
			       struct closing *out, struct error *err)
{
	struct result latest;
	struct result_place place = { jurisdiction_id, cell->year, SCHEME_PERSON, 0, STR_EMPTY };
	int code = person_level(db, jurisdiction_id, cell, arena, &place.level, err);
	if (!code && place.level.length)
		code = result_find_latest(db, &place, arena, &latest, err);
	if (!code && place.level.length)
		*out = (struct closing){ latest.head.id, latest.state, latest.group_name };
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	return 0;
}

static int refuse_final(const struct closing *closing, struct error *err)
{
	int code = error_set(err, ERR_STATE, "", "");

	error_en(err,
		 "The result of %.*s is final. Open a correction first; it makes the next version.",
		 STR_ARG(closing->group_name));
	error_zh(err, "%.*s的结果已定稿。请先发起更正，更正后形成新版本。",
		 STR_ARG(closing->group_name));
	return code;
}

static int refuse_public(const struct closing *closing, struct error *err)
{
	int code = error_set(err, ERR_STATE, "", "");

	error_en(err,
		 "The result of %.*s is public. Only what an upheld objection is about may be changed "
		 "now; or the office withdraws the publication.",
		 STR_ARG(closing->group_name));
	error_zh(err,
		 "%.*s的结果正在公示。现在只能更正经异议成立的内容；确有必要时由办公室撤回公示。",
		 STR_ARG(closing->group_name));
	return code;
}

static int check_upheld(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
			const struct closing *closing, struct error *err)
{
	int64_t count = 0;
	int code = db_get_int(db, STATEMENT_OBJECTION_OPENS,
			      DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				      db_int("result_id", closing->result_id),
				      db_int("subject_id", cell->subject_id),
				      db_text("indicator", cell->indicator)),
			      &count, err);
	if (code)
		return code;
	return count > 0 ? 0 : refuse_public(closing, err);
}

static int read_closing(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
			struct arena *arena, struct closing *out, struct error *err)
{
	*out = (struct closing){ .state = RESULT_DRAFT };
	return cell->subject == SCHEME_UNIT
		       ? read_unit_closing(db, jurisdiction_id, cell, arena, out, err)
		       : read_person_closing(db, jurisdiction_id, cell, arena, out, err);
}

int result_check_open(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
		      struct arena *arena, struct error *err)
{
	struct closing closing;
	int code = read_closing(db, jurisdiction_id, cell, arena, &closing, err);
	if (code || closing.state == RESULT_DRAFT)
		return code;
	if (closing.state == RESULT_PUBLICITY)
		return check_upheld(db, jurisdiction_id, cell, &closing, err);
	return refuse_final(&closing, err);
}

int result_state_of(struct db *db, int64_t jurisdiction_id, const struct result_cell *cell,
		    struct arena *arena, enum result_state *out, struct error *err)
{
	struct closing closing;
	int code = read_closing(db, jurisdiction_id, cell, arena, &closing, err);
	if (!code)
		*out = (enum result_state)closing.state;
	return code;
}

static int check_act(struct db *db, enum statement statement, struct db_args args,
		     struct error *err)
{
	struct db_query *query;
	struct closing closing;
	int code = db_query_open(db, statement, args, &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		closing.group_name = db_query_bytes(query, 0);
		code = refuse_final(&closing, err);
	}
	db_query_close(query);
	return code;
}

int result_check_open_act(struct db *db, int64_t jurisdiction_id, int64_t act_id,
			  struct error *err)
{
	const struct db_args args = DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					    db_int("act_id", act_id));
	int code = check_act(db, STATEMENT_RESULT_CLOSED_OF_ACT, args, err);
	return code ? code : check_act(db, STATEMENT_RESULT_CLOSED_OF_PERSON_ACT, args, err);
}
