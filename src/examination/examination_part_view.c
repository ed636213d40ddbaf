/*
 * examination_part_view.c - the points and the findings of an examination, for its page and JSON.
 */
#include "examination/examination_view.h"
#include "messages_appraisal.h"
#include "messages_common.h"
#include "messages_examination.h"
#include "messages_web.h"
#include "web/links.h"

static struct str text_of(const struct page *page, const struct scheme_text *text)
{
	return page->language == LANGUAGE_ZH ? text->zh : text->en;
}

static struct str points_text(struct page *page, const struct appraisal_mark *mark)
{
	char text[DECIMAL_TEXT_BYTES];

	if (mark->not_applicable)
		return arena_format(page->arena, "n/a: %.*s", STR_ARG(mark->reason));
	return arena_str(page->arena, str_from(decimal_format_short(mark->points, text)));
}

/* Table ---------------------------------------------------------------------------------------- */

static void put_marks(struct page *page, const struct examination_sheet *sheet, int indicator,
		      struct table_view *table)
{
	const struct scheme_indicator *it = &sheet->place.scheme->indicators[indicator];
	const struct appraisal_mark *mark = sheet->lines[indicator].marks;
	char maximum[DECIMAL_TEXT_BYTES];
	bool first = true;

	do {
		struct table_cell *cell;
		table_row(table)->class = first ? "" : "sub";
		cell = table_cell(table, first ? arena_format(page->arena, "%.*s %.*s",
							      STR_ARG(it->code),
							      STR_ARG(text_of(page, &it->title)))
					       : STR_EMPTY);
		cell->is_header = first;
		table_cell(table, first ? arena_str(page->arena,
						    str_from(decimal_format_short(it->maximum,
										  maximum)))
					: STR_EMPTY);
		table_cell(table, mark ? points_text(page, mark) : STR("—"));
		table_cell(table, mark ? mark->scorer : STR_EMPTY);
		table_cell(table, mark && !mark->not_applicable ? mark->reason : STR_EMPTY);
		first = false;
		mark = mark ? mark->next : NULL;
	} while (mark);
}

static int fill_table(struct page *page, const struct examination_sheet *sheet,
		      struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_EXAMINATION_MARKS), "");
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_INDICATOR), 0);
	table_column(table, page_text(page, MESSAGE_EXAMINATION_MAXIMUM), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCORE_POINTS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCORE_SCORER), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_REASON), COLUMN_WIDE);
	for (size_t i = 0; i < sheet->place.scheme->indicator_count; i++)
		if (sheet->lines[i].state != CELL_OTHER_CLASS)
			put_marks(page, sheet, (int)i, table);
	return table_check(table, err);
}

/* Inputs --------------------------------------------------------------------------------------- */

static struct str field_of(struct page *page, const char *prefix, struct str code)
{
	return arena_format(page->arena, "%s.%.*s", prefix, STR_ARG(code));
}

static struct str typed(struct page *page, const char *prefix, struct str code, struct str otherwise)
{
	struct str name = field_of(page, prefix, code);

	return form_has(page->form, name.bytes) ? form_value(page->form, name.bytes) : otherwise;
}

static struct str others_of(struct page *page, const struct examination_sheet *sheet, struct str own,
			    int indicator)
{
	struct str text = STR_EMPTY;

	for (const struct appraisal_mark *mark = sheet->lines[indicator].marks; mark; mark = mark->next)
		if (!str_equal(mark->scorer, own)) {
			struct str points = points_text(page, mark);
			text = arena_format(page->arena, "%.*s%s%.*s %.*s", STR_ARG(text),
					    text.length ? "; " : "", STR_ARG(mark->scorer),
					    STR_ARG(points));
		}
	return text;
}

static struct str seen_of(struct page *page, const struct appraisal_mark *mark)
{
	char id[ID_TEXT_BYTES];

