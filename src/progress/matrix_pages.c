/*
 * matrix_pages.c - the matrix of units: across the plan's areas, or across the items below one node.
 *
 * `below` chooses the columns: empty for the areas, the code of a node for the items below it, "all" for
 * every item. Only assignments that the asker may read are in it, and in the percentages; an item of which
 * they may read none has no column.
 */
#include "export/csv.h"
#include "messages_matrix.h"
#include "messages_people.h"
#include "messages_progress.h"
#include "progress/board_view.h"
#include "progress/matrix.h"
#include "progress/matrix_view.h"
#include "templates_progress.h"
#include "web/route.h"

#define UNITS 50
#define ITEMS 100 /* columns of one page */

/* Columns of one page. */
struct part {
	size_t first, count;
};

struct matrix_page {
	struct board board;
	struct matrix matrix;
	int64_t year;
	bool dense;	   /* columns are items */
	struct str below;  /* "", a code, "all" */
	struct str unit;   /* a unit's code, part of a name or code of units; empty: all */
	struct str light;  /* units whose worst light it is; empty: all */
	size_t *columns;   /* node indexes */
	size_t column_count;
	bool *shown;	   /* by node: something of it may be read */
};

/* Columns ------------------------------------------------------------------------------------------ */

static void find_shown(struct matrix_page *it, const bool *readable)
{
	const struct plan_tree *tree = &it->board.tree;

	for (size_t i = 0; i < tree->lead_count; i++)
		for (size_t node = tree->leads[i].node; readable[i] && node != PLAN_NO_NODE;
		     node = tree->nodes[node].parent)
			it->shown[node] = true;
}

static void choose_areas(struct matrix_page *it)
{
	const struct plan_tree *tree = &it->board.tree;

	for (size_t i = 0; i < tree->count; i = tree->nodes[i].end)
		it->columns[it->column_count++] = i;
}

static void choose_items(struct matrix_page *it, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (it->board.tree.nodes[i].item.kind == PLAN_ITEM && it->shown[i])
			it->columns[it->column_count++] = i;
}

static int choose_columns(struct matrix_page *it, struct error *err)
{
	const struct plan_tree *tree = &it->board.tree;

	it->dense = it->below.length > 0;
	if (!it->dense)
		choose_areas(it);
	else if (str_equal(it->below, STR("all")))
		choose_items(it, 0, tree->count);
	for (size_t i = 0; it->dense && !it->column_count && i < tree->count; i++)
		if (str_equal(tree->nodes[i].item.code, it->below) && it->shown[i])
			choose_items(it, i, tree->nodes[i].end);
	if (it->dense && !it->column_count)
		return error_set(err, ERR_NOT_FOUND, "The plan has no such item.",
				 "计划中没有这一事项。");
	return 0;
}

static struct matrix_cell cell_of(const struct matrix_page *it, const struct matrix_row *row,
				  size_t column)
{
	size_t node = it->columns[column];

	return matrix_cell(row, &it->board, node, it->board.tree.nodes[node].end);
}

static struct matrix_cell whole_of(const struct matrix_page *it, const struct matrix_row *row)
{
	return matrix_cell(row, &it->board, 0, it->board.tree.count);
}

static void filter_units(struct matrix_page *it)
{
	size_t kept = 0;

	for (size_t i = 0; i < it->matrix.count; i++) {
		const struct plan_unit *unit = it->matrix.rows[i].unit;

		struct str light = str_from(light_colours[whole_of(it, &it->matrix.rows[i]).colour].name);
		if (board_unit_fits(&it->board, unit, it->unit) &&
		    (!it->light.length || str_equal(light, it->light)))
			it->matrix.rows[kept++] = it->matrix.rows[i];
	}
	it->matrix.count = kept;
}

static int open_page(struct page *page, struct matrix_page *it, struct error *err)
{
	bool *readable;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = board_open(page, year, &it->board, &readable, err);
	if (rc == 0)
		rc = matrix_build(&it->board, readable, page->arena, &it->matrix, err);
	if (rc < 0)
		return rc;
	it->year = year;
	it->below = str_trim(form_value(page->query, "below"));
	it->unit = str_trim(form_value(page->query, "unit"));
	it->light = form_value(page->query, "light");
	it->columns = ARENA_ARRAY(page->arena, size_t, it->board.tree.count + 1);
	it->shown = ARENA_ARRAY(page->arena, bool, it->board.tree.count + 1);
	if (!it->columns || !it->shown)
		return error_broken(err, ERR_MEMORY, "columns");
	find_shown(it, readable);
	filter_units(it);
	return choose_columns(it, err);
}

