/*
 * plan_answer_pages.c - what the units say to a plan: the list, one assignment with its forms.
 *
 * Who: a head or liaison for the lead unit or a co-unit (PLAN_RESPOND on it); the office answers
 * (PLAN_MANAGE). Both see the draft while it is consulted, and the published plan always.
 */
#include "messages_common.h"
#include "messages_plan.h"
#include "messages_record_form.h"
#include "messages_web.h"
#include "people/record_find.h"
#include "people/person.h"
#include "people/unit.h"
#include "plan/plan_answer.h"
#include "plan/plan_book.h"
#include "plan/plan_item_view.h"
#include "plan/plan_shown_view.h"
#include "statements_assignment.h"
#include "statements_plan_pages.h"
#include "templates_plan.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

#define EITHER ((permission_set)(PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_RESPOND))

static const struct form_label labels[] = {
	{ "words", MESSAGE_ASSIGNMENT_WORDS },	  { "answer", MESSAGE_ASSIGNMENT_ANSWER },
	{ "note", MESSAGE_CO_ASSIGNMENT_NOTE },	  { "person", MESSAGE_PLAN_PAGE_PERSON },
	{ "part", MESSAGE_ASSIGNMENT_PERSON_PART }, { "due_day", MESSAGE_ASSIGNMENT_PERSON_DUE_DAY },
	{ NULL, MESSAGE_NONE },
};

static const char *const lights[ASSIGNMENT_STATE_COUNT] = {
	[ASSIGNMENT_OFFERED] = "light idle",
	[ASSIGNMENT_CLAIMED] = "light ok",
	[ASSIGNMENT_QUESTIONED] = "light warn",
	[ASSIGNMENT_AGREED] = "light ok",
};

/* The list ------------------------------------------------------------------------------------------- */

static struct safe_url link_claim(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/plans/%S/claims/%I", &page->parameters[0], id);
}

static enum message state_word(struct str stored)
{
	return list_page_word(assignment_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", assignment_states);
	return 0;
}

/* The rows of who answers for units and does not manage are those of their units (scope_args). */
static bool claim_button(struct page *page, struct db_query *row, enum message *out_label,
			 struct safe_url *out_url)
{
	int id = list_page_position(LISTING_PLAN_CLAIMS, "id");
	int state = list_page_position(LISTING_PLAN_CLAIMS, "state");

