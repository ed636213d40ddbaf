/*
 * test_rollup.c - roll-up against a small independent reference (recursive, by its own
 * fractions), on a fixed case by hand and on random trees.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "progress/rollup.h"

#define NODES 60
#define LEADS 120

static struct plan_node nodes[NODES];
static struct plan_lead leads[LEADS];
static struct rollup_lead values[LEADS];
static struct plan_tree tree = { .nodes = nodes, .leads = leads };

static uint32_t seed;

/* 0 … below - 1, the same on every machine. */
static int pick(int below)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 16) % (uint32_t)below);
}

static size_t add_node(int kind, size_t parent, int64_t weight, int64_t leader)
{
	size_t at = tree.count++;

	nodes[at] = (struct plan_node){ .item = { .kind = kind, .weight = { weight },
						  .leader_id = leader },
					.parent = parent, .leads = &leads[tree.lead_count] };
	for (size_t up = at; up != PLAN_NO_NODE; up = nodes[up].parent)
		nodes[up].end = tree.count;
	return at;
}

static void add_lead(size_t node, int64_t unit, int64_t counted, int64_t accepted)
{
	leads[tree.lead_count] = (struct plan_lead){ .assignment.unit_id = unit, .node = node };
	values[tree.lead_count++] = (struct rollup_lead){ counted, { accepted } };
	nodes[node].lead_count++;
}

static void clear(void)
{
	tree.count = tree.lead_count = 0;
}

/* The reference: a value is p / q in the small integers of the test; q = 0: does not count. */
struct fraction {
	wide_int p, q;
};

static wide_int gcd(wide_int a, wide_int b)
{
	return b ? gcd(b, a % b) : a < 0 ? -a : a;
}

static struct fraction reduced(wide_int p, wide_int q)
{
	wide_int d = gcd(p, q);

	return (struct fraction){ p / d, q / d };
}

static struct fraction plus(struct fraction sum, struct fraction value, int64_t weight)
{
	if (!sum.q)
		sum = (struct fraction){ 0, 1 };
	return reduced(sum.p * value.q + value.p * weight * sum.q, sum.q * value.q);
}

static bool is_asked(size_t lead, size_t node, struct rollup_scope scope)
{
	return leads[lead].node == node && values[lead].counted &&
	       (!scope.unit_id || leads[lead].assignment.unit_id == scope.unit_id) &&
	       (!scope.leader_id || nodes[node].item.leader_id == scope.leader_id);
}

static struct fraction of_item(size_t node, struct rollup_scope scope)
{
	struct fraction sum = { 0, 0 };
	int64_t whole = 0;

	for (size_t i = 0; i < tree.lead_count; i++) {
		if (!is_asked(i, node, scope))
			continue;
		sum = plus(sum, reduced(values[i].accepted.scaled, 1000000 * values[i].counted), 1);
		whole++;
	}
	return sum.q ? reduced(sum.p, sum.q * whole) : sum;
}

static struct fraction reference(size_t node, struct rollup_scope scope)
{
	struct fraction sum = { 0, 0 };
	int64_t whole = 0;

	if (node != PLAN_NO_NODE && nodes[node].item.kind == PLAN_ITEM)
		return of_item(node, scope);
	for (size_t i = 0; i < tree.count; i++) {
		int64_t weight = nodes[i].item.weight.scaled;
		struct fraction below = { 0, 0 };
		if (nodes[i].parent == node && weight)
			below = reference(i, scope);
		if (!below.q)
			continue;
		sum = plus(sum, below, weight);
		whole += weight;
	}
	return sum.q ? reduced(sum.p, sum.q * whole) : sum;
}

static void compare(const struct rollup_node *node, struct fraction expected)
{
	assert_int_equal(node->counts, expected.q != 0);
	assert_false(node->rounded);
	if (node->counts && (node->value.numerator != expected.p ||
			     node->value.denominator != expected.q))
		fail_msg("%lld/%lld instead of %lld/%lld", (long long)node->value.numerator,
			 (long long)node->value.denominator, (long long)expected.p,
			 (long long)expected.q);
}

static void compare_scope(struct rollup_scope computed, struct rollup_scope expected)
{
	struct rollup_node out[NODES], body;
	struct error err;

	assert_int_equal(rollup_compute(&tree, values, computed, out, &body, &err), 0);
	for (size_t i = 0; i < tree.count; i++)
		compare(&out[i], reference(i, expected));
	compare(&body, reference(PLAN_NO_NODE, expected));
}

/* A unit by its id, and by its assignments alone. */
static void compare_tree(struct rollup_scope scope)
{
	struct rollup_scope by_list = { .leader_id = scope.leader_id };
	size_t own[LEADS];

	for (size_t i = 0; i < tree.lead_count; i++)
		if (!scope.unit_id || leads[i].assignment.unit_id == scope.unit_id)
			own[by_list.only_count++] = i;
	by_list.only = own;
	compare_scope(scope, scope);
	compare_scope(by_list, scope);
}

