/*
 * test_outbox.c - mails that wait, on both engines: once by key, claims, leases, waits, giving up, hours; and
 * addresses with their codes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../store/test_database.h"
#include "mail/mail_address.h"
#include "mail/outbox.h"

#define MINUTE_MS 60000
#define AT INT64_C(1237248000000)

static struct arena *arena;

static void put(struct db *db, const char *key, bool urgent, int64_t at)
{
	const struct outbox_mail mail = { .jurisdiction_id = 5, .account_id = 9,
					  .key = str_from(key), .recipient = STR("a@b"),
					  .subject = STR("s"), .body = STR("b"), .urgent = urgent };
	struct error err;

	TEST_OK(outbox_put(db, &mail, at, &err));
}

static size_t due(struct db *db, int64_t now, int64_t open, struct outbox_mail *out)
{
	const struct outbox_question question = { now, open, 10 };
	struct error err;
	size_t count;

	TEST_OK(outbox_due(db, &question, arena, out, &count, &err));
	return count;
}

static bool claim(struct db *db, const struct outbox_mail *mail, int64_t now)
{
	struct error err;
	bool claimed;

	TEST_OK(outbox_claim(db, mail, now, &claimed, &err));
	return claimed;
}

static struct outbox_state state_of(struct db *db)
{
	struct outbox_state state;
	struct error err;

	TEST_OK(outbox_state_read(db, arena, &state, &err));
	return state;
}

static void check_life(struct db *db, void *context)
{
	struct outbox_mail mails[10];
	struct error err;

	(void)context;
	put(db, "digest.1", false, AT);
	put(db, "digest.1", false, AT); /* the same one is not put twice */
	put(db, "code.1", true, AT + 1);
	assert_int_equal(due(db, AT - 1, 5, mails), 0);
	assert_int_equal(due(db, AT + 5, 0, mails), 1); /* outside hours only what is urgent */
	assert_true(mails[0].urgent);
	assert_int_equal(due(db, AT + 5, 6, mails), 1); /* another's hours */
	assert_int_equal(due(db, AT + 5, 5, mails), 2);
	/* Two processes saw it; one gets it. */
	assert_true(claim(db, &mails[0], AT + 5));
	assert_false(claim(db, &mails[0], AT + 5));
	assert_int_equal(due(db, AT + 6, 5, mails), 1);
	/* The process was killed: the claim ends, and it goes out again under the same key. */
	assert_int_equal(due(db, AT + 5 + OUTBOX_LEASE_MS, 5, mails), 2);
	assert_true(str_equal(mails[1].key, STR("digest.1")));
	assert_int_equal(mails[1].attempts, 1);
	assert_true(claim(db, &mails[1], AT + 5 + OUTBOX_LEASE_MS));
	TEST_OK(outbox_sent(db, &mails[1], AT + 6 + OUTBOX_LEASE_MS, &err));
	assert_int_equal(state_of(db).sent, 1);
	assert_int_equal(due(db, AT + 10 * OUTBOX_LEASE_MS, 5, mails), 1);
	TEST_OK(outbox_forget(db, 9, &err));
	assert_int_equal(state_of(db).waiting, 0);
	TEST_OK(outbox_tidy(db, AT + INT64_C(31) * 24 * 60 * MINUTE_MS, &err));
	assert_int_equal(state_of(db).sent, 0);
}

