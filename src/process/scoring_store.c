/*
 * scoring_store.c - see scoring_store.h.
 *
 * The state and average of a cell are the engine's own: a subject's marks run through an appraisal of
 * that one subject, so that a scoring table can never disagree with a ranking.
 */
#include "process/scoring_store.h"

#include <stdlib.h>

#include "ledger/leaf.h"
#include "ledger/ledger.h"
#include "process/score_source.h"
#include "statements_ledger.h"
#include "statements_scoring.h"

#define MARKS_MAXIMUM 64 /* of one cell, removed ones included, whose history is shown */

static int out_of_memory(struct error *err)
{
	return error_broken(err, ERR_MEMORY, "scoring");
}

/* Subjects ------------------------------------------------------------------------------------ */

static int open_subject(struct db *db, const struct scoring_place *place, int64_t id,
			struct db_query **out, struct error *err)
{
	struct db_arg jurisdiction = db_int("jurisdiction_id", place->jurisdiction_id);

	if (place->subject == SCHEME_PERSON)
		return db_query_open(db, STATEMENT_SCORING_PERSON,
				     DB_ARGS(jurisdiction, db_int("id", id),
					     db_int("day", civil_year_end(place->year))),
				     out, err);
	return db_query_open(db, STATEMENT_SCORING_UNIT,
			     DB_ARGS(jurisdiction, db_int("group_id", place->group_id),
				     db_int("id", id), db_int("year", place->year)),
			     out, err);
}

/* A unit stands in the group by its row; a person by the first of its levels that the scheme names. */
static bool stands_here(const struct scoring_place *place, int class_index)
{
	return place->subject == SCHEME_UNIT || class_index + 1 == place->group_id;
}

int scoring_subject_load(struct db *db, const struct scoring_place *place, int64_t id,
			 struct arena *arena, struct scoring_subject *out, struct error *err)
{
	struct db_query *query;
	bool found = false;
	int rc = open_subject(db, place, id, &query, err);

	if (rc)
		return rc;
	while (!found && (rc = db_query_step(query, err)) > 0) {
		int class_index = scheme_class_find(place->scheme, db_query_bytes(query, 2));
		if (place->subject == SCHEME_PERSON && class_index < 0)
			continue;
		*out = (struct scoring_subject){ .id = id,
						 .code = db_query_copy(query, 0, arena),
						 .name = db_query_copy(query, 1, arena),
						 .class_index = class_index };
		found = true;
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	if (!found || !stands_here(place, out->class_index))
		return error_set(err, ERR_NOT_FOUND, "It is not appraised in that group and year.",
				 "该年度该组没有这个考核对象。");
	return out->code.bytes && out->name.bytes ? 0 : out_of_memory(err);
}

/* Cells --------------------------------------------------------------------------------------- */

/* Where marks go, and which cells have one. */
struct marking {
	struct appraisal *appraisal;
	const struct scoring_place *place;
	struct arena *arena;
	bool *has;
};

static int add_mark(struct marking *it, struct db_query *query, struct error *err)
{
	struct arena *arena = it->arena;
	struct appraisal_score score = {
		.member = 0,
		.indicator = scheme_indicator_find(it->place->scheme, db_query_bytes(query, 0)),
		.points = { db_query_int(query, 1) },
		.not_applicable = db_query_int(query, 2) != 0,
		.scorer = db_query_copy(query, 3, arena),
		.reason = db_query_copy(query, 4, arena),
		.day = (int32_t)db_query_int(query, 5),
		.id = db_query_int(query, 6),
		.revision = db_query_int(query, 7),
	};
	if (score.indicator < 0)
		return 0;
	it->has[score.indicator] = true;
	return appraisal_add_score(it->appraisal, &score, err);
}

/* What the plan says for the cells that follow it and have no mark (score_source.h). */
static int add_sourced(struct db *db, struct marking *it, const struct scoring_subject *subject,
		       struct error *err)
{
	const struct scheme *scheme = it->place->scheme;
	const struct score_source_request request = {
		.jurisdiction_id = it->place->jurisdiction_id,
		.year = it->place->year,
		.scheme = scheme,
		.unit_id = subject->id,
	};
	struct sourced_cells cells;
	int rc = score_source_load(db, &request, it->arena, &cells, err);

