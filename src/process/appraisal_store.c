/*
 * appraisal_store.c - reads members, entries and marks in that order, one query at a time.
 *
 * Marks arrive ordered by subject and indicator. So a subject is found by walking along the members
 * sorted by id, and an indicator is nearly always the one behind the last: both cost O(1) for a mark.
 */
#include "process/appraisal_store.h"

#include <stdlib.h>

#include "base/civil.h"
#include "process/appraisal_loader.h"
#include "process/scheme_version.h"
#include "process/score_source.h"
#include "statements_appraisal.h"

int loader_out_of_memory(struct error *err)
{
	return error_broken(err, ERR_MEMORY, "appraisal");
}

static struct db_args year_args(const struct loader *loader, struct db_arg *args)
{
	const struct appraisal_request *request = loader->request;
	args[0] = db_int("jurisdiction_id", request->jurisdiction_id);
	args[1] = db_int("year", request->year);
	args[2] = db_text("subject", str_from(scheme_subject_name(request->subject)));
	return (struct db_args){ args, 3 };
}

/*
 * Run a statement and give each row to `row`, which returns 0 or a failure. The one loop of this file.
 */
int loader_each_row(struct loader *loader, enum statement statement, struct db_args args,
		    int (*row)(struct loader *loader, struct db_query *query, void *context,
			       struct error *err),
		    void *context, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(loader->db, statement, args, &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = row(loader, query, context, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

/* Sorted ids ---------------------------------------------------------------------------------- */

static int id_compare(const void *left, const void *right)
{
	const struct id_index *a = left, *b = right;
	return (a->id > b->id) - (a->id < b->id);
}

int loader_id_find(const struct id_index *items, size_t count, int64_t id)
{
	struct id_index key = { id, 0 };
	const struct id_index *found =
		count ? bsearch(&key, items, count, sizeof(*items), id_compare) : NULL;
	return found ? found->at : -1;
}

/* Groups -------------------------------------------------------------------------------------- */

/* Room for one more element; doubles, leaving the former array to the arena. */
void *loader_grown(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	size_t more = *capacity ? *capacity * 2 : 64;
	char *larger = arena_alloc_array(arena, more, size);
	if (larger && count)
		memcpy(larger, items, count * size);
	if (larger)
		*capacity = more;
	return larger;
}

static int read_group(struct loader *loader, struct db_query *query, void *context,
		      struct error *err)
{
	size_t *capacity = context, at = loader->year->group_count;
	loader->groups = loader_grown(loader->arena, loader->groups, at, capacity,
			       sizeof(struct appraised_group));
	if (!loader->groups)
		return loader_out_of_memory(err);
	loader->groups[at] = (struct appraised_group){
		.id = db_query_int(query, 0),
		.name = db_query_copy(query, 1, loader->arena),
	};
	loader->year->group_count++;
	return 0;
}

/* The levels that the scheme names, or the one that was asked for. */
static int make_level_groups(struct loader *loader, struct error *err)
{
	const struct scheme *scheme = loader->year->scheme;
	loader->groups = ARENA_ARRAY(loader->arena, struct appraised_group,
				     scheme->class_count ? scheme->class_count : 1);
	if (!loader->groups)
		return loader_out_of_memory(err);
	for (size_t i = 0; i < scheme->class_count; i++) {
		const struct scheme_class *level = &scheme->classes[i];
		if (loader->request->level.length &&
		    !str_equal(loader->request->level, level->code))
			continue;
		loader->groups[loader->year->group_count++] = (struct appraised_group){
			.id = (int64_t)i + 1,
			.level = level->code,
			.name = level->title.zh,
			.name_en = level->title.en,
		};
	}
	return 0;
}

static int index_groups(struct loader *loader, struct error *err)
{
	size_t count = loader->year->group_count;
	loader->group_by_id = ARENA_ARRAY(loader->arena, struct id_index, count ? count : 1);
	if (!loader->group_by_id)
		return loader_out_of_memory(err);
	for (size_t i = 0; i < count; i++)
		loader->group_by_id[i] = (struct id_index){ loader->groups[i].id, (int)i };
	if (count > 1)
		qsort(loader->group_by_id, count, sizeof(struct id_index), id_compare);
	loader->year->groups = loader->groups;
	return 0;
}

static int load_groups(struct loader *loader, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	size_t capacity = 0;
	int code;
	if (request->subject == SCHEME_PERSON)
		code = make_level_groups(loader, err);
	else
		code = loader_each_row(loader, STATEMENT_APPRAISAL_GROUPS,
				DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
					db_int("year", request->year),
					db_int("group_id", request->group_id)),
				read_group, &capacity, err);
	if (code)
		return code;
	if ((request->group_id || request->level.length) && loader->year->group_count == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such group in that year.",
				 "该年度没有这个考核组。");
	return index_groups(loader, err);
}

/* Members ------------------------------------------------------------------------------------- */

int loader_subject_add(struct loader *loader, const struct appraised_subject *subject, int group,
		       struct error *err)
{
	size_t at = loader->year->subject_count;
	loader->read = loader_grown(loader->arena, loader->read, at, &loader->read_capacity,
			     sizeof(struct read_subject));
	if (!loader->read)
		return loader_out_of_memory(err);
	loader->read[at] = (struct read_subject){ *subject, group };
	loader->year->subject_count++;
	return 0;
}

static int read_unit(struct loader *loader, struct db_query *query, void *context,
		     struct error *err)
{
	struct appraised_subject subject = {
		.id = db_query_int(query, 0),
		.code = db_query_copy(query, 2, loader->arena),
		.name = db_query_copy(query, 3, loader->arena),
		.class_name = db_query_copy(query, 4, loader->arena),
	};
	(void)context;
	int group = loader_id_find(loader->group_by_id, loader->year->group_count,
			    db_query_int(query, 1));
	if (group < 0)
		return error_broken(err, ERR_CORRUPT, "unit %lld: group of another year",
				    (long long)subject.id);
	if (!subject.code.bytes || !subject.name.bytes || !subject.class_name.bytes)
		return loader_out_of_memory(err);
	return loader_subject_add(loader, &subject, group, err);
}

/* A person's first post in the order of the statement decides on the level. */
static int read_person(struct loader *loader, struct db_query *query, void *context,
		       struct error *err)
{
	int64_t id = db_query_int(query, 0), *last = context;
	int class_index = scheme_class_find(loader->year->scheme, db_query_bytes(query, 3));
	int group = loader_id_find(loader->group_by_id, loader->year->group_count, class_index + 1);
	if (id == *last || class_index < 0)
		return 0;
	*last = id;
	if (group < 0)
		return 0;
	struct appraised_subject subject = {
		.id = id,
		.code = db_query_copy(query, 1, loader->arena),
		.name = db_query_copy(query, 2, loader->arena),
		.class_name = db_query_copy(query, 3, loader->arena),
	};
	if (!subject.code.bytes || !subject.name.bytes)
		return loader_out_of_memory(err);
	return loader_subject_add(loader, &subject, group, err);
}

static int subject_compare(const void *left, const void *right)
{
	const struct read_subject *a = left, *b = right;
	return str_compare(a->subject.code, b->subject.code);
}

/* Order what was read by code. Sorting here is half the price of joining in that order. */
static int index_subjects(struct loader *loader, struct error *err)
{
	struct appraisal_year *year = loader->year;
	size_t count = year->subject_count, room = count ? count : 1;
	struct appraised_subject *subjects =
		ARENA_ARRAY(loader->arena, struct appraised_subject, room);
	struct appraisal_member *members =
		ARENA_ARRAY(loader->arena, struct appraisal_member, room);
	loader->by_id = ARENA_ARRAY(loader->arena, struct id_index, room);
	if (!subjects || !members || !loader->by_id)
		return loader_out_of_memory(err);
	if (count > 1)
		qsort(loader->read, count, sizeof(*loader->read), subject_compare);
	for (size_t i = 0; i < count; i++) {
		const struct read_subject *read = &loader->read[i];
		subjects[i] = read->subject;
		members[i] = (struct appraisal_member){
			.id = read->subject.id,
			.group = read->group,
			.class_index = scheme_class_find(year->scheme, read->subject.class_name),
			.detail = loader->detail,
		};
		loader->by_id[i] = (struct id_index){ read->subject.id, (int)i };
	}
	if (count > 1)
		qsort(loader->by_id, count, sizeof(struct id_index), id_compare);
	year->subjects = subjects;
	year->members = members;
	return 0;
}

static int load_members(struct loader *loader, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	int64_t last = 0;
	int code;
	struct db_arg jurisdiction = db_int("jurisdiction_id", request->jurisdiction_id);
	if (request->as_of)
		code = loader_members_as_of(loader, err);
	else if (request->subject == SCHEME_PERSON)
		code = loader_each_row(loader, STATEMENT_APPRAISAL_PERSONS,
				DB_ARGS(jurisdiction,
					db_int("day", civil_year_end(request->year))),
				read_person, &last, err);
	else if (request->group_id)
		code = loader_each_row(loader, STATEMENT_APPRAISAL_UNITS_OF_GROUP,
				DB_ARGS(jurisdiction, db_int("group_id", request->group_id)),
				read_unit, NULL, err);
	else
		code = loader_each_row(loader, STATEMENT_APPRAISAL_UNITS_OF_YEAR,
				DB_ARGS(jurisdiction, db_int("year", request->year)), read_unit,
				NULL, err);
	return code ? code : index_subjects(loader, err);
}

/* Entries and marks --------------------------------------------------------------------------- */

int loader_entry_kind(struct str name)
{
	for (int kind = 0; kind < ENTRY_KIND_COUNT; kind++)
		if (str_equal(name, str_from(entry_kind_name((enum entry_kind)kind))))
			return kind;
	return -1;
}

static int read_entry(struct loader *loader, struct db_query *query, void *context,
		      struct error *err)
{
	int member = loader_id_find(loader->by_id, loader->year->subject_count, db_query_int(query, 0));
	int kind = loader_entry_kind(db_query_bytes(query, 2));
	(void)context;
	if (member < 0)
		return 0;
	if (kind < 0)
		return error_broken(err, ERR_CORRUPT, "entry %lld: unknown kind",
				    (long long)db_query_int(query, 1));
	struct appraisal_entry entry = {
		.member = member,
		.id = db_query_int(query, 1),
		.kind = (enum entry_kind)kind,
		.points = { db_query_int(query, 3) },
		.reverses_id = db_query_int(query, 4),
		.day = (int32_t)db_query_int(query, 5),
		.reason = db_query_copy(query, 6, loader->arena),
		.reference = db_query_copy(query, 7, loader->arena),
	};
	return appraisal_add_entry(loader->year->appraisal, &entry, err);
}

static int code_compare(const void *left, const void *right, void *scheme)
{
	const struct scheme_indicator *indicators = ((const struct scheme *)scheme)->indicators;
	return str_compare(indicators[*(const int *)left].code,
			   indicators[*(const int *)right].code);
}

static int index_indicators(struct loader *loader, struct error *err)
{
	const struct scheme *scheme = loader->year->scheme;
	loader->indicators = ARENA_ARRAY(loader->arena, int, scheme->indicator_count);
	if (!loader->indicators)
		return loader_out_of_memory(err);
	for (size_t i = 0; i < scheme->indicator_count; i++)
		loader->indicators[i] = (int)i;
	qsort_r(loader->indicators, scheme->indicator_count, sizeof(int), code_compare,
		(void *)(uintptr_t)scheme);
	return 0;
}

struct mark_reader {
	size_t subject;	  /* position in by_id of the last mark's subject */
	size_t indicator; /* position in the sorted indicators of the last mark's */
	/* Cells that follow the plan (score_source.h); all of it unused by a scheme without them. */
	int member;	  /* of the last mark; -1: none yet */
	bool *has;	  /* by indicator: the member has a mark there */
	bool *done;	  /* by member */
	struct sourced_cells cells;
};

/* The member of the subject, moving forward along the sorted ids; -1 when it is not appraised. */
static int mark_member(const struct loader *loader, struct mark_reader *reader, int64_t id)
{
	size_t count = loader->year->subject_count;
	while (reader->subject < count && loader->by_id[reader->subject].id < id)
		reader->subject++;
	if (reader->subject < count && loader->by_id[reader->subject].id == id)
		return loader->by_id[reader->subject].at;
	return -1;
}

/* The indicator of that code: the same as before, the next one, or whichever it is; -1 unknown. */
int loader_indicator(const struct loader *loader, size_t *at, struct str code)
{
	const struct scheme *scheme = loader->year->scheme;
	size_t count = scheme->indicator_count;
	for (size_t tried = 0; tried < count; tried++) {
		int indicator = loader->indicators[*at];
		if (str_equal(scheme->indicators[indicator].code, code))
			return indicator;
		*at = *at + 1 < count ? *at + 1 : 0;
	}
	return -1;
}

/* The same share of the present maximum as of the one that the mark was given for. */
static struct decimal scaled_points(const struct loader *loader, int indicator, struct decimal points)
{
	const struct decimal *former = loader->request->former_maximum;
	struct rational factor, scaled;
	struct decimal rounded;
	if (!former || former[indicator].scaled == 0)
		return points;
	struct rational now =
		rational_from_decimal(loader->year->scheme->indicators[indicator].maximum);
	bool fine = rational_divide(now, rational_from_decimal(former[indicator]), &factor) &&
		    rational_multiply(rational_from_decimal(points), factor, &scaled) &&
		    rational_round(scaled, DECIMAL_PLACES, &rounded);
	return fine ? rounded : points;
}

static int64_t count_followers(const struct appraisal_year *year)
{
	int64_t count = 0;
	for (size_t i = 0; i < year->scheme->indicator_count; i++)
		for (size_t k = 0; year->scheme->indicators[i].source == SCHEME_PLAN &&
				   k < year->subject_count;
		     k++)
			count += scheme_applies(year->scheme, (int)i, year->members[k].class_index);
	return count;
}

/* What the plan says; not asked when every cell has its mark, as in a published group. */
static int load_sourced(struct loader *loader, struct mark_reader *reader, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	const struct score_source_request wanted = {
		.jurisdiction_id = request->jurisdiction_id,
		.year = request->year,
		.scheme = loader->year->scheme,
		.day = request->day,
	};
	int64_t kept = 0;
	int code = db_get_int(loader->db, STATEMENT_APPRAISAL_KEPT_MARKS,
			      DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
				      db_int("year", request->year),
				      db_int("group_id", request->group_id),
				      db_text("scorer", STR(SCORE_SOURCE_SCORER))),
			      &kept, err);
	if (code || kept >= count_followers(loader->year))
		return code;
	return score_source_load(loader->db, &wanted, loader->arena, &reader->cells, err);
}

/* The cells of a member that follow the plan and have no mark. */
static int add_sourced(struct loader *loader, struct mark_reader *reader, int member,
		       struct error *err)
{
	const struct scheme *scheme = loader->year->scheme;
	int class_index = loader->year->members[member].class_index, code = 0;
	reader->done[member] = true;
	for (size_t i = 0; !code && i < scheme->indicator_count; i++) {
		const struct sourced_cell *cell;
		if (scheme->indicators[i].source != SCHEME_PLAN || reader->has[i] ||
		    !scheme_applies(scheme, (int)i, class_index))
			continue;
		cell = score_source_find(&reader->cells, loader->year->subjects[member].id, (int)i);
		if (!cell)
			continue;
		struct appraisal_score score = score_source_mark(&reader->cells, cell, member);
		code = appraisal_add_score(loader->year->appraisal, &score, err);
	}
	memset(reader->has, 0, scheme->indicator_count * sizeof(bool));
	return code;
}

/* A mark of another member than the last one closes that one's cells. */
static int note_mark(struct loader *loader, struct mark_reader *reader, int member, int indicator,
		     struct error *err)
{
	int code = 0;
	if (!reader->has)
		return 0;
	if (reader->member >= 0 && reader->member != member)
		code = add_sourced(loader, reader, reader->member, err);
	reader->member = member;
	reader->has[indicator] = true;
	return code;
}

static int begin_sourced(struct loader *loader, struct mark_reader *reader, struct error *err)
{
	*reader = (struct mark_reader){ .member = -1 };
	if (!scheme_uses_plan(loader->year->scheme))
		return 0;
	reader->has = ARENA_ARRAY(loader->arena, bool, loader->year->scheme->indicator_count);
	reader->done = ARENA_ARRAY(loader->arena, bool, loader->year->subject_count + 1);
	return reader->has && reader->done ? load_sourced(loader, reader, err)
					   : loader_out_of_memory(err);
}

static int finish_sourced(struct loader *loader, struct mark_reader *reader, struct error *err)
{
	int code = 0;
	if (!reader->has)
		return 0;
	if (reader->member >= 0)
		code = add_sourced(loader, reader, reader->member, err);
	for (size_t i = 0; !code && i < loader->year->subject_count; i++)
		if (!reader->done[i])
			code = add_sourced(loader, reader, (int)i, err);
	return code;
}

static int read_mark(struct loader *loader, struct db_query *query, void *context,
		     struct error *err)
{
	struct mark_reader *reader = context;
	struct appraisal_score score = {
		.member = mark_member(loader, reader, db_query_int(query, 0)),
		.points = { db_query_int(query, 2) },
		.not_applicable = db_query_int(query, 3) != 0,
	};
	if (score.member < 0)
		return 0;
	score.indicator = loader_indicator(loader, &reader->indicator, db_query_bytes(query, 1));
	if (score.indicator < 0) {
		loader->year->foreign_marks++;
		return 0;
	}
	score.points = scaled_points(loader, score.indicator, score.points);
	if (loader->detail) {
		score.scorer = db_query_copy(query, 4, loader->arena);
		score.reason = db_query_copy(query, 5, loader->arena);
		score.day = (int32_t)db_query_int(query, 6);
		score.id = db_query_int(query, 7);
		score.revision = db_query_int(query, 8);
	}
	int code = note_mark(loader, reader, score.member, score.indicator, err);
	return code ? code : appraisal_add_score(loader->year->appraisal, &score, err);
}

static int load_entries(struct loader *loader, bool one_group, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	struct db_arg args[3];
	if (one_group)
		return loader_each_row(loader, STATEMENT_APPRAISAL_ENTRIES_OF_GROUP,
				DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
					db_int("group_id", request->group_id)),
				read_entry, NULL, err);
	return loader_each_row(loader, STATEMENT_APPRAISAL_ENTRIES, year_args(loader, args), read_entry,
			NULL, err);
}

