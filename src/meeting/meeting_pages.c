/*
 * meeting_pages.c - one meeting: its agenda, what became of the last one's conclusions, its minutes; setting
 * it up and moving it through its life.
 */
#include "evidence/evidence_access_view.h"
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "messages_record_form.h"
#include "people/handover_view.h"
#include "templates_meeting.h"
#include "templates_web.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/record_form.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "note", MESSAGE_MEETING_NOTE },
	{ "duration", MESSAGE_MEETING_DURATION },
	{ "starts", MESSAGE_MEETING_STARTS },
	{ "chair", MESSAGE_MEETING_CHAIR_ID },
	{ "reason", MESSAGE_MEETING_MINUTES_REASON },
	{ NULL, MESSAGE_NONE },
};

/* JSON --------------------------------------------------------------------------------------------- */

static void topics_json(struct page *page, const struct meeting_whole *whole, bool minutes,
			struct json *json)
{
	json_name(json, "topics"), json_array_begin(json);
	for (size_t i = 0; i < whole->topic_count; i++) {
		struct meeting_topic topic = whole->topics[i].topic;
		if (!minutes)
			topic.minutes = STR_EMPTY;
		record_json(&meeting_topic_record, &topic, json);
	}
	json_array_end(json);
	json_name(json, "participants"), json_array_begin(json);
	for (size_t i = 0; i < whole->participant_count; i++)
		record_json(&meeting_participant_record, &whole->participants[i].participant, json);
	json_array_end(json);
	json_name(json, "conclusions"), json_array_begin(json);
	for (size_t i = 0; minutes && i < whole->conclusions.count; i++)
		record_json(&meeting_conclusion_record, &whole->conclusions.items[i].conclusion, json);
	json_array_end(json);
	json_name(json, "carried"), json_array_begin(json);
	for (size_t i = 0; i < whole->carried.count; i++)
		record_json(&meeting_conclusion_record, &whole->carried.items[i].conclusion, json);
	json_array_end(json);
	(void)page;
}

static void meeting_json(struct page *page, const struct meeting_whole *whole, bool minutes)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "meeting"), record_json(&meeting_record, &whole->meeting, &json);
	topics_json(page, whole, minutes, &json);
	json_object_end(&json);
}

/* The page ----------------------------------------------------------------------------------------- */

static const char *state_light(int state)
{
	static const char *const lights[MEETING_STATE_COUNT] = {
		[MEETING_PLANNED] = "light idle",  [MEETING_ANNOUNCED] = "light ok",
		[MEETING_HELD] = "light warn",	   [MEETING_MINUTED] = "light done",
		[MEETING_CANCELLED] = "light idle",
	};

	return lights[state];
}

static void fill_facts(struct page *page, const struct meeting_whole *whole,
		       struct meeting_page_view *view)
{
	const struct meeting *meeting = &whole->meeting;

	view->title = meeting->title;
	view->kind = meeting_kinds[meeting->kind].label;
	view->state = meeting_states[meeting->state].label;
	view->light = state_light(meeting->state);
	view->series = meeting->series;
	view->when = arena_format(page->arena, "%.*s %.*s", STR_ARG(page_day(page, meeting->day)),
				  STR_ARG(meeting->starts));
	view->place = meeting->place;
	view->chair = whole->chair_name;
	view->duration = page_number(page, meeting->duration);
	view->note = meeting->note;
	if (meeting->attendance)
		view->attendance = page_number(page, meeting->attendance);
	if (whole->before.head.id) {
		view->before = whole->before.title;
		view->url_before = link_meeting(page, whole->before.head.id);
	}
}

static void fill_links(struct page *page, const struct meeting_whole *whole, bool manages,
		       struct meeting_page_view *view)
{
	struct arena *arena = page->arena;
	int64_t id = whole->meeting.head.id;
	bool ahead = meeting_is_ahead(&whole->meeting);

