/* history.c - see history.h. */
#include "ledger/history.h"
#include "statements_history.h"

static int take_version(struct db_query *query, const struct history_request *request,
			struct arena *arena, void **out, struct error *err)
{
	struct str content = db_query_copy(query, 1, arena);
	void *record = arena_alloc(arena, request->type->size);

	if (db_query_is_null(query, 1)) {
		int rc = error_set(err, ERR_NOT_FOUND,
				   "A record of that time was erased; it can no longer be computed.",
				   "当时的记录已被清除，无法再计算。");
		error_detail(err, "%s %lld", request->type->name,
			     (long long)db_query_int(query, 0));
		return rc;
	}
	if (!content.bytes || !record)
		return error_broken(err, ERR_MEMORY, "history of %s", request->type->name);
	*out = record;
	return record_decode(request->type, content, record, arena, err);
}

int history_changed(struct db *db, const struct history_request *request, struct arena *arena,
		    int (*take)(void *context, const void *record, struct error *err),
		    void *context, struct error *err)
{
	struct db_query *query;
	void *record = NULL;
	int rc = db_query_open(db, STATEMENT_HISTORY_CHANGED,
			       DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
				       db_text("record_type", str_from(request->type->name)),
				       db_int("size", request->size)),
			       &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		rc = take_version(query, request, arena, &record, err);
		if (rc == 0)
			rc = take(context, record, err);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	return rc;
}

int history_size_on(struct db *db, int64_t jurisdiction_id, int32_t day, int64_t *out,
		    struct error *err)
{
	return db_get_int(db, STATEMENT_HISTORY_SIZE_ON,
			  DB_ARGS(db_int("jurisdiction_id", jurisdiction_id), db_int("day", day)),
			  out, err);
}
