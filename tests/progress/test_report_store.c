/*
 * test_report_store.c - reporting on a published plan, review, requests about due dates, on both engines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan_fixture.h"
#include "progress/report_store.h"

#define DAY(y, m, d) day_of((struct civil_date){ y, m, d })

static int32_t day_of(struct civil_date date)
{
	int32_t day = 0;
	assert_true(civil_to_day(date, &day));
	return day;
}

static struct progress_report report_of(const struct assignment *assignment, int32_t checkpoint)
{
	return (struct progress_report){ .assignment_id = assignment->head.id,
					 .checkpoint = checkpoint,
					 .status = PROGRESS_DONE,
					 .text = STR("已召开专题会议并印发纪要") };
}

static int submit(struct plan_fixture *it, struct progress_report *report, struct error *err)
{
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	code = report_submit(&act, report, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static int move(struct plan_fixture *it, int64_t id, struct report_order order,
		struct progress_report *out, struct error *err)
{
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	order.permissions = PERMISSION_PLAN_REVIEW | PERMISSION_LOGGED_IN;
	code = report_move(&act, id, &order, out, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static void check_reporting(struct db *db, void *context)
{
	struct plan_fixture it;
	struct progress_report out, *all;
	struct error err;
	size_t count;
	const struct report_order accept = { .event = REPORT_ACCEPT, .share = REPORT_FULL_SHARE };
	const struct report_order back = { .event = REPORT_RETURN, .note = STR(" 缺会议纪要文号 ") };

	(void)context;
	plan_fixture_open(db, &it);
	struct progress_report report = report_of(&it.second, DAY(2009, 2, 27));
	assert_int_equal(submit(&it, &report, &err), 0);
	assert_int_equal(report.number, 1);
	assert_int_equal(report.reported_day, FIXTURE_TODAY);
	struct progress_report again = report_of(&it.second, DAY(2009, 2, 27));
	assert_int_equal(submit(&it, &again, &err), -ERR_RULE);
	/* The other lead unit of the same item reports for itself. */
	struct progress_report other = report_of(&it.third, DAY(2009, 2, 27));
	assert_int_equal(submit(&it, &other, &err), 0);
	assert_int_equal(move(&it, report.head.id, back, &out, &err), 0);
	assert_true(str_equal(out.review_note, STR("缺会议纪要文号")));
	assert_int_equal(out.reviewed_day, FIXTURE_TODAY);
	assert_int_equal(submit(&it, &again, &err), 0); /* a returned one is answered by a new one */
	assert_int_equal(again.number, 2);
	assert_int_equal(move(&it, again.head.id, accept, &out, &err), 0);
	assert_int_equal(report_counts(&out).scaled, REPORT_FULL_SHARE.scaled);
	struct progress_report third = report_of(&it.second, DAY(2009, 2, 27));
	assert_int_equal(submit(&it, &third, &err), -ERR_RULE);
	TEST_OK(reports_load(db, (struct record_key){ it.base.jurisdiction_id, it.second.head.id },
			     it.base.arena, &all, &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(all[0].state, REPORT_RETURNED);
	assert_int_equal(all[1].state, REPORT_ACCEPTED);
	plan_fixture_close(&it);
}

static void check_places(struct db *db, void *context)
{
	struct plan_fixture it;
	struct error err;

	(void)context;
	plan_fixture_open(db, &it);
	struct progress_report wrong = report_of(&it.first, DAY(2009, 3, 30));
	assert_int_equal(submit(&it, &wrong, &err), -ERR_INVALID);
	assert_string_equal(err.field, "checkpoint");
	wrong = report_of(&it.first, CIVIL_NO_DAY);
	assert_int_equal(submit(&it, &wrong, &err), -ERR_INVALID);
	struct progress_report quarter = report_of(&it.first, DAY(2009, 3, 31));
	assert_int_equal(submit(&it, &quarter, &err), 0);
	struct progress_report next = report_of(&it.first, DAY(2009, 6, 30));
	assert_int_equal(submit(&it, &next, &err), 0); /* each checkpoint for itself */
	struct progress_report open = report_of(&it.open, CIVIL_NO_DAY);
	open.status = PROGRESS_UNDER_WAY;
	assert_int_equal(submit(&it, &open, &err), 0);
	assert_int_equal(submit(&it, &open, &err), -ERR_RULE);
	struct progress_report short_text = report_of(&it.third, DAY(2009, 2, 27));
	short_text.text = STR("");
	assert_int_equal(submit(&it, &short_text, &err), -ERR_INVALID);
	assert_string_equal(err.field, "text");
	plan_fixture_close(&it);
}

/* A person who reports, another of the same unit, a reviewer of another unit. */
static void check_reviewers(struct db *db, void *context)
{
	struct plan_fixture it;
	struct progress_report out;
	struct error err;
	struct report_order order = { .event = REPORT_ACCEPT, .share = REPORT_FULL_SHARE };

	(void)context;
	plan_fixture_open(db, &it);
	int64_t reporter = fixture_person(&it.base, "P1", "张三");
	int64_t colleague = fixture_person(&it.base, "P2", "李四");
	int64_t reviewer = fixture_person(&it.base, "P3", "王五");
	fixture_post(&it.base, colleague, it.units[0], FIXTURE_TODAY - 100, CIVIL_NO_DAY);
	fixture_post(&it.base, reviewer, it.units[0], FIXTURE_TODAY - 100, FIXTURE_TODAY - 1);
	struct progress_report report = report_of(&it.second, DAY(2009, 2, 27));
	report.reporter_id = reporter;
	assert_int_equal(submit(&it, &report, &err), 0);
	order.person_id = reporter;
	assert_int_equal(move(&it, report.head.id, order, &out, &err), -ERR_DENIED);
	order.person_id = colleague;
	assert_int_equal(move(&it, report.head.id, order, &out, &err), -ERR_DENIED);
	order.person_id = 0;
	order.for_unit = true;
	assert_int_equal(move(&it, report.head.id, order, &out, &err), -ERR_DENIED);
	order = (struct report_order){ .event = REPORT_WITHDRAW, .person_id = reviewer };
	assert_int_equal(move(&it, report.head.id, order, &out, &err), -ERR_DENIED);
	/* A former member of the unit may review. */
	order = (struct report_order){ .event = REPORT_SAMPLE, .person_id = reviewer };
	assert_int_equal(move(&it, report.head.id, order, &out, &err), 0);
	order = (struct report_order){ .event = REPORT_ACCEPT, .person_id = reviewer,
				       .share = DECIMAL_OF(60), .note = STR("一处未整改"),
				       .expected_revision = 1 };
	assert_int_equal(move(&it, report.head.id, order, &out, &err), -ERR_CONFLICT);
	order.expected_revision = 2;
	assert_int_equal(move(&it, report.head.id, order, &out, &err), 0);
	assert_int_equal(report_counts(&out).scaled, 600000);
	/* What was accepted in part may be reported again. */
	assert_int_equal(submit(&it, &report, &err), 0);
	order = (struct report_order){ .event = REPORT_WITHDRAW, .person_id = reporter };
	assert_int_equal(move(&it, report.head.id, order, &out, &err), 0);
	plan_fixture_close(&it);
}

static int ask(struct plan_fixture *it, struct due_request *request, struct error *err)
{
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	code = due_request_make(&act, request, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static int answer(struct plan_fixture *it, int64_t id, struct report_order order,
		  struct due_request *out, struct error *err)
{
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	order.permissions = PERMISSION_PLAN_MANAGE | PERMISSION_LOGGED_IN;
	code = due_request_move(&act, id, &order, out, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static void check_requests(struct db *db, void *context)
{
	struct plan_fixture it;
	struct error err;
	struct due_request out, request = { .kind = DUE_EXTENSION, .reason = STR("汛期影响施工") };

	(void)context;
	plan_fixture_open(db, &it);
	request.assignment_id = it.second.head.id;
	request.checkpoint = DAY(2009, 2, 27);
	request.proposed_day = DAY(2009, 2, 27);
	assert_int_equal(ask(&it, &request, &err), -ERR_INVALID);
	assert_string_equal(err.field, "proposed_day");
	request.proposed_day = DAY(2009, 4, 30);
	assert_int_equal(ask(&it, &request, &err), 0);
	assert_int_equal(ask(&it, &request, &err), -ERR_RULE);
	struct due_request objection = { .assignment_id = it.second.head.id,
					 .kind = DUE_OBJECTION,
					 .checkpoint = DAY(2009, 2, 27),
					 .reason = STR("已按期报送，系统未收到"),
					 .light = STR("red") };
	assert_int_equal(ask(&it, &objection, &err), 0);
	struct report_order order = { .event = DUE_GRANT, .note = STR("同意"),
				      .granted_day = DAY(2009, 4, 15) };
	assert_int_equal(answer(&it, it.second.head.id, order, &out, &err), -ERR_NOT_FOUND);
	/* the first id was taken by the refused second try, so read it back */
	struct due_request *all;
	size_t count;
	TEST_OK(due_requests_load(db, (struct record_key){ it.base.jurisdiction_id,
							   it.second.head.id },
				  it.base.arena, &all, &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(answer(&it, all[0].head.id, order, &out, &err), 0);
	assert_int_equal(out.granted_day, DAY(2009, 4, 15));
	assert_int_equal(answer(&it, all[0].head.id, order, &out, &err), -ERR_STATE);
	order = (struct report_order){ .event = DUE_WITHDRAW };
	assert_int_equal(answer(&it, all[1].head.id, order, &out, &err), -ERR_DENIED);
	order.for_unit = true;
	assert_int_equal(answer(&it, all[1].head.id, order, &out, &err), 0);
	plan_fixture_close(&it);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(reporting)
ON_BOTH_ENGINES(places)
ON_BOTH_ENGINES(reviewers)
ON_BOTH_ENGINES(requests)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reporting),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_reviewers),
		cmocka_unit_test(test_requests),
	};
	return cmocka_run_group_tests_name("progress/report_store", tests, NULL, NULL);
}
