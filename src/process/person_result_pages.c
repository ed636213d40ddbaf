/*
 * person_result_pages.c - a person's results year by year: level, rank, total, grade, state, letter, and the
 * way to object while a result is in publicity.
 *
 * Who: whoever may read the person's derivations, as on those pages; a year that nobody published yet says
 * no more than that. A final year is read from its frozen line; only a year that is not final appraises the
 * person's level.
 */
#include "messages_common.h"
#include "messages_comparison.h"
#include "messages_feedback.h"
#include "messages_people.h"
#include "messages_persons_result.h"
#include "messages_result.h"
#include "messages_web.h"
#include "people/person.h"
#include "process/comparison_view.h"
#include "process/objection_pages.h"
#include "process/person_result_view.h"
#include "process/subject_view.h"
#include "statements_ranking_pages.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/route.h"
#include "web/view_field.h"

#define YEARS_MAXIMUM 12

struct person_year {
	int64_t person_id;
	int year;
	bool present; /* appraised, or hidden */
	struct result_shown shown;
	struct compared it; /* not when hidden */
	struct str why;	    /* it has no rank; or empty */
};

struct person_years {
	struct person_year items[YEARS_MAXIMUM]; /* the newest first */
	size_t count;
};

static int read_years(struct page *page, int64_t person_id, struct person_years *out,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_RANKING_PERSON_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	out->count = 0;
	while (out->count < YEARS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out->items[out->count++] = (struct person_year){
			.person_id = person_id, .year = (int)db_query_int(query, 0)
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void put_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_RESULTS_LINK),
		   page_text(page, MESSAGE_PERSON_RESULTS_NONE));
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_POST_LEVEL), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_TOTAL), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMPARISON_SHARE), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_FEEDBACK_LETTER),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_OBJECT),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

static void put_hidden(struct page *page, int year, struct table_view *table)
{
	table_row(table);
	table_heading(table, arena_format(page->arena, "%d", year),
		      (struct safe_url){ STR_EMPTY });
	for (int i = 0; i < 5; i++)
		table_cell(table, STR("—"));
	table_light(table, "light idle",
		    str_from(page_text(page, MESSAGE_RESULT_PAGE_NOT_PUBLIC)));
	table_cell(table, STR_EMPTY);
	table_cell(table, STR_EMPTY);
}

static void put_objection(struct page *page, const struct person_year *it,
			  struct table_view *table)
{
	if (it->shown.state == RESULT_PUBLICITY &&
	    page_may(page, PERMISSION_OBJECTION_RAISE, 0, it->person_id))
		table_link(table, str_from(page_text(page, MESSAGE_RESULT_PAGE_OBJECT)),
			   link_objection_new(page, it->shown.result->head.id, it->person_id));
	else
		table_cell(table, STR_EMPTY);
}

static void put_year(struct page *page, const struct person_year *year,
		     const struct compared *before, struct table_view *table)
{
	const struct compared *it = &year->it;
	struct safe_url derivation =
		link_subject_derivation(page, SCHEME_PERSON, year->year, year->person_id);

	table_row(table)->class = it->last ? "mark" : "";
	table_heading(table, arena_format(page->arena, "%d", year->year), derivation)->note =
		it->vetoed ? str_from(page_text(page, MESSAGE_ENTRIES_VETO)) : STR_EMPTY;
	table_link(table, compared_group_text(page, it),
		   link_subject_ranking(page, &year->shown.place, year->person_id));
	table_cell(table, compared_rank_text(page, it))->note =
		compared_places_text(page, before, it);
	table_link(table, compared_total_text(page, it), derivation);
	table_cell(table, compared_share_text(page, compared_share(it)))->note =
		compared_change_text(page, before, it);
	table_cell(table, year->why.length ? year->why : compared_grade_text(page, it));
	table_light(table, result_state_light(year->shown.state),
		    str_from(page_text(page, result_states[year->shown.state].label)));
	table_link(table, str_from(page_text(page, MESSAGE_FEEDBACK_LETTER)),
		   link_subject_letter(page, SCHEME_PERSON, year->year, year->person_id));
	put_objection(page, year, table);
}

/* A year in which the person is appraised at no level (any more) has no row. */
static int load_year(struct page *page, const struct comparison *frozen, struct person_year *out,
		     struct error *err)
{
	struct result_shown *shown = &out->shown;
	int rc;