/* The page ----------------------------------------------------------------------------------------- */

static struct safe_url self_url(struct page *page, const struct matrix_page *it, const char *format)
{
	struct safe_url url = safe_url_format(page->arena, format, it->year);

	if (it->dense)
		url = safe_url_with(page->arena, url, "below", it->below);
	if (it->light.length)
		url = safe_url_with(page->arena, url, "light", it->light);
	return it->unit.length ? safe_url_with(page->arena, url, "unit", it->unit) : url;
}

/* The items below a node, or the areas, keeping the filter of units. */
static struct safe_url below_url(struct page *page, const struct matrix_page *it, struct str below)
{
	struct matrix_page other = *it;

	other.below = below;
	other.dense = below.length > 0;
	return self_url(page, &other, "/plans/%d/units");
}

/* Percentages of single items: only of a unit's own part, as the roll-up of one assignment. */
static struct str item_percent(struct page *page, const struct matrix_page *it, size_t lead)
{
	struct rollup_node node = { .counts = false };

	node.counts = rollup_lead_value(&it->matrix.values[lead], &node.value);
	return rollup_percent(&node, page->arena);
}

static void put_cell(struct page *page, const struct matrix_page *it, const struct matrix_row *row,
		     size_t column, struct matrix_view_cell *out)
{
	struct matrix_cell cell = cell_of(it, row, column);
	size_t node = it->columns[column];

	if (!cell.count)
		return;
	out->any = true;
	out->light = progress_light_class(cell.colour);
	out->word = progress_light_word(page, cell.colour);
	if (it->dense) {
		out->spoken = arena_format(page->arena, "%.*s %.*s", STR_ARG(out->word),
					   STR_ARG(item_percent(page, it, cell.worst)));
		out->url = link_assignment(page,
					   it->board.tree.leads[cell.worst].assignment.head.id);
		return;
	}
	out->percent = rollup_percent(&it->matrix.nodes[node], page->arena);
	struct matrix_page own = *it;
	own.unit = row->unit->code;
	out->url = below_url(page, &own, it->board.tree.nodes[node].item.code);
}

static int put_line(struct page *page, struct matrix_page *it, const struct matrix_row *row,
		    struct part columns, struct matrix_view_line *out, struct error *err)
{
	struct matrix_cell whole = whole_of(it, row);
	struct rollup_node body;
	int rc = matrix_values(&it->matrix, row, &body, err);

	if (rc < 0)
		return rc;
	*out = (struct matrix_view_line){
		.name = row->unit->name,
		.url = safe_url_with(page->arena,
				     safe_url_format(page->arena, "/plans/%d/assignments", it->year),
				     "unit", row->unit->code),
		.light = progress_light_class(whole.colour),
		.word = progress_light_word(page, whole.colour),
		.percent = rollup_percent(&body, page->arena),
		.percent_url = link_progress(page, it->year, row->unit->id, 0),
		.cells = { ARENA_ARRAY(page->arena, struct matrix_view_cell, columns.count + 1),
			   columns.count },
	};
	if (!out->cells.items)
		return error_broken(err, ERR_MEMORY, "%zu cells", columns.count);
	for (size_t i = 0; i < columns.count; i++)
		put_cell(page, it, row, columns.first + i, &out->cells.items[i]);
	return 0;
}

static int put_columns(struct page *page, const struct matrix_page *it, struct part part,
		       struct matrix_view *view, struct error *err)
{
	view->columns.items = ARENA_ARRAY(page->arena, struct matrix_view_column, part.count + 1);
	if (!view->columns.items)
		return error_broken(err, ERR_MEMORY, "%zu columns", part.count);
	view->columns.count = part.count;
	for (size_t i = 0; i < part.count; i++) {
		const struct plan_item *item = &it->board.tree.nodes[it->columns[part.first + i]].item;

		view->columns.items[i] = (struct matrix_view_column){
			item->code, item->title,
			it->dense ? link_progress_item(page, it->year, item->item_id)
				  : below_url(page, it, item->code),
		};
	}
	return 0;
}

static void put_choice(struct page *page, const struct matrix_page *it, struct str label,
		       struct str below, struct matrix_view *view)
{
	view->choices.items[view->choices.count++] = (struct matrix_view_choice){
		label, below_url(page, it, below), str_equal(below, it->below),
	};
}

