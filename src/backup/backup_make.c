/*
 * backup_make.c - one read transaction, table after table, into a container.
 */
#include "backup/section.h"

#include <inttypes.h>
#include <stdio.h>

struct making {
	struct db *db;
	struct container_writer *writer;
	struct section_sum sum;
	struct buf row;
	struct backup_report *report;
};

static int rows_write(struct making *making, const struct db_table *table, struct error *err)
{
	struct db_arg values[DB_TABLE_COLUMNS_MAXIMUM];
	struct db_query *query;
	int rc = db_table_open(making->db, table, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		section_row_read(query, table, values);
		buf_clear(&making->row);
		section_row_add(&making->row, table, values);
		if (buf_failed(&making->row))
			rc = error_broken(err, ERR_MEMORY, "a row of %s", table->name);
		else
			rc = container_write(making->writer, SECTION_ROW, buf_str(&making->row), err);
		if (rc)
			break;
		section_sum_add(&making->sum, buf_str(&making->row));
	}
	db_query_close(query);
	return rc;
}

static int table_write(struct making *making, const struct db_table *table, int64_t rows,
		       struct error *err)
{
	char text[HASH_HEX_BYTES + 24];
	int rc = container_write(making->writer, SECTION_TABLE, str_from(table->name), err);

	if (!rc)
		rc = rows_write(making, table, err);
	if (!rc && making->sum.rows != rows)
		rc = error_broken(err, ERR_DATABASE, "%s changed during its snapshot", table->name);
	if (rc)
		return rc;
	making->report->rows += rows;
	return container_write(making->writer, SECTION_TABLE_END,
			       section_sum_format(&making->sum, text), err);
}

static int end_write(struct making *making, struct error *err)
{
	struct hash hash = container_written(making->writer);
	char hex[HASH_HEX_BYTES], text[HASH_HEX_BYTES + 48];

	hex_encode(hash_str(&hash), hex);
	(void)snprintf(text, sizeof(text), "%zu %" PRId64 " %s",
		       making->report->manifest.tables.count, making->report->rows, hex);
	return container_write(making->writer, SECTION_END, str_from(text), err);
}

static int all_write(struct making *making, struct arena *arena, struct error *err)
{
	struct manifest *manifest = &making->report->manifest;
	struct str text;
	int rc = manifest_make(making->db, arena, manifest, err);

	if (rc)
		return rc;
	text = manifest_format(manifest, arena);
	if (!text.bytes)
		return error_broken(err, ERR_MEMORY, "manifest");
	rc = container_write(making->writer, SECTION_MANIFEST, text, err);
	for (size_t i = 0; !rc && i < manifest->tables.count; i++)
		rc = table_write(making, &manifest->tables.items[i], manifest->rows[i], err);
	for (size_t i = 0; !rc && i < manifest->ledger_count; i++)
		making->report->leaves += manifest->ledgers[i].size;
	return rc ? rc : end_write(making, err);
}

static int snapshot_write(struct making *making, struct arena *arena, struct error *err)
{
	int rc = db_begin_read(making->db, err);

	if (rc)
		return rc;
	rc = all_write(making, arena, err);
	db_rollback(making->db);
	return rc;
}

static int file_write(struct making *making, const char *path, struct str passphrase,
		      struct arena *arena, struct error *err)
{
	int rc = container_create(path, passphrase, &making->writer, err);

	if (rc)
		return rc;
	rc = snapshot_write(making, arena, err);
	if (rc) {
		container_abort(making->writer);
		return rc;
	}
	return container_finish(making->writer, &making->report->bytes, err);
}

int backup_make(const char *where, const char *path, struct str passphrase, struct arena *arena,
		struct backup_report *out, struct error *err)
{
	struct backup_report report = { .encrypted = passphrase.length > 0 };
	struct making making = { .report = &report };
	int rc = db_open(where, DB_READ_ONLY, &making.db, err);

	if (rc)
		return rc;
	buf_init(&making.row, CONTAINER_RECORD_MAXIMUM);
	making.sum.hash = hash_stream_new();
	rc = making.sum.hash ? file_write(&making, path, passphrase, arena, err)
			     : error_broken(err, ERR_MEMORY, "backup");
	hash_stream_free(making.sum.hash);
	buf_release(&making.row);
	db_close(making.db);
	if (!rc)
		*out = report;
	return rc;
}
