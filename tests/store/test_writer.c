/* The writer: jobs share transactions, fail alone, run again when PostgreSQL asks, are answered once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "statements_setting.h"
#include "store/checkpointer.h"
#include "store/db_driver.h"
#include "store/writer.h"
#include "test_database.h"

/* Jobs ------------------------------------------------------------------------------------------- */

/* Writes the settings NAME and NAME-twin; then fails if told to. */
struct put {
	char name[32];
	int fail_with;	     /* returned after writing */
	bool swallow;	     /* breaks a rule of the database and says nothing */
	const char *trouble; /* SQL sent while `troubles` lasts */
	atomic_int troubles;
	atomic_int runs, answers;
	int code;
	struct error err;
};

static int setting_put(struct db *db, const char *name, struct error *err)
{
	return db_run(db, STATEMENT_SETTING_PUT,
		      DB_ARGS(db_text("name", str_from(name)), db_text("value", STR("1"))), NULL,
		      err);
}

static int put_run(struct db *db, void *context, struct error *err)
{
	struct put *put = context;
	char twin[48];

	put->runs++;
	snprintf(twin, sizeof(twin), "%s-twin", put->name);
	int code = setting_put(db, put->name, err);
	if (!code && put->trouble && put->troubles-- > 0)
		code = db_script(db, put->trouble, err);
	if (!code)
		code = setting_put(db, twin, err);
	if (!code && put->swallow) {
		code = db_script(db, "INSERT INTO setting (name, value) VALUES ('x', NULL)", err);
		assert_int_not_equal(code, 0);
		return 0;
	}
	return !code && put->fail_with ? error_set(err, (enum error_code)put->fail_with,
						   "A rule said no.", "规则不允许。")
				       : code;
}

static void put_done(void *context, int code, const struct error *err)
{
	struct put *put = context;

	put->code = code;
	put->err = *err;
	put->answers++;
}

static struct writer_job put_job(struct put *put)
{
	return (struct writer_job){ put_run, put_done, put };
}

/* Holds the writer until `open`, so that a test can fill the queue behind it. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool entered, open;
};

static int gate_run(struct db *db, void *context, struct error *err)
{
	struct gate *gate = context;

	(void)db, (void)err;
	pthread_mutex_lock(&gate->lock);
	gate->entered = true;
	pthread_cond_broadcast(&gate->moved);
	while (!gate->open)
		pthread_cond_wait(&gate->moved, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
	return 0;
}

static void gate_close(struct gate *gate, struct writer *writer)
{
	struct error err;

	pthread_mutex_init(&gate->lock, NULL);
	pthread_cond_init(&gate->moved, NULL);
	TEST_OK(writer_submit(writer, &(struct writer_job){ gate_run, NULL, gate }, &err));
	pthread_mutex_lock(&gate->lock);
	while (!gate->entered)
		pthread_cond_wait(&gate->moved, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

static void gate_open(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->open = true;
	pthread_cond_broadcast(&gate->moved);
	pthread_mutex_unlock(&gate->lock);
}

/* What is in the database ------------------------------------------------------------------------ */

static bool setting_exists(struct db *db, const char *name)
{
	struct db_query *query;
	struct error err;

	TEST_OK(db_query_open(db, STATEMENT_SETTING_GET,
			      DB_ARGS(db_text("name", str_from(name))), &query, &err));
	int code = db_query_step(query, &err);
	db_query_close(query);
	assert_true(code >= 0);
	return code == 1;
}

/* The job's two rows are both there, or neither. */
static bool put_is_whole(struct db *db, const struct put *put, bool *out_written)
{
	char twin[48];

	snprintf(twin, sizeof(twin), "%s-twin", put->name);
	*out_written = setting_exists(db, put->name);
	return *out_written == setting_exists(db, twin);
}

