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
