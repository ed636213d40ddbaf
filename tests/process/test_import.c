/*
 * test_import.c - the import profiles: every refusal, what is created and changed, and back again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "process/import.h"
#include "process/scheme_version.h"

#define IMPORT_ARENA ((size_t)64 << 20)

/* What every case begins with: the county with two units, one person and the scheme of 2008. */
static const char units_csv[] = "code,name,parent_code,kind,group,year\n"
				"R,甲市,,body,,\n"
				"T1,丁镇,R,town,一组,2008\n"
				"T2,丙镇,R,town,一组,2008\n"
				"D1,乙局,R,department,二组,2008\n";
static const char persons_csv[] = "person_code,name,unit_code,post,level,principal,from,to\n"
				  "P1,张三,T1,镇长,section,yes,2006-01-01,2007-12-31\n"
				  "P1,张三,T1,书记,section,yes,2008-01-01,\n"
				  "P2,李四,,,,,,\n";
static const char scores_csv[] = "year,unit_code,indicator_code,points,scorer\n"
				 "2008,T1,Z01,10,纪委\n"
				 "2008,T1,Z02,n/a: 无此项,办公室\n"
				 "2008,D1,Z01,12,纪委\n";
static const char entries_csv[] = "year,unit_code,kind,points,reason,date,reference\n"
				  "2008,T1,bonus,1.5,创新做法,2008-05-01,文〔2008〕1号\n"
				  "2008,T2,veto,,主要负责人被问责,2008-06-01,\n";

struct county {
	struct fixture fixture;
	struct arena *arena;
	struct import_result result;
	struct error err;
};

/* Import inside an act of its own; the transaction is undone on a refusal. */
static int import_text(struct county *county, enum import_profile_kind profile, const char *text)
{
	struct act act;
	const struct import_request request = { .profile = profile,
						.bytes = str_from(text),
						.file_name = STR("test.csv") };
	arena_reset(county->arena);
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	act.arena = county->arena;
	error_clear(&county->err);
	int code = import_apply(&act, &request, &county->result, &county->err);
	if (code)
		fixture_roll_back(&county->fixture);
	else
		fixture_commit(&county->fixture, &act);
	return code;
}

static void must_import(struct county *county, enum import_profile_kind profile, const char *text,
			int64_t created, int64_t changed)
{
	int code = import_text(county, profile, text);
	if (code)
		fail_msg("%s [%s]: %s", county->err.en, county->err.detail,
			 county->result.problem_count ? county->result.problems[0].en : "");
	assert_int_equal(county->result.created, created);
	assert_int_equal(county->result.changed, changed);
	assert_int_equal(county->result.created + county->result.changed +
				 county->result.unchanged,
			 county->result.rows);
}

