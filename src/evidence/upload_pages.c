/*
 * upload_pages.c - choosing a file, and how its bytes come.
 *
 * Without JavaScript: one form, one request; the body goes to the disk as it comes (http/http.h). With
 * static/upload.js: an upload is begun, pieces are posted one after another, and after a lost connection, a
 * reload or a restart of the server it goes on from where it stands, found again by the file's fingerprint.
 * Either way the examined file waits until it is described (evidence_form_pages.c).
 *
 * Pieces run on workers and send the writer small jobs of their own, so that it never waits for a disk full
 * of bytes.
 */
#include "evidence/upload_view.h"

#include "messages_evidence.h"
#include "statements_upload.h"
#include "templates_evidence.h"
#include "web/app.h"
#include "web/asset.h"
#include "web/form_error.h"
#include "web/routes.h"
#include "web/view_field.h"

#define SHOWN 20

static const struct form_label labels[] = {
	{ "file", MESSAGE_UPLOAD_FILE },
	{ "bytes", MESSAGE_UPLOAD_FILE },
	{ NULL, MESSAGE_NONE },
};

int upload_of_page(struct page *page, struct db *db, struct str id, struct upload *out,
		   struct error *err)
{
	*out = (struct upload){ .jurisdiction_id = page->jurisdiction_id,
				.account_id = page->session.account_id };
	if (!id_parse(id, &out->id))
		return error_set(err, ERR_NOT_FOUND, "There is no such upload.", "没有这个上传。");
	return upload_get(db, out, page->arena, err);
}

static struct safe_url describe_url(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/evidence/new/file?upload=%I", id);
}

/* Jobs of the writer --------------------------------------------------------------------------- */

struct upload_job {
	struct page *page;
	struct upload *upload;
	struct blob_piece piece;
};

static int run_begin(struct db *db, void *context, struct error *err)
{
	struct upload_job *job = context;

	return upload_begin(db, job->page->app->upload_rules, job->upload, job->page->arena, err);
}

static int run_advance(struct db *db, void *context, struct error *err)
{
	struct upload_job *job = context;

	return upload_advance(&job->page->app->blobs, db, &job->piece, err);
}

static int run_ready(struct db *db, void *context, struct error *err)
{
	struct upload_job *job = context;

	return upload_mark_ready(db, job->upload, err);
}

static int run_end(struct db *db, void *context, struct error *err)
{
	struct upload_job *job = context;

	return upload_end(&job->page->app->blobs, db, job->upload, true, err);
}

static int run_job(struct upload_job *job, int (*run)(struct db *, void *, struct error *),
		   struct error *err)
{
	const struct writer_job order = { .run = run, .context = job };

	if (job->page->app->seal != SEAL_NONE)
		return error_set(err, ERR_STATE, "This copy may only be read.", "此副本只能读取。");
	return writer_run(job->page->app->writer, &order, err);
}

/* Bytes ---------------------------------------------------------------------------------------- */

static int take_piece(struct upload_job *job, int64_t offset, struct str bytes, struct error *err)
{
	struct upload *upload = job->upload;
	const struct blobs *blobs = &job->page->app->blobs;
	int rc = upload_check_piece(upload, offset, (int64_t)bytes.length, err);

	if (rc < 0)
		return rc;
	job->piece = (struct blob_piece){ upload->jurisdiction_id, upload->id, offset, bytes, true };
	if (blobs->driver == BLOB_FOLDER)
		rc = blob_stage_write(blobs, job->page->db, &job->piece, err);
	if (rc == 0)
		rc = run_job(job, run_advance, err);
	if (rc == 0)
		upload->received += (int64_t)bytes.length;
	return rc;
}

/* What it is refused for stays true: the bytes go. */
static bool is_final(int code)
{
	return code == -ERR_INVALID || code == -ERR_RULE;
}

static int examine(struct upload_job *job, struct db *db, struct error *err)
{
	const struct app *app = job->page->app;
	const struct upload_examiner examiner = { &app->blobs, app->upload_rules,
						  app->options.scanner };
	struct error ignored;
	int rc;

	if (job->upload->is_ready)
		return 0;
	rc = upload_examine(&examiner, db, job->upload, job->page->arena, err);
	if (is_final(rc) && run_job(job, run_end, &ignored) < 0)
		return rc; /* it goes by itself in some days */
	return rc < 0 ? rc : run_job(job, run_ready, err);
}

/* The snapshot of this request is older than what the writer has just written. */
static int examine_now(struct upload_job *job, struct error *err)
{
	struct page *page = job->page;
	int rc;

	db_rollback(page->db);
	rc = db_begin_read(page->db, err);
	return rc < 0 ? rc : examine(job, page->db, err);
}

