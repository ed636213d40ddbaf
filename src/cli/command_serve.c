/*
 * command_serve.c - run the server until SIGINT or SIGTERM, then stop gracefully.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/demo_logins.h"
#include "cli/mail_path.h"
#include "cli/operator.h"
#include "cli/pdf_family.h"
#include "web/app.h"

#define UPLOAD_RULES_BYTES ((size_t)64 << 10)

static const struct command_option options[] = {
	{ "port", "N", "port to listen on (8080); 0 takes a free one" },
	{ "address", "A", "address to listen on (127.0.0.1)" },
	{ "threads", "N", "io threads (one per core, at most 4)" },
	{ "key", "FILE", "the ledger's signing key" },
	{ "trust-forwarded", NULL, "believe X-Forwarded-For and -Proto of a proxy on this machine" },
	{ "access-log", NULL, "one line a request to standard error" },
	{ "backups", "DIR", "folder of backups (<database>.backups beside a SQLite file)" },
	{ "scanner", "WHERE", "clamd that looks at uploads: a socket's path or HOST:PORT" },
	{ "mail", "FILE", "how to send mail (docs/reminders.md); else $LIANZE_MAIL, else none is sent" },
	{ "no-reminders", NULL, "make no reminders here: another node or a job does (lianze digest)" },
	{ "upload-rules", "FILE", "which files are taken, instead of rules/uploads/evidence.yaml" },
	PDF_FAMILY_OPTION,
	{ "show-logins", NULL, "print the demonstration's log-ins" },
	{ NULL, NULL, NULL },
};

static int read_options(struct call *call, struct app_options *out, struct error *err)
{
	struct call_range ports = { 0, 65535, 8080 }, counts = { 1, 64, 0 };
	int64_t port = 0, threads = 0;
	const char *address = call_option(call, "address");
	const char *key = operator_key_path(call);
	int rc = call_option_int(call, "port", ports, &port, err);

	if (rc == 0)
		rc = call_option_int(call, "threads", counts, &threads, err);
	if (rc < 0)
		return rc;
	*out = (struct app_options){
		.where = call->where,
		.key_path = key && access(key, R_OK) == 0 ? key : NULL,
		.address = address ? address : "127.0.0.1",
		.port = (int)port,
		.threads = (int)threads,
		.backups = call_option(call, "backups"),
		.pdf_family = pdf_family(call),
		.scanner = call_option(call, "scanner"),
		.mail = mail_path(call),
		.no_digests = call_option(call, "no-reminders") != NULL,
		.access_log = call_option(call, "access-log") != NULL,
		.trust_forwarded = call_option(call, "trust-forwarded") != NULL,
	};
	if (!call_option(call, "upload-rules"))
		return 0;
	return call_read_file(call, call_option(call, "upload-rules"), UPLOAD_RULES_BYTES,
			      &out->upload_rules, err);
}

/* Signals are taken by sigwait() on this thread; all others inherit the blocked set. */
static void block_signals(sigset_t *out_set)
{
	sigemptyset(out_set);
	sigaddset(out_set, SIGINT);
	sigaddset(out_set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, out_set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int run(struct call *call, struct error *err)
{
	struct app_options app_options;
	struct app *app;
	sigset_t signals;
	int received;
	int rc = read_options(call, &app_options, err);

	if (rc < 0)
		return rc;
	if (!app_options.key_path)
		call_say(call, "No signing key: the ledger grows, but no checkpoint can be signed.",
			 "未找到签名密钥：存证照常记录，但不能签发检查点。");
	block_signals(&signals);
	rc = app_start(&app_options, &app, err);
	if (rc < 0)
		return rc;
	if (call_option(call, "show-logins"))
		demo_logins_show(call);
	printf("Lianze is serving http://%s:%d\n", app_options.address, app_port(app));
	fflush(stdout);
	sigwait(&signals, &received);
	call_say(call, "Stopping: finishing what is running.", "正在停止：等待进行中的请求完成。");
	app_stop(app);
	return 0;
}

const struct command command_serve = {
	.name = "serve",
	.synopsis = "",
	.summary = "serve the pages until told to stop (SIGINT, SIGTERM)",
	.options = options,
	.run = run,
};
