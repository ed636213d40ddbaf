/*
 * app.c - start and stop of the server, and each thread's own read connection.
 */
#include "web/app.h"

#include <pthread.h>
#include <unistd.h>

#include "base/log.h"
#include "evidence/upload.h"
#include "mail/mail_send.h"
#include "store/migrate.h"
#include "web/audit_log.h"
#include "web/backup_run.h"
#include "web/reminder_run.h"
#include "web/route.h"

#define APP_WORKERS 2
#define APP_WORKER_QUEUE 256
#define APP_SLOW_WORKERS 2
#define APP_SLOW_QUEUE 32
#define APP_STOP_GRACE_MS 10000
#define APP_SEEN_MS 60000 /* decisions.md 10 */

/* One server per process; its readers hang on the threads that opened them. */
static pthread_key_t reader_key;
static pthread_once_t reader_key_once = PTHREAD_ONCE_INIT;

static void reader_close(void *reader)
{
	db_close(reader);
}

static void reader_key_make(void)
{
	pthread_key_create(&reader_key, reader_close);
}

int app_reader(struct app *app, struct db **out, struct error *err)
{
	pthread_once(&reader_key_once, reader_key_make);
	struct db *db = pthread_getspecific(reader_key);
	if (!db) {
		int rc = db_open(app->options.where, DB_READ_ONLY, &db, err);
		if (rc < 0)
			return rc;
		pthread_setspecific(reader_key, db);
	}
	*out = db;
	return 0;
}

static int store_seen(struct db *db, void *context, struct error *err)
{
	struct app *app = context;

	return session_store_seen(app->sessions, db, err);
}

static void seen_stored(void *context, int code, const struct error *err)
{
	(void)context;
	if (code < 0)
		log_write_detail(LOG_LEVEL_WARNING, "web", err->detail, "last-seen times: %s",
				 err->en);
}

void app_tick(struct app *app)
{
	long long last = atomic_load(&app->sessions_stored_ms);
	long long now = clock_monotonic_ms();
	struct writer_job job = { .run = store_seen, .done = seen_stored, .context = app };
	struct error ignored; /* a full queue: the next minute will do */

	audit_log_flush(app, false);
	if (now - last >= APP_SEEN_MS &&
	    atomic_compare_exchange_strong(&app->sessions_stored_ms, &last, now) && last &&
	    writer_submit(app->writer, &job, &ignored) < 0)
		atomic_store(&app->sessions_stored_ms, last);
}

static int check_database(const struct app_options *options, struct error *err)
{
	struct migration_state state;
	struct db *db;
	int rc = db_open(options->where, DB_READ_WRITE, &db, err);

	if (rc < 0)
		return rc;
	rc = migrate_check(db, &state, err);
	if (rc == 0 && state.applied < state.known)
		rc = error_set(err, ERR_STATE,
			       "the database is older than this program: run `lianze migrate`, or "
			       "`lianze init` for a new one",
			       "数据库版本低于程序：请先运行 lianze migrate；新库请运行 lianze init");
	if (rc == 0)
		rc = db_check_statements(db, err);
	db_close(db);
	return rc;
}

/* The disk refused a sync: the process is about to end (store/writer.h). */
static void log_halt(void *context, const struct error *err)
{
	(void)context;
	log_write_detail(LOG_LEVEL_ERROR, "store", err->detail, "stopping at once: %s", err->en);
}

/* A copy without its key may only be read: the writer refuses every act then. */
static int find_seal(struct app *app, struct error *err)
{
	struct db *db;
	int rc = db_open(app->options.where, DB_READ_ONLY, &db, err);

	if (rc < 0)
		return rc;
	rc = ledger_seal_read(db, app->has_key ? &app->key : NULL, &app->seal, err);
	db_close(db);
	if (rc == 0)
		ledger_heads_seal(app->heads, (int)app->seal);
	return rc;
}

#define APP_ARENA_BYTES  262144
#define APP_SWEEP_AGE_MS ((int64_t)3600 * 1000)

static int start_backups(struct app *app, struct error *err)
{
	const char *folder = app->options.backups;

	app->started_ms = clock_now_ms();
	if (!folder)
		folder = shelf_beside(app->options.where, app->arena);
	return backup_runner_new(app->options.where, folder, &app->backups, err);
}

static int load_mail(struct app *app, struct error *err)
{
	struct mail_settings *settings;

	if (!app->options.mail)
		return 0;
	settings = ARENA_NEW(app->arena, struct mail_settings);
	if (!settings)
		return error_broken(err, ERR_MEMORY, "mail settings");
	mail_send_prepare();
	app->mail = settings;
	return mail_settings_load(app->options.mail, app->arena, settings, err);
}

static int start_reminders(struct app *app, struct error *err)
{
	const struct reminder_options options = { .where = app->options.where,
						  .writer = app->writer,
						  .heads = app->heads,
						  .mail = app->mail,
						  .no_digests = app->options.no_digests };

	return app->seal == SEAL_NONE ? reminder_runner_start(&options, &app->reminders, err) : 0;
}

