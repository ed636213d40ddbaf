/*
 * test_verify.c - what ledger_verify() finds when somebody changes the database behind the
 * program's back.
 *
 * Tampering is done as an administrator would: with SQL on a connection of its own, on both
 * engines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "ledger/checkpoint.h"
#include "ledger_fixture.h"
#include "people/group_member.h"
#include "people/appraisal_group.h"
#include "process/score.h"

#define FOUND_MAXIMUM 16

struct findings {
	size_t count;
	char lines[FOUND_MAXIMUM][300];
	struct ledger_finding last;
};

static void note_finding(void *context, const struct ledger_finding *finding)
{
	struct findings *findings = context;

	if (findings->count < FOUND_MAXIMUM)
		(void)snprintf(findings->lines[findings->count],
			       sizeof(findings->lines[0]), "%s %.*s [%.*s] %.*s @%lld",
			       ledger_finding_name(finding->kind), STR_ARG(finding->record_type),
			       STR_ARG(finding->natural_key), STR_ARG(finding->changed),
			       (long long)finding->leaf_index);
	findings->count++;
}

static void verify(struct test_database *database, int64_t jurisdiction_id, const char *vkey,
		   struct findings *out)
{
	struct db *second = NULL;
	struct ledger_report report;
	struct error err;
	struct ledger_check check = { .db = database->db, .jurisdiction_id = jurisdiction_id,
				      .public_vkey = vkey, .found = note_finding, .context = out };

	*out = (struct findings){ .count = 0 };
	TEST_OK(db_open(database->where, DB_READ_ONLY, &second, &err));
	check.second = second;
	TEST_OK(ledger_verify(&check, &report, &err));
	assert_int_equal(report.findings, out->count);
	db_close(second);
}

/* SQL past the program, with the insert-only triggers and foreign keys out of the way. */
static void tamper_sqlite(const struct test_database *database, const char *sql)
{
	sqlite3 *handle;
	char *message = NULL;

	assert_int_equal(sqlite3_open(database->where, &handle), SQLITE_OK);
	sqlite3_busy_timeout(handle, 5000);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(handle);
}

static void tamper_postgres(const struct test_database *database, const char *sql)
{
	char whole[1200];

	(void)snprintf(whole, sizeof(whole),
		       "SET search_path = %s; SET session_replication_role = replica; %s",
		       database->place, sql);
	test_postgres_command(whole);
}

static void tamper(const struct test_database *database, const char *sql)
{
	if (database->engine == DB_ENGINE_SQLITE)
		tamper_sqlite(database, sql);
	else
		tamper_postgres(database, sql);
}

/* Three units, one changed, one removed, a group with a member, then units enough for a subtree. */
static void fill(struct fixture *fixture)
{
	struct unit town = fixture_unit("T04", "丁镇"), bureau = fixture_unit("B01", "甲局");
	struct unit gone = fixture_unit("T09", "壬镇");
	struct appraisal_group group = { .year = 2008, .name = STR("镇组") };
	struct group_member member = { .year = 2008 };
	struct score score = { .year = 2008, .subject = SCHEME_UNIT, .indicator = STR("A1"),
			       .points = { 715000 }, .scorer = STR("督查室"), .day = 14000 };
	struct error err;
	struct act act;

	fixture_unit_create(fixture, &town);
	town.name = STR("丁镇");
	town.kind = UNIT_INSTITUTION;
	fixture_unit_update(fixture, &town);
	fixture_unit_create(fixture, &bureau);
	fixture_begin(fixture, &act, fixture->jurisdiction_id, "unit.remove");
	TEST_OK(act_create(&act, &unit_record, &gone, &err));
	TEST_OK(act_remove(&act, &unit_record, &gone, &err));
	TEST_OK(act_create(&act, &appraisal_group_record, &group, &err));
	member.group_id = group.head.id;
	member.unit_id = town.head.id;
	TEST_OK(act_create(&act, &group_member_record, &member, &err));
	score.subject_id = town.head.id;
	TEST_OK(act_create(&act, &score_record, &score, &err));
	for (int i = 0; i < 254; i++) {
		char code[16];
		struct unit unit = fixture_unit(code, "某单位");

		(void)snprintf(code, sizeof(code), "X%03d", i);
		unit.code = str_from(code);
		TEST_OK(act_create(&act, &unit_record, &unit, &err));
	}
	fixture_commit(fixture, &act);
}

