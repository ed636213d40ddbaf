/*
 * test_line.c - the time line: however small its pages are, they give every entry once and in one order;
 * filters; what a closure leaves out; counts equal lists. On both engines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "../people/people_fixture.h"
#include "archive/archive_entry.h"
#include "archive/archive_line.h"

#define ENTRIES 12

static const struct archive_terms kinds = {
	{ { STR_INIT("award"), STR_INIT("表彰"), STR_INIT("Award"), false },
	  { STR_INIT("case"), STR_INIT("立案"), STR_INIT("Case"), true } },
	2
};

struct line_test {
	struct fixture base;
	int64_t person, ids[ENTRIES];
	struct archive_view_of views[ARCHIVE_SOURCES_MAXIMUM];
	struct archive_line_request request;
};

static void add(struct line_test *it, int at, const char *kind, int32_t day, const char *title)
{
	struct archive_entry entry = {
		.head = { .jurisdiction_id = it->base.jurisdiction_id },
		.person_id = it->person, .kind = str_from(kind), .day = day, .title = str_from(title),
		.valid_until = CIVIL_NO_DAY, .added_day = FIXTURE_TODAY,
	};
	struct error err;
	struct act act;

	fixture_begin(&it->base, it->base.jurisdiction_id, &act);
	TEST_OK(act_create(&act, &archive_entry_record, &entry, &err));
	fixture_commit(&it->base, &act);
	it->ids[at] = entry.head.id;
}

static void open_line(struct db *db, struct line_test *it)
{
	char title[32];

	*it = (struct line_test){ .person = 0 };
	fixture_open(db, &it->base);
	it->person = fixture_person(&it->base, "P1", "甲某");
	int64_t unit = fixture_unit(&it->base, "T1", "甲镇", 0);
	fixture_post(&it->base, it->person, unit, FIXTURE_TODAY - 900, FIXTURE_TODAY - 5);
	fixture_post(&it->base, it->person, unit, FIXTURE_TODAY - 4, CIVIL_NO_DAY);
	for (int i = 0; i < ENTRIES; i++) { /* four on each of three days, one of them that of a post */
		snprintf(title, sizeof(title), "Entry 100%% no_%d", i);
		add(it, i, i % 2 ? "case" : "award", FIXTURE_TODAY - 5 + i / 4, title);
	}
	for (size_t i = 0; archive_person_sources[i]; i++)
		it->views[i] = (struct archive_view_of){ .open = true, .to_day = 100000,
							 .last_id = INT64_MAX };
	it->request = (struct archive_line_request){
		.sources = archive_person_sources, .views = it->views,
		.jurisdiction_id = it->base.jurisdiction_id, .subject_id = it->person,
		.from_day = 0, .to_day = 100000, .limit = 100,
	};
}

static struct archive_line read_line(struct line_test *it)
{
	struct archive_line line;
	struct error err;

	TEST_OK(archive_line_read(it->base.db, &it->request, it->base.arena, &line, &err));
	return line;
}

static size_t source_of(const char *kind)
{
	size_t at = 0;

	while (strcmp(archive_person_sources[at]->kind, kind) != 0)
		at++;
	return at;
}

static void check_pages(struct db *db, void *context)
{
	struct line_test it;
	struct archive_line whole, page;
	struct archive_place place, again;

	(void)context;
	open_line(db, &it);
	whole = read_line(&it);
	assert_int_equal(whole.count, ENTRIES + 3); /* and the posts: twice begun, once ended */
	assert_false(whole.more);
	for (size_t i = 1; i < whole.count; i++)
		assert_true(whole.rows[i - 1].day >= whole.rows[i].day);
	for (size_t limit = 1; limit <= 5; limit++) {
		size_t seen = 0;

		it.request.limit = limit;
		it.request.after = NULL;
		do {
			page = read_line(&it);
			for (size_t i = 0; i < page.count; i++, seen++) {
				assert_int_equal(page.rows[i].id, whole.rows[seen].id);
				assert_ptr_equal(page.rows[i].source, whole.rows[seen].source);
			}
			place = page.last;
			/* As an address carries it. */
			assert_true(archive_place_parse(
				archive_person_sources,
				archive_place_format(archive_person_sources, &place, it.base.arena),
				&again));
			assert_memory_equal(&again.id, &place.id, sizeof(place.id));
			assert_int_equal(again.source, place.source);
			it.request.after = &again;
		} while (page.more);
		assert_int_equal(seen, whole.count);
	}
	fixture_close(&it.base);
}

