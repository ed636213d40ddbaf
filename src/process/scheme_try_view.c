/*
 * scheme_try_view.c - problems of a draft beside their lines, and a trial as tables.
 */
#include "process/scheme_try_pages.h"

#include "messages_people.h"
#include "messages_scheme_try.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/scheme_try_output.h"
#include "web/links.h"

/* Problems -------------------------------------------------------------------------------------- */

/* Line `number` of the text, from 1. */
static struct str line_of(struct str text, int number)
{
	struct str line = STR_EMPTY;

	for (int at = 0; at < number; at++)
		line = str_split(&text, '\n');
	return utf8_is_valid(line) ? utf8_cut(line, 200) : STR("—");
}

int scheme_try_fill_problems(struct page *page, const struct rule_problems *problems, struct str source,
			     struct scheme_try_view *view, struct error *err)
{
	struct message_value count = { "count", page_number(page, (int64_t)problems->count) };
	struct table_view *table = &view->problems;

	view->has_problems = true;
	view->more_problems = problems->more;
	view->problems_title = page_message(page, MESSAGE_SCHEME_TRY_PROBLEMS, &count, 1);
	view->problems_more = page_message(page, MESSAGE_SCHEME_TRY_PROBLEMS_MORE, &count, 1);
	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_TRY_PROBLEM), "");
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_LINE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_LINE_TEXT), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_PROBLEM), 0);
	for (size_t i = 0; i < problems->count; i++) {
		const struct rule_problem *problem = &problems->items[i];
		struct message_value column = { "column", page_number(page, problem->place.column) };

		table_row(table);
		table_heading(table, page_number(page, problem->place.line),
			      (struct safe_url){ STR_EMPTY });
		table_cell(table, line_of(source, problem->place.line));
		table_cell(table, page->language == LANGUAGE_ZH ? problem->zh : problem->en)->note =
			page_message(page, MESSAGE_SCHEME_TRY_COLUMN, &column, 1);
	}
	return table_check(table, err);
}

/* Rows ------------------------------------------------------------------------------------------ */

static struct str pair(struct page *page, struct str before, struct str after)
{
	if (str_equal(before, after))
		return before.length ? before : STR("—");
	return arena_format(page->arena, "%.*s → %.*s", STR_ARG(before.length ? before : STR("—")),
			    STR_ARG(after.length ? after : STR("—")));
}

static void put_row(struct page *page, const struct scheme_try *trial,
		    const struct scheme_try_row *row, struct table_view *table)
{
	struct str cells[SCHEME_TRY_COLUMNS], difference = STR("—");
	bool last = row->after && row->after->last == LAST_PLACE;
	bool was_last = row->before && row->before->last == LAST_PLACE;
	struct safe_url url = { STR_EMPTY }; /* how the adopted scheme came to its total */

	scheme_try_cells(trial, row, page->language, true, page->arena, cells);
	if (row->has_difference)
		difference = scheme_try_signed_points(row->difference, trial->after->scheme->places,
						      page->arena);
	table_row(table)->class = last ? "mark" : "";
	if (trial->plan.draft->subject == SCHEME_UNIT)
		url = link_derivation(page, trial->after->year, row->subject->id);
	table_heading(table, row->subject->name, url)->note =
		last != was_last ? str_from(page_text(page, MESSAGE_SCHEME_TRY_LASTS)) : STR_EMPTY;
	table_cell(table, cells[2]);
	table_cell(table, pair(page, cells[3], cells[4]));
	table_cell(table, difference);
	table_cell(table, pair(page, cells[6], cells[7]))->note =
		scheme_try_signed_rank(row->rank_change, page->arena);
	table_cell(table, pair(page, cells[9], cells[10]));
}

static void fill_rows(struct page *page, const struct scheme_try *trial, size_t first,
		      struct scheme_try_view *view)
{
	struct table_view *table = &view->rows;
	size_t end = first + SCHEME_TRY_ROWS < trial->row_count ? first + SCHEME_TRY_ROWS
								: trial->row_count;
	struct message_value values[] = {
		{ "first", page_number(page, (int64_t)first + 1) },
		{ "last", page_number(page, (int64_t)end) },
		{ "count", page_number(page, (int64_t)trial->row_count) },
	};
	struct message_value rest = { "count", page_number(page, (int64_t)(trial->row_count - end)) };

	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_TRY_ROWS), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_TOTAL), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_DIFFERENCE),
		     COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_GRADE), COLUMN_NARROW);
	for (size_t i = first; i < end; i++)
		put_row(page, trial, &trial->rows[i], table);
	if (trial->row_count <= SCHEME_TRY_ROWS)
		return;
	view->shown = page_message(page, MESSAGE_SCHEME_TRY_SHOWN, values, 3);
	view->next = end < trial->row_count ? page_number(page, (int64_t)end + 1) : STR("1");
	view->next_label = end < trial->row_count
				   ? page_message(page, MESSAGE_SCHEME_TRY_NEXT_ROWS, &rest, 1)
				   : str_from(page_text(page, MESSAGE_SCHEME_TRY_FIRST_ROWS));
}

/* Groups ---------------------------------------------------------------------------------------- */

static struct str group_name(const struct page *page, const struct scheme_try *trial, int group)
{
	const struct appraised_group *found = &trial->after->groups[group];

	return page->language == LANGUAGE_EN && found->name_en.length ? found->name_en
								      : found->name;
}

static struct str subject_name(const struct page *page, const struct appraised_subject *subject)
{
	return subject ? subject->name : str_from(page_text(page, MESSAGE_SCHEME_TRY_NOBODY));
}

