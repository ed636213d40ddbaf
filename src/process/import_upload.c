/* import_upload.c - see import_upload.h. */
#include "process/import_upload.h"

#include "base/id.h"
#include "statements_import_upload.h"

#define FILE_NAME_BYTES 200

static int end_old(struct act *act, struct error *err)
{
	return db_run(act->db, STATEMENT_IMPORT_UPLOAD_END_OLD,
		      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			      db_int("since_ms", clock_now_ms() - IMPORT_UPLOAD_MS),
			      db_int("account_id", act->account_id),
			      db_int("kept", IMPORT_UPLOADS_KEPT)),
		      NULL, err);
}

int import_upload_keep(struct act *act, struct import_upload *upload, struct error *err)
{
	const char *profile = import_profile_name(upload->profile);
	int code;

	upload->jurisdiction_id = act->jurisdiction_id;
	upload->account_id = act->account_id;
	upload->id = id_new();
	code = db_run(act->db, STATEMENT_IMPORT_UPLOAD_INSERT,
		      DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
			      db_int("id", upload->id), db_int("account_id", upload->account_id),
			      db_text("profile", str_from(profile)),
			      db_text("file_name", utf8_cut(upload->file_name, FILE_NAME_BYTES)),
			      db_text("sheet", STR("")), db_text("rules", STR("")),
			      db_blob("content", upload->content),
			      db_int("created_ms", clock_now_ms())),
		      NULL, err);
	return code ? code : end_old(act, err);
}

int import_upload_get(struct db *db, struct import_upload *upload, struct arena *arena,
		      struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_IMPORT_UPLOAD_GET,
				 DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
					 db_int("id", upload->id),
					 db_int("account_id", upload->account_id),
					 db_int("since_ms", clock_now_ms() - IMPORT_UPLOAD_MS)),
				 &query, err);

	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		int profile = import_profile_find(db_query_bytes(query, 0));

		upload->profile = (enum import_profile_kind)(profile < 0 ? 0 : profile);
		upload->file_name = db_query_copy(query, 1, arena);
		upload->sheet = db_query_copy(query, 2, arena);
		upload->rules = db_query_copy(query, 3, arena);
		upload->content = db_query_copy(query, 4, arena);
		code = upload->content.bytes ? 0 : error_broken(err, ERR_MEMORY, "an upload");
	} else if (!code) {
		code = error_set(err, ERR_NOT_FOUND,
				 "This file is not kept any more (files wait for one day); choose "
				 "it again.",
				 "该文件已不再保留（文件只保留一天），请重新选择。");
	}
	db_query_close(query);
	return code;
}

int import_upload_set(struct db *db, const struct import_upload *upload, struct error *err)
{
	return db_run(db, STATEMENT_IMPORT_UPLOAD_SET,
		      DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
			      db_int("id", upload->id), db_int("account_id", upload->account_id),
			      db_text("sheet", upload->sheet), db_text("rules", upload->rules)),
		      NULL, err);
}

int import_upload_end(struct db *db, const struct import_upload *upload, struct error *err)
{
	return db_run(db, STATEMENT_IMPORT_UPLOAD_END,
		      DB_ARGS(db_int("jurisdiction_id", upload->jurisdiction_id),
			      db_int("id", upload->id), db_int("account_id", upload->account_id)),
		      NULL, err);
}