static struct str read_rules(const char *name, char *out, size_t bytes)
{
	char path[1024];
	snprintf(path, sizeof(path), "%s/rules/%s", getenv("LIANZE_SOURCE"), name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t length = fread(out, 1, bytes, file);
	fclose(file);
	return (struct str){ out, length };
}

static void adopt_scheme(struct county *county)
{
	static char text[64 * 1024];
	struct act act;
	struct scheme_version version;
	struct rule_problems *problems = ARENA_NEW(county->arena, struct rule_problems);
	rule_problems_init(problems, county->arena);
	struct str source = read_rules("target-management-2008.yaml", text, sizeof(text));
	struct error err;
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	TEST_OK(scheme_adopt(&act, source, problems, &version, &err));
	fixture_commit(&county->fixture, &act);
}

static void county_open(struct db *db, struct county *county)
{
	fixture_open(db, &county->fixture);
	county->arena = arena_new(IMPORT_ARENA);
	adopt_scheme(county);
	must_import(county, IMPORT_BATCH_UNITS, units_csv, 4, 0);
	must_import(county, IMPORT_BATCH_PERSONS, persons_csv, 3, 0);
	must_import(county, IMPORT_BATCH_SCORES, scores_csv, 3, 0);
	must_import(county, IMPORT_BATCH_ENTRIES, entries_csv, 2, 0);
}

static void county_close(struct county *county)
{
	arena_free(county->arena);
	fixture_close(&county->fixture);
}

/* How many records the ledger disowns. */
static int64_t findings(struct county *county, const char *where)
{
	struct ledger_check check = { .db = county->fixture.db,
				      .jurisdiction_id = county->fixture.jurisdiction_id };
	struct ledger_report report;
	struct error err;
	TEST_OK(db_open(where, DB_READ_ONLY, &check.second, &err));
	TEST_OK(ledger_verify(&check, &report, &err));
	db_close(check.second);
	return report.findings;
}

/* Refusals ------------------------------------------------------------------------------------ */

#define UNITS	"code,name,parent_code,kind,group,year\n"
#define PERSONS "person_code,name,unit_code,post,level,principal,from,to\n"
#define SCORES	"year,unit_code,indicator_code,points,scorer\n"
#define ENTRIES "year,unit_code,kind,points,reason,date,reference\n"

/* One wrong file: the first problem's row, column and value, and a part of both sentences. */
static const struct refusal {
	enum import_profile_kind profile;
	const char *text;
	int count, row;
	const char *column, *found, *en, *zh;
} refusals[] = {
	/* the file */
	{ IMPORT_BATCH_UNITS, "", 1, 0, "", "", "empty", "空" },
	{ IMPORT_BATCH_UNITS, "code,name\nX,y\n", 1, 1, "kind", "kind", "missing", "缺少“类别”列" },
	{ IMPORT_BATCH_UNITS, "code,name,kind,colour\n", 1, 1, "colour", "colour",
	  "accepted: code（单位代码）, name", "D 列的标题“colour”" },
	{ IMPORT_BATCH_UNITS, "code,name,kind,单位代码\n", 1, 1, "单位代码", "单位代码", "twice",
	  "重复" },
	{ IMPORT_BATCH_UNITS, "code,name,kind\nX,y\n", 1, 2, "", "", "", "" },
	/* units */
	{ IMPORT_BATCH_UNITS, UNITS ",x,,town,,\n", 1, 2, "code", "", "code: empty", "未填写" },
	{ IMPORT_BATCH_UNITS, UNITS "a b,x,,town,,\n", 1, 2, "code", "a b", "letters", "字母" },
	{ IMPORT_BATCH_UNITS, UNITS "X,,,town,,\n", 1, 2, "name", "", "1 to 100", "1 至 100" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,village,,\n", 1, 2, "kind", "village", "town, department",
	  "镇街" },
	{ IMPORT_BATCH_UNITS, "单位代码,单位名称,类别\nX,x,村\n", 1, 2, "类别", "村", "类别",
	  "应为：镇街" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,NO,town,,\n", 1, 2, "parent_code", "NO", "register",
	  "已登记单位" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,X,town,,\n", 1, 2, "parent_code", "X", "not below",
	  "成环" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,Y,town,,\nY,y,Z,town,,\nZ,z,X,town,,\n", 3, 2,
	  "parent_code", "Y", "not below", "成环" },
	{ IMPORT_BATCH_UNITS, UNITS "R,甲市,T1,body,,\n", 1, 2, "parent_code", "T1", "not below",
	  "成环" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,town,一组,\n", 1, 2, "year", "", "because a group",
	  "已填写考核组" },
	{ IMPORT_BATCH_UNITS, "code,name,kind,group\nX,x,town,一组\n", 1, 2, "group", "一组",
	  "no column year", "缺少“年度”列" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,town,一组,1776\n", 1, 2, "year", "1776", "1900 to 2199",
	  "1900" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,town,一组,2008\nX,x,,town,二组,2008\n", 1, 3, "group",
	  "二组", "row 2", "第 2 行" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,town,,\nX,y,,town,,\n", 1, 3, "name", "y", "row 2",
	  "第 2 行" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,,town,,\nX,x,,department,,\n", 1, 3, "kind",
	  "department", "row 2", "第 2 行" },
	{ IMPORT_BATCH_UNITS, UNITS "X,x,R,town,,\nX,x,T1,town,,\n", 1, 3, "parent_code", "T1",
	  "row 2", "第 2 行" },
	/* persons */
	{ IMPORT_BATCH_PERSONS, PERSONS "P 9,某,,,,,,\n", 1, 2, "person_code", "P 9", "letters",
	  "字母" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,,,,,,,\n", 1, 2, "name", "", "1 to 50", "1 至 50" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,NO,科长,section,no,2008-01-01,\n", 1, 2, "unit_code",
	  "NO", "registered unit", "已登记单位" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,,section,no,2008-01-01,\n", 1, 2, "post", "",
	  "names a post", "必填" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,,科长,section,no,2008-01-01,\n", 1, 2, "unit_code",
	  "", "names a post", "必填" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,section,no,,\n", 1, 2, "from", "",
	  "names a post", "必填" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,,no,2008-01-01,\n", 1, 2, "level", "",
	  "names a post", "必填" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,king,no,2008-01-01,\n", 1, 2, "level",
	  "king", "deputy_section", "正科职" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,section,maybe,2008-01-01,\n", 1, 2,
	  "principal", "maybe", "yes or no", "是/否" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,section,no,2008-02-30,\n", 1, 2, "from",
	  "2008-02-30", "a date", "日期" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,T1,科长,section,no,2008-05-01,2008-04-30\n", 1, 2,
	  "to", "2008-04-30", "not before", "不早于" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P9,某,,,,,,\nP9,别,,,,,,\n", 1, 3, "name", "别", "row 2",
	  "第 2 行" },
	{ IMPORT_BATCH_PERSONS,
	  PERSONS "P9,某,T1,科长,section,no,2008-01-01,\nP9,某,T1,科长,section,yes,2008-01-01,\n",
	  1, 3, "post", "科长", "row 2", "第 2 行" },
	{ IMPORT_BATCH_PERSONS,
	  PERSONS "P9,某,T1,科长,section,no,2008-01-01,\nP9,某,T1,科长,section,no,2009-01-01,\n",
	  1, 3, "from", "2009-01-01", "2008-01-01", "2008-01-01" },
	{ IMPORT_BATCH_PERSONS, PERSONS "P1,张三,T1,镇长,section,no,2007-12-31,\n", 1, 2, "from",
	  "2007-12-31", "2006-01-01", "2006-01-01" },
	/* scores */
	{ IMPORT_BATCH_SCORES, SCORES "1999,T1,Z01,1,纪委\n", 1, 2, "year", "1999", "was adopted",
	  "已采用" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,NO,Z01,1,纪委\n", 1, 2, "unit_code", "NO", "registered",
	  "已登记" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z99,1,纪委\n", 1, 2, "indicator_code", "Z99",
	  "in force in 2008", "2008 年度" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,D1,Z09,1,纪委\n", 1, 2, "indicator_code", "Z09",
	  "kind department", "适用" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,12.01,纪委\n", 1, 2, "points", "12.01",
	  "0 to 12", "0 至 12" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,-1,纪委\n", 1, 2, "points", "-1", "0 to 12",
	  "0 至 12" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,ten,纪委\n", 1, 2, "points", "ten", "a number",
	  "数字" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,,纪委\n", 1, 2, "points", "", "points: empty",
	  "未填写" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,n/a,纪委\n", 1, 2, "points", "n/a", "reason",
	  "理由" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,1,\n", 1, 2, "scorer", "", "scorer: empty",
	  "未填写" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T2,Z01,1,甲\n2008,T2,Z01,2,甲\n", 1, 3, "points", "2",
	  "row 2", "第 2 行" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T2,Z01,1,甲\n2008,T2,Z01,不适用：无,乙\n", 1, 3,
	  "points", "不适用：无", "甲", "甲" },
	{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z02,3,别人\n", 1, 2, "points", "3", "办公室",
	  "办公室" },
	/* entries */
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,gift,1,x,2008-01-01,\n", 1, 2, "kind", "gift",
	  "bonus, deduction, veto", "加分" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,veto,1,x,2008-01-01,\n", 1, 2, "points", "1",
	  "a veto has no points", "一票否决不填" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,bonus,,x,2008-01-01,\n", 1, 2, "points", "",
	  "above 0", "大于 0" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,deduction,-2,x,2008-01-01,\n", 1, 2, "points", "-2",
	  "from 0 to 1000", "0 至 1000" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,NO,bonus,1,x,2008-01-01,\n", 1, 2, "unit_code", "NO",
	  "registered", "已登记" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,bonus,1,,2008-01-01,\n", 1, 2, "reason", "",
	  "reason: empty", "未填写" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,bonus,1,x,,\n", 1, 2, "date", "", "a date", "日期" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,bonus,1,x,2008-01-01,A\n2008,T1,加分,2,x,2008/1/1,A\n",
	  1, 3, "points", "2", "row 2", "第 2 行" },
	{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T1,bonus,9,创新做法,2008-05-01,文〔2008〕1号\n", 1, 2,
	  "points", "9", "1.5: the entry is recorded", "1.5（该记录已登记" },
};

