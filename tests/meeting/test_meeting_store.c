/*
 * test_meeting_store.c - a meeting from its agenda to frozen minutes on both engines; a conclusion into the
 * plan, at once and with an open draft; what meetings ask of units.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../progress/plan_fixture.h"
#include "meeting/conclusion_store.h"

#define EVERYTHING (PERMISSION_MEETING_MANAGE | PERMISSION_PLAN_MANAGE)

struct county {
	struct plan_fixture plan;
	struct meeting meeting;
	struct meeting_topic topic;
};

static int32_t day_of(int month, int day)
{
	int32_t out;

	assert_true(civil_to_day((struct civil_date){ 2009, month, day }, &out));
	return out;
}

static int move(struct county *it, struct act *act, int event, struct error *err)
{
	const struct meeting_order order = { .event = event, .permissions = EVERYTHING,
					     .text = STR("笔误"), .duration = 75 };

	return meeting_move(act, it->meeting.head.id, &order, &it->meeting, err);
}

static struct meeting_whole load(struct county *it, struct db *db)
{
	struct meeting_whole whole;
	struct error err;

	TEST_OK(meeting_load(db, (struct record_key){ it->meeting.head.jurisdiction_id,
						      it->meeting.head.id },
			     it->plan.base.arena, &whole, &err));
	return whole;
}

/* A meeting of both units, held, with a topic that has minutes. */
static void hold(struct county *it, struct db *db, struct act *act)
{
	struct error err;

	it->meeting = (struct meeting){ .title = STR("第一季度会议"), .day = day_of(3, 16),
					.duration = 90 };
	TEST_OK(meeting_create(act, &it->meeting, &err));
	it->topic = (struct meeting_topic){ .title = STR("责任分解"), .host_unit_id = it->plan.units[0] };
	TEST_OK(meeting_topic_put(act, &it->meeting, &it->topic, &err));
	for (int twice = 0; twice < 2; twice++)
		for (int i = 0; i < 2; i++) {
			struct meeting_whole whole = load(it, db);
			TEST_OK(meeting_invite(act, &whole, it->plan.units[i], 0, &err));
		}
	assert_int_equal(load(it, db).participant_count, 2);
	TEST_OK(move(it, act, MEETING_ANNOUNCE, &err));
	TEST_OK(move(it, act, MEETING_HOLD, &err));
	assert_int_equal(it->meeting.duration, 75);
	assert_int_equal(meeting_topic_put(act, &it->meeting, &it->topic, &err), -ERR_STATE);
	it->topic.minutes = STR("甲镇汇报");
	TEST_OK(act_update(act, &meeting_topic_record, &it->topic, &err));
	assert_int_equal(move(it, act, MEETING_FINISH, &err), -ERR_RULE); /* attendance */
	struct meeting_whole whole = load(it, db);
	for (size_t i = 0; i < whole.participant_count; i++) {
		struct meeting_participant *row = &whole.participants[i].participant;
		row->attendance = i ? MEETING_EXCUSED : MEETING_PRESENT;
		row->people = 2;
		TEST_OK(act_update(act, &meeting_participant_record, row, &err));
	}
}

static struct meeting_conclusion conclude(struct county *it, struct act *act, const char *text)
{
	struct meeting_conclusion out = { .topic_id = it->topic.head.id, .text = str_from(text),
					  .unit_id = it->plan.units[1], .due_day = day_of(6, 30) };
	struct error err;

	TEST_OK(conclusion_add(act, &it->meeting, &out, &err));
	return out;
}