static void check_put(struct db *db, const struct put *put, bool expected)
{
	bool written;

	assert_true(put_is_whole(db, put, &written));
	if (written != expected)
		fail_msg("%s is %s: %s [%s]", put->name, written ? "written" : "missing",
			 put->err.en, put->err.detail);
	assert_int_equal(put->answers, 1);
	assert_int_equal(put->code == 0, expected);
}

/* Cases ------------------------------------------------------------------------------------------ */

#define CLIENTS 64
#define PUTS_EACH 12

struct client {
	pthread_t thread;
	struct writer *writer;
	int number, failures;
};

static void *client_run(void *context)
{
	struct client *client = context;

	for (int i = 0; i < PUTS_EACH; i++) {
		struct put put = { 0 };
		struct error err;
		snprintf(put.name, sizeof(put.name), "c%d-%d", client->number, i);
		struct writer_job job = put_job(&put);
		client->failures += writer_run(client->writer, &job, &err) != 0;
	}
	return NULL;
}

static void check_clients(struct test_database *database, void *context)
{
	struct client clients[CLIENTS];
	struct writer *writer;
	struct error err;

	(void)context;
	TEST_OK(writer_start(database->where, NULL, &writer, &err));
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){ .writer = writer, .number = i };
		assert_int_equal(
			pthread_create(&clients[i].thread, NULL, client_run, &clients[i]), 0);
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(clients[i].thread, NULL);
		assert_int_equal(clients[i].failures, 0);
	}
	writer_stop(writer);
	for (int i = 0; i < CLIENTS; i++)
		for (int j = 0; j < PUTS_EACH; j++) {
			struct put put = { .answers = 1 };
			snprintf(put.name, sizeof(put.name), "c%d-%d", i, j);
			check_put(database->db, &put, true);
		}
}

static void test_many_clients(void **unused)
{
	(void)unused;
	test_databases_each(check_clients, NULL);
}

/* Counts what the hooks see. */
struct counts {
	int begun, jobs, undone, ended, lost;
};

static int count_begin(struct db *db, void *context, struct error *err)
{
	(void)db, (void)err;
	((struct counts *)context)->begun++;
	return 0;
}

static void count_job(void *context)
{
	((struct counts *)context)->jobs++;
}

static void count_undone(void *context)
{
	((struct counts *)context)->undone++;
}

static int count_end(struct db *db, void *context, struct error *err)
{
	(void)db, (void)err;
	((struct counts *)context)->ended++;
	return 0;
}

static void count_lost(void *context)
{
	((struct counts *)context)->lost++;
}

static struct writer_hooks counting_hooks(struct counts *counts)
{
	return (struct writer_hooks){ .batch_begin = count_begin,
				      .job_begin = count_job,
				      .job_undone = count_undone,
				      .batch_end = count_end,
				      .batch_lost = count_lost,
				      .context = counts };
}

/* Queue these behind a closed gate, so that they form one batch; run them; stop. */
static void puts_run(const char *where, const struct writer_hooks *hooks, struct put *puts,
		     size_t count)
{
	struct gate gate = { 0 };
	struct writer *writer;
	struct error err;

	TEST_OK(writer_start(where, hooks, &writer, &err));
	gate_close(&gate, writer);
	for (size_t i = 0; i < count; i++) {
		struct writer_job job = put_job(&puts[i]);
		TEST_OK(writer_submit(writer, &job, &err));
	}
	gate_open(&gate);
	writer_stop(writer);
}

static void check_neighbours(struct test_database *database, void *context)
{
	struct put puts[] = { { .name = "a" },
			      { .name = "b", .fail_with = ERR_RULE },
			      { .name = "c" },
			      { .name = "d", .swallow = true },
			      { .name = "e" } };
	struct counts counts = { 0 };
	struct writer_hooks hooks = counting_hooks(&counts);

	(void)context;
	puts_run(database->where, &hooks, puts, ARRAY_LENGTH(puts));
	for (size_t i = 0; i < ARRAY_LENGTH(puts); i++)
		check_put(database->db, &puts[i], i != 1 && i != 3);
	assert_int_equal(puts[1].code, -ERR_RULE);
	assert_string_equal(puts[1].err.en, "A rule said no.");
	/* The gate's batch and the other; the gate counts as a job. */
	assert_int_equal(counts.begun, 2);
	assert_int_equal(counts.ended, 2);
	assert_int_equal(counts.jobs, 6);
	assert_int_equal(counts.undone, 2);
	assert_int_equal(counts.lost, 0);
}

