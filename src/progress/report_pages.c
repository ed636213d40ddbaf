/*
 * report_pages.c - the reviewer's queue, one report with its review, and the requests about due dates.
 *
 * A review leads to the next report that waits, so that a queue is worked off with the keyboard: the form
 * stands alone on its page and every act is a button.
 */
#include "progress/report_pages.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "messages_web.h"
#include "progress/report_page_view.h"
#include "statements_report_pages.h"
#include "templates_progress.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static const struct form_label labels[] = {
	{ "accepted_share", MESSAGE_PROGRESS_REPORT_ACCEPTED_SHARE },
	{ "review_note", MESSAGE_PROGRESS_REPORT_REVIEW_NOTE },
	{ NULL, MESSAGE_NONE },
};

/* Lists -------------------------------------------------------------------------------------------- */

static enum message status_word(struct str stored)
{
	return list_page_word(progress_statuses, stored);
}

static enum message state_word(struct str stored)
{
	return list_page_word(report_states, stored);
}

static enum message kind_word(struct str stored)
{
	return list_page_word(due_request_kinds, stored);
}

static enum message request_word(struct str stored)
{
	return list_page_word(due_request_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", report_states);
	return 0;
}

static int status_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "status", progress_statuses);
	return 0;
}

static int request_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", due_request_states);
	return 0;
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", due_request_kinds);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "item_title", .label = MESSAGE_PROGRESS_PAGE_ITEM, .link = link_report,
	  .link_column = "id" },
	{ .column = "item_code", .label = MESSAGE_PLAN_ITEM_CODE, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "item_code" },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "unit_code", .label = MESSAGE_PROGRESS_PAGE_UNIT_CODE,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "unit_code" },
	{ .column = "unit_name", .label = MESSAGE_UNIT_LABEL, .sort = "unit_name" },
	{ .column = "checkpoint", .label = MESSAGE_PROGRESS_REPORT_CHECKPOINT,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW, .sort = "checkpoint" },
	{ .column = "status", .label = MESSAGE_PROGRESS_REPORT_STATUS, .flags = COLUMN_NARROW,
	  .word = status_word },
	{ .column = "text", .label = MESSAGE_PROGRESS_REPORT_TEXT, .flags = COLUMN_WIDE },
	{ .column = "reported_day", .label = MESSAGE_PROGRESS_REPORT_REPORTED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "reported_day" },
	{ .column = "state", .label = MESSAGE_PROGRESS_REPORT_STATE, .flags = COLUMN_NARROW,
	  .word = state_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNIT_LABEL, NULL },
	{ { "item", "item_title", LIST_CONTAINS, DB_TEXT }, MESSAGE_PROGRESS_PAGE_ITEM, NULL },
	{ { "status", "status", LIST_EQUAL, DB_TEXT }, MESSAGE_PROGRESS_REPORT_STATUS,
	  status_options },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_PROGRESS_REPORT_STATE, state_options },
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_NONE, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_REVIEW_PAGE_ALL, "/reports", PERMISSION_PLAN_REVIEW },
	{ 0 },
};

static const struct list_page reviews = {
	.listing = LISTING_REPORT_PAGES,
	.about = MESSAGE_REVIEW_PAGE_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "reported_day",
	.file_name = "reviews.csv",
};

static const struct list_page all_reports = {
	.listing = LISTING_REPORT_PAGES,
	.about = MESSAGE_REVIEW_PAGE_ALL_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "reported_day",
	.descending = true,
	.file_name = "reports.csv",
};

static struct safe_url link_request(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/due-requests/%I", id);
}

