/*
 * backup_make.c - one read transaction, table after table, into a container.
 */
#include "backup/section.h"
#include "statements_blob.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct making {
	struct db *db, *second; /* rows of `blob` on one, pieces of a file on the other */
	struct blobs blobs;
	char *piece; /* BLOB_CHUNK_BYTES */
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

/* Files ---------------------------------------------------------------------------------------- */

static int piece_write(struct making *making, int fd, off_t at, size_t length, struct error *err)
{
	char *bytes = making->piece;
	size_t got = 0;

	while (got < length) {
		ssize_t done = pread(fd, bytes + got, length - got, at + (off_t)got);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return error_broken(err, ERR_IO, "reading a file: errno %d", errno);
		got += (size_t)done;
	}
	return container_write(making->writer, SECTION_FILE_PIECE, (struct str){ bytes, length },
			       err);
}

static int pieces_write(struct making *making, const struct blob *blob, int fd, struct error *err)
{
	int64_t at = 0;
	int rc = 0;

	while (!rc && at < blob->bytes) {
		int64_t left = blob->bytes - at;
		size_t length = (size_t)(left < BLOB_CHUNK_BYTES ? left : BLOB_CHUNK_BYTES);

		rc = piece_write(making, fd, at, length, err);
		at += (int64_t)length;
	}
	return rc ? rc : container_write(making->writer, SECTION_FILE_END, STR_EMPTY, err);
}

/* A file that is missing or is not what its hash says makes no backup that could be restored. */
static int file_checked(const struct blob *blob, int fd, struct error *err)
{
	struct hash found;
	char hex[HASH_HEX_BYTES];
	int rc = blob_hash(fd, 0, blob->bytes, &found, err);

	if (rc && rc != -ERR_CORRUPT)
		return rc;
	if (!rc && hash_equal(&found, &blob->sha256))
		return 0;
	hex_encode(hash_str(&blob->sha256), hex);
	rc = error_set(err, ERR_CORRUPT, "", "");
	error_en(err, "The stored file %s is not what it was; no backup was made.", hex);
	error_zh(err, "文件 %s 与保存时不一致，未生成备份。", hex);
	return rc;
}

static int blob_write(struct making *making, const struct blob *blob, struct error *err)
{
	char hex[HASH_HEX_BYTES], text[HASH_HEX_BYTES + 72];
	struct blob_file file;
	int rc = blob_open(&making->blobs, making->second, blob,
			   (struct blob_range){ 0, blob->bytes }, &file, err);

	if (rc)
		return rc;
	hex_encode(hash_str(&blob->sha256), hex);
	(void)snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %" PRId64 " %s",
		       blob->jurisdiction_id, blob->id, blob->bytes, hex);
	rc = file_checked(blob, file.fd, err);
	if (!rc)
		rc = container_write(making->writer, SECTION_FILE, str_from(text), err);
	if (!rc)
		rc = pieces_write(making, blob, file.fd, err);
	close(file.fd);
	making->report->files++;
	return rc;
}

/* Files never change and go only when no row speaks of them, so the second connection, which is a moment
 * behind, sees every file of the first one's snapshot. */
static int files_write(struct making *making, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(making->db, STATEMENT_BLOB_ALL, DB_NO_ARGS, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		struct blob blob = { .jurisdiction_id = db_query_int(query, 0),
				     .id = db_query_int(query, 1),
				     .bytes = db_query_int(query, 3) };
		struct str sha256 = db_query_bytes(query, 2);

		if (sha256.length != HASH_BYTES) {
			rc = error_broken(err, ERR_CORRUPT, "the hash of blob %" PRId64, blob.id);
			break;
		}
		memcpy(blob.sha256.bytes, sha256.bytes, HASH_BYTES);
		rc = blob_write(making, &blob, err);
		if (rc)
			break;
	}
	db_query_close(query);
	return rc;
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
	if (!rc)
		rc = files_write(making, err);
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
	int rc = blobs_of(where, &making.blobs, err);

	if (!rc)
		rc = db_open(where, DB_READ_ONLY, &making.db, err);
	if (rc)
		return rc;
	rc = db_open(where, DB_READ_ONLY, &making.second, err);
	if (rc) {
		db_close(making.db);
		return rc;
	}
	buf_init(&making.row, CONTAINER_RECORD_MAXIMUM);
	making.sum.hash = hash_stream_new();
	making.piece = memory_alloc((size_t)BLOB_CHUNK_BYTES);
	rc = making.sum.hash && making.piece ? file_write(&making, path, passphrase, arena, err)
					     : error_broken(err, ERR_MEMORY, "backup");
	memory_free(making.piece);
	hash_stream_free(making.sum.hash);
	buf_release(&making.row);
	db_close(making.second);
	db_close(making.db);
	if (!rc)
		*out = report;
	return rc;
}
