/*
 * blob.c - see blob.h: which driver, rows, and the driver that keeps files in a table.
 */
#include "store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "statements_blob.h"
#include "store/blob_folder.h"

#define READ_BYTES (64 * 1024)

static bool is_url(const char *where)
{
	struct str text = str_from(where);

	return str_starts_with(text, STR("postgresql://")) ||
	       str_starts_with(text, STR("postgres://"));
}

int blobs_of(const char *where, struct blobs *out, struct error *err)
{
	const char *temporary = getenv("TMPDIR");
	struct blobs blobs = { .driver = is_url(where) ? BLOB_TABLE : BLOB_FOLDER };
	int length = 0, spool;

	if (blobs.driver == BLOB_FOLDER)
		length = snprintf(blobs.folder, sizeof(blobs.folder), "%s.files", where);
	if (blobs.driver == BLOB_FOLDER)
		spool = snprintf(blobs.spool, sizeof(blobs.spool), "%s/incoming", blobs.folder);
	else
		spool = snprintf(blobs.spool, sizeof(blobs.spool), "%s",
				 temporary && *temporary ? temporary : "/var/tmp");
	if (length >= BLOB_PATH_BYTES || spool >= BLOB_PATH_BYTES)
		return error_invalid(err, "database", where, "a shorter name", "较短的文件名");
	*out = blobs;
	return 0;
}

int blobs_prepare(const struct blobs *blobs, struct error *err)
{
	return blobs->driver == BLOB_FOLDER ? blob_folder_prepare(blobs, err) : 0;
}

void blobs_remove(const struct blobs *blobs)
{
	if (blobs->driver == BLOB_FOLDER)
		blob_folder_remove_all(blobs);
}

int blobs_spool_open(const struct blobs *blobs, int *out_fd, struct error *err)
{
	char name[BLOB_PATH_BYTES + 32];
	int fd = open(blobs->spool, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		(void)snprintf(name, sizeof(name), "%s/spool-XXXXXX", blobs->spool);
		fd = mkostemp(name, O_CLOEXEC);
		if (fd >= 0)
			unlink(name);
	}
	if (fd < 0)
		return blob_write_failed(err, blobs->spool);
	*out_fd = fd;
	return 0;
}

/* The table's driver --------------------------------------------------------------------------- */

static int chunk_put(struct db *db, const struct blob_piece *piece, int64_t number, struct str bytes,
		     struct error *err)
{
	return db_run(db, STATEMENT_BLOB_CHUNK_PUT,
		      DB_ARGS(db_int("jurisdiction_id", piece->jurisdiction_id),
			      db_int("blob_id", piece->id), db_int("number", number),
			      db_blob("bytes", bytes)),
		      NULL, err);
}

static int table_write(struct db *db, const struct blob_piece *piece, struct error *err)
{
	int rc = 0;

	for (size_t at = 0; !rc && at < piece->bytes.length; at += (size_t)BLOB_CHUNK_BYTES)
		rc = chunk_put(db, piece, (piece->offset + (int64_t)at) / BLOB_CHUNK_BYTES,
			       str_slice(piece->bytes, at, (size_t)BLOB_CHUNK_BYTES), err);
	return rc;
}

static struct db_args key_args(struct db_arg args[2], const struct blob *blob)
{
	args[0] = db_int("jurisdiction_id", blob->jurisdiction_id);
	args[1] = db_int("blob_id", blob->id);
	return (struct db_args){ args, 2 };
}

static int table_remove(struct db *db, const struct blob *blob, struct error *err)
{
	struct db_arg args[2];

	return db_run(db, STATEMENT_BLOB_CHUNK_REMOVE, key_args(args, blob), NULL, err);
}

static int missing(const struct blob *blob, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "The file is missing from the store.",
			   "文件库中缺少该文件。");

	error_detail(err, "blob %lld", (long long)blob->id);
	return rc;
}

