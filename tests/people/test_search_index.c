/*
 * test_search_index.c - the index follows the records through creating, changing, undoing and removing,
 * on both engines, and a rebuild gives the same rows.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../people/people_fixture.h"
#include "ledger/search_rebuild.h"
#include "statements_search_index.h"
#include "store/db_driver.h"
#include "store/search_index.h"

/* Every row of the index as one text. */
static struct str index_rows(struct fixture *fixture)
{
	static const char question[] =
		"SELECT record_type || ' ' || CAST(record_id AS TEXT) || ' ' || code || ' ' || name || ' ' "
		"|| index_text || ' ' || sort_text AS line FROM search_entry UNION ALL "
		"SELECT record_type || ' ' || gram || ' ' || CAST(record_id AS TEXT) AS line "
		"FROM search_gram ORDER BY line";
	struct db_composition made = { .text = str_from(question), .columns = 1 };
	struct db_query *query;
	struct error err;
	struct buf out;

	buf_init(&out, (size_t)1 << 20);
	TEST_OK(db_compose_query(fixture->db, &made, &query, &err));
	while (db_query_step(query, &err) == 1) {
		buf_add_str(&out, db_query_bytes(query, 0));
		buf_add_byte(&out, '\n');
	}
	db_query_close(query);
	struct str copy = arena_str(fixture->arena, buf_str(&out));
	buf_release(&out);
	return copy;
}

static int64_t found_by(struct fixture *fixture, const struct record_type *type, const char *text)
{
	struct search_query query;
	struct search_gram gram;
	struct error err;
	int64_t count = 0;

	TEST_OK(search_query_parse(str_from(text), fixture->arena, &query, &err));
	TEST_OK(search_index_rarest(fixture->db, type, fixture->jurisdiction_id, &query, &gram, &err));
	TEST_OK(db_get_int(fixture->db, STATEMENT_SEARCH_GRAM_COUNT,
			   DB_ARGS(db_int("jurisdiction_id", fixture->jurisdiction_id),
				   db_text("record_type", str_from(type->name)),
				   db_text("gram_from", gram.from), db_text("gram_to", gram.to),
				   db_int("bound", 10)),
			   &count, &err));
	return count;
}

static void rename_unit(struct fixture *fixture, int64_t id, const char *name, struct act *act)
{
	struct unit unit;
	struct error err;

	fixture_begin(fixture, fixture->jurisdiction_id, act);
	TEST_OK(record_get(fixture->db, &unit_record,
			   (struct record_key){ fixture->jurisdiction_id, id }, fixture->arena, &unit,
			   &err));
	unit.name = str_from(name);
	TEST_OK(unit_update(act, &unit, &err));
}

static void follows(struct db *db, void *context)
{
	struct fixture fixture;
	struct error err;
	struct act act;
	int64_t undone = 0, indexed = 0;

	(void)context;
	fixture_open(db, &fixture);
	assert_int_equal(index_rows(&fixture).length, 0);
	int64_t unit = fixture_unit(&fixture, "T01", "甲镇", 0);
	(void)fixture_unit(&fixture, "T02", "乙镇", 0);
	int64_t person = fixture_person(&fixture, "P1", "曾甲子");
	assert_int_equal(found_by(&fixture, &unit_record, "甲镇"), 1);
	assert_int_equal(found_by(&fixture, &unit_record, "镇"), 2);
	assert_int_equal(found_by(&fixture, &unit_record, "jz"), 1);
	assert_int_equal(found_by(&fixture, &unit_record, "t0"), 2);
	assert_int_equal(found_by(&fixture, &person_record, "zjz"), 1);
	assert_int_equal(found_by(&fixture, &person_record, "ceng"), 1);
	assert_int_equal(found_by(&fixture, &person_record, "镇"), 0);
	struct str before = index_rows(&fixture);

	/* Changed: the old words are gone. Rolled back: as before. Undone: as before. */
	rename_unit(&fixture, unit, "丙办事处", &act);
	assert_int_equal(found_by(&fixture, &unit_record, "甲镇"), 0);
	assert_int_equal(found_by(&fixture, &unit_record, "bbsc"), 1);
	fixture_roll_back(&fixture);
	assert_true(str_equal(index_rows(&fixture), before));
	rename_unit(&fixture, unit, "丙办事处", &act);
	fixture_commit(&fixture, &act);
	int64_t renamed = act.id;
	assert_int_equal(found_by(&fixture, &unit_record, "办事"), 1);
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(act_undo(&act, renamed, &undone, &err));
	fixture_commit(&fixture, &act);
	assert_true(str_equal(index_rows(&fixture), before));

	/* Removed, and brought back by undoing the removal. */
	struct person gone;
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(record_get(db, &person_record, (struct record_key){ fixture.jurisdiction_id, person },
			   fixture.arena, &gone, &err));
	TEST_OK(act_remove(&act, &person_record, &gone, &err));
	fixture_commit(&fixture, &act);
	assert_int_equal(found_by(&fixture, &person_record, "zjz"), 0);
	int64_t removal = act.id;
	fixture_begin(&fixture, fixture.jurisdiction_id, &act);
	TEST_OK(act_undo(&act, removal, &undone, &err));
	fixture_commit(&fixture, &act);
	assert_true(str_equal(index_rows(&fixture), before));

	/* A rebuild over an index that is there, and over none. */
	TEST_OK(search_rebuild(db, &indexed, &err));
	assert_int_equal(indexed, 3);
	assert_true(str_equal(index_rows(&fixture), before));
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(search_index_clear(db, fixture.jurisdiction_id, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(index_rows(&fixture).length, 0);
	TEST_OK(search_rebuild(db, &indexed, &err));
	assert_true(str_equal(index_rows(&fixture), before));
	fixture_close(&fixture);
}

static void test_follows(void **state)
{
	(void)state;
	test_engines_each(follows, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_follows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
