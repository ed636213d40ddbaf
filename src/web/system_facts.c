/* system_facts.c - see system_facts.h. */
#include "web/system_facts.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "ledger/ledger.h"
#include "messages_system.h"
#include "statements_system_pages.h"
#include "statements_workbench_pages.h"
#include "web/backup_run.h"

#define DAY_MS INT64_C(86400000)
#define WARN_DAYS 2
#define LATE_DAYS 7

static int read_engine(struct page *page, struct system_facts *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SYSTEM_PAGES_ENGINE, DB_NO_ARGS, &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		out->engine_version = db_query_copy(query, 0, page->arena);
		out->database_bytes = db_query_int(query, 1);
	}
	db_query_close(query);
	out->engine = db_engine(page->db) == DB_ENGINE_SQLITE ? STR("SQLite") : STR("PostgreSQL");
	return rc < 0 ? rc : migrate_check(page->db, &out->migrations, err);
}

static int read_ledger(struct page *page, struct system_facts *out, struct error *err)
{
	struct db_query *query;
	struct hash root;
	uint64_t size;
	int rc = ledger_head(page->db, page->jurisdiction_id, &size, &root, err);

	if (rc < 0)
		return rc;
	out->ledger_size = (int64_t)size;
	rc = db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_CHECKPOINT,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query, err);
	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		out->signed_size = db_query_int(query, 0);
		out->signed_ms = db_query_int(query, 1);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* The file system of the database's file, else of the backups; a folder not made yet has its parent's. */
static void read_disk(struct page *page, struct system_facts *out)
{
	const char *where = page->app->options.where;
	bool is_file = db_engine(page->db) == DB_ENGINE_SQLITE;
	char *log = arena_text(page->arena, arena_format(page->arena, "%s-wal", where));
	struct statvfs disk;
	struct stat status;

	out->log_bytes = out->free_bytes = out->disk_bytes = -1;
	if (is_file && log)
		out->log_bytes = stat(log, &status) == 0 ? status.st_size : 0;
	if (!is_file)
		where = out->folder;
	if (where && statvfs(where, &disk) == 0) {
		out->free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
		out->disk_bytes = (int64_t)disk.f_blocks * (int64_t)disk.f_frsize;
	}
}

static int read_backups(struct page *page, struct system_facts *out, struct error *err)
{
	struct shelf shelf = { NULL, 0 };
	int rc = 0;

	out->folder = backup_runner_folder(page->app->backups);
	if (out->folder)
		rc = shelf_list(out->folder, page->arena, &shelf, err);
	out->backup_count = (int64_t)shelf.count;
	if (shelf.count)
		out->backup = shelf.items[0];
	return rc;
}

static void read_runtime(struct page *page, struct system_facts *out)
{
	struct app *app = page->app;

	out->started_ms = app->started_ms;
	out->uptime_ms = clock_now_ms() - app->started_ms;
	out->http = http_counts(app->http);
	out->writer = writer_status(app->writer);
	out->workers_waiting = worker_waiting(app->workers);
	out->slow_waiting = worker_waiting(app->slow_pages);
}

int system_facts_read(struct page *page, struct system_facts *out, struct error *err)
{
	int rc;

	*out = (struct system_facts){ .folder = NULL };
	rc = read_engine(page, out, err);
	if (rc == 0)
		rc = read_ledger(page, out, err);
	if (rc == 0)
		rc = read_backups(page, out, err);
	if (rc < 0)
		return rc;
	read_disk(page, out);
	read_runtime(page, out);
	return 0;
}

int system_backup_days(struct page *page, int64_t *out, struct error *err)
{
	struct system_facts facts = { .folder = NULL };
	int rc = read_backups(page, &facts, err);

	*out = facts.backup_count ? (clock_now_ms() - facts.backup.at_ms) / DAY_MS : -1;
	return rc;
}

const char *system_backup_light(int64_t days)
{
	if (days < 0 || days >= LATE_DAYS)
		return "light late";
	return days >= WARN_DAYS ? "light warn" : "light ok";
}

struct str system_backup_sentence(struct page *page, int64_t days)
{
	struct message_value value = { "days", page_number(page, days) };

	if (days < 0)
		return str_from(page_text(page, MESSAGE_SYSTEM_BACKUP_NONE));
	if (days < 1)
		return str_from(page_text(page, MESSAGE_SYSTEM_BACKUP_TODAY));
	return page_message(page, MESSAGE_SYSTEM_BACKUP_AGE, &value, 1);
}

struct str system_size_text(struct page *page, int64_t bytes)
{
	static const char *const units[] = { "KB", "MB", "GB", "TB" };
	int64_t tenths = (bytes * 10 + 512) / 1024;
	size_t unit = 0;

	while (tenths >= 10240 && unit + 1 < ARRAY_LENGTH(units)) {
		tenths = (tenths + 512) / 1024;
		unit++;
	}
	return arena_format(page->arena, "%lld.%lld %s", (long long)(tenths / 10),
			    (long long)(tenths % 10), units[unit]);
}
