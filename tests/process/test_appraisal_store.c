/*
 * test_appraisal_store.c - a small county in the database, on both engines: schemes adopted, marks and
 * entries put by acts with their refusals, the year appraised, the trigger judged.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "county_fixture.h"
#include "process/derivation.h"
#include "process/entry.h"
#include "process/trigger_store.h"

static struct appraisal_year *load(struct county *county, int year, int64_t group_id)
{
	struct appraisal_request request = { .jurisdiction_id = county->base.jurisdiction_id,
					     .year = year, .subject = SCHEME_UNIT,
					     .group_id = group_id };
	struct appraisal_year *out = NULL;
	struct error err;
	TEST_OK(db_begin_read(county->base.db, &err));
	TEST_OK(appraisal_load(county->base.db, &request, county->base.arena, &out, &err));
	db_rollback(county->base.db);
	return out;
}

/* "T3 70.00 1 pass" lines of all groups, ordered by group and rank. */
static struct str table(struct county *county, const struct appraisal_year *year)
{
	struct arena *arena = county->base.arena;
	struct str all = STR("");
	for (size_t g = 0; g < year->group_count; g++) {
		const struct appraisal_ranking *group =
			appraisal_ranking(year->appraisal, (int)g);
		for (size_t i = 0; i < group->members; i++) {
			int member = group->order[i];
			const struct appraisal_result *result =
				appraisal_result(year->appraisal, member);
			char total[DECIMAL_TEXT_BYTES] = "-";
			if (result->has_total)
				decimal_format(result->total, 2, total);
			struct str grade = result->grade < 0
						   ? STR("-")
						   : year->scheme->grades[result->grade].code;
			all = arena_format(arena, "%.*s%.*s %.*s %s %d %.*s%s%s\n", STR_ARG(all),
					   STR_ARG(year->groups[g].name),
					   STR_ARG(year->subjects[member].code), total,
					   result->rank, STR_ARG(grade),
					   result->vetoed ? " veto" : "",
					   result->last == LAST_PLACE ? " last" : "");
		}
	}
	return all;
}

static void assert_table(struct county *county, const struct appraisal_year *year,
			 const char *wanted)
{
	assert_string_equal(table(county, year).bytes, wanted);
}

static void check_years(struct db *db, void *context)
{
	struct county county;
	(void)context;
	county_open(&county, db);
	/* 2007: (9 + 5) / 20; 2008: (18 + 5) / 30. The department has one indicator. */
	assert_table(&county, load(&county, 2007, 0),
		     "甲组 T3 70.00 1 pass\n甲组 T2 65.00 2 pass\n甲组 T1 60.00 3 pass\n"
		     "甲组 T4 40.00 4 fail last\n乙组 D1 80.00 1 pass\n");
	struct appraisal_year *year = load(&county, 2008, 0);
	assert_int_equal(year->scheme->version, 2);
	assert_table(&county, year,
		     "甲组 T3 76.67 1 pass\n甲组 T2 70.00 2 pass\n甲组 T1 63.33 3 pass\n"
		     "甲组 T4 36.67 4 fail last\n乙组 D1 40.00 1 fail\n");
	/* One group is the same as in the whole year. */
	assert_table(&county, load(&county, 2008, county.groups[1][0].head.id),
		     "甲组 T3 76.67 1 pass\n甲组 T2 70.00 2 pass\n甲组 T1 63.33 3 pass\n"
		     "甲组 T4 36.67 4 fail last\n");
	fixture_close(&county.base);
}

