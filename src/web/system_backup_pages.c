/*
 * system_backup_pages.c - the backups of the running server: list, make, check, delete, download.
 *
 * None of this changes a record, so it writes no act (and works on a copy that may only be read); it is
 * noted as an event for the audit administrator. Only encrypted archives can be downloaded: docs/backup.md.
 */
#include <unistd.h>

#include "backup/shelf.h"
#include "messages_system.h"
#include "templates_web.h"
#include "web/app.h"
#include "web/audit_log.h"
#include "web/backup_run.h"
#include "web/form_error.h"
#include "web/route.h"
#include "web/system_facts.h"
#include "web/system_view.h"

static const struct form_label labels[] = {
	{ "passphrase", MESSAGE_SYSTEM_PASSPHRASE },
	{ "passphrase_again", MESSAGE_SYSTEM_PASSPHRASE_AGAIN },
	{ NULL, MESSAGE_NONE },
};

/* The list ------------------------------------------------------------------------------------- */

static void fill_run(struct page *page, const struct backup_run_status *status,
		     struct system_backups_view *view)
{
	struct message_value values[] = {
		{ "name", str_from(status->stem) },
		{ "seconds",
		  page_number(page, (clock_now_ms() - status->started_ms) / 1000) },
	};

	view->has_run = status->running != BACKUP_RUN_NONE;
	if (view->has_run)
		view->run = page_message(page,
					 status->running == BACKUP_RUN_MAKE
						 ? MESSAGE_SYSTEM_RUNNING_MAKE
						 : MESSAGE_SYSTEM_RUNNING_VERIFY,
					 values, 2);
}

static void fill_last(struct page *page, const struct backup_run_status *status,
		      struct system_backups_view *view)
{
	struct message_value values[] = {
		{ "name", str_from(status->last_stem) },
		{ "rows", page_number(page, status->rows) },
		{ "leaves", page_number(page, status->leaves) },
		{ "size", system_size_text(page, status->bytes) },
		{ "ms", page_number(page, status->took_ms) },
		{ "reason", str_from(page_error_text(page, &status->error)) },
	};
	bool made = status->last == BACKUP_RUN_MAKE;

	view->has_last = status->last != BACKUP_RUN_NONE;
	if (!view->has_last)
		return;
	view->last_light = status->error.code ? "light late" : "light ok";
	if (status->error.code)
		view->last = page_message(page, MESSAGE_SYSTEM_LAST_FAILED, values, 6);
	else
		view->last = page_message(page,
					  made ? MESSAGE_SYSTEM_LAST_MADE
					       : MESSAGE_SYSTEM_LAST_VERIFIED,
					  values, 6);
	view->last = arena_str(page->arena, view->last);
}

static struct system_backup backup_of(struct page *page, const struct shelf_item *item, bool newest)
{
	struct message_value at = { "at", page_instant(page, item->verified_ms) };
	struct arena *arena = page->arena;

	return (struct system_backup){
		.made = page_instant(page, item->at_ms),
		.stem = str_from(item->stem),
		.size = system_size_text(page, item->bytes),
		.verified = item->verified_ms
				    ? page_message(page, MESSAGE_SYSTEM_VERIFIED_AT, &at, 1)
				    : str_from(page_text(page, MESSAGE_SYSTEM_NOT_VERIFIED)),
		.light = item->verified_ms ? "light ok" : "light warn",
		.id = arena_format(arena, "of-%s", item->stem),
		.encrypted = item->encrypted,
		.removable = !newest,
		.url_verify = safe_url_format(arena, "/system/backups/%s/verify", item->stem),
		.url_remove = safe_url_format(arena, "/system/backups/%s/remove", item->stem),
		.url_download = safe_url_format(arena, "/system/backups/%s/download", item->stem),
	};
}

static int fill_backups(struct page *page, const char *folder, struct system_backups *out,
			struct error *err)
{
	struct shelf shelf;
	int rc = shelf_list(folder, page->arena, &shelf, err);

	if (rc < 0)
		return rc;
	out->items = ARENA_ARRAY(page->arena, struct system_backup, shelf.count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "list of backups");
	for (; out->count < shelf.count; out->count++)
		out->items[out->count] =
			backup_of(page, &shelf.items[out->count], out->count == 0);
	return 0;
}