static void check_refusal(struct county *county, const struct refusal *refusal)
{
	uint64_t size_before, size_after;
	struct hash root;
	struct error err;
	const struct import_result *result = &county->result;
	TEST_OK(ledger_head(county->fixture.db, county->fixture.jurisdiction_id, &size_before,
			    &root, &err));
	int code = import_text(county, refusal->profile, refusal->text);
	if (code != -ERR_INVALID || result->problem_count != refusal->count)
		fail_msg("%s\n%s, %d problems: %s", refusal->text, error_code_name(code),
			 (int)result->problem_count,
			 result->problem_count ? result->problems[0].en : county->err.detail);
	const struct error *problem = &result->problems[0];
	if (problem->row != refusal->row || !strstr(problem->en, refusal->en) ||
	    !strstr(problem->zh, refusal->zh))
		fail_msg("%s\nrow %d: %s / %s", refusal->text, problem->row, problem->en,
			 problem->zh);
	assert_string_equal(problem->field, refusal->column);
	assert_string_equal(problem->found, refusal->found);
	TEST_OK(ledger_head(county->fixture.db, county->fixture.jurisdiction_id, &size_after,
			    &root, &err));
	assert_int_equal(size_before, size_after);
}

static void check_refusals(struct db *db, void *context)
{
	struct county county;
	(void)context;
	county_open(db, &county);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++)
		check_refusal(&county, &refusals[i]);
	county_close(&county);
}