static void check_subject(struct db *db, void *context)
{
	struct county county;
	struct appraisal_year *year = NULL;
	struct derivation *derivation = NULL;
	struct decimal total;
	struct error err;
	int member = -1;
	(void)context;
	county_open(&county, db);
	struct appraisal_request request = { .jurisdiction_id = county.base.jurisdiction_id,
					     .year = 2008, .subject = SCHEME_UNIT,
					     .subject_id = unit_of(&county, "T2")->head.id };
	TEST_OK(appraisal_load(db, &request, county.base.arena, &year, &err));
	member = year->member;
	assert_string_equal(year->subjects[member].code.bytes, "T2");
	assert_int_equal(year->group_count, 1);
	TEST_OK(derivation_make(year->appraisal, member, county.base.arena, &derivation, &err));
	assert_true(derivation_recompute(derivation, &total));
	assert_int_equal(total.scaled, 70 * DECIMAL_ONE);
	assert_true(str_equal(derivation->steps->scorer, STR("组一")));
	assert_int_equal(derivation->steps->day, civil_year_end(2008));
	assert_int_not_equal(derivation->steps->record_id, 0);

	request.year = 2009; /* a scheme, but no group */
	assert_int_equal(appraisal_load(db, &request, county.base.arena, &year, &err),
			 -ERR_NOT_FOUND);
	assert_string_equal(err.en, "It is not appraised in that year.");
	request.subject_id = 0;
	request.year = 2006; /* no scheme */
	assert_int_equal(appraisal_load(db, &request, county.base.arena, &year, &err),
			 -ERR_NOT_FOUND);
	assert_string_equal(err.en, "No scheme for units is in force in 2006.");
	request.year = 2008;
	request.group_id = 1;
	assert_int_equal(appraisal_load(db, &request, county.base.arena, &year, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&county.base);
}

/* Marks ---------------------------------------------------------------------------------------- */

struct mark_refusal {
	const char *unit, *indicator;
	int points;
	bool not_applicable;
	const char *reason;
	int code;
	const char *field, *en;
};

static const struct mark_refusal mark_refusals[] = {
	{ "T1", "Z10", 21, false, "", -ERR_INVALID, "points", "0 to 20" },
	{ "T1", "Z10", -1, false, "", -ERR_INVALID, "points", "0 to 20" },
	{ "T1", "Z9", 1, false, "", -ERR_INVALID, "indicator", "“Z9” is not an indicator" },
	{ "D1", "A2", 1, false, "", -ERR_RULE, "", "A2 does not apply to this kind" },
	{ "T1", "Z10", 0, true, " ", -ERR_INVALID, "reason", "a reason" },
	{ "T1", "Z10", 1, true, "无此项", -ERR_INVALID, "points", "no points" },
};

static void check_mark_refusals(struct db *db, void *context)
{
	struct county county;
	enum score_outcome outcome;
	struct error err;
	(void)context;
	county_open(&county, db);
	for (size_t i = 0; i < ARRAY_LENGTH(mark_refusals); i++) {
		const struct mark_refusal *refusal = &mark_refusals[i];
		struct act act;
		struct score score = mark(&county, 2008, refusal->unit, refusal->indicator,
					  refusal->points);
		score.not_applicable = refusal->not_applicable;
		score.reason = str_from(refusal->reason);
		fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
		assert_int_equal(put(&county, &act, &score, &outcome, &err), refusal->code);
		db_rollback(db);
		assert_string_equal(err.field, refusal->field);
		if (!strstr(err.en, refusal->en) || !err.zh[0])
			fail_msg("case %zu: %s / %s", i, err.en, err.zh);
	}
	fixture_close(&county.base);
}

static void check_mark_outcomes(struct db *db, void *context)
{
	struct county county;
	enum score_outcome outcome;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	uint64_t size = fixture_size(&county.base);

	struct score score = mark(&county, 2008, "T1", "Z10", 14);
	score.day = civil_year_start(2009); /* the day alone changes nothing */
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
	TEST_OK(put(&county, &act, &score, &outcome, &err));
	assert_int_equal(outcome, SCORE_UNCHANGED);
	fixture_commit(&county.base, &act);
	assert_int_equal(fixture_size(&county.base), size);

	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
	score.points = DECIMAL_OF(20);
	TEST_OK(put(&county, &act, &score, &outcome, &err));
	assert_int_equal(outcome, SCORE_CHANGED);
	assert_int_equal(score.head.revision, 2);
	/* A second scorer; the average is (20 + 17) / 2. */
	struct score other = mark(&county, 2008, "T1", "Z10", 17);
	other.scorer = STR("组二");
	TEST_OK(put(&county, &act, &other, &outcome, &err));
	assert_int_equal(outcome, SCORE_CREATED);
	fixture_commit(&county.base, &act);
	assert_int_equal(fixture_size(&county.base), size + 3); /* two marks and the line of the act */
	assert_non_null(strstr(table(&county, load(&county, 2008, 0)).bytes, "T1 78.33 1"));

	/* A third one cannot say that it does not apply. */
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
	other.head = (struct record_head){ 0 };
	other.scorer = STR("组三");
	other.not_applicable = true;
	other.points = DECIMAL_OF(0);
	other.reason = STR("无此项");
	assert_int_equal(put(&county, &act, &other, &outcome, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "组一 says the opposite"));
	db_rollback(db);
	fixture_close(&county.base);
}

static void check_missing(struct db *db, void *context)
{
	struct county county;
	struct score score, present;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	score = mark(&county, 2008, "T2", "A2", 5);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.remove");
	TEST_OK(score_find(db, &score, act.jurisdiction_id, county.base.arena, &present, &err));
	TEST_OK(act_remove(&act, &score_record, &present, &err));
	fixture_commit(&county.base, &act);
	struct appraisal_year *year = load(&county, 2008, 0);
	assert_table(&county, year,
		     "甲组 T1 63.33 0 -\n甲组 T2 - 0 -\n甲组 T3 76.67 0 -\n甲组 T4 36.67 0 -\n"
		     "乙组 D1 40.00 1 fail\n");
	const struct appraisal_missing *cell = appraisal_missing_cells(year->appraisal);
	assert_non_null(cell);
	assert_string_equal(year->subjects[cell->member].code.bytes, "T2");
	assert_string_equal(year->scheme->indicators[cell->indicator].code.bytes, "A2");
	assert_null(cell->next);
	fixture_close(&county.base);
}

/* Entries -------------------------------------------------------------------------------------- */

static struct entry entry_of(struct county *county, const char *unit, enum entry_kind kind,
			     int points)
{
	return (struct entry){ .year = 2008, .subject = SCHEME_UNIT,
			       .subject_id = unit_of(county, unit)->head.id, .kind = (int)kind,
			       .points = DECIMAL_OF(points), .reason = STR("通报"),
			       .day = civil_year_end(2008), .reference = STR("8号") };
}

static void check_entries(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	bool created = false;
	(void)context;
	county_open(&county, db);
	struct entry deduction = entry_of(&county, "T3", ENTRY_DEDUCTION, 10);
	struct entry bonus = entry_of(&county, "T1", ENTRY_BONUS, 5);
	struct entry veto = entry_of(&county, "T2", ENTRY_VETO, 0);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "entry.add");
	TEST_OK(entry_add(&act, &deduction, &err));
	TEST_OK(entry_add(&act, &bonus, &err));
	TEST_OK(entry_import(&act, &veto, &created, &err));
	assert_true(created);
	fixture_commit(&county.base, &act);
	assert_table(&county, load(&county, 2008, 0),
		     "甲组 T2 70.00 1 fail veto\n甲组 T3 66.67 2 pass\n甲组 T1 66.33 3 pass\n"
		     "甲组 T4 36.67 4 fail last\n乙组 D1 40.00 1 fail\n");

	/* The same entry imported again is not written again. */
	int64_t first = veto.head.id;
	veto.head = (struct record_head){ 0 };
	struct entry counter;
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "entry.reverse");
	TEST_OK(entry_import(&act, &veto, &created, &err));
	assert_false(created);
	assert_int_equal(veto.head.id, first);
	TEST_OK(entry_reverse(&act, deduction.head.id, STR("更正"), STR("9号"), &counter, &err));
	assert_int_equal(counter.points.scaled, 10 * DECIMAL_ONE);
	assert_int_equal(counter.reverses_id, deduction.head.id);
	TEST_OK(entry_reverse(&act, first, STR("更正"), STR(""), &counter, &err));
	fixture_commit(&county.base, &act);
	assert_table(&county, load(&county, 2008, county.groups[1][0].head.id),
		     "甲组 T3 76.67 1 pass\n甲组 T2 70.00 2 pass\n甲组 T1 66.33 3 pass\n"
		     "甲组 T4 36.67 4 fail last\n");

	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "entry.reverse");
	assert_int_equal(entry_reverse(&act, first, STR("更正"), STR(""), &counter, &err),
			 -ERR_RULE);
	assert_string_equal(err.en, "This entry was taken back already.");
	db_rollback(db);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "entry.reverse");
	assert_int_equal(entry_reverse(&act, counter.head.id, STR("更正"), STR(""), &counter,
				       &err),
			 -ERR_RULE);
	db_rollback(db);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "entry.reverse");
	assert_int_equal(entry_reverse(&act, bonus.head.id, STR(""), STR(""), &counter, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "reason");
	db_rollback(db);
	fixture_close(&county.base);
}

