/*
 * board_pages.c - the list of a year's assignments with their lights, and one's own.
 *
 * Lights are computed for the whole plan and then filtered, so these lists page by position, not by
 * cursor. Only assignments that the asker may read are in them, and in the percentages.
 */
#include <stdlib.h>

#include "export/csv.h"
#include "messages_common.h"
#include "messages_people.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "messages_web.h"
#include "progress/board_view.h"
#include "templates_web.h"
#include "web/links.h"
#include "web/route.h"

#define ROWS 50

/* The list ----------------------------------------------------------------------------------------- */

static const struct field_choice situations[] = {
	{ "waiting", MESSAGE_REPORT_STATE_SUBMITTED },
	{ "returned", MESSAGE_REPORT_STATE_RETURNED },
	{ "asked", MESSAGE_PROGRESS_PAGE_ASKED },
	{ "contested", MESSAGE_PROGRESS_PAGE_CONTESTED },
	{ "expected_late", MESSAGE_PROGRESS_PAGE_EXPECTED_LATE },
	{ NULL, MESSAGE_NONE },
};

static bool in_situation(const struct board_row *row, struct str name)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct board_point *point = &row->points[i];
		bool is[] = { point->waiting, point->returned, point->asked,
			      point->facts.contested, point->forecast.late };

		for (size_t j = 0; j < ARRAY_LENGTH(is); j++)
			if (is[j] && str_equal(name, str_from(situations[j].name)))
				return true;
	}
	return false;
}

static bool has_text(struct page *page, const char *parameter, struct str a, struct str b)
{
	struct str wanted = str_trim(form_value(page->query, parameter));

	return !wanted.length || str_find(a, wanted) >= 0 || str_find(b, wanted) >= 0;
}

static bool fits(struct page *page, const struct board *board, const struct board_row *row)
{
	struct str light = form_value(page->query, "light");
	struct str situation = form_value(page->query, "state");
	const struct plan_unit *unit = row->lead->unit;

	if (light.length && !str_equal(light, str_from(light_colours[row->light.colour].name)))
		return false;
	if (situation.length && !in_situation(row, situation))
		return false;
	return board_unit_fits(board, unit, str_trim(form_value(page->query, "unit"))) &&
	       has_text(page, "item", row->node->item.title, row->node->item.code) &&
	       has_text(page, "leader", row->node->leader_name, STR_EMPTY);
}

static size_t filter_rows(struct page *page, const struct board *board, size_t *order, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (fits(page, board, &board->rows[order[i]]))
			order[kept++] = order[i];
	return kept;
}

static void row_csv(struct page *page, const struct board *board, size_t index,
		    struct csv_writer *csv)
{
	const struct board_row *row = &board->rows[index];
	const struct board_point *next = &row->points[row->next];
	struct rollup_node node = { .counts = false };
	char day[CIVIL_TEXT_BYTES];

	node.counts = rollup_lead_value(&board->leads[index], &node.value);
	csv_write_cell(csv, row->node->item.code);
	csv_write_cell(csv, row->node->item.title);
	csv_write_cell(csv, row->lead->unit->code);
	csv_write_cell(csv, row->lead->unit->name);
	csv_write_cell(csv, row->node->leader_name);
	csv_write_number(csv, str_from(civil_format(next->dates.due, day)));
	csv_write_cell(csv, str_from(light_colours[row->light.colour].name));
	csv_write_cell(csv, progress_words(page, light_explain(&board->rule, &next->dates,
								&next->facts, &board->calendar,
								page->arena)));
	csv_write_number(csv, node.counts ? rollup_percent(&node, page->arena) : STR_EMPTY);
	csv_write_number(csv, next->forecast.late ? STR("1") : STR("0"));
	csv_write_row_end(csv);
}

static int rows_csv(struct page *page, const struct board *board, const size_t *order, size_t count,
		    struct error *err)
{
	static const enum message headings[] = {
		MESSAGE_PLAN_ITEM_CODE,		MESSAGE_PROGRESS_PAGE_ITEM,
		MESSAGE_PROGRESS_PAGE_UNIT_CODE, MESSAGE_UNIT_LABEL,
		MESSAGE_PLAN_ITEM_LEADER_ID,	MESSAGE_PROGRESS_PAGE_DUE,
		MESSAGE_PROGRESS_PAGE_LIGHT,	MESSAGE_PROGRESS_PAGE_REASON,
		MESSAGE_PROGRESS_PAGE_DONE_PERCENT, MESSAGE_PROGRESS_PAGE_EXPECTED_LATE,
	};
	struct csv_writer csv;
	int rc = page_begin_table(page, "assignments", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(headings); i++)
		csv_write_cell(&csv, str_from(page_text(page, headings[i])));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < count; i++)
		row_csv(page, board, order[i], &csv);
	return page_end_table(page, &csv, 0, err);
}

