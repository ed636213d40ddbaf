/*
 * ranking.c - total and rank of 100,000 units x 40 indicators: the appraisal engine over rows read
 * from SQLite, against one query with window functions on the same file.
 *
 *   ranking DATABASE       is made when it is absent (about a minute, 600 MB)
 *
 * Both sides read the same score rows in the program's own schema, round the total half up to two
 * places and rank within groups of 1,000; every rank is compared. Medians are printed as "name value".
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/civil.h"
#include "process/appraisal.h"
#include "store/migrate.h"

#define UNITS 100000
#define INDICATORS 40
#define GROUPS 100
#define ROUNDS 3
#define YEAR 2008
#define ARENA_BYTES ((size_t)2 << 30)

static int ours[UNITS], theirs[UNITS]; /* ranks, in the order of unit_id */

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "ranking: %s: %s\n", what, why);
	exit(1);
}

static sqlite3 *open_raw(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		fail(path, sqlite3_errmsg(db));
	return db;
}

static void run_raw(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail(sql, message);
}

static sqlite3_stmt *prepare_raw(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
	return statement;
}

/* Data ---------------------------------------------------------------------------------------- */

/* Points are multiples of 0.01 from 0 to 2.50; the mixing is arbitrary but the same each time. */
static const char make_data[] =
	"PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA foreign_keys = OFF; BEGIN;"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99) "
	"INSERT INTO appraisal_group SELECT 1, 500 + i, 1, 1, 2008, 'G' || i, x'00' FROM n;"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
	"INSERT INTO unit SELECT 1, 1000000 + i, 1, 1, 'U' || i, 'U' || i, x'00', NULL, 'town' "
	"FROM n;"
	"INSERT INTO group_member SELECT 1, id + 1000000, 1, 1, 2008, 500 + id % 100, id FROM unit;"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3999999) "
	"INSERT INTO score SELECT 1, 10000000 + i, 1, 1, 2008, 'unit', 1000000 + i / 40, "
	"printf('Z%02d', i % 40 + 1), ((i * 7919 + i / 40 * 104729) % 251) * 100, 0, '', '', 14000 "
	"FROM n;"
	"COMMIT; PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;";

static void make_database(const char *path)
{
	struct migration_state state;
	struct error err;
	struct db *db;
	sqlite3 *raw;

	if (access(path, R_OK) == 0)
		return;
	if (db_open(path, DB_CREATE, &db, &err) < 0 || migrate_apply(db, &state, &err) < 0)
		fail(path, err.detail);
	db_close(db);
	raw = open_raw(path);
	run_raw(raw, make_data);
	sqlite3_close(raw);
}

/* Ours ---------------------------------------------------------------------------------------- */

static struct scheme *make_scheme(struct arena *arena)
{
	struct rule_problems problems = { 0 };
	struct scheme *scheme;
	struct error err;
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_add_text(&text, "scheme: bench\nversion: 1\ntitle: {zh: a, en: a}\nsubject: unit\n"
			    "in_force: {from_year: 2008}\n"
			    "source: {zh: a, en: a, verified: no, example: yes}\n"
			    "kinds:\n  - {code: town, zh: 镇, en: Town}\nindicators:\n");
	for (int i = 1; i <= INDICATORS; i++)
		buf_add_format(&text,
			       "  - {code: Z%02d, zh: z%02d, en: z%02d, maximum: 2.5, "
			       "scorer: {zh: a, en: a}}\n",
			       i, i, i);
	buf_add_text(&text, "bonus: {cap: 5}\nveto: {grade: poor}\n"
			    "grades:\n  - {code: good, zh: b, en: b, from: 60}\n"
			    "  - {code: poor, zh: c, en: c, from: 0}\n");
	if (scheme_parse(buf_str(&text), arena, &problems, &scheme, &err) < 0)
		fail("scheme", err.en);
	buf_release(&text);
	return scheme;
}

static struct appraisal_member *read_members(sqlite3 *db, struct arena *arena)
{
	struct appraisal_member *members = ARENA_ARRAY(arena, struct appraisal_member, UNITS);
	sqlite3_stmt *statement = prepare_raw(
		db, "SELECT unit_id, group_id FROM group_member "
		    "WHERE jurisdiction_id = 1 AND year = 2008 ORDER BY unit_id");
	int count = 0;

	while (members && count < UNITS && sqlite3_step(statement) == SQLITE_ROW) {
		members[count].id = sqlite3_column_int64(statement, 0);
		members[count].group = (int)sqlite3_column_int64(statement, 1) - 500;
		count++;
	}
	sqlite3_finalize(statement);
	if (count != UNITS)
		fail("members", "too few");
	return members;
}

