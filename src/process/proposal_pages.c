/*
 * proposal_pages.c - proposals that triggers made, and what a leader decides.
 *
 * Who: whoever has PROPOSAL_READ on the unit reads; a leader decides, never in their own matter. Nothing
 * follows by itself from a decision.
 */
#include "messages_common.h"
#include "messages_people.h"
#include "messages_result.h"
#include "messages_web.h"
#include "people/person.h"
#include "people/unit.h"
#include "process/proposal_source.h"
#include "process/proposal_store.h"
#include "process/proposal_view.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "statements_proposal_pages.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static const struct form_label labels[] = {
	{ "reason", MESSAGE_PROPOSAL_REASON },
	{ NULL, MESSAGE_NONE },
};

static struct safe_url link_proposal(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/proposals/%I", id);
}

static const char *light_of(int state)
{
	static const char *const lights[PROPOSAL_STATE_COUNT] = {
		[PROPOSAL_OPEN] = "light warn",
		[PROPOSAL_ACCEPTED] = "light late",
		[PROPOSAL_DECLINED] = "light idle",
		[PROPOSAL_LAPSED] = "light idle",
	};

	return lights[state];
}

/* The list ----------------------------------------------------------------------------------- */

static enum message state_word(struct str stored)
{
	return list_page_word(proposal_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", proposal_states);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW, .sort = "year" },
	{ .column = "unit_name", .label = MESSAGE_PROPOSAL_UNIT_ID, .sort = "unit_name",
	  .link = link_proposal, .link_column = "id" },
	{ .column = "person_name", .label = MESSAGE_PROPOSAL_PERSON_ID, .sort = "person_name" },
	{ .column = "trigger_code", .label = MESSAGE_PROPOSAL_TRIGGER_CODE,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "opened_day", .label = MESSAGE_PROPOSAL_OPENED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "opened_day" },
	{ .column = "state", .label = MESSAGE_PROPOSAL_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ .column = "decided_day", .label = MESSAGE_PROPOSAL_DECIDED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "decided_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_COMMON_YEAR, NULL },
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_PROPOSAL_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page proposals = {
	.listing = LISTING_PROPOSAL_PAGES,
	.about = MESSAGE_PROPOSAL_PAGE_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "opened_day",
	.descending = true,
	.file_name = "proposals.csv",
};

static int show_proposals(struct page *page, struct error *err)
{
	return list_page_show(page, &proposals,
			      scope_args(page, PERMISSION_PROPOSAL_READ, DB_NO_ARGS), err);
}

/* On the workbench --------------------------------------------------------------------------- */

static void waiting_row(struct page *page, struct db_query *query, struct table_view *table)
{
	struct str person = db_query_copy(
		query, list_page_position(LISTING_PROPOSAL_PAGES, "person_name"), page->arena);
	int64_t year = db_query_int(query, list_page_position(LISTING_PROPOSAL_PAGES, "year"));
	int32_t day = (int32_t)db_query_int(
		query, list_page_position(LISTING_PROPOSAL_PAGES, "opened_day"));

	table_row(table)->class = "mark";
	table_heading(table,
		      db_query_copy(query,
				    list_page_position(LISTING_PROPOSAL_PAGES, "unit_name"),
				    page->arena),
		      link_proposal(page, db_query_int(query, list_page_position(
								      LISTING_PROPOSAL_PAGES,
								      "id"))));
	if (person.length)
		table_cell(table, person);
	else
		table_light(table, "light idle",
			    str_from(page_text(page, MESSAGE_WORKBENCH_NOBODY)));
	table_cell(table, arena_format(page->arena, "%lld", (long long)year));
	table_cell(table, page_day(page, day));
}

int proposal_waiting(struct page *page, int limit, struct table_view *out, int64_t *out_count,
		     struct error *err)
{
	const struct list_filter open = { "state", LIST_EQUAL, db_text("", STR("open")) };
	const struct list_request request = {
		.listing = LISTING_PROPOSAL_PAGES,
		.args = scope_args(page, PERMISSION_PROPOSAL_READ, DB_NO_ARGS),
		.filters = &open,
		.filter_count = 1,
		.sort = "opened_day",
		.limit = limit,
	};
	struct db_query *query;
	int taken = 0, rc = list_count(page->db, &request, out_count, err);

	if (rc == 0)
		rc = list_open(page->db, &request, &query, err);
	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_WORKBENCH_PROPOSALS), "");
	table_column(out, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(out, page_text(page, MESSAGE_POST_PRINCIPAL), 0);
	table_column(out, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_PROPOSAL_OPENED_DAY), COLUMN_NARROW | COLUMN_WIDE);
	while (taken++ < limit && (rc = db_query_step(query, err)) > 0)
		waiting_row(page, query, out);
	db_query_close(query);
	return rc < 0 ? rc : table_check(out, err);
}

/* One proposal ------------------------------------------------------------------------------- */

static int load_proposal(struct page *page, struct db *db, permission_set permission,
			 struct proposal *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &proposal_record, key, page->arena, out, err);
	return rc < 0 ? rc : page_check(page, permission, out->unit_id, 0, err);
}

