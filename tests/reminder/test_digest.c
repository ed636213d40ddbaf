/*
 * test_digest.c - what waits for whom from a plan in the database, on both engines: who hears by which step,
 * what is new, never a second one for a day, reports, reviews, mails.
 *
 * Today is 2009-03-17: item 1.2 of T1 and T2 was due on 02-27, the first quarter of 1.1 (T1) ends in ten
 * working days. Rule: 10 before (every 5), liaison 1 late (every 5), leader 5 late (every 10).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../progress/plan_fixture.h"
#include "mail/mail_address.h"
#include "plan/plan_answer.h"
#include "progress/report_store.h"
#include "reminder/digest_mail.h"

struct town {
	struct plan_fixture plan;
	int64_t liaison, head, cadre, cadre_person, inspector;
};

static int64_t account(struct town *it, const char *login, int64_t person_id, enum role role,
		       int64_t unit_id)
{
	struct account made = { .login = str_from(login), .display_name = str_from(login),
				.person_id = person_id };
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(account_create(&act, &made, "", &err));
	fixture_commit(&it->plan.base, &act);
	fixture_grant(&it->plan.base, made.head.id, role, unit_id);
	return made.head.id;
}

static void adopt(struct town *it, bool calendars)
{
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(rulebook_adopt_shipped(&act, &err));
	fixture_commit(&it->plan.base, &act);
	if (!calendars)
		return;
	fixture_begin(&it->plan.base, 0, &act);
	TEST_OK(calendar_adopt_shipped(&act, &err));
	fixture_commit(&it->plan.base, &act);
}

static void open_town(struct db *db, struct town *it)
{
	int64_t unit;

	*it = (struct town){ .liaison = 0 };
	plan_fixture_open(db, &it->plan);
	unit = it->plan.units[0];
	it->cadre_person = fixture_person(&it->plan.base, "P1", "张三");
	fixture_post(&it->plan.base, it->cadre_person, unit, FIXTURE_TODAY - 100, CIVIL_NO_DAY);
	it->liaison = account(it, "liaison", 0, ROLE_LIAISON, unit);
	it->head = account(it, "head", 0, ROLE_UNIT_HEAD, unit);
	it->cadre = account(it, "cadre", it->cadre_person, ROLE_CADRE, unit);
	it->inspector = account(it, "inspector", 0, ROLE_INSPECTOR, 0);
}

static struct digest_day collect(struct town *it, int32_t day)
{
	struct digest_day out;
	struct error err;

	TEST_OK(digest_collect(it->plan.base.db, it->plan.base.jurisdiction_id, day,
			       it->plan.base.arena, &out, &err));
	return out;
}

static size_t write_all(struct town *it, const struct digest_day *day, const struct digest_mail *mail)
{
	const struct digest_part part = { day, 0, day->count, mail };
	struct error err;
	struct act act;
	size_t made;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(digest_write(&act, &part, &made, &err));
	fixture_commit(&it->plan.base, &act);
	return made;
}

static const struct digest_draft *draft_of(const struct digest_day *day, int64_t account_id)
{
	for (size_t i = 0; i < day->count; i++)
		if (day->drafts[i].reader->account_id == account_id)
			return &day->drafts[i];
	return NULL;
}

/* "assignment/liaison" of this assignment or report is among the lines; fresh or not. */
static const struct reminder_line *line_of(const struct digest_draft *draft, const char *source,
					   enum reminder_step_name step, int64_t subject_id)
{
	for (size_t i = 0; draft && i < draft->count; i++)
		if (strcmp(draft->lines[i].source, source) == 0 && draft->lines[i].step == step &&
		    (!subject_id || draft->lines[i].subject_id == subject_id))
			return &draft->lines[i];
	return NULL;
}

static void check_nothing_without_rule_or_calendar(struct db *db, void *context)
{
	struct town it;
	struct digest_day day;
	struct error err;

	(void)context;
	open_town(db, &it);
	day = collect(&it, FIXTURE_TODAY);
	assert_false(day.rule.present);
	assert_int_equal(day.count, 0);
	adopt(&it, false);
	assert_int_equal(digest_collect(db, it.plan.base.jurisdiction_id, FIXTURE_TODAY,
					it.plan.base.arena, &day, &err),
			 -ERR_RULE);
	assert_non_null(strstr(err.en, "2009 is not loaded"));
	plan_fixture_close(&it.plan);
}

