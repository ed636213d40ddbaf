/*
 * own_account_pages.c - one's own account: sessions, attempts, one-time codes, language. The password is
 * in own_password_pages.c.
 *
 * Every row is for whoever is logged in and about nobody else: no path names an account.
 */
#include "messages_common.h"
#include "messages_log_in.h"
#include "people/account.h"
#include "people/own_account_view.h"
#include "people/session.h"
#include "people/totp_store.h"
#include "statements_attempt.h"
#include "statements_own_account_pages.h"
#include "statements_session.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/route.h"

#define GROUP_CHARACTERS 4

static const struct form_label labels[] = {
	{ "code", MESSAGE_CODE_LABEL },
	{ NULL, MESSAGE_NONE },
};

static bool is_administrator(const struct page *page)
{
	for (size_t i = 0; i < page->rights.count; i++)
		if (role_is_administrator(page->rights.grants[i].role))
			return true;
	return false;
}

/* The page ------------------------------------------------------------------------------------ */

static void session_row(struct page *page, struct table_view *table, struct db_query *query)
{
	int64_t id = db_query_int(query, 0);
	bool here = id == page->session.id;
	struct safe_url end = safe_url_format(page->arena, "/account/sessions/%I/end", id);

	table_row(table);
	table_heading(table, page_instant(page, db_query_int(query, 1)),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, here ? str_from(page_text(page, MESSAGE_OWN_ACCOUNT_NOW))
			       : page_instant(page, db_query_int(query, 2)));
	table_cell(table, db_query_copy(query, 3, page->arena));
	if (here)
		table_light(table, "light ok",
			    str_from(page_text(page, MESSAGE_OWN_ACCOUNT_THIS_SESSION)));
	else
		table_button(table, str_from(page_text(page, MESSAGE_OWN_ACCOUNT_END)), end,
			     page_csrf(page));
}