	view->manages = manages;
	view->agenda = safe_url_format(arena, "/meetings/%I/agenda", id);
	view->json = safe_url_format(arena, "/meetings/%I.json", id);
	view->proof = link_proof(page, "meeting", id);
	if (whole->meeting.version)
		view->minutes = safe_url_format(arena, "/meetings/%I/minutes", id);
	if (manages && ahead) {
		view->edit = safe_url_format(arena, "/meetings/%I/edit", id);
		view->new_topic = safe_url_format(arena, "/meetings/%I/topics/new", id);
	}
	if (manages && whole->meeting.state != MEETING_CANCELLED)
		view->participants_url = safe_url_format(arena, "/meetings/%I/participants", id);
}

static void put_offer(struct page *page, const struct meeting *meeting, int event,
		      enum message label, struct meeting_page_view *view)
{
	static const enum message abouts[MEETING_EVENT_COUNT] = {
		[MEETING_ANNOUNCE] = MESSAGE_MEETING_PAGE_ANNOUNCE_ABOUT,
		[MEETING_HOLD] = MESSAGE_MEETING_PAGE_HOLD_ABOUT,
		[MEETING_FINISH] = MESSAGE_MEETING_PAGE_FINISH_ABOUT,
		[MEETING_CANCEL] = MESSAGE_MEETING_PAGE_CANCEL_ABOUT,
	};
	bool typed = form_has(page->form, "duration");

	view->offers.items[view->offers.count++] = (struct meeting_offer){
		.event = meeting_events[event].name,
		.label = label,
		.about = abouts[event],
		.asks_text = event == MEETING_CANCEL,
		.asks_duration = event == MEETING_HOLD,
		.is_main = event != MEETING_CANCEL,
		.duration = typed ? form_value(page->form, "duration")
				  : arena_format(page->arena, "%lld", (long long)meeting->duration),
		.text = form_value(page->form, "note"),
		.class_text = form_field_class(page, "note"),
		.class_duration = form_field_class(page, "duration"),
		.action = safe_url_format(page->arena, "/meetings/%I/move", meeting->head.id),
		.csrf = page_csrf(page),
		.revision = meeting->head.revision,
	};
}

/* What can be done next; corrections are made where the text is. */
static int fill_offers(struct page *page, const struct meeting *meeting,
		       const struct meeting_rights *rights, struct meeting_page_view *view,
		       struct error *err)
{
	const struct transition *rows[MEETING_EVENT_COUNT];
	size_t count = transition_offers(&meeting_life, meeting->state, rights->permissions, rows,
					 MEETING_EVENT_COUNT);

	view->offers.items = ARENA_ARRAY(page->arena, struct meeting_offer, MEETING_EVENT_COUNT);
	if (!view->offers.items)
		return error_broken(err, ERR_MEMORY, "what a meeting offers");
	for (size_t i = 0; rights->manage && i < count; i++)
		if (rows[i]->event != MEETING_CORRECT)
			put_offer(page, meeting, rows[i]->event, rows[i]->label, view);
	return 0;
}

static int fill_participants(struct page *page, const struct meeting_whole *whole,
			     struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_MEETING_PAGE_PARTICIPANTS),
		   page_text(page, MESSAGE_MEETING_PAGE_NOBODY));
	table_column(table, page_text(page, MESSAGE_MEETING_PAGE_WHO), 0);
	table_column(table, page_text(page, MESSAGE_MEETING_PARTICIPANT_ATTENDANCE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_MEETING_PARTICIPANT_PEOPLE),
		     COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_MEETING_PARTICIPANT_NOTE), COLUMN_WIDE);
	for (size_t i = 0; i < whole->participant_count; i++) {
		const struct meeting_participant_row *row = &whole->participants[i];
		const struct meeting_participant *it = &row->participant;
		struct table_cell *cell;

		table_row(table);
		cell = table_heading(table, it->person_id ? row->person_name : row->unit_name,
				     (struct safe_url){ STR_EMPTY });
		if (it->person_id)
			cell->note = row->unit_name;
		table_cell(table,
			   str_from(page_text(page, meeting_attendances[it->attendance].label)));
		table_cell(table, page_number(page, it->people));
		table_cell(table, it->note);
	}
	return table_check(table, err);
}

