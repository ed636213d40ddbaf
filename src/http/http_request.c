/*
 * http_request.c - reading a request, and refusing what two programs could read differently.
 *
 * libmicrohttpd (0.9.75, strict) parses the lines; measured on it, it accepts several
 * Content-Length headers, Content-Length beside Transfer-Encoding and unknown transfer codings, all
 * of which let a request hide behind another one. They are refused here, before a byte of the body
 * is read.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "http/form_private.h"
#include "http/http_private.h"

#define DISCARD_BYTES (1u << 20) /* of a body over its limit, so that the client can read our 413 */

/* What the request's headers are counted into. */
struct head_census {
	int lengths, codings, hosts;
	bool length_zero, coding_chunked, clean;
	int64_t length;
};

static bool value_is_clean(struct str value)
{
	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.bytes[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* A name, an IPv4 or a bracketed IPv6 address, with or without a port. */
static bool host_is_valid(struct str host)
{
	for (size_t i = 0; i < host.length; i++) {
		char c = host.bytes[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      strchr(".-_:[]", c)) ||
		    !c)
			return false;
	}
	return host.length > 0 && host.length <= 255;
}

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *key,
				    size_t key_bytes, const char *value, size_t value_bytes)
{
	struct head_census *census = context;
	struct str name = { key, key_bytes };
	struct str text = { value, value ? value_bytes : 0 };

	(void)kind;
	census->clean = census->clean && value_is_clean(text) && !memchr(key, 0, key_bytes);
	if (str_equal_ignore_case(name, STR("content-length"))) {
		census->lengths++;
		census->clean = census->clean &&
				str_parse_int(text, 0, INT64_MAX, &census->length);
	} else if (str_equal_ignore_case(name, STR("transfer-encoding"))) {
		census->codings++;
		census->coding_chunked = str_equal_ignore_case(text, STR("chunked"));
	} else if (str_equal_ignore_case(name, STR("host"))) {
		census->hosts++;
		census->clean = census->clean && host_is_valid(text);
	}
	return MHD_YES;
}

static bool read_method(const char *method, enum http_method *out)
{
	static const char *const names[HTTP_METHOD_COUNT] = { "GET", "HEAD", "POST" };

	for (int i = 0; i < HTTP_METHOD_COUNT; i++) {
		if (strcmp(method, names[i]) != 0)
			continue;
		*out = (enum http_method)i;
		return true;
	}
	return false;
}

/* Decoded, an encoded '/' could not be told from a real one. */
static bool has_encoded_slash(struct str raw)
{
	return str_find(raw, STR("%2f")) >= 0 || str_find(raw, STR("%2F")) >= 0;
}

static bool bytes_are_plain(struct str path)
{
	for (size_t i = 0; i < path.length; i++) {
		unsigned char c = (unsigned char)path.bytes[i];

		if (c < 0x20 || c == 0x7f || c == '\\' || c == '#')
			return false;
	}
	return utf8_is_valid(path);
}

static bool segments_are_plain(struct str path)
{
	struct str rest = str_slice(path, 1, path.length);

	while (rest.length) {
		bool last = str_find_byte(rest, '/') < 0;
		struct str segment = str_split(&rest, '/');

		if ((!segment.length && !last) || str_equal(segment, STR(".")) ||
		    str_equal(segment, STR("..")))
			return false;
	}
	return true;
}

bool request_decode_path(struct str raw, struct arena *arena, struct str *out)
{
	struct str path;

	if (!raw.length || raw.bytes[0] != '/' || has_encoded_slash(raw))
		return false;
	if (!form_percent_decode(raw, false, arena, &path))
		return false;
	if (!bytes_are_plain(path) || !segments_are_plain(path))
		return false;
	*out = path;
	return true;
}

/* The element that our own proxy appended is the last one; those before it are hearsay. */
static bool read_forwarded(struct http_exchange *exchange)
{
	struct str rest = http_header(exchange, "X-Forwarded-For");
	struct str last = STR_EMPTY;
	unsigned char address[sizeof(struct in6_addr)];
	char *text;

	while (rest.length)
		last = str_trim(str_split(&rest, ','));
	text = arena_text(exchange->arena, last);
	if (!text || (inet_pton(AF_INET, text, address) != 1 &&
		      inet_pton(AF_INET6, text, address) != 1))
		return false;
	exchange->remote = str_from(text);
	return true;
}

/* Who asks, and whether the line to them is safe. A proxy that was not announced makes a request
 * from loopback unsafe: it may carry plain HTTP from anywhere. */
static void read_peer(struct http_private *one)
{
	struct http_exchange *exchange = &one->exchange;
	bool proxied = http_header(exchange, "X-Forwarded-For").length != 0;

	exchange->remote = str_from(one->watched->remote);
	exchange->secure = one->watched->loopback && !proxied;
	if (!proxied || !one->watched->loopback || !one->server->options.trust_forwarded)
		return;
	if (!read_forwarded(exchange))
		return;
	exchange->secure = str_equal_ignore_case(
		str_trim(http_header(exchange, "X-Forwarded-Proto")), STR("https"));
	one->forwarded_secure = exchange->secure;
}

static int read_target(struct http_private *one)
{
	struct http_exchange *exchange = &one->exchange;
	struct str query = one->target;
	struct str path = str_split(&query, '?');
	struct error err;

	if (!request_decode_path(path, exchange->arena, &exchange->path))
		return 400;
	if (form_parse_urlencoded(query, exchange->arena, &exchange->query, &err) < 0)
		return 400;
	return 0;
}

