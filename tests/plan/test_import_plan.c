/*
 * test_import_plan.c - a plan from a spreadsheet, on both engines: what it makes, that the export is the same
 * plan again, what is refused and where, what an absent column leaves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "people/rights.h"
#include "plan/plan_tree.h"
#include "process/import.h"

#define HEADER "年度,编号,上级编号,层级,内容,完成标准,权重,完成时限,主办单位,协办单位,分管领导,来源,来源说明,保密\n"

static const char plan_csv[] = HEADER
	"2009,1,,领域,学习教育,,1,,,,,制度规定,,\n"
	"2009,1.1,1,任务,理论学习,,2,,,,,制度规定,,\n"
	"2009,1.1.1,1.1,事项,专题学习,每季度一次,1.5,每季,组:镇区甲组；丙局,丁局（提供材料）,P1,会议决定,示〔2009〕1号,否\n"
	"2009,1.2,1,事项,廉政谈话,,1,2009年6月30日;2009-12-15,D1,,,上年问题,,是\n";

struct county {
	struct fixture base;
	struct arena *arena;
	struct import_result result;
	struct error err;
};

static void group_towns(struct county *county, const int64_t *units, size_t count)
{
	struct appraisal_group group = { .year = 2009, .name = STR("镇区甲组") };
	struct error err;
	struct act act;

	fixture_begin(&county->base, county->base.jurisdiction_id, &act);
	TEST_OK(act_create(&act, &appraisal_group_record, &group, &err));
	for (size_t i = 0; i < count; i++) {
		struct group_member member = { .year = 2009, .group_id = group.head.id,
					       .unit_id = units[i] };
		TEST_OK(group_member_create(&act, &member, &err));
	}
	fixture_commit(&county->base, &act);
}

static void open_county(struct county *county, struct db *db)
{
	*county = (struct county){ .arena = arena_new((size_t)64 << 20) };
	fixture_open(db, &county->base);
	const int64_t towns[] = { fixture_unit(&county->base, "T1", "甲镇", 0),
				  fixture_unit(&county->base, "T2", "乙镇", 0) };
	fixture_unit(&county->base, "D1", "丙局", 0);
	fixture_unit(&county->base, "D2", "丁局", 0);
	fixture_person(&county->base, "P1", "甲某");
	group_towns(county, towns, ARRAY_LENGTH(towns));
}

static void close_county(struct county *county)
{
	arena_free(county->arena);
	fixture_close(&county->base);
}

static int import_text(struct county *county, const char *text)
{
	struct import_request request = { .profile = IMPORT_BATCH_PLAN, .bytes = str_from(text),
					  .file_name = STR("plan.csv") };
	struct act act;

	fixture_begin(&county->base, county->base.jurisdiction_id, &act);
	int code = import_apply(&act, &request, &county->result, &county->err);
	if (code)
		fixture_roll_back(&county->base);
	else
		fixture_commit(&county->base, &act);
	return code;
}

static void must_import(struct county *county, const char *text, int created, int changed)
{
	if (import_text(county, text))
		fail_msg("%s [%s]: %s", county->err.en, county->err.detail,
			 county->result.problem_count ? county->result.problems[0].en : "");
	assert_int_equal(county->result.created, created);
	assert_int_equal(county->result.changed, changed);
}

static struct plan_tree load(struct county *county)
{
	struct plan plan;
	struct plan_version version;
	struct plan_tree tree;
	struct error err;

	TEST_OK(plan_find(county->base.db, county->base.jurisdiction_id, 2009, county->arena, &plan,
			  &err));
	TEST_OK(plan_version_find_open(county->base.db, &plan, county->arena, &version, &err));
	TEST_OK(plan_tree_load(county->base.db, &plan, version.version, county->arena, &tree, &err));
	return tree;
}

static struct str export_text(struct county *county, enum language language)
{
	const struct import_export_request request = {
		.profile = IMPORT_BATCH_PLAN, .jurisdiction_id = county->base.jurisdiction_id,
		.year = 2009, .language = language
	};
	struct error err;
	struct buf out;

	buf_init(&out, 1 << 20);
	TEST_OK(import_export(county->base.db, &request, &out, &err));
	struct str text = arena_str(county->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static void check_round_trip(struct db *db, void *context)
{
	struct county county;

	(void)context;
	open_county(&county, db);
	must_import(&county, plan_csv, 4, 0);
	struct plan_tree tree = load(&county);
	assert_int_equal(tree.count, 4);
	assert_int_equal(tree.lead_count, 4);
	const struct plan_node *node = &tree.nodes[2];
	assert_true(str_equal(node->item.due, STR("quarterly")));
	assert_int_equal(node->lead_count, 3);
	assert_int_equal(node->leads[0].co_count, 1);
	assert_true(str_equal(node->leads[0].co_units[0].co.part, STR("提供材料")));
	assert_true(str_equal(node->leader_name, STR("甲某")));
	assert_true(tree.nodes[3].item.confidential);
	must_import(&county, plan_csv, 0, 0);
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		struct str text = export_text(&county, (enum language)language);
		must_import(&county, text.bytes, 0, 0);
		assert_int_equal(county.result.unchanged, 4);
	}
	close_county(&county);
}

static void check_changes(struct db *db, void *context)
{
	struct county county;

	(void)context;
	open_county(&county, db);
	must_import(&county, plan_csv, 4, 0);
	/* Only some columns: units, leader, due dates stay. */
	must_import(&county, "year,code,parent,kind,title,weight,source\n"
			     "2009,1.1.1,1.1,item,专题学习会,3,meeting\n", 0, 1);
	struct plan_tree tree = load(&county);
	assert_int_equal(tree.nodes[2].lead_count, 3);
	assert_int_equal(tree.nodes[2].leads[0].co_count, 1);
	assert_true(str_equal(tree.nodes[2].item.due, STR("quarterly")));
	assert_int_equal(tree.nodes[2].item.weight.scaled, 30000);
	/* Other units, another parent, one more item below it. */
	must_import(&county, "year,code,parent,kind,title,weight,source,lead_units\n"
			     "2009,2,,area,监督,1,rule,\n"
			     "2009,1.1.1,2,item,专题学习会,3,meeting,D1\n"
			     "2009,2.2,2,item,检查,1,rule,甲镇\n", 2, 1);
	tree = load(&county);
	assert_int_equal(tree.count, 6);
	assert_true(str_equal(tree.nodes[4].item.code, STR("1.1.1")));
	assert_int_equal(tree.nodes[4].parent, 3);
	assert_int_equal(tree.nodes[4].lead_count, 1);
	close_county(&county);
}

