/* scoring_sheet_view.c - see scoring_sheet_view.h: reading a group, filling what its pages share. */
#include "process/scoring_sheet_view.h"

#include "messages_scoring.h"
#include "messages_web.h"
#include "process/scoring_typed_view.h"
#include "web/asset.h"
#include "web/form_error.h"
#include "web/links.h"

#define SCORERS_OFFERED 60

static int count_missing(struct page *page, struct scoring_sheet *sheet, struct error *err)
{
	size_t indicators = sheet->year->scheme->indicator_count;

	sheet->missing_by_indicator = ARENA_ARRAY(page->arena, int64_t, indicators + 1);
	if (!sheet->missing_by_indicator)
		return error_broken(err, ERR_MEMORY, "scoring sheet");
	for (size_t i = 0; i < sheet->count; i++) {
		const struct appraisal_result *result =
			appraisal_result(sheet->year->appraisal, sheet->members[i]);
		for (size_t k = 0; k < indicators; k++)
			if (scoring_is_missing(&result->lines[k]))
				sheet->missing_by_indicator[k]++;
		sheet->missing += result->missing;
	}
	return 0;
}

int scoring_sheet_load(struct page *page, struct scoring_sheet *out, struct error *err)
{
	int rc = scoring_desk_read(page, page->db, &out->desk, err);
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .year = out->desk.place.year,
					     .subject = out->desk.place.subject,
					     .level = out->desk.place.level };

	if (out->desk.place.subject == SCHEME_UNIT)
		request.group_id = out->desk.place.group_id;
	if (rc == 0)
		rc = appraisal_load(page->db, &request, page->arena, &out->year, err);
	if (rc < 0)
		return rc;
	out->members = ARENA_ARRAY(page->arena, int, out->year->subject_count + 1);
	if (!out->members)
		return error_broken(err, ERR_MEMORY, "scoring sheet");
	for (size_t i = 0; i < out->year->subject_count; i++)
		if (scoring_may(page, &out->desk, out->year->subjects[i].id))
			out->members[out->count++] = (int)i;
	if (out->count == 0)
		return error_set(err, ERR_NOT_FOUND, "There is nobody here whom you may score.",
				 "这里没有您可以评分的对象。");
	return count_missing(page, out, err);
}

/* Texts --------------------------------------------------------------------------------------- */

static bool is_offered(const struct list_options *options, struct str name)
{
	for (size_t i = 0; i < options->count; i++)
		if (str_equal(options->items[i].value, name))
			return true;
	return false;
}

static void offer(struct page *page, const struct scoring_sheet *sheet, struct str name,
		  struct scoring_view *view)
{
	if (view->scorers.count >= SCORERS_OFFERED || is_offered(&view->scorers, name))
		return;
	list_option_add(page, &view->scorers, "as", name, name);
	view->scorers.items[view->scorers.count - 1].selected =
		str_equal(name, sheet->desk.as);
}

static bool is_body(const struct scheme *scheme, struct str name)
{
	for (size_t i = 0; i < scheme->indicator_count; i++)
		if (str_equal(scheme->indicators[i].scorer.zh, name))
			return true;
	return false;
}

/* The scheme's bodies, oneself, and every other name that has marked here. */
static void fill_scorers(struct page *page, const struct scoring_sheet *sheet,
			 struct scoring_view *view)
{
	list_option_add(page, &view->scorers, "as", STR(""),
			str_from(page_text(page, MESSAGE_SCORING_BODIES)));
	if (!view->scorers.count)
		return; /* no memory: the page still works */
	view->scorers.items[0].selected = sheet->desk.as.length == 0;
	offer(page, sheet, str_from(page->session.display_name), view);
	if (sheet->desk.as.length)
		offer(page, sheet, sheet->desk.as, view);
	for (size_t i = 0; i < sheet->count; i++) {
		const struct appraisal_line *lines =
			appraisal_result(sheet->year->appraisal, sheet->members[i])->lines;
		for (size_t k = 0; k < sheet->year->scheme->indicator_count; k++)
			for (const struct appraisal_mark *mark = lines[k].marks; mark;
			     mark = mark->next)
				if (!is_body(sheet->year->scheme, mark->scorer))
					offer(page, sheet, mark->scorer, view);
	}
}

