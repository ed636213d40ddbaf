/*
 * test_board.c - lights and what counts, from a plan with reports and requests in the database, on both
 * engines; adopting rulebooks.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan_fixture.h"
#include "progress/board.h"

static int32_t day_of(const char *text)
{
	int32_t day = 0;

	assert_true(civil_parse(str_from(text), &day));
	return day;
}

static void adopt(struct plan_fixture *it)
{
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(rulebook_adopt_shipped(&act, &err));
	TEST_OK(rulebook_adopt_shipped(&act, &err)); /* a second time adopts nothing more */
	fixture_commit(&it->base, &act);
	fixture_begin(&it->base, 0, &act);
	TEST_OK(calendar_adopt_shipped(&act, &err));
	fixture_commit(&it->base, &act);
}

static struct board load(struct plan_fixture *it, int32_t today)
{
	const struct board_request request = { it->base.jurisdiction_id, 2009, today };
	struct board board = { .today = 0 };
	struct error err;

	TEST_OK(board_load(it->base.db, &request, it->base.arena, &board, &err));
	TEST_OK(board_forecast(&board, it->base.arena, &err));
	return board;
}

static struct light light_at(const struct board *board, const struct assignment *assignment,
			     size_t point)
{
	const struct board_row *row = board_find(board, assignment->head.id);

	assert_non_null(row);
	assert_true(point < row->count);
	return row->points[point].light;
}

static int64_t report(struct plan_fixture *it, const struct assignment *assignment,
		      const char *checkpoint, int status)
{
	struct progress_report out = { .assignment_id = assignment->head.id,
				       .checkpoint = day_of(checkpoint), .status = status,
				       .text = STR("已印发方案") };
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(report_submit(&act, &out, &err));
	fixture_commit(&it->base, &act);
	return out.head.id;
}

static void review(struct plan_fixture *it, int64_t id, int event, struct decimal share)
{
	const struct report_order order = { .event = event, .share = share, .note = STR("见附件"),
					    .permissions = PERMISSION_PLAN_REVIEW };
	struct progress_report out;
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(report_move(&act, id, &order, &out, &err));
	fixture_commit(&it->base, &act);
}

static void check_without_rule(struct db *db, void *context)
{
	struct plan_fixture it;

	(void)context;
	plan_fixture_open(db, &it);
	struct board board = load(&it, FIXTURE_TODAY);
	assert_int_equal(light_at(&board, &it.first, 0).cause, LIGHT_NO_RULE);
	plan_fixture_close(&it);
}

/* Today is 2009-03-17: item 1.2 was due on 02-27; the first quarter's end is ten working days away. */
static void check_lights(struct db *db, void *context)
{
	struct plan_fixture it;

	(void)context;
	plan_fixture_open(db, &it);
	adopt(&it);
	struct board board = load(&it, FIXTURE_TODAY);
	assert_int_equal(light_at(&board, &it.second, 0).colour, LIGHT_RED);
	assert_int_equal(light_at(&board, &it.first, 0).colour, LIGHT_YELLOW);
	assert_int_equal(light_at(&board, &it.first, 1).colour, LIGHT_GREY);
	assert_int_equal(light_at(&board, &it.open, 0).cause, LIGHT_NO_DUE);
	assert_int_equal(board_find(&board, it.first.head.id)->light.colour, LIGHT_YELLOW);
	assert_null(board_find(&board, 1));
	int64_t second = report(&it, &it.second, "2009-02-27", PROGRESS_DONE);
	report(&it, &it.first, "2009-06-30", PROGRESS_UNDER_WAY);
	int64_t returned = report(&it, &it.third, "2009-02-27", PROGRESS_DONE);
	review(&it, returned, REPORT_RETURN, DECIMAL_OF(0));
	board = load(&it, FIXTURE_TODAY);
	assert_int_equal(light_at(&board, &it.second, 0).cause, LIGHT_REPORTED_LATE);
	assert_int_equal(light_at(&board, &it.first, 1).colour, LIGHT_GREEN);
	assert_int_equal(light_at(&board, &it.third, 0).colour, LIGHT_RED);
	assert_true(board_find(&board, it.third.head.id)->points[0].returned);
	review(&it, second, REPORT_ACCEPT, REPORT_FULL_SHARE);
	board = load(&it, FIXTURE_TODAY);
	assert_int_equal(light_at(&board, &it.second, 0).colour, LIGHT_DONE);
	/* As it was before anything was reported. */
	board = load(&it, FIXTURE_TODAY - 1);
	assert_int_equal(light_at(&board, &it.second, 0).colour, LIGHT_RED);
	plan_fixture_close(&it);
}