static void check_filters(struct db *db, void *context)
{
	static const struct {
		const char *kind, *text;
		int32_t from_day, to_day;
		size_t count;
	} cases[] = {
		{ "", "", 0, 100000, ENTRIES + 3 },
		{ "entry", "", 0, 100000, ENTRIES },
		{ "entry:award", "", 0, 100000, ENTRIES / 2 },
		{ "entry:none", "", 0, 100000, 0 },
		{ "post", "", 0, 100000, 2 },
		{ "none", "", 0, 100000, 0 },
		{ "", "entry", 0, 100000, ENTRIES },  /* whatever the case of letters */
		{ "", "100%", 0, 100000, ENTRIES },   /* % and _ are themselves */
		{ "", "no_1", 0, 100000, 3 },	      /* 1, 10, 11 */
		{ "", "noX1", 0, 100000, 0 },
		{ "", "\\", 0, 100000, 0 },
		{ "", "甲镇", 0, 100000, 3 },
		{ "", "", FIXTURE_TODAY - 4, 100000, 9 },
		{ "", "", 0, FIXTURE_TODAY - 6, 1 },
	};
	struct line_test it;

	(void)context;
	open_line(db, &it);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t counts[ARCHIVE_SOURCES_MAXIMUM], sum = 0;
		struct error err;

		it.request.kind = str_from(cases[i].kind);
		it.request.text = str_from(cases[i].text);
		it.request.from_day = cases[i].from_day;
		it.request.to_day = cases[i].to_day;
		if (read_line(&it).count != cases[i].count)
			fail_msg("case %zu: %zu", i, read_line(&it).count);
		TEST_OK(archive_line_count(db, &it.request, it.base.arena, counts, &err));
		for (size_t j = 0; archive_person_sources[j]; j++)
			sum += counts[j];
		assert_int_equal(sum, cases[i].count);
	}
	fixture_close(&it.base);
}

/* Cases recorded since entry 5 are closed: 7, 9, 11. The pages stay full, the counts agree. */
static void check_closed(struct db *db, void *context)
{
	struct line_test it;
	struct archive_line line;
	size_t entry = source_of("entry");
	int64_t counts[ARCHIVE_SOURCES_MAXIMUM];
	struct error err;

	(void)context;
	open_line(db, &it);
	it.views[entry].last_id = it.ids[5];
	it.views[entry].closing = &kinds;
	line = read_line(&it);
	assert_int_equal(line.count, ENTRIES + 3 - 3);
	for (size_t i = 0; i < line.count; i++)
		for (int at = 7; at < ENTRIES; at += 2)
			assert_int_not_equal(line.rows[i].id, it.ids[at]);
	it.request.limit = 4;
	assert_int_equal(read_line(&it).count, 4);
	TEST_OK(archive_line_count(db, &it.request, it.base.arena, counts, &err));
	assert_int_equal(counts[entry], ENTRIES - 3);
	/* A source that closes as a whole; one that is not open. */
	it.request.limit = 100;
	it.views[entry].closing = NULL;
	it.views[entry].to_day = FIXTURE_TODAY - 5;
	it.views[source_of("post")].open = false;
	assert_int_equal(read_line(&it).count, 4 + 1);
	fixture_close(&it.base);
}

static void check_places(void **state)
{
	static const char *const wrong[] = {
		"",	    ".",		"..",
		"2008-01-01", "2008-01-01.post",	"x.post.0000000000001",
		"2008-01-01.post.!", "2008-01-01..0000000000001", "2008-01-01.none.0000000000001",
	};
	struct archive_place place;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		assert_false(archive_place_parse(archive_person_sources, str_from(wrong[i]), &place));
}

/* Kinds are addresses and keys: each once in its table. */
static void kinds_are_unique(void **state)
{
	const struct archive_source *const *const tables[] = { archive_unit_sources,
							       archive_person_sources };

	(void)state;
	for (size_t t = 0; t < 2; t++) {
		assert_true(archive_source_count(tables[t]) <= ARCHIVE_SOURCES_MAXIMUM);
		for (size_t i = 0; tables[t][i]; i++)
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(tables[t][i]->kind, tables[t][j]->kind);
	}
}

static void pages(void **state)
{
	(void)state;
	test_engines_each(check_pages, NULL);
}

static void filters(void **state)
{
	(void)state;
	test_engines_each(check_filters, NULL);
}

static void closed(void **state)
{
	(void)state;
	test_engines_each(check_closed, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages),
		cmocka_unit_test(filters),
		cmocka_unit_test(closed),
		cmocka_unit_test(check_places),
		cmocka_unit_test(kinds_are_unique),
	};

	return cmocka_run_group_tests_name("archive/line", tests, NULL, NULL);
}
