/*
 * session_pages.c - log-in, log-out, language, and the menu as a page of its own for phones.
 */
#include "people/account.h"
#include "templates.h"
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

static int act_login(struct page *page, struct act *act, struct error *err)
{
	struct login_state *state = page->state;
	struct str login = form_value(page->form, "login");
	char token[SESSION_TOKEN_BYTES];
	int rc;

	if (state->failed) {
		act->kind = "session.refuse";
		act->summary = utf8_cut(login, 64);
		page->error = state->why;
		return account_login_failed(act->db, login, network_of(page), err);
	}
	act->account_id = state->account_id;
	rc = account_login_succeeded(act->db, login, network_of(page), err);
	if (rc == 0)
		rc = session_create(act->db, state->account_id, network_of(page), token, err);
	if (rc == 0)
		rc = set_session_cookie(page, token, err);
	if (rc == 0)
		page_redirect(page, safe_back(page));
	return rc;
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
	{ .method = HTTP_POST, .path = "/logout", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED, .title = MESSAGE_LOGIN_TITLE, .act = act_logout,
	  .act_kind = "session.end" },
	{ .method = HTTP_POST, .path = "/language", .access = PERMISSION_PUBLIC,
	  .flags = ROUTE_NO_CSRF, .title = MESSAGE_LOGIN_TITLE, .prepare = set_language },
	{ .method = HTTP_GET, .path = "/menu", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_LAYOUT_MENU, .show = show_menu },
	{ .path = NULL },
};