static void row_json(const struct board *board, size_t index, struct json *json)
{
	const struct board_row *row = &board->rows[index];
	const struct board_point *next = &row->points[row->next];

	json_object_begin(json);
	json_name(json, "id"), json_id(json, row->lead->assignment.head.id);
	json_name(json, "item"), json_str(json, row->node->item.code);
	json_name(json, "title"), json_str(json, row->node->item.title);
	json_name(json, "unit"), json_str(json, row->lead->unit->code);
	json_name(json, "unit_name"), json_str(json, row->lead->unit->name);
	json_name(json, "leader"), json_str(json, row->node->leader_name);
	json_name(json, "due"), json_day(json, next->dates.due);
	json_name(json, "light"), json_text(json, light_colours[row->light.colour].name);
	json_name(json, "contested"), json_bool(json, row->contested);
	json_name(json, "expected_late"), json_bool(json, next->forecast.late);
	json_name(json, "checkpoints"), json_int(json, (int64_t)row->count);
	json_name(json, "counted"), json_int(json, board->leads[index].counted);
	json_name(json, "accepted"), json_decimal(json, board->leads[index].accepted, 2);
	json_object_end(json);
}

static void rows_json(struct page *page, const struct board *board, const size_t *order,
		      size_t count)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "total"), json_int(&json, (int64_t)count);
	json_name(&json, "rows"), json_array_begin(&json);
	for (size_t i = 0; i < count; i++)
		row_json(board, order[i], &json);
	json_array_end(&json);
	json_object_end(&json);
}

static struct safe_url keep(struct page *page, struct safe_url url, const char *name)
{
	struct str value = form_value(page->query, name);

	return value.length ? safe_url_with(page->arena, url, name, value) : url;
}

/* What ?sort= and ?order= ask for; the worst light first when it is nothing known. */
static struct board_sorting sorting_of(struct page *page)
{
	struct board_sorting sorting = {
		.descending = str_equal(form_value(page->query, "order"), STR("descending")),
	};

	for (int i = 0; i < BOARD_ORDER_COUNT; i++)
		if (str_equal(form_value(page->query, "sort"), str_from(board_order_names[i])))
			sorting.by = (enum board_order)i;
	return sorting;
}

static struct safe_url with_choice(struct page *page, struct safe_url url)
{
	static const char *const names[] = { "unit", "item", "leader", "light", "state", "own" };

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		url = keep(page, url, names[i]);
	return url;
}

/* A path with the filters and the order of this page. */
static struct safe_url with_filters(struct page *page, struct safe_url url)
{
	return keep(page, keep(page, with_choice(page, url), "sort"), "order");
}

/* The columns' headings sort by them: again, the other way round. */
static void put_sorting(struct page *page, struct safe_url self, struct table_view *table)
{
	static const enum board_order columns[] = {
		BOARD_ORDER_COUNT, BOARD_BY_ITEM,  BOARD_BY_UNIT, BOARD_ORDER_COUNT,
		BOARD_BY_DUE,	   BOARD_BY_LIGHT, BOARD_BY_DONE,
	};
	struct board_sorting now = sorting_of(page);

	for (size_t i = 0; i < ARRAY_LENGTH(columns) && i < table->columns.count; i++) {
		struct table_column *column = &table->columns.items[i];
		bool here = columns[i] == now.by;

		if (columns[i] == BOARD_ORDER_COUNT)
			continue;
		column->sorted = !here ? "none" : now.descending ? "descending" : "ascending";
		column->sort_url = safe_url_with(page->arena, with_choice(page, self), "sort",
						 str_from(board_order_names[columns[i]]));
		if (here && !now.descending)
			column->sort_url = safe_url_with(page->arena, column->sort_url, "order",
							 STR("descending"));
	}
}

static void put_input(struct page *page, struct list_page_inputs *out, const char *name,
		      enum message label)
{
	out->items[out->count++] = (struct list_page_input){
		.name = name, .label = str_from(page_text(page, label)),
		.value = form_value(page->query, name),
	};
}

static int put_inputs(struct page *page, struct list_page_view *view, struct error *err)
{
	struct list_page_inputs *out = &view->inputs;

	out->items = ARENA_ARRAY(page->arena, struct list_page_input, 6);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "filters");
	put_input(page, out, "unit", MESSAGE_UNIT_LABEL);
	put_input(page, out, "item", MESSAGE_PROGRESS_PAGE_ITEM);
	put_input(page, out, "leader", MESSAGE_PLAN_ITEM_LEADER_ID);
	put_input(page, out, "light", MESSAGE_PROGRESS_PAGE_LIGHT);
	list_option_choices(page, &out->items[3].options, "light", light_colours);
	put_input(page, out, "state", MESSAGE_COMMON_STATE);
	list_option_choices(page, &out->items[4].options, "state", situations);
	out->items[3].is_select = out->items[4].is_select = true;
	out->items[3].unfiltered = out->items[4].unfiltered = MESSAGE_LIST_ALL;
	put_input(page, out, "own", MESSAGE_PROGRESS_PAGE_MINE);
	out->items[5].is_hidden = true;
	for (size_t i = 0; i < out->count; i++)
		view->filtered |= out->items[i].value.length > 0;
	return 0;
}

