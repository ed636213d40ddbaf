/*
 * feed_pages.c - one's own calendar addresses: list, make (shown once), revoke.
 *
 * A calendar of the owner's own matters, or of one unit that they read; what it shows is decided anew
 * whenever it is read (feed_file_pages.c).
 */
#include "reminder/calendar_feed.h"

#include "base/id.h"
#include "mail/mail_settings.h"
#include "messages_common.h"
#include "messages_feed.h"
#include "people/unit.h"
#include "reminder/reminder_view.h"
#include "statements_calendar_feed.h"
#include "templates_reminder.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/route.h"

#define UNITS_MAXIMUM 1000

static const struct form_label labels[] = {
	{ "unit", MESSAGE_CALENDAR_FEED_OF },
	{ NULL, MESSAGE_NONE },
};

static struct str what_of(struct page *page, int64_t unit_id, struct str unit_name)
{
	return unit_id ? unit_name : str_from(page_text(page, MESSAGE_CALENDAR_FEED_OWN));
}

static void put_feed(struct page *page, struct db_query *query, struct table_view *table)
{
	struct str none = STR("—");
	struct safe_url revoke =
		safe_url_format(page->arena, "/account/feeds/%I/revoke", db_query_int(query, 0));

	table_row(table);
	table_heading(table,
		      what_of(page, db_query_int(query, 1), db_query_copy(query, 2, page->arena)),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 3)));
	table_cell(table, db_query_is_null(query, 4)
				  ? none
				  : page_day(page, (int32_t)db_query_int(query, 4)));
	table_button(table, str_from(page_text(page, MESSAGE_CALENDAR_FEED_REVOKE)), revoke,
		     page_csrf(page));
}

static int fill_feeds(struct page *page, struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_CALENDAR_FEED_OF_ACCOUNT,
			       DB_ARGS(db_int("account_id", page->session.account_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_CALENDAR_FEED_TITLE),
		   page_text(page, MESSAGE_CALENDAR_FEED_NONE));
	table_column(table, page_text(page, MESSAGE_CALENDAR_FEED_OF), 0);
	table_column(table, page_text(page, MESSAGE_CALENDAR_FEED_MADE_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_CALENDAR_FEED_USED_DAY),
		     COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	while ((rc = db_query_step(query, err)) > 0)
		put_feed(page, query, table);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

/* Whose assignments the asker reads; a calendar of the others would be empty. */
static bool reads_unit(struct page *page, int64_t unit_id)
{
	return page_may(page,
			PERMISSION_DERIVATION_READ | PERMISSION_PLAN_RESPOND |
				PERMISSION_PLAN_REVIEW | PERMISSION_PLAN_MANAGE,
			unit_id, 0);
}

struct choice {
	int64_t id;
	struct str label;
};

static int load_units(struct page *page, struct choice *out, size_t *count, struct error *err)
{
	int year = civil_from_day(page->today).year - 1;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_CALENDAR_FEED_UNITS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("year", year)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count < UNITS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out[(*count)++] = (struct choice){
			db_query_int(query, 0),
			arena_format(page->arena, "%.*s %.*s", STR_ARG(db_query_bytes(query, 1)),
				     STR_ARG(db_query_bytes(query, 2)))
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int fill_units(struct page *page, struct list_options *out, struct error *err)
{
	struct choice *all = ARENA_ARRAY(page->arena, struct choice, UNITS_MAXIMUM);
	size_t count = 0;
	int rc = all ? load_units(page, all, &count, err) : error_broken(err, ERR_MEMORY, "units");

	list_option_add(page, out, "unit", STR_EMPTY,
			str_from(page_text(page, MESSAGE_CALENDAR_FEED_OWN)));
	for (size_t i = 0; rc == 0 && i < count; i++) {
		char id[ID_TEXT_BYTES];

		if (reads_unit(page, all[i].id))
			list_option_add(page, out, "unit",
					arena_str(page->arena,
						  str_from(id_format(all[i].id, id))),
					all[i].label);
	}
	return rc;
}

static int show_feeds(struct page *page, struct error *err)
{
	struct feeds_view view = { .csrf = page_csrf(page),
				   .error = form_error_text(page, labels) };
	int rc = fill_feeds(page, &view.feeds, err);

	view.may_make = view.feeds.rows.count < FEEDS_MAXIMUM;
	if (rc == 0 && view.may_make)
		rc = fill_units(page, &view.units, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, page->route->title)),
				    template_feeds_slot(&view), err);
}

/* Making ------------------------------------------------------------------------------------------- */

/* How people reach this installation: as the operator says, else as this browser came. */
static struct str site_of(const struct page *page)
{
	struct str host = http_header(page->http, "Host");
	bool plain = str_starts_with(host, STR("127.0.0.1")) ||
		     str_starts_with(host, STR("localhost"));

	if (page->app->mail)
		return page->app->mail->url;
	return arena_format(page->arena, "%s://%.*s", plain ? "http" : "https", STR_ARG(host));
}

static int read_unit(struct page *page, struct act *act, struct unit *out, struct error *err)
{
	struct str text = str_trim(form_value(page->form, "unit"));
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = 0;

	if (!text.length)
		return 0;
	rc = id_parse(text, &key.id) ? record_get(act->db, &unit_record, key, page->arena, out, err)
				     : -ERR_NOT_FOUND;
	if (rc == -ERR_NOT_FOUND || (rc == 0 && !reads_unit(page, key.id)))
		return error_invalid(err, "unit", "", "a unit of the list", "列表中的单位");
	return rc;
}

static int show_made(struct page *page, const char *secret, struct str what, struct error *err)
{
	struct feed_made_view view = {
		.url = arena_format(page->arena, "%.*s/feed.ics?key=%s", STR_ARG(site_of(page)), secret),
		.what = what,
	};

	return page_render(page, str_from(page_text(page, page->route->title)),
			   template_feed_made_slot(&view), err);
}

static int act_make(struct page *page, struct act *act, struct error *err)
{
	struct unit unit = { .head = { .id = 0 } };
	char secret[FEED_SECRET_BYTES];
	int rc = read_unit(page, act, &unit, err);
	const struct calendar_feed feed = { .jurisdiction_id = page->jurisdiction_id,
					    .account_id = page->session.account_id,
					    .unit_id = unit.head.id,
					    .language = page->language,
					    .made_day = page->today };

	if (rc == 0)
		rc = calendar_feed_make(act->db, &feed, secret, err);
	if (rc < 0)
		return rc;
	return show_made(page, secret, what_of(page, unit.head.id, unit.name), err);
}

static int act_revoke(struct page *page, struct act *act, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = calendar_feed_revoke(act->db, page->session.account_id, id, err);
	if (rc < 0)
		return rc;
	page_flash(page, MESSAGE_FLASH_FEED_REVOKED);
	page_redirect(page, SAFE_URL("/account/feeds"));
	return 0;
}

const struct route feed_routes[] = {
	{ .method = HTTP_GET, .path = "/account/feeds", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_CALENDAR_FEED_TITLE, .show = show_feeds },
	{ .method = HTTP_POST, .path = "/account/feeds", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_ALWAYS_LOGGED, .title = MESSAGE_CALENDAR_FEED_TITLE, .show = show_feeds,
	  .act = act_make, .act_kind = "feed.create" },
	{ .method = HTTP_POST, .path = "/account/feeds/{id}/revoke", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_ALWAYS_LOGGED, .title = MESSAGE_CALENDAR_FEED_TITLE, .show = show_feeds,
	  .act = act_revoke, .act_kind = "feed.revoke" },
	{ .path = NULL },
};
