/*
 * test_server.c - what a client sees: paths, forms, headers, compression, caching, refusals.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <zlib.h>

#include "site.h"

#define HEAD(method, target) method " " target " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
#define GET(target) HEAD("GET", target) "\r\n"
#define POST(type, body_length, body)                                                              \
	HEAD("POST", "/echo")                                                                      \
	"Content-Type: " type "\r\nContent-Length: " body_length "\r\n\r\n" body

static void test_answers(void **state)
{
	static const struct {
		const char *request;
		int status;
		const char *expected; /* somewhere in the answer, or NULL */
	} cases[] = {
		/* paths */
		{ GET("/"), 200, "path /\n" },
		{ GET("/a/b/"), 200, "path /a/b/\n" },
		{ GET("/%E5%8D%95%E4%BD%8D"), 200, "path /单位\n" },
		{ GET("/a+b%20c"), 200, "path /a+b c\n" },
		{ GET("/a%3Fb"), 200, "path /a?b\n" },
		{ GET("/a//b"), 400, NULL },
		{ GET("//a"), 400, NULL },
		{ GET("/a/../b"), 400, NULL },
		{ GET("/a/%2e%2E/b"), 400, NULL },
		{ GET("/.."), 400, NULL },
		{ GET("/./a"), 400, NULL },
		{ GET("/a%2Fb"), 400, NULL },
		{ GET("/a%5Cb"), 400, NULL },
		{ GET("/a\\b"), 400, NULL },
		{ GET("/a%00b"), 400, NULL },
		{ GET("/a%0Ab"), 400, NULL },
		{ GET("/a%7F"), 400, NULL },
		{ GET("/a%"), 400, NULL },
		{ GET("/a%4"), 400, NULL },
		{ GET("/a%FF"), 400, NULL },
		{ GET("/%C0%AE%C0%AE/"), 400, NULL },
		{ GET("/a#b"), 400, NULL },
		{ GET("http://x/a"), 400, NULL },
		{ GET("*"), 400, NULL },
		{ GET("/a...b"), 200, "path /a...b\n" },
		/* queries */
		{ GET("/a?x=1&y=%E5%BB%89"), 200, "query x=1\nquery y=廉\n" },
		{ GET("/a?x=1?2"), 200, "query x=1?2\n" },
		{ GET("/a?"), 200, "path /a\n" },
		{ GET("/a?x=%zz"), 400, NULL },
		{ GET("/a?x=%FF"), 400, NULL },
		/* methods */
		{ HEAD("PUT", "/") "\r\n", 405, "Allow: GET, HEAD, POST\r\n" },
		{ HEAD("TRACE", "/") "\r\n", 405, NULL },
		{ HEAD("OPTIONS", "*") "\r\n", 405, NULL },
		{ HEAD("get", "/") "\r\n", 405, NULL },
		/* bodies */
		{ POST("application/x-www-form-urlencoded", "14", "a=1&b=%E8%B4%A3"), 400, NULL },
		{ POST("application/x-www-form-urlencoded", "15", "a=1&b=%E8%B4%A3"), 200,
		  "form a=1\nform b=责\n" },
		{ POST("application/x-www-form-urlencoded; charset=UTF-8", "3", "a=1"), 200,
		  "form a=1\n" },
		{ POST("application/json", "2", "{}"), 200, "body 2\n" },
		{ POST("multipart/form-data; boundary=q", "60",
		       "--q\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n12\r\n--q--\r\n"),
		  200, "form a=12\n" },
		{ POST("multipart/form-data; boundary=q", "5", "--q--"), 200, "body 0\n" },
		{ POST("multipart/form-data; boundary=q", "5", "--r--"), 400, NULL },
		{ POST("multipart/form-data", "5", "--q--"), 400, NULL },
		{ HEAD("POST", "/echo") "Transfer-Encoding: chunked\r\n\r\n"
					"3\r\nabc\r\n0\r\n\r\n",
		  200, "body 3\n" },
		{ HEAD("POST", "/echo") "Content-Length: 0\r\n\r\n", 200, "body 0\n" },
		/* cookies */
		{ HEAD("GET", "/") "Cookie: x=1; sid=abc; y=2\r\n\r\n", 200, "cookie abc\n" },
		{ HEAD("GET", "/") "Cookie: xsid=1\r\n\r\n", 200, "cookie \n" },
		{ HEAD("GET", "/") "Cookie: ;;=;sid\r\n\r\n", 200, "cookie \n" },
		/* redirects stay here */
		{ GET("/moved"), 303, "Location: /%E5%8D%95%E4%BD%8D?page=2\r\n" },
		{ GET("/away"), 500, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct raw_answer *answer = raw_ask(http_port(site), cases[i].request);

		if (raw_status(answer) != cases[i].status ||
		    (cases[i].expected && !raw_has(answer, cases[i].expected)))
			print_error("case %zu\n%s\n-> %s\n", i, cases[i].request, answer->bytes);
		assert_int_equal(raw_status(answer), cases[i].status);
		assert_true(!cases[i].expected || raw_has(answer, cases[i].expected));
		assert_true(raw_has(answer, "X-Content-Type-Options: nosniff\r\n"));
		free(answer);
	}
}

