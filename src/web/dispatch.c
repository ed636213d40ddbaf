/*
 * dispatch.c - one request from the socket to its answer (ARCHITECTURE.md follows one).
 *
 * A GET is answered on the io thread, a slow one (ROUTE_SLOW, a workbook) on a worker. A POST passes up
 * to four stages on three kinds of threads:
 *
 *     io thread      session, access, CSRF, form
 *     worker         route->prepare            (only when the row has one)
 *     writer         route->act                in the write transaction, with its ledger leaf
 *     worker         route->show with the error (only when prepare or act was refused),
 *                    or with the result (ROUTE_SHOWS_RESULT)
 *
 * Before that, a row with ROUTE_REAUTHENTICATE may first take a round of its own: worker (password), writer
 * (code, and that the session is recent again), and on to the first stage.
 *
 * Exactly one thread owns the request at any time; http_finish() gives it back to the server.
 */
#include "web/app.h"

#include "base/log.h"
#include "evidence/upload_rules.h"
#include "web/asset.h"
#include "web/audit_log.h"
#include "web/error_page.h"
#include "web/program.h"
#include "web/reauthenticate.h"
#include "web/request.h"
#include "web/route.h"

#define DISPATCH_BUSY_SECONDS "2"

struct dispatch {
	struct page page;
	struct http_exchange *http;
	struct error error;
};

static void answer_error(struct dispatch *dispatch, int rc)
{
	if (error_classify(rc) == ERROR_OUR_FAULT)
		log_write_detail(LOG_LEVEL_ERROR, "web", dispatch->error.detail, "%.*s: %s: %s",
				 STR_ARG(dispatch->http->path), error_code_name(rc),
				 dispatch->error.en);
	if (rc == -ERR_DENIED && dispatch->page.session.account_id)
		audit_note(&dispatch->page, AUDIT_DENIED, STR_EMPTY);
	if (rc == -ERR_BUSY && dispatch->http->status != 429)
		http_add_header(dispatch->http, "Retry-After", DISPATCH_BUSY_SECONDS);
	error_page(&dispatch->page, &dispatch->error);
}

/* Run a reading handler on this thread's connection, inside one snapshot. */
static int run_reading(struct dispatch *dispatch,
		       int (*handler)(struct page *page, struct error *err))
{
	struct page *page = &dispatch->page;
	struct error *err = &dispatch->error;
	int rc = app_reader(page->app, &page->db, err);

	if (rc == 0)
		rc = db_begin_read(page->db, err);
	if (rc < 0)
		return rc;
	rc = handler(page, err);
	if (rc == 0 && page->is_download)
		audit_note(page, AUDIT_DOWNLOAD, STR_EMPTY);
	db_rollback(page->db);
	page->db = NULL;
	return rc;
}

/* Worker: show the form again with what was typed and why it was refused; or an error page. */
static void show_refusal(void *context)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;
	struct error refusal = dispatch->error;

	page->error = refusal;
	page->http->status = error_http_status(refusal.code);
	if (page->route->show && error_classify(refusal.code) != ERROR_OUR_FAULT &&
	    page->format == PAGE_HTML && !page->program) {
		error_clear(&dispatch->error);
		if (run_reading(dispatch, page->route->show) == 0) {
			http_finish(dispatch->http);
			return;
		}
	}
	dispatch->error = refusal;
	answer_error(dispatch, refusal.code);
	http_finish(dispatch->http);
}

static void refuse_later(struct dispatch *dispatch)
{
	struct error busy;

	if (worker_submit(dispatch->page.app->workers, show_refusal, dispatch, &busy) == 0)
		return;
	answer_error(dispatch, dispatch->error.code);
	http_finish(dispatch->http);
}

