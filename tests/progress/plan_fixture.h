/*
 * plan_fixture.h - a county with a published plan of 2009, for tests of what happens on it.
 *
 * Area 1 with items 1.1 (quarterly, weight 2, led by unit 0) and 1.2 (2009-02-27, weight 1, led by units 0
 * and 1); area 2 with item 2.1 (no due date, led by unit 1). Today is 2009-03-17.
 */
#ifndef LIANZE_TESTS_PROGRESS_PLAN_FIXTURE_H
#define LIANZE_TESTS_PROGRESS_PLAN_FIXTURE_H

#include "../people/people_fixture.h"
#include "people/rights.h"
#include "plan/plan_tree.h"

struct plan_fixture {
	struct fixture base;
	struct plan_draft draft;
	int64_t units[2];
	int64_t areas[2], items[3];
	struct assignment first, second, third, open; /* 1.1 unit 0; 1.2 units 0, 1; 2.1 unit 1 */
};

static inline void plan_fixture_begin(struct plan_fixture *it, struct act *act)
{
	fixture_begin(&it->base, it->base.jurisdiction_id, act);
}

static inline int64_t plan_fixture_item(struct plan_fixture *it, struct act *act,
					struct plan_item item)
{
	struct error err;
	item.title = item.code;
	TEST_OK(plan_item_put(act, &it->draft, &item, &err));
	return item.item_id;
}

static inline struct assignment plan_fixture_lead(struct plan_fixture *it, struct act *act,
						  int64_t item, int64_t unit)
{
	struct assignment out;
	struct error err;
	TEST_OK(assignment_put(act, &it->draft, item, unit, &out, &err));
	return out;
}

static inline void plan_fixture_rows(struct plan_fixture *it, struct act *act)
{
	it->areas[0] = plan_fixture_item(it, act, (struct plan_item){ .kind = PLAN_AREA,
		.code = STR("1"), .weight = DECIMAL_OF(3) });
	it->items[0] = plan_fixture_item(it, act, (struct plan_item){ .kind = PLAN_ITEM,
		.parent_id = it->areas[0], .code = STR("1.1"), .weight = DECIMAL_OF(2),
		.due = STR("每季") });
	it->items[1] = plan_fixture_item(it, act, (struct plan_item){ .kind = PLAN_ITEM,
		.parent_id = it->areas[0], .code = STR("1.2"), .weight = DECIMAL_OF(1),
		.due = STR("2009-02-27") });
	it->areas[1] = plan_fixture_item(it, act, (struct plan_item){ .kind = PLAN_AREA,
		.code = STR("2"), .weight = DECIMAL_OF(1) });
	it->items[2] = plan_fixture_item(it, act, (struct plan_item){ .kind = PLAN_ITEM,
		.parent_id = it->areas[1], .code = STR("2.1"), .weight = DECIMAL_OF(1) });
	it->first = plan_fixture_lead(it, act, it->items[0], it->units[0]);
	it->second = plan_fixture_lead(it, act, it->items[1], it->units[0]);
	it->third = plan_fixture_lead(it, act, it->items[1], it->units[1]);
	it->open = plan_fixture_lead(it, act, it->items[2], it->units[1]);
}

static inline void plan_fixture_open(struct db *db, struct plan_fixture *it)
{
	const struct plan_order publish = { .event = PLAN_PUBLISH,
					    .permissions = PERMISSION_PLAN_MANAGE,
					    .consult_until = CIVIL_NO_DAY };
	struct plan plan = { .year = 2009, .title = STR("2009 年度责任分解计划") };
	struct error err;
	struct act act;

	*it = (struct plan_fixture){ 0 };
	fixture_open(db, &it->base);
	it->units[0] = fixture_unit(&it->base, "T1", "甲镇", 0);
	it->units[1] = fixture_unit(&it->base, "T2", "乙镇", 0);
	plan_fixture_begin(it, &act);
	TEST_OK(plan_create(&act, &plan, &it->draft, &err));
	plan_fixture_rows(it, &act);
	TEST_OK(plan_draft_move(&act, &it->draft, &publish, &err));
	fixture_commit(&it->base, &act);
}

static inline void plan_fixture_close(struct plan_fixture *it)
{
	fixture_close(&it->base);
}

#endif
