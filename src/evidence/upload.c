/* upload.c - see upload.h. */
#include "evidence/upload.h"

#include <unistd.h>

#include "base/civil.h"
#include "base/id.h"
#include "evidence/media_type.h"
#include "evidence/scanner.h"
#include "statements_upload.h"

#define NAME_BYTES	 300
#define FINGERPRINT_BYTES 200
#define DAY_MS		 ((int64_t)24 * 3600 * 1000)
#define UNFINISHED_SEEN	 1000
#define MEGABYTE	 ((int64_t)1 << 20)

/* Beginning ------------------------------------------------------------------------------------ */

static int check_size(const struct upload_rules *rules, int64_t bytes, struct error *err)
{
	int rc;

	if (bytes <= 0)
		return error_invalid(err, "bytes", "0", "a file that is not empty", "非空文件");
	if (bytes <= rules->maximum_bytes)
		return 0;
	rc = error_set(err, ERR_TOO_LARGE, "", "");
	error_en(err, "The file has %lld MB; at most %lld MB are taken.", (long long)(bytes / MEGABYTE),
		 (long long)(rules->maximum_bytes / MEGABYTE));
	error_zh(err, "文件大小为 %lld MB，最多允许 %lld MB。", (long long)(bytes / MEGABYTE),
		 (long long)(rules->maximum_bytes / MEGABYTE));
	return rc;
}

static int check_load(struct db *db, const struct upload_rules *rules, const struct upload *upload,
		      struct error *err)
{
	struct db_query *query;
	int64_t count = 0, bytes = 0;
	int rc = db_query_open(db, STATEMENT_UPLOAD_LOAD,
			       DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
				       db_int("account_id", upload->account_id)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		count = db_query_int(query, 0);
		bytes = db_query_int(query, 1);
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	if (count < UPLOAD_KEPT_MAXIMUM && bytes + upload->bytes <= rules->unfinished_bytes)
		return 0;
	return error_set(err, ERR_RULE,
			 "You have too many uploads that are not finished; finish or discard one first.",
			 "您尚未完成的上传过多，请先完成或放弃其中一个。");
}

static int find_same(struct db *db, struct upload *upload, struct arena *arena, struct error *err)
{
	int rc;

	if (!upload->fingerprint.length)
		return -ERR_NOT_FOUND;
	rc = db_get_int(db, STATEMENT_UPLOAD_SAME,
			DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
				db_int("account_id", upload->account_id),
				db_text("fingerprint", upload->fingerprint),
				db_int("bytes", upload->bytes)),
			&upload->id, err);
	return rc ? rc : upload_get(db, upload, arena, err);
}

int upload_begin(struct db *db, const struct upload_rules *rules, struct upload *upload,
		 struct arena *arena, struct error *err)
{
	int rc = check_size(rules, upload->bytes, err);

	upload->fingerprint = utf8_cut(upload->fingerprint, FINGERPRINT_BYTES);
	upload->file_name = utf8_cut(upload->file_name, NAME_BYTES);
	if (rc)
		return rc;
	rc = find_same(db, upload, arena, err);
	if (rc != -ERR_NOT_FOUND)
		return rc;
	error_clear(err);
	rc = check_load(db, rules, upload, err);
	if (rc)
		return rc;
	upload->id = id_new();
	upload->received = 0;
	upload->touched_ms = clock_now_ms();
	return db_run(db, STATEMENT_UPLOAD_INSERT,
		      DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
			      db_int("id", upload->id), db_int("account_id", upload->account_id),
			      db_text("file_name", upload->file_name),
			      db_text("fingerprint", upload->fingerprint),
			      db_int("bytes", upload->bytes),
			      db_int("touched_ms", upload->touched_ms)),
		      NULL, err);
}

static int not_there(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND,
			 "This upload is not kept any more (or was finished); choose the file again.",
			 "该上传已不再保留或已经完成，请重新选择文件。");
}

