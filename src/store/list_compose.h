/*
 * list_compose.h - the text and the values of a list query; private to src/store and its tests.
 *
 * Layer: store.
 */
#ifndef LIANZE_STORE_LIST_COMPOSE_H
#define LIANZE_STORE_LIST_COMPOSE_H

#include "base/buf.h"
#include "store/db_driver.h"
#include "store/list.h"

#define LIST_MAXIMUM_COLUMNS 48
#define LIST_MAXIMUM_BYTES 32768

/* What a list query reads: a page, all rows in order, or their number. */
enum list_extent { LIST_PAGE, LIST_ALL, LIST_NUMBER };

/* The place behind which a page continues: the sort value and the id of a row. */
struct list_place {
	struct db_arg value; /* DB_NULL when the row has none; bytes in the arena of the decoding */
	int64_t id;
};

/* Position of a declared column, or -1. */
int list_column(const struct listing_text *listing, const char *name);

/* Append the list's SELECT with its declared columns, without conditions. Sticky failure. */
void list_compose_base(enum db_engine engine, const struct listing_text *listing, struct buf *out);

/* The list's query for `request`, opened; `listing` is given apart so that tests can bring one. */
MUST_USE int listing_open(struct db *db, const struct listing_text *listing,
			  const struct list_request *request, enum list_extent extent,
			  struct db_query **out, struct error *err);
struct str listing_cursor(struct db_query *query, const struct listing_text *listing,
			  const struct list_request *request, struct arena *arena);

/*
 * A place as URL-safe text and back. The text carries the list, the sort column and a check sum:
 * anything else is -ERR_INVALID.
 */
struct str list_place_format(const struct listing_text *listing, int sort,
			     const struct list_place *place, struct arena *arena);
MUST_USE int list_place_parse(const struct listing_text *listing, int sort, struct str text,
			      struct arena *arena, struct list_place *out, struct error *err);

#endif
