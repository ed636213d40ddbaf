/*
 * result_pages.c - a group's result of a year: publish, withdraw, make final, correct.
 *
 * Data: result.h. Who: everybody of the business reads it once it is public; the office moves it. The
 * buttons are what the state table offers. Groups of units and levels of persons share the handlers.
 */
#include <stdio.h>

#include "people/appraisal_group.h"
#include "process/objection_pages.h"
#include "process/ranking_rows_view.h"
#include "process/result_view.h"
#include "process/scheme_version.h"
#include "process/subject_view.h"
#include "templates.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

#define MEMBERS_ASKED 200 /* members among which one's own are looked for */

static const struct form_label labels[] = {
	{ "publicity_to", MESSAGE_RESULT_PUBLICITY_TO },
	{ "reason", MESSAGE_COMMON_REASON },
	{ "note", MESSAGE_COMMON_REASON },
	{ "reference", MESSAGE_RESULT_REFERENCE },
	{ NULL, MESSAGE_NONE },
};

int result_place_from(struct page *page, struct result_place *out, struct error *err)
{
	bool person = subject_of_route(page) == SCHEME_PERSON;
	int64_t group = 0;
	int year, rc = page_parameter_year(page, 0, &year, err);

	/* Results of persons are not for everybody. */
	if (rc == 0 && !person)
		rc = page_parameter_id(page, 1, &group, err);
	else if (rc == 0 && (!str_parse_int(page->parameters[1], 1, 1000, &group) ||
			     !result_sees_drafts(page)))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	if (rc < 0)
		return rc;
	*out = (struct result_place){ page->jurisdiction_id, year,
				      person ? SCHEME_PERSON : SCHEME_UNIT, group };
	return 0;
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

/* Forms -------------------------------------------------------------------------------------- */

static const struct {
	const char *path;
	enum message about;
	bool period, reference, reason, main;
} event_forms[RESULT_EVENT_COUNT] = {
	[RESULT_PUBLISH] = { "publish", MESSAGE_RESULT_PAGE_PUBLISH_ABOUT, true, true, false, true },
	[RESULT_WITHDRAW] = { "withdraw", MESSAGE_RESULT_PAGE_WITHDRAW_ABOUT, false, false, true,
			      false },
	[RESULT_FINALISE] = { "finalise", MESSAGE_RESULT_PAGE_FINALISE_ABOUT, false, false, false,
			      true },
	[RESULT_DROP] = { "drop", MESSAGE_RESULT_PAGE_DROP_ABOUT, false, false, true, false },
};

static struct safe_url form_url(struct page *page, const struct result_place *place,
				const char *event)
{
	if (place->subject == SCHEME_PERSON)
		return safe_url_format(page->arena, "/years/%d/levels/%d/result/%s",
				       (int64_t)place->year, place->group_id, event);
	return safe_url_format(page->arena, "/years/%d/groups/%I/result/%s", (int64_t)place->year,
			       place->group_id, event);
}

static struct result_form *add_form(struct page *page, const struct result_shown *shown,
				    const char *event, struct result_forms *forms)
{
	struct result_form *form = &forms->items[forms->count++];

	*form = (struct result_form){
		.action = form_url(page, &shown->place, event),
		.id = event,
		.value_reference = form_value(page->form, "reference"),
		.value_reason = form_value(page->form, "reason"),
		.class_to = form_field_class(page, "publicity_to"),
		.class_reason = form_field_class(page, "reason"),
		.revision = shown->latest ? shown->latest->head.revision : 0,
		.csrf = page_csrf(page),
	};
	return form;
}

static int fill_period(struct page *page, const struct scheme *scheme, struct result_form *form,
		       struct error *err)
{
	int32_t earliest;
	struct message_value values[3];
	int rc = result_earliest_end(page->db, scheme, page->today, page->arena, &earliest, err);

	if (rc < 0)
		return rc;
	values[0] = (struct message_value){ "days", arena_format(page->arena, "%d",
								 scheme->publicity_days) };
	values[1] = (struct message_value){ "day", page_day(page, earliest) };
	values[2] = (struct message_value){ "article", scheme->publicity_article };
	form->earliest = page_message(page,
				      scheme->publicity_working ? MESSAGE_RESULT_PAGE_WORKING_DAYS
								: MESSAGE_RESULT_PAGE_CALENDAR_DAYS,
				      values, 3);
	form->value_to = form_has(page->form, "publicity_to")
				 ? form_value(page->form, "publicity_to")
				 : page_day(page, earliest);
	return 0;
}

static int add_offer(struct page *page, const struct result_shown *shown,
		     const struct scheme *scheme, const struct transition *row,
		     struct result_forms *forms, struct error *err)
{
	struct result_form *form;

	if (row->event == RESULT_DROP && (!shown->latest || shown->latest->version == 1))
		return 0;
	form = add_form(page, shown, event_forms[row->event].path, forms);
	form->label = row->label;
	form->about = event_forms[row->event].about;
	form->asks_period = event_forms[row->event].period;
	form->asks_reference = event_forms[row->event].reference;
	form->asks_reason = event_forms[row->event].reason;
	form->is_main = event_forms[row->event].main;
	return form->asks_period ? fill_period(page, scheme, form, err) : 0;
}

static int fill_forms(struct page *page, const struct result_shown *shown,
		      const struct scheme *scheme, struct result_forms *forms, struct error *err)
{
	const struct transition *offers[RESULT_EVENT_COUNT];
	int state = shown->latest ? shown->latest->state : RESULT_DRAFT;
	size_t count = transition_offers(&result_life, state, page->permissions, offers,
					 RESULT_EVENT_COUNT);
	int rc = 0;

	forms->items = ARENA_ARRAY(page->arena, struct result_form, RESULT_EVENT_COUNT + 1);
	if (!forms->items)
		return error_broken(err, ERR_MEMORY, "forms");
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_offer(page, shown, scheme, offers[i], forms, err);
	if (state == RESULT_FINAL && page->permissions & PERMISSION_RESULT_MANAGE) {
		struct result_form *form = add_form(page, shown, "correct", forms);

		form->label = MESSAGE_RESULT_PAGE_CORRECT;
		form->about = MESSAGE_RESULT_PAGE_CORRECT_ABOUT;
		form->asks_reason = form->asks_reference = true;
	}
	return rc;
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
	size_t level = (size_t)shown->place.group_id;

	if (shown->place.subject == SCHEME_PERSON) {
		if (level > scheme->class_count)
			return STR_EMPTY;
		return page->language == LANGUAGE_ZH ? scheme->classes[level - 1].title.zh
						     : scheme->classes[level - 1].title.en;
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

static int show_result(struct page *page, struct error *err)
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
		rc = fill_forms(page, &shown, scheme, &view.forms, err);
	if (rc == 0)
		rc = fill_objectors(page, &shown, &view, err);
	if (rc == 0)
		rc = objection_table(page, &place, &view.objections, err);
	if (rc < 0)
		return rc;
	view.has_objections = view.objections.rows.count > 0;
	view.error = form_error_text(page, labels);
	result_banner_fill(page, &shown, &view.banner);
	view.banner.url.text = STR_EMPTY; /* this is the page */
	return page_render(page, view.title, template_result_page_slot(&view), err);
}

/* Acts --------------------------------------------------------------------------------------- */

static int read_order(struct page *page, struct result_order *out, struct error *err)
{
	struct str to = str_trim(form_value(page->form, "publicity_to"));
	char found[40];

	*out = (struct result_order){
		.permissions = page->permissions,
		.publicity_to = CIVIL_NO_DAY,
		.reference = str_trim(form_value(page->form, "reference")),
		.reason = str_trim(form_value(page->form, "reason")),
	};
	/* 0 before the first version is stored. A form that does not say what it was made from is none. */
	if (!str_parse_int(form_value(page->form, "revision"), 0, INT64_MAX,
			   &out->expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (to.length == 0 || civil_parse(to, &out->publicity_to))
		return 0;
	snprintf(found, sizeof(found), "%.*s", (int)(to.length < 39 ? to.length : 39), to.bytes);
	return error_invalid(err, "publicity_to", found, "a day such as 2009-01-31",
			     "日期，例如 2009-01-31");
}

struct result_move {
	struct result_place place;
	struct result_order order;
	struct result latest; /* head.id 0: there is none yet */
	struct result made;
};

static int begin_move(struct page *page, struct act *act, struct result_move *out,
		      struct error *err)
{
	int rc = result_place_from(page, &out->place, err);

	out->latest = (struct result){ .version = 1 };
	if (rc == 0)
		rc = page_check(page, PERMISSION_RESULT_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = result_place_check(act->db, &out->place, page->arena, err);
	if (rc == 0)
		rc = read_order(page, &out->order, err);
	if (rc < 0)
		return rc;
	rc = result_find_latest(act->db, &out->place, page->arena, &out->latest, err);
	if (rc != -ERR_NOT_FOUND)
		return rc;
	error_clear(err);
	return 0;
}

static int need_result(const struct result_move *move, struct error *err)
{
	if (move->latest.head.id)
		return 0;
	return error_set(err, ERR_STATE, "This result has not been published yet.",
			 "该结果尚未公示。");
}

static int end_move(struct page *page, struct act *act, const struct result_move *move,
		    enum message said)
{
	act->summary = arena_format(page->arena, "%d %.*s v%lld", move->place.year,
				    STR_ARG(move->made.group_name),
				    (long long)move->made.version);
	page_flash(page, said);
	page_redirect(page, link_result(page, &move->place));
	return 0;
}

static int act_publish(struct page *page, struct act *act, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = result_publish(act, &move.place, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, MESSAGE_FLASH_RESULT_PUBLISHED);
}

/* The events that only need the newest version. */
static int move_latest(struct page *page, struct act *act,
		       int (*change)(struct act *act, int64_t result_id,
				     const struct result_order *order, struct result *out,
				     struct error *err),
		       enum message said, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = need_result(&move, err);
	if (rc == 0)
		rc = change(act, move.latest.head.id, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, said);
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_withdraw, MESSAGE_FLASH_RESULT_WITHDRAWN, err);
}

static int act_finalise(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_finalise, MESSAGE_FLASH_RESULT_FINAL, err);
}

static int act_drop(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_drop, MESSAGE_FLASH_RESULT_DROPPED, err);
}

static int act_correct(struct page *page, struct act *act, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = need_result(&move, err);
	if (rc == 0)
		rc = result_correct(act, &move.place, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, MESSAGE_FLASH_RESULT_CORRECTING);
}

#define RESULT_ROWS(place)                                                                         \
	{ .method = HTTP_GET, .path = place, .access = PERMISSION_RESULT_READ,                     \
	  .flags = ROUTE_JSON, .title = MESSAGE_RESULT_LABEL, .show = show_result },               \
	{ .method = HTTP_POST, .path = place "/publish", .access = PERMISSION_RESULT_MANAGE,       \
	  .title = MESSAGE_RESULT_LABEL, .show = show_result, .act = act_publish,                  \
	  .act_kind = "result.publish" },                                                          \
	{ .method = HTTP_POST, .path = place "/withdraw", .access = PERMISSION_RESULT_MANAGE,      \
	  .title = MESSAGE_RESULT_LABEL, .show = show_result, .act = act_withdraw,                 \
	  .act_kind = "result.withdraw" },                                                         \
	{ .method = HTTP_POST, .path = place "/finalise", .access = PERMISSION_RESULT_MANAGE,      \
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_RESULT_LABEL, .show = show_result,       \
	  .act = act_finalise,                                                                     \
	  .act_kind = "result.finalise" },                                                         \
	{ .method = HTTP_POST, .path = place "/drop", .access = PERMISSION_RESULT_MANAGE,          \
	  .title = MESSAGE_RESULT_LABEL, .show = show_result, .act = act_drop,                     \
	  .act_kind = "result.drop" },                                                             \
	{ .method = HTTP_POST, .path = place "/correct", .access = PERMISSION_RESULT_MANAGE,       \
	  .title = MESSAGE_RESULT_LABEL, .show = show_result, .act = act_correct,                  \
	  .act_kind = "result.correct" }

const struct route result_routes[] = {
	RESULT_ROWS("/years/{year}/groups/{group}/result"),
	RESULT_ROWS("/years/{year}/levels/{level}/result"),
	{ .path = NULL },
};