static void every_wrong_cell_is_named(void **state)
{
	(void)state;
	test_engines_each(check_refusals, NULL);
}

/* All rows are judged, problems come in the order of the rows, at most 200 are kept. */
static void check_many(struct db *db, void *context)
{
	static char text[64 * 1024];
	struct county county;
	size_t used = (size_t)snprintf(text, sizeof(text), UNITS);
	(void)context;
	for (int i = 0; i < 300; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "X%d,,%s,town,,\n", i,
					 i == 1 ? "NO" : "");
	county_open(db, &county);
	assert_int_equal(import_text(&county, IMPORT_BATCH_UNITS, text), -ERR_INVALID);
	assert_int_equal(county.result.problem_count, 301);
	assert_int_equal(county.result.problems_kept, IMPORT_PROBLEMS_MAXIMUM);
	for (size_t i = 1; i < county.result.problems_kept; i++)
		assert_true(county.result.problems[i - 1].row <= county.result.problems[i].row);
	county_close(&county);
}

static void problems_are_counted_and_the_first_kept(void **state)
{
	(void)state;
	test_engines_each(check_many, NULL);
}

/* What is accepted ---------------------------------------------------------------------------- */

static void check_repeats(struct db *db, void *context)
{
	struct county county;
	struct hash root;
	struct error err;
	uint64_t before, after;
	(void)context;
	county_open(db, &county);
	TEST_OK(ledger_head(db, county.fixture.jurisdiction_id, &before, &root, &err));
	must_import(&county, IMPORT_BATCH_UNITS, units_csv, 0, 0);
	assert_int_equal(county.result.batch_id, 0);
	must_import(&county, IMPORT_BATCH_PERSONS, persons_csv, 0, 0);
	must_import(&county, IMPORT_BATCH_SCORES, scores_csv, 0, 0);
	must_import(&county, IMPORT_BATCH_ENTRIES, entries_csv, 0, 0);
	TEST_OK(ledger_head(db, county.fixture.jurisdiction_id, &after, &root, &err));
	assert_int_equal(before, after); /* not one leaf */
	county_close(&county);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	(void)state;
	test_engines_each(check_repeats, NULL);
}

