/*
 * test_score_change.c - marks as people enter them, on both engines: seen versions, reasons, removal, the
 * history of a cell, and what a table learns of others' changes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../ledger/ledger_fixture.h"
#include "people/appraisal_group.h"
#include "people/group_member.h"
#include "process/score_change.h"
#include "process/scheme_version.h"
#include "process/scoring_store.h"

static const char *const scheme_text =
	"scheme: x\nversion: 1\ntitle: {zh: 方案, en: Scheme}\nsubject: unit\n"
	"in_force: {from_year: 2008}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"
	"kinds:\n  - {code: town, zh: 镇, en: Town}\n  - {code: department, zh: 部门, en: D}\n"
	"indicators:\n  - {code: Z10, zh: 一, en: One, maximum: 20}\n"
	"  - {code: A2, zh: 二, en: Two, maximum: 10, applies_to: [department]}\n"
	"bonus: {cap: 3}\ngrades:\n  - {code: pass, zh: 合格, en: Pass, from: 60}\n"
	"  - {code: fail, zh: 不合格, en: Fail, from: 0}\n";

struct office {
	struct fixture base;
	struct unit unit;
	struct scoring_place place;
	struct scoring_subject subject;
};

static void adopt(struct office *office)
{
	struct rule_problems *problems = ARENA_NEW(office->base.arena, struct rule_problems);
	struct scheme_version version;
	struct scheme *scheme;
	struct error err;
	struct act act;

	rule_problems_init(problems, office->base.arena);
	fixture_begin(&office->base, &act, office->base.jurisdiction_id, "scheme.adopt");
	TEST_OK(scheme_adopt(&act, str_from(scheme_text), problems, &version, &err));
	fixture_commit(&office->base, &act);
	TEST_OK(scheme_load(office->base.db,
			    &(struct scheme_request){ office->base.jurisdiction_id, SCHEME_UNIT,
						      2008 },
			    office->base.arena, &scheme, &err));
	office->place.scheme = scheme;
}

static void office_open(struct office *office, struct db *db)
{
	struct appraisal_group group = { .year = 2008, .name = STR("甲组") };
	struct error err;
	struct act act;

	*office = (struct office){ .unit = fixture_unit("T1", "甲镇") };
	office->unit.from_day = office->unit.to_day = CIVIL_NO_DAY;
	fixture_open(&office->base, db);
	adopt(office);
	fixture_unit_create(&office->base, &office->unit);
	fixture_begin(&office->base, &act, office->base.jurisdiction_id, "group.create");
	TEST_OK(act_create(&act, &appraisal_group_record, &group, &err));
	struct group_member member = { .year = 2008, .group_id = group.head.id,
				       .unit_id = office->unit.head.id };
	TEST_OK(group_member_create(&act, &member, &err));
	fixture_commit(&office->base, &act);
	office->place.jurisdiction_id = office->base.jurisdiction_id;
	office->place.year = 2008;
	office->place.subject = SCHEME_UNIT;
	office->place.group_id = group.head.id;
	TEST_OK(scoring_subject_load(db, &office->place, office->unit.head.id, office->base.arena,
				     &office->subject, &err));
}

/* One person's entry: what they typed for whom, why, and the mark that they saw. */
static struct score_change typed(struct office *office, const char *scorer, const char *text,
				 const char *why)
{
	struct error err;
	struct score_change change = {
		.score = { .year = 2008, .subject = SCHEME_UNIT,
			   .subject_id = office->unit.head.id, .indicator = STR("Z10"),
			   .reason = STR(""), .change_reason = str_from(why),
			   .scorer = str_from(scorer), .day = civil_year_end(2008) },
		.remove = !*text,
	};

	if (*text)
		TEST_OK(score_parse(str_from(text), &change.score, &err));
	return change;
}

static void seen(struct score_change *change, const struct record_head *head)
{
	change->seen_id = head->id;
	change->seen_revision = head->revision;
}

static int enter(struct office *office, struct score_change *change, enum score_outcome *out,
		 struct error *err)
{
	struct act act;

	fixture_begin(&office->base, &act, office->base.jurisdiction_id, "score.save");
	int code = score_change(&act, change, office->place.scheme, office->subject.class_index,
				out, err);
	if (code)
		db_rollback(office->base.db);
	else
		fixture_commit(&office->base, &act);
	return code;
}

static struct str line_of(struct office *office, int indicator)
{
	const struct appraisal_line *lines;
	char average[RATIONAL_TEXT_BYTES] = "-";
	struct error err;

	TEST_OK(scoring_lines_load(office->base.db, &office->place, &office->subject,
				   office->base.arena, &lines, &err));
	if (lines[indicator].state == CELL_SCORED)
		rational_format(lines[indicator].average, average);
	return arena_format(office->base.arena, "%d %s %d", (int)lines[indicator].state, average,
			    lines[indicator].scorer_count);
}