static void into_the_plan(struct county *it, struct db *db)
{
	const struct conclusion_item wanted = { .year = 2009, .parent_id = it->plan.areas[0],
						.weight = DECIMAL_OF(1), .permissions = EVERYTHING };
	struct conclusion_item elsewhere = wanted, never = wanted;
	struct meeting_conclusion one, two, late;
	struct conclusion_planned planned;
	struct conclusion_row row;
	struct plan_draft draft;
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	one = conclude(it, &act, "补报分解表\n逐人落实");
	elsewhere.parent_id = it->plan.items[0];
	never.year = 2031;
	assert_int_equal(conclusion_put_in_plan(&act, &one, &never, &planned, &err), -ERR_NOT_FOUND);
	TEST_OK(conclusion_put_in_plan(&act, &one, &wanted, &planned, &err));
	assert_true(planned.published);
	assert_int_equal(planned.place.version, 2);
	assert_int_equal(conclusion_put_in_plan(&act, &one, &wanted, &planned, &err), -ERR_RULE);
	TEST_OK(conclusion_find(db, (struct record_key){ act.jurisdiction_id, one.head.id },
				it->plan.base.arena, &row, &err));
	assert_true(row.planned && row.assignment_id != 0);
	assert_true(str_equal(row.item_code, STR("1.3")));
	assert_true(str_equal(row.item_title, STR("补报分解表")));
	/* A draft is open: it waits there. */
	TEST_OK(plan_open_draft(&act, 2009, STR("年中调整"), &draft, &err));
	two = conclude(it, &act, "建立台账");
	TEST_OK(conclusion_put_in_plan(&act, &two, &wanted, &planned, &err));
	assert_false(planned.published);
	TEST_OK(conclusion_find(db, (struct record_key){ act.jurisdiction_id, two.head.id },
				it->plan.base.arena, &row, &err));
	assert_true(row.planned && !row.assignment_id && !row.item_code.length);
	/* What the plan has already is named; only by the unit that leads it. */
	late = conclude(it, &act, "谈话");
	assert_int_equal(conclusion_name_item(&act, &late, 2009, STR("1.1"), &err), -ERR_INVALID);
	TEST_OK(conclusion_name_item(&act, &late, 2009, STR(" 1.2 "), &err));
	fixture_commit(&it->plan.base, &act);
	/* An item below an item is refused, and nothing of the attempt stays. */
	plan_fixture_begin(&it->plan, &act);
	one = conclude(it, &act, "不行");
	assert_int_equal(conclusion_put_in_plan(&act, &one, &elsewhere, &planned, &err), -ERR_INVALID);
	assert_string_equal(err.field, "parent");
	db_rollback(db);
}

static void freeze(struct county *it, struct db *db, struct act *act)
{
	struct meeting_order order = { .permissions = EVERYTHING, .text = STR(" ") };
	struct meeting_minutes *versions;
	struct error err;
	size_t count;

	TEST_OK(move(it, act, MEETING_FINISH, &err));
	assert_int_equal(it->meeting.version, 1);
	assert_int_equal(it->meeting.attendance, 2);
	it->topic.minutes = STR("改写");
	TEST_OK(act_update(act, &meeting_topic_record, &it->topic, &err));
	order.text = STR("笔误");
	TEST_OK(meeting_changed(act, it->meeting.head.id, &order, &err));
	TEST_OK(meeting_minutes_load(db, &it->meeting, it->plan.base.arena, &versions, &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(versions[0].version, 2);
	assert_true(str_find(versions[0].content, STR("改写")) > 0);
	assert_true(str_find(versions[1].content, STR("甲镇汇报")) > 0);
	assert_false(str_equal(versions[0].sha256, versions[1].sha256));
}

static void check_meeting(struct db *db, void *context)
{
	struct county it;
	struct act act;

	(void)context;
	plan_fixture_open(db, &it.plan);
	plan_fixture_begin(&it.plan, &act);
	hold(&it, db, &act);
	fixture_commit(&it.plan.base, &act);
	into_the_plan(&it, db);
	plan_fixture_begin(&it.plan, &act);
	freeze(&it, db, &act);
	fixture_commit(&it.plan.base, &act);
	plan_fixture_close(&it.plan);
}

static void test_meeting(void **state)
{
	(void)state;
	test_engines_each(check_meeting, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_meeting) };

	return cmocka_run_group_tests_name("meeting/meeting_store", tests, NULL, NULL);
}
