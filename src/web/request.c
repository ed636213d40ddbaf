/*
 * request.c - see request.h.
 *
 * The language is the visitor's choice (cookie), else the first of zh and en in Accept-Language, else
 * Chinese.
 */
#include "web/request.h"

#include "web/app.h"
#include "web/json_input.h"
#include "web/request_token.h"
#include "web/route.h"

static enum language wanted_language(const struct http_exchange *http)
{
	struct str chosen = http_cookie(http, "lianze_language");
	struct str rest = http_header(http, "Accept-Language");

	if (str_equal(chosen, STR("en")) || str_equal(chosen, STR("zh")))
		return chosen.bytes[0] == 'e' ? LANGUAGE_EN : LANGUAGE_ZH;
	while (rest.length) {
		struct str tag = str_trim(str_split(&rest, ','));
		if (str_starts_with(tag, STR("zh")))
			return LANGUAGE_ZH;
		if (str_starts_with(tag, STR("en")))
			return LANGUAGE_EN;
	}
	return LANGUAGE_ZH;
}

/* The path without .json, .csv or .xlsx when the route allows that format. */
static const struct route *find_route(struct page *page, bool *out_other)
{
	static const struct {
		const char *suffix;
		unsigned flag;
		enum page_format format;
	} formats[] = { { ".json", ROUTE_JSON, PAGE_JSON },
		      { ".csv", ROUTE_CSV, PAGE_CSV },
		      { ".xlsx", ROUTE_XLSX, PAGE_XLSX } };
	struct http_exchange *http = page->http;

	for (size_t i = 0; i < ARRAY_LENGTH(formats); i++) {
		struct str suffix = str_from(formats[i].suffix);
		if (!str_ends_with(http->path, suffix))
			continue;
		struct str path = str_slice(http->path, 0, http->path.length - suffix.length);
		const struct route *route =
			route_find(http->method, path, page->parameters, out_other);
		if (route && route->flags & formats[i].flag) {
			page->format = formats[i].format;
			return route;
		}
	}
	const struct route *route =
		route_find(http->method, http->path, page->parameters, out_other);
	if (route && route->flags & ROUTE_JSON &&
	    str_find(http_header(http, "Accept"), STR("application/json")) >= 0)
		page->format = PAGE_JSON;
	return route;
}

static int no_route(struct page *page, bool other_method, struct error *err)
{
	if (other_method) {
		page->http->status = 405;
		return error_set(err, ERR_NOT_FOUND, "This address does not take that method.",
				 "该地址不支持此请求方法。");
	}
	return error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
}

static int load_session(struct page *page, struct error *err)
{
	struct str token = http_cookie(page->http, "__Host-session");
	int rc;

	if (token.length == 0)
		return 0;
	rc = session_find(page->app->sessions, page->db, token, &page->session, &page->rights,
			  err);
	if (rc == -ERR_LOGIN) {
		page->session = (struct session){ 0 };
		return 0;
	}
	page->permissions = rc == 0 ? rights_permissions(&page->rights) | PERMISSION_LOGGED_IN : 0;
	if (page->session.stage != SESSION_OPEN) { /* may do nothing yet but what the stage asks */
		page->permissions = 0;
		page->rights.count = 0;
	}
	return rc;
}

/* A program asks: it gets failures and the results of acts as JSON. */
static bool is_program(const struct http_exchange *http)
{
	return request_token(http).length || str_ends_with(http->path, STR(".json")) ||
	       json_input_is(http) ||
	       str_find(http_header(http, "Accept"), STR("application/json")) >= 0;
}

static int load_asker(struct page *page, struct error *err)
{
	struct str token = request_token(page->http);

	return token.length ? request_load_token(page, token, err) : load_session(page, err);
}

static int load_jurisdiction(struct page *page, struct error *err)
{
	struct app_jurisdiction found;
	int rc = app_jurisdiction_get(page->app, page->db, page->session.jurisdiction_id, &found,
				      err);

	if (rc < 0)
		return rc;
	page->jurisdiction_id = found.id;
	page->jurisdiction_name = arena_str(
		page->arena,
		str_from(page->language == LANGUAGE_EN && found.name_en[0] ? found.name_en
									   : found.name));
	page->demonstration = found.demonstration;
	page->utc_offset_minutes = found.utc_offset_minutes;
	page->today = clock_day(clock_now_ms(), found.utc_offset_minutes) + found.clock_offset_days;
	return 0;
}

/* A token opens what its scope holds and what is described for programs; never the log-in. */
static bool is_closed_to_tokens(const struct page *page)
{
	return page->session.token_id && page->route->access == PERMISSION_PUBLIC &&
	       !(page->route->flags & ROUTE_JSON);
}

