/* The menu: nobody sees an entry that their permissions do not open; the present page is marked. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/menu.h"
#include "web/page.h"

struct visit {
	struct http_exchange http;
	struct page page;
	struct menu_view menu;
};

static void visit(struct visit *out, struct arena *arena, const char *path, permission_set permissions)
{
	out->http = (struct http_exchange){ .path = str_from(path) };
	out->page = (struct page){ .http = &out->http,
				   .arena = arena,
				   .session = { .account_id = 1 },
				   .permissions = permissions };
	out->menu = menu_make(&out->page);
}

static const struct menu_item *entry_of(const struct menu_view *menu, const char *url)
{
	for (size_t g = 0; g < menu->groups.count; g++) {
		const struct menu_items *entries = &menu->groups.items[g].entries;

		for (size_t i = 0; i < entries->count; i++)
			if (str_equal(entries->items[i].url.text, str_from(url)))
				return &entries->items[i];
	}
	return NULL;
}

static void shows_what_permissions_open(void **state)
{
	static const struct {
		permission_set permissions;
		const char *url;
		bool shown;
	} cases[] = {
		{ PERMISSION_LOGGED_IN, "/", true },
		{ PERMISSION_LOGGED_IN, "/units", false },
		{ PERMISSION_UNIT_READ, "/units", true },
		{ PERMISSION_UNIT_READ, "/persons", false },
		{ PERMISSION_RESULT_READ, "/years", true },
		{ PERMISSION_EXPORT, "/import", true },
		{ PERMISSION_IMPORT, "/import", true },
		{ PERMISSION_RESULT_READ, "/import", false },
		{ PERMISSION_ACCOUNT_READ, "/accounts", true },
		{ PERMISSION_ACCOUNT_READ, "/acts", false },
		{ PERMISSION_ACT_READ, "/acts", true },
	};
	struct arena *arena = arena_new(1024 * 1024);
	struct visit one;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		visit(&one, arena, "/", cases[i].permissions);
		assert_int_equal(entry_of(&one.menu, cases[i].url) != NULL, cases[i].shown);
	}
	arena_free(arena);
}

static void marks_the_entry_of_the_page(void **state)
{
	static const struct {
		const char *path, *url, *current;
	} cases[] = {
		{ "/", "/", "page" },
		{ "/units", "/", "false" },
		{ "/units", "/units", "page" },
		{ "/units/0000100000007", "/units", "true" },
		{ "/unitsx", "/units", "false" },
		{ "/years/2008/groups/0000100000007", "/years", "true" },
		{ "/imports", "/import", "page" },
		{ "/import", "/import", "page" },
	};
	struct arena *arena = arena_new(1024 * 1024);
	struct visit one;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		visit(&one, arena, cases[i].path, ~0u);
		assert_string_equal(entry_of(&one.menu, cases[i].url)->current, cases[i].current);
	}
	arena_free(arena);
}

static void has_no_empty_groups_and_nothing_before_log_in(void **state)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct visit one;

	(void)state;
	visit(&one, arena, "/", PERMISSION_UNIT_READ | PERMISSION_ACCOUNT_READ);
	assert_int_equal(one.menu.groups.count, 3);
	for (size_t g = 0; g < one.menu.groups.count; g++)
		assert_true(one.menu.groups.items[g].entries.count > 0);
	one.page.session.account_id = 0;
	assert_int_equal(menu_make(&one.page).groups.count, 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_what_permissions_open),
		cmocka_unit_test(marks_the_entry_of_the_page),
		cmocka_unit_test(has_no_empty_groups_and_nothing_before_log_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
