/*
 * scoring_cell_pages.c - one cell: who marked it, every change with its reason, and the form that a table
 * with JavaScript uses for each cell; and what others changed meanwhile.
 */
#include "messages_appraisal.h"
#include "messages_common.h"
#include "messages_plan_points.h"
#include "messages_scoring.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/scoring_sheet_view.h"
#include "templates_process.h"
#include "web/act_pages.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

#define CHANGES_SENT 100 /* cells in one answer; more: the table is read anew */

struct cell_place {
	struct scoring_desk desk;
	struct scoring_subject subject;
	int indicator;
	const struct appraisal_line *line;
};

static int read_place(struct page *page, struct db *db, struct cell_place *out, struct error *err)
{
	int rc = scoring_desk_read(page, db, &out->desk, err);

	if (rc == 0)
		rc = scoring_desk_subject(page, db, &out->desk, &out->subject, err);
	if (rc < 0)
		return rc;
	out->indicator = scheme_indicator_find(out->desk.place.scheme, page->parameters[3]);
	if (out->indicator < 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such indicator.",
				 "没有这个指标。");
	return 0;
}

static int read_line(struct page *page, struct db *db, struct cell_place *place,
		     struct error *err)
{
	const struct appraisal_line *lines;
	int rc = scoring_lines_load(db, &place->desk.place, &place->subject, page->arena, &lines,
				    err);

	if (rc == 0)
		place->line = &lines[place->indicator];
	return rc;
}

static const struct scheme_indicator *indicator_of(const struct cell_place *place)
{
	return &place->desk.place.scheme->indicators[place->indicator];
}

static struct scoring_cell cell_of(const struct cell_place *place)
{
	return (struct scoring_cell){ place->subject.id, indicator_of(place)->code };
}

static int answer_json(struct page *page, const struct cell_place *place)
{
	struct scoring_cell cell = cell_of(place);
	struct json json;

	page_begin_json(page, &json);
	scoring_cell_json(page, &place->desk, &cell, place->line, &json);
	return 0;
}

/* Tables -------------------------------------------------------------------------------------- */

/* The cell as another scorer would enter it. */
static struct safe_url as_scorer(struct page *page, const struct cell_place *place,
				 struct str scorer)
{
	struct scoring_desk desk = place->desk;

	desk.as = scorer;
	return scoring_cell_url(page, &desk, place->subject.id, place->indicator);
}

static int fill_marks(struct page *page, const struct cell_place *place,
		      struct scoring_cell_page_view *view, struct error *err)
{
	struct table_view *table = &view->marks;

	table_init(table, page->arena, page_text(page, MESSAGE_SCORING_MARKS),
		   page_text(page, MESSAGE_SCORING_NO_MARKS));
	table_column(table, page_text(page, MESSAGE_SCORE_SCORER), 0);
	table_column(table, page_text(page, MESSAGE_SCORE_POINTS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMMON_DATE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_MENU_LEDGER), COLUMN_NARROW | COLUMN_WIDE);
	for (const struct appraisal_mark *mark = place->line->marks; mark; mark = mark->next) {
		table_row(table);
		table_heading(table, mark->scorer, as_scorer(page, place, mark->scorer));
		table_cell(table, scoring_mark_text(page, mark));
		table_cell(table, page_day(page, mark->day));
		if (mark->id)
			table_link(table, str_from(page_text(page, MESSAGE_DERIVATION_PAGE_PROOF)),
				   link_proof(page, "score", mark->id));
		else
			table_cell(table, str_from(page_text(page, MESSAGE_PLAN_POINTS_SCORER)));
	}
	return table_check(table, err);
}

static struct str version_text(struct page *page, const struct scoring_version *version)
{
	if (version->removed)
		return str_from(page_text(page, MESSAGE_SCORING_REMOVED));
	return score_format(&version->score, page->language, page->arena);
}

/* Who made a version, in which role, by what kind of act. */
static struct str version_author(struct page *page, const struct scoring_version *version)
{
	enum message role = act_role_word(version->role);
	enum message kind = act_kind_word(version->act_kind);

	return arena_format(page->arena, "%.*s%s%s%s%s", STR_ARG(version->account),
			    version->account.length ? " · " : "",
			    role ? page_text(page, role) : "", kind ? " · " : "",
			    kind ? page_text(page, kind) : "");
}

