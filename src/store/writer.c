/*
 * writer.c - the writer's thread: take up to a batch of jobs, run them in one transaction, commit,
 * answer.
 *
 * A batch ends in one of three ways: committed, lost (all its jobs fail alike), or asked for again by
 * PostgreSQL; then each job gets transactions of its own until it is through or has tried enough.
 */
#include "store/writer.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "store/checkpointer.h"
#include "store/db_driver.h"

#define WRITER_ATTEMPTS 7 /* waits of 2, 4 … 64 ms between them */

struct outcome {
	int code;
	struct error err;
};

struct writer {
	struct db *db;
	struct writer_hooks hooks;
	struct checkpointer *checkpointer; /* NULL on PostgreSQL */
	pthread_t thread;

	/* Of the writer's thread only. */
	struct writer_job batch[WRITER_BATCH];
	struct outcome outcomes[WRITER_BATCH];

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t queued;
	bool stopping;
	struct writer_status status; /* but `waiting` */
	size_t first, count; /* of the ring */
	struct writer_job ring[WRITER_QUEUE_MAXIMUM];
};

/* The disk --------------------------------------------------------------------------------------- */

/* Straight out, without exit handlers: nothing of this process may touch the file again. */
static NORETURN void halt(void *context, const struct error *err)
{
	struct writer *writer = context;

	if (writer->hooks.halt)
		writer->hooks.halt(writer->hooks.context, err);
	_exit(error_exit_code(-ERR_IO)); /* lint: a failed fsync, see writer.h */
}

/* One batch -------------------------------------------------------------------------------------- */

static void batch_lose(struct writer *writer)
{
	db_rollback(writer->db);
	if (writer->hooks.batch_lost)
		writer->hooks.batch_lost(writer->hooks.context);
}

static int batch_begin(struct writer *writer, struct error *err)
{
	int code = db_begin_write(writer->db, err);

	if (!code && writer->hooks.batch_begin)
		code = writer->hooks.batch_begin(writer->db, writer->hooks.context, err);
	return code;
}

static int batch_commit(struct writer *writer, struct error *err)
{
	int code = 0;

	if (writer->hooks.batch_end)
		code = writer->hooks.batch_end(writer->db, writer->hooks.context, err);
	if (!code)
		code = db_commit(writer->db, err);
	if (code == -ERR_IO)
		halt(writer, err);
	return code;
}

/* Back to before the job. Negative: the transaction is gone with it. */
static int job_undo(struct writer *writer)
{
	struct error ignored; /* the job's own failure says more */
	int code = db_savepoint_undo(writer->db, &ignored);

	if (!code && writer->hooks.job_undone)
		writer->hooks.job_undone(writer->hooks.context);
	return code;
}

/* Run one job in its savepoint. 0: the batch goes on, whether the job went well or was undone;
 * negative: the batch is lost for the reason in the outcome. */
static int job_run(struct writer *writer, const struct writer_job *job, struct outcome *out)
{
	error_clear(&out->err);
	int code = db_savepoint(writer->db, &out->err);
	if (code)
		return code;
	if (writer->hooks.job_begin)
		writer->hooks.job_begin(writer->hooks.context);
	code = job->run(writer->db, job->context, &out->err);
	if (code >= 0)
		code = db_savepoint_release(writer->db, &out->err);
	out->code = code;
	if (!code)
		return 0;
	if (db_wants_retry(writer->db))
		return -ERR_BUSY;
	return job_undo(writer) ? code : 0;
}

/* The jobs in one transaction; on failure nothing of it is left and *err says why. */
static int batch_try(struct writer *writer, const struct writer_job *jobs,
		     struct outcome *outcomes, size_t count, struct error *err)
{
	int code = batch_begin(writer, err);

	for (size_t i = 0; i < count && !code; i++) {
		code = job_run(writer, &jobs[i], &outcomes[i]);
		if (code)
			*err = outcomes[i].err;
	}
	if (!code)
		code = batch_commit(writer, err);
	if (code)
		batch_lose(writer);
	return code;
}

static void outcomes_fill(struct outcome *outcomes, size_t count, int code,
			  const struct error *err)
{
	for (size_t i = 0; i < count; i++)
		outcomes[i] = (struct outcome){ code, *err };
}

static void pause_ms(long milliseconds)
{
	struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

/* One job in transactions of its own. */
static void job_retry(struct writer *writer, const struct writer_job *job, struct outcome *out)
{
	struct error err;
	int code = 0;

	for (int attempt = 0; attempt < WRITER_ATTEMPTS; attempt++) {
		if (attempt)
			pause_ms(1L << attempt);
		code = batch_try(writer, job, out, 1, &err);
		if (!code)
			return;
		if (!db_wants_retry(writer->db))
			break;
	}
	outcomes_fill(out, 1, db_wants_retry(writer->db) ? db_busy(&err, "tried too often") : code,
		      &err);
}

static void batch_run(struct writer *writer, size_t count)
{
	struct error err;
	int code = batch_try(writer, writer->batch, writer->outcomes, count, &err);

	if (!code)
		return;
	if (!db_wants_retry(writer->db)) {
		outcomes_fill(writer->outcomes, count, code, &err);
		return;
	}
	for (size_t i = 0; i < count; i++)
		job_retry(writer, &writer->batch[i], &writer->outcomes[i]);
}

static void batch_answer(struct writer *writer, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct writer_job *job = &writer->batch[i];
		if (job->done)
			job->done(job->context, writer->outcomes[i].code,
				  &writer->outcomes[i].err);
	}
}

