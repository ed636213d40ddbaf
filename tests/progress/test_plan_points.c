/*
 * test_plan_points.c - points from the plan: exact cases by hand, what is selected, equal weights, what being
 * late costs, the sum of the items against the whole for random plans, and the text and back.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "progress/plan_points.h"

#define NODES 200
#define LEADS 400

static struct plan_node nodes[NODES];
static struct plan_lead leads[LEADS];
static struct rollup_lead values[LEADS];
static struct board_row rows[LEADS];
static struct board_point points[LEADS];
static struct board board;
static struct arena *arena;

static size_t add_node(int kind, size_t parent, const char *code, int64_t weight)
{
	size_t at = board.tree.count++;

	nodes[at] = (struct plan_node){ .item = { .kind = kind, .weight = { weight },
						  .item_id = (int64_t)at + 1,
						  .code = str_from(code),
						  .title = STR("事项\t一") },
					.parent = parent,
					.leads = &leads[board.tree.lead_count] };
	for (size_t up = at; up != PLAN_NO_NODE; up = nodes[up].parent)
		nodes[up].end = board.tree.count;
	return at;
}

/* One checkpoint carries all that was accepted, so that it can be late. */
static void add_lead(size_t node, int64_t unit, int64_t counted, int64_t accepted)
{
	size_t at = board.tree.lead_count++;

	leads[at] = (struct plan_lead){ .assignment = { .unit_id = unit }, .node = node };
	leads[at].assignment.head.id = (int64_t)at + 1000;
	values[at] = (struct rollup_lead){ counted, { accepted } };
	points[at] = (struct board_point){ .share = { accepted }, .counts = counted > 0 };
	points[at].dates.due = 100;
	points[at].facts.reported_day = 100;
	rows[at] = (struct board_row){ .lead = &leads[at], .points = &points[at], .count = 1 };
	nodes[node].lead_count++;
}

static void clear(void)
{
	board = (struct board){ .today = 14000, .rows = rows, .leads = values };
	board.tree.nodes = nodes;
	board.tree.leads = leads;
	board.tree.plan.year = 2008;
	board.tree.version = 2;
}

static struct plan_points compute(const struct scheme_plan *rule, int64_t unit)
{
	struct plan_selection selection;
	struct plan_points out;
	struct error err;

	assert_int_equal(plan_selection_make(&board, rule, arena, &selection, &err), 0);
	assert_int_equal(plan_points_compute(&selection, unit, arena, &out, &err), 0);
	return out;
}

/* Two areas; 1.1 with three of four quarters, 1.2 done, 2.1 not done, 2.2 not due, 2.3 without weight. */
static void county(void)
{
	clear();
	size_t first = add_node(PLAN_AREA, PLAN_NO_NODE, "1", 3 * DECIMAL_ONE);
	size_t item = add_node(PLAN_ITEM, first, "1.1", 2 * DECIMAL_ONE);
	nodes[item].item.source = PLAN_SOURCE_MEETING;
	add_lead(item, 1, 4, 3 * 1000000);
	item = add_node(PLAN_ITEM, first, "1.2", DECIMAL_ONE);
	add_lead(item, 1, 1, 1000000);
	add_lead(item, 2, 1, 500000);
	points[1].facts.reported_day = 103;
	size_t second = add_node(PLAN_AREA, PLAN_NO_NODE, "2", DECIMAL_ONE);
	item = add_node(PLAN_ITEM, second, "2.1", DECIMAL_ONE);
	nodes[item].item.confidential = true;
	add_lead(item, 1, 1, 0);
	item = add_node(PLAN_ITEM, second, "2.2", DECIMAL_ONE);
	add_lead(item, 1, 0, 0);
	add_lead(item, 3, 0, 0);
	item = add_node(PLAN_ITEM, second, "2.3", 0);
	add_lead(item, 1, 1, 1000000);
	add_lead(item, 4, 1, 1000000);
}

static const struct str area_1[] = { STR_INIT("1") }, area_2[] = { STR_INIT("2.1"), STR_INIT("9") };
static const struct str meetings[] = { STR_INIT("meeting") };

static const struct points_case {
	struct scheme_plan rule;
	int64_t unit;
	bool assigned, counts;
	int64_t numerator, denominator;
	size_t items;
	const char *points; /* of 12 */
} cases[] = {
	/* (3 × (2 × 3/4 + 1) / 3 + 1 × 0) / 4 */
	{ { .areas = NULL }, 1, true, true, 5, 8, 3, "7.5" },
	{ { .areas = NULL }, 2, true, true, 1, 2, 1, "6" },
	/* Nothing due; only what has no weight; nothing at all. */
	{ { .areas = NULL }, 3, true, false, 0, 1, 0, "0" },
	{ { .areas = NULL }, 4, true, false, 0, 1, 0, "0" },
	{ { .areas = NULL }, 5, false, false, 0, 1, 0, "0" },
	{ { .areas = area_1, .area_count = 1 }, 1, true, true, 5, 6, 2, "10" },
	{ { .areas = area_2, .area_count = 2 }, 1, true, true, 0, 1, 1, "0" },
	{ { .areas = area_2, .area_count = 2 }, 2, false, false, 0, 1, 0, "0" },
	{ { .sources = meetings, .source_count = 1 }, 1, true, true, 3, 4, 1, "9" },
	/* Alike: (3/4 + 1 + 0) / 3 = 7/12; of 12 exactly 7. */
	{ { .equal_weights = true }, 1, true, true, 7, 12, 3, "7" },
	/* 1.2 was late: (3 × (2 × 3/4 + 4/5) / 3) / 4 = 23/40 */
	{ { .late = { 20 * DECIMAL_ONE } }, 1, true, true, 23, 40, 3, "6.9" },
	{ { .late = { 100 * DECIMAL_ONE } }, 1, true, true, 3, 8, 3, "4.5" },
};

