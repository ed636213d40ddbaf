/*
 * record_find.h - records by something other than its id.
 *
 * Layer: people (beside record_get of ledger/act.h, for natural keys).
 */
#ifndef LIANZE_PEOPLE_RECORD_FIND_H
#define LIANZE_PEOPLE_RECORD_FIND_H

#include "ledger/act.h"

/* A statement whose columns are the head and then the fields of `type`, and its arguments. */
struct record_query {
	const struct record_type *type;
	enum statement statement;
	struct db_args args;
};

/* The query's first row into `out` (type->size bytes); its texts live in the arena. -ERR_NOT_FOUND
 * with a general sentence when there is no row. */
MUST_USE int record_find(struct db *db, const struct record_query *query, struct arena *arena,
			 void *out, struct error *err);

/* All rows of the query as an array of records in the arena (NULL and 0 when there are none). */
MUST_USE int record_find_all(struct db *db, const struct record_query *query, struct arena *arena,
			     void *out_items, size_t *out_count, struct error *err);

#endif
