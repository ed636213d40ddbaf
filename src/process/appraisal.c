/*
 * appraisal.c - from marks to the exact sum of what was given to each member.
 *
 * The marks of one member arrive together, so one row of cells is enough: it is summed up and
 * cleared when the next member begins. A cell's average is its sum over its number of scorers.
 * Sums of averages would need a common denominator for each addition; PARTS = lcm(1 … 16) is one
 * for all ordinary numbers of scorers, so that the whole year needs only 64-bit additions. Bounds: a
 * mark is at most 10^8 ten-thousandths, so one cell is at most 7.3 × 10^13 parts and 200 of them
 * 1.5 × 10^16, far inside 63 bits; hence no overflow checks there.
 */
#include "process/appraisal_internal.h"

#define PARTS APPRAISAL_PARTS
#define PARTS_SCORERS 16

static int out_of_memory(struct error *err)
{
	return error_broken(err, ERR_MEMORY, "appraisal");
}

/* Start --------------------------------------------------------------------------------------- */

static bool *applies_row(const struct appraisal *appraisal, int class_index)
{
	return appraisal->applies +
	       (size_t)(class_index + 1) * appraisal->scheme->indicator_count;
}

static void fill_applies(struct appraisal *appraisal)
{
	const struct scheme *scheme = appraisal->scheme;
	for (int class = -1; class < (int)scheme->class_count; class++)
		for (size_t i = 0; i < scheme->indicator_count; i++)
			applies_row(appraisal, class)[i] = scheme_applies(scheme, (int)i, class);
}

static bool member_valid(const struct appraisal *appraisal, const struct appraisal_member *member)
{
	return member->group >= 0 && member->group < appraisal->group_count &&
	       member->class_index >= -1 &&
	       member->class_index < (int)appraisal->scheme->class_count;
}

static bool allocate(struct appraisal *appraisal)
{
	struct arena *arena = appraisal->arena;
	size_t indicators = appraisal->scheme->indicator_count;
	size_t members = appraisal->member_count ? appraisal->member_count : 1;
	size_t groups = appraisal->group_count ? (size_t)appraisal->group_count : 1;
	appraisal->applies =
		ARENA_ARRAY(arena, bool, (appraisal->scheme->class_count + 1) * indicators);
	appraisal->cells = ARENA_ARRAY(arena, struct cell, indicators);
	appraisal->results = ARENA_ARRAY(arena, struct appraisal_result, members);
	appraisal->closed = ARENA_ARRAY(arena, bool, members);
	appraisal->groups = ARENA_ARRAY(arena, struct appraisal_ranking, groups);
	return appraisal->applies && appraisal->cells && appraisal->results &&
	       appraisal->closed && appraisal->groups;
}

int appraisal_new(const struct appraisal_setup *setup, struct arena *arena, struct appraisal **out,
		  struct error *err)
{
	struct appraisal *appraisal = ARENA_NEW(arena, struct appraisal);
	if (!appraisal)
		return out_of_memory(err);
	appraisal->arena = arena;
	appraisal->scheme = setup->scheme;
	appraisal->members = setup->members;
	appraisal->member_count = setup->member_count;
	appraisal->group_count = setup->group_count;
	appraisal->open = -1;
	for (size_t i = 0; i < setup->member_count; i++)
		if (!member_valid(appraisal, &setup->members[i]))
			return error_broken(err, ERR_BROKEN, "appraisal member %zu", i);
	if (!allocate(appraisal))
		return out_of_memory(err);
	fill_applies(appraisal);
	*out = appraisal;
	return 0;
}

/* Cells --------------------------------------------------------------------------------------- */

static enum cell_state cell_state(const struct cell *cell, bool applies)
{
	if (!applies)
		return CELL_OTHER_CLASS;
	if (cell->not_applicable)
		return cell->count ? CELL_CONTRADICTORY : CELL_NOT_APPLICABLE;
	if (cell->out_of_range)
		return CELL_OUT_OF_RANGE;
	return cell->count ? CELL_SCORED : CELL_MISSING;
}

