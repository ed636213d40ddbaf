/*
 * worker.h - a bounded pool for slow jobs: password hashing, RSA, PDF, XLSX.
 *
 * Layer: http. A full queue is -ERR_BUSY, which the pages answer with 503 and Retry-After.
 */
#ifndef LIANZE_HTTP_WORKER_H
#define LIANZE_HTTP_WORKER_H

#include "base/error.h"

struct worker_pool;

MUST_USE int worker_start(int threads, int queue_maximum, struct worker_pool **out,
			  struct error *err);
/* Run `job(context)` on one of the pool's threads. */
MUST_USE int worker_submit(struct worker_pool *pool, void (*job)(void *context), void *context,
			   struct error *err);
/* Jobs that wait for a thread. */
size_t worker_waiting(struct worker_pool *pool);
/* Finish what is queued, stop, free. */
void worker_stop(struct worker_pool *pool);

#endif
