/*
 * assignment_pages.c - one assignment: what is to be done, its checkpoints with lights and reasons, reports,
 * requests about due dates, persons; reporting and asking.
 *
 * Who: whoever reads the unit's derivations, reviews, or is named; the unit (PLAN_RESPOND) and persons named
 * for the assignment report, ask and withdraw; the office answers requests.
 */
#include "progress/assignment_view.h"

#include "evidence/evidence_access_view.h"
#include "messages_evidence.h"
#include "messages_progress.h"
#include "progress/report_evidence.h"
#include "templates_progress.h"
#include "web/route.h"

/* JSON --------------------------------------------------------------------------------------------- */

static void point_json(struct page *page, const struct assignment_shown *shown,
		       const struct board_point *point, struct json *json)
{
	struct light_words words = assignment_reason(page, shown, point);

	json_object_begin(json);
	json_name(json, "checkpoint"), json_day(json, point->planned);
	json_name(json, "due"), json_day(json, point->dates.due);
	json_name(json, "light"), json_text(json, light_colours[point->light.colour].name);
	json_name(json, "contested"), json_bool(json, point->facts.contested);
	json_name(json, "reason"), json_str(json, words.en);
	json_name(json, "reason_zh"), json_str(json, words.zh);
	json_name(json, "accepted_share"), json_decimal(json, point->share, 2);
	json_name(json, "counts"), json_bool(json, point->counts);
	json_name(json, "expected_late"), json_bool(json, point->forecast.late);
	json_object_end(json);
}

static void assignment_json(struct page *page, const struct assignment_shown *shown)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "id"), json_id(&json, shown->it.assignment.head.id);
	json_name(&json, "year"), json_int(&json, shown->it.plan.year);
	json_name(&json, "item"), record_json(&plan_item_record, &shown->it.item, &json);
	json_name(&json, "unit_id"), json_id(&json, shown->it.assignment.unit_id);
	json_name(&json, "checkpoints"), json_array_begin(&json);
	for (size_t i = 0; shown->row && i < shown->row->count; i++)
		point_json(page, shown, &shown->row->points[i], &json);
	json_array_end(&json);
	json_name(&json, "reports"), json_array_begin(&json);
	for (size_t i = 0; i < shown->report_count; i++)
		record_json(&progress_report_record, &shown->reports[i], &json);
	json_array_end(&json);
	json_name(&json, "requests"), json_array_begin(&json);
	for (size_t i = 0; i < shown->request_count; i++)
		record_json(&due_request_record, &shown->requests[i], &json);
	json_array_end(&json);
	json_object_end(&json);
}

static int show_of(struct page *page, int64_t id, struct error *err)
{
	struct assignment_page_view view = { .title = STR_EMPTY };
	struct assignment_shown shown = { .person_count = 0 };
	int rc = assignment_load_shown(page, id, &shown, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		assignment_json(page, &shown);
		return 0;
	}
	rc = assignment_fill(page, &shown, &view, err);
	if (rc == 0)
		rc = assignment_fill_history(page, &shown, &view.history, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_assignment_page_slot(&view), err);
}

static int show_assignment(struct page *page, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	return rc < 0 ? rc : show_of(page, id, err);
}

/* Acts --------------------------------------------------------------------------------------------- */

static int not_the_unit(struct error *err)
{
	enum message message = MESSAGE_PROGRESS_PAGE_NOT_THE_UNIT;

	return error_set(err, ERR_DENIED, message_text(message, LANGUAGE_EN),
			 message_text(message, LANGUAGE_ZH));
}

static int begin_act(struct page *page, struct act *act, struct assignment_shown *out, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = assignment_load_place(page, act->db, id, out, err);
	if (rc == 0 && !out->rights.report)
		rc = not_the_unit(err);
	return rc;
}

static int read_field(struct page *page, const struct record_type *type, const char *name,
		      void *record, struct error *err)
{
	const struct field *field = record_field(type, str_from(name));

	return field_parse(field, form_value(page->form, name), record, page->arena, err);
}

static int read_fields(struct page *page, const struct record_type *type,
		       const char *const *names, void *record, struct error *err)
{
	int rc = 0;

	for (; rc == 0 && *names; names++)
		rc = read_field(page, type, *names, record, err);
	return rc;
}

/* The pieces that were ticked. */
static int cite_all(struct page *page, struct act *act, int64_t report_id, struct error *err)
{
	int64_t ids[EVIDENCE_PICK_MAXIMUM];
	size_t count;
	int rc = evidence_pick_read(page, act->db, ids, &count, err);

	if (rc == 0 && count > REPORT_EVIDENCE_MAXIMUM)
		return error_invalid(err, "evidence", "", "at most 20 pieces", "最多 20 件");
	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct report_evidence link = { .head = { .jurisdiction_id = act->jurisdiction_id },
						.report_id = report_id, .evidence_id = ids[i] };

		rc = act_create(act, &report_evidence_record, &link, err);
	}
	return rc;
}