static void test_a_failing_job_is_undone_alone(void **unused)
{
	(void)unused;
	test_databases_each(check_neighbours, NULL);
}

static int refuse_end(struct db *db, void *context, struct error *err)
{
	(void)db;
	/* The first batch is the gate's. */
	return ++((struct counts *)context)->ended == 1
		       ? 0
		       : error_broken(err, ERR_DATABASE, "the ledger cannot be stored");
}

static void check_lost_batch(struct test_database *database, void *context)
{
	struct put puts[] = { { .name = "a" }, { .name = "b" }, { .name = "c" } };
	struct counts counts = { 0 };
	struct writer_hooks hooks = counting_hooks(&counts);

	(void)context;
	hooks.batch_end = refuse_end;
	puts_run(database->where, &hooks, puts, ARRAY_LENGTH(puts));
	for (size_t i = 0; i < ARRAY_LENGTH(puts); i++) {
		check_put(database->db, &puts[i], false);
		assert_int_equal(puts[i].code, -ERR_DATABASE);
	}
	assert_int_equal(counts.lost, 1);
}

static void test_a_lost_batch_fails_all_its_jobs(void **unused)
{
	(void)unused;
	test_databases_each(check_lost_batch, NULL);
}

/* Fail the nth call to the engine, for every n: what was answered with 0 is there and whole, all else
 * is not there at all. */
static void check_faults(struct test_database *database, void *context)
{
	bool failed = true;

	(void)context;
	for (long n = 1; failed; n++) {
		struct put puts[3] = { 0 };
		for (int i = 0; i < 3; i++)
			snprintf(puts[i].name, sizeof(puts[i].name), "f%ld-%d", n, i);
		struct gate gate = { 0 };
		struct writer *writer;
		struct error err;
		TEST_OK(writer_start(database->where, NULL, &writer, &err));
		gate_close(&gate, writer);
		for (int i = 0; i < 3; i++) {
			struct writer_job job = put_job(&puts[i]);
			TEST_OK(writer_submit(writer, &job, &err));
		}
		db_fail_after(n, false);
		gate_open(&gate);
		writer_stop(writer);
		db_fail_after(0, false);
		failed = n < 3; /* the first two hit the gate's own batch */
		for (int i = 0; i < 3; i++) {
			check_put(database->db, &puts[i], puts[i].code == 0);
			failed = failed || puts[i].code != 0;
		}
	}
}

static void test_faults_leave_nothing_half_written(void **unused)
{
	(void)unused;
	test_databases_each(check_faults, NULL);
}

#define AGAIN "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"

static void test_postgres_may_ask_again(void **unused)
{
	struct put puts[] = { { .name = "a" },
			      { .name = "b", .trouble = AGAIN, .troubles = 2 },
			      { .name = "c", .trouble = AGAIN, .troubles = 1000 },
			      { .name = "d", .fail_with = ERR_RULE },
			      { .name = "e" } };
	struct test_database database;
	struct counts counts = { 0 };
	struct writer_hooks hooks = counting_hooks(&counts);

	(void)unused;
	if (!test_engine_available(DB_ENGINE_POSTGRES))
		skip();
	test_database_open(DB_ENGINE_POSTGRES, &database);
	puts_run(database.where, &hooks, puts, ARRAY_LENGTH(puts));
	check_put(database.db, &puts[0], true);
	check_put(database.db, &puts[1], true);
	check_put(database.db, &puts[2], false);
	check_put(database.db, &puts[3], false);
	check_put(database.db, &puts[4], true);
	assert_int_equal(puts[0].runs, 2); /* in the batch, then alone */
	assert_int_equal(puts[1].runs, 3);
	assert_int_equal(puts[2].code, -ERR_BUSY);
	assert_int_equal(puts[3].code, -ERR_RULE);
	assert_int_equal(counts.begun, counts.ended + counts.lost);
	test_database_close(&database);
}

