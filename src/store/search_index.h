/*
 * search_index.h - the index of what can be searched, kept beside the records.
 *
 * Layer:   store. act_create(), act_update() and act_remove() keep it in their transaction.
 *
 * A record type is indexed when its descriptor has fields with FIELD_SEARCH_… flags. Two tables:
 * search_entry has one row a record (folded code and name for ranking, the index text of
 * search_text.h, what sorts it), search_gram one row per gram of it. A search narrows by the rarest gram and
 * compares the index text with every word.
 *
 * The index is derived: it is not committed to the ledger, is left out of backups (backup_left_out[])
 * and is made anew by search_rebuild() (ledger/search_rebuild.h, `lianze reindex`), which a restore
 * calls. Grams are derived from the stored index text, so changing how they are made needs a rebuild.
 */
#ifndef LIANZE_STORE_SEARCH_INDEX_H
#define LIANZE_STORE_SEARCH_INDEX_H

#include "record/record.h"
#include "store/db.h"
#include "store/search_text.h"

bool search_index_covers(const struct record_type *type);

/* Index a new record, index it anew, take it out. Types that are not covered cost nothing. */
MUST_USE int search_index_add(struct db *db, const struct record_type *type, const void *record,
			      struct error *err);
MUST_USE int search_index_change(struct db *db, const struct record_type *type, const void *record,
				 struct error *err);
MUST_USE int search_index_remove(struct db *db, const struct record_type *type,
				 const struct record_head *head, struct error *err);
/* Forget a jurisdiction's index. */
MUST_USE int search_index_clear(struct db *db, int64_t jurisdiction_id, struct error *err);

/*
 * The gram of the query that the fewest records of `type` have, counted up to a bound; in *out a
 * range. A query without words is -ERR_BROKEN.
 */
MUST_USE int search_index_rarest(struct db *db, const struct record_type *type,
				 int64_t jurisdiction_id, const struct search_query *query,
				 struct search_gram *out, struct error *err);

#endif