	for (size_t i = 0; rc == 0 && i < scheme->indicator_count; i++) {
		const struct sourced_cell *cell = score_source_find(&cells, subject->id, (int)i);

		if (!cell || it->has[i] || !scheme_applies(scheme, (int)i, subject->class_index))
			continue;
		struct appraisal_score score = score_source_mark(&cells, cell, 0);
		rc = appraisal_add_score(it->appraisal, &score, err);
	}
	return rc;
}

static int add_marks(struct db *db, struct marking *it, int64_t id, struct error *err)
{
	const struct scoring_place *place = it->place;
	struct db_query *query;
	const char *subject = appraisal_subjects[place->subject].name;
	int rc = db_query_open(db, STATEMENT_SCORING_MARKS,
			       DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
				       db_int("year", place->year),
				       db_text("subject", str_from(subject)),
				       db_int("subject_id", id)),
			       &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		rc = add_mark(it, query, err);
		if (rc)
			break;
	}
	db_query_close(query);
	return rc;
}

int scoring_lines_load(struct db *db, const struct scoring_place *place,
		       const struct scoring_subject *subject, struct arena *arena,
		       const struct appraisal_line **out, struct error *err)
{
	struct appraisal_member *member = ARENA_NEW(arena, struct appraisal_member);
	struct appraisal_setup setup = { place->scheme, member, 1, 1 };
	struct appraisal *appraisal;

	if (!member)
		return out_of_memory(err);
	*member = (struct appraisal_member){ .id = subject->id,
					     .class_index = subject->class_index,
					     .detail = true };
	struct marking marking = { .place = place, .arena = arena };
	int rc = appraisal_new(&setup, arena, &appraisal, err);
	marking.has = ARENA_ARRAY(arena, bool, place->scheme->indicator_count);
	if (!rc && !marking.has)
		rc = out_of_memory(err);
	if (!rc) {
		marking.appraisal = appraisal;
		rc = add_marks(db, &marking, subject->id, err);
	}
	if (!rc)
		rc = add_sourced(db, &marking, subject, err);
	if (!rc)
		rc = appraisal_finish(appraisal, err);
	if (!rc)
		*out = appraisal_result(appraisal, 0)->lines;
	return rc;
}

/* History ------------------------------------------------------------------------------------- */

struct mark_id {
	int64_t id;
	struct str reason; /* of its removal */
};

struct mark_ids {
	struct mark_id items[MARKS_MAXIMUM];
	size_t count;
};

static int read_mark_ids(struct db *db, const struct scoring_place *place,
			 const struct scoring_cell *cell, struct arena *arena,
			 struct mark_ids *out, struct error *err)
{
	struct db_query *query;
	const char *subject = appraisal_subjects[place->subject].name;
	int rc = db_query_open(db, STATEMENT_SCORING_MARK_IDS,
			       DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
				       db_int("year", place->year),
				       db_text("subject", str_from(subject)),
				       db_int("subject_id", cell->subject_id),
				       db_text("indicator", cell->indicator)),
			       &query, err);

	if (rc)
		return rc;
	while (out->count < MARKS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out->items[out->count++] = (struct mark_id){ db_query_int(query, 0),
							    db_query_copy(query, 1, arena) };
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

struct history {
	struct scoring_version *items;
	size_t count, capacity;
	struct arena *arena;
};

/* Room for one more; doubles, leaving the former array to the arena. */
static struct scoring_version *history_next(struct history *history)
{
	if (history->count == history->capacity) {
		size_t more = history->capacity ? history->capacity * 2 : 16;
		struct scoring_version *items =
			ARENA_ARRAY(history->arena, struct scoring_version, more);
		if (!items)
			return NULL;
		if (history->count)
			memcpy(items, history->items, history->count * sizeof(*items));
		history->items = items;
		history->capacity = more;
	}
	return &history->items[history->count++];
}

static int read_version(struct db_query *query, const struct mark_id *mark,
			struct history *history, struct error *err)
{
	const struct scoring_version *before = history->count ? &history->items[history->count - 1]
							      : NULL;
	bool removed = db_query_int(query, 2) != 0;
	struct score last = { .year = 0 };

	if (before && before->score.head.id == mark->id)
		last = before->score;
	struct scoring_version *version = history_next(history);
	if (!version)
		return out_of_memory(err);
	*version = (struct scoring_version){
		.score = last,
		.removed = removed,
		.removal_reason = removed ? mark->reason : STR_EMPTY,
		.leaf_index = db_query_int(query, 1),
		.act_kind = db_query_copy(query, 4, history->arena),
		.role = db_query_copy(query, 5, history->arena),
		.at_ms = db_query_int(query, 6),
		.account = db_query_copy(query, 7, history->arena),
	};
	if (removed || db_query_is_null(query, 3))
		return 0;
	struct str content = db_query_copy(query, 3, history->arena);
	return record_decode(&score_record, content, &version->score, history->arena, err);
}

static int read_versions(struct db *db, const struct scoring_place *place,
			 const struct mark_id *mark, struct history *history, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_SCORING_VERSIONS,
			       DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
				       db_int("id", mark->id)),
			       &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		rc = read_version(query, mark, history, err);
		if (rc)
			break;
	}
	db_query_close(query);
	return rc;
}

