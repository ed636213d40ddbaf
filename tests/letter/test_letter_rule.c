/*
 * test_letter_rule.c - templates: the shipped one, what authors get wrong with its line, conditions, places,
 * and that letters differ in what differs.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "embedded.h"
#include "letter/letter_rule.h"
#include "people/post.h"
#include "people/unit.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)32 << 20);
	return !arena;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct str shipped(void)
{
	for (const struct embedded_rules *rule = embedded_rules; rule->name; rule++)
		if (strcmp(rule->name, "letters/letters-2007") == 0)
			return rule->text;
	fail_msg("not shipped");
	return STR_EMPTY;
}

static void load(struct letter_rule *out)
{
	struct rule_problems problems;
	struct rulebook book;
	struct error err;

	if (rulebook_parse(shipped(), arena, &problems, &book, &err))
		fail_msg("%s", err.en);
	assert_int_equal(letter_rule_read(&book, 7, arena, out, &err), 0);
}

static void the_shipped_one_is_right(void **state)
{
	struct letter_rule rule;

	(void)state;
	load(&rule);
	assert_int_equal(rule.levels, 1u << POST_SECTION | 1u << POST_DEPUTY_SECTION);
	assert_int_equal(rule.superiors.count, 4);
	assert_int_equal(rule.superiors.items[0].who, LETTER_UNIT_PRINCIPAL);
	assert_int_equal(rule.countersigners.count, 1);
	assert_true(rule.parts[LETTER_PERFORMANCE].lists_items);
	assert_true(rule.example);
	for (int head = 0; head < LETTER_HEAD_COUNT; head++)
		assert_true(rule.heads[head].paragraphs.count > 1);
}

static struct str altered_in(struct str text, const char *from, const char *to)
{
	ptrdiff_t at = str_find(text, str_from(from));

	if (at < 0)
		fail_msg("the shipped file has no %s", from);
	return arena_format(arena, "%.*s%s%.*s", (int)at, text.bytes, to,
			    (int)(text.length - (size_t)at - strlen(from)),
			    text.bytes + at + strlen(from));
}

/* The shipped file with one part of it replaced, or a line left out. */
static struct str altered(const char *from, const char *to)
{
	return altered_in(shipped(), from, to);
}

static int line_of(struct str text, const char *part)
{
	ptrdiff_t at = str_find(text, str_from(part));
	int line = 1;

	assert_true(at >= 0);
	for (ptrdiff_t i = 0; i < at; i++)
		line += text.bytes[i] == '\n';
	return line;
}

/* What is wrong is said in both languages, at the line where `at` stands in the altered file. */
static void refused(const char *from, const char *to, const char *at, const char *sentence)
{
	struct str text = altered(from, to);
	struct rule_problems problems;
	struct rulebook book;
	struct error err;
	int line = line_of(text, at);

	if (rulebook_parse(text, arena, &problems, &book, &err) != -ERR_INVALID)
		fail_msg("taken: %s", to);
	for (size_t i = 0; i < problems.count; i++)
		if (str_find(problems.items[i].en, str_from(sentence)) >= 0 &&
		    problems.items[i].place.line == line) {
			assert_true(problems.items[i].zh.length > 0);
			return;
		}
	fail_msg("%s: not said at line %d, but: %.*s (line %d)", sentence, line,
		 STR_ARG(problems.items[0].en), problems.items[0].place.line);
}

static void what_authors_get_wrong(void **state)
{
	(void)state;
	refused("head: self", "head: duty", "head: duty\n          zh: 自身", "stands twice");
	refused("head: self", "head: other", "head: other", "duty, self");
	refused("- head: duty", "- head: third", "      heads:", "exactly two heads");
	refused("part: study", "part: integrity", "  parts:", "exactly three parts");
	refused("      items: yes\n", "", "  parts:", "exactly one part lists the items");
	refused("levels: [section, deputy_section]", "levels: [section, boss]", "boss", "\"boss\"");
	refused("levels: [section, deputy_section]", "levels: []", "levels: []", "at least one level");
	refused("principal: no}\n    - {who: leader", "principal: maybe}\n    - {who: leader", "maybe",
		"maybe");
	refused("{who: body_post, title: 纪委书记, principal: yes}", "{who: body_post}",
		"{who: body_post}", "needs a title");
	refused("who: parent_principal", "who: god", "who: god", "unit_principal");
	refused("{unit}{post}{name}", "{unit}{boss}{name}", "{boss}", "no place {boss}");
	refused("{unit}{post}{name}", "{unit}{post}{name", "{name同志", "no place");
	refused("  superior:\n", "  superiors:\n", "superiors:", "unknown key");
	refused("kinds: [town]}", "kinds: [village]}", "village", "accepted: town");
}

/* Exactly two heads: one is as wrong as three. */
static void exactly_two_heads(void **state)
{
	static const char third[] = "        - head: self\n          zh: 第三项\n          en: A third\n"
				    "          paragraphs:\n            - {zh: 丁, en: D}\n  closing:\n";
	struct rule_problems problems;
	struct rulebook book;
	struct error err;
	struct str text = shipped();
	ptrdiff_t at = str_find(text, STR("        - head: self"));
	ptrdiff_t closing = str_find(text, STR("  closing:\n"));

	(void)state;
	text = arena_format(arena, "%.*s%.*s", (int)at, text.bytes,
			    (int)(text.length - (size_t)closing), text.bytes + closing);
	assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), -ERR_INVALID);
	assert_true(str_find(problems.items[0].en, STR("exactly two heads, duty and self; found 1")) >= 0);
	assert_int_equal(problems.items[0].place.line, line_of(text, "heads:"));
	text = altered("  closing:\n", third);
	assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), -ERR_INVALID);
	bool told = false;
	for (size_t i = 0; i < problems.count; i++)
		told |= str_find(problems.items[i].en, STR("found 3")) >= 0;
	assert_true(told);
}