	if (!str_equal(db_query_bytes(row, state), STR("offered")) ||
	    !(page->permissions & PERMISSION_PLAN_RESPOND))
		return false;
	*out_label = MESSAGE_ASSIGNMENT_EVENT_CLAIM;
	*out_url = safe_url_format(page->arena, "/plans/%S/claims/%I/claim", &page->parameters[0],
				   db_query_int(row, id));
	return true;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "code", .label = MESSAGE_PLAN_ITEM_CODE, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "item_id" }, /* as they were made: 2.10 behind 2.9 */
	{ .column = "title", .label = MESSAGE_PLAN_ITEM_TITLE, .link = link_claim,
	  .link_column = "id" },
	{ .column = "unit_name", .label = MESSAGE_ASSIGNMENT_UNIT_ID, .flags = COLUMN_WIDE,
	  .sort = "unit_key" },
	{ .column = "words", .label = MESSAGE_ASSIGNMENT_WORDS, .flags = COLUMN_WIDE },
	{ .column = "state", .label = MESSAGE_ASSIGNMENT_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PLAN_PAGE_UNIT, NULL },
	{ { "title", "title", LIST_CONTAINS, DB_TEXT }, MESSAGE_PLAN_ITEM_TITLE, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_ASSIGNMENT_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page claims = {
	.listing = LISTING_PLAN_CLAIMS,
	.about = MESSAGE_PLAN_PAGE_CLAIMS_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "item_id",
	.file_name = "claims.csv",
	.button = claim_button,
};

/* The version that the answers are about: the draft that the asker sees, else the one in force. */
static int64_t answered_version(const struct plan_shown *shown)
{
	return shown->draft.head.id ? shown->draft.version : shown->plan.version;
}

static int show_claims(struct page *page, struct error *err)
{
	struct plan_shown shown;
	int code = plan_shown_find(page, page->db, &shown, err);

	if (code)
		return code;
	return list_page_show(page, &claims,
			      scope_args(page, EITHER,
					 DB_ARGS(db_int("plan_id", shown.plan.head.id),
						 db_int("version", answered_version(&shown)))),
			      err);
}

/* One assignment ------------------------------------------------------------------------------------- */

struct answered {
	struct plan_shown shown;
	struct assignment assignment;
	struct plan_item item;
	struct unit unit;
	struct co_assignment *co;
	size_t co_count;
	bool leads, manages;
};

static int refuse_absent(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such assignment.", "没有这项责任分工。");
}

static int load_co_units(struct page *page, struct db *db, struct answered *out, struct error *err)
{
	const struct record_query query = { &co_assignment_record, STATEMENT_CO_ASSIGNMENTS_OF,
					    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
						    db_int("assignment_id",
							   out->assignment.head.id),
						    db_int("version",
							   answered_version(&out->shown))) };

	return record_find_all(db, &query, page->arena, &out->co, &out->co_count, err);
}

/* The office, the lead unit, and a co-unit see it. */
static bool may_see(struct page *page, const struct answered *it)
{
	bool sees = it->leads || it->manages;

	for (size_t i = 0; !sees && i < it->co_count; i++)
		sees = page_may(page, PERMISSION_PLAN_RESPOND, it->co[i].unit_id, 0);
	return sees;
}

static int load_answered(struct page *page, struct db *db, struct answered *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int code = plan_shown_find(page, db, &out->shown, err);

	if (!code)
		code = page_parameter_id(page, 1, &key.id, err);
	if (!code)
		code = record_get(db, &assignment_record, key, page->arena, &out->assignment, err);
	if (code)
		return code;
	if (out->assignment.plan_id != out->shown.plan.head.id ||
	    !plan_row_in(out->assignment.from_version, out->assignment.to_version,
			 answered_version(&out->shown)))
		return refuse_absent(err);
	out->manages = plan_manages(page);
	out->leads = page_may(page, PERMISSION_PLAN_RESPOND, out->assignment.unit_id, 0);
	code = load_co_units(page, db, out, err);
	if (!code && !may_see(page, out))
		code = refuse_absent(err);
	if (code)
		return code;
	const struct plan_item wanted = { .head.jurisdiction_id = page->jurisdiction_id,
					  .item_id = out->assignment.item_id };
	code = plan_item_find(db, &wanted, answered_version(&out->shown), page->arena, &out->item,
			      err);
	key.id = out->assignment.unit_id;
	return code ? code : record_get(db, &unit_record, key, page->arena, &out->unit, err);
}

static int fill_co_units(struct page *page, const struct answered *it,
			 struct plan_answer_view *view, struct error *err)
{
	static const char *const co_lights[CO_ASSIGNMENT_STATE_COUNT] = {
		[CO_ASSIGNMENT_NAMED] = "light idle",
		[CO_ASSIGNMENT_CONFIRMED] = "light ok",
		[CO_ASSIGNMENT_DECLINED] = "light warn",
	};
	struct table_view *table = &view->co_units;
	int code = 0;

	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_CO_UNITS), "");
	table_column(table, page_text(page, MESSAGE_CO_ASSIGNMENT_UNIT_ID), 0);
	table_column(table, page_text(page, MESSAGE_CO_ASSIGNMENT_PART), 0);
	table_column(table, page_text(page, MESSAGE_CO_ASSIGNMENT_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_CO_ASSIGNMENT_NOTE), 0);
	for (size_t i = 0; !code && i < it->co_count; i++) {
		const struct co_assignment *co = &it->co[i];
		const struct record_key key = { page->jurisdiction_id, co->unit_id };
		struct unit unit;
		code = record_get(page->db, &unit_record, key, page->arena, &unit, err);
		if (code)
			return code;
		table_row(table);
		table_heading(table, unit.name, (struct safe_url){ STR_EMPTY });
		table_cell(table, co->part);
		table_light(table, co_lights[co->state],
			    str_from(page_text(page, co_assignment_states[co->state].label)));
		table_cell(table, co->note);
		view->has_co_units = true;
		if (view->has_own_co || !page_may(page, PERMISSION_PLAN_RESPOND, co->unit_id, 0))
			continue;
		view->has_own_co = true;
		view->own_co = unit.name;
		view->may_confirm = co->state != CO_ASSIGNMENT_CONFIRMED;
		view->may_decline = co->state != CO_ASSIGNMENT_DECLINED;
		view->co_revision = co->head.revision;
		view->action_co = safe_url_format(page->arena, "/plans/%d/co-units/%I",
						  it->shown.plan.year, co->head.id);
	}
	return table_check(table, err);
}

