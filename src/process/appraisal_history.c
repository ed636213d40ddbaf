/*
 * appraisal_history.c - members, marks and entries as they stood at an earlier place of the ledger.
 *
 * Every type is read twice: the present rows whose version is older than the place, and those changed or
 * removed since as they were (ledger/history.h). Marks go to the engine subject by subject, as it needs
 * them. Groups' and persons' names are those of today; a final result's lines keep the former ones.
 */
#include <stdlib.h>

#include "ledger/history.h"
#include "people/group_member.h"
#include "people/person.h"
#include "people/post.h"
#include "people/unit.h"
#include "process/appraisal_loader.h"
#include "process/entry.h"
#include "process/score.h"
#include "statements_appraisal_history.h"

/* Records that are kept until they are all there. */
struct record_list {
	struct loader *loader;
	const void **items;
	size_t count, capacity;
};

static int keep(void *context, const void *record, struct error *err)
{
	struct record_list *list = context;

	list->items = loader_grown(list->loader->arena, list->items, list->count, &list->capacity,
				   sizeof(*list->items));
	if (!list->items)
		return loader_out_of_memory(err);
	list->items[list->count++] = record;
	return 0;
}

static int changed(struct loader *loader, const struct record_type *type, struct record_list *out,
		   struct error *err)
{
	const struct history_request request = { loader->request->jurisdiction_id, type,
						 loader->request->as_of };

	*out = (struct record_list){ .loader = loader };
	return history_changed(loader->db, &request, loader->arena, keep, out, err);
}

/* Units --------------------------------------------------------------------------------------- */

static int keep_member(struct loader *loader, struct db_query *query, void *context,
		       struct error *err)
{
	struct group_member *member = ARENA_NEW(loader->arena, struct group_member);

	if (!member)
		return loader_out_of_memory(err);
	member->unit_id = db_query_int(query, 0);
	member->group_id = db_query_int(query, 1);
	member->year = loader->request->year;
	return keep(context, member, err);
}

static int read_subject(struct loader *loader, enum statement statement, int64_t id,
			struct appraised_subject *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(
		loader->db, statement,
		DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
			db_int("id", id)),
		&query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		out->code = db_query_copy(query, 0, loader->arena);
		out->name = db_query_copy(query, 1, loader->arena);
		if (statement == STATEMENT_APPRAISAL_HISTORY_UNIT)
			out->class_name = db_query_copy(query, 2, loader->arena);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* A unit as it was: of those changed since, else as it is. */
static int unit_as_of(struct loader *loader, const struct record_list *units, int64_t id,
		      struct appraised_subject *out, struct error *err)
{
	*out = (struct appraised_subject){ .id = id };
	for (size_t i = 0; i < units->count; i++) {
		const struct unit *unit = units->items[i];
		if (unit->head.id != id)
			continue;
		out->code = unit->code;
		out->name = unit->name;
		out->class_name = str_from(unit_kinds[unit->kind].name);
		return 0;
	}
	return read_subject(loader, STATEMENT_APPRAISAL_HISTORY_UNIT, id, out, err);
}

/* The request is about another one alone. */
static bool left_out(const struct loader *loader, int64_t subject_id)
{
	return loader->request->alone && subject_id != loader->request->subject_id;
}

static int add_unit(struct loader *loader, const struct record_list *units,
		    const struct group_member *member, struct error *err)
{
	struct appraised_subject subject;
	int group = loader_id_find(loader->group_by_id, loader->year->group_count,
				   member->group_id);

	if (group < 0 || member->year != loader->request->year ||
	    left_out(loader, member->unit_id))
		return 0;
	int code = unit_as_of(loader, units, member->unit_id, &subject, err);
	return code ? code : loader_subject_add(loader, &subject, group, err);
}

static int load_units(struct loader *loader, struct error *err)
{
	struct record_list members, units;
	int code = changed(loader, &unit_record, &units, err);
	if (!code)
		code = changed(loader, &group_member_record, &members, err);
	if (!code)
		code = loader_each_row(
			loader, STATEMENT_APPRAISAL_HISTORY_MEMBERS,
			DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
				db_int("year", loader->request->year),
				db_int("size", loader->request->as_of)),
			keep_member, &members, err);
	for (size_t i = 0; !code && i < members.count; i++)
		code = add_unit(loader, &units, members.items[i], err);
	return code;
}

/* Persons ------------------------------------------------------------------------------------- */

