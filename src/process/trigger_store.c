/*
 * trigger_store.c - see trigger_store.h.
 *
 * A unit's place in a year is that of its group's newest final result; where none is final yet, that of
 * the appraisal as it is now, which does not count as final.
 */
#include "process/trigger_store.h"

#include "process/result.h"
#include "process/scheme_version.h"
#include "statements_appraisal.h"
#include "statements_trigger_store.h"

struct trigger_loader {
	struct db *db;
	const struct trigger_request *request;
	struct arena *arena;
	struct trigger_findings *out;
	const struct scheme *scheme; /* the last one that was loaded by its record */
};

/* Where a unit stood in a year, under which scheme. */
struct place {
	int64_t unit_id;
	struct str code, name;
	const struct scheme *scheme; /* NULL: it was in no group */
	struct trigger_result result;
};

struct place_list {
	struct place *items;
	size_t count, capacity;
};

/* Places -------------------------------------------------------------------------------------- */

static int place_add(struct trigger_loader *loader, struct place_list *list,
		     const struct place *place, struct error *err)
{
	if (list->count == list->capacity) {
		size_t more = list->capacity * 2 + 16;
		struct place *items = ARENA_ARRAY(loader->arena, struct place, more);
		if (!items)
			return error_broken(err, ERR_MEMORY, "places");
		if (list->count)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
		list->capacity = more;
	}
	list->items[list->count++] = *place;
	return 0;
}

static struct place read_final(struct db_query *query, int year, struct arena *arena,
			       int64_t *out_scheme_id)
{
	const struct field *place = record_field(&result_line_record, STR("place"));
	int last = field_choice_value(place, db_query_bytes(query, 5));

	*out_scheme_id = db_query_int(query, 7);
	return (struct place){
		.unit_id = db_query_int(query, 0),
		.code = db_query_copy(query, 1, arena),
		.name = db_query_copy(query, 2, arena),
		.result = { .year = year,
			    .grouped = true,
			    .final = true,
			    .last = last < 0 ? LAST_NOT_RANKED : (enum last_place)last,
			    .rank = (int)db_query_int(query, 4),
			    .group_size = (size_t)db_query_int(query, 8),
			    .total = { db_query_int(query, 3) },
			    .group_name = db_query_copy(query, 6, arena) },
	};
}

/* The scheme under which a result became final, and with it the places of its totals. */
static int set_scheme(struct trigger_loader *loader, struct place *place, int64_t scheme_id,
		      struct error *err)
{
	if (!loader->scheme || loader->scheme->record_id != scheme_id) {
		struct scheme *scheme = NULL;
		int code = scheme_load_version(loader->db, loader->request->jurisdiction_id,
					       scheme_id, loader->arena, &scheme, err);
		if (code)
			return code;
		loader->scheme = scheme;
	}
	place->scheme = loader->scheme;
	place->result.places = loader->scheme->places;
	return 0;
}

static struct place live_place(const struct appraisal_year *year, int member)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	const struct appraised_subject *unit = &year->subjects[member];
	int group = appraisal_member(year->appraisal, member)->group;

	return (struct place){
		.unit_id = unit->id,
		.code = unit->code,
		.name = unit->name,
		.scheme = year->scheme,
		.result = { .year = year->year,
			    .grouped = true,
			    .last = result->last,
			    .rank = result->rank,
			    .group_size = appraisal_ranking(year->appraisal, group)->ranked,
			    .total = result->total,
			    .places = year->scheme->places,
			    .group_name = year->groups[group].name },
	};
}

/* Posts ---------------------------------------------------------------------------------------- */

static bool read_post(struct db_query *query, struct arena *arena, struct trigger_post *out)
{
	*out = (struct trigger_post){
		.person_id = db_query_int(query, 0),
		.code = db_query_copy(query, 1, arena),
		.name = db_query_copy(query, 2, arena),
		.title = db_query_copy(query, 3, arena),
		.from_day = (int32_t)db_query_int(query, 4),
		.to_day = db_query_is_null(query, 5) ? CIVIL_NO_DAY
						     : (int32_t)db_query_int(query, 5),
	};
	return out->code.bytes && out->name.bytes && out->title.bytes;
}

#define POSTS_MAXIMUM 200 /* principals' posts of one unit within the years of a trigger */

static int load_posts(struct trigger_loader *loader, int64_t unit_id, int years,
		      struct trigger_post *posts, size_t *out_count, struct error *err)
{
	struct db_query *query;
	int last = loader->request->year;
	int code = db_query_open(
		loader->db, STATEMENT_APPRAISAL_PRINCIPALS,
		DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
			db_int("unit_id", unit_id),
			db_int("from_day", civil_year_start(last - years + 1)),
			db_int("to_day", civil_year_end(last))),
		&query, err);
	if (code)
		return code;
	*out_count = 0;
	while (*out_count < POSTS_MAXIMUM && (code = db_query_step(query, err)) > 0)
		if (!read_post(query, loader->arena, &posts[(*out_count)++])) {
			code = error_broken(err, ERR_MEMORY, "posts");
			break;
		}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Judging -------------------------------------------------------------------------------------- */

