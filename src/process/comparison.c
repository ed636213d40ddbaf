/* comparison.c - see comparison.h. */
#include "process/comparison.h"

#include "process/scheme_version.h"
#include "statements_comparison.h"

/* Lines --------------------------------------------------------------------------------------- */

struct reader {
	const struct comparison_request *request;
	struct arena *arena;
	struct comparison *out;
	size_t capacity;
};

static int open_lines(struct db *db, const struct comparison_request *it, struct db_query **out,
		      struct error *err)
{
	struct str subject = str_from(scheme_subject_name(it->subject));

	if (it->subject_id)
		return db_query_open(db, STATEMENT_COMPARISON_OF_SUBJECT,
				     DB_ARGS(db_int("jurisdiction_id", it->jurisdiction_id),
					     db_int("subject_id", it->subject_id),
					     db_text("subject", subject),
					     db_int("from_year", it->from_year),
					     db_int("to_year", it->to_year)),
				     out, err);
	return db_query_open(db, STATEMENT_COMPARISON_OF_MEMBERS,
			     DB_ARGS(db_int("jurisdiction_id", it->jurisdiction_id),
				     db_text("subject", subject), db_int("from_year", it->from_year),
				     db_int("to_year", it->to_year),
				     db_int("everybody", !it->group_id && !it->result_id),
				     db_int("group_id", it->group_id),
				     db_int("result_id", it->result_id)),
			     out, err);
}

static struct compared line_of(struct db_query *query, struct arena *arena)
{
	struct str last = str_from(result_places[LAST_PLACE].name);

	return (struct compared){
		.subject_id = db_query_int(query, 0),
		.year = (int)db_query_int(query, 1),
		.state = RESULT_FINAL,
		.group_name = db_query_copy(query, 2, arena),
		.level = db_query_copy(query, 3, arena),
		.scheme_id = db_query_int(query, 4),
		.total = { db_query_int(query, 5) },
		.has_total = db_query_int(query, 6) != 0,
		.rank = db_query_int(query, 7),
		.grade = db_query_copy(query, 8, arena),
		.last = str_equal(db_query_bytes(query, 9), last),
		.vetoed = db_query_int(query, 10) != 0,
		.result_id = db_query_int(query, 11),
		.basis = db_query_int(query, 12),
		.ranked = db_query_int(query, 13),
	};
}

static struct compared *room_for_one(struct reader *reader)
{
	struct comparison *out = reader->out;

	if (out->count == reader->capacity) {
		size_t capacity = reader->capacity ? 2 * reader->capacity : 16;
		struct compared *items = ARENA_ARRAY(reader->arena, struct compared, capacity);

		if (!items)
			return NULL;
		for (size_t i = 0; i < out->count; i++)
			items[i] = out->items[i];
		out->items = items;
		reader->capacity = capacity;
	}
	return &out->items[out->count];
}

static int read_line(struct reader *reader, struct db_query *query, struct error *err)
{
	struct comparison *out = reader->out;
	struct compared line = line_of(query, reader->arena), *at;

	/* A unit that a correction moved stands in two groups: the later version counts. */
	if (out->count && out->items[out->count - 1].year == line.year &&
	    out->items[out->count - 1].subject_id == line.subject_id)
		out->count--;
	at = room_for_one(reader);
	if (!at)
		return error_broken(err, ERR_MEMORY, "comparison");
	*at = line;
	out->count++;
	return 0;
}

/* Few schemes rule many lines: each is read once. */
static int load_schemes(struct db *db, const struct reader *reader, struct error *err)
{
	const struct comparison *out = reader->out;

	for (size_t i = 0; i < out->count; i++) {
		int64_t id = out->items[i].scheme_id;
		struct scheme *scheme = NULL;
		int rc;

		if (out->items[i].scheme)
			continue;
		rc = scheme_load_version(db, reader->request->jurisdiction_id, id, reader->arena,
					 &scheme, err);
		if (rc < 0)
			return rc;
		for (size_t k = i; k < out->count; k++)
			if (out->items[k].scheme_id == id)
				out->items[k].scheme = scheme;
	}
	return 0;
}

int comparison_load(struct db *db, const struct comparison_request *request, struct arena *arena,
		    struct comparison *out, struct error *err)
{
	struct reader reader = { request, arena, out, 0 };
	struct db_query *query;
	int rc = open_lines(db, request, &query, err);

	*out = (struct comparison){ NULL, 0 };
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		rc = read_line(&reader, query, err);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	return rc < 0 ? rc : load_schemes(db, &reader, err);
}

