/* Lists: filters, order, paging both ways, cursors; the same pages on both engines. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/list_compose.h"
#include "test_database.h"

/* A list over post, as the statement compiler would write it. */
static const struct listing_column columns[] = {
	{ "id", "o.id", 'i', 1 },
	{ "title", "o.title", 't', 1 },
	{ "to_day", "o.to_day", 'i', 0 },
	{ "level", "CASE WHEN o.level = '' THEN NULL ELSE o.level END", 't', 0 },
	{ "name_key", "p.name_key", 'b', 1 },
	{ "from_day", "o.from_day", 'i', 1 },
};

static const char *const params[] = { "jurisdiction_id" };

#define TAIL(mark)                                                                                 \
	"FROM post o JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = "           \
	"o.person_id WHERE o.jurisdiction_id = " mark

static const struct listing_text listing = {
	0, "post_test", "test_list.c", 1, "SELECT ", TAIL("?1"), "SELECT ", TAIL("$1"),
	params, 1, columns, ARRAY_LENGTH(columns),
};

static const struct db_arg first_jurisdiction = { "jurisdiction_id", DB_INTEGER, 1, { NULL, 0 } };

/* Id, title, last day, level and the person's sort key, each chosen to repeat and to be absent. */
#define ROWS 40

static const char *const titles[] = { "镇长", "Mayor", "mayor", "50%", "a_b", "a\\b", "axb", "ÄÖ" };
static const char *const levels[] = { "", "A", "a", "B" };

static void rows_insert(struct db *db)
{
	const char *quote = db_engine(db) == DB_ENGINE_SQLITE ? "x'" : "'\\x";
	char sql[400];
	struct error err;

	for (int jurisdiction = 1; jurisdiction <= 2; jurisdiction++) {
		snprintf(sql, sizeof(sql),
			 "INSERT INTO unit (jurisdiction_id, id, revision, encoding, code, name, "
			 "name_key, kind) VALUES (%d, 1, 1, 1, 'T01', 'x', %s', 'town')",
			 jurisdiction, quote);
		TEST_OK(db_script(db, sql, &err));
		for (int i = 0; i < 4; i++) {
			snprintf(sql, sizeof(sql),
				 "INSERT INTO person (jurisdiction_id, id, revision, encoding, code, "
				 "name, name_key) VALUES (%d, %d, 1, 1, 'P%d', 'x', %s%02x')",
				 jurisdiction, i + 1, i, quote, 255 - i);
			TEST_OK(db_script(db, sql, &err));
		}
		for (int i = 0; i < ROWS; i++) {
			char day[16];
			snprintf(day, sizeof(day), "%d", i % 7 - 3);
			snprintf(sql, sizeof(sql),
				 "INSERT INTO post (jurisdiction_id, id, revision, encoding, "
				 "person_id, unit_id, title, level, principal, from_day, to_day) "
				 "VALUES (%d, %d, 1, 1, %d, 1, '%s', '%s', 0, %d, %s)",
				 jurisdiction, i * 11 % ROWS + 1, i % 4 + 1, titles[i % 8],
				 levels[i / 3 % 4], i, i % 3 ? day : "NULL");
			TEST_OK(db_script(db, sql, &err));
		}
	}
}

static struct list_request request_for(const char *sort, bool descending, int limit)
{
	return (struct list_request){ .args = { &first_jurisdiction, 1 },
				      .sort = sort,
				      .descending = descending,
				      .limit = limit };
}

/* Ids in the order in which they come; returns how many. */
static int ids_read(struct db *db, const struct list_request *request, enum list_extent extent,
		    int64_t ids[ROWS])
{
	struct db_query *query;
	struct error err;
	int count = 0;

	TEST_OK(listing_open(db, &listing, request, extent, &query, &err));
	for (; db_query_step(query, &err) == 1; count++) {
		assert_true(count < ROWS);
		ids[count] = db_query_int(query, 0);
	}
	db_query_close(query);
	return count;
}

/* Order ------------------------------------------------------------------------------------------ */

/* NULL first, then by value, then by id: told from the rows themselves. */
static int row_compare(struct db_query *query, int column, const struct list_place *last)
{
	bool null = db_query_is_null(query, column), last_null = last->value.type == DB_NULL;
	int difference = last_null - null;

	if (!difference && !null && columns[column].type == 'i')
		difference = (db_query_int(query, column) > last->value.integer) -
			     (db_query_int(query, column) < last->value.integer);
	else if (!difference && !null)
		difference = str_compare(db_query_bytes(query, column), last->value.bytes);
	return difference ? difference
			  : (db_query_int(query, 0) > last->id) - (db_query_int(query, 0) < last->id);
}

