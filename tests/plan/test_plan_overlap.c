/*
 * test_plan_overlap.c - near items of a draft: which pairs are told, which are not, and how much they have in
 * common; the numbers were counted by hand.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan/plan_overlap.h"

#define ITEMS_MAXIMUM 400
#define UNITS 3

static struct arena *arena;
static struct plan_unit units[UNITS] = { { 1, STR_INIT("T1"), STR_INIT("甲镇") },
					 { 2, STR_INIT("T2"), STR_INIT("乙镇") },
					 { 3, STR_INIT("D1"), STR_INIT("丙局") } };

/* An item, led by the units whose bits are set. */
struct line {
	const char *code, *title, *measure;
	unsigned led;
	int64_t from;
};

static struct plan_tree tree_of(const struct line *lines, size_t count, int64_t first_id)
{
	struct plan_tree tree = { .version = 2, .plan = { .year = 2009 }, .units = units,
				  .unit_count = UNITS };

	tree.nodes = ARENA_ARRAY(arena, struct plan_node, count);
	tree.leads = ARENA_ARRAY(arena, struct plan_lead, count * UNITS);
	assert_non_null(tree.nodes);
	assert_non_null(tree.leads);
	for (size_t i = 0; i < count; i++) {
		struct plan_node *node = &tree.nodes[tree.count++];
		*node = (struct plan_node){
			.item = { .item_id = first_id + (int64_t)i, .kind = PLAN_ITEM,
				  .code = str_from(lines[i].code), .title = str_from(lines[i].title),
				  .measure = str_from(lines[i].measure),
				  .from_version = lines[i].from },
			.leads = &tree.leads[tree.lead_count],
		};
		for (size_t u = 0; u < UNITS; u++)
			if (lines[i].led & 1u << u) {
				tree.leads[tree.lead_count++] = (struct plan_lead){
					.unit = &units[u], .assignment = { .from_version = lines[i].from }
				};
				node->lead_count++;
			}
	}
	return tree;
}

static struct plan_overlaps find(const struct plan_overlap_request *request)
{
	struct plan_overlaps out;
	struct error err;

	assert_int_equal(plan_overlap_find(request, arena, &out, &err), 0);
	return out;
}

static void pairs_of_a_draft(void **state)
{
	static const struct line lines[] = {
		{ "1.1", "公务接待费公开", "每月公开", 1, 2 },
		{ "1.2", "公务接待费公开情况", "每季度报送", 3, 1 }, /* 6 of 8 runs of 1.1's title */
		{ "2.1", "公务接待费公开", "每月公开", 4, 2 },	    /* another unit's alone */
		{ "2.2", "领导接访", "", 3, 2 },
		{ "2.3", "领导述职", "", 3, 2 }, /* one run in common: too little */
		{ "3.1", "信访事项按期办结", "法定期限内", 2, 1 },
		{ "3.2", "信访事项按期办结率", "法定期限内", 2, 1 }, /* both published before */
	};
	const struct plan_tree tree = tree_of(lines, ARRAY_LENGTH(lines), 100);
	struct plan_overlap_request request = { .tree = &tree };
	struct plan_overlaps found = find(&request);

	(void)state;
	assert_int_equal(found.count, 1);
	assert_string_equal(found.items[0].node->item.code.bytes, "1.1");
	assert_string_equal(found.items[0].other->item.code.bytes, "1.2");
	assert_int_equal(found.items[0].permille, 750);
	assert_int_equal(found.items[0].units, 1);
	assert_string_equal(found.items[0].unit->code.bytes, "T1");
	assert_false(found.items[0].last_year || found.more);
	/* Both are wanted: not told again. */
	const struct plan_pair wanted = { .item_id = 100, .other_id = 101 };
	request.wanted = &wanted;
	request.wanted_count = 1;
	assert_int_equal(find(&request).count, 0);
}

static void beside_last_year(void **state)
{
	static const struct line draft[] = {
		{ "1.1", "惠农补贴发放核对", "逐户核对", 3, 2 },
		{ "1.2", "村级财务公开", "每季度", 1, 2 },
		{ "1.3", "政务公开栏更新", "每月", 1, 2 },
	};
	static const struct line last[] = {
		{ "1.1", "惠农补贴发放核对", "逐户核对", 3, 1 }, /* goes on: the same item */
		{ "2.7", "村级财务公开", "每季度", 1, 1 },	 /* still runs for T1 */
		{ "2.8", "政务公开栏更新", "每月", 1, 1 },	 /* is done */
	};
	const struct plan_tree tree = tree_of(draft, ARRAY_LENGTH(draft), 100);
	struct plan_running running = { .tree = tree_of(last, ARRAY_LENGTH(last), 200) };
	bool runs[] = { true, true, true, false };
	const struct plan_overlap_request request = { .tree = &tree, .running = &running };

	(void)state;
	running.leads = runs;
	struct plan_overlaps found = find(&request);
	assert_int_equal(found.count, 1);
	assert_true(found.items[0].last_year);
	assert_string_equal(found.items[0].other->item.code.bytes, "2.7");
	assert_int_equal(found.items[0].permille, 1000);
}

/* Among many different items exactly the copies are found; beyond the maximum it says so. */
static void many_items(void **state)
{
	static const char *const words[] = { "检查", "公开", "学习", "整改", "培训", "评议", "清理", "核对",
					     "约谈", "登记", "报送", "回访", "承诺", "述职", "审计", "监督",
					     "采购", "合同", "补偿", "信访" };
	static struct line lines[ITEMS_MAXIMUM];
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		for (size_t j = 0; j < 10 && count < ITEMS_MAXIMUM; j++) {
			struct str title = arena_format(arena, "%s%s%s第%zu项", words[i],
							words[(i * 7 + j * 3 + 1) % 20],
							words[(i * 11 + j * 13 + 5) % 20], count);
			lines[count++] = (struct line){ "1", arena_text(arena, title), "", 1, 2 };
		}
	lines[count++] = (struct line){ "x", lines[42].title, "", 1, 2 };
	const struct plan_tree tree = tree_of(lines, count, 1000);
	const struct plan_overlap_request request = { .tree = &tree };
	struct plan_overlaps found = find(&request);
	size_t exact = 0;
	for (size_t i = 0; i < found.count; i++)
		exact += found.items[i].permille == 1000;
	assert_int_equal(exact, 1);
	for (size_t i = 0; i < ITEMS_MAXIMUM; i++)
		lines[i] = (struct line){ "1", "会议文件精简办法", "", 1, 2 };
	const struct plan_tree same = tree_of(lines, ITEMS_MAXIMUM, 1000);
	const struct plan_overlap_request flood = { .tree = &same };
	found = find(&flood);
	assert_true(found.more);
	assert_int_equal(found.count, PLAN_OVERLAP_MAXIMUM);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_of_a_draft),
		cmocka_unit_test(beside_last_year),
		cmocka_unit_test(many_items),
	};

	return cmocka_run_group_tests_name("plan/plan_overlap", tests, setup, teardown);
}