static int act_report(struct page *page, struct act *act, struct error *err)
{
	static const char *const names[] = { "checkpoint", "status",	"text",
					     "next_step",  "documents", NULL };
	struct progress_report report = { .checkpoint = CIVIL_NO_DAY };
	struct assignment_shown shown = { .person_count = 0 };
	int rc = begin_act(page, act, &shown, err);

	if (rc == 0)
		rc = read_fields(page, &progress_report_record, names, &report, err);
	if (rc < 0)
		return rc;
	report.assignment_id = shown.it.assignment.head.id;
	report.reporter_id = page->rights.person_id;
	rc = report_submit(act, &report, err);
	if (rc == 0)
		rc = cite_all(page, act, report.head.id, err);
	if (rc < 0)
		return rc;
	act->summary = shown.it.item.title;
	page_flash(page, MESSAGE_FLASH_REPORT_SUBMITTED);
	page_redirect(page, link_assignment(page, report.assignment_id));
	return 0;
}

/* The light as it is contested, with its reason, so that it can be read later. */
static int contested_light(struct page *page, struct act *act, const struct assignment_shown *shown,
			   struct due_request *request, struct error *err)
{
	struct board_request wanted = { page->jurisdiction_id, (int)shown->it.plan.year, act->day };
	struct board board;
	int rc = board_load(act->db, &wanted, page->arena, &board, err);
	const struct board_row *row =
		rc == 0 ? board_find(&board, shown->it.assignment.head.id) : NULL;

	for (size_t i = 0; row && i < row->count; i++) {
		const struct board_point *point = &row->points[i];
		struct light_words words;

		if (point->planned != request->checkpoint)
			continue;
		words = light_explain(&board.rule, &point->dates, &point->facts, &board.calendar,
				      page->arena);
		request->light = arena_format(
			page->arena, "%.*s · %.*s",
			STR_ARG(progress_light_word(page, point->light.colour)),
			STR_ARG(progress_words(page, words)));
	}
	return rc;
}

static int act_request(struct page *page, struct act *act, struct error *err)
{
	static const char *const names[] = { "kind", "checkpoint", "proposed_day", "reason", NULL };
	struct due_request request = { .checkpoint = CIVIL_NO_DAY, .proposed_day = CIVIL_NO_DAY };
	struct assignment_shown shown = { .person_count = 0 };
	int rc = begin_act(page, act, &shown, err);

	if (rc == 0)
		rc = read_fields(page, &due_request_record, names, &request, err);
	if (rc == 0 && request.kind == DUE_OBJECTION)
		rc = contested_light(page, act, &shown, &request, err);
	if (rc < 0)
		return rc;
	request.assignment_id = shown.it.assignment.head.id;
	request.requester_id = page->rights.person_id;
	rc = due_request_make(act, &request, err);
	if (rc < 0)
		return rc;
	act->summary = shown.it.item.title;
	page_flash(page, MESSAGE_FLASH_DUE_REQUESTED);
	page_redirect(page, link_assignment(page, request.assignment_id));
	return 0;
}

/* Answering and withdrawing requests --------------------------------------------------------------- */

static int load_request(struct page *page, struct db *db, struct due_request *out,
			struct assignment_shown *shown, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &due_request_record, key, page->arena, out, err);
	return rc < 0 ? rc : assignment_load_place(page, db, out->assignment_id, shown, err);
}

static int show_request(struct page *page, struct error *err)
{
	struct assignment_shown shown = { .person_count = 0 };
	struct due_request request;
	int rc = load_request(page, page->db, &request, &shown, err);

	if (rc == 0 && page->http->method == HTTP_GET && page->format != PAGE_JSON) {
		page_redirect(page, link_assignment(page, request.assignment_id));
		return 0;
	}
	return rc < 0 ? rc : show_of(page, request.assignment_id, err);
}

static int read_order(struct page *page, struct report_order *order, struct error *err)
{
	struct str revision = form_value(page->form, "revision");
	struct due_request typed = { .granted_day = CIVIL_NO_DAY };
	int rc = 0;

	order->permissions = page->permissions;
	order->person_id = page->rights.person_id;
	order->note = form_value(page->form, "answer");
	if (revision.length && !str_parse_int(revision, 1, INT64_MAX, &order->expected_revision))
		rc = error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (rc == 0 && form_value(page->form, "granted_day").length)
		rc = read_field(page, &due_request_record, "granted_day", &typed, err);
	order->granted_day = typed.granted_day;
	return rc;
}

static int move_request(struct page *page, struct act *act, struct report_order *order,
			enum message said, struct error *err)
{
	struct assignment_shown shown = { .person_count = 0 };
	struct due_request request;
	int rc = load_request(page, act->db, &request, &shown, err);

