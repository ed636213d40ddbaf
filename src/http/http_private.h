/*
 * http_private.h - what the files of the server share among themselves; not for other rooms.
 *
 * Layer: http. http_server.c owns threads and life cycles, http_request.c reads and refuses,
 * http_response.c answers, http_watch.c bounds times and connections.
 */
#ifndef LIANZE_HTTP_HTTP_PRIVATE_H
#define LIANZE_HTTP_HTTP_PRIVATE_H

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include <microhttpd.h>
#include <zlib.h>

#include "http/http.h"

#define HTTP_HEADER_BYTES 32768	      /* of a request, all lines */
#define HTTP_ADDED_HEADERS 24	      /* an application may add to one answer */
#define HTTP_POOL_MAXIMUM 64	      /* exchanges kept for re-use */
#define HTTP_OUT_MAXIMUM (64u << 20)  /* bytes of one answer */
#define HTTP_ARENA_MAXIMUM (128u << 20)
#define HTTP_KEEP_BYTES (256u << 10)  /* larger buffers are given back between requests */
#define HTTP_REMOTE_BYTES 64

/* One connection under watch. The list is guarded by watch->lock; `deadline_ms` is atomic. */
struct watched {
	struct watched *previous, *next;
	int fd;
	atomic_llong deadline_ms; /* monotonic */
	struct in6_addr network;  /* what the bound per address counts: IPv4, or IPv6 /64 */
	bool loopback;
	char remote[HTTP_REMOTE_BYTES];
};

struct watch {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool stopping;
	struct watched *first;
	int64_t idle_ms, total_ms;
	int per_address; /* 0: no bound */
};

MUST_USE int watch_start(struct watch *watch, const struct http_options *options,
			 struct error *err);
void watch_stop(struct watch *watch);
/* Begin to watch a connection; NULL when memory is out or its address holds too many. */
struct watched *watch_add(struct watch *watch, int fd, const struct sockaddr *address);
void watch_remove(struct watch *watch, struct watched *one);
/* A request line has arrived: the request must be over within total_ms. */
void watch_request(struct watch *watch, struct watched *one);
/* The answer is long: it may take so much longer. */
void watch_extend(struct watched *one, int64_t ms);
/* The request is over: idle_ms to begin the next one and total_ms to finish it. */
void watch_rest(struct watch *watch, struct watched *one);

enum http_phase { HTTP_PHASE_HEAD, HTTP_PHASE_BODY, HTTP_PHASE_LATER, HTTP_PHASE_ANSWERED };

/* Who answers after HTTP_LATER: the io thread suspends, another thread finishes; either may be
 * first (see exchange_hand_over in http_server.c). */
enum http_handover { HANDOVER_NONE, HANDOVER_SUSPENDED, HANDOVER_FINISHED };

struct http_private {
	struct http_exchange exchange;
	struct http_server *server;
	struct MHD_Connection *connection;
	struct watched *watched;
	struct http_private *next; /* in the pool */
	enum http_phase phase;
	atomic_int handover;
	int64_t started_us;
	struct str target; /* as the client sent it */
	struct buf body;
	size_t body_limit, body_seen;
	bool is_spooled, spool_failed; /* the body lies in a file, not in `body` */
	int spool_fd;
	const char *mapped; /* its bytes while the request is answered; NULL: none */
	bool method_known, has_body;
	bool close; /* after the answer */
	bool forwarded_secure;
	struct {
		const char *name, *value;
	} added[HTTP_ADDED_HEADERS];
	size_t added_count;
	bool is_static, immutable;
	struct str static_bytes, static_gzip;
	const char *etag;
	size_t sent_bytes;
	bool has_file; /* the body is a file */
	int file_fd;
	int64_t file_at, file_bytes;
};

/* What belongs to one io thread, made at its first request and ended with it. */
struct io_thread {
	struct http_server *server;
	z_stream gzip;
	bool gzip_ready;
};

struct http_server {
	struct MHD_Daemon *daemon;
	struct http_application application;
	struct http_options options;
	struct watch watch;
	pthread_key_t io_key; /* struct io_thread */
	pthread_mutex_t pool_lock;
	struct http_private *pool;
	int pooled;
	int port;
	int listen_fd;
	atomic_int running; /* requests between request line and last byte of the answer */
	atomic_int lent;    /* of these: given to another thread */
	atomic_llong answered, refused, failed; /* since the start: all, 4xx, 5xx */
	atomic_bool stopping;
};

/* Read target and headers into the exchange. 0, or the status that refuses the request. */
int request_read_head(struct http_private *one, const char *method, const char *version);
/* Take a piece of the body. False when the connection must be cut. */
bool request_take_body(struct http_private *one, const char *bytes, size_t length);
/* Give the file of a body back. */
void request_drop_spool(struct http_private *one);
/* The body is complete: decode it by its content type. 0, or the status that refuses it. */
int request_read_body(struct http_private *one);
/* Decode and check a request path: begins with '/', valid UTF-8, no control characters, no '\\', no
 * empty, "." or ".." segments, no encoded '/'. False when refused. */
MUST_USE bool request_decode_path(struct str raw, struct arena *arena, struct str *out);

/* Replace whatever was answered by a plain line of text and close the connection behind it. */
void response_refuse(struct http_private *one, int status);
/* Hand the answer to libmicrohttpd. MHD_NO closes the connection. */
enum MHD_Result response_queue(struct http_private *one, struct io_thread *thread);

#endif