static void check_sorted(struct db *db, int column, bool descending, struct arena *arena)
{
	struct list_request request = request_for(columns[column].name, descending, 0);
	struct list_place last = { .id = 0 };
	struct db_query *query;
	struct error err;
	int count = 0;

	TEST_OK(listing_open(db, &listing, &request, LIST_ALL, &query, &err));
	for (; db_query_step(query, &err) == 1; count++) {
		int direction = count ? row_compare(query, column, &last) : 1;
		assert_true(count == 0 || (descending ? direction < 0 : direction > 0));
		last.id = db_query_int(query, 0);
		last.value = db_query_is_null(query, column) ? db_null("")
			     : columns[column].type == 'i'
				     ? db_int("", db_query_int(query, column))
				     : db_text("", db_query_copy(query, column, arena));
	}
	db_query_close(query);
	assert_int_equal(count, ROWS);
}

static void check_order(struct db *db, void *context)
{
	struct arena *arena = arena_new((size_t)1 << 20);

	(void)context;
	rows_insert(db);
	for (int column = 0; column < (int)ARRAY_LENGTH(columns); column++)
		for (int descending = 0; descending < 2; descending++)
			check_sorted(db, column, descending != 0, arena);
	arena_free(arena);
}

static void test_order(void **unused)
{
	(void)unused;
	test_engines_each(check_order, NULL);
}

/* Paging ----------------------------------------------------------------------------------------- */

/* Read a page; its cursor is that of its last shown row. Returns how many rows were shown. */
static int page_read(struct db *db, struct list_request *request, int64_t *ids, bool *out_more,
		     struct arena *arena)
{
	struct db_query *query;
	struct error err;
	int count = 0;

	*out_more = false;
	TEST_OK(listing_open(db, &listing, request, LIST_PAGE, &query, &err));
	while (db_query_step(query, &err) == 1) {
		if (count == request->limit) {
			*out_more = true;
			break;
		}
		ids[count++] = db_query_int(query, 0);
		request->after = listing_cursor(query, &listing, request, arena);
		assert_non_null(request->after.bytes);
	}
	db_query_close(query);
	return count;
}

static void check_pages_of(struct db *db, const char *sort, bool descending, int limit,
			   struct arena *arena)
{
	struct list_request request = request_for(sort, descending, limit);
	int64_t all[ROWS], paged[ROWS + 1];
	bool more = true;
	int total = ids_read(db, &request, LIST_ALL, all), count = 0;

	while (more) {
		count += page_read(db, &request, paged + count, &more, arena);
		assert_true(count <= total);
	}
	assert_int_equal(count, total);
	assert_memory_equal(paged, all, (size_t)total * sizeof(all[0]));

	/* And back from the last row: the direction turned round, everything before it reversed. */
	request.descending = !descending;
	for (more = true, count = total - 1; more;) {
		int64_t page[ROWS];
		int got = page_read(db, &request, page, &more, arena);
		for (int i = 0; i < got; i++)
			assert_int_equal(page[i], all[--count]);
	}
	assert_int_equal(count, 0);
}

static void check_pages(struct db *db, void *context)
{
	static const int limits[] = { 1, 7, ROWS - 1, ROWS, 500 };
	struct arena *arena = arena_new((size_t)16 << 20);

	(void)context;
	rows_insert(db);
	for (size_t column = 0; column < ARRAY_LENGTH(columns); column++)
		for (size_t i = 0; i < ARRAY_LENGTH(limits); i++) {
			check_pages_of(db, columns[column].name, false, limits[i], arena);
			check_pages_of(db, columns[column].name, true, limits[i], arena);
			arena_reset(arena);
		}
	arena_free(arena);
}

static void test_paging(void **unused)
{
	(void)unused;
	test_engines_each(check_pages, NULL);
}

/* Filters ---------------------------------------------------------------------------------------- */

