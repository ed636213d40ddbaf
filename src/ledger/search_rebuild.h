/*
 * search_rebuild.h - the search index (store/search_index.h) made anew from the records.
 *
 * Layer: ledger (it reads records of every type).
 */
#ifndef LIANZE_LEDGER_SEARCH_REBUILD_H
#define LIANZE_LEDGER_SEARCH_REBUILD_H

#include "store/db.h"

/*
 * Index every record of every jurisdiction anew, in a transaction of its own: call without one. *out_count
 * is the number of records. On failure the old index stays.
 */
MUST_USE int search_rebuild(struct db *db, int64_t *out_count, struct error *err);
/* The same within the caller's write transaction (a restore): roll back when it fails. */
MUST_USE int search_rebuild_within(struct db *db, int64_t *out_count, struct error *err);

#endif