static void check_entering(struct db *db, void *context)
{
	struct office office;
	enum score_outcome outcome;
	struct error err;

	(void)context;
	office_open(&office, db);
	assert_string_equal(line_of(&office, 0).bytes, "3 - 0"); /* missing */
	assert_string_equal(line_of(&office, 1).bytes, "2 - 0"); /* another class */

	struct score_change first = typed(&office, "组一", "12.5", "");
	TEST_OK(enter(&office, &first, &outcome, &err));
	assert_int_equal(outcome, SCORE_CREATED);
	struct score_change second = typed(&office, "组二", "8", "");
	struct score_change third = typed(&office, "组三", " 4.5 ", "");
	TEST_OK(enter(&office, &second, &outcome, &err));
	TEST_OK(enter(&office, &third, &outcome, &err));
	assert_string_equal(line_of(&office, 0).bytes, "0 25/3 3");

	/* The same again is no change, whatever was seen. */
	struct score_change again = typed(&office, "组一", "12.50", "");
	TEST_OK(enter(&office, &again, &outcome, &err));
	assert_int_equal(outcome, SCORE_UNCHANGED);
	assert_int_equal(again.score.head.id, first.score.head.id);
	fixture_close(&office.base);
}

struct refusal {
	const char *text, *why;
	bool saw; /* the mark that stands */
	int code;
	const char *field, *en;
};

static const struct refusal refusals[] = {
	{ "13", "复核", false, -ERR_CONFLICT, "", "Somebody entered 12.5 here" },
	{ "", "误填", false, -ERR_CONFLICT, "", "Somebody entered 12.5 here" },
	{ "13", "", true, -ERR_INVALID, "change_reason", "the reason" },
	{ "13", "  ", true, -ERR_INVALID, "change_reason", "the reason" },
	{ "", "", true, -ERR_INVALID, "change_reason", "the reason" },
	{ "20.1", "复核", true, -ERR_INVALID, "points", "0 to 20" },
	{ "-1", "复核", true, -ERR_INVALID, "points", "0 to 20" },
	{ "n/a", "复核", true, -ERR_INVALID, "reason", "a reason" },
};

static void check_refusals(struct db *db, void *context)
{
	struct office office;
	enum score_outcome outcome;
	struct error err;

	(void)context;
	office_open(&office, db);
	struct score_change first = typed(&office, "组一", "12.5", "");
	TEST_OK(enter(&office, &first, &outcome, &err));
	uint64_t size = fixture_size(&office.base);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		const struct refusal *refusal = &refusals[i];
		struct score_change change =
			typed(&office, "组一", refusal->text, refusal->why);

		if (refusal->saw)
			seen(&change, &first.score.head);
		int code = enter(&office, &change, &outcome, &err);
		if (code != refusal->code || strcmp(err.field, refusal->field) != 0 ||
		    !strstr(err.en, refusal->en) || !err.zh[0])
			fail_msg("case %zu: %d %s %s / %s", i, code, err.field, err.en, err.zh);
	}
	assert_int_equal(fixture_size(&office.base), size); /* nothing was written */
	assert_string_equal(line_of(&office, 0).bytes, "0 12.5 1");
	fixture_close(&office.base);
}

/* Removed by one, entered anew by another: whoever saw the first mark does not overwrite the second,
 * although both are revision 1. */
static void check_removal_and_history(struct db *db, void *context)
{
	struct office office;
	enum score_outcome outcome;
	struct scoring_history history;
	struct error err;

	(void)context;
	office_open(&office, db);
	struct score_change first = typed(&office, "组一", "12.5", "");
	TEST_OK(enter(&office, &first, &outcome, &err));
	struct score_change better = typed(&office, "组一", "13", "复核");
	seen(&better, &first.score.head);
	TEST_OK(enter(&office, &better, &outcome, &err));
	assert_int_equal(outcome, SCORE_CHANGED);
	struct score_change gone = typed(&office, "组一", "", "填错单位");
	seen(&gone, &better.score.head);
	TEST_OK(enter(&office, &gone, &outcome, &err));
	assert_int_equal(outcome, SCORE_REMOVED);
	assert_string_equal(line_of(&office, 0).bytes, "3 - 0");

	struct score_change late = typed(&office, "组一", "9", "复核");
	seen(&late, &better.score.head);
	assert_int_equal(enter(&office, &late, &outcome, &err), -ERR_CONFLICT);
	assert_non_null(strstr(err.en, "removed"));
	struct score_change anew = typed(&office, "组一", "不适用：无此项", "");
	TEST_OK(enter(&office, &anew, &outcome, &err));
	assert_int_equal(anew.score.head.revision, 1);
	seen(&late, &first.score.head);
	assert_int_equal(enter(&office, &late, &outcome, &err), -ERR_CONFLICT);
	assert_string_equal(line_of(&office, 0).bytes, "1 - 0");

	struct scoring_cell cell = { office.unit.head.id, STR("Z10") };
	TEST_OK(scoring_history_load(db, &office.place, &cell, office.base.arena, &history, &err));
	assert_int_equal(history.count, 4);
	assert_true(history.items[0].score.not_applicable);
	assert_true(history.items[1].removed);
	assert_true(str_equal(history.items[1].removal_reason, STR("填错单位")));
	assert_int_equal(history.items[1].score.points.scaled, 130000); /* what was removed */
	assert_true(str_equal(history.items[2].score.change_reason, STR("复核")));
	assert_int_equal(history.items[3].score.points.scaled, 125000);
	assert_true(str_equal(history.items[3].act_kind, STR("score.save")));
	fixture_close(&office.base);
}

