/*
 * test_password.c - which passwords are refused, and that their hashes are argon2id.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "people/account.h"

#define TEN "0123456789"
#define LONG_128 TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "abcdefgh"

struct password_case {
	const char *password;
	bool accepted;
};

/* asvs with at least 8 characters */
static const struct password_case asvs_cases[] = {
	{ "", false },
	{ "Ab3$xyz", false },		      /* 7 characters */
	{ "Ab3$xyzw", true },		      /* 8 */
	{ "correct horse battery", true },    /* spaces are characters */
	{ "青山依旧在几度", false },	      /* 7 characters though 21 bytes */
	{ "青山依旧在几度夕", true },
	{ LONG_128, true },
	{ LONG_128 "i", false },	      /* 129 */
	{ "password", false },
	{ "PassWord123", false },	      /* case does not help */
	{ "qwertyuiop", false },
	{ "88888888", false },
	{ "gggggggggg", false },	      /* one character */
	{ "廉廉廉廉廉廉廉廉", false },
	{ "ggggggggggh", true },
	{ "zhang.san-2009", false },	      /* the log-in name */
	{ "x-ZHANG.SAN-x", false },
	{ "我是张三丰本人呀", false },	      /* the person's name */
	{ "bad\xff utf-8 bytes", false },
};

/* djbh3 with at least 10: three of four kinds */
static const struct password_case djbh3_cases[] = {
	{ "Ab3$xyzw", false },		   /* 8 characters */
	{ "Ab3$xyzwuv", true },		   /* four kinds */
	{ "abcdefghi1", false },	   /* two */
	{ "abcdefgh-1", true },		   /* small letters, digit, other */
	{ "ABCDEFGH-1", true },		   /* capitals, digit, other */
	{ "ABCDEfgh-i", true },		   /* capitals, small letters, other */
	{ "ABCDEfghi1", true },		   /* capitals, small letters, digit */
	{ "correct horse battery", false },
	{ "青山依旧在几度夕阳红", false }, /* one kind */
	{ "青山依旧a1在几度夕阳红", true },
	{ "Zhang.San-2009", false },	   /* the log-in name */
	{ "Password-123", true },
};

static void judge(const struct security_policy *policy, const struct password_case *cases,
		  size_t count)
{
	const struct password_demand demand = { policy, STR("zhang.san"), STR("张三丰") };
	for (size_t i = 0; i < count; i++) {
		struct error err;
		error_clear(&err);
		int code = account_check_password(str_from(cases[i].password), &demand, &err);
		if ((code == 0) != cases[i].accepted)
			fail_msg("case %zu, '%s': %d %s", i, cases[i].password, code, err.en);
		if (code) {
			assert_int_equal(code, -ERR_INVALID);
			assert_string_equal(err.field, "password");
			assert_string_equal(err.found, ""); /* never repeated */
			assert_true(err.en[0] && err.zh[0]);
		}
	}
}

static void passwords_are_judged_by_profile(void **state)
{
	struct security_policy asvs = SECURITY_POLICY_DEFAULT, djbh3 = SECURITY_POLICY_DEFAULT;
	(void)state;
	asvs.minimum_length = 8;
	djbh3.profile = PASSWORD_DJBH3;
	djbh3.minimum_length = 10;
	judge(&asvs, asvs_cases, ARRAY_LENGTH(asvs_cases));
	judge(&djbh3, djbh3_cases, ARRAY_LENGTH(djbh3_cases));
}

static void without_a_policy_twelve_characters_are_asked(void **state)
{
	const struct password_demand demand = { &SECURITY_POLICY_DEFAULT, STR("x"), STR("x") };
	struct error err;
	(void)state;
	assert_int_equal(account_check_password(STR("eleven-char"), &demand, &err), -ERR_INVALID);
	assert_non_null(strstr(err.en, "12 to 128"));
	assert_non_null(strstr(err.zh, "12 至 128"));
	assert_int_equal(account_check_password(STR("twelve-chars"), &demand, &err), 0);
}

/* Two letters of a log-in name may be in a password by chance. */
static void short_names_do_not_matter(void **state)
{
	const struct password_demand demand = { &SECURITY_POLICY_DEFAULT, STR("wi"), STR("李") };
	(void)state;
	assert_int_equal(account_check_password(STR("a window seat"), &demand, NULL), 0);
}

static void hashes_are_argon2id_with_enough_memory(void **state)
{
	(void)state;
	char hash[ACCOUNT_HASH_BYTES], again[ACCOUNT_HASH_BYTES];
	const struct str password = STR("Ab3$xyzw");
	assert_int_equal(account_hash_password(password, hash, NULL), 0);
	assert_int_equal(account_hash_password(password, again, NULL), 0);
	assert_string_not_equal(hash, again); /* salted */
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=", 17), 0);
	assert_true(strtol(hash + 17, NULL, 10) >= 47 * 1024);
	assert_int_equal(crypto_pwhash_str_verify(hash, password.bytes, password.length), 0);
	assert_int_not_equal(crypto_pwhash_str_verify(hash, "Ab3$xyzv", 8), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_are_judged_by_profile),
		cmocka_unit_test(without_a_policy_twelve_characters_are_asked),
		cmocka_unit_test(short_names_do_not_matter),
		cmocka_unit_test(hashes_are_argon2id_with_enough_memory),
	};
	return cmocka_run_group_tests_name("people/password", tests, NULL, NULL);
}
