/*
 * derivation_pages.c - how the total, rank and grade of a unit or a person of a year came about, in full.
 * A person's is for themself and for those who may read it; nothing of others is in it.
 */
#include "messages_common.h"
#include "messages_plan_points.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/ranking_rows_view.h"
#include "process/objection_pages.h"
#include "process/result_shown_view.h"
#include "process/score_source.h"
#include "process/subject_view.h"
#include "process/trigger_view.h"
#include "statements_group_member.h"
#include "statements_ranking_pages.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"
#include "web/view_field.h"

#define YEARS_SHOWN 12

struct derived {
	struct result_shown shown;
	struct appraisal_year *year;
	int member;
	struct derivation *derivation;
};

/* The version that the query asks for, of the group of that year. */
static int choose(struct page *page, int year, int64_t id, struct result_shown *out,
		  struct error *err)
{
	struct result_place place = { page->jurisdiction_id, year, subject_of_route(page), 0,
				      STR_EMPTY };
	int rc = result_place_of(page->db, id, page->arena, &place, err);

	if (rc == 0)
		rc = result_shown_load(page, &place, out, err);
	return rc < 0 ? rc : result_shown_check(out, err);
}

static int derive(struct page *page, int year, int64_t id, struct derived *out,
		  struct error *err)
{
	struct appraisal_request request;
	int rc = choose(page, year, id, &out->shown, err);

	if (rc < 0)
		return rc;
	request = out->shown.request;
	request.subject_id = id;
	rc = appraisal_load(page->db, &request, page->arena, &out->year, err);
	if (rc < 0)
		return rc;
	out->member = out->year->member;
	return derivation_make(out->year->appraisal, out->member, page->arena, &out->derivation,
			       err);
}

static int open_years(struct page *page, enum scheme_subject subject, int64_t id,
		      struct db_query **out, struct error *err)
{
	struct db_arg jurisdiction = db_int("jurisdiction_id", page->jurisdiction_id);

	if (subject == SCHEME_PERSON)
		return db_query_open(page->db, STATEMENT_RANKING_PERSON_YEARS,
				     DB_ARGS(jurisdiction, db_int("person_id", id)), out, err);
	return db_query_open(page->db, STATEMENT_GROUP_MEMBER_OF_UNIT,
			     DB_ARGS(jurisdiction, db_int("unit_id", id)), out, err);
}

/* The years in which the unit was in a group, or the person had marks. */
static int fill_years(struct page *page, const struct derived *derived,
		      struct derivation_links *out, struct error *err)
{
	struct db_query *query;
	enum scheme_subject subject = derived->year->subject;
	int64_t id = derived->year->subjects[derived->member].id;
	int rc = open_years(page, subject, id, &query, err);

	if (rc < 0)
		return rc;
	out->items = ARENA_ARRAY(page->arena, struct derivation_link, YEARS_SHOWN);
	while (out->items && out->count < YEARS_SHOWN && (rc = db_query_step(query, err)) > 0) {
		int64_t year = db_query_int(query, 0);

		out->items[out->count++] = (struct derivation_link){
			.label = arena_format(page->arena, "%lld", (long long)year),
			.url = link_subject_derivation(page, subject, year, id),
			.current = year == derived->year->year ? "page" : "false",
		};
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static struct str rank_text(struct page *page, const struct derived *derived)
{
	const struct appraisal_result *result =
		appraisal_result(derived->year->appraisal, derived->member);
	int group = derived->year->members[derived->member].group;
	struct message_value values[] = {
		{ "rank", arena_format(page->arena, "%d", result->rank) },
		{ "size",
		  arena_format(page->arena, "%zu",
			       appraisal_ranking(derived->year->appraisal, group)->ranked) },
	};

	if (!result->rank)
		return ranking_state(page, result);
	return page_message(page, MESSAGE_RANKING_PLACE, values, 2);
}

static struct str scheme_text(struct page *page, const struct scheme *scheme)
{
	struct message_value values[] = {
		{ "title", page->language == LANGUAGE_ZH ? scheme->title.zh : scheme->title.en },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
	};

	return page_message(page, MESSAGE_RANKING_SCHEME, values, 2);
}

static void fill_texts(struct page *page, const struct derived *derived,
		       struct derivation_view *view)
{
	const struct appraisal_year *year = derived->year;
	const struct appraised_subject *subject = &year->subjects[derived->member];
	const struct appraised_group *group =
		&year->groups[year->members[derived->member].group];
	const struct appraisal_result *result =
		appraisal_result(year->appraisal, derived->member);
	struct message_value title[] = {
		{ "unit", subject->name },
		{ "year", arena_format(page->arena, "%d", year->year) },
	};

	view->title = page_message(page, MESSAGE_DERIVATION_PAGE_TITLE, title, 2);
	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, &title[1], 1);
	view->unit_name = subject->name;
	view->group_name = subject_group_name(page, group);
	view->total = ranking_total(page, year, result);
	view->rank = rank_text(page, derived);
	view->grade = ranking_grade(page, year, result);
	view->scheme = scheme_text(page, year->scheme);
	view->about = arena_format(page->arena, "%.*s · %.*s", STR_ARG(view->group_name),
				   STR_ARG(view->scheme));
	view->source = page->language == LANGUAGE_ZH ? year->scheme->source.zh
						     : year->scheme->source.en;
	view->example = year->scheme->example;
	view->unverified = !year->scheme->verified;
}

static struct safe_url file_url(struct page *page, const struct appraisal_year *year, int64_t id,
				const char *ending)
{
	return safe_url_format(page->arena,
			       year->subject == SCHEME_PERSON ? "/years/%d/persons/%I%s"
							      : "/years/%d/units/%I%s",
			       (int64_t)year->year, id, ending);
}

static void fill_links(struct page *page, const struct derived *derived,
		       struct derivation_view *view)
{
	const struct appraisal_year *year = derived->year;
	int64_t id = year->subjects[derived->member].id;
	const struct result *result = derived->shown.result;

