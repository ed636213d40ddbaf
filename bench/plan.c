/*
 * plan.c - a plan of 200 items for 500 units: assigning and publishing it, against plain inserts.
 *
 *   plan DATABASE          a SQLite file with the demonstration; gets 500 units and the plan of 2010
 *
 * Ours are the real acts: each of the 100,000 assignments is checked against the draft, written with its
 * version and its ledger leaf; publishing checks that every item has a lead and no question waits. The peers
 * are the cheapest SQL that leaves the same rows: prepared INSERTs in one transaction, and a copy of all
 * assignments, which is how a version would be frozen that does not carry its span of versions in the rows.
 * `rows_s` is one SQL query over the assignments with their reports: what any page about all of them must
 * read, in CPU seconds. Everything is printed as "name value".
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/civil.h"
#include "ledger/act.h"
#include "ledger/ledger.h"
#include "people/rights.h"
#include "plan/plan_store.h"

#define UNITS 500
#define AREAS 10
#define ITEMS 20 /* of an area */
#define YEAR 2010
#define FIRST_UNIT 900000000
#define ARENA_BYTES ((size_t)1 << 30)

static int64_t jurisdiction_id;

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "plan: %s: %s\n", what, why);
	exit(1);
}

static void check(const char *what, int code, const struct error *err)
{
	if (code < 0) {
		fprintf(stderr, "plan: %s: %s %s\n", what, err->en, err->detail);
		exit(1);
	}
}

