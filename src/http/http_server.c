/*
 * http_server.c - start, stop, and a request's way through libmicrohttpd's callbacks.
 *
 * A request begins with its request line (on_target), is read and answered by on_request, which
 * libmicrohttpd calls once per piece of news, and ends in on_completed when the answer is sent or
 * the connection lost. Its exchange comes from a pool, so that a busy server allocates little.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/log.h"
#include "http/http_private.h"

#define LISTEN_BACKLOG 1024
#define STOP_POLL_MS 5

/* Exchanges ---------------------------------------------------------------------------------- */

static void exchange_free(struct http_private *one)
{
	buf_release(&one->exchange.out);
	buf_release(&one->body);
	arena_free(one->exchange.arena);
	memory_free(one);
}

static struct http_private *exchange_new(void)
{
	struct http_private *one = memory_alloc(sizeof *one);

	if (!one)
		return NULL;
	one->exchange.arena = arena_new(HTTP_ARENA_MAXIMUM);
	buf_init(&one->exchange.out, HTTP_OUT_MAXIMUM);
	if (one->exchange.arena)
		return one;
	memory_free(one);
	return NULL;
}

static struct http_private *exchange_borrow(struct http_server *server)
{
	struct http_private *one;

	pthread_mutex_lock(&server->pool_lock);
	one = server->pool;
	if (one) {
		server->pool = one->next;
		server->pooled--;
	}
	pthread_mutex_unlock(&server->pool_lock);
	if (!one)
		one = exchange_new();
	if (!one)
		return NULL;
	one->server = server;
	one->exchange.private = one;
	one->exchange.status = 200;
	one->exchange.response_type = "text/html; charset=utf-8";
	return one;
}

/* Forget everything but the arena's first block and the answer's buffer. */
static void exchange_return(struct http_private *one)
{
	struct http_server *server = one->server;
	struct http_private *kept = NULL;
	struct arena *arena = one->exchange.arena;
	struct buf out = one->exchange.out;

	buf_release(&one->body);
	request_drop_spool(one);
	if (one->has_file)
		close(one->file_fd);
	if (out.capacity > HTTP_KEEP_BYTES)
		buf_release(&out);
	buf_clear(&out);
	arena_reset(arena);
	*one = (struct http_private){ .exchange = { .arena = arena, .out = out } };
	pthread_mutex_lock(&server->pool_lock);
	if (server->pooled < HTTP_POOL_MAXIMUM) {
		one->next = server->pool;
		server->pool = one;
		server->pooled++;
		kept = one;
	}
	pthread_mutex_unlock(&server->pool_lock);
	if (!kept)
		exchange_free(one);
}

/* Threads ------------------------------------------------------------------------------------ */

static void io_thread_end(void *argument)
{
	struct io_thread *thread = argument;
	const struct http_application *application = &thread->server->application;

	if (application->thread_end)
		application->thread_end(application->context);
	if (thread->gzip_ready)
		deflateEnd(&thread->gzip);
	memory_free(thread);
}

static struct io_thread *io_thread_get(struct http_server *server)
{
	struct io_thread *thread = pthread_getspecific(server->io_key);

	if (thread)
		return thread;
	thread = memory_alloc(sizeof *thread);
	if (!thread)
		return NULL;
	thread->server = server;
	if (pthread_setspecific(server->io_key, thread) == 0)
		return thread;
	memory_free(thread);
	return NULL;
}

/* Callbacks ---------------------------------------------------------------------------------- */

static struct watched *watched_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* A connection that is refused (too many from its address) has no struct watched: its socket is
 * shut down at once and its requests, if any slipped in, are cut. */
static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = context;
	const union MHD_ConnectionInfo *address;
	int fd;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*socket_context)
			watch_remove(&server->watch, *socket_context);
		*socket_context = NULL;
		return;
	}
	fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	address = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	*socket_context = watch_add(&server->watch, fd, address->client_addr);
	if (!*socket_context)
		shutdown(fd, SHUT_RDWR);
}

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
	struct http_server *server = context;
	struct watched *watched = watched_of(connection);
	struct http_private *one = watched ? exchange_borrow(server) : NULL;

	if (!one)
		return NULL;
	atomic_fetch_add(&server->running, 1);
	watch_request(&server->watch, watched);
	one->watched = watched;
	one->connection = connection;
	one->started_us = clock_monotonic_us();
	one->target = arena_str(one->exchange.arena, str_from(target));
	return one;
}

