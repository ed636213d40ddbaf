/*
 * checkpointer.c - waits for the log to have grown, checkpoints, waits again.
 */
#include "store/checkpointer.h"

#include <pthread.h>
#include <signal.h>

#include "store/db_driver.h"

struct checkpointer {
	struct db *db;
	void (*failed)(void *context, const struct error *err);
	void *context;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	int pages; /* at the last wake-up; 0 when that was dealt with */
	bool running;
	uint64_t rounds; /* checkpoints that have ended */
	bool stopping;
};

static void checkpoint(struct checkpointer *checkpointer, enum db_checkpoint kind)
{
	struct error err;

	/* Readers in the way, a full disk: the log keeps everything until the next round. */
	if (db_checkpoint(checkpointer->db, kind, &err) == -ERR_IO)
		checkpointer->failed(checkpointer->context, &err);
}

/* Wait for pages to move; false means stop. */
static bool round_begin(struct checkpointer *checkpointer)
{
	pthread_mutex_lock(&checkpointer->lock);
	while (!checkpointer->stopping && checkpointer->pages < CHECKPOINT_PAGES)
		pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
	checkpointer->running = !checkpointer->stopping;
	checkpointer->pages = 0;
	pthread_mutex_unlock(&checkpointer->lock);
	return checkpointer->running;
}

static void round_end(struct checkpointer *checkpointer)
{
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->running = false;
	checkpointer->rounds++;
	pthread_cond_broadcast(&checkpointer->changed);
	pthread_mutex_unlock(&checkpointer->lock);
}

static void *checkpointer_run(void *context)
{
	struct checkpointer *checkpointer = context;

	while (round_begin(checkpointer)) {
		checkpoint(checkpointer, DB_CHECKPOINT_PASSIVE);
		round_end(checkpointer);
	}
	checkpoint(checkpointer, DB_CHECKPOINT_TRUNCATE);
	return NULL;
}

int checkpointer_start(const char *where, void (*failed)(void *context, const struct error *err),
		       void *context, struct checkpointer **out, struct error *err)
{
	struct checkpointer *checkpointer = memory_alloc(sizeof(*checkpointer));
	sigset_t all, before;

	if (!checkpointer)
		return error_broken(err, ERR_MEMORY, "checkpointer");
	checkpointer->failed = failed;
	checkpointer->context = context;
	int code = db_open(where, DB_READ_WRITE, &checkpointer->db, err);
	if (code) {
		memory_free(checkpointer);
		return code;
	}
	pthread_mutex_init(&checkpointer->lock, NULL);
	pthread_cond_init(&checkpointer->changed, NULL);
	sigfillset(&all); /* signals are the main thread's */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int result = pthread_create(&checkpointer->thread, NULL, checkpointer_run, checkpointer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (result) {
		db_close(checkpointer->db);
		memory_free(checkpointer);
		return error_broken(err, ERR_MEMORY, "checkpointer: %s", strerror(result));
	}
	*out = checkpointer;
	return 0;
}

void checkpointer_wake(struct checkpointer *checkpointer, int pages)
{
	if (pages < CHECKPOINT_PAGES)
		return;
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->pages = pages;
	pthread_cond_broadcast(&checkpointer->changed);
	/* A round that runs already may have begun before the last commit: wait for the next. */
	uint64_t awaited = checkpointer->rounds + (checkpointer->running ? 2 : 1);
	while (pages >= CHECKPOINT_HOLD_PAGES && checkpointer->rounds < awaited)
		pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
	pthread_mutex_unlock(&checkpointer->lock);
}

void checkpointer_stop(struct checkpointer *checkpointer)
{
	if (!checkpointer)
		return;
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->stopping = true;
	pthread_cond_broadcast(&checkpointer->changed);
	pthread_mutex_unlock(&checkpointer->lock);
	pthread_join(checkpointer->thread, NULL);
	pthread_cond_destroy(&checkpointer->changed);
	pthread_mutex_destroy(&checkpointer->lock);
	db_close(checkpointer->db);
	memory_free(checkpointer);
}
