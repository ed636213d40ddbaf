/*
 * ranking_pages.c - the groups of a year, the ranking of a group, the derivation of a result.
 * Nothing here is stored: every page appraises what it shows from scores and entries.
 */
#include "messages_common.h"
#include "messages_people.h"
#include "messages_persons_result.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/objection_pages.h"
#include "process/ranking_rows_view.h"
#include "process/ranking_view.h"
#include "process/scheme_version.h"
#include "process/subject_view.h"
#include "process/trigger_view.h"
#include "statements_appraisal_group.h"
#include "statements_ranking_pages.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/route.h"
#include "web/view_field.h"

#define MISSING_SHOWN 50
#define GROUPS_SHOWN 64
#define YEARS_SHOWN 12

static struct str year_text(struct page *page, int year)
{
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };

	return page_message(page, MESSAGE_LAYOUT_YEAR, &value, 1);
}

static struct str scheme_text(struct page *page, const struct scheme *scheme)
{
	struct message_value values[] = {
		{ "title", page->language == LANGUAGE_ZH ? scheme->title.zh : scheme->title.en },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
	};

	return page_message(page, MESSAGE_RANKING_SCHEME, values, 2);
}

/* A year ------------------------------------------------------------------------------------- */

/* Empty when the asker may not read it. */
static struct safe_url derivation_url(struct page *page, const struct appraisal_year *year,
				      int member)
{
	int64_t id = year->subjects[member].id;

	if (!subject_may(page, PERMISSION_DERIVATION_READ, year->subject, id))
		return (struct safe_url){ STR_EMPTY };
	return link_subject_derivation(page, year->subject, year->year, id);
}

static enum message cell_word(enum cell_state state)
{
	if (state == CELL_CONTRADICTORY)
		return MESSAGE_DERIVATION_PAGE_CONTRADICTORY;
	if (state == CELL_OUT_OF_RANGE)
		return MESSAGE_DERIVATION_PAGE_OUT_OF_RANGE;
	return MESSAGE_DERIVATION_PAGE_MISSING;
}

static void put_missing(struct page *page, const struct appraisal_year *year,
			const struct appraisal_missing *cell, struct table_view *table)
{
	const struct scheme_indicator *indicator = &year->scheme->indicators[cell->indicator];
	struct str title = page->language == LANGUAGE_ZH ? indicator->title.zh
							 : indicator->title.en;

	table_row(table);
	table_heading(table, year->subjects[cell->member].name,
		      derivation_url(page, year, cell->member));
	table_link(table,
		   arena_format(page->arena, "%.*s %.*s", STR_ARG(indicator->code),
				STR_ARG(title)),
		   link_score_cell(page,
				   link_subject_scores(page, year, year->subjects[cell->member].id),
				   indicator->code));
	table_light(table, "light late", str_from(page_text(page, cell_word(cell->state))));
}

static int fill_missing(struct page *page, const struct ranking_set *set,
			struct table_view *table, size_t *out_count, struct error *err)
{
	*out_count = 0;
	table_init(table, page->arena, page_text(page, MESSAGE_RANKING_MISSING), "");
	table_column(table,
		     page_text(page, set->subject == SCHEME_PERSON ? MESSAGE_PERSON_LABEL
								   : MESSAGE_UNIT_LABEL),
		     0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_INDICATOR), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	for (size_t i = 0; i < set->count; i++) {
		const struct appraisal_year *year = set->items[i].year;
		const struct appraisal_missing *cell =
			year ? appraisal_missing_cells(year->appraisal) : NULL;

		for (; cell; cell = cell->next)
			if ((*out_count)++ < MISSING_SHOWN)
				put_missing(page, year, cell, table);
	}
	return table_check(table, err);
}

static struct str year_about(struct page *page, const struct ranking_set *set)
{
	struct message_value values[] = {
		{ "units", page_number(page, (int64_t)set->subjects) },
		{ "groups", page_number(page, (int64_t)set->count) },
		{ "scheme", scheme_text(page, set->scheme) },
	};

	return page_message(page,
			    set->subject == SCHEME_PERSON ? MESSAGE_RANKING_LEVELS_ABOUT
							  : MESSAGE_RANKING_YEAR_ABOUT,
			    values, 3);
}

/* From the groups to the levels, for those who may see them, and back. */
static void fill_other_subject(struct page *page, const struct ranking_set *set,
			       struct year_view *view)
{
	const struct scheme_request wanted = { page->jurisdiction_id, SCHEME_PERSON, set->year };
	struct scheme *scheme;
	struct error none = { 0 };

