/*
 * objection_pages.c - the list of objections, raising one, one with its answer.
 *
 * Who: a unit's head or liaison raises and withdraws for the unit (OBJECTION_RAISE on it), a person about
 * themself; the office answers; the units of the group and whoever reads every derivation read both.
 */
#include "process/objection_pages.h"

#include "messages_common.h"
#include "messages_result.h"
#include "messages_web.h"
#include "process/objection_store.h"
#include "process/objection_view.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "statements_objection_pages.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static const struct form_label labels[] = {
	{ "text", MESSAGE_OBJECTION_TEXT },
	{ "indicator", MESSAGE_OBJECTION_INDICATOR },
	{ "answer", MESSAGE_OBJECTION_ANSWER },
	{ NULL, MESSAGE_NONE },
};

struct safe_url link_objection_new(struct page *page, int64_t result_id, int64_t subject_id)
{
	return safe_url_format(page->arena, "/results/%I/objections/%I/new", result_id,
			       subject_id);
}

static struct safe_url link_objection(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/objections/%I", id);
}

static const char *light_of(int state)
{
	static const char *const lights[OBJECTION_STATE_COUNT] = {
		[OBJECTION_RAISED] = "light warn",
		[OBJECTION_UPHELD] = "light ok",
		[OBJECTION_REJECTED] = "light idle",
		[OBJECTION_WITHDRAWN] = "light idle",
	};

	return lights[state];
}

/* The list ----------------------------------------------------------------------------------- */

static enum message state_word(struct str stored)
{
	return list_page_word(objection_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", objection_states);
	return 0;
}

static int year_options(struct page *page, struct list_options *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_OBJECTION_PAGES_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct str year = arena_format(page->arena, "%lld",
					       (long long)db_query_int(query, 0));

		list_option_add(page, out, "year", year, year);
	}
	db_query_close(query);
	return rc;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW, .sort = "year" },
	{ .column = "subject_name", .label = MESSAGE_OBJECTION_SUBJECT_NAME,
	  .sort = "subject_name", .link = link_objection, .link_column = "id" },
	{ .column = "group_name", .label = MESSAGE_RESULT_GROUP_NAME, .flags = COLUMN_WIDE,
	  .sort = "group_name" },
	{ .column = "indicator", .label = MESSAGE_OBJECTION_INDICATOR,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "text", .label = MESSAGE_OBJECTION_TEXT, .flags = COLUMN_WIDE },
	{ .column = "raised_day", .label = MESSAGE_OBJECTION_RAISED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "raised_day" },
	{ .column = "late", .label = MESSAGE_OBJECTION_LATE, .format = LIST_PAGE_BOOLEAN,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "state", .label = MESSAGE_OBJECTION_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ .column = "answered_day", .label = MESSAGE_OBJECTION_ANSWERED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "answered_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_COMMON_YEAR, year_options },
	{ { "name", "subject_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_OBJECTION_PAGE_NAME_CONTAINS,
	  NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_OBJECTION_STATE, state_options },
	{ { "group", "group_id", LIST_EQUAL, DB_INTEGER }, MESSAGE_NONE, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page objections = {
	.listing = LISTING_OBJECTION_PAGES,
	.about = MESSAGE_OBJECTION_PAGE_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "raised_day",
	.descending = true,
	.file_name = "objections.csv",
};

static struct db_args list_args(struct page *page)
{
	return scope_args(page, PERMISSION_DERIVATION_READ,
			  DB_ARGS(db_int("person_id", page->rights.person_id)));
}

static int show_objections(struct page *page, struct error *err)
{
	return list_page_show(page, &objections, list_args(page), err);
}

/* On a result's page ------------------------------------------------------------------------- */

static struct list_request request_of(struct page *page, const struct list_filter *wanted,
				      size_t count, int limit)
{
	return (struct list_request){ .listing = LISTING_OBJECTION_PAGES,
				      .args = list_args(page),
				      .filters = wanted,
				      .filter_count = count,
				      .sort = "raised_day",
				      .limit = limit };
}

static int column_of(const char *name)
{
	return list_page_position(LISTING_OBJECTION_PAGES, name);
}

static void put_row(struct page *page, struct db_query *query, struct table_view *table)
{
	int state = field_choice_value(record_field(&objection_record, STR("state")),
				       db_query_bytes(query, column_of("state")));

	table_row(table);
	table_heading(table, db_query_copy(query, column_of("subject_name"), page->arena),
		      link_objection(page, db_query_int(query, column_of("id"))));
	table_cell(table, db_query_copy(query, column_of("indicator"), page->arena));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, column_of("raised_day"))));
	table_light(table, light_of(state),
		    str_from(page_text(page, objection_states[state].label)));
}

