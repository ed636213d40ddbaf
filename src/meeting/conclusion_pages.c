/*
 * conclusion_pages.c - one conclusion: what became of it, putting it into the plan, closing it.
 *
 * Whoever reads the meeting reads it; so does the unit in charge. Putting it into the plan needs the right to
 * change the plan besides.
 */
#include "meeting/conclusion_store.h"
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "messages_plan.h"
#include "messages_record_form.h"
#include "progress/board_view.h"
#include "templates_meeting.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "parent", MESSAGE_MEETING_PAGE_PARENT },
	{ "title", MESSAGE_PLAN_ITEM_TITLE },
	{ "measure", MESSAGE_PLAN_ITEM_MEASURE },
	{ "weight", MESSAGE_PLAN_ITEM_WEIGHT },
	{ "due_day", MESSAGE_MEETING_CONCLUSION_DUE_DAY },
	{ "item", MESSAGE_MEETING_CONCLUSION_ITEM_ID },
	{ "note", MESSAGE_MEETING_CONCLUSION_NOTE },
	{ NULL, MESSAGE_NONE },
};

struct concluded {
	struct conclusion_row row;
	struct meeting_whole whole; /* the meeting */
	bool manages, plans;
	permission_set permissions;
};

static bool answers(struct page *page, int64_t unit_id)
{
	return page_may(page, PERMISSION_PLAN_RESPOND, unit_id, 0);
}

static int open_conclusion(struct page *page, struct db *db, struct concluded *out,
			   struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct meeting_rights rights;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = conclusion_find(db, key, page->arena, &out->row, err);
	key.id = out->row.conclusion.meeting_id;
	if (rc == 0)
		rc = meeting_load(db, key, page->arena, &out->whole, err);
	if (rc < 0)
		return rc;
	rights = meeting_rights_of(page, &out->whole);
	out->manages = rights.manage;
	out->permissions = rights.permissions;
	out->plans = rights.manage && page_may(page, PERMISSION_PLAN_MANAGE, 0, 0);
	return rights.minutes || answers(page, out->row.conclusion.unit_id)
		       ? 0
		       : error_set(err, ERR_NOT_FOUND, "There is no such conclusion.",
				   "没有这条议定事项。");
}

/* The page ----------------------------------------------------------------------------------------- */

static int64_t year_of(const struct concluded *it)
{
	return civil_from_day(it->row.conclusion.due_day).year;
}

static int fill_item(struct page *page, const struct concluded *it,
		     struct conclusion_page_view *view, struct error *err)
{
	const struct conclusion_row *row = &it->row;
	struct board board;
	bool *readable;
	int rc;

	view->has_item = row->conclusion.item_id != 0;
	view->item_gone = view->has_item && !row->planned;
	view->waits_in_draft = view->has_item && row->planned && !row->item_code.length;
	if (!view->has_item || view->item_gone || view->waits_in_draft)
		return 0;
	view->item = arena_format(page->arena, "%.*s %.*s", STR_ARG(row->item_code),
				  STR_ARG(row->item_title));
	view->url_item = link_progress_item(page, row->plan_year, row->conclusion.item_id);
	if (!row->assignment_id)
		return 0;
	rc = board_open(page, (int)row->plan_year, &board, &readable, err);
	if (rc < 0)
		return rc;
	const struct board_row *found = board_find(&board, row->assignment_id);
	if (!found || !readable[found - board.rows])
		return 0;
	view->item_light = progress_light_class(found->light.colour);
	view->item_light_word = progress_light_word(page, found->light.colour);
	view->url_assignment = link_assignment(page, row->assignment_id);
	view->report = row->report_text;
	return 0;
}

static struct str typed(const struct page *page, const char *name, struct str otherwise)
{
	return form_has(page->form, name) ? form_value(page->form, name) : otherwise;
}

static int fill_forms(struct page *page, const struct concluded *it,
		      struct conclusion_page_view *view, struct error *err)
{
	const struct meeting_conclusion *conclusion = &it->row.conclusion;
	bool open = conclusion->state == CONCLUSION_OPEN;
	bool unplanned = !conclusion->item_id || !it->row.planned;
	int64_t id = conclusion->head.id;
	struct message_value value = { "year", page_number(page, year_of(it)) };
	int rc = 0;