	return mark ? arena_format(page->arena, "%s.%lld", id_format(mark->id, id),
				   (long long)mark->revision)
		    : STR_EMPTY;
}

static void put_cell(struct page *page, const struct examination_sheet *sheet, bool superior,
		     int indicator, struct examination_cell_view *out)
{
	const struct scheme_indicator *it = &sheet->place.scheme->indicators[indicator];
	struct str scorer = examination_scorer(sheet, superior, indicator);
	const struct appraisal_mark *mark = examination_mark(sheet, scorer, indicator);
	char maximum[DECIMAL_TEXT_BYTES];

	*out = (struct examination_cell_view){
		.code = it->code,
		.title = text_of(page, &it->title),
		.maximum = arena_str(page->arena,
				     str_from(decimal_format_short(it->maximum, maximum))),
		.id = it->code,
		.points = typed(page, "p", it->code, mark ? points_text(page, mark) : STR_EMPTY),
		.reason = typed(page, "r", it->code,
				mark && !mark->not_applicable ? mark->reason : STR_EMPTY),
		.seen = typed(page, "s", it->code, seen_of(page, mark)),
		.others = others_of(page, sheet, scorer, indicator),
	};
}

static int fill_cells(struct page *page, const struct examination_sheet *sheet, bool superior,
		      struct examination_page_view *view, struct error *err)
{
	size_t count = sheet->place.scheme->indicator_count;

	view->cells.items = ARENA_ARRAY(page->arena, struct examination_cell_view, count + 1);
	if (!view->cells.items)
		return error_broken(err, ERR_MEMORY, "cells");
	view->as = superior && sheet->superior.length ? sheet->superior
						      : examination_scorer(sheet, false, 0);
	for (size_t i = 0; i < count; i++)
		if (sheet->lines[i].state != CELL_OTHER_CLASS)
			put_cell(page, sheet, superior, (int)i,
				 &view->cells.items[view->cells.count++]);
	return 0;
}

int examination_marks_fill(struct page *page, const struct examination *examination,
			   const struct examination_rights *rights,
			   struct examination_page_view *view, struct error *err)
{
	struct examination_sheet sheet;
	int rc = examination_sheet_load(page->db, examination, page->arena, &sheet, err);

	if (rc == -ERR_NOT_FOUND) { /* no longer appraised in that year */
		error_clear(err);
		view->sees_marks = view->may_mark = false;
		return 0;
	}
	if (rc == 0)
		rc = fill_table(page, &sheet, &view->marks, err);
	if (rc == 0 && view->may_mark)
		rc = fill_cells(page, &sheet, rights->superior, view, err);
	return rc;
}

/* Findings ------------------------------------------------------------------------------------- */

static const char *finding_light(int state)
{
	static const char *const lights[FINDING_STATE_COUNT] = {
		[FINDING_NOTED] = "light warn",
		[FINDING_WITHDRAWN] = "light idle",
		[FINDING_PROPOSED] = "light late",
	};

	return lights[state];
}

static bool may_withdraw(const struct page *page, const struct examination_rights *rights,
			 const struct finding *finding)
{
	bool own = finding->finder_id == page->session.account_id;

	if (finding->state == FINDING_WITHDRAWN || rights->result == RESULT_FINAL || rights->own)
		return false;
	return rights->manages || (own && finding->state == FINDING_NOTED);
}

static void put_finding(struct page *page, const struct examination *examination,
			const struct examination_rights *rights, const struct finding *finding,
			struct finding_view *out)
{
	char id[ID_TEXT_BYTES];
	struct str day = page_day(page, finding->day);

