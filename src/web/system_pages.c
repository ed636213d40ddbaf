/*
 * system_pages.c - how the server stands, for the system administrator: facts and the last warnings, in
 * sizes, counts and times. Nothing of the business.
 */
#include "web/system_facts.h"

#include "base/log.h"
#include "messages_common.h"
#include "messages_reminder.h"
#include "messages_system.h"
#include "messages_web.h"
#include "templates_web.h"
#include "web/route.h"
#include "web/system_reminders.h"
#include "web/system_view.h"
#include "web/view_field.h"

#define PARTS 6

/* Building tables ------------------------------------------------------------------------------ */

static struct table_view *part_begin(struct page *page, struct system_view *view,
				     enum message heading)
{
	struct system_part *part = &view->parts.items[view->parts.count++];
	struct table_view *table = &part->facts;

	part->heading = heading;
	table_init(table, page->arena, page_text(page, heading), "");
	table_column(table, page_text(page, MESSAGE_SYSTEM_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_SYSTEM_VALUE), 0);
	return table;
}

static void row_label(struct page *page, struct table_view *table, enum message label)
{
	table_row(table);
	table_heading(table, str_from(page_text(page, label)), (struct safe_url){ STR_EMPTY });
}

static void fact(struct page *page, struct table_view *table, enum message label, struct str value)
{
	row_label(page, table, label);
	table_cell(table, value);
}

static void count(struct page *page, struct table_view *table, enum message label, int64_t value)
{
	fact(page, table, label, page_number(page, value));
}

static void lit(struct page *page, struct table_view *table, enum message label, bool well,
		enum message sentence)
{
	row_label(page, table, label);
	table_light(table, well ? "light ok" : "light late", str_from(page_text(page, sentence)));
}

/* The parts ------------------------------------------------------------------------------------ */

static struct str uptime_text(struct page *page, int64_t ms)
{
	int64_t minutes = ms / 60000;
	struct message_value values[] = {
		{ "days", page_number(page, minutes / 1440) },
		{ "hours", page_number(page, minutes / 60 % 24) },
		{ "minutes", page_number(page, minutes % 60) },
	};

	return page_message(page, MESSAGE_SYSTEM_UPTIME_VALUE, values, 3);
}

static void fill_program(struct page *page, const struct system_facts *facts,
			 struct system_view *view)
{
	struct table_view *table = part_begin(page, view, MESSAGE_SYSTEM_PROGRAM);

	fact(page, table, MESSAGE_SYSTEM_VERSION, STR(LIANZE_VERSION));
	fact(page, table, MESSAGE_SYSTEM_STARTED, page_instant(page, facts->started_ms));
	fact(page, table, MESSAGE_SYSTEM_UPTIME, uptime_text(page, facts->uptime_ms));
	count(page, table, MESSAGE_SYSTEM_REQUESTS, facts->http.requests);
	count(page, table, MESSAGE_SYSTEM_REFUSED, facts->http.refused);
	count(page, table, MESSAGE_SYSTEM_FAILED, facts->http.failed);
}

static void fill_database(struct page *page, const struct system_facts *facts,
			  struct system_view *view)
{
	struct table_view *table = part_begin(page, view, MESSAGE_SYSTEM_DATABASE);

	fact(page, table, MESSAGE_SYSTEM_ENGINE,
	     arena_format(page->arena, "%.*s %.*s", STR_ARG(facts->engine),
			  STR_ARG(facts->engine_version)));
	fact(page, table, MESSAGE_SYSTEM_MIGRATIONS,
	     arena_format(page->arena, "%d / %d", facts->migrations.applied,
			  facts->migrations.known));
	fact(page, table, MESSAGE_SYSTEM_SIZE, system_size_text(page, facts->database_bytes));
	if (facts->log_bytes >= 0)
		fact(page, table, MESSAGE_SYSTEM_WAL, system_size_text(page, facts->log_bytes));
	if (facts->free_bytes >= 0) {
		bool enough = facts->free_bytes > facts->disk_bytes / 10;

		row_label(page, table, MESSAGE_SYSTEM_FREE);
		table_light(table, enough ? "light ok" : "light late",
			    system_size_text(page, facts->free_bytes));
	}
}

static void fill_queues(struct page *page, const struct system_facts *facts,
			struct system_view *view)
{
	struct table_view *table = part_begin(page, view, MESSAGE_SYSTEM_QUEUES);