static const struct acceptance {
	const char *name;
	enum import_profile_kind profile;
	const char *text;
	int created, changed;
} acceptances[] = {
	{ "Chinese headers in any order", IMPORT_BATCH_UNITS,
	  "类别,单位名称,单位代码\n镇街,戊镇,T3\n部门,己局,D2\n", 2, 0 },
	{ "parents below their sub-units", IMPORT_BATCH_UNITS,
	  UNITS "C3,c,C2,town,,\nC2,b,C1,town,,\nC1,a,R,town,,\n", 3, 0 },
	{ "a unit in groups of two years", IMPORT_BATCH_UNITS,
	  UNITS "T5,庚镇,R,town,一组,2007\nT5,庚镇,R,town,三组,2008\n", 2, 0 },
	{ "a changed name and group", IMPORT_BATCH_UNITS,
	  UNITS "T1,丁新镇,R,town,一组,2008\nT2,丙镇,R,town,二组,2008\nD1,乙局,R,department,,\n", 0,
	  2 },
	{ "without the column parent_code the parent stays", IMPORT_BATCH_UNITS,
	  "code,name,kind\nT1,丁镇,town\n", 0, 1 },
	{ "an empty parent_code takes it away", IMPORT_BATCH_UNITS, UNITS "T1,丁镇,,town,,\n", 0, 1 },
	{ "a moved branch under a new unit", IMPORT_BATCH_UNITS,
	  UNITS "T1,丁镇,N1,town,,\nN1,新区,R,institution,,\n", 1, 1 },
	{ "empty rows between rows", IMPORT_BATCH_UNITS, UNITS ",,,,,\nT6,辛镇,R,town,,\n", 1, 0 },
	{ "dates in all forms", IMPORT_BATCH_PERSONS,
	  PERSONS "P3,王五,D1,局长,正科职,是,2008/7/14,\nP4,赵六,D1,副局长,副科职,否,2008年7月14日,\n"
		  "P5,钱七,D1,主任,其他,0,39643,2009.1.1\n",
	  3, 0 },
	{ "a post that ended", IMPORT_BATCH_PERSONS,
	  PERSONS "P1,张三,T1,书记,section,yes,2008-01-01,2008-12-31\n", 0, 1 },
	{ "only the end is in the file", IMPORT_BATCH_PERSONS,
	  "person_code,name,unit_code,post,from,to\nP1,张三,T1,书记,2008-01-01,2009-01-31\n", 0, 1 },
	{ "the next period of the same post", IMPORT_BATCH_PERSONS,
	  PERSONS "P1,张三,T1,书记,section,yes,2009-02-01,\n", 1, 0 },
	{ "another scorer and other points", IMPORT_BATCH_SCORES,
	  SCORES "2008,T1,Z01,11,联查组\n2008,T1,Z01,9.5,纪委\n", 1, 1 },
	{ "all scorers change their mind together", IMPORT_BATCH_SCORES,
	  SCORES "2008,T1,Z02,3,办公室\n2008,T1,Z02,4,纪委\n", 1, 1 },
	{ "the same row twice", IMPORT_BATCH_SCORES,
	  SCORES "2008,T2,Z01,11,纪委\n2008,T2,Z01,11.0,纪委\n", 1, 0 },
	{ "another entry of the same document", IMPORT_BATCH_ENTRIES,
	  ENTRIES "2008,T1,加分,1.5,另一做法,2008-05-01,文〔2008〕1号\n", 1, 0 },
	{ "formula characters behind an apostrophe", IMPORT_BATCH_ENTRIES,
	  ENTRIES "2008,T1,扣分,2,'=逾期,2008-05-02,'-1\n", 1, 0 },
};

static void check_acceptances(struct test_database *database, void *context)
{
	struct db *db = database->db;
	struct county county;
	(void)context;
	county_open(db, &county);
	for (size_t i = 0; i < ARRAY_LENGTH(acceptances); i++) {
		const struct acceptance *one = &acceptances[i];
		int code = import_text(&county, one->profile, one->text);
		if (code || county.result.created != one->created ||
		    county.result.changed != one->changed)
			fail_msg("%s: %s %s; %d created, %d changed", one->name, county.err.en,
				 county.result.problem_count ? county.result.problems[0].en : "",
				 (int)county.result.created, (int)county.result.changed);
		must_import(&county, one->profile, one->text, 0, 0); /* again: nothing */
	}
	struct unit unit, parent;
	struct error err;
	TEST_OK(unit_find(db, county.fixture.jurisdiction_id, STR("T1"), county.arena, &unit, &err));
	TEST_OK(unit_find(db, county.fixture.jurisdiction_id, STR("N1"), county.arena, &parent,
			  &err));
	assert_int_equal(unit.parent_id, parent.head.id);
	assert_int_equal(findings(&county, database->where), 0);
	county_close(&county);
}

static void tables_are_taken_as_offices_write_them(void **state)
{
	(void)state;
	test_databases_each(check_acceptances, NULL);
}