static int show_backups(struct page *page, struct error *err)
{
	const char *folder = backup_runner_folder(page->app->backups);
	struct backup_run_status *status = ARENA_NEW(page->arena, struct backup_run_status);
	struct system_backups_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.class_passphrase = form_field_class(page, "passphrase"),
		.class_again = form_field_class(page, "passphrase_again"),
		.has_folder = folder != NULL,
	};
	int rc = 0;

	if (!status)
		return error_broken(err, ERR_MEMORY, "backups");
	*status = backup_runner_status(page->app->backups);
	fill_run(page, status, &view);
	fill_last(page, status, &view);
	if (folder)
		rc = fill_backups(page, folder, &view.backups, err);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_SYSTEM_BACKUPS)),
			   template_system_backups_slot(&view), err);
}

/* What may be done ----------------------------------------------------------------------------- */

static int done(struct page *page, enum message flash)
{
	audit_note(page, AUDIT_SYSTEM, STR_EMPTY);
	page_flash(page, flash);
	page_redirect(page, SAFE_URL("/system/backups"));
	return 0;
}

static int make(struct page *page, struct error *err)
{
	struct str passphrase = form_value(page->form, "passphrase");
	int rc;

	if (passphrase.length && passphrase.length < BACKUP_PASSPHRASE_MINIMUM)
		return error_invalid(err, "passphrase", "", "at least 12 characters, or nothing",
				     "不少于 12 个字符，或留空");
	if (!str_equal(passphrase, form_value(page->form, "passphrase_again")))
		return error_invalid(err, "passphrase_again", "", "the same passphrase again",
				     "与上面相同的口令");
	rc = backup_runner_make(page->app->backups, passphrase, err);
	return rc < 0 ? rc : done(page, MESSAGE_FLASH_BACKUP_STARTED);
}

static int verify(struct page *page, struct error *err)
{
	int rc = backup_runner_verify(page->app->backups, page->parameters[0],
				      form_value(page->form, "passphrase"), err);

	return rc < 0 ? rc : done(page, MESSAGE_FLASH_VERIFY_STARTED);
}

static int no_such_backup(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such backup.", "没有这个备份。");
}

static int remove_backup(struct page *page, struct error *err)
{
	const char *folder = backup_runner_folder(page->app->backups);
	int rc = folder ? shelf_remove(folder, page->parameters[0], page->arena, err)
			: no_such_backup(err);

	return rc < 0 ? rc : done(page, MESSAGE_FLASH_BACKUP_REMOVED);
}

static int download(struct page *page, struct error *err)
{
	const char *folder = backup_runner_folder(page->app->backups);
	struct shelf_item item;
	struct str name;
	int fd;
	int rc = folder ? shelf_open(folder, page->parameters[0], page->arena, &fd, &item, err)
			: no_such_backup(err);

	if (rc < 0)
		return rc;
	name = arena_format(page->arena, "lianze-%s.backup", item.stem);
	if (!item.encrypted || !name.bytes) {
		close(fd);
		return name.bytes ? error_set(err, ERR_RULE,
					      "Only an encrypted backup can be downloaded.",
					      "只有加密的备份可以下载。")
				  : error_broken(err, ERR_MEMORY, "a backup's name");
	}
	page_begin_file(page, "application/octet-stream", name.bytes);
	http_file(page->http, fd, item.bytes);
	return 0;
}

#define BACKUPS .access = PERMISSION_SYSTEM, .title = MESSAGE_SYSTEM_BACKUPS, .show = show_backups

const struct route system_backup_routes[] = {
	{ .method = HTTP_GET, .path = "/system/backups", BACKUPS },
	{ .method = HTTP_POST, .path = "/system/backups", BACKUPS, .prepare = make },
	{ .method = HTTP_POST, .path = "/system/backups/{id}/verify", BACKUPS, .prepare = verify },
	{ .method = HTTP_POST, .path = "/system/backups/{id}/remove", BACKUPS,
	  .flags = ROUTE_REAUTHENTICATE, .prepare = remove_backup },
	{ .method = HTTP_POST, .path = "/system/backups/{id}/download", BACKUPS,
	  .flags = ROUTE_REAUTHENTICATE, .prepare = download },
	{ .path = NULL },
};