static int fill_history(struct page *page, const struct cell_place *place,
			struct scoring_cell_page_view *view, struct error *err)
{
	struct table_view *table = &view->history;
	struct scoring_cell cell = cell_of(place);
	struct scoring_history history;
	int rc = scoring_history_load(page->db, &place->desk.place, &cell, page->arena, &history,
				      err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_SCORING_HISTORY),
		   page_text(page, MESSAGE_SCORING_NO_MARKS));
	table_column(table, page_text(page, MESSAGE_COMMON_TIME), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SCORE_SCORER), 0);
	table_column(table, page_text(page, MESSAGE_SCORE_POINTS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCORE_CHANGE_REASON), 0);
	table_column(table, page_text(page, MESSAGE_SCORING_ENTERED_BY), 0);
	for (size_t i = 0; i < history.count; i++) {
		const struct scoring_version *version = &history.items[i];
		table_row(table);
		table_cell(table, page_instant(page, version->at_ms));
		table_cell(table, version->score.scorer);
		table_cell(table, version_text(page, version));
		table_cell(table, version->removed ? version->removal_reason
						   : version->score.change_reason);
		table_cell(table, version_author(page, version));
	}
	return table_check(table, err);
}

/* The page ------------------------------------------------------------------------------------ */

static const struct form_label labels[] = {
	{ "points", MESSAGE_SCORE_POINTS },
	{ "reason", MESSAGE_SCORING_NOT_APPLICABLE_REASON },
	{ "change_reason", MESSAGE_SCORE_CHANGE_REASON },
	{ NULL, MESSAGE_NONE },
};

static enum message state_word(enum cell_state state)
{
	static const enum message words[CELL_STATE_COUNT] = {
		[CELL_SCORED] = MESSAGE_SCORING_SCORED,
		[CELL_NOT_APPLICABLE] = MESSAGE_DERIVATION_PAGE_NOT_APPLICABLE,
		[CELL_OTHER_CLASS] = MESSAGE_DERIVATION_PAGE_IGNORED,
		[CELL_MISSING] = MESSAGE_DERIVATION_PAGE_MISSING,
		[CELL_CONTRADICTORY] = MESSAGE_DERIVATION_PAGE_CONTRADICTORY,
		[CELL_OUT_OF_RANGE] = MESSAGE_DERIVATION_PAGE_OUT_OF_RANGE,
	};

	return words[state];
}

static void fill_form(struct page *page, const struct cell_place *place,
		      struct scoring_cell_page_view *view)
{
	const struct appraisal_mark *own =
		scoring_own_mark(page, &place->desk, place->indicator, place->line);
	bool typed = form_has(page->form, "points");

	view->enterable = place->line->state != CELL_OTHER_CLASS &&
			  indicator_of(place)->source == SCHEME_SCORERS;
	view->has_own = own != NULL;
	view->error = form_error_text(page, labels);
	view->csrf = page_csrf(page);
	view->as = place->desk.as;
	view->action = scoring_cell_url(page, &place->desk, place->subject.id, place->indicator);
	if (own) {
		view->seen = scoring_seen(page, own);
		view->reason = own->not_applicable ? own->reason : STR_EMPTY;
		view->points = own->not_applicable ? STR_EMPTY : scoring_mark_text(page, own);
	}
	if (typed) {
		view->points = form_value(page->form, "points");
		view->reason = form_value(page->form, "reason");
		view->change_reason = form_value(page->form, "change_reason");
	}
	view->class_points = form_field_class(page, "points");
	view->class_reason = form_field_class(page, "reason");
	view->class_change = form_field_class(page, "change_reason");
}

static void fill_texts(struct page *page, const struct cell_place *place,
		       struct scoring_cell_page_view *view)
{
	const struct scheme_indicator *indicator = indicator_of(place);
	const struct scoring_place *where = &place->desk.place;
	struct message_value year = { "year", arena_format(page->arena, "%d", where->year) };
	struct str title = scoring_title(page, &indicator->title);
	char maximum[DECIMAL_TEXT_BYTES];