	*out = (struct finding_view){
		.title = arena_format(page->arena, "%s · %s",
				      page_text(page, examination_parts[finding->part].label),
				      page_text(page, finding_grades[finding->grade].label)),
		.facts = finding->facts,
		.reason = finding->reason,
		.who = arena_format(page->arena, "%.*s %.*s", STR_ARG(finding->finder), STR_ARG(day)),
		.note = finding->note,
		.state = str_from(page_text(page, finding_states[finding->state].label)),
		.light = finding_light(finding->state),
		.id = arena_str(page->arena, str_from(id_format(finding->head.id, id))),
		.csrf = page_csrf(page),
	};
	if (may_withdraw(page, rights, finding))
		out->withdraw = safe_url_format(page->arena, "/years/%d/examinations/%I/findings/%I",
						examination->year, examination->person_id,
						finding->head.id);
}

int examination_findings_fill(struct page *page, const struct examination *examination,
			      const struct examination_rights *rights,
			      struct examination_page_view *view, struct error *err)
{
	struct finding *items;
	size_t count;
	int rc = findings_load(page->db, examination, page->arena, &items, &count, err);

	if (rc < 0)
		return rc;
	view->findings.items = ARENA_ARRAY(page->arena, struct finding_view, count + 1);
	if (!view->findings.items)
		return error_broken(err, ERR_MEMORY, "findings");
	for (size_t i = 0; i < count; i++)
		put_finding(page, examination, rights, &items[i],
			    &view->findings.items[view->findings.count++]);
	return 0;
}

/* JSON ----------------------------------------------------------------------------------------- */

static void mark_json(const struct examination_sheet *sheet, int indicator,
		      const struct appraisal_mark *mark, struct json *json)
{
	json_object_begin(json);
	json_name(json, "indicator");
	json_str(json, sheet->place.scheme->indicators[indicator].code);
	json_name(json, "scorer");
	json_str(json, mark->scorer);
	json_name(json, "points");
	if (mark->not_applicable)
		json_null(json);
	else
		json_decimal(json, mark->points, DECIMAL_PLACES);
	json_name(json, "reason");
	json_str(json, mark->reason);
	json_name(json, "date");
	json_day(json, mark->day);
	json_object_end(json);
}

static int marks_json(struct page *page, const struct examination *examination, struct json *json,
		      struct error *err)
{
	struct examination_sheet sheet;
	int rc = examination_sheet_load(page->db, examination, page->arena, &sheet, err);

	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	for (size_t i = 0; rc == 0 && i < sheet.place.scheme->indicator_count; i++)
		for (const struct appraisal_mark *mark = sheet.lines[i].marks; mark; mark = mark->next)
			mark_json(&sheet, (int)i, mark, json);
	return rc;
}

static void findings_json(const struct finding *items, size_t count, struct json *json)
{
	for (size_t i = 0; i < count; i++) {
		json_object_begin(json);
		json_name(json, "id");
		json_id(json, items[i].head.id);
		json_name(json, "part");
		json_text(json, examination_parts[items[i].part].name);
		json_name(json, "grade");
		json_text(json, finding_grades[items[i].grade].name);
		json_name(json, "facts");
		json_str(json, items[i].facts);
		json_name(json, "reason");
		json_str(json, items[i].reason);
		json_name(json, "finder");
		json_str(json, items[i].finder);
		json_name(json, "date");
		json_day(json, items[i].day);
		json_name(json, "state");
		json_text(json, finding_states[items[i].state].name);
		json_object_end(json);
	}
}

int examination_members_json(struct page *page, const struct examination *examination,
			     const struct examination_rights *rights, struct json *json,
			     struct error *err)
{
	struct finding *items = NULL;
	size_t count = 0;
	int rc = 0;

	json_name(json, "marks");
	json_array_begin(json);
	if (rights->sees_marks)
		rc = marks_json(page, examination, json, err);
	json_array_end(json);
	if (rc == 0 && rights->sees_marks)
		rc = findings_load(page->db, examination, page->arena, &items, &count, err);
	json_name(json, "findings");
	json_array_begin(json);
	findings_json(items, rc < 0 ? 0 : count, json);
	json_array_end(json);
	return rc;
}
