/*
 * backup_run.c - a pool of one thread, and what it does or did under a lock.
 */
#include "web/backup_run.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/civil.h"
#include "base/log.h"
#include "http/worker.h"

#define ARENA_BYTES ((size_t)256 << 20)

struct backup_runner {
	const char *where, *folder;
	struct worker_pool *pool;
	pthread_mutex_t lock; /* guards what follows */
	struct backup_run_status status;
	char passphrase[BACKUP_PASSPHRASE_MAXIMUM];
	size_t passphrase_length;
};

int backup_runner_new(const char *where, const char *folder, struct backup_runner **out,
		      struct error *err)
{
	struct backup_runner *runner = memory_alloc(sizeof(*runner));
	int rc;

	if (!runner)
		return error_broken(err, ERR_MEMORY, "backups");
	runner->where = where;
	runner->folder = folder;
	pthread_mutex_init(&runner->lock, NULL);
	rc = worker_start(1, 1, &runner->pool, err);
	if (rc < 0) {
		backup_runner_free(runner);
		return rc;
	}
	*out = runner;
	return 0;
}

void backup_runner_free(struct backup_runner *runner)
{
	if (!runner)
		return;
	worker_stop(runner->pool);
	pthread_mutex_destroy(&runner->lock);
	memory_free(runner);
}

const char *backup_runner_folder(const struct backup_runner *runner)
{
	return runner->folder;
}

struct backup_run_status backup_runner_status(struct backup_runner *runner)
{
	struct backup_run_status status;

	pthread_mutex_lock(&runner->lock);
	status = runner->status;
	pthread_mutex_unlock(&runner->lock);
	return status;
}

/* The work ------------------------------------------------------------------------------------- */

static int work(struct backup_runner *runner, struct arena *arena, struct backup_report *report,
		struct error *err)
{
	struct str stem = str_from(runner->status.stem);
	struct str passphrase = { runner->passphrase, runner->passphrase_length };
	char *path = shelf_path(runner->folder, stem, arena);
	int rc = 0;

	if (!path)
		return error_broken(err, ERR_MEMORY, "a backup's name");
	if (runner->status.running == BACKUP_RUN_MAKE)
		rc = backup_make(runner->where, path, passphrase, arena, report, err);
	if (rc == 0)
		rc = backup_verify(path, passphrase, arena, report, err);
	return rc == 0 ? shelf_mark(runner->folder, stem, arena, err) : rc;
}

static void note_end(struct backup_runner *runner, const struct backup_report *report,
		     const struct error *err)
{
	struct backup_run_status *status = &runner->status;

	pthread_mutex_lock(&runner->lock);
	sodium_memzero(runner->passphrase, sizeof(runner->passphrase));
	status->last = status->running;
	memcpy(status->last_stem, status->stem, sizeof(status->stem));
	status->ended_ms = clock_now_ms();
	status->took_ms = status->ended_ms - status->started_ms;
	status->rows = report->rows;
	status->leaves = report->leaves;
	status->bytes = report->bytes;
	status->error = *err;
	status->running = BACKUP_RUN_NONE;
	pthread_mutex_unlock(&runner->lock);
}

/* Only this thread changes the status while something runs, so it may read it without the lock. */
static void run(void *context)
{
	struct backup_runner *runner = context;
	struct backup_report report = { .rows = 0 };
	struct arena *arena = arena_new(ARENA_BYTES);
	struct error err;
	int rc;

	error_clear(&err);
	rc = arena ? work(runner, arena, &report, &err)
		   : error_broken(&err, ERR_MEMORY, "a backup");
	err.code = rc < 0 ? rc : 0;
	if (rc < 0)
		log_write_detail(LOG_LEVEL_ERROR, "backup", err.detail, "%s: %s",
				 runner->status.stem, err.en);
	note_end(runner, &report, &err);
	arena_free(arena);
}

/* Starting ------------------------------------------------------------------------------------- */

static int no_folder(struct error *err)
{
	return error_set(err, ERR_STATE,
			 "No folder for backups is set: start the server with --backups FOLDER.",
			 "未设置备份目录：请用 --backups 目录 启动服务。");
}

static int start(struct backup_runner *runner, enum backup_run_kind kind, struct str stem,
		 struct str passphrase, struct error *err)
{
	struct backup_run_status *status = &runner->status;
	int rc = 0;

	if (passphrase.length > sizeof(runner->passphrase))
		return error_invalid(err, "passphrase", "", "at most 256 bytes", "不超过 256 字节");
	pthread_mutex_lock(&runner->lock);
	if (status->running != BACKUP_RUN_NONE)
		rc = error_set(err, ERR_STATE,
			       "A backup is being made or checked. Wait until it has ended.",
			       "正在备份或核验，请等它完成后再试。");
	if (rc == 0) {
		status->running = kind;
		status->started_ms = clock_now_ms();
		memset(status->stem, 0, sizeof(status->stem));
		memcpy(status->stem, stem.bytes, stem.length);
		memcpy(runner->passphrase, passphrase.bytes ? passphrase.bytes : "",
		       passphrase.length);
		runner->passphrase_length = passphrase.length;
		rc = worker_submit(runner->pool, run, runner, err);
		if (rc < 0)
			status->running = BACKUP_RUN_NONE;
	}
	pthread_mutex_unlock(&runner->lock);
	return rc;
}

int backup_runner_make(struct backup_runner *runner, struct str passphrase, struct error *err)
{
	char stem[SHELF_STEM_BYTES];
	int rc;

	if (!runner->folder)
		return no_folder(err);
	rc = shelf_prepare(runner->folder, err);
	if (rc < 0)
		return rc;
	shelf_stem(clock_now_ms(), stem);
	return start(runner, BACKUP_RUN_MAKE, str_from(stem), passphrase, err);
}

int backup_runner_verify(struct backup_runner *runner, struct str stem, struct str passphrase,
			 struct error *err)
{
	struct shelf_item item;
	struct arena *arena;
	int fd, rc;

	if (!runner->folder)
		return no_folder(err);
	arena = arena_new(ARENA_BYTES);
	if (!arena)
		return error_broken(err, ERR_MEMORY, "a backup's name");
	rc = shelf_open(runner->folder, stem, arena, &fd, &item, err);
	arena_free(arena);
	if (rc < 0)
		return rc;
	close(fd);
	if (item.encrypted && !passphrase.length)
		return error_invalid(err, "passphrase", "", "the passphrase of this backup",
				     "此备份的口令");
	return start(runner, BACKUP_RUN_VERIFY, stem, passphrase, err);
}
