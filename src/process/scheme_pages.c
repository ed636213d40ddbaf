/*
 * scheme_pages.c - the adopted schemes, and one of them: what is scored, how it becomes a total and
 * a grade, what follows, and the file as it was adopted.
 */
#include "messages_plan_points.h"
#include "process/scheme.h"

#include "messages_common.h"
#include "messages_scheme_try.h"
#include "messages_web.h"
#include "process/scheme_view.h"
#include "statements_scheme_pages.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

static const struct field_choice subjects[] = {
	{ "unit", MESSAGE_SCHEME_PAGE_UNITS },
	{ "person", MESSAGE_SCHEME_PAGE_PERSONS },
	{ NULL, MESSAGE_NONE },
};

static enum message subject_word(struct str stored)
{
	return list_page_word(subjects, stored);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "title", .label = MESSAGE_SCHEME_PAGE_TITLE, .sort = "title",
	  .link = link_scheme, .link_column = "id" },
	{ .column = "title_en", .label = MESSAGE_SCHEME_PAGE_TITLE, .sort = "title_en",
	  .link = link_scheme, .link_column = "id" },
	{ .column = "code", .label = MESSAGE_SCHEME_PAGE_CODE, .flags = COLUMN_WIDE,
	  .sort = "code" },
	{ .column = "version", .label = MESSAGE_SCHEME_PAGE_VERSION_NUMBER,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER, .sort = "version" },
	{ .column = "subject", .label = MESSAGE_SCHEME_PAGE_SUBJECT, .word = subject_word },
	{ .column = "from_year", .label = MESSAGE_SCHEME_PAGE_FROM_YEAR,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER, .sort = "from_year" },
	{ .column = "to_year", .label = MESSAGE_SCHEME_PAGE_TO_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "adopted_day", .label = MESSAGE_SCHEME_PAGE_ADOPTED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "adopted_day" },
	{ 0 },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_SCHEME_TRY_MENU, "/schemes/try", PERMISSION_SCHEME_ADOPT },
	{ 0 },
};

static const struct list_page schemes = {
	.listing = LISTING_SCHEME_PAGES,
	.about = MESSAGE_SCHEME_PAGE_ABOUT,
	.columns = columns,
	.actions = actions,
	.sort = "from_year",
	.descending = true,
	.file_name = "schemes.csv",
};

/* People see the title of their language; a program both. */
static int show_schemes(struct page *page, struct error *err)
{
	const char *other = page->language == LANGUAGE_EN ? "title" : "title_en";
	struct list_page_column shown[ARRAY_LENGTH(columns)];
	struct list_page list = schemes;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		if (!columns[i].column || page->format == PAGE_JSON ||
		    strcmp(columns[i].column, other) != 0)
			shown[count++] = columns[i];
	list.columns = shown;
	return list_page_show(page, &list,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

/* One scheme --------------------------------------------------------------------------------- */

static struct str title_of(const struct page *page, const struct scheme_text *text)
{
	return page->language == LANGUAGE_ZH ? text->zh : text->en;
}

static struct str short_text(struct page *page, struct decimal value)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_str(page->arena, str_from(decimal_format_short(value, text)));
}

/* The kinds or levels to which an indicator applies. */
static struct str classes_of(struct page *page, const struct scheme *scheme,
			     const struct scheme_indicator *indicator)
{
	struct str text = STR_EMPTY;

	if (!indicator->class_count)
		return str_from(page_text(page, MESSAGE_LIST_ALL));
	for (size_t i = 0; i < indicator->class_count; i++) {
		struct str name =
			title_of(page, &scheme->classes[indicator->classes[i]].title);

		text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text),
				    text.length ? " · " : "", STR_ARG(name));
	}
	return text;
}

static void indicator_row(struct page *page, const struct scheme *scheme,
			  const struct scheme_indicator *indicator, struct table_view *table)
{
	table_row(table);
	table_cell(table, indicator->code);
	table_heading(table, title_of(page, &indicator->title), (struct safe_url){ STR_EMPTY });
	table_cell(table, indicator->article);
	table_cell(table, classes_of(page, scheme, indicator));
	table_cell(table, indicator->source == SCHEME_PLAN
				  ? str_from(page_text(page, MESSAGE_PLAN_POINTS_SCORER))
				  : title_of(page, &indicator->scorer));
	table_cell(table, short_text(page, indicator->maximum));
}

static void fill_indicators(struct page *page, const struct scheme *scheme,
			    struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_PAGE_INDICATORS), "");
	table_column(table, page_text(page, MESSAGE_COMMON_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_INDICATOR), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_ARTICLE),
		     COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_APPLIES), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_DERIVATION_PAGE_SCORER), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_MAXIMUM), COLUMN_NUMBER);
	for (size_t i = 0; i < scheme->indicator_count; i++)
		indicator_row(page, scheme, &scheme->indicators[i], table);
}

