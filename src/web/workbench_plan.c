/* workbench_plan.c - see workbench_plan.h. */
#include "web/workbench_plan.h"

#include "messages_progress.h"
#include "progress/board_view.h"
#include "progress/report_pages.h"

#define SHOWN 8

static struct safe_url list_url(struct page *page, int year, const char *name, const char *value)
{
	struct safe_url url = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year);

	return safe_url_with(page->arena, url, name, str_from(value));
}

static int count_lights(struct page *page, const struct board *board, const bool *readable,
			struct workbench_view *view, struct error *err)
{
	static const enum light_colour shown[] = { LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_GREY,
						   LIGHT_DONE, LIGHT_UNKNOWN };
	int64_t counts[LIGHT_COLOUR_COUNT] = { 0 };
	struct table_view *table = &view->lights;

	for (size_t i = 0; i < board->tree.lead_count; i++)
		if (readable[i])
			counts[board->rows[i].light.colour]++;
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
			   list_url(page, (int)board->tree.plan.year, "light",
				    light_colours[shown[i]].name));
	}
	view->has_lights = table->rows.count > 0;
	return table_check(table, err);
}

static int fill_mine(struct page *page, const struct board *board, struct workbench_view *view,
		     struct error *err)
{
	size_t *order, count;
	int rc = board_own(page, board, &order, &count, err);

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
		rc = count_lights(page, &board, readable, view, err);
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	view->plan_title = page_message(page, MESSAGE_PROGRESS_PAGE_ASSIGNMENTS_OF, &value, 1);
	view->url_plan = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year);
	return rc < 0 ? rc : fill_waiting(page, view, err);
}
