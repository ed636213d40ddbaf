/*
 * trigger_store.c - see trigger_store.h.
 */
#include "process/trigger_store.h"

#include <stdlib.h>

#include "process/scheme_version.h"

struct trigger_loader {
	struct db *db;
	const struct trigger_request *request;
	struct arena *arena;
	struct trigger_findings *out;
};

/* One appraised year with the member that is looked at; year NULL when there is nothing. */
struct place {
	const struct appraisal_year *year;
	int member;
};

static struct trigger_result result_of(const struct trigger_loader *loader, struct place place,
				       int year)
{
	if (!place.year)
		return (struct trigger_result){ .year = year, .last = LAST_NOT_RANKED };
	const struct appraisal *appraisal = place.year->appraisal;
	const struct appraisal_result *result = appraisal_result(appraisal, place.member);
	int group = appraisal_member(appraisal, place.member)->group;
	return (struct trigger_result){
		.year = year,
		.grouped = true,
		.final = civil_year_end(year) < loader->request->today,
		.last = result->last,
		.rank = result->rank,
		.group_size = appraisal_ranking(appraisal, group)->ranked,
		.total = result->total,
		.places = place.year->scheme->places,
		.group_name = place.year->groups[group].name,
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
	const struct appraised_subject *unit = &now->year->subjects[now->member];
	struct trigger_finding *finding = &loader->out->items[loader->out->count];
	struct trigger_post *posts = ARENA_ARRAY(loader->arena, struct trigger_post, POSTS_MAXIMUM);
	struct trigger_result *results =
		ARENA_ARRAY(loader->arena, struct trigger_result, (size_t)years);
	if (!posts || !results)
		return error_broken(err, ERR_MEMORY, "trigger");
	for (int i = 0; i < years; i++)
		results[i] = result_of(loader, places[i], loader->request->year - years + 1 + i);
	struct trigger_input input = { .trigger = trigger, .unit_name = unit->name,
				       .year = loader->request->year, .results = results,
				       .posts = posts };
	int code = load_posts(loader, unit->id, years, posts, &input.post_count, err);
	if (!code)
		code = trigger_judge(&input, loader->arena, &finding->proposal, err);
	finding->unit_id = unit->id;
	finding->unit_code = unit->code;
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

static int load_unit_place(struct trigger_loader *loader, int64_t unit_id, int year,
			   struct place *out, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = loader->request->jurisdiction_id,
					     .year = year, .subject = SCHEME_UNIT,
					     .subject_id = unit_id };
	struct appraisal_year *appraised = NULL;
	int code = appraisal_load(loader->db, &request, loader->arena, &appraised, err);
	if (!code)
		*out = (struct place){ appraised, appraised->member };
	if (code == -ERR_NOT_FOUND && year != loader->request->year) {
		error_clear(err);
		return 0;
	}
	return code;
}

static int judge_unit(struct trigger_loader *loader, const struct scheme_trigger *trigger,
		      int64_t unit_id, struct place now, struct error *err)
{
	struct place places[TRIGGER_YEARS_MAXIMUM] = { 0 };
	int years = trigger->years, code = 0;
	places[years - 1] = now;
	for (int i = 0; !code && i < years - 1; i++)
		code = load_unit_place(loader, unit_id, loader->request->year - years + 1 + i,
				       &places[i], err);
	return code ? code : judge(loader, trigger, places, err);
}

int trigger_load_unit(struct db *db, const struct trigger_request *request, int64_t unit_id,
		      struct arena *arena, struct trigger_findings *out, struct error *err)
{
	struct trigger_loader loader = { db, request, arena, out };
	struct place now = { 0 };
	int code = load_unit_place(&loader, unit_id, request->year, &now, err);
	if (!code)
		code = findings_init(&loader, now.year->scheme->trigger_count, err);
	for (size_t i = 0; !code && i < now.year->scheme->trigger_count; i++)
		code = judge_unit(&loader, &now.year->scheme->triggers[i], unit_id, now, err);
	return code;
}

/* A year --------------------------------------------------------------------------------------- */

static int code_compare(const void *left, const void *right)
{
	const struct appraised_subject *a = left, *b = right;
	return str_compare(a->code, b->code);
}

/* The unit in another year: its subjects are ordered by code as well. */
static struct place place_in(const struct appraisal_year *year,
			     const struct appraised_subject *unit)
{
	const struct appraised_subject *found =
		year ? bsearch(unit, year->subjects, year->subject_count, sizeof(*unit),
			       code_compare)
		     : NULL;
	if (!found)
		return (struct place){ 0 };
	return (struct place){ year, (int)(found - year->subjects) };
}

static bool is_last(struct place place)
{
	return place.year &&
	       appraisal_result(place.year->appraisal, place.member)->last == LAST_PLACE;
}

/* All years before the request's that a trigger needs; NULL for one without a scheme. */
static int load_years(struct trigger_loader *loader, int years,
		      const struct appraisal_year **appraised, struct error *err)
{
	struct appraisal_year *year;
	for (int i = 0; i < years; i++) {
		struct appraisal_request request = {
			.jurisdiction_id = loader->request->jurisdiction_id,
			.year = loader->request->year - years + 1 + i,
			.subject = SCHEME_UNIT
		};
		appraised[i] = i == years - 1 ? loader->request->appraised : NULL;
		if (appraised[i])
			continue;
		int code = appraisal_load(loader->db, &request, loader->arena, &year, err);
		if (code && (code != -ERR_NOT_FOUND || i == years - 1))
			return code;
		appraised[i] = code ? NULL : year;
	}
	error_clear(err);
	return 0;
}

static int judge_member(struct trigger_loader *loader, const struct scheme_trigger *trigger,
			const struct appraisal_year *const *appraised, int member, struct error *err)
{
	struct place places[TRIGGER_YEARS_MAXIMUM];
	const struct appraisal_year *now = appraised[trigger->years - 1];
	for (int i = 0; i < trigger->years; i++) {
		places[i] = place_in(appraised[i], &now->subjects[member]);
		if (!is_last(places[i]))
			return 0;
	}
	return judge(loader, trigger, places, err);
}

static int longest_trigger(const struct scheme *scheme)
{
	int years = 1;
	for (size_t i = 0; i < scheme->trigger_count; i++)
		if (scheme->triggers[i].years > years)
			years = scheme->triggers[i].years;
	return years;
}

static int scheme_of(struct db *db, const struct trigger_request *request, struct arena *arena,
		     const struct scheme **out, struct error *err)
{
	struct scheme *loaded = NULL;
	struct scheme_request wanted = { request->jurisdiction_id, SCHEME_UNIT, request->year };
	int code = request->appraised ? 0 : scheme_load(db, &wanted, arena, &loaded, err);
	*out = request->appraised ? request->appraised->scheme : loaded;
	return code;
}

int trigger_load_year(struct db *db, const struct trigger_request *request, struct arena *arena,
		      struct trigger_findings *out, struct error *err)
{
	struct trigger_loader loader = { db, request, arena, out };
	const struct appraisal_year *appraised[TRIGGER_YEARS_MAXIMUM] = { 0 };
	const struct scheme *scheme;
	int code = scheme_of(db, request, arena, &scheme, err);
	if (code)
		return code;
	int years = longest_trigger(scheme);
	code = load_years(&loader, years, appraised, err);
	if (code)
		return code;
	size_t members = appraised[years - 1]->subject_count;
	code = findings_init(&loader, scheme->trigger_count * appraised[years - 1]->group_count,
			     err);
	for (size_t member = 0; !code && member < members; member++)
		for (size_t i = 0; !code && i < scheme->trigger_count; i++) {
			const struct scheme_trigger *trigger = &scheme->triggers[i];
			code = judge_member(&loader, trigger, &appraised[years - trigger->years],
					    (int)member, err);
		}
	return code;
}
