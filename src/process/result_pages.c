/*
 * result_pages.c - a group's result of a year: state, versions, what changed, objections.
 *
 * Data: result.h. Who: everybody of the business reads it once it is public; the office moves it
 * (result_move_pages.c). Groups of units and levels of persons share the handlers.
 */
#include "messages_common.h"
#include "messages_people.h"
#include "messages_result.h"
#include "messages_web.h"
#include "people/appraisal_group.h"
#include "process/objection_pages.h"
#include "process/ranking_rows_view.h"
#include "process/result_pages.h"
#include "process/scheme_version.h"
#include "process/subject_view.h"
#include "statements_result_pages.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/route.h"

#define MEMBERS_ASKED 200 /* members among which one's own are looked for */

int result_place_from(struct page *page, struct result_place *out, struct error *err)
{
	struct result_place place = { page->jurisdiction_id, 0, subject_of_route(page), 0,
				      STR_EMPTY };
	int rc = page_parameter_year(page, 0, &place.year, err);

	/* Results of persons are not for everybody. Whether the scheme has such a level shows later. */
	if (place.subject == SCHEME_PERSON)
		place.level = page->parameters[1];
	if (rc == 0 && place.subject == SCHEME_UNIT)
		rc = page_parameter_id(page, 1, &place.group_id, err);
	else if (rc == 0 && !result_sees_drafts(page))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	if (rc == 0)
		*out = place;
	return rc;
}

/* Versions ----------------------------------------------------------------------------------- */

static void put_version(struct page *page, const struct result_shown *shown,
			const struct result *result, struct table_view *table)
{
	enum result_state state = (enum result_state)result->state;
	bool dated = result->publicity_from != CIVIL_NO_DAY;

	table_row(table);
	table_heading(table, arena_format(page->arena, "%lld", (long long)result->version),
		      state == RESULT_DROPPED
			      ? (struct safe_url){ STR_EMPTY }
			      : link_result_ranking(page, &shown->place, result->version));
	table_light(table, result_state_light(state),
		    str_from(page_text(page, result_states[state].label)));
	table_cell(table, dated ? arena_format(page->arena, "%.*s – %.*s",
					       STR_ARG(page_day(page, result->publicity_from)),
					       STR_ARG(page_day(page, result->publicity_to)))
				: STR("—"));
	table_cell(table, result->final_day == CIVIL_NO_DAY ? STR("—")
							    : page_day(page, result->final_day));
	table_cell(table, result->note.length ? result->note : result->reason);
	table_link(table, result->reference.length ? result->reference
						   : str_from(page_text(page, MESSAGE_PROOF_DOWNLOAD)),
		   link_proof(page, "result", result->head.id));
}

static int fill_versions(struct page *page, const struct result_shown *shown,
			 struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_RESULT_PAGE_VERSIONS),
		   page_text(page, MESSAGE_RESULT_PAGE_NO_VERSIONS));
	table_column(table, page_text(page, MESSAGE_RESULT_VERSION), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RESULT_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_PUBLICITY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RESULT_FINAL_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_COMMON_REASON), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_RESULT_REFERENCE), COLUMN_WIDE);
	for (size_t i = 0; i < shown->versions.count; i++)
		put_version(page, shown, &shown->versions.items[i], table);
	return table_check(table, err);
}

/* Changes ------------------------------------------------------------------------------------ */

static const struct result *version_before(const struct result_shown *shown)
{
	for (size_t i = 0; i < shown->versions.count; i++)
		if (shown->versions.items[i].version < shown->result->version &&
		    shown->versions.items[i].state == RESULT_FINAL)
			return &shown->versions.items[i];
	return NULL;
}

static struct str place_text(struct page *page, const struct appraisal_year *year, int member)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);

	if (!result->has_total)
		return STR("—");
	return arena_format(page->arena, "%.*s · %d",
			    STR_ARG(ranking_total(page, year, result)), result->rank);
}

static bool differs(const struct appraisal_result *a, const struct appraisal_result *b)
{
	return a->has_total != b->has_total || decimal_compare(a->total, b->total) != 0 ||
	       a->rank != b->rank || a->grade != b->grade || a->vetoed != b->vetoed;
}

