/*
 * examination_list_pages.c - the year's examinations: everybody's own, those that wait for their superior,
 * and for the office how many stand where. The counts are those of the lists behind them: one condition says
 * who may see what (examination_pages.sql).
 */
#include "examination/examination_view.h"
#include "messages_common.h"
#include "messages_examination.h"
#include "messages_web.h"
#include "process/scheme_version.h"
#include "statements_examination_pages.h"
#include "templates_examination.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"
#include "web/scope.h"
#include "web/view_field.h"

#define READERS (PERMISSION_EXAMINATION_MANAGE | PERMISSION_SCORE_WRITE | PERMISSION_PROPOSAL_DECIDE)
#define LEVELS_MAXIMUM 16
#define WAITING_SHOWN  8

static struct db_args args_of(struct page *page)
{
	struct db_arg *me = ARENA_ARRAY(page->arena, struct db_arg, 1);

	if (!me)
		return DB_NO_ARGS;
	me[0] = db_int("me", page->rights.person_id ? page->rights.person_id : -1);
	return scope_args(page, READERS, (struct db_args){ me, 1 });
}

/* The list ------------------------------------------------------------------------------------- */

static enum message state_word(struct str stored)
{
	return list_page_word(examination_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", examination_states);
	return 0;
}

static struct safe_url link_by_id(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/examinations/%I", id);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW, .sort = "year" },
	{ .column = "person_name", .label = MESSAGE_EXAMINATION_PERSON_ID, .sort = "person_code",
	  .link = link_by_id, .link_column = "id" },
	{ .column = "person_code", .label = MESSAGE_COMMON_CODE, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "person_code" },
	{ .column = "unit_name", .label = MESSAGE_EXAMINATION_UNIT_ID, .flags = COLUMN_WIDE,
	  .sort = "unit_code" },
	{ .column = "level", .label = MESSAGE_EXAMINATION_LEVEL, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "level" },
	{ .column = "superior_name", .label = MESSAGE_EXAMINATION_SUPERIOR_ID, .flags = COLUMN_WIDE },
	{ .column = "state", .label = MESSAGE_EXAMINATION_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ .column = "findings", .label = MESSAGE_FINDING_TITLE, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "stated_day", .label = MESSAGE_EXAMINATION_STATED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "stated_day" },
	{ .column = "assessed_day", .label = MESSAGE_EXAMINATION_ASSESSED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "assessed_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_COMMON_YEAR, NULL },
	{ { "person", "person_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_EXAMINATION_PERSON_ID, NULL },
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_EXAMINATION_STATE, state_options },
	{ { "level", "level", LIST_EQUAL, DB_TEXT }, MESSAGE_NONE, NULL },
	{ { "superior", "superior_code", LIST_EQUAL, DB_TEXT }, MESSAGE_NONE, NULL },
	{ { "findings", "findings", LIST_AT_LEAST, DB_INTEGER }, MESSAGE_NONE, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page examinations = {
	.listing = LISTING_EXAMINATION_PAGES,
	.about = MESSAGE_EXAMINATION_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "year",
	.descending = true,
	.file_name = "examinations.csv",
};

static int show_list(struct page *page, struct error *err)
{
	return list_page_show(page, &examinations, args_of(page), err);
}

/* By the record's identifier, as lists and programs have it. */
static int show_by_id(struct page *page, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct examination_rights rights;
	struct examination it;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(page->db, &examination_record, key, page->arena, &it, err);
	if (rc == 0)
		rc = examination_rights_find(page, page->db, &it, &rights, err);
	if (rc < 0)
		return rc;
	page_redirect(page, link_examination(page, it.year, it.person_id));
	return 0;
}

/* The overview --------------------------------------------------------------------------------- */

struct counted {
	struct str level;
	int64_t counts[EXAMINATION_STATE_COUNT], findings;
};

struct counts {
	struct counted items[LEVELS_MAXIMUM];
	size_t count;
};

static struct counted *counted_of(struct counts *counts, struct str level)
{
	for (size_t i = 0; i < counts->count; i++)
		if (str_equal(counts->items[i].level, level))
			return &counts->items[i];
	if (counts->count == LEVELS_MAXIMUM)
		return &counts->items[LEVELS_MAXIMUM - 1];
	counts->items[counts->count] = (struct counted){ .level = level };
	return &counts->items[counts->count++];
}

static int read_counts(struct page *page, int year, struct counts *out, struct error *err)
{
	static const struct field state_field = { .name = "state", .type = FIELD_CHOICE,
						  .choices = examination_states };
	struct db_args scope = args_of(page);
	struct db_arg *args = ARENA_ARRAY(page->arena, struct db_arg, scope.count + 1);
	struct db_query *query;
	int rc;

	if (!args)
		return error_broken(err, ERR_MEMORY, "counts");
	for (size_t i = 0; i < (size_t)scope.count; i++)
		args[i] = scope.items[i];
	args[scope.count] = db_int("year", year);
	rc = db_query_open(page->db, STATEMENT_EXAMINATION_PAGES_COUNTS,
			   (struct db_args){ args, scope.count + 1 }, &query, err);
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct counted *row = counted_of(out, db_query_copy(query, 0, page->arena));
		int state = field_choice_value(&state_field, db_query_bytes(query, 1));
		if (state >= 0)
			row->counts[state] += db_query_int(query, 2);
		row->findings += db_query_int(query, 3);
	}
	db_query_close(query);
	return rc;
}

static struct safe_url list_url(struct page *page, int year, struct str level, int state)
{
	struct safe_url url = safe_url_format(page->arena, "/examinations?year=%d", (int64_t)year);

	if (level.length)
		url = safe_url_with(page->arena, url, "level", level);
	return state < 0 ? url
			 : safe_url_with(page->arena, url, "state",
					 str_from(examination_states[state].name));
}

static struct str level_title(struct page *page, const struct scheme *scheme, struct str level)
{
	int at = scheme ? scheme_class_code_find(scheme, level) : -1;

	if (at < 0)
		return level;
	return page->language == LANGUAGE_ZH ? scheme->classes[at].title.zh
					     : scheme->classes[at].title.en;
}

static int fill_counts(struct page *page, int year, const struct counts *counts,
		       struct table_view *table, struct error *err)
{
	const struct scheme_request wanted = { page->jurisdiction_id, SCHEME_PERSON, year };
	struct scheme *scheme = NULL;
	int rc = scheme_load(page->db, &wanted, page->arena, &scheme, err);

	if (rc == -ERR_NOT_FOUND)
		error_clear(err);
	else if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_EXAMINATION_TITLE),
		   page_text(page, MESSAGE_EXAMINATION_NOT_OPENED));
	table_column(table, page_text(page, MESSAGE_EXAMINATION_LEVEL), 0);
	for (int s = 0; s < EXAMINATION_STATE_COUNT; s++)
		table_column(table, page_text(page, examination_states[s].label), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_FINDING_TITLE), COLUMN_NUMBER);
	for (size_t i = 0; i < counts->count; i++) {
		const struct counted *row = &counts->items[i];
		table_row(table);
		table_heading(table, level_title(page, scheme, row->level),
			      list_url(page, year, row->level, -1));
		for (int s = 0; s < EXAMINATION_STATE_COUNT; s++)
			table_link(table, page_number(page, row->counts[s]),
				   list_url(page, year, row->level, s));
		table_link(table, page_number(page, row->findings),
			   safe_url_with(page->arena, list_url(page, year, row->level, -1),
					 "findings", STR("1")));
	}
	return table_check(table, err);
}

static int year_json(struct page *page, int year, const struct counts *counts)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year");
	json_int(&json, year);
	json_name(&json, "levels");
	json_array_begin(&json);
	for (size_t i = 0; i < counts->count; i++) {
		json_object_begin(&json);
		json_name(&json, "level");
		json_str(&json, counts->items[i].level);
		for (int s = 0; s < EXAMINATION_STATE_COUNT; s++) {
			json_name(&json, examination_states[s].name);
			json_int(&json, counts->items[i].counts[s]);
		}
		json_name(&json, "findings");
		json_int(&json, counts->items[i].findings);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static int show_year(struct page *page, struct error *err)
{
	struct examination_year_view view = { .may_open = false };
	struct counts counts = { .count = 0 };
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = read_counts(page, year, &counts, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return year_json(page, year, &counts);
	rc = fill_counts(page, year, &counts, &view.counts, err);
	if (rc < 0)
		return rc;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	view.title = page_message(page, MESSAGE_EXAMINATION_YEAR_TITLE, &value, 1);
	view.list = list_url(page, year, STR_EMPTY, -1);
	view.json = safe_url_format(page->arena, "/years/%d/examinations.json", (int64_t)year);
	view.action = safe_url_format(page->arena, "/years/%d/examinations", (int64_t)year);
	view.csrf = page_csrf(page);
	view.error = form_error_text(page, (const struct form_label[]){ { NULL, MESSAGE_NONE } });
	view.may_open = rights_has_everywhere(&page->rights, PERMISSION_EXAMINATION_MANAGE);
	return page_render(page, view.title, template_examination_year_slot(&view), err);
}

static int act_open(struct page *page, struct act *act, struct error *err)
{
	size_t count = 0;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_EXAMINATION_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = examination_open_year(act, year, &count, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(act->arena, "%d: %zu", year, count);
	page_flash(page, count ? MESSAGE_FLASH_EXAMINATION_OPENED : MESSAGE_FLASH_EXAMINATION_ALL_OPEN);
	page_redirect(page, safe_url_format(page->arena, "/years/%d/examinations", (int64_t)year));
	return 0;
}

/* On the workbench ----------------------------------------------------------------------------- */

static void put_waiting(struct page *page, struct db_query *query, struct table_view *table)
{
	int64_t year = db_query_int(query, list_page_position(LISTING_EXAMINATION_PAGES, "year"));
	int64_t person = db_query_int(query, list_page_position(LISTING_EXAMINATION_PAGES, "person_id"));
	struct str state = db_query_bytes(query, list_page_position(LISTING_EXAMINATION_PAGES, "state"));
	bool own = person == page->rights.person_id;

	table_row(table)->class = "mark";
	table_heading(table,
		      db_query_copy(query,
				    list_page_position(LISTING_EXAMINATION_PAGES, "person_name"),
				    page->arena),
		      link_examination(page, year, person));
	table_cell(table, arena_format(page->arena, "%lld", (long long)year));
	table_light(table, "light warn",
		    str_from(page_text(page, own ? MESSAGE_EXAMINATION_STATE_YOURS : state_word(state))));
}

/* One list of examinations by a filter; those of them that wait for the asker. */
static int add_waiting(struct page *page, const struct list_filter *filter, size_t count,
		       struct table_view *out, int64_t *out_count, struct error *err)
{
	const struct list_request request = { .listing = LISTING_EXAMINATION_PAGES,
					      .args = args_of(page),
					      .filters = filter,
					      .filter_count = count,
					      .sort = "year",
					      .limit = WAITING_SHOWN };
	struct db_query *query;
	int64_t found = 0;
	int taken = 0, rc = list_count(page->db, &request, &found, err);

	*out_count += found;
	if (rc == 0)
		rc = list_open(page->db, &request, &query, err);
	if (rc < 0)
		return rc;
	while (taken++ < WAITING_SHOWN && (rc = db_query_step(query, err)) > 0)
		put_waiting(page, query, out);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

int examination_waiting(struct page *page, struct table_view *out, int64_t *out_count,
			struct error *err)
{
	const struct list_filter own[] = {
		{ "person_id", LIST_EQUAL, db_int("", page->rights.person_id) },
		{ "state", LIST_EQUAL, db_text("", STR("open")) },
	};
	const struct list_filter mine[] = {
		{ "superior_id", LIST_EQUAL, db_int("", page->rights.person_id) },
		{ "state", LIST_EQUAL, db_text("", STR("stated")) },
	};
	int rc;

	*out_count = 0;
	if (!page->rights.person_id)
		return 0;
	table_init(out, page->arena, page_text(page, MESSAGE_EXAMINATION_TITLE), "");
	table_column(out, page_text(page, MESSAGE_EXAMINATION_PERSON_ID), 0);
	table_column(out, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_EXAMINATION_STATE), COLUMN_NARROW);
	rc = add_waiting(page, own, ARRAY_LENGTH(own), out, out_count, err);
	if (rc == 0)
		rc = add_waiting(page, mine, ARRAY_LENGTH(mine), out, out_count, err);
	return rc < 0 ? rc : table_check(out, err);
}

static const struct view_field level_view[] = {
	{ .name = "level", .type = VIEW_TEXT },
	{ .name = "open", .type = VIEW_INTEGER },
	{ .name = "stated", .type = VIEW_INTEGER },
	{ .name = "assessed", .type = VIEW_INTEGER },
	{ .name = "findings", .type = VIEW_INTEGER },
	{ .name = NULL },
};

static const struct view_field year_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "levels", .type = VIEW_ARRAY, .items = level_view },
	{ .name = NULL },
};

static const struct route_input open_input[] = { { .name = NULL } };

const struct route examination_list_routes[] = {
	{ .method = HTTP_GET, .path = "/examinations", .access = PERMISSION_RESULT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_EXAMINATION_TITLE,
	  .show = show_list, .list = &examinations },
	{ .method = HTTP_GET, .path = "/examinations/{id}", .access = PERMISSION_RESULT_READ,
	  .title = MESSAGE_EXAMINATION_TITLE, .show = show_by_id },
	{ .method = HTTP_GET, .path = "/years/{year}/examinations", .access = READERS,
	  .flags = ROUTE_JSON, .title = MESSAGE_EXAMINATION_TITLE, .show = show_year,
	  .view = year_view },
	{ .method = HTTP_POST, .path = "/years/{year}/examinations",
	  .access = PERMISSION_EXAMINATION_MANAGE, .title = MESSAGE_EXAMINATION_TITLE,
	  .show = show_year, .act = act_open, .act_kind = "examination.open", .input = open_input },
	{ .path = NULL },
};
