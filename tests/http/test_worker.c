/*
 * test_worker.c - the bounded pool: runs all it took, refuses when full, finishes before it stops.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "http/worker.h"

static atomic_int ran;

static void count(void *context)
{
	atomic_fetch_add(&ran, *(int *)context);
}

static void test_everything_taken_is_run(void **state)
{
	struct worker_pool *pool;
	struct error err;
	int one = 1, taken = 0;

	(void)state;
	atomic_store(&ran, 0);
	assert_int_equal(worker_start(3, 1000, &pool, &err), 0);
	for (int i = 0; i < 1000; i++)
		taken += worker_submit(pool, count, &one, &err) == 0;
	worker_stop(pool);
	assert_int_equal(taken, 1000);
	assert_int_equal(atomic_load(&ran), 1000);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_int waiting;

static void wait_at_gate(void *context)
{
	(void)context;
	atomic_fetch_add(&waiting, 1);
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
}

static void test_full_queue_is_busy(void **state)
{
	struct worker_pool *pool;
	struct error err;
	int one = 1;

	(void)state;
	atomic_store(&ran, 0);
	pthread_mutex_lock(&gate);
	assert_int_equal(worker_start(1, 2, &pool, &err), 0);
	assert_int_equal(worker_submit(pool, wait_at_gate, NULL, &err), 0);
	while (!atomic_load(&waiting))
		;
	assert_int_equal(worker_submit(pool, count, &one, &err), 0);
	assert_int_equal(worker_submit(pool, count, &one, &err), 0);
	assert_int_equal(worker_submit(pool, count, &one, &err), -ERR_BUSY);
	assert_int_equal(error_http_status(err.code), 503);
	pthread_mutex_unlock(&gate);
	worker_stop(pool);
	assert_int_equal(atomic_load(&ran), 2);
}

static void test_senseless_sizes_are_refused(void **state)
{
	struct worker_pool *pool = NULL;
	struct error err;

	(void)state;
	assert_int_equal(worker_start(0, 1, &pool, &err), -ERR_BROKEN);
	assert_int_equal(worker_start(1, 0, &pool, &err), -ERR_BROKEN);
	assert_null(pool);
	worker_stop(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_taken_is_run),
		cmocka_unit_test(test_full_queue_is_busy),
		cmocka_unit_test(test_senseless_sizes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
