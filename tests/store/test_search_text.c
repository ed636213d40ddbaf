/*
 * test_search_text.c - folding, words, pinyin with its several readings, grams, queries and what is
 * highlighted.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "store/pinyin.h"
#include "store/search_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)16 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *index_text(const char *text, enum search_part part)
{
	struct error err;
	struct buf out;

	buf_init(&out, 65536);
	assert_int_equal(search_text_add(&out, str_from(text), part, arena, &err), 0);
	assert_false(buf_failed(&out));
	const char *copy = arena_text(arena, buf_str(&out));
	buf_release(&out);
	return copy;
}

static void index_texts(void **state)
{
	static const struct {
		const char *text;
		enum search_part part;
		const char *expected;
	} cases[] = {
		{ "", SEARCH_NAME, "" },
		{ " -·〔〕", SEARCH_NAME, "" },
		{ "T-01", SEARCH_PLAIN, "\nt\n01\n" },
		{ "Ｔ０１ ＡＢ", SEARCH_PLAIN, "\nt01\nab\n" },
		{ "示例〔2008〕19号", SEARCH_PLAIN, "\n示例\n2008\n19\n号\n" },
		{ "甲镇", SEARCH_PLAIN, "\n甲镇\n" },
		{ "甲镇", SEARCH_NAME, "\n甲镇\njiazhen\njz\nzhen\nz\n" },
		{ "A区", SEARCH_NAME, "\na\n区\nqu\nq\nou\no\n" },
		{ "曾甲", SEARCH_PERSON, "\n曾甲\nzengjia\nzj\njia\nj\ncengjia\ncj\njia\nj\n" },
		{ "吕", SEARCH_PERSON, "\n吕\nlv\nl\nlu\nl\n" },
		{ "Straße ÉCOLE", SEARCH_PLAIN, "\nstrasse\nécole\n" },
		{ "\xf0\xa0\xae\xb7甲", SEARCH_NAME, "\n\xf0\xa0\xae\xb7甲\n" }, /* no reading known */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(index_text(cases[i].text, cases[i].part), cases[i].expected);
}

static void readings(void **state)
{
	static const struct {
		const char *character;
		bool surname;
		const char *first, *second; /* NULL: one only */
	} cases[] = {
		{ "甲", false, "jia", NULL },  { "单", true, "shan", "dan" },
		{ "单", false, "dan", "shan" }, { "曾", true, "zeng", "ceng" },
		{ "解", true, "xie", "jie" },   { "区", true, "ou", "qu" },
		{ "仇", true, "qiu", "chou" },  { "长", false, "zhang", "chang" },
		{ "绿", false, "lv", "lu" },    { "A", false, NULL, NULL },
	};
	struct pinyin pinyin;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t position = 0;
		int32_t character = utf8_next(str_from(cases[i].character), &position);
		int count = !cases[i].first ? 0 : cases[i].second ? 2 : 1;

		assert_int_equal(pinyin_read(character, cases[i].surname, &pinyin, &err), 0);
		assert_int_equal(pinyin.count, count);
		if (count > 0)
			assert_string_equal(pinyin.readings[0], cases[i].first);
		if (count > 1)
			assert_string_equal(pinyin.readings[1], cases[i].second);
	}
}

static void grams(void **state)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "[]" },
		{ "甲镇", "[\"甲镇\",\"镇\"]" },
		{ "甲甲甲", "[\"甲\",\"甲甲\"]" },
		{ "integrity 2008", "[\"20\",\"in\"]" },
		{ "x \" \\ y", "[\"x\",\"y\"]" },
	};
	struct error err;
	struct str json;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text = index_text(cases[i].text, SEARCH_PLAIN);

		assert_int_equal(search_grams(str_from(text), arena, &json, &err), 0);
		assert_true(str_equal(json, str_from(cases[i].json)));
	}
}

/* LIKE as the two patterns use it: '%' at the ends only. */
static bool like(const char *text, struct str pattern)
{
	return str_find(str_from(text), str_slice(pattern, 1, pattern.length - 2)) >= 0;
}

static bool has_gram(const char *text, const struct search_gram *gram)
{
	struct error err;
	struct str json, rest;

	assert_int_equal(search_grams(str_from(text), arena, &json, &err), 0);
	rest = json;
	while (rest.length) {
		struct str item = str_split(&rest, '"');

		if (str_compare(item, gram->from) >= 0 && str_compare(item, gram->to) < 0)
			return true;
	}
	return false;
}