static void by_hand(void **state)
{
	struct rollup_node out[NODES], body;
	struct error err;
	struct arena *arena = arena_new(4096);

	(void)state;
	clear();
	size_t area = add_node(PLAN_AREA, PLAN_NO_NODE, DECIMAL_ONE, 0);
	size_t quarterly = add_node(PLAN_ITEM, area, 2 * DECIMAL_ONE, 7);
	add_lead(quarterly, 1, 3, 2000000); /* two of three quarters */
	add_lead(quarterly, 2, 3, 3000000);
	size_t once = add_node(PLAN_ITEM, area, DECIMAL_ONE, 8);
	add_lead(once, 1, 1, 0);
	size_t later = add_node(PLAN_ITEM, area, 5 * DECIMAL_ONE, 8); /* not due yet */
	add_lead(later, 1, 0, 0);
	size_t free_item = add_node(PLAN_ITEM, area, 0, 8); /* not counted */
	add_lead(free_item, 2, 1, 1000000);
	add_node(PLAN_AREA, PLAN_NO_NODE, DECIMAL_ONE, 0); /* empty */
	assert_int_equal(rollup_compute(&tree, values, (struct rollup_scope){ .unit_id = 0 }, out, &body,
					&err), 0);
	/* (2 × 5/6 + 1 × 0) / 3 = 5/9 */
	assert_true(body.value.numerator == 5 && body.value.denominator == 9);
	assert_int_equal(body.parts, 1);
	assert_int_equal(out[area].parts, 2);
	assert_false(out[later].counts);
	assert_true(str_equal(rollup_percent(&body, arena), STR("55.6")));
	assert_true(str_equal(rollup_percent(&out[later], arena), STR("—")));
	/* Unit 2 leads the quarterly item and the one without weight. */
	assert_int_equal(rollup_compute(&tree, values, (struct rollup_scope){ .unit_id = 2 }, out, &body,
					&err), 0);
	assert_true(str_equal(rollup_percent(&body, arena), STR("100.0")));
	/* Leader 8 answers for what is not done. */
	assert_int_equal(rollup_compute(&tree, values, (struct rollup_scope){ .leader_id = 8 }, out, &body,
					&err), 0);
	assert_true(str_equal(rollup_percent(&body, arena), STR("0.0")));
	/* Nobody's. */
	assert_int_equal(rollup_compute(&tree, values, (struct rollup_scope){ .unit_id = 99 }, out, &body,
					&err), 0);
	assert_false(body.counts);
	arena_free(arena);
}

static void random_items(size_t parent)
{
	for (int i = pick(4); i > 0; i--) {
		size_t item = add_node(PLAN_ITEM, parent, pick(4) * (DECIMAL_ONE / 2),
				       1 + pick(2));
		for (int j = pick(4); j > 0 && tree.lead_count < LEADS; j--) {
			int64_t counted = pick(5);
			add_lead(item, 1 + pick(3), counted,
				 counted ? counted * (pick(5)) * 250000 : 0);
		}
	}
}

static void random_trees(void **state)
{
	(void)state;
	seed = 2009;
	for (int round = 0; round < 300; round++) {
		clear();
		for (int i = 1 + pick(4); i > 0; i--) {
			size_t area = add_node(PLAN_AREA, PLAN_NO_NODE, pick(5) * DECIMAL_ONE, 0);
			random_items(area);
			for (int j = pick(3); j > 0; j--)
				random_items(add_node(PLAN_TASK, area, pick(3) * DECIMAL_ONE, 0));
		}
		compare_tree((struct rollup_scope){ .unit_id = 0 });
		compare_tree((struct rollup_scope){ .unit_id = 1 + pick(3) });
		compare_tree((struct rollup_scope){ .leader_id = 1 + pick(2) });
	}
}

/* Weights and counts without common factors, so that exact fractions outgrow 128 bits. */
static void what_outgrows_is_rounded(void **state)
{
	static const int64_t primes[] = { 9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907, 9901, 9887 };
	struct rollup_node out[NODES], body;
	struct error err;
	struct arena *arena = arena_new(4096);

	(void)state;
	clear();
	for (size_t i = 0; i < ARRAY_LENGTH(primes); i++) {
		size_t area = add_node(PLAN_AREA, PLAN_NO_NODE, primes[i], 0);
		size_t item = add_node(PLAN_ITEM, area, DECIMAL_ONE, 0);
		for (int j = 0; j < 2; j++)
			add_lead(item, 1, primes[(i + (size_t)j) % 10] - 2, 500000 * primes[i]);
	}
	assert_int_equal(rollup_compute(&tree, values, (struct rollup_scope){ .unit_id = 0 }, out, &body,
					&err), 0);
	assert_true(body.rounded);
	assert_true(str_starts_with(rollup_percent(&body, arena), STR("50.")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(random_trees),
		cmocka_unit_test(what_outgrows_is_rounded),
	};

	return cmocka_run_group_tests_name("progress/rollup", tests, NULL, NULL);
}