const struct compared *comparison_find(const struct comparison *comparison, int64_t subject_id,
				       int64_t result_id)
{
	for (size_t i = 0; i < comparison->count; i++)
		if (comparison->items[i].subject_id == subject_id &&
		    comparison->items[i].result_id == result_id)
			return &comparison->items[i];
	return NULL;
}

/* Parts --------------------------------------------------------------------------------------- */

/* Tenths of a per cent, half up. */
static int64_t share_of(struct rational given, struct rational full)
{
	struct rational share;
	struct decimal rounded;

	if (rational_compare(full, rational_from_int(0)) <= 0 ||
	    !rational_divide(given, full, &share) ||
	    !rational_multiply(share, rational_from_int(1000), &share) ||
	    !rational_round(share, 0, &rounded))
		return COMPARED_NONE;
	return rounded.scaled / DECIMAL_ONE;
}

static int64_t part_share(const struct scheme *scheme, const struct appraisal_result *result,
			  int part)
{
	struct rational given = rational_from_int(0), full = rational_from_int(0);
	bool fine = true;

	for (size_t i = 0; fine && i < scheme->indicator_count; i++) {
		const struct appraisal_line *line = &result->lines[i];

		if (scheme->indicators[i].part != part || line->state == CELL_OTHER_CLASS ||
		    line->state == CELL_NOT_APPLICABLE)
			continue;
		fine = line->state == CELL_SCORED && rational_add(given, line->average, &given) &&
		       rational_add(full, rational_from_decimal(scheme->indicators[i].maximum),
				    &full);
	}
	return fine ? share_of(given, full) : COMPARED_NONE;
}

static int add_parts(const struct appraisal_year *year, int member, struct arena *arena,
		     struct compared *out, struct error *err)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	int64_t *parts;

	if (!result->lines || !year->scheme->part_count)
		return 0;
	parts = ARENA_ARRAY(arena, int64_t, year->scheme->part_count);
	if (!parts)
		return error_broken(err, ERR_MEMORY, "comparison: parts");
	for (size_t i = 0; i < year->scheme->part_count; i++)
		parts[i] = part_share(year->scheme, result, (int)i);
	out->parts = parts;
	return 0;
}

int comparison_of_member(const struct appraisal_year *year, int member, struct arena *arena,
			 struct compared *out, struct error *err)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	int group = year->members[member].group;

	*out = (struct compared){
		.year = year->year,
		.subject_id = year->subjects[member].id,
		.state = RESULT_DRAFT,
		.group_name = year->groups[group].name,
		.level = year->groups[group].level,
		.scheme_id = year->scheme->record_id,
		.scheme = year->scheme,
		.has_total = result->has_total,
		.total = result->total,
		.rank = result->rank,
		.ranked = (int64_t)appraisal_ranking(year->appraisal, group)->ranked,
		.grade = result->grade < 0 ? STR_EMPTY : year->scheme->grades[result->grade].code,
		.last = result->last == LAST_PLACE,
		.vetoed = result->vetoed,
	};
	return add_parts(year, member, arena, out, err);
}

int comparison_parts(struct db *db, const struct comparison_request *request, struct arena *arena,
		     struct compared *it, struct error *err)
{
	const struct appraisal_request alone = {
		.jurisdiction_id = request->jurisdiction_id,
		.year = it->year,
		.subject = request->subject,
		.subject_id = it->subject_id,
		.as_of = it->basis,
		.scheme_id = it->scheme_id,
		.scheme = it->scheme,
		.alone = true,
	};
	struct appraisal_year *year;
	int rc;

	if (!it->basis || !it->scheme->part_count)
		return 0;
	rc = appraisal_load(db, &alone, arena, &year, err);
	/* Its posts or group were changed with effect for that year: the parts stay unknown. */
	if (rc == -ERR_NOT_FOUND)
		return 0;
	return rc < 0 ? rc : add_parts(year, year->member, arena, it, err);
}

/* Figures ------------------------------------------------------------------------------------- */

int64_t compared_share(const struct compared *it)
{
	int64_t full = it->scheme->full_marks.scaled;

	if (!it->has_total || full <= 0)
		return COMPARED_NONE;
	return (2000 * it->total.scaled + full) / (2 * full);
}

bool compared_change(const struct compared *before, const struct compared *it, int64_t *out)
{
	if (!before || !before->has_total || !it->has_total)
		return false;
	*out = compared_share(it) - compared_share(before);
	return true;
}

bool compared_places(const struct compared *before, const struct compared *it, int64_t *out)
{
	if (!before || !before->rank || !it->rank || !str_equal(before->level, it->level) ||
	    !str_equal(before->group_name, it->group_name))
		return false;
	*out = before->rank - it->rank;
	return true;
}