/* A preview tells what the import then does, and writes nothing. */
static void check_preview(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct import_result result;
	(void)context;
	county_open(db, &county);
	const struct import_request request = {
		.profile = IMPORT_BATCH_UNITS,
		.bytes = STR("code,name,kind\nT9,新镇,town\nT1,丁新镇,town\nT2,丙镇,town\n")
	};
	TEST_OK(db_begin_read(db, &err));
	TEST_OK(import_check(db, county.arena, county.fixture.jurisdiction_id, &request, &result,
			     &err));
	db_rollback(db);
	assert_int_equal(result.created, 1);
	assert_int_equal(result.changed, 1);
	assert_int_equal(result.unchanged, 1);
	struct unit unit;
	assert_int_equal(unit_find(db, county.fixture.jurisdiction_id, STR("T9"), county.arena,
				   &unit, &err),
			 -ERR_NOT_FOUND);
	county_close(&county);
}

static void a_preview_writes_nothing(void **state)
{
	(void)state;
	test_engines_each(check_preview, NULL);
}

/* Undo ---------------------------------------------------------------------------------------- */

static int undo(struct county *county, int64_t batch_id, int64_t *out_records)
{
	struct act act;
	fixture_begin(&county->fixture, county->fixture.jurisdiction_id, &act);
	int code = import_undo(&act, batch_id, PERMISSION_IMPORT, out_records, &county->err);
	if (code)
		fixture_roll_back(&county->fixture);
	else
		fixture_commit(&county->fixture, &act);
	return code;
}

static void check_undo(struct test_database *database, void *context)
{
	struct db *db = database->db;
	struct county county;
	struct error err;
	struct unit unit;
	int64_t records;
	(void)context;
	county_open(db, &county);
	must_import(&county, IMPORT_BATCH_UNITS,
		    UNITS "T1,丁新镇,R,town,二组,2008\nT7,壬镇,T1,town,四组,2008\n", 1, 1);
	int64_t batch = county.result.batch_id;
	assert_true(batch != 0);
	assert_int_equal(undo(&county, batch, &records), 0);
	assert_int_equal(records, 5); /* two units, a group, two memberships */
	TEST_OK(unit_find(db, county.fixture.jurisdiction_id, STR("T1"), county.arena, &unit, &err));
	assert_true(str_equal(unit.name, STR("丁镇")));
	assert_true(unit.name_key.length > 0);
	assert_int_equal(unit_find(db, county.fixture.jurisdiction_id, STR("T7"), county.arena,
				   &unit, &err),
			 -ERR_NOT_FOUND);
	must_import(&county, IMPORT_BATCH_UNITS, units_csv, 0, 0); /* as it was */
	assert_int_equal(undo(&county, batch, &records), -ERR_NOT_FOUND); /* recorded anew */

	static const struct {
		enum import_profile_kind profile;
		const char *text;
		int64_t records;
	} others[] = {
		{ IMPORT_BATCH_PERSONS,
		  PERSONS "P1,张三丰,T1,书记,section,yes,2008-01-01,2008-12-31\nP9,某,,,,,,\n", 3 },
		{ IMPORT_BATCH_SCORES, SCORES "2008,T1,Z01,11,纪委\n2008,T2,Z01,11,纪委\n", 2 },
		{ IMPORT_BATCH_ENTRIES, ENTRIES "2008,T2,bonus,1,x,2008-01-01,\n", 1 },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		assert_int_equal(import_text(&county, others[i].profile, others[i].text), 0);
		batch = county.result.batch_id;
		assert_int_equal(undo(&county, batch, &records), 0);
		assert_int_equal(records, others[i].records);
	}
	must_import(&county, IMPORT_BATCH_PERSONS, persons_csv, 0, 0);
	must_import(&county, IMPORT_BATCH_SCORES, scores_csv, 0, 0);
	must_import(&county, IMPORT_BATCH_ENTRIES, entries_csv, 0, 0);

	must_import(&county, IMPORT_BATCH_UNITS, UNITS "T8,癸镇,R,town,,\n", 1, 0);
	batch = county.result.batch_id;
	must_import(&county, IMPORT_BATCH_UNITS, UNITS "T8,癸新镇,R,town,,\n", 0, 1);
	assert_int_equal(undo(&county, batch, &records), -ERR_CONFLICT); /* changed since */
	assert_int_equal(findings(&county, database->where), 0);
	county_close(&county);
}

static void an_import_is_undone_as_one(void **state)
{
	(void)state;
	test_databases_each(check_undo, NULL);
}

/* Round trip ---------------------------------------------------------------------------------- */

