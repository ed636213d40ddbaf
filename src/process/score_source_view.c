/* score_source_view.c - see score_source_view.h: which cells came from the plan. */
#include "process/score_source_view.h"

#include "process/score_source.h"

static bool place_of(const struct appraisal_year *year, int member, int indicator,
		     struct sourced_place *out)
{
	const struct appraisal_line *lines = appraisal_result(year->appraisal, member)->lines;

	*out = (struct sourced_place){ .year = year->year,
				       .unit_id = year->subjects[member].id,
				       .scheme = year->scheme,
				       .indicator = indicator };
	if (!lines || year->scheme->indicators[indicator].source != SCHEME_PLAN ||
	    lines[indicator].state != CELL_SCORED)
		return false;
	for (const struct appraisal_mark *mark = lines[indicator].marks; mark; mark = mark->next)
		if (str_equal(mark->scorer, STR(SCORE_SOURCE_SCORER)))
			out->mark = mark;
	return out->mark != NULL;
}

/* A mark that was imported under that name before the scheme said so has no basis: nothing to show. */
static int forgive(int code, struct error *err)
{
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	return 0;
}

int sourced_parts_fill(struct page *page, const struct appraisal_year *year, int member,
		       struct sourced_parts *out, struct error *err)
{
	size_t count = year->scheme->indicator_count;
	int rc = 0;

	out->list.items = ARENA_ARRAY(page->arena, struct sourced_part, count + 1);
	if (!out->list.items)
		return error_broken(err, ERR_MEMORY, "points from the plan");
	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct sourced_place place;
		int one;

		if (!place_of(year, member, (int)i, &place))
			continue;
		one = plan_score_view.fill(page, &place, &out->list.items[out->list.count], err);
		out->list.count += one == 0;
		rc = forgive(one, err);
	}
	return rc;
}

int sourced_parts_json(struct page *page, const struct appraisal_year *year, int member,
		       struct json *json, struct error *err)
{
	int rc = 0;

	json_name(json, "plan_points");
	json_array_begin(json);
	for (size_t i = 0; rc == 0 && i < year->scheme->indicator_count; i++) {
		struct sourced_place place;

		if (place_of(year, member, (int)i, &place))
			rc = forgive(plan_score_view.json(page, &place, json, err), err);
	}
	json_array_end(json);
	return rc;
}

static const struct view_field item_view[] = {
	{ .name = "code", .type = VIEW_TEXT },
	{ .name = "title", .type = VIEW_TEXT },
	{ .name = "item_id", .type = VIEW_ID },
	{ .name = "assignment_id", .type = VIEW_ID },
	{ .name = "checkpoints", .type = VIEW_TEXT },
	{ .name = "accepted", .type = VIEW_TEXT },
	{ .name = "percent", .type = VIEW_TEXT },
	{ .name = "late", .type = VIEW_TEXT },
	{ .name = "share", .type = VIEW_TEXT },
	{ .name = "points", .type = VIEW_TEXT },
	{ .name = NULL },
};

const struct view_field plan_points_view[] = {
	{ .name = "indicator", .type = VIEW_TEXT },
	{ .name = "frozen", .type = VIEW_BOOLEAN },
	{ .name = "date", .type = VIEW_DAY },
	{ .name = "plan_version", .type = VIEW_TEXT },
	{ .name = "value", .type = VIEW_TEXT },
	{ .name = "maximum", .type = VIEW_TEXT },
	{ .name = "points", .type = VIEW_TEXT },
	{ .name = "late_costs", .type = VIEW_TEXT },
	{ .name = "weights", .type = VIEW_TEXT },
	{ .name = "rounded", .type = VIEW_BOOLEAN },
	{ .name = "hidden", .type = VIEW_INTEGER },
	{ .name = "items", .type = VIEW_ARRAY, .items = item_view },
	{ .name = NULL },
};