static const unsigned char seed[NOTE_KEY_BYTES] = { 9, 9, 9 };

struct tampering {
	const char *sqlite, *postgres; /* postgres NULL: the same text */
	const char *expected[4];       /* findings, in order */
};

static const struct tampering tamperings[] = {
	{ "SELECT 1", NULL, { NULL } },
	{ "UPDATE unit SET name = '伪镇' WHERE code = 'T04'", NULL,
	  { "record_changed unit [伪镇 T04] name: 丁镇 → 伪镇 @2" } },
	{ "UPDATE unit SET kind = 'town', code = 'T44' WHERE code = 'T04'", NULL,
	  { "record_changed unit [丁镇 T44] code: T04 → T44; kind: institution → town @2" } },
	{ "UPDATE unit SET revision = 1 WHERE code = 'T04'", NULL,
	  { "record_changed unit [丁镇 T04] revision: 2 → 1 @2" } },
	{ "UPDATE unit SET kind = 'palace' WHERE code = 'T04'", NULL,
	  { "record_changed unit [丁镇 T04] A stored value of the field \"kind\" is not one that this "
	    "program writes. @2" } },
	{ "UPDATE group_member SET year = 2007", NULL,
	  { "record_changed group_member [2007 丁镇 T04] year: 2008 → 2007 @9" } },
	{ "UPDATE score SET points = 915000", NULL,
	  { "record_changed score [2008 丁镇 T04 A1 督查室] points: 71.5 → 91.5 @10" } },
	{ "DELETE FROM unit WHERE code = 'B01'", NULL, { "record_missing unit [甲局 B01]  @4" } },
	{ "INSERT INTO unit (jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, "
	  "kind) SELECT jurisdiction_id, 5, 1, 1, 'Y', '黑户', name_key, NULL, kind "
	  "FROM unit WHERE code = 'B01'",
	  NULL, { "record_unknown unit [黑户 Y]  @-1" } },
	{ "UPDATE record_version SET salt = NULL, content = NULL WHERE leaf_index = 0 "
	  "AND record_type = 'unit'",
	  NULL, { "history_changed unit []  @0" } },
	{ "UPDATE record_version SET act_id = 1, revision = 7 WHERE leaf_index = 4 "
	  "AND record_type = 'unit'",
	  NULL, { "history_changed unit [甲局 B01]  @4", "history_changed unit [] missing @4" } },
	{ "DELETE FROM record_version WHERE leaf_index = 2 AND record_type = 'unit'", NULL,
	  { "record_changed unit [丁镇 T04] kind: town → institution; revision: 1 → 2 @0",
	    "history_changed unit [] missing @2" } },
	{ "DELETE FROM record_version WHERE leaf_index = 4 AND record_type = 'unit';"
	  "DELETE FROM unit WHERE code = 'B01'",
	  NULL, { "record_missing unit [] missing @4" } },
	{ "UPDATE ledger_leaf SET leaf = CAST(replace(CAST(leaf AS TEXT), 'role operator', "
	  "'role office') AS BLOB) WHERE leaf_index = 4 AND CAST(leaf AS TEXT) LIKE '%record unit%'",
	  "UPDATE ledger_leaf SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), "
	  "'role operator', 'role office'), 'UTF8') WHERE leaf_index = 4 AND "
	  "convert_from(leaf, 'UTF8') LIKE '%record unit%'",
	  { "leaf_changed unit []  @4" } },
	{ "UPDATE record_version SET content = CAST(replace(CAST(content AS TEXT), '甲局', '乙局') "
	  "AS BLOB) WHERE leaf_index = 4 AND record_type = 'unit'",
	  "UPDATE record_version SET content = convert_to(replace(convert_from(content, 'UTF8'), "
	  "'甲局', '乙局'), 'UTF8') WHERE leaf_index = 4 AND record_type = 'unit'",
	  { "history_changed unit [乙局 B01]  @4" } },
	{ "UPDATE record_version SET content = CAST(replace(CAST(content AS TEXT), '甲局', '乙局') "
	  "AS BLOB) WHERE leaf_index = 4 AND record_type = 'unit';"
	  "UPDATE unit SET name = '乙局' WHERE code = 'B01'",
	  "UPDATE record_version SET content = convert_to(replace(convert_from(content, 'UTF8'), "
	  "'甲局', '乙局'), 'UTF8') WHERE leaf_index = 4 AND record_type = 'unit';"
	  "UPDATE unit SET name = '乙局' WHERE code = 'B01'",
	  { "history_changed unit [乙局 B01]  @4", "record_changed unit [乙局 B01]  @4" } },
	{ "UPDATE ledger_node SET hash = zeroblob(32)",
	  "UPDATE ledger_node SET hash = decode(repeat('00', 32), 'hex')",
	  { "leaf_changed  [] 0–255 @0" } },
	{ "DELETE FROM ledger_leaf WHERE leaf_index = 265", NULL,
	  { "checkpoint_broken  []  @266", "leaf_changed  [] 266 → 265 @265",
	    "act_changed act [] unit.remove @265" } },
	{ "DELETE FROM ledger_leaf WHERE leaf_index = 6", NULL,
	  { "leaf_changed  [] missing @6", "checkpoint_broken  []  @266",
	    "history_changed unit [壬镇 T09]  @6" } },
	{ "UPDATE ledger_checkpoint SET note = replace(note, '266', '265')", NULL,
	  { "checkpoint_broken  []  @266" } },
	{ "UPDATE ledger_head SET size = 3 WHERE size = 266", NULL,
	  { "leaf_changed  [] 0 → 266 @0" } },
	{ "UPDATE act SET role = 'office' WHERE kind = 'unit.update'", NULL,
	  { "act_changed act [] unit.update @3" } },
	{ "UPDATE act SET account_id = 7 WHERE kind = 'unit.remove'", NULL,
	  { "act_changed act [] unit.remove @265" } },
	{ "UPDATE act SET on_behalf_id = 7, day = day WHERE kind = 'unit.remove'", NULL,
	  { "act_changed act [] unit.remove @265" } },
	{ "UPDATE act SET summary = '无' WHERE kind = 'unit.remove'", NULL,
	  { "act_changed act [] unit.remove @265" } },
	{ "UPDATE act SET at_ms = at_ms + 1 WHERE kind = 'unit.remove'", NULL,
	  { "act_changed act [] unit.remove @265" } },
	{ "DELETE FROM act WHERE kind = 'unit.update'", NULL,
	  { "act_missing act [] unit.update @3" } },
	{ "UPDATE act SET act_leaf = NULL, salt = NULL WHERE kind = 'unit.update'", NULL,
	  { "act_changed act [] unit.update @-1" } },
	{ "UPDATE act SET act_leaf = NULL, summary = '伪' WHERE first_leaf = 0 AND jurisdiction_id <> 0",
	  NULL, { "act_changed act [] unit.create @1" } },
	{ "INSERT INTO act (jurisdiction_id, id, kind, role, day, at_ms, first_leaf, leaf_count, summary) "
	  "SELECT jurisdiction_id, 5, 'unit.forge', 'office', 1, 1, 6, 1, '' FROM act "
	  "WHERE kind = 'unit.update'",
	  NULL, { "act_changed act [] unit.forge @-1" } },
	{ "UPDATE record_version SET act_id = (SELECT id FROM act WHERE kind = 'unit.update') "
	  "WHERE leaf_index = 4 AND record_type = 'unit'",
	  NULL, { "act_changed act [] record_version.act_id @5" } },
};

