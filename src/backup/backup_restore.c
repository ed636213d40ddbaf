/*
 * backup_restore.c - a backup into an empty database, in one transaction.
 *
 * Rows are loaded at the schema that they come from; then each table is read back from the database
 * and has to give the hash that the backup names, so what was checked in the file is what the
 * database holds. Only then do later migrations run.
 */
#include "backup/section.h"

#include <unistd.h>

#include "ledger/ledger.h"
#include "ledger/search_rebuild.h"
#include "ledger/seal.h"
#include "statements_catalogue.h"
#include "statements_ledger.h"
#include "store/migrate.h"

#define LEAVES_PAGE 4096

struct restoring {
	struct db *db;
	struct arena *arena;
	const struct manifest *manifest;
	struct db_tables present; /* of the database at the backup's schema */
	struct db_load load;
	struct blobs blobs;
	struct section_sum sum; /* of what is read back */
	struct buf row;
};

/* Before the rows ------------------------------------------------------------------------------ */

static int not_empty(struct error *err)
{
	return error_set(err, ERR_STATE,
			 "This database is not empty. A backup is restored into an empty one only.",
			 "该数据库不是空的；备份只能恢复到空数据库。");
}

static int empty_check(struct db *db, struct arena *arena, struct error *err)
{
	struct db_tables tables;
	int rc = db_tables_read(db, arena, &tables, err);

	if (rc == -ERR_CORRUPT || (!rc && tables.count > 0))
		return not_empty(err);
	return rc;
}

static int other_columns(const struct db_table *table, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The backup is damaged: its table “%s” is not one of its schema.", table->name);
	error_zh(err, "备份文件已损坏：数据表“%s”与其结构不符。", table->name);
	return rc;
}

static bool same_columns(const struct db_table *a, const struct db_table *b)
{
	for (int i = 0; i < a->column_count && i < b->column_count; i++)
		if (strcmp(a->columns[i].name, b->columns[i].name) != 0 ||
		    a->columns[i].type != b->columns[i].type ||
		    a->columns[i].key != b->columns[i].key)
			return false;
	return a->column_count == b->column_count;
}

/* Every table of the backup is a table of its schema. Names from the file go no further than here. */
static int tables_compare(struct restoring *restoring, struct error *err)
{
	const struct db_tables *theirs = &restoring->manifest->tables;

	for (size_t i = 0; i < theirs->count; i++) {
		const struct db_table *ours =
			db_tables_find(&restoring->present, str_from(theirs->items[i].name));

		if (!ours || !same_columns(ours, &theirs->items[i]))
			return other_columns(&theirs->items[i], err);
	}
	return 0;
}

/* Migrations that make rows of their own: those in the backup are the whole truth. */
static int tables_empty(struct restoring *restoring, struct error *err)
{
	for (size_t i = restoring->manifest->tables.count; i > 0; i--) {
		int rc = db_table_empty(restoring->db, &restoring->manifest->tables.items[i - 1],
					err);

		if (rc)
			return rc;
	}
	return 0;
}

static int schema_make(void *context, const struct manifest *manifest, struct error *err)
{
	struct restoring *restoring = context;
	int last = (int)manifest->migration_count;
	int rc = manifest_check(manifest, err);

	restoring->manifest = manifest;
	if (!rc)
		rc = db_begin_write(restoring->db, err);
	if (!rc)
		rc = empty_check(restoring->db, restoring->arena, err);
	if (!rc)
		rc = migrate_within(restoring->db, last, err);
	if (!rc)
		rc = db_tables_read(restoring->db, restoring->arena, &restoring->present, err);
	if (!rc)
		rc = tables_compare(restoring, err);
	if (!rc)
		rc = tables_empty(restoring, err);
	if (!rc && db_engine(restoring->db) == DB_ENGINE_SQLITE)
		rc = db_run(restoring->db, STATEMENT_CATALOGUE_DEFER_REFERENCES, DB_NO_ARGS, NULL,
			    err);
	return rc;
}

/* Rows ----------------------------------------------------------------------------------------- */

static int table_begin(void *context, const struct db_table *table, struct error *err)
{
	struct restoring *restoring = context;

	return db_load_begin(&restoring->load, restoring->db, table, err);
}

static int row_load(void *context, const struct db_table *table, const struct db_arg *values,
		    struct error *err)
{
	struct restoring *restoring = context;

	(void)table;
	return db_load_row(&restoring->load, values, err);
}

static int rows_read_back(struct restoring *restoring, const struct db_table *table,
			  struct error *err)
{
	struct db_arg values[DB_TABLE_COLUMNS_MAXIMUM];
	struct db_query *query;
	int rc = db_table_open(restoring->db, table, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		section_row_read(query, table, values);
		buf_clear(&restoring->row);
		section_row_add(&restoring->row, table, values);
		if (buf_failed(&restoring->row)) {
			rc = error_broken(err, ERR_MEMORY, "a row of %s", table->name);
			break;
		}
		section_sum_add(&restoring->sum, buf_str(&restoring->row));
	}
	db_query_close(query);
	return rc;
}

static int table_end(void *context, const struct db_table *table, struct str sum,
		     struct error *err)
{
	struct restoring *restoring = context;
	char text[HASH_HEX_BYTES + 24];
	int rc = db_load_end(&restoring->load, err);

