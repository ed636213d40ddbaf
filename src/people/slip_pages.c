/*
 * slip_pages.c - accounts that wait for their activation, and printing slips: for one account, for those
 * chosen, for all.
 */
#include "messages_log_in.h"
#include "people/slip_view.h"
#include "statements_slip.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "account", MESSAGE_SLIP_ACCOUNT_ID },
	{ NULL, MESSAGE_NONE },
};

static int valid_days(struct page *page, struct db *db, int64_t *out, struct error *err)
{
	struct security_policy policy;
	int rc = security_policy_find(db, page->jurisdiction_id, page->today, &policy, err);

	if (rc == 0)
		*out = policy.slip_days;
	return rc;
}

/* The list ------------------------------------------------------------------------------------- */

static void list_row(struct page *page, struct db_query *query, struct slip_list_row *row)
{
	char id[ID_TEXT_BYTES];

	row->id = arena_str(page->arena, str_from(id_format(db_query_int(query, 0), id)));
	row->login = db_query_copy(query, 1, page->arena);
	row->display_name = db_query_copy(query, 2, page->arena);
	row->expires = page_instant(page, db_query_int(query, 3));
}

static int read_waiting(struct page *page, struct slip_list_view *view, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SLIP_WAITING, DB_NO_ARGS, &query, err);

	if (rc < 0)
		return rc;
	view->rows.items = ARENA_ARRAY(page->arena, struct slip_list_row, SLIP_SHEET_MAXIMUM);
	if (!view->rows.items)
		rc = error_broken(err, ERR_MEMORY, "waiting accounts");
	while (rc == 0 && (rc = db_query_step(query, err)) > 0) {
		rc = 0;
		if (view->rows.count == SLIP_SHEET_MAXIMUM) {
			view->has_more = true;
			break;
		}
		list_row(page, query, &view->rows.items[view->rows.count++]);
	}
	db_query_close(query);
	return rc;
}

static int show_waiting(struct page *page, struct error *err)
{
	struct slip_list_view view = { .csrf = page_csrf(page),
				       .error = form_error_text(page, labels) };
	int rc = read_waiting(page, &view, err);

	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, page->route->title)),
				    PAGE_SLOT(template_slip_list, &view), err);
}

/* Printing ------------------------------------------------------------------------------------- */

static int print_account(struct page *page, struct act *act, int64_t account_id, int64_t days,
			 struct error *err)
{
	struct account account;
	int rc = record_get(act->db, &account_record, (struct record_key){ 0, account_id },
			    page->arena, &account, err);

	return rc < 0 ? rc : slip_sheet_add(page, act, &account, days, err);
}

static int print_chosen(struct page *page, struct act *act, int64_t days, struct error *err)
{
	const struct form_field *field = NULL;
	size_t count = 0;
	int64_t id;

	while ((field = form_each(page->form, "account[]", field))) {
		if (count++ == SLIP_SHEET_MAXIMUM || !id_parse(field->value, &id))
			return error_invalid(err, "account", "", "accounts of the list",
					     "列表中的账号");
		int rc = print_account(page, act, id, days, err);
		if (rc < 0)
			return rc;
	}
	return count ? 0
		     : error_invalid(err, "account", "", "at least one account of the list",
				     "至少选择一个账号");
}

/* Everybody who waits; the ids first, because one query is open at a time. */
static int print_all(struct page *page, struct act *act, int64_t days, struct error *err)
{
	int64_t *ids = ARENA_ARRAY(page->arena, int64_t, SLIP_SHEET_MAXIMUM);
	size_t count = 0;
	struct db_query *query;
	int rc = ids ? db_query_open(act->db, STATEMENT_SLIP_WAITING, DB_NO_ARGS, &query, err)
		     : error_broken(err, ERR_MEMORY, "waiting accounts");

	if (rc < 0)
		return rc;
	while (count < SLIP_SHEET_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	for (size_t i = 0; rc >= 0 && i < count; i++)
		rc = print_account(page, act, ids[i], days, err);
	return rc < 0 ? rc : 0;
}

static int act_print(struct page *page, struct act *act, struct error *err)
{
	bool all = str_equal(form_value(page->form, "which"), STR("all"));
	int64_t days = 0;
	int rc = slip_sheet_begin(page, SLIP_SHEET_MAXIMUM, err);

	if (rc == 0)
		rc = valid_days(page, act->db, &days, err);
	if (rc == 0)
		rc = all ? print_all(page, act, days, err) : print_chosen(page, act, days, err);
	return rc;
}

static int show_print(struct page *page, struct error *err)
{
	return page->error.code ? show_waiting(page, err) : slip_sheet_show(page, err);
}

/* One account's: a reset, or its activation again. */
static int act_print_one(struct page *page, struct act *act, struct error *err)
{
	struct account account;
	int64_t id, days = 0;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = record_get(act->db, &account_record, (struct record_key){ 0, id }, page->arena,
				&account, err);
	if (rc == 0)
		rc = slip_sheet_begin(page, 1, err);
	if (rc == 0)
		rc = valid_days(page, act->db, &days, err);
	if (rc == 0)
		rc = slip_sheet_add(page, act, &account, days, err);
	if (rc < 0)
		return rc;
	act->summary = account.login;
	const struct slip_sheet *sheet = page->state;
	if (sheet->waits)
		page_flash(page, MESSAGE_FLASH_SLIP_REQUESTED);
	return 0;
}

static int show_print_one(struct page *page, struct error *err)
{
	const struct slip_sheet *sheet = page->state;

	if (page->error.code) {
		*err = page->error;
		return page->error.code;
	}
	if (!sheet->waits)
		return slip_sheet_show(page, err);
	page_redirect(page, SAFE_URL("/slip-requests"));
	return 0;
}

const struct route slip_routes[] = {
	{ .method = HTTP_GET, .path = "/slips", .access = PERMISSION_ACCOUNT_WRITE,
	  .title = MESSAGE_SLIPS_TITLE, .show = show_waiting },
	{ .method = HTTP_POST, .path = "/slips", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION | ROUTE_REAUTHENTICATE | ROUTE_SHOWS_RESULT,
	  .title = MESSAGE_SLIPS_TITLE, .show = show_print, .act = act_print,
	  .act_kind = "slip.print" },
	{ .method = HTTP_POST, .path = "/accounts/{id}/slip", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION | ROUTE_REAUTHENTICATE | ROUTE_SHOWS_RESULT,
	  .title = MESSAGE_SLIPS_TITLE, .show = show_print_one, .act = act_print_one,
	  .act_kind = "slip.print" },
	{ .path = NULL },
};