static void put_changes(struct page *page, const struct appraisal_year *before,
			const struct appraisal_year *now, struct table_view *table)
{
	const struct appraisal_ranking *ranking = appraisal_ranking(now->appraisal, 0);

	for (size_t i = 0; i < ranking->members; i++) {
		int member = ranking->order[i];
		int64_t id = now->subjects[member].id;
		int former = appraisal_year_member(before, id);

		if (former >= 0 && !differs(appraisal_result(before->appraisal, former),
					    appraisal_result(now->appraisal, member)))
			continue;
		table_row(table);
		table_heading(table, now->subjects[member].name,
			      page_may(page, PERMISSION_DERIVATION_READ, id, 0) &&
					      now->subject == SCHEME_UNIT
				      ? link_derivation(page, now->year, id)
				      : (struct safe_url){ STR_EMPTY });
		table_cell(table, former < 0 ? STR("—") : place_text(page, before, former));
		table_cell(table, place_text(page, now, member));
	}
}

/* What publicity, or the correction, changed: the figures before and now. */
static int fill_changes(struct page *page, const struct result_shown *shown,
			struct result_page_view *view, struct error *err)
{
	const struct result *former = shown->result ? version_before(shown) : NULL;
	struct table_view *table = &view->changes;
	struct appraisal_request request;
	struct appraisal_year *before, *now;
	int rc;

	if (!shown->result || (!former && shown->state == RESULT_DRAFT))
		return 0;
	request = former ? result_request(former) : shown->request;
	if (!former)
		request.as_of = shown->result->publicity_basis;
	rc = appraisal_load(page->db, &request, page->arena, &before, err);
	if (rc == 0)
		rc = appraisal_load(page->db, &shown->request, page->arena, &now, err);
	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_RESULT_PAGE_CHANGES), "");
	table_column(table, page_text(page, MESSAGE_ENTRIES_SUBJECT), 0);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_BEFORE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_NOW), COLUMN_NUMBER);
	put_changes(page, before, now, table);
	view->has_changes = table->rows.count > 0;
	view->changes_about = str_from(page_text(page, former
							       ? MESSAGE_RESULT_PAGE_SINCE_VERSION
							       : MESSAGE_RESULT_PAGE_SINCE_PUBLICITY));
	return table_check(table, err);
}

/* Objecting ---------------------------------------------------------------------------------- */

struct member_list {
	int64_t ids[MEMBERS_ASKED];
	struct str names[MEMBERS_ASKED];
	size_t count;
};

static int read_members(struct page *page, const struct result_place *place,
			struct member_list *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_RESULT_PAGES_MEMBERS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("group_id", place->group_id),
				       db_int("maximum", MEMBERS_ASKED)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (out->count < MEMBERS_ASKED && (rc = db_query_step(query, err)) > 0) {
		out->ids[out->count] = db_query_int(query, 0);
		out->names[out->count++] = db_query_copy(query, 1, page->arena);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* The asker's own units of the group, while it is public. */
static int fill_objectors(struct page *page, const struct result_shown *shown,
			  struct result_page_view *view, struct error *err)
{
	struct table_view *table = &view->objectors;
	struct member_list *members = ARENA_NEW(page->arena, struct member_list);
	int rc;

	if (!(page->permissions & PERMISSION_OBJECTION_RAISE) || !shown->latest ||
	    shown->latest->state != RESULT_PUBLICITY || shown->place.subject != SCHEME_UNIT)
		return 0;
	if (!members)
		return error_broken(err, ERR_MEMORY, "members");
	rc = read_members(page, &shown->place, members, err);
	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_RESULT_PAGE_OBJECT), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_OBJECT), COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	for (size_t i = 0; i < members->count; i++) {
		if (!page_may(page, PERMISSION_OBJECTION_RAISE, members->ids[i], 0))
			continue;
		table_row(table);
		table_heading(table, members->names[i],
			      link_derivation(page, shown->place.year, members->ids[i]));
		table_link(table, str_from(page_text(page, MESSAGE_RESULT_PAGE_OBJECT)),
			   link_objection_new(page, shown->latest->head.id, members->ids[i]));
	}
	view->has_objectors = table->rows.count > 0;
	return table_check(table, err);
}

/* The page ----------------------------------------------------------------------------------- */

