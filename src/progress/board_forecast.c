/* board_forecast.c - the forecasts of a board: paces of assignments and of units. See board.h. */
#include <stdlib.h>

#include "progress/board.h"

struct unit_sample {
	int64_t unit_id;
	struct forecast_sample sample;
};

static int compare_samples(const void *a, const void *b)
{
	const struct unit_sample *left = a, *right = b;

	if (left->unit_id != right->unit_id)
		return left->unit_id > right->unit_id ? 1 : -1;
	return (left->sample.due > right->sample.due) - (left->sample.due < right->sample.due);
}

/* A checkpoint that tells of the pace: done, or late and open. */
static bool sample_of(const struct board_point *point, struct forecast_sample *out)
{
	int32_t due = point->dates.due;
	int32_t end = point->facts.accepted ? point->facts.reported_day : point->facts.today;

	if (due == CIVIL_NO_DAY || point->facts.waiting || point->facts.decided ||
	    (!point->facts.accepted && point->facts.today <= due))
		return false;
	*out = (struct forecast_sample){ due, end - due };
	return true;
}

static size_t samples_of(const struct board_row *row, struct forecast_sample *out)
{
	size_t count = 0;

	for (size_t i = 0; i < row->count; i++)
		count += sample_of(&row->points[i], &out[count]);
	return count;
}

/* All samples of the plan by unit and due day. */
static size_t collect(const struct board *board, struct unit_sample *out)
{
	struct forecast_sample own[PLAN_DUE_MAXIMUM];
	size_t count = 0;

	for (size_t i = 0; i < board->tree.lead_count; i++) {
		size_t here = samples_of(&board->rows[i], own);
		for (size_t j = 0; j < here; j++)
			out[count++] = (struct unit_sample){
				board->rows[i].lead->assignment.unit_id, own[j]
			};
	}
	qsort(out, count, sizeof(*out), compare_samples);
	return count;
}

static size_t first_of(const struct unit_sample *samples, size_t count, int64_t unit_id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (samples[middle].unit_id < unit_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int board_forecast(struct board *board, struct arena *arena, struct error *err)
{
	size_t points = 0, count;

	for (size_t i = 0; i < board->tree.lead_count; i++)
		points += board->rows[i].count;
	struct unit_sample *samples = ARENA_ARRAY(arena, struct unit_sample, points + 1);
	struct forecast_sample *plain = ARENA_ARRAY(arena, struct forecast_sample, points + 1);
	if (!samples || !plain)
		return error_broken(err, ERR_MEMORY, "%zu checkpoints", points);
	count = collect(board, samples);
	for (size_t i = 0; i < count; i++)
		plain[i] = samples[i].sample;
	for (size_t i = 0; i < board->tree.lead_count; i++) {
		struct board_row *row = &board->rows[i];
		struct forecast_sample own[PLAN_DUE_MAXIMUM];
		int64_t unit = row->lead->assignment.unit_id;
		size_t from = first_of(samples, count, unit);
		const struct forecast_paces paces = {
			.own = own,
			.own_count = samples_of(row, own),
			.unit = &plain[from],
			.unit_count = first_of(samples, count, unit + 1) - from,
		};
		for (size_t j = 0; j < row->count; j++)
			row->points[j].forecast = forecast_of(&board->rule, &row->points[j].dates,
							      &row->points[j].facts, &paces);
	}
	return 0;
}