/* The rows of a request as a table, the oldest first. */
static int put_rows(struct page *page, const struct list_request *request,
		    struct table_view *table, struct error *err)
{
	struct db_query *query;
	int taken = 0, rc = list_open(page->db, request, &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_RESULT_PAGE_OBJECTIONS), "");
	table_column(table, page_text(page, MESSAGE_OBJECTION_SUBJECT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_OBJECTION_INDICATOR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_OBJECTION_RAISED_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_OBJECTION_STATE), COLUMN_NARROW);
	while (taken++ < request->limit && (rc = db_query_step(query, err)) > 0)
		put_row(page, query, table);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

int objection_table(struct page *page, const struct result_place *place, struct table_view *out,
		    struct error *err)
{
	const struct list_filter wanted[] = {
		{ "year", LIST_EQUAL, db_int("", place->year) },
		{ "subject", LIST_EQUAL,
		  db_text("", str_from(scheme_subject_name(place->subject))) },
		place->subject == SCHEME_PERSON
			? (struct list_filter){ "level", LIST_EQUAL, db_text("", place->level) }
			: (struct list_filter){ "group_id", LIST_EQUAL,
						db_int("", place->group_id) },
	};
	const struct list_request request = request_of(page, wanted, ARRAY_LENGTH(wanted),
						       LIST_MAXIMUM_LIMIT);

	return put_rows(page, &request, out, err);
}

int objection_waiting(struct page *page, int limit, struct table_view *out, int64_t *out_count,
		      struct error *err)
{
	const struct list_filter raised = { "state", LIST_EQUAL, db_text("", STR("raised")) };
	const struct list_request request = request_of(page, &raised, 1, limit);
	int rc = list_count(page->db, &request, out_count, err);

	return rc < 0 ? rc : put_rows(page, &request, out, err);
}

/* Raising ------------------------------------------------------------------------------------ */

struct raising {
	struct result result;
	int64_t subject_id;
};

static int load_raising(struct page *page, struct db *db, struct raising *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &out->subject_id, err);
	if (rc == 0)
		rc = record_get(db, &result_record, key, page->arena, &out->result, err);
	if (rc < 0)
		return rc;
	return out->result.subject == SCHEME_UNIT
		       ? page_check(page, PERMISSION_OBJECTION_RAISE, out->subject_id, 0, err)
		       : page_check(page, PERMISSION_OBJECTION_RAISE, 0, out->subject_id, err);
}

/* The result; of a person whoever may not see the level goes back to their own derivation. */
static struct safe_url back_of(struct page *page, const struct result_place *place, int64_t id)
{
	if (place->subject == SCHEME_PERSON && !result_sees_drafts(page))
		return link_subject_derivation(page, place->subject, place->year, id);
	return link_result(page, place);
}

static int fill_indicators(struct page *page, const struct appraisal_year *year, int member,
			   struct list_options *out)
{
	list_option_add(page, out, "indicator", STR_EMPTY,
			str_from(page_text(page, MESSAGE_OBJECTION_PAGE_WHOLE)));
	for (size_t i = 0; i < year->scheme->indicator_count; i++) {
		const struct scheme_indicator *indicator = &year->scheme->indicators[i];
		struct str title = page->language == LANGUAGE_ZH ? indicator->title.zh
								 : indicator->title.en;

		if (!scheme_applies(year->scheme, (int)i, year->members[member].class_index))
			continue;
		list_option_add(page, out, "indicator", indicator->code,
				arena_format(page->arena, "%.*s %.*s", STR_ARG(indicator->code),
					     STR_ARG(title)));
	}
	for (size_t i = 0; i < out->count; i++)
		if (form_has(page->form, "indicator"))
			out->items[i].selected = str_equal(out->items[i].value,
							   form_value(page->form, "indicator"));
	return 0;
}

