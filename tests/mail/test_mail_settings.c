/* test_mail_settings.c - the operator's file: what is taken, what is refused and how it is said. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "mail/mail_settings.h"

#define REST "from = l@example.org\nurl = https://l.example.org/\n"

static struct arena *arena;

static void good(void **state)
{
	struct mail_settings out;
	struct error err;

	(void)state;
	assert_int_equal(mail_settings_parse(STR("# mail\r\n\nserver = smtp://mail.example.org:587\n"
						 "  user=lianze\npassword_file = /p\nname = 廉责\n" REST),
					     arena, &out, &err),
			 0);
	assert_int_equal(out.security, MAIL_STARTTLS);
	assert_true(str_equal(out.url, STR("https://l.example.org")));
	assert_true(str_equal(out.user, STR("lianze")));
	assert_true(str_equal(out.name, STR("廉责")));
	assert_int_equal(mail_settings_parse(STR("server = smtps://m:465\n" REST), arena, &out, &err), 0);
	assert_int_equal(out.security, MAIL_TLS);
	assert_int_equal(mail_settings_parse(STR("server = smtp://127.0.0.1:25\nsecurity = none\n"
						 "user = u\npassword_file = /p\n" REST),
					     arena, &out, &err),
			 0);
	assert_int_equal(out.security, MAIL_PLAIN);
}

static void bad(void **state)
{
	static const struct {
		struct str text;
		const char *field;
		int row;
	} cases[] = {
		{ STR_INIT(""), "server", 0 },
		{ STR_INIT("server = mail.example.org\n" REST), "server", 0 },
		{ STR_INIT("server = http://m\n" REST), "server", 0 },
		{ STR_INIT("server = smtp://m\nurl = https://l\n"), "from", 0 },
		{ STR_INIT("server = smtp://m\nfrom = nobody\nurl = https://l\n"), "from", 0 },
		{ STR_INIT("server = smtp://m\nfrom = a@b\n"), "url", 0 },
		{ STR_INIT("server = smtp://m\nfrom = a@b\nurl = l.example.org\n"), "url", 0 },
		{ STR_INIT("server = smtp://m\nport = 25\n" REST), "key", 2 },
		{ STR_INIT("server = smtp://m\nsecurity = maybe\n" REST), "security", 2 },
		{ STR_INIT("server = smtp://m\nuser = u\n" REST), "password_file", 0 },
		{ STR_INIT("server = smtp://m\nsecurity = none\nuser = u\npassword_file = /p\n" REST),
		  "security", 0 },
		{ STR_INIT("password = secret\nserver = smtp://m\n" REST), "key", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct mail_settings out;
		struct error err;

		assert_int_equal(mail_settings_parse(cases[i].text, arena, &out, &err), -ERR_INVALID);
		assert_string_equal(err.field, cases[i].field);
		assert_int_equal(err.row, cases[i].row);
		assert_null(strstr(err.en, "secret"));
	}
}

static void no_file(void **state)
{
	struct mail_settings out;
	struct error err;

	(void)state;
	assert_int_equal(mail_settings_load("/nowhere/mail.conf", arena, &out, &err), -ERR_IO);
	assert_non_null(strstr(err.en, "/nowhere/mail.conf"));
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(good), cmocka_unit_test(bad),
					    cmocka_unit_test(no_file) };
	return cmocka_run_group_tests_name("mail/mail_settings", tests, set_up, tear_down);
}