/* The form ------------------------------------------------------------------------------------- */

static int fill_rows(struct page *page, struct upload_view *view, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_UPLOAD_OWN,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("account_id", page->session.account_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	view->rows.items = ARENA_ARRAY(page->arena, struct upload_row, SHOWN);
	while (view->rows.items && view->rows.count < SHOWN && (rc = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0), bytes = db_query_int(query, 2);
		bool ready = db_query_int(query, 4) != 0;
		int64_t share = bytes ? db_query_int(query, 3) * 100 / bytes : 0;

		view->rows.items[view->rows.count++] = (struct upload_row){
			.name = db_query_copy(query, 1, page->arena),
			.progress = ready ? str_from(page_text(page, MESSAGE_UPLOAD_READY))
					  : arena_format(page->arena, "%lld%%", (long long)share),
			.touched = page_instant(page, db_query_int(query, 5)),
			.describe = ready ? describe_url(page, id) : (struct safe_url){ STR_EMPTY },
			.discard = safe_url_format(page->arena, "/evidence/uploads/%I/discard", id),
		};
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int show_new(struct page *page, struct error *err)
{
	const struct upload_rules *rules = page->app->upload_rules;
	struct message_value limits[] = {
		{ "megabytes", page_number(page, rules->maximum_bytes >> 20) },
		{ "types", upload_rules_extensions(rules, page->arena) },
	};
	struct upload_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.accept = upload_rules_accept(rules, page->arena),
		.limits = page_message(page, MESSAGE_UPLOAD_LIMITS, limits, 2),
		.piece_bytes = arena_format(page->arena, "%lld", (long long)UPLOAD_PIECE_BYTES),
		.script = asset_url(page->arena, "/static/upload.js"),
	};
	int rc = fill_rows(page, &view, err);

	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_UPLOAD_TITLE)),
				    template_upload_new_slot(&view), err);
}

/* The plain form: the whole file in one request ------------------------------------------------ */

static int take_whole(struct upload_job *job, struct str bytes, struct error *err)
{
	int rc = run_job(job, run_begin, err);

	while (rc == 0 && job->upload->received < job->upload->bytes)
		rc = take_piece(job, job->upload->received,
				str_slice(bytes, (size_t)job->upload->received,
					  (size_t)UPLOAD_PIECE_BYTES),
				err);
	return rc < 0 ? rc : examine_now(job, err);
}

static int prepare_file(struct page *page, struct error *err)
{
	const struct form_field *file = form_find(page->form, "file");
	struct upload upload = { .jurisdiction_id = page->jurisdiction_id,
				 .account_id = page->session.account_id };
	struct upload_job job = { .page = page, .upload = &upload };
	int rc;

	if (!file || !file->is_file || !file->value.length)
		return error_invalid(err, "file", "", "a file that is not empty", "请选择一个非空文件");
	upload.file_name = file->file_name.length ? file->file_name : STR("file");
	upload.bytes = (int64_t)file->value.length;
	rc = take_whole(&job, file->value, err);
	if (rc < 0)
		return rc;
	page_redirect(page, describe_url(page, upload.id));
	return 0;
}

/* Pieces --------------------------------------------------------------------------------------- */

static void put_upload(const struct upload *upload, struct json *json)
{
	json_object_begin(json);
	json_name(json, "id");
	json_id(json, upload->id);
	json_name(json, "bytes");
	json_int(json, upload->bytes);
	json_name(json, "received");
	json_int(json, upload->received);
	json_name(json, "ready");
	json_bool(json, upload->is_ready);
	json_object_end(json);
}

static void describe(const struct page *page, struct json *json)
{
	if (!page->state)
		return;
	json_name(json, "upload");
	put_upload(page->state, json);
}

static int answer(struct page *page, struct upload *upload)
{
	page->state = upload;
	page->done.describe = describe;
	return 0;
}

static int act_begin_upload(struct page *page, struct act *act, struct error *err)
{
	struct upload *upload = ARENA_NEW(page->arena, struct upload);
	int rc;

	if (!upload)
		return error_broken(err, ERR_MEMORY, "an upload");
	*upload = (struct upload){ .jurisdiction_id = act->jurisdiction_id,
				   .account_id = act->account_id,
				   .file_name = form_value(page->form, "name"),
				   .fingerprint = form_value(page->form, "fingerprint") };
	if (!str_parse_int(str_trim(form_value(page->form, "bytes")), 0, INT64_MAX, &upload->bytes))
		return error_invalid(err, "bytes", "", "the file's size in bytes",
				     "文件大小（字节数）");
	rc = upload_begin(act->db, page->app->upload_rules, upload, page->arena, err);
	return rc < 0 ? rc : answer(page, upload);
}