static int load_upload_rules(struct app *app, struct error *err)
{
	struct upload_rules *own;

	if (!app->options.upload_rules.length)
		return upload_rules_load(app->arena, &app->upload_rules, err);
	own = ARENA_NEW(app->arena, struct upload_rules);
	app->upload_rules = own;
	return own ? upload_rules_parse(app->options.upload_rules, app->arena, own, err)
		   : error_broken(err, ERR_MEMORY, "upload rules");
}

/* What an earlier process left behind of uploads goes; a file may be between its place and its row. */
static int start_files(struct app *app, struct error *err)
{
	struct blob_sweep sweep = { .age_ms = APP_SWEEP_AGE_MS, .remove = true };
	struct db *db;
	int rc = blobs_of(app->options.where, &app->blobs, err);

	app->arena = arena_new(APP_ARENA_BYTES);
	if (!app->arena)
		return error_broken(err, ERR_MEMORY, "server start");
	if (rc == 0)
		rc = blobs_prepare(&app->blobs, err);
	if (rc == 0)
		rc = load_upload_rules(app, err);
	if (rc == 0)
		rc = db_open(app->options.where, DB_READ_WRITE, &db, err);
	if (rc < 0)
		return rc;
	rc = upload_tidy(&app->blobs, db, app->upload_rules, &sweep, err);
	db_close(db);
	if (rc == 0 && sweep.files)
		log_write(LOG_LEVEL_INFO, "store", "%lld unfinished files removed, %lld bytes",
			  (long long)sweep.files, (long long)sweep.bytes);
	return rc;
}

int app_spool_open(void *context, int *out_fd, struct error *err)
{
	struct app *app = context;

	return blobs_spool_open(&app->blobs, out_fd, err);
}

static int start_parts(struct app *app, struct error *err)
{
	struct writer_hooks hooks;
	int rc;

	app->heads = ledger_heads_new();
	app->sessions = session_cache_new();
	app->token_guard = token_guard_new();
	app->audit = audit_log_new();
	if (!app->heads || !app->sessions || !app->token_guard || !app->audit)
		return error_broken(err, ERR_MEMORY, "server start");
	if (app->options.key_path) {
		rc = ledger_key_load(app->options.key_path, &app->key, err);
		if (rc < 0)
			return rc;
		app->has_key = true;
	}
	rc = find_seal(app, err);
	if (rc == 0)
		rc = start_files(app, err);
	if (rc == 0)
		rc = load_mail(app, err);
	if (rc < 0)
		return rc;
	hooks = ledger_writer_hooks(app->heads);
	hooks.halt = log_halt;
	rc = writer_start(app->options.where, &hooks, &app->writer, err);
	if (rc == 0)
		rc = worker_start(APP_WORKERS, APP_WORKER_QUEUE, &app->workers, err);
	if (rc == 0)
		rc = worker_start(APP_SLOW_WORKERS, APP_SLOW_QUEUE, &app->slow_pages, err);
	if (rc == 0)
		rc = start_backups(app, err);
	return rc == 0 ? start_reminders(app, err) : rc;
}

static int default_threads(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > 4 ? 4 : (int)cores;
}

static int start_http(struct app *app, struct error *err)
{
	struct http_options options = {
		.address = app->options.address,
		.port = app->options.port,
		.threads = app->options.threads > 0 ? app->options.threads : default_threads(),
		.body_maximum = PAGE_BODY_BYTES,
		.idle_seconds = 30,
		.total_seconds = 120,
		.connections = 1024,
		.connections_per_address = 256,
		.trust_forwarded = app->options.trust_forwarded,
		.access_log = app->options.access_log,
	};
	struct http_application application = { .handle = app_handle,
						.body_limit = app_body_limit,
						.spool_open = app_spool_open,
						.context = app };

	return http_start(&options, &application, &app->http, err);
}

int app_start(const struct app_options *options, struct app **out, struct error *err)
{
	int rc = check_database(options, err);
	if (rc < 0)
		return rc;

	struct app *app = memory_alloc(sizeof(*app));
	if (!app)
		return error_broken(err, ERR_MEMORY, "server");
	app->options = *options;
	pthread_mutex_init(&app->jurisdiction_lock, NULL);
	rc = start_parts(app, err);
	if (rc == 0)
		rc = start_http(app, err);
	if (rc < 0) {
		app_stop(app);
		return rc;
	}
	*out = app;
	return 0;
}

int app_port(const struct app *app)
{
	return http_port(app->http);
}

void app_stop(struct app *app)
{
	if (!app)
		return;
	if (app->http)
		http_stop(app->http, APP_STOP_GRACE_MS);
	if (app->workers)
		worker_stop(app->workers);
	if (app->slow_pages)
		worker_stop(app->slow_pages);
	backup_runner_free(app->backups);
	reminder_runner_stop(app->reminders);
	if (app->writer && app->audit)
		audit_log_flush(app, true);
	if (app->writer)
		writer_stop(app->writer);
	ledger_key_clear(&app->key);
	session_cache_free(app->sessions);
	audit_log_free(app->audit);
	token_guard_free(app->token_guard);
	ledger_heads_free(app->heads);
	pthread_mutex_destroy(&app->jurisdiction_lock);
	arena_free(app->arena);
	memory_free(app);
}
