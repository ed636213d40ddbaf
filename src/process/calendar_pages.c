/*
 * calendar_pages.c - the working-day calendars that are loaded, one year at a glance, and loading a
 * further year: upload or paste the file, check, adopt.
 */
#include "process/calendar_year.h"

#include "messages_calendar.h"
#include "process/calendar_view.h"
#include "statements_calendar_year.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/routes.h"

/* All years ----------------------------------------------------------------------------------- */

static struct str verified_text(struct page *page, struct str stored)
{
	bool verified = str_equal(stored, STR("1"));

	return str_from(page_text(page, verified ? MESSAGE_CALENDAR_IS_VERIFIED
						 : MESSAGE_CALENDAR_NOT_VERIFIED));
}

static const struct list_page_column columns[] = {
	{ .column = "year", .label = MESSAGE_CALENDAR_YEAR, .format = LIST_PAGE_INTEGER,
	  .sort = "year", .link = link_calendar, .link_column = "year" },
	{ .column = "title", .label = MESSAGE_CALENDAR_TITLE },
	{ .column = "days_off", .label = MESSAGE_CALENDAR_DAYS_OFF, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ .column = "days_made_up", .label = MESSAGE_CALENDAR_DAYS_MADE_UP,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "verified", .label = MESSAGE_CALENDAR_VERIFIED, .flags = COLUMN_WIDE,
	  .text = verified_text },
	{ .column = "version", .label = MESSAGE_CALENDAR_VERSION, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "adopted_day", .label = MESSAGE_CALENDAR_ADOPTED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_CALENDAR_LOAD, "/calendars/new", PERMISSION_SCHEME_ADOPT },
	{ .url = NULL },
};

static int show_calendars(struct page *page, struct error *err)
{
	struct list_page_column shown[ARRAY_LENGTH(columns)];
	const struct list_page calendars = {
		.listing = LISTING_CALENDAR_YEAR,
		.about = MESSAGE_CALENDAR_ABOUT,
		.columns = shown,
		.actions = actions,
		.sort = "year",
		.descending = true,
		.file_name = "calendars.csv",
	};

	memcpy(shown, columns, sizeof(columns));
	if (page->language == LANGUAGE_EN)
		shown[1].column = "title_en";
	return list_page_show(page, &calendars, DB_NO_ARGS, err);
}

/* One year ------------------------------------------------------------------------------------ */

static int fill_notices(struct page *page, const struct calendar *calendar,
			struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_CALENDAR_NOTICES), "");
	table_column(table, page_text(page, MESSAGE_CALENDAR_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_CALENDAR_NUMBER), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_CALENDAR_ADDRESS), COLUMN_WIDE);
	for (size_t i = 0; i < calendar->notice_count; i++) {
		const struct calendar_notice *notice = &calendar->notices[i];

		table_row(table);
		table_heading(table, page->language == LANGUAGE_ZH ? notice->zh : notice->en,
			      (struct safe_url){ STR_EMPTY });
		table_cell(table, notice->number.length ? notice->number : STR("—"));
		table_cell(table, notice->url);
	}
	return table_check(table, err);
}

static int show_calendar(struct page *page, struct error *err)
{
	struct calendar_page_view view = { 0 };
	struct workday_calendar loaded;
	struct calendar *calendar = NULL;
	struct calendar_year record;
	int rc = page_parameter_year(page, 0, &view.year, err);

	if (rc == 0)
		rc = calendar_get(page->db, view.year, page->arena, &record, &calendar, err);
	if (rc == 0)
		rc = calendar_load(page->db, view.year - 1, view.year + 1, page->arena, &loaded,
				   err);
	if (rc == 0)
		rc = fill_notices(page, calendar, &view.notices, err);
	if (rc == 0)
		rc = calendar_fill_holidays(page, calendar, &view.holidays, err);
	if (rc == 0)
		rc = calendar_fill_months(page, view.year, &loaded, &view.months, &view.open, err);
	if (rc < 0)
		return rc;
	struct message_value year = { "year", arena_format(page->arena, "%d", view.year) };

	view.version = page_number(page, record.version);
	view.adopted = page_day(page, record.adopted_day);
	view.unverified = !record.verified;
	return page_render(page, page_message(page, MESSAGE_CALENDAR_OF_YEAR, &year, 1),
			   template_calendar_page_slot(&view), err);
}

/* Loading a year ------------------------------------------------------------------------------ */

/* What a check or a refused adoption found: page->state. */
struct calendar_state {
	struct rule_problems problems;
	struct calendar *calendar; /* NULL when there are problems */
};