	view->may_close = it->manages && open;
	view->may_reopen = it->manages && !open;
	view->may_name = it->manages && open && unplanned;
	if (it->plans && open && unplanned)
		rc = conclusion_parents(page, page->db, year_of(it), "parent", &view->parents, err);
	view->may_plan = view->parents.count > 0;
	if (view->may_name && !view->may_plan)
		view->plan_note = page_message(page, MESSAGE_MEETING_PAGE_NO_PLAN, &value, 1);
	view->action_plan = safe_url_format(page->arena, "/conclusions/%I/plan", id);
	view->action_name = safe_url_format(page->arena, "/conclusions/%I/item", id);
	view->action_move = safe_url_format(page->arena, "/conclusions/%I/move", id);
	view->value_title = form_value(page->form, "title");
	view->value_measure = form_value(page->form, "measure");
	view->value_weight = typed(page, "weight", STR("1"));
	view->value_item = form_value(page->form, "item");
	view->value_note = form_value(page->form, "note");
	view->class_parent = form_field_class(page, "parent");
	view->class_title = form_field_class(page, "title");
	view->class_measure = form_field_class(page, "measure");
	view->class_weight = form_field_class(page, "weight");
	view->class_item = form_field_class(page, "item");
	view->class_note = form_field_class(page, "note");
	view->revision = conclusion->head.revision;
	return rc;
}

static int show_conclusion(struct page *page, struct error *err)
{
	struct conclusion_page_view view = { .csrf = page_csrf(page),
					     .error = form_error_text(page, labels) };
	struct concluded it;
	struct json json;
	int rc = open_conclusion(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	const struct meeting_conclusion *conclusion = &it.row.conclusion;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&meeting_conclusion_record, conclusion, &json);
		return 0;
	}
	view.title = arena_format(page->arena, "%s %lld",
				  page_text(page, MESSAGE_MEETING_CONCLUSION_LABEL),
				  (long long)conclusion->number);
	view.text = conclusion->text;
	view.meeting = it.row.meeting_title;
	view.url_meeting = link_meeting(page, conclusion->meeting_id);
	view.unit = it.row.unit_name;
	if (page_may(page, PERMISSION_UNIT_READ, conclusion->unit_id, 0))
		view.url_unit = link_unit(page, conclusion->unit_id);
	view.due = page_day(page, conclusion->due_day);
	view.state = conclusion_states[conclusion->state].label;
	view.light = conclusion->state == CONCLUSION_CLOSED	 ? "light done"
		     : conclusion->due_day < page->today ? "light late"
								 : "light idle";
	view.note = conclusion->note;
	if (conclusion->closed_day != CIVIL_NO_DAY)
		view.closed = page_day(page, conclusion->closed_day);
	view.manages = it.manages;
	view.proof = link_proof(page, "meeting_conclusion", conclusion->head.id);
	rc = fill_item(page, &it, &view, err);
	if (rc == 0)
		rc = fill_forms(page, &it, &view, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_conclusion_page_slot(&view), err);
}

/* Acts --------------------------------------------------------------------------------------------- */

static int refuse(struct error *err)
{
	return error_set(err, ERR_DENIED, message_text(MESSAGE_MEETING_REFUSED, LANGUAGE_EN),
			 message_text(MESSAGE_MEETING_REFUSED, LANGUAGE_ZH));
}

static int open_to_change(struct page *page, struct act *act, struct concluded *out,
			  struct error *err)
{
	int rc = open_conclusion(page, act->db, out, err);

	if (rc == 0 && !out->manages)
		rc = refuse(err);
	return rc < 0 ? rc : meeting_check_revision(page, out->row.conclusion.head.revision, err);
}

static void finish(struct page *page, struct act *act, const struct concluded *it, enum message said)
{
	act->summary = it->row.meeting_title;
	page_flash(page, said);
	page_redirect(page, link_conclusion(page, it->row.conclusion.head.id));
}

static int read_item(struct page *page, struct conclusion_item *out, struct error *err)
{
	static const char *const names[] = { "title", "measure", "weight" };
	struct plan_item typed_item = { .weight = DECIMAL_OF(1) };
	struct str parent = str_trim(form_value(page->form, "parent"));
	int rc = 0;

	if (!id_parse(parent, &out->parent_id))
		rc = error_invalid(err, "parent", arena_text(page->arena, parent),
				   "an area or a task of the plan", "计划中的领域或任务");
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(names); i++)
		if (form_value(page->form, names[i]).length)
			rc = meeting_read_field(page, &plan_item_record, names[i], &typed_item, err);
	out->title = typed_item.title;
	out->measure = typed_item.measure;
	out->weight = typed_item.weight;
	return rc;
}