static const struct list_page_column request_columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "item_title", .label = MESSAGE_PROGRESS_PAGE_ITEM, .link = link_request,
	  .link_column = "id" },
	{ .column = "unit_name", .label = MESSAGE_UNIT_LABEL, .sort = "unit_name" },
	{ .column = "kind", .label = MESSAGE_DUE_REQUEST_KIND, .flags = COLUMN_NARROW,
	  .word = kind_word },
	{ .column = "checkpoint", .label = MESSAGE_DUE_REQUEST_CHECKPOINT, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "checkpoint" },
	{ .column = "proposed_day", .label = MESSAGE_DUE_REQUEST_PROPOSED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW },
	{ .column = "requested_day", .label = MESSAGE_DUE_REQUEST_REQUESTED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "requested_day" },
	{ .column = "state", .label = MESSAGE_DUE_REQUEST_STATE, .flags = COLUMN_NARROW,
	  .word = request_word },
	{ .column = "granted_day", .label = MESSAGE_DUE_REQUEST_GRANTED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_filter request_filters[] = {
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNIT_LABEL, NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_DUE_REQUEST_KIND, kind_options },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_DUE_REQUEST_STATE, request_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page requests = {
	.listing = LISTING_DUE_REQUEST_PAGES,
	.about = MESSAGE_REVIEW_PAGE_REQUESTS_ABOUT,
	.columns = request_columns,
	.filters = request_filters,
	.sort = "requested_day",
	.descending = true,
	.file_name = "due-requests.csv",
};

static int64_t sees_secrets(struct page *page)
{
	return rights_has_everywhere(&page->rights, PERMISSION_PLAN_MANAGE);
}

static struct db_args review_args(struct page *page, bool waiting)
{
	return scope_args(page, PERMISSION_PLAN_REVIEW,
			  DB_ARGS(db_int("waiting", waiting), db_int("secrets", sees_secrets(page)),
				  db_int("person_id", page->rights.person_id),
				  db_int("today", page->today)));
}

/* Whoever reads a unit's derivations reads what it asked. */
static struct db_args request_args(struct page *page)
{
	return scope_args(page, PERMISSION_DERIVATION_READ,
			  DB_ARGS(db_int("secrets", sees_secrets(page))));
}

static int show_reviews(struct page *page, struct error *err)
{
	return list_page_show(page, &reviews, review_args(page, true), err);
}

static int show_reports(struct page *page, struct error *err)
{
	return list_page_show(page, &all_reports, review_args(page, false), err);
}

static int show_requests(struct page *page, struct error *err)
{
	return list_page_show(page, &requests, request_args(page), err);
}

int report_waiting(struct page *page, int limit, struct table_view *out, int64_t *out_count,
		   struct error *err)
{
	const struct list_request request = { .listing = LISTING_REPORT_PAGES,
					      .args = review_args(page, true),
					      .limit = limit };
	int rc = list_count(page->db, &request, out_count, err);

	return rc < 0 ? rc
		      : list_page_head(page, &reviews, review_args(page, true), limit, out, err);
}

int due_request_waiting(struct page *page, int limit, struct table_view *out, int64_t *out_count,
			struct error *err)
{
	const struct list_filter open = { "state", LIST_EQUAL, db_text("", STR("requested")) };
	const struct list_request request = { .listing = LISTING_DUE_REQUEST_PAGES,
					      .args = request_args(page),
					      .filters = &open,
					      .filter_count = 1,
					      .sort = "requested_day",
					      .limit = limit };
	struct db_query *query;
	int taken = 0, rc = list_count(page->db, &request, out_count, err);

	if (rc == 0)
		rc = list_open(page->db, &request, &query, err);
	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_DUE_REQUEST_LABEL), "");
	table_column(out, page_text(page, MESSAGE_PROGRESS_PAGE_ITEM), 0);
	table_column(out, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(out, page_text(page, MESSAGE_DUE_REQUEST_KIND), COLUMN_NARROW);
	while (taken++ < limit && (rc = db_query_step(query, err)) > 0) {
		int title = list_page_position(request.listing, "item_title");
		int unit = list_page_position(request.listing, "unit_name");
		int kind = list_page_position(request.listing, "kind");

		table_row(out);
		table_heading(out, db_query_copy(query, title, page->arena),
			      link_request(page, db_query_int(query, 0)));
		table_cell(out, db_query_copy(query, unit, page->arena));
		table_cell(out, str_from(page_text(page, kind_word(db_query_bytes(query, kind)))));
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(out, err);
}

/* One report --------------------------------------------------------------------------------------- */

struct reported {
	struct progress_report report;
	struct assignment_shown shown;
};

static int load_report(struct page *page, struct db *db, bool whole, struct reported *out,
		       struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &progress_report_record, key, page->arena, &out->report, err);
	if (rc < 0)
		return rc;
	if (whole)
		return assignment_load_shown(page, out->report.assignment_id, &out->shown, err);
	return assignment_load_place(page, db, out->report.assignment_id, &out->shown, err);
}

