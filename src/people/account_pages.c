/*
 * account_pages.c - accounts for the security administrator: list, new, one account.
 */
#include "people/account.h"

#include "messages_common.h"
#include "messages_log_in.h"
#include "messages_people.h"
#include "messages_web.h"
#include "people/account_view.h"
#include "people/handover_view.h"
#include "people/role_grant.h"
#include "people/slip.h"
#include "people/unit.h"
#include "statements_account.h"
#include "statements_account_pages.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "login", MESSAGE_ACCOUNT_LOGIN },
	{ "display_name", MESSAGE_ACCOUNT_DISPLAY_NAME },
	{ "role", MESSAGE_ROLE_GRANT_ROLE },
	{ "unit_code", MESSAGE_ACCOUNT_PAGE_UNIT_CODE },
	{ "from_day", MESSAGE_ROLE_GRANT_FROM_DAY },
	{ NULL, MESSAGE_NONE },
};

static enum message state_word(struct str stored)
{
	return list_page_word(account_states, stored);
}

/* "office security" as stored by the list → the roles' labels. */
static struct str roles_text(struct page *page, struct str stored)
{
	struct str text = STR_EMPTY;

	while (stored.length) {
		int role = role_from_name(str_split(&stored, ' '));
		if (role < 0)
			continue;
		text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text),
				    text.length ? " · " : "",
				    page_text(page, role_label((enum role)role)));
	}
	return text;
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", account_states);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "login", .label = MESSAGE_ACCOUNT_LOGIN, .sort = "login",
	  .link = link_account, .link_column = "id" },
	{ .column = "display_name", .label = MESSAGE_ACCOUNT_DISPLAY_NAME, .sort = "display_name" },
	{ .column = "roles", .label = MESSAGE_ACCOUNTS_ROLES, .text = roles_text },
	{ .column = "state", .label = MESSAGE_ACCOUNT_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "login", "login", LIST_CONTAINS, DB_TEXT }, MESSAGE_ACCOUNTS_LOGIN_CONTAINS, NULL },
	{ { "display_name", "display_name", LIST_CONTAINS, DB_TEXT },
	  MESSAGE_ACCOUNTS_NAME_CONTAINS, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_ACCOUNT_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_ACCOUNTS_NEW, "/accounts/new", PERMISSION_ACCOUNT_WRITE },
	{ MESSAGE_BULK_TITLE, "/accounts/bulk", PERMISSION_ACCOUNT_WRITE },
	{ MESSAGE_SLIPS_TITLE, "/slips", PERMISSION_ACCOUNT_WRITE },
	{ 0 },
};

static const struct list_page accounts = {
	.listing = LISTING_ACCOUNT,
	.about = MESSAGE_ACCOUNTS_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "login",
	.file_name = "accounts.csv",
};

static int show_accounts(struct page *page, struct error *err)
{
	return list_page_show(page, &accounts,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				      db_int("day", page->today)),
			      err);
}

/* A new account ------------------------------------------------------------------------------ */

static int show_new(struct page *page, struct error *err)
{
	struct account_new_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.login = form_value(page->form, "login"),
		.display_name = form_value(page->form, "display_name"),
		.class_login = form_field_class(page, "login"),
		.class_name = form_field_class(page, "display_name"),
	};

	return page_render(page, str_from(page_text(page, page->route->title)),
			   template_account_new_slot(&view), err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct account account = {
		.login = str_trim(form_value(page->form, "login")),
		.display_name = str_trim(form_value(page->form, "display_name")),
		.state = ACCOUNT_WAITING,
		.language = (int)page->language,
	};
	int rc = account_create(act, &account, "", err);

	if (rc < 0)
		return rc;
	act->summary = account.login;
	page_flash(page, MESSAGE_FLASH_ACCOUNT_CREATED);
	page_redirect(page, link_account(page, account.head.id));
	return 0;
}

/* One account -------------------------------------------------------------------------------- */

static int get_account(struct page *page, struct db *db, struct account *out, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	return rc < 0 ? rc : record_get(db, &account_record, (struct record_key){ 0, id },
					page->arena, out, err);
}

static void grant_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_ACCOUNT_PAGE_ROLES),
		   page_text(page, MESSAGE_ACCOUNT_PAGE_NO_ROLES));
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_ROLE), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_UNIT_ID), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_FROM_DAY), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_TO_DAY), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