/* What two programs could read differently never reaches the application. */
static void test_smuggling_is_refused(void **state)
{
	static const char *const requests[] = {
		"GET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost:\r\n\r\n",
		"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n",
		"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
		"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
	};
	int before = atomic_load(&site_handled);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(requests); i++) {
		struct raw_answer *answer = raw_ask(http_port(site), requests[i]);
		int status = raw_status(answer);

		if (status < 400 || status > 505 || !answer->closed)
			print_error("%s\n-> %s\n", requests[i], answer->bytes);
		assert_in_range(status, 400, 505);
		assert_true(answer->closed);
		free(answer);
	}
	assert_int_equal(atomic_load(&site_handled), before);
}

static void test_security_headers(void **state)
{
	struct raw_answer *answer = raw_ask(http_port(site), GET("/"));

	(void)state;
	assert_true(raw_has(answer, "Content-Security-Policy: default-src 'none'; "
				    "style-src 'self'; script-src 'self'; "));
	assert_true(raw_has(answer, "frame-ancestors 'none'\r\n"));
	assert_true(raw_has(answer, "Referrer-Policy: same-origin\r\n"));
	assert_true(raw_has(answer, "Cross-Origin-Opener-Policy: same-origin\r\n"));
	assert_true(raw_has(answer, "Cross-Origin-Resource-Policy: same-origin\r\n"));
	assert_true(raw_has(answer, "Permissions-Policy: "));
	assert_true(raw_has(answer, "Cache-Control: no-store\r\n"));
	free(answer);
	answer = raw_ask(http_port(site), GET("/download"));
	assert_int_equal(raw_status(answer), 200);
	assert_int_equal(raw_count(answer, "Content-Security-Policy: "), 1);
	assert_true(raw_has(answer, "Content-Security-Policy: sandbox\r\n"));
	assert_int_equal(raw_count(answer, "Set-Cookie: "), 2);
	assert_false(raw_has(answer, "c=3"));
	free(answer);
}

static void test_pipelining_and_keep_alive(void **state)
{
	static const char three[] = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
				    "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
				    "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n";
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int fd = raw_connect(http_port(site));

	(void)state;
	raw_send_text(fd, three);
	assert_true(raw_read_until(fd, answer, "end\n", 3));
	assert_true(strstr(answer->bytes, "path /1\n") < strstr(answer->bytes, "path /2\n"));
	assert_true(strstr(answer->bytes, "path /2\n") < strstr(answer->bytes, "path /3\n"));
	assert_true(raw_has(answer, "body 2\n"));
	raw_send_text(fd, "GET /4 HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_true(raw_read_until(fd, answer, "end\n", 4));
	assert_true(raw_has(answer, "path /4\n"));
	assert_false(answer->closed);
	close(fd);
	free(answer);
}

static void test_head_has_no_body(void **state)
{
	struct raw_answer *answer = raw_ask(http_port(site), HEAD("HEAD", "/") "\r\n");

	(void)state;
	assert_int_equal(raw_status(answer), 200);
	assert_string_equal(raw_body(answer), "");
	assert_false(raw_has(answer, "Content-Length: 0\r\n"));
	assert_true(raw_has(answer, "Content-Type: text/plain; charset=utf-8\r\n"));
	free(answer);
}

static size_t unpack(const struct raw_answer *answer, char *out, size_t room)
{
	z_stream stream = { 0 };
	const char *body = raw_body(answer);
	size_t length;

	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)(uintptr_t)body;
	stream.avail_in = (uInt)(answer->length - (size_t)(body - answer->bytes));
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)room;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	length = stream.total_out;
	inflateEnd(&stream);
	return length;
}

static void test_compression(void **state)
{
	static const struct {
		const char *accept;
		bool packed;
	} cases[] = {
		{ "gzip", true },	   { "br, gzip;q=0.5", true }, { "deflate,GZIP", true },
		{ "gzip;q=0", false },	   { "gzip; q=0.000", false }, { "br", false },
		{ "identity", false },	   { "xgzip", false },
	};
	static char plain[RAW_BYTES];
	struct raw_answer *answer;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char request[200];

		snprintf(request, sizeof request,
			 HEAD("GET", "/large") "Accept-Encoding: %s\r\n\r\n", cases[i].accept);
		answer = raw_ask(http_port(site), request);
		print_message("%s\n", cases[i].accept);
		assert_int_equal(raw_has(answer, "Content-Encoding: gzip\r\n"), cases[i].packed);
		assert_true(raw_has(answer, "Vary: Accept-Encoding\r\n"));
		if (cases[i].packed)
			assert_int_equal(unpack(answer, plain, sizeof plain), 2000 * 14);
		else
			assert_int_equal(strlen(raw_body(answer)), 2000 * 14);
		free(answer);
	}
	answer = raw_ask(http_port(site), HEAD("GET", "/") "Accept-Encoding: gzip\r\n\r\n");
	assert_false(raw_has(answer, "Content-Encoding"));
	free(answer);
}