/* Score rows come in the order of the members, as the natural key's index gives them. */
static void add_scores(sqlite3 *db, const struct scheme *scheme,
		       const struct appraisal_member *members, struct appraisal *appraisal)
{
	sqlite3_stmt *statement = prepare_raw(
		db, "SELECT subject_id, indicator, points, not_applicable FROM score "
		    "WHERE jurisdiction_id = 1 AND year = 2008 AND subject = 'unit' "
		    "ORDER BY subject_id");
	struct appraisal_score score = { 0 };
	struct error err;

	while (sqlite3_step(statement) == SQLITE_ROW) {
		int64_t unit = sqlite3_column_int64(statement, 0);

		while (score.member < UNITS - 1 && members[score.member].id < unit)
			score.member++;
		score.indicator = scheme_indicator_find(
			scheme, str_from((const char *)sqlite3_column_text(statement, 1)));
		score.points.scaled = sqlite3_column_int64(statement, 2);
		score.not_applicable = sqlite3_column_int(statement, 3) != 0;
		if (appraisal_add_score(appraisal, &score, &err) < 0)
			fail("score", err.detail);
	}
	sqlite3_finalize(statement);
}

static double measure_ours(const char *path)
{
	int64_t begin = clock_monotonic_us();
	struct arena *arena = arena_new(ARENA_BYTES);
	struct appraisal_setup setup = { .member_count = UNITS, .group_count = GROUPS };
	struct appraisal *appraisal;
	sqlite3 *db = open_raw(path);
	struct error err;

	setup.scheme = make_scheme(arena);
	setup.members = read_members(db, arena);
	if (appraisal_new(&setup, arena, &appraisal, &err) < 0)
		fail("appraisal", err.detail);
	add_scores(db, setup.scheme, setup.members, appraisal);
	if (appraisal_finish(appraisal, &err) < 0)
		fail("appraisal", err.detail);
	for (int i = 0; i < UNITS; i++)
		ours[i] = appraisal_result(appraisal, i)->rank;
	sqlite3_close(db);
	arena_free(arena);
	return (double)(clock_monotonic_us() - begin) / 1e6;
}

/* The peer ------------------------------------------------------------------------------------ */

static const char window_query[] =
	"WITH given AS (SELECT subject_id, SUM(points) AS points, COUNT(*) * 25000 AS maximum "
	"FROM score WHERE jurisdiction_id = 1 AND year = 2008 AND subject = 'unit' "
	"AND not_applicable = 0 GROUP BY subject_id), "
	"total AS (SELECT subject_id, (points * 20000 + maximum) / (2 * maximum) AS hundredths "
	"FROM given), "
	"ranked AS (SELECT m.unit_id AS unit_id, rank() OVER (PARTITION BY m.group_id "
	"ORDER BY t.hundredths DESC) AS place FROM group_member m "
	"JOIN total t ON t.subject_id = m.unit_id WHERE m.jurisdiction_id = 1 AND m.year = 2008) "
	"SELECT unit_id, place FROM ranked";

static double measure_sql(const char *path)
{
	int64_t begin = clock_monotonic_us();
	sqlite3 *db = open_raw(path);
	sqlite3_stmt *statement = prepare_raw(db, window_query);
	int count = 0;

	while (sqlite3_step(statement) == SQLITE_ROW) {
		theirs[sqlite3_column_int64(statement, 0) - 1000000] =
			sqlite3_column_int(statement, 1);
		count++;
	}
	if (count != UNITS)
		fail("window functions", sqlite3_errmsg(db));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return (double)(clock_monotonic_us() - begin) / 1e6;
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, compare_doubles);
	return values[ROUNDS / 2];
}

int main(int argc, char **argv)
{
	double our_times[ROUNDS], sql_times[ROUNDS];
	int different = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: ranking DATABASE\n");
		return 2;
	}
	make_database(argv[1]);
	for (int i = 0; i < ROUNDS; i++) {
		our_times[i] = measure_ours(argv[1]);
		sql_times[i] = measure_sql(argv[1]);
	}
	for (int i = 0; i < UNITS; i++)
		different += ours[i] != theirs[i];
	printf("ours_s %.3f\nsql_s %.3f\nunits %d\nscores %d\ndifferent %d\n", median(our_times),
	       median(sql_times), UNITS, UNITS * INDICATORS, different);
	return 0;
}
