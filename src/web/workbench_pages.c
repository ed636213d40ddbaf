/*
 * workbench_pages.c - the first page after log-in. What it shows follows from what the asker may do:
 * the office sees the year and what waits in it, a unit its own results, an administrator only their own
 * things.
 */
#include "ledger/ledger.h"
#include "meeting/meeting_list_pages.h"
#include "messages_reminder.h"
#include "messages_web.h"
#include "people/deputy_view.h"
#include "process/import_view.h"
#include "reminder/reminder_view.h"
#include "statements_workbench_pages.h"
#include "templates_web.h"
#include "web/act_pages.h"
#include "web/route.h"
#include "web/system_facts.h"
#include "web/workbench_letter.h"
#include "web/workbench_plan.h"
#include "web/workbench_scoring.h"
#include "web/workbench_waiting.h"
#include "web/workbench_year.h"

#define IMPORTS_SHOWN 5
#define ACTS_SHOWN 8

static const enum message weekdays[] = {
	MESSAGE_WORKBENCH_MONDAY, MESSAGE_WORKBENCH_TUESDAY,  MESSAGE_WORKBENCH_WEDNESDAY,
	MESSAGE_WORKBENCH_THURSDAY, MESSAGE_WORKBENCH_FRIDAY, MESSAGE_WORKBENCH_SATURDAY,
	MESSAGE_WORKBENCH_SUNDAY,
};

static void fill_texts(struct page *page, struct workbench_view *view)
{
	struct message_value name = { "name", str_from(page->session.display_name) };
	struct str day = page_day(page, page->today);
	const char *weekday = page_text(page, weekdays[civil_weekday(page->today) - 1]);

	view->title = page_message(page, MESSAGE_WORKBENCH_TITLE, &name, 1);
	view->about = arena_format(page->arena, "%.*s %s", STR_ARG(day), weekday);
	view->has_roles = page->rights.count > 0;
}

static int fill_checkpoint(struct page *page, uint64_t size, struct workbench_view *view,
			   struct error *err)
{
	struct db_query *query;
	uint64_t signed_size = 0;
	int rc = db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_CHECKPOINT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		signed_size = (uint64_t)db_query_int(query, 0);
		view->ledger_signed = page_instant(page, db_query_int(query, 1));
	}
	db_query_close(query);
	if (size > signed_size)
		view->ledger_pending = page_number(page, (int64_t)(size - signed_size));
	return rc < 0 ? rc : 0;
}

static int fill_ledger(struct page *page, struct workbench_view *view, struct error *err)
{
	struct hash root;
	uint64_t size;
	int rc = ledger_head(page->db, page->jurisdiction_id, &size, &root, err);

	if (rc < 0)
		return rc;
	view->has_ledger = true;
	view->ledger_size = page_number(page, (int64_t)size);
	return fill_checkpoint(page, size, view, err);
}

static int fill_accounts(struct page *page, struct workbench_view *view, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_ACCOUNTS, DB_NO_ARGS, &query,
			       err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		view->accounts_active = page_number(page, db_query_int(query, 0));
		view->accounts_disabled = page_number(page, db_query_int(query, 1));
		view->has_accounts = true;
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int fill_system(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t days = -1;
	int rc = system_backup_days(page, &days, err);

	view->has_system = true;
	view->system_backup = system_backup_sentence(page, days);
	view->system_light = system_backup_light(days);
	return rc;
}

/* What the business roles see. */
static int fill_business(struct page *page, struct workbench_view *view, struct error *err)
{
	int rc = workbench_waiting(page, view, err);

	if (rc == 0 && page->permissions & PERMISSION_PLAN_READ)
		rc = workbench_plan(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_MEETING_READ)
		rc = meeting_waiting(page, &view->meetings, err);
	view->has_meetings = rc == 0 && view->meetings.rows.count > 0;
	if (rc == 0)
		rc = workbench_year(page, view, err);
	if (rc == 0)
		rc = workbench_units(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_SCORE_WRITE)
		rc = workbench_scoring(page, view, err);
	if (rc < 0 || !rights_has_everywhere(&page->rights, PERMISSION_IMPORT))
		return rc;
	view->has_start = !view->has_year;
	view->has_imports = true;
	return import_latest(page, IMPORTS_SHOWN, &view->imports, err);
}

/* What goes from one person to another: handovers, deputies. */
static int fill_persons(struct page *page, struct workbench_view *view, struct error *err)
{
	int rc = 0;

	if (page->rights.person_id || page->permissions & PERMISSION_PERSON_WRITE)
		rc = workbench_handovers(page, view, err);
	if (rc < 0 || !(page->permissions & PERMISSION_RESULT_READ))
		return rc;
	rc = deputy_table(page, &view->deputies, err);
	view->has_deputies = rc == 0 && view->deputies.rows.count > 0;
	return rc;
}

static int fill_reminders(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = reminder_unseen(page, &count, err);
	struct message_value value = { "count", page_number(page, count) };

	if (rc == 0 && count)
		view->unread = page_message(page, MESSAGE_REMINDER_PAGE_WAITING, &value, 1);
	return rc;
}

static int show_workbench(struct page *page, struct error *err)
{
	struct workbench_view view = { .has_year = false };
	int rc = 0;

	if (page->permissions & PERMISSION_RESULT_READ)
		rc = fill_business(page, &view, err);
	if (rc == 0 && page->permissions & PERMISSION_PLAN_READ)
		rc = workbench_letters(page, &view, err);
	if (rc == 0)
		rc = fill_reminders(page, &view, err);
	if (rc == 0)
		rc = fill_persons(page, &view, err);
	if (rc == 0 && page->permissions & PERMISSION_ACCOUNT_READ)
		rc = fill_accounts(page, &view, err);
	if (rc == 0 && page->permissions & PERMISSION_SYSTEM)
		rc = fill_system(page, &view, err);
	if (rc == 0 && page->permissions & PERMISSION_ACT_READ) {
		view.has_acts = true;
		rc = act_latest(page, ACTS_SHOWN, &view.acts, err);
	}
	if (rc == 0 && page->permissions & PERMISSION_LEDGER_READ)
		rc = fill_ledger(page, &view, err);
	if (rc < 0)
		return rc;
	fill_texts(page, &view);
	return page_render(page, str_from(page_text(page, MESSAGE_MENU_WORKBENCH)),
			   template_workbench_page_slot(&view), err);
}

const struct route workbench_routes[] = {
	{ .method = HTTP_GET, .path = "/", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_MENU_WORKBENCH, .show = show_workbench },
	{ .path = NULL },
};