static size_t body_limit(struct http_private *one)
{
	const struct http_application *application = &one->server->application;

	if (!application->body_limit)
		return one->server->options.body_maximum;
	return application->body_limit(application->context, &one->exchange);
}

static int check_body(struct http_private *one, const struct head_census *census)
{
	if (census->lengths > 1 || census->codings > 1 || (census->lengths && census->codings))
		return 400;
	if (census->codings && !census->coding_chunked)
		return 400;
	one->has_body = census->codings || census->length > 0;
	if (!one->has_body)
		return 0;
	if (one->exchange.method != HTTP_POST)
		return 400;
	one->body_limit = body_limit(one);
	if (!one->body_limit)
		return 403;
	if (census->length > 0 && (uint64_t)census->length > one->body_limit)
		return 413;
	buf_init(&one->body, one->body_limit);
	return 0;
}

int request_read_head(struct http_private *one, const char *method, const char *version)
{
	struct http_exchange *exchange = &one->exchange;
	struct head_census census = { .clean = true };
	int status;

	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		return 505;
	MHD_get_connection_values_n(one->connection, MHD_HEADER_KIND, count_header, &census);
	if (!census.clean || census.hosts > 1)
		return 400;
	if (!read_method(method, &exchange->method)) {
		http_add_header(exchange, "Allow", "GET, HEAD, POST");
		return 405;
	}
	one->method_known = true;
	status = read_target(one);
	if (status)
		return status;
	exchange->content_type = http_header(exchange, "Content-Type");
	read_peer(one);
	return check_body(one, &census);
}

/* Bodies on the disk --------------------------------------------------------------------------- */

static bool spool_write(struct http_private *one, const char *bytes, size_t length)
{
	while (length) {
		ssize_t done = write(one->spool_fd, bytes, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		length -= (size_t)done;
	}
	return true;
}

/* The body has become large: what came so far goes to a file, and what follows too. */
static void spool_begin(struct http_private *one)
{
	const struct http_application *application = &one->server->application;
	struct error ignored; /* 507 says enough */

	if (application->spool_open(application->context, &one->spool_fd, &ignored) < 0) {
		one->spool_failed = true;
		return;
	}
	one->is_spooled = true;
	one->spool_failed = !spool_write(one, one->body.bytes, one->body.length);
	buf_release(&one->body);
}

static void body_add(struct http_private *one, const char *bytes, size_t length)
{
	bool large = one->body_seen > HTTP_MEMORY_BYTES && one->server->application.spool_open;

	if (large && !one->is_spooled && !one->spool_failed)
		spool_begin(one);
	if (large && !one->spool_failed) {
		watch_extend(one->watched, (int64_t)length * 1000 / HTTP_FILE_BYTES_A_SECOND);
		one->spool_failed = !spool_write(one, bytes, length);
	}
	if (!large)
		buf_add(&one->body, bytes, length);
}

bool request_take_body(struct http_private *one, const char *bytes, size_t length)
{
	one->body_seen += length;
	if (one->body_seen <= one->body_limit)
		body_add(one, bytes, length);
	return one->body_seen <= one->body_limit + DISCARD_BYTES;
}

/* The kernel may take the pages of a mapped file back whenever it needs them. */
static bool spool_map(struct http_private *one)
{
	void *mapped = mmap(NULL, one->body_seen, PROT_READ, MAP_PRIVATE, one->spool_fd, 0);

	if (mapped == MAP_FAILED)
		return false;
	one->mapped = mapped;
	return true;
}

void request_drop_spool(struct http_private *one)
{
	if (one->mapped)
		munmap((void *)(uintptr_t)one->mapped, one->body_seen);
	if (one->is_spooled)
		close(one->spool_fd);
	one->mapped = NULL;
	one->is_spooled = false;
}

static bool type_is(struct str content_type, struct str wanted)
{
	struct str rest = content_type;

	return str_equal_ignore_case(str_trim(str_split(&rest, ';')), wanted);
}

int request_read_body(struct http_private *one)
{
	struct http_exchange *exchange = &one->exchange;
	struct str body;
	struct error err;
	int code = 0;

	if (one->body_seen > one->body_limit)
		return 413;
	if (one->spool_failed)
		return 507;
	if (one->is_spooled && !spool_map(one))
		return 503;
	body = one->is_spooled ? (struct str){ one->mapped, one->body_seen } : buf_str(&one->body);
	if (buf_failed(&one->body))
		return 503;
	if (type_is(exchange->content_type, STR("application/x-www-form-urlencoded")))
		code = form_parse_urlencoded(body, exchange->arena, &exchange->form, &err);
	else if (type_is(exchange->content_type, STR("multipart/form-data")))
		code = form_parse_multipart(body, exchange->content_type, exchange->arena,
					    &exchange->form, &err);
	else
		exchange->body = body;
	return code < 0 ? error_http_status(code) : 0;
}

struct str http_header(const struct http_exchange *exchange, const char *name)
{
	struct str value = STR_EMPTY;

	if (MHD_lookup_connection_value_n(exchange->private->connection, MHD_HEADER_KIND, name,
					  strlen(name), &value.bytes, &value.length) != MHD_YES)
		return STR_EMPTY;
	return value;
}

struct str http_cookie(const struct http_exchange *exchange, const char *name)
{
	struct str rest = http_header(exchange, "Cookie");
	struct str wanted = str_from(name);

	while (rest.length) {
		struct str value = str_trim(str_split(&rest, ';'));
		struct str found = str_split(&value, '=');

		if (str_equal(found, wanted))
			return value;
	}
	return STR_EMPTY;
}
