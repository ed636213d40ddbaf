/* test_mail_message.c - addresses, encoded words, line lengths, the body. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "mail/mail_message.h"

static void addresses(void **state)
{
	static const struct {
		struct str text;
		bool valid;
	} cases[] = {
		{ STR_INIT("a@b"), true },
		{ STR_INIT("li.wei+lianze@mail.example.org"), true },
		{ STR_INIT("o'neil@example.org"), true },
		{ STR_INIT(""), false },
		{ STR_INIT("a"), false },
		{ STR_INIT("@example.org"), false },
		{ STR_INIT("a@"), false },
		{ STR_INIT("a@b@c"), false },
		{ STR_INIT(".a@b"), false },
		{ STR_INIT("a.@b"), false },
		{ STR_INIT("a..b@c"), false },
		{ STR_INIT("a b@c"), false },
		{ STR_INIT("a@-b"), false },
		{ STR_INIT("a@b-.c"), false },
		{ STR_INIT("a@b..c"), false },
		{ STR_INIT("a@b_c"), false },
		{ STR_INIT("a@b\r\nRCPT TO:<x@y>"), false },
		{ STR_INIT("a\0@b"), false },
		{ STR_INIT("<a@b>"), false },
		{ STR_INIT("\"a\"@b"), false },
		{ STR_INIT("李@example.org"), false },
		{ STR_INIT("a@例子.org"), false },
		{ STR_INIT("a@b, c@d"), false },
		{ STR_INIT("a123456789012345678901234567890123456789012345678901234567890123456789@b"),
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		if (mail_address_is_valid(cases[i].text) != cases[i].valid)
			fail_msg("%.*s", STR_ARG(cases[i].text));
	assert_true(str_equal(mail_address_domain(STR("a@b.example")), STR("b.example")));
}

/* The header's lines; the encoded words decoded and joined. */
static void check_header(struct arena *arena, struct str text)
{
	struct buf out, joined;
	struct str rest;

	buf_init(&out, 1 << 16);
	buf_init(&joined, 1 << 16);
	mail_header_text("Subject", text, &out);
	rest = buf_str(&out);
	assert_true(str_starts_with(rest, STR("Subject: ")));
	rest = str_slice(rest, 9, rest.length);
	while (rest.length) {
		ptrdiff_t end = str_find(rest, STR("\r\n"));
		struct str word = str_trim(str_slice(rest, 0, (size_t)end)), bytes;

		assert_true(word.length <= 75);
		rest = str_slice(rest, (size_t)end + 2, rest.length);
		if (!str_starts_with(word, STR("=?UTF-8?B?"))) {
			buf_add_str(&joined, word);
			continue;
		}
		assert_true(str_ends_with(word, STR("?=")));
		assert_true(base64_decode(arena, str_slice(word, 10, word.length - 12), &bytes));
		assert_true(utf8_is_valid(bytes));
		buf_add_str(&joined, bytes);
	}
	assert_true(str_equal(buf_str(&joined), text));
	buf_release(&out);
	buf_release(&joined);
}

static void headers(void **state)
{
	static const struct str cases[] = {
		STR_INIT("Lianze reminder 2009-03-17: 3 new"),
		STR_INIT("廉责提醒 2009-03-17：新事项 3 项"),
		STR_INIT("=?UTF-8?B?eA==?= looks encoded"),
		STR_INIT("line\r\nBcc: x@y"),
		STR_INIT("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
			 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"),
		STR_INIT("plain but longer than a line may be plain but longer than a line may be plain but"),
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		check_header(arena, cases[i]);
	arena_free(arena);
}

static void a_mail(void **state)
{
	const struct mail_message message = { .from = STR("lianze@example.org"),
					      .from_name = STR("廉责"),
					      .to = STR("a@example.com"),
					      .subject = STR("提醒"),
					      .body = STR("第一行\n.\nFrom x\r\n末行"),
					      .key = STR("digest.X1"),
					      .at_ms = INT64_C(1237248000000),
					      .utc_offset_minutes = 480 };
	struct arena *arena = arena_new(1 << 20);
	struct buf out;
	struct str text, body;
	ptrdiff_t head;

	(void)state;
	buf_init(&out, 1 << 16);
	mail_message_write(&message, &out);
	assert_false(buf_failed(&out));
	text = buf_str(&out);
	assert_true(str_find(text, STR("Date: Tue, 17 Mar 2009 08:00:00 +0800\r\n")) == 0);
	assert_true(str_find(text, STR("Message-ID: <digest.X1@example.org>\r\n")) > 0);
	assert_true(str_find(text, STR("Auto-Submitted: auto-generated\r\n")) > 0);
	assert_true(str_find(text, STR("To: <a@example.com>\r\n")) > 0);
	for (struct str rest = text; rest.length;) {
		ptrdiff_t end = str_find(rest, STR("\r\n"));

		assert_true(end >= 0 && end <= 78);
		rest = str_slice(rest, (size_t)end + 2, rest.length);
	}
	head = str_find(text, STR("\r\n\r\n"));
	struct str coded = str_slice(text, (size_t)head + 4, text.length);
	assert_true(base64_decode(arena, str_slice(coded, 0, coded.length - 2), &body));
	assert_true(str_equal(body, STR("第一行\r\n.\r\nFrom x\r\n末行")));
	buf_release(&out);
	arena_free(arena);
}

static void a_long_body(void **state)
{
	static char text[100000];
	struct mail_message message = { .from = STR("a@b"), .to = STR("c@d"), .key = STR("k"),
					.body = { text, sizeof(text) } };
	struct buf out;

	(void)state;
	memset(text, 'x', sizeof(text));
	buf_init(&out, 1 << 20);
	mail_message_write(&message, &out);
	assert_false(buf_failed(&out));
	for (struct str rest = buf_str(&out); rest.length;) {
		ptrdiff_t end = str_find(rest, STR("\r\n"));

		assert_true(end >= 0 && end <= 78);
		rest = str_slice(rest, (size_t)end + 2, rest.length);
	}
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(headers),
		cmocka_unit_test(a_mail),
		cmocka_unit_test(a_long_body),
	};
	return cmocka_run_group_tests_name("mail/mail_message", tests, NULL, NULL);
}
