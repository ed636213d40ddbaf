/*
 * worker.c - a ring of waiting jobs, one mutex, a few threads.
 */
#include "http/worker.h"

#include <pthread.h>

#include "base/arena.h"

struct job {
	void (*run)(void *context);
	void *context;
};

struct worker_pool {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct job *ring;
	size_t capacity, head, waiting;
	bool stopping;
	pthread_t *threads;
	int thread_count;
};

static void *worker_main(void *argument)
{
	struct worker_pool *pool = argument;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		struct job job;

		while (!pool->waiting && !pool->stopping)
			pthread_cond_wait(&pool->filled, &pool->lock);
		if (!pool->waiting)
			break;
		job = pool->ring[pool->head];
		pool->head = (pool->head + 1) % pool->capacity;
		pool->waiting--;
		pthread_mutex_unlock(&pool->lock);
		job.run(job.context);
		pthread_mutex_lock(&pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static struct worker_pool *pool_new(int threads, int queue_maximum)
{
	struct worker_pool *pool = memory_alloc(sizeof *pool);

	if (!pool)
		return NULL;
	pool->capacity = (size_t)queue_maximum;
	pool->ring = memory_alloc(pool->capacity * sizeof *pool->ring);
	pool->threads = memory_alloc((size_t)threads * sizeof *pool->threads);
	if (pool->ring && pool->threads) {
		pthread_mutex_init(&pool->lock, NULL);
		pthread_cond_init(&pool->filled, NULL);
		return pool;
	}
	memory_free(pool->ring);
	memory_free(pool->threads);
	memory_free(pool);
	return NULL;
}

int worker_start(int threads, int queue_maximum, struct worker_pool **out, struct error *err)
{
	struct worker_pool *pool;

	if (threads < 1 || queue_maximum < 1)
		return error_broken(err, ERR_BROKEN, "worker pool of %d threads, queue %d",
				    threads, queue_maximum);
	pool = pool_new(threads, queue_maximum);
	if (!pool)
		return error_broken(err, ERR_MEMORY, "worker pool");
	for (int i = 0; i < threads; i++) {
		if (pthread_create(&pool->threads[i], NULL, worker_main, pool) != 0) {
			worker_stop(pool);
			return error_broken(err, ERR_IO, "cannot start worker thread %d", i + 1);
		}
		pool->thread_count++;
	}
	*out = pool;
	return 0;
}

int worker_submit(struct worker_pool *pool, void (*job)(void *context), void *context,
		  struct error *err)
{
	bool taken = false;

	pthread_mutex_lock(&pool->lock);
	if (!pool->stopping && pool->waiting < pool->capacity) {
		size_t tail = (pool->head + pool->waiting) % pool->capacity;

		pool->ring[tail] = (struct job){ job, context };
		pool->waiting++;
		taken = true;
		pthread_cond_signal(&pool->filled);
	}
	pthread_mutex_unlock(&pool->lock);
	if (taken)
		return 0;
	return error_set(err, ERR_BUSY, "The server is busy. Please try again in a moment.",
			 "服务器正忙，请稍后再试。");
}

size_t worker_waiting(struct worker_pool *pool)
{
	size_t waiting;

	pthread_mutex_lock(&pool->lock);
	waiting = pool->waiting;
	pthread_mutex_unlock(&pool->lock);
	return waiting;
}

void worker_stop(struct worker_pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->stopping = true;
	pthread_cond_broadcast(&pool->filled);
	pthread_mutex_unlock(&pool->lock);
	for (int i = 0; i < pool->thread_count; i++)
		pthread_join(pool->threads[i], NULL);
	pthread_cond_destroy(&pool->filled);
	pthread_mutex_destroy(&pool->lock);
	memory_free(pool->ring);
	memory_free(pool->threads);
	memory_free(pool);
}
