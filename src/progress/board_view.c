/* board_view.c - see board_view.h. */
#include "progress/board_view.h"

#include <stdlib.h>

#include "messages_people.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "messages_web.h"
#include "statements_board.h"
#include "web/links.h"

int board_year(struct page *page, int *out_year, struct error *err)
{
	int64_t year = 0;
	int rc = db_get_int(page->db, STATEMENT_BOARD_YEAR,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &year, err);

	*out_year = (int)year;
	return rc;
}

int board_open(struct page *page, int year, struct board *out, bool **out_readable,
	       struct error *err)
{
	const struct board_request request = { page->jurisdiction_id, year, page->today };
	int rc = board_load(page->db, &request, page->arena, out, err);

	if (rc == 0)
		rc = board_forecast(out, page->arena, err);
	return rc < 0 ? rc : progress_readable(page, out, out_readable, err);
}

/* Order -------------------------------------------------------------------------------------------- */

const char *const board_order_names[BOARD_ORDER_COUNT] = {
	[BOARD_BY_LIGHT] = "light", [BOARD_BY_DUE] = "due",   [BOARD_BY_UNIT] = "unit",
	[BOARD_BY_ITEM] = "item",   [BOARD_BY_DONE] = "done",
};

struct ordered {
	const struct board *board;
	const struct board_row *row;
	size_t index;
	struct board_sorting sorting;
};

static int compare_days(int32_t a, int32_t b)
{
	/* No due date comes last. */
	if ((a == CIVIL_NO_DAY) != (b == CIVIL_NO_DAY))
		return a == CIVIL_NO_DAY ? 1 : -1;
	return (a > b) - (a < b);
}

static int compare_dues(const struct ordered *a, const struct ordered *b)
{
	return compare_days(a->row->points[a->row->next].dates.due,
			    b->row->points[b->row->next].dates.due);
}

static int compare_done(const struct ordered *a, const struct ordered *b)
{
	struct rational left, right;
	bool has_left = rollup_lead_value(&a->board->leads[a->index], &left);
	bool has_right = rollup_lead_value(&b->board->leads[b->index], &right);

	if (has_left != has_right)
		return has_left ? -1 : 1;
	return has_left ? rational_compare(left, right) : 0;
}

static int compare_by(const struct ordered *a, const struct ordered *b)
{
	switch (a->sorting.by) {
	case BOARD_BY_DUE:
		return compare_dues(a, b);
	case BOARD_BY_UNIT:
		return str_compare(a->row->lead->unit->code, b->row->lead->unit->code);
	case BOARD_BY_ITEM: /* rows come in the order of the plan's nodes */
		return (a->row->lead->node > b->row->lead->node) -
		       (a->row->lead->node < b->row->lead->node);
	case BOARD_BY_DONE:
		return compare_done(a, b);
	case BOARD_BY_LIGHT:
	case BOARD_ORDER_COUNT:
		break;
	}
	return (int)b->row->light.colour - (int)a->row->light.colour;
}

static int compare_rows(const void *a, const void *b)
{
	const struct ordered *left = a, *right = b;
	int by = compare_by(left, right);

	if (left->sorting.descending)
		by = -by;
	if (!by)
		by = (int)right->row->light.colour - (int)left->row->light.colour;
	if (!by)
		by = compare_dues(left, right);
	if (!by)
		by = str_compare(left->row->lead->unit->code, right->row->lead->unit->code);
	return by ? by : (left->index > right->index) - (left->index < right->index);
}

void board_sort(const struct board *board, struct board_sorting sorting, size_t *order, size_t count)
{
	struct ordered *items = memory_alloc((count + 1) * sizeof(*items));

	for (size_t i = 0; items && i < count; i++)
		items[i] = (struct ordered){ board, &board->rows[order[i]], order[i], sorting };
	if (items)
		qsort(items, count, sizeof(*items), compare_rows);
	for (size_t i = 0; items && i < count; i++)
		order[i] = items[i].index;
	memory_free(items);
}

bool board_unit_fits(const struct board *board, const struct plan_unit *unit, struct str wanted)
{
	for (size_t i = 0; i < board->tree.unit_count; i++)
		if (wanted.length && str_equal(board->tree.units[i].code, wanted))
			return unit == &board->tree.units[i];
	return !wanted.length || str_find(unit->name, wanted) >= 0 ||
	       str_find(unit->code, wanted) >= 0;
}

/* One's own ---------------------------------------------------------------------------------------- */

struct named {
	int64_t *ids;
	size_t count;
};

#define NAMED_MAXIMUM 500

