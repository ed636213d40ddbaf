/*
 * acts.c - durable acts per second: 64 clients through the group-committing writer, against the same
 * act with a commit of its own.
 *
 *   acts DATABASE          a SQLite file with the demonstration
 *
 * An act here is a real one: read a score, change its points, write row, version, ledger leaf and
 * audit line (act_update). Rounds alternate; medians are printed as "name value".
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "ledger/act.h"
#include "ledger/ledger.h"
#include "process/score.h"
#include "store/writer.h"

#define CLIENTS 64
#define ROUNDS 5
#define ROUND_MS 2000
#define SCORES_MAXIMUM 8192
#define ARENA_BYTES (1u << 20)

static int64_t jurisdiction_id;
static int64_t scores[SCORES_MAXIMUM];
static int score_count;

struct client {
	struct writer *writer;
	struct ledger_heads *heads;
	struct arena *arena;
	int next; /* index into scores: clients never meet */
	int64_t until_ms;
	long done;
};

static void fail(const char *what, const struct error *err)
{
	fprintf(stderr, "acts: %s: %s %s\n", what, err->en, err->detail);
	exit(1);
}

static void read_scores(const char *path)
{
	static const char sql[] = "SELECT jurisdiction_id, id FROM score ORDER BY id LIMIT ?1";
	sqlite3 *db;
	sqlite3_stmt *statement;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
		fprintf(stderr, "acts: %s: %s\n", path, sqlite3_errmsg(db));
		exit(1);
	}
	sqlite3_bind_int(statement, 1, SCORES_MAXIMUM);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		jurisdiction_id = sqlite3_column_int64(statement, 0);
		scores[score_count++] = sqlite3_column_int64(statement, 1);
	}
	sqlite3_finalize(statement);
	sqlite3_close(db);
	if (score_count < CLIENTS) {
		fprintf(stderr, "acts: %s holds only %d scores\n", path, score_count);
		exit(1);
	}
}

/* Half a point up or the broken part off: always a change. */
static void change_points(struct score *score)
{
	int64_t rest = score->points.scaled % DECIMAL_ONE;

	score->points.scaled += rest ? -rest : DECIMAL_ONE / 2;
}

static int run_act(struct db *db, void *context, struct error *err)
{
	struct client *client = context;
	struct record_key key = { jurisdiction_id, scores[client->next] };
	struct act_start start = { .db = db, .arena = client->arena, .heads = client->heads,
				   .jurisdiction_id = jurisdiction_id, .role = "operator",
				   .kind = "score.change" };
	struct score score;
	struct act act;
	int code;

	arena_reset(client->arena);
	code = record_get(db, &score_record, key, client->arena, &score, err);
	if (code < 0)
		return code;
	change_points(&score);
	code = act_begin(&act, &start, err);
	if (code == 0)
		code = act_update(&act, &score_record, &score, err);
	return code < 0 ? code : act_finish(&act, false, err);
}

static void next_score(struct client *client)
{
	client->done++;
	client->next = (client->next + CLIENTS) % (score_count - score_count % CLIENTS);
}

static void *client_main(void *argument)
{
	struct client *client = argument;
	struct writer_job job = { .run = run_act, .context = client };
	struct error err;

	while (clock_monotonic_ms() < client->until_ms) {
		if (writer_run(client->writer, &job, &err) < 0)
			fail("act", &err);
		next_score(client);
	}
	return NULL;
}

static double measure_grouped(const char *path)
{
	static struct client clients[CLIENTS];
	pthread_t threads[CLIENTS];
	struct ledger_heads *heads = ledger_heads_new();
	struct writer_hooks hooks = ledger_writer_hooks(heads);
	struct writer *writer;
	struct error err;
	int64_t begin;
	long done = 0;

	if (writer_start(path, &hooks, &writer, &err) < 0)
		fail("writer", &err);
	begin = clock_monotonic_ms();
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){ .writer = writer, .heads = heads, .next = i,
					      .arena = arena_new(ARENA_BYTES),
					      .until_ms = begin + ROUND_MS };
		pthread_create(&threads[i], NULL, client_main, &clients[i]);
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(threads[i], NULL);
		arena_free(clients[i].arena);
		done += clients[i].done;
	}
	begin = clock_monotonic_ms() - begin;
	writer_stop(writer);
	ledger_heads_free(heads);
	return (double)done * 1000 / (double)begin;
}

static int commit_one(struct db *db, struct client *client, struct error *err)
{
	int code = db_begin_write(db, err);

	if (code < 0)
		return code;
	ledger_heads_forget(client->heads);
	code = run_act(db, client, err);
	if (code == 0)
		code = ledger_heads_store(client->heads, db, err);
	return code < 0 ? code : db_commit(db, err);
}

static double measure_single(const char *path)
{
	struct client client = { .heads = ledger_heads_new(), .arena = arena_new(ARENA_BYTES) };
	struct db *db;
	struct error err;
	int64_t begin;

	if (db_open(path, DB_READ_WRITE, &db, &err) < 0)
		fail("open", &err);
	begin = clock_monotonic_ms();
	client.until_ms = begin + ROUND_MS;
	while (clock_monotonic_ms() < client.until_ms) {
		if (commit_one(db, &client, &err) < 0)
			fail("act", &err);
		next_score(&client);
	}
	begin = clock_monotonic_ms() - begin;
	db_close(db);
	arena_free(client.arena);
	ledger_heads_free(client.heads);
	return (double)client.done * 1000 / (double)begin;
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
	double grouped[ROUNDS], single[ROUNDS];

	if (argc != 2) {
		fprintf(stderr, "usage: acts DATABASE\n");
		return 2;
	}
	read_scores(argv[1]);
	for (int i = 0; i < ROUNDS; i++) {
		single[i] = measure_single(argv[1]);
		grouped[i] = measure_grouped(argv[1]);
	}
	printf("grouped %.1f\nsingle %.1f\n", median(grouped), median(single));
	return 0;
}