static void check_filters(struct db *db, void *context)
{
	const struct {
		struct list_filter filter;
		int count;
	} cases[] = {
		{ { "title", LIST_EQUAL, db_text("", STR("Mayor")) }, 5 },
		{ { "title", LIST_NOT_EQUAL, db_text("", STR("Mayor")) }, 35 },
		{ { "title", LIST_CONTAINS, db_text("", STR("MAY")) }, 10 },
		{ { "title", LIST_CONTAINS, db_text("", STR("长")) }, 5 },
		{ { "title", LIST_CONTAINS, db_text("", STR("%")) }, 5 },
		{ { "title", LIST_CONTAINS, db_text("", STR("a_b")) }, 5 },
		{ { "title", LIST_CONTAINS, db_text("", STR("A\\b")) }, 5 },
		{ { "title", LIST_CONTAINS, db_text("", STR("ä")) }, 0 }, /* ASCII only */
		{ { "title", LIST_CONTAINS, db_text("", STR("Ä")) }, 5 },
		{ { "title", LIST_CONTAINS, db_text("", STR("")) }, 40 },
		{ { "title", LIST_CONTAINS, db_text("", STR("' OR 1 = 1 --")) }, 0 },
		{ { "from_day", LIST_AT_LEAST, db_int("", 30) }, 10 },
		{ { "from_day", LIST_AT_MOST, db_int("", 9) }, 10 },
		{ { "to_day", LIST_IS_NULL, db_null("") }, 14 },
		{ { "to_day", LIST_NOT_EQUAL, db_int("", 1000) }, 40 },
		{ { "level", LIST_EQUAL, db_text("", STR("a")) }, 9 },
		{ { "name_key", LIST_EQUAL, db_blob("", STR("\xff")) }, 10 },
		{ { "id", LIST_EQUAL, db_int("", 5) }, 1 },
	};
	(void)context;
	rows_insert(db);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct list_request request = request_for("title", false, 500);
		int64_t ids[ROWS];
		request.filters = &cases[i].filter;
		request.filter_count = 1;
		int count = ids_read(db, &request, LIST_PAGE, ids);
		if (count != cases[i].count)
			fail_msg("case %zu: %d rows instead of %d", i, count, cases[i].count);
	}
}

static void check_combined(struct db *db, void *context)
{
	const struct list_filter filters[] = {
		{ "title", LIST_CONTAINS, db_text("", STR("mayor")) },
		{ "from_day", LIST_AT_LEAST, db_int("", 8) },
		{ "from_day", LIST_AT_MOST, db_int("", 24) },
	};
	struct list_request request = request_for(NULL, false, 3);
	struct db_query *query;
	struct error err;
	int64_t ids[ROWS];

	(void)context;
	rows_insert(db);
	request.filters = filters;
	request.filter_count = ARRAY_LENGTH(filters);
	assert_int_equal(ids_read(db, &request, LIST_ALL, ids), 4);
	assert_int_equal(ids_read(db, &request, LIST_PAGE, ids), 4); /* one more than the limit */
	TEST_OK(listing_open(db, &listing, &request, LIST_NUMBER, &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	assert_int_equal(db_query_int(query, 0), 4);
	db_query_close(query);
}

static void test_filters(void **unused)
{
	(void)unused;
	test_engines_each(check_filters, NULL);
	test_engines_each(check_combined, NULL);
}

/* Refusals --------------------------------------------------------------------------------------- */

static void check_refusals(struct db *db, void *context)
{
	static const struct list_filter many[LIST_MAXIMUM_FILTERS + 1] = {
		{ "id", LIST_IS_NULL, { "", DB_NULL, 0, { NULL, 0 } } },
	};
	const struct list_filter wrong[] = {
		{ "nowhere", LIST_EQUAL, db_int("", 1) },
		{ NULL, LIST_EQUAL, db_int("", 1) },
		{ "id", LIST_EQUAL, db_text("", STR("1")) },
		{ "title", LIST_EQUAL, db_null("") },
		{ "id", LIST_CONTAINS, db_int("", 1) },
		{ "id", LIST_OPERATOR_COUNT, db_int("", 1) },
		{ "id\" = 1 OR \"id", LIST_EQUAL, db_int("", 1) },
	};
	struct db_query *query = NULL;
	struct error err;

	(void)context;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong) + 4; i++) {
		struct list_request request = request_for("title", false, 10);
		request.filters = i < ARRAY_LENGTH(wrong) ? &wrong[i] : many;
		request.filter_count = 1;
		if (i == ARRAY_LENGTH(wrong))
			request.filter_count = ARRAY_LENGTH(many);
		if (i == ARRAY_LENGTH(wrong) + 1)
			request.sort = "title; DROP TABLE post";
		if (i == ARRAY_LENGTH(wrong) + 2)
			request.limit = 0;
		if (i == ARRAY_LENGTH(wrong) + 3)
			request.limit = LIST_MAXIMUM_LIMIT + 1;
		assert_int_equal(listing_open(db, &listing, &request, LIST_PAGE, &query, &err),
				 -ERR_INVALID);
		assert_null(query);
	}
	struct list_request request = request_for("title", false, 10);
	request.args = DB_NO_ARGS;
	assert_int_equal(listing_open(db, &listing, &request, LIST_PAGE, &query, &err),
			 -ERR_BROKEN);
}

static void test_refusals(void **unused)
{
	(void)unused;
	test_engines_each(check_refusals, NULL);
}

/* Memory ----------------------------------------------------------------------------------------- */