	count(page, table, MESSAGE_SYSTEM_WRITER_WAITING, (int64_t)facts->writer.waiting);
	count(page, table, MESSAGE_SYSTEM_LAST_BATCH, (int64_t)facts->writer.last_batch);
	count(page, table, MESSAGE_SYSTEM_BATCHES, facts->writer.batches);
	count(page, table, MESSAGE_SYSTEM_WORKERS, (int64_t)facts->workers_waiting);
	count(page, table, MESSAGE_SYSTEM_SLOW, (int64_t)facts->slow_waiting);
}

static void fill_ledger(struct page *page, const struct system_facts *facts,
			struct system_view *view)
{
	struct table_view *table = part_begin(page, view, MESSAGE_SYSTEM_LEDGER);
	bool has_key = page->app->has_key, open = page->app->seal == SEAL_NONE;

	lit(page, table, MESSAGE_SYSTEM_KEY, has_key,
	    has_key ? MESSAGE_SYSTEM_KEY_HERE : MESSAGE_SYSTEM_KEY_MISSING);
	lit(page, table, MESSAGE_SYSTEM_SEAL, open,
	    open ? MESSAGE_SYSTEM_WRITABLE : MESSAGE_SYSTEM_SEALED);
	count(page, table, MESSAGE_SYSTEM_LEAVES, facts->ledger_size);
	fact(page, table, MESSAGE_SYSTEM_CHECKPOINT,
	     facts->signed_ms ? page_instant(page, facts->signed_ms)
			      : str_from(page_text(page, MESSAGE_LEDGER_PAGE_NO_CHECKPOINT)));
	count(page, table, MESSAGE_SYSTEM_UNSIGNED, facts->ledger_size - facts->signed_size);
}

static int fill_backups(struct page *page, const struct system_facts *facts,
			struct system_view *view, struct error *err)
{
	struct table_view *table = part_begin(page, view, MESSAGE_SYSTEM_BACKUPS);
	const struct shelf_item *last = &facts->backup;
	int64_t days = -1;
	int rc = system_backup_days(page, &days, err);

	row_label(page, table, MESSAGE_SYSTEM_BACKUP_STATE);
	table_light(table, system_backup_light(days), system_backup_sentence(page, days));
	count(page, table, MESSAGE_SYSTEM_BACKUP_COUNT, facts->backup_count);
	if (rc < 0 || !facts->backup_count)
		return rc;
	fact(page, table, MESSAGE_SYSTEM_LAST_BACKUP, page_instant(page, last->at_ms));
	fact(page, table, MESSAGE_SYSTEM_SIZE, system_size_text(page, last->bytes));
	if (last->verified_ms)
		fact(page, table, MESSAGE_SYSTEM_VERIFIED, page_instant(page, last->verified_ms));
	else
		lit(page, table, MESSAGE_SYSTEM_VERIFIED, false, MESSAGE_SYSTEM_NOT_VERIFIED);
	return 0;
}

static int fill_reminders(struct page *page, struct system_view *view, struct error *err)
{
	struct table_view *table = part_begin(page, view, MESSAGE_REMINDER_SYSTEM_PART);
	struct system_reminders facts;
	int rc = system_reminders_read(page, &facts, err);

	if (rc < 0)
		return rc;
	row_label(page, table, MESSAGE_REMINDER_SYSTEM_TODAY);
	table_light(table, facts.light, facts.today);
	fact(page, table, MESSAGE_REMINDER_SYSTEM_LAST, facts.last);
	lit(page, table, MESSAGE_REMINDER_SYSTEM_MAIL, page->app->mail != NULL,
	    page->app->mail ? MESSAGE_REMINDER_SYSTEM_MAIL_ON : MESSAGE_REMINDER_SYSTEM_MAIL_OFF);
	row_label(page, table, MESSAGE_REMINDER_SYSTEM_MAILS);
	table_link(table, facts.mails, SAFE_URL("/system/mail"));
	if (facts.outbox.failed_ms)
		fact(page, table, MESSAGE_REMINDER_SYSTEM_FAILURE,
		     arena_format(page->arena, "%.*s %.*s",
				  STR_ARG(page_instant(page, facts.outbox.failed_ms)),
				  STR_ARG(facts.outbox.reason)));
	return 0;
}