static void fill_grades(struct page *page, const struct scheme *scheme, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_PAGE_GRADES), "");
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_GRADE), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_FROM), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_QUOTA), COLUMN_NUMBER);
	for (size_t i = 0; i < scheme->grade_count; i++) {
		const struct scheme_grade *grade = &scheme->grades[i];
		struct str quota = short_text(page, grade->quota);
		struct table_cell *cell;

		table_row(table);
		cell = table_heading(table, title_of(page, &grade->title),
				     (struct safe_url){ STR_EMPTY });
		if ((int)i == scheme->veto_grade)
			cell->note = str_from(page_text(page, MESSAGE_SCHEME_PAGE_VETO_GRADE));
		table_cell(table, short_text(page, grade->from));
		table_cell(table, grade->has_quota
					  ? arena_format(page->arena, "≤ %.*s%%", STR_ARG(quota))
					  : STR_EMPTY);
	}
}

static void fill_triggers(struct page *page, const struct scheme *scheme,
			  struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_DERIVATION_PAGE_TRIGGERS),
		   page_text(page, MESSAGE_SCHEME_PAGE_NO_TRIGGERS));
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_TRIGGER), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_ARTICLE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_YEARS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_DAYS), COLUMN_NUMBER);
	for (size_t i = 0; i < scheme->trigger_count; i++) {
		const struct scheme_trigger *trigger = &scheme->triggers[i];

		table_row(table);
		table_heading(table, title_of(page, &trigger->title),
			      (struct safe_url){ STR_EMPTY })
			->note = trigger->mechanism;
		table_cell(table, trigger->article);
		table_cell(table, arena_format(page->arena, "%d", trigger->years));
		table_cell(table, arena_format(page->arena, "%d", trigger->days_in_post));
	}
}

static struct str formula_of(struct page *page, const struct scheme *scheme)
{
	struct message_value values[] = {
		{ "full", short_text(page, scheme->full_marks) },
		{ "cap", short_text(page, scheme->bonus_cap) },
		{ "places", arena_format(page->arena, "%d", scheme->places) },
		{ "smallest", arena_format(page->arena, "%d", scheme->smallest_group) },
	};

	return page_message(page, MESSAGE_SCHEME_PAGE_FORMULA, values, 4);
}

static struct str period_of(struct page *page, const struct scheme *scheme)
{
	struct message_value values[] = {
		{ "from", arena_format(page->arena, "%d", scheme->from_year) },
		{ "to", arena_format(page->arena, "%d", scheme->to_year) },
	};

	if (scheme->to_year == SCHEME_NO_YEAR)
		return page_message(page, MESSAGE_SCHEME_PAGE_FROM_ON, values, 1);
	return page_message(page, MESSAGE_SCHEME_PAGE_FROM_TO, values, 2);
}

static void fill_view(struct page *page, const struct scheme *scheme, struct scheme_view *view)
{
	view->title = title_of(page, &scheme->title);
	view->code = scheme->code;
	view->version = arena_format(page->arena, "%d", scheme->version);
	view->period = period_of(page, scheme);
	view->source = title_of(page, &scheme->source);
	view->example = scheme->example;
	view->unverified = !scheme->verified;
	view->formula = formula_of(page, scheme);
	fill_indicators(page, scheme, &view->indicators);
	fill_grades(page, scheme, &view->grades);
	fill_triggers(page, scheme, &view->triggers);
}

/* The file of an adopted scheme and the day of its adoption. */
static int read_text(struct page *page, int64_t id, struct scheme_view *view, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SCHEME_PAGES_GET,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		view->text = db_query_copy(query, 0, page->arena);
		view->adopted = page_day(page, (int32_t)db_query_int(query, 1));
	}
	db_query_close(query);
	if (rc == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such scheme.", "没有这个方案。");
	return rc < 0 ? rc : 0;
}

static int show_scheme(struct page *page, struct error *err)
{
	struct scheme_view view = { .example = false };
	struct rule_problems problems;
	struct scheme *scheme;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = read_text(page, id, &view, err);
	if (rc == 0)
		rc = scheme_parse(view.text, page->arena, &problems, &scheme, err);
	if (rc < 0)
		return rc;
	fill_view(page, scheme, &view);
	view.proof = link_proof(page, "scheme", id);
	return page_render(page, view.title, template_scheme_page_slot(&view), err);
}

const struct route scheme_routes[] = {
	{ .method = HTTP_GET, .path = "/schemes", .access = PERMISSION_SCHEME_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_SCHEMES, .show = show_schemes,
	  .list = &schemes },
	{ .method = HTTP_GET, .path = "/schemes/{id}", .access = PERMISSION_SCHEME_READ,
	  .title = MESSAGE_MENU_SCHEMES, .show = show_scheme },
	{ .path = NULL },
};