static const struct form_label labels[] = {
	{ "file", MESSAGE_CALENDAR_FILE },
	{ NULL, MESSAGE_NONE },
};

/* The uploaded file, else the text box. */
static int read_text(struct page *page, struct str *out, struct error *err)
{
	const struct form_field *file = form_find(page->form, "file");
	struct str text = form_value(page->form, "text");

	if (file && file->is_file && file->value.length)
		text = file->value;
	if (!text.length)
		return error_invalid(err, "file", "", "a file, or its text", "文件或其内容");
	if (text.length > CALENDAR_FILE_BYTES)
		return error_invalid(err, "file", "", "at most 64 KiB", "不超过 64 KiB");
	*out = text;
	return 0;
}

static int fill_problems(struct page *page, const struct rule_problems *problems,
			 struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_CALENDAR_PROBLEMS), "");
	table_column(table, page_text(page, MESSAGE_CALENDAR_LINE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_CALENDAR_PROBLEM), 0);
	for (size_t i = 0; i < problems->count; i++) {
		const struct rule_problem *problem = &problems->items[i];

		table_row(table);
		table_cell(table, page_number(page, problem->place.line));
		table_cell(table, page->language == LANGUAGE_ZH ? problem->zh : problem->en);
	}
	return table_check(table, err);
}

static int fill_checked(struct page *page, const struct calendar *calendar,
			struct calendar_new_view *view, struct error *err)
{
	struct calendar_figures figures = calendar_figures(calendar);
	struct message_value values[] = {
		{ "year", arena_format(page->arena, "%d", calendar->days.year) },
		{ "off", page_number(page, figures.off) },
		{ "made_up", page_number(page, figures.made_up) },
	};

	view->fine = true;
	view->verdict = page_message(page, MESSAGE_CALENDAR_FINE, values, 3);
	return calendar_fill_holidays(page, calendar, &view->holidays, err);
}

static int show_new(struct page *page, struct error *err)
{
	const struct calendar_state *state = page->state;
	struct calendar_new_view view = { .csrf = page_csrf(page) };
	struct error unread;
	int rc = 0;

	if (read_text(page, &view.text, &unread) < 0 || !utf8_is_valid(view.text))
		view.text = STR_EMPTY;
	if (state && state->calendar)
		rc = fill_checked(page, state->calendar, &view, err);
	if (rc == 0 && state && state->problems.count)
		rc = fill_problems(page, &state->problems, &view.problems, err);
	else
		view.error = form_error_text(page, labels);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_CALENDAR_LOAD)),
			   template_calendar_new_slot(&view), err);
}

static int prepare_check(struct page *page, struct error *err)
{
	struct calendar_state *state = ARENA_NEW(page->arena, struct calendar_state);
	struct str text;
	int rc = read_text(page, &text, err);

	if (rc < 0)
		return rc;
	if (!state)
		return error_broken(err, ERR_MEMORY, "calendar");
	page->state = state;
	rc = calendar_parse(text, page->arena, &state->problems, &state->calendar, err);
	return rc < 0 ? rc : show_new(page, err);
}

static int act_adopt(struct page *page, struct act *act, struct error *err)
{
	struct calendar_state *state = ARENA_NEW(page->arena, struct calendar_state);
	struct calendar_year year;
	struct str text;
	int rc = read_text(page, &text, err);

	if (rc < 0)
		return rc;
	if (!state)
		return error_broken(err, ERR_MEMORY, "calendar");
	page->state = state;
	rc = calendar_adopt(act, text, &state->problems, &year, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%lld v%lld", (long long)year.year,
				    (long long)year.version);
	page_flash(page, MESSAGE_FLASH_CALENDAR_ADOPTED);
	page_redirect(page, link_calendar(page, year.year));
	return 0;
}

const struct route calendar_routes[] = {
	{ .method = HTTP_GET, .path = "/calendars", .access = PERMISSION_SCHEME_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_CALENDARS,
	  .show = show_calendars },
	{ .method = HTTP_GET, .path = "/calendars/new", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_CALENDAR_LOAD, .show = show_new },
	{ .method = HTTP_POST, .path = "/calendars/check", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_CALENDAR_LOAD, .show = show_new, .prepare = prepare_check },
	{ .method = HTTP_POST, .path = "/calendars", .access = PERMISSION_SCHEME_ADOPT,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_CALENDAR_LOAD, .show = show_new,
	  .act = act_adopt, .act_kind = "calendar.adopt" },
	{ .method = HTTP_GET, .path = "/calendars/{year}", .access = PERMISSION_SCHEME_READ,
	  .title = MESSAGE_MENU_CALENDARS, .show = show_calendar },
	{ .path = NULL },
};
