/*
 * score_source.c - see score_source.h.
 */
#include "process/score_source.h"

#include <stdlib.h>

#include "messages_appraisal.h"
#include "messages_plan_points.h"
#include "people/jurisdiction.h"
#include "people/record_find.h"
#include "process/score_change.h"
#include "statements_score_source.h"

static const struct field fields[] = {
	{ .name = "score_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct score_basis, score_id),
	  .label = MESSAGE_SCORE_LABEL,
	  .since = 1 },
	{ .name = "score_revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct score_basis, score_revision),
	  .label = MESSAGE_PLAN_POINTS_REVISION,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct score_basis, day),
	  .label = MESSAGE_PLAN_POINTS_AS_OF,
	  .since = 1 },
	{ .name = "detail",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct score_basis, detail),
	  .label = MESSAGE_PLAN_POINTS_ITEMS,
	  .minimum = 1,
	  .maximum = 1000000,
	  .since = 1 },
};

const struct record_type score_basis_record = {
	.name = "score_basis",
	.label = MESSAGE_PLAN_POINTS_BASIS,
	.size = sizeof(struct score_basis),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SCORE_BASIS_INSERT,
	.update = STATEMENT_SCORE_BASIS_UPDATE,
	.remove = -1,
	.get = STATEMENT_SCORE_BASIS_GET,
	.all = STATEMENT_SCORE_BASIS_ALL,
};

/* Reading ------------------------------------------------------------------------------------- */

static int today(struct db *db, int64_t jurisdiction_id, struct arena *arena, int32_t *out,
		 struct error *err)
{
	struct jurisdiction found;
	int code = record_get(db, &jurisdiction_record, (struct record_key){ 0, jurisdiction_id },
			      arena, &found, err);

	if (!code)
		*out = (int32_t)(clock_day(clock_now_ms(), (int)found.utc_offset_minutes) +
				 found.clock_offset_days);
	return code;
}

int score_source_load(struct db *db, const struct score_source_request *request,
		      struct arena *arena, struct sourced_cells *out, struct error *err)
{
	struct score_source_request dated = *request;
	int code = 0;

	*out = (struct sourced_cells){ .count = 0 };
	if (!scheme_uses_plan(request->scheme))
		return 0;
	if (!dated.day)
		code = today(db, request->jurisdiction_id, arena, &dated.day, err);
	if (!code)
		code = plan_score_source.load(db, &dated, arena, out, err);
	out->day = dated.day;
	return code;
}

static int compare(const void *left, const void *right)
{
	const struct sourced_cell *a = left, *b = right;

	if (a->subject_id != b->subject_id)
		return a->subject_id < b->subject_id ? -1 : 1;
	return (a->indicator > b->indicator) - (a->indicator < b->indicator);
}

const struct sourced_cell *score_source_find(const struct sourced_cells *cells, int64_t subject_id,
					     int indicator)
{
	const struct sourced_cell key = { .subject_id = subject_id, .indicator = indicator };

	return cells->count ? bsearch(&key, cells->items, cells->count, sizeof(key), compare) : NULL;
}

struct appraisal_score score_source_mark(const struct sourced_cells *cells,
					 const struct sourced_cell *cell, int member)
{
	return (struct appraisal_score){
		.member = member,
		.indicator = cell->indicator,
		.points = cell->points,
		.not_applicable = cell->not_applicable,
		.scorer = STR(SCORE_SOURCE_SCORER),
		.reason = cell->reason,
		.day = cells->day,
	};
}

int score_basis_find(struct db *db, struct score_basis *out, struct arena *arena,
		     struct error *err)
{
	const struct record_query query = {
		&score_basis_record, STATEMENT_SCORE_BASIS_OF,
		DB_ARGS(db_int("jurisdiction_id", out->head.jurisdiction_id),
			db_int("score_id", out->score_id),
			db_int("score_revision", out->score_revision))
	};

	return record_find(db, &query, arena, out, err);
}

int score_source_check_typed(const struct scheme_indicator *indicator, struct error *err)
{
	int code;

	if (indicator->source != SCHEME_PLAN)
		return 0;
	code = error_set(err, ERR_RULE, "", "");
	error_en(err,
		 "%.*s takes its points from the reviewed results of the plan; nobody scores it by hand.",
		 STR_ARG(indicator->code));
	error_zh(err, "指标 %.*s 的得分取自责任分解的审核结果，不能手工评分。",
		 STR_ARG(indicator->code));
	return code;
}

/* Writing ------------------------------------------------------------------------------------- */

struct keeping {
	struct act *act;
	const struct appraisal_year *year;
	struct sourced_cells cells;
	struct str reason; /* of a change or removal */
	size_t changed;
};

static int load_cells(struct keeping *it, int64_t unit_id, struct error *err)
{
	const struct score_source_request request = {
		.jurisdiction_id = it->act->jurisdiction_id,
		.year = it->year->year,
		.scheme = it->year->scheme,
		.day = it->act->day,
		.unit_id = unit_id,
		.detail = true,
	};

	return score_source_load(it->act->db, &request, it->act->arena, &it->cells, err);
}

