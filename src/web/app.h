/*
 * app.h - the running server: its connections, its writer, its workers, its routes.
 *
 * Layer:   web.
 * Threads: everything here is shared by the io threads, the workers and the writer; the fields do not
 *          change after app_start(). Each thread that reads has its own connection: app_reader().
 */
#ifndef LIANZE_WEB_APP_H
#define LIANZE_WEB_APP_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/http.h"
#include "http/worker.h"
#include "ledger/key.h"
#include "ledger/ledger.h"
#include "ledger/seal.h"
#include "people/jurisdiction.h"
#include "people/session.h"
#include "people/token_guard.h"
#include "store/blob.h"
#include "store/writer.h"

struct app_options {
	const char *where;   /* database: path or URL */
	const char *key_path;/* the ledger's signing key; NULL: serve without making checkpoints */
	const char *address;
	int port;	     /* 0: any */
	int threads;	     /* io threads; 0: one per core, at most 4 */
	const char *backups; /* folder of backups; NULL: beside a SQLite file, else none */
	const char *pdf_family; /* font of PDF files; NULL: export/pdf.h chooses */
	struct str upload_rules; /* text of a file as rules/uploads/; empty: those shipped */
	const char *scanner; /* clamd that looks at uploads (evidence/scanner.h); NULL: none */
	const char *mail;    /* settings file for mail (mail/mail_settings.h); NULL: none is sent */
	bool access_log;
	bool no_digests; /* another node, or a scheduled job, makes the reminders */
	bool trust_forwarded;
};

/* What pages need of a jurisdiction; texts are cut to fit. */
struct app_jurisdiction {
	int64_t id;
	char name[SESSION_NAME_BYTES];	  /* Chinese */
	char name_en[SESSION_NAME_BYTES];
	int utc_offset_minutes;
	int clock_offset_days;
	bool demonstration;
};

struct upload_rules; /* evidence/upload_rules.h */
struct audit_log; /* web/audit_log.h */
struct backup_runner; /* web/backup_run.h */
struct reminder_runner; /* web/reminder_run.h */
struct mail_settings; /* mail/mail_settings.h */

struct app {
	struct app_options options;
	struct writer *writer;
	struct ledger_heads *heads;	/* the writer thread's */
	struct worker_pool *workers;
	struct worker_pool *slow_pages; /* of their own: a log-in does not wait behind a PDF */
	struct session_cache *sessions;
	struct audit_log *audit;
	struct token_guard *token_guard;
	struct backup_runner *backups;
	struct reminder_runner *reminders; /* NULL on a sealed copy */
	const struct mail_settings *mail;  /* NULL: none is sent */
	struct blobs blobs;
	const struct upload_rules *upload_rules;
	struct arena *arena;	/* of the start */
	int64_t started_ms;
	struct ledger_key key;
	bool has_key;
	enum seal_state seal; /* SEAL_NONE: acts are accepted */
	struct http_server *http;
	pthread_mutex_t jurisdiction_lock;
	struct app_jurisdiction jurisdiction; /* the one read last */
	int64_t jurisdiction_read_ms;
	atomic_llong sessions_stored_ms; /* monotonic time of app_tick()'s last work */
};

/*
 * Check migrations and statements, start writer, workers and server. The database must exist and be
 * migrated (-ERR_STATE with what to do otherwise).
 */
MUST_USE int app_start(const struct app_options *options, struct app **out, struct error *err);
/* The port that is listened on. */
int app_port(const struct app *app);
/* Refuse new requests, finish running ones, write what is queued, stop. */
void app_stop(struct app *app);

/* From a copy that is at most one second old. */
MUST_USE int app_jurisdiction_get(struct app *app, struct db *db, int64_t jurisdiction_id,
				  struct app_jurisdiction *out, struct error *err);

/* This thread's read-only connection; opened at first use, closed when the thread ends. */
MUST_USE int app_reader(struct app *app, struct db **out, struct error *err);

/* Now and then, from any request: once a minute the last-seen times of sessions are written. */
void app_tick(struct app *app);

/* The http_application's handler: web/dispatch.c. */
enum http_flow app_handle(void *context, struct http_exchange *exchange);
size_t app_body_limit(void *context, struct http_exchange *exchange);
int app_spool_open(void *context, int *out_fd, struct error *err);

#endif