static void check_failures(struct db *db, void *context)
{
	const struct mail_outcome down = { .reason = "Couldn't connect to server" };
	const struct mail_outcome refused = { .permanent = true, .reply = 550, .reason = "no (SMTP 550)" };
	struct outbox_mail mails[10];
	int64_t now = AT;
	struct error err;

	(void)context;
	put(db, "a", true, AT);
	for (int attempt = 1; attempt <= OUTBOX_ATTEMPTS; attempt++) {
		assert_int_equal(due(db, now, 0, mails), 1);
		assert_int_equal(mails[0].attempts, attempt - 1);
		assert_true(claim(db, &mails[0], now));
		TEST_OK(outbox_failed(db, &mails[0], &down, now, &err));
		assert_int_equal(due(db, now + outbox_wait_ms(attempt) - 1, 0, mails), 0);
		now += outbox_wait_ms(attempt);
	}
	assert_int_equal(due(db, now * 2, 0, mails), 0);
	assert_int_equal(state_of(db).failed, 1);
	assert_true(str_equal(state_of(db).reason, STR("Couldn't connect to server")));
	put(db, "b", true, now);
	assert_int_equal(due(db, now, 0, mails), 1);
	assert_true(claim(db, &mails[0], now));
	TEST_OK(outbox_failed(db, &mails[0], &refused, now, &err));
	assert_int_equal(due(db, now * 2, 0, mails), 0); /* at once, not after twelve attempts */
	assert_int_equal(state_of(db).failed, 2);
}

static void waits(void **state)
{
	static const int64_t minutes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(minutes); i++)
		assert_int_equal(outbox_wait_ms((int64_t)i + 1), minutes[i] * MINUTE_MS);
}

static struct mail_owner owner_of(struct db *db)
{
	struct mail_owner owner;
	struct error err;

	TEST_OK(mail_address_get(db, 9, arena, &owner, &err));
	return owner;
}

static void check_addresses(struct db *db, void *context)
{
	char code[MAIL_CODE_BYTES], later[MAIL_CODE_BYTES];
	struct error err;

	(void)context;
	assert_int_equal(owner_of(db).address.length, 0);
	assert_int_equal(mail_address_confirm(db, 9, STR("x"), AT, &err), -ERR_STATE);
	assert_int_equal(mail_address_set(db, 9, STR("a@b\r\nc"), AT, code, &err), -ERR_INVALID);
	assert_string_equal(err.field, "address");
	TEST_OK(mail_address_set(db, 9, STR("a@b"), AT, code, &err));
	assert_false(mail_owner_is_open(&(struct mail_owner){ .address = owner_of(db).address,
							      .confirmed = owner_of(db).confirmed,
							      .enabled = true }));
	assert_int_equal(mail_address_confirm(db, 8, str_from(code), AT, &err), -ERR_STATE);
	assert_int_equal(mail_address_confirm(db, 9, STR("00000000"), AT, &err), -ERR_INVALID);
	assert_int_equal(mail_address_confirm(db, 9, str_from(code), AT + 61 * MINUTE_MS, &err),
			 -ERR_STATE);
	TEST_OK(mail_address_confirm(db, 9, str_from(code), AT + 59 * MINUTE_MS, &err));
	assert_true(owner_of(db).confirmed && owner_of(db).enabled);
	assert_int_equal(mail_address_confirm(db, 9, str_from(code), AT, &err), -ERR_STATE); /* once */
	TEST_OK(mail_address_switch(db, 9, false, &err));
	assert_false(owner_of(db).enabled);
	/* Another address waits for its own code; the old code is void. */
	TEST_OK(mail_address_set(db, 9, STR("c@d"), AT, later, &err));
	assert_false(owner_of(db).confirmed);
	for (int i = 0; i < MAIL_CODE_TRIES; i++)
		assert_int_equal(mail_address_confirm(db, 9, str_from(code), AT, &err), -ERR_INVALID);
	assert_int_equal(mail_address_confirm(db, 9, str_from(later), AT, &err), -ERR_STATE);
	/* A removal does not buy more codes within the hour. */
	TEST_OK(mail_address_remove(db, 9, &err));
	assert_int_equal(owner_of(db).address.length, 0);
	TEST_OK(mail_address_set(db, 9, STR("c@d"), AT, later, &err));
	assert_int_equal(mail_address_set(db, 9, STR("c@d"), AT, later, &err), -ERR_RULE);
	TEST_OK(mail_address_set(db, 9, STR("c@d"), AT + 60 * MINUTE_MS, later, &err));
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(life)
ON_BOTH_ENGINES(failures)
ON_BOTH_ENGINES(addresses)

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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits),
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_addresses),
	};
	return cmocka_run_group_tests_name("mail/outbox", tests, set_up, tear_down);
}