static int fill_versions(struct page *page, const struct meeting *meeting,
			 struct meeting_page_view *view, struct error *err)
{
	struct table_view *table = &view->versions;
	struct meeting_minutes *versions;
	size_t count;
	int rc = meeting_minutes_load(page->db, meeting, page->arena, &versions, &count, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_MEETING_PAGE_VERSIONS), "");
	table_column(table, page_text(page, MESSAGE_MEETING_MINUTES_VERSION), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_MEETING_MINUTES_MADE_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_MEETING_MINUTES_REASON), 0);
	table_column(table, page_text(page, MESSAGE_MEETING_MINUTES_SHA256), COLUMN_WIDE);
	for (size_t i = 0; i < count; i++) {
		table_row(table);
		table_heading(table, page_number(page, versions[i].version),
			      safe_url_format(page->arena, "/meetings/%I/minutes?version=%d",
					      meeting->head.id, versions[i].version));
		table_cell(table, page_day(page, versions[i].made_day));
		table_cell(table, versions[i].reason);
		table_link(table, arena_format(page->arena, "%.16s…", versions[i].sha256.bytes),
			   link_proof(page, "meeting_minutes", versions[i].head.id));
	}
	view->has_versions = count > 0;
	return table_check(table, err);
}

/* Topics ------------------------------------------------------------------------------------------- */

static struct str host_of(struct page *page, const struct meeting_topic_row *row)
{
	return arena_format(page->arena, "%.*s%s%.*s", STR_ARG(row->unit_name),
			    row->unit_name.length && row->person_name.length ? " " : "",
			    STR_ARG(row->person_name));
}

/* A piece of evidence that the asker may read, or an item: its page decides who sees it. */
static bool put_reference(struct page *page, const struct meeting_reference_row *row,
			  struct meeting_links *out)
{
	const struct meeting_reference *it = &row->reference;
	struct meeting_link *link = &out->items[out->count];

	if (it->evidence_id) {
		if (!evidence_may_read(page, page->db, it->evidence_id))
			return false;
		*link = (struct meeting_link){ row->title, link_evidence(page, it->evidence_id) };
	} else if (row->confidential && !page_may(page, PERMISSION_PLAN_MANAGE, 0, 0)) {
		return false;
	} else {
		*link = (struct meeting_link){
			arena_format(page->arena, "%lld · %.*s %.*s", (long long)row->year,
				     STR_ARG(row->code), STR_ARG(row->title)),
			safe_url_format(page->arena, "/plans/%d/items/%I", row->year, it->item_id)
		};
	}
	out->count++;
	return true;
}

static int fill_references(struct page *page, const struct meeting_whole *whole, int64_t topic_id,
			   struct meeting_topic_view *view, struct error *err)
{
	int64_t hidden = 0;

	view->references.items =
		ARENA_ARRAY(page->arena, struct meeting_link, whole->reference_count + 1);
	if (!view->references.items)
		return error_broken(err, ERR_MEMORY, "references of a topic");
	for (size_t i = 0; i < whole->reference_count; i++)
		if (whole->references[i].reference.topic_id == topic_id)
			hidden += !put_reference(page, &whole->references[i], &view->references);
	if (hidden) {
		struct message_value value = { "count", page_number(page, hidden) };
		view->hidden = page_message(page, MESSAGE_MEETING_PAGE_HIDDEN, &value, 1);
	}
	return 0;
}

static int fill_topic(struct page *page, const struct meeting_whole *whole,
		      const struct meeting_rights *rights, size_t at,
		      struct meeting_topic_view *view, struct error *err)
{
	const struct meeting_topic_row *row = &whole->topics[at];
	const struct meeting_topic *topic = &row->topic;
	bool ahead = meeting_is_ahead(&whole->meeting);
	int rc = fill_references(page, whole, topic->head.id, view, err);

