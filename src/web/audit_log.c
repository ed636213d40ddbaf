/*
 * audit_log.c - two arrays: what waits, and what the writer is writing. The writer may run a job
 * again, so a batch stays until it is durable.
 */
#include "web/audit_log.h"

#include <pthread.h>
#include <stdio.h>

#include "base/log.h"
#include "statements_audit_log.h"
#include "web/app.h"

#define NOTES_MAXIMUM 256
#define LOGIN_BYTES 68
#define NETWORK_BYTES 64
#define OBJECT_BYTES 200
#define DAY_MS INT64_C(86400000)

struct note {
	enum audit_kind kind;
	int64_t jurisdiction_id, account_id, at_ms, times;
	char login[LOGIN_BYTES], network[NETWORK_BYTES], object[OBJECT_BYTES];
};

struct audit_log {
	pthread_mutex_t lock;
	struct note waiting[NOTES_MAXIMUM];
	size_t waiting_count;
	int64_t overflow;
	int64_t written_ms; /* monotonic */
	int64_t expired_ms;
	bool writing;
	struct note batch[NOTES_MAXIMUM + 1]; /* while writing: the writer's */
	size_t batch_count;
};

static const struct str kind_names[AUDIT_KIND_COUNT] = {
	[AUDIT_LOG_IN_REFUSED] = STR_INIT("log_in.refused"),
	[AUDIT_DENIED] = STR_INIT("denied"),
	[AUDIT_DOWNLOAD] = STR_INIT("download"),
	[AUDIT_SYSTEM] = STR_INIT("system"),
	[AUDIT_OVERFLOW] = STR_INIT("overflow"),
};

struct audit_log *audit_log_new(void)
{
	struct audit_log *log = memory_alloc(sizeof(*log));

	if (log)
		pthread_mutex_init(&log->lock, NULL);
	return log;
}

void audit_log_free(struct audit_log *log)
{
	if (!log)
		return;
	pthread_mutex_destroy(&log->lock);
	memory_free(log);
}

/* Noting --------------------------------------------------------------------------------------- */

static void text_set(char *out, size_t size, struct str text)
{
	struct str cut = utf8_is_valid(text) ? utf8_cut(text, size - 1) : STR("?");

	(void)snprintf(out, size, "%.*s", STR_ARG(cut));
}

static bool same_event(const struct note *a, const struct note *b)
{
	return a->kind == b->kind && a->jurisdiction_id == b->jurisdiction_id &&
	       a->account_id == b->account_id && strcmp(a->login, b->login) == 0 &&
	       strcmp(a->network, b->network) == 0 && strcmp(a->object, b->object) == 0;
}

static void note_add(struct audit_log *log, const struct note *note)
{
	for (size_t i = 0; i < log->waiting_count; i++) {
		if (!same_event(&log->waiting[i], note))
			continue;
		log->waiting[i].times++;
		return;
	}
	if (log->waiting_count == NOTES_MAXIMUM)
		log->overflow++;
	else
		log->waiting[log->waiting_count++] = *note;
}

void audit_note(struct page *page, enum audit_kind kind, struct str login)
{
	struct audit_log *log = page->app->audit;
	struct note note = { .kind = kind,
			     .jurisdiction_id = page->jurisdiction_id,
			     .account_id = page->session.account_id,
			     .at_ms = clock_now_ms(),
			     .times = 1 };
	struct str path = page->http->path;
	char object[OBJECT_BYTES];

	(void)snprintf(object, sizeof(object), "%s %.*s",
		       page->http->method == HTTP_POST ? "POST" : "GET", STR_ARG(path));
	text_set(note.login, sizeof(note.login), login);
	text_set(note.network, sizeof(note.network), page->http->remote);
	text_set(note.object, sizeof(note.object), str_from(object));
	pthread_mutex_lock(&log->lock);
	note_add(log, &note);
	pthread_mutex_unlock(&log->lock);
	audit_log_flush(page->app, false);
}

/* Writing -------------------------------------------------------------------------------------- */

static struct str kind_name(enum audit_kind kind)
{
	return (int)kind >= 0 && kind < AUDIT_KIND_COUNT ? kind_names[kind] : STR("?");
}

static struct str bounded_text(const char *text, size_t size)
{
	return (struct str){ text, strnlen(text, size) };
}

static int note_write(struct db *db, const struct note *note, struct error *err)
{
	return db_run(db, STATEMENT_AUDIT_EVENT_ADD,
		      DB_ARGS(db_int("jurisdiction_id", note->jurisdiction_id),
			      db_int("id", id_new()), db_int("at_ms", note->at_ms),
			      db_text("kind", kind_name(note->kind)),
			      db_reference("account_id", note->account_id),
			      db_text("login", bounded_text(note->login, sizeof(note->login))),
			      db_text("network", bounded_text(note->network, sizeof(note->network))),
			      db_text("object", bounded_text(note->object, sizeof(note->object))),
			      db_int("times", note->times)),
		      NULL, err);
}

static int batch_write(struct db *db, void *context, struct error *err)
{
	struct audit_log *log = context;
	int64_t now = clock_now_ms();
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < log->batch_count; i++)
		rc = note_write(db, &log->batch[i], err);
	if (rc == 0 && now - log->expired_ms > DAY_MS) {
		log->expired_ms = now;
		rc = db_run(db, STATEMENT_AUDIT_EVENT_EXPIRE,
			    DB_ARGS(db_int("before_ms", now - AUDIT_KEEP_DAYS * DAY_MS)), NULL, err);
	}
	return rc;
}

static void batch_done(void *context, int code, const struct error *err)
{
	struct audit_log *log = context;

	if (code < 0)
		log_write_detail(LOG_LEVEL_ERROR, "audit", err->detail, "%zu events lost: %s",
				 log->batch_count, err->en);
	pthread_mutex_lock(&log->lock);
	log->writing = false;
	pthread_mutex_unlock(&log->lock);
}

/* Move what waits into the batch. False when there is nothing to do yet. */
static bool batch_take(struct audit_log *log, bool now)
{
	int64_t time = clock_monotonic_ms();

	if (log->writing || (!log->waiting_count && !log->overflow) ||
	    (!now && time - log->written_ms < AUDIT_PAUSE_MS))
		return false;
	memcpy(log->batch, log->waiting, log->waiting_count * sizeof(log->waiting[0]));
	log->batch_count = log->waiting_count;
	if (log->overflow)
		log->batch[log->batch_count++] = (struct note){ .kind = AUDIT_OVERFLOW,
								.at_ms = clock_now_ms(),
								.times = log->overflow };
	log->waiting_count = 0;
	log->overflow = 0;
	log->written_ms = time;
	log->writing = true;
	return true;
}

void audit_log_flush(struct app *app, bool now)
{
	struct audit_log *log = app->audit;
	struct writer_job job = { .run = batch_write, .done = batch_done, .context = log };
	struct error err;
	bool taken;
	int rc = 0;

	pthread_mutex_lock(&log->lock);
	taken = batch_take(log, now);
	pthread_mutex_unlock(&log->lock);
	if (taken)
		rc = writer_submit(app->writer, &job, &err);
	if (rc < 0)
		batch_done(log, rc, &err);
}
