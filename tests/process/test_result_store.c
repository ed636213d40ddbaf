/*
 * test_result_store.c - a year's results from draft to final and beyond, on both engines: what publicity
 * closes and an upheld objection opens, what is frozen, how it is computed again later, what follows.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "county_fixture.h"
#include "ledger/history.h"
#include "people/rights.h"
#include "process/entry.h"
#include "process/objection_store.h"
#include "process/proposal_store.h"
#include "process/result_store.h"
#include "statements_proposal.h"

#define FIXTURE_DAY 14320 /* 2009-03-17 */
#define IN_JANUARY(year) (civil_year_start((year) + 1) + 4)

static const struct result_order office = { .permissions = PERMISSION_RESULT_MANAGE,
					    .publicity_to = CIVIL_NO_DAY };

static struct result_place place_of(struct county *county, int year)
{
	return (struct result_place){ county->base.jurisdiction_id, year, SCHEME_UNIT,
				      county->groups[year - 2007][0].head.id, STR_EMPTY };
}

static void begin(struct county *county, struct act *act, int32_t day)
{
	fixture_begin(&county->base, act, county->base.jurisdiction_id, "test.act");
	act->day = day;
}

static struct result publish(struct county *county, int year, int32_t day)
{
	struct result_place place = place_of(county, year);
	struct result result;
	struct error err;
	struct act act;
	begin(county, &act, day);
	TEST_OK(result_publish(&act, &place, &office, &result, &err));
	fixture_commit(&county->base, &act);
	return result;
}

static struct result finalise(struct county *county, int64_t id, int32_t day)
{
	struct result result;
	struct error err;
	struct act act;
	begin(county, &act, day);
	TEST_OK(result_finalise(&act, id, &office, &result, &err));
	fixture_commit(&county->base, &act);
	return result;
}

static struct result make_final(struct county *county, int year)
{
	struct result result = publish(county, year, IN_JANUARY(year));
	return finalise(county, result.head.id, result.publicity_to + 1);
}

static int try_mark(struct county *county, int year, const char *unit, int points,
		    struct error *err)
{
	struct act act;
	enum score_outcome outcome;
	struct score score = mark(county, year, unit, "Z10", points);
	score.change_reason = STR("更正");
	fixture_begin(&county->base, &act, county->base.jurisdiction_id, "score.put");
	int code = put(county, &act, &score, &outcome, err);
	if (code)
		db_rollback(county->base.db);
	else
		fixture_commit(&county->base, &act);
	return code;
}

static int try_deduction(struct county *county, int year, const char *unit, struct error *err)
{
	struct act act;
	struct entry entry = { .year = year, .subject = SCHEME_UNIT, .kind = ENTRY_DEDUCTION,
			       .points = DECIMAL_OF(1), .reason = STR("迟报"),
			       .day = civil_year_end(year) };
	entry.subject_id = unit_of(county, unit)->head.id;
	fixture_begin(&county->base, &act, county->base.jurisdiction_id, "entry.create");
	int code = entry_add(&act, &entry, err);
	if (code)
		db_rollback(county->base.db);
	else
		fixture_commit(&county->base, &act);
	return code;
}

static struct appraisal_year *appraise(struct county *county, const struct appraisal_request *request)
{
	struct appraisal_year *out = NULL;
	struct error err;
	TEST_OK(appraisal_load(county->base.db, request, county->base.arena, &out, &err));
	return out;
}

/* "T3 70.00 1, T2 …": the group by rank. */
static const char *ranking(struct county *county, const struct appraisal_year *year)
{
	const struct appraisal_ranking *group = appraisal_ranking(year->appraisal, 0);
	struct str all = STR("");
	for (size_t i = 0; i < group->members; i++) {
		char total[DECIMAL_TEXT_BYTES];
		const struct appraisal_result *result =
			appraisal_result(year->appraisal, group->order[i]);
		all = arena_format(county->base.arena, "%.*s%s%.*s %s", STR_ARG(all), i ? " " : "",
				   STR_ARG(year->subjects[group->order[i]].code),
				   decimal_format(result->total, 2, total));
	}
	return all.bytes;
}