/* Who is found by the words has the grams that each word asks for: narrowing loses nobody. */
static void queries_find(void **state)
{
	static const struct {
		const char *query, *text;
		enum search_part part;
		bool found;
	} cases[] = {
		{ "甲镇", "示范甲镇政府", SEARCH_NAME, true },
		{ "镇政", "示范甲镇政府", SEARCH_NAME, true },
		{ "府", "示范甲镇政府", SEARCH_NAME, true },
		{ "示", "示范甲镇政府", SEARCH_NAME, true },
		{ "镇甲", "示范甲镇政府", SEARCH_NAME, false },
		{ "甲 府", "示范甲镇政府", SEARCH_NAME, true },
		{ "jz", "甲镇", SEARCH_NAME, true },
		{ "JZ", "甲镇", SEARCH_NAME, true },
		{ "ｊｚ", "甲镇", SEARCH_NAME, true },
		{ "j", "甲镇", SEARCH_NAME, true },
		{ "jiazh", "甲镇", SEARCH_NAME, true },
		{ "zhen", "甲镇", SEARCH_NAME, true },
		{ "iazhen", "甲镇", SEARCH_NAME, false },
		{ "jz", "甲镇", SEARCH_PLAIN, false },
		{ "zjz", "赵甲子", SEARCH_PERSON, true },
		{ "zhaojiazi", "赵甲子", SEARCH_PERSON, true },
		{ "shan", "单甲", SEARCH_PERSON, true },
		{ "dan", "单甲", SEARCH_PERSON, true },
		{ "changan", "长安镇", SEARCH_NAME, true },
		{ "T0", "T01", SEARCH_PLAIN, true },
		{ "01", "T01", SEARCH_PLAIN, false },
		{ "z", "Zzz 〇", SEARCH_PLAIN, true },
		{ "integ", "Integrity appraisal", SEARCH_PLAIN, true },
		{ "APPRAISAL integrity", "Integrity appraisal", SEARCH_PLAIN, true },
		{ "Äpfel", "äpfel", SEARCH_PLAIN, true },
		{ "퟿", "퟿", SEARCH_PLAIN, false },
	};
	struct search_query query;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text = index_text(cases[i].text, cases[i].part);
		bool found;

		assert_int_equal(search_query_parse(str_from(cases[i].query), arena, &query, &err), 0);
		found = query.count > 0;
		for (size_t w = 0; w < query.count; w++)
			found = found && like(text, query.words[w].pattern);
		if (found != cases[i].found)
			fail_msg("case %zu: %s in %s", i, cases[i].query, text);
		for (size_t w = 0; found && w < query.count; w++)
			for (size_t g = 0; g < query.words[w].gram_count; g++)
				assert_true(has_gram(text, &query.words[w].grams[g]));
	}
}

static void queries_are_bounded(void **state)
{
	struct search_query query;
	struct error err;
	char text[4000];

	(void)state;
	assert_int_equal(search_query_parse(STR(""), arena, &query, &err), 0);
	assert_int_equal(query.count, 0);
	assert_int_equal(search_query_parse(STR(" %_'\"\\;--〔"), arena, &query, &err), 0);
	assert_int_equal(query.count, 0);
	assert_false(query.cut);
	assert_int_equal(search_query_parse(STR("a b c d e f"), arena, &query, &err), 0);
	assert_int_equal(query.count, SEARCH_WORDS_MAXIMUM);
	assert_false(query.cut);
	assert_int_equal(search_query_parse(STR("a b c d e f g"), arena, &query, &err), 0);
	assert_int_equal(query.count, SEARCH_WORDS_MAXIMUM);
	assert_true(query.cut);
	memset(text, 'x', sizeof(text));
	assert_int_equal(search_query_parse((struct str){ text, sizeof(text) }, arena, &query, &err),
			 0);
	assert_int_equal(query.words[0].text.length, SEARCH_QUERY_CHARACTERS);
	assert_true(query.cut);
}

static void highlights(void **state)
{
	static const struct {
		const char *query, *text, *expected;
	} cases[] = {
		{ "甲镇", "示范甲镇政府", "示范[甲镇]政府" },
		{ "甲 府", "示范甲镇政府", "示范[甲]镇政[府]" },
		{ "t0", "Ｔ０１", "[Ｔ０]１" },
		{ "ss", "Straße", "Straße" },
		{ "strass", "Straße", "[Straß]e" },
		{ "app", "Mapp Appraisal", "Mapp [App]raisal" },
		{ "jz", "甲镇", "甲镇" },
		{ "<b", "<b>甲", "<[b]>甲" },
		{ "甲甲", "甲甲甲", "[甲甲甲]" },
		{ "x", "", "" },
	};
	struct search_query query;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct search_pieces pieces;
		char text[200] = "";
		size_t length = 0;

		assert_int_equal(search_query_parse(str_from(cases[i].query), arena, &query, &err), 0);
		assert_int_equal(search_highlight(&query, str_from(cases[i].text), arena, &pieces,
						  &err),
				 0);
		for (size_t p = 0; p < pieces.count; p++)
			length += (size_t)snprintf(text + length, sizeof(text) - length,
						   pieces.items[p].hit ? "[%.*s]" : "%.*s",
						   STR_ARG(pieces.items[p].text));
		assert_string_equal(text, cases[i].expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_texts),
		cmocka_unit_test(readings),
		cmocka_unit_test(grams),
		cmocka_unit_test(queries_find),
		cmocka_unit_test(queries_are_bounded),
		cmocka_unit_test(highlights),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
