/*
 * test_letter_content.c - the frozen text: writing and reading it, the same hash always, what differs.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "letter/letter_words.h"
#include "messages_letter.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)8 << 20);
	return !arena;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct letter_block blocks[] = {
	{ LETTER_OPENING, STR_INIT(""), STR_INIT("开头"), STR_INIT("Opening") },
	{ LETTER_PART, STR_INIT("study"), STR_INIT("学习"), STR_INIT("Study") },
	{ LETTER_TEXT, STR_INIT(""), STR_INIT("一\t二\n三\\四"), STR_INIT("") },
	{ LETTER_PART, STR_INIT("performance"), STR_INIT("履职"), STR_INIT("Performance") },
	{ LETTER_ITEMS, STR_INIT(""), STR_INIT(""), STR_INIT("") },
	{ LETTER_PART, STR_INIT("integrity"), STR_INIT("廉政"), STR_INIT("Integrity") },
	{ LETTER_HEAD, STR_INIT("duty"), STR_INIT("责任"), STR_INIT("Duty") },
	{ LETTER_TEXT, STR_INIT(""), STR_INIT("甲"), STR_INIT("A") },
	{ LETTER_TEXT, STR_INIT(""), STR_INIT("乙"), STR_INIT("B") },
	{ LETTER_HEAD, STR_INIT("self"), STR_INIT("自律"), STR_INIT("Self") },
	{ LETTER_TEXT, STR_INIT(""), STR_INIT("丙"), STR_INIT("C") },
	{ LETTER_CLOSING, STR_INIT(""), STR_INIT("结尾"), STR_INIT("Closing") },
};

static struct letter_item items[] = {
	{ 1001, LETTER_UNIT_LEADS, STR_INIT("1.1"), STR_INIT("公开"), STR_INIT("按月公开"),
	  STR_INIT("monthly"), false },
	{ 1002, LETTER_NAMED, STR_INIT("1.2"), STR_INIT("谈话"), STR_INIT(""),
	  STR_INIT("2009-02-27; 2009-06-30"), true },
};

static struct letter_content sample(void)
{
	return (struct letter_content){
		.year = 2009,
		.title = STR("2009年度责任书"),
		.title_en = STR("Letter, 2009"),
		.person_code = STR("P0001"),
		.person_name = STR("甲子"),
		.unit_code = STR("T01"),
		.unit_name = STR("甲镇"),
		.post = STR("副镇长"),
		.level = STR("deputy_section"),
		.superior = STR("乙丑"),
		.superior_post = STR("镇长"),
		.plan_version = 2,
		.template_code = STR("letters"),
		.template_title = STR("模板"),
		.template_title_en = STR("Template"),
		.template_version = 1,
		.blocks = blocks,
		.block_count = ARRAY_LENGTH(blocks),
		.items = items,
		.item_count = ARRAY_LENGTH(items),
	};
}

static struct str text_of(const struct letter_content *content)
{
	struct error err;
	struct str text;

	assert_int_equal(letter_content_write(content, arena, &text, &err), 0);
	return text;
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_from(part)) >= 0;
}

static void writing_and_reading_give_the_same(void **state)
{
	struct letter_content content = sample(), read;
	struct str text = text_of(&content);
	struct error err;

	(void)state;
	assert_true(str_starts_with(text, STR("lianze-letter 1\nyear\t2009\n")));
	assert_true(has(text, "text\t一\\t二\\n三\\\\四\t\n"));
	assert_true(has(text, "\nitem\t00000000000Z9\t1.1\tunit\tmonthly\tno\t"));
	assert_int_equal(letter_content_read(text, arena, &read, &err), 0);
	assert_true(str_equal(text_of(&read), text));
	assert_int_equal(read.item_count, 2);
	assert_int_equal(read.items[1].item_id, 1002);
	assert_true(read.items[1].confidential);
	assert_int_equal(read.block_count, ARRAY_LENGTH(blocks));
	assert_true(str_equal(read.blocks[2].zh, STR("一\t二\n三\\四")));
	assert_int_equal(read.countersigner.length, 0);
	content.countersigner = STR("丙寅");
	content.countersigner_post = STR("纪委书记");
	content.principal = true;
	text = text_of(&content);
	assert_int_equal(letter_content_read(text, arena, &read, &err), 0);
	assert_true(str_equal(read.countersigner, STR("丙寅")));
	assert_true(read.principal);
}

static void what_is_no_letter_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"lianze-letter 2\nyear\t2009\nperson\tP\tN\n",
		"lianze-letter 1\n",
		"lianze-letter 1\nyear\tsoon\nperson\tP\tN\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\tN\nwhat\ta\tb\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\tN\nitem\tx\t1\tnamed\t\tno\ta\tb\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\tN\nitem\t0000000000001\t1\tboss\t\tno\ta\tb\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\tN\npost\ta\tb\tmaybe\n",
		"lianze-letter 1\nyear\t2009\nperson\tP\tN\ntext\ta\tb\tc\td\te\tf\tg\th\ti\tj\n",
	};
	struct letter_content read;
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (letter_content_read(str_from(texts[i]), arena, &read, &err) != -ERR_CORRUPT)
			fail_msg("taken: %s", texts[i]);
}

/* A letter of yesterday has the same hash tomorrow: this one is of the text as the header says it is
 * written, put together and hashed by another program. */
