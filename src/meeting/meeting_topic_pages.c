/*
 * meeting_topic_pages.c - the topics of a meeting: setting them, with who reports and what they refer to; the
 * host's report before the meeting; the minutes of each.
 *
 * A topic refers to pieces of evidence, chosen from those that exist (ask once), and to items of the plan of
 * the meeting's year, by their codes.
 */
#include "evidence/evidence_access_view.h"
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "messages_record_form.h"
#include "people/handover_view.h"
#include "plan/plan_store.h"
#include "plan/plan_text.h"
#include "templates_meeting.h"
#include "web/form_error.h"
#include "web/route.h"

#define ITEMS_MAXIMUM 30

static const struct form_label labels[] = {
	{ "title", MESSAGE_MEETING_TOPIC_TITLE },
	{ "position", MESSAGE_MEETING_TOPIC_POSITION },
	{ "host_unit", MESSAGE_MEETING_TOPIC_HOST_UNIT_ID },
	{ "host_person", MESSAGE_MEETING_TOPIC_HOST_PERSON_ID },
	{ "items", MESSAGE_MEETING_PAGE_ITEMS },
	{ "evidence", MESSAGE_MEETING_REFERENCE_EVIDENCE_ID },
	{ "report", MESSAGE_MEETING_TOPIC_REPORT },
	{ NULL, MESSAGE_NONE },
};

static struct str typed(const struct page *page, const char *name, struct str otherwise)
{
	return form_has(page->form, name) ? form_value(page->form, name) : otherwise;
}

/* The form ----------------------------------------------------------------------------------------- */

static int fill_hosts(struct page *page, const struct meeting_topic_row *row, struct safe_url find,
		      struct meeting_topic_form_view *view, struct error *err)
{
	const struct picker_field unit = { .picker = &unit_picker,
					   .name = "host_unit",
					   .label = MESSAGE_MEETING_TOPIC_HOST_UNIT_ID,
					   .help = MESSAGE_MEETING_PAGE_HOST_HELP,
					   .initial = row->unit_name,
					   .find = find };
	const struct picker_field person = { .picker = &handover_person_picker,
					     .name = "host_person",
					     .label = MESSAGE_MEETING_TOPIC_HOST_PERSON_ID,
					     .initial = row->person_name,
					     .find = find };
	int rc = picker_fill(page, &unit, &view->unit, err);

	return rc < 0 ? rc : picker_fill(page, &person, &view->person, err);
}

/* The codes of the items that a topic refers to, as the box wants them. */
static struct str items_of(struct page *page, const struct meeting_whole *whole, int64_t topic_id)
{
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < whole->reference_count; i++) {
		const struct meeting_reference_row *row = &whole->references[i];
		if (row->reference.topic_id == topic_id && row->code.length)
			text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text),
					    text.length ? "；" : "", STR_ARG(row->code));
	}
	return text;
}

/* Pieces that the topic refers to are ticked before anything was typed. */
static void tick_present(struct page *page, const struct meeting_whole *whole, int64_t topic_id,
			 struct evidence_pick *pick)
{
	if (form_has(page->form, "csrf"))
		return;
	for (size_t i = 0; i < whole->reference_count; i++) {
		const struct meeting_reference_row *row = &whole->references[i];
		char id[ID_TEXT_BYTES];
		struct str text;
		size_t at = 0;

		if (row->reference.topic_id != topic_id || !row->reference.evidence_id)
			continue;
		text = str_from(id_format(row->reference.evidence_id, id));
		while (at < pick->choices.count && !str_equal(pick->choices.items[at].id, text))
			at++;
		if (at == pick->choices.count) /* the arrays have room for what can be ticked */
			pick->choices.items[pick->choices.count++] = (struct evidence_choice){
				arena_str(page->arena, text), row->title, STR_EMPTY, true
			};
		pick->choices.items[at].is_chosen = true;
	}
}