/* `places` are those of the trigger's years, oldest first; the last one is the request's year. */
static int judge(struct trigger_loader *loader, const struct scheme_trigger *trigger,
		 const struct place *places, struct error *err)
{
	int years = trigger->years;
	const struct place *now = &places[years - 1];
	struct trigger_finding *finding = &loader->out->items[loader->out->count];
	struct trigger_post *posts = ARENA_ARRAY(loader->arena, struct trigger_post, POSTS_MAXIMUM);
	struct trigger_result *results =
		ARENA_ARRAY(loader->arena, struct trigger_result, (size_t)years);
	if (!posts || !results)
		return error_broken(err, ERR_MEMORY, "trigger");
	for (int i = 0; i < years; i++)
		results[i] = places[i].result;
	struct trigger_input input = { .trigger = trigger, .unit_name = now->name,
				       .year = loader->request->year, .results = results,
				       .posts = posts };
	int code = load_posts(loader, now->unit_id, years, posts, &input.post_count, err);
	if (!code)
		code = trigger_judge(&input, loader->arena, &finding->proposal, err);
	finding->unit_id = now->unit_id;
	finding->unit_code = now->code;
	finding->scheme_id = now->scheme->record_id;
	loader->out->count += !code;
	return code;
}

static int findings_init(struct trigger_loader *loader, size_t most, struct error *err)
{
	loader->out->count = 0;
	loader->out->items = ARENA_ARRAY(loader->arena, struct trigger_finding, most ? most : 1);
	return loader->out->items ? 0 : error_broken(err, ERR_MEMORY, "trigger");
}

/* One unit ------------------------------------------------------------------------------------- */

static int load_final_place(struct trigger_loader *loader, int64_t unit_id, int year,
			    struct place *out, struct error *err)
{
	struct db_query *query;
	int64_t scheme_id = 0;
	int code = db_query_open(
		loader->db, STATEMENT_TRIGGER_FINAL_OF_UNIT,
		DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
			db_int("unit_id", unit_id), db_int("year", year)),
		&query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = read_final(query, year, loader->arena, &scheme_id);
	db_query_close(query);
	return code > 0 ? set_scheme(loader, out, scheme_id, err) : code;
}

/* The unit's place in a year; of the request's year it must have one. */
static int load_unit_place(struct trigger_loader *loader, int64_t unit_id, int year,
			   struct place *out, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = loader->request->jurisdiction_id,
					     .year = year, .subject = SCHEME_UNIT,
					     .subject_id = unit_id };
	struct appraisal_year *appraised = NULL;
	*out = (struct place){ .result = { .year = year, .last = LAST_NOT_RANKED } };
	int code = load_final_place(loader, unit_id, year, out, err);
	if (code || out->scheme)
		return code;
	code = appraisal_load(loader->db, &request, loader->arena, &appraised, err);
	if (!code)
		*out = live_place(appraised, appraised->member);
	if (code == -ERR_NOT_FOUND && year != loader->request->year) {
		error_clear(err);
		return 0;
	}
	return code;
}

static int judge_unit(struct trigger_loader *loader, const struct scheme_trigger *trigger,
		      int64_t unit_id, const struct place *now, struct error *err)
{
	struct place places[TRIGGER_YEARS_MAXIMUM];
	int years = trigger->years, code = 0;
	places[years - 1] = *now;
	for (int i = 0; !code && i < years - 1; i++)
		code = load_unit_place(loader, unit_id, loader->request->year - years + 1 + i,
				       &places[i], err);
	return code ? code : judge(loader, trigger, places, err);
}

int trigger_load_unit(struct db *db, const struct trigger_request *request, int64_t unit_id,
		      struct arena *arena, struct trigger_findings *out, struct error *err)
{
	struct trigger_loader loader = { db, request, arena, out, NULL };
	struct place now;
	int code = load_unit_place(&loader, unit_id, request->year, &now, err);
	if (!code)
		code = findings_init(&loader, now.scheme->trigger_count, err);
	for (size_t i = 0; !code && i < now.scheme->trigger_count; i++)
		code = judge_unit(&loader, &now.scheme->triggers[i], unit_id, &now, err);
	return code;
}

/* A year --------------------------------------------------------------------------------------- */

static int add_final_lasts(struct trigger_loader *loader, int year, struct place_list *out,
			   struct error *err)
{
	struct db_query *query;
	struct place_list found = { 0 };
	int64_t scheme_ids[TRIGGER_LASTS_MAXIMUM];
	int code = db_query_open(
		loader->db, STATEMENT_TRIGGER_FINAL_LASTS,
		DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
			db_int("year", year)),
		&query, err);
	if (code)
		return code;
	while (found.count < TRIGGER_LASTS_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		struct place place =
			read_final(query, year, loader->arena, &scheme_ids[found.count]);
		code = place_add(loader, &found, &place, err);
		if (code)
			break;
	}
	db_query_close(query);
	for (size_t i = 0; code >= 0 && i < found.count; i++) {
		code = set_scheme(loader, &found.items[i], scheme_ids[i], err);
		if (!code)
			code = place_add(loader, out, &found.items[i], err);
	}
	return code < 0 ? code : 0;
}

