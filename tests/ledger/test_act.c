/*
 * test_act.c - acts on both engines: rows, history and leaves together; conflicts; undoing an act.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger/leaf.h"
#include "ledger_fixture.h"
#include "statements_act.h"
#include "statements_ledger.h"

static struct leaf leaf_at(struct fixture *fixture, int64_t index)
{
	struct db_query *query;
	struct leaf leaf;
	struct error err;
	bool parsed;

	TEST_OK(db_query_open(fixture->db, STATEMENT_LEDGER_LEAF_GET,
			      DB_ARGS(db_int("jurisdiction_id", fixture->jurisdiction_id),
				      db_int("leaf_index", index)),
			      &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	parsed = leaf_parse(db_query_copy(query, 1, fixture->arena), &leaf);
	db_query_close(query);
	assert_true(parsed);
	return leaf;
}

/* Create, change twice (once without a difference), remove: three versions and three leaves, each
 * with that of its act behind it. */
static void body_life(struct db *db, void *context)
{
	struct fixture fixture;
	struct unit unit = fixture_unit("T04", "丁镇");
	struct error err;
	struct act act;
	struct leaf leaf;

	(void)context;
	fixture_open(&fixture, db);
	fixture_unit_create(&fixture, &unit);
	assert_int_equal(unit.head.revision, 1);
	assert_int_equal(fixture_size(&fixture), 2);
	leaf = leaf_at(&fixture, 0);
	assert_true(str_equal(leaf.act_kind, STR("unit.create")));
	assert_true(str_equal(leaf.record_type, STR("unit")));
	assert_true(str_equal(leaf.role, STR("operator")));
	assert_int_equal(leaf.record_id, unit.head.id);

	unit.name = STR("新丁镇");
	fixture_unit_update(&fixture, &unit);
	fixture_unit_update(&fixture, &unit);
	assert_int_equal(unit.head.revision, 2);
	assert_int_equal(fixture_size(&fixture), 4);
	assert_true(str_equal(fixture_unit_get(&fixture, unit.head.id).name, STR("新丁镇")));
	assert_true(fixture_unit_get(&fixture, unit.head.id).name_key.length > 0);

	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "unit.remove");
	TEST_OK(act_remove(&act, &unit_record, &unit, &err));
	fixture_commit(&fixture, &act);
	assert_int_equal(record_get(db, &unit_record,
				    (struct record_key){ fixture.jurisdiction_id, unit.head.id },
				    fixture.arena, &unit, &err),
			 -ERR_NOT_FOUND);
	leaf = leaf_at(&fixture, 4);
	assert_true(leaf.removed);
	assert_int_equal(leaf.revision, 3);
	fixture_close(&fixture);
}

static void test_life_of_a_record(void **state)
{
	(void)state;
	test_engines_each(body_life, NULL);
}

static void body_day(struct db *db, void *context)
{
	struct fixture fixture;
	struct act act;

	(void)context;
	/* 2009-03-17 20:00 UTC is the 18th in Shanghai; the jurisdiction's clock is ten days
	 * behind. */
	clock_fix(1237320000000);
	fixture_open(&fixture, db);
	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "test.day");
	assert_int_equal(act.day, 14321 - 10);
	db_rollback(db);
	fixture_begin(&fixture, &act, 0, "test.day");
	assert_int_equal(act.day, 14321);
	db_rollback(db);
	clock_fix(0);
	fixture_close(&fixture);
}

static void test_business_day(void **state)
{
	(void)state;
	test_engines_each(body_day, NULL);
}

static void body_conflicts(struct db *db, void *context)
{
	struct fixture fixture;
	struct unit unit = fixture_unit("T04", "丁镇"), stale, invalid = fixture_unit("", "无");
	struct error err;
	struct act act;

	(void)context;
	fixture_open(&fixture, db);
	fixture_unit_create(&fixture, &unit);
	stale = unit;
	unit.name = STR("新丁镇");
	fixture_unit_update(&fixture, &unit);
	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "unit.update");
	stale.name = STR("另一个");
	assert_int_equal(act_update(&act, &unit_record, &stale, &err), -ERR_CONFLICT);
	assert_int_equal(act_remove(&act, &unit_record, &stale, &err), -ERR_CONFLICT);
	assert_int_equal(act_create(&act, &unit_record, &invalid, &err), -ERR_INVALID);
	assert_string_equal(err.field, "code");
	assert_int_equal(act_begin(&act,
				   &(struct act_start){ .db = db,
							.arena = fixture.arena,
							.heads = fixture.heads,
							.jurisdiction_id = 99,
							.role = "operator",
							.kind = "x.y" },
				   &err),
			 -ERR_NOT_FOUND);
	db_rollback(db);
	ledger_heads_forget(fixture.heads);
	assert_int_equal(fixture_size(&fixture), 4);
	fixture_close(&fixture);
}

