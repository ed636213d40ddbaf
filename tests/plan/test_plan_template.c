/*
 * test_plan_template.c - templates of plans: what is read, each fault with its line, and a draft made of one
 * on both engines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "plan/plan_template.h"
#include "plan/plan_tree.h"

#define HEAD                                                                                       \
	"rulebook: t\nkind: plan\nversion: 1\ntitle: {zh: 模板, en: T}\n"                          \
	"in_force: {from: 2009-01-01, to: 2012-12-31}\n"                                           \
	"source: {zh: 示例, en: example, verified: no, example: yes}\nrules:\n"
/* The first line of the rules is line 8. */
#define GOOD                                                                                       \
	HEAD "  areas:\n"                                                                          \
	     "    - code: \"1\"\n"                                                                 \
	     "      title: 学习\n"                                                                 \
	     "      weight: 3\n"                                                                   \
	     "      items:\n"                                                                      \
	     "        - {code: 1.9, title: 直属事项, kinds: [town]}\n"                           \
	     "      tasks:\n"                                                                      \
	     "        - code: \"1.1\"\n"                                                           \
	     "          title: 理论\n"                                                             \
	     "          items:\n"                                                                  \
	     "            - {code: 1.1.1, title: 学习会, measure: 有记录, weight: 2.5, "        \
	     "due: \"06-30；每季度10日\", kinds: [all], source: meeting, confidential: yes}\n"

static struct str faults(struct arena *arena, const char *text)
{
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	struct rulebook book;
	struct error err;
	struct str out = STR_EMPTY;
	int code = rulebook_parse(str_from(text), arena, problems, &book, &err);

	assert_true(code == 0 || code == -ERR_INVALID);
	for (size_t i = 0; code && i < problems->count; i++)
		out = arena_format(arena, "%.*s%d: %.*s\n", STR_ARG(out), problems->items[i].place.line,
				   STR_ARG(problems->items[i].en));
	return out;
}

static void faults_have_their_line(void **state)
{
	static const struct {
		const char *text, *fault; /* a part of it; NULL: none */
	} cases[] = {
		{ GOOD, NULL },
		{ HEAD "  areas: []\n", "8: there is no area" },
		{ HEAD "  area: []\n", "8: " },
		{ HEAD "  areas: [{code: 1, title: A, items: [{code: 1, title: B}]}]\n",
		  "8: the code 1 is there already" },
		{ HEAD "  areas: [{code: 1, title: A, items: [{code: 2, title: B, due: 13-01}]}]\n",
		  "8: due is \"13-01\"" },
		{ HEAD "  areas: [{code: 1, title: A, items: [{code: 2, title: B, due: 02-29}]}]\n",
		  "8: due is \"02-29\"" },
		{ HEAD "  areas:\n    - {code: 1, title: A, items: [{code: 2, title: B, kinds: [x]}]}\n",
		  "9: kind is \"x\"" },
		{ HEAD "  areas: [{code: 1, title: A, weight: -1}]\n", "8: " },
		{ HEAD "  areas: [{code: 1, title: A, colour: red}]\n", "8: " },
		{ HEAD "  areas: [{code: 1, title: A, tasks: [{code: 2, title: B, tasks: []}]}]\n",
		  "8: " },
		{ HEAD "  areas: [{code: 1, title: A, items: [{title: B}]}]\n", "8: " },
		{ HEAD "  areas: [text]\n", "8: " },
	};
	struct arena *arena = arena_new((size_t)256 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str found = faults(arena, cases[i].text);
		if (!cases[i].fault && found.length)
			fail_msg("case %zu: %.*s", i, STR_ARG(found));
		if (cases[i].fault && str_find(found, str_from(cases[i].fault)) < 0)
			fail_msg("case %zu: %.*s", i, STR_ARG(found));
	}
	arena_free(arena);
}

static void due_rules_get_their_year(void **state)
{
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	assert_true(str_equal(plan_template_due(STR("03-31；06-30、每月25日"), 2010, arena),
			      STR("2010-03-31; 2010-06-30; 每月25日")));
	assert_true(str_equal(plan_template_due(STR("quarterly"), 2010, arena), STR("quarterly")));
	assert_int_equal(plan_template_due(STR(""), 2010, arena).length, 0);
	arena_free(arena);
}

static int start(struct act *act, int year, int64_t rulebook_id, struct plan_draft *out,
		 struct error *err)
{
	struct plan plan = { .year = year, .title = STR("计划") };
	int code = plan_create(act, &plan, out, err);

	return code ? code : plan_start_from_template(act, out, rulebook_id, err);
}

static void check_start(struct db *db, void *context)
{
	struct rule_problems *problems;
	struct rulebook_version version;
	struct plan_draft draft;
	struct plan_tree tree;
	struct fixture it;
	struct error err;
	struct act act;

	(void)context;
	fixture_open(db, &it);
	fixture_unit(&it, "T1", "甲镇", 0);
	fixture_unit(&it, "T2", "乙镇", 0);
	fixture_begin(&it, it.jurisdiction_id, &act);
	problems = ARENA_NEW(it.arena, struct rule_problems);
	TEST_OK(rulebook_adopt(&act, STR(GOOD), problems, &version, &err));
	TEST_OK(start(&act, 2010, version.head.id, &draft, &err));
	fixture_commit(&it, &act);
	TEST_OK(plan_tree_load(db, &draft.plan, 1, it.arena, &tree, &err));
	assert_int_equal(tree.count, 4);
	assert_int_equal(tree.lead_count, 4); /* both units lead both items */
	const struct plan_node *item = &tree.nodes[tree.count - 1];
	for (size_t i = 0; i < tree.count; i++)
		if (str_equal(tree.nodes[i].item.code, STR("1.1.1")))
			item = &tree.nodes[i];
	assert_true(str_equal(item->item.due, STR("2010-06-30; quarterly 10")));
	assert_int_equal(item->item.weight.scaled, 25000);
	assert_int_equal(item->item.source, PLAN_SOURCE_MEETING);
	assert_true(item->item.confidential);
	assert_int_equal(item->depth, 2);
	/* Not of that year; not a template. */
	fixture_begin(&it, it.jurisdiction_id, &act);
	assert_int_equal(start(&act, 2013, version.head.id, &draft, &err), -ERR_RULE);
	db_rollback(db);
	fixture_begin(&it, it.jurisdiction_id, &act);
	assert_int_equal(start(&act, 2011, version.head.id + 1, &draft, &err), -ERR_NOT_FOUND);
	db_rollback(db);
	fixture_close(&it);
}

static void test_start(void **state)
{
	(void)state;
	test_engines_each(check_start, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_have_their_line),
		cmocka_unit_test(due_rules_get_their_year),
		cmocka_unit_test(test_start),
	};

	return cmocka_run_group_tests_name("plan/plan_template", tests, NULL, NULL);
}