/* The first report that waits besides `except`; 0 when none does. */
static int next_waiting(struct page *page, struct db *db, int64_t except, int64_t *out,
			struct error *err)
{
	const struct list_filter other = { "id", LIST_NOT_EQUAL, db_int("", except) };
	const struct list_request request = { .listing = LISTING_REPORT_PAGES,
					      .args = review_args(page, true),
					      .filters = &other,
					      .filter_count = 1,
					      .sort = "reported_day",
					      .limit = 1 };
	struct db_query *query;
	int rc = list_open(db, &request, &query, err);

	*out = 0;
	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static const struct board_point *point_of(const struct reported *it)
{
	const struct board_row *row = it->shown.row;

	for (size_t i = 0; row && i < row->count; i++)
		if (row->points[i].planned == it->report.checkpoint)
			return &row->points[i];
	return NULL;
}

static void fill_light(struct page *page, const struct reported *it, struct report_page_view *view)
{
	const struct board_point *point = point_of(it);

	view->light = "light idle";
	if (!point)
		return;
	view->light = progress_light_class(point->light.colour);
	view->word = progress_light_word(page, point->light.colour);
	view->reason = progress_words(page, assignment_reason(page, &it->shown, point));
}

static int fill_review(struct page *page, const struct reported *it, struct report_page_view *view,
		       struct error *err)
{
	const struct list_request all = { .listing = LISTING_REPORT_PAGES,
					  .args = review_args(page, true), .limit = 1 };
	int64_t count = 0, next = 0;
	bool waits = it->report.state == REPORT_SUBMITTED || it->report.state == REPORT_SAMPLED;
	int rc = 0;

	view->may_review = it->shown.rights.review && waits;
	view->may_sample = it->report.state == REPORT_SUBMITTED;
	view->is_done = it->report.status == PROGRESS_DONE;
	if (!view->may_review)
		return 0;
	rc = list_count(page->db, &all, &count, err);
	if (rc == 0)
		rc = next_waiting(page, page->db, it->report.head.id, &next, err);
	view->waiting = page_number(page, count);
	if (next)
		view->next = link_report(page, next);
	view->action = safe_url_format(page->arena, "/reports/%I/review", it->report.head.id);
	view->value_share = form_has(page->form, "accepted_share")
				    ? form_value(page->form, "accepted_share")
				    : STR("100");
	view->value_note = form_value(page->form, "review_note");
	view->class_share = form_field_class(page, "accepted_share");
	view->class_note = form_field_class(page, "review_note");
	view->revision = it->report.head.revision;
	return rc;
}

static int show_report(struct page *page, struct error *err)
{
	struct report_page_view view = { .may_review = false };
	struct reported it = { .shown = { .person_count = 0 } };
	struct json json;
	int rc = load_report(page, page->db, true, &it, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&progress_report_record, &it.report, &json);
		return 0;
	}
	view.title = arena_format(page->arena, "%.*s %.*s", STR_ARG(it.shown.it.item.code),
				  STR_ARG(it.shown.it.item.title));
	view.unit = it.shown.row ? it.shown.row->lead->unit->name : STR("—");
	view.measure = it.shown.it.item.measure;
	view.assignment = link_assignment(page, it.report.assignment_id);
	view.has_reviews = (page->permissions & PERMISSION_PLAN_REVIEW) != 0;
	view.proof = link_proof(page, "progress_report", it.report.head.id);
	view.csrf = page_csrf(page);
	view.error = form_error_text(page, labels);
	fill_light(page, &it, &view);
	rc = assignment_fill_report(page, &it.shown, &it.report, &view.report, err);
	if (rc == 0)
		rc = fill_review(page, &it, &view, err);
	return rc < 0 ? rc : page_render(page, view.title, template_report_page_slot(&view), err);
}

static int read_order(struct page *page, const struct reported *it, struct report_order *order,
		      struct error *err)
{
	struct str revision = form_value(page->form, "revision");
	struct progress_report typed = { .accepted_share = REPORT_FULL_SHARE };

