/*
 * list.h - filtered, sorted, keyset-paginated lists composed from fragments fixed at build time.
 *
 * Layer: store. A list is declared in a .sql file (`-- list:`, see tools/README.md) with its base
 * SELECT and its columns; the composer joins the base, conditions on declared columns, the keyset
 * condition and ORDER BY. Values are always bound; a column that is not declared is -ERR_INVALID.
 * Every list declares the column "id" (integer, unique): the tie-breaker of every order.
 *
 * Order is by bytes, the same on both engines; text that people should find in order has a sort key
 * column. A row without a value sorts before all others (descending: behind them).
 *
 * Paging back: take list_cursor() of the page's first row, ask with `descending` turned round, and
 * show what comes in reverse. A cursor belongs to its list and sort column, not to a direction.
 */
#ifndef LIANZE_STORE_LIST_H
#define LIANZE_STORE_LIST_H

#include "store/db.h"

#define LIST_MAXIMUM_FILTERS 12
#define LIST_MAXIMUM_LIMIT 500

enum list_operator {
	LIST_EQUAL,
	LIST_NOT_EQUAL, /* also rows without a value */
	LIST_AT_LEAST,
	LIST_AT_MOST,
	LIST_CONTAINS, /* text; ASCII letters of either case; %, _ and \ in the value are literal */
	LIST_IS_NULL,  /* the value is not looked at */
	LIST_OPERATOR_COUNT
};

struct list_filter {
	const char *column;
	enum list_operator operator;
	struct db_arg value; /* name is ignored */
};

struct list_request {
	enum listing listing;
	struct db_args args; /* parameters of the base SELECT */
	const struct list_filter *filters;
	size_t filter_count;
	const char *sort;  /* declared column; NULL: id */
	bool descending;
	struct str after;  /* cursor from list_cursor() of the same list and sort column, or empty */
	int limit;	   /* 1 … LIST_MAXIMUM_LIMIT */
};

/*
 * Open the list as a query whose columns are the list's declared columns, in order. Reads one row
 * more than `limit`, so the caller can tell whether there is a next page. A damaged cursor, an
 * unknown column, a value of another type than its column or too many filters is -ERR_INVALID.
 * Filter values need to live until the query is closed.
 */
MUST_USE int list_open(struct db *db, const struct list_request *request, struct db_query **out,
		       struct error *err);
/* All rows without limit or cursor, streamed: for exports. */
MUST_USE int list_open_all(struct db *db, const struct list_request *request, struct db_query **out,
			   struct error *err);
/* Number of rows that match the filters. */
MUST_USE int list_count(struct db *db, const struct list_request *request, int64_t *out,
			struct error *err);
/* Cursor text that continues behind the present row of `query`; bytes NULL when memory is out. */
struct str list_cursor(struct db_query *query, const struct list_request *request,
		       struct arena *arena);

#endif
