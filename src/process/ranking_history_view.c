/* ranking_history_view.c - see ranking_history_view.h. */
#include "process/ranking_history_view.h"

#include "process/result_shown_view.h"
#include "statements_ranking_pages.h"

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

static int read_lines(struct page *page, const struct result *result,
		      struct ranking_history_group *out, struct error *err)
{
	int rc = result_load_lines(page->db, page->jurisdiction_id, result->head.id, page->arena,
				   &out->lines, err);

	out->name = result->group_name;
	for (size_t i = 0; rc == 0 && i < out->lines.count; i++)
		out->ranked += out->lines.items[i].rank > 0;
	return rc;
}

/* Adds the group unless there is nothing that the asker may see. */
static int add_group(struct page *page, const struct result_place *place, struct ranking_history *out,
		     struct error *err)
{
	struct ranking_history_group *group = &out->groups[out->count];
	struct result_shown shown = { .place = *place };
	int rc = result_load(page->db, place, page->arena, &shown.versions, err);

	if (rc < 0)
		return rc;
	result_shown_default(page, &shown);
	if (shown.hidden)
		return 0;
	*group = (struct ranking_history_group){ .year = NULL };
	if (shown.state == RESULT_FINAL)
		rc = read_lines(page, shown.result, group, err);
	else
		rc = appraisal_load(page->db, &shown.request, page->arena, &group->year, err);
	if (rc == 0)
		out->count++;
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

int ranking_history_load(struct page *page, const struct result_place *now, int year,
			 struct ranking_history *out, struct error *err)
{
	int64_t ids[GROUPS_MAXIMUM] = { now->group_id };
	size_t count = 1;
	int rc = 0;

	if (now->subject == SCHEME_UNIT)
		rc = read_groups(page, now->group_id, year, ids, &count, err);
	if (rc < 0)
		return rc;
	*out = (struct ranking_history){ NULL, 0 };
	out->groups = ARENA_ARRAY(page->arena, struct ranking_history_group, count + 1);
	if (!out->groups)
		return error_broken(err, ERR_MEMORY, "ranking history");
	for (size_t i = 0; rc == 0 && i < count; i++) {
		const struct result_place place = { page->jurisdiction_id, year, now->subject,
						    ids[i], now->level };

		rc = add_group(page, &place, out, err);
	}
	return rc;
}

static bool place_in_lines(const struct ranking_history_group *group, int64_t id,
			   struct ranking_place *out)
{
	for (size_t i = 0; i < group->lines.count; i++) {
		const struct result_line *line = &group->lines.items[i];

		if (line->subject_id != id)
			continue;
		*out = (struct ranking_place){ true, line->place == LAST_PLACE, line->rank,
					       group->name, group->ranked };
		return true;
	}
	return false;
}

static bool place_in_year(const struct appraisal_year *year, int64_t id, struct ranking_place *out)
{
	int member = appraisal_year_member(year, id);
	const struct appraisal_result *result;
	int group;

	if (member < 0)
		return false;
	group = year->members[member].group;
	result = appraisal_result(year->appraisal, member);
	*out = (struct ranking_place){ true, result->last == LAST_PLACE, result->rank,
				       year->groups[group].name,
				       appraisal_ranking(year->appraisal, group)->ranked };
	return true;
}

struct ranking_place ranking_history_place(const struct ranking_history *history, int64_t unit_id)
{
	struct ranking_place place = { .has = false };

	for (size_t i = 0; i < history->count && !place.has; i++) {
		const struct ranking_history_group *group = &history->groups[i];

		if (group->year ? place_in_year(group->year, unit_id, &place)
				: place_in_lines(group, unit_id, &place))
			break;
	}
	return place;
}