	view->number = page_number(page, (int64_t)at + 1);
	view->title = topic->title;
	view->host = host_of(page, row);
	view->report = topic->report;
	view->minutes_label = whole->meeting.state == MEETING_MINUTED
				      ? MESSAGE_MEETING_PAGE_CORRECT_MINUTES
				      : MESSAGE_MEETING_PAGE_WRITE_MINUTES;
	if (rights->minutes)
		view->minutes = topic->minutes;
	if (rights->manage && ahead)
		view->edit = link_meeting_topic(page, topic, "edit");
	if (ahead && (rights->manage || meeting_hosts(page, topic)))
		view->write_report = link_meeting_topic(page, topic, "report");
	if (rights->manage && meeting_takes_minutes(&whole->meeting))
		view->write_minutes = link_meeting_topic(page, topic, "minutes");
	if (rc == 0 && rights->minutes)
		rc = conclusion_table(page, &whole->conclusions, topic->head.id, false,
				      &view->conclusions, err);
	view->has_conclusions = rights->minutes && view->conclusions.rows.count > 0;
	return rc;
}

static int fill_topics(struct page *page, const struct meeting_whole *whole,
		       const struct meeting_rights *rights, struct meeting_page_view *view,
		       struct error *err)
{
	int rc = 0;

	view->topics.items =
		ARENA_ARRAY(page->arena, struct meeting_topic_view, whole->topic_count + 1);
	if (!view->topics.items)
		return error_broken(err, ERR_MEMORY, "topics");
	for (size_t i = 0; rc == 0 && i < whole->topic_count; i++) {
		struct meeting_topic_view *topic = &view->topics.items[view->topics.count++];
		*topic = (struct meeting_topic_view){ .has_conclusions = false };
		rc = fill_topic(page, whole, rights, i, topic, err);
	}
	return rc;
}

static int show_meeting(struct page *page, struct error *err)
{
	struct meeting_page_view view = { .csrf = page_csrf(page),
					  .error = form_error_text(page, labels) };
	struct meeting_rights rights;
	struct meeting_whole whole;
	int rc = meeting_open(page, page->db, &whole, &rights, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		meeting_json(page, &whole, rights.minutes);
		return 0;
	}
	fill_facts(page, &whole, &view);
	fill_links(page, &whole, rights.manage, &view);
	rc = fill_offers(page, &whole.meeting, &rights, &view, err);
	if (rc == 0)
		rc = fill_topics(page, &whole, &rights, &view, err);
	if (rc == 0)
		rc = fill_participants(page, &whole, &view.participants, err);
	if (rc == 0)
		rc = conclusion_table(page, &whole.carried, 0, true, &view.carried, err);
	view.has_carried = whole.carried.count > 0;
	if (rc == 0)
		rc = fill_versions(page, &whole.meeting, &view, err);
	return rc < 0 ? rc : page_render(page, view.title, template_meeting_page_slot(&view), err);
}

/* Forms -------------------------------------------------------------------------------------------- */

static int fill_form(struct page *page, const struct meeting *meeting, struct str chair,
		     struct safe_url find, struct record_form_view *view, struct error *err)
{
	const struct picker_field field = { .picker = &handover_person_picker,
					    .name = "chair",
					    .label = MESSAGE_MEETING_CHAIR_ID,
					    .initial = chair,
					    .find = find };
	int rc = record_form_fill(page, &meeting_record, meeting, view, err);

	if (rc < 0)
		return rc;
	view->pickers.items = ARENA_ARRAY(page->arena, struct picker_view, 1);
	if (!view->pickers.items)
		return error_broken(err, ERR_MEMORY, "the form of a meeting");
	view->pickers.count = 1;
	for (const struct form_label *label = labels; label->field; label++)
		if (page->error.code && !strcmp(label->field, page->error.field))
			view->error = form_error_text(page, labels);
	return picker_fill(page, &field, &view->pickers.items[0], err);
}