/* Returns the number of wrong lines, so that one run shows all that are. */
static int check_tampering(struct test_database *database, const struct tampering *row,
			   int64_t jurisdiction_id, const char *vkey)
{
	struct findings findings;
	size_t expected = 0;
	int wrong = 0;

	tamper(database, database->engine == DB_ENGINE_POSTGRES && row->postgres ? row->postgres
										 : row->sqlite);
	verify(database, jurisdiction_id, vkey, &findings);
	while (expected < ARRAY_LENGTH(row->expected) && row->expected[expected])
		expected++;
	for (size_t i = 0; i < findings.count || i < expected; i++) {
		if (i < findings.count && i < expected &&
		    strcmp(findings.lines[i], row->expected[i]) == 0)
			continue;
		print_error("%s\nfound    %s\nexpected %s\n", row->sqlite,
			    i < findings.count ? findings.lines[i] : "nothing",
			    i < expected ? row->expected[i] : "nothing");
		wrong++;
	}
	return wrong;
}

static void sign(struct fixture *fixture, const char **out_vkey)
{
	struct ledger_key key = { .name = "example.invalid/test" };
	struct str vkey, note;
	struct error err;

	memcpy(key.seed, seed, sizeof(seed));
	TEST_OK(db_begin_write(fixture->db, &err));
	TEST_OK(ledger_checkpoint_make(
		&(struct ledger_signing){ fixture->db, NULL, fixture->jurisdiction_id, &key },
		fixture->arena, &note, &err));
	TEST_OK(db_commit(fixture->db, &err));
	TEST_OK(ledger_key_public(&key, fixture->jurisdiction_id, fixture->arena, &vkey, &err));
	*out_vkey = vkey.bytes;
}