	shown->place = (struct result_place){ page->jurisdiction_id, out->year, SCHEME_PERSON, 0,
					      STR_EMPTY };
	rc = result_place_of(page->db, out->person_id, page->arena, &shown->place, err);
	if (rc == -ERR_NOT_FOUND)
		return 0;
	if (rc == 0)
		rc = result_load(page->db, &shown->place, page->arena, &shown->versions, err);
	if (rc < 0)
		return rc;
	result_shown_default(page, shown);
	out->present = true;
	if (shown->hidden)
		return 0;
	shown->request.subject_id = out->person_id;
	rc = comparison_of_shown(page, frozen, shown, &out->it, &out->why, err);
	out->present = rc == 0;
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static const struct compared *year_before(const struct person_years *years, size_t at)
{
	while (++at < years->count)
		if (years->items[at].present && !years->items[at].shown.hidden)
			return &years->items[at].it;
	return NULL;
}

static int load_years(struct page *page, int64_t person_id, struct person_years *years,
		      struct error *err)
{
	const struct comparison_request request = { .jurisdiction_id = page->jurisdiction_id,
						    .subject = SCHEME_PERSON,
						    .to_year = CIVIL_LAST_YEAR,
						    .subject_id = person_id };
	struct comparison frozen;
	int rc = read_years(page, person_id, years, err);

	if (rc == 0)
		rc = comparison_load(page->db, &request, page->arena, &frozen, err);
	for (size_t i = 0; rc == 0 && i < years->count; i++)
		rc = load_year(page, &frozen, &years->items[i], err);
	return rc;
}

static int fill_years(struct page *page, const struct person_years *years, struct table_view *table,
		      struct error *err)
{
	put_columns(page, table);
	for (size_t i = 0; i < years->count; i++)
		if (years->items[i].present && years->items[i].shown.hidden)
			put_hidden(page, years->items[i].year, table);
		else if (years->items[i].present)
			put_year(page, &years->items[i], year_before(years, i), table);
	return table_check(table, err);
}

/* JSON ---------------------------------------------------------------------------------------- */

static void figures_json(const struct compared *it, struct json *json)
{
	int places = it->scheme ? it->scheme->places : 2;

	json_name(json, "level");
	json_str(json, it->level);
	json_name(json, "total");
	if (it->has_total)
		json_decimal(json, it->total, places);
	else
		json_null(json);
	json_name(json, "rank");
	if (it->rank)
		json_int(json, it->rank);
	else
		json_null(json);
	json_name(json, "ranked");
	json_int(json, it->ranked);
	json_name(json, "grade");
	json_str(json, it->grade);
	json_name(json, "vetoed");
	json_bool(json, it->vetoed);
}

/* A year that nobody published yet says no more than that. */
static void year_json(const struct person_year *year, struct json *json)
{
	json_object_begin(json);
	json_name(json, "year");
	json_int(json, year->year);
	json_name(json, "state");
	json_text(json, result_states[year->shown.state].name);
	if (!year->shown.hidden)
		figures_json(&year->it, json);
	json_object_end(json);
}

static int results_json(struct page *page, const struct person *person,
			const struct person_years *years)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "person_id");
	json_id(&json, person->head.id);
	json_name(&json, "person_code");
	json_str(&json, person->code);
	json_name(&json, "person_name");
	json_str(&json, person->name);
	json_name(&json, "years");
	json_array_begin(&json);
	for (size_t i = 0; i < years->count; i++)
		if (years->items[i].present)
			year_json(&years->items[i], &json);
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static const struct view_field year_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "state", .type = VIEW_TEXT },
	{ .name = "level", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "total", .type = VIEW_DECIMAL, .flags = VIEW_ABSENT | VIEW_NULL },
	{ .name = "rank", .type = VIEW_INTEGER, .flags = VIEW_ABSENT | VIEW_NULL },
	{ .name = "ranked", .type = VIEW_INTEGER, .flags = VIEW_ABSENT },
	{ .name = "grade", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "vetoed", .type = VIEW_BOOLEAN, .flags = VIEW_ABSENT },
	{ .name = NULL },
};

static const struct view_field results_view[] = {
	{ .name = "person_id", .type = VIEW_ID },
	{ .name = "person_code", .type = VIEW_TEXT },
	{ .name = "person_name", .type = VIEW_TEXT },
	{ .name = "years", .type = VIEW_ARRAY, .items = year_view },
	{ .name = NULL },
};

static int show_results(struct page *page, struct error *err)
{
	struct person_result_view view = { .title = STR_EMPTY };
	struct person_years years;
	struct person person;
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_DERIVATION_READ, 0, key.id, err);
	if (rc == 0)
		rc = record_get(page->db, &person_record, key, page->arena, &person, err);
	if (rc == 0)
		rc = load_years(page, key.id, &years, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return results_json(page, &person, &years);
	rc = fill_years(page, &years, &view.results, err);
	if (rc < 0)
		return rc;
	struct message_value name = { "name", person.name };
	view.name = person.name;
	view.title = page_message(page, MESSAGE_PERSON_RESULTS_TITLE, &name, 1);
	view.url_person = link_person(page, key.id);
	return page_render(page, view.title, template_person_result_page_slot(&view), err);
}

const struct route person_result_routes[] = {
	{ .method = HTTP_GET, .path = "/persons/{id}/results",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_JSON,
	  .title = MESSAGE_PERSON_RESULTS_LINK, .show = show_results, .view = results_view },
	{ .path = NULL },
};