static const struct refusal {
	const char *text;
	int row;
	const char *field, *found;
} refusals[] = {
	{ "year,code,parent,kind,title,weight,source\n2009,1,9,item,x,1,rule\n", 2, "parent", "9" },
	{ "year,code,parent,kind,title,weight,source\n2009,1,,item,x,1,rule\n", 2, "parent", "" },
	{ "year,code,parent,kind,title,weight,source\n2009,1,,area,x,1,rule\n"
	  "2009,1,,area,y,1,rule\n", 3, "code", "1" },
	{ "year,code,parent,kind,title,weight,source\n2009,1,,area,x,1,rule\n"
	  "2010,2,,area,y,1,rule\n", 3, "year", "2010" },
	{ "year,code,parent,kind,title,weight,source\n2009,1,,area,x,-1,rule\n", 2, "weight", "-1" },
	{ "year,code,parent,kind,title,weight,source,lead_units\n2009,1,,area,x,1,rule,T1\n", 2,
	  "lead_units", "" },
	{ "year,code,parent,kind,title,weight,source,due,lead_units\n2009,1,,area,x,1,rule,,\n"
	  "2009,1.1,1,item,x,1,rule,soon,T1\n", 3, "due", "soon" },
	{ "year,code,parent,kind,title,weight,source,due,lead_units\n2009,1,,area,x,1,rule,,\n"
	  "2009,1.1,1,item,x,1,rule,,T1；T9\n", 3, "lead_units", "T9" },
	{ "year,code,parent,kind,title,weight,source,due,lead_units\n2009,1,,area,x,1,rule,,\n"
	  "2009,1.1,1,item,x,1,rule,,组:无此组\n", 3, "lead_units", "无此组" },
	{ "year,code,parent,kind,title,weight,source,leader\n2009,1,,area,x,1,rule,\n"
	  "2009,1.1,1,item,x,1,rule,乙某\n", 3, "leader", "乙某" },
};

static void check_refusals(struct db *db, void *context)
{
	struct county county;

	(void)context;
	open_county(&county, db);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		assert_int_equal(import_text(&county, refusals[i].text), -ERR_INVALID);
		assert_int_equal(county.result.problem_count, 1);
		assert_int_equal(county.result.problems[0].row, refusals[i].row);
		assert_string_equal(county.result.problems[0].field, refusals[i].field);
		assert_string_equal(county.result.problems[0].found, refusals[i].found);
	}
	close_county(&county);
}

static void check_published(struct db *db, void *context)
{
	const struct plan_order publish = { .event = PLAN_PUBLISH,
					    .permissions = PERMISSION_PLAN_MANAGE };
	struct county county;
	struct plan_draft draft;
	struct error err;
	struct act act;

	(void)context;
	open_county(&county, db);
	must_import(&county, plan_csv, 4, 0);
	fixture_begin(&county.base, county.base.jurisdiction_id, &act);
	TEST_OK(plan_draft_get(&act, 2009, &draft, &err));
	TEST_OK(plan_draft_move(&act, &draft, &publish, &err));
	fixture_commit(&county.base, &act);
	assert_int_equal(import_text(&county, plan_csv), -ERR_STATE);
	close_county(&county);
}

#define ON_BOTH_ENGINES(name)                                                                      \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(check_##name, NULL);                                             \
	}

ON_BOTH_ENGINES(round_trip)
ON_BOTH_ENGINES(changes)
ON_BOTH_ENGINES(refusals)
ON_BOTH_ENGINES(published)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_published),
	};
	return cmocka_run_group_tests_name("plan/import_plan", tests, NULL, NULL);
}