/* Add sum/count ten-thousandths to what was given. */
static int given_add(struct appraisal *appraisal, struct appraisal_result *result,
		     const struct cell *cell, struct error *err)
{
	if (cell->count == 1) {
		result->given_parts += cell->sum * PARTS;
		return 0;
	}
	if (cell->count <= PARTS_SCORERS) {
		result->given_parts += cell->sum * (PARTS / cell->count);
		return 0;
	}
	struct rational part, *rest = ARENA_NEW(appraisal->arena, struct rational);
	struct rational before = result->given_rest ? *result->given_rest : rational_from_int(0);
	if (!rest)
		return out_of_memory(err);
	if (!rational_divide(rational_from_decimal((struct decimal){ cell->sum }),
			     rational_from_int(cell->count), &part) ||
	    !rational_add(before, part, rest))
		return error_set(err, ERR_TOO_LARGE,
				 "too many different numbers of scorers for one subject",
				 "同一对象的评分人数组合过多，无法精确计算");
	result->given_rest = rest;
	return 0;
}

static int missing_add(struct appraisal *appraisal, int member, int indicator,
		       enum cell_state state, struct error *err)
{
	appraisal->results[member].missing++;
	if (appraisal->missing_count++ >= APPRAISAL_MISSING_LISTED)
		return 0;
	struct appraisal_missing *missing = ARENA_NEW(appraisal->arena, struct appraisal_missing);
	if (!missing)
		return out_of_memory(err);
	*missing = (struct appraisal_missing){ member, indicator, state, NULL };
	if (appraisal->missing_last)
		appraisal->missing_last->next = missing;
	else
		appraisal->missing = missing;
	appraisal->missing_last = missing;
	return 0;
}

static int cell_close(struct appraisal *appraisal, int member, int indicator, bool applies,
		      struct error *err)
{
	const struct cell *cell = &appraisal->cells[indicator];
	struct appraisal_result *result = &appraisal->results[member];
	switch (cell_state(cell, applies)) {
	case CELL_SCORED:
		result->maximum.scaled += appraisal->scheme->indicators[indicator].maximum.scaled;
		return given_add(appraisal, result, cell, err);
	case CELL_OTHER_CLASS:
		result->ignored += cell->count + cell->not_applicable;
		return 0;
	case CELL_NOT_APPLICABLE:
		return 0;
	case CELL_MISSING:
	case CELL_CONTRADICTORY:
	case CELL_OUT_OF_RANGE:
		return missing_add(appraisal, member, indicator, cell_state(cell, applies), err);
	case CELL_STATE_COUNT:
		break;
	}
	return error_broken(err, ERR_BROKEN, "cell state");
}

/* Keep the row of cells for the derivation. */
static int lines_keep(struct appraisal *appraisal, int member, const bool *applies,
		      struct error *err)
{
	size_t count = appraisal->scheme->indicator_count;
	struct appraisal_line *lines =
		ARENA_ARRAY(appraisal->arena, struct appraisal_line, count);
	if (!lines)
		return out_of_memory(err);
	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &appraisal->cells[i];
		lines[i].state = cell_state(cell, applies[i]);
		lines[i].scorer_count = cell->count;
		lines[i].marks = cell->first;
		lines[i].average = rational_from_int(0);
		struct rational sum = rational_from_decimal((struct decimal){ cell->sum });
		if (lines[i].state == CELL_SCORED &&
		    !rational_divide(sum, rational_from_int(cell->count), &lines[i].average))
			return error_broken(err, ERR_BROKEN, "average");
	}
	appraisal->results[member].lines = lines;
	return 0;
}

