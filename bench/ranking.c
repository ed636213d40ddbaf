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
#include "process/appraisal_store.h"
#include "store/migrate.h"

#define UNITS 100000
#define INDICATORS 40
#define FIRST_UNIT 1000000
#define ROUNDS 3
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
	"INSERT INTO unit (jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, "
	"kind) SELECT 1, 1000000 + i, 1, 1, printf('U%06d', i), 'U' || i, x'00', NULL, 'town' FROM n;"
	"INSERT INTO group_member SELECT 1, id + 1000000, 1, 1, 2008, 500 + id % 100, id FROM unit;"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3999999) "
	"INSERT INTO score (jurisdiction_id, id, revision, encoding, year, subject, subject_id, "
	"indicator, points, not_applicable, reason, scorer, day) "
	"SELECT 1, 10000000 + i, 1, 1, 2008, 'unit', 1000000 + i / 40, "
	"printf('Z%02d', i % 40 + 1), ((i * 7919 + i / 40 * 104729) % 251) * 100, 0, '', '', 14000 "
	"FROM n;"
	"COMMIT; PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;";

static void write_scheme(struct buf *text)
{
	buf_add_text(text, "scheme: bench\nversion: 1\ntitle: {zh: a, en: a}\nsubject: unit\n"
			   "in_force: {from_year: 2008}\n"
			   "source: {zh: a, en: a, verified: no, example: yes}\n"
			   "kinds:\n  - {code: town, zh: 镇, en: Town}\nindicators:\n");
	for (int i = 1; i <= INDICATORS; i++)
		buf_add_format(text,
			       "  - {code: Z%02d, zh: z%02d, en: z%02d, maximum: 2.5, "
			       "scorer: {zh: a, en: a}}\n",
			       i, i, i);
	buf_add_text(text, "bonus: {cap: 5}\nveto: {grade: poor}\n"
			   "grades:\n  - {code: good, zh: b, en: b, from: 60}\n"
			   "  - {code: poor, zh: c, en: c, from: 0}\n");
}

static void add_scheme(sqlite3 *db)
{
	sqlite3_stmt *statement = prepare_raw(
		db, "INSERT INTO scheme (jurisdiction_id, id, revision, encoding, code, version, "
		    "subject, title, title_en, from_year, to_year, source, adopted_day) "
		    "VALUES (1, 1, 1, 1, 'bench', 1, 'unit', 'a', 'a', 2008, NULL, ?1, 14000)");
	struct buf text;

	buf_init(&text, 1 << 20);
	write_scheme(&text);
	sqlite3_bind_text(statement, 1, text.bytes, (int)text.length, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_DONE)
		fail("scheme", sqlite3_errmsg(db));
	sqlite3_finalize(statement);
	buf_release(&text);
}

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
	add_scheme(raw);
	run_raw(raw, make_data);
	sqlite3_close(raw);
}

/* Ours ---------------------------------------------------------------------------------------- */

static double measure_ours(const char *path)
{
	struct appraisal_request request = { .jurisdiction_id = 1, .year = 2008,
					     .subject = SCHEME_UNIT };
	int64_t begin = clock_monotonic_us();
	struct arena *arena = arena_new(ARENA_BYTES);
	struct appraisal_year *year;
	struct error err;
	struct db *db;

	if (db_open(path, DB_READ_ONLY, &db, &err) < 0 || db_begin_read(db, &err) < 0 ||
	    appraisal_load(db, &request, arena, &year, &err) < 0)
		fail(err.en, err.detail);
	for (size_t i = 0; i < year->subject_count; i++)
		ours[year->subjects[i].id - FIRST_UNIT] =
			appraisal_result(year->appraisal, (int)i)->rank;
	if (year->subject_count != UNITS)
		fail("appraisal", "too few units");
	db_rollback(db);
	db_close(db);
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
		theirs[sqlite3_column_int64(statement, 0) - FIRST_UNIT] =
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