static int put_choices(struct page *page, const struct matrix_page *it, struct matrix_view *view,
		       struct error *err)
{
	const struct plan_tree *tree = &it->board.tree;
	size_t count = 2;

	for (size_t i = 0; i < tree->count; i = tree->nodes[i].end)
		count++;
	view->choices.items = ARENA_ARRAY(page->arena, struct matrix_view_choice, count);
	if (!view->choices.items)
		return error_broken(err, ERR_MEMORY, "%zu areas", count);
	put_choice(page, it, str_from(page_text(page, MESSAGE_MATRIX_AREAS)), STR_EMPTY, view);
	for (size_t i = 0; i < tree->count; i = tree->nodes[i].end) {
		const struct plan_item *item = &tree->nodes[i].item;

		if (it->shown[i])
			put_choice(page, it,
				   arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
						STR_ARG(item->title)),
				   item->code, view);
	}
	put_choice(page, it, str_from(page_text(page, MESSAGE_MATRIX_ALL_ITEMS)), STR("all"), view);
	return 0;
}

static size_t at_most(size_t count, size_t limit)
{
	return count < limit ? count : limit;
}

static int put_lines(struct page *page, struct matrix_page *it, struct matrix_view *view,
		     struct error *err)
{
	size_t first = progress_place(page, "from", it->matrix.count);
	size_t count = at_most(it->matrix.count - first, UNITS);
	size_t column = it->dense ? progress_place(page, "column", it->column_count) : 0;
	struct part columns = { column, at_most(it->column_count - column, ITEMS) };
	struct safe_url self = self_url(page, it, "/plans/%d/units");
	int rc = put_columns(page, it, columns, view, err);

	view->lines.items = ARENA_ARRAY(page->arena, struct matrix_view_line, count + 1);
	if (!view->lines.items)
		return error_broken(err, ERR_MEMORY, "%zu units", count);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = put_line(page, it, &it->matrix.rows[first + i], columns,
			      &view->lines.items[view->lines.count++], err);
	if (first)
		view->first = self;
	if (first + count < it->matrix.count)
		view->next = progress_place_url(page, self, "from", first + count);
	/* Columns turn while the rows stay, and the other way round from the first again. */
	if (column)
		view->columns_first = first ? progress_place_url(page, self, "from", first) : self;
	if (column + columns.count < it->column_count)
		view->columns_next = progress_place_url(
			page, first ? progress_place_url(page, self, "from", first) : self, "column",
			column + columns.count);
	return rc;
}

static int put_lights(struct page *page, const struct matrix_page *it, struct matrix_view *view,
		      struct error *err)
{
	view->lights.items = ARENA_ARRAY(page->arena, struct matrix_view_light, LIGHT_COLOUR_COUNT);
	if (!view->lights.items)
		return error_broken(err, ERR_MEMORY, "lights");
	for (int i = LIGHT_COLOUR_COUNT - 1; i >= 0; i--) {
		struct str name = str_from(light_colours[i].name);

		view->lights.items[view->lights.count++] = (struct matrix_view_light){
			name, progress_light_word(page, (enum light_colour)i),
			str_equal(name, it->light),
		};
	}
	return 0;
}

static int render(struct page *page, struct matrix_page *it, struct error *err)
{
	struct message_value value = { "year",
				       arena_format(page->arena, "%lld", (long long)it->year) };
	struct matrix_view view = {
		.title = page_message(page, MESSAGE_PROGRESS_PAGE_MATRIX_OF, &value, 1),
		.about = str_from(page_text(page, it->dense ? MESSAGE_MATRIX_ABOUT_ITEMS
							    : MESSAGE_PROGRESS_PAGE_MATRIX_ABOUT)),
		.year = value.text,
		.dense = it->dense,
		.unit = it->unit,
		.below = it->below,
		.filtered = it->unit.length || it->light.length,
		.self = safe_url_format(page->arena, "/plans/%d/units", it->year),
		.total = page_number(page, (int64_t)it->matrix.count),
		.columns_total = page_number(page, (int64_t)it->column_count),
		.csv = self_url(page, it, "/plans/%d/units.csv"),
		.xlsx = self_url(page, it, "/plans/%d/units.xlsx"),
		.json = self_url(page, it, "/plans/%d/units.json"),
		.list = safe_url_format(page->arena, "/plans/%d/assignments", it->year),
		.whole = link_progress(page, it->year, 0, 0),
	};
	struct matrix_page all_units = *it;
	int rc = put_choices(page, it, &view, err);

	if (rc == 0)
		rc = put_lights(page, it, &view, err);
	all_units.unit = all_units.light = STR_EMPTY;
	view.unfiltered = self_url(page, &all_units, "/plans/%d/units");
	if (rc == 0)
		rc = put_lines(page, it, &view, err);
	if (rc < 0)
		return rc;
	return page_render(page, view.title, template_matrix_page_slot(&view), err);
}