static int read_sessions(struct page *page, const struct security_policy *policy,
			 struct own_account_view *view, struct error *err)
{
	struct table_view *table = &view->sessions;
	int64_t now_ms = clock_now_ms();
	struct db_query *query;
	int rc = db_query_open(
		page->db, STATEMENT_SESSION_OF_ACCOUNT,
		DB_ARGS(db_int("account_id", page->session.account_id),
			db_int("idle_before_ms", now_ms - MINUTES_MS(policy->idle_minutes + 1)),
			db_int("created_before_ms", now_ms - HOURS_MS(policy->absolute_hours))),
		&query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_OWN_ACCOUNT_SESSIONS),
		   page_text(page, MESSAGE_OWN_ACCOUNT_NO_SESSIONS));
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_SINCE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_SEEN),
		     COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_NETWORK), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	while ((rc = db_query_step(query, err)) > 0) {
		view->may_end_others |= db_query_int(query, 0) != page->session.id;
		session_row(page, table, query);
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static enum message attempt_word(struct str kind)
{
	static const enum message words[ATTEMPT_KIND_COUNT] = {
		[ATTEMPT_PASSWORD] = MESSAGE_OWN_ACCOUNT_ATTEMPT_PASSWORD,
		[ATTEMPT_CODE] = MESSAGE_OWN_ACCOUNT_ATTEMPT_CODE,
		[ATTEMPT_AGAIN] = MESSAGE_OWN_ACCOUNT_ATTEMPT_AGAIN,
		[ATTEMPT_SLIP] = MESSAGE_OWN_ACCOUNT_ATTEMPT_SLIP,
	};

	for (int i = 0; i < ATTEMPT_KIND_COUNT; i++)
		if (str_equal(kind, str_from(attempt_kind_name((enum attempt_kind)i))))
			return words[i];
	return MESSAGE_NONE;
}

static void attempt_row(struct page *page, struct table_view *table, struct db_query *query)
{
	bool success = db_query_int(query, 2);

	table_row(table);
	table_heading(table, page_instant(page, db_query_int(query, 0)),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, str_from(page_text(page, attempt_word(db_query_bytes(query, 1)))));
	table_cell(table, db_query_copy(query, 3, page->arena));
	table_light(table, success ? "light ok" : "light late",
		    str_from(page_text(page, success ? MESSAGE_OWN_ACCOUNT_SUCCESS
						     : MESSAGE_OWN_ACCOUNT_FAILURE)));
}

static int read_attempts(struct page *page, struct own_account_view *view, struct error *err)
{
	struct table_view *table = &view->attempts;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_LOGIN_ATTEMPT_RECENT,
			       DB_ARGS(db_int("account_id", page->session.account_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_OWN_ACCOUNT_ATTEMPTS),
		   page_text(page, MESSAGE_OWN_ACCOUNT_NO_ATTEMPTS));
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_AT), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_ATTEMPT), 0);
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_NETWORK), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_OWN_ACCOUNT_OUTCOME), COLUMN_NARROW);
	while ((rc = db_query_step(query, err)) > 0)
		attempt_row(page, table, query);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int show_account(struct page *page, struct error *err)
{
	struct own_account_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.login = str_from(page->session.login),
		.display_name = str_from(page->session.display_name),
		.has_totp = page->session.has_totp,
		.must_have_totp = is_administrator(page),
		.chinese = page->language == LANGUAGE_ZH,
		.english = page->language == LANGUAGE_EN,
		.may_feed = (page->permissions & PERMISSION_PLAN_READ) != 0,
	};
	struct security_policy policy;
	int64_t changed_ms = 0;
	int rc = security_policy_find(page->db, page->jurisdiction_id, page->today, &policy, err);

	if (page->rights.person_id)
		view.archive = safe_url_format(page->arena, "/persons/%I/archive/readings",
					       page->rights.person_id);
	if (rc == 0)
		rc = db_get_int(page->db, STATEMENT_OWN_ACCOUNT_CREDENTIAL,
				DB_ARGS(db_int("account_id", page->session.account_id)),
				&changed_ms, err);
	if (rc == 0)
		rc = read_sessions(page, &policy, &view, err);
	if (rc == 0)
		rc = read_attempts(page, &view, err);
	if (rc < 0)
		return rc;
	view.changed = page_instant(page, changed_ms);
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_own_account, &view), err);
}

/* Sessions and language ----------------------------------------------------------------------- */

static int act_end_session(struct page *page, struct act *act, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = session_end_one(act->db, page->session.account_id, id, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, page->session.account_id);
	page_flash(page, MESSAGE_FLASH_SESSION_ENDED);
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

static int act_end_others(struct page *page, struct act *act, struct error *err)
{
	int rc = session_end_others(act->db, page->session.account_id, page->session.id, err);

	if (rc < 0)
		return rc;
	page_forget_sessions(page, page->session.account_id);
	page_flash(page, MESSAGE_FLASH_SESSIONS_ENDED);
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

static int act_language(struct page *page, struct act *act, struct error *err)
{
	bool english = str_equal(form_value(page->form, "language"), STR("en"));
	struct account account;
	int rc = record_get(act->db, &account_record,
			    (struct record_key){ 0, page->session.account_id }, page->arena,
			    &account, err);

	if (rc < 0)
		return rc;
	account.language = english ? LANGUAGE_EN : LANGUAGE_ZH;
	rc = account_update(act, &account, err);
	if (rc < 0)
		return rc;
	http_add_header(page->http, "Set-Cookie",
			english ? "lianze_language=en; Path=/; SameSite=Lax; Max-Age=31536000"
				: "lianze_language=zh; Path=/; SameSite=Lax; Max-Age=31536000");
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

/* One-time codes ------------------------------------------------------------------------------ */

/* "ABCD EFGH …": as it is typed into an app by hand. */
static struct str grouped(struct page *page, struct str secret)
{
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < secret.length; i += GROUP_CHARACTERS)
		text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "",
				    STR_ARG(str_slice(secret, i, GROUP_CHARACTERS)));
	return text;
}

/* The secret on its way: made for the first showing, then sent back with the form until an app has
 * shown that it knows it. Whoever sends another one harms only their own account. */
static void read_secret(const struct page *page, struct totp_secret *out)
{
	if (!totp_secret_parse(form_value(page->form, "secret"), out))
		totp_secret_make(out);
}

static int show_code(struct page *page, struct error *err)
{
	struct own_code_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.is_forced = page->session.stage == SESSION_AT_ENROLMENT,
		.replaces = page->session.has_totp,
		.class_code = form_field_class(page, "code"),
	};
	struct totp_secret secret;
	char text[TOTP_SECRET_TEXT_BYTES];

	read_secret(page, &secret);
	totp_secret_format(&secret, text);
	view.secret = arena_str(page->arena, str_from(text));
	view.grouped = grouped(page, view.secret);
	struct str issuer = str_from(page_text(page, MESSAGE_APP_NAME));
	int rc = qr_make(totp_uri(&secret, issuer, str_from(page->session.login), page->arena),
			 page->arena, &view.qr, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, page->route->title)),
				    PAGE_SLOT(template_own_code, &view), err);
}