static int show_form(struct page *page, const struct meeting_whole *whole,
		     const struct meeting_topic_row *row, struct error *err)
{
	const struct meeting_topic *topic = &row->topic;
	bool is_new = topic->head.id == 0;
	struct safe_url self = is_new ? safe_url_format(page->arena, "/meetings/%I/topics/new",
							whole->meeting.head.id)
				      : link_meeting_topic(page, topic, "edit");
	struct safe_url find = is_new ? safe_url_format(page->arena, "/meetings/%I/topics/new/find",
							whole->meeting.head.id)
				      : link_meeting_topic(page, topic, "find");
	struct str position = topic->position ? arena_format(page->arena, "%lld",
							     (long long)topic->position)
					      : STR_EMPTY;
	struct meeting_topic_form_view view = {
		.title = is_new ? str_from(page_text(page, MESSAGE_MEETING_PAGE_NEW_TOPIC))
				: topic->title,
		.meeting = whole->meeting.title,
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.back = link_meeting(page, whole->meeting.head.id),
		.action = self,
		.is_new = is_new,
		.revision = topic->head.revision,
		.value_title = typed(page, "title", topic->title),
		.value_position = typed(page, "position", position),
		.value_items = typed(page, "items", items_of(page, whole, topic->head.id)),
		.class_title = form_field_class(page, "title"),
		.class_position = form_field_class(page, "position"),
		.class_items = form_field_class(page, "items"),
	};
	int rc = fill_hosts(page, row, find, &view, err);

	if (!is_new)
		view.action_remove = link_meeting_topic(page, topic, "remove");
	if (rc == 0)
		rc = evidence_pick_fill(page, 0, find, &view.evidence, err);
	if (rc < 0)
		return rc;
	tick_present(page, whole, topic->head.id, &view.evidence);
	return page_render(page, view.title, template_meeting_topic_form_slot(&view), err);
}

static int refuse_fixed(const struct meeting *meeting, struct error *err)
{
	return meeting_is_ahead(meeting)
		       ? 0
		       : error_set(err, ERR_STATE,
				   "The meeting was held or cancelled: its agenda is fixed.",
				   "会议已召开或已取消，议程不能再修改。");
}

static int show_new(struct page *page, struct error *err)
{
	struct meeting_topic_row row = { .topic = { .position = 0 } };
	struct meeting_rights rights;
	struct meeting_whole whole;
	int rc = meeting_open_to_manage(page, page->db, &whole, &rights, err);

	if (rc == 0)
		rc = refuse_fixed(&whole.meeting, err);
	return rc < 0 ? rc : show_form(page, &whole, &row, err);
}

static int show_edit(struct page *page, struct error *err)
{
	const struct meeting_topic_row *row;
	struct meeting_whole whole;
	int rc = meeting_open_topic(page, page->db, &whole, &row, err);

	if (rc == 0)
		rc = refuse_fixed(&whole.meeting, err);
	return rc < 0 ? rc : show_form(page, &whole, row, err);
}

/* Acts --------------------------------------------------------------------------------------------- */

static int read_topic(struct page *page, struct meeting_topic *topic, struct error *err)
{
	int rc = meeting_read_field(page, &meeting_topic_record, "title", topic, err);

	if (rc == 0 && form_value(page->form, "position").length)
		rc = meeting_read_field(page, &meeting_topic_record, "position", topic, err);
	if (rc == 0)
		rc = picker_read(page, &unit_picker, "host_unit", &topic->host_unit_id, err);
	if (rc == 0)
		rc = picker_read(page, &handover_person_picker, "host_person",
				 &topic->host_person_id, err);
	return rc;
}

static int find_item(struct page *page, struct db *db, const struct plan *plan, struct str code,
		     struct meeting_reference *out, struct error *err)
{
	const struct plan_item key = { .head.jurisdiction_id = page->jurisdiction_id,
				       .plan_id = plan->head.id, .code = code };
	struct plan_item item;
	int rc = plan->version
			 ? plan_item_find(db, &key, plan->version, page->arena, &item, err)
			 : -ERR_NOT_FOUND;

	if (rc == -ERR_NOT_FOUND)
		return error_invalid(err, "items", arena_text(page->arena, code),
				     "codes of items of that year's plan in force, separated by ;",
				     "该年度现行计划中的事项编号，以分号隔开");
	if (rc == 0)
		*out = (struct meeting_reference){ .plan_id = plan->head.id,
						   .item_id = item.item_id };
	return rc;
}