static void test_entry_check(void **state)
{
	static const struct {
		enum entry_kind kind;
		int points;
		const char *reason, *field;
	} cases[] = {
		{ ENTRY_BONUS, 0, "事由", "points" },
		{ ENTRY_DEDUCTION, -1, "事由", "points" },
		{ ENTRY_VETO, 1, "事由", "points" },
		{ ENTRY_VETO, 0, " ", "reason" },
	};
	struct error err;
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct entry entry = { .kind = (int)cases[i].kind,
				       .points = DECIMAL_OF(cases[i].points),
				       .reason = str_from(cases[i].reason) };
		assert_int_equal(entry_check(&entry, &err), -ERR_INVALID);
		assert_string_equal(err.field, cases[i].field);
	}
}

/* Schemes -------------------------------------------------------------------------------------- */

static void check_adoption(struct db *db, void *context)
{
	static const char *const other =
		"scheme: y\nversion: 1\ntitle: {zh: 他, en: Other}\nsubject: unit\n"
		"in_force: {from_year: 2009}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"
		"indicators: [{code: I, zh: 一, en: One, maximum: 1}]\nbonus: {cap: 0}\n"
		"grades:\n  - {code: a, zh: 甲, en: A, from: 1}\n"
		"  - {code: b, zh: 乙, en: B, from: 0}\n";
	struct county county;
	struct scheme_version version;
	struct error err;
	(void)context;
	county_open(&county, db);
	assert_int_equal(adopt(&county, scheme_2008, &version, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "the latest is version 2"));
	assert_int_equal(adopt(&county, other, &version, &err), -ERR_RULE);
	assert_non_null(strstr(err.en, "The scheme x, version 2, rules some of these years"));
	assert_int_equal(adopt(&county, "scheme: x\n", &version, &err), -ERR_INVALID);
	/* Version 3 corrects 2007 only; 2008 keeps version 2. */
	TEST_OK(adopt(&county, SCHEME_TEXT("3", "from_year: 2007, to_year: 2007", "16"), &version,
		      &err));
	assert_int_equal(load(&county, 2007, 0)->scheme->version, 3);
	assert_int_equal(load(&county, 2008, 0)->scheme->version, 2);
	fixture_close(&county.base);
}

