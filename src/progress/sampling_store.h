/*
 * sampling_store.h - committing to a sampling plan, and drawing.
 *
 * Layer: progress.
 */
#ifndef LIANZE_PROGRESS_SAMPLING_STORE_H
#define LIANZE_PROGRESS_SAMPLING_STORE_H

#include "progress/report_store.h"
#include "progress/sampling.h"

/* A report that is drawn from, in the order of the draw once the seed is known. */
struct sampling_entry {
	int64_t report_id;
	struct hash key;
	int state, status; /* enum report_state, progress_status: as they are now */
	bool drawn;
	struct str unit_name, item_title;
};

/*
 * All reports of the period; ordered by their keys when the seed is revealed, else by id. *out_items lives
 * in the arena.
 */
MUST_USE int sampling_population(struct db *db, const struct sampling *sampling, struct arena *arena,
				 struct sampling_entry **out_items, size_t *out_count,
				 struct error *err);

/*
 * Commit to `seed` for the plan of a year: title, from_day, to_day, only_done, size, maker_id are the
 * caller's. -ERR_INVALID "seed": under 16 characters; "to_day": before from_day; -ERR_RULE: this seed was
 * used before; -ERR_NOT_FOUND: no published plan.
 */
MUST_USE int sampling_commit(struct act *act, int year, struct str seed, struct sampling *sampling,
			     struct error *err);

/*
 * Draw: `order` has permissions and note (the seed). The reports that are taken go into the check.
 * Codes of sampling_apply(); -ERR_CONFLICT.
 */
MUST_USE int sampling_draw_now(struct act *act, int64_t sampling_id, const struct report_order *order,
			       struct sampling *out, struct error *err);
/* Drop it, with order->note as the reason. */
MUST_USE int sampling_drop(struct act *act, int64_t sampling_id, const struct report_order *order,
			   struct sampling *out, struct error *err);

#endif