static void check_counts(struct db *db, void *context)
{
	struct rollup_node nodes[8], body;
	struct plan_fixture it;
	struct error err;

	(void)context;
	plan_fixture_open(db, &it);
	adopt(&it);
	review(&it, report(&it, &it.second, "2009-02-27", PROGRESS_DONE), REPORT_ACCEPT,
	       DECIMAL_OF(60));
	review(&it, report(&it, &it.first, "2009-03-31", PROGRESS_DONE), REPORT_ACCEPT,
	       REPORT_FULL_SHARE);
	struct board board = load(&it, FIXTURE_TODAY);
	TEST_OK(rollup_compute(&board.tree, board.leads, (struct rollup_scope){ .unit_id = 0 }, nodes, &body,
			       &err));
	/* 1.1: one early quarter of unit 0 in full; 1.2: (60 % + 0) / 2; area 2 has nothing due. */
	assert_true(str_equal(rollup_percent(&nodes[1], it.base.arena), STR("100.0")));
	assert_true(str_equal(rollup_percent(&nodes[2], it.base.arena), STR("30.0")));
	assert_true(str_equal(rollup_percent(&nodes[3], it.base.arena), STR("—")));
	assert_true(str_equal(rollup_percent(&body, it.base.arena), STR("76.7")));
	/* At the year's end everything is due, also what has no date. */
	board = load(&it, day_of("2009-12-31"));
	TEST_OK(rollup_compute(&board.tree, board.leads, (struct rollup_scope){ .unit_id = 0 }, nodes, &body,
			       &err));
	assert_true(str_equal(rollup_percent(&nodes[1], it.base.arena), STR("25.0")));
	assert_true(str_equal(rollup_percent(&nodes[4], it.base.arena), STR("0.0")));
	plan_fixture_close(&it);
}

static void answer(struct plan_fixture *it, struct due_request request, int32_t granted)
{
	const struct report_order order = { .event = DUE_GRANT, .note = STR("同意"),
					    .granted_day = granted,
					    .permissions = PERMISSION_PLAN_MANAGE };
	struct due_request out;
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(due_request_make(&act, &request, &err));
	if (granted)
		TEST_OK(due_request_move(&act, request.head.id, &order, &out, &err));
	fixture_commit(&it->base, &act);
}

static void check_requests(struct db *db, void *context)
{
	struct plan_fixture it;

	(void)context;
	plan_fixture_open(db, &it);
	adopt(&it);
	struct due_request request = { .assignment_id = it.second.head.id, .kind = DUE_EXTENSION,
				       .checkpoint = day_of("2009-02-27"),
				       .proposed_day = day_of("2009-04-30"),
				       .reason = STR("场地尚未落实") };
	answer(&it, request, day_of("2009-04-20"));
	request.kind = DUE_OBJECTION;
	request.assignment_id = it.third.head.id;
	answer(&it, request, 0);
	struct board board = load(&it, FIXTURE_TODAY);
	/* The date that was granted counts for this assignment only. */
	assert_int_equal(light_at(&board, &it.second, 0).colour, LIGHT_GREEN);
	assert_int_equal(board_find(&board, it.second.head.id)->points[0].dates.due,
			 day_of("2009-04-20"));
	assert_int_equal(light_at(&board, &it.third, 0).colour, LIGHT_RED);
	assert_true(light_at(&board, &it.third, 0).contested);
	request.assignment_id = it.first.head.id;
	request.checkpoint = day_of("2009-03-31");
	answer(&it, request, CIVIL_NO_DAY);
	board = load(&it, day_of("2009-04-10"));
	assert_int_equal(light_at(&board, &it.first, 0).cause, LIGHT_DECIDED);
	assert_false(light_at(&board, &it.first, 0).contested);
	plan_fixture_close(&it);
}

#define BOOK(code, version, from)                                                                  \
	"rulebook: " code "\nkind: lights\nversion: " version "\ntitle: {zh: 甲, en: a}\n"          \
	"in_force: {from: " from "}\nsource: {zh: 甲, en: a, verified: no}\n"                       \
	"rules: {grey: {days: 30}, yellow: {days: 5}, red: {days: 0}, waiting: {counts: no}}\n"

static int adopt_text(struct plan_fixture *it, struct str text, struct error *err)
{
	struct rule_problems problems;
	struct rulebook_version version;
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	code = rulebook_adopt(&act, text, &problems, &version, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static void check_rulebooks(struct db *db, void *context)
{
	struct plan_fixture it;
	struct error err;

	(void)context;
	plan_fixture_open(db, &it);
	adopt(&it);
	assert_int_equal(adopt_text(&it, STR(BOOK("lights", "1", "2009-01-01")), &err), -ERR_RULE);
	assert_int_equal(adopt_text(&it, STR(BOOK("other", "1", "2009-01-01")), &err), -ERR_RULE);
	assert_int_equal(adopt_text(&it, STR(BOOK("lights", "2", "someday")), &err), -ERR_INVALID);
	assert_int_equal(adopt_text(&it, STR(BOOK("lights", "2", "2009-01-01")), &err), 0);
	/* 2009 has the new version; the years before keep theirs. */
	struct board board = load(&it, FIXTURE_TODAY);
	assert_int_equal(board.rule.version, 2);
	assert_int_equal(light_at(&board, &it.first, 0).colour, LIGHT_GREEN);
	struct light_rule rule;
	TEST_OK(board_rule(db, it.base.jurisdiction_id, 2008, it.base.arena, &rule, &err));
	assert_int_equal(rule.version, 1);
	TEST_OK(board_rule(db, it.base.jurisdiction_id, 2006, it.base.arena, &rule, &err));
	assert_false(rule.present);
	plan_fixture_close(&it);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(without_rule)
ON_BOTH_ENGINES(lights)
ON_BOTH_ENGINES(counts)
ON_BOTH_ENGINES(requests)
ON_BOTH_ENGINES(rulebooks)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_rule),
		cmocka_unit_test(test_lights),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_rulebooks),
	};
	return cmocka_run_group_tests_name("progress/board", tests, NULL, NULL);
}
