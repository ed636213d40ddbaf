/*
 * forecast.h - at this pace, will a checkpoint be late?
 *
 * Layer: progress (rules; pure).
 *
 * The pace of an assignment is the average delay of its latest finished checkpoints (`latest` of them, at
 * least `minimum`), in days: report day less due day of those accepted as done, early ones negative, and
 * for one that is late and not done the days until today. An assignment with too few takes the pace of its
 * unit: the same over all checkpoints of the unit. A checkpoint that is due within `horizon` days is
 * expected late when the pace, rounded up to whole days, is above 0; a checkpoint whose latest report says
 * "blocked" is expected late whatever the pace. It is a plain rule, shown with its figures; it changes
 * nothing.
 */
#ifndef LIANZE_PROGRESS_FORECAST_H
#define LIANZE_PROGRESS_FORECAST_H

#include "progress/light.h"

struct forecast_sample {
	int32_t due;
	int delay; /* days; negative: early */
};

struct forecast {
	bool known;   /* enough samples, within the horizon, not over */
	bool late;
	bool blocked;
	bool of_unit; /* the pace is the unit's */
	int samples;
	int64_t total; /* of their delays, in days */
	int delay;     /* the average, rounded up */
};

/* The latest samples of `own`, else of `unit`, both by due day ascending. */
struct forecast_paces {
	const struct forecast_sample *own, *unit;
	size_t own_count, unit_count;
};

struct forecast forecast_of(const struct light_rule *rule, const struct light_dates *dates,
			    const struct light_facts *facts, const struct forecast_paces *paces);
struct light_words forecast_explain(const struct light_rule *rule, const struct forecast *forecast,
				    const struct light_dates *dates, struct arena *arena);

#endif
