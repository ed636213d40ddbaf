/* workbench_plan.c - see workbench_plan.h. */
#include "web/workbench_plan.h"

#include <stdlib.h>

#include "messages_people.h"
#include "messages_progress.h"
#include "messages_workbench_plan.h"
#include "progress/board_view.h"
#include "progress/matrix.h"
#include "progress/report_pages.h"
#include "web/links.h"

#define SHOWN 8

static struct safe_url list_url(struct page *page, int year, const char *name, const char *value)
{
	struct safe_url url = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year);

	return safe_url_with(page->arena, url, name, str_from(value));
}

/* A row per light with its number, which is that of the list behind it. */
static int light_table(struct page *page, const int64_t *counts, struct safe_url list,
		       struct table_view *table, struct error *err)
{
	static const enum light_colour shown[] = { LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_GREY,
						   LIGHT_DONE, LIGHT_UNKNOWN };

	table_init(table, page->arena, page_text(page, MESSAGE_PROGRESS_PAGE_LIGHT), "");
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_LIGHT), 0);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_COUNT), COLUMN_NUMBER);
	for (size_t i = 0; i < ARRAY_LENGTH(shown); i++) {
		if (!counts[shown[i]])
			continue;
		table_row(table);
		table_light(table, progress_light_class(shown[i]),
			    progress_light_word(page, shown[i]));
		table_link(table, page_number(page, counts[shown[i]]),
			   safe_url_with(page->arena, list, "light",
					 str_from(light_colours[shown[i]].name)));
	}
	return table_check(table, err);
}

static int count_lights(struct page *page, const struct board *board, const bool *readable,
			struct workbench_view *view, struct error *err)
{
	int64_t counts[LIGHT_COLOUR_COUNT] = { 0 };

	for (size_t i = 0; i < board->tree.lead_count; i++)
		if (readable[i])
			counts[board->rows[i].light.colour]++;
	int rc = light_table(page, counts,
			     safe_url_format(page->arena, "/plans/%d/assignments",
					     board->tree.plan.year),
			     &view->lights, err);
	view->has_lights = view->lights.rows.count > 0;
	return rc;
}

/* A leader's own field: the items that they are in charge of. */
static int fill_field(struct page *page, const struct board *board, struct workbench_view *view,
		      struct error *err)
{
	const struct rollup_scope scope = { .leader_id = page->rights.person_id };
	struct rollup_node *nodes = ARENA_ARRAY(page->arena, struct rollup_node, board->tree.count + 1);
	struct rollup_node body = { .counts = false };
	int64_t counts[LIGHT_COLOUR_COUNT] = { 0 }, year = board->tree.plan.year;
	char id[ID_TEXT_BYTES];
	size_t *order, count;
	int rc = board_own(page, board, true, &order, &count, err);

	if (rc < 0 || !count)
		return rc;
	if (!nodes)
		return error_broken(err, ERR_MEMORY, "a roll-up");
	rc = rollup_compute(&board->tree, board->leads, scope, nodes, &body, err);
	for (size_t i = 0; i < count; i++)
		counts[board->rows[order[i]].light.colour]++;
	view->has_field = true;
	view->field_count = page_number(page, (int64_t)count);
	view->field_percent = rollup_percent(&body, page->arena);
	view->url_field = list_url(page, (int)year, "own", "led");
	view->url_field_progress = safe_url_with(
		page->arena, link_progress(page, year, 0, 0), "leader",
		arena_str(page->arena, str_from(id_format(scope.leader_id, id))));
	return rc < 0 ? rc : light_table(page, counts, view->url_field, &view->field, err);
}

/* Who is stuck ------------------------------------------------------------------------------------- */

struct stuck {
	const struct matrix_row *row;
	size_t late;
};

static int compare_stuck(const void *a, const void *b)
{
	const struct stuck *left = a, *right = b;

	if (left->late != right->late)
		return left->late > right->late ? -1 : 1;
	return str_compare(left->row->unit->code, right->row->unit->code);
}