static void test_conflicts(void **state)
{
	(void)state;
	test_engines_each(body_conflicts, NULL);
}

/* Undoing -------------------------------------------------------------------------------------- */

static int undo(struct fixture *fixture, int64_t act_id, int64_t *out_count, struct error *err)
{
	struct act act;
	int rc;

	fixture_begin(fixture, &act, fixture->jurisdiction_id, "import.undo");
	rc = act_undo(&act, act_id, out_count, err);
	if (rc) {
		db_rollback(fixture->db);
		ledger_heads_forget(fixture->heads);
		return rc;
	}
	fixture_commit(fixture, &act);
	return 0;
}

/* An import: a parent and its child are created, another unit is changed twice, one is removed. */
static int64_t import(struct fixture *fixture, struct unit *changed, struct unit *removed,
		      struct unit *parent, struct unit *child)
{
	struct error err;
	struct act act;

	fixture_begin(fixture, &act, fixture->jurisdiction_id, "import.units");
	TEST_OK(act_create(&act, &unit_record, parent, &err));
	child->parent_id = parent->head.id;
	TEST_OK(act_create(&act, &unit_record, child, &err));
	changed->name = STR("第一次");
	TEST_OK(act_update(&act, &unit_record, changed, &err));
	changed->name = STR("第二次");
	changed->parent_id = parent->head.id;
	TEST_OK(act_update(&act, &unit_record, changed, &err));
	TEST_OK(act_remove(&act, &unit_record, removed, &err));
	fixture_commit(fixture, &act);
	return act.id;
}

static bool exists(struct fixture *fixture, int64_t id)
{
	struct unit unit;
	struct error err;
	int rc = record_get(fixture->db, &unit_record,
			    (struct record_key){ fixture->jurisdiction_id, id }, fixture->arena,
			    &unit, &err);

	assert_true(rc == 0 || rc == -ERR_NOT_FOUND);
	return rc == 0;
}

static void body_undo(struct db *db, void *context)
{
	struct fixture fixture;
	struct unit changed = fixture_unit("T01", "甲镇"), removed = fixture_unit("T02", "乙镇");
	struct unit parent = fixture_unit("T03", "丙镇"), child = fixture_unit("T04", "丁镇");
	struct unit now;
	struct error err;
	int64_t act_id, count = 0;

	(void)context;
	fixture_open(&fixture, db);
	fixture_unit_create(&fixture, &changed);
	fixture_unit_create(&fixture, &removed);
	act_id = import(&fixture, &changed, &removed, &parent, &child);
	TEST_OK(undo(&fixture, act_id, &count, &err));
	assert_int_equal(count, 4);
	assert_false(exists(&fixture, parent.head.id));
	assert_false(exists(&fixture, child.head.id));
	now = fixture_unit_get(&fixture, changed.head.id);
	assert_true(str_equal(now.name, STR("甲镇")));
	assert_int_equal(now.parent_id, 0);
	assert_int_equal(now.head.revision, 4);
	now = fixture_unit_get(&fixture, removed.head.id);
	assert_true(str_equal(now.name, STR("乙镇")));
	assert_true(now.name_key.length > 0);
	assert_int_equal(now.head.revision, 3);
	/* The undone act was written over since, by its undoing. */
	assert_int_equal(undo(&fixture, act_id, &count, &err), -ERR_CONFLICT);
	assert_int_equal(undo(&fixture, 12345, &count, &err), -ERR_NOT_FOUND);
	fixture_close(&fixture);
}

static void test_undo(void **state)
{
	(void)state;
	test_engines_each(body_undo, NULL);
}

static void body_undo_refused(struct db *db, void *context)
{
	struct fixture fixture;
	struct unit first = fixture_unit("T01", "甲镇"), second = fixture_unit("T02", "乙镇");
	struct error err;
	struct act act;
	int64_t count = 0;
	uint64_t size;

	(void)context;
	fixture_open(&fixture, db);
	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "import.units");
	TEST_OK(act_create(&act, &unit_record, &first, &err));
	TEST_OK(act_create(&act, &unit_record, &second, &err));
	fixture_commit(&fixture, &act);
	first.name = STR("改名镇");
	fixture_unit_update(&fixture, &first);
	size = fixture_size(&fixture);
	assert_int_equal(undo(&fixture, act.id, &count, &err), -ERR_CONFLICT);
	assert_non_null(strstr(err.zh, "改名镇 T01"));
	assert_non_null(strstr(err.en, "改名镇 T01"));
	assert_true(exists(&fixture, second.head.id));
	assert_int_equal(fixture_size(&fixture), size);
	fixture_close(&fixture);
}

static void test_undo_refused_after_a_later_change(void **state)
{
	(void)state;
	test_engines_each(body_undo_refused, NULL);
}