static int act_plan(struct page *page, struct act *act, struct error *err)
{
	struct conclusion_item item = { .permissions = page->permissions };
	struct conclusion_planned planned;
	struct concluded it;
	int rc = open_to_change(page, act, &it, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = read_item(page, &item, err);
	item.permissions |= it.permissions;
	item.year = year_of(&it);
	if (rc == 0)
		rc = conclusion_put_in_plan(act, &it.row.conclusion, &item, &planned, err);
	if (rc < 0)
		return rc;
	finish(page, act, &it, planned.published ? MESSAGE_FLASH_CONCLUSION_PUBLISHED
						 : MESSAGE_FLASH_CONCLUSION_DRAFTED);
	return 0;
}

static int act_name(struct page *page, struct act *act, struct error *err)
{
	struct concluded it;
	int rc = open_to_change(page, act, &it, err);

	if (rc == 0)
		rc = conclusion_name_item(act, &it.row.conclusion, year_of(&it),
					  form_value(page->form, "item"), err);
	if (rc < 0)
		return rc;
	finish(page, act, &it, MESSAGE_FLASH_RECORD_SAVED);
	return 0;
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	struct str event = form_value(page->form, "event");
	struct conclusion_order order = { .event = CONCLUSION_CLOSE,
					  .note = form_value(page->form, "note") };
	struct meeting_conclusion moved;
	struct concluded it;
	int rc = open_to_change(page, act, &it, err);

	if (rc < 0)
		return rc;
	if (str_equal(event, STR("reopen")))
		order.event = CONCLUSION_REOPEN;
	else if (!str_equal(event, STR("close")))
		return error_invalid(err, "event", "", "close or reopen", "close 或 reopen");
	order.permissions = it.permissions;
	rc = conclusion_move(act, it.row.conclusion.head.id, &order, &moved, err);
	if (rc < 0)
		return rc;
	finish(page, act, &it, order.event == CONCLUSION_CLOSE ? MESSAGE_FLASH_CONCLUSION_CLOSED
							       : MESSAGE_FLASH_CONCLUSION_REOPENED);
	return 0;
}

static const struct route_input plan_input[] = {
	{ "parent", INPUT_ID, true, 0, 0, NULL, MESSAGE_MEETING_PAGE_PARENT },
	{ "title", INPUT_TEXT, false, 0, 300, NULL, MESSAGE_PLAN_ITEM_TITLE },
	{ "measure", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_PLAN_ITEM_MEASURE },
	{ "weight", INPUT_DECIMAL, false, 0, 0, NULL, MESSAGE_PLAN_ITEM_WEIGHT },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

static const struct route_input name_input[] = {
	{ "item", INPUT_TEXT, true, 1, 32, NULL, MESSAGE_MEETING_CONCLUSION_ITEM_ID },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

static const struct route_input conclusion_move_input[] = {
	{ "event", INPUT_TEXT, true, 1, 20, NULL, MESSAGE_MEETING_CONCLUSION_STATE },
	{ "note", INPUT_TEXT, true, 1, 1000, NULL, MESSAGE_MEETING_CONCLUSION_NOTE },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

#define ROW                                                                                        \
	.access = PERMISSION_MEETING_READ, .title = MESSAGE_MEETING_CONCLUSION_LABEL,              \
	.show = show_conclusion

const struct route conclusion_routes[] = {
	{ ROW, .method = HTTP_GET, .path = "/conclusions/{id}", .flags = ROUTE_JSON,
	  .record = &meeting_conclusion_record },
	{ ROW, .method = HTTP_POST, .path = "/conclusions/{id}/plan", .act = act_plan,
	  .act_kind = "conclusion.plan", .input = plan_input },
	{ ROW, .method = HTTP_POST, .path = "/conclusions/{id}/item", .act = act_name,
	  .act_kind = "conclusion.item", .input = name_input },
	{ ROW, .method = HTTP_POST, .path = "/conclusions/{id}/move", .act = act_move,
	  .act_kind = "conclusion.move", .input = conclusion_move_input },
	{ .path = NULL },
};