static int fill_persons(struct page *page, const struct answered *it, struct table_view *table,
			struct error *err)
{
	struct db_query *query;
	int code = db_query_open(page->db, STATEMENT_PLAN_PERSONS,
				 DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
					 db_int("assignment_id", it->assignment.head.id)),
				 &query, err);

	if (code)
		return code;
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_PERSONS),
		   page_text(page, MESSAGE_PLAN_PAGE_NO_PERSONS));
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_PERSON_PERSON_ID), 0);
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_PERSON_PART), 0);
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_PERSON_DUE_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	while ((code = db_query_step(query, err)) > 0) {
		int32_t day = db_query_is_null(query, 4) ? CIVIL_NO_DAY
							 : (int32_t)db_query_int(query, 4);
		table_row(table);
		table_heading(table, db_query_copy(query, 2, page->arena),
			      (struct safe_url){ STR_EMPTY });
		table_cell(table, db_query_copy(query, 3, page->arena));
		table_cell(table, page_day(page, day));
		if (it->leads)
			table_button(table, str_from(page_text(page, MESSAGE_PLAN_PAGE_REMOVE)),
				     safe_url_format(page->arena, "/plans/%d/persons/%I/remove",
						     it->shown.plan.year,
						     db_query_int(query, 0)),
				     page_csrf(page));
		else
			table_cell(table, STR_EMPTY);
	}
	db_query_close(query);
	return code ? code : table_check(table, err);
}

static void fill_forms(struct page *page, const struct answered *it, struct plan_answer_view *view)
{
	const struct transition *rows[ASSIGNMENT_EVENT_COUNT];
	permission_set may = (it->leads ? PERMISSION_PLAN_RESPOND : 0) |
		       (it->manages ? PERMISSION_PLAN_MANAGE : 0u);
	size_t count = transition_offers(&assignment_life, it->assignment.state, may, rows,
					 ASSIGNMENT_EVENT_COUNT);

	for (size_t i = 0; i < count; i++) {
		view->may_claim |= rows[i]->event == ASSIGNMENT_CLAIM;
		view->may_question |= rows[i]->event == ASSIGNMENT_QUESTION;
		view->may_settle |= rows[i]->event == ASSIGNMENT_SETTLE;
		view->may_agree |= rows[i]->event == ASSIGNMENT_AGREE;
	}
	view->may_name = it->leads;
	view->value_words = form_value(page->form, "words");
	view->value_answer = form_value(page->form, "answer");
	view->value_note = form_value(page->form, "note");
	view->value_person = form_value(page->form, "person");
	view->value_part = form_value(page->form, "part");
	view->value_day = form_value(page->form, "due_day");
	view->class_words = form_field_class(page, "words");
	view->class_answer = form_field_class(page, "answer");
	view->class_note = form_field_class(page, "note");
	view->class_person = form_field_class(page, "person");
	view->class_part = form_field_class(page, "part");
	view->class_day = form_field_class(page, "due_day");
}

static struct safe_url link_own(struct page *page, const struct answered *it)
{
	return safe_url_format(page->arena, "/plans/%d/claims/%I", it->shown.plan.year,
			       it->assignment.head.id);
}