/* Said for the first who would have nothing. */
static void nobody_gets_an_empty_part(void **state)
{
	struct rule_problems problems;
	struct rulebook book;
	struct error err;
	struct str text = altered("        - zh: 按季参加", "        - kinds: [town]\n          zh: 按季参加");

	(void)state;
	assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), 0);
	text = altered_in(text, "principal: no}\n        - {zh: \"学习与",
			  "principal: no, kinds: [town]}\n        - {zh: \"学习与");
	assert_int_equal(rulebook_parse(text, arena, &problems, &book, &err), -ERR_INVALID);
	assert_int_equal(problems.count, 1);
	assert_int_equal(problems.items[0].place.line, line_of(text, "  parts:"));
	assert_true(str_find(problems.items[0].en,
			     STR("\"study\" says nothing for level deputy_section, kind body, "
				 "principal no")) >= 0);
}

static struct letter_condition anybody(void)
{
	return (struct letter_condition){ .principal = -1 };
}

static void conditions(void **state)
{
	const struct letter_subject deputy = { POST_DEPUTY_SECTION, UNIT_TOWN, false, STR("镇组"),
					       STR("纪委书记") };
	const struct letter_subject head = { POST_SECTION, UNIT_DEPARTMENT, true, STR("执法监管组"),
					     STR("局长") };
	struct str texts[] = { STR("纪"), STR("执法监管组") };
	struct letter_condition when = anybody();

	(void)state;
	assert_true(letter_condition_fits(&when, &deputy));
	when.levels = 1u << POST_SECTION;
	assert_false(letter_condition_fits(&when, &deputy));
	assert_true(letter_condition_fits(&when, &head));
	when = anybody();
	when.principal = 0;
	assert_true(letter_condition_fits(&when, &deputy));
	assert_false(letter_condition_fits(&when, &head));
	when = anybody();
	when.kinds = 1u << UNIT_TOWN | 1u << UNIT_BODY;
	assert_true(letter_condition_fits(&when, &deputy));
	assert_false(letter_condition_fits(&when, &head));
	when = anybody();
	when.titles = (struct letter_texts){ &texts[0], 1 }; /* a part of the title */
	assert_true(letter_condition_fits(&when, &deputy));
	assert_false(letter_condition_fits(&when, &head));
	when = anybody();
	when.fields = (struct letter_texts){ texts, 2 }; /* a whole group */
	assert_false(letter_condition_fits(&when, &deputy));
	assert_true(letter_condition_fits(&when, &head));
}

static struct str compose(const struct letter_subject *subject)
{
	const struct letter_value values[] = { { "name", STR("甲子") }, { "unit", STR("甲镇") },
					       { "post", STR("镇长") }, { "year", STR("2009") } };
	const struct letter_filling filling = { values, values, ARRAY_LENGTH(values) };
	struct letter_content content = { .year = 2009, .person_name = STR("甲子") };
	struct letter_rule rule;
	struct error err;
	struct str text;

	load(&rule);
	assert_int_equal(letter_compose(&rule, subject, &filling, arena, &content, &err), 0);
	assert_int_equal(letter_content_write(&content, arena, &text, &err), 0);
	return text;
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_from(part)) >= 0;
}

static void letters_differ_in_what_differs(void **state)
{
	const struct letter_subject deputy = { POST_DEPUTY_SECTION, UNIT_TOWN, false, STR("镇组"),
					       STR("纪委书记") };
	const struct letter_subject head = { POST_SECTION, UNIT_DEPARTMENT, true, STR("执法监管组"),
					     STR("局长") };
	struct str of_deputy = compose(&deputy), of_head = compose(&head);

	(void)state;
	assert_true(has(of_head, "负总责") && !has(of_deputy, "负总责"));
	assert_true(has(of_deputy, "直接领导责任") && !has(of_head, "直接领导责任"));
	assert_true(has(of_deputy, "村（社区）干部") && !has(of_head, "村（社区）干部"));
	assert_true(has(of_head, "行政审批、处罚") && !has(of_deputy, "行政审批、处罚"));
	assert_true(has(of_deputy, "履行监督职责") && !has(of_head, "履行监督职责"));
	assert_true(has(of_head, "title\t2009年度") && has(of_head, "甲子同志2009年度"));
	/* A place without a value stays, so that it is seen. */
	assert_true(has(of_head, "{count}"));
	/* Three parts, two heads, in their order. */
	ptrdiff_t at = -1;
	static const char *const order[] = { "part\tstudy\t", "part\tperformance\t", "\nitems\n",
					     "part\tintegrity\t", "head\tduty\t", "head\tself\t",
					     "closing\t" };
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++) {
		ptrdiff_t found = str_find(of_head, str_from(order[i]));
		assert_true(found > at);
		at = found;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_one_is_right),
		cmocka_unit_test(what_authors_get_wrong),
		cmocka_unit_test(exactly_two_heads),
		cmocka_unit_test(nobody_gets_an_empty_part),
		cmocka_unit_test(conditions),
		cmocka_unit_test(letters_differ_in_what_differs),
	};

	return cmocka_run_group_tests_name("letter/letter_rule", tests, set_up, tear_down);
}
