/*
 * system_facts.h - how the running server stands: program, database, queues, ledger, backups.
 *
 * Layer: web. No business data: sizes, counts and times only.
 */
#ifndef LIANZE_WEB_SYSTEM_FACTS_H
#define LIANZE_WEB_SYSTEM_FACTS_H

#include "backup/shelf.h"
#include "store/migrate.h"
#include "web/app.h"
#include "web/page.h"

struct system_facts {
	struct str engine, engine_version;
	struct migration_state migrations;
	int64_t database_bytes, log_bytes; /* log: SQLite's write-ahead log, else -1 */
	int64_t free_bytes, disk_bytes;	   /* beside the database, else the backups; -1: unknown */
	int64_t started_ms, uptime_ms;
	struct http_counts http;
	struct writer_status writer;
	size_t workers_waiting, slow_waiting;
	int64_t ledger_size, signed_size, signed_ms; /* signed_ms 0: no checkpoint yet */
	const char *folder;			     /* of backups; NULL: none set */
	int64_t backup_count;
	struct shelf_item backup; /* the newest; stem empty: none */
};

MUST_USE int system_facts_read(struct page *page, struct system_facts *out, struct error *err);

/* Of how many whole days the newest backup is; -1: there is none. */
MUST_USE int system_backup_days(struct page *page, int64_t *out, struct error *err);
/* "light ok", "light warn", "light late" for that age, and its sentence. */
const char *system_backup_light(int64_t days);
struct str system_backup_sentence(struct page *page, int64_t days);

/* "12.3 MB". */
struct str system_size_text(struct page *page, int64_t bytes);

#endif