/* Writer: the act itself. May run twice when PostgreSQL asks for a retry. */
static int run_act(struct db *db, void *context, struct error *err)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;
	struct act act;
	int64_t jurisdiction_id =
		page->route->flags & ROUTE_INSTALLATION ? 0 : page->jurisdiction_id;
	enum role role = rights_acting_role(&page->rights, page->route->access);
	struct act_start start = {
		.db = db,
		.arena = page->arena,
		.heads = page->app->heads,
		.jurisdiction_id = jurisdiction_id,
		.account_id = page->session.account_id,
		.token_id = page->session.token_id,
		.on_behalf_id = rights_acting_for(&page->rights, page->route->access),
		.role = role == ROLE_COUNT ? "visitor" : role_name(role),
		.kind = page->route->act_kind,
		/* A copy that may only be read still lets people log in to read it. */
		.allow_sealed = str_starts_with(str_from(page->route->act_kind), STR("session.")),
	};
	int rc = act_begin(&act, &start, err);

	http_forget_headers(page->http); /* of a run before this one that was undone */
	page->db = db;
	page->act = &act;
	page->done = (struct page_done){ .describe = page->done.describe };
	if (rc == 0)
		rc = page->route->act(page, &act, err);
	/* No leaf: an outsider could make the ledger grow. */
	if (rc == 0 && strcmp(act.kind, "session.refuse") == 0) {
		audit_note(page, AUDIT_LOG_IN_REFUSED, act.summary);
		act.unrecorded = true;
	}
	if (rc == 0)
		rc = act_finish(&act, (page->route->flags & ROUTE_ALWAYS_LOGGED) != 0, err);
	program_note(page, &act);
	page->act = NULL;
	page->db = NULL;
	return rc;
}

/* Worker: the answer to an act that was committed. */
static void show_result(void *context)
{
	struct dispatch *dispatch = context;
	int rc = run_reading(dispatch, dispatch->page.route->show);

	if (rc < 0)
		answer_error(dispatch, rc);
	http_finish(dispatch->http);
}

static void finish_act(struct dispatch *dispatch)
{
	struct page *page = &dispatch->page;
	int rc = 0;

	if (page->route->flags & ROUTE_SHOWS_RESULT) {
		rc = worker_submit(page->app->workers, show_result, dispatch, &dispatch->error);
		if (rc == 0)
			return;
		answer_error(dispatch, rc);
	} else {
		program_answer(page);
	}
	http_finish(dispatch->http);
}

static void act_done(void *context, int code, const struct error *err)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;

	if (code == 0 && page->forgets_sessions)
		session_cache_invalidate(page->app->sessions, page->forgotten_account);
	if (code == 0 && page->error.code == 0) {
		finish_act(dispatch);
		return;
	}
	dispatch->error = code == 0 ? page->error : *err;
	if (code < 0)
		dispatch->error.code = code;
	http_forget_headers(page->http); /* no session, no "was imported": the act did not happen */
	refuse_later(dispatch);
}

static int submit_act(struct dispatch *dispatch)
{
	struct writer_job job = { .run = run_act, .done = act_done, .context = dispatch };

	return writer_submit(dispatch->page.app->writer, &job, &dispatch->error);
}

/* Worker: the slow part, then on to the writer. */
static void run_prepare(void *context)
{
	struct dispatch *dispatch = context;
	const struct route *route = dispatch->page.route;
	int rc = route->prepare ? run_reading(dispatch, route->prepare) : 0;

	if (rc == 0 && !route->act) {
		program_answer(&dispatch->page);
		http_finish(dispatch->http);
		return;
	}
	if (rc == 0)
		rc = submit_act(dispatch);
	if (rc < 0) {
		dispatch->error.code = rc;
		show_refusal(dispatch);
	}
}

/* Worker: ask (again) who it is, with the posted fields carried along. */
static void show_question(void *context)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;
	int rc;

	page->error = dispatch->error;
	page->http->status = page->error.code ? error_http_status(page->error.code) : 403;
	rc = run_reading(dispatch, reauthenticate_show);
	if (rc < 0)
		answer_error(dispatch, rc);
	http_finish(dispatch->http);
}

/* Writer: the code is used up, the session is recent again, or the failure is counted. */
static int run_question(struct db *db, void *context, struct error *err)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;
	struct act act;
	const struct act_start start = { .db = db,
					 .arena = page->arena,
					 .heads = page->app->heads,
					 .account_id = page->session.account_id,
					 .role = "visitor",
					 .kind = "session.reauthenticate" };
	int rc = act_begin(&act, &start, err);

	if (rc == 0)
		rc = reauthenticate_act(page, &act, err);
	return rc < 0 ? rc : act_finish(&act, true, err);
}

static void question_done(void *context, int code, const struct error *err)
{
	struct dispatch *dispatch = context;
	struct page *page = &dispatch->page;
	bool passed = code == 0 && page->error.code == 0;

	if (passed)
		session_cache_invalidate(page->app->sessions, page->session.account_id);
	dispatch->error = code == 0 ? page->error : *err;
	if (code < 0)
		dispatch->error.code = code;
	if (worker_submit(page->app->workers, passed ? run_prepare : show_question, dispatch,
			  &dispatch->error) == 0)
		return;
	answer_error(dispatch, dispatch->error.code);
	http_finish(dispatch->http);
}

