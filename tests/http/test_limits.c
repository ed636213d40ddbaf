/*
 * test_limits.c - sizes, times, threads and stopping: the server under pressure.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "site.h"

#define CLIENTS 64

static void test_header_over_its_limit(void **state)
{
	static const char begin[] = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
	static char request[60000];
	struct raw_answer *answer;
	int before = atomic_load(&site_handled);

	(void)state;
	memset(request, 'a', sizeof request);
	memcpy(request, begin, sizeof begin - 1);
	memcpy(request + sizeof request - 4, "\r\n\r\n", 4);
	answer = raw_ask_bytes(http_port(site), request, sizeof request);
	assert_int_equal(raw_status(answer), 431);
	assert_true(answer->closed);
	free(answer);
	assert_int_equal(atomic_load(&site_handled), before);
}

static struct raw_answer *ask_with_body(const char *head, size_t body_bytes)
{
	size_t length = strlen(head);
	char *request = malloc(length + body_bytes);
	struct raw_answer *answer;

	memcpy(request, head, length);
	memset(request + length, 'a', body_bytes);
	answer = raw_ask_bytes(http_port(site), request, length + body_bytes);
	free(request);
	return answer;
}

/* A declared length over the limit is refused before a byte of the body has come. */
static void test_body_over_its_limit(void **state)
{
	static const struct {
		const char *head;
		size_t body_bytes;
		int status;
		const char *expected;
	} cases[] = {
		{ "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		  "Content-Length: 1000\r\n\r\n",
		  1000, 200, "body 1000\n" },
		{ "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", 0, 413, NULL },
		{ "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000\r\n\r\n", 0, 413,
		  NULL },
		{ "POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		  "Content-Length: 100000\r\n\r\n",
		  100000, 200, "body 100000\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct raw_answer *answer = ask_with_body(cases[i].head, cases[i].body_bytes);

		assert_int_equal(raw_status(answer), cases[i].status);
		assert_true(!cases[i].expected || raw_has(answer, cases[i].expected));
		assert_true(answer->closed);
		free(answer);
	}
}

static void send_chunks(int fd, int count)
{
	char chunk[600 + 16];
	size_t length = (size_t)snprintf(chunk, sizeof chunk, "258\r\n");

	memset(chunk + length, 'a', 600);
	memcpy(chunk + length + 600, "\r\n", 2);
	for (int i = 0; i < count; i++)
		raw_send(fd, chunk, length + 602);
}

/* Chunks are counted as they come; an endless body is cut, not swallowed. */
static void test_chunked_body_is_counted(void **state)
{
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int fd = raw_connect(http_port(site));
	int before = atomic_load(&site_handled);

	(void)state;
	raw_send_text(fd, "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
	send_chunks(fd, 2);
	raw_send_text(fd, "0\r\n\r\n");
	raw_read_all(fd, answer);
	assert_int_equal(raw_status(answer), 413);
	assert_true(answer->closed);
	close(fd);
	memset(answer, 0, sizeof *answer);
	fd = raw_connect(http_port(site));
	raw_send_text(fd, "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
	send_chunks(fd, 10000);
	raw_read_all(fd, answer);
	assert_int_equal(answer->length, 0);
	assert_true(answer->closed);
	close(fd);
	free(answer);
	assert_int_equal(atomic_load(&site_handled), before);
}

/* How long a connection lives that sends `text` again each 100 ms, never idle for a second. */
static int64_t trickle(int port, const char *first, const char *text)
{
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int64_t begin = clock_monotonic_ms();
	int fd = raw_connect(port);

	raw_send_text(fd, first);
	while (!answer->closed && clock_monotonic_ms() - begin < 20000) {
		raw_send_text(fd, text);
		raw_read_some(fd, answer, 100);
	}
	close(fd);
	free(answer);
	return clock_monotonic_ms() - begin;
}

#define SPOOLED_BYTES ((size_t)5 << 20)

/* A body that memory does not hold: on the disk, and decoded all the same. */
static struct raw_answer *ask_spooled(void)
{
	static char request[SPOOLED_BYTES + 1024];
	int head = snprintf(request, 1024,
			    "POST /spool HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
			    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
			    "\r\nfirst=1&long=", SPOOLED_BYTES + 20);
	memset(request + head, 'x', SPOOLED_BYTES);
	memcpy(request + head + SPOOLED_BYTES, "&last=2", 7);
	return raw_ask_bytes(http_port(site), request, (size_t)head + SPOOLED_BYTES + 7);
}

static void test_large_bodies_go_to_the_disk(void **state)
{
	struct raw_answer *answer = ask_spooled();

	(void)state;
	assert_int_equal(raw_status(answer), 200);
	assert_true(raw_has(answer, "form first=1\n"));
	free(answer);
	atomic_store(&site_disk_full, true);
	answer = ask_spooled();
	atomic_store(&site_disk_full, false);
	assert_int_equal(raw_status(answer), 507);
	free(answer);
}

static void test_a_body_that_nobody_wants(void **state)
{
	struct raw_answer *answer = raw_ask(http_port(site),
					    "POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n");

	(void)state;
	assert_int_equal(raw_status(answer), 403);
	free(answer);
}

static const struct {
	const char *header;
	enum http_range result;
	int from, length;
} ranges[] = {
	{ "", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=0-9", HTTP_RANGE_PART, 0, 10 },
	{ "bytes=99-", HTTP_RANGE_PART, 99, 1 },
	{ "bytes=90-1000", HTTP_RANGE_PART, 90, 10 },
	{ "bytes=-1", HTTP_RANGE_PART, 99, 1 },
	{ "bytes=-1000", HTTP_RANGE_PART, 0, 100 },
	{ "bytes=100-", HTTP_RANGE_NONE, 0, 0 },
	{ "bytes=-0", HTTP_RANGE_NONE, 0, 0 },
	{ "bytes=9-8", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=0-1,3-4", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=-", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=+1-2", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=1--2", HTTP_RANGE_WHOLE, 0, 0 },
	{ "bytes=99999999999999999999-", HTTP_RANGE_WHOLE, 0, 0 },
	{ "lines=1-2", HTTP_RANGE_WHOLE, 0, 0 },
};

static void test_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++) {
		int64_t from = 0, length = 0;
		enum http_range result =
			http_range_parse(str_from(ranges[i].header), 100, &from, &length);

		if (result != ranges[i].result || (result == HTTP_RANGE_PART &&
						   (from != ranges[i].from || length != ranges[i].length)))
			fail_msg("\"%s\": %d, %lld+%lld", ranges[i].header, (int)result,
				 (long long)from, (long long)length);
	}
}

static void test_slow_requests_are_cut(void **state)
{
	static const struct {
		const char *first, *text;
	} cases[] = {
		{ "G", "E" },
		{ "GET / HTTP/1.1\r\nHost: x\r\nX: ", "a" },
		{ "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", "a" },
	};
	struct http_options options = site_options();

	(void)state;
	options.idle_seconds = 1;
	options.total_seconds = 1;
	assert_int_equal(site_start(&options), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t lived = trickle(http_port(site), cases[i].first, cases[i].text);

		print_message("case %zu lived %lld ms\n", i, (long long)lived);
		assert_in_range(lived, 800, 4000);
	}
	http_stop(site, 1000);
}

static void test_idle_connections_are_closed(void **state)
{
	struct http_options options = site_options();
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int fd;

	(void)state;
	options.idle_seconds = 1;
	assert_int_equal(site_start(&options), 0);
	fd = raw_connect(http_port(site));
	raw_read_all(fd, answer);
	assert_true(answer->closed);
	close(fd);
	free(answer);
	http_stop(site, 1000);
}

static void test_another_thread_finishes(void **state)
{
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int fd = raw_connect(http_port(site));

	(void)state;
	for (int i = 0; i < 20; i++) {
		raw_send_text(fd, i % 5 ? "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"
					: "GET /later HTTP/1.1\r\nHost: x\r\nX-Slow: 1\r\n\r\n");
		assert_true(raw_read_until(fd, answer, "later\n", i + 1));
	}
	assert_int_equal(raw_count(answer, "HTTP/1.1 200 OK\r\n"), 20);
	close(fd);
	free(answer);
}

/* The client of a lent exchange goes away: nothing leaks, the server goes on. */
static void test_client_leaves_while_another_thread_works(void **state)
{
	struct raw_answer *answer;

	(void)state;
	for (int i = 0; i < 20; i++) {
		int fd = raw_connect(http_port(site));

		raw_send_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\nX-Slow: 1\r\n\r\n");
		if (i % 2)
			site_pause(5);
		close(fd);
	}
	answer = raw_ask(http_port(site), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_int_equal(raw_status(answer), 200);
	free(answer);
}

static void *client_main(void *argument)
{
	static const char *const targets[] = { "/", "/later", "/large", "/style.css" };
	struct raw_answer *answer = calloc(1, sizeof *answer);
	intptr_t wrong = 0, number = (intptr_t)argument;

	for (int i = 0; i < 8; i++) {
		char request[200];
		int fd = raw_connect(http_port(site));

		memset(answer, 0, sizeof *answer);
		snprintf(request, sizeof request,
			 "GET %s?n=%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
			 targets[(number + i) % 4], i);
		raw_send_text(fd, request);
		raw_read_all(fd, answer);
		wrong += raw_status(answer) != 200;
		close(fd);
	}
	free(answer);
	return (void *)wrong;
}

static void test_many_clients_at_once(void **state)
{
	pthread_t threads[CLIENTS];

	(void)state;
	for (intptr_t i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, client_main, (void *)i), 0);
	for (int i = 0; i < CLIENTS; i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		assert_int_equal((intptr_t)wrong, 0);
	}
}

/* Whichever allocation fails, the request is answered or cut and the next one is served. */
static void test_memory_runs_out(void **state)
{
	static const char request[] = "POST /upload?q=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
				      "Content-Type: application/x-www-form-urlencoded\r\n"
				      "Content-Length: 3\r\n\r\na=1";
	int refused = 0;

	(void)state;
	for (long n = 1; n <= 12; n++) {
		struct http_options options = site_options();
		struct raw_answer *answer;
		int status;

		assert_int_equal(site_start(&options), 0);
		memory_fail_after(n, false);
		answer = raw_ask(http_port(site), request);
		memory_fail_after(0, false);
		status = raw_status(answer);
		assert_true(status == 0 || status == 200 || status >= 400);
		refused += status != 200;
		free(answer);
		answer = raw_ask(http_port(site), request);
		assert_int_equal(raw_status(answer), 200);
		assert_true(raw_has(answer, "form a=1\n"));
		free(answer);
		http_stop(site, 1000);
	}
	assert_in_range(refused, 3, 11);
}

static void *stop_main(void *argument)
{
	(void)argument;
	http_stop(site, 5000);
	return NULL;
}

/* A stop refuses newcomers at once, finishes what runs, and ends the io threads properly. */
static void test_graceful_stop(void **state)
{
	static const char *const targets[] = {
		"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /later HTTP/1.1\r\nHost: x\r\nX-Slow: 1\r\n\r\n",
	};
	struct http_options options = site_options();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(targets); i++) {
		struct raw_answer *answer = calloc(1, sizeof *answer);
		pthread_t stopper;
		int fd, port;

		atomic_store(&site_threads_ended, 0);
		assert_int_equal(site_start(&options), 0);
		port = http_port(site);
		fd = raw_connect(port);
		raw_send_text(fd, targets[i]);
		site_pause(100);
		assert_int_equal(pthread_create(&stopper, NULL, stop_main, NULL), 0);
		site_pause(50);
		assert_int_equal(raw_connect(port), -1);
		raw_read_all(fd, answer);
		assert_int_equal(raw_status(answer), 200);
		assert_true(raw_has(answer, i ? "later\n" : "slow\n"));
		pthread_join(stopper, NULL);
		assert_true(atomic_load(&site_threads_ended) > 0);
		close(fd);
		free(answer);
	}
}

/* A client that never finishes its request cannot hold the stop beyond the grace. */
static void test_stop_does_not_wait_for_ever(void **state)
{
	struct http_options options = site_options();
	int64_t begin;
	int fd;

	(void)state;
	assert_int_equal(site_start(&options), 0);
	fd = raw_connect(http_port(site));
	raw_send_text(fd, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc");
	site_pause(100);
	begin = clock_monotonic_ms();
	http_stop(site, 300);
	assert_in_range(clock_monotonic_ms() - begin, 250, 3000);
	close(fd);
}

#define ON_SITE(test) cmocka_unit_test_setup_teardown(test, site_setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SITE(test_header_over_its_limit),
		ON_SITE(test_body_over_its_limit),
		ON_SITE(test_chunked_body_is_counted),
		ON_SITE(test_large_bodies_go_to_the_disk),
		ON_SITE(test_a_body_that_nobody_wants),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_slow_requests_are_cut),
		cmocka_unit_test(test_idle_connections_are_closed),
		ON_SITE(test_another_thread_finishes),
		ON_SITE(test_client_leaves_while_another_thread_works),
		ON_SITE(test_many_clients_at_once),
		cmocka_unit_test(test_memory_runs_out),
		cmocka_unit_test(test_graceful_stop),
		cmocka_unit_test(test_stop_does_not_wait_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
