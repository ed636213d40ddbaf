/*
 * scoring_table_pages.c - a group's marks as a table that is filled by keyboard, and one subject alone
 * (mechanisms P6, A3).
 *
 * The table is a form: without JavaScript one button saves the page. static/scoring.js saves each
 * cell as it is left, through the cell's own address (scoring_cell_pages.c), and shows what others
 * enter meanwhile. Both write through score_change(): nobody overwrites what they have not seen.
 */
#include "export/csv.h"
#include "ledger/ledger.h"
#include "messages_scoring.h"
#include "messages_web.h"
#include "process/scoring_sheet_view.h"
#include "templates_process.h"
#include "web/asset.h"
#include "web/links.h"
#include "web/route.h"

#define ROWS_SHOWN 50
#define CELLS_SHOWN 1800 /* two fields each: below FORM_MAXIMUM_FIELDS */

/* The table ----------------------------------------------------------------------------------- */

static size_t rows_of_a_page(const struct scoring_sheet *sheet)
{
	size_t indicators = sheet->year->scheme->indicator_count;
	size_t rows = CELLS_SHOWN / (indicators ? indicators : 1);

	return rows < 1 ? 1 : rows < ROWS_SHOWN ? rows : ROWS_SHOWN;
}

/* With ?missing=1 only subjects that lack something. */
static void keep_missing(struct scoring_sheet *sheet)
{
	size_t kept = 0;

	for (size_t i = 0; i < sheet->count; i++)
		if (appraisal_result(sheet->year->appraisal, sheet->members[i])->missing)
			sheet->members[kept++] = sheet->members[i];
	sheet->count = kept;
}

static int fill_row(struct page *page, const struct scoring_sheet *sheet, int member,
		    struct scoring_row *out, struct error *err)
{
	const struct appraised_subject *subject = &sheet->year->subjects[member];
	const struct appraisal_result *result = appraisal_result(sheet->year->appraisal, member);
	struct message_value missing = { "count", page_number(page, result->missing) };
	size_t count = sheet->year->scheme->indicator_count;
	char id[ID_TEXT_BYTES];

	*out = (struct scoring_row){
		.id = arena_format(page->arena, "s-%s", id_format(subject->id, id)),
		.name = subject->name,
		.code = subject->code,
		.url = scoring_subject_url(page, &sheet->desk, subject->id),
		.cells = { ARENA_ARRAY(page->arena, struct scoring_cell_view, count + 1), count },
	};
	if (!out->cells.items)
		return error_broken(err, ERR_MEMORY, "scoring row");
	if (result->missing)
		out->missing = page_message(page, MESSAGE_SCORING_MISSING_SHORT, &missing, 1);
	for (size_t i = 0; i < count; i++)
		scoring_sheet_cell(page, sheet, member, (int)i, &out->cells.items[i]);
	return 0;
}

/* This page of the table with another start or filter. */
static struct safe_url table_at(struct page *page, const struct scoring_sheet *sheet, size_t from,
				bool only_missing)
{
	struct safe_url url = scoring_table_url(page, &sheet->desk);

	if (only_missing)
		url = safe_url_with(page->arena, url, "missing", STR("1"));
	if (from)
		url = safe_url_with(page->arena, url, "from",
				    arena_format(page->arena, "%zu", from + 1));
	return url;
}

static void fill_pager(struct page *page, const struct scoring_sheet *sheet, size_t first,
		       struct scoring_view *view)
{
	size_t step = rows_of_a_page(sheet), end = first + step;
	struct message_value values[] = {
		{ "first", page_number(page, (int64_t)first + 1) },
		{ "last", page_number(page, (int64_t)(end < sheet->count ? end : sheet->count)) },
		{ "count", page_number(page, (int64_t)sheet->count) },
	};

	if (sheet->count > step)
		view->shown = page_message(page, MESSAGE_RANKING_SHOWN, values, 3);
	if (first)
		view->previous = table_at(page, sheet, first - (first < step ? first : step),
					  view->only_missing);
	if (end < sheet->count)
		view->next = table_at(page, sheet, end, view->only_missing);
	view->action = table_at(page, sheet, first, view->only_missing);
	view->url_missing = table_at(page, sheet, 0, true);
	view->url_all = table_at(page, sheet, 0, false);
}

static void fill_addresses(struct page *page, const struct scoring_sheet *sheet,
			   struct scoring_view *view)
{
	struct str base = sheet->desk.base;