static void write_access_line(const struct http_private *one)
{
	static const char *const names[HTTP_METHOD_COUNT] = { "GET", "HEAD", "POST" };
	const struct http_exchange *exchange = &one->exchange;

	struct str path = exchange->path.length ? exchange->path : STR("-");

	log_write(LOG_LEVEL_INFO, "access", "%s %.*s %d %zu %lldus",
		  one->method_known ? names[exchange->method] : "-", STR_ARG(path),
		  exchange->status, one->sent_bytes,
		  (long long)(clock_monotonic_us() - one->started_us));
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request_context,
			 enum MHD_RequestTerminationCode code)
{
	struct http_server *server = context;
	struct http_private *one = *request_context;

	(void)connection;
	(void)code;
	if (!one)
		return;
	*request_context = NULL;
	if (server->options.access_log)
		write_access_line(one);
	watch_rest(&server->watch, one->watched);
	exchange_return(one);
	atomic_fetch_sub(&server->running, 1);
}

/*
 * The application keeps the exchange. Suspend first, then say so: if the other thread has finished
 * already it could not resume, so this thread does; if it finishes later, it finds
 * HANDOVER_SUSPENDED and resumes. Whoever came first no longer touches the exchange.
 */
static void exchange_hand_over(struct http_private *one)
{
	struct MHD_Connection *connection = one->connection;
	int expected = HANDOVER_NONE;

	MHD_suspend_connection(connection);
	if (!atomic_compare_exchange_strong(&one->handover, &expected, HANDOVER_SUSPENDED))
		MHD_resume_connection(connection);
}

void http_finish(struct http_exchange *exchange)
{
	struct http_private *one = exchange->private;
	struct http_server *server = one->server;
	struct MHD_Connection *connection = one->connection;

	if (atomic_exchange(&one->handover, HANDOVER_FINISHED) == HANDOVER_SUSPENDED)
		MHD_resume_connection(connection);
	atomic_fetch_sub(&server->lent, 1);
}

static enum MHD_Result run_application(struct http_private *one, struct io_thread *thread)
{
	const struct http_application *application = &one->server->application;

	one->phase = HTTP_PHASE_LATER;
	atomic_fetch_add(&one->server->lent, 1);
	if (application->handle(application->context, &one->exchange) == HTTP_LATER) {
		exchange_hand_over(one);
		return MHD_YES;
	}
	atomic_fetch_sub(&one->server->lent, 1);
	return response_queue(one, thread);
}

static enum MHD_Result body_complete(struct http_private *one, struct io_thread *thread)
{
	int status = one->has_body ? request_read_body(one) : 0;

	if (!status)
		return run_application(one, thread);
	response_refuse(one, status);
	return response_queue(one, thread);
}

static enum MHD_Result on_request(void *context, /* lint: libmicrohttpd's signature */
				  struct MHD_Connection *connection,
				  const char *url, const char *method, const char *version,
				  const char *upload, size_t *upload_bytes, void **request_context)
{
	struct http_private *one = *request_context;
	struct io_thread *thread = io_thread_get(context);
	int status;

	(void)connection;
	(void)url;
	if (!one || !thread || !one->target.bytes)
		return MHD_NO;
	if (one->phase == HTTP_PHASE_HEAD) {
		one->phase = HTTP_PHASE_BODY;
		status = request_read_head(one, method, version);
		if (!status)
			return MHD_YES;
		response_refuse(one, status);
		return response_queue(one, thread);
	}
	if (*upload_bytes) {
		bool taken = request_take_body(one, upload, *upload_bytes);

		*upload_bytes = 0;
		return taken ? MHD_YES : MHD_NO;
	}
	if (one->phase == HTTP_PHASE_BODY)
		return body_complete(one, thread);
	return response_queue(one, thread);
}

/* Start and stop ----------------------------------------------------------------------------- */

static socklen_t read_address(const struct http_options *options, struct sockaddr_storage *out)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	v4.sin_port = v6.sin6_port = htons((uint16_t)options->port);
	if (inet_pton(AF_INET, options->address, &v4.sin_addr) == 1) {
		memcpy(out, &v4, sizeof v4);
		return sizeof v4;
	}
	if (inet_pton(AF_INET6, options->address, &v6.sin6_addr) == 1) {
		memcpy(out, &v6, sizeof v6);
		return sizeof v6;
	}
	return 0;
}

