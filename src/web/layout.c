/*
 * layout.c - the frame around every page: menu, year, language, who is logged in, the page itself.
 */
#include "web/layout_view.h"

#include "people/appraisal_group.h"
#include "statements_appraisal_group.h"
#include "templates_web.h"
#include "web/app.h"
#include "web/asset.h"
#include "web/page.h"

#define LAYOUT_YEARS 12

/* The sentence that page_flash() left for this page; the cookie is taken back. */
static struct str take_flash(struct page *page)
{
	struct str key = http_cookie(page->http, "__Host-flash");

	if (key.length == 0)
		return STR_EMPTY;
	http_add_header(page->http, "Set-Cookie",
			"__Host-flash=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
	if (!str_starts_with(key, STR("flash.")))
		return STR_EMPTY;
	enum message message = message_find(key);
	return message == MESSAGE_NONE ? STR_EMPTY : str_from(page_text(page, message));
}

/* Why this copy may only be read; empty when it may be written. */
static struct str sealed_text(struct page *page)
{
	struct error sentence;

	if (page->app->seal == SEAL_NONE)
		return STR_EMPTY;
	(void)ledger_seal_refuse(page->app->seal, &sentence);
	return arena_str(page->arena, str_from(page_error_text(page, &sentence)));
}

/* The year in a path /years/{year}…, or 0. */
static int year_of_path(struct str path)
{
	int64_t year;

	if (!str_starts_with(path, STR("/years/")))
		return 0;
	struct str rest = str_slice(path, 7, path.length);
	if (!str_parse_int(str_split(&rest, '/'), CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year))
		return 0;
	return (int)year;
}

static void add_year(struct page *page, struct layout_year *items, struct layout_years *years,
		     int year)
{
	int shown = year_of_path(page->http->path);

	items[years->count++] = (struct layout_year){
		.year = year,
		.url = safe_url_format(page->arena, "/years/%d", (int64_t)year),
		.current = year == shown ? "true" : "false",
	};
	if (years->count == 1 || year == shown)
		years->shown = year;
}

/* The years that have groups, newest first; none when they cannot be read. */
static struct layout_years years_of(struct page *page)
{
	struct layout_year *items = ARENA_ARRAY(page->arena, struct layout_year, LAYOUT_YEARS);
	struct layout_years years = { items, 0, 0 };
	struct db_query *query;
	struct error ignored;

	if (!items || !page->db || !(page->permissions & PERMISSION_RESULT_READ))
		return years;
	if (db_query_open(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			  DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			  &ignored) < 0)
		return years;
	while (years.count < LAYOUT_YEARS && db_query_step(query, &ignored) > 0)
		add_year(page, items, &years, (int)db_query_int(query, 0));
	db_query_close(query);
	return years;
}

static enum message strongest_role(const struct page *page)
{
	enum message label = MESSAGE_NONE;
	enum role best = ROLE_COUNT;

	for (size_t i = 0; i < page->rights.count; i++) {
		const struct role_scope *grant = &page->rights.grants[i];
		if (!grant->for_account_id && grant->role < best) {
			best = page->rights.grants[i].role;
			label = role_label(best);
		}
	}
	return label;
}

/* Where the language switch returns to: this page, if it is one that can be read again. */
static struct str return_path(const struct page *page)
{
	if (page->http->method == HTTP_POST)
		return STR("/");
	return page->http->path;
}

static struct layout_view layout_fill(struct page *page, struct str title, struct html_slot content)
{
	bool chinese = page->language == LANGUAGE_ZH;

	return (struct layout_view){
		.lang = chinese ? "zh-CN" : "en",
		.title = title,
		.stylesheet = asset_url(page->arena, "/static/look.css"),
		.icon = asset_url(page->arena, "/static/seal.svg"),
		.jurisdiction = page->jurisdiction_name,
		.logged_in = page->session.account_id && page->session.stage == SESSION_OPEN,
		.menu = menu_make(page),
		.years = years_of(page),
		.may_find = (page->permissions & (PERMISSION_UNIT_READ | PERMISSION_SCHEME_READ)) != 0,
		.person = str_from(page->session.display_name),
		.role = strongest_role(page),
		.csrf = page_csrf(page),
		.other_language = chinese ? "en" : "zh",
		.back = return_path(page),
		.demonstration = page->demonstration,
		.business_day = page->session.account_id ? page_day(page, page->today) : STR_EMPTY,
		.flash = take_flash(page),
		.sealed = sealed_text(page),
		.content = content,
	};
}

int page_render(struct page *page, struct str title, struct html_slot content, struct error *err)
{
	struct html html = { &page->http->out, page->language };
	struct layout_view view = layout_fill(page, title, content);

	buf_clear(&page->http->out);
	page->http->response_type = "text/html; charset=utf-8";
	template_layout(&html, &view);
	if (buf_failed(&page->http->out))
		return error_broken(err, ERR_MEMORY, "page too large");
	return 0;
}