	view->self = (struct safe_url){ arena_format(page->arena, "%.*s/scores", STR_ARG(base)) };
	view->csv = (struct safe_url){ arena_format(page->arena, "%.*s/scores.csv",
						    STR_ARG(base)) };
	view->xlsx = (struct safe_url){ arena_format(page->arena, "%.*s/scores.xlsx",
						     STR_ARG(base)) };
	view->json = (struct safe_url){ arena_format(page->arena, "%.*s/scores.json",
						     STR_ARG(base)) };
	view->changes = (struct safe_url){ arena_format(page->arena, "%.*s/score-changes",
							STR_ARG(base)) };
	view->hash = "#";
	view->script = asset_url(page->arena, "/static/scoring.js");
}

static int fill_cursor(struct page *page, struct scoring_view *view, struct error *err)
{
	struct hash root;
	uint64_t size;
	int rc = ledger_head(page->db, page->jurisdiction_id, &size, &root, err);

	view->cursor = rc == 0 ? (int64_t)size : 0;
	return rc;
}

static int render_table(struct page *page, struct scoring_sheet *sheet, struct error *err)
{
	struct scoring_view view = { .only_missing = form_has(page->query, "missing") };
	size_t step = rows_of_a_page(sheet), first = 0;
	int64_t from;
	int rc = scoring_sheet_fill(page, sheet, &view, err);

	if (rc == 0)
		rc = fill_cursor(page, &view, err);
	if (view.only_missing)
		keep_missing(sheet);
	if (str_parse_int(form_value(page->query, "from"), 1, (int64_t)sheet->count, &from))
		first = ((size_t)from - 1) / step * step;
	view.rows.items = ARENA_ARRAY(page->arena, struct scoring_row, step);
	if (rc == 0 && !view.rows.items)
		rc = error_broken(err, ERR_MEMORY, "scoring rows");
	for (size_t i = first; rc == 0 && i < sheet->count && i < first + step; i++)
		rc = fill_row(page, sheet, sheet->members[i],
			      &view.rows.items[view.rows.count++], err);
	if (rc < 0)
		return rc;
	fill_pager(page, sheet, first, &view);
	fill_addresses(page, sheet, &view);
	return page_render(page, view.title, template_scoring_table_slot(&view), err);
}

/* Files --------------------------------------------------------------------------------------- */

static struct str cell_csv(struct page *page, const struct appraisal_line *line)
{
	struct decimal rounded;
	char text[DECIMAL_TEXT_BYTES];

	if (line->state == CELL_OTHER_CLASS)
		return STR("-");
	if (line->state == CELL_NOT_APPLICABLE)
		return STR("n/a");
	if (line->state != CELL_SCORED ||
	    !rational_round(line->average, DECIMAL_PLACES, &rounded))
		return STR_EMPTY;
	return arena_str(page->arena, str_from(decimal_format_short(rounded, text)));
}

static int table_csv(struct page *page, const struct scoring_sheet *sheet, struct error *err)
{
	const struct scheme *scheme = sheet->year->scheme;
	struct csv_writer csv;
	int rc = page_begin_table(page, "scores", &csv, err);

	if (rc < 0)
		return rc;
	csv_write_cell(&csv, STR("code"));
	csv_write_cell(&csv, STR("name"));
	for (size_t i = 0; i < scheme->indicator_count; i++)
		csv_write_cell(&csv, scheme->indicators[i].code);
	csv_write_cell(&csv, STR("missing"));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < sheet->count; i++) {
		int member = sheet->members[i];
		const struct appraisal_result *result =
			appraisal_result(sheet->year->appraisal, member);
		csv_write_cell(&csv, sheet->year->subjects[member].code);
		csv_write_cell(&csv, sheet->year->subjects[member].name);
		for (size_t k = 0; k < scheme->indicator_count; k++)
			csv_write_number(&csv, cell_csv(page, &result->lines[k]));
		csv_write_number(&csv, page_number(page, result->missing));
		csv_write_row_end(&csv);
	}
	return page_end_table(page, &csv, 0, err);
}

static void subject_json(struct page *page, const struct scoring_sheet *sheet, int member,
			 struct json *json)
{
	const struct appraised_subject *subject = &sheet->year->subjects[member];
	const struct scheme *scheme = sheet->year->scheme;
	const struct appraisal_result *result = appraisal_result(sheet->year->appraisal, member);