static int read_items(struct page *page, struct db *db, int32_t day, struct meeting_reference *out,
		      size_t *count, struct error *err)
{
	struct str rest = form_value(page->form, "items");
	struct plan plan = { .version = 0 };
	size_t first = *count;
	int rc = 0;

	if (!str_trim(rest).length)
		return 0;
	rc = plan_find(db, page->jurisdiction_id, civil_from_day(day).year, page->arena, &plan, err);
	if (rc == -ERR_NOT_FOUND)
		rc = error_invalid(err, "items", "", "nothing: that year has no plan",
				   "留空：该年度没有计划");
	while (rc == 0 && str_trim(rest).length) {
		struct str code = plan_text_next(&rest);
		if (!code.length)
			continue;
		if (*count - first == ITEMS_MAXIMUM)
			return error_invalid(err, "items", "", "at most 30 items", "最多 30 个事项");
		rc = find_item(page, db, &plan, code, &out[*count], err);
		*count += rc == 0;
	}
	return rc;
}

/* What the topic refers to already stays, also when whoever changes the topic may not read it. */
static int read_references(struct page *page, struct act *act, const struct meeting_whole *whole,
			   int64_t topic_id, struct error *err)
{
	struct meeting_reference *wanted =
		ARENA_ARRAY(act->arena, struct meeting_reference,
			    EVIDENCE_PICK_MAXIMUM + ITEMS_MAXIMUM + whole->reference_count);
	int64_t ids[EVIDENCE_PICK_MAXIMUM];
	size_t ticked = 0, count = 0;
	int rc = wanted ? evidence_pick_read(page, act->db, ids, &ticked, err)
			: error_broken(err, ERR_MEMORY, "references of a topic");

	for (size_t i = 0; rc == 0 && i < ticked; i++)
		wanted[count++] = (struct meeting_reference){ .evidence_id = ids[i] };
	for (size_t i = 0; rc == 0 && i < whole->reference_count; i++) {
		const struct meeting_reference *present = &whole->references[i].reference;
		if (present->topic_id == topic_id && present->evidence_id &&
		    !evidence_may_read(page, act->db, present->evidence_id))
			wanted[count++] = (struct meeting_reference){
				.evidence_id = present->evidence_id
			};
	}
	if (rc == 0)
		rc = read_items(page, act->db, whole->meeting.day, wanted, &count, err);
	return rc < 0 ? rc : meeting_topic_refer(act, topic_id, wanted, count, err);
}

static int put_topic(struct page *page, struct act *act, const struct meeting_whole *whole,
		     struct meeting_topic *topic, struct error *err)
{
	int rc = read_topic(page, topic, err);

	if (rc == 0)
		rc = meeting_topic_put(act, &whole->meeting, topic, err);
	if (rc == 0)
		rc = read_references(page, act, whole, topic->head.id, err);
	if (rc < 0)
		return rc;
	act->summary = topic->title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_meeting(page, whole->meeting.head.id));
	return 0;
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct meeting_topic topic = { .position = 0 };
	struct meeting_rights rights;
	struct meeting_whole whole;
	int rc = meeting_open_to_manage(page, act->db, &whole, &rights, err);

	return rc < 0 ? rc : put_topic(page, act, &whole, &topic, err);
}

static int act_edit(struct page *page, struct act *act, struct error *err)
{
	const struct meeting_topic_row *row;
	struct meeting_whole whole;
	struct meeting_topic topic;
	int rc = meeting_open_topic(page, act->db, &whole, &row, err);

	if (rc == 0)
		rc = meeting_check_revision(page, row->topic.head.revision, err);
	if (rc < 0)
		return rc;
	topic = row->topic;
	return put_topic(page, act, &whole, &topic, err);
}

static int act_remove_topic(struct page *page, struct act *act, struct error *err)
{
	const struct meeting_topic_row *row;
	struct meeting_whole whole;
	struct meeting_topic topic;
	int rc = meeting_open_topic(page, act->db, &whole, &row, err);

	if (rc == 0)
		rc = meeting_check_revision(page, row->topic.head.revision, err);
	if (rc < 0)
		return rc;
	topic = row->topic;
	rc = meeting_topic_remove(act, &whole.meeting, &topic, err);
	if (rc < 0)
		return rc;
	act->summary = topic.title;
	page_flash(page, MESSAGE_FLASH_MEETING_TOPIC_REMOVED);
	page_redirect(page, link_meeting(page, whole.meeting.head.id));
	return 0;
}

/* The host's report -------------------------------------------------------------------------------- */