static int fill_names(struct page *page, const struct proposal *proposal,
		      struct proposal_page_view *view, struct error *err)
{
	struct unit unit;
	struct person person;
	struct record_key key = { page->jurisdiction_id, proposal->unit_id };
	int rc = record_get(page->db, &unit_record, key, page->arena, &unit, err);

	if (rc < 0)
		return rc;
	view->unit = unit.name;
	if (page_may(page, PERMISSION_UNIT_READ, unit.head.id, 0))
		view->url_unit = link_unit(page, unit.head.id);
	if (!proposal->person_id)
		return 0;
	key.id = proposal->person_id;
	rc = record_get(page->db, &person_record, key, page->arena, &person, err);
	if (rc < 0)
		return rc;
	view->person = person.name;
	if (page_may(page, PERMISSION_PERSON_READ, 0, person.head.id))
		view->url_person = link_person(page, person.head.id);
	return 0;
}

static int fill_grounds(struct page *page, const struct proposal *proposal,
			struct derivation_lines *out, struct error *err)
{
	struct str rest = page->language == LANGUAGE_ZH ? proposal->grounds : proposal->grounds_en;
	size_t most = 1;

	for (size_t i = 0; i < rest.length; i++)
		most += rest.bytes[i] == '\n';
	out->items = ARENA_ARRAY(page->arena, struct derivation_line, most);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "grounds");
	while (rest.length)
		out->items[out->count++] = (struct derivation_line){
			.class = out->count ? "" : "sum",
			.text = str_split(&rest, '\n')
		};
	return 0;
}

static int fill_result(struct page *page, const struct proposal *proposal,
		       struct proposal_page_view *view, struct error *err)
{
	struct result result;
	int rc = record_get(page->db, &result_record,
			    (struct record_key){ page->jurisdiction_id, proposal->result_id },
			    page->arena, &result, err);

	if (rc < 0)
		return rc;
	const struct result_place place = result_own_place(&result);
	view->url_result = link_result(page, &place);
	if (finding_proposals.owns(proposal->trigger_code)) {
		view->url_examination = safe_url_format(page->arena, "/years/%d/examinations/%I",
							proposal->year, proposal->person_id);
		if (subject_may(page, PERMISSION_DERIVATION_READ, SCHEME_PERSON, proposal->person_id))
			view->url_derivation = link_subject_derivation(
				page, SCHEME_PERSON, proposal->year, proposal->person_id);
	} else if (page_may(page, PERMISSION_DERIVATION_READ, proposal->unit_id, 0))
		view->url_derivation = link_derivation(page, proposal->year, proposal->unit_id);
	if (page->permissions & PERMISSION_SCHEME_READ)
		view->url_scheme = link_scheme(page, proposal->scheme_id);
	return 0;
}

static void fill_decision(struct page *page, const struct proposal *proposal,
			  struct proposal_page_view *view)
{
	const struct transition *rows[PROPOSAL_EVENT_COUNT];
	size_t count = transition_offers(&proposal_life, proposal->state,
					 page->permissions & PERMISSION_PROPOSAL_DECIDE, rows,
					 PROPOSAL_EVENT_COUNT);

	view->offers.items = ARENA_ARRAY(page->arena, struct objection_offer,
					 PROPOSAL_EVENT_COUNT);
	view->recused = count > 0 && proposal->person_id &&
			proposal->person_id == page->rights.person_id;
	if (view->recused || !view->offers.items)
		return;
	for (size_t i = 0; i < count; i++) {
		if (rows[i]->event == PROPOSAL_REVOKE && !view->ground_gone)
			continue;
		view->may_decide = true;
		view->offers.items[view->offers.count++] = (struct objection_offer){
			.event = proposal_events[rows[i]->event].name,
			.label = rows[i]->label,
			.is_main = rows[i]->event == PROPOSAL_ACCEPT,
		};
	}
}