static int read_marks(struct loader *loader, bool one_group, struct mark_reader *reader,
		      struct error *err)
{
	const struct appraisal_request *request = loader->request;
	struct db_arg args[3];
	if (one_group)
		return loader_each_row(loader, STATEMENT_APPRAISAL_MARKS_OF_GROUP,
				DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
					db_int("group_id", request->group_id)),
				read_mark, reader, err);
	return loader_each_row(loader,
			loader->detail ? STATEMENT_APPRAISAL_MARKS_DETAIL
				       : STATEMENT_APPRAISAL_MARKS,
			year_args(loader, args), read_mark, reader, err);
}

static int load_marks(struct loader *loader, bool one_group, struct error *err)
{
	struct mark_reader reader;
	int code = begin_sourced(loader, &reader, err);
	if (!code)
		code = read_marks(loader, one_group, &reader, err);
	return code ? code : finish_sourced(loader, &reader, err);
}

static int load_points(struct loader *loader, bool one_group, struct error *err)
{
	int code = load_entries(loader, one_group, err);
	return code ? code : load_marks(loader, one_group, err);
}

/* The whole ----------------------------------------------------------------------------------- */

static int run_engine(struct loader *loader, struct error *err)
{
	struct appraisal_year *year = loader->year;
	bool one_group = loader->request->group_id && loader->request->subject == SCHEME_UNIT;
	struct appraisal_setup setup = { year->scheme, year->members, year->subject_count,
					 (int)year->group_count };
	int code = index_indicators(loader, err);
	if (!code)
		code = appraisal_new(&setup, loader->arena, &year->appraisal, err);
	if (!code && loader->request->as_of)
		code = loader_points_as_of(loader, err);
	else if (!code)
		code = load_points(loader, one_group, err);
	return code ? code : appraisal_finish(year->appraisal, err);
}

