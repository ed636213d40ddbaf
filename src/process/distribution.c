/* distribution.c - see distribution.h. */
#include "process/distribution.h"

#include <stdlib.h>

struct totals {
	int64_t *items; /* rising */
	size_t count;
};

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static int collect(const struct appraisal *appraisal, const struct appraisal_ranking *ranking,
		   struct arena *arena, struct totals *out, struct error *err)
{
	out->count = 0;
	out->items = ARENA_ARRAY(arena, int64_t, ranking->members + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "distribution");
	for (size_t i = 0; i < ranking->members; i++) {
		const struct appraisal_result *result =
			appraisal_result(appraisal, ranking->order[i]);

		if (result->has_total)
			out->items[out->count++] = result->total.scaled;
	}
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare);
	return 0;
}

static void fill_spread(const struct totals *totals, struct distribution *out)
{
	size_t count = totals->count;

	if (count == 0)
		return;
	out->lowest.scaled = totals->items[0];
	out->highest.scaled = totals->items[count - 1];
	/* Totals are never negative: half up is plus one. */
	out->median.scaled = (totals->items[(count - 1) / 2] + totals->items[count / 2] + 1) / 2;
}

/* Grades ------------------------------------------------------------------------------------- */

static void make_grades(const struct scheme *scheme, struct distribution *out)
{
	for (size_t g = 0; g < scheme->grade_count; g++)
		out->bands[out->count++] = (struct distribution_band){
			.from = scheme->grades[g].from,
			.to = g ? scheme->grades[g - 1].from : (struct decimal){ 0 },
			.has_to = g > 0,
			.grade = (int)g,
		};
	/* The last grade takes what is left, whatever its threshold says. */
	out->bands[out->count - 1].from.scaled = 0;
}

static void count_graded(const struct appraisal *appraisal, const struct appraisal_ranking *ranking,
			 struct distribution *out)
{
	for (size_t i = 0; i < ranking->members; i++) {
		int grade = appraisal_result(appraisal, ranking->order[i])->grade;

		if (grade >= 0)
			out->bands[grade].graded++;
	}
}

/* Steps of even width ------------------------------------------------------------------------ */

/* The narrowest of 1, 2, 5, 10 … points of which DISTRIBUTION_STEPS cover all totals. */
static int64_t step_of(const struct totals *totals)
{
	static const int64_t factors[] = { 1, 2, 5 };
	int64_t low = totals->items[0], high = totals->items[totals->count - 1];

	for (int64_t unit = DECIMAL_ONE;; unit *= 10)
		for (size_t i = 0; i < 3; i++)
			if (high / (unit * factors[i]) - low / (unit * factors[i]) <
			    DISTRIBUTION_STEPS)
				return unit * factors[i];
}

static void make_steps(const struct totals *totals, struct distribution *out)
{
	int64_t step, first, last;

	if (totals->count == 0)
		return;
	step = step_of(totals);
	first = totals->items[0] / step;
	last = totals->items[totals->count - 1] / step;
	for (int64_t at = first; at <= last; at++)
		out->bands[out->count++] = (struct distribution_band){
			.from = { at * step }, .to = { (at + 1) * step }, .has_to = true, .grade = -1
		};
}

/* The whole ---------------------------------------------------------------------------------- */

static void count_totals(const struct totals *totals, struct distribution *out)
{
	for (size_t i = 0; i < totals->count; i++)
		for (size_t k = 0; k < out->count; k++) {
			struct distribution_band *band = &out->bands[k];

			if (totals->items[i] < band->from.scaled ||
			    (band->has_to && totals->items[i] >= band->to.scaled))
				continue;
			band->totals++;
			break;
		}
}

int distribution_make(const struct appraisal *appraisal, int group, struct arena *arena,
		      struct distribution *out, struct error *err)
{
	const struct scheme *scheme = appraisal_scheme(appraisal);
	const struct appraisal_ranking *ranking = appraisal_ranking(appraisal, group);
	struct totals totals;
	int code = collect(appraisal, ranking, arena, &totals, err);
	if (code)
		return code;
	*out = (struct distribution){ .by_grade = ranking->ranked > 0,
				      .members = ranking->members,
				      .with_total = totals.count };
	out->bands = ARENA_ARRAY(arena, struct distribution_band,
				 scheme->grade_count + DISTRIBUTION_STEPS);
	if (!out->bands)
		return error_broken(err, ERR_MEMORY, "distribution");
	fill_spread(&totals, out);
	if (out->by_grade)
		make_grades(scheme, out);
	else
		make_steps(&totals, out);
	count_totals(&totals, out);
	if (out->by_grade)
		count_graded(appraisal, ranking, out);
	return 0;
}