	view->title = arena_format(page->arena, "%.*s · %.*s %.*s", STR_ARG(place->subject.name),
				   STR_ARG(indicator->code), STR_ARG(title));
	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, &year, 1);
	view->url_year = link_year(page, where->year);
	if (where->subject == SCHEME_UNIT)
		view->url_group = link_ranking(page, where->year, where->group_id, 0);
	view->group_name = place->desk.group_name;
	view->url_table = scoring_table_url(page, &place->desk);
	view->subject_name = place->subject.name;
	view->url_subject = scoring_subject_url(page, &place->desk, place->subject.id);
	view->article = indicator->article;
	view->maximum = arena_str(page->arena,
				  str_from(decimal_format_short(indicator->maximum, maximum)));
	view->state = str_from(page_text(page, state_word(place->line->state)));
	if (place->line->state == CELL_SCORED)
		view->average = derivation_number(place->line->average, page->arena);
	view->scorer = scoring_scorer(page, &place->desk, indicator);
}

static int show_cell(struct page *page, struct error *err)
{
	struct scoring_cell_page_view view = { .enterable = false };
	struct cell_place place = { .indicator = -1 };
	int rc = read_place(page, page->db, &place, err);

	if (rc == 0)
		rc = read_line(page, page->db, &place, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return answer_json(page, &place);
	rc = fill_marks(page, &place, &view, err);
	if (rc == 0)
		rc = fill_history(page, &place, &view, err);
	if (rc < 0)
		return rc;
	fill_texts(page, &place, &view);
	fill_form(page, &place, &view);
	return page_render(page, view.title, template_scoring_cell_slot(&view), err);
}

/* The act ------------------------------------------------------------------------------------- */

/* What is to stand in the cell. */
static int read_text(struct page *page, struct str *out, struct error *err)
{
	struct str points = str_trim(form_value(page->form, "points"));
	struct str reason = str_trim(form_value(page->form, "reason"));

	*out = points;
	if (str_equal(form_value(page->form, "remove"), STR("1")))
		*out = STR_EMPTY;
	else if (reason.length && points.length)
		return error_invalid(err, "points", "",
				     "points, or why it is not applicable, not both",
				     "得分或不适用理由，二者只填其一");
	else if (reason.length)
		*out = arena_format(page->arena, "n/a: %.*s", STR_ARG(reason));
	return 0;
}

static int enter(struct page *page, struct act *act, struct cell_place *place,
		 enum score_outcome *out, struct error *err)
{
	struct scoring_entry entry = { .subject = &place->subject,
				       .indicator = place->indicator,
				       .seen = form_value(page->form, "seen"),
				       .change_reason = form_value(page->form, "change_reason") };
	int rc = read_text(page, &entry.text, err);

	if (rc == 0)
		rc = scoring_enter(page, act, &place->desk, &entry, out, err);
	if (rc == -ERR_INVALID && page->program)
		scoring_relabel(page, err);
	act->summary = arena_format(act->arena, "%.*s %.*s %.*s", STR_ARG(place->subject.code),
				    STR_ARG(indicator_of(place)->code), STR_ARG(entry.text));
	return rc;
}

/* A program is told what stands in the cell now, also when another was faster. */
static void describe_cell(const struct page *page, struct json *json)
{
	const struct cell_place *place = page->state;
	struct scoring_cell cell;

	json_name(json, "cell");
	if (!place || !place->line) {
		json_null(json);
		return;
	}
	cell = cell_of(place);
	scoring_cell_json(page, &place->desk, &cell, place->line, json);
}

static int act_cell(struct page *page, struct act *act, struct error *err)
{
	struct cell_place *place = ARENA_NEW(page->arena, struct cell_place);
	enum score_outcome outcome = SCORE_UNCHANGED;
	struct error ignored;
	int rc = place ? read_place(page, act->db, place, err)
		       : error_broken(err, ERR_MEMORY, "cell");

	page->state = place;
	page->done.describe = describe_cell;
	if (rc == 0)
		rc = enter(page, act, place, &outcome, err);
	if (rc == -ERR_CONFLICT && read_line(page, act->db, place, &ignored) < 0)
		return rc;
	if (rc == 0 && page->program)
		rc = read_line(page, act->db, place, err);
	if (rc < 0)
		return rc;
	page_flash(page, outcome == SCORE_UNCHANGED ? MESSAGE_FLASH_SCORES_SAME
						    : MESSAGE_FLASH_SCORES_SAVED);
	page_redirect(page, scoring_cell_url(page, &place->desk, place->subject.id,
					     place->indicator));
	return 0;
}

/* What others changed ------------------------------------------------------------------------- */

/* Cells of subjects that are not of this group, or not the asker's, are left out. */
static int change_json(struct page *page, const struct scoring_desk *desk,
		       const struct scoring_cell *cell, struct json *json, struct error *err)
{
	const struct appraisal_line *lines;
	struct scoring_subject subject;
	int indicator = scheme_indicator_find(desk->place.scheme, cell->indicator);
	int rc;

	if (indicator < 0 || !scoring_may(page, desk, cell->subject_id))
		return 0;
	rc = scoring_subject_load(page->db, &desk->place, cell->subject_id, page->arena, &subject,
				  err);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (rc == 0)
		rc = scoring_lines_load(page->db, &desk->place, &subject, page->arena, &lines, err);
	if (rc == 0)
		scoring_cell_json(page, desk, cell, &lines[indicator], json);
	return rc;
}

static int show_changes(struct page *page, struct error *err)
{
	struct scoring_changes changes;
	struct scoring_desk desk;
	struct json json;
	int64_t since = 0;
	int rc = scoring_desk_read(page, page->db, &desk, err);

	if (rc == 0 && form_has(page->query, "since") &&
	    !str_parse_int(form_value(page->query, "since"), 0, INT64_MAX, &since))
		rc = error_invalid(err, "since", "", "the cursor of the answer before",
				   "上一次应答中的游标");
	if (rc == 0)
		rc = scoring_changes_load(page->db, &desk.place, since, page->arena, &changes, err);
	if (rc < 0)
		return rc;
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "cursor");
	json_int(&json, changes.cursor);
	json_name(&json, "reload");
	json_bool(&json, changes.too_many || changes.count > CHANGES_SENT);
	json_name(&json, "cells");
	json_array_begin(&json);
	for (size_t i = 0; rc == 0 && changes.count <= CHANGES_SENT && i < changes.count; i++)
		rc = change_json(page, &desk, &changes.items[i], &json, err);
	json_array_end(&json);
	json_object_end(&json);
	return rc;
}