static const char *ranking_of(struct county *county, const struct result *result)
{
	struct appraisal_request request = result_request(result);
	return ranking(county, appraise(county, &request));
}

/* The lines that were frozen say what the figures computed again say. */
static void assert_frozen(struct county *county, const struct result *result)
{
	struct appraisal_request request = result_request(result);
	struct appraisal_year *year = appraise(county, &request);
	struct result_lines lines;
	struct error err;
	TEST_OK(result_load_lines(county->base.db, county->base.jurisdiction_id, result->head.id,
				  county->base.arena, &lines, &err));
	assert_int_equal(lines.count, year->subject_count);
	for (size_t i = 0; i < lines.count; i++) {
		int member = appraisal_year_member(year, lines.items[i].subject_id);
		assert_true(member >= 0);
		const struct appraisal_result *got = appraisal_result(year->appraisal, member);
		assert_int_equal(lines.items[i].total.scaled, got->total.scaled);
		assert_int_equal(lines.items[i].rank, got->rank);
		assert_int_equal(lines.items[i].place, got->last);
		assert_true(str_equal(lines.items[i].name, year->subjects[member].name));
	}
}

static void check_way(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct result result;
	struct act act;
	(void)context;
	county_open(&county, db);
	result = publish(&county, 2008, IN_JANUARY(2008));
	assert_int_equal(result.version, 1);
	assert_int_equal(result.publicity_to, IN_JANUARY(2008) + 6); /* seven days, first included */
	/* Public: closed for marks and entries. The same mark again is no change. */
	assert_int_equal(try_mark(&county, 2008, "T1", 20, &err), -ERR_STATE);
	assert_int_equal(try_mark(&county, 2008, "T1", 14, &err), 0);
	assert_int_equal(try_deduction(&county, 2008, "T1", &err), -ERR_STATE);
	assert_int_equal(try_mark(&county, 2007, "T1", 8, &err), 0); /* another year */
	begin(&county, &act, result.publicity_to);
	assert_int_equal(result_finalise(&act, result.head.id, &office, &result, &err), -ERR_RULE);
	db_rollback(db);
	result = finalise(&county, result.head.id, result.publicity_to + 1);
	assert_int_equal(result.state, RESULT_FINAL);
	assert_frozen(&county, &result);
	assert_int_equal(try_mark(&county, 2008, "T1", 20, &err), -ERR_STATE);
	begin(&county, &act, result.final_day);
	struct result_place place = place_of(&county, 2008);
	assert_int_equal(result_publish(&act, &place, &office, &result, &err), -ERR_STATE);
	db_rollback(db);
	fixture_close(&county.base);
}

static struct objection object(struct county *county, const struct result *result,
			       const char *unit, const char *indicator, int32_t day)
{
	struct objection objection = { .result_id = result->head.id,
				       .subject_id = unit_of(county, unit)->head.id,
				       .indicator = str_from(indicator),
				       .text = STR("得分与检查记录不符") };
	struct error err;
	struct act act;
	begin(county, &act, day);
	TEST_OK(objection_raise(&act, &objection, &err));
	fixture_commit(&county->base, &act);
	return objection;
}

static void answer(struct county *county, int64_t id, enum objection_event event)
{
	const struct objection_order order = { .event = event,
					       .permissions = PERMISSION_RESULT_MANAGE,
					       .answer = STR("经核实") };
	struct objection objection;
	struct error err;
	struct act act;
	begin(county, &act, IN_JANUARY(2008) + 2);
	TEST_OK(objection_move(&act, id, &order, &objection, &err));
	fixture_commit(&county->base, &act);
}

