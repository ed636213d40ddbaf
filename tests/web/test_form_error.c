/* Why a form was refused, as people read it: with the label of the field, never with a password. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "messages_people.h"
#include "messages_web.h"
#include "web/form_error.h"

static const struct form_label labels[] = {
	{ "unit_code", MESSAGE_UNIT_CODE },
	{ "password", MESSAGE_LOGIN_PASSWORD },
	{ NULL, MESSAGE_NONE },
};

static void puts_the_label_before_the_sentence(void **state)
{
	static const struct {
		const char *field, *found;
		enum language language;
		const char *expected;
	} cases[] = {
		{ "unit_code", "X99", LANGUAGE_ZH, "单位代码：填写的是“X99”，应为：已有的代码" },
		{ "unit_code", "X99", LANGUAGE_EN,
		  "Unit code: found \"X99\"; accepted: a known code" },
		{ "unit_code", "", LANGUAGE_ZH, "单位代码：未填写，应为：已有的代码" },
		{ "password", "", LANGUAGE_EN, "Password: a known code" },
		{ "password", "", LANGUAGE_ZH, "口令：已有的代码" },
		{ "other", "1", LANGUAGE_ZH, "other：填写的是“1”，应为：已有的代码" },
	};
	struct form_field sent = { .name = STR("password"), .value = STR("secret") };
	struct form form = { &sent, 1 };
	struct arena *arena = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct page page = { .arena = arena, .language = cases[i].language, .form = &form };

		error_invalid(&page.error, cases[i].field, cases[i].found, "a known code",
			      "已有的代码");
		struct str text = form_error_text(&page, labels);
		if (!str_equal(text, str_from(cases[i].expected)))
			fail_msg("case %zu: %.*s", i, STR_ARG(text));
		assert_string_equal(form_field_class(&page, cases[i].field), "field bad");
		assert_string_equal(form_field_class(&page, "elsewhere"), "field");
	}
	arena_free(arena);
}

static void says_nothing_without_an_error(void **state)
{
	struct form form = { NULL, 0 };
	struct page page = { .form = &form };

	(void)state;
	assert_int_equal(form_error_text(&page, labels).length, 0);
	assert_string_equal(form_field_class(&page, "unit_code"), "field");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_the_label_before_the_sentence),
		cmocka_unit_test(says_nothing_without_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