	json_object_begin(json);
	json_name(json, "id");
	json_id(json, subject->id);
	json_name(json, "code");
	json_str(json, subject->code);
	json_name(json, "name");
	json_str(json, subject->name);
	json_name(json, "missing");
	json_int(json, result->missing);
	json_name(json, "cells");
	json_array_begin(json);
	for (size_t i = 0; i < scheme->indicator_count; i++) {
		struct scoring_cell cell = { subject->id, scheme->indicators[i].code };
		scoring_cell_json(page, &sheet->desk, &cell, &result->lines[i], json);
	}
	json_array_end(json);
	json_object_end(json);
}

static int table_json(struct page *page, const struct scoring_sheet *sheet, struct error *err)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year");
	json_int(&json, sheet->desk.place.year);
	json_name(&json, "group");
	json_str(&json, sheet->desk.group_name);
	json_name(&json, "scheme");
	json_str(&json, sheet->year->scheme->code);
	json_name(&json, "version");
	json_int(&json, sheet->year->scheme->version);
	json_name(&json, "missing");
	json_int(&json, sheet->missing);
	json_name(&json, "subjects");
	json_array_begin(&json);
	for (size_t i = 0; i < sheet->count; i++)
		subject_json(page, sheet, sheet->members[i], &json);
	json_array_end(&json);
	json_object_end(&json);
	return buf_failed(&page->http->out) ? error_broken(err, ERR_MEMORY, "scores.json") : 0;
}

static int show_table(struct page *page, struct error *err)
{
	struct scoring_sheet sheet = { .count = 0 };
	int rc = scoring_sheet_load(page, &sheet, err);

	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return table_csv(page, &sheet, err);
	if (page->format == PAGE_JSON)
		return table_json(page, &sheet, err);
	return render_table(page, &sheet, err);
}

/* One subject --------------------------------------------------------------------------------- */

static int position_of(struct page *page, const struct scoring_sheet *sheet, size_t *out,
		       struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 2, &id, err);

	for (size_t i = 0; rc == 0 && i < sheet->count; i++)
		if (sheet->year->subjects[sheet->members[i]].id == id) {
			*out = i;
			return 0;
		}
	return rc < 0 ? rc
		      : error_set(err, ERR_NOT_FOUND, "There is nobody here whom you may score.",
				  "这里没有您可以评分的对象。");
}

/* Apart: points in one box, why it is not applicable in another. */
static void split_cell(struct scoring_cell_view *cell)
{
	struct str reason;

	if (score_is_not_applicable(cell->value, &reason)) {
		cell->reason = reason;
		cell->value = STR_EMPTY;
	}
}

static void fill_cells(struct page *page, const struct scoring_sheet *sheet, int member,
		       struct scoring_view *view)
{
	size_t kept = 0;

	for (size_t i = 0; i < view->columns.count; i++) {
		struct scoring_column *column = &view->columns.items[kept];
		*column = view->columns.items[i];
		scoring_sheet_cell(page, sheet, member, (int)i, &column->cell);
		split_cell(&column->cell);
		if (column->cell.enterable)
			kept++;
	}
	view->columns.count = kept;
}

static struct safe_url neighbour(struct page *page, const struct scoring_sheet *sheet,
				 ptrdiff_t at)
{
	if (at < 0 || (size_t)at >= sheet->count)
		return (struct safe_url){ STR_EMPTY };
	return scoring_subject_url(page, &sheet->desk,
				   sheet->year->subjects[sheet->members[at]].id);
}

static int render_subject(struct page *page, const struct scoring_sheet *sheet, size_t at,
			  struct error *err)
{
	struct scoring_view view = { .cursor = 0 };
	const struct appraised_subject *subject = &sheet->year->subjects[sheet->members[at]];
	struct message_value position[] = {
		{ "number", page_number(page, (int64_t)at + 1) },
		{ "count", page_number(page, (int64_t)sheet->count) },
	};
	int rc = scoring_sheet_fill(page, sheet, &view, err);

	if (rc < 0)
		return rc;
	fill_cells(page, sheet, sheet->members[at], &view);
	view.subject_name = subject->name;
	view.subject_code = subject->code;
	view.position = page_message(page, MESSAGE_SCORING_POSITION, position, 2);
	view.previous_subject = neighbour(page, sheet, (ptrdiff_t)at - 1);
	view.next_subject = neighbour(page, sheet, (ptrdiff_t)at + 1);
	view.has_next = view.next_subject.text.length > 0;
	view.action = scoring_subject_url(page, &sheet->desk, subject->id);
	view.self = (struct safe_url){ page->http->path };
	return page_render(page,
			   arena_format(page->arena, "%.*s · %.*s", STR_ARG(subject->name),
					STR_ARG(view.title)),
			   template_scoring_subject_slot(&view), err);
}