static bool in_post(const struct post *post, int32_t day)
{
	return post->from_day <= day && (post->to_day == CIVIL_NO_DAY || post->to_day >= day);
}

static int keep_post(struct loader *loader, struct db_query *query, void *context,
		     struct error *err)
{
	struct post *post = ARENA_NEW(loader->arena, struct post);
	int level = field_choice_value(record_field(&post_record, STR("level")),
				       db_query_bytes(query, 1));

	if (!post)
		return loader_out_of_memory(err);
	if (level < 0)
		return error_broken(err, ERR_CORRUPT, "post %lld: level",
				    (long long)db_query_int(query, 4));
	post->person_id = db_query_int(query, 0);
	post->level = level;
	post->principal = db_query_int(query, 2) != 0;
	post->from_day = (int32_t)db_query_int(query, 3);
	post->head.id = db_query_int(query, 4);
	post->to_day = CIVIL_NO_DAY; /* the statement asked whether it covers the day */
	return keep(context, post, err);
}

/* By person, then as appraisal_persons orders them: the first that the scheme names decides. */
static int post_compare(const void *left, const void *right)
{
	const struct post *a = *(const struct post *const *)left;
	const struct post *b = *(const struct post *const *)right;

	if (a->person_id != b->person_id)
		return a->person_id < b->person_id ? -1 : 1;
	if (a->principal != b->principal)
		return a->principal ? -1 : 1;
	if (a->from_day != b->from_day)
		return a->from_day > b->from_day ? -1 : 1;
	return (a->head.id < b->head.id) - (a->head.id > b->head.id);
}

static int add_person(struct loader *loader, const struct post *post, int64_t *last,
		      struct error *err)
{
	struct str level = str_from(post_levels[post->level].name);
	int class_index = scheme_class_find(loader->year->scheme, level);
	int group = loader_id_find(loader->group_by_id, loader->year->group_count,
				   class_index + 1);
	struct appraised_subject subject = { .id = post->person_id, .class_name = level };

	if (post->person_id == *last || class_index < 0 ||
	    !in_post(post, civil_year_end(loader->request->year)))
		return 0;
	*last = post->person_id;
	if (group < 0 || left_out(loader, post->person_id))
		return 0;
	int code = read_subject(loader, STATEMENT_APPRAISAL_HISTORY_PERSON, post->person_id,
				&subject, err);
	return code ? code : loader_subject_add(loader, &subject, group, err);
}

static int load_persons(struct loader *loader, struct error *err)
{
	struct record_list posts;
	int64_t last = 0;
	int code = changed(loader, &post_record, &posts, err);
	if (!code)
		code = loader_each_row(
			loader, STATEMENT_APPRAISAL_HISTORY_POSTS,
			DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
				db_int("day", civil_year_end(loader->request->year)),
				db_int("size", loader->request->as_of)),
			keep_post, &posts, err);
	if (!code && posts.count > 1)
		qsort(posts.items, posts.count, sizeof(*posts.items), post_compare);
	for (size_t i = 0; !code && i < posts.count; i++)
		code = add_person(loader, posts.items[i], &last, err);
	return code;
}

int loader_members_as_of(struct loader *loader, struct error *err)
{
	return loader->request->subject == SCHEME_PERSON ? load_persons(loader, err)
							 : load_units(loader, err);
}

/* Entries ------------------------------------------------------------------------------------- */

static int add_entry(struct loader *loader, const struct entry *entry, struct error *err)
{
	struct appraisal_entry given = {
		.member = loader_id_find(loader->by_id, loader->year->subject_count,
					 entry->subject_id),
		.id = entry->head.id,
		.kind = (enum entry_kind)entry->kind,
		.points = entry->points,
		.reverses_id = entry->reverses_id,
		.day = entry->day,
		.reason = entry->reason,
		.reference = entry->reference,
	};

	if (given.member < 0 || entry->year != loader->request->year ||
	    entry->subject != (int)loader->request->subject)
		return 0;
	return appraisal_add_entry(loader->year->appraisal, &given, err);
}

static int read_entry(struct loader *loader, struct db_query *query, void *context,
		      struct error *err)
{
	struct entry entry = {
		.head = { .id = db_query_int(query, 1) },
		.year = loader->request->year,
		.subject = (int)loader->request->subject,
		.subject_id = db_query_int(query, 0),
		.kind = loader_entry_kind(db_query_bytes(query, 2)),
		.points = { db_query_int(query, 3) },
		.reverses_id = db_query_int(query, 4),
		.day = (int32_t)db_query_int(query, 5),
		.reason = db_query_copy(query, 6, loader->arena),
		.reference = db_query_copy(query, 7, loader->arena),
	};