/* Of the groups that have no final result: who is last as it is now. */
static int add_live_lasts(struct trigger_loader *loader, int year, int64_t group_id,
			  struct place_list *out, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = loader->request->jurisdiction_id,
					     .year = year, .subject = SCHEME_UNIT,
					     .group_id = group_id };
	struct appraisal_year *appraised = NULL;
	int code = appraisal_load(loader->db, &request, loader->arena, &appraised, err);
	if (code == -ERR_NOT_FOUND && year != loader->request->year) {
		error_clear(err);
		return 0;
	}
	if (code)
		return code;
	int last = appraisal_ranking(appraised->appraisal, 0)->last;
	if (last < 0)
		return 0;
	struct place place = live_place(appraised, last);
	return place_add(loader, out, &place, err);
}

static int open_groups(struct trigger_loader *loader, int year, int64_t *ids, size_t *out_count,
		       struct error *err)
{
	struct db_query *query;
	int code = db_query_open(
		loader->db, STATEMENT_TRIGGER_OPEN_GROUPS,
		DB_ARGS(db_int("jurisdiction_id", loader->request->jurisdiction_id),
			db_int("year", year)),
		&query, err);
	if (code)
		return code;
	*out_count = 0;
	while (*out_count < TRIGGER_LASTS_MAXIMUM && (code = db_query_step(query, err)) > 0)
		ids[(*out_count)++] = db_query_int(query, 0);
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Who would be last by figures that are only tried. */
static int add_tried_lasts(struct trigger_loader *loader, struct place_list *out,
			   struct error *err)
{
	const struct appraisal_year *year = loader->request->appraised;
	int code = 0;
	for (size_t group = 0; !code && group < year->group_count; group++) {
		int last = appraisal_ranking(year->appraisal, (int)group)->last;
		if (last < 0)
			continue;
		struct place place = live_place(year, last);
		place.result.final = true;
		code = place_add(loader, out, &place, err);
	}
	return code;
}

static int load_lasts(struct trigger_loader *loader, int year, struct place_list *out,
		      struct error *err)
{
	if (loader->request->appraised && year == loader->request->year)
		return add_tried_lasts(loader, out, err);
	int64_t groups[TRIGGER_LASTS_MAXIMUM];
	size_t count = 0;
	int code = add_final_lasts(loader, year, out, err);
	if (!code)
		code = open_groups(loader, year, groups, &count, err);
	for (size_t i = 0; !code && i < count; i++)
		code = add_live_lasts(loader, year, groups[i], out, err);
	return code;
}

static const struct place *place_of(const struct place_list *list, int64_t unit_id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].unit_id == unit_id)
			return &list->items[i];
	return NULL;
}

/* The lists of the years before the request's are loaded when the first trigger needs them. */
struct lasts {
	struct place_list years[TRIGGER_YEARS_MAXIMUM]; /* [0]: the request's year, [1] the one before */
	int loaded;
};

static int judge_last(struct trigger_loader *loader, const struct scheme_trigger *trigger,
		      const struct place *now, struct lasts *lasts, struct error *err)
{
	struct place places[TRIGGER_YEARS_MAXIMUM];
	places[trigger->years - 1] = *now;
	for (int back = 1; back < trigger->years; back++) {
		if (lasts->loaded <= back) {
			int code = load_lasts(loader, loader->request->year - back,
					      &lasts->years[back], err);
			if (code)
				return code;
			lasts->loaded = back + 1;
		}
		const struct place *before = place_of(&lasts->years[back], now->unit_id);
		if (!before)
			return 0;
		places[trigger->years - 1 - back] = *before;
	}
	return judge(loader, trigger, places, err);
}

int trigger_load_year(struct db *db, const struct trigger_request *request, struct arena *arena,
		      struct trigger_findings *out, struct error *err)
{
	struct trigger_loader loader = { db, request, arena, out, NULL };
	struct lasts lasts = { .loaded = 1 };
	size_t most = 0;
	int code = load_lasts(&loader, request->year, &lasts.years[0], err);
	for (size_t i = 0; i < lasts.years[0].count; i++)
		most += lasts.years[0].items[i].scheme->trigger_count;
	if (!code)
		code = findings_init(&loader, most, err);
	for (size_t i = 0; !code && i < lasts.years[0].count; i++) {
		const struct place *now = &lasts.years[0].items[i];
		for (size_t t = 0; !code && t < now->scheme->trigger_count; t++)
			code = judge_last(&loader, &now->scheme->triggers[t], now, &lasts, err);
	}
	return code;
}
