/* ranking_history_view.c - see ranking_history_view.h. */
#include "process/ranking_history_view.h"

#include "process/result_shown_view.h"

#define GROUPS_MAXIMUM 64

static int read_groups(struct page *page, int64_t group_id, int year, int64_t *ids, size_t *count,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_RANKING_HISTORY_GROUPS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("group_id", group_id), db_int("year", year)),
			       &query, err);

	if (rc < 0)
		return rc;
	*count = 0;
	while (*count < GROUPS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		ids[(*count)++] = db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

int ranking_history_load(struct page *page, const struct result_place *now, int year,
			 struct ranking_history *out, struct error *err)
{
	int64_t ids[GROUPS_MAXIMUM];
	size_t count;
	int rc = 0;

	ids[0] = now->group_id;
	count = 1;
	if (now->subject == SCHEME_UNIT)
		rc = read_groups(page, now->group_id, year, ids, &count, err);

	if (rc < 0)
		return rc;
	*out = (struct ranking_history){ NULL, 0 };
	out->groups = ARENA_ARRAY(page->arena, struct appraisal_year *, count + 1);
	if (!out->groups)
		return error_broken(err, ERR_MEMORY, "ranking history");
	for (size_t i = 0; i < count; i++) {
		const struct result_place place = { page->jurisdiction_id, year, now->subject,
						    ids[i], now->level };
		struct result_shown shown;

		rc = result_load(page->db, &place, page->arena, &shown.versions, err);
		if (rc < 0)
			return rc;
		shown.place = place;
		result_shown_default(page, &shown);
		if (shown.hidden)
			continue;
		rc = appraisal_load(page->db, &shown.request, page->arena,
				    &out->groups[out->count], err);
		if (rc == -ERR_NOT_FOUND)
			continue;
		if (rc < 0)
			return rc;
		out->count++;
	}
	return 0;
}

struct ranking_place ranking_history_place(const struct ranking_history *history, int64_t unit_id)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct appraisal_year *year = history->groups[i];
		int member = appraisal_year_member(year, unit_id);
		int group;

		if (member < 0)
			continue;
		group = year->members[member].group;
		return (struct ranking_place){
			.result = appraisal_result(year->appraisal, member),
			.group_name = year->groups[group].name,
			.ranked = appraisal_ranking(year->appraisal, group)->ranked,
		};
	}
	return (struct ranking_place){ .result = NULL };
}