static int bound_port(int fd)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	struct sockaddr_in v4;

	if (getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		return 0;
	memcpy(&v4, &address, sizeof v4); /* the port is at the same place in both families */
	return ntohs(v4.sin_port);
}

static int listen_on(const struct http_options *options, int *out_fd, struct error *err)
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = read_address(options, &address);
	int yes = 1, code, fd;

	if (!length)
		return error_invalid(err, "address", options->address, "an IPv4 or IPv6 address",
				     "IPv4 或 IPv6 地址");
	fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return error_broken(err, ERR_IO, "socket: errno %d", errno);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&address, length) == 0 && listen(fd, LISTEN_BACKLOG) == 0) {
		*out_fd = fd;
		return 0;
	}
	code = error_set(err, ERR_IO, "The server cannot listen on its address.",
			 "服务器无法监听指定的地址和端口。");
	error_en(err, "The server cannot listen on %s port %d; is another program using it?",
		 options->address, options->port);
	error_zh(err, "服务器无法监听 %s 端口 %d，可能已被占用。", options->address, options->port);
	error_detail(err, "errno %d", errno);
	close(fd);
	return code;
}

/* Paths and queries are decoded by our own strict code, from the target as it was sent. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

static struct MHD_Daemon *start_daemon(struct http_server *server)
{
	const struct http_options *options = &server->options;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
	struct MHD_OptionItem pool[] = {
		{ MHD_OPTION_THREAD_POOL_SIZE, options->threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (strchr(options->address, ':'))
		flags |= MHD_USE_IPv6;
	if (options->threads < 2)
		pool[0] = pool[1];
	return MHD_start_daemon(
		flags, 0, NULL, NULL, on_request, server, MHD_OPTION_ARRAY, pool,
		MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADER_BYTES,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_seconds,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_UNESCAPE_CALLBACK,
		leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
}

static int start_parts(struct http_server *server, struct error *err)
{
	int code = listen_on(&server->options, &server->listen_fd, err);

	if (code < 0)
		return code;
	server->port = bound_port(server->listen_fd);
	code = watch_start(&server->watch, &server->options, err);
	if (code < 0) {
		close(server->listen_fd);
		return code;
	}
	server->daemon = start_daemon(server);
	if (server->daemon)
		return 0;
	watch_stop(&server->watch);
	close(server->listen_fd);
	return error_broken(err, ERR_IO, "libmicrohttpd did not start");
}

static void server_free(struct http_server *server)
{
	while (server->pool) {
		struct http_private *next = server->pool->next;

		exchange_free(server->pool);
		server->pool = next;
	}
	pthread_key_delete(server->io_key);
	pthread_mutex_destroy(&server->pool_lock);
	memory_free(server);
}

int http_start(const struct http_options *options, const struct http_application *application,
	       struct http_server **out, struct error *err)
{
	struct http_server *server = memory_alloc(sizeof *server);
	int code;

	if (!server)
		return error_broken(err, ERR_MEMORY, "http server");
	if (pthread_key_create(&server->io_key, io_thread_end) != 0) {
		memory_free(server);
		return error_broken(err, ERR_IO, "no thread key left");
	}
	pthread_mutex_init(&server->pool_lock, NULL);
	server->options = *options;
	server->application = *application;
	code = start_parts(server, err);
	if (code < 0) {
		server_free(server);
		return code;
	}
	*out = server;
	return 0;
}

int http_port(const struct http_server *server)
{
	return server->port;
}

struct http_counts http_counts(const struct http_server *server)
{
	return (struct http_counts){ atomic_load(&server->answered), atomic_load(&server->refused),
				     atomic_load(&server->failed) };
}

/* What another thread still holds is always waited for: stopping under it would free its memory. */
static void wait_for_running(struct http_server *server, int grace_ms)
{
	struct timespec pause = { 0, STOP_POLL_MS * 1000000L };
	int64_t until = clock_monotonic_ms() + grace_ms;

	while (atomic_load(&server->lent) ||
	       (atomic_load(&server->running) && clock_monotonic_ms() < until))
		nanosleep(&pause, NULL);
}

void http_stop(struct http_server *server, int grace_ms)
{
	if (!server)
		return;
	atomic_store(&server->stopping, true);
	MHD_quiesce_daemon(server->daemon);
	shutdown(server->listen_fd, SHUT_RDWR); /* who waits in the backlog is refused at once */
	wait_for_running(server, grace_ms);
	MHD_stop_daemon(server->daemon);
	close(server->listen_fd);
	watch_stop(&server->watch);
	server_free(server);
}