/* The server ends the connection under the writer: that batch fails, the next one works. */
static void test_postgres_connection_is_lost(void **unused)
{
	struct put puts[] = {
		{ .name = "a" },
		{ .name = "b",
		  .trouble = "SELECT pg_terminate_backend(pg_backend_pid())",
		  .troubles = 1 },
	};
	struct put later = { .name = "later" };
	struct writer_job job = put_job(&later);
	struct test_database database;
	struct writer *writer;
	struct error err;

	(void)unused;
	if (!test_engine_available(DB_ENGINE_POSTGRES))
		skip();
	test_database_open(DB_ENGINE_POSTGRES, &database);
	puts_run(database.where, NULL, puts, ARRAY_LENGTH(puts));
	check_put(database.db, &puts[0], false);
	check_put(database.db, &puts[1], false);
	TEST_OK(writer_start(database.where, NULL, &writer, &err));
	struct writer_job lost = put_job(&puts[1]);
	puts[1].troubles = 1;
	assert_int_equal(writer_run(writer, &lost, &err), -ERR_DATABASE);
	TEST_OK(writer_run(writer, &job, &err));
	writer_stop(writer);
	check_put(database.db, &later, true);
	test_database_close(&database);
}

static void check_full_queue(struct test_database *database, void *context)
{
	struct put put = { .name = "often" };
	struct writer_job job = put_job(&put);
	struct gate gate = { 0 };
	struct writer *writer;
	struct error err;

	(void)context;
	TEST_OK(writer_start(database->where, NULL, &writer, &err));
	gate_close(&gate, writer);
	for (int i = 0; i < WRITER_QUEUE_MAXIMUM; i++)
		TEST_OK(writer_submit(writer, &job, &err));
	assert_int_equal(writer_submit(writer, &job, &err), -ERR_BUSY);
	assert_true(err.en[0] && err.zh[0]);
	gate_open(&gate);
	writer_stop(writer); /* finishes what is queued */
	assert_int_equal(put.answers, WRITER_QUEUE_MAXIMUM);
	assert_int_equal(put.code, 0);
}

static void test_a_full_queue_refuses(void **unused)
{
	(void)unused;
	test_databases_each(check_full_queue, NULL);
}

/* SQLite's files --------------------------------------------------------------------------------- */

static int64_t log_size(const struct test_database *database)
{
	char path[600];
	struct stat status;

	snprintf(path, sizeof(path), "%s-wal", database->where);
	return stat(path, &status) == 0 ? status.st_size : 0;
}

static int bulk_run(struct db *db, void *context, struct error *err)
{
	static char bulk[200000];
	char name[32];

	memset(bulk, 'x', sizeof(bulk));
	snprintf(name, sizeof(name), "bulk-%d", ++*(int *)context);
	return db_run(db, STATEMENT_SETTING_PUT,
		      DB_ARGS(db_text("name", str_from(name)),
			      db_text("value", (struct str){ bulk, sizeof(bulk) })),
		      NULL, err);
}

#define LOG_FRAME_BYTES (4096 + 24) /* a page and its header (SQLite's file format, section 4.1) */
#define JOB_PAGES 100		     /* more than a job of 200 kB dirties */