	(void)context;
	if (entry.kind < 0)
		return error_broken(err, ERR_CORRUPT, "entry %lld: unknown kind",
				    (long long)entry.head.id);
	return add_entry(loader, &entry, err);
}

static int load_entries(struct loader *loader, struct error *err)
{
	const struct appraisal_request *request = loader->request;
	struct record_list entries;
	int code = changed(loader, &entry_record, &entries, err);
	for (size_t i = 0; !code && i < entries.count; i++)
		code = add_entry(loader, entries.items[i], err);
	if (code)
		return code;
	return loader_each_row(
		loader, STATEMENT_APPRAISAL_HISTORY_ENTRIES,
		DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
			db_int("year", request->year),
			db_text("subject", str_from(scheme_subject_name(request->subject))),
			db_int("size", request->as_of)),
		read_entry, NULL, err);
}

/* Marks --------------------------------------------------------------------------------------- */

static int keep_mark(struct loader *loader, struct db_query *query, void *context,
		     struct error *err)
{
	struct score *score = ARENA_NEW(loader->arena, struct score);

	if (!score)
		return loader_out_of_memory(err);
	score->indicator = db_query_copy(query, 0, loader->arena);
	score->points.scaled = db_query_int(query, 1);
	score->not_applicable = db_query_int(query, 2) != 0;
	score->scorer = db_query_copy(query, 3, loader->arena);
	score->reason = db_query_copy(query, 4, loader->arena);
	score->day = (int32_t)db_query_int(query, 5);
	score->head.id = db_query_int(query, 6);
	score->head.revision = db_query_int(query, 7);
	if (!score->indicator.bytes || !score->scorer.bytes)
		return loader_out_of_memory(err);
	return keep(context, score, err);
}

/* As the live statements order a subject's marks. */
static int mark_compare(const void *left, const void *right)
{
	const struct score *a = *(const struct score *const *)left;
	const struct score *b = *(const struct score *const *)right;
	int order = str_compare(a->indicator, b->indicator);

	return order ? order : str_compare(a->scorer, b->scorer);
}

static int add_marks(struct loader *loader, int member, const struct record_list *marks,
		     struct error *err)
{
	size_t at = 0;
	int code = 0;

	for (size_t i = 0; !code && i < marks->count; i++) {
		const struct score *mark = marks->items[i];
		struct appraisal_score score = {
			.member = member,
			.indicator = loader_indicator(loader, &at, mark->indicator),
			.points = mark->points,
			.not_applicable = mark->not_applicable,
			.scorer = mark->scorer,
			.reason = mark->reason,
			.day = mark->day,
			.id = mark->head.id,
			.revision = mark->head.revision,
		};
		if (score.indicator < 0)
			loader->year->foreign_marks++;
		else
			code = appraisal_add_score(loader->year->appraisal, &score, err);
	}
	return code;
}

static bool is_mark_of(const struct loader *loader, const struct score *score, int64_t subject_id)
{
	return score->subject_id == subject_id && score->year == loader->request->year &&
	       score->subject == (int)loader->request->subject;
}

static int load_marks_of(struct loader *loader, int member, const struct record_list *former,
			 struct error *err)
{
	const struct appraisal_request *request = loader->request;
	int64_t subject_id = loader->year->subjects[member].id;
	struct record_list marks = { .loader = loader };
	int code = loader_each_row(
		loader, STATEMENT_APPRAISAL_HISTORY_MARKS,
		DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
			db_int("year", request->year),
			db_text("subject", str_from(scheme_subject_name(request->subject))),
			db_int("subject_id", subject_id), db_int("size", request->as_of)),
		keep_mark, &marks, err);
	for (size_t i = 0; !code && i < former->count; i++)
		if (is_mark_of(loader, former->items[i], subject_id))
			code = keep(&marks, former->items[i], err);
	if (!code && marks.count > 1)
		qsort(marks.items, marks.count, sizeof(*marks.items), mark_compare);
	return code ? code : add_marks(loader, member, &marks, err);
}

int loader_points_as_of(struct loader *loader, struct error *err)
{
	struct record_list former;
	int code = load_entries(loader, err);
	if (!code)
		code = changed(loader, &score_record, &former, err);
	for (size_t i = 0; !code && i < loader->year->subject_count; i++)
		code = load_marks_of(loader, (int)i, &former, err);
	return code;
}