/* The thread ------------------------------------------------------------------------------------- */

/* Wait for jobs and take up to a batch; 0 when there are none and none will come. */
static size_t batch_take(struct writer *writer)
{
	size_t count = 0;

	pthread_mutex_lock(&writer->lock);
	while (!writer->count && !writer->stopping)
		pthread_cond_wait(&writer->queued, &writer->lock);
	for (; writer->count && count < WRITER_BATCH; writer->count--) {
		writer->batch[count++] = writer->ring[writer->first];
		writer->first = (writer->first + 1) % WRITER_QUEUE_MAXIMUM;
	}
	pthread_mutex_unlock(&writer->lock);
	return count;
}

static void batch_note(struct writer *writer, size_t count)
{
	pthread_mutex_lock(&writer->lock);
	writer->status.last_batch = count;
	writer->status.batches++;
	writer->status.last_ms = clock_now_ms();
	pthread_mutex_unlock(&writer->lock);
}

struct writer_status writer_status(struct writer *writer)
{
	struct writer_status status;

	pthread_mutex_lock(&writer->lock);
	status = writer->status;
	status.waiting = writer->count;
	pthread_mutex_unlock(&writer->lock);
	return status;
}

static void *writer_loop(void *context)
{
	struct writer *writer = context;
	size_t count;

	while ((count = batch_take(writer)) > 0) {
		batch_run(writer, count);
		batch_note(writer, count);
		batch_answer(writer, count);
		if (writer->checkpointer)
			checkpointer_wake(writer->checkpointer, db_log_pages(writer->db));
	}
	return NULL;
}

/* Life ------------------------------------------------------------------------------------------- */

static void writer_free(struct writer *writer)
{
	db_close(writer->db);
	checkpointer_stop(writer->checkpointer);
	pthread_cond_destroy(&writer->queued);
	pthread_mutex_destroy(&writer->lock);
	memory_free(writer);
}

static int writer_connect(struct writer *writer, const char *where, struct error *err)
{
	int code = db_open(where, DB_READ_WRITE, &writer->db, err);

	if (code || db_engine(writer->db) != DB_ENGINE_SQLITE)
		return code;
	db_defer_checkpoints(writer->db);
	return checkpointer_start(where, halt, writer, &writer->checkpointer, err);
}

static int thread_start(struct writer *writer, struct error *err)
{
	sigset_t all, before;

	sigfillset(&all); /* signals are the main thread's */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int result = pthread_create(&writer->thread, NULL, writer_loop, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result ? error_broken(err, ERR_MEMORY, "writer: %s", strerror(result)) : 0;
}

int writer_start(const char *where, const struct writer_hooks *hooks, struct writer **out,
		 struct error *err)
{
	struct writer *writer = memory_alloc(sizeof(*writer));

	if (!writer)
		return error_broken(err, ERR_MEMORY, "writer");
	if (hooks)
		writer->hooks = *hooks;
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->queued, NULL);
	int code = writer_connect(writer, where, err);
	if (!code)
		code = thread_start(writer, err);
	if (code) {
		writer_free(writer);
		return code;
	}
	*out = writer;
	return 0;
}

void writer_stop(struct writer *writer)
{
	if (!writer)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->stopping = true;
	pthread_cond_signal(&writer->queued);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	writer_free(writer);
}

/* Jobs ------------------------------------------------------------------------------------------- */

int writer_submit(struct writer *writer, const struct writer_job *job, struct error *err)
{
	pthread_mutex_lock(&writer->lock);
	bool accepted = !writer->stopping && writer->count < WRITER_QUEUE_MAXIMUM;
	if (accepted) {
		writer->ring[(writer->first + writer->count) % WRITER_QUEUE_MAXIMUM] = *job;
		writer->count++;
		pthread_cond_signal(&writer->queued);
	}
	pthread_mutex_unlock(&writer->lock);
	return accepted ? 0 : db_busy(err, "the writer's queue is full or closed");
}

/* A job whose submitter waits; on the submitter's stack. */
struct waiting {
	const struct writer_job *job;
	pthread_mutex_t lock;
	pthread_cond_t answered;
	bool is_answered;
	int code;
	struct error err;
};

static int waiting_run(struct db *db, void *context, struct error *err)
{
	struct waiting *waiting = context;

	return waiting->job->run(db, waiting->job->context, err);
}

static void waiting_done(void *context, int code, const struct error *err)
{
	struct waiting *waiting = context;

	if (waiting->job->done)
		waiting->job->done(waiting->job->context, code, err);
	pthread_mutex_lock(&waiting->lock);
	waiting->code = code;
	waiting->err = *err;
	waiting->is_answered = true;
	pthread_cond_signal(&waiting->answered);
	pthread_mutex_unlock(&waiting->lock);
}

int writer_run(struct writer *writer, const struct writer_job *job, struct error *err)
{
	struct waiting waiting = { .job = job };
	struct writer_job queued = { waiting_run, waiting_done, &waiting };

	pthread_mutex_init(&waiting.lock, NULL);
	pthread_cond_init(&waiting.answered, NULL);
	int code = writer_submit(writer, &queued, err);
	if (!code) {
		pthread_mutex_lock(&waiting.lock);
		while (!waiting.is_answered)
			pthread_cond_wait(&waiting.answered, &waiting.lock);
		pthread_mutex_unlock(&waiting.lock);
		code = waiting.code;
		if (code && err)
			*err = waiting.err;
	}
	pthread_cond_destroy(&waiting.answered);
	pthread_mutex_destroy(&waiting.lock);
	return code;
}