static int put_links(struct page *page, int year, struct list_page_view *view, struct error *err)
{
	struct list_page_links *out = &view->actions;

	out->items = ARENA_ARRAY(page->arena, struct list_page_link, 4);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "links");
	if (form_has(page->query, "own"))
		out->items[out->count++] = (struct list_page_link){
			str_from(page_text(page, MESSAGE_PROGRESS_PAGE_ALL)),
			safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year),
		};
	else
		out->items[out->count++] = (struct list_page_link){
			str_from(page_text(page, MESSAGE_PROGRESS_PAGE_MINE)),
			safe_url_format(page->arena, "/plans/%d/assignments?own=1", (int64_t)year),
		};
	out->items[out->count++] = (struct list_page_link){
		str_from(page_text(page, MESSAGE_PROGRESS_PAGE_MATRIX)),
		safe_url_format(page->arena, "/plans/%d/units", (int64_t)year),
	};
	out->items[out->count++] = (struct list_page_link){
		str_from(page_text(page, MESSAGE_PROGRESS_PAGE_ROLLUP)),
		link_progress(page, year, 0, 0),
	};
	return 0;
}

static int render_rows(struct page *page, const struct board *board, const size_t *order,
		       size_t count, struct error *err)
{
	int year = (int)board->tree.plan.year;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	struct list_page_view view = {
		.title = page_message(page, MESSAGE_PROGRESS_PAGE_ASSIGNMENTS_OF, &value, 1),
		.about = str_from(page_text(page, MESSAGE_PROGRESS_PAGE_ABOUT)),
		.total = page_number(page, (int64_t)count),
		.self = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year),
		.csv = with_filters(page, safe_url_format(page->arena, "/plans/%d/assignments.csv",
							  (int64_t)year)),
		.xlsx = with_filters(page, safe_url_format(page->arena,
							   "/plans/%d/assignments.xlsx",
							   (int64_t)year)),
		.json = with_filters(page, safe_url_format(page->arena,
							   "/plans/%d/assignments.json",
							   (int64_t)year)),
	};
	size_t first = progress_place(page, "from", count);
	size_t shown = count - first > ROWS ? ROWS : count - first;
	int rc = board_table(page, board, order + first, shown, &view.table, err);

	put_sorting(page, view.self, &view.table);
	if (rc == 0)
		rc = put_inputs(page, &view, err);
	if (rc == 0)
		rc = put_links(page, year, &view, err);
	if (rc < 0)
		return rc;
	if (first)
		view.first = with_filters(page, view.self);
	if (first + shown < count)
		view.next = progress_place_url(page, with_filters(page, view.self), "from", first + shown);
	return page_render(page, view.title, template_list_page_slot(&view), err);
}

static int choose_rows(struct page *page, const struct board *board, const bool *readable,
		       size_t **out, size_t *out_count, struct error *err)
{
	struct board_sorting sorting = sorting_of(page);
	size_t count = 0;

	if (form_has(page->query, "own")) {
		bool only_led = str_equal(form_value(page->query, "own"), STR("led"));
		int rc = board_own(page, board, only_led, out, &count, err);

		*out_count = rc == 0 ? filter_rows(page, board, *out, count) : 0;
		if (rc == 0)
			board_sort(board, sorting, *out, *out_count);
		return rc;
	}
	*out = ARENA_ARRAY(page->arena, size_t, board->tree.lead_count + 1);
	if (!*out)
		return error_broken(err, ERR_MEMORY, "%zu rows", board->tree.lead_count);
	for (size_t i = 0; i < board->tree.lead_count; i++)
		if (readable[i])
			(*out)[count++] = i;
	*out_count = filter_rows(page, board, *out, count);
	board_sort(board, sorting, *out, *out_count);
	return 0;
}

static int show_assignments(struct page *page, struct error *err)
{
	struct board board;
	bool *readable;
	size_t *order, count;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = board_open(page, year, &board, &readable, err);
	if (rc == 0)
		rc = choose_rows(page, &board, readable, &order, &count, err);
	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return rows_csv(page, &board, order, count, err);
	if (page->format == PAGE_JSON) {
		rows_json(page, &board, order, count);
		return 0;
	}
	return render_rows(page, &board, order, count, err);
}

/* The newest published year's; the plans while there is none. */
static int show_newest(struct page *page, struct error *err)
{
	int year, rc = board_year(page, &year, err);

	if (rc < 0)
		return rc;
	page_redirect(page, year ? safe_url_format(page->arena, "/plans/%d/assignments",
						   (int64_t)year)
				 : SAFE_URL("/plans"));
	return 0;
}

const struct route board_routes[] = {
	{ .method = HTTP_GET, .path = "/assignments", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENTS, .show = show_newest },
	{ .method = HTTP_GET, .path = "/plans/{year}/assignments", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENTS,
	  .show = show_assignments },
	{ .path = NULL },
};