	view->is_levels = set->subject == SCHEME_PERSON;
	if (view->is_levels) {
		view->other = link_year(page, set->year);
		view->other_label = str_from(page_text(page, MESSAGE_RANKING_UNITS_OF_YEAR));
	} else if (result_sees_drafts(page) &&
		   scheme_load(page->db, &wanted, page->arena, &scheme, &none) == 0) {
		view->other = link_subject_year(page, SCHEME_PERSON, set->year);
		view->other_label = str_from(page_text(page, MESSAGE_RANKING_LEVELS_OF_YEAR));
	}
}

static int render_year(struct page *page, const struct ranking_set *set, struct error *err)
{
	struct message_value value = { "year", arena_format(page->arena, "%d", set->year) };
	bool persons = set->subject == SCHEME_PERSON;
	struct year_view view = { .title = page_message(page,
							persons ? MESSAGE_RANKING_LEVELS_TITLE
								: MESSAGE_RANKING_YEAR_TITLE,
							&value, 1) };
	size_t missing = 0;
	int rc = ranking_groups_table(page, set, &view.groups, err);

	if (rc == 0)
		rc = fill_missing(page, set, &view.missing, &missing, err);
	if (rc < 0)
		return rc;
	value = (struct message_value){ "count", page_number(page, (int64_t)missing) };
	view.about = year_about(page, set);
	/* Which cells are missing belongs to the derivations. */
	view.has_missing = missing > 0 && result_sees_drafts(page);
	view.missing_about = page_message(page,
					  missing > MISSING_SHOWN ? MESSAGE_RANKING_MISSING_FIRST
								  : MESSAGE_LIST_TOTAL,
					  &value, 1);
	fill_other_subject(page, set, &view);
	view.csv = safe_url_format(page->arena, persons ? "/years/%d/levels.csv" : "/years/%d.csv",
				   (int64_t)set->year);
	view.json = safe_url_format(page->arena,
				    persons ? "/years/%d/levels.json" : "/years/%d.json",
				    (int64_t)set->year);
	return page_render(page, view.title, template_year_page_slot(&view), err);
}

static int show_year(struct page *page, struct error *err)
{
	struct ranking_set set;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0 && subject_of_route(page) == SCHEME_PERSON && !result_sees_drafts(page))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	if (rc == 0)
		rc = ranking_set_load(page, year, subject_of_route(page), &set, err);
	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return ranking_csv(page, &set, err);
	if (page->format == PAGE_JSON)
		return ranking_json(page, &set, err);
	return render_year(page, &set, err);
}

/* The newest year; before the first import a page that says what to do. */
static int show_years(struct page *page, struct error *err)
{
	struct year_view view = { .title = str_from(page_text(page, MESSAGE_MENU_YEARS)),
				  .about = str_from(page_text(page, MESSAGE_RANKING_NO_YEAR)),
				  .csv = SAFE_URL("/schemes.csv"),
				  .json = SAFE_URL("/schemes.json") };
	int64_t year;
	int rc = db_get_int(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &year, err);

	if (rc == 0)
		page_redirect(page, link_year(page, year));
	if (rc != -ERR_NOT_FOUND)
		return rc;
	rc = ranking_groups_table(page, &(struct ranking_set){ .count = 0 }, &view.groups, err);
	return rc < 0 ? rc : page_render(page, view.title, template_year_page_slot(&view), err);
}

/* A group ------------------------------------------------------------------------------------ */

static bool is_public(const struct result_list *results, int64_t group_id)
{
	for (size_t i = 0; i < results->count; i++)
		if (results->items[i].group_id == group_id &&
		    (results->items[i].state == RESULT_PUBLICITY ||
		     results->items[i].state == RESULT_FINAL))
			return true;
	return false;
}

static int fill_levels(struct page *page, const struct appraisal_year *year,
		       struct derivation_links *out, struct error *err)
{
	struct result_place place = subject_place(page, year);
	const struct scheme *scheme = year->scheme;