struct tampering_run {
	const struct tampering *row;
	int wrong;
};

static void body_tamperings(struct test_database *database, void *context)
{
	struct tampering_run *run = context;
	struct fixture fixture;
	const char *vkey;

	fixture_open(&fixture, database->db);
	fill(&fixture);
	sign(&fixture, &vkey);
	run->wrong += check_tampering(database, run->row, fixture.jurisdiction_id, vkey);
	/* The installation's own tree was never touched. */
	run->wrong += check_tampering(database, &tamperings[0], 0, NULL);
	fixture_close(&fixture);
}

static void test_tamperings(void **state)
{
	struct tampering_run run = { .wrong = 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(tamperings); i++) {
		run.row = &tamperings[i];
		test_databases_each(body_tamperings, &run);
	}
	assert_int_equal(run.wrong, 0);
}

static void body_keys(struct test_database *database, void *context)
{
	struct fixture fixture;
	struct findings findings;
	struct ledger_key other = { .name = "example.invalid/test" };
	struct ledger_report report;
	struct str vkey;
	struct error err;
	const char *right;

	(void)context;
	fixture_open(&fixture, database->db);
	fill(&fixture);
	sign(&fixture, &right);
	TEST_OK(ledger_key_public(&other, fixture.jurisdiction_id, fixture.arena, &vkey, &err));
	verify(database, fixture.jurisdiction_id, vkey.bytes, &findings);
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.lines[0], "checkpoint_broken  []  @266");
	if (database->engine == DB_ENGINE_SQLITE) {
		struct ledger_check check = { .db = database->db, .public_vkey = "no key",
					      .found = note_finding, .context = &findings };

		assert_int_equal(ledger_verify(&check, &report, &err), -ERR_INVALID);
	}
	fixture_close(&fixture);
}

static void test_checkpoint_of_another_key(void **state)
{
	(void)state;
	test_databases_each(body_keys, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tamperings),
		cmocka_unit_test(test_checkpoint_of_another_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