static void fill_lasts(struct page *page, const struct scheme_try *trial,
		       struct scheme_try_view *view)
{
	struct table_view *table = &view->lasts;

	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_TRY_LASTS), "");
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_BEFORE), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_AFTER), 0);
	for (int g = 0; g < (int)trial->after->group_count; g++) {
		size_t incomplete = appraisal_ranking(trial->after->appraisal, g)->incomplete;
		const struct appraised_subject *before = scheme_try_last_before(trial, g);
		const struct appraised_subject *after = scheme_try_last_after(trial, g);
		struct message_value count = { "count", page_number(page, (int64_t)incomplete) };
		bool same = (!before && !after) || (before && after && before->id == after->id);
		struct table_cell *cell;

		table_row(table)->class = same ? "" : "mark";
		table_heading(table, group_name(page, trial, g), (struct safe_url){ STR_EMPTY });
		table_cell(table, subject_name(page, before));
		cell = table_cell(table, subject_name(page, after));
		if (incomplete)
			cell->note = page_message(page, MESSAGE_SCHEME_TRY_INCOMPLETE, &count, 1);
	}
}

static void fill_grades(struct page *page, const struct scheme_try *trial,
			struct scheme_try_view *view)
{
	struct table_view *table = &view->grades;

	table_init(table, page->arena, page_text(page, MESSAGE_SCHEME_TRY_GRADES), "");
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_GRADE), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_BEFORE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_AFTER), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCHEME_TRY_MOVED_DOWN), COLUMN_NUMBER);
	for (size_t i = 0; i < trial->quota_count; i++) {
		const struct scheme_try_quota *quota = &trial->quotas[i];

		table_row(table);
		table_cell(table, quota->grade ? STR_EMPTY : group_name(page, trial, quota->group));
		table_cell(table,
			   derivation_grade(trial->after->scheme, quota->grade, page->language));
		table_cell(table, page_number(page, (int64_t)quota->before));
		table_cell(table, page_number(page, (int64_t)quota->after));
		table_cell(table, quota->moved_down
					  ? page_number(page, (int64_t)quota->moved_down)
					  : STR_EMPTY);
	}
}

/* Sentences ------------------------------------------------------------------------------------- */

static struct str trigger_text(struct page *page, const struct scheme_try_trigger *trigger)
{
	const struct trigger_proposal *proposal =
		trigger->after ? &trigger->after->proposal : &trigger->before->proposal;
	struct str names = scheme_try_names(proposal, page->language, page->arena);
	struct message_value values[] = {
		{ "unit", proposal->unit_name },
		{ "names", names.length ? names
					: str_from(page_text(page,
							     MESSAGE_SCHEME_TRY_UNDETERMINED)) },
	};
	enum message message = MESSAGE_SCHEME_TRY_FIRES_BOTH;

	if (!trigger->before)
		message = MESSAGE_SCHEME_TRY_FIRES_NOW;
	if (!trigger->after)
		message = MESSAGE_SCHEME_TRY_FIRES_NO_MORE;
	return page_message(page, message, values, 2);
}

static int fill_sentences(struct page *page, const struct scheme_try *trial,
			  struct scheme_try_view *view, struct error *err)
{
	const struct scheme_try_plan *plan = &trial->plan;

	view->changes.items = ARENA_ARRAY(page->arena, struct str, plan->change_count + 1);
	view->triggers.items = ARENA_ARRAY(page->arena, struct str, trial->trigger_count + 1);
	if (!view->changes.items || !view->triggers.items)
		return error_broken(err, ERR_MEMORY, "scheme trial");
	for (size_t i = 0; i < plan->change_count; i++)
		view->changes.items[view->changes.count++] =
			scheme_try_sentence(&plan->changes[i], page->language, page->arena);
	for (size_t i = 0; i < trial->trigger_count; i++)
		view->triggers.items[view->triggers.count++] =
			trigger_text(page, &trial->triggers[i]);
	if (!trial->trigger_count)
		view->triggers.items[view->triggers.count++] =
			str_from(page_text(page, MESSAGE_SCHEME_TRY_NO_TRIGGER));
	return 0;
}

static void fill_about(struct page *page, const struct scheme_try *trial,
		       struct scheme_try_view *view)
{
	const struct scheme_try_plan *plan = &trial->plan;
	struct message_value about[] = {
		{ "year", page_number(page, trial->after->year) },
		{ "draft", plan->draft->code },
		{ "draft_version", page_number(page, plan->draft->version) },
		{ "adopted", plan->adopted->code },
		{ "adopted_version", page_number(page, plan->adopted->version) },
	};
	struct message_value counts[] = {
		{ "count", page_number(page, (int64_t)trial->row_count) },
		{ "moved", page_number(page, (int64_t)trial->moved) },
		{ "ranks", page_number(page, (int64_t)trial->ranks) },
		{ "grades", page_number(page, (int64_t)trial->grades) },
	};

	view->about = page_message(page, MESSAGE_SCHEME_TRY_ABOUT, about, 5);
	view->counts = page_message(page, MESSAGE_SCHEME_TRY_COUNTS, counts, 4);
}

int scheme_try_fill(struct page *page, const struct scheme_try *trial, size_t first,
		    struct scheme_try_view *view, struct error *err)
{
	int rc = fill_sentences(page, trial, view, err);

	if (rc < 0)
		return rc;
	view->has_trial = true;
	fill_about(page, trial, view);
	fill_rows(page, trial, first < trial->row_count ? first : 0, view);
	fill_lasts(page, trial, view);
	fill_grades(page, trial, view);
	rc = table_check(&view->rows, err);
	if (rc == 0)
		rc = table_check(&view->lasts, err);
	return rc < 0 ? rc : table_check(&view->grades, err);
}