static void check_who_hears(struct db *db, void *context)
{
	struct town it;
	struct digest_day day;
	const struct digest_draft *draft;

	(void)context;
	open_town(db, &it);
	adopt(&it, true);
	day = collect(&it, FIXTURE_TODAY);
	/* Nobody is named: the liaison stands in; the late one is listed once, by the later step. */
	draft = draft_of(&day, it.liaison);
	assert_non_null(draft);
	assert_int_equal(draft->count, 2);
	assert_non_null(line_of(draft, "assignment", REMIND_RESPONSIBLE, it.plan.first.head.id));
	assert_non_null(line_of(draft, "assignment", REMIND_LIAISON, it.plan.second.head.id));
	/* The item has no leader in charge: the head hears five days late. T2 has nobody. */
	draft = draft_of(&day, it.head);
	assert_non_null(draft);
	assert_int_equal(draft->count, 1);
	assert_non_null(line_of(draft, "assignment", REMIND_LEADER, it.plan.second.head.id));
	assert_int_equal(day.count, 2);
	plan_fixture_close(&it.plan);
}

static void check_once_a_day(struct db *db, void *context)
{
	struct town it;
	struct digest_day day, again;
	bool made;
	struct error err;

	(void)context;
	open_town(db, &it);
	adopt(&it, true);
	day = collect(&it, FIXTURE_TODAY);
	again = collect(&it, FIXTURE_TODAY); /* another process, before the first wrote */
	assert_int_equal(write_all(&it, &day, NULL), 2);
	assert_int_equal(write_all(&it, &again, NULL), 0);
	TEST_OK(digest_is_made(db, it.plan.base.jurisdiction_id, FIXTURE_TODAY, &made, &err));
	assert_false(made);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(digest_finish(db, &day, FIXTURE_NOW_MS, &err));
	TEST_OK(digest_finish(db, &day, FIXTURE_NOW_MS + 5, &err));
	TEST_OK(db_commit(db, &err));
	TEST_OK(digest_is_made(db, it.plan.base.jurisdiction_id, FIXTURE_TODAY, &made, &err));
	assert_true(made);
	/* Nothing is new on the days after, until something repeats: 1.2 was late from 03-02 on, every
	 * five working days; the head heard on 03-06 and hears again on 03-20. */
	assert_int_equal(collect(&it, FIXTURE_TODAY).count, 0);
	assert_int_equal(collect(&it, FIXTURE_TODAY + 1).count, 0);
	assert_int_equal(collect(&it, FIXTURE_TODAY + 2).count, 0);
	day = collect(&it, FIXTURE_TODAY + 3);
	assert_int_equal(day.count, 1);
	assert_non_null(draft_of(&day, it.head));
	day = collect(&it, FIXTURE_TODAY + 6);
	assert_non_null(draft_of(&day, it.liaison));
	assert_int_equal(draft_of(&day, it.liaison)->count, 2); /* all that waits, one of it new */
	assert_int_equal(draft_of(&day, it.liaison)->fresh, 1);
	/* The server was off on the 20th: it is not forgotten. */
	assert_non_null(draft_of(&day, it.head));
	plan_fixture_close(&it.plan);
}

static int64_t report(struct town *it, const struct assignment *assignment, int32_t checkpoint)
{
	struct progress_report out = { .assignment_id = assignment->head.id,
				       .checkpoint = checkpoint, .status = PROGRESS_DONE,
				       .text = STR("已完成") };
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(report_submit(&act, &out, &err));
	fixture_commit(&it->plan.base, &act);
	return out.head.id;
}

static void give_back(struct town *it, int64_t report_id)
{
	const struct report_order order = { .event = REPORT_RETURN, .note = STR("缺附件"),
					    .permissions = PERMISSION_PLAN_REVIEW };
	struct progress_report out;
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(report_move(&act, report_id, &order, &out, &err));
	fixture_commit(&it->plan.base, &act);
}

static void name_cadre(struct town *it)
{
	struct assignment_person person = { .person_id = it->cadre_person, .due_day = CIVIL_NO_DAY };
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(assignment_person_put(&act, &it->plan.second, &person, &err));
	fixture_commit(&it->plan.base, &act);
}