static void fill_texts(struct page *page, const struct proposal *proposal,
		       struct proposal_page_view *view)
{
	struct message_value values[] = {
		{ "unit", view->unit },
		{ "year", arena_format(page->arena, "%lld", (long long)proposal->year) },
		{ "day", page_day(page, proposal->opened_day) },
		{ "code", proposal->trigger_code },
	};

	view->title = page_message(page, MESSAGE_PROPOSAL_PAGE_TITLE, values, 2);
	view->about = page_message(page, MESSAGE_PROPOSAL_PAGE_ABOUT, &values[2], 2);
	view->light = light_of(proposal->state);
	view->state = str_from(page_text(page, proposal_states[proposal->state].label));
	view->reason = proposal->reason;
	if (proposal->decided_day != CIVIL_NO_DAY)
		view->decided = page_day(page, proposal->decided_day);
	view->proof = link_proof(page, "proposal", proposal->head.id);
	view->action = link_proposal(page, proposal->head.id);
	view->value_reason = form_value(page->form, "reason");
	view->class_reason = form_field_class(page, "reason");
	view->revision = proposal->head.revision;
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
}

static int show_proposal(struct page *page, struct error *err)
{
	struct proposal_page_view view = { .recused = false };
	struct proposal proposal;
	struct json json;
	bool ground = true;
	int rc = load_proposal(page, page->db, PERMISSION_PROPOSAL_READ, &proposal, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&proposal_record, &proposal, &json);
		return 0;
	}
	rc = fill_names(page, &proposal, &view, err);
	if (rc == 0)
		rc = fill_grounds(page, &proposal, &view.grounds, err);
	if (rc == 0)
		rc = fill_result(page, &proposal, &view, err);
	if (rc == 0 && proposal.state == PROPOSAL_ACCEPTED)
		rc = proposal_has_ground(page->db, &proposal, page->arena, &ground, err);
	if (rc < 0)
		return rc;
	view.ground_gone = !ground;
	fill_decision(page, &proposal, &view);
	fill_texts(page, &proposal, &view);
	return page_render(page, view.title, template_proposal_page_slot(&view), err);
}

static int read_decision(struct page *page, struct proposal_order *out, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = proposal_events };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));

	*out = (struct proposal_order){ .event = (enum proposal_event)event,
					.permissions = page->permissions,
					.asker_person = page->rights.person_id,
					.reason = str_trim(form_value(page->form, "reason")) };
	if (event != PROPOSAL_ACCEPT && event != PROPOSAL_DECLINE && event != PROPOSAL_REVOKE)
		return error_invalid(err, "event", "", "accept, decline or revoke",
				     "accept、decline 或 revoke");
	if (form_has(page->form, "revision") &&
	    !str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX,
			   &out->expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

static int act_decide(struct page *page, struct act *act, struct error *err)
{
	struct proposal_order order;
	struct proposal proposal;
	int rc = load_proposal(page, act->db, PERMISSION_PROPOSAL_DECIDE, &proposal, err);

	if (rc == 0)
		rc = read_decision(page, &order, err);
	if (rc == 0)
		rc = proposal_decide(act, proposal.head.id, &order, &proposal, err);
	if (rc < 0)
		return rc;
	act->summary = str_from(proposal_states[proposal.state].name);
	page_flash(page, MESSAGE_FLASH_PROPOSAL_DECIDED);
	page_redirect(page, link_proposal(page, proposal.head.id));
	return 0;
}

const struct route proposal_routes[] = {
	{ .method = HTTP_GET, .path = "/proposals", .access = PERMISSION_PROPOSAL_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV, .title = MESSAGE_MENU_PROPOSALS,
	  .show = show_proposals },
	{ .method = HTTP_GET, .path = "/proposals/{id}", .access = PERMISSION_PROPOSAL_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_PROPOSALS, .show = show_proposal },
	{ .method = HTTP_POST, .path = "/proposals/{id}", .access = PERMISSION_PROPOSAL_DECIDE,
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_MENU_PROPOSALS, .show = show_proposal,
	  .act = act_decide,
	  .act_kind = "proposal.decide" },
	{ .path = NULL },
};