static int put(struct keeping *it, int member, const struct sourced_cell *cell, struct error *err)
{
	const struct appraisal_year *year = it->year;
	struct score score = {
		.year = year->year,
		.subject = (int)year->subject,
		.subject_id = cell->subject_id,
		.indicator = year->scheme->indicators[cell->indicator].code,
		.points = cell->points,
		.not_applicable = cell->not_applicable,
		.reason = cell->reason,
		.scorer = STR(SCORE_SOURCE_SCORER),
		.day = it->act->day,
		.change_reason = it->reason,
	};
	struct score_basis basis = { .day = it->cells.day, .detail = cell->detail };
	enum score_outcome outcome = SCORE_UNCHANGED;
	int code = score_put(it->act, &score, year->scheme, year->members[member].class_index,
			     &outcome, err);

	if (code || outcome == SCORE_UNCHANGED)
		return code;
	it->changed++;
	basis.score_id = score.head.id;
	basis.score_revision = score.head.revision;
	return act_create(it->act, &score_basis_record, &basis, err);
}

/* The mark of the source in a cell, when it is a record; NULL: none. */
static const struct appraisal_mark *kept_mark(const struct appraisal_line *line)
{
	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next)
		if (mark->id && str_equal(mark->scorer, STR(SCORE_SOURCE_SCORER)))
			return mark;
	return NULL;
}

/* No record stands in the cell: it is empty, or follows the plan. */
static bool is_free(const struct appraisal_line *line)
{
	return !line->marks || !line->marks->id;
}

static bool says_the_same(const struct appraisal_mark *mark, const struct sourced_cell *cell)
{
	return mark->not_applicable == cell->not_applicable &&
	       mark->points.scaled == cell->points.scaled;
}

enum task { KEEP, TAKE_BACK, RENEW };

static int remove_mark(struct keeping *it, int member, int indicator,
		       const struct appraisal_mark *mark, struct error *err)
{
	const struct appraisal_year *year = it->year;
	struct score present = { .year = year->year,
				 .subject = (int)year->subject,
				 .subject_id = year->subjects[member].id,
				 .indicator = year->scheme->indicators[indicator].code,
				 .scorer = mark->scorer };
	int code = score_find(it->act->db, &present, it->act->jurisdiction_id, it->act->arena,
			      &present, err);

	if (!code)
		code = score_take_out(it->act, &present, it->reason, err);
	it->changed += code == 0;
	return code;
}

static int do_cell(struct keeping *it, enum task task, int member, int indicator,
		   struct error *err)
{
	const struct appraisal_result *result = appraisal_result(it->year->appraisal, member);
	const struct appraisal_line *line = &result->lines[indicator];
	const struct appraisal_mark *kept = kept_mark(line);
	const struct sourced_cell *cell;

	if (task == TAKE_BACK)
		return kept ? remove_mark(it, member, indicator, kept, err) : 0;
	if (line->state == CELL_OTHER_CLASS || (task == KEEP && !is_free(line)))
		return 0;
	cell = score_source_find(&it->cells, it->year->subjects[member].id, indicator);
	if (!cell || (task == RENEW && (!kept || says_the_same(kept, cell))))
		return 0;
	return put(it, member, cell, err);
}

static int do_member(struct keeping *it, enum task task, int member, struct error *err)
{
	const struct scheme *scheme = it->year->scheme;
	int code = 0;

	for (size_t i = 0; !code && i < scheme->indicator_count; i++)
		if (scheme->indicators[i].source == SCHEME_PLAN)
			code = do_cell(it, task, member, (int)i, err);
	return code;
}

int score_source_keep(struct act *act, const struct appraisal_year *year, struct error *err)
{
	struct keeping it = { .act = act, .year = year, .reason = STR_EMPTY };
	int code = scheme_uses_plan(year->scheme) ? load_cells(&it, 0, err) : 0;

	for (size_t i = 0; !code && it.cells.count && i < year->subject_count; i++)
		code = do_member(&it, KEEP, (int)i, err);
	return code;
}

int score_source_take_back(struct act *act, const struct appraisal_year *year, struct error *err)
{
	struct keeping it = { .act = act,
			      .year = year,
			      .reason = STR("撤回公示：得分重新随责任分解的审核结果变动") };
	int code = 0;

	for (size_t i = 0; !code && i < year->subject_count; i++)
		code = do_member(&it, TAKE_BACK, (int)i, err);
	return code;
}

int score_source_renew(struct act *act, const struct appraisal_year *year, struct str reason,
		       size_t *out_count, struct error *err)
{
	struct keeping it = { .act = act, .year = year, .reason = str_trim(reason) };
	int code = 0;

	if (year->member < 0)
		return error_broken(err, ERR_BROKEN, "renewing without a subject");
	if (!it.reason.length)
		code = error_invalid(err, "reason", "", "the reason, because marks that stand are changed",
				     "理由（重新取分会更改已有得分）");
	if (!code)
		code = load_cells(&it, year->subjects[year->member].id, err);
	if (!code)
		code = do_member(&it, RENEW, year->member, err);
	*out_count = it.changed;
	return code;
}