static void check_objections(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	struct objection wrong;
	(void)context;
	county_open(&county, db);
	struct result result = publish(&county, 2008, IN_JANUARY(2008));
	struct objection first = object(&county, &result, "T1", "Z10", IN_JANUARY(2008) + 1);
	struct objection same = object(&county, &result, "T1", "Z10", IN_JANUARY(2008) + 1);
	struct objection late = object(&county, &result, "T2", "", result.publicity_to + 1);
	assert_int_equal(first.head.id, same.head.id); /* a form sent twice */
	assert_false(first.late);
	assert_true(late.late);
	wrong = (struct objection){ .result_id = result.head.id,
				    .subject_id = unit_of(&county, "D1")->head.id,
				    .text = STR("得分与检查记录不符") };
	begin(&county, &act, IN_JANUARY(2008));
	assert_int_equal(objection_raise(&act, &wrong, &err), -ERR_NOT_FOUND); /* not in the group */
	db_rollback(db);
	begin(&county, &act, result.publicity_to + 2);
	assert_int_equal(result_finalise(&act, result.head.id, &office, &result, &err), -ERR_RULE);
	db_rollback(db);
	answer(&county, first.head.id, OBJECTION_UPHOLD);
	answer(&county, late.head.id, OBJECTION_REJECT);
	/* Upheld opens what it is about, for that unit; rejected opens nothing. */
	assert_int_equal(try_mark(&county, 2008, "T2", 20, &err), -ERR_STATE);
	assert_int_equal(try_mark(&county, 2008, "T1", 20, &err), 0);
	struct score other = mark(&county, 2008, "T1", "A2", 9);
	enum score_outcome outcome;
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "score.put");
	other.change_reason = STR("更正");
	assert_int_equal(put(&county, &act, &other, &outcome, &err), -ERR_STATE);
	db_rollback(db);
	result = finalise(&county, result.head.id, result.publicity_to + 2);
	assert_string_equal(ranking_of(&county, &result), "T1 83.33 T3 76.67 T2 70.00 T4 36.67");
	assert_frozen(&county, &result);
	fixture_close(&county.base);
}