/* The member's marks are complete: sum them up and clear the row for the next. */
static int member_close(struct appraisal *appraisal, int member, struct error *err)
{
	const bool *applies = applies_row(appraisal, appraisal->members[member].class_index);
	int count = (int)appraisal->scheme->indicator_count;
	appraisal->closed[member] = true;
	for (int i = 0; i < count; i++) {
		int code = cell_close(appraisal, member, i, applies[i], err);
		if (code)
			return code;
	}
	if (appraisal->members[member].detail) {
		int code = lines_keep(appraisal, member, applies, err);
		if (code)
			return code;
	}
	memset(appraisal->cells, 0, (size_t)count * sizeof(struct cell));
	return 0;
}

static int mark_keep(struct appraisal *appraisal, struct cell *cell,
		     const struct appraisal_score *score, struct error *err)
{
	struct appraisal_mark *mark = ARENA_NEW(appraisal->arena, struct appraisal_mark);
	if (!mark)
		return out_of_memory(err);
	*mark = (struct appraisal_mark){ .scorer = score->scorer, .reason = score->reason,
					 .points = score->points,
					 .not_applicable = score->not_applicable,
					 .day = score->day, .id = score->id,
					 .revision = score->revision };
	if (cell->last)
		cell->last->next = mark;
	else
		cell->first = mark;
	cell->last = mark;
	return 0;
}

static int member_open(struct appraisal *appraisal, int member, struct error *err)
{
	if (member < 0 || (size_t)member >= appraisal->member_count || appraisal->closed[member])
		return error_broken(err, ERR_BROKEN, "scores of member %d are not together",
				    member);
	int code = appraisal->open < 0 ? 0 : member_close(appraisal, appraisal->open, err);
	appraisal->open = member;
	return code;
}

int appraisal_add_score(struct appraisal *appraisal, const struct appraisal_score *score,
			struct error *err)
{
	int indicator = score->indicator;
	if (score->member != appraisal->open) {
		int code = member_open(appraisal, score->member, err);
		if (code)
			return code;
	}
	if (indicator < 0 || (size_t)indicator >= appraisal->scheme->indicator_count)
		return error_broken(err, ERR_BROKEN, "indicator %d", indicator);
	struct cell *cell = &appraisal->cells[indicator];
	int64_t points = score->points.scaled;
	if (score->not_applicable) {
		cell->not_applicable++;
	} else if (points < 0 || points > appraisal->scheme->indicators[indicator].maximum.scaled) {
		cell->out_of_range = true;
		cell->count++;
	} else {
		cell->sum += points;
		cell->count++;
	}
	if (appraisal->members[score->member].detail)
		return mark_keep(appraisal, cell, score, err);
	return 0;
}

int appraisal_finish(struct appraisal *appraisal, struct error *err)
{
	int code = appraisal->open < 0 ? 0 : member_close(appraisal, appraisal->open, err);
	appraisal->open = -1;
	for (size_t i = 0; !code && i < appraisal->member_count; i++)
		if (!appraisal->closed[i])
			code = member_close(appraisal, (int)i, err);
	if (!code)
		code = appraisal_close_entries(appraisal, err);
	for (size_t i = 0; !code && i < appraisal->member_count; i++)
		code = appraisal_member_total(appraisal, (int)i, err);
	return code ? code : appraisal_rank_groups(appraisal, err);
}

/* Reading ------------------------------------------------------------------------------------- */

const struct scheme *appraisal_scheme(const struct appraisal *appraisal)
{
	return appraisal->scheme;
}

const struct appraisal_member *appraisal_member(const struct appraisal *appraisal, int member)
{
	return &appraisal->members[member];
}

const struct appraisal_result *appraisal_result(const struct appraisal *appraisal, int member)
{
	return &appraisal->results[member];
}

const struct appraisal_ranking *appraisal_ranking(const struct appraisal *appraisal, int group)
{
	return &appraisal->groups[group];
}

const struct appraisal_missing *appraisal_missing_cells(const struct appraisal *appraisal)
{
	return appraisal->missing;
}