static int show_new(struct page *page, struct error *err)
{
	struct objection_new_view view = { .csrf = page_csrf(page),
					   .error = form_error_text(page, labels),
					   .text = form_value(page->form, "text"),
					   .class_text = form_field_class(page, "text"),
					   .class_indicator = form_field_class(page, "indicator") };
	struct raising raising;
	struct appraisal_year *year;
	struct appraisal_request request;
	int member, rc = load_raising(page, page->db, &raising, err);

	if (rc < 0)
		return rc;
	request = result_request(&raising.result);
	rc = appraisal_load(page->db, &request, page->arena, &year, err);
	if (rc < 0)
		return rc;
	member = appraisal_year_member(year, raising.subject_id);
	if (member < 0)
		return error_set(err, ERR_NOT_FOUND, "It is not in this group.", "不在该考核组。");
	struct result_place place = result_own_place(&raising.result);
	struct message_value values[] = {
		{ "name", year->subjects[member].name },
		{ "year", arena_format(page->arena, "%d", place.year) },
		{ "group", raising.result.group_name },
		{ "to", page_day(page, raising.result.publicity_to) },
	};
	view.title = page_message(page, MESSAGE_OBJECTION_PAGE_NEW_TITLE, values, 2);
	view.about = page_message(page, MESSAGE_OBJECTION_PAGE_NEW_ABOUT, &values[2], 2);
	view.back = back_of(page, &place, raising.subject_id);
	view.action = link_objection_new(page, raising.result.head.id, raising.subject_id);
	fill_indicators(page, year, member, &view.indicators);
	return page_render(page, view.title, template_objection_new_slot(&view), err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct raising raising;
	struct objection objection = { .indicator = form_value(page->form, "indicator"),
				       .text = str_trim(form_value(page->form, "text")) };
	int rc = load_raising(page, act->db, &raising, err);

	if (rc < 0)
		return rc;
	objection.result_id = raising.result.head.id;
	objection.subject_id = raising.subject_id;
	rc = objection_raise(act, &objection, err);
	if (rc < 0)
		return rc;
	act->summary = objection.subject_name;
	page_flash(page, MESSAGE_FLASH_OBJECTION_RAISED);
	page_redirect(page, link_objection(page, objection.head.id));
	return 0;
}

/* One objection ------------------------------------------------------------------------------ */

struct objected {
	struct objection objection;
	struct result result;
};

/* May the asker raise and withdraw for the subject? */
static bool is_own(struct page *page, const struct objected *it)
{
	int64_t id = it->objection.subject_id;

	return it->result.subject == SCHEME_UNIT
		       ? page_may(page, PERMISSION_OBJECTION_RAISE, id, 0)
		       : page_may(page, PERMISSION_OBJECTION_RAISE, 0, id);
}

static int check_readable(struct page *page, int64_t id, struct error *err)
{
	const struct list_filter wanted = { "id", LIST_EQUAL, db_int("", id) };
	const struct list_request request = request_of(page, &wanted, 1, 1);
	int64_t count = 0;
	int rc = list_count(page->db, &request, &count, err);

	if (rc == 0 && count == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such objection.",
				 "没有这件异议。");
	return rc;
}

static int load_objected(struct page *page, struct db *db, struct objected *out,
			 struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = check_readable(page, key.id, err);
	if (rc == 0)
		rc = record_get(db, &objection_record, key, page->arena, &out->objection, err);
	if (rc < 0)
		return rc;
	key.id = out->objection.result_id;
	return record_get(db, &result_record, key, page->arena, &out->result, err);
}

static void fill_offers(struct page *page, const struct objected *it,
			struct objection_page_view *view)
{
	const struct transition *rows[OBJECTION_EVENT_COUNT];
	size_t count = transition_offers(&objection_life, it->objection.state, page->permissions,
					 rows, OBJECTION_EVENT_COUNT);

	view->offers.items = ARENA_ARRAY(page->arena, struct objection_offer,
					 OBJECTION_EVENT_COUNT);
	for (size_t i = 0; view->offers.items && i < count; i++) {
		if (it->result.state != RESULT_PUBLICITY)
			return;
		if (rows[i]->event == OBJECTION_WITHDRAW) {
			view->may_withdraw = is_own(page, it);
			continue;
		}
		view->may_answer = true;
		view->offers.items[view->offers.count++] = (struct objection_offer){
			.event = objection_events[rows[i]->event].name,
			.label = rows[i]->label,
			.is_main = rows[i]->event == OBJECTION_UPHOLD,
		};
	}
}

static void fill_links(struct page *page, const struct objected *it,
		       struct objection_page_view *view)
{
	struct result_place place = result_own_place(&it->result);
	int64_t id = it->objection.head.id, subject = it->objection.subject_id;

	view->result = back_of(page, &place, subject);
	view->action = safe_url_format(page->arena, "/objections/%I", id);
	view->url_withdraw = safe_url_format(page->arena, "/objections/%I/withdraw", id);
	if (subject_may(page, PERMISSION_DERIVATION_READ, place.subject, subject)) {
		view->proof = link_proof(page, "objection", id);
		view->derivation = link_subject_derivation(page, place.subject, place.year, subject);
	}
	if (it->result.subject == SCHEME_UNIT &&
	    page_may(page, PERMISSION_SCORE_WRITE, subject, 0))
		view->scores = safe_url_format(page->arena, "/years/%d/groups/%I/scores",
					       it->result.year, it->result.group_id);
}

static void fill_view(struct page *page, const struct objected *it,
		      struct objection_page_view *view)
{
	const struct objection *objection = &it->objection;
	struct message_value values[] = {
		{ "name", objection->subject_name },
		{ "year", arena_format(page->arena, "%lld", (long long)it->result.year) },
		{ "group", it->result.group_name },
		{ "version", page_number(page, it->result.version) },
	};

	view->title = page_message(page, MESSAGE_OBJECTION_PAGE_TITLE, values, 2);
	view->about = page_message(page, MESSAGE_OBJECTION_PAGE_ABOUT, &values[1], 3);
	view->light = light_of(objection->state);
	view->state = str_from(page_text(page, objection_states[objection->state].label));
	view->indicator = objection->indicator;
	view->text = objection->text;
	view->raised = page_day(page, objection->raised_day);
	view->late = objection->late;
	view->answer = objection->answer;
	if (objection->answered_day != CIVIL_NO_DAY)
		view->answered = page_day(page, objection->answered_day);
	view->upheld_open = objection->state == OBJECTION_UPHELD &&
			    it->result.state == RESULT_PUBLICITY;
	view->value_answer = form_value(page->form, "answer");
	view->class_answer = form_field_class(page, "answer");
	view->revision = objection->head.revision;
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
}

static int show_objection(struct page *page, struct error *err)
{
	struct objection_page_view view = { .late = false };
	struct objected it;
	struct json json;
	int rc = load_objected(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&objection_record, &it.objection, &json);
		return 0;
	}
	fill_view(page, &it, &view);
	fill_links(page, &it, &view);
	fill_offers(page, &it, &view);
	return page_render(page, view.title, template_objection_page_slot(&view), err);
}