static void check_reports(struct db *db, void *context)
{
	struct town it;
	struct digest_day day;
	int32_t due;
	int64_t id;

	(void)context;
	open_town(db, &it);
	adopt(&it, true);
	name_cadre(&it);
	day = collect(&it, FIXTURE_TODAY);
	assert_non_null(line_of(draft_of(&day, it.cadre), "assignment", REMIND_RESPONSIBLE,
				it.plan.second.head.id));
	assert_null(line_of(draft_of(&day, it.cadre), "assignment", REMIND_RESPONSIBLE,
			    it.plan.first.head.id));
	write_all(&it, &day, NULL);
	assert_true(civil_parse(STR("2009-02-27"), &due));
	id = report(&it, &it.plan.second, due);
	/* It waits for review: nothing is asked of the unit, the inspector has a desk. */
	day = collect(&it, FIXTURE_TODAY);
	assert_null(draft_of(&day, it.cadre));
	assert_non_null(line_of(draft_of(&day, it.inspector), "review", REMIND_WAITING, id));
	write_all(&it, &day, NULL);
	/* Returned: whoever is named hears at once, and the due day is asked for again. */
	give_back(&it, id);
	day = collect(&it, FIXTURE_TODAY + 1);
	assert_non_null(line_of(draft_of(&day, it.cadre), "returned", REMIND_WAITING, id));
	assert_null(draft_of(&day, it.inspector));
	report(&it, &it.plan.second, due);
	day = collect(&it, FIXTURE_TODAY + 1);
	assert_null(draft_of(&day, it.cadre));
	assert_non_null(draft_of(&day, it.inspector)); /* a new report is new */
	plan_fixture_close(&it.plan);
}

static void confirm_address(struct town *it, int64_t account_id)
{
	char code[MAIL_CODE_BYTES];
	struct error err;

	TEST_OK(mail_address_set(it->plan.base.db, account_id, STR("a@example.org"), FIXTURE_NOW_MS, code,
				 &err));
	TEST_OK(mail_address_confirm(it->plan.base.db, account_id, str_from(code), FIXTURE_NOW_MS,
				     &err));
}

static void check_mails(struct db *db, void *context)
{
	const struct digest_mail mail = { STR("https://l.example.org") };
	const struct outbox_question question = { FIXTURE_NOW_MS + 1, 0, 10 };
	struct outbox_question open;
	struct outbox_mail mails[10];
	struct digest_day day;
	struct town it;
	struct error err;
	size_t count;

	(void)context;
	open_town(db, &it);
	adopt(&it, true);
	confirm_address(&it, it.liaison);
	day = collect(&it, FIXTURE_TODAY);
	assert_int_equal(write_all(&it, &day, &mail), 2); /* two digests, one wants mail */
	TEST_OK(outbox_due(db, &question, it.plan.base.arena, mails, &count, &err));
	assert_int_equal(count, 0); /* never outside hours */
	open = question;
	open.open_id = it.plan.base.jurisdiction_id;
	TEST_OK(outbox_due(db, &open, it.plan.base.arena, mails, &count, &err));
	assert_int_equal(count, 1);
	assert_true(str_equal(mails[0].recipient, STR("a@example.org")));
	assert_true(str_find(mails[0].subject, STR("2009-03-17")) >= 0);
	assert_true(str_find(mails[0].body, STR("https://l.example.org/assignments/")) > 0);
	assert_true(str_find(mails[0].body, STR("1.2")) > 0);
	plan_fixture_close(&it.plan);
}

static void the_hash_covers_every_part(void **state)
{
	struct reminder_line one = { .source = "a", .title = STR("t"), .why = STR("w"),
				     .why_en = STR("e"), .path = STR("/p") };
	struct reminder_line changed[6];
	char first[65], other[65];

	(void)state;
	digest_lines_hash(&one, 1, first);
	for (size_t i = 0; i < ARRAY_LENGTH(changed); i++)
		changed[i] = one;
	changed[0].title = STR("T");
	changed[1].why = STR("W");
	changed[2].path = STR("/P");
	changed[3].fresh = true;
	changed[4].title = STR("tw"), changed[4].why = STR_EMPTY;
	changed[5].subject_id = 1;
	for (size_t i = 0; i < ARRAY_LENGTH(changed); i++) {
		digest_lines_hash(&changed[i], 1, other);
		assert_string_not_equal(first, other);
	}
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(nothing_without_rule_or_calendar)
ON_BOTH_ENGINES(who_hears)
ON_BOTH_ENGINES(once_a_day)
ON_BOTH_ENGINES(reports)
ON_BOTH_ENGINES(mails)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_covers_every_part),
		cmocka_unit_test(test_nothing_without_rule_or_calendar),
		cmocka_unit_test(test_who_hears),
		cmocka_unit_test(test_once_a_day),
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_mails),
	};
	return cmocka_run_group_tests_name("reminder/digest", tests, NULL, NULL);
}
