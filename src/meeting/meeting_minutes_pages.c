/*
 * meeting_minutes_pages.c - the minutes of a topic and its conclusions; who was there.
 *
 * While a meeting is held both are simply written. Once its minutes are frozen each change asks for a reason
 * and freezes the next version (meeting_store.h). A conclusion may go into the plan in the same act.
 */
#include "meeting/conclusion_store.h"
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "messages_record_form.h"
#include "plan/plan_book.h"
#include "plan/plan_text.h"
#include "templates_meeting.h"
#include "web/form_error.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "minutes", MESSAGE_MEETING_TOPIC_MINUTES },
	{ "reason", MESSAGE_MEETING_MINUTES_REASON },
	{ "text", MESSAGE_MEETING_CONCLUSION_TEXT },
	{ "unit", MESSAGE_MEETING_CONCLUSION_UNIT_ID },
	{ "due_day", MESSAGE_MEETING_CONCLUSION_DUE_DAY },
	{ "parent", MESSAGE_MEETING_PAGE_PARENT },
	{ "units", MESSAGE_MEETING_PAGE_UNITS },
	{ "persons", MESSAGE_MEETING_PAGE_PERSONS },
	{ "people", MESSAGE_MEETING_PARTICIPANT_PEOPLE },
	{ "attendance", MESSAGE_MEETING_PARTICIPANT_ATTENDANCE },
	{ NULL, MESSAGE_NONE },
};

static struct str typed(const struct page *page, const char *name, struct str otherwise)
{
	return form_has(page->form, name) ? form_value(page->form, name) : otherwise;
}

/* Minutes ------------------------------------------------------------------------------------------ */

struct minuted {
	struct meeting_whole whole;
	struct meeting_rights rights;
	const struct meeting_topic_row *row;
};

static int open_minutes(struct page *page, struct db *db, struct minuted *out, struct error *err)
{
	int64_t id;
	int at, rc = meeting_open_to_manage(page, db, &out->whole, &out->rights, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &id, err);
	if (rc < 0)
		return rc;
	at = meeting_topic_index(&out->whole, id);
	if (at < 0)
		return error_set(err, ERR_NOT_FOUND, "The meeting has no such topic.",
				 "会议没有这个议题。");
	out->row = &out->whole.topics[at];
	if (meeting_takes_minutes(&out->whole.meeting))
		return 0;
	return error_set(err, ERR_STATE, "Minutes are written once the meeting was held.",
			 "会议召开后才能记录。");
}

static int fill_conclusions(struct page *page, const struct minuted *it,
			    struct meeting_minutes_view *view, struct error *err)
{
	const struct picker_field unit = { .picker = &unit_picker,
					   .name = "unit",
					   .label = MESSAGE_MEETING_CONCLUSION_UNIT_ID,
					   .initial = it->row->unit_name,
					   .find = safe_url_format(
						   page->arena, "/meetings/%I/topics/%I/minutes/find",
						   it->whole.meeting.head.id,
						   it->row->topic.head.id) };
	int year = civil_from_day(it->whole.meeting.day).year;
	int rc = conclusion_table(page, &it->whole.conclusions, it->row->topic.head.id, false,
				  &view->conclusions, err);

	if (rc == 0)
		rc = picker_fill(page, &unit, &view->unit, err);
	return rc < 0 ? rc : conclusion_parents(page, page->db, year, "parent", &view->parents, err);
}

