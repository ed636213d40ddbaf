/*
 * test_plan_store.c - a plan from its first draft to its third version, on both engines: what a draft may
 * change, what stays as it was published, what a dropped draft leaves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "people/rights.h"
#include "plan/plan_tree.h"
#include "statements_assignment.h"
#include "statements_plan_item.h"

static const struct plan_order publish = { .event = PLAN_PUBLISH,
					   .permissions = PERMISSION_PLAN_MANAGE,
					   .consult_until = CIVIL_NO_DAY };

struct county {
	struct fixture base;
	int64_t units[3];
	int64_t area, first, second; /* item_ids */
};

static void begin(struct county *county, struct act *act)
{
	fixture_begin(&county->base, county->base.jurisdiction_id, act);
}

static struct plan_item item_of(int kind, int64_t parent, const char *code, const char *due)
{
	return (struct plan_item){ .kind = kind, .parent_id = parent, .code = str_from(code),
				   .title = str_from(code), .weight = DECIMAL_OF(1),
				   .due = str_from(due) };
}

static int64_t put(struct act *act, const struct plan_draft *draft, struct plan_item item)
{
	struct error err;

	TEST_OK(plan_item_put(act, draft, &item, &err));
	return item.item_id;
}

static struct assignment assign(struct act *act, const struct plan_draft *draft, int64_t item,
				int64_t unit)
{
	struct assignment out;
	struct error err;

	TEST_OK(assignment_put(act, draft, item, unit, &out, &err));
	return out;
}

/* An area with two items; the first is led by unit 0 with unit 1 as co-unit, the second by unit 1. */
static void make_plan(struct county *county, struct act *act, struct plan_draft *draft)
{
	struct plan plan = { .year = 2009, .title = STR("2009 年度责任分解计划") };
	struct co_assignment co = { .unit_id = county->units[1], .part = STR("提供数据") };
	struct error err;

	TEST_OK(plan_create(act, &plan, draft, &err));
	county->area = put(act, draft, item_of(PLAN_AREA, 0, "1", ""));
	county->first = put(act, draft, item_of(PLAN_ITEM, county->area, "1.1", "每季"));
	county->second = put(act, draft, item_of(PLAN_ITEM, county->area, "1.2", "2009-10-31"));
	struct assignment lead = assign(act, draft, county->first, county->units[0]);
	TEST_OK(co_assignment_put(act, draft, &lead, &co, &err));
	assign(act, draft, county->second, county->units[1]);
}

static void open_county(struct county *county, struct db *db)
{
	static const char *const codes[] = { "T1", "T2", "T3" };
	struct plan_draft draft;
	struct error err;
	struct act act;

	*county = (struct county){ 0 };
	fixture_open(db, &county->base);
	for (int i = 0; i < 3; i++)
		county->units[i] = fixture_unit(&county->base, codes[i], codes[i], 0);
	begin(county, &act);
	make_plan(county, &act, &draft);
	TEST_OK(plan_draft_move(&act, &draft, &publish, &err));
	fixture_commit(&county->base, &act);
}

static struct plan_item item_in(struct county *county, int64_t item_id, int64_t version, int *out)
{
	const struct plan_item key = { .head.jurisdiction_id = county->base.jurisdiction_id,
				       .item_id = item_id };
	struct plan_item item = { .position = 0 };
	struct error err;

	*out = plan_item_find(county->base.db, &key, version, county->base.arena, &item, &err);
	return item;
}

static int64_t rows_of(struct county *county, enum statement statement)
{
	struct db_query *query;
	struct error err;
	int64_t count = 0;

	TEST_OK(db_query_open(county->base.db, statement,
			      DB_ARGS(db_int("jurisdiction_id", county->base.jurisdiction_id)),
			      &query, &err));
	while (db_query_step(query, &err) > 0)
		count++;
	db_query_close(query);
	return count;
}

static void open_draft(struct county *county, struct act *act, struct plan_draft *draft)
{
	struct error err;

	begin(county, act);
	TEST_OK(plan_open_draft(act, 2009, STR("上级有新部署"), draft, &err));
}