/* More records than one page of undoing, then the undoing itself undone. */
static void body_undo_long(struct db *db, void *context)
{
	enum { UNITS = 600 };
	static int64_t ids[UNITS];
	struct fixture fixture;
	struct error err;
	struct act act;
	int64_t count = 0, importing, undoing;

	(void)context;
	fixture_open(&fixture, db);
	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "import.units");
	for (int i = 0; i < UNITS; i++) {
		char code[16];
		struct unit unit = fixture_unit(code, "某镇");

		(void)snprintf(code, sizeof(code), "T%04d", i);
		unit.code = str_from(code);
		unit.parent_id = i ? ids[i - 1] : 0;
		TEST_OK(act_create(&act, &unit_record, &unit, &err));
		ids[i] = unit.head.id;
		arena_reset(fixture.arena);
	}
	fixture_commit(&fixture, &act);
	importing = act.id;
	fixture_begin(&fixture, &act, fixture.jurisdiction_id, "import.undo");
	undoing = act.id;
	TEST_OK(act_undo(&act, importing, &count, &err));
	assert_int_equal(count, UNITS);
	fixture_commit(&fixture, &act);
	assert_false(exists(&fixture, ids[0]));
	TEST_OK(undo(&fixture, undoing, &count, &err));
	assert_int_equal(count, UNITS);
	assert_int_equal(fixture_unit_get(&fixture, ids[UNITS - 1]).parent_id, ids[UNITS - 2]);
	assert_int_equal(fixture_size(&fixture), 3 * UNITS + 3);
	fixture_close(&fixture);
}

static void test_undo_of_many_and_of_the_undoing(void **state)
{
	(void)state;
	test_engines_each(body_undo_long, NULL);
}

static void body_finish(struct db *db, void *context)
{
	struct fixture fixture;
	struct unit unit = fixture_unit("T01", "甲镇");
	int64_t act_id;
	struct db_query *query;
	struct error err;
	struct act act;

	(void)context;
	fixture_open(&fixture, db);
	act_id = fixture_unit_create(&fixture, &unit);
	TEST_OK(db_query_open(db, STATEMENT_ACT_GET,
			      DB_ARGS(db_int("jurisdiction_id", fixture.jurisdiction_id),
				      db_int("id", act_id)),
			      &query, &err));
	assert_int_equal(db_query_step(query, &err), 1);
	assert_true(str_equal(db_query_bytes(query, 0), STR("unit.create")));
	assert_true(db_query_is_null(query, 1));
	assert_int_equal(db_query_int(query, 5), 0);
	assert_int_equal(db_query_int(query, 6), 1);
	db_query_close(query);
	/* An act without leaves leaves no line unless it must. */
	for (int always = 0; always < 2; always++) {
		fixture_begin(&fixture, &act, fixture.jurisdiction_id, "nothing.done");
		TEST_OK(act_finish(&act, always, &err));
		TEST_OK(db_query_open(db, STATEMENT_ACT_GET,
				      DB_ARGS(db_int("jurisdiction_id", fixture.jurisdiction_id),
					      db_int("id", act.id)),
				      &query, &err));
		assert_int_equal(db_query_step(query, &err), always);
		db_query_close(query);
		db_rollback(db);
	}
	fixture_close(&fixture);
}

static void test_act_line(void **state)
{
	(void)state;
	test_engines_each(body_finish, NULL);
}

static void test_leaf_text(void **state)
{
	struct leaf leaf = { .act_kind = STR("unit.create"), .record_type = STR("unit"),
			     .role = STR("operator"), .record_id = 42, .revision = 3, .day = 14321,
			     .removed = true };
	static const char expected[] = "lianze-leaf 1\nact unit.create\nrecord unit 000000000001A\n"
				       "revision 3\nrole operator\nday 2009-03-18\n"
				       "commitment removed\n";
	char text[LEAF_BYTES];
	struct leaf back;
	struct str bytes;

	(void)state;
	bytes = leaf_format(&leaf, text);
	assert_true(str_equal(bytes, str_from(expected)));
	assert_true(leaf_parse(bytes, &back));
	assert_int_equal(back.record_id, 42);
	for (size_t length = 0; length < bytes.length; length++)
		assert_false(leaf_parse(str_slice(bytes, 0, length), &back));
	leaf.removed = false;
	leaf.commitment = hash_of(STR("x"));
	bytes = leaf_format(&leaf, text);
	assert_true(leaf_parse(bytes, &back));
	assert_true(hash_equal(&back.commitment, &leaf.commitment));
	leaf.role = STR("two words");
	assert_int_equal(leaf_format(&leaf, text).length, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leaf_text),
		cmocka_unit_test(test_life_of_a_record),
		cmocka_unit_test(test_business_day),
		cmocka_unit_test(test_conflicts),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_undo_refused_after_a_later_change),
		cmocka_unit_test(test_undo_of_many_and_of_the_undoing),
		cmocka_unit_test(test_act_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