static void test_static_files(void **state)
{
	static const struct {
		const char *headers;
		int status;
		const char *etag, *body;
	} cases[] = {
		{ "", 200, "ETag: \"abc\"\r\n", "body { color: black }" },
		{ "If-None-Match: \"abc\"\r\n", 304, "ETag: \"abc\"\r\n", "" },
		{ "If-None-Match: \"x\", W/\"abc\"\r\n", 304, "ETag: \"abc\"\r\n", "" },
		{ "If-None-Match: *\r\n", 304, "ETag: \"abc\"\r\n", "" },
		{ "If-None-Match: \"abcd\"\r\n", 200, "ETag: \"abc\"\r\n",
		  "body { color: black }" },
		{ "Accept-Encoding: gzip\r\n", 200, "ETag: \"abc-gz\"\r\n", "packed" },
		{ "Accept-Encoding: gzip\r\nIf-None-Match: \"abc\"\r\n", 200,
		  "ETag: \"abc-gz\"\r\n", "packed" },
		{ "Accept-Encoding: gzip\r\nIf-None-Match: \"abc-gz\"\r\n", 304,
		  "ETag: \"abc-gz\"\r\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char request[300];
		struct raw_answer *answer;

		snprintf(request, sizeof request, HEAD("GET", "/style.css") "%s\r\n",
			 cases[i].headers);
		answer = raw_ask(http_port(site), request);
		print_message("%s\n", cases[i].headers);
		assert_int_equal(raw_status(answer), cases[i].status);
		assert_true(raw_has(answer, cases[i].etag));
		assert_string_equal(raw_body(answer), cases[i].body);
		assert_true(raw_has(answer, "max-age=31536000, immutable\r\n"));
		assert_true(raw_has(answer, "Vary: Accept-Encoding\r\n"));
		free(answer);
	}
}

static void test_peer(void **state)
{
	static const struct {
		const char *headers;
		bool trusted;
		const char *expected;
		bool hsts;
	} cases[] = {
		{ "", false, "remote 127.0.0.1\nsecure 1\n", false },
		{ "", true, "remote 127.0.0.1\nsecure 1\n", false },
		{ "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n", false,
		  "remote 127.0.0.1\nsecure 0\n", false },
		{ "X-Forwarded-For: 1.2.3.4, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n", true,
		  "remote 9.9.9.9\nsecure 1\n", true },
		{ "X-Forwarded-For: 2001:db8::1\r\nX-Forwarded-Proto: http\r\n", true,
		  "remote 2001:db8::1\nsecure 0\n", false },
		{ "X-Forwarded-For: nonsense\r\nX-Forwarded-Proto: https\r\n", true,
		  "remote 127.0.0.1\nsecure 0\n", false },
	};
	struct http_options options = site_options();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char request[300];
		struct raw_answer *answer;

		options.trust_forwarded = cases[i].trusted;
		assert_int_equal(site_start(&options), 0);
		snprintf(request, sizeof request, HEAD("GET", "/") "%s\r\n", cases[i].headers);
		answer = raw_ask(http_port(site), request);
		print_message("%s\n", cases[i].headers);
		assert_true(raw_has(answer, cases[i].expected));
		assert_int_equal(raw_has(answer, "Strict-Transport-Security: "), cases[i].hsts);
		free(answer);
		http_stop(site, 1000);
	}
}

static void test_unusable_addresses_are_refused(void **state)
{
	struct http_options options = site_options();
	struct http_application application = { .handle = site_handle };
	struct http_server *second = NULL;
	struct error err;

	(void)state;
	options.address = "nowhere";
	assert_int_equal(http_start(&options, &application, &second, &err), -ERR_INVALID);
	options.address = "127.0.0.1";
	options.port = http_port(site);
	assert_int_equal(http_start(&options, &application, &second, &err), -ERR_IO);
	assert_non_null(strstr(err.en, "127.0.0.1 port"));
	assert_null(second);
}

#define ON_SITE(test) cmocka_unit_test_setup_teardown(test, site_setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SITE(test_answers),
		ON_SITE(test_smuggling_is_refused),
		ON_SITE(test_security_headers),
		ON_SITE(test_pipelining_and_keep_alive),
		ON_SITE(test_head_has_no_body),
		ON_SITE(test_compression),
		ON_SITE(test_static_files),
		cmocka_unit_test(test_peer),
		ON_SITE(test_unusable_addresses_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