	view->url_year = link_subject_year(page, year->subject, year->year);
	view->url_ranking = link_subject_ranking(page, &derived->shown.place, id);
	view->url_unit = link_subject(page, year->subject, id);
	if (derived->shown.state == RESULT_PUBLICITY &&
	    subject_may(page, PERMISSION_OBJECTION_RAISE, year->subject, id))
		view->object = link_objection_new(page, result->head.id, id);
	if (page->permissions & PERMISSION_SCHEME_READ)
		view->url_scheme = link_scheme(page, year->scheme->record_id);
	view->letter = link_subject_letter(page, year->subject, year->year, id);
	view->csv = file_url(page, year, id, ".csv");
	view->json = file_url(page, year, id, ".json");
}

/* Marks that were taken from the plan may be taken anew; a draft's cells move by themselves. */
static void fill_renewal(struct page *page, const struct derived *derived,
			 struct sourced_parts *parts)
{
	static const struct form_label labels[] = { { "reason", MESSAGE_COMMON_REASON },
						    { NULL, MESSAGE_NONE } };
	const struct appraisal_year *year = derived->year;

	if (!parts->list.count || derived->shown.state == RESULT_FINAL || !derived->shown.result ||
	    !page_may(page, PERMISSION_RESULT_MANAGE, 0, 0))
		return;
	parts->renew = safe_url_format(page->arena, "/years/%d/units/%I/plan-points",
				       (int64_t)year->year, year->subjects[derived->member].id);
	parts->csrf = page_csrf(page);
	parts->reason = form_value(page->form, "reason");
	parts->error = form_error_text(page, labels);
	parts->class_reason = form_field_class(page, "reason");
}

static int render(struct page *page, const struct derived *derived, struct error *err)
{
	struct derivation_view view = { .example = false };
	struct trigger_findings findings;
	int64_t id = derived->year->subjects[derived->member].id;
	bool unit = derived->year->subject == SCHEME_UNIT;
	int rc;

	view.scores = link_subject_scores(page, derived->year, id);
	rc = derivation_fill(page, derived->derivation, &view, err);
	if (rc == 0)
		rc = sourced_parts_fill(page, derived->year, derived->member, &view.sourced, err);
	if (rc == 0 && unit)
		rc = trigger_read(page, derived->year->year, id, &findings, err);
	if (rc == 0 && unit)
		rc = trigger_fill(page, derived->year->scheme, &findings, false, &view.triggers,
				  err);
	if (rc == 0)
		rc = fill_years(page, derived, &view.years, err);
	if (rc == 0)
		rc = quota_fill(page, derived->year,
				derived->year->members[derived->member].group, &view.quota, err);
	if (rc == 0)
		rc = comparison_fill(page,
				     &(struct comparison_shown){ derived->year, derived->member,
								 derived->shown.state },
				     &view.comparison, err);
	if (rc < 0)
		return rc;
	fill_texts(page, derived, &view);
	fill_renewal(page, derived, &view.sourced);
	result_banner_fill(page, &derived->shown, &view.banner);
	view.banner.newest.text = STR_EMPTY;
	fill_links(page, derived, &view);
	return page_render(page, view.title, template_derivation_page_slot(&view), err);
}

static int show_json(struct page *page, const struct derived *derived, struct error *err)
{
	const struct comparison_shown shown = { derived->year, derived->member,
						derived->shown.state };
	struct comparison comparison;
	struct json json;
	int rc = comparison_around(page, &shown, &comparison, err);

	if (rc < 0)
		return rc;
	page_begin_json(page, &json);
	json_object_begin(&json);
	derivation_members_json(derived->derivation, page->language, page->arena, &json);
	comparison_json(&comparison, &json);
	rc = sourced_parts_json(page, derived->year, derived->member, &json, err);
	json_object_end(&json);
	return rc;
}

static int show_derivation(struct page *page, struct error *err)
{
	struct derived derived;
	int64_t id;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &id, err);
	if (rc == 0)
		rc = subject_check(page, PERMISSION_DERIVATION_READ, subject_of_route(page), id, err);
	if (rc == 0)
		rc = derive(page, year, id, &derived, err);
	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return derivation_csv(page, derived.derivation, "derivation", err);
	if (page->format == PAGE_HTML)
		return render(page, &derived, err);
	return show_json(page, &derived, err);
}

