/*
 * session_pages.c - log-in in one step or two, log-out, language, and the menu as a page of its own for
 * phones.
 *
 * The password opens a session; where the account has one-time codes, one that stops at
 * SESSION_AT_CODE. The code ends that one and opens another under a new token.
 */
#include "messages_log_in.h"
#include "messages_web.h"
#include "people/account.h"
#include "people/totp_store.h"
#include "templates_web.h"
#include "web/app.h"
#include "web/login_view.h"
#include "web/menu.h"
#include "web/route.h"

#define SESSION_COOKIE "__Host-session=%s; Path=/; Secure; HttpOnly; SameSite=Lax"

struct login_state {
	int64_t account_id;
	bool failed; /* to be counted against login and network */
	struct error why;
};

static struct str network_of(const struct page *page)
{
	return page->http->remote;
}

/* A path of this site only: no scheme, no host. */
static struct safe_url safe_back(struct page *page)
{
	struct str back = form_value(page->form, "back");
	bool here = back.length && back.length < 512 && back.bytes[0] == '/' &&
		    !(back.length > 1 && (back.bytes[1] == '/' || back.bytes[1] == '\\'));

	for (size_t i = 0; here && i < back.length; i++)
		here = (unsigned char)back.bytes[i] > ' ' && back.bytes[i] != '\\';
	return (struct safe_url){ here ? arena_str(page->arena, back) : STR("/") };
}

static int show_login(struct page *page, struct error *err)
{
	struct login_view view = {
		.login = form_value(page->form, "login"),
		.error = page->error.code ? str_from(page_error_text(page, &page->error))
					  : STR_EMPTY,
		.back = page->form->count ? form_value(page->form, "back")
					  : form_value(page->query, "next"),
		.class_login = page->error.code ? "field bad" : "field",
		.demonstration = page->demonstration,
		.activated = form_has(page->query, "activated"),
	};

	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_login, &view), err);
}

/* Worker: argon2id. A wrong password is not an error yet: the act counts it first. */
static int prepare_login(struct page *page, struct error *err)
{
	struct login_state *state = ARENA_NEW(page->arena, struct login_state);

	if (!state)
		return error_broken(err, ERR_MEMORY, "log-in");
	if (!page->http->secure)
		return error_set(err, ERR_RULE,
				 "Log-in needs an encrypted connection. Ask the operator to set up "
				 "TLS, or use http://127.0.0.1 on the machine itself.",
				 "登录需要加密连接。请联系运维人员配置 TLS，或在本机使用 http://127.0.0.1 访问。");
	page->state = state;
	int rc = account_verify(page->db, form_value(page->form, "login"),
				form_value(page->form, "password"), network_of(page),
				&state->account_id, &state->why);
	if (rc == -ERR_LOGIN) {
		state->failed = true;
		return 0;
	}
	if (rc < 0)
		*err = state->why;
	return rc;
}

static int set_session_cookie(struct page *page, const char *token, struct error *err)
{
	struct str cookie = arena_format(page->arena, SESSION_COOKIE, token);

	if (!cookie.bytes)
		return error_broken(err, ERR_MEMORY, "cookie");
	return http_add_header(page->http, "Set-Cookie", cookie.bytes);
}

/* What was typed is named in the audit list only when it is a log-in name: people type passwords there. */
static struct str known_login(struct page *page, struct db *db, struct str typed)
{
	struct account account;
	struct error ignored;
	char lower[ACCOUNT_TYPED_BYTES];

	if (!utf8_is_valid(typed) ||
	    account_find(db, account_login_lower(typed, lower), page->arena, &account, &ignored) < 0)
		return STR("?");
	return account.login;
}

static int refuse_login(struct page *page, struct act *act, const struct attempt *attempt,
			struct error *err)
{
	act->kind = "session.refuse";
	act->summary = known_login(page, act->db, attempt->login);
	return attempt_failed(act->db, attempt, err);
}

/* Record the success, and tell the person of the failures before it. */
static int pass_step(struct page *page, struct act *act, const struct attempt *attempt,
		     struct error *err)
{
	int64_t failures = 0;
	int rc = attempt_failures_since(act->db, act->account_id, attempt->kind, &failures, err);

	if (rc == 0 && failures > 0)
		page_flash(page, MESSAGE_FLASH_FAILURES);
	return rc < 0 ? rc : attempt_succeeded(act->db, attempt, err);
}

/* Open a session for the account under a new cookie. */
static int open_session(struct page *page, struct act *act, bool at_code, struct error *err)
{
	char token[SESSION_TOKEN_BYTES];
	int rc = session_create(act->db, act->account_id, network_of(page), at_code, token, err);

	return rc < 0 ? rc : set_session_cookie(page, token, err);
}