static int load_named(struct page *page, struct named *out, struct error *err)
{
	struct db_query *query;
	int rc;

	out->ids = ARENA_ARRAY(page->arena, int64_t, NAMED_MAXIMUM);
	if (!out->ids)
		return error_broken(err, ERR_MEMORY, "assignments of a person");
	if (!page->rights.person_id)
		return 0;
	rc = db_query_open(page->db, STATEMENT_BOARD_NAMED,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				   db_int("person_id", page->rights.person_id)),
			   &query, err);
	if (rc < 0)
		return rc;
	while (out->count < NAMED_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out->ids[out->count++] = db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static bool has_id(const struct named *named, int64_t id)
{
	for (size_t i = 0; i < named->count; i++)
		if (named->ids[i] == id)
			return true;
	return false;
}

int board_own(struct page *page, const struct board *board, bool only_led, size_t **out_order,
	      size_t *out_count, struct error *err)
{
	const struct plan_tree *tree = &board->tree;
	size_t *order = ARENA_ARRAY(page->arena, size_t, tree->lead_count + 1), count = 0;
	bool *responds = ARENA_ARRAY(page->arena, bool, tree->unit_count + 1);
	struct named named = { .count = 0 };
	int rc = load_named(page, &named, err);

	if (rc < 0)
		return rc;
	if (!order || !responds)
		return error_broken(err, ERR_MEMORY, "%zu assignments", tree->lead_count);
	for (size_t i = 0; i < tree->unit_count; i++)
		responds[i] = page_may(page, PERMISSION_PLAN_RESPOND, tree->units[i].id, 0);
	for (size_t i = 0; i < tree->lead_count; i++) {
		const struct plan_lead *lead = &tree->leads[i];
		int64_t leader = board->rows[i].node->item.leader_id;

		bool leads = leader && leader == page->rights.person_id;
		if (leads || (!only_led && (responds[lead->unit - tree->units] ||
					    has_id(&named, lead->assignment.head.id))))
			order[count++] = i;
	}
	board_sort(board, (struct board_sorting){ BOARD_BY_LIGHT, false }, order, count);
	*out_order = order;
	*out_count = count;
	return 0;
}

/* As a table --------------------------------------------------------------------------------------- */

static void put_row(struct page *page, const struct board *board, size_t index,
		    struct table_view *table)
{
	const struct board_row *row = &board->rows[index];
	const struct board_point *next = &row->points[row->next];
	struct rollup_node node = { .counts = false };
	struct table_cell *cell;
	struct str note = STR_EMPTY;

	if (row->contested)
		note = str_from(page_text(page, MESSAGE_PROGRESS_PAGE_CONTESTED));
	else if (next->waiting)
		note = str_from(page_text(page, MESSAGE_REPORT_STATE_SUBMITTED));
	else if (next->returned)
		note = str_from(page_text(page, MESSAGE_REPORT_STATE_RETURNED));
	else if (next->forecast.late)
		note = str_from(page_text(page, MESSAGE_PROGRESS_PAGE_EXPECTED_LATE));
	node.counts = rollup_lead_value(&board->leads[index], &node.value);
	table_row(table);
	table_cell(table, row->node->item.code);
	table_heading(table, row->node->item.title,
		      link_assignment(page, row->lead->assignment.head.id));
	table_cell(table, row->lead->unit->name);
	table_cell(table, row->node->leader_name.length ? row->node->leader_name : STR("—"));
	table_cell(table, next->dates.due == CIVIL_NO_DAY ? STR("—")
							 : page_day(page, next->dates.due));
	cell = table_light(table, progress_light_class(row->light.colour),
			   progress_light_word(page, row->light.colour));
	cell->note = note;
	table_cell(table, rollup_percent(&node, page->arena));
}

int board_table(struct page *page, const struct board *board, const size_t *order, size_t count,
		struct table_view *out, struct error *err)
{
	table_init(out, page->arena, page_text(page, MESSAGE_PROGRESS_PAGE_ASSIGNMENTS),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(out, page_text(page, MESSAGE_PLAN_ITEM_CODE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_PROGRESS_PAGE_ITEM), 0);
	table_column(out, page_text(page, MESSAGE_UNIT_LABEL), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_PLAN_ITEM_LEADER_ID), COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_PROGRESS_PAGE_DUE), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_PROGRESS_PAGE_LIGHT), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_PROGRESS_PAGE_DONE_PERCENT),
		     COLUMN_NUMBER | COLUMN_WIDE);
	for (size_t i = 0; i < count; i++)
		put_row(page, board, order[i], out);
	return table_check(out, err);
}