static int fill_log(struct page *page, struct table_view *table, struct error *err)
{
	struct log_line *lines = ARENA_ARRAY(page->arena, struct log_line, LOG_RECENT_MAXIMUM);
	size_t lines_count = lines ? log_recent(lines) : 0;

	table_init(table, page->arena, page_text(page, MESSAGE_SYSTEM_LOG),
		   page_text(page, MESSAGE_SYSTEM_LOG_NONE));
	table_column(table, page_text(page, MESSAGE_COMMON_TIME), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SYSTEM_AREA), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SYSTEM_MESSAGE), 0);
	for (size_t i = 0; i < lines_count; i++) {
		table_row(table);
		table_cell(table, page_instant(page, lines[i].at_ms));
		table_light(table,
			    lines[i].level == LOG_LEVEL_ERROR ? "light late" : "light warn",
			    str_from(lines[i].area));
		table_cell(table, str_from(lines[i].text));
	}
	return lines ? table_check(table, err) : error_broken(err, ERR_MEMORY, "log");
}

/* JSON ----------------------------------------------------------------------------------------- */

static const struct view_field log_view[] = {
	{ .name = "at_ms", .type = VIEW_INTEGER },
	{ .name = "level", .type = VIEW_TEXT },
	{ .name = "area", .type = VIEW_TEXT },
	{ .name = "message", .type = VIEW_TEXT },
	{ .name = NULL },
};

static const struct view_field system_json_view[] = {
	{ .name = "version", .type = VIEW_TEXT },
	{ .name = "engine", .type = VIEW_TEXT },
	{ .name = "engine_version", .type = VIEW_TEXT },
	{ .name = "migrations_applied", .type = VIEW_INTEGER },
	{ .name = "migrations_known", .type = VIEW_INTEGER },
	{ .name = "database_bytes", .type = VIEW_INTEGER },
	{ .name = "wal_bytes", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "free_bytes", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "started_ms", .type = VIEW_INTEGER },
	{ .name = "uptime_ms", .type = VIEW_INTEGER },
	{ .name = "requests", .type = VIEW_INTEGER },
	{ .name = "requests_refused", .type = VIEW_INTEGER },
	{ .name = "requests_failed", .type = VIEW_INTEGER },
	{ .name = "writer_waiting", .type = VIEW_INTEGER },
	{ .name = "writer_last_batch", .type = VIEW_INTEGER },
	{ .name = "writer_batches", .type = VIEW_INTEGER },
	{ .name = "workers_waiting", .type = VIEW_INTEGER },
	{ .name = "slow_pages_waiting", .type = VIEW_INTEGER },
	{ .name = "has_key", .type = VIEW_BOOLEAN },
	{ .name = "seal", .type = VIEW_TEXT },
	{ .name = "ledger_size", .type = VIEW_INTEGER },
	{ .name = "checkpoint_size", .type = VIEW_INTEGER },
	{ .name = "checkpoint_ms", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "backups", .type = VIEW_INTEGER },
	{ .name = "backup", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = "backup_bytes", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "backup_ms", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "backup_verified_ms", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "reminders", .type = VIEW_TEXT },
	{ .name = "reminders_day", .type = VIEW_DAY, .flags = VIEW_NULL },
	{ .name = "mail", .type = VIEW_BOOLEAN },
	{ .name = "mails_waiting", .type = VIEW_INTEGER },
	{ .name = "mails_sent", .type = VIEW_INTEGER },
	{ .name = "mails_failed", .type = VIEW_INTEGER },
	{ .name = "log", .type = VIEW_ARRAY, .items = log_view },
	{ .name = NULL },
};

static void named_str(struct json *json, const char *name, struct str text)
{
	json_name(json, name);
	json_str(json, text);
}

static void named_int(struct json *json, const char *name, int64_t number)
{
	json_name(json, name);
	json_int(json, number);
}

/* null for what is not known: below `least`. */
static void named_known(struct json *json, const char *name, int64_t number, int64_t least)
{
	json_name(json, name);
	if (number < least)
		json_null(json);
	else
		json_int(json, number);
}

static void json_database(struct json *json, const struct system_facts *facts)
{
	named_str(json, "version", STR(LIANZE_VERSION));
	named_str(json, "engine", facts->engine);
	named_str(json, "engine_version", facts->engine_version);
	named_int(json, "migrations_applied", facts->migrations.applied);
	named_int(json, "migrations_known", facts->migrations.known);
	named_int(json, "database_bytes", facts->database_bytes);
	named_known(json, "wal_bytes", facts->log_bytes, 0);
	named_known(json, "free_bytes", facts->free_bytes, 0);
}