/* Triggers ------------------------------------------------------------------------------------- */

static void check_trigger(struct db *db, void *context)
{
	struct county county;
	struct trigger_findings findings;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "import.persons");
	add_principal(&county, &act, "P1", "T4", civil_year_start(2006));
	add_principal(&county, &act, "P2", "T4", civil_year_start(2008));
	fixture_commit(&county.base, &act);

	struct trigger_request request = { .jurisdiction_id = county.base.jurisdiction_id,
					   .year = 2008 };
	TEST_OK(trigger_load_year(db, &request, county.base.arena, &findings, &err));
	assert_int_equal(findings.count, 1);
	const struct trigger_proposal *proposal = &findings.items[0].proposal;
	assert_string_equal(findings.items[0].unit_code.bytes, "T4");
	assert_true(proposal->provisional); /* no result is final: test_result_store.c */
	assert_false(proposal->fires);
	assert_int_equal(proposal->principal_count, 2);
	assert_int_equal(proposal->qualifying_count, 1);
	assert_true(str_equal(proposal->principals[0].code, STR("P1")));
	assert_true(proposal->principals[0].qualifies);
	assert_int_equal(proposal->principals[1].failing_year, 2007);

	TEST_OK(trigger_load_unit(db, &request, unit_of(&county, "T4")->head.id,
				  county.base.arena, &findings, &err));
	assert_int_equal(findings.count, 1);
	assert_true(findings.items[0].proposal.provisional);
	TEST_OK(trigger_load_unit(db, &request, unit_of(&county, "T1")->head.id,
				  county.base.arena, &findings, &err));
	assert_false(findings.items[0].proposal.provisional);

	/* 2007 has no year before it. */
	request.year = 2007;
	TEST_OK(trigger_load_year(db, &request, county.base.arena, &findings, &err));
	assert_int_equal(findings.count, 0);
	fixture_close(&county.base);
}