static int act_renew(struct page *page, struct act *act, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .subject = SCHEME_UNIT,
					     .day = act->day };
	struct appraisal_year *year = NULL;
	size_t count = 0;
	int rc = page_parameter_year(page, 0, &request.year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &request.subject_id, err);
	if (rc == 0)
		rc = page_check(page, PERMISSION_RESULT_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = appraisal_load(act->db, &request, page->arena, &year, err);
	if (rc == 0)
		rc = score_source_renew(act, year, form_value(page->form, "reason"), &count, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(act->arena, "%d %.*s", request.year,
				    STR_ARG(year->subjects[year->member].code));
	page_flash(page, count ? MESSAGE_FLASH_PLAN_POINTS_RENEWED : MESSAGE_FLASH_PLAN_POINTS_SAME);
	page_redirect(page, link_subject_derivation(page, SCHEME_UNIT, request.year,
						    request.subject_id));
	return 0;
}

static const struct route_input renew_input[] = {
	{ .name = "reason", .type = INPUT_TEXT, .required = true, .minimum = 1, .maximum = 500,
	  .label = MESSAGE_COMMON_REASON },
	{ .name = NULL },
};

static const struct view_field step_view[] = {
	{ .name = "kind", .type = VIEW_TEXT },
	{ .name = "text", .type = VIEW_TEXT },
	{ .name = "number", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "indicator", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "article", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "scorer", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "reason", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "reference", .type = VIEW_TEXT, .flags = VIEW_ABSENT },
	{ .name = "record_id", .type = VIEW_ID, .flags = VIEW_ABSENT },
	{ .name = "date", .type = VIEW_DAY, .flags = VIEW_ABSENT },
	{ .name = NULL },
};

/* What show_json() writes. */
static const struct view_field derivation_view[] = {
	{ .name = "scheme", .type = VIEW_TEXT },
	{ .name = "version", .type = VIEW_INTEGER },
	{ .name = "source", .type = VIEW_TEXT },
	{ .name = "verified", .type = VIEW_BOOLEAN },
	{ .name = "example", .type = VIEW_BOOLEAN },
	DERIVATION_RESULT_VIEW,
	{ .name = "quotas", .type = VIEW_ARRAY, .items = quota_json_view },
	{ .name = "steps", .type = VIEW_ARRAY, .items = step_view },
	{ .name = "comparison", .type = VIEW_ARRAY, .items = comparison_json_view },
	{ .name = "plan_points", .type = VIEW_ARRAY, .items = plan_points_view },
	{ .name = NULL },
};

const struct route derivation_routes[] = {
	{ .method = HTTP_GET, .path = "/years/{year}/units/{unit}",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_DERIVATION_PAGE_FULL, .show = show_derivation,
	  .view = derivation_view },
	{ .method = HTTP_GET, .path = "/years/{year}/persons/{person}",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_DERIVATION_PAGE_FULL, .show = show_derivation,
	  .view = derivation_view },
	{ .method = HTTP_POST, .path = "/years/{year}/units/{unit}/plan-points",
	  .access = PERMISSION_RESULT_MANAGE, .title = MESSAGE_DERIVATION_PAGE_FULL,
	  .show = show_derivation, .act = act_renew, .act_kind = "score.renew",
	  .input = renew_input },
	{ .path = NULL },
};