/* Version 1 stays as it was, whatever comes later; version 2 has the correction. */
static void check_correction(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	(void)context;
	county_open(&county, db);
	struct result first = make_final(&county, 2008);
	struct result_place place = place_of(&county, 2008);
	struct result_order order = office;
	struct result second;
	assert_string_equal(ranking_of(&county, &first), "T3 76.67 T2 70.00 T1 63.33 T4 36.67");
	begin(&county, &act, first.final_day + 10);
	assert_int_equal(result_correct(&act, &place, &order, &second, &err), -ERR_INVALID);
	db_rollback(db);
	order.reason = STR("申诉复核");
	begin(&county, &act, first.final_day + 10);
	TEST_OK(result_correct(&act, &place, &order, &second, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(second.version, 2);
	begin(&county, &act, first.final_day + 10);
	assert_int_equal(result_correct(&act, &place, &order, &second, &err), -ERR_STATE);
	db_rollback(db);
	TEST_OK(try_mark(&county, 2008, "T4", 20, &err));
	TEST_OK(try_deduction(&county, 2008, "T1", &err));
	assert_string_equal(ranking_of(&county, &first), "T3 76.67 T2 70.00 T1 63.33 T4 36.67");
	second = publish(&county, 2008, first.final_day + 11);
	second = finalise(&county, second.head.id, second.publicity_to + 1);
	assert_int_equal(second.version, 2);
	assert_string_equal(ranking_of(&county, &first), "T3 76.67 T2 70.00 T1 63.33 T4 36.67");
	assert_string_equal(ranking_of(&county, &second), "T4 83.33 T3 76.67 T2 70.00 T1 62.33");
	assert_frozen(&county, &first);
	assert_frozen(&county, &second);
	fixture_close(&county.base);
}

/* Members, kinds, marks and entries of a place in the ledger, also when all of them changed since. */
static void check_as_of(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	int64_t size = (int64_t)0;
	(void)context;
	county_open(&county, db);
	size = (int64_t)fixture_size(&county.base);
	struct appraisal_request then = { .jurisdiction_id = county.base.jurisdiction_id,
					  .year = 2008, .subject = SCHEME_UNIT,
					  .group_id = county.groups[1][0].head.id, .as_of = size };
	struct appraisal_request now = then;
	now.as_of = 0;
	const char *before = ranking(&county, appraise(&county, &now));
	assert_string_equal(ranking(&county, appraise(&county, &then)), before);

	struct unit unit = fixture_unit_get(&county.base, unit_of(&county, "T1")->head.id);
	struct score removed = mark(&county, 2008, "T2", "A2", 0), present;
	TEST_OK(try_mark(&county, 2008, "T3", 1, &err));
	TEST_OK(try_deduction(&county, 2008, "T2", &err));
	begin(&county, &act, FIXTURE_DAY);
	unit.kind = UNIT_DEPARTMENT;
	TEST_OK(act_update(&act, &unit_record, &unit, &err));
	TEST_OK(score_find(db, &removed, county.base.jurisdiction_id, county.base.arena, &present,
			   &err));
	TEST_OK(act_remove(&act, &score_record, &present, &err));
	fixture_commit(&county.base, &act);

	assert_string_not_equal(ranking(&county, appraise(&county, &now)), before);
	assert_string_equal(ranking(&county, appraise(&county, &then)), before);
	fixture_close(&county.base);
}

static struct proposal proposal_about(struct county *county, int64_t person_id, int *out_count)
{
	struct proposal found = { .state = -1 }, proposal;
	struct db_query *query;
	struct error err;
	*out_count = 0;
	TEST_OK(db_query_open(county->base.db, STATEMENT_PROPOSAL_ALL,
			      DB_ARGS(db_int("jurisdiction_id", county->base.jurisdiction_id)),
			      &query, &err));
	while (db_query_step(query, &err) > 0) {
		TEST_OK(record_read(query, &proposal_record, county->base.arena, &proposal, &err));
		(*out_count)++;
		if (proposal.person_id == person_id)
			found = proposal;
	}
	db_query_close(query);
	return found;
}

static int64_t principal_id(struct county *county, const char *code)
{
	struct person person;
	struct error err;
	TEST_OK(person_find(county->base.db, county->base.jurisdiction_id, str_from(code),
			    county->base.arena, &person, &err));
	return person.head.id;
}

static void add_principals(struct county *county)
{
	struct act act;
	begin(county, &act, FIXTURE_DAY);
	add_principal(county, &act, "P1", "T4", civil_year_start(2006));
	add_principal(county, &act, "P2", "T4", civil_year_start(2008));
	fixture_commit(&county->base, &act);
}

/* Last in two final years: a proposal for the principal who was there long enough; a correction takes
 * it away and brings it back; what a leader decided stays. */
static void check_proposals(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	int count;
	bool ground;
	(void)context;
	county_open(&county, db);
	add_principals(&county);
	int64_t first = principal_id(&county, "P1");
	struct result later = make_final(&county, 2008);
	proposal_about(&county, first, &count);
	assert_int_equal(count, 0); /* 2007 is not final yet */
	make_final(&county, 2007);  /* an earlier year, final later, decides the later year too */
	struct proposal proposal = proposal_about(&county, first, &count);
	assert_int_equal(count, 1);
	assert_int_equal(proposal.state, PROPOSAL_OPEN);
	assert_int_equal(proposal.year, 2008);
	assert_true(str_find(proposal.grounds, STR("P1")) >= 0);

	struct result_place place = place_of(&county, 2008);
	struct result_order order = office;
	struct result corrected;
	order.reason = STR("复核");
	begin(&county, &act, later.final_day + 5);
	TEST_OK(result_correct(&act, &place, &order, &corrected, &err));
	fixture_commit(&county.base, &act);
	TEST_OK(try_mark(&county, 2008, "T4", 20, &err));
	corrected = publish(&county, 2008, later.final_day + 6);
	finalise(&county, corrected.head.id, corrected.publicity_to + 1);
	proposal = proposal_about(&county, first, &count);
	assert_int_equal(proposal.state, PROPOSAL_LAPSED);

	begin(&county, &act, later.final_day + 40);
	TEST_OK(result_correct(&act, &place, &order, &corrected, &err));
	fixture_commit(&county.base, &act);
	TEST_OK(try_mark(&county, 2008, "T4", 6, &err));
	corrected = publish(&county, 2008, later.final_day + 41);
	finalise(&county, corrected.head.id, corrected.publicity_to + 1);
	proposal = proposal_about(&county, first, &count);
	assert_int_equal(count, 1);
	assert_int_equal(proposal.state, PROPOSAL_OPEN);

	const struct proposal_order stale = { .event = PROPOSAL_ACCEPT,
					      .permissions = PERMISSION_PROPOSAL_DECIDE,
					      .reason = STR("同意"), .expected_revision = 1 };
	struct proposal_order decide = stale;
	decide.expected_revision = proposal.head.revision;
	begin(&county, &act, later.final_day + 60);
	assert_int_equal(proposal_decide(&act, proposal.head.id, &stale, &proposal, &err),
			 -ERR_CONFLICT);
	TEST_OK(proposal_decide(&act, proposal.head.id, &decide, &proposal, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(proposal.state, PROPOSAL_ACCEPTED);
	TEST_OK(proposal_has_ground(db, &proposal, county.base.arena, &ground, &err));
	assert_true(ground);
	fixture_close(&county.base);
}

/* Nobody was in post long enough: the subject is to be determined. */
static void check_undetermined(struct db *db, void *context)
{
	struct county county;
	struct act act;
	int count;
	(void)context;
	county_open(&county, db);
	begin(&county, &act, FIXTURE_DAY);
	add_principal(&county, &act, "P2", "T4", civil_year_start(2008) + 200);
	fixture_commit(&county.base, &act);
	make_final(&county, 2007);
	make_final(&county, 2008);
	struct proposal proposal = proposal_about(&county, 0, &count);
	assert_int_equal(count, 1);
	assert_int_equal(proposal.state, PROPOSAL_OPEN);
	fixture_close(&county.base);
}

static void check_drop_and_withdraw(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct act act;
	struct result result;
	struct result_order why = office;
	(void)context;
	county_open(&county, db);
	why.reason = STR("数据有误");
	result = publish(&county, 2008, IN_JANUARY(2008));
	begin(&county, &act, IN_JANUARY(2008));
	why.expected_revision = result.head.revision + 1;
	assert_int_equal(result_withdraw(&act, result.head.id, &why, &result, &err),
			 -ERR_CONFLICT);
	why.expected_revision = 0;
	TEST_OK(result_withdraw(&act, result.head.id, &why, &result, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(result.state, RESULT_DRAFT);
	TEST_OK(try_mark(&county, 2008, "T1", 20, &err)); /* open again */
	result = make_final(&county, 2008);
	assert_int_equal(result.version, 1);
	struct result_place place = place_of(&county, 2008);
	begin(&county, &act, IN_JANUARY(2008) + 30);
	TEST_OK(result_correct(&act, &place, &why, &result, &err));
	TEST_OK(result_drop(&act, result.head.id, &why, &result, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(try_mark(&county, 2008, "T1", 3, &err), -ERR_STATE); /* final again */
	TEST_OK(result_find_latest(db, &place, county.base.arena, &result, &err));
	assert_int_equal(result.version, 1);
	fixture_close(&county.base);
}

/* Levels ------------------------------------------------------------------------------------ */

#define PERSON_SCHEME(version, levels)                                                             \
	"scheme: p\nversion: " version "\ntitle: {zh: 考核, en: Examination}\nsubject: person\n"     \
	"in_force: {from_year: 2008}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"            \
	"levels:\n" levels                                                                         \
	"indicators:\n  - {code: S1, zh: 一, en: One, maximum: 100}\n"                             \
	"bonus: {cap: 3}\ngrades:\n  - {code: pass, zh: 合格, en: Pass, from: 60}\n"               \
	"  - {code: fail, zh: 不合格, en: Fail, from: 0}\n"
#define HEADS "  - {code: section, zh: 正科职, en: Head}\n"
#define DEPUTIES "  - {code: deputy_section, zh: 副科职, en: Deputy}\n"

static void add_examined(struct county *county, struct act *act, const char *code, int level,
			 int points)
{
	struct person person = { .code = str_from(code), .name = str_from(code),
				 .left_day = CIVIL_NO_DAY };
	struct error err;
	TEST_OK(act_create(act, &person_record, &person, &err));
	struct post post = { .person_id = person.head.id,
			     .unit_id = unit_of(county, "T1")->head.id, .title = STR("职务"),
			     .level = level, .from_day = civil_year_end(2006),
			     .to_day = CIVIL_NO_DAY };
	struct score score = { .year = 2008, .subject = SCHEME_PERSON, .subject_id = person.head.id,
			       .indicator = STR("S1"), .points = DECIMAL_OF(points),
			       .scorer = STR("组一"), .day = civil_year_end(2008) };
	TEST_OK(post_create(act, &post, &err));
	TEST_OK(act_create(act, &score_record, &score, &err));
}

static struct result publish_level(struct county *county, const char *level)
{
	struct result_place place = { county->base.jurisdiction_id, 2008, SCHEME_PERSON, 0,
				      str_from(level) };
	struct result result;
	struct error err;
	struct act act;
	begin(county, &act, IN_JANUARY(2008));
	TEST_OK(result_publish(&act, &place, &office, &result, &err));
	fixture_commit(&county->base, &act);
	return result;
}

/* A later scheme that lists the levels the other way round: each result stays that of its level. */
static void check_levels(struct db *db, void *context)
{
	struct result_place place = { .year = 2008, .subject = SCHEME_PERSON,
				      .level = STR("deputy_section") };
	struct scheme_version version;
	struct result heads, deputies, found;
	struct appraisal_request request;
	struct county county;
	struct error err;
	struct act act;

	(void)context;
	county_open(&county, db);
	place.jurisdiction_id = county.base.jurisdiction_id;
	TEST_OK(adopt(&county, PERSON_SCHEME("1", HEADS DEPUTIES), &version, &err));
	fixture_begin(&county.base, &act, county.base.jurisdiction_id, "import.scores");
	add_examined(&county, &act, "H1", POST_SECTION, 90);
	add_examined(&county, &act, "H2", POST_SECTION, 70);
	add_examined(&county, &act, "D1", POST_DEPUTY_SECTION, 80);
	fixture_commit(&county.base, &act);
	heads = publish_level(&county, "section");
	assert_string_equal(heads.level.bytes, "section");
	assert_int_equal(heads.group_id, 0);
	TEST_OK(adopt(&county, PERSON_SCHEME("2", DEPUTIES HEADS), &version, &err));
	deputies = publish_level(&county, "deputy_section");
	assert_int_not_equal(heads.scheme_id, deputies.scheme_id);
	request = result_request(&heads);
	assert_string_equal(ranking(&county, appraise(&county, &request)), "H1 90.00 H2 70.00");
	request = result_request(&deputies);
	assert_string_equal(ranking(&county, appraise(&county, &request)), "D1 80.00");
	TEST_OK(result_find_latest(db, &place, county.base.arena, &found, &err));
	assert_int_equal(found.head.id, deputies.head.id);
	place.level = STR("section");
	TEST_OK(result_find_latest(db, &place, county.base.arena, &found, &err));
	assert_int_equal(found.head.id, heads.head.id);
	place.level = STR("county");
	assert_int_equal(result_find_latest(db, &place, county.base.arena, &found, &err),
			 -ERR_NOT_FOUND);
	fixture_close(&county.base);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(way)
ON_BOTH_ENGINES(objections)
ON_BOTH_ENGINES(correction)
ON_BOTH_ENGINES(as_of)
ON_BOTH_ENGINES(proposals)
ON_BOTH_ENGINES(undetermined)
ON_BOTH_ENGINES(drop_and_withdraw)
ON_BOTH_ENGINES(levels)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_way),	   cmocka_unit_test(test_objections),
		cmocka_unit_test(test_correction), cmocka_unit_test(test_as_of),
		cmocka_unit_test(test_proposals),  cmocka_unit_test(test_undetermined),
		cmocka_unit_test(test_drop_and_withdraw), cmocka_unit_test(test_levels),
	};
	return cmocka_run_group_tests_name("process/result_store", tests, NULL, NULL);
}