int upload_get(struct db *db, struct upload *upload, struct arena *arena, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_UPLOAD_GET,
			       DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
				       db_int("id", upload->id),
				       db_int("account_id", upload->account_id)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		upload->file_name = db_query_copy(query, 0, arena);
		upload->fingerprint = db_query_copy(query, 1, arena);
		upload->bytes = db_query_int(query, 2);
		upload->received = db_query_int(query, 3);
		upload->is_ready = db_query_bytes(query, 4).length == HASH_BYTES;
		if (upload->is_ready)
			memcpy(upload->sha256.bytes, db_query_bytes(query, 4).bytes, HASH_BYTES);
		upload->media_type = db_query_copy(query, 5, arena);
		upload->touched_ms = db_query_int(query, 6);
	}
	db_query_close(query);
	return rc < 0 ? rc : rc == 0 ? not_there(err) : 0;
}

/* Pieces --------------------------------------------------------------------------------------- */

static int stands_elsewhere(int64_t received, struct error *err)
{
	int rc = error_set(err, ERR_CONFLICT, "", "");

	error_en(err, "The upload stands at byte %lld; go on from there.", (long long)received);
	error_zh(err, "该上传已接收到第 %lld 字节，请从该处继续。", (long long)received);
	return rc;
}

int upload_check_piece(const struct upload *upload, int64_t offset, int64_t length,
		       struct error *err)
{
	bool is_last = offset + length == upload->bytes;

	if (upload->is_ready || offset != upload->received)
		return stands_elsewhere(upload->received, err);
	if (length <= 0 || offset + length > upload->bytes)
		return error_invalid(err, "bytes", "", "a piece that ends within the file",
				     "不超出文件末尾的分片");
	if (!is_last && length % UPLOAD_STEP_BYTES)
		return error_invalid(err, "bytes", "", "pieces of a multiple of 262144 bytes",
				     "长度为 262144 字节整数倍的分片");
	return 0;
}

int upload_advance(const struct blobs *blobs, struct db *db, const struct blob_piece *piece,
		   struct error *err)
{
	int64_t changes = 0;
	int rc = db_run(db, STATEMENT_UPLOAD_ADVANCE,
			DB_ARGS(db_int("jurisdiction_id", piece->jurisdiction_id),
				db_int("id", piece->id), db_int("received", piece->offset),
				db_int("length", (int64_t)piece->bytes.length),
				db_int("touched_ms", clock_now_ms())),
			&changes, err);

	if (rc)
		return rc;
	if (!changes)
		return error_set(err, ERR_CONFLICT,
				 "Another window is uploading this file; go on from where it stands.",
				 "另一窗口正在上传该文件，请从当前进度继续。");
	return blobs->driver == BLOB_TABLE ? blob_stage_write(blobs, db, piece, err) : 0;
}

/* Examining ------------------------------------------------------------------------------------ */

static int refuse_type(const struct upload_examiner *examiner, struct str type, struct arena *arena,
		       struct error *err)
{
	struct str accepted = upload_rules_extensions(examiner->rules, arena);

	return error_invalid(err, "file", arena_text(arena, type),
			     arena_format(arena, "one of these, by its content: %.*s",
					  STR_ARG(accepted)).bytes,
			     arena_format(arena, "以下类型之一（按内容判断）：%.*s",
					  STR_ARG(accepted)).bytes);
}

static int examine_file(const struct upload_examiner *examiner, int fd, struct upload *upload,
			struct arena *arena, struct error *err)
{
	const struct upload_type *type;
	int rc = media_type_of(fd, upload->file_name, arena, &upload->media_type, err);

	if (rc)
		return rc;
	type = upload_rules_find(examiner->rules, upload->media_type);
	if (!type)
		return refuse_type(examiner, upload->media_type, arena, err);
	rc = blob_hash(fd, 0, upload->bytes, &upload->sha256, err);
	if (!rc && examiner->scanner)
		rc = scanner_scan(examiner->scanner, fd, upload->bytes, err);
	if (!rc)
		upload->file_name = upload_file_name(upload->file_name, type, arena);
	return rc;
}

int upload_examine(const struct upload_examiner *examiner, struct db *db, struct upload *upload,
		   struct arena *arena, struct error *err)
{
	struct blob staged = { .jurisdiction_id = upload->jurisdiction_id,
			       .id = upload->id,
			       .bytes = upload->bytes };
	int fd = -1, rc;