static int show_subject(struct page *page, struct error *err)
{
	struct scoring_sheet sheet = { .count = 0 };
	size_t at = 0;
	int rc = scoring_sheet_load(page, &sheet, err);

	if (rc == 0)
		rc = position_of(page, &sheet, &at, err);
	if (rc < 0)
		return rc;
	/* Behind "save and on to the next one". */
	if (str_equal(form_value(page->query, "go"), STR("next")) && at + 1 < sheet.count) {
		page_redirect(page, neighbour(page, &sheet, (ptrdiff_t)at + 1));
		return 0;
	}
	return render_subject(page, &sheet, at, err);
}

/* Saving -------------------------------------------------------------------------------------- */

static int save(struct page *page, struct act *act, struct scoring_desk *desk, struct error *err)
{
	size_t changed = 0;
	int rc = scoring_desk_read(page, act->db, desk, err);

	if (rc == 0)
		rc = scoring_save(page, act, desk, &changed, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(act->arena, "%d · %.*s · %zu", desk->place.year,
				    STR_ARG(desk->group_name), changed);
	page_flash(page, changed ? MESSAGE_FLASH_SCORES_SAVED : MESSAGE_FLASH_SCORES_SAME);
	return 0;
}

static int act_table(struct page *page, struct act *act, struct error *err)
{
	struct scoring_desk desk;
	int rc = save(page, act, &desk, err);
	struct safe_url url;

	if (rc < 0)
		return rc;
	url = scoring_table_url(page, &desk);
	if (form_has(page->query, "missing"))
		url = safe_url_with(page->arena, url, "missing", STR("1"));
	if (form_has(page->query, "from"))
		url = safe_url_with(page->arena, url, "from", form_value(page->query, "from"));
	page_redirect(page, url);
	return 0;
}

static int act_subject(struct page *page, struct act *act, struct error *err)
{
	struct scoring_desk desk;
	struct scoring_subject subject;
	int rc = save(page, act, &desk, err);
	struct safe_url url;

	if (rc == 0)
		rc = scoring_desk_subject(page, act->db, &desk, &subject, err);
	if (rc < 0)
		return rc;
	url = scoring_subject_url(page, &desk, subject.id);
	if (form_has(page->form, "next"))
		url = safe_url_with(page->arena, url, "go", STR("next"));
	page_redirect(page, url);
	return 0;
}

static const struct view_field subject_fields[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "code", .type = VIEW_TEXT },
	{ .name = "name", .type = VIEW_TEXT },
	{ .name = "missing", .type = VIEW_INTEGER },
	{ .name = "cells", .type = VIEW_ARRAY, .items = scoring_cell_fields },
	{ .name = NULL },
};

/* What table_json() writes. */
static const struct view_field table_fields[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "group", .type = VIEW_TEXT },
	{ .name = "scheme", .type = VIEW_TEXT },
	{ .name = "version", .type = VIEW_INTEGER },
	{ .name = "missing", .type = VIEW_INTEGER },
	{ .name = "subjects", .type = VIEW_ARRAY, .items = subject_fields },
	{ .name = NULL },
};

#define TABLE_ROUTES(base)                                                                         \
	{ .method = HTTP_GET, .path = base "/scores", .access = PERMISSION_SCORE_WRITE,            \
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_SCORING_TABLE,            \
	  .show = show_table, .view = table_fields },                                              \
	{ .method = HTTP_POST, .path = base "/scores", .access = PERMISSION_SCORE_WRITE,           \
	  .title = MESSAGE_SCORING_TABLE, .show = show_table, .act = act_table,                    \
	  .act_kind = "score.save" },                                                              \
	{ .method = HTTP_GET, .path = base "/scores/{subject}", .access = PERMISSION_SCORE_WRITE,  \
	  .title = MESSAGE_SCORING_TABLE, .show = show_subject },                                  \
	{ .method = HTTP_POST, .path = base "/scores/{subject}",                                   \
	  .access = PERMISSION_SCORE_WRITE, .title = MESSAGE_SCORING_TABLE, .show = show_subject,  \
	  .act = act_subject, .act_kind = "score.save" }

const struct route scoring_table_routes[] = {
	TABLE_ROUTES("/years/{year}/groups/{group}"),
	TABLE_ROUTES("/years/{year}/levels/{group}"),
	{ .path = NULL },
};