static int load_upload(struct page *page, struct db *db, struct upload **out, struct error *err)
{
	*out = ARENA_NEW(page->arena, struct upload);
	return *out ? upload_of_page(page, db, page->parameters[0], *out, err)
		    : error_broken(err, ERR_MEMORY, "an upload");
}

static int prepare_piece(struct page *page, struct error *err)
{
	struct upload_job job = { .page = page };
	int64_t offset;
	int rc = load_upload(page, page->db, &job.upload, err);

	if (rc < 0)
		return rc;
	answer(page, job.upload); /* a refusal says where it stands, too */
	if (!str_parse_int(form_value(page->query, "offset"), 0, INT64_MAX, &offset))
		return error_invalid(err, "offset", "", "where the piece begins, in bytes",
				     "分片起始位置（字节数）");
	return take_piece(&job, offset, page->http->body, err);
}

static int prepare_finish(struct page *page, struct error *err)
{
	struct upload_job job = { .page = page };
	int rc = load_upload(page, page->db, &job.upload, err);

	if (rc == 0)
		rc = examine(&job, page->db, err);
	if (rc < 0)
		return rc;
	page_redirect(page, describe_url(page, job.upload->id));
	return answer(page, job.upload);
}

static int show_upload(struct page *page, struct error *err)
{
	struct upload *upload;
	struct json json;
	int rc = load_upload(page, page->db, &upload, err);

	if (rc < 0)
		return rc;
	if (page->format != PAGE_JSON) {
		page_redirect(page, upload->is_ready ? describe_url(page, upload->id)
						     : SAFE_URL("/evidence/new"));
		return 0;
	}
	page_begin_json(page, &json);
	put_upload(upload, &json);
	return 0;
}

static int act_discard(struct page *page, struct act *act, struct error *err)
{
	struct upload *upload;
	int rc = load_upload(page, act->db, &upload, err);

	if (rc == 0)
		rc = upload_end(&page->app->blobs, act->db, upload, true, err);
	page_flash(page, MESSAGE_FLASH_UPLOAD_GONE);
	page_redirect(page, SAFE_URL("/evidence/new"));
	return rc;
}

static const struct route_input begin_input[] = {
	{ .name = "name", .type = INPUT_TEXT, .required = true, .maximum = 300,
	  .label = MESSAGE_EVIDENCE_FILE_NAME },
	{ .name = "bytes", .type = INPUT_INTEGER, .required = true, .minimum = 1,
	  .maximum = INT64_MAX, .label = MESSAGE_EVIDENCE_BYTES },
	{ .name = "fingerprint", .type = INPUT_TEXT, .maximum = 200,
	  .label = MESSAGE_UPLOAD_FINGERPRINT },
	{ .name = NULL },
};

static const struct view_field upload_members[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "bytes", .type = VIEW_INTEGER },
	{ .name = "received", .type = VIEW_INTEGER },
	{ .name = "ready", .type = VIEW_BOOLEAN },
	{ .name = NULL },
};

#define UPLOADS .access = PERMISSION_EVIDENCE_WRITE, .title = MESSAGE_UPLOAD_TITLE

const struct route upload_routes[] = {
	{ .method = HTTP_GET, .path = "/evidence/new", UPLOADS, .show = show_new },
	{ .method = HTTP_POST, .path = "/evidence/new", UPLOADS, .flags = ROUTE_FILE_BODY,
	  .show = show_new, .prepare = prepare_file },
	{ .method = HTTP_POST, .path = "/evidence/uploads", UPLOADS, .act = act_begin_upload,
	  .act_kind = "upload.begin", .input = begin_input },
	{ .method = HTTP_GET, .path = "/evidence/uploads/{id}", UPLOADS, .flags = ROUTE_JSON,
	  .show = show_upload, .view = upload_members },
	{ .method = HTTP_POST, .path = "/evidence/uploads/{id}/piece", UPLOADS,
	  .flags = ROUTE_LARGE_BODY, .prepare = prepare_piece },
	{ .method = HTTP_POST, .path = "/evidence/uploads/{id}/finish", UPLOADS,
	  .prepare = prepare_finish },
	{ .method = HTTP_POST, .path = "/evidence/uploads/{id}/discard", UPLOADS,
	  .act = act_discard, .act_kind = "upload.discard" },
	{ .path = NULL },
};