/* The topic, for its host and for who manages the meeting, until the meeting was held. */
static int open_report(struct page *page, struct db *db, struct meeting_whole *out,
		       const struct meeting_topic_row **out_row, struct error *err)
{
	struct meeting_rights rights;
	int64_t id;
	int at, rc = meeting_open(page, db, out, &rights, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &id, err);
	if (rc < 0)
		return rc;
	at = meeting_topic_index(out, id);
	if (at < 0 || (!rights.manage && !meeting_hosts(page, &out->topics[at].topic)))
		return error_set(err, ERR_NOT_FOUND, "The meeting has no such topic.",
				 "会议没有这个议题。");
	*out_row = &out->topics[at];
	if (meeting_is_ahead(&out->meeting))
		return 0;
	return error_set(err, ERR_STATE, "Reports are written before the meeting.",
			 "汇报材料须在会前填写。");
}

static int show_report(struct page *page, struct error *err)
{
	const struct meeting_topic_row *row;
	struct meeting_whole whole;
	int rc = open_report(page, page->db, &whole, &row, err);

	if (rc < 0)
		return rc;
	struct meeting_report_view view = {
		.title = whole.meeting.title,
		.topic = row->topic.title,
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.value = typed(page, "report", row->topic.report),
		.class_value = form_field_class(page, "report"),
		.revision = row->topic.head.revision,
		.back = link_meeting(page, whole.meeting.head.id),
		.action = link_meeting_topic(page, &row->topic, "report"),
	};
	return page_render(page, view.topic, template_meeting_report_slot(&view), err);
}

static int act_report(struct page *page, struct act *act, struct error *err)
{
	const struct meeting_topic_row *row = NULL;
	struct meeting_whole whole;
	struct meeting_topic topic;
	int rc = open_report(page, act->db, &whole, &row, err);

	if (rc == 0)
		rc = meeting_check_revision(page, row->topic.head.revision, err);
	if (rc < 0)
		return rc;
	topic = row->topic;
	rc = meeting_read_field(page, &meeting_topic_record, "report", &topic, err);
	if (rc == 0)
		rc = meeting_topic_put(act, &whole.meeting, &topic, err);
	if (rc < 0)
		return rc;
	act->summary = topic.title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_meeting(page, whole.meeting.head.id));
	return 0;
}

static const struct route_input topic_input[] = {
	{ "title", INPUT_TEXT, true, 2, 300, NULL, MESSAGE_MEETING_TOPIC_TITLE },
	{ "position", INPUT_INTEGER, false, 1, 999, NULL, MESSAGE_MEETING_TOPIC_POSITION },
	{ "host_unit", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_MEETING_TOPIC_HOST_UNIT_ID },
	{ "host_person", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_MEETING_TOPIC_HOST_PERSON_ID },
	{ "items", INPUT_TEXT, false, 0, 1000, NULL, MESSAGE_MEETING_PAGE_ITEMS },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

static const struct route_input report_input[] = {
	{ "report", INPUT_TEXT, false, 0, 10000, NULL, MESSAGE_MEETING_TOPIC_REPORT },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

#define ROW .access = PERMISSION_MEETING_READ, .title = MESSAGE_MEETING_TOPIC_LABEL
#define TOPICS "/meetings/{id}/topics/"

const struct route meeting_topic_routes[] = {
	{ ROW, .method = HTTP_GET, .path = TOPICS "new", .show = show_new },
	{ ROW, .method = HTTP_POST, .path = TOPICS "new", .show = show_new, .act = act_new,
	  .act_kind = "meeting_topic.create", .input = topic_input },
	{ ROW, .method = HTTP_POST, .path = TOPICS "new/find", .show = show_new,
	  .prepare = show_new },
	{ ROW, .method = HTTP_GET, .path = TOPICS "{topic}/edit", .show = show_edit },
	{ ROW, .method = HTTP_POST, .path = TOPICS "{topic}/edit", .show = show_edit,
	  .act = act_edit, .act_kind = "meeting_topic.update", .input = topic_input },
	{ ROW, .method = HTTP_POST, .path = TOPICS "{topic}/find", .show = show_edit,
	  .prepare = show_edit },
	{ ROW, .method = HTTP_POST, .path = TOPICS "{topic}/remove", .show = show_edit,
	  .act = act_remove_topic, .act_kind = "meeting_topic.remove" },
	{ ROW, .method = HTTP_GET, .path = TOPICS "{topic}/report", .show = show_report },
	{ ROW, .method = HTTP_POST, .path = TOPICS "{topic}/report", .show = show_report,
	  .act = act_report, .act_kind = "meeting_topic.report", .input = report_input },
	{ .path = NULL },
};