	if (rc == 0 && order->event != DUE_WITHDRAW && !shown.rights.answer)
		rc = error_set(err, ERR_DENIED,
			       message_text(MESSAGE_DUE_REQUEST_REFUSED, LANGUAGE_EN),
			       message_text(MESSAGE_DUE_REQUEST_REFUSED, LANGUAGE_ZH));
	if (rc == 0)
		rc = read_order(page, order, err);
	order->for_unit = shown.rights.unit;
	if (rc == 0)
		rc = due_request_move(act, request.head.id, order, &request, err);
	if (rc < 0)
		return rc;
	act->summary = shown.it.item.title;
	page_flash(page, said);
	page_redirect(page, link_assignment(page, request.assignment_id));
	return 0;
}

static int act_answer(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = due_request_events };
	struct report_order order = {
		.event = field_choice_value(&event_field, form_value(page->form, "event")),
	};

	if (order.event != DUE_GRANT && order.event != DUE_REFUSE)
		return error_invalid(err, "event", "", "grant or refuse", "grant 或 refuse");
	return move_request(page, act, &order, MESSAGE_FLASH_DUE_ANSWERED, err);
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct report_order order = { .event = DUE_WITHDRAW };

	return move_request(page, act, &order, MESSAGE_FLASH_DUE_WITHDRAWN, err);
}

static const struct route_input report_input[] = {
	{ "checkpoint", INPUT_DAY, false, 0, 0, NULL, MESSAGE_PROGRESS_REPORT_CHECKPOINT },
	{ "status", INPUT_CHOICE, true, 0, 0, progress_statuses, MESSAGE_PROGRESS_REPORT_STATUS },
	{ "text", INPUT_TEXT, true, 1, 1000, NULL, MESSAGE_PROGRESS_REPORT_TEXT },
	{ "next_step", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_PROGRESS_REPORT_NEXT_STEP },
	{ "documents", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_PROGRESS_REPORT_DOCUMENTS },
	{ "evidence", INPUT_TEXT, false, 0, 0, NULL, MESSAGE_EVIDENCE_LABEL },
	{ 0 },
};
static const struct route_input request_input[] = {
	{ "kind", INPUT_CHOICE, true, 0, 0, due_request_kinds, MESSAGE_DUE_REQUEST_KIND },
	{ "checkpoint", INPUT_DAY, false, 0, 0, NULL, MESSAGE_DUE_REQUEST_CHECKPOINT },
	{ "proposed_day", INPUT_DAY, false, 0, 0, NULL, MESSAGE_DUE_REQUEST_PROPOSED_DAY },
	{ "reason", INPUT_TEXT, true, 1, 1000, NULL, MESSAGE_DUE_REQUEST_REASON },
	{ 0 },
};
static const struct route_input answer_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, due_request_events, MESSAGE_DUE_REQUEST_STATE },
	{ "answer", INPUT_TEXT, true, 1, 1000, NULL, MESSAGE_DUE_REQUEST_ANSWER },
	{ "granted_day", INPUT_DAY, false, 0, 0, NULL, MESSAGE_DUE_REQUEST_GRANTED_DAY },
	{ "request", INPUT_ID, false, 0, 0, NULL, MESSAGE_DUE_REQUEST_LABEL },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};
static const struct route_input withdraw_input[] = {
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};

const struct route assignment_routes[] = {
	{ .method = HTTP_GET, .path = "/assignments/{id}", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENT,
	  .show = show_assignment },
	{ .method = HTTP_POST, .path = "/assignments/{id}/reports", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENT, .show = show_assignment, .act = act_report,
	  .act_kind = "report.submit", .input = report_input },
	{ .method = HTTP_POST, .path = "/assignments/{id}/find", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENT, .prepare = show_assignment },
	{ .method = HTTP_POST, .path = "/assignments/{id}/requests",
	  .access = PERMISSION_PLAN_READ, .title = MESSAGE_PROGRESS_PAGE_ASSIGNMENT,
	  .show = show_assignment, .act = act_request, .act_kind = "due.request",
	  .input = request_input },
	{ .method = HTTP_GET, .path = "/due-requests/{id}", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_DUE_REQUEST_LABEL, .show = show_request },
	{ .method = HTTP_POST, .path = "/due-requests/{id}", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_DUE_REQUEST_LABEL, .show = show_request, .act = act_answer,
	  .act_kind = "due.answer", .input = answer_input },
	{ .method = HTTP_POST, .path = "/due-requests/{id}/withdraw",
	  .access = PERMISSION_PLAN_READ, .title = MESSAGE_DUE_REQUEST_LABEL,
	  .show = show_request, .act = act_withdraw, .act_kind = "due.withdraw",
	  .input = withdraw_input },
	{ .path = NULL },
};
