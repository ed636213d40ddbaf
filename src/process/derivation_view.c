/*
 * derivation_view.c - a derivation's steps sorted into what the page shows where. The sentences are
 * derivation_text()'s; here each gets its rule and the proof of its record.
 */
#include "process/derivation_view.h"

#include "export/csv.h"
#include "messages_appraisal.h"
#include "messages_common.h"
#include "messages_plan_points.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "web/links.h"

/* Room for every step once. */
static bool lines_init(struct page *page, const struct derivation *derivation,
		       struct derivation_lines *lines)
{
	lines->count = 0;
	lines->items = ARENA_ARRAY(page->arena, struct derivation_line, derivation->count + 1);
	return lines->items != NULL;
}

static struct str rule_text(struct page *page, const struct scheme *scheme, struct str article,
			    enum message message)
{
	struct message_value values[] = {
		{ "code", scheme->code },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
		{ "article", article },
	};

	if (!article.length)
		return STR_EMPTY;
	return page_message(page, message, values, 3);
}

/* What kind of record a step's record_id names. */
static struct safe_url proof_of(struct page *page, const struct derivation_step *step)
{
	bool entry = derivation_part(step->kind) == DERIVATION_PART_ENTRIES;

	if (!step->record_id)
		return (struct safe_url){ STR_EMPTY };
	return link_proof(page, entry ? "entry" : "score", step->record_id);
}

static void add_line(struct page *page, const struct derivation *derivation,
		     const struct derivation_step *step, enum message rule,
		     struct derivation_lines *lines)
{
	lines->items[lines->count++] = (struct derivation_line){
		.class = step->kind == DERIVATION_TOTAL ? "sum" : "",
		.text = derivation_text(step, page->language, page->arena),
		.rule = rule_text(page, derivation->scheme, step->article, rule),
		.proof = proof_of(page, step),
	};
}

/* Cells as a table --------------------------------------------------------------------------- */

static void cell_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_DERIVATION_PART_POINTS), "");
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_INDICATOR), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_ARTICLE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_MAXIMUM), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_DERIVATION_PAGE_GIVEN), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_DERIVATION_PAGE_SCORER), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_DATE), COLUMN_NARROW | COLUMN_WIDE);
}

static struct str short_decimal(struct page *page, struct decimal value)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_str(page->arena, str_from(decimal_format_short(value, text)));
}

static enum message cell_word(enum derivation_kind kind)
{
	if (kind == DERIVATION_NOT_APPLICABLE)
		return MESSAGE_DERIVATION_PAGE_NOT_APPLICABLE;
	if (kind == DERIVATION_MISSING)
		return MESSAGE_DERIVATION_PAGE_MISSING;
	if (kind == DERIVATION_CONTRADICTORY)
		return MESSAGE_DERIVATION_PAGE_CONTRADICTORY;
	if (kind == DERIVATION_OUT_OF_RANGE)
		return MESSAGE_DERIVATION_PAGE_OUT_OF_RANGE;
	if (kind == DERIVATION_IGNORED)
		return MESSAGE_DERIVATION_PAGE_IGNORED;
	return MESSAGE_NONE;
}

/* The heading cell: code and title of the indicator; nothing for one scorer's mark below it. */
static struct str cell_title(struct page *page, const struct derivation *derivation,
			     const struct derivation_step *step)
{
	const struct scheme_indicator *indicator;
	struct str title;

	if (step->kind == DERIVATION_MARK || step->indicator < 0)
		return STR_EMPTY;
	indicator = &derivation->scheme->indicators[step->indicator];
	title = page->language == LANGUAGE_ZH ? indicator->title.zh : indicator->title.en;
	return arena_format(page->arena, "%.*s %.*s", STR_ARG(indicator->code), STR_ARG(title));
}

/* Why it is not applicable, or what a scorer said of the points; what the plan gives is below the table. */
static struct str reason_of(const struct derivation *derivation, const struct derivation_step *step)
{
	bool scored = step->kind == DERIVATION_SCORED;

	if (scored && derivation->scheme->indicators[step->indicator].source == SCHEME_PLAN)
		return STR_EMPTY;
	if (scored || step->kind == DERIVATION_MARK || step->kind == DERIVATION_NOT_APPLICABLE)
		return step->reason;
	return STR_EMPTY;
}

