/*
 * person_result_pages.c - a person's results year by year: level, rank, total, grade, state, letter, and the
 * way to object while a result is in publicity.
 *
 * Who: whoever may read the person's derivations, as on those pages; a year that nobody published yet says
 * no more than that. Each year appraises the person's level of that year.
 */
#include "people/person.h"
#include "process/objection_pages.h"
#include "process/person_result_view.h"
#include "process/ranking_rows_view.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "templates.h"
#include "web/links.h"
#include "web/route.h"

#define YEARS_MAXIMUM 12

struct person_year {
	int64_t person_id;
	struct result_shown shown;
	struct appraisal_year *year; /* NULL when hidden */
};

static int read_years(struct page *page, int64_t person_id, int *years, size_t *count,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_RANKING_PERSON_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	*count = 0;
	while (*count < YEARS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		years[(*count)++] = (int)db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void put_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_RESULTS_LINK),
		   page_text(page, MESSAGE_PERSON_RESULTS_NONE));
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_POST_LEVEL), 0);
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_TOTAL), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_FEEDBACK_LETTER),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_OBJECT),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

static void put_hidden(struct page *page, int year, struct table_view *table)
{
	table_row(table);
	table_heading(table, arena_format(page->arena, "%d", year),
		      (struct safe_url){ STR_EMPTY });
	for (int i = 0; i < 4; i++)
		table_cell(table, STR("—"));
	table_light(table, "light idle",
		    str_from(page_text(page, MESSAGE_RESULT_PAGE_NOT_PUBLIC)));
	table_cell(table, STR_EMPTY);
	table_cell(table, STR_EMPTY);
}

static struct str rank_text(struct page *page, const struct appraisal_year *year)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, year->member);

	if (!result->rank)
		return STR("—");
	return arena_format(page->arena, "%d / %zu", result->rank,
			    appraisal_ranking(year->appraisal, 0)->ranked);
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

static void put_year(struct page *page, const struct person_year *it, struct table_view *table)
{
	const struct appraisal_year *year = it->year;
	const struct appraisal_result *result = appraisal_result(year->appraisal, year->member);
	struct str total = ranking_total(page, year, result), state = ranking_state(page, result);

	table_row(table)->class = result->last == LAST_PLACE ? "mark" : "";
	table_heading(table, arena_format(page->arena, "%d", year->year),
		      link_subject_derivation(page, SCHEME_PERSON, year->year, it->person_id))
		->note = result->vetoed ? str_from(page_text(page, MESSAGE_ENTRIES_VETO))
					: STR_EMPTY;
	table_link(table, subject_group_name(page, &year->groups[0]),
		   link_subject_ranking(page, &it->shown.place, it->person_id));
	table_cell(table, rank_text(page, year));
	table_link(table, total.length ? total : STR("—"),
		   link_subject_derivation(page, SCHEME_PERSON, year->year, it->person_id));
	table_cell(table, state.length ? state : ranking_grade(page, year, result));
	table_light(table, result_state_light(it->shown.state),
		    str_from(page_text(page, result_states[it->shown.state].label)));
	table_link(table, str_from(page_text(page, MESSAGE_FEEDBACK_LETTER)),
		   link_subject_letter(page, SCHEME_PERSON, year->year, it->person_id));
	put_objection(page, it, table);
}

/* A year in which the person is appraised at no level (any more) has no row. */
static int add_year(struct page *page, int64_t person_id, int year, struct table_view *table,
		    struct error *err)
{
	struct person_year it = { .person_id = person_id,
				  .shown.place = { page->jurisdiction_id, year, SCHEME_PERSON, 0,
						   STR_EMPTY } };
	int rc = result_place_of(page->db, person_id, page->arena, &it.shown.place, err);

	if (rc == -ERR_NOT_FOUND)
		return 0;
	if (rc == 0)
		rc = result_load(page->db, &it.shown.place, page->arena, &it.shown.versions, err);
	if (rc < 0)
		return rc;
	result_shown_default(page, &it.shown);
	if (it.shown.hidden) {
		put_hidden(page, year, table);
		return 0;
	}
	it.shown.request.subject_id = person_id;
	rc = appraisal_load(page->db, &it.shown.request, page->arena, &it.year, err);
	if (rc == 0)
		put_year(page, &it, table);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int show_results(struct page *page, struct error *err)
{
	struct person_result_view view = { .title = STR_EMPTY };
	struct person person;
	int years[YEARS_MAXIMUM];
	size_t count = 0;
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_DERIVATION_READ, 0, key.id, err);
	if (rc == 0)
		rc = record_get(page->db, &person_record, key, page->arena, &person, err);
	if (rc == 0)
		rc = read_years(page, key.id, years, &count, err);
	put_columns(page, &view.results);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_year(page, key.id, years[i], &view.results, err);
	if (rc == 0)
		rc = table_check(&view.results, err);
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
	  .access = PERMISSION_DERIVATION_READ, .title = MESSAGE_PERSON_RESULTS_LINK,
	  .show = show_results },
	{ .path = NULL },
};