static void check_changed_item(struct db *db, void *context)
{
	struct county county;
	struct plan_draft draft;
	struct error err;
	struct act act;
	int code;

	(void)context;
	open_county(&county, db);
	open_draft(&county, &act, &draft);
	assert_int_equal(draft.version.version, 2);
	struct plan_item item = item_in(&county, county.first, 2, &code);
	assert_int_equal(code, 0);
	assert_true(str_equal(item.due, STR("quarterly")));
	item.title = STR("改");
	TEST_OK(plan_item_put(&act, &draft, &item, &err));
	item.title = STR("再改"); /* twice in one draft is one row */
	TEST_OK(plan_item_put(&act, &draft, &item, &err));
	TEST_OK(plan_item_withdraw(&act, &draft, county.second, &err));
	assert_true(str_equal(item_in(&county, county.first, 1, &code).title, STR("1.1")));
	assert_true(str_equal(item_in(&county, county.first, 2, &code).title, STR("再改")));
	assert_int_equal(item_in(&county, county.first, 2, &code).item_id, county.first);
	TEST_OK(plan_draft_move(&act, &draft, &publish, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(rows_of(&county, STATEMENT_PLAN_ITEM_ALL), 4);
	(void)item_in(&county, county.second, 1, &code);
	assert_int_equal(code, 0);
	(void)item_in(&county, county.second, 2, &code);
	assert_int_equal(code, -ERR_NOT_FOUND);
	assert_int_equal(draft.plan.version, 2);
	fixture_close(&county.base);
}

static void check_dropped_draft(struct db *db, void *context)
{
	const struct plan_order drop = { .event = PLAN_DROP, .permissions = PERMISSION_PLAN_MANAGE };
	struct county county;
	struct plan_draft draft;
	struct error err;
	struct act act;
	int code;

	(void)context;
	open_county(&county, db);
	open_draft(&county, &act, &draft);
	struct plan_item item = item_in(&county, county.first, 2, &code);
	item.title = STR("改");
	TEST_OK(plan_item_put(&act, &draft, &item, &err));
	TEST_OK(plan_item_withdraw(&act, &draft, county.second, &err));
	int64_t third = put(&act, &draft, item_of(PLAN_ITEM, county.area, "1.3", ""));
	assign(&act, &draft, third, county.units[2]);
	fixture_commit(&county.base, &act);
	begin(&county, &act);
	TEST_OK(plan_draft_get(&act, 2009, &draft, &err));
	TEST_OK(plan_draft_move(&act, &draft, &drop, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(rows_of(&county, STATEMENT_PLAN_ITEM_ALL), 3);
	assert_int_equal(rows_of(&county, STATEMENT_ASSIGNMENT_ALL), 2);
	assert_int_equal(rows_of(&county, STATEMENT_CO_ASSIGNMENT_ALL), 1);
	assert_true(str_equal(item_in(&county, county.first, 1, &code).title, STR("1.1")));
	assert_int_equal(item_in(&county, county.second, 9, &code).to_version, 0);
	begin(&county, &act);
	assert_int_equal(plan_draft_get(&act, 2009, &draft, &err), -ERR_STATE);
	TEST_OK(plan_open_draft(&act, 2009, STR("再次修改"), &draft, &err));
	assert_int_equal(draft.version.version, 3);
	fixture_roll_back(&county.base);
	fixture_close(&county.base);
}

static void check_refusals(struct db *db, void *context)
{
	struct county county;
	struct plan_draft draft;
	struct assignment lead;
	struct error err;
	struct act act;
	int code;

	(void)context;
	open_county(&county, db);
	begin(&county, &act);
	assert_int_equal(plan_open_draft(&act, 2009, STR(" "), &draft, &err), -ERR_INVALID);
	assert_int_equal(plan_open_draft(&act, 2010, STR("x"), &draft, &err), -ERR_NOT_FOUND);
	fixture_roll_back(&county.base);
	open_draft(&county, &act, &draft);
	assert_int_equal(plan_open_draft(&act, 2009, STR("x"), &draft, &err), -ERR_RULE);

	struct plan_item twice = item_of(PLAN_ITEM, county.area, "1.1", "");
	assert_int_equal(plan_item_put(&act, &draft, &twice, &err), -ERR_INVALID);
	assert_string_equal(err.field, "code");
	struct plan_item lost = item_of(PLAN_ITEM, 12345, "9", "");
	assert_int_equal(plan_item_put(&act, &draft, &lost, &err), -ERR_INVALID);
	assert_string_equal(err.field, "parent");
	struct plan_item below = item_of(PLAN_TASK, county.first, "9", "");
	assert_int_equal(plan_item_put(&act, &draft, &below, &err), -ERR_INVALID);
	struct plan_item soon = item_of(PLAN_ITEM, county.area, "9", "soon");
	assert_int_equal(plan_item_put(&act, &draft, &soon, &err), -ERR_INVALID);
	assert_string_equal(err.field, "due");
	struct plan_item stale = item_in(&county, county.first, 2, &code);
	stale.head.revision += 1;
	assert_int_equal(plan_item_put(&act, &draft, &stale, &err), -ERR_CONFLICT);
	struct plan_item kind = item_in(&county, county.first, 2, &code);
	kind.kind = PLAN_TASK;
	kind.due = STR_EMPTY;
	assert_int_equal(plan_item_put(&act, &draft, &kind, &err), -ERR_INVALID);
	assert_string_equal(err.field, "kind");
	assert_int_equal(assignment_put(&act, &draft, county.area, county.units[0], &lead, &err),
			 -ERR_RULE);
	lead = assign(&act, &draft, county.first, county.units[0]);
	struct co_assignment self = { .unit_id = county.units[0] };
	assert_int_equal(co_assignment_put(&act, &draft, &lead, &self, &err), -ERR_RULE);
	fixture_roll_back(&county.base);
	fixture_close(&county.base);
}

static void check_publishing(struct db *db, void *context)
{
	struct county county;
	struct plan_draft draft;
	struct error err;
	struct act act;

	(void)context;
	open_county(&county, db);
	open_draft(&county, &act, &draft);
	int64_t third = put(&act, &draft, item_of(PLAN_ITEM, county.area, "1.3", ""));
	assert_int_equal(plan_draft_move(&act, &draft, &publish, &err), -ERR_RULE);
	assert_non_null(strstr(err.zh, "1.3"));
	fixture_roll_back(&county.base);
	open_draft(&county, &act, &draft);
	third = put(&act, &draft, item_of(PLAN_ITEM, county.area, "1.3", ""));
	struct assignment lead = assign(&act, &draft, third, county.units[2]);
	lead.words = STR("请改由乙镇主办");
	TEST_OK(assignment_apply(&lead, ASSIGNMENT_QUESTION, PERMISSION_PLAN_RESPOND, &err));
	TEST_OK(act_update(&act, &assignment_record, &lead, &err));
	assert_int_equal(plan_draft_move(&act, &draft, &publish, &err), -ERR_RULE);
	fixture_roll_back(&county.base);
	fixture_close(&county.base);
}

static void check_tree(struct db *db, void *context)
{
	struct county county;
	struct plan_draft draft;
	struct plan_tree tree;
	struct error err;
	struct act act;

	(void)context;
	open_county(&county, db);
	open_draft(&county, &act, &draft);
	int64_t task = put(&act, &draft, item_of(PLAN_TASK, county.area, "1.0", ""));
	struct plan_item below = item_of(PLAN_ITEM, task, "1.0.1", "");
	below.position = 7;
	int64_t item = put(&act, &draft, below);
	int64_t other = put(&act, &draft, item_of(PLAN_AREA, 0, "2", ""));
	assign(&act, &draft, item, county.units[2]);
	assign(&act, &draft, item, county.units[0]);
	TEST_OK(plan_tree_load(db, &draft.plan, 2, county.base.arena, &tree, &err));
	const int64_t order[] = { county.area, county.first, county.second, task, item, other };
	assert_int_equal(tree.count, ARRAY_LENGTH(order));
	for (size_t i = 0; i < tree.count; i++) {
		assert_int_equal(tree.nodes[i].item.item_id, order[i]);
		assert_int_equal(plan_tree_find(&tree, order[i]), i);
	}
	assert_int_equal(plan_tree_find(&tree, 1), PLAN_NO_NODE);
	assert_int_equal(tree.nodes[0].end, 5);
	assert_int_equal(tree.nodes[4].depth, 2);
	assert_int_equal(tree.nodes[4].parent, 3);
	assert_int_equal(tree.nodes[4].lead_count, 2);
	assert_int_equal(tree.lead_count, 4);
	assert_int_equal(tree.unit_count, 3);
	assert_int_equal(tree.nodes[1].leads[0].co_count, 1);
	assert_true(str_equal(tree.nodes[1].leads[0].co_units[0].unit->code, STR("T2")));
	TEST_OK(plan_tree_load(db, &draft.plan, 1, county.base.arena, &tree, &err));
	assert_int_equal(tree.count, 3);
	fixture_roll_back(&county.base);
	fixture_close(&county.base);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(changed_item)
ON_BOTH_ENGINES(dropped_draft)
ON_BOTH_ENGINES(refusals)
ON_BOTH_ENGINES(publishing)
ON_BOTH_ENGINES(tree)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changed_item),
		cmocka_unit_test(test_dropped_draft),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_publishing),
		cmocka_unit_test(test_tree),
	};
	return cmocka_run_group_tests_name("plan/plan_store", tests, NULL, NULL);
}