static int act_code(struct page *page, struct act *act, struct error *err)
{
	struct totp_secret secret;

	if (!totp_secret_parse(form_value(page->form, "secret"), &secret))
		return error_invalid(err, "secret", "", "the form as it was shown",
				     "页面原有的表单内容");
	int rc = totp_enrol(act->db, act->account_id, &secret, form_value(page->form, "code"),
			    act->at_ms, err);
	if (rc == 0)
		rc = session_end_others(act->db, act->account_id, page->session.id, err);
	if (rc < 0)
		return rc;
	act->summary = str_from(page->session.login);
	page_forget_sessions(page, act->account_id);
	page_flash(page, MESSAGE_FLASH_CODE_SET);
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

static int act_remove_code(struct page *page, struct act *act, struct error *err)
{
	if (is_administrator(page))
		return error_set(err, ERR_RULE, "Administrators cannot do without one-time codes.",
				 "管理员必须使用动态码，不能关闭。");
	if (!page->session.has_totp)
		return error_set(err, ERR_STATE, "This account uses no one-time code.",
				 "该账号没有启用动态码。");
	int rc = totp_remove(act->db, act->account_id, err);
	if (rc < 0)
		return rc;
	act->summary = str_from(page->session.login);
	page_forget_sessions(page, act->account_id);
	page_flash(page, MESSAGE_FLASH_CODE_REMOVED);
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

const struct route own_account_routes[] = {
	{ .method = HTTP_GET, .path = "/account", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_OWN_ACCOUNT_TITLE, .show = show_account },
	{ .method = HTTP_POST, .path = "/account/sessions/{id}/end",
	  .access = PERMISSION_LOGGED_IN, .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED,
	  .title = MESSAGE_OWN_ACCOUNT_TITLE, .show = show_account, .act = act_end_session,
	  .act_kind = "session.end" },
	{ .method = HTTP_POST, .path = "/account/sessions/end", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED, .title = MESSAGE_OWN_ACCOUNT_TITLE,
	  .show = show_account, .act = act_end_others, .act_kind = "session.end_others" },
	{ .method = HTTP_POST, .path = "/account/language", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_OWN_ACCOUNT_TITLE, .show = show_account,
	  .act = act_language, .act_kind = "account.update" },
	{ .method = HTTP_GET, .path = "/account/code", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_AT_ENROLMENT, .title = MESSAGE_OWN_CODE_TITLE, .show = show_code },
	{ .method = HTTP_POST, .path = "/account/code", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED | ROUTE_AT_ENROLMENT |
		   ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_OWN_CODE_TITLE, .show = show_code, .act = act_code,
	  .act_kind = "account.code" },
	{ .method = HTTP_POST, .path = "/account/code/remove", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED | ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_OWN_ACCOUNT_TITLE, .show = show_account, .act = act_remove_code,
	  .act_kind = "account.code_remove" },
	{ .path = NULL },
};
