/*
 * writer.h - the one door through which a running server writes.
 *
 * Layer:   store.
 * Threads: writer_submit() from any thread; jobs run on the writer's own thread, one after another.
 *
 * Up to WRITER_BATCH waiting jobs share one transaction, each in a savepoint; `done` is called after
 * the commit (group commit with synchronous=FULL: design.md section 3). A job that fails is undone
 * alone. When the commit itself fails, every job of the batch gets that failure. When PostgreSQL asks
 * for a retry, the batch's jobs run again one by one, each in its own transaction, a few times.
 *
 * A failed fsync (I/O error of a commit or checkpoint) stops the process and is never retried: after it
 * the system may have dropped what was written while saying that all is well, and only a fresh start,
 * reading from the disk, tells what is there. The jobs waiting for that commit get no answer.
 *
 * On SQLite a second thread moves the write-ahead log into the file, so that no job waits for that.
 */
#ifndef LIANZE_STORE_WRITER_H
#define LIANZE_STORE_WRITER_H

#include "store/db.h"

#define WRITER_BATCH 64
#define WRITER_QUEUE_MAXIMUM 4096

struct writer;

struct writer_job {
	/* Runs inside the transaction and this job's savepoint. Negative undoes the job, and so does a
	 * failure of the database that the job did not report. May run again from the start when
	 * PostgreSQL asked for a retry. */
	int (*run)(struct db *db, void *context, struct error *err);
	/* Called on the writer thread once the outcome is durable. `code` 0 or negative. May be NULL. */
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
	/* The disk failed: write the reason to the log. The process ends as soon as this returns, with
	 * the exit code of -ERR_IO (base/error.h) and without running anything further. */
	void (*halt)(void *context, const struct error *err);
	void *context;
};

/* Start the thread with its own read-write connection to `where`. `hooks` are copied; NULL: none. */
MUST_USE int writer_start(const char *where, const struct writer_hooks *hooks,
			  struct writer **out, struct error *err);
/* Queue a job (copied), also from a job or its `done`. -ERR_BUSY when the queue is full or the writer
 * is stopping. */
MUST_USE int writer_submit(struct writer *writer, const struct writer_job *job, struct error *err);
/* Queue and wait for the outcome. Not from the writer's thread. */
MUST_USE int writer_run(struct writer *writer, const struct writer_job *job, struct error *err);
/* How it goes, for whoever watches the server. */
struct writer_status {
	size_t waiting;	   /* jobs */
	size_t last_batch; /* jobs of the last transaction; 0: none yet */
	int64_t batches;   /* since the start */
	int64_t last_ms;   /* when the last one ended; 0: none yet */
};
struct writer_status writer_status(struct writer *writer);
/* Finish what is queued, then stop and free. NULL is allowed. */
void writer_stop(struct writer *writer);

#endif