/* Persons -------------------------------------------------------------------------------------- */

static const char *const person_scheme =
	"scheme: p\nversion: 1\ntitle: {zh: 三考, en: Examinations}\nsubject: person\n"
	"in_force: {from_year: 2007}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"
	"levels:\n  - {code: section, zh: 正科职, en: Head}\n"
	"  - {code: deputy_section, zh: 副科职, en: Deputy}\n"
	"indicators:\n  - {code: S, zh: 学习, en: Study, maximum: 10}\n"
	"  - {code: L, zh: 领导, en: Leading, maximum: 10, applies_to: [section]}\n"
	"bonus: {cap: 0}\ngrades:\n  - {code: a, zh: 甲, en: A, from: 60}\n"
	"  - {code: b, zh: 乙, en: B, from: 0}\n";

/* A person with one post on the last day of 2008, and an earlier one of another level. */
static int64_t add_person(struct county *county, struct act *act, const char *code,
			  enum post_level level)
{
	struct person person = { .code = str_from(code), .name = str_from(code),
				 .left_day = CIVIL_NO_DAY };
	struct error err;
	TEST_OK(act_create(act, &person_record, &person, &err));
	struct post before = { .person_id = person.head.id,
			       .unit_id = county->units[0].head.id, .title = STR("前职"),
			       .level = POST_OTHER, .from_day = civil_year_start(2006),
			       .to_day = civil_year_end(2006) };
	struct post now = before;
	now.title = STR("现职");
	now.level = (int)level;
	now.from_day = civil_year_start(2007);
	now.to_day = CIVIL_NO_DAY;
	TEST_OK(post_create(act, &before, &err));
	TEST_OK(post_create(act, &now, &err));
	return person.head.id;
}

static void put_person(struct act *act, const struct scheme *scheme, int64_t id, const char *level,
		       const int *points)
{
	static const char *const codes[] = { "S", "L" };
	int class_index = scheme_class_find(scheme, str_from(level));
	enum score_outcome outcome;
	struct error err;
	for (int i = 0; i < 2; i++) {
		struct score score = { .year = 2008, .subject = SCHEME_PERSON, .subject_id = id,
				       .indicator = str_from(codes[i]),
				       .points = DECIMAL_OF(points[i]), .scorer = STR("考核组"),
				       .day = civil_year_end(2008) };
		if (points[i] >= 0)
			TEST_OK(score_put(act, &score, scheme, class_index, &outcome, &err));
	}
}