	if (upload->is_ready)
		return 0;
	if (upload->received != upload->bytes)
		return stands_elsewhere(upload->received, err);
	rc = blob_open_staged(examiner->blobs, db, &staged, &fd, err);
	if (rc)
		return rc;
	rc = examine_file(examiner, fd, upload, arena, err);
	close(fd);
	staged.sha256 = upload->sha256;
	if (!rc)
		rc = blob_place(examiner->blobs, &staged, err);
	upload->is_ready = rc == 0;
	return rc;
}

int upload_mark_ready(struct db *db, const struct upload *upload, struct error *err)
{
	int64_t changes = 0;
	int rc = db_run(db, STATEMENT_UPLOAD_READY,
			DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
				db_int("id", upload->id),
				db_blob("sha256", hash_str(&upload->sha256)),
				db_text("media_type", upload->media_type),
				db_text("file_name", upload->file_name),
				db_int("touched_ms", clock_now_ms())),
			&changes, err);

	return rc || changes ? rc : not_there(err);
}

int upload_end(const struct blobs *blobs, struct db *db, const struct upload *upload, bool bytes,
	       struct error *err)
{
	const struct blob staged = { .jurisdiction_id = upload->jurisdiction_id, .id = upload->id };
	int rc = db_run(db, STATEMENT_UPLOAD_END,
			DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
				db_int("id", upload->id)),
			NULL, err);

	return rc || !bytes ? rc : blob_stage_remove(blobs, db, &staged, err);
}

/* Tidying -------------------------------------------------------------------------------------- */

struct unfinished {
	struct blob staged;
	int64_t received;
};

static int find_unfinished(struct db *db, struct unfinished *out, size_t *out_count,
			   struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_UPLOAD_UNFINISHED, DB_NO_ARGS, &query, err);

	*out_count = 0;
	if (rc)
		return rc;
	while (*out_count < UNFINISHED_SEEN && (rc = db_query_step(query, err)) == 1)
		out[(*out_count)++] = (struct unfinished){
			.staged = { .jurisdiction_id = db_query_int(query, 0),
				    .id = db_query_int(query, 1) },
			.received = db_query_int(query, 2),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* An upload whose bytes are not all here (the folder was not restored with the database, a crash between
 * place and row) begins anew instead of ending in a wrong file. */
static int restart_lost(const struct blobs *blobs, struct db *db, struct error *err)
{
	struct unfinished *found = memory_alloc(UNFINISHED_SEEN * sizeof(*found));
	size_t count = 0;
	int rc = found ? find_unfinished(db, found, &count, err)
		       : error_broken(err, ERR_MEMORY, "unfinished uploads");

	for (size_t i = 0; !rc && i < count; i++) {
		int64_t size = 0;

		rc = blob_stage_size(blobs, db, &found[i].staged, &size, err);
		if (!rc && size < found[i].received)
			rc = db_run(db, STATEMENT_UPLOAD_RESTART,
				    DB_ARGS(db_int("jurisdiction_id",
						   found[i].staged.jurisdiction_id),
					    db_int("id", found[i].staged.id)),
				    NULL, err);
	}
	memory_free(found);
	return rc;
}

static int tidy_within(const struct blobs *blobs, struct db *db, const struct upload_rules *rules,
		       struct blob_sweep *sweep, struct error *err)
{
	int rc = db_run(db, STATEMENT_UPLOAD_OVER,
			DB_ARGS(db_int("before_ms", clock_now_ms() - rules->kept_days * DAY_MS)), NULL,
			err);

	if (!rc)
		rc = restart_lost(blobs, db, err);
	return rc ? rc : blob_sweep(blobs, db, sweep, err);
}

int upload_tidy(const struct blobs *blobs, struct db *db, const struct upload_rules *rules,
		struct blob_sweep *sweep, struct error *err)
{
	int rc = db_begin_write(db, err);

	if (!rc)
		rc = tidy_within(blobs, db, rules, sweep, err);
	if (rc) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db, err);
}