static void by_hand(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const struct points_case *one = &cases[i];
		char text[DECIMAL_TEXT_BYTES];
		struct decimal got = { 0 };
		county();
		struct plan_points out = compute(&one->rule, one->unit);
		assert_int_equal(out.assigned, one->assigned);
		assert_int_equal(out.counts, one->counts);
		assert_false(out.rounded);
		assert_int_equal(out.count, one->items);
		if (!one->counts)
			continue;
		if (out.value.numerator != one->numerator || out.value.denominator != one->denominator)
			fail_msg("case %zu: %lld/%lld", i, (long long)out.value.numerator,
				 (long long)out.value.denominator);
		assert_true(plan_points_of(&out, DECIMAL_OF(12), &got));
		assert_string_equal(decimal_format_short(got, text), one->points);
	}
}

/* A third of 10 has no end: rounded once, half up. */
static void thirds(void **state)
{
	const struct scheme_plan rule = { .areas = NULL };
	char text[DECIMAL_TEXT_BYTES];
	struct decimal got;

	(void)state;
	clear();
	size_t item = add_node(PLAN_ITEM, PLAN_NO_NODE, "1", DECIMAL_ONE);
	add_lead(item, 1, 3, 2 * 1000000);
	struct plan_points out = compute(&rule, 1);
	assert_true(plan_points_of(&out, DECIMAL_OF(10), &got));
	assert_string_equal(decimal_format_short(got, text), "6.6667");
}

static uint64_t seed;

static int pick(int count)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)count);
}

/* Σ share = 1 and Σ share × value = the whole, whatever the tree. */
static void items_add_up(void **state)
{
	const struct scheme_plan rules[] = { { .areas = NULL }, { .equal_weights = true },
					     { .late = DECIMAL_OF(15) } };

	(void)state;
	seed = 2009;
	for (int round = 0; round < 300; round++) {
		clear();
		for (int i = 1 + pick(3); i > 0; i--) {
			size_t area = add_node(PLAN_AREA, PLAN_NO_NODE, "a", pick(5) * DECIMAL_ONE);
			for (int j = pick(4); j > 0; j--) {
				size_t item = add_node(PLAN_ITEM, area, "i", pick(4) * (DECIMAL_ONE / 2));
				for (int k = pick(3); k > 0; k--) {
					int64_t counted = pick(4);
					add_lead(item, k, counted, counted * pick(5) * 250000);
				}
			}
		}
		struct plan_points out = compute(&rules[round % 3], 1);
		struct rational shares = rational_from_int(0), sum = shares, part;
		for (size_t i = 0; i < out.count; i++) {
			assert_true(rational_add(shares, out.items[i].share, &shares));
			assert_true(rational_multiply(out.items[i].share, out.items[i].value, &part));
			assert_true(rational_add(sum, part, &sum));
		}
		assert_int_equal(rational_compare(shares, rational_from_int(out.counts)), 0);
		assert_int_equal(rational_compare(sum, out.counts ? out.value : shares), 0);
	}
}

static void text_and_back(void **state)
{
	const struct scheme_plan rule = { .late = DECIMAL_OF(20) };
	struct plan_selection selection;
	struct plan_points out;
	struct plan_basis basis;
	struct str text;
	struct error err;

	(void)state;
	county();
	assert_int_equal(plan_selection_make(&board, &rule, arena, &selection, &err), 0);
	assert_int_equal(plan_points_compute(&selection, 1, arena, &out, &err), 0);
	assert_int_equal(plan_points_format(&selection, &out, DECIMAL_OF(12), arena, &text, &err), 0);
	assert_int_equal(plan_basis_parse(text, arena, &basis, &err), 0);
	assert_int_equal(basis.year, 2008);
	assert_int_equal(basis.day, 14000);
	assert_true(str_equal(basis.version, STR("2")) && str_equal(basis.value, STR("0.575")));
	assert_true(str_equal(basis.points, STR("6.9")) && str_equal(basis.late, STR("20")));
	assert_int_equal(basis.count, 3);
	const struct plan_basis_item *item = &basis.items[1];
	assert_int_equal(item->assignment_id, 1001);
	assert_true(str_equal(item->share, STR("0.25")) && str_equal(item->points, STR("2.4")));
	assert_true(str_equal(item->accepted, STR("80")) && str_equal(item->late, STR("1")));
	assert_true(str_equal(item->percent, STR("80")) && str_equal(item->code, STR("1.2")));
	assert_true(str_equal(item->title, STR("事项 一")));
	assert_false(item->confidential);
	assert_true(basis.items[2].confidential);
	/* Nothing is made of what is no such text. */
	for (size_t cut = 0; cut < text.length; cut += 7) {
		struct str part = str_slice(text, 0, cut);
		bool whole = cut && text.bytes[cut - 1] == '\n';
		int code = plan_basis_parse(part, arena, &basis, &err);
		assert_true(code == 0 || code == -ERR_CORRUPT);
		assert_true(!whole || code == 0);
	}
	assert_int_equal(plan_basis_parse(STR("x\n"), arena, &basis, &err), -ERR_CORRUPT);
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(thirds),
		cmocka_unit_test(items_add_up),
		cmocka_unit_test(text_and_back),
	};

	return cmocka_run_group_tests_name("progress/plan_points", tests, open_arena, close_arena);
}