static int show_minutes(struct page *page, struct error *err)
{
	struct minuted it;
	int rc = open_minutes(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	const struct meeting_topic *topic = &it.row->topic;
	struct meeting_minutes_view view = {
		.title = it.whole.meeting.title,
		.topic = topic->title,
		.report = topic->report,
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.value = typed(page, "minutes", topic->minutes),
		.class_value = form_field_class(page, "minutes"),
		.revision = topic->head.revision,
		.back = link_meeting(page, it.whole.meeting.head.id),
		.action = link_meeting_topic(page, topic, "minutes"),
		.action_conclusion = link_meeting_topic(page, topic, "conclusions"),
		.asks_reason = it.whole.meeting.state == MEETING_MINUTED,
		.value_reason = form_value(page->form, "reason"),
		.class_reason = form_field_class(page, "reason"),
		.value_text = form_value(page->form, "text"),
		.value_day = form_value(page->form, "due_day"),
		.class_text = form_field_class(page, "text"),
		.class_day = form_field_class(page, "due_day"),
		.class_parent = form_field_class(page, "parent"),
	};
	rc = fill_conclusions(page, &it, &view, err);
	return rc < 0 ? rc : page_render(page, view.topic, template_meeting_minutes_slot(&view), err);
}

/* What has changed is in the minutes: recount, and correct them when they were frozen. */
static int settle(struct page *page, struct act *act, const struct minuted *it, struct error *err)
{
	struct meeting_order order;
	int rc = meeting_read_order(page, &it->rights, &order, err);

	order.expected_revision = 0; /* the form's is of the record that was changed */
	order.text = form_value(page->form, "reason");
	return rc < 0 ? rc : meeting_changed(act, it->whole.meeting.head.id, &order, err);
}

static int act_minutes(struct page *page, struct act *act, struct error *err)
{
	struct meeting_topic topic;
	struct minuted it;
	int rc = open_minutes(page, act->db, &it, err);

	if (rc == 0)
		rc = meeting_check_revision(page, it.row->topic.head.revision, err);
	if (rc < 0)
		return rc;
	topic = it.row->topic;
	rc = meeting_read_field(page, &meeting_topic_record, "minutes", &topic, err);
	if (rc == 0 && str_equal(topic.minutes, it.row->topic.minutes) &&
	    it.whole.meeting.state == MEETING_MINUTED)
		rc = error_invalid(err, "minutes", "", "a text that differs from the frozen one",
				   "与已定稿内容不同的文字");
	if (rc == 0)
		rc = act_update(act, &meeting_topic_record, &topic, err);
	if (rc == 0)
		rc = settle(page, act, &it, err);
	if (rc < 0)
		return rc;
	act->summary = topic.title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, it.whole.meeting.state == MEETING_MINUTED
				    ? link_meeting(page, it.whole.meeting.head.id)
				    : link_meeting_topic(page, &topic, "minutes"));
	return 0;
}

/* Conclusions -------------------------------------------------------------------------------------- */

/* Below which node of the plan it is to stand; 0: it does not go into the plan now. */
static int read_parent(struct page *page, int64_t *out, struct error *err)
{
	struct str text = str_trim(form_value(page->form, "parent"));

	*out = 0;
	if (!text.length || id_parse(text, out))
		return 0;
	return error_invalid(err, "parent", arena_text(page->arena, text),
			     "an area or a task of the plan", "计划中的领域或任务");
}

static int into_plan(struct page *page, struct act *act, const struct minuted *it,
		     struct meeting_conclusion *conclusion, enum message *out_said,
		     struct error *err)
{
	struct conclusion_item item = { .year = civil_from_day(it->whole.meeting.day).year,
					.weight = DECIMAL_OF(1),
					.permissions = it->rights.permissions };
	struct conclusion_planned planned;
	int rc = read_parent(page, &item.parent_id, err);

	if (rc < 0 || !item.parent_id)
		return rc;
	rc = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = conclusion_put_in_plan(act, conclusion, &item, &planned, err);
	*out_said = rc == 0 && planned.published ? MESSAGE_FLASH_CONCLUSION_PUBLISHED
						 : MESSAGE_FLASH_CONCLUSION_DRAFTED;
	return rc;
}