	out->items = ARENA_ARRAY(page->arena, struct derivation_link, scheme->class_count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "levels");
	for (size_t i = 0; i < scheme->class_count; i++) {
		place.level = scheme->classes[i].code;
		out->items[out->count++] = (struct derivation_link){
			.label = page->language == LANGUAGE_ZH ? scheme->classes[i].title.zh
							       : scheme->classes[i].title.en,
			.url = link_result_ranking(page, &place, 0),
			.current = str_equal(place.level, year->groups[0].level) ? "page" : "false",
		};
	}
	return 0;
}

/* The year's groups whose ranking the asker may open. */
static int fill_other_groups(struct page *page, const struct appraisal_year *year,
			     struct derivation_links *out, struct error *err)
{
	const struct result_place place = { page->jurisdiction_id, year->year, SCHEME_UNIT, 0,
					    STR_EMPTY };
	bool drafts = result_sees_drafts(page);
	struct result_list results;
	struct db_query *query;
	int rc;

	if (year->subject == SCHEME_PERSON)
		return fill_levels(page, year, out, err);
	rc = result_load(page->db, &place, page->arena, &results, err);
	if (rc < 0)
		return rc;
	rc = db_query_open(page->db, STATEMENT_RANKING_GROUPS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("year", year->year)),
			       &query, err);

	if (rc < 0)
		return rc;
	out->items = ARENA_ARRAY(page->arena, struct derivation_link, GROUPS_SHOWN);
	while (out->items && out->count < GROUPS_SHOWN && (rc = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0);

		if (!drafts && !is_public(&results, id))
			continue;
		out->items[out->count++] = (struct derivation_link){
			.label = db_query_copy(query, 1, page->arena),
			.url = link_ranking(page, year->year, id, 0),
			.current = id == year->groups[0].id ? "page" : "false",
		};
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* The query's name for a member: ?unit= or ?person=. */
static const char *member_key(const struct appraisal_year *year)
{
	return year->subject == SCHEME_PERSON ? "person" : "unit";
}

/* Whose derivation stands beside: the unit asked for, else the last one, else the first that may be
 * seen. -1: none. */
static int selected_member(struct page *page, const struct appraisal_year *year)
{
	const struct appraisal_ranking *group = appraisal_ranking(year->appraisal, 0);
	int64_t id;

	if (id_parse(form_value(page->query, member_key(year)), &id)) {
		int member = appraisal_year_member(year, id);

		if (member >= 0 && subject_may(page, PERMISSION_DERIVATION_READ, year->subject, id))
			return member;
	}
	if (rights_has_everywhere(&page->rights, PERMISSION_DERIVATION_READ))
		return group->last >= 0 ? group->last : group->members ? group->order[0] : -1;
	for (size_t i = 0; i < group->members; i++)
		if (subject_may(page, PERMISSION_DERIVATION_READ, year->subject,
				year->subjects[group->order[i]].id))
			return group->order[i];
	return -1;
}

static struct str summary_title(struct page *page, const struct appraisal_year *year, int member)
{
	struct message_value values[] = {
		{ "unit", year->subjects[member].name },
		{ "total", ranking_total(page, year, appraisal_result(year->appraisal, member)) },
	};

	return page_message(page,
			    values[1].text.length ? MESSAGE_RANKING_WHY : MESSAGE_RANKING_WHY_NONE,
			    values, values[1].text.length ? 2 : 1);
}

static int fill_summary(struct page *page, const struct appraisal_year *year, int member,
			struct derivation_summary *out, struct error *err)
{
	struct derivation *derivation;
	int64_t id = year->subjects[member].id;
	struct trigger_findings findings;
	int rc = derivation_make(year->appraisal, member, page->arena, &derivation, err);

	if (rc == 0)
		rc = derivation_summarise(page, derivation, out, err);
	if (rc == 0 && year->subject == SCHEME_UNIT)
		rc = trigger_read(page, year->year, id, &findings, err);
	if (rc == 0 && year->subject == SCHEME_UNIT)
		rc = trigger_fill(page, year->scheme, &findings, true, &out->triggers, err);
	if (rc < 0)
		return rc;
	out->title = summary_title(page, year, member);
	out->url_full = link_subject_derivation(page, year->subject, year->year, id);
	out->url_unit = link_subject(page, year->subject, id);
	out->is_person = year->subject == SCHEME_PERSON;
	return 0;
}

static void fill_ranking_texts(struct page *page, const struct appraisal_year *year,
			       struct ranking_view *view)
{
	const struct appraisal_ranking *group = appraisal_ranking(year->appraisal, 0);
	struct message_value title[] = {
		{ "year", arena_format(page->arena, "%d", year->year) },
		{ "group", subject_group_name(page, &year->groups[0]) },
	};
	struct message_value about[] = {
		{ "count", page_number(page, (int64_t)group->members) },
		{ "scheme", scheme_text(page, year->scheme) },
	};
	struct message_value incomplete = { "count", page_number(page, (int64_t)group->incomplete) };
	const struct result_place place = subject_place(page, year);

	view->title = page_message(page, MESSAGE_RANKING_TITLE, title, 2);
	view->about = page_message(page,
				   year->subject == SCHEME_PERSON ? MESSAGE_RANKING_LEVEL_ABOUT
								  : MESSAGE_RANKING_ABOUT,
				   about, 2);
	view->year = year_text(page, year->year);
	view->url_year = link_subject_year(page, year->subject, year->year);
	if (group->incomplete)
		view->incomplete =
			page_message(page, MESSAGE_RANKING_WHY_INCOMPLETE, &incomplete, 1);
	view->years = link_result_file(page, &place, "/years");
	view->csv = link_result_file(page, &place, ".csv");
	view->json = link_result_file(page, &place, ".json");
	if (rights_has_everywhere(&page->rights, PERMISSION_RESULT_MANAGE))
		view->letters = link_result_file(page, &place, "/letters.pdf");
}

/* The page asked for by ?from=, else the one that has the unit of ?unit=, else the first. */
static size_t first_row(struct page *page, const struct appraisal_year *year, int member)
{
	const struct appraisal_ranking *group = appraisal_ranking(year->appraisal, 0);
	struct str from = form_value(page->query, "from");
	int64_t position;

	if (str_parse_int(from, 1, (int64_t)group->members, &position))
		return ranking_first((size_t)position - 1);
	if (!form_has(page->query, member_key(year)))
		return 0;
	for (size_t i = 0; i < group->members; i++)
		if (group->order[i] == member)
			return ranking_first(i);
	return 0;
}

static struct safe_url page_from(struct page *page, const struct appraisal_year *year,
				 size_t first)
{
	const struct result_place place = subject_place(page, year);

	return safe_url_with(page->arena, link_result_ranking(page, &place, 0), "from",
			     arena_format(page->arena, "%zu", first + 1));
}

static void fill_pager(struct page *page, const struct appraisal_year *year, size_t first,
		       struct ranking_view *view)
{
	size_t members = appraisal_ranking(year->appraisal, 0)->members;
	size_t end = first + RANKING_ROWS;
	struct message_value values[] = {
		{ "first", page_number(page, (int64_t)(first + 1)) },
		{ "last", page_number(page, (int64_t)(end < members ? end : members)) },
		{ "count", page_number(page, (int64_t)members) },
	};

	if (members <= RANKING_ROWS)
		return;
	view->shown = page_message(page, MESSAGE_RANKING_SHOWN, values, 3);
	if (first)
		view->previous = page_from(page, year, first - RANKING_ROWS);
	if (end < members)
		view->next = page_from(page, year, end);
}

/* The scoring table, for whoever may score one of the group. */
static struct safe_url group_scores(struct page *page, const struct appraisal_year *year)
{
	for (size_t i = 0; i < year->subject_count; i++)
		if (subject_may(page, PERMISSION_SCORE_WRITE, year->subject, year->subjects[i].id))
			return link_subject_scores(page, year, 0);
	return (struct safe_url){ STR_EMPTY };
}

static int render_ranking(struct page *page, const struct result_shown *shown,
			  const struct appraisal_year *year, struct error *err)
{
	struct ranking_view view = { .has_summary = false };
	int member = selected_member(page, year);
	struct ranking_history before;
	struct ranking_window window = { .before = &before,
					 .first = first_row(page, year, member) };
	int rc = ranking_history_load(page, &shown->place, year->year - 1, &before, err);

	if (member >= 0)
		window.selected_id = year->subjects[member].id;
	if (rc == 0)
		rc = ranking_table(page, year, &window, &view.rows, err);
	if (rc == 0)
		rc = fill_other_groups(page, year, &view.groups, err);
	if (rc == 0 && member >= 0)
		rc = fill_summary(page, year, member, &view.summary, err);
	if (rc == 0)
		rc = distribution_fill(page, year, 0, &view.distribution, err);
	if (rc == 0)
		rc = quota_fill(page, year, 0, &view.quota, err);
	if (rc < 0)
		return rc;
	view.has_summary = member >= 0;
	result_banner_fill(page, shown, &view.banner);
	fill_ranking_texts(page, year, &view);
	fill_pager(page, year, window.first, &view);
	view.scores = group_scores(page, year);
	return page_render(page, view.title, template_ranking_page_slot(&view), err);
}

static int show_ranking(struct page *page, struct error *err)
{
	struct appraisal_year *loaded;
	struct result_place place;
	struct result_shown shown;
	struct ranking_group group;
	struct ranking_set set;
	int rc = result_place_from(page, &place, err);

	if (rc == 0)
		rc = result_shown_load(page, &place, &shown, err);
	if (rc == 0)
		rc = result_shown_check(&shown, err);
	if (rc == 0)
		rc = appraisal_load(page->db, &shown.request, page->arena, &loaded, err);
	if (rc < 0)
		return rc;
	ranking_set_of(&shown, loaded, &group, &set);
	if (page_wants_table(page))
		return ranking_csv(page, &set, err);
	if (page->format == PAGE_JSON)
		return ranking_json(page, &set, err);
	return render_ranking(page, &shown, loaded, err);
}

static const struct view_field result_view[] = {
	{ .name = "unit_id", .type = VIEW_ID },
	{ .name = "unit_code", .type = VIEW_TEXT },
	{ .name = "unit", .type = VIEW_TEXT },
	DERIVATION_RESULT_VIEW,
	{ .name = "missing", .type = VIEW_INTEGER },
	{ .name = NULL },
};

static const struct view_field group_view[] = {
	{ .name = "group_id", .type = VIEW_ID },
	{ .name = "group", .type = VIEW_TEXT },
	{ .name = "complete", .type = VIEW_BOOLEAN },
	{ .name = "distribution", .type = VIEW_ARRAY, .items = distribution_json_view },
	{ .name = "quotas", .type = VIEW_ARRAY, .items = quota_json_view },
	{ .name = "results", .type = VIEW_ARRAY, .items = result_view },
	{ .name = NULL },
};

/* What ranking_json() writes. */
static const struct view_field ranking_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "scheme", .type = VIEW_TEXT },
	{ .name = "version", .type = VIEW_INTEGER },
	{ .name = "groups", .type = VIEW_ARRAY, .items = group_view },
	{ .name = NULL },
};