static const struct route_input cell_inputs[] = {
	{ "points", INPUT_TEXT, false, 0, 520, NULL, MESSAGE_SCORE_POINTS },
	{ "reason", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_SCORING_NOT_APPLICABLE_REASON },
	{ "change_reason", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_SCORE_CHANGE_REASON },
	{ "seen", INPUT_TEXT, false, 0, 40, NULL, MESSAGE_SCORING_SEEN },
	{ "as", INPUT_TEXT, false, 0, SCORING_SCORER_CHARACTERS, NULL, MESSAGE_SCORE_SCORER },
	{ "remove", INPUT_BOOLEAN, false, 0, 0, NULL, MESSAGE_SCORING_REMOVE },
	{ .name = NULL },
};

static const struct view_field change_fields[] = {
	{ .name = "cursor", .type = VIEW_INTEGER },
	{ .name = "reload", .type = VIEW_BOOLEAN },
	{ .name = "cells", .type = VIEW_ARRAY, .items = scoring_cell_fields },
	{ .name = NULL },
};

#define CELL_ROUTES(base)                                                                          \
	{ .method = HTTP_GET, .path = base "/scores/{subject}/{indicator}",                        \
	  .access = PERMISSION_SCORE_WRITE, .flags = ROUTE_JSON, .title = MESSAGE_SCORING_TABLE,   \
	  .show = show_cell, .view = scoring_cell_fields },                                        \
	{ .method = HTTP_POST, .path = base "/scores/{subject}/{indicator}",                       \
	  .access = PERMISSION_SCORE_WRITE, .flags = ROUTE_JSON, .title = MESSAGE_SCORING_TABLE,   \
	  .show = show_cell, .act = act_cell, .act_kind = "score.save",                            \
	  .input = cell_inputs },                                                                  \
	{ .method = HTTP_GET, .path = base "/score-changes", .access = PERMISSION_SCORE_WRITE,     \
	  .flags = ROUTE_JSON, .title = MESSAGE_SCORING_TABLE, .show = show_changes,               \
	  .view = change_fields }

const struct route scoring_cell_routes[] = {
	CELL_ROUTES("/years/{year}/groups/{group}"),
	CELL_ROUTES("/years/{year}/levels/{group}"),
	{ .path = NULL },
};
