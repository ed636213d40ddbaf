/*
 * writer.h - the one door through which a running server writes.
 *
 * Layer:   store.
 * Threads: writer_submit() from any thread; jobs run on the writer's own thread, one after another.
 *
 * Up to WRITER_BATCH waiting jobs share one transaction, each in a savepoint; `done` is called after
 * the commit (group commit with synchronous=FULL: design.md section 3). A job that fails is undone
 * alone. When the commit itself fails, every job of the batch gets that failure. A failed fsync
 * (commit I/O error) stops the process: it is never retried.
 */
#ifndef LIANZE_STORE_WRITER_H
#define LIANZE_STORE_WRITER_H

#include "store/db.h"

#define WRITER_BATCH 64
#define WRITER_QUEUE_MAXIMUM 4096

struct writer;

struct writer_job {
	/* Runs inside the transaction and this job's savepoint. Negative undoes the job. May run again
	 * from the start when PostgreSQL asked for a retry. */
	int (*run)(struct db *db, void *context, struct error *err);
	/* Called on the writer thread once the outcome is durable. `code` 0 or negative. */
	void (*done)(void *context, int code, const struct error *err);
	void *context;
};

/* Hooks around a batch: the ledger keeps its tree heads in memory during one. All may be NULL. */
struct writer_hooks {
	int (*batch_begin)(struct db *db, void *context, struct error *err);
	void (*job_begin)(void *context);	/* this job's savepoint was set, its run() follows */
	void (*job_undone)(void *context);	/* the savepoint was rolled back */
	int (*batch_end)(struct db *db, void *context, struct error *err); /* before the commit */
	void (*batch_lost)(void *context);	/* the transaction was rolled back */
	void *context;
};

/* Start the thread with its own read-write connection to `where`. */
MUST_USE int writer_start(const char *where, const struct writer_hooks *hooks,
			  struct writer **out, struct error *err);
/* Queue a job (copied). -ERR_BUSY when the queue is full or the writer is stopping. */
MUST_USE int writer_submit(struct writer *writer, const struct writer_job *job, struct error *err);
/* Queue and wait for the outcome. Not from the writer's thread. */
MUST_USE int writer_run(struct writer *writer, const struct writer_job *job, struct error *err);
/* Finish what is queued, then stop and free. */
void writer_stop(struct writer *writer);

#endif
