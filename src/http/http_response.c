/*
 * http_response.c - answers: security headers on every one, compression, static files, errors.
 *
 * A header that the application adds replaces the default of that name, so that a download can
 * carry its own stricter policy and a report its own caching.
 */
#include <stdio.h>
#include <unistd.h>

#include "http/form_private.h"
#include "http/http_private.h"

#define COMPRESS_FROM_BYTES 1024
#define COMPRESS_LEVEL 3
#define GZIP_WINDOW_BITS (15 + 16) /* zlib: 16 more asks for a gzip header */

static const struct {
	const char *name, *value;
} defaults[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
	  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
	  "frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

static bool added(const struct http_private *one, const char *name)
{
	for (size_t i = 0; i < one->added_count; i++)
		if (str_equal_ignore_case(str_from(one->added[i].name), str_from(name)))
			return true;
	return false;
}

static bool header_is_clean(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

int http_add_header(struct http_exchange *exchange, const char *name, const char *value)
{
	struct http_private *one = exchange->private;
	char *kept_name, *kept_value;

	if (!*name || !header_is_clean(name) || !header_is_clean(value) ||
	    one->added_count == HTTP_ADDED_HEADERS)
		return -ERR_BROKEN;
	kept_name = arena_text(exchange->arena, str_from(name));
	kept_value = arena_text(exchange->arena, str_from(value));
	if (!kept_name || !kept_value)
		return -ERR_MEMORY;
	one->added[one->added_count].name = kept_name;
	one->added[one->added_count].value = kept_value;
	one->added_count++;
	return 0;
}

void http_forget_headers(struct http_exchange *exchange)
{
	exchange->private->added_count = 0;
}

/* Location takes ASCII only; a path of ours may hold anything that UTF-8 can write. */
static char *encode_location(struct arena *arena, const char *path)
{
	size_t length = strlen(path), at = 0;
	char *text = arena_alloc(arena, length * 3 + 1);

	for (size_t i = 0; text && i < length; i++) {
		unsigned char c = (unsigned char)path[i];

		if (c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\') {
			text[at++] = (char)c;
			continue;
		}
		text[at++] = '%';
		text[at++] = "0123456789ABCDEF"[c >> 4];
		text[at++] = "0123456789ABCDEF"[c & 15];
	}
	return text;
}

void http_redirect(struct http_exchange *exchange, const char *path)
{
	char *location = encode_location(exchange->arena, path);

	if (path[0] != '/' || path[1] == '/' || path[1] == '\\' || !location ||
	    http_add_header(exchange, "Location", location) < 0) {
		response_refuse(exchange->private, 500);
		return;
	}
	buf_clear(&exchange->out);
	exchange->status = 303;
}

void http_static(struct http_exchange *exchange, struct str bytes, struct str gzip,
		 const char *type, const char *etag, bool immutable)
{
	struct http_private *one = exchange->private;

	one->is_static = true;
	one->static_bytes = bytes;
	one->static_gzip = gzip;
	one->etag = etag;
	one->immutable = immutable;
	exchange->response_type = type;
}

void http_file_part(struct http_exchange *exchange, int fd, int64_t at, int64_t bytes)
{
	struct http_private *one = exchange->private;

	one->has_file = true;
	one->file_fd = fd;
	one->file_at = at;
	one->file_bytes = bytes;
}

void http_file(struct http_exchange *exchange, int fd, int64_t bytes)
{
	http_file_part(exchange, fd, 0, bytes);
}

static const char *reason(int status)
{
	static const struct {
		int status;
		const char *text;
	} reasons[] = {
		{ 400, "Bad Request" },
		{ 403, "Forbidden: please log in first" },
		{ 405, "Method Not Allowed" },
		{ 413, "Content Too Large" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
		{ 507, "Insufficient Storage: the server's disk is full, nothing was stored / "
		       "服务器磁盘已满，内容没有保存" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "Error";
}

static void response_drop_file(struct http_private *one)
{
	if (one->has_file)
		close(one->file_fd);
	one->has_file = false;
}

void response_refuse(struct http_private *one, int status)
{
	struct http_exchange *exchange = &one->exchange;

	buf_clear(&exchange->out);
	buf_add_int(&exchange->out, status);
	buf_add_byte(&exchange->out, ' ');
	buf_add_text(&exchange->out, reason(status));
	buf_add_byte(&exchange->out, '\n');
	exchange->status = status;
	exchange->response_type = "text/plain; charset=utf-8";
	one->is_static = false;
	response_drop_file(one);
	one->close = true;
}

static bool accepts_gzip(const struct http_exchange *exchange)
{
	struct str rest = http_header(exchange, "Accept-Encoding");

	while (rest.length) {
		struct str weight = str_split(&rest, ',');
		struct str coding = str_trim(str_split(&weight, ';'));

		weight = str_trim(weight);
		if (str_equal_ignore_case(coding, STR("gzip")))
			return !str_equal(weight, STR("q=0")) &&
			       !str_starts_with(weight, STR("q=0.0"));
	}
	return false;
}

static bool type_compresses(const char *type)
{
	return strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "xml") ||
	       strstr(type, "javascript");
}

static bool gzip_prepare(struct io_thread *thread)
{
	if (thread->gzip_ready)
		return deflateReset(&thread->gzip) == Z_OK;
	thread->gzip_ready = deflateInit2(&thread->gzip, COMPRESS_LEVEL, Z_DEFLATED,
					  GZIP_WINDOW_BITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
	return thread->gzip_ready;
}

/* The compressed body in the arena; false when it did not get smaller or memory is out. */
static bool compress_body(struct io_thread *thread, struct arena *arena, struct str plain,
			  struct str *out)
{
	z_stream *stream = &thread->gzip;
	unsigned char *packed = arena_alloc(arena, plain.length);

	if (!packed || plain.length > UINT32_MAX || !gzip_prepare(thread))
		return false;
	stream->next_in = (Bytef *)(uintptr_t)plain.bytes;
	stream->avail_in = (uInt)plain.length;
	stream->next_out = packed;
	stream->avail_out = (uInt)plain.length;
	if (deflate(stream, Z_FINISH) != Z_STREAM_END)
		return false;
	*out = (struct str){ (const char *)packed, plain.length - stream->avail_out };
	return true;
}

/* The body to send and its coding. */
struct chosen {
	struct str body;
	bool gzip, varies;
};

static struct chosen choose_static(const struct http_private *one)
{
	struct chosen chosen = { .body = one->static_bytes, .varies = one->static_gzip.length > 0 };

	if (chosen.varies && accepts_gzip(&one->exchange)) {
		chosen.gzip = true;
		chosen.body = one->static_gzip;
	}
	return chosen;
}

static struct chosen choose_dynamic(struct http_private *one, struct io_thread *thread)
{
	struct http_exchange *exchange = &one->exchange;
	struct chosen chosen = { .body = buf_str(&exchange->out) };

	chosen.varies = chosen.body.length >= COMPRESS_FROM_BYTES &&
			type_compresses(exchange->response_type) &&
			!added(one, "Content-Encoding");
	if (chosen.varies && accepts_gzip(exchange))
		chosen.gzip = compress_body(thread, exchange->arena, chosen.body, &chosen.body);
	return chosen;
}

/* "tag", or "tag-gz" for the compressed bytes: a strong ETag names bytes, not a page. */
static const char *format_etag(const struct http_private *one, bool gzip)
{
	struct str tag = str_from(one->etag);

	if (tag.length >= 2 && tag.bytes[0] == '"')
		tag = str_slice(tag, 1, tag.length - 2);
	return arena_format(one->exchange.arena, "\"%.*s%s\"", STR_ARG(tag), gzip ? "-gz" : "")
		.bytes;
}

static bool matches_etag(const struct http_exchange *exchange, const char *etag)
{
	struct str rest = http_header(exchange, "If-None-Match");

	while (rest.length) {
		struct str tag = str_trim(str_split(&rest, ','));

		if (str_starts_with(tag, STR("W/")))
			tag = str_slice(tag, 2, tag.length);
		if (str_equal(tag, STR("*")) || str_equal(tag, str_from(etag)))
			return true;
	}
	return false;
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
	(void)MHD_add_response_header(response, name, value);
}

static void add_defaults(const struct http_private *one, struct MHD_Response *response)
{
	for (size_t i = 0; i < ARRAY_LENGTH(defaults); i++)
		if (!added(one, defaults[i].name))
			add(response, defaults[i].name, defaults[i].value);
	if (one->forwarded_secure && !added(one, "Strict-Transport-Security"))
		add(response, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
	if (!added(one, "Cache-Control"))
		add(response, "Cache-Control",
		    !one->is_static ? "no-store"
		    : one->immutable ? "public, max-age=31536000, immutable"
				     : "no-cache");
}

static void add_headers(const struct http_private *one, const struct chosen *chosen,
			struct MHD_Response *response)
{
	for (size_t i = 0; i < one->added_count; i++)
		add(response, one->added[i].name, one->added[i].value);
	add_defaults(one, response);
	if (chosen->varies)
		add(response, "Vary", "Accept-Encoding");
	if (chosen->body.length && one->exchange.status != 304) {
		add(response, "Content-Type", one->exchange.response_type);
		if (chosen->gzip)
			add(response, "Content-Encoding", "gzip");
	}
	if (one->close || atomic_load(&one->server->stopping))
		add(response, "Connection", "close");
}

/* With the validator of a static file; a match answers 304 without a body. */
static void apply_etag(struct http_private *one, struct chosen *chosen)
{
	const char *etag = one->is_static && one->etag ? format_etag(one, chosen->gzip) : NULL;

	if (!etag)
		return;
	http_add_header(&one->exchange, "ETag", etag);
	if (!matches_etag(&one->exchange, etag))
		return;
	one->exchange.status = 304;
	chosen->body = STR_EMPTY;
}

/* libmicrohttpd reads, sends and closes the file. */
static enum MHD_Result queue_file(struct http_private *one)
{
	struct chosen chosen = { .body = { "", (size_t)one->file_bytes } };
	struct MHD_Response *response =
		MHD_create_response_from_fd_at_offset64((uint64_t)one->file_bytes, one->file_fd,
							(uint64_t)one->file_at);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	one->has_file = false;
	watch_extend(one->watched, one->file_bytes * 1000 / HTTP_FILE_BYTES_A_SECOND);
	add_headers(one, &chosen, response);
	one->sent_bytes = (size_t)one->file_bytes;
	one->phase = HTTP_PHASE_ANSWERED;
	result = MHD_queue_response(one->connection, (unsigned)one->exchange.status, response);
	MHD_destroy_response(response);
	return result;
}

/* Before it is sent: whoever has an answer finds it counted. */
static void count_answer(struct http_server *server, int status)
{
	atomic_fetch_add_explicit(&server->answered, 1, memory_order_relaxed);
	if (status >= 500)
		atomic_fetch_add_explicit(&server->failed, 1, memory_order_relaxed);
	else if (status >= 400)
		atomic_fetch_add_explicit(&server->refused, 1, memory_order_relaxed);
}

enum MHD_Result response_queue(struct http_private *one, struct io_thread *thread)
{
	struct http_exchange *exchange = &one->exchange;
	struct MHD_Response *response;
	struct chosen chosen;
	enum MHD_Result result;

	if (buf_failed(&exchange->out))
		response_refuse(one, 500);
	count_answer(one->server, exchange->status);
	if (one->has_file)
		return queue_file(one);
	chosen = one->is_static ? choose_static(one) : choose_dynamic(one, thread);
	apply_etag(one, &chosen);
	/* The bytes live in the exchange, which outlives the answer: no copy. */
	response = MHD_create_response_from_buffer(chosen.body.length,
						   (void *)(uintptr_t)chosen.body.bytes,
						   MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	add_headers(one, &chosen, response);
	one->sent_bytes = exchange->method == HTTP_HEAD ? 0 : chosen.body.length;
	one->phase = HTTP_PHASE_ANSWERED;
	result = MHD_queue_response(one->connection, (unsigned)exchange->status, response);
	MHD_destroy_response(response);
	return result;
}