/* 160 MB are written; without checkpoints the log would be as large. */
static void test_the_log_does_not_grow_for_ever(void **unused)
{
	struct test_database database;
	struct writer *writer;
	struct error err;
	int number = 0;
	int64_t largest = 0;

	(void)unused;
	test_database_open(DB_ENGINE_SQLITE, &database);
	TEST_OK(writer_start(database.where, NULL, &writer, &err));
	for (int i = 0; i < 800; i++) {
		TEST_OK(writer_run(writer, &(struct writer_job){ bulk_run, NULL, &number }, &err));
		if (log_size(&database) > largest)
			largest = log_size(&database);
	}
	writer_stop(writer);
	/* One more batch may stand behind the limit: here one job. */
	assert_in_range(largest, CHECKPOINT_PAGES * LOG_FRAME_BYTES,
			(CHECKPOINT_HOLD_PAGES + JOB_PAGES) * LOG_FRAME_BYTES);
	assert_int_equal(log_size(&database), 0);
	test_database_close(&database);
}

/* A file system where the log cannot be synced from a moment on: the default one with xSync taken over. */
static atomic_bool disk_is_broken;
static sqlite3_io_methods broken_methods;
static const sqlite3_io_methods *sound_methods;
static sqlite3_vfs *sound_system;

static int sync_or_fail(sqlite3_file *file, int flags)
{
	return disk_is_broken ? SQLITE_IOERR_FSYNC : sound_methods->xSync(file, flags);
}

static int open_with_sync(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
			  int *out_flags)
{
	int result = sound_system->xOpen(sound_system, name, file, flags, out_flags);

	(void)vfs;
	if (result == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
		sound_methods = file->pMethods;
		broken_methods = *sound_methods;
		broken_methods.xSync = sync_or_fail;
		file->pMethods = &broken_methods;
	}
	return result;
}

static void halt_seen(void *context, const struct error *err)
{
	const char *path = context;
	FILE *note = fopen(path, "w");

	fprintf(note, "%s", err->detail);
	fclose(note);
}

/* In a process of its own: the writer ends it. */
static void break_disk(const char *where, char *note_path)
{
	static sqlite3_vfs vfs;
	struct writer_hooks hooks = { .halt = halt_seen, .context = note_path };
	struct put put = { .name = "never" };
	struct writer_job job = put_job(&put);
	struct writer *writer;
	struct error err;

	signal(SIGSEGV, SIG_DFL); /* cmocka would go on with the next test in this process */
	sound_system = sqlite3_vfs_find(NULL);
	vfs = *sound_system;
	vfs.zName = "breaking";
	vfs.xOpen = open_with_sync;
	sqlite3_vfs_register(&vfs, 1);
	int code = writer_start(where, &hooks, &writer, &err);
	disk_is_broken = true;
	if (!code)
		code = writer_run(writer, &job, &err);
	_exit(100 - code); /* not reached: no answer comes */
}

static void test_a_failed_sync_stops_the_process(void **unused)
{
	struct test_database database;
	char note_path[600], detail[400] = "";
	int status;

	(void)unused;
	test_database_open(DB_ENGINE_SQLITE, &database);
	snprintf(note_path, sizeof(note_path), "%s/note", database.place);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		break_disk(database.where, note_path);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), error_exit_code(-ERR_IO));
	FILE *note = fopen(note_path, "r");
	assert_non_null(note);
	assert_non_null(fgets(detail, sizeof(detail), note));
	fclose(note);
	assert_non_null(strstr(detail, "disk I/O error"));
	test_database_close(&database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_clients),
		cmocka_unit_test(test_a_failing_job_is_undone_alone),
		cmocka_unit_test(test_a_lost_batch_fails_all_its_jobs),
		cmocka_unit_test(test_faults_leave_nothing_half_written),
		cmocka_unit_test(test_postgres_may_ask_again),
		cmocka_unit_test(test_postgres_connection_is_lost),
		cmocka_unit_test(test_a_full_queue_refuses),
		cmocka_unit_test(test_the_log_does_not_grow_for_ever),
		cmocka_unit_test(test_a_failed_sync_stops_the_process),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