static void the_hash_is_stable(void **state)
{
	struct letter_content content = sample();
	char hex[HASH_HEX_BYTES], basis[HASH_HEX_BYTES], again[HASH_HEX_BYTES];
	struct error err;

	(void)state;
	letter_content_hash(text_of(&content), hex);
	assert_string_equal(hex, "fd841414dd4b0e897c49ba1dab4a42bdb57ad8ad11466191c2372b22e8a33eb2");
	assert_int_equal(letter_basis_hash(&content, arena, basis, &err), 0);
	/* Neither the words of the template nor who signs are what the plan asks. */
	content.superior = STR("丁卯");
	content.title = STR("另一个标题");
	content.block_count = 2;
	content.unit_name = STR("甲街道");
	assert_int_equal(letter_basis_hash(&content, arena, again, &err), 0);
	assert_string_equal(again, basis);
	content.post = STR("镇长");
	assert_int_equal(letter_basis_hash(&content, arena, again, &err), 0);
	assert_string_not_equal(again, basis);
}

static void each_field_of_an_item_counts(void **state)
{
	struct letter_item changed[ARRAY_LENGTH(items)];
	struct letter_content content = sample();
	char basis[HASH_HEX_BYTES], again[HASH_HEX_BYTES];
	struct error err;

	(void)state;
	assert_int_equal(letter_basis_hash(&content, arena, basis, &err), 0);
	content.items = changed;
	for (int i = 0; i < 5; i++) {
		memcpy(changed, items, sizeof(items));
		switch (i) {
		case 0: changed[0].title = STR("公示"); break;
		case 1: changed[0].measure = STR("按季公开"); break;
		case 2: changed[0].due = STR("quarterly"); break;
		case 3: changed[0].role = LETTER_NAMED; break;
		default: content.item_count = 1; break;
		}
		assert_int_equal(letter_basis_hash(&content, arena, again, &err), 0);
		assert_string_not_equal(again, basis);
	}
}

static void the_difference_says_what(void **state)
{
	static const struct letter_item after_items[] = {
		{ 1001, LETTER_NAMED, STR_INIT("1.1"), STR_INIT("公示"), STR_INIT("按季公开"),
		  STR_INIT("quarterly"), false },
		{ 1003, LETTER_LEADS, STR_INIT("1.3"), STR_INIT("排查"), STR_INIT("每岗"),
		  STR_INIT(""), false },
	};
	static const int expected[] = { LETTER_ITEM_TITLE,   LETTER_ITEM_MEASURE, LETTER_ITEM_DUE,
					LETTER_ITEM_ROLE,    LETTER_ITEM_ADDED,   LETTER_ITEM_REMOVED,
					LETTER_POST_CHANGED, LETTER_UNIT_RENAMED,
					LETTER_SUPERIOR_CHANGED, LETTER_COUNTERSIGNER_CHANGED,
					LETTER_TEXT_CHANGED };
	struct letter_content before = sample(), after = sample();
	struct letter_item copy[ARRAY_LENGTH(after_items)];
	struct letter_changes changes;
	struct error err;

	(void)state;
	assert_int_equal(letter_difference(&before, &after, arena, &changes, &err), 0);
	assert_int_equal(changes.count, 0);
	memcpy(copy, after_items, sizeof(copy));
	after.items = copy;
	after.post = STR("镇长");
	after.unit_name = STR("甲街道");
	after.superior = STR("丁卯");
	after.countersigner = STR("戊辰");
	after.block_count--;
	assert_int_equal(letter_difference(&before, &after, arena, &changes, &err), 0);
	assert_int_equal(changes.count, ARRAY_LENGTH(expected));
	for (size_t i = 0; i < changes.count; i++) {
		assert_int_equal(changes.items[i].kind, expected[i]);
		assert_int_equal(letter_change_is_material(expected[i]), i < 7);
		assert_int_not_equal(letter_change_word(expected[i]), MESSAGE_NONE);
	}
	assert_true(changes.items[5].confidential);
	assert_true(str_equal(letter_change_value(&changes.items[2], changes.items[2].before,
						  LANGUAGE_ZH, arena),
			      STR("每月")));
	assert_true(str_equal(letter_change_value(&changes.items[3], changes.items[3].after,
						  LANGUAGE_ZH, arena),
			      str_from(message_text(MESSAGE_LETTER_ROLE_NAMED, LANGUAGE_ZH))));
}

static void lines_are_numbered(void **state)
{
	static const char *const zh[] = { "开头", "一、学习", "1．一\t二\n三\\四", "二、履职", "",
					  "三、廉政", "（一）责任", "1．甲", "2．乙", "（二）自律",
					  "1．丙", "结尾" };
	struct letter_content content = sample();
	struct letter_lines lines;
	struct error err;

	(void)state;
	assert_int_equal(letter_lines_make(&content, LANGUAGE_ZH, arena, &lines, &err), 0);
	assert_int_equal(lines.count, ARRAY_LENGTH(zh));
	for (size_t i = 0; i < lines.count; i++)
		assert_true(str_equal(lines.items[i].text, str_from(zh[i])));
	assert_int_equal(letter_lines_make(&content, LANGUAGE_EN, arena, &lines, &err), 0);
	assert_true(str_equal(lines.items[5].text, STR("III. Integrity")));
	assert_true(str_equal(lines.items[9].text, STR("(2) Self")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writing_and_reading_give_the_same),
		cmocka_unit_test(what_is_no_letter_is_refused),
		cmocka_unit_test(the_hash_is_stable),
		cmocka_unit_test(each_field_of_an_item_counts),
		cmocka_unit_test(the_difference_says_what),
		cmocka_unit_test(lines_are_numbered),
	};

	return cmocka_run_group_tests_name("letter/letter_content", tests, set_up, tear_down);
}