static void check_persons(struct db *db, void *context)
{
	static const int both[] = { 9, 6 }, study[] = { 5, -1 };
	struct county county;
	struct scheme_version version;
	struct scheme *scheme = NULL;
	struct appraisal_year *year = NULL;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	struct scheme_request wanted = { county.base.jurisdiction_id, SCHEME_PERSON, 2008 };
	struct appraisal_request request = { .jurisdiction_id = county.base.jurisdiction_id,
					     .year = 2008, .subject = SCHEME_PERSON };
	TEST_OK(adopt(&county, person_scheme, &version, &err));
	TEST_OK(scheme_load(db, &wanted, county.base.arena, &scheme, &err));
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "import.scores");
	int64_t head = add_person(&county, &act, "P1", POST_SECTION);
	int64_t deputy = add_person(&county, &act, "P2", POST_DEPUTY_SECTION);
	add_person(&county, &act, "P3", POST_OTHER); /* at a level that the scheme does not name */
	put_person(&act, scheme, head, "section", both);
	put_person(&act, scheme, deputy, "deputy_section", study);
	fixture_commit(&county.base, &act);

	TEST_OK(appraisal_load(db, &request, county.base.arena, &year, &err));
	assert_table(&county, year, "正科职 P1 75.00 1 a\n副科职 P2 50.00 1 b\n");
	assert_string_equal(year->groups[1].name_en.bytes, "Deputy");
	/* The units' table is untouched by persons' marks. */
	assert_non_null(strstr(table(&county, load(&county, 2008, 0)).bytes, "T3 76.67 1"));

	request.subject_id = deputy;
	TEST_OK(appraisal_load(db, &request, county.base.arena, &year, &err));
	assert_string_equal(year->subjects[year->member].code.bytes, "P2");
	assert_non_null(appraisal_result(year->appraisal, year->member)->lines);
	request.subject_id = county.units[0].head.id;
	assert_int_equal(appraisal_load(db, &request, county.base.arena, &year, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&county.base);
}

/* A mark for an indicator that the scheme does not have is counted and ignored. */
static void check_foreign_marks(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	struct score score = mark(&county, 2008, "T1", "OLD", 3);
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
	TEST_OK(act_create(&act, &score_record, &score, &err));
	fixture_commit(&county.base, &act);
	struct appraisal_year *year = load(&county, 2008, 0);
	assert_int_equal(year->foreign_marks, 1);
	assert_non_null(strstr(table(&county, year).bytes, "T1 63.33 3"));
	fixture_close(&county.base);
}

/* Whichever engine call fails, the failure comes out and nothing is handed out. */
static void check_faults(struct db *db, void *context)
{
	struct county county;
	struct trigger_findings findings;
	struct error err;
	int code = -ERR_DATABASE;
	long calls = 0;
	(void)context;
	county_open(&county, db);
	struct trigger_request request = { .jurisdiction_id = county.base.jurisdiction_id,
					   .year = 2008 };
	while (code) {
		TEST_OK(db_begin_read(db, &err));
		db_fail_after(++calls, false);
		code = trigger_load_year(db, &request, county.base.arena, &findings, &err);
		db_fail_after(0, false);
		db_rollback(db);
		assert_true(code == 0 || code == -ERR_DATABASE);
	}
	assert_true(calls > 50); /* two years with their rows */
	assert_int_equal(findings.count, 1);
	fixture_close(&county.base);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(years)
ON_BOTH_ENGINES(subject)
ON_BOTH_ENGINES(mark_refusals)
ON_BOTH_ENGINES(mark_outcomes)
ON_BOTH_ENGINES(missing)
ON_BOTH_ENGINES(entries)
ON_BOTH_ENGINES(adoption)
ON_BOTH_ENGINES(trigger)
ON_BOTH_ENGINES(persons)
ON_BOTH_ENGINES(foreign_marks)
ON_BOTH_ENGINES(faults)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_years),	      cmocka_unit_test(test_subject),
		cmocka_unit_test(test_mark_refusals), cmocka_unit_test(test_mark_outcomes),
		cmocka_unit_test(test_missing),	      cmocka_unit_test(test_entries),
		cmocka_unit_test(test_entry_check),   cmocka_unit_test(test_adoption),
		cmocka_unit_test(test_trigger),	      cmocka_unit_test(test_persons),
		cmocka_unit_test(test_foreign_marks), cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
