/*
 * reminder_run.h - the thread of the running server that makes each day's digests and sends mails.
 *
 * Layer:   web.
 * Threads: one of its own with its own read connection; what it writes goes through the writer. Every
 * function
 *          may be called from any thread.
 *
 * Every REMINDER_ROUND_SECONDS it looks. Digests are made once a worked day of each jurisdiction, within
 * the hours of the rule in force, by the jurisdiction's clock; a day that another process has made is left
 * alone. Mails go out as they wait (mail/outbox.h): digests within the same hours, what somebody waits for
 * at any time. Not to be started on a sealed copy, which makes no acts.
 */
#ifndef LIANZE_WEB_REMINDER_RUN_H
#define LIANZE_WEB_REMINDER_RUN_H

#include "ledger/ledger.h"
#include "mail/mail_settings.h"
#include "store/writer.h"

#define REMINDER_ROUND_SECONDS 2

struct reminder_runner;

struct reminder_options {
	const char *where;
	struct writer *writer;
	struct ledger_heads *heads; /* the writer's */
	const struct mail_settings *mail; /* NULL: none is sent */
	bool no_digests; /* only mails */
};

/* Texts of the options are borrowed. */
MUST_USE int reminder_runner_start(const struct reminder_options *options,
				   struct reminder_runner **out, struct error *err);
/* Look now: something was put into the outbox. NULL is allowed. */
void reminder_runner_wake(struct reminder_runner *runner);
/* A mail that is under way is broken off, and goes out after the next start. NULL is allowed. */
void reminder_runner_stop(struct reminder_runner *runner);

#endif