	if (!rc)
		rc = rows_read_back(restoring, table, err);
	if (rc)
		return rc;
	if (str_equal(section_sum_format(&restoring->sum, text), sum))
		return 0;
	rc = error_set(err, ERR_CORRUPT, "", "");
	error_en(err, "The table “%s” does not come back from the database as it was written.",
		 table->name);
	error_zh(err, "数据表“%s”写入后读出的内容与备份不一致。", table->name);
	return rc;
}

/* Files ---------------------------------------------------------------------------------------- */

/* Each is synced as a whole when it gets its place. */
static int piece_store(void *context, const struct blob_piece *piece, struct error *err)
{
	struct restoring *restoring = context;

	return blob_stage_write(&restoring->blobs, restoring->db, piece, err);
}

static int file_store(void *context, const struct blob *blob, struct error *err)
{
	struct restoring *restoring = context;
	const struct blob_piece nothing = { .id = blob->id, .bytes = STR("") };
	int rc = 0;

	if (!blob->bytes && restoring->blobs.driver == BLOB_FOLDER)
		rc = blob_stage_write(&restoring->blobs, restoring->db, &nothing, err);
	return rc ? rc : blob_place(&restoring->blobs, blob, err);
}

/* Behind the rows ------------------------------------------------------------------------------ */

/* One page of leaves onto the frontier; *out_count 0: no more. */
static int leaves_grow(struct db *db, int64_t jurisdiction_id, struct merkle_frontier *frontier,
		       int *out_count, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_LEDGER_LEAF_PAGE,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				       db_int("first", (int64_t)frontier->size),
				       db_int("maximum", LEAVES_PAGE)),
			       &query, err);
	int count = 0;

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		struct hash hash = merkle_leaf_hash(db_query_bytes(query, 2));

		merkle_frontier_append(frontier, &hash);
		count++;
	}
	db_query_close(query);
	*out_count = count;
	return rc;
}

static int ledger_compare(struct db *db, const struct manifest_ledger *ledger, struct error *err)
{
	struct merkle_frontier frontier = { 0 };
	struct hash computed, stored;
	uint64_t size;
	int count, rc;

	do
		rc = leaves_grow(db, ledger->jurisdiction_id, &frontier, &count, err);
	while (!rc && count);
	if (!rc)
		rc = ledger_head(db, ledger->jurisdiction_id, &size, &stored, err);
	if (rc)
		return rc;
	computed = merkle_frontier_root(&frontier);
	if ((int64_t)size == ledger->size && frontier.size == size &&
	    hash_equal(&computed, &ledger->root) && hash_equal(&stored, &ledger->root))
		return 0;
	return error_set(err, ERR_CORRUPT,
			 "The restored ledger has another root than the backup names.",
			 "恢复后的账本树根与备份所载不一致。");
}

static int settle(struct restoring *restoring, struct error *err)
{
	const struct manifest *manifest = restoring->manifest;
	int64_t indexed = 0;
	int rc = migrate_within(restoring->db, migration_count, err);

	for (size_t i = 0; !rc && i < manifest->ledger_count; i++)
		rc = ledger_compare(restoring->db, &manifest->ledgers[i], err);
	if (!rc)
		rc = ledger_seal_put(restoring->db, manifest->made, err);
	if (!rc)
		rc = search_rebuild_within(restoring->db, &indexed, err);
	return rc ? rc : db_commit(restoring->db, err);
}

static int all_restore(struct restoring *restoring, const char *path, struct str passphrase,
		       struct backup_report *out, struct error *err)
{
	const struct section_visitor visitor = {
		.begin = schema_make,
		.table = table_begin,
		.row = row_load,
		.table_end = table_end,
		.piece = piece_store,
		.file_end = file_store,
		.context = restoring,
	};
	int rc;

	buf_init(&restoring->row, CONTAINER_RECORD_MAXIMUM);
	restoring->sum.hash = hash_stream_new();
	rc = restoring->sum.hash
		     ? section_scan(path, passphrase, restoring->arena, &visitor, out, err)
		     : error_broken(err, ERR_MEMORY, "restore");
	if (!rc)
		rc = settle(restoring, err);
	db_rollback(restoring->db);
	hash_stream_free(restoring->sum.hash);
	buf_release(&restoring->row);
	return rc;
}

/* A file that was made for this restore and stayed empty goes again. */
static void file_remove(const char *where, struct arena *arena)
{
	static const char *const tails[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_LENGTH(tails); i++) {
		struct str name = arena_format(arena, "%s%s", where, tails[i]);

		if (name.bytes)
			unlink(name.bytes);
	}
}

int backup_restore(const char *path, struct str passphrase, const char *where, struct arena *arena,
		   struct backup_report *out, struct error *err)
{
	struct restoring restoring = { .arena = arena };
	bool is_new = access(where, F_OK) != 0;
	int rc = blobs_of(where, &restoring.blobs, err);
	bool has_files = access(restoring.blobs.folder, F_OK) == 0;

	if (!rc)
		rc = db_open(where, DB_CREATE, &restoring.db, err);
	if (rc)
		return rc;
	bool is_file = db_engine(restoring.db) == DB_ENGINE_SQLITE;
	rc = blobs_prepare(&restoring.blobs, err);
	if (!rc)
		rc = all_restore(&restoring, path, passphrase, out, err);
	db_close(restoring.db);
	if (rc && is_file && is_new)
		file_remove(where, arena);
	if (rc && is_file && !has_files)
		blobs_remove(&restoring.blobs);
	return rc;
}
