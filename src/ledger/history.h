/*
 * history.h - records as they stood at an earlier place of the ledger.
 *
 * Layer: ledger.
 *
 * The versions of records are in the order of their leaves, so "as it stood when the tree had N leaves"
 * is exact, also within a day. The state of a type then is
 *   - the rows of today whose present version has a leaf below N (the caller's own statement, which
 *     joins record_version on the row's revision), and
 *   - the records that were changed or removed since: history_changed() gives them as they were.
 * What is created later has no version below N and is in neither.
 */
#ifndef LIANZE_LEDGER_HISTORY_H
#define LIANZE_LEDGER_HISTORY_H

#include "record/record.h"
#include "store/db.h"

struct history_request {
	int64_t jurisdiction_id;
	const struct record_type *type;
	int64_t size; /* leaves */
};

/*
 * Give `take` each record of the type that was changed or removed behind the place, as it was there, in
 * no particular order; it lives in the arena. `take` returns 0 or a failure, which ends the walk, and
 * may not use the database. -ERR_NOT_FOUND when a version was erased: its content is no longer known.
 */
MUST_USE int history_changed(struct db *db, const struct history_request *request,
			     struct arena *arena,
			     int (*take)(void *context, const void *record, struct error *err),
			     void *context, struct error *err);

/* Leaves in the tree at the end of a business day; 0 before the first act. */
MUST_USE int history_size_on(struct db *db, int64_t jurisdiction_id, int32_t day, int64_t *out,
			     struct error *err);

#endif