/* Worker: the password is compared before the writer hears of it. */
static void check_answer(void *context)
{
	struct dispatch *dispatch = context;
	struct writer_job job = { .run = run_question, .done = question_done, .context = dispatch };
	int rc = run_reading(dispatch, reauthenticate_prepare);

	if (rc == 0)
		rc = writer_submit(dispatch->page.app->writer, &job, &dispatch->error);
	if (rc < 0) {
		dispatch->error.code = rc;
		show_question(dispatch);
	}
}

static int question_or_act(struct dispatch *dispatch)
{
	struct page *page = &dispatch->page;

	if (!reauthenticate_needed(page))
		return page->route->prepare ? worker_submit(page->app->workers, run_prepare,
							    dispatch, &dispatch->error)
					    : submit_act(dispatch);
	if (page->session.token_id)
		return error_set(&dispatch->error, ERR_DENIED,
				 "This is for people: a token cannot confirm who it is.",
				 "此操作须由本人确认身份，令牌不能执行。");
	return worker_submit(page->app->workers,
			     reauthenticate_answered(page) ? check_answer : show_question,
			     dispatch, &dispatch->error);
}

static enum http_flow start_post(struct dispatch *dispatch)
{
	struct page *page = &dispatch->page;
	int rc = request_check_post(page, &dispatch->error);

	if (rc == 0)
		rc = question_or_act(dispatch);
	if (rc == 0)
		return HTTP_LATER;
	answer_error(dispatch, rc);
	return HTTP_DONE;
}

static void answer_static(struct http_exchange *http)
{
	const struct embedded_file *file = asset_find(http->path);

	if (file)
		http_static(http, file->bytes, file->gzip, file->type, file->etag,
			    form_has(&http->query, "v"));
	else
		http->status = 404;
}

/* Worker: a page that takes long. */
static void show_slowly(void *context)
{
	struct dispatch *dispatch = context;
	int rc = run_reading(dispatch, dispatch->page.route->show);

	if (rc < 0) {
		dispatch->error.code = rc;
		answer_error(dispatch, rc);
	}
	http_finish(dispatch->http);
}

static bool is_slow(const struct page *page)
{
	return page->route->flags & ROUTE_SLOW || page->format == PAGE_XLSX;
}

static enum http_flow answer_page(struct dispatch *dispatch)
{
	struct page *page = &dispatch->page;
	int rc = request_open(page, &dispatch->error);

	if (rc == -ERR_LOGIN && request_offers_login(page))
		return HTTP_DONE;
	if (rc == 0 && page->route->method == HTTP_POST)
		return start_post(dispatch);
	if (rc == 0 && is_slow(page)) {
		rc = worker_submit(page->app->slow_pages, show_slowly, dispatch, &dispatch->error);
		if (rc == 0)
			return HTTP_LATER;
	} else if (rc == 0) {
		rc = run_reading(dispatch, page->route->show);
	}
	if (rc < 0) {
		dispatch->error.code = rc;
		answer_error(dispatch, rc);
	}
	return HTTP_DONE;
}

enum http_flow app_handle(void *context, struct http_exchange *http)
{
	if (str_starts_with(http->path, STR("/static/"))) {
		answer_static(http);
		return HTTP_DONE;
	}
	struct dispatch *dispatch = ARENA_NEW(http->arena, struct dispatch);
	if (!dispatch) {
		http->status = 503;
		return HTTP_DONE;
	}
	app_tick(context);
	dispatch->http = http;
	dispatch->page = (struct page){ .app = context, .http = http, .arena = http->arena,
					.query = &http->query, .form = &http->form };
	return answer_page(dispatch);
}

/* A body that may fill the disk is taken only from who may post it. */
static size_t file_limit(struct app *app, struct http_exchange *http)
{
	struct page page = { .app = app, .http = http, .arena = http->arena, .query = &http->query,
			     .form = &http->form };
	struct error ignored; /* the answer is 403 */

	if (request_open(&page, &ignored) < 0)
		return 0;
	return (size_t)app->upload_rules->maximum_bytes + PAGE_BODY_BYTES;
}

size_t app_body_limit(void *context, struct http_exchange *http)
{
	struct str parameters[PAGE_PARAMETERS];
	bool other;
	const struct route *route = route_find(HTTP_POST, http->path, parameters, &other);

	if (route && route->flags & ROUTE_FILE_BODY)
		return file_limit(context, http);
	return route && route->flags & ROUTE_LARGE_BODY ? PAGE_UPLOAD_BYTES : PAGE_BODY_BYTES;
}
