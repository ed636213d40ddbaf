/*
 * test_meeting_document.c - the frozen text: what it says, in which language, and that no typed line becomes
 * a heading.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "meeting/meeting_document.h"

static struct meeting_topic_row topics[] = {
	{ .topic = { .head = { .id = 1 }, .title = STR_INIT("责任分解"),
		     .minutes = STR_INIT("甲镇汇报。\n# 假标题\n\n- 假条目\r\n## 假小标题") },
	  .unit_name = STR_INIT("甲镇") },
	{ .topic = { .head = { .id = 2 }, .title = STR_INIT("线索"), .minutes = STR_INIT("无异议") },
	  .unit_name = STR_INIT("乙局"), .person_name = STR_INIT("张三") },
};
static struct meeting_participant_row people[] = {
	{ .participant = { .attendance = MEETING_PRESENT, .people = 3 }, .unit_name = STR_INIT("甲镇") },
	{ .participant = { .person_id = 5, .attendance = MEETING_PRESENT, .people = 1 },
	  .person_name = STR_INIT("李四") },
	{ .participant = { .attendance = MEETING_EXCUSED, .note = STR_INIT("下乡") },
	  .unit_name = STR_INIT("丙局") },
};
static struct conclusion_row concluded[] = {
	{ .conclusion = { .topic_id = 1, .number = 1, .text = STR_INIT("补报\n分解表"), .due_day = 14335 },
	  .unit_name = STR_INIT("甲镇") },
};
static struct conclusion_row earlier[] = {
	{ .conclusion = { .number = 4, .text = STR_INIT("整改"), .due_day = 14000,
			  .state = CONCLUSION_CLOSED, .note = STR_INIT("已销号") },
	  .unit_name = STR_INIT("乙局") },
};

static struct meeting_whole whole(void)
{
	return (struct meeting_whole){
		.meeting = { .title = STR("第一季度会议"), .day = 14319, .starts = STR("09:30"),
			     .place = STR("一号会议室") },
		.chair_name = STR("王五"),
		.topics = topics,
		.topic_count = ARRAY_LENGTH(topics),
		.participants = people,
		.participant_count = ARRAY_LENGTH(people),
		.conclusions = { concluded, ARRAY_LENGTH(concluded) },
		.carried = { earlier, ARRAY_LENGTH(earlier) },
	};
}

static void minutes_word_for_word(void **state)
{
	static const char expected[] =
		"# 第一季度会议纪要\n时间：2009-03-16 09:30\n地点：一号会议室\n主持人：王五\n"
		"出席：甲镇 × 3、李四\n请假：丙局（下乡）\n"
		"## 上次议定事项办理情况\n- 4. 整改（乙局、2008-05-01） —— 已办结：已销号\n"
		"## 1. 责任分解\n汇报：甲镇\n甲镇汇报。\n　# 假标题\n　- 假条目\n　## 假小标题\n"
		"- 1. 补报 分解表（甲镇、2009-04-01）\n"
		"## 2. 线索\n汇报：乙局 张三\n无异议\n";
	const struct meeting_whole it = whole();
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	meeting_write_minutes(&it, LANGUAGE_ZH, &out);
	struct str text = buf_str(&out);
	assert_int_equal(text.length, sizeof(expected) - 1);
	assert_memory_equal(text.bytes, expected, text.length);
	buf_release(&out);
}

/* A document is frozen in the language of who freezes it. */
static void in_english(void **state)
{
	const struct meeting_whole it = whole();
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	meeting_write_agenda(&it, LANGUAGE_EN, &out);
	assert_true(str_find(buf_str(&out), STR("# 第一季度会议: Agenda\nTime: 2009-03-16 09:30\n")) == 0);
	assert_true(str_find(buf_str(&out), STR("Excused: 丙局 (下乡)\n")) > 0);
	assert_true(str_find(buf_str(&out), STR("假标题")) < 0); /* an agenda has no minutes */
	buf_release(&out);
}

static void lines_come_back(void **state)
{
	static const enum document_line_kind kinds[] = { DOCUMENT_TITLE, DOCUMENT_PARAGRAPH,
							 DOCUMENT_HEADING, DOCUMENT_ENTRY,
							 DOCUMENT_PARAGRAPH };
	struct str rest = STR("# 一\n二\n\n## 三\n- 四\n　# 五");
	struct document_line line;
	size_t count = 0;

	(void)state;
	while (document_next(&rest, &line)) {
		assert_int_equal(line.kind, kinds[count]);
		count++;
	}
	assert_int_equal(count, ARRAY_LENGTH(kinds));
	rest = STR_EMPTY;
	assert_false(document_next(&rest, &line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(minutes_word_for_word),
		cmocka_unit_test(in_english),
		cmocka_unit_test(lines_come_back),
	};

	return cmocka_run_group_tests_name("meeting/meeting_document", tests, NULL, NULL);
}
