/* Routes: paths find their rows, and every row is fit to be served. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/route.h"

static void test_paths(void **state)
{
	static const struct {
		enum http_method method;
		const char *path, *expected, *parameter;
		bool other;
	} cases[] = {
		{ HTTP_GET, "/login", "/login", NULL, false },
		{ HTTP_POST, "/login", "/login", NULL, false },
		{ HTTP_HEAD, "/login", "/login", NULL, false },
		{ HTTP_GET, "/units/0ABC", "/units/{id}", "0ABC", false },
		{ HTTP_GET, "/units", "/units", NULL, false },
		{ HTTP_GET, "/units/", NULL, NULL, false },
		{ HTTP_GET, "/units/1/2/3", NULL, NULL, false },
		{ HTTP_GET, "/logout", NULL, NULL, true },
		{ HTTP_POST, "/units", NULL, NULL, true },
		{ HTTP_GET, "/nothing", NULL, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str parameters[PAGE_PARAMETERS] = { STR_EMPTY };
		bool other = false;
		const struct route *route =
			route_find(cases[i].method, str_from(cases[i].path), parameters, &other);
		if (!cases[i].expected) {
			assert_null(route);
			assert_int_equal(other, cases[i].other);
			continue;
		}
		assert_non_null(route);
		assert_string_equal(route->path, cases[i].expected);
		if (cases[i].parameter)
			assert_true(str_equal(parameters[0], str_from(cases[i].parameter)));
	}
}

/* A GET shows; a POST acts or prepares, names its act, and only log-in and language go without a token. */
static void test_rows_are_complete(void **state)
{
	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			if (route->method == HTTP_GET) {
				assert_non_null(route->show);
				assert_null(route->act);
				continue;
			}
			assert_true(route->act || route->prepare);
			assert_true(!route->act || route->act_kind);
			if (route->flags & ROUTE_NO_CSRF)
				assert_int_equal(route->access, PERMISSION_PUBLIC);
		}
	}
}

/* Only these open without a log-in. */
static void test_public_routes(void **state)
{
	static const char *const public_paths[] = {
		"/login", "/language", "/openapi", "/activate",
		"/feed.ics", /* by the secret in the address */
		"/proofs/letters/{code}", "/proofs/letters/{code}/{signer}", /* no name, no text */
	};

	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			bool expected = false;
			for (size_t i = 0; i < ARRAY_LENGTH(public_paths); i++)
				expected |= strcmp(route->path, public_paths[i]) == 0;
			assert_int_equal(route->access == PERMISSION_PUBLIC, expected);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_rows_are_complete),
		cmocka_unit_test(test_public_routes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
