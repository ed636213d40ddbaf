/* Charts: where bars, columns and points stand, what is read aloud, what markup comes out. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "templates_web.h"
#include "web/chart.h"

#define ARENA_BYTES (1024 * 1024)

static const struct chart_about about = { "c1", STR_INIT("Totals <b>"), STR_INIT("3 of 4") };

static void assert_shows(const struct chart_view *chart, const char *const *parts)
{
	struct buf out;
	struct html html = { &out, LANGUAGE_EN };

	buf_init(&out, ARENA_BYTES);
	template_chart(&html, chart);
	assert_false(buf_failed(&out));
	for (; *parts; parts++)
		if (str_find(buf_str(&out), str_from(*parts)) < 0)
			fail_msg("no `%s` in %.*s", *parts, STR_ARG(buf_str(&out)));
	buf_release(&out);
}

static void bars_are_parts_of_the_longest(void **state)
{
	static const struct { int64_t value; int width; } cases[] = {
		{ 4, 360 }, { 2, 180 }, { 0, 0 }, { 1, 90 },
	};
	struct chart_bar bars[ARRAY_LENGTH(cases)];
	struct arena *arena = arena_new(ARENA_BYTES);
	struct chart_view chart;
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		bars[i] = (struct chart_bar){ STR("a&b"), STR("n"), cases[i].value, "" };
	assert_int_equal(chart_bars(&about, bars, ARRAY_LENGTH(bars), arena, &chart, &err), 0);
	assert_int_equal(chart.rects.count, 2 * ARRAY_LENGTH(bars)); /* each on its ground */
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_int_equal(chart.rects.items[2 * i].width, CHART_WIDTH);
		assert_int_equal(chart.rects.items[2 * i + 1].width, cases[i].width);
	}
	assert_shows(&chart, (const char *const[]){
		"<svg class=\"chart\" role=\"img\" viewBox=\"0 0 360 136\" "
		"aria-labelledby=\"c1-title c1-desc\"",
		"<title id=\"c1-title\">Totals &lt;b&gt;</title>",
		"<desc id=\"c1-desc\">3 of 4</desc>", ">a&amp;b</text>",
		"text-anchor=\"end\">n</text>", NULL });
	arena_free(arena);
}

/* One of a million is seen; a value beyond 63 bits of product is drawn. */
static void small_and_huge_values_are_drawn(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct chart_bar bars[] = { { STR_INIT("a"), STR_INIT("1"), 1, "" },
					  { STR_INIT("b"), STR_INIT("x"), INT64_MAX, "" } };
	struct chart_view chart;
	struct error err;

	(void)state;
	assert_int_equal(chart_bars(&about, bars, 2, arena, &chart, &err), 0);
	assert_int_equal(chart.rects.items[1].width, 1);
	assert_int_equal(chart.rects.items[3].width, CHART_WIDTH);
	assert_int_equal(chart_bars(&about, NULL, 0, arena, &chart, &err), 0);
	assert_int_equal(chart.rects.count, 0);
	assert_int_equal(chart_bars(&about, bars, CHART_BARS_MAXIMUM + 1, arena, &chart, &err),
			 -ERR_TOO_LARGE);
	arena_free(arena);
}

static void columns_stand_on_one_line(void **state)
{
	const struct chart_column columns[] = { { STR_INIT("80"), STR_INIT("1"), 1 },
						{ STR_INIT("85"), STR_INIT("0"), 0 },
						{ STR_INIT("90"), STR_INIT("2"), 2 } };
	const struct chart_columns spread = { about, columns, 3, STR_INIT("95") };
	struct arena *arena = arena_new(ARENA_BYTES);
	struct chart_view chart;
	struct error err;

	(void)state;
	assert_int_equal(chart_columns(&spread, arena, &chart, &err), 0);
	assert_int_equal(chart.rects.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(chart.rects.items[i].y + chart.rects.items[i].height,
				 chart.lines.items[0].y1);
	assert_int_equal(2 * chart.rects.items[0].height, chart.rects.items[2].height);
	assert_int_equal(chart.texts.count, 2 + 4); /* two values, four edges */
	arena_free(arena);
}

static void lines_break_at_gaps_and_stay_in_their_scale(void **state)
{
	const struct str labels[] = { STR_INIT("2005"), STR_INIT("2006"), STR_INIT("2007"),
				      STR_INIT("2008") };
	const struct chart_point points[] = { { true, 0, STR_INIT("0") },
					      { false, 0, STR_INIT("") },
					      { true, 50, STR_INIT("50") },
					      { true, 900, STR_INIT("900") } };
	const struct chart_series series = { STR_INIT("s"), "", points };
	struct chart_lines lines = { .about = about, .labels = labels, .label_count = 4,
				     .series = &series, .series_count = 1, .maximum = 100,
				     .minimum_text = STR("0"), .maximum_text = STR("100") };
	struct arena *arena = arena_new(ARENA_BYTES);
	struct chart_view chart;
	struct error err;
	int top, bottom;

	(void)state;
	assert_int_equal(chart_lines(&lines, arena, &chart, &err), 0);
	top = chart.lines.items[0].y1;
	bottom = chart.lines.items[1].y1;
	assert_int_equal(chart.strokes.count, 2); /* 2005 alone, then 2007 and 2008 */
	assert_int_equal(chart.dots.count, 3);
	assert_int_equal(chart.dots.items[0].y, bottom);
	assert_int_equal(chart.dots.items[1].y, (top + bottom) / 2);
	assert_int_equal(chart.dots.items[2].y, top);
	assert_int_equal(chart.texts.items[chart.texts.count - 1].y, top + 18); /* not on the line */
	assert_int_equal(chart.texts.items[chart.texts.count - 2].y, (top + bottom) / 2 - 8);
	lines.reversed = true; /* the smallest on top */
	assert_int_equal(chart_lines(&lines, arena, &chart, &err), 0);
	assert_int_equal(chart.dots.items[0].y, top);
	assert_int_equal(chart.dots.items[2].y, bottom);
	lines.label_count = 1;
	assert_int_equal(chart_lines(&lines, arena, &chart, &err), 0);
	assert_true(chart.dots.items[0].x > 40 && chart.dots.items[0].x < CHART_WIDTH);
	arena_free(arena);
}

static void memory_runs_out(void **state)
{
	const struct chart_bar bar = { STR_INIT("a"), STR_INIT("1"), 1, "" };
	struct arena *arena = arena_new(64);
	struct chart_view chart;
	struct error err;

	(void)state;
	assert_int_equal(chart_bars(&about, &bar, 1, arena, &chart, &err), -ERR_MEMORY);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bars_are_parts_of_the_longest),
		cmocka_unit_test(small_and_huge_values_are_drawn),
		cmocka_unit_test(columns_stand_on_one_line),
		cmocka_unit_test(lines_break_at_gaps_and_stay_in_their_scale),
		cmocka_unit_test(memory_runs_out),
	};
	return cmocka_run_group_tests_name("web/chart", tests, NULL, NULL);
}