static int show_answered(struct page *page, struct answered *it, struct error *err)
{
	struct plan_answer_view view = { .csrf = page_csrf(page),
					 .error = form_error_text(page, labels) };
	struct person leader = { .name = STR_EMPTY };
	const struct record_key key = { page->jurisdiction_id, it->item.leader_id };
	int code = key.id ? record_get(page->db, &person_record, key, page->arena, &leader, err) : 0;

	if (!code)
		code = fill_co_units(page, it, &view, err);
	if (!code)
		code = fill_persons(page, it, &view.persons, err);
	if (code)
		return code;
	it->shown.is_draft = it->shown.draft.head.id != 0;
	view.title = it->item.title;
	view.code = it->item.code;
	view.plan_title = it->shown.plan.title;
	view.unit = it->unit.name;
	view.measure = it->item.measure;
	view.due = plan_due_text(page, it->item.due);
	view.leader = leader.name;
	view.light = lights[it->assignment.state];
	view.state = str_from(page_text(page, assignment_states[it->assignment.state].label));
	view.words = it->assignment.words;
	view.answer = it->assignment.answer;
	view.revision = it->assignment.head.revision;
	view.url_plan = link_plan(page, it->shown.plan.year, it->shown.is_draft);
	view.url_item = link_plan_item(page, &it->shown, it->item.item_id);
	view.action = link_own(page, it);
	view.action_person = safe_url_format(page->arena, "/plans/%d/claims/%I/persons",
					     it->shown.plan.year, it->assignment.head.id);
	fill_forms(page, it, &view);
	return page_render(page, view.title, template_plan_answer_slot(&view), err);
}

static int show_claim(struct page *page, struct error *err)
{
	struct answered it = { .co = NULL };
	struct json json;
	int code = load_answered(page, page->db, &it, err);

	if (code)
		return code;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&assignment_record, &it.assignment, &json);
		return 0;
	}
	return show_answered(page, &it, err);
}

/* Acts ----------------------------------------------------------------------------------------------- */

static int read_revision(struct page *page, int64_t *out, struct error *err)
{
	if (form_has(page->form, "revision") &&
	    !str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX, out))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

static int answer(struct page *page, struct act *act, struct answered *it,
		  enum assignment_event event, struct error *err)
{
	struct assignment_order order = {
		.event = event,
		.permissions = (it->leads ? PERMISSION_PLAN_RESPOND : 0) |
			       (it->manages ? PERMISSION_PLAN_MANAGE : 0u),
		.text = form_value(page->form, event == ASSIGNMENT_SETTLE ? "answer" : "words"),
	};
	/* Notes for whom a deputy acts. */
	bool units = event == ASSIGNMENT_CLAIM || event == ASSIGNMENT_QUESTION;
	int code = page_check(page, units ? PERMISSION_PLAN_RESPOND : PERMISSION_PLAN_MANAGE,
			      it->assignment.unit_id, 0, err);

	if (!code)
		code = read_revision(page, &order.expected_revision, err);
	if (!code)
		code = assignment_answer(act, &it->assignment, &order, err);
	if (code)
		return code;
	act->summary = arena_format(act->arena, "%.*s %.*s %s", STR_ARG(it->item.code),
				    STR_ARG(it->unit.code), assignment_events[event].name);
	page_flash(page, MESSAGE_FLASH_PLAN_ANSWERED);
	return 0;
}

static int act_claim(struct page *page, struct act *act, struct error *err)
{
	struct answered it = { .co = NULL };
	int code = load_answered(page, act->db, &it, err);

	if (!code)
		code = answer(page, act, &it, ASSIGNMENT_CLAIM, err);
	if (!code)
		page_redirect(page, safe_url_format(page->arena, "/plans/%d/claims",
						    it.shown.plan.year));
	return code;
}

static int act_answer(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = assignment_events };
	struct answered it = { .co = NULL };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));
	int code = load_answered(page, act->db, &it, err);

	if (!code && event < 0)
		code = error_invalid(err, "event", "", "claim, question, settle or agree",
				     "claim、question、settle 或 agree");
	if (!code)
		code = answer(page, act, &it, (enum assignment_event)event, err);
	if (!code)
		page_redirect(page, link_own(page, &it));
	return code;
}

