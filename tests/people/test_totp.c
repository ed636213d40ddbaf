/*
 * test_totp.c - one-time codes against the vectors of RFC 6238 and RFC 4226; their window; base32; and that
 * a code counts once, also for two connections at a time.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/totp_store.h"

#define KEY STR("12345678901234567890")

/* RFC 6238, appendix B, SHA-1: time in seconds, eight digits. */
static void codes_are_those_of_rfc_6238(void **state)
{
	static const struct {
		int64_t seconds;
		const char *code;
	} cases[] = {
		{ 59, "94287082" },	    { 1111111109, "07081804" }, { 1111111111, "14050471" },
		{ 1234567890, "89005924" }, { 2000000000, "69279037" }, { 20000000000, "65353130" },
	};
	char code[TOTP_CODE_BYTES];
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		totp_code(KEY, totp_step(cases[i].seconds * 1000), 8, code);
		assert_string_equal(code, cases[i].code);
	}
}

/* RFC 4226, appendix D: counters 0 to 9, six digits. */
static void codes_are_those_of_rfc_4226(void **state)
{
	static const char *const codes[] = { "755224", "287082", "359152", "969429", "338314",
					     "254676", "287922", "162583", "399871", "520489" };
	char code[TOTP_CODE_BYTES];
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(codes); i++) {
		totp_code(KEY, (int64_t)i, TOTP_DIGITS, code);
		assert_string_equal(code, codes[i]);
	}
}

static void a_code_counts_one_step_around(void **state)
{
	static const struct {
		int64_t of, at, last; /* steps */
		int64_t found;
	} cases[] = {
		{ 1000, 1000, 0, 1000 },  { 1000, 1001, 0, 1000 },  { 1000, 999, 0, 1000 },
		{ 1000, 1002, 0, -1 },	  { 1000, 998, 0, -1 },	    { 1000, 1000, 999, 1000 },
		{ 1000, 1000, 1000, -1 }, { 1000, 1001, 1001, -1 }, { 1000, 999, 1000, -1 },
	};
	char code[TOTP_CODE_BYTES];
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		totp_code(KEY, cases[i].of, TOTP_DIGITS, code);
		int64_t found = totp_match(KEY, str_from(code), cases[i].at * TOTP_STEP_MS + 7,
					   cases[i].last);
		if (found != cases[i].found)
			fail_msg("case %zu: %lld", i, (long long)found);
	}
}

static void only_six_digits_are_a_code(void **state)
{
	static const struct {
		const char *typed;
		bool taken;
	} cases[] = {
		{ "755224", true },  { "755 224", true },  { " 755224 ", true }, { "75522", false },
		{ "7552244", false }, { "", false },	    { "75522a", false },  { "７55224", false },
		{ "-55224", false },  { "755225", false },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		if ((totp_match(KEY, str_from(cases[i].typed), 0, -1) == 0) != cases[i].taken)
			fail_msg("'%s'", cases[i].typed);
}

static void secrets_are_base32(void **state)
{
	static const char *const malformed[] = { "", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ",
						 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA",
						 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1",
						 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ=" };
	struct totp_secret secret, again;
	char text[TOTP_SECRET_TEXT_BYTES];
	(void)state;
	memcpy(secret.bytes, "12345678901234567890", TOTP_SECRET_BYTES);
	totp_secret_format(&secret, text);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"); /* RFC 4648 */
	assert_true(totp_secret_parse(STR("gezd gnbv-GY3TQOJQGEZDGNBVGY3TQOJQ"), &again));
	assert_memory_equal(&again, &secret, sizeof(secret));
	for (size_t i = 0; i < ARRAY_LENGTH(malformed); i++)
		assert_false(totp_secret_parse(str_from(malformed[i]), &again));
	for (int i = 0; i < 100; i++) {
		totp_secret_make(&secret);
		totp_secret_format(&secret, text);
		assert_true(totp_secret_parse(str_from(text), &again));
		assert_memory_equal(&again, &secret, sizeof(secret));
	}
	struct arena *arena = arena_new(4096);
	memcpy(secret.bytes, "12345678901234567890", TOTP_SECRET_BYTES);
	assert_string_equal(totp_uri(&secret, STR("廉责"), STR("li.si"), arena).bytes,
			    "otpauth://totp/%E5%BB%89%E8%B4%A3:li.si?"
			    "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%BB%89%E8%B4%A3");
	arena_free(arena);
}

static int use(struct db *db, int64_t account_id, const char *code, struct error *err)
{
	struct error later;
	assert_int_equal(db_begin_write(db, err), 0);
	int rc = totp_use(db, account_id, str_from(code), FIXTURE_NOW_MS, err);
	if (rc == 0)
		assert_int_equal(db_commit(db, &later), 0);
	else
		db_rollback(db);
	return rc;
}

static void check_use(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err = { 0 };
	struct totp_secret secret;
	char now[TOTP_CODE_BYTES], before[TOTP_CODE_BYTES], next[TOTP_CODE_BYTES];
	struct str key = { (const char *)secret.bytes, sizeof(secret.bytes) };
	int64_t step = totp_step(FIXTURE_NOW_MS);
	bool is_set = true;
	(void)context;
	fixture_open(db, &fixture);
	int64_t id = fixture_account(&fixture, "zhang", "Ab3$xyzw!uvw", 0);
	TEST_OK(totp_is_set(db, id, &is_set, &err));
	assert_false(is_set);
	assert_int_equal(use(db, id, "000000", &err), -ERR_LOGIN); /* has none */
	totp_secret_make(&secret);
	totp_code(key, step, TOTP_DIGITS, now);
	totp_code(key, step - 1, TOTP_DIGITS, before);
	totp_code(key, step + 1, TOTP_DIGITS, next);
	TEST_OK(db_begin_write(db, &err));
	assert_int_equal(totp_enrol(db, id, &secret, STR("12345"), FIXTURE_NOW_MS, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "code");
	TEST_OK(totp_enrol(db, id, &secret, str_from(before), FIXTURE_NOW_MS, &err));
	TEST_OK(db_commit(db, &err));
	TEST_OK(totp_is_set(db, id, &is_set, &err));
	assert_true(is_set);
	assert_int_equal(use(db, id, before, &err), -ERR_LOGIN); /* used up by the enrolment */
	assert_int_equal(use(db, id, now, &err), 0);
	assert_int_equal(use(db, id, now, &err), -ERR_LOGIN);
	assert_int_equal(use(db, id, next, &err), 0);
	assert_int_equal(use(db, id, now, &err), -ERR_LOGIN); /* older than the last */
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(totp_remove(db, id, &err));
	TEST_OK(db_commit(db, &err));
	TEST_OK(totp_is_set(db, id, &is_set, &err));
	assert_false(is_set);
	fixture_close(&fixture);
}

static void a_code_counts_once(void **state)
{
	(void)state;
	test_engines_each(check_use, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(codes_are_those_of_rfc_4226),
		cmocka_unit_test(a_code_counts_one_step_around),
		cmocka_unit_test(only_six_digits_are_a_code),
		cmocka_unit_test(secrets_are_base32),
		cmocka_unit_test(a_code_counts_once),
	};
	return cmocka_run_group_tests_name("people/totp", tests, NULL, NULL);
}