static int fd_write(int fd, struct str bytes, struct error *err)
{
	while (bytes.length) {
		ssize_t done = write(fd, bytes.bytes, bytes.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return blob_write_failed(err, "a spooled file");
		bytes = str_slice(bytes, (size_t)done, bytes.length);
	}
	return 0;
}

/* The part of a chunk that lies in the range. */
static struct str chunk_part(struct str chunk, int64_t chunk_at, struct blob_range range)
{
	int64_t skip = range.from > chunk_at ? range.from - chunk_at : 0;
	int64_t end = range.from + range.length - chunk_at;

	if (skip >= (int64_t)chunk.length || end <= skip)
		return STR_EMPTY;
	return str_slice(chunk, (size_t)skip, (size_t)(end - skip));
}

static int table_copy(struct db *db, const struct blob *blob, struct blob_range range, int fd,
		      struct error *err)
{
	struct db_query *query;
	int64_t first = range.from / BLOB_CHUNK_BYTES, next = first, copied = 0;
	int rc = db_query_open(db, STATEMENT_BLOB_CHUNK_RANGE,
			       DB_ARGS(db_int("jurisdiction_id", blob->jurisdiction_id),
				       db_int("blob_id", blob->id), db_int("first", first),
				       db_int("last", (range.from + range.length) / BLOB_CHUNK_BYTES)),
			       &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1 && db_query_int(query, 0) == next) {
		struct str part = chunk_part(db_query_bytes(query, 1), next++ * BLOB_CHUNK_BYTES,
					     range);

		copied += (int64_t)part.length;
		rc = fd_write(fd, part, err);
		if (rc)
			break;
	}
	db_query_close(query);
	if (rc >= 0 && copied != range.length)
		return missing(blob, err);
	return rc < 0 ? rc : 0;
}

static int table_open(const struct blobs *blobs, struct db *db, const struct blob *blob,
		      struct blob_range range, int *out_fd, struct error *err)
{
	int fd = -1;
	int rc = blobs_spool_open(blobs, &fd, err);

	if (rc)
		return rc;
	rc = range.length ? table_copy(db, blob, range, fd, err) : 0;
	if (rc) {
		close(fd);
		return rc;
	}
	*out_fd = fd;
	return 0;
}

/* Staging -------------------------------------------------------------------------------------- */

int blob_stage_write(const struct blobs *blobs, struct db *db, const struct blob_piece *piece,
		     struct error *err)
{
	if (piece->offset % BLOB_CHUNK_BYTES)
		return error_broken(err, ERR_BROKEN, "a piece at %lld", (long long)piece->offset);
	return blobs->driver == BLOB_FOLDER ? blob_folder_write(blobs, piece, err)
					    : table_write(db, piece, err);
}

int blob_stage_size(const struct blobs *blobs, struct db *db, const struct blob *staged,
		    int64_t *out, struct error *err)
{
	struct db_arg args[2];

	if (blobs->driver == BLOB_FOLDER)
		return blob_folder_size(blobs, staged, out, err);
	return db_get_int(db, STATEMENT_BLOB_CHUNK_SIZE, key_args(args, staged), out, err);
}

int blob_stage_remove(const struct blobs *blobs, struct db *db, const struct blob *staged,
		      struct error *err)
{
	return blobs->driver == BLOB_FOLDER ? blob_folder_remove(blobs, staged, err)
					    : table_remove(db, staged, err);
}

int blob_place(const struct blobs *blobs, const struct blob *blob, struct error *err)
{
	return blobs->driver == BLOB_FOLDER ? blob_folder_place(blobs, blob, err) : 0;
}

int blob_commit(const struct blobs *blobs, struct db *db, struct blob *blob, struct error *err)
{
	struct blob kept;
	int rc = db_run(db, STATEMENT_BLOB_INSERT,
			DB_ARGS(db_int("jurisdiction_id", blob->jurisdiction_id),
				db_int("id", blob->id), db_blob("sha256", hash_str(&blob->sha256)),
				db_int("bytes", blob->bytes)),
			NULL, err);

	if (!rc)
		rc = blob_find(db, blob->jurisdiction_id, &blob->sha256, &kept, err);
	if (!rc && kept.id != blob->id && blobs->driver == BLOB_TABLE)
		rc = table_remove(db, blob, err);
	if (!rc)
		*blob = kept;
	return rc;
}

/* Reading -------------------------------------------------------------------------------------- */

int blob_find(struct db *db, int64_t jurisdiction_id, const struct hash *sha256, struct blob *out,
	      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_BLOB_FIND,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				       db_blob("sha256", hash_str(sha256))),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		*out = (struct blob){ jurisdiction_id, db_query_int(query, 0), *sha256,
				      db_query_int(query, 1) };
	db_query_close(query);
	if (rc == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such file.", "没有这个文件。");
	return rc < 0 ? rc : 0;
}

int blob_open(const struct blobs *blobs, struct db *db, const struct blob *blob,
	      struct blob_range range, struct blob_file *out, struct error *err)
{
	int rc;

	out->at = 0;
	if (blobs->driver == BLOB_TABLE)
		return table_open(blobs, db, blob, range, &out->fd, err);
	rc = blob_folder_open(blobs, blob, false, &out->fd, err);
	if (rc)
		return rc;
	if (lseek(out->fd, 0, SEEK_END) < range.from + range.length) {
		close(out->fd);
		return missing(blob, err);
	}
	out->at = range.from;
	return 0;
}

int blob_open_staged(const struct blobs *blobs, struct db *db, const struct blob *staged,
		     int *out_fd, struct error *err)
{
	if (blobs->driver == BLOB_FOLDER)
		return blob_folder_open(blobs, staged, true, out_fd, err);
	return table_open(blobs, db, staged, (struct blob_range){ 0, staged->bytes }, out_fd, err);
}

int blob_hash(int fd, int64_t at, int64_t length, struct hash *out, struct error *err)
{
	struct hash_stream *stream = hash_stream_new();
	char *bytes = memory_alloc(READ_BYTES);
	int rc = stream && bytes ? 0 : error_broken(err, ERR_MEMORY, "hashing a file");

	while (!rc && length) {
		size_t wanted = length < READ_BYTES ? (size_t)length : READ_BYTES;
		ssize_t got = pread(fd, bytes, wanted, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = error_broken(err, ERR_IO, "reading a file: errno %d", errno);
		else if (got == 0)
			rc = error_set(err, ERR_CORRUPT, "The file is shorter than was stored.",
				       "文件比保存时短。");
		if (rc)
			break;
		hash_stream_add(stream, (struct str){ bytes, (size_t)got });
		at += got;
		length -= got;
	}
	if (!rc)
		*out = hash_stream_end(stream);
	hash_stream_free(stream);
	memory_free(bytes);
	return rc;
}

/* A file that grew is changed too. */
static int file_compare(const struct blob *blob, int fd, enum blob_state *out, struct error *err)
{
	struct hash found;
	int rc = blob_hash(fd, 0, blob->bytes, &found, err);
	bool whole = lseek(fd, 0, SEEK_END) == (off_t)blob->bytes;

	if (rc == -ERR_CORRUPT)
		*out = BLOB_CHANGED;
	else if (!rc)
		*out = whole && hash_equal(&found, &blob->sha256) ? BLOB_SOUND : BLOB_CHANGED;
	return rc == -ERR_CORRUPT ? 0 : rc;
}

int blob_check(const struct blobs *blobs, struct db *db, int64_t jurisdiction_id,
	       const struct hash *sha256, enum blob_state *out, struct error *err)
{
	struct blob blob = { .bytes = 0 };
	int fd = -1, rc = blob_find(db, jurisdiction_id, sha256, &blob, err);

	if (!rc)
		rc = blob_open_staged(blobs, db, &blob, &fd, err);
	if (rc == -ERR_NOT_FOUND || rc == -ERR_CORRUPT) {
		error_clear(err);
		*out = BLOB_MISSING;
		return 0;
	}
	if (rc)
		return rc;
	rc = file_compare(&blob, fd, out, err);
	close(fd);
	return rc;
}

/* Sweeping ------------------------------------------------------------------------------------- */

static int is_spoken_of(void *context, const struct hash *sha256, int64_t id, struct error *err)
{
	int64_t count = 0;
	int rc = sha256 ? db_get_int(context, STATEMENT_BLOB_SPOKEN_OF,
				     DB_ARGS(db_blob("sha256", hash_str(sha256))), &count, err)
			: db_get_int(context, STATEMENT_BLOB_UPLOAD_KNOWN,
				     DB_ARGS(db_int("id", id)), &count, err);

	return rc < 0 ? rc : count > 0;
}

static int table_sweep(struct db *db, struct blob_sweep *sweep, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_BLOB_CHUNK_ORPHAN_COUNT, DB_NO_ARGS, &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		sweep->files = db_query_int(query, 0);
		sweep->bytes = db_query_int(query, 1);
	}
	db_query_close(query);
	if (rc < 0 || !sweep->remove || !sweep->files)
		return rc < 0 ? rc : 0;
	return db_run(db, STATEMENT_BLOB_CHUNK_ORPHAN_REMOVE, DB_NO_ARGS, NULL, err);
}

int blob_sweep(const struct blobs *blobs, struct db *db, struct blob_sweep *sweep,
	       struct error *err)
{
	const struct blob_walk walk = { is_spoken_of, db };

	sweep->files = sweep->bytes = 0;
	return blobs->driver == BLOB_FOLDER ? blob_folder_sweep(blobs, &walk, sweep, err)
					    : table_sweep(db, sweep, err);
}