static int show_new(struct page *page, struct error *err)
{
	struct record_form_view view = {
		.creates = true,
		.title = str_from(page_text(page, MESSAGE_MEETING_PAGE_NEW)),
		.about = str_from(page_text(page, MESSAGE_MEETING_PAGE_NEW_ABOUT)),
		.action = SAFE_URL("/meetings/new"),
		.back = SAFE_URL("/meetings"),
	};
	struct meeting meeting = { .day = page->today + 7, .duration = 90, .starts = STR("09:00") };
	int rc = fill_form(page, &meeting, STR_EMPTY, SAFE_URL("/meetings/new/find"), &view, err);

	return rc < 0 ? rc : page_render(page, view.title, template_record_form_slot(&view), err);
}

static int read_meeting(struct page *page, struct meeting *meeting, struct error *err)
{
	int rc = record_form_read(page, &meeting_record, meeting, err);

	if (rc == 0 && form_has(page->form, "chair"))
		rc = picker_read(page, &handover_person_picker, "chair", &meeting->chair_id, err);
	return rc;
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct meeting meeting = { .day = CIVIL_NO_DAY };
	int rc = page_check(page, PERMISSION_MEETING_MANAGE, 0, 0, err);

	if (rc == 0)
		rc = read_meeting(page, &meeting, err);
	if (rc == 0)
		rc = meeting_create(act, &meeting, err);
	if (rc < 0)
		return rc;
	act->summary = meeting.title;
	page_flash(page, MESSAGE_FLASH_MEETING_PLANNED);
	page_redirect(page, link_meeting(page, meeting.head.id));
	return 0;
}

static int open_ahead(struct page *page, struct db *db, struct meeting_whole *out, struct error *err)
{
	struct meeting_rights rights;
	int rc = meeting_open_to_manage(page, db, out, &rights, err);

	if (rc == 0 && !meeting_is_ahead(&out->meeting))
		rc = error_set(err, ERR_STATE, "The meeting was held or cancelled.",
			       "会议已召开或已取消。");
	return rc;
}

static int show_edit(struct page *page, struct error *err)
{
	struct record_form_view view = { .revision = 0 };
	struct meeting_whole whole;
	int rc = open_ahead(page, page->db, &whole, err);

	if (rc < 0)
		return rc;
	view.title = whole.meeting.title;
	view.back = link_meeting(page, whole.meeting.head.id);
	view.action = safe_url_format(page->arena, "/meetings/%I/edit", whole.meeting.head.id);
	rc = fill_form(page, &whole.meeting, whole.chair_name,
		       safe_url_format(page->arena, "/meetings/%I/edit/find", whole.meeting.head.id),
		       &view, err);
	return rc < 0 ? rc : page_render(page, view.title, template_record_form_slot(&view), err);
}

static int act_edit(struct page *page, struct act *act, struct error *err)
{
	struct meeting_whole whole;
	int rc = open_ahead(page, act->db, &whole, err);

	if (rc == 0)
		rc = read_meeting(page, &whole.meeting, err);
	if (rc == 0)
		rc = meeting_change(act, &whole.meeting, err);
	if (rc < 0)
		return rc;
	act->summary = whole.meeting.title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_meeting(page, whole.meeting.head.id));
	return 0;
}

