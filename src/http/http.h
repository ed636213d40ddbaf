/*
 * http.h - the HTTP server over libmicrohttpd; knows no product words.
 *
 * Layer:   http (above base only).
 * Owner:   a struct http_exchange and everything in its arena live until the answer is sent.
 * Threads: `handle` runs on an io thread of an epoll pool; after HTTP_LATER exactly one other
 *          thread owns the exchange until it calls http_finish().
 *
 * Limits: header 32 KiB, body and total time per request as configured, connections per address.
 * More than one Content-Length, or Content-Length with Transfer-Encoding, is 400 (request
 * smuggling). Methods other than GET, HEAD and POST are 405. An own watchdog bounds a request's
 * total time, because libmicrohttpd times only inactivity.
 */
#ifndef LIANZE_HTTP_HTTP_H
#define LIANZE_HTTP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "http/form.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_METHOD_COUNT };

struct http_exchange {
	/* request */
	enum http_method method;
	struct str path;	   /* decoded, begins with '/', no control characters, '\\', "..",
				    * encoded '/' or empty segments (a last one is allowed) */
	struct form query;	   /* decoded query parameters */
	struct form form;	   /* decoded POST body: urlencoded or multipart */
	struct str body;	   /* raw POST body of other content types (JSON) */
	struct str content_type;
	struct str remote;	   /* client address as text */
	bool secure;		   /* TLS in front (trusted proxy), or loopback without a proxy */
	struct arena *arena;
	/* response */
	int status;		   /* 200 unless set */
	struct buf out;		   /* body */
	const char *response_type; /* "text/html; charset=utf-8" by default */
	/* server's own */
	struct http_private *private;
	void *user;		   /* the application's, zeroed at the start */
};

/* A request header's value, borrowed; STR_EMPTY when absent. Names ignore case. */
struct str http_header(const struct http_exchange *exchange, const char *name);
/* A cookie's value, borrowed; STR_EMPTY when absent. The first one of that name. */
struct str http_cookie(const struct http_exchange *exchange, const char *name);
/* Add a response header; refuses (ERR_BROKEN) control characters. Replaces the server's own default
 * of that name (security headers, Cache-Control: no-store). */
int http_add_header(struct http_exchange *exchange, const char *name, const char *value);
/* Take back the headers added so far: what they announce did not happen. */
void http_forget_headers(struct http_exchange *exchange);
/* 303 to a path of this site. */
void http_redirect(struct http_exchange *exchange, const char *path);
/* Answer with static bytes that outlive the server, with strong ETag (304) and caching. `gzip` may
 * be empty; `etag` is the bare tag. */
void http_static(struct http_exchange *exchange, struct str bytes, struct str gzip,
		 const char *type, const char *etag, bool immutable);

/* Answer with `bytes` of an open file, without reading it into memory; the server closes `fd` in any
 * case. The time allowed for the request grows with the size (HTTP_FILE_BYTES_A_SECOND). */
void http_file(struct http_exchange *exchange, int fd, int64_t bytes);
/* The same of a part of the file, from byte `at` on. */
void http_file_part(struct http_exchange *exchange, int fd, int64_t at, int64_t bytes);
#define HTTP_FILE_BYTES_A_SECOND 65536

/*
 * What a request's Range header asks of a representation of `total` bytes (RFC 9110, section 14): one range
 * of bytes. HTTP_RANGE_WHOLE: none, several, or one that need not be understood; HTTP_RANGE_NONE: answer
 * 416.
 */
enum http_range { HTTP_RANGE_WHOLE, HTTP_RANGE_PART, HTTP_RANGE_NONE };
enum http_range http_range_parse(struct str header, int64_t total, int64_t *out_from,
				 int64_t *out_length);

#define HTTP_MEMORY_BYTES ((size_t)2 << 20)

enum http_flow {
	HTTP_DONE, /* the response is complete */
	HTTP_LATER /* another thread will call http_finish() */
};

struct http_application {
	enum http_flow (*handle)(void *context, struct http_exchange *exchange);
	/* Called on each io thread when it ends: give back what it kept in thread-local storage.
	 * May be NULL. */
	void (*thread_end)(void *context);
	/* Max body for this request before it is read, from its path and headers; 0: whoever asks may not
	 * send one (403). NULL: http_options.body_maximum. */
	size_t (*body_limit)(void *context, struct http_exchange *exchange);
	/* A file without a name for a body above HTTP_MEMORY_BYTES; NULL: bodies stay in memory. A full
	 * disk answers 507. The time allowed grows with what has come (HTTP_FILE_BYTES_A_SECOND). */
	int (*spool_open)(void *context, int *out_fd, struct error *err);
	void *context;
};

struct http_options {
	const char *address; /* "127.0.0.1" */
	int port;	     /* 0: any free; see http_port() */
	int threads;	     /* io threads, >= 1 */
	size_t body_maximum; /* bytes */
	int idle_seconds;    /* inactivity */
	int total_seconds;   /* whole request */
	int connections;	     /* at once */
	int connections_per_address; /* 0: no bound; loopback is never bound */
	bool trust_forwarded; /* believe X-Forwarded-For/-Proto from loopback */
	bool access_log;      /* one line a request: no query string */
};

struct http_server;

MUST_USE int http_start(const struct http_options *options,
			const struct http_application *application, struct http_server **out,
			struct error *err);
int http_port(const struct http_server *server);

/* Requests answered since the start, and how many of them by 4xx and 5xx. */
struct http_counts {
	int64_t requests, refused, failed;
};
struct http_counts http_counts(const struct http_server *server);
/* Refuse new connections, let running requests finish (at most `grace_ms`; exchanges that another
 * thread holds after HTTP_LATER are always waited for), stop, free. NULL is allowed. */
void http_stop(struct http_server *server, int grace_ms);
/* Complete an exchange that answered HTTP_LATER; from any thread, once. */
void http_finish(struct http_exchange *exchange);

#endif