static void json_runtime(struct json *json, const struct system_facts *facts)
{
	named_int(json, "started_ms", facts->started_ms);
	named_int(json, "uptime_ms", facts->uptime_ms);
	named_int(json, "requests", facts->http.requests);
	named_int(json, "requests_refused", facts->http.refused);
	named_int(json, "requests_failed", facts->http.failed);
	named_int(json, "writer_waiting", (int64_t)facts->writer.waiting);
	named_int(json, "writer_last_batch", (int64_t)facts->writer.last_batch);
	named_int(json, "writer_batches", facts->writer.batches);
	named_int(json, "workers_waiting", (int64_t)facts->workers_waiting);
	named_int(json, "slow_pages_waiting", (int64_t)facts->slow_waiting);
}

static void json_ledger(struct json *json, const struct app *app, const struct system_facts *facts)
{
	json_name(json, "has_key");
	json_bool(json, app->has_key);
	named_str(json, "seal", str_from(ledger_seal_name((int)app->seal)));
	named_int(json, "ledger_size", facts->ledger_size);
	named_int(json, "checkpoint_size", facts->signed_size);
	named_known(json, "checkpoint_ms", facts->signed_ms, 1);
}

static void json_backup(struct json *json, const struct system_facts *facts)
{
	const struct shelf_item *last = &facts->backup;

	named_int(json, "backups", facts->backup_count);
	json_name(json, "backup");
	json_text(json, facts->backup_count ? last->stem : NULL);
	named_known(json, "backup_bytes", last->bytes, 1);
	named_known(json, "backup_ms", last->at_ms, 1);
	named_known(json, "backup_verified_ms", last->verified_ms, 1);
}

static int json_reminders(struct page *page, struct json *json, struct error *err)
{
	struct system_reminders facts;
	int rc = system_reminders_read(page, &facts, err);

	if (rc < 0)
		return rc;
	named_str(json, "reminders", facts.today);
	json_name(json, "reminders_day");
	json_day(json, facts.run.day);
	json_name(json, "mail");
	json_bool(json, page->app->mail != NULL);
	named_int(json, "mails_waiting", facts.outbox.waiting);
	named_int(json, "mails_sent", facts.outbox.sent);
	named_int(json, "mails_failed", facts.outbox.failed);
	return 0;
}

static int json_log(struct page *page, struct json *json, struct error *err)
{
	struct log_line *lines = ARENA_ARRAY(page->arena, struct log_line, LOG_RECENT_MAXIMUM);
	size_t lines_count = lines ? log_recent(lines) : 0;

	json_name(json, "log");
	json_array_begin(json);
	for (size_t i = 0; i < lines_count; i++) {
		json_object_begin(json);
		named_int(json, "at_ms", lines[i].at_ms);
		named_str(json, "level",
			  lines[i].level == LOG_LEVEL_ERROR ? STR("error") : STR("warning"));
		named_str(json, "area", str_from(lines[i].area));
		named_str(json, "message", str_from(lines[i].text));
		json_object_end(json);
	}
	json_array_end(json);
	return lines ? 0 : error_broken(err, ERR_MEMORY, "log");
}

static int show_json(struct page *page, const struct system_facts *facts, struct error *err)
{
	struct json json;
	int rc;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_database(&json, facts);
	json_runtime(&json, facts);
	json_ledger(&json, page->app, facts);
	json_backup(&json, facts);
	rc = json_reminders(page, &json, err);
	if (rc == 0)
		rc = json_log(page, &json, err);
	json_object_end(&json);
	return rc;
}

/* The page ------------------------------------------------------------------------------------- */

static int show_system(struct page *page, struct error *err)
{
	struct system_view view = { .parts = { NULL, 0 } };
	struct system_facts facts;
	int rc = system_facts_read(page, &facts, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, &facts, err);
	view.parts.items = ARENA_ARRAY(page->arena, struct system_part, PARTS);
	if (!view.parts.items)
		return error_broken(err, ERR_MEMORY, "system page");
	fill_program(page, &facts, &view);
	fill_database(page, &facts, &view);
	fill_queues(page, &facts, &view);
	fill_ledger(page, &facts, &view);
	rc = fill_backups(page, &facts, &view, err);
	if (rc == 0)
		rc = fill_reminders(page, &view, err);
	for (size_t i = 0; rc == 0 && i < view.parts.count; i++)
		rc = table_check(&view.parts.items[i].facts, err);
	if (rc == 0)
		rc = fill_log(page, &view.log, err);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_SYSTEM_TITLE)),
			   template_system_page_slot(&view), err);
}

const struct route system_routes[] = {
	{ .method = HTTP_GET, .path = "/system", .access = PERMISSION_SYSTEM, .flags = ROUTE_JSON,
	  .title = MESSAGE_SYSTEM_TITLE, .show = show_system, .view = system_json_view },
	{ .path = NULL },
};