static int act_conclude(struct page *page, struct act *act, struct error *err)
{
	struct meeting_conclusion conclusion = { .due_day = CIVIL_NO_DAY };
	enum message said = MESSAGE_FLASH_CONCLUSION_ADDED;
	struct minuted it;
	int rc = open_minutes(page, act->db, &it, err);

	if (rc == 0)
		rc = meeting_read_field(page, &meeting_conclusion_record, "text", &conclusion, err);
	if (rc == 0)
		rc = meeting_read_field(page, &meeting_conclusion_record, "due_day", &conclusion,
					err);
	if (rc == 0)
		rc = picker_read(page, &unit_picker, "unit", &conclusion.unit_id, err);
	if (rc == 0 && !conclusion.unit_id)
		rc = error_invalid(err, "unit", "", "the unit in charge", "责任单位");
	if (rc < 0)
		return rc;
	conclusion.topic_id = it.row->topic.head.id;
	rc = conclusion_add(act, &it.whole.meeting, &conclusion, err);
	if (rc == 0)
		rc = into_plan(page, act, &it, &conclusion, &said, err);
	if (rc == 0)
		rc = settle(page, act, &it, err);
	if (rc < 0)
		return rc;
	act->summary = it.whole.meeting.title;
	page_flash(page, said);
	page_redirect(page, link_meeting_topic(page, &it.row->topic, "minutes"));
	return 0;
}

/* Who takes part ----------------------------------------------------------------------------------- */

static struct str row_name(struct page *page, const char *what, int64_t id)
{
	char text[ID_TEXT_BYTES];

	return arena_format(page->arena, "%s_%s", what, id_format(id, text));
}

static struct str row_value(struct page *page, const char *what, int64_t id, struct str otherwise)
{
	struct str name = row_name(page, what, id);

	return name.bytes ? typed(page, name.bytes, otherwise) : otherwise;
}

/* Once the meeting was held, whoever was invited is proposed as present: only who was not is marked. */
static void fill_row(struct page *page, const struct meeting_participant_row *row, bool was_held,
		     struct meeting_participant_view *view)
{
	const struct meeting_participant *it = &row->participant;
	int proposed = was_held && it->attendance == MEETING_INVITED ? MEETING_PRESENT
								      : it->attendance;
	struct str chosen = row_value(page, "attendance", it->head.id,
				      str_from(meeting_attendances[proposed].name));
	char id[ID_TEXT_BYTES];

	*view = (struct meeting_participant_view){
		.id = arena_str(page->arena, str_from(id_format(it->head.id, id))),
		.name = it->person_id ? arena_format(page->arena, "%.*s（%.*s）",
						     STR_ARG(row->person_name),
						     STR_ARG(row->unit_name))
				      : row->unit_name,
		.people = row_value(page, "people", it->head.id,
				    arena_format(page->arena, "%lld", (long long)it->people)),
		.note = row_value(page, "note", it->head.id, it->note),
		.revision = it->head.revision,
	};
	list_option_choices(page, &view->attendances, "", meeting_attendances);
	for (size_t i = 0; i < view->attendances.count; i++)
		view->attendances.items[i].selected =
			str_equal(view->attendances.items[i].value, chosen);
}

static int open_participants(struct page *page, struct db *db, struct minuted *out,
			     struct error *err)
{
	int rc = meeting_open_to_manage(page, db, &out->whole, &out->rights, err);

	if (rc == 0 && out->whole.meeting.state == MEETING_CANCELLED)
		rc = error_set(err, ERR_STATE, "The meeting was cancelled.", "会议已取消。");
	return rc;
}