static int act_claim_all(struct page *page, struct act *act, struct error *err)
{
	struct assignment wanted = { .plan_id = 0 };
	struct plan_shown shown;
	int64_t count = 0;
	int code = plan_shown_find(page, act->db, &shown, err);

	if (!code && !id_parse(form_value(page->form, "unit"), &wanted.unit_id))
		code = error_invalid(err, "unit", "", "a unit's identifier", "单位标识");
	if (!code)
		code = page_check(page, PERMISSION_PLAN_RESPOND, wanted.unit_id, 0, err);
	wanted.plan_id = shown.plan.head.id;
	wanted.from_version = answered_version(&shown);
	if (!code)
		code = assignment_claim_all(act, &wanted, page->permissions, &count, err);
	if (code)
		return code;
	act->summary = arena_format(act->arena, "%lld", (long long)count);
	page_flash(page, MESSAGE_FLASH_PLAN_ANSWERED);
	page_redirect(page,
		      safe_url_format(page->arena, "/plans/%d/claims", shown.plan.year));
	return 0;
}

static int load_of(struct page *page, struct act *act, int64_t assignment_id, struct answered *out,
		   struct error *err)
{
	char id[ID_TEXT_BYTES];

	page->parameters[1] = arena_str(page->arena, str_from(id_format(assignment_id, id)));
	return load_answered(page, act->db, out, err);
}

static int act_co_unit(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = co_assignment_events };
	struct co_assignment_order order = { .permissions = page->permissions,
					     .note = form_value(page->form, "note") };
	struct record_key key = { page->jurisdiction_id, 0 };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));
	struct answered it = { .co = NULL };
	struct co_assignment co;
	int code = page_parameter_id(page, 1, &key.id, err);

	if (!code)
		code = record_get(act->db, &co_assignment_record, key, page->arena, &co, err);
	if (!code)
		code = load_of(page, act, co.assignment_id, &it, err);
	if (!code)
		code = page_check(page, PERMISSION_PLAN_RESPOND, co.unit_id, 0, err);
	if (!code && event < 0)
		code = error_invalid(err, "event", "", "confirm or decline", "confirm 或 decline");
	if (!code)
		code = read_revision(page, &order.expected_revision, err);
	order.event = (enum co_assignment_event)event;
	if (!code)
		code = co_assignment_answer(act, &co, &order, err);
	if (code)
		return code;
	act->summary = arena_format(act->arena, "%.*s %s", STR_ARG(it.item.code),
				    co_assignment_events[event].name);
	page_flash(page, MESSAGE_FLASH_PLAN_ANSWERED);
	page_redirect(page, link_own(page, &it));
	return 0;
}

/* A co-unit's form shown again: the page of its assignment. */
static int show_co_unit(struct page *page, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct answered it = { .co = NULL };
	struct co_assignment co;
	char id[ID_TEXT_BYTES];
	int code = page_parameter_id(page, 1, &key.id, err);

	/* act_co_unit() may have put the assignment's id there already. */
	if (!code && record_get(page->db, &co_assignment_record, key, page->arena, &co, err) == 0)
		page->parameters[1] =
			arena_str(page->arena, str_from(id_format(co.assignment_id, id)));
	error_clear(err);
	if (!code)
		code = load_answered(page, page->db, &it, err);
	return code ? code : show_answered(page, &it, err);
}

/* Persons -------------------------------------------------------------------------------------------- */

static int read_person(struct page *page, struct act *act, const struct answered *it,
		       struct assignment_person *out, struct error *err)
{
	struct plan_book book = { .arena = NULL };
	int code = field_parse(record_field(&assignment_person_record, STR("part")),
			       form_value(page->form, "part"), out, page->arena, err);

	if (!code)
		code = field_parse(record_field(&assignment_person_record, STR("due_day")),
				   form_value(page->form, "due_day"), out, page->arena, err);
	if (!code)
		code = plan_book_load(act->db, act->jurisdiction_id, (int)it->shown.plan.year,
				      act->arena, &book, err);
	if (!code)
		code = plan_book_person(&book, "person", form_value(page->form, "person"),
					&out->person_id, err);
	plan_book_release(&book);
	if (!code && !out->person_id)
		code = error_invalid(err, "person", "", "the code or name of a person",
				     "人员编号或姓名");
	return code;
}

