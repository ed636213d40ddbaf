/*
 * test_watch.c - who counts as one address, and that loopback is never bound.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>

#include "http/http_private.h"

static struct watched *add(struct watch *watch, const char *address)
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in v4 = { .sin_family = AF_INET };

	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
		return watch_add(watch, -1, (struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, address, &v6.sin6_addr), 1);
	return watch_add(watch, -1, (struct sockaddr *)&v6);
}

static void test_two_connections_per_address(void **state)
{
	static const struct {
		const char *address;
		bool taken, loopback;
	} cases[] = {
		{ "10.1.2.3", true, false },	    { "10.1.2.3", true, false },
		{ "10.1.2.3", false, false },	    { "::ffff:10.1.2.3", false, false },
		{ "10.1.2.4", true, false },	    { "2001:db8:0:1::1", true, false },
		{ "2001:db8:0:1::2", true, false }, { "2001:db8:0:1:ffff::3", false, false },
		{ "2001:db8:0:2::1", true, false }, { "127.0.0.1", true, true },
		{ "127.0.0.1", true, true },	    { "127.0.0.1", true, true },
		{ "127.9.9.9", true, true },	    { "::1", true, true },
		{ "::1", true, true },		    { "::1", true, true },
		{ "::ffff:127.0.0.1", true, true }, { "128.0.0.1", true, false },
	};
	struct http_options options = { .idle_seconds = 60,
					.total_seconds = 60,
					.connections_per_address = 2 };
	struct watched *taken[ARRAY_LENGTH(cases)];
	struct watch watch = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(watch_start(&watch, &options, &err), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		print_message("%s\n", cases[i].address);
		taken[i] = add(&watch, cases[i].address);
		assert_int_equal(taken[i] != NULL, cases[i].taken);
		assert_true(!taken[i] || taken[i]->loopback == cases[i].loopback);
	}
	watch_remove(&watch, taken[0]);
	taken[0] = add(&watch, "10.1.2.3");
	assert_non_null(taken[0]);
	assert_string_equal(taken[0]->remote, "10.1.2.3");
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		if (taken[i])
			watch_remove(&watch, taken[i]);
	watch_stop(&watch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_connections_per_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
