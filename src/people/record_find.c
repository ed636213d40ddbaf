/*
 * record_find.c - see record_find.h.
 */
#include "people/record_find.h"

int record_find(struct db *db, const struct record_query *wanted, struct arena *arena, void *out,
		struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, wanted->statement, wanted->args, &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		code = record_read(query, wanted->type, arena, out, err);
	else if (code == 0)
		code = error_set(err, ERR_NOT_FOUND, "There is no such record.", "没有这条记录。");
	db_query_close(query);
	return code;
}

/* Room for one more record; the array doubles. */
static char *grow(struct arena *arena, char *items, size_t count, size_t size)
{
	if (count & (count - 1) && count)
		return items;
	char *grown = arena_alloc_array(arena, count ? 2 * count : 1, size);
	if (grown && count)
		memcpy(grown, items, count * size);
	return grown;
}

int record_find_all(struct db *db, const struct record_query *wanted, struct arena *arena,
		    void *out_items, size_t *out_count, struct error *err)
{
	const size_t size = wanted->type->size;
	struct db_query *query;
	char *items = NULL;
	size_t count = 0;
	int code = db_query_open(db, wanted->statement, wanted->args, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		items = grow(arena, items, count, size);
		code = items ? record_read(query, wanted->type, arena, items + count * size, err)
			     : error_broken(err, ERR_MEMORY, "%zu records", count);
		if (code)
			break;
		count++;
	}
	db_query_close(query);
	if (code)
		return code;
	memcpy(out_items, &items, sizeof(items));
	*out_count = count;
	return 0;
}