static int read_revision(struct page *page, int64_t *out, struct error *err)
{
	*out = 0;
	if (!form_has(page->form, "revision") ||
	    str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX, out))
		return 0;
	return error_invalid(err, "revision", "", "the page's own value", "页面原值");
}

static int move(struct page *page, struct act *act, int event, enum message said,
		struct error *err)
{
	struct objection_order order = { .event = (enum objection_event)event,
					 .permissions = page->permissions,
					 .answer = str_trim(form_value(page->form, "answer")) };
	struct objection objection;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = read_revision(page, &order.expected_revision, err);
	if (rc == 0)
		rc = objection_move(act, id, &order, &objection, err);
	if (rc < 0)
		return rc;
	act->summary = objection.subject_name;
	page_flash(page, said);
	page_redirect(page, link_objection(page, id));
	return 0;
}

static int act_answer(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = objection_events };
	struct objected it;
	int event = field_choice_value(&event_field, form_value(page->form, "event"));
	int rc = load_objected(page, act->db, &it, err);

	if (rc == 0 && event != OBJECTION_UPHOLD && event != OBJECTION_REJECT)
		rc = error_invalid(err, "event", "", "uphold or reject", "uphold 或 reject");
	return rc < 0 ? rc : move(page, act, event, MESSAGE_FLASH_OBJECTION_ANSWERED, err);
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct objected it;
	int rc = load_objected(page, act->db, &it, err);

	if (rc == 0 && !is_own(page, &it))
		rc = error_set(err, ERR_DENIED, message_text(MESSAGE_OBJECTION_WITHDRAW_REFUSED,
							     LANGUAGE_EN),
			       message_text(MESSAGE_OBJECTION_WITHDRAW_REFUSED, LANGUAGE_ZH));
	return rc < 0 ? rc
		      : move(page, act, OBJECTION_WITHDRAW, MESSAGE_FLASH_OBJECTION_WITHDRAWN, err);
}

const struct route objection_routes[] = {
	{ .method = HTTP_GET, .path = "/objections", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV, .title = MESSAGE_MENU_OBJECTIONS,
	  .show = show_objections },
	{ .method = HTTP_GET, .path = "/objections/{id}", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_OBJECTIONS, .show = show_objection },
	{ .method = HTTP_POST, .path = "/objections/{id}", .access = PERMISSION_RESULT_MANAGE,
	  .title = MESSAGE_MENU_OBJECTIONS, .show = show_objection, .act = act_answer,
	  .act_kind = "objection.answer" },
	{ .method = HTTP_POST, .path = "/objections/{id}/withdraw",
	  .access = PERMISSION_OBJECTION_RAISE, .title = MESSAGE_MENU_OBJECTIONS,
	  .show = show_objection, .act = act_withdraw, .act_kind = "objection.withdraw" },
	{ .method = HTTP_GET, .path = "/results/{result}/objections/{subject}/new",
	  .access = PERMISSION_OBJECTION_RAISE, .title = MESSAGE_OBJECTION_PAGE_RAISE,
	  .show = show_new },
	{ .method = HTTP_POST, .path = "/results/{result}/objections/{subject}/new",
	  .access = PERMISSION_OBJECTION_RAISE, .title = MESSAGE_OBJECTION_PAGE_RAISE,
	  .show = show_new, .act = act_new, .act_kind = "objection.raise" },
	{ .path = NULL },
};