static size_t find_stuck(const struct matrix *matrix, struct stuck *out)
{
	size_t count = 0;

	for (size_t i = 0; i < matrix->count; i++) {
		struct stuck one = { &matrix->rows[i], 0 };

		for (size_t j = 0; j < one.row->count; j++)
			one.late += matrix->board->rows[one.row->leads[j]].light.colour == LIGHT_RED;
		if (one.late)
			out[count++] = one;
	}
	qsort(out, count, sizeof(*out), compare_stuck);
	return count;
}

static int fill_stuck(struct page *page, const struct board *board, const bool *readable,
		      struct workbench_view *view, struct error *err)
{
	int year = (int)board->tree.plan.year;
	struct table_view *table = &view->stuck;
	struct stuck *found = ARENA_ARRAY(page->arena, struct stuck, board->tree.unit_count + 1);
	struct matrix matrix;
	int rc = found ? matrix_build(board, readable, page->arena, &matrix, err)
		       : error_broken(err, ERR_MEMORY, "units");

	if (rc < 0)
		return rc;
	size_t count = find_stuck(&matrix, found);
	view->has_stuck = count > 0;
	view->stuck_count = page_number(page, (int64_t)count);
	view->url_stuck = safe_url_with(page->arena,
					safe_url_format(page->arena, "/plans/%d/units", (int64_t)year),
					"light", str_from(light_colours[LIGHT_RED].name));
	table_init(table, page->arena, page_text(page, MESSAGE_WORKBENCH_PLAN_STUCK), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_WORKBENCH_PLAN_LATE_ITEMS), COLUMN_NUMBER);
	for (size_t i = 0; i < count && i < SHOWN; i++) {
		const struct plan_unit *unit = found[i].row->unit;

		table_row(table);
		table_heading(table, unit->name, link_unit(page, unit->id));
		table_link(table, page_number(page, (int64_t)found[i].late),
			   safe_url_with(page->arena, list_url(page, year, "light", "red"), "unit",
					 unit->code));
	}
	return table_check(table, err);
}

static int fill_mine(struct page *page, const struct board *board, struct workbench_view *view,
		     struct error *err)
{
	size_t *order, count;
	int rc = board_own(page, board, false, &order, &count, err);

	if (rc < 0 || !count)
		return rc;
	view->has_mine = true;
	view->mine_count = page_number(page, (int64_t)count);
	view->url_mine = list_url(page, (int)board->tree.plan.year, "own", "1");
	return board_table(page, board, order, count > SHOWN ? SHOWN : count, &view->mine, err);
}

static int fill_waiting(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = 0;

	if (page->permissions & PERMISSION_PLAN_REVIEW)
		rc = report_waiting(page, SHOWN, &view->reviews, &count, err);
	view->has_reviews = count > 0;
	view->reviews_count = page_number(page, count);
	count = 0;
	if (rc == 0 && page->permissions & PERMISSION_PLAN_MANAGE)
		rc = due_request_waiting(page, SHOWN, &view->due_requests, &count, err);
	view->has_due_requests = count > 0;
	view->due_requests_count = page_number(page, count);
	return rc;
}

int workbench_plan(struct page *page, struct workbench_view *view, struct error *err)
{
	struct board board;
	bool *readable;
	int year = 0, rc = board_year(page, &year, err);

	if (rc < 0 || !year)
		return rc;
	rc = board_open(page, year, &board, &readable, err);
	if (rc == 0)
		rc = fill_mine(page, &board, view, err);
	if (rc == 0)
		rc = fill_field(page, &board, view, err);
	if (rc == 0 && page->permissions & (PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_REVIEW))
		rc = fill_stuck(page, &board, readable, view, err);
	if (rc == 0)
		rc = count_lights(page, &board, readable, view, err);
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	view->plan_title = page_message(page, MESSAGE_PROGRESS_PAGE_ASSIGNMENTS_OF, &value, 1);
	view->url_plan = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year);
	return rc < 0 ? rc : fill_waiting(page, view, err);
}