/* The page of each stage at which a session may stop, and the flag of the routes that serve it. */
static const struct stage {
	unsigned flag;
	struct safe_url page;
} stages[SESSION_STAGE_COUNT] = {
	[SESSION_AT_CODE] = { ROUTE_AT_CODE, { { "/login/code", 11 } } },
	[SESSION_AT_PASSWORD] = { ROUTE_AT_PASSWORD, { { "/account/password", 17 } } },
	[SESSION_AT_ENROLMENT] = { ROUTE_AT_ENROLMENT, { { "/account/code", 13 } } },
};

static int check_stage(const struct page *page, struct error *err)
{
	if (page->route->flags & stages[page->session.stage].flag)
		return 0;
	return error_set(err, ERR_LOGIN, "Please finish your log-in first.",
			 "请先完成登录的其余步骤。");
}

static int check_access(const struct page *page, struct error *err)
{
	if (page->session.stage != SESSION_OPEN && page->route->access != PERMISSION_PUBLIC)
		return check_stage(page, err);
	if (is_closed_to_tokens(page))
		return error_set(err, ERR_DENIED, "A token does not open this page.",
				 "令牌不能用于此页面。");
	if (page->route->access == PERMISSION_PUBLIC || page->route->access & page->permissions)
		return 0;
	if (!page->session.account_id)
		return error_set(err, ERR_LOGIN, "Please log in first.", "请先登录。");
	if (page->session.token_id)
		return error_set(err, ERR_DENIED,
				 "The token's scope, or the present role of its account, does not open this.",
				 "该令牌的范围或所属账号现有角色无权访问。");
	return error_set(err, ERR_DENIED, "Your role does not open this page.",
			 "您的角色无权打开此页面。");
}

int request_open(struct page *page, struct error *err)
{
	bool other = false;
	int rc = app_reader(page->app, &page->db, err);

	page->language = wanted_language(page->http);
	page->program = is_program(page->http);
	if (rc == 0)
		rc = load_asker(page, err);
	if (rc == 0)
		rc = load_jurisdiction(page, err);
	page->db = NULL;
	if (rc < 0)
		return rc;
	page->route = find_route(page, &other);
	if (!page->route)
		return no_route(page, other, err);
	return check_access(page, err);
}

bool request_offers_login(struct page *page)
{
	if (page->format != PAGE_HTML || page->program || page->http->method == HTTP_POST)
		return false;
	if (page->session.stage != SESSION_OPEN)
		page_redirect(page, stages[page->session.stage].page);
	else if (str_equal(page->http->path, STR("/")))
		page_redirect(page, SAFE_URL("/login"));
	else
		page_redirect(page, safe_url_with(page->arena, SAFE_URL("/login"), "next",
						  page->http->path));
	return true;
}

/* Sec-Fetch-Site where the browser sends it; otherwise the Origin's host must be the Host. */
static bool comes_from_here(const struct http_exchange *http)
{
	struct str site = http_header(http, "Sec-Fetch-Site");
	struct str origin = http_header(http, "Origin");
	ptrdiff_t scheme_end = str_find(origin, STR("://"));

	if (site.length)
		return str_equal(site, STR("same-origin")) || str_equal(site, STR("none"));
	if (origin.length == 0)
		return true; /* not a browser of this decade: the CSRF token decides */
	if (scheme_end < 0)
		return false;
	return str_equal(str_slice(origin, (size_t)scheme_end + 3, origin.length),
			 http_header(http, "Host"));
}

static int check_sender(const struct page *page, struct error *err)
{
	bool needs_token = !(page->route->flags & ROUTE_NO_CSRF);

	if (page->session.token_id)
		return 0; /* no browser adds an Authorization header by itself */
	struct str token = form_value(page->form, "csrf");

	if (!token.length) /* a script that sends the bytes of a file */
		token = http_header(page->http, "X-CSRF-Token");
	if (needs_token && !session_csrf_check(&page->session, token))
		return error_set(err, ERR_DENIED,
				 "This form has expired. Please open the page again and repeat.",
				 "表单已失效，请重新打开页面后再提交。");
	return 0;
}

int request_check_post(struct page *page, struct error *err)
{
	int rc = 0;

	if (!page->session.token_id && !comes_from_here(page->http))
		return error_set(err, ERR_DENIED, "This form was sent from another site.",
				 "该表单来自其他网站，已拒绝。");
	if (json_input_is(page->http))
		rc = json_input_read(page, err);
	if (rc == 0)
		rc = check_sender(page, err);
	return rc < 0 || !page->program ? rc : json_input_check(page, err);
}