static void check_changes(struct db *db, void *context)
{
	struct office office;
	enum score_outcome outcome;
	struct scoring_changes changes;
	struct error err;

	(void)context;
	office_open(&office, db);
	struct arena *arena = office.base.arena;
	TEST_OK(scoring_changes_load(db, &office.place, 0, arena, &changes, &err));
	assert_int_equal(changes.count, 0);
	int64_t cursor = changes.cursor;
	assert_int_equal(cursor, fixture_size(&office.base));

	struct score_change mark = typed(&office, "组一", "12.5", "");
	TEST_OK(enter(&office, &mark, &outcome, &err));
	struct score_change other = typed(&office, "组二", "12", "");
	TEST_OK(enter(&office, &other, &outcome, &err));
	TEST_OK(scoring_changes_load(db, &office.place, cursor, arena, &changes, &err));
	assert_int_equal(changes.count, 1); /* two marks of one cell */
	assert_int_equal(changes.items[0].subject_id, office.unit.head.id);
	assert_true(str_equal(changes.items[0].indicator, STR("Z10")));
	assert_false(changes.too_many);
	cursor = changes.cursor;

	struct score_change gone = typed(&office, "组一", "", "填错");
	seen(&gone, &mark.score.head);
	TEST_OK(enter(&office, &gone, &outcome, &err));
	TEST_OK(scoring_changes_load(db, &office.place, cursor, arena, &changes, &err));
	assert_int_equal(changes.count, 1); /* a removal is seen too */
	struct scoring_place before = office.place;
	before.year = 2007;
	TEST_OK(scoring_changes_load(db, &before, cursor, arena, &changes, &err));
	assert_int_equal(changes.count, 0);
	TEST_OK(scoring_changes_load(db, &office.place, changes.cursor + 9, arena, &changes, &err));
	assert_int_equal(changes.count, 0);
	fixture_close(&office.base);
}

static void check_strangers(struct db *db, void *context)
{
	struct office office;
	struct scoring_subject subject;
	struct error err;

	(void)context;
	office_open(&office, db);
	assert_int_equal(scoring_subject_load(db, &office.place, office.unit.head.id + 1,
					      office.base.arena, &subject, &err),
			 -ERR_NOT_FOUND);
	struct scoring_place other = office.place;
	other.group_id++;
	assert_int_equal(scoring_subject_load(db, &other, office.unit.head.id, office.base.arena,
					      &subject, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&office.base);
}

static const struct {
	const char *text;
	int code;
	int64_t scaled;
	const char *reason; /* NULL: applicable */
} texts[] = {
	{ "12", 0, 120000, NULL },
	{ " 12.5 ", 0, 125000, NULL },
	{ "１２．５", 0, 125000, NULL },
	{ "0", 0, 0, NULL },
	{ "不适用：无此项", 0, 0, "无此项" },
	{ "n/a: none here", 0, 0, "none here" },
	{ "N/A", 0, 0, "" },
	{ "不适用", 0, 0, "" },
	{ "12,5", -ERR_INVALID, 0, NULL },
	{ "1.23456", -ERR_INVALID, 0, NULL },
	{ "十二", -ERR_INVALID, 0, NULL },
	{ "n/a because", -ERR_INVALID, 0, NULL },
	{ "", -ERR_INVALID, 0, NULL },
};

static void test_texts(void **state)
{
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct score score = { .year = 0 }, back = { .year = 0 };
		struct error err;
		int code = score_parse(str_from(texts[i].text), &score, &err);

		if (code != texts[i].code || score.points.scaled != texts[i].scaled)
			fail_msg("%s: %d", texts[i].text, code);
		if (code)
			continue;
		assert_int_equal(score.not_applicable, texts[i].reason != NULL);
		assert_true(str_equal(score.reason, str_from(texts[i].reason)));
		for (int language = 0; language < LANGUAGE_COUNT; language++) {
			TEST_OK(score_parse(score_format(&score, (enum language)language, arena),
					    &back, &err));
			assert_int_equal(back.points.scaled, score.points.scaled);
			assert_true(str_equal(back.reason, score.reason));
		}
	}
	arena_free(arena);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(entering)
ON_BOTH_ENGINES(refusals)
ON_BOTH_ENGINES(removal_and_history)
ON_BOTH_ENGINES(changes)
ON_BOTH_ENGINES(strangers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),	cmocka_unit_test(test_entering),
		cmocka_unit_test(test_refusals), cmocka_unit_test(test_removal_and_history),
		cmocka_unit_test(test_changes), cmocka_unit_test(test_strangers),
	};
	return cmocka_run_group_tests_name("process/score_change", tests, NULL, NULL);
}
