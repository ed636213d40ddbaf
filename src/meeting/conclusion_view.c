/*
 * conclusion_view.c - conclusions with what became of them. See meeting_view.h.
 *
 * Lights are those of the plan, computed for its year and shown to whom they are shown there; whoever may not
 * read the assignment sees only whether the conclusion is open.
 */
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "plan/plan_tree.h"
#include "progress/board_view.h"

#define YEARS_MAXIMUM 4
#define REPORT_BYTES  240

/* The boards of the years that the rows come from, loaded as they are met. */
struct boards {
	struct board items[YEARS_MAXIMUM];
	bool *readable[YEARS_MAXIMUM];
	int64_t years[YEARS_MAXIMUM];
	size_t count;
};

static int board_of(struct page *page, struct boards *boards, int64_t year, size_t *out,
		    struct error *err)
{
	for (*out = 0; *out < boards->count; (*out)++)
		if (boards->years[*out] == year)
			return 0;
	if (boards->count == YEARS_MAXIMUM)
		return -ERR_NOT_FOUND;
	boards->years[boards->count] = year;
	int rc = board_open(page, (int)year, &boards->items[*out], &boards->readable[*out], err);
	boards->count += rc == 0;
	return rc;
}

/* The row of the conclusion's assignment, when there is one and the asker may read it. */
static int find_row(struct page *page, struct boards *boards, const struct conclusion_row *it,
		    const struct board_row **out, struct error *err)
{
	size_t at;
	int rc;

	*out = NULL;
	if (!it->assignment_id)
		return 0;
	rc = board_of(page, boards, it->plan_year, &at, err);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (rc < 0)
		return rc;
	const struct board_row *row = board_find(&boards->items[at], it->assignment_id);
	if (row && boards->readable[at][row - boards->items[at].rows])
		*out = row;
	return 0;
}

/* Where it stands: closed; the plan's light; else open, or late. */
static void put_state(struct page *page, const struct conclusion_row *it,
		      const struct board_row *row, struct table_view *table)
{
	const struct meeting_conclusion *conclusion = &it->conclusion;
	bool late = conclusion->due_day < page->today;

	if (conclusion->state == CONCLUSION_CLOSED) {
		table_light(table, "light done",
			    str_from(page_text(page, conclusion_states[CONCLUSION_CLOSED].label)));
	} else if (row) {
		table_light(table, progress_light_class(row->light.colour),
			    progress_light_word(page, row->light.colour));
	} else if (conclusion->item_id && it->planned && !it->item_code.length) {
		table_light(table, "light idle",
			    str_from(page_text(page, MESSAGE_MEETING_PAGE_IN_DRAFT)));
	} else {
		table_light(table, late ? "light late" : "light idle",
			    str_from(page_text(page, late ? MESSAGE_MEETING_PAGE_LATE
							  : MESSAGE_CONCLUSION_STATE_OPEN)));
	}
}

static struct str news(struct page *page, const struct conclusion_row *it, bool readable)
{
	enum message status = list_page_word(progress_statuses, it->report_status);

	if (it->conclusion.note.length)
		return it->conclusion.note;
	if (!readable || status == MESSAGE_NONE)
		return STR_EMPTY;
	return arena_format(page->arena, "%.*s · %s · %.*s",
			    STR_ARG(page_day(page, it->report_day)), page_text(page, status),
			    STR_ARG(utf8_cut(it->report_text, REPORT_BYTES)));
}

static void put_row(struct page *page, const struct conclusion_row *it, const struct board_row *row,
		    bool with_meeting, struct table_view *table)
{
	const struct meeting_conclusion *conclusion = &it->conclusion;
	struct table_cell *cell;
	struct str text;

	table_row(table);
	cell = table_heading(table,
			     arena_format(page->arena, "%lld. %.*s", (long long)conclusion->number,
					  STR_ARG(conclusion->text)),
			     link_conclusion(page, conclusion->head.id));
	if (with_meeting)
		cell->note = arena_format(page->arena, "%.*s %.*s", STR_ARG(it->meeting_title),
					  STR_ARG(page_day(page, it->meeting_day)));
	table_cell(table, it->unit_name);
	table_cell(table, page_day(page, conclusion->due_day));
	put_state(page, it, row, table);
	text = news(page, it, row != NULL);
	table_link(table, text,
		   row && text.length ? link_assignment(page, it->assignment_id)
				      : (struct safe_url){ STR_EMPTY });
}

int conclusion_table(struct page *page, const struct conclusion_rows *rows, int64_t topic_id,
		     bool with_meeting, struct table_view *out,
		     struct error *err) /* lint: which rows, and how */
{
	struct boards *boards = ARENA_NEW(page->arena, struct boards);
	const struct board_row *row;
	int rc = boards ? 0 : error_broken(err, ERR_MEMORY, "conclusions");

	if (rc < 0)
		return rc;
	boards->count = 0;
	table_init(out, page->arena, page_text(page, MESSAGE_MEETING_PAGE_CONCLUSIONS), "");
	table_column(out, page_text(page, MESSAGE_MEETING_CONCLUSION_TEXT), 0);
	table_column(out, page_text(page, MESSAGE_MEETING_CONCLUSION_UNIT_ID), 0);
	table_column(out, page_text(page, MESSAGE_MEETING_CONCLUSION_DUE_DAY), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_MEETING_CONCLUSION_STATE), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_MEETING_PAGE_NEWS), COLUMN_WIDE);
	for (size_t i = 0; rc == 0 && i < rows->count; i++) {
		if (topic_id && rows->items[i].conclusion.topic_id != topic_id)
			continue;
		rc = find_row(page, boards, &rows->items[i], &row, err);
		if (rc == 0)
			put_row(page, &rows->items[i], row, with_meeting, out);
	}
	return rc < 0 ? rc : table_check(out, err);
}

int conclusion_parents(struct page *page, struct db *db, int64_t year, const char *parameter,
		       struct list_options *out, struct error *err)
{
	struct plan_tree tree;
	struct plan plan;
	int rc;

	if (!page_may(page, PERMISSION_PLAN_MANAGE, 0, 0))
		return 0;
	rc = plan_find(db, page->jurisdiction_id, (int)year, page->arena, &plan, err);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (rc == 0 && plan.version)
		rc = plan_tree_load(db, &plan, plan.version, page->arena, &tree, err);
	if (rc < 0 || !plan.version)
		return rc;
	for (size_t i = 0; i < tree.count; i++) {
		const struct plan_item *item = &tree.nodes[i].item;
		char id[ID_TEXT_BYTES];
		struct str value;

		if (item->kind == PLAN_ITEM)
			continue;
		value = arena_str(page->arena, str_from(id_format(item->item_id, id)));
		list_option_add(page, out, parameter, value,
				arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
					     STR_ARG(item->title)));
	}
	for (size_t i = 0; i < out->count; i++)
		out->items[i].selected =
			str_equal(out->items[i].value, form_value(page->form, parameter));
	return 0;
}