/* Seconds of one statement outside the program; `loops`: bound as ?2 to 0 … loops - 1, in one transaction. */
static double run_raw(sqlite3 *db, const char *sql, int loops)
{
	int64_t begin = clock_monotonic_us();
	sqlite3_stmt *statement;
	int result = SQLITE_DONE;

	if (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
	sqlite3_bind_int64(statement, 1, jurisdiction_id);
	for (int i = 0; i < loops && result == SQLITE_DONE; i++) {
		sqlite3_bind_int(statement, 2, i);
		while ((result = sqlite3_step(statement)) == SQLITE_ROW)
			;
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	if (result != SQLITE_DONE || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
	return (double)(clock_monotonic_us() - begin) / 1e6;
}

static sqlite3 *open_raw(const char *path)
{
	sqlite3_stmt *statement;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA synchronous = FULL", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT MAX(jurisdiction_id) FROM unit", -1, &statement, NULL) !=
		    SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW)
		fail(path, sqlite3_errmsg(db));
	jurisdiction_id = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return db;
}

/* Ours --------------------------------------------------------------------------------------------- */

struct bench {
	struct db *db;
	struct ledger_heads *heads;
	struct arena *arena;
	struct plan_draft draft;
};

static void begin_act(struct bench *it, struct act *act, const char *kind)
{
	struct act_start start = { .db = it->db, .arena = it->arena, .heads = it->heads,
				   .jurisdiction_id = jurisdiction_id, .role = "operator",
				   .kind = kind };
	struct error err;

	check("begin", db_begin_write(it->db, &err), &err);
	check(kind, act_begin(act, &start, &err), &err);
}

static void commit_act(struct bench *it, struct act *act)
{
	struct error err;

	check("finish", act_finish(act, false, &err), &err);
	check("commit", db_commit(it->db, &err), &err);
}

static int64_t put_item(struct bench *it, struct act *act, struct plan_item item)
{
	struct error err;

	check("item", plan_item_put(act, &it->draft, &item, &err), &err);
	return item.item_id;
}

static void assign(struct bench *it, struct act *act, int64_t item)
{
	struct assignment assignment;
	struct error err;

	for (int unit = 0; unit < UNITS; unit++)
		check("assignment", assignment_put(act, &it->draft, item, FIRST_UNIT + unit,
						   &assignment, &err), &err);
}

static double measure_assigning(struct bench *it)
{
	struct plan plan = { .year = YEAR, .title = STR("Bench") };
	int64_t begin = clock_monotonic_us();
	struct error err;
	struct act act;

	begin_act(it, &act, "plan.draft");
	check("plan", plan_create(&act, &plan, &it->draft, &err), &err);
	for (int area = 1; area <= AREAS; area++) {
		int64_t parent = put_item(it, &act, (struct plan_item){
			.kind = PLAN_AREA, .weight = { DECIMAL_ONE }, .title = STR("Area"),
			.code = arena_format(it->arena, "%d", area) });
		for (int item = 1; item <= ITEMS; item++)
			assign(it, &act, put_item(it, &act, (struct plan_item){
				.kind = PLAN_ITEM, .parent_id = parent, .title = STR("Item"),
				.code = arena_format(it->arena, "%d.%d", area, item),
				.weight = { DECIMAL_ONE }, .due = STR("quarterly") }));
	}
	commit_act(it, &act);
	return (double)(clock_monotonic_us() - begin) / 1e6;
}

static double measure_publishing(struct bench *it)
{
	const struct plan_order order = { .event = PLAN_PUBLISH,
					  .permissions = PERMISSION_PLAN_MANAGE,
					  .consult_until = CIVIL_NO_DAY };
	int64_t begin = clock_monotonic_us();
	struct error err;
	struct act act;

	begin_act(it, &act, "plan.publish");
	check("publish", plan_draft_move(&act, &it->draft, &order, &err), &err);
	commit_act(it, &act);
	return (double)(clock_monotonic_us() - begin) / 1e6;
}

static void measure_ours(const char *path)
{
	struct bench it = { .arena = arena_new(ARENA_BYTES), .heads = ledger_heads_new() };
	struct error err;

	check(path, db_open(path, DB_READ_WRITE, &it.db, &err), &err);
	printf("assign_s %.3f\n", measure_assigning(&it));
	printf("publish_s %.3f\n", measure_publishing(&it));
	db_close(it.db);
	ledger_heads_free(it.heads);
	arena_free(it.arena);
}

/* The peers ---------------------------------------------------------------------------------------- */

static const char add_units[] =
	"INSERT INTO unit (jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, "
	"kind) SELECT ?1, 900000000 + ?2, 1, 1, printf('BU%04d', ?2), 'Unit ' || ?2, x'00', NULL, "
	"(SELECT kind FROM unit WHERE jurisdiction_id = ?1 LIMIT 1)";
static const char add_plan[] =
	"INSERT INTO plan SELECT ?1, 910000000, 1, 1, 2011, 'Peer', 0 WHERE ?2 = 0";
/* The same rows for another plan: ids in the order in which the program makes them. */
static const char add_assignment[] =
	"INSERT INTO assignment (jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, "
	"from_version, to_version, state, words, answer) VALUES (?1, 920000000 + ?2, 1, 1, "
	"910000000, 930000000 + ?2 / 500, 900000000 + ?2 % 500, 1, 0, 'offered', '', '')";
static const char copy_assignments[] =
	"INSERT INTO assignment SELECT jurisdiction_id, id + 1000000, 1, encoding, plan_id, item_id, "
	"unit_id, from_version + 1 + ?2, 0, state, words, answer FROM assignment "
	"WHERE jurisdiction_id = ?1 AND plan_id = 910000000";
/* A report of the first quarter for two of three assignments: data for the pages, not a measurement. */
static const char add_reports[] =
	"INSERT INTO progress_report SELECT ?1, 940000000 + row_number() OVER (ORDER BY a.id) + ?2, 1, 1, "
	"a.id, 1, 14699, 'done', 'x', '', '', NULL, 14320, "
	"CASE a.id % 3 WHEN 0 THEN 'submitted' ELSE 'accepted' END, "
	"CASE a.id % 3 WHEN 0 THEN 0 ELSE 1000000 END, NULL, NULL, '' FROM assignment a "
	"JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id "
	"WHERE a.jurisdiction_id = ?1 AND p.year = 2010 AND a.id % 4 < 3";
static const char read_rows[] =
	"SELECT a.id, a.unit_id, a.item_id, u.code, u.name, r.checkpoint, r.status, r.state, "
	"r.accepted_share, r.reported_day FROM assignment a "
	"JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id AND p.year = 2010 "
	"JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id "
	"LEFT JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id "
	"WHERE a.jurisdiction_id = ?1 AND a.item_id >= ?2";

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: plan DATABASE\n");
		return 2;
	}
	sqlite3 *raw = open_raw(argv[1]);
	run_raw(raw, add_units, UNITS);
	measure_ours(argv[1]);
	run_raw(raw, add_plan, 1);
	printf("insert_s %.3f\n", run_raw(raw, add_assignment, UNITS * AREAS * ITEMS));
	printf("copy_s %.3f\n", run_raw(raw, copy_assignments, 1));
	run_raw(raw, add_reports, 1);
	run_raw(raw, read_rows, 1); /* the file is in the page cache for both sides */
	clock_t begin = clock();
	run_raw(raw, read_rows, 1);
	printf("rows_s %.3f\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
	sqlite3_close(raw);
	return 0;
}