static int act_add_person(struct page *page, struct act *act, struct error *err)
{
	struct assignment_person person = { .due_day = CIVIL_NO_DAY };
	struct answered it = { .co = NULL };
	int code = load_answered(page, act->db, &it, err);

	if (!code)
		code = page_check(page, PERMISSION_PLAN_RESPOND, it.assignment.unit_id, 0, err);
	if (!code)
		code = read_person(page, act, &it, &person, err);
	if (!code)
		code = assignment_person_put(act, &it.assignment, &person, err);
	if (code)
		return code;
	act->summary = it.item.code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_own(page, &it));
	return 0;
}

static int act_remove_person(struct page *page, struct act *act, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct answered it = { .co = NULL };
	struct assignment_person person;
	int code = page_parameter_id(page, 1, &key.id, err);

	if (!code)
		code = record_get(act->db, &assignment_person_record, key, page->arena, &person, err);
	if (!code)
		code = load_of(page, act, person.assignment_id, &it, err);
	if (!code)
		code = page_check(page, PERMISSION_PLAN_RESPOND, it.assignment.unit_id, 0, err);
	if (!code)
		code = act_remove(act, &assignment_person_record, &person, err);
	if (code)
		return code;
	act->summary = it.item.code;
	page_flash(page, MESSAGE_FLASH_PLAN_PERSON_REMOVED);
	page_redirect(page, link_own(page, &it));
	return 0;
}

static const struct route_input answer_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, assignment_events, MESSAGE_ASSIGNMENT_STATE },
	{ "words", INPUT_TEXT, false, 0, 1000, NULL, MESSAGE_ASSIGNMENT_WORDS },
	{ "answer", INPUT_TEXT, false, 0, 1000, NULL, MESSAGE_ASSIGNMENT_ANSWER },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};
static const struct route_input all_input[] = {
	{ "unit", INPUT_ID, true, 0, 0, NULL, MESSAGE_PLAN_PAGE_UNIT },
	{ 0 },
};
static const struct route_input co_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, co_assignment_events, MESSAGE_CO_ASSIGNMENT_STATE },
	{ "note", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_CO_ASSIGNMENT_NOTE },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};
static const struct route_input person_input[] = {
	{ "person", INPUT_TEXT, true, 1, 100, NULL, MESSAGE_PLAN_PAGE_PERSON },
	{ "part", INPUT_TEXT, false, 0, 300, NULL, MESSAGE_ASSIGNMENT_PERSON_PART },
	{ "due_day", INPUT_DAY, false, 0, 0, NULL, MESSAGE_ASSIGNMENT_PERSON_DUE_DAY },
	{ 0 },
};
static const struct route_input no_input[] = { { 0 } };

const struct route plan_answer_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/claims", .access = EITHER,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .show = show_claims, .list = &claims },
	{ .method = HTTP_POST, .path = "/plans/{year}/claims/all",
	  .access = PERMISSION_PLAN_RESPOND, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .act = act_claim_all, .act_kind = "assignment.claim_all", .input = all_input },
	{ .method = HTTP_GET, .path = "/plans/{year}/claims/{id}", .access = EITHER,
	  .flags = ROUTE_JSON, .title = MESSAGE_PLAN_PAGE_CLAIMS, .show = show_claim,
	  .record = &assignment_record },
	{ .method = HTTP_POST, .path = "/plans/{year}/claims/{id}", .access = EITHER,
	  .title = MESSAGE_PLAN_PAGE_CLAIMS, .show = show_claim, .act = act_answer,
	  .act_kind = "assignment.answer", .input = answer_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/claims/{id}/claim",
	  .access = PERMISSION_PLAN_RESPOND, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .show = show_claim, .act = act_claim, .act_kind = "assignment.claim",
	  .input = no_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/claims/{id}/persons",
	  .access = PERMISSION_PLAN_RESPOND, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .show = show_claim, .act = act_add_person, .act_kind = "assignment.person",
	  .input = person_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/co-units/{id}",
	  .access = PERMISSION_PLAN_RESPOND, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .show = show_co_unit, .act = act_co_unit, .act_kind = "assignment.confirm",
	  .input = co_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/persons/{id}/remove",
	  .access = PERMISSION_PLAN_RESPOND, .title = MESSAGE_PLAN_PAGE_CLAIMS,
	  .act = act_remove_person, .act_kind = "assignment.person_remove", .input = no_input },
	{ .path = NULL },
};
