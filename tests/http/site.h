/*
 * site.h - a small application behind a real server, for the tests of this room.
 */
#ifndef LIANZE_TESTS_HTTP_SITE_H
#define LIANZE_TESTS_HTTP_SITE_H

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "http/http.h"
#include "raw_client.h"

static struct http_server *site;
static atomic_int site_handled, site_threads_ended;

static inline void site_pause(int ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

static inline void site_describe(struct buf *out, const char *what, const struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		buf_add_format(out, "%s %.*s=%.*s\n", what, STR_ARG(form->fields[i].name),
			       STR_ARG(form->fields[i].value));
}

static inline void site_echo(struct http_exchange *exchange)
{
	struct buf *out = &exchange->out;

	exchange->response_type = "text/plain; charset=utf-8";
	buf_add_format(out, "path %.*s\nremote %.*s\nsecure %d\nbody %zu\ncookie %.*s\n",
		       STR_ARG(exchange->path), STR_ARG(exchange->remote), exchange->secure,
		       exchange->body.length, STR_ARG(http_cookie(exchange, "sid")));
	site_describe(out, "query", &exchange->query);
	site_describe(out, "form", &exchange->form);
	buf_add_text(out, "end\n");
}

static inline void *site_finish(void *argument)
{
	struct http_exchange *exchange = argument;

	if (http_header(exchange, "X-Slow").length)
		site_pause(200);
	buf_add_text(&exchange->out, "later\n");
	http_finish(exchange);
	return NULL;
}

static inline enum http_flow site_later(struct http_exchange *exchange)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, site_finish, exchange) != 0) {
		exchange->status = 503;
		return HTTP_DONE;
	}
	pthread_detach(thread);
	return HTTP_LATER;
}

static const char site_style[] = "body { color: black }";

static inline enum http_flow site_handle(void *context, struct http_exchange *exchange)
{
	struct str path = exchange->path;

	(void)context;
	atomic_fetch_add(&site_handled, 1);
	if (str_equal(path, STR("/later")))
		return site_later(exchange);
	if (str_equal(path, STR("/slow"))) {
		site_pause(300);
		buf_add_text(&exchange->out, "slow\n");
	} else if (str_equal(path, STR("/large"))) {
		for (int i = 0; i < 2000; i++)
			buf_add_text(&exchange->out, "<p>廉责</p>\n");
	} else if (str_equal(path, STR("/style.css"))) {
		http_static(exchange, str_from(site_style), STR("packed"), "text/css", "abc", true);
	} else if (str_equal(path, STR("/moved"))) {
		http_redirect(exchange, "/单位?page=2");
	} else if (str_equal(path, STR("/away"))) {
		http_redirect(exchange, "//elsewhere.example/");
	} else if (str_equal(path, STR("/download"))) {
		http_add_header(exchange, "Content-Security-Policy", "sandbox");
		http_add_header(exchange, "Set-Cookie", "a=1");
		http_add_header(exchange, "Set-Cookie", "b=2");
		if (http_add_header(exchange, "X-Bad", "1\r\nSet-Cookie: c=3") != -ERR_BROKEN)
			exchange->status = 500;
		buf_add_text(&exchange->out, "file");
	} else {
		site_echo(exchange);
	}
	return HTTP_DONE;
}

static inline void site_thread_end(void *context)
{
	(void)context;
	atomic_fetch_add(&site_threads_ended, 1);
}

static inline size_t site_body_limit(void *context, struct http_exchange *exchange)
{
	(void)context;
	if (str_equal(exchange->path, STR("/closed")))
		return 0;
	if (str_equal(exchange->path, STR("/spool")))
		return (size_t)16 << 20;
	return str_equal(exchange->path, STR("/upload")) ? 100000 : 1000;
}

static atomic_bool site_disk_full;

/* A folder without room is played by a descriptor that cannot be written to. */
static inline int site_spool_open(void *context, int *out_fd, struct error *err)
{
	(void)context;
	if (atomic_load(&site_disk_full))
		*out_fd = open("/dev/full", O_RDWR | O_CLOEXEC);
	else
		*out_fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return *out_fd >= 0 ? 0 : error_broken(err, ERR_IO, "spool");
}

static inline struct http_options site_options(void)
{
	return (struct http_options){ .address = "127.0.0.1",
				      .threads = 2,
				      .body_maximum = 1000,
				      .idle_seconds = 5,
				      .total_seconds = 10,
				      .connections = 200 };
}

static inline int site_start(const struct http_options *options)
{
	struct http_application application = { .handle = site_handle,
						.thread_end = site_thread_end,
						.body_limit = site_body_limit,
						.spool_open = site_spool_open };
	struct error err;

	return http_start(options, &application, &site, &err);
}

static inline int site_setup(void **state)
{
	struct http_options options = site_options();

	(void)state;
	return site_start(&options);
}

static inline int site_teardown(void **state)
{
	(void)state;
	http_stop(site, 2000);
	return 0;
}

#endif