	order->permissions = page->permissions;
	order->person_id = page->rights.person_id;
	order->for_unit = it->shown.rights.unit;
	order->note = form_value(page->form, "review_note");
	if (revision.length && !str_parse_int(revision, 1, INT64_MAX, &order->expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (order->event == REPORT_ACCEPT && form_value(page->form, "accepted_share").length) {
		int rc = field_parse(record_field(&progress_report_record, STR("accepted_share")),
				     form_value(page->form, "accepted_share"), &typed, page->arena,
				     err);
		if (rc < 0)
			return rc;
	}
	order->share = typed.accepted_share;
	return 0;
}

static int not_a_reviewer(struct error *err)
{
	return error_set(err, ERR_DENIED, message_text(MESSAGE_REPORT_RECUSED, LANGUAGE_EN),
			 message_text(MESSAGE_REPORT_RECUSED, LANGUAGE_ZH));
}

static int act_review(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = report_events };
	struct report_order order = {
		.event = field_choice_value(&event_field, form_value(page->form, "event")),
	};
	struct reported it = { .shown = { .person_count = 0 } };
	int64_t next = 0;
	int rc = load_report(page, act->db, false, &it, err);

	if (rc == 0 && (order.event < 0 || order.event == REPORT_WITHDRAW))
		rc = error_invalid(err, "event", "", "accept, return or sample",
				   "accept、return 或 sample");
	if (rc == 0 && !it.shown.rights.review)
		rc = not_a_reviewer(err);
	if (rc == 0)
		rc = read_order(page, &it, &order, err);
	if (rc == 0)
		rc = report_move(act, it.report.head.id, &order, &it.report, err);
	if (rc == 0)
		rc = next_waiting(page, act->db, it.report.head.id, &next, err);
	if (rc < 0)
		return rc;
	act->summary = it.shown.it.item.title;
	page_flash(page, MESSAGE_FLASH_REPORT_REVIEWED);
	page_redirect(page, next ? link_report(page, next) : SAFE_URL("/reviews"));
	return 0;
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct report_order order = { .event = REPORT_WITHDRAW };
	struct reported it = { .shown = { .person_count = 0 } };
	int rc = load_report(page, act->db, false, &it, err);

	if (rc == 0)
		rc = read_order(page, &it, &order, err);
	if (rc == 0)
		rc = report_move(act, it.report.head.id, &order, &it.report, err);
	if (rc < 0)
		return rc;
	act->summary = it.shown.it.item.title;
	page_flash(page, MESSAGE_FLASH_REPORT_WITHDRAWN);
	page_redirect(page, link_assignment(page, it.report.assignment_id));
	return 0;
}

static const struct route_input review_input[] = {
	{ "event", INPUT_TEXT, true, 1, 20, NULL, MESSAGE_REVIEW_PAGE_REVIEW },
	{ "review_note", INPUT_TEXT, false, 0, 1000, NULL, MESSAGE_PROGRESS_REPORT_REVIEW_NOTE },
	{ "accepted_share", INPUT_DECIMAL, false, 0, 0, NULL,
	  MESSAGE_PROGRESS_REPORT_ACCEPTED_SHARE },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};
static const struct route_input withdraw_input[] = {
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

const struct route report_routes[] = {
	{ .method = HTTP_GET, .path = "/reviews", .access = PERMISSION_PLAN_REVIEW,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_REVIEW_PAGE_TITLE,
	  .show = show_reviews, .list = &reviews },
	{ .method = HTTP_GET, .path = "/reports", .access = PERMISSION_PLAN_REVIEW,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_REVIEW_PAGE_ALL,
	  .show = show_reports, .list = &all_reports },
	{ .method = HTTP_GET, .path = "/reports/{id}", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_PROGRESS_REPORT_LABEL, .show = show_report,
	  .record = &progress_report_record },
	{ .method = HTTP_POST, .path = "/reports/{id}/review", .access = PERMISSION_PLAN_REVIEW,
	  .title = MESSAGE_PROGRESS_REPORT_LABEL, .show = show_report, .act = act_review,
	  .act_kind = "report.review", .input = review_input },
	{ .method = HTTP_POST, .path = "/reports/{id}/withdraw", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_PROGRESS_REPORT_LABEL, .show = show_report, .act = act_withdraw,
	  .act_kind = "report.withdraw", .input = withdraw_input },
	{ .method = HTTP_GET, .path = "/due-requests", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_REVIEW_PAGE_REQUESTS,
	  .show = show_requests, .list = &requests },
	{ .path = NULL },
};
