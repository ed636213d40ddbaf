/* What compiled templates print: escaping, messages, and URLs that never leave this host. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "base/id.h"
#include "messages_web.h"
#include "web/html.h"

#define OUT_BYTES 4096

static void check_text(const struct buf *out, const char *expected)
{
	assert_false(buf_failed(out));
	assert_int_equal(out->length, strlen(expected));
	assert_true(str_equal(buf_str(out), str_from(expected)));
}

static void check_url(struct safe_url url, const char *expected)
{
	if (!expected) {
		assert_null(url.text.bytes);
		return;
	}
	assert_non_null(url.text.bytes);
	assert_string_equal(url.text.bytes, expected);
	assert_int_equal(url.text.length, strlen(expected));
}

static void escapes_what_could_end_or_begin_anything(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "责任 plain", "责任 plain" },
		{ "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "\" onclick='x'", "&quot; onclick=&#39;x&#39;" },
		{ "&amp;", "&amp;amp;" },
		{ "&&", "&amp;&amp;" },
		{ "a&", "a&amp;" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct buf out;
		struct html html = { &out, LANGUAGE_ZH };

		buf_init(&out, OUT_BYTES);
		html_put_str_(&html, str_from(cases[i].text));
		check_text(&out, cases[i].expected);
		buf_release(&out);
	}
}

static void prints_numbers_and_missing_texts(void **state)
{
	struct buf out;
	struct html html = { &out, LANGUAGE_ZH };

	(void)state;
	buf_init(&out, OUT_BYTES);
	html_put_int_(&html, INT64_MIN);
	html_raw_(&html, " ", 1);
	html_put_unsigned_(&html, UINT64_MAX);
	html_put_text_(&html, NULL);
	html_put_slot_(&html, (struct html_slot){ NULL, NULL });
	check_text(&out, "-9223372036854775808 18446744073709551615");
	buf_release(&out);
}

static void fills_messages_with_escaped_values(void **state)
{
	/* A value that looks like a placeholder stays what it is. */
	const struct message_value values[] = { { "count", STR("<{count}>") } };
	static const char *const expected[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = "共 &lt;{count}&gt; 条",
		[LANGUAGE_EN] = "&lt;{count}&gt; in all",
	};

	(void)state;
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		struct buf out;
		struct html html = { &out, (enum language)language };

		buf_init(&out, OUT_BYTES);
		html_message_(&html, MESSAGE_LIST_TOTAL, values, 1);
		html_message_(&html, MESSAGE_NONE, NULL, 0);
		check_text(&out, expected[language]);
		buf_release(&out);
	}
}

static void tells_what_is_true(void **state)
{
	const char *missing = NULL;
	const char **pointer = &missing;

	(void)state;
	assert_true(html_truth(STR("a")));
	assert_false(html_truth(STR_EMPTY));
	assert_true(html_truth("a"));
	assert_false(html_truth(""));
	assert_false(html_truth(missing));
	assert_true(html_truth(-1));
	assert_false(html_truth(0));
	assert_true(html_truth(SAFE_URL("/")));
	assert_false(html_truth(((struct safe_url){ STR_EMPTY })));
	assert_false(html_truth(((struct html_slot){ NULL, NULL })));
	assert_true(html_truth(pointer));
}

static void formats_urls_with_encoded_parts(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct str group = STR("a b/责&c=\"d\"");
	char id[ID_TEXT_BYTES];
	char expected[64];

	(void)state;
	check_url(safe_url_format(arena, "/"), "/");
	check_url(safe_url_format(arena, "/u/%s?year=%d", "../x", (int64_t)2008),
		  "/u/..%2Fx?year=2008");
	check_url(safe_url_format(arena, "?group=%S&n=100%%#top", &group),
		  "?group=a%20b%2F%E8%B4%A3%26c%3D%22d%22&n=100%#top");
	check_url(safe_url_format(arena, "#%s", (const char *)NULL), "#");
	check_url(safe_url_format(arena, "/%s", "Az09-._~"), "/Az09-._~");
	snprintf(expected, sizeof(expected), "/units/%s", id_format(12345, id));
	check_url(safe_url_format(arena, "/units/%I", (int64_t)12345), expected);
	arena_free(arena);
}

static void refuses_urls_to_another_host(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	check_url(safe_url_format(arena, "//%s", "host"), NULL);
	check_url(safe_url_format(arena, "/%s/x", ""), NULL);
	check_url(safe_url_format(arena, "/\\x"), NULL);
	check_url(safe_url_format(arena, "https://x.example/"), NULL);
	check_url(safe_url_format(arena, "javascript:%s", "a"), NULL);
	check_url(safe_url_format(arena, ""), NULL);
	check_url(safe_url_format(arena, "/%x", 1), NULL);
	check_url(safe_url_format(arena, "/%"), NULL);
	arena_free(arena);
}

static void appends_values_to_urls(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct safe_url failed = { STR_EMPTY };
	struct safe_url url = safe_url_with(arena, SAFE_URL("/units#top"), "name", STR("财 政"));

	(void)state;
	check_url(url, "/units?name=%E8%B4%A2%20%E6%94%BF#top");
	check_url(safe_url_with(arena, url, "a&b", STR_EMPTY),
		  "/units?name=%E8%B4%A2%20%E6%94%BF&a%26b=#top");
	check_url(safe_url_with(arena, failed, "a", STR("b")), NULL);
	arena_free(arena);
}

static void reports_that_memory_is_out(void **state)
{
	struct arena *arena = arena_new(4096);
	static char text[4096];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	check_url(safe_url_format(arena, "/%s", text), NULL);
	memory_fail_after(1, true);
	check_url(safe_url_format(arena, "/"), NULL);
	memory_fail_after(0, false);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_what_could_end_or_begin_anything),
		cmocka_unit_test(prints_numbers_and_missing_texts),
		cmocka_unit_test(fills_messages_with_escaped_values),
		cmocka_unit_test(tells_what_is_true),
		cmocka_unit_test(formats_urls_with_encoded_parts),
		cmocka_unit_test(refuses_urls_to_another_host),
		cmocka_unit_test(appends_values_to_urls),
		cmocka_unit_test(reports_that_memory_is_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
