/* Tables as pages show them: what a row becomes, what is refused, what happens without memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "templates_web.h"
#include "web/table.h"

#define ARENA_BYTES (1024 * 1024)

static void two_columns(struct table_view *table, struct arena *arena)
{
	table_init(table, arena, "Units & groups", "nothing here");
	table_column(table, "Name", 0);
	table_column(table, "Points", COLUMN_NUMBER | COLUMN_WIDE);
}

static struct buf rendered(const struct table_view *table)
{
	struct buf out;
	struct html html = { &out, LANGUAGE_EN };

	buf_init(&out, ARENA_BYTES);
	template_table(&html, table);
	assert_false(buf_failed(&out));
	return out;
}

static void assert_shows(const struct buf *out, const char *part)
{
	if (str_find(buf_str(out), str_from(part)) < 0)
		fail_msg("no `%s` in %.*s", part, STR_ARG(buf_str(out)));
}

static void a_row_becomes_markup_that_cannot_be_broken_out_of(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct table_view table;
	struct error err;

	(void)state;
	two_columns(&table, arena);
	table_row(&table)->class = "mark";
	table_heading(&table, STR("<b>Town</b>"), SAFE_URL("/units/1"))->note = STR("last");
	table_cell(&table, STR("71.17"));
	assert_int_equal(table_check(&table, &err), 0);

	struct buf out = rendered(&table);
	assert_shows(&out, "<caption class=\"hidden\">Units &amp; groups</caption>");
	assert_shows(&out, "<tr class=\"mark\">");
	assert_shows(&out, "<th scope=\"row\"");
	assert_shows(&out, "<a href=\"/units/1\">&lt;b&gt;Town&lt;/b&gt;</a>");
	assert_shows(&out, "<span class=\"ref\">last</span>");
	assert_shows(&out, "<td class=\"n wide\">");
	buf_release(&out);
	arena_free(arena);
}

static void a_table_without_rows_is_its_sentence(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct table_view table;

	(void)state;
	two_columns(&table, arena);
	struct buf out = rendered(&table);
	assert_shows(&out, "nothing here");
	assert_int_equal(str_find(buf_str(&out), STR("<table")), -1);
	buf_release(&out);
	arena_free(arena);
}

static void a_bar_a_light_and_a_spoken_text_say_it_in_words(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct table_view table;

	(void)state;
	two_columns(&table, arena);
	table_row(&table);
	table_light(&table, "light late", STR("missing"));
	struct table_cell *cell = table_cell(&table, STR("↑ 2"));
	cell->spoken = STR("up 2");
	cell->is_bar = true;
	cell->bar = 83;
	struct buf out = rendered(&table);
	assert_shows(&out, "<span class=\"light late\">missing</span>");
	assert_shows(&out, "aria-hidden=\"true\">↑ 2</span><span class=\"hidden\">up 2</span>");
	assert_shows(&out, "width=\"83\"");
	buf_release(&out);
	arena_free(arena);
}

static void a_cell_too_many_is_not_lost_silently(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct table_view table;
	struct error err;

	(void)state;
	two_columns(&table, arena);
	table_row(&table);
	for (int i = 0; i < 3; i++)
		table_cell(&table, STR("x"));
	assert_int_equal(table_check(&table, &err), -ERR_MEMORY);
	arena_free(arena);
}

/* Each allocation fails in turn: no crash, and the table says so. */
static void without_memory_it_says_so(void **state)
{
	int failures = 0;

	(void)state;
	for (size_t bytes = 256; bytes < 64 * 1024; bytes *= 2) {
		struct arena *arena = arena_new(bytes);
		struct table_view table;
		struct error err;

		two_columns(&table, arena);
		for (int row = 0; row < 100; row++) {
			table_row(&table);
			table_link(&table, STR("name"), SAFE_URL("/"));
			table_cell(&table, STR("1"));
		}
		if (table_check(&table, &err) == 0)
			assert_int_equal(table.rows.count, 100);
		else
			failures++;
		arena_free(arena);
	}
	assert_true(failures > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_becomes_markup_that_cannot_be_broken_out_of),
		cmocka_unit_test(a_table_without_rows_is_its_sentence),
		cmocka_unit_test(a_bar_a_light_and_a_spoken_text_say_it_in_words),
		cmocka_unit_test(a_cell_too_many_is_not_lost_silently),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
