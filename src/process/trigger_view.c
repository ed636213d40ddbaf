/* trigger_view.c - see trigger_view.h. The judgement is trigger_judge()'s. */
#include "process/trigger_view.h"

#include "web/links.h"

#define POSTS_MAXIMUM 64

static void set_result(struct page *page, const struct appraisal_year *year, int member,
		       struct trigger_result *out)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	int group = year->members[member].group;

	out->grouped = true;
	out->final = page->today > civil_year_end(year->year) && result->rank > 0;
	out->last = result->last;
	out->rank = result->rank;
	out->group_size = appraisal_ranking(year->appraisal, group)->ranked;
	out->total = result->total;
	out->places = year->scheme->places;
	out->group_name = year->groups[group].name;
}

/* The unit's result of one year; not grouped when there is none. */
static int read_result(struct page *page, const struct appraisal_year *loaded, int member,
		       int year, struct trigger_result *out, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .year = year,
					     .subject = SCHEME_UNIT };
	struct appraisal_year *other;
	int other_member, rc;

	*out = (struct trigger_result){ .year = year };
	if (year == loaded->year) {
		set_result(page, loaded, member, out);
		return 0;
	}
	rc = appraisal_load_subject(page->db, &request, loaded->subjects[member].id, page->arena,
				    &other, &other_member, err);
	if (rc == 0)
		set_result(page, other, other_member, out);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int read_posts(struct page *page, struct trigger_input *input, int64_t unit_id,
		      struct error *err)
{
	struct trigger_post *posts = ARENA_ARRAY(page->arena, struct trigger_post, POSTS_MAXIMUM);
	int first_year = input->year - input->trigger->years + 1;
	struct db_query *query;
	int rc;

	if (!posts)
		return error_broken(err, ERR_MEMORY, "trigger posts");
	rc = db_query_open(page->db, STATEMENT_APPRAISAL_PRINCIPALS,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				   db_int("unit_id", unit_id),
				   db_int("from_day", civil_year_start(first_year)),
				   db_int("to_day", civil_year_end(input->year))),
			   &query, err);
	if (rc < 0)
		return rc;
	while (input->post_count < POSTS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		posts[input->post_count++] = (struct trigger_post){
			.person_id = db_query_int(query, 0),
			.code = db_query_copy(query, 1, page->arena),
			.name = db_query_copy(query, 2, page->arena),
			.title = db_query_copy(query, 3, page->arena),
			.from_day = (int32_t)db_query_int(query, 4),
			.to_day = db_query_is_null(query, 5) ? CIVIL_NO_DAY
							     : (int32_t)db_query_int(query, 5),
		};
	db_query_close(query);
	input->posts = posts;
	return rc < 0 ? rc : 0;
}

static int judge(struct page *page, const struct appraisal_year *loaded, int member,
		 const struct scheme_trigger *trigger, struct trigger_proposal *out,
		 struct error *err)
{
	struct trigger_input input = { .trigger = trigger,
				       .unit_name = loaded->subjects[member].name,
				       .year = loaded->year };
	struct trigger_result *results =
		ARENA_ARRAY(page->arena, struct trigger_result, (size_t)trigger->years);
	int rc = results ? 0 : error_broken(err, ERR_MEMORY, "trigger results");

	for (int i = 0; rc == 0 && i < trigger->years; i++)
		rc = read_result(page, loaded, member, loaded->year - trigger->years + 1 + i,
				 &results[i], err);
	input.results = results;
	if (rc == 0)
		rc = read_posts(page, &input, loaded->subjects[member].id, err);
	return rc < 0 ? rc : trigger_judge(&input, page->arena, out, err);
}

int trigger_proposals(struct page *page, const struct appraisal_year *loaded, int member,
		      const struct trigger_proposal **out, size_t *out_count, struct error *err)
{
	const struct scheme *scheme = loaded->scheme;
	struct trigger_proposal *proposals =
		ARENA_ARRAY(page->arena, struct trigger_proposal, scheme->trigger_count + 1);
	int rc = proposals ? 0 : error_broken(err, ERR_MEMORY, "trigger proposals");

	for (size_t i = 0; rc == 0 && i < scheme->trigger_count; i++)
		rc = judge(page, loaded, member, &scheme->triggers[i], &proposals[i], err);
	if (rc < 0)
		return rc;
	*out = proposals;
	*out_count = scheme->trigger_count;
	return 0;
}

static enum message outcome_of(const struct trigger_proposal *proposal)
{
	if (proposal->fires)
		return proposal->undetermined ? MESSAGE_TRIGGER_VIEW_UNDETERMINED
					      : MESSAGE_TRIGGER_VIEW_PROPOSED;
	return proposal->provisional ? MESSAGE_TRIGGER_VIEW_PROVISIONAL
				     : MESSAGE_TRIGGER_VIEW_NOTHING;
}

static struct str title_of(struct page *page, const struct scheme *scheme,
			   const struct scheme_trigger *trigger)
{
	struct message_value values[] = {
		{ "mechanism", trigger->mechanism },
		{ "title",
		  page->language == LANGUAGE_ZH ? trigger->title.zh : trigger->title.en },
		{ "code", scheme->code },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
		{ "article", trigger->article },
	};

	return page_message(page, MESSAGE_TRIGGER_VIEW_BASIS, values, 5);
}

static int put_trigger(struct page *page, const struct scheme *scheme,
		       const struct trigger_proposal *proposal, struct derivation_trigger *out,
		       struct error *err)
{
	const struct str *texts;
	size_t count;
	int rc = trigger_reasons(proposal, page->language, page->arena, &texts, &count, err);

	if (rc < 0)
		return rc;
	out->title = title_of(page, scheme, proposal->trigger);
	out->light = proposal->fires || proposal->provisional ? "light warn" : "light idle";
	out->outcome = str_from(page_text(page, outcome_of(proposal)));
	out->lines.items = ARENA_ARRAY(page->arena, struct derivation_line, count + 1);
	if (!out->lines.items)
		return error_broken(err, ERR_MEMORY, "trigger lines");
	for (size_t i = 0; i < count; i++)
		out->lines.items[out->lines.count++] =
			(struct derivation_line){ .class = "", .text = texts[i] };
	return 0;
}

int trigger_fill(struct page *page, const struct appraisal_year *loaded, int member,
		 bool firing_only, struct derivation_triggers *out, struct error *err)
{
	const struct trigger_proposal *proposals;
	size_t count;
	int rc = trigger_proposals(page, loaded, member, &proposals, &count, err);

	if (rc < 0)
		return rc;
	out->count = 0;
	out->items = ARENA_ARRAY(page->arena, struct derivation_trigger, count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "triggers");
	for (size_t i = 0; rc == 0 && i < count; i++) {
		bool shown = !firing_only || proposals[i].fires || proposals[i].provisional;

		if (shown)
			rc = put_trigger(page, loaded->scheme, &proposals[i],
					 &out->items[out->count++], err);
	}
	return rc;
}