static struct str missing_text(struct page *page, int64_t count)
{
	struct message_value value = { "count", page_number(page, count) };

	return count ? page_message(page, MESSAGE_SCORING_MISSING_SHORT, &value, 1) : STR_EMPTY;
}

static int fill_columns(struct page *page, const struct scoring_sheet *sheet,
			struct scoring_view *view, struct error *err)
{
	const struct scheme *scheme = sheet->year->scheme;
	char maximum[DECIMAL_TEXT_BYTES];

	view->columns.items = ARENA_ARRAY(page->arena, struct scoring_column,
					  scheme->indicator_count + 1);
	if (!view->columns.items)
		return error_broken(err, ERR_MEMORY, "scoring columns");
	for (size_t i = 0; i < scheme->indicator_count; i++) {
		const struct scheme_indicator *indicator = &scheme->indicators[i];
		decimal_format_short(indicator->maximum, maximum);
		view->columns.items[view->columns.count++] = (struct scoring_column){
			.id = arena_format(page->arena, "i-%zu", i),
			.code = indicator->code,
			.title = scoring_title(page, &indicator->title),
			.maximum = arena_str(page->arena, str_from(maximum)),
			.missing = missing_text(page, sheet->missing_by_indicator[i]),
			.scorer = scoring_scorer(page, &sheet->desk, indicator),
		};
	}
	return 0;
}

static void fill_crumbs(struct page *page, const struct scoring_sheet *sheet,
			struct scoring_view *view)
{
	const struct scoring_place *place = &sheet->desk.place;
	struct message_value year = { "year", arena_format(page->arena, "%d", place->year) };

	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, &year, 1);
	view->url_year = link_year(page, place->year);
	if (place->subject == SCHEME_UNIT)
		view->url_group = link_ranking(page, place->year, place->group_id, 0);
	view->group_name = sheet->desk.group_name;
	view->url_table = scoring_table_url(page, &sheet->desk);
}

int scoring_sheet_fill(struct page *page, const struct scoring_sheet *sheet,
		       struct scoring_view *out, struct error *err)
{
	struct message_value title[] = {
		{ "year", arena_format(page->arena, "%d", sheet->desk.place.year) },
		{ "group", sheet->desk.group_name },
	};
	struct message_value missing = { "count", page_number(page, sheet->missing) };

	out->title = page_message(page, MESSAGE_SCORING_TITLE, title, 2);
	fill_crumbs(page, sheet, out);
	if (page->error.code)
		out->error = str_from(page_error_text(page, &page->error));
	out->csrf = page_csrf(page);
	out->as = sheet->desk.as;
	out->change_reason = form_value(page->form, "change_reason");
	out->class_reason = form_field_class(page, "change_reason");
	out->missing_count = sheet->missing;
	if (sheet->missing)
		out->missing = page_message(page, MESSAGE_SCORING_MISSING, &missing, 1);
	fill_scorers(page, sheet, out);
	return fill_columns(page, sheet, out, err);
}

void scoring_sheet_cell(struct page *page, const struct scoring_sheet *sheet, int member,
			int indicator, struct scoring_cell_view *out)
{
	const struct scoring_cell cell = {
		sheet->year->subjects[member].id,
		sheet->year->scheme->indicators[indicator].code,
	};
	const struct appraisal_line *line =
		&appraisal_result(sheet->year->appraisal, member)->lines[indicator];

	scoring_cell_fill(page, &sheet->desk, &cell, line, out);
	if (page->form->count)
		scoring_typed_fill(page, out);
}