/* Files -------------------------------------------------------------------------------------------- */

static void csv_row(struct page *page, const struct matrix_page *it, const struct matrix_row *row,
		    const struct rollup_node *body, struct csv_writer *csv)
{
	csv_write_cell(csv, row->unit->code);
	csv_write_cell(csv, row->unit->name);
	csv_write_cell(csv, str_from(light_colours[whole_of(it, row).colour].name));
	csv_write_number(csv, rollup_percent(body, page->arena));
	for (size_t i = 0; i < it->column_count; i++) {
		struct matrix_cell cell = cell_of(it, row, i);

		if (!it->dense)
			csv_write_number(csv, rollup_percent(&it->matrix.nodes[it->columns[i]],
							     page->arena));
		else
			csv_write_cell(csv, cell.count ? str_from(light_colours[cell.colour].name)
						       : STR_EMPTY);
	}
	csv_write_row_end(csv);
}

static int write_csv(struct page *page, struct matrix_page *it, struct error *err)
{
	struct csv_writer csv;
	int rc = page_begin_table(page, "units", &csv, err);

	if (rc < 0)
		return rc;
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_PROGRESS_PAGE_UNIT_CODE)));
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_UNIT_LABEL)));
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_PROGRESS_PAGE_LIGHT)));
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_PROGRESS_PAGE_DONE_PERCENT)));
	for (size_t i = 0; i < it->column_count; i++) {
		const struct plan_item *item = &it->board.tree.nodes[it->columns[i]].item;

		csv_write_cell(&csv, arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
						  STR_ARG(item->title)));
	}
	csv_write_row_end(&csv);
	for (size_t i = 0; rc == 0 && i < it->matrix.count; i++) {
		struct rollup_node body;

		rc = matrix_values(&it->matrix, &it->matrix.rows[i], &body, err);
		if (rc == 0)
			csv_row(page, it, &it->matrix.rows[i], &body, &csv);
	}
	return page_end_table(page, &csv, rc, err);
}

static void json_cells(struct page *page, const struct matrix_page *it, const struct matrix_row *row,
		       struct json *json)
{
	for (size_t i = 0; i < it->column_count; i++) {
		struct matrix_cell cell = cell_of(it, row, i);
		size_t node = it->columns[i];

		if (!cell.count)
			continue;
		json_object_begin(json);
		json_name(json, "item"), json_str(json, it->board.tree.nodes[node].item.code);
		json_name(json, "light"), json_text(json, light_colours[cell.colour].name);
		json_name(json, "percent");
		json_str(json, it->dense ? item_percent(page, it, cell.worst)
					 : rollup_percent(&it->matrix.nodes[node], page->arena));
		if (it->dense) {
			json_name(json, "assignment");
			json_id(json, it->board.tree.leads[cell.worst].assignment.head.id);
		}
		json_object_end(json);
	}
}

static int write_json(struct page *page, struct matrix_page *it, struct error *err)
{
	struct json json;
	int rc = 0;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "rows"), json_array_begin(&json);
	for (size_t i = 0; rc == 0 && i < it->matrix.count; i++) {
		const struct matrix_row *row = &it->matrix.rows[i];
		struct rollup_node body = { .counts = false };

		rc = matrix_values(&it->matrix, row, &body, err);
		json_object_begin(&json);
		json_name(&json, "unit"), json_str(&json, row->unit->code);
		json_name(&json, "name"), json_str(&json, row->unit->name);
		json_name(&json, "light");
		json_text(&json, light_colours[whole_of(it, row).colour].name);
		json_name(&json, "percent"), json_str(&json, rollup_percent(&body, page->arena));
		json_name(&json, "cells"), json_array_begin(&json);
		json_cells(page, it, row, &json);
		json_array_end(&json);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	return rc;
}

static int show_matrix(struct page *page, struct error *err)
{
	struct matrix_page it = { .dense = false };
	int rc = open_page(page, &it, err);

	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return write_csv(page, &it, err);
	if (page->format == PAGE_JSON)
		return write_json(page, &it, err);
	return render(page, &it, err);
}

const struct route matrix_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/units", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_PROGRESS_PAGE_MATRIX,
	  .show = show_matrix },
	{ .path = NULL },
};