static const struct view_field person_result_view[] = {
	{ .name = "person_id", .type = VIEW_ID },
	{ .name = "person_code", .type = VIEW_TEXT },
	{ .name = "person", .type = VIEW_TEXT },
	DERIVATION_RESULT_VIEW,
	{ .name = "missing", .type = VIEW_INTEGER },
	{ .name = NULL },
};

static const struct view_field level_view[] = {
	{ .name = "level", .type = VIEW_TEXT },
	{ .name = "group", .type = VIEW_TEXT },
	{ .name = "complete", .type = VIEW_BOOLEAN },
	{ .name = "distribution", .type = VIEW_ARRAY, .items = distribution_json_view },
	{ .name = "quotas", .type = VIEW_ARRAY, .items = quota_json_view },
	{ .name = "results", .type = VIEW_ARRAY, .items = person_result_view },
	{ .name = NULL },
};

/* The same of persons. */
static const struct view_field level_ranking_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "scheme", .type = VIEW_TEXT },
	{ .name = "version", .type = VIEW_INTEGER },
	{ .name = "groups", .type = VIEW_ARRAY, .items = level_view },
	{ .name = NULL },
};

const struct route ranking_routes[] = {
	{ .method = HTTP_GET, .path = "/years", .access = PERMISSION_RESULT_READ,
	  .title = MESSAGE_MENU_YEARS, .show = show_years },
	{ .method = HTTP_GET, .path = "/years/{year}", .access = PERMISSION_RESULT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_YEARS, .show = show_year,
	  .view = ranking_view },
	{ .method = HTTP_GET, .path = "/years/{year}/groups/{group}",
	  .access = PERMISSION_RESULT_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_MENU_YEARS, .show = show_ranking,
	  .view = ranking_view },
	{ .method = HTTP_GET, .path = "/years/{year}/levels", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_RANKING_LEVELS,
	  .show = show_year, .view = level_ranking_view },
	{ .method = HTTP_GET, .path = "/years/{year}/levels/{level}",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_RANKING_LEVELS, .show = show_ranking, .view = level_ranking_view },
	{ .path = NULL },
};