static void grant_row(struct page *page, int64_t account_id, struct table_view *table,
		      struct db_query *query)
{
	int role = role_from_name(db_query_bytes(query, 1));
	bool open = db_query_is_null(query, 5) || db_query_int(query, 5) >= page->today;
	const char *whole = page_text(page, MESSAGE_ACCOUNT_PAGE_WHOLE);
	const char *until = page_text(page, MESSAGE_ACCOUNT_PAGE_OPEN_END);
	struct safe_url url = safe_url_format(page->arena, "/accounts/%I/roles/%I/end",
					      account_id, db_query_int(query, 0));

	table_row(table);
	table_heading(table,
		      role < 0 ? STR("?")
			       : str_from(page_text(page, role_label((enum role)role))),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, db_query_is_null(query, 2) ? str_from(whole)
						     : db_query_copy(query, 3, page->arena));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 4)));
	table_cell(table, db_query_is_null(query, 5)
				  ? str_from(until)
				  : page_day(page, (int32_t)db_query_int(query, 5)));
	if (open && (page->permissions & PERMISSION_ACCOUNT_WRITE))
		table_button(table, str_from(page_text(page, MESSAGE_ACCOUNT_PAGE_REVOKE)), url,
			     page_csrf(page));
	else
		table_cell(table, STR_EMPTY);
}