/* Open, read and page with the nth allocation failing: a failure that says so, and nothing leaks. */
static int read_a_page(const char *where, struct arena *arena, struct error *err)
{
	struct list_filter filter = { "title", LIST_CONTAINS, db_text("", STR("a")) };
	struct list_request request = request_for("level", false, 2);
	struct db_query *query;
	struct db *db;

	request.filters = &filter;
	request.filter_count = 1;
	int code = db_open(where, DB_READ_ONLY, &db, err);
	if (code)
		return code;
	code = listing_open(db, &listing, &request, LIST_PAGE, &query, err);
	if (!code) {
		code = db_query_step(query, err);
		request.after = listing_cursor(query, &listing, &request, arena);
		db_query_close(query);
	}
	if (code == 1)
		code = listing_open(db, &listing, &request, LIST_PAGE, &query, err);
	if (!code)
		db_query_close(query);
	db_close(db);
	return code;
}

static void check_memory(struct test_database *database, void *context)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	int failures = 0;

	(void)context;
	rows_insert(database->db);
	for (long n = 1, code = -1; code; n++) {
		struct error err;
		memory_fail_after(n, false);
		code = read_a_page(database->where, arena, &err);
		memory_fail_after(0, false);
		/* A cursor without memory is empty, which is the first page again. */
		if (code && code != -ERR_MEMORY)
			fail_msg("n = %ld: %s [%s]", n, err.en, err.detail);
		failures += code != 0;
	}
	assert_true(failures > 4);
	arena_free(arena);
}

static void test_memory_runs_out(void **unused)
{
	(void)unused;
	test_databases_each(check_memory, NULL);
}

/* Cursors ---------------------------------------------------------------------------------------- */

#define TITLE 1
#define TO_DAY 2

static int place_parse(int sort, struct str text, struct arena *arena, struct list_place *out)
{
	struct error err;
	int code = list_place_parse(&listing, sort, text, arena, out, &err);

	if (code)
		assert_string_equal(err.field, "after");
	return code;
}

static void test_cursors_come_back(void **unused)
{
	const struct {
		int sort;
		struct list_place place;
	} cases[] = {
		{ TITLE, { db_text("", STR("丁镇 “甲”")), 7 } },
		{ TITLE, { db_text("", STR("")), INT64_MAX } },
		{ TO_DAY, { db_int("", -5), 1 } },
		{ TO_DAY, { db_int("", INT64_MIN), -1 } },
		{ TO_DAY, { db_null(""), 3 } },
		{ 4, { db_blob("", STR("\0\xff\xfe>?")), 3 } },
	};
	struct arena *arena = arena_new((size_t)1 << 20);

	(void)unused;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct list_place place;
		struct str text = list_place_format(&listing, cases[i].sort, &cases[i].place, arena);
		for (size_t c = 0; c < text.length; c++) /* fits a URL as it is */
			assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					       "0123456789-_",
					       text.bytes[c]));
		assert_int_equal(place_parse(cases[i].sort, text, arena, &place), 0);
		assert_true(place.id == cases[i].place.id);
		assert_int_equal(place.value.type, cases[i].place.value.type);
		assert_true(place.value.integer == cases[i].place.value.integer);
		assert_true(str_equal(place.value.bytes, cases[i].place.value.bytes));
	}
	arena_free(arena);
}

static void test_damaged_cursors_are_refused(void **unused)
{
	static const struct str wrong[] = { { "A", 1 }, { "####", 4 }, { "AAAA", 4 },
					    { "AAAAAAAAAAAAAAAAAAAAAAAA", 24 }, { "\xff\0", 2 } };
	const struct list_place place = { db_text("", STR("镇长")), 42 };
	struct arena *arena = arena_new((size_t)1 << 20);
	struct list_place out = { db_null(""), -1 };
	struct str text = list_place_format(&listing, TITLE, &place, arena);
	char *damaged = arena_text(arena, text);

	(void)unused;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		assert_int_equal(place_parse(TITLE, wrong[i], arena, &out), -ERR_INVALID);
	/* Each character changed, each length shortened, another column. */
	for (size_t i = 0; i < text.length; i++) {
		damaged[i] = (char)(damaged[i] == 'A' ? 'B' : 'A');
		assert_int_equal(place_parse(TITLE, (struct str){ damaged, text.length }, arena,
					     &out),
				 -ERR_INVALID);
		damaged[i] = text.bytes[i];
		assert_int_equal(place_parse(TITLE, (struct str){ damaged, i }, arena, &out),
				 -ERR_INVALID);
	}
	assert_int_equal(place_parse(3, text, arena, &out), -ERR_INVALID);
	assert_int_equal(out.id, -1);
	assert_int_equal(place_parse(TITLE, text, arena, &out), 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_paging),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_memory_runs_out),
		cmocka_unit_test(test_cursors_come_back),
		cmocka_unit_test(test_damaged_cursors_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