static int read_event(struct page *page, struct meeting_order *order, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = meeting_events };
	struct meeting typed = { .duration = 0 };
	int rc = 0;

	order->event = field_choice_value(&event_field, form_value(page->form, "event"));
	if (order->event < 0 || order->event == MEETING_CORRECT)
		return error_invalid(err, "event", "", "announce, hold, finish or cancel",
				     "announce、hold、finish 或 cancel");
	order->text = form_value(page->form, "note");
	if (order->event == MEETING_HOLD && form_value(page->form, "duration").length)
		rc = meeting_read_field(page, &meeting_record, "duration", &typed, err);
	order->duration = typed.duration;
	return rc;
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	static const enum message flashes[MEETING_EVENT_COUNT] = {
		[MEETING_ANNOUNCE] = MESSAGE_FLASH_MEETING_ANNOUNCED,
		[MEETING_HOLD] = MESSAGE_FLASH_MEETING_HELD,
		[MEETING_FINISH] = MESSAGE_FLASH_MEETING_FINISHED,
		[MEETING_CANCEL] = MESSAGE_FLASH_MEETING_CANCELLED,
	};
	struct meeting_rights rights;
	struct meeting_whole whole;
	struct meeting_order order;
	struct meeting moved;
	int rc = meeting_open_to_manage(page, act->db, &whole, &rights, err);

	if (rc == 0)
		rc = meeting_read_order(page, &rights, &order, err);
	if (rc == 0)
		rc = read_event(page, &order, err);
	if (rc == 0)
		rc = meeting_move(act, whole.meeting.head.id, &order, &moved, err);
	if (rc < 0)
		return rc;
	act->summary = moved.title;
	page_flash(page, flashes[order.event]);
	/* Who was there is noted next. */
	page_redirect(page, order.event == MEETING_HOLD
				    ? safe_url_format(page->arena, "/meetings/%I/participants",
						      moved.head.id)
				    : link_meeting(page, moved.head.id));
	return 0;
}

static const struct route_input chair_input[] = {
	{ "chair", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_MEETING_CHAIR_ID },
	{ .name = NULL },
};

static const struct route_input new_input[] = {
	{ "kind", INPUT_CHOICE, true, 0, 0, meeting_kinds, MESSAGE_MEETING_KIND },
	{ "series", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_MEETING_SERIES },
	{ "title", INPUT_TEXT, true, 2, 200, NULL, MESSAGE_MEETING_TITLE },
	{ "day", INPUT_DAY, true, 0, 0, NULL, MESSAGE_MEETING_DAY },
	{ "starts", INPUT_TEXT, false, 0, 5, NULL, MESSAGE_MEETING_STARTS },
	{ "duration", INPUT_INTEGER, true, 5, 1440, NULL, MESSAGE_MEETING_DURATION },
	{ "place", INPUT_TEXT, false, 0, 200, NULL, MESSAGE_MEETING_PLACE },
	{ "chair", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_MEETING_CHAIR_ID },
	{ .name = NULL },
};

static const struct route_input move_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, meeting_events, MESSAGE_MEETING_STATE },
	{ "note", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_MEETING_NOTE },
	{ "duration", INPUT_INTEGER, false, 5, 1440, NULL, MESSAGE_MEETING_DURATION },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ .name = NULL },
};

#define NEW .access = PERMISSION_MEETING_MANAGE, .title = MESSAGE_MEETING_PAGE_NEW, .show = show_new
#define ONE .access = PERMISSION_MEETING_READ, .title = MESSAGE_MEETING_LABEL

const struct route meeting_routes[] = {
	{ NEW, .method = HTTP_GET, .path = "/meetings/new" },
	{ NEW, .method = HTTP_POST, .path = "/meetings/new", .act = act_new,
	  .act_kind = "meeting.create", .input = new_input },
	{ NEW, .method = HTTP_POST, .path = "/meetings/new/find", .prepare = show_new },
	{ ONE, .method = HTTP_GET, .path = "/meetings/{id}", .flags = ROUTE_JSON,
	  .show = show_meeting },
	{ ONE, .method = HTTP_GET, .path = "/meetings/{id}/edit", .show = show_edit },
	{ ONE, .method = HTTP_POST, .path = "/meetings/{id}/edit", .show = show_edit,
	  .act = act_edit, .act_kind = "meeting.update", .record = &meeting_record,
	  .input = chair_input },
	{ ONE, .method = HTTP_POST, .path = "/meetings/{id}/edit/find", .show = show_edit,
	  .prepare = show_edit },
	{ ONE, .method = HTTP_POST, .path = "/meetings/{id}/move", .show = show_meeting,
	  .act = act_move, .act_kind = "meeting.move", .input = move_input },
	{ .path = NULL },
};