static void export_profile(struct county *county, enum import_profile_kind profile,
			   enum language language, struct buf *out)
{
	struct error err;
	const struct import_export_request request = {
		.profile = profile,
		.jurisdiction_id = county->fixture.jurisdiction_id,
		.language = language
	};
	buf_clear(out);
	TEST_OK(db_begin_read(county->fixture.db, &err));
	TEST_OK(import_export(county->fixture.db, &request, out, &err));
	db_rollback(county->fixture.db);
}

struct trip {
	enum language language;
	struct buf files[IMPORT_BATCH_PROFILE_COUNT];
};

static void check_trip_out(struct db *db, void *context)
{
	struct trip *trip = context;
	struct county county;
	county_open(db, &county);
	must_import(&county, IMPORT_BATCH_ENTRIES,
		    ENTRIES "2008,T1,扣分,2,'=逾期,2008-05-02,'-1\n", 1, 0);
	for (int i = 0; i < IMPORT_BATCH_PROFILE_COUNT; i++) {
		export_profile(&county, (enum import_profile_kind)i, trip->language,
			       &trip->files[i]);
		must_import(&county, (enum import_profile_kind)i, buf_str(&trip->files[i]).bytes, 0,
			    0);
	}
	county_close(&county);
}

/* Into an empty county, in order, and out again: the same bytes. */
static void check_trip_in(struct db *db, void *context)
{
	struct trip *trip = context;
	struct county county;
	struct buf again;
	buf_init(&again, 1 << 20);
	fixture_open(db, &county.fixture);
	county.arena = arena_new(IMPORT_ARENA);
	adopt_scheme(&county);
	for (int i = 0; i < IMPORT_BATCH_PROFILE_COUNT; i++) {
		struct str text = buf_str(&trip->files[i]);
		if (import_text(&county, (enum import_profile_kind)i, text.bytes))
			fail_msg("%s", county.result.problems[0].en);
		assert_int_equal(county.result.unchanged, 0);
		export_profile(&county, (enum import_profile_kind)i, trip->language, &again);
		assert_true(str_equal(buf_str(&again), text));
	}
	buf_release(&again);
	county_close(&county);
}

static void what_is_exported_can_be_imported(void **state)
{
	struct trip trip;
	(void)state;
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		trip.language = (enum language)language;
		for (int i = 0; i < IMPORT_BATCH_PROFILE_COUNT; i++)
			buf_init(&trip.files[i], 1 << 20);
		test_engines_each(check_trip_out, &trip);
		test_engines_each(check_trip_in, &trip);
		for (int i = 0; i < IMPORT_BATCH_PROFILE_COUNT; i++)
			buf_release(&trip.files[i]);
	}
}

/* Memory that runs out anywhere is an error, never a crash or a half import. */
static void check_lost_memory(struct db *db, void *context)
{
	struct county county;
	struct error err;
	struct hash root;
	uint64_t before, after;
	(void)context;
	county_open(db, &county);
	TEST_OK(ledger_head(db, county.fixture.jurisdiction_id, &before, &root, &err));
	int code = -ERR_MEMORY;
	for (long n = 1; code && n < 5000; n++) {
		memory_fail_after(n, true);
		code = import_text(&county, IMPORT_BATCH_UNITS,
				       UNITS "T1,丁新镇,R,town,二组,2008\nT7,壬镇,T1,town,四组,2008\n");
		memory_fail_after(0, false);
		TEST_OK(ledger_head(db, county.fixture.jurisdiction_id, &after, &root, &err));
		assert_true(code ? before == after : before < after);
	}
	assert_int_equal(code, 0);
	county_close(&county);
}

static void lost_memory_leaves_everything_as_it_was(void **state)
{
	struct test_database database;
	(void)state;
	test_database_open(DB_ENGINE_SQLITE, &database);
	check_lost_memory(database.db, NULL);
	test_database_close(&database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrong_cell_is_named),
		cmocka_unit_test(problems_are_counted_and_the_first_kept),
		cmocka_unit_test(the_same_file_twice_changes_nothing),
		cmocka_unit_test(tables_are_taken_as_offices_write_them),
		cmocka_unit_test(a_preview_writes_nothing),
		cmocka_unit_test(an_import_is_undone_as_one),
		cmocka_unit_test(what_is_exported_can_be_imported),
		cmocka_unit_test(lost_memory_leaves_everything_as_it_was),
	};
	return cmocka_run_group_tests_name("process/import", tests, NULL, NULL);
}