static int read_grants(struct page *page, int64_t account_id, struct table_view *table,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_ACCOUNT_PAGES_GRANTS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("account_id", account_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	grant_columns(page, table);
	while ((rc = db_query_step(query, err)) > 0)
		grant_row(page, account_id, table, query);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static void role_options(struct page *page, struct list_options *out)
{
	struct str typed = form_value(page->form, "role");

	for (int role = 0; role < ROLE_COUNT; role++) {
		const char *name = role_name((enum role)role);

		list_option_add(page, out, "role", str_from(name),
				str_from(page_text(page, role_label((enum role)role))));
		if (out->count)
			out->items[out->count - 1].selected = str_equal(typed, str_from(name));
	}
}

/* The buttons of the state table for this account and this asker. */
static int fill_offers(struct page *page, const struct account *account,
		       struct account_page_view *view, struct error *err)
{
	static const enum message abouts[ACCOUNT_EVENT_COUNT] = {
		[ACCOUNT_DISABLE] = MESSAGE_ACCOUNT_PAGE_DISABLE_ABOUT,
		[ACCOUNT_ENABLE] = MESSAGE_ACCOUNT_PAGE_ENABLE_ABOUT,
		[ACCOUNT_ACTIVATE] = MESSAGE_NONE, /* never a button: the slip does it */
	};
	const struct transition *rows[ACCOUNT_EVENT_COUNT];
	size_t count = transition_offers(&account_life, account->state, page->permissions, rows,
					 ACCOUNT_EVENT_COUNT);

	view->offers.items =
		ARENA_ARRAY(page->arena, struct account_offer_view, ACCOUNT_EVENT_COUNT);
	if (!view->offers.items)
		return error_broken(err, ERR_MEMORY, "account offers");
	view->offers.count = count;
	for (size_t i = 0; i < count; i++)
		view->offers.items[i] = (struct account_offer_view){
			.event = str_from(account_events[rows[i]->event].name),
			.label = str_from(page_text(page, rows[i]->label)),
			.about = str_from(page_text(page, abouts[rows[i]->event])),
		};
	return 0;
}

static void fill_forms(struct page *page, const struct account *account,
		       struct account_page_view *view)
{
	struct str from = form_value(page->form, "from_day");
	int64_t id = account->head.id;

	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
	view->url_state = safe_url_format(page->arena, "/accounts/%I/state", id);
	view->url_roles = safe_url_format(page->arena, "/accounts/%I/roles", id);
	view->url_slip = safe_url_format(page->arena, "/accounts/%I/slip", id);
	view->url_sessions = safe_url_format(page->arena, "/accounts/%I/sessions/end", id);
	view->unit_code = form_value(page->form, "unit_code");
	view->from_day = from.length ? from : page_day(page, page->today);
	view->class_unit = form_field_class(page, "unit_code");
	view->class_from = form_field_class(page, "from_day");
	role_options(page, &view->roles);
}

static const char *const state_lights[ACCOUNT_STATE_COUNT] = {
	[ACCOUNT_ACTIVE] = "light ok",
	[ACCOUNT_DISABLED] = "light idle",
	[ACCOUNT_WAITING] = "light warn",
};

static int show_account(struct page *page, struct error *err)
{
	struct account_page_view view = { .may_write = false };
	struct account account;
	int rc = get_account(page, page->db, &account, err);

	if (rc == 0)
		rc = read_grants(page, account.head.id, &view.grants, err);
	if (rc == 0)
		rc = fill_offers(page, &account, &view, err);
	if (rc == 0 && account.person_id)
		rc = handover_table_of_person(page, account.person_id, &view.handovers, err);
	if (rc < 0)
		return rc;
	view.has_handovers = view.handovers.rows.count > 0;
	view.login = account.login;
	view.display_name = account.display_name;
	view.state = account_states[account.state].label;
	view.light = state_lights[account.state];
	view.may_print = account.state != ACCOUNT_DISABLED;
	view.is_waiting = account.state == ACCOUNT_WAITING;
	view.may_write = page->permissions & PERMISSION_ACCOUNT_WRITE;
	fill_forms(page, &account, &view);
	return page_render(page, account.display_name, template_account_page_slot(&view), err);
}

static int read_event(const struct page *page, enum account_event *out, struct error *err)
{
	struct str name = form_value(page->form, "event");

	for (int event = 0; event < ACCOUNT_EVENT_COUNT; event++)
		if (str_equal(name, str_from(account_events[event].name))) {
			*out = (enum account_event)event;
			return 0;
		}
	return error_invalid(err, "event", arena_text(page->arena, name), "disable or enable",
			     "disable 或 enable");
}

static int change_state(struct page *page, struct act *act, struct account *account,
			struct error *err)
{
	const struct account_asker asker = { .db = act->db,
					     .jurisdiction_id = page->jurisdiction_id,
					     .account_id = page->session.account_id,
					     .permissions = page->permissions,
					     .day = page->today };
	enum account_event event = ACCOUNT_EVENT_COUNT;
	int rc = read_event(page, &event, err);

	if (rc == 0)
		rc = account_apply(account, event, &asker, err);
	return rc < 0 ? rc : act_update(act, &account_record, account, err);
}

/* A disabled account has neither sessions nor a slip that would open it again. */
static int end_access(struct page *page, struct act *act, int64_t account_id, struct error *err)
{
	const struct slip_asker asker = { page->session.account_id, page->permissions, act->at_ms };
	int rc = session_end_all(act->db, account_id, err);

	return rc < 0 ? rc : slip_withdraw(act, account_id, &asker, err);
}

static int act_state(struct page *page, struct act *act, struct error *err)
{
	struct account account;
	int rc = get_account(page, act->db, &account, err);

	if (rc == 0)
		rc = change_state(page, act, &account, err);
	if (rc == 0 && account.state == ACCOUNT_DISABLED)
		rc = end_access(page, act, account.head.id, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, account.head.id);
	act->summary = account.login;
	page_flash(page, account.state == ACCOUNT_WAITING ? MESSAGE_FLASH_ACCOUNT_ENABLED
							  : MESSAGE_FLASH_ACCOUNT_DISABLED);
	page_redirect(page, link_account(page, account.head.id));
	return 0;
}

static int act_end_sessions(struct page *page, struct act *act, struct error *err)
{
	struct account account;
	int rc = get_account(page, act->db, &account, err);

	if (rc == 0)
		rc = session_end_all(act->db, account.head.id, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, account.head.id);
	act->summary = account.login;
	page_flash(page, MESSAGE_FLASH_ACCOUNT_SESSIONS_ENDED);
	page_redirect(page, link_account(page, account.head.id));
	return 0;
}

static int read_grant(struct page *page, struct act *act, struct role_grant *grant,
		      struct error *err)
{
	struct str code = str_trim(form_value(page->form, "unit_code"));
	struct str day = str_trim(form_value(page->form, "from_day"));
	struct str role = form_value(page->form, "role");
	struct unit unit;
	int rc;

	*grant = (struct role_grant){ .to_day = CIVIL_NO_DAY };
	grant->role = role_from_name(role);
	if (grant->role < 0)
		return error_invalid(err, "role", arena_text(page->arena, role),
				     "a role of the list", "列表中的角色");
	if (!civil_parse(day, &grant->from_day))
		return error_invalid(err, "from_day", arena_text(page->arena, day),
				     "a date such as 2008-07-14", "日期，例如 2008-07-14");
	if (code.length) {
		rc = unit_find(act->db, page->jurisdiction_id, code, page->arena, &unit, err);
		if (rc == -ERR_NOT_FOUND)
			return error_invalid(err, "unit_code", arena_text(page->arena, code),
					     "the code of a unit", "已有单位的代码");
		if (rc < 0)
			return rc;
		grant->unit_id = unit.head.id;
	}
	return 0;
}

static int act_grant(struct page *page, struct act *act, struct error *err)
{
	struct role_grant grant;
	struct account account;
	int rc = get_account(page, act->db, &account, err);

	if (rc == 0)
		rc = read_grant(page, act, &grant, err);
	if (rc < 0)
		return rc;
	grant.account_id = account.head.id;
	rc = role_grant_create(act, &grant, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, account.head.id);
	act->summary = account.login;
	page_flash(page, MESSAGE_FLASH_ROLE_GIVEN);
	page_redirect(page, link_account(page, account.head.id));
	return 0;
}

static int act_end_grant(struct page *page, struct act *act, struct error *err)
{
	struct role_grant grant;
	struct account account;
	int64_t id;
	int rc = page_parameter_id(page, 1, &id, err);

	if (rc == 0)
		rc = get_account(page, act->db, &account, err);
	if (rc == 0)
		rc = record_get(act->db, &role_grant_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&grant, err);
	if (rc == 0 && grant.account_id != account.head.id)
		rc = error_set(err, ERR_NOT_FOUND, "The account has no such role.",
			       "该账号没有这个角色。");
	if (rc == 0 && grant.role == ROLE_SECURITY_ADMINISTRATOR)
		rc = role_grant_check_last(act->db, page->jurisdiction_id, account.head.id,
					   act->day, err);
	if (rc == 0)
		rc = role_grant_end(act, &grant, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, account.head.id);
	act->summary = account.login;
	page_flash(page, MESSAGE_FLASH_ROLE_TAKEN);
	page_redirect(page, link_account(page, account.head.id));
	return 0;
}

const struct route account_routes[] = {
	{ .method = HTTP_GET, .path = "/accounts", .access = PERMISSION_ACCOUNT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_ACCOUNTS,
	  .show = show_accounts,
	  .list = &accounts },
	{ .method = HTTP_GET, .path = "/accounts/new", .access = PERMISSION_ACCOUNT_WRITE,
	  .title = MESSAGE_ACCOUNT_NEW_TITLE, .show = show_new },
	{ .method = HTTP_POST, .path = "/accounts/new", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_ACCOUNT_NEW_TITLE, .show = show_new,
	  .act = act_new, .act_kind = "account.create" },
	{ .method = HTTP_GET, .path = "/accounts/{id}", .access = PERMISSION_ACCOUNT_READ,
	  .title = MESSAGE_MENU_ACCOUNTS, .show = show_account },
	{ .method = HTTP_POST, .path = "/accounts/{id}/state",
	  .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION | ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_MENU_ACCOUNTS, .show = show_account, .act = act_state,
	  .act_kind = "account.update" },
	{ .method = HTTP_POST, .path = "/accounts/{id}/sessions/end",
	  .access = PERMISSION_ACCOUNT_WRITE, .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED,
	  .title = MESSAGE_MENU_ACCOUNTS, .show = show_account, .act = act_end_sessions,
	  .act_kind = "session.end_account" },
	{ .method = HTTP_POST, .path = "/accounts/{id}/roles",
	  .access = PERMISSION_ACCOUNT_WRITE, .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_MENU_ACCOUNTS,
	  .show = show_account, .act = act_grant, .act_kind = "role_grant.create" },
	{ .method = HTTP_POST, .path = "/accounts/{id}/roles/{grant}/end",
	  .access = PERMISSION_ACCOUNT_WRITE, .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_MENU_ACCOUNTS,
	  .show = show_account, .act = act_end_grant, .act_kind = "role_grant.end" },
	{ .path = NULL },
};