static int newest_first(const void *left, const void *right)
{
	const struct scoring_version *a = left, *b = right;
	return (a->leaf_index < b->leaf_index) - (a->leaf_index > b->leaf_index);
}

int scoring_history_load(struct db *db, const struct scoring_place *place,
			 const struct scoring_cell *cell, struct arena *arena,
			 struct scoring_history *out, struct error *err)
{
	struct history history = { .arena = arena };
	struct mark_ids marks = { .count = 0 };
	int rc = read_mark_ids(db, place, cell, arena, &marks, err);

	for (size_t i = 0; rc == 0 && i < marks.count; i++)
		rc = read_versions(db, place, &marks.items[i], &history, err);
	if (rc)
		return rc;
	if (history.count > 1)
		qsort(history.items, history.count, sizeof(*history.items), newest_first);
	*out = (struct scoring_history){ history.items, history.count };
	return 0;
}

/* Changes ------------------------------------------------------------------------------------- */

struct leaves {
	int64_t ids[SCORING_CHANGES_MAXIMUM]; /* of the marks that they are about, as they came */
	size_t count;
	size_t seen; /* leaves of all kinds */
};

static int read_leaves(struct db *db, const struct scoring_place *place, int64_t since,
		       struct leaves *out, struct error *err)
{
	struct db_query *query;
	struct leaf leaf;
	int rc = db_query_open(db, STATEMENT_LEDGER_LEAF_PAGE,
			       DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
				       db_int("first", since),
				       db_int("maximum", SCORING_CHANGES_MAXIMUM + 1)),
			       &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		if (++out->seen > SCORING_CHANGES_MAXIMUM)
			break;
		if (leaf_parse(db_query_bytes(query, 2), &leaf) &&
		    str_equal(leaf.record_type, STR("score")))
			out->ids[out->count++] = leaf.record_id;
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int read_content(struct db *db, const struct scoring_place *place, int64_t id,
			struct arena *arena, struct score *out, struct error *err)
{
	struct db_query *query;
	struct str content = STR_EMPTY;
	int rc = db_query_open(db, STATEMENT_SCORING_LAST_CONTENT,
			       DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		content = db_query_copy(query, 0, arena);
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out = (struct score){ .year = 0 };
	return content.length ? record_decode(&score_record, content, out, arena, err) : 0;
}

static bool is_listed(const struct scoring_cell *items, size_t count, const struct score *score)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].subject_id == score->subject_id &&
		    str_equal(items[i].indicator, score->indicator))
			return true;
	return false;
}

int scoring_changes_load(struct db *db, const struct scoring_place *place, int64_t since,
			 struct arena *arena, struct scoring_changes *out, struct error *err)
{
	struct leaves *leaves = ARENA_NEW(arena, struct leaves);
	struct scoring_cell *cells =
		ARENA_ARRAY(arena, struct scoring_cell, SCORING_CHANGES_MAXIMUM);
	size_t listed = 0;
	struct hash root;
	uint64_t size;
	int rc = leaves && cells ? ledger_head(db, place->jurisdiction_id, &size, &root, err)
				 : out_of_memory(err);

	if (rc == 0 && since < (int64_t)size)
		rc = read_leaves(db, place, since, leaves, err);
	bool too_many = rc == 0 && leaves->seen > SCORING_CHANGES_MAXIMUM;
	for (size_t i = 0; rc == 0 && !too_many && i < leaves->count; i++) {
		struct score score;
		rc = read_content(db, place, leaves->ids[i], arena, &score, err);
		if (rc == 0 && score.year == place->year && score.subject == (int)place->subject &&
		    !is_listed(cells, listed, &score))
			cells[listed++] = (struct scoring_cell){ score.subject_id,
								 score.indicator };
	}
	if (rc)
		return rc;
	*out = (struct scoring_changes){ cells, listed, (int64_t)size, too_many };
	return 0;
}