static int not_appraised(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "It is not appraised in that year.",
			 "该年度未参加考核。");
}

/* A unit that is asked for narrows the request to its group; persons' levels are small enough. */
static int narrow(struct db *db, struct appraisal_request *request, struct error *err)
{
	if (!request->subject_id)
		return 0;
	request->detail = true;
	if (request->subject == SCHEME_PERSON || request->group_id)
		return 0;
	int code = db_get_int(db, STATEMENT_APPRAISAL_GROUP_OF_UNIT,
			      DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
				      db_int("year", request->year),
				      db_int("unit_id", request->subject_id)),
			      &request->group_id, err);
	return code == -ERR_NOT_FOUND ? not_appraised(err) : code;
}

static int load_scheme(struct loader *loader, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	struct scheme_request wanted = { request->jurisdiction_id, request->subject,
					 request->year };
	struct scheme *scheme = NULL;
	if (request->scheme) {
		loader->year->scheme = request->scheme;
		return 0;
	}
	int code = request->scheme_id
			   ? scheme_load_version(loader->db, request->jurisdiction_id,
						 request->scheme_id, loader->arena, &scheme, err)
			   : scheme_load(loader->db, &wanted, loader->arena, &scheme, err);
	loader->year->scheme = scheme;
	return code;
}

static int load_year(struct loader *loader, struct error *err)
{
	struct appraisal_year *year = loader->year;
	int64_t subject_id = loader->request->subject_id;
	int code = load_scheme(loader, err);
	if (!code)
		code = load_groups(loader, err);
	if (!code)
		code = load_members(loader, err);
	if (code)
		return code;
	year->member = subject_id ? appraisal_year_member(year, subject_id) : -1;
	if (subject_id && year->member < 0)
		return not_appraised(err);
	return run_engine(loader, err);
}

int appraisal_load(struct db *db, const struct appraisal_request *request, struct arena *arena,
		   struct appraisal_year **out, struct error *err)
{
	struct appraisal_request narrowed = *request;
	struct appraisal_year *year = ARENA_NEW(arena, struct appraisal_year);
	if (!year)
		return loader_out_of_memory(err);
	int code = narrow(db, &narrowed, err);
	if (code)
		return code;
	struct loader loader = { .db = db, .request = &narrowed, .arena = arena, .year = year,
				 .detail = narrowed.detail || narrowed.group_id ||
					   narrowed.level.length };
	year->year = request->year;
	year->subject = request->subject;
	code = load_year(&loader, err);
	if (!code)
		*out = year;
	return code;
}

int appraisal_year_member(const struct appraisal_year *year, int64_t subject_id)
{
	for (size_t i = 0; i < year->subject_count; i++)
		if (year->subjects[i].id == subject_id)
			return (int)i;
	return -1;
}
