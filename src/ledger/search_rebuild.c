/*
 * search_rebuild.c - see search_rebuild.h. A connection has one query open at a time, so the records
 * of a type are read first and indexed then.
 */
#include "ledger/search_rebuild.h"

#include "ledger/act.h"
#include "statements_search_index.h"
#include "store/search_index.h"

#define REBUILD_ARENA_BYTES    ((size_t)2 << 30)
#define JURISDICTIONS_MAXIMUM  4096

struct record_node {
	struct record_node *next;
	void *record;
};

static int records_read(struct db *db, const struct record_type *type, int64_t jurisdiction_id,
			struct arena *arena, struct record_node **out, struct error *err)
{
	struct record_node **end = out;
	struct db_query *query;
	int rc = db_query_open(db, (enum statement)type->all,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, err);

	if (rc < 0)
		return rc;
	*out = NULL;
	while ((rc = db_query_step(query, err)) == 1) {
		struct record_node *node = ARENA_NEW(arena, struct record_node);
		void *record = arena_alloc(arena, type->size);

		rc = node && record ? record_read(query, type, arena, record, err)
				    : error_broken(err, ERR_MEMORY, "reading a %s", type->name);
		if (rc < 0)
			break;
		node->record = record;
		*end = node;
		end = &node->next;
	}
	db_query_close(query);
	return rc;
}

static int type_index(struct db *db, const struct record_type *type, int64_t jurisdiction_id,
		      int64_t *count, struct error *err)
{
	struct arena *arena = arena_new(REBUILD_ARENA_BYTES);
	struct record_node *nodes = NULL;
	int rc = arena ? records_read(db, type, jurisdiction_id, arena, &nodes, err)
		       : error_broken(err, ERR_MEMORY, "search index");

	for (; rc == 0 && nodes; nodes = nodes->next, ++*count)
		rc = search_index_add(db, type, nodes->record, err);
	arena_free(arena);
	return rc;
}

static int jurisdiction_index(struct db *db, int64_t jurisdiction_id, int64_t *count,
			      struct error *err)
{
	int rc = db_lock_jurisdiction(db, jurisdiction_id, err);

	if (rc == 0)
		rc = search_index_clear(db, jurisdiction_id, err);
	for (size_t i = 0; rc == 0 && record_registry[i]; i++)
		if (search_index_covers(record_registry[i]))
			rc = type_index(db, record_registry[i], jurisdiction_id, count, err);
	return rc;
}

static int jurisdictions_read(struct db *db, int64_t ids[JURISDICTIONS_MAXIMUM], size_t *out_count,
			      struct error *err)
{
	struct db_query *query;
	size_t count = 0;
	int rc = db_query_open(db, STATEMENT_SEARCH_JURISDICTIONS, DB_NO_ARGS, &query, err);

	if (rc < 0)
		return rc;
	while (count < JURISDICTIONS_MAXIMUM && (rc = db_query_step(query, err)) == 1)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	*out_count = count;
	return rc < 0 ? rc : 0;
}

int search_rebuild_within(struct db *db, int64_t *out_count, struct error *err)
{
	int64_t ids[JURISDICTIONS_MAXIMUM], count = 0;
	size_t jurisdictions = 0;
	int rc = jurisdictions_read(db, ids, &jurisdictions, err);

	for (size_t i = 0; rc == 0 && i < jurisdictions; i++)
		rc = jurisdiction_index(db, ids[i], &count, err);
	if (rc == 0)
		*out_count = count;
	return rc;
}

int search_rebuild(struct db *db, int64_t *out_count, struct error *err)
{
	int rc = db_begin_write(db, err);

	if (rc < 0)
		return rc;
	rc = search_rebuild_within(db, out_count, err);
	if (rc == 0)
		return db_commit(db, err);
	db_rollback(db);
	return rc;
}