static struct str group_name_of(struct page *page, const struct result_shown *shown,
				const struct scheme *scheme, struct error *err)
{
	struct appraisal_group group;

	if (shown->place.subject == SCHEME_PERSON) {
		int level = scheme_class_code_find(scheme, shown->place.level);

		if (level < 0)
			return STR_EMPTY;
		return page->language == LANGUAGE_ZH ? scheme->classes[level].title.zh
						     : scheme->classes[level].title.en;
	}
	if (record_get(page->db, &appraisal_group_record,
		       (struct record_key){ page->jurisdiction_id, shown->place.group_id },
		       page->arena, &group, err) < 0 ||
	    group.year != shown->place.year)
		return STR_EMPTY;
	return group.name;
}

static int load_scheme(struct page *page, const struct result_shown *shown, struct scheme **out,
		       struct error *err)
{
	const struct scheme_request wanted = { page->jurisdiction_id, shown->place.subject,
					       shown->place.year };

	if (shown->request.scheme_id)
		return scheme_load_version(page->db, page->jurisdiction_id,
					   shown->request.scheme_id, page->arena, out, err);
	return scheme_load(page->db, &wanted, page->arena, out, err);
}

static int fill_title(struct page *page, const struct result_shown *shown,
		      const struct scheme *scheme, struct result_page_view *view,
		      struct error *err)
{
	struct message_value values[] = {
		{ "year", arena_format(page->arena, "%d", shown->place.year) },
		{ "group", group_name_of(page, shown, scheme, err) },
	};
	struct message_value about[] = {
		{ "title", page->language == LANGUAGE_ZH ? scheme->title.zh : scheme->title.en },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
	};

	if (!values[1].text.length)
		return error_set(err, ERR_NOT_FOUND, "There is no such group in that year.",
				 "该年度没有这个考核组。");
	view->title = page_message(page, MESSAGE_RESULT_PAGE_TITLE, values, 2);
	view->about = page_message(page, MESSAGE_RANKING_SCHEME, about, 2);
	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, values, 1);
	view->url_year = link_subject_year(page, shown->place.subject, shown->place.year);
	view->url_ranking = link_result_ranking(page, &shown->place, 0);
	return 0;
}

static int result_json(struct page *page, const struct result_shown *shown)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year");
	json_int(&json, shown->place.year);
	json_name(&json, "state");
	json_str(&json, str_from(result_state_name(shown->state)));
	json_name(&json, "versions");
	json_array_begin(&json);
	for (size_t i = 0; i < shown->versions.count; i++)
		record_json(&result_record, &shown->versions.items[i], &json);
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

int result_show(struct page *page, struct error *err)
{
	struct result_page_view view = { .has_changes = false };
	struct result_shown shown;
	struct result_place place;
	struct scheme *scheme = NULL;
	int rc = result_place_from(page, &place, err);

	if (rc == 0)
		rc = result_shown_load(page, &place, &shown, err);
	if (rc == 0)
		rc = load_scheme(page, &shown, &scheme, err);
	if (rc == 0)
		rc = fill_title(page, &shown, scheme, &view, err);
	if (rc == 0 && page->format == PAGE_JSON)
		return result_json(page, &shown);
	if (rc == 0)
		rc = fill_versions(page, &shown, &view.versions, err);
	if (rc == 0 && !shown.hidden)
		rc = fill_changes(page, &shown, &view, err);
	if (rc == 0)
		rc = result_forms_fill(page, &shown, scheme, &view.forms, err);
	if (rc == 0)
		rc = fill_objectors(page, &shown, &view, err);
	if (rc == 0)
		rc = objection_table(page, &place, &view.objections, err);
	if (rc < 0)
		return rc;
	view.has_objections = view.objections.rows.count > 0;
	view.error = result_forms_error(page);
	result_banner_fill(page, &shown, &view.banner);
	view.banner.url.text = STR_EMPTY; /* this is the page */
	return page_render(page, view.title, template_result_page_slot(&view), err);
}

const struct route result_routes[] = {
	{ .method = HTTP_GET, .path = "/years/{year}/groups/{group}/result",
	  .access = PERMISSION_RESULT_READ, .flags = ROUTE_JSON, .title = MESSAGE_RESULT_LABEL,
	  .show = result_show },
	{ .method = HTTP_GET, .path = "/years/{year}/levels/{level}/result",
	  .access = PERMISSION_RESULT_READ, .flags = ROUTE_JSON, .title = MESSAGE_RESULT_LABEL,
	  .show = result_show },
	{ .path = NULL },
};