static int act_login(struct page *page, struct act *act, struct error *err)
{
	struct login_state *state = page->state;
	const struct attempt attempt = { ATTEMPT_PASSWORD, form_value(page->form, "login"),
					 network_of(page) };
	bool has_totp = false;
	int rc;

	if (state->failed) {
		page->error = state->why;
		return refuse_login(page, act, &attempt, err);
	}
	act->account_id = state->account_id;
	rc = totp_is_set(act->db, state->account_id, &has_totp, err);
	if (rc == 0)
		rc = has_totp ? attempt_succeeded(act->db, &attempt, err)
			      : pass_step(page, act, &attempt, err);
	if (rc == 0)
		rc = open_session(page, act, has_totp, err);
	if (rc < 0)
		return rc;
	if (has_totp)
		page_redirect(page, safe_url_with(page->arena, SAFE_URL("/login/code"), "next",
						  safe_back(page).text));
	else
		page_redirect(page, safe_back(page));
	return 0;
}

/* The second step ---------------------------------------------------------------------------- */

static int show_code(struct page *page, struct error *err)
{
	struct login_code_view view = {
		.csrf = page_csrf(page),
		.login = str_from(page->session.login),
		.error = page->error.code ? str_from(page_error_text(page, &page->error))
					  : STR_EMPTY,
		.back = page->form->count ? form_value(page->form, "back")
					  : form_value(page->query, "next"),
		.class_code = page->error.code ? "field bad" : "field",
	};

	if (page->session.stage == SESSION_OPEN) {
		page_redirect(page, SAFE_URL("/"));
		return 0;
	}
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_login_code, &view), err);
}

static int act_code(struct page *page, struct act *act, struct error *err)
{
	const struct attempt attempt = { ATTEMPT_CODE, str_from(page->session.login),
					 network_of(page) };
	int rc = attempt_check(act->db, &attempt, err);

	if (rc == 0 && page->session.stage != SESSION_AT_CODE)
		rc = error_set(err, ERR_STATE, "This log-in is complete already.", "登录已经完成。");
	if (rc < 0)
		return rc;
	rc = totp_use(act->db, act->account_id, form_value(page->form, "code"), act->at_ms, err);
	if (rc == -ERR_LOGIN) {
		page->error = *err;
		return refuse_login(page, act, &attempt, err);
	}
	if (rc == 0)
		rc = pass_step(page, act, &attempt, err);
	if (rc == 0)
		rc = session_end(act->db, &page->session.token_hash, err);
	if (rc == 0)
		rc = open_session(page, act, false, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, act->account_id);
	page_redirect(page, safe_back(page));
	return 0;
}

static int act_logout(struct page *page, struct act *act, struct error *err)
{
	int rc = session_end(act->db, &page->session.token_hash, err);

	if (rc < 0)
		return rc;
	page_forget_sessions(page, page->session.account_id);
	http_add_header(page->http, "Set-Cookie",
			"__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
	http_add_header(page->http, "Clear-Site-Data", "\"cache\"");
	page_redirect(page, SAFE_URL("/login"));
	return 0;
}

static int set_language(struct page *page, struct error *err)
{
	bool english = str_equal(form_value(page->form, "language"), STR("en"));

	(void)err;
	http_add_header(page->http, "Set-Cookie",
			english ? "lianze_language=en; Path=/; SameSite=Lax; Max-Age=31536000"
				: "lianze_language=zh; Path=/; SameSite=Lax; Max-Age=31536000");
	page_redirect(page, safe_back(page));
	return 0;
}

static int show_menu(struct page *page, struct error *err)
{
	struct menu_view view = menu_make(page);

	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_menu_page, &view), err);
}

const struct route session_routes[] = {
	{ .method = HTTP_GET, .path = "/login", .access = PERMISSION_PUBLIC,
	  .title = MESSAGE_LOGIN_TITLE, .show = show_login },
	{ .method = HTTP_POST, .path = "/login", .access = PERMISSION_PUBLIC,
	  .flags = ROUTE_NO_CSRF | ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED, .title = MESSAGE_LOGIN_TITLE,
	  .show = show_login, .prepare = prepare_login, .act = act_login,
	  .act_kind = "session.create" },
	{ .method = HTTP_GET, .path = "/login/code", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_AT_CODE, .title = MESSAGE_LOGIN_CODE_TITLE, .show = show_code },
	{ .method = HTTP_POST, .path = "/login/code", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED | ROUTE_AT_CODE,
	  .title = MESSAGE_LOGIN_CODE_TITLE, .show = show_code, .act = act_code,
	  .act_kind = "session.create" },
	{ .method = HTTP_POST, .path = "/logout", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED | ROUTE_AT_CODE | ROUTE_AT_PASSWORD |
		   ROUTE_AT_ENROLMENT,
	  .title = MESSAGE_LOGIN_TITLE, .act = act_logout,
	  .act_kind = "session.end" },
	{ .method = HTTP_POST, .path = "/language", .access = PERMISSION_PUBLIC,
	  .flags = ROUTE_NO_CSRF, .title = MESSAGE_LOGIN_TITLE, .prepare = set_language },
	{ .method = HTTP_GET, .path = "/menu", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_LAYOUT_MENU, .show = show_menu },
	{ .path = NULL },
};
