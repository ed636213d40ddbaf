/*
 * plan_points_store.c - the plan as a source of marks (process/score_source.h): a year's board, then each
 * unit's points for each indicator that follows the plan.
 */
#include "process/score_source.h"
#include "progress/plan_points.h"
#include "statements_plan_points.h"

struct sourcing {
	const struct score_source_request *request;
	struct board board;
	struct arena *arena;
	struct sourced_cells *out;
};

static struct str reason_of(struct sourcing *it, const struct plan_points *points)
{
	const struct plan_tree *tree = &it->board.tree;
	char day[CIVIL_TEXT_BYTES], value[RATIONAL_TEXT_BYTES];

	if (!points->assigned)
		return STR("计划中没有由本单位主办的所选事项 (no selected item of the plan falls to this unit)");
	if (!points->counts)
		return STR("没有到期且计分的事项 (nothing due that counts)");
	return arena_format(it->arena, "%lld v%lld · %s · %s", (long long)tree->plan.year,
			    (long long)tree->version, civil_format(it->board.today, day),
			    rational_format(points->value, value));
}

/* Whether it may still come: then the cell is missing, not "not applicable". */
static bool is_open(const struct sourcing *it, const struct plan_points *points)
{
	return points->assigned && !points->counts &&
	       it->board.today < civil_year_end(it->request->year);
}

static int add_cell(struct sourcing *it, const struct plan_selection *selection, int indicator,
		    int64_t unit_id, struct error *err)
{
	struct decimal maximum = it->request->scheme->indicators[indicator].maximum;
	struct plan_points points;
	struct sourced_cell cell = { .subject_id = unit_id, .indicator = indicator };
	int code = plan_points_compute(selection, unit_id, it->arena, &points, err);

	if (code || is_open(it, &points))
		return code;
	cell.not_applicable = !points.counts;
	cell.reason = reason_of(it, &points);
	if (points.counts && !plan_points_of(&points, maximum, &cell.points))
		return error_broken(err, ERR_TOO_LARGE, "points of %lld", (long long)unit_id);
	if (it->request->detail)
		code = plan_points_format(selection, &points, maximum, it->arena, &cell.detail, err);
	if (!code)
		it->out->items[it->out->count++] = cell;
	return code;
}

/* Units of the year's groups, by id: also those that answer for nothing. */
static int load_units(struct db *db, struct sourcing *it, int64_t **out, size_t *out_count,
		      struct error *err)
{
	struct db_query *query;
	size_t count = 0, room = 0;
	int64_t *ids = NULL;
	int code = db_query_open(db, STATEMENT_PLAN_POINTS_UNITS,
				 DB_ARGS(db_int("jurisdiction_id", it->request->jurisdiction_id),
					 db_int("year", it->request->year),
					 db_int("unit_id", it->request->unit_id)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		if (count == room) {
			int64_t *more = ARENA_ARRAY(it->arena, int64_t, room ? room * 2 : 64);
			if (more && count)
				memcpy(more, ids, count * sizeof(*ids));
			ids = more;
			room = room ? room * 2 : 64;
		}
		if (!ids) {
			code = error_broken(err, ERR_MEMORY, "units");
			break;
		}
		ids[count++] = db_query_int(query, 0);
	}
	db_query_close(query);
	*out = ids;
	*out_count = count;
	return code;
}

static int make_selections(struct sourcing *it, struct plan_selection **out, struct error *err)
{
	const struct scheme *scheme = it->request->scheme;
	struct plan_selection *selections =
		ARENA_ARRAY(it->arena, struct plan_selection, scheme->indicator_count + 1);
	int code = selections ? 0 : error_broken(err, ERR_MEMORY, "selections");

	for (size_t i = 0; !code && i < scheme->indicator_count; i++)
		if (scheme->indicators[i].source == SCHEME_PLAN)
			code = plan_selection_make(&it->board, &scheme->indicators[i].plan,
						   it->arena, &selections[i], err);
	*out = selections;
	return code;
}

/* The board as of the day; *out_present false when the year has no published plan. */
static int open_board(struct db *db, struct sourcing *it, bool *out_present, struct error *err)
{
	const struct board_request wanted = { it->request->jurisdiction_id, it->request->year,
					      it->request->day };
	int code = board_load(db, &wanted, it->arena, &it->board, err);

	*out_present = code == 0;
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	return 0;
}

static int load(struct db *db, const struct score_source_request *request, struct arena *arena,
		struct sourced_cells *out, struct error *err)
{
	const struct scheme *scheme = request->scheme;
	struct sourcing it = { .request = request, .arena = arena, .out = out };
	struct plan_selection *selections = NULL;
	int64_t *units = NULL;
	size_t count = 0;
	bool present;
	int code = open_board(db, &it, &present, err);

	if (code || !present)
		return code;
	code = make_selections(&it, &selections, err);
	if (!code)
		code = load_units(db, &it, &units, &count, err);
	out->items = ARENA_ARRAY(arena, struct sourced_cell, count * scheme->indicator_count + 1);
	if (!code && !out->items)
		code = error_broken(err, ERR_MEMORY, "cells");
	for (size_t i = 0; !code && i < count * scheme->indicator_count; i++) {
		size_t indicator = i % scheme->indicator_count;
		if (scheme->indicators[indicator].source == SCHEME_PLAN)
			code = add_cell(&it, &selections[indicator], (int)indicator,
					units[i / scheme->indicator_count], err);
	}
	return code;
}

static bool knows_item_source(struct str name)
{
	for (size_t i = 0; plan_item_sources[i].name; i++)
		if (str_equal(name, str_from(plan_item_sources[i].name)))
			return true;
	return false;
}

const struct score_source plan_score_source = { load, knows_item_source };