static void cell_row(struct page *page, const struct derivation *derivation,
		     const struct derivation_step *step, struct derivation_view *view)
{
	struct table_view *table = &view->cells;
	bool mark = step->kind == DERIVATION_MARK;
	enum message word = cell_word(step->kind);
	struct table_cell *cell;
	struct str who = step->scorer;

	table_row(table)->class = mark ? "sub" : "";
	cell = table_cell(table, cell_title(page, derivation, step));
	cell->is_header = !mark;
	if (!mark && step->indicator >= 0)
		cell->url = link_score_cell(page, view->scores,
					    derivation->scheme->indicators[step->indicator].code);
	if (step->kind == DERIVATION_AVERAGE)
		who = str_from(page_text(page, MESSAGE_DERIVATION_PAGE_AVERAGE));
	else if (step->indicator >= 0 && step->scorer.length && !step->record_id)
		who = str_from(page_text(page, MESSAGE_PLAN_POINTS_SCORER));
	cell->note = reason_of(derivation, step);
	table_cell(table, step->article);
	table_cell(table, mark ? STR_EMPTY : short_decimal(page, step->maximum));
	if (step->has_number)
		table_cell(table, derivation_number(step->number, page->arena));
	else
		table_light(table,
			    step->kind == DERIVATION_NOT_APPLICABLE ? "light idle" : "light late",
			    word ? str_from(page_text(page, word)) : STR("—"));
	table_link(table, who, proof_of(page, step));
	table_cell(table, step->day == CIVIL_NO_DAY ? STR_EMPTY : page_day(page, step->day));
}

/* Into the views ----------------------------------------------------------------------------- */

static bool is_cell(const struct derivation_step *step)
{
	return derivation_part(step->kind) == DERIVATION_PART_POINTS &&
	       step->kind != DERIVATION_BASE && step->kind != DERIVATION_CLASS_UNKNOWN;
}

static struct derivation_lines *lines_of(struct derivation_view *view,
					 const struct derivation_step *step)
{
	switch (derivation_part(step->kind)) {
	case DERIVATION_PART_POINTS:
		return &view->base;
	case DERIVATION_PART_ENTRIES:
		return &view->entries;
	case DERIVATION_PART_TOTAL:
		return &view->sums;
	case DERIVATION_PART_POSITION:
	case DERIVATION_PART_COUNT:
	default:
		return &view->position;
	}
}

int derivation_fill(struct page *page, const struct derivation *derivation,
		    struct derivation_view *view, struct error *err)
{
	const struct derivation_step *step;

	if (!lines_init(page, derivation, &view->base) ||
	    !lines_init(page, derivation, &view->entries) ||
	    !lines_init(page, derivation, &view->sums) ||
	    !lines_init(page, derivation, &view->position))
		return error_broken(err, ERR_MEMORY, "derivation lines");
	cell_columns(page, &view->cells);
	for (step = derivation->steps; step; step = step->next) {
		if (is_cell(step))
			cell_row(page, derivation, step, view);
		else
			add_line(page, derivation, step, MESSAGE_DERIVATION_PAGE_RULE,
				 lines_of(view, step));
	}
	return table_check(&view->cells, err);
}

int derivation_summarise(struct page *page, const struct derivation *derivation,
			 struct derivation_summary *summary, struct error *err)
{
	const struct derivation_step *step;

	if (!lines_init(page, derivation, &summary->sums) ||
	    !lines_init(page, derivation, &summary->position))
		return error_broken(err, ERR_MEMORY, "derivation lines");
	for (step = derivation->steps; step; step = step->next) {
		if (is_cell(step) && step->has_number)
			continue;
		add_line(page, derivation, step, MESSAGE_DERIVATION_PAGE_ARTICLE,
			 derivation_part(step->kind) == DERIVATION_PART_POSITION
				 ? &summary->position
				 : &summary->sums);
	}
	return 0;
}

int derivation_csv(struct page *page, const struct derivation *derivation, const char *stem,
		   struct error *err)
{
	static const char *const columns[] = { "kind", "indicator", "number", "text", "rule",
					       "scorer", "date", "reference" };
	struct csv_writer csv;

	int rc = page_begin_table(page, stem, &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		csv_write_cell(&csv, str_from(columns[i]));
	csv_write_row_end(&csv);
	for (const struct derivation_step *step = derivation->steps; step; step = step->next) {
		char number[RATIONAL_TEXT_BYTES] = "";
		const struct scheme *scheme = derivation->scheme;

		if (step->has_number)
			rational_format(step->number, number);
		csv_write_cell(&csv, str_from(derivation_kind_name(step->kind)));
		csv_write_cell(&csv, step->indicator < 0
					     ? STR_EMPTY
					     : scheme->indicators[step->indicator].code);
		csv_write_number(&csv, str_from(number));
		csv_write_cell(&csv, derivation_text(step, page->language, page->arena));
		csv_write_cell(&csv, rule_text(page, scheme, step->article,
					      MESSAGE_DERIVATION_PAGE_RULE));
		csv_write_cell(&csv, step->scorer);
		csv_write_number(&csv, page_day(page, step->day));
		csv_write_cell(&csv, step->reference);
		csv_write_row_end(&csv);
	}
	return page_end_table(page, &csv, 0, err);
}