static int show_participants(struct page *page, struct error *err)
{
	struct minuted it;
	int rc = open_participants(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	const struct meeting *meeting = &it.whole.meeting;
	struct meeting_participants_view view = {
		.title = meeting->title,
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.back = link_meeting(page, meeting->head.id),
		.action = safe_url_format(page->arena, "/meetings/%I/participants",
					  meeting->head.id),
		.may_invite = meeting_is_ahead(meeting),
		.was_held = meeting_takes_minutes(meeting),
		.asks_reason = meeting->state == MEETING_MINUTED,
		.value_units = form_value(page->form, "units"),
		.value_persons = form_value(page->form, "persons"),
		.value_reason = form_value(page->form, "reason"),
		.class_units = form_field_class(page, "units"),
		.class_persons = form_field_class(page, "persons"),
		.class_reason = form_field_class(page, "reason"),
		.rows.items = ARENA_ARRAY(page->arena, struct meeting_participant_view,
					  it.whole.participant_count + 1),
	};
	if (!view.rows.items)
		return error_broken(err, ERR_MEMORY, "participants");
	for (size_t i = 0; i < it.whole.participant_count; i++)
		fill_row(page, &it.whole.participants[i], view.was_held,
			 &view.rows.items[view.rows.count++]);
	return page_render(page, str_from(page_text(page, MESSAGE_MEETING_PAGE_PARTICIPANTS)),
			   template_meeting_participants_slot(&view), err);
}

static int read_row(struct page *page, const char *name, int64_t id,
		    struct meeting_participant *out, struct error *err)
{
	struct str key = row_name(page, name, id);

	if (!key.bytes || !form_has(page->form, key.bytes))
		return 0; /* a program names only what it changes */
	return field_parse(record_field(&meeting_participant_record, str_from(name)),
			   form_value(page->form, key.bytes), out, page->arena, err);
}

/* Somebody else noted this one since the page was opened. */
static int check_row(struct page *page, const struct meeting_participant *row, struct error *err)
{
	struct str key = row_name(page, "revision", row->head.id);
	struct str text = key.bytes ? form_value(page->form, key.bytes) : STR_EMPTY;
	int64_t revision;

	if (!text.length)
		return 0;
	if (!str_parse_int(text, 1, INT64_MAX, &revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return revision == row->head.revision
		       ? 0
		       : error_set(err, ERR_CONFLICT,
				   "Somebody changed this list after you opened the page.",
				   "您打开页面后，名单已被他人修改，请刷新后再操作。");
}

static int change_row(struct page *page, struct act *act, const struct minuted *it,
		      const struct meeting_participant *present, struct error *err)
{
	struct meeting_participant row = *present;
	int64_t id = present->head.id;
	struct str removal = row_name(page, "remove", id);
	int rc = check_row(page, present, err);

	if (rc == 0)
		rc = read_row(page, "attendance", id, &row, err);
	if (rc == 0)
		rc = read_row(page, "people", id, &row, err);
	if (rc == 0)
		rc = read_row(page, "note", id, &row, err);
	if (rc < 0)
		return rc;
	if (removal.bytes && form_has(page->form, removal.bytes) &&
	    meeting_is_ahead(&it->whole.meeting))
		return act_remove(act, &meeting_participant_record, &row, err);
	if (!meeting_takes_minutes(&it->whole.meeting) && row.attendance != MEETING_INVITED &&
	    row.attendance != MEETING_EXCUSED)
		return error_invalid(err, "attendance", meeting_attendances[row.attendance].name,
				     "invited or excused, before the meeting",
				     "会前只能是“已通知”或“请假”");
	return act_update(act, &meeting_participant_record, &row, err);
}

static int invite_persons(struct page *page, struct act *act, const struct minuted *it,
			  const struct plan_book *book, struct error *err)
{
	struct str rest = form_value(page->form, "persons");
	int rc = 0;

	while (rc == 0 && rest.length) {
		struct str part = plan_text_next(&rest);
		int64_t id = 0;

		rc = plan_book_person(book, "persons", part, &id, err);
		if (rc == 0 && id)
			rc = meeting_invite(act, &it->whole, 0, id, err);
	}
	return rc;
}

/* Named once more is named once: the list of who is invited grows while it is written. */
static int invite(struct page *page, struct act *act, const struct minuted *it, struct error *err)
{
	int year = civil_from_day(it->whole.meeting.day).year;
	struct plan_named_units units = { NULL, 0 };
	struct plan_book book = { .arena = NULL };
	int rc = 0;

	if (!str_trim(form_value(page->form, "units")).length &&
	    !str_trim(form_value(page->form, "persons")).length)
		return 0;
	if (!meeting_is_ahead(&it->whole.meeting))
		return error_set(err, ERR_STATE, "The meeting was held: nobody can be invited.",
				 "会议已召开，不能再通知参会。");
	rc = plan_book_load(act->db, act->jurisdiction_id, year, act->arena, &book, err);
	if (rc == 0)
		rc = plan_book_units(&book, "units", form_value(page->form, "units"), &units, err);
	for (size_t i = 0; rc == 0 && i < units.count; i++)
		rc = meeting_invite(act, &it->whole, units.items[i].unit_id, 0, err);
	if (rc == 0)
		rc = invite_persons(page, act, it, &book, err);
	plan_book_release(&book);
	return rc;
}

static int act_participants(struct page *page, struct act *act, struct error *err)
{
	struct minuted it;
	int rc = open_participants(page, act->db, &it, err);

	for (size_t i = 0; rc == 0 && i < it.whole.participant_count; i++)
		rc = change_row(page, act, &it, &it.whole.participants[i].participant, err);
	if (rc == 0)
		rc = invite(page, act, &it, err);
	if (rc == 0 && meeting_takes_minutes(&it.whole.meeting))
		rc = settle(page, act, &it, err);
	if (rc < 0)
		return rc;
	act->summary = it.whole.meeting.title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, meeting_is_ahead(&it.whole.meeting)
				    ? safe_url_format(page->arena, "/meetings/%I/participants",
						      it.whole.meeting.head.id)
				    : link_meeting(page, it.whole.meeting.head.id));
	return 0;
}

static const struct route_input minutes_input[] = {
	{ "minutes", INPUT_TEXT, false, 0, 20000, NULL, MESSAGE_MEETING_TOPIC_MINUTES },
	{ "reason", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_MEETING_MINUTES_REASON },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

static const struct route_input conclusion_input[] = {
	{ "text", INPUT_TEXT, true, 2, 1000, NULL, MESSAGE_MEETING_CONCLUSION_TEXT },
	{ "unit", INPUT_TEXT, true, 1, 100, NULL, MESSAGE_MEETING_CONCLUSION_UNIT_ID },
	{ "due_day", INPUT_DAY, true, 0, 0, NULL, MESSAGE_MEETING_CONCLUSION_DUE_DAY },
	{ "parent", INPUT_ID, false, 0, 0, NULL, MESSAGE_MEETING_PAGE_PARENT },
	{ "reason", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_MEETING_MINUTES_REASON },
	{ .name = NULL },
};

#define TOPIC "/meetings/{id}/topics/{topic}/"
#define ROW .access = PERMISSION_MEETING_READ, .title = MESSAGE_MEETING_MINUTES_LABEL
#define PEOPLE                                                                                     \
	.access = PERMISSION_MEETING_READ, .title = MESSAGE_MEETING_PAGE_PARTICIPANTS,             \
	.path = "/meetings/{id}/participants", .show = show_participants

const struct route meeting_minutes_routes[] = {
	{ ROW, .method = HTTP_GET, .path = TOPIC "minutes", .show = show_minutes },
	{ ROW, .method = HTTP_POST, .path = TOPIC "minutes", .show = show_minutes,
	  .act = act_minutes, .act_kind = "meeting_topic.minutes", .input = minutes_input },
	{ ROW, .method = HTTP_POST, .path = TOPIC "minutes/find", .show = show_minutes,
	  .prepare = show_minutes },
	{ ROW, .method = HTTP_POST, .path = TOPIC "conclusions", .show = show_minutes,
	  .act = act_conclude, .act_kind = "meeting.conclude", .input = conclusion_input },
	{ PEOPLE, .method = HTTP_GET },
	{ PEOPLE, .method = HTTP_POST, .act = act_participants,
	  .act_kind = "meeting.participants" },
	{ .path = NULL },
};
