/*
 * handover_pages.c - handover lists: all that the asker may see, one with what can be done.
 *
 * Who: both persons and the office of the unit (PERMISSION_PERSON_WRITE on it; over the whole jurisdiction
 * when the list is of no unit). Moving a list and deciding items is for people: no API token reaches it.
 * Every act carries a hash of what the page showed: nobody hands over, accepts or confirms something else.
 */
#include "messages_handover.h"
#include "messages_web.h"
#include "people/handover_view.h"
#include "statements_handover_pages.h"
#include "templates_people.h"
#include "web/links.h"
#include "web/routes.h"
#include "web/scope.h"

/* The list ----------------------------------------------------------------------------------- */

static enum message state_word(struct str stored)
{
	return list_page_word(handover_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", handover_states);
	return 0;
}

static const struct field_choice duties[] = {
	{ "give", MESSAGE_HANDOVER_TO_GIVE },
	{ "receive", MESSAGE_HANDOVER_TO_RECEIVE },
	{ "name", MESSAGE_HANDOVER_TO_NAME },
	{ NULL, MESSAGE_NONE },
};

static enum message duty_word(struct str stored)
{
	return list_page_word(duties, stored);
}

static int duty_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "duty", duties);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "from_name", .label = MESSAGE_HANDOVER_FROM, .sort = "from_key",
	  .link = link_handover, .link_column = "id" },
	{ .column = "to_name", .label = MESSAGE_HANDOVER_TO },
	{ .column = "unit_name", .label = MESSAGE_HANDOVER_UNIT, .flags = COLUMN_WIDE,
	  .sort = "unit_name" },
	{ .column = "last_day", .label = MESSAGE_HANDOVER_LAST_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "last_day" },
	{ .column = "items", .label = MESSAGE_HANDOVER_ITEMS, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW | COLUMN_NUMBER | COLUMN_WIDE, .sort = "items" },
	{ .column = "pending", .label = MESSAGE_HANDOVER_PENDING, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW | COLUMN_NUMBER | COLUMN_WIDE, .sort = "pending" },
	{ .column = "state", .label = MESSAGE_HANDOVER_STATE, .flags = COLUMN_NARROW,
	  .sort = "state", .word = state_word },
	{ .column = "duty", .label = MESSAGE_HANDOVER_DUTY, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .word = duty_word },
	{ .column = "handed_day", .label = MESSAGE_HANDOVER_HANDED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "handed_day" },
	{ .column = "confirmed_day", .label = MESSAGE_HANDOVER_CONFIRMED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "confirmed_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_HANDOVER_STATE, state_options },
	{ { "duty", "duty", LIST_EQUAL, DB_TEXT }, MESSAGE_HANDOVER_DUTY, duty_options },
	{ { "person", "persons", LIST_CONTAINS, DB_TEXT }, MESSAGE_HANDOVER_PERSON_CONTAINS, NULL },
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS, NULL },
	{ { "unit_id", "unit_id", LIST_EQUAL, DB_INTEGER }, MESSAGE_NONE, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_HANDOVER_NEW, "/handovers/new", PERMISSION_PERSON_WRITE },
	{ 0 },
};

static const struct list_page handovers = {
	.listing = LISTING_HANDOVER_PAGES,
	.about = MESSAGE_HANDOVER_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "last_day",
	.descending = true,
	.file_name = "handovers.csv",
};

static struct db_args list_args(struct page *page)
{
	return scope_args(page, PERMISSION_PERSON_WRITE,
			  DB_ARGS(db_int("person_id", page->rights.person_id)));
}

static int show_handovers(struct page *page, struct error *err)
{
	return list_page_show(page, &handovers, list_args(page), err);
}

/* On the workbench --------------------------------------------------------------------------- */

static struct list_request waiting_request(struct page *page, const struct list_filter *wanted,
					   int limit)
{
	return (struct list_request){ .listing = LISTING_HANDOVER_PAGES,
				      .args = list_args(page),
				      .filters = wanted,
				      .filter_count = 1,
				      .sort = "last_day",
				      .limit = limit };
}

static int count_duty(struct page *page, struct str duty, int64_t *out, struct error *err)
{
	const struct list_filter wanted = { "duty", LIST_EQUAL, db_text("", duty) };
	const struct list_request request = waiting_request(page, &wanted, 1);

	return list_count(page->db, &request, out, err);
}

static int at(const char *column)
{
	return list_page_position(LISTING_HANDOVER_PAGES, column);
}

static void waiting_row(struct page *page, struct db_query *query, struct table_view *table)
{
	struct str nobody = str_from(page_text(page, MESSAGE_HANDOVER_NOBODY));
	struct str from = db_query_copy(query, at("from_name"), page->arena);
	struct str to = db_query_copy(query, at("to_name"), page->arena);
	enum message duty = duty_word(db_query_bytes(query, at("duty")));

	table_row(table)->class = "mark";
	table_heading(table,
		      arena_format(page->arena, "%.*s → %.*s", STR_ARG(from),
				   STR_ARG(to.length ? to : nobody)),
		      link_handover(page, db_query_int(query, at("id"))));
	table_cell(table, db_query_copy(query, at("unit_name"), page->arena));
	table_cell(table, page_number(page, db_query_int(query, at("pending"))));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, at("last_day"))));
	table_light(table, "light warn", str_from(page_text(page, duty)));
}

static int read_waiting(struct page *page, int limit, struct table_view *table, struct error *err)
{
	const struct list_filter wanted = { "duty", LIST_NOT_EQUAL, db_text("", STR("")) };
	const struct list_request request = waiting_request(page, &wanted, limit);
	struct db_query *query;
	int taken = 0, rc = list_open(page->db, &request, &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_HANDOVER_TITLE), "");
	table_column(table, page_text(page, MESSAGE_HANDOVER_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_HANDOVER_UNIT), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_HANDOVER_PENDING),
		     COLUMN_NARROW | COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_HANDOVER_LAST_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_HANDOVER_DUTY), COLUMN_NARROW);
	while (taken++ < limit && (rc = db_query_step(query, err)) > 0)
		waiting_row(page, query, table);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

int handover_waiting_read(struct page *page, int limit, struct handover_waiting *out,
			  struct error *err)
{
	int rc = count_duty(page, STR("name"), &out->to_name, err);

	if (rc == 0)
		rc = count_duty(page, STR("give"), &out->to_give, err);
	if (rc == 0)
		rc = count_duty(page, STR("receive"), &out->to_receive, err);
	if (rc == 0 && out->to_name + out->to_give + out->to_receive)
		rc = read_waiting(page, limit, &out->table, err);
	return rc;
}

/* One list ----------------------------------------------------------------------------------- */

/* What the table of states lets this asker do, by trying each event on a copy. */
static void fill_offers(struct page *page, const struct handover *handover,
			const struct handover_asker *asker, struct handover_page_view *view)
{
	view->offers.items = ARENA_ARRAY(page->arena, struct handover_offer, HANDOVER_EVENT_COUNT);
	for (int event = 0; view->offers.items && event < HANDOVER_EVENT_COUNT; event++) {
		struct handover tried = *handover;
		struct error refusal;
		bool own = asker->person_id && asker->person_id == handover->from_person_id;
		bool noted = event == HANDOVER_TAKE_BACK || event == HANDOVER_CANCEL;

		tried.note = STR("-");
		int rc = handover_apply(&tried, (enum handover_event)event, asker, &refusal);
		if (rc == -ERR_RULE && event == HANDOVER_HAND_OVER && (own || asker->giver_gone))
			view->waits = arena_str(page->arena,
						str_from(page_error_text(page, &refusal)));
		if (rc < 0)
			continue;
		view->needs_note |= noted;
		view->offers.items[view->offers.count++] =
			(struct handover_offer){ handover_events[event].name,
						 handover_events[event].label, !noted };
	}
}

static int fill_naming(struct page *page, const struct handover *handover,
		       const struct handover_asker *asker, struct handover_page_view *view,
		       struct error *err)
{
	const struct picker_field receiver = {
		&handover_person_picker, "receiver", MESSAGE_HANDOVER_TO,
		MESSAGE_HANDOVER_TO_HELP, view->receiver,
		safe_url_format(page->arena, "/handovers/%I/receiver/find", handover->head.id)
	};

	view->may_name = asker->is_office && handover->state == HANDOVER_OPEN;
	if (!view->may_name)
		return 0;
	view->url_name = safe_url_format(page->arena, "/handovers/%I/receiver", handover->head.id);
	return picker_fill(page, &receiver, &view->receiver_picker, err);
}

static int show_json(struct page *page, const struct handover *handover)
{
	struct json json;

	page_begin_json(page, &json);
	record_json(&handover_record, handover, &json);
	return 0;
}

static int show_handover(struct page *page, struct error *err)
{
	struct handover_page_view view = { .csrf = page_csrf(page),
					   .error = form_error_text(page, handover_labels),
					   .value_note = form_value(page->form, "note"),
					   .class_note = form_field_class(page, "note") };
	struct handover_listing listing;
	struct handover_asker asker;
	struct handover handover;
	int rc = handover_load(page, page->db, false, &handover, &asker, err);

	if (rc == 0 && page->format == PAGE_JSON)
		return show_json(page, &handover);
	if (rc == 0)
		rc = handover_list(page->db, &handover, page->today, page->arena, &listing, err);
	if (rc == 0)
		rc = handover_fill(page, &handover, &listing, &view, err);
	if (rc == 0)
		rc = fill_naming(page, &handover, &asker, &view, err);
	if (rc < 0)
		return rc;
	asker.pending = listing.pending;
	view.is_receiving = handover.state == HANDOVER_HANDED && asker.person_id &&
			    asker.person_id == handover.to_person_id && view.choices.count;
	view.action = link_handover(page, handover.head.id);
	view.url_items = safe_url_format(page->arena, "/handovers/%I/items", handover.head.id);
	fill_offers(page, &handover, &asker, &view);
	return page_render(page, view.title, template_handover_page_slot(&view), err);
}

/* Acts --------------------------------------------------------------------------------------- */

static int check_seen(struct page *page, struct db *db, const struct handover *handover,
		      int32_t day, struct error *err)
{
	struct handover_listing listing;
	int rc = handover_list(db, handover, day, page->arena, &listing, err);

	if (rc < 0)
		return rc;
	if (str_equal(str_trim(form_value(page->form, "seen")),
		      handover_seen(page, handover, &listing)))
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "The list or its matters were changed since you opened the page. Nothing was "
			 "done; look at it again.",
			 "打开页面后，清单或其中事项已有变动。未作任何更改，请重新核对。");
}

static int finish(struct page *page, struct act *act, int64_t id, const char *summary,
		  enum message flash)
{
	act->summary = str_from(summary);
	page_flash(page, flash);
	page_redirect(page, link_handover(page, id));
	return 0;
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = handover_events };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));
	struct handover_order order = { .event = (enum handover_event)event,
					.note = str_trim(form_value(page->form, "note")) };
	struct handover handover;
	int64_t next;
	int rc = handover_load(page, act->db, event != HANDOVER_CANCEL, &handover, &order.asker, err);

	if (rc < 0)
		return rc;
	if (event < 0)
		return error_invalid(err, "event", "", "hand_over, take_back, confirm or cancel",
				     "hand_over、take_back、confirm 或 cancel");
	/* A receiver of the office may have to hand over for somebody who is gone. */
	if (event != HANDOVER_CONFIRM && order.asker.person_id != handover.from_person_id)
		order.asker.is_office =
			page_may(page, PERMISSION_PERSON_WRITE, handover.unit_id, 0);
	rc = check_seen(page, act->db, &handover, act->day, err);
	if (rc == 0)
		rc = handover_move(act, handover.head.id, &order, &handover, &next, err);
	if (rc < 0)
		return rc;
	return finish(page, act, handover.head.id, handover_states[handover.state].name,
		      next ? MESSAGE_FLASH_HANDOVER_NEXT : MESSAGE_FLASH_HANDOVER_MOVED);
}

/* The decisions of the form; items without one are left as they are. */
static int read_decisions(struct page *page, struct handover_decision *out, size_t *count,
			  struct error *err)
{
	const struct form *form = page->form;

	for (size_t i = 0; i < form->count; i++) {
		struct str name = form->fields[i].name, value = form->fields[i].value;
		struct handover_decision *one = &out[*count];
		struct str note_name;

		if (!str_starts_with(name, STR("item-")) || !value.length)
			continue;
		name = str_slice(name, 5, name.length);
		note_name = arena_format(page->arena, "note-%.*s", STR_ARG(name));
		if (!note_name.bytes)
			return error_broken(err, ERR_MEMORY, "decisions");
		if (!id_parse(name, &one->item_id) ||
		    (!str_equal(value, STR("accept")) && !str_equal(value, STR("return"))))
			return error_invalid(err, "item", "", "accept or return for an item",
					     "对清单项选择接收或退回");
		one->event = str_equal(value, STR("accept")) ? HANDOVER_ITEM_ACCEPT
							     : HANDOVER_ITEM_RETURN;
		one->note = str_trim(form_value(form, note_name.bytes));
		(*count)++;
	}
	if (*count)
		return 0;
	return error_invalid(err, "item", "", "accept or return for at least one item",
			     "至少对一项选择接收或退回");
}

/* Returned as it already was: nothing to decide. */
static void drop_unchanged(const struct handover_listing *listing, struct handover_decision *items,
			   size_t *count)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		bool same = false;

		for (size_t j = 0; j < listing->count; j++) {
			const struct handover_item *item = &listing->items[j].item;
			same |= item->head.id == items[i].item_id &&
				item->state == HANDOVER_ITEM_RETURNED &&
				items[i].event == HANDOVER_ITEM_RETURN &&
				str_equal(item->note, items[i].note);
		}
		if (!same)
			items[kept++] = items[i];
	}
	*count = kept;
}

static int act_items(struct page *page, struct act *act, struct error *err)
{
	struct handover_decision *decisions =
		ARENA_ARRAY(page->arena, struct handover_decision, page->form->count + 1);
	struct handover_listing listing;
	struct handover_asker asker;
	struct handover handover;
	size_t count = 0;
	int rc = handover_load(page, act->db, true, &handover, &asker, err);

	if (rc == 0 && !decisions)
		rc = error_broken(err, ERR_MEMORY, "decisions");
	if (rc == 0)
		rc = check_seen(page, act->db, &handover, act->day, err);
	if (rc == 0)
		rc = read_decisions(page, decisions, &count, err);
	if (rc == 0)
		rc = handover_list(act->db, &handover, act->day, page->arena, &listing, err);
	if (rc < 0)
		return rc;
	drop_unchanged(&listing, decisions, &count);
	rc = handover_decide(act, &handover, &asker, decisions, count, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, 0); /* a deputy may have ended */
	return finish(page, act, handover.head.id, "items", MESSAGE_FLASH_HANDOVER_DECIDED);
}

static int act_receiver(struct page *page, struct act *act, struct error *err)
{
	struct handover_asker asker;
	struct handover handover;
	int64_t person_id = 0;
	int rc = handover_load(page, act->db, false, &handover, &asker, err);

	if (rc == 0)
		rc = check_seen(page, act->db, &handover, act->day, err);
	if (rc == 0)
		rc = picker_read(page, &handover_person_picker, "receiver", &person_id, err);
	if (rc == 0)
		rc = handover_name(act, &handover, &asker, person_id, err);
	if (rc < 0)
		return rc;
	return finish(page, act, handover.head.id, "receiver", MESSAGE_FLASH_HANDOVER_NAMED);
}

#define ROW .access = PERMISSION_LOGGED_IN, .title = MESSAGE_HANDOVER_TITLE, .show = show_handover

const struct route handover_routes[] = {
	{ .method = HTTP_GET, .path = "/handovers", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_HANDOVER_TITLE,
	  .show = show_handovers, .list = &handovers },
	{ ROW, .method = HTTP_GET, .path = "/handovers/{id}", .flags = ROUTE_JSON,
	  .record = &handover_record },
	{ ROW, .method = HTTP_POST, .path = "/handovers/{id}", .act = act_move,
	  .act_kind = "handover.move" },
	{ ROW, .method = HTTP_POST, .path = "/handovers/{id}/items", .act = act_items,
	  .act_kind = "handover.items" },
	{ .method = HTTP_POST, .path = "/handovers/{id}/receiver", .access = PERMISSION_PERSON_WRITE,
	  .title = MESSAGE_HANDOVER_TITLE, .show = show_handover, .act = act_receiver,
	  .act_kind = "handover.receiver" },
	{ .method = HTTP_POST, .path = "/handovers/{id}/receiver/find",
	  .access = PERMISSION_PERSON_WRITE, .title = MESSAGE_HANDOVER_TITLE,
	  .prepare = show_handover },
	{ .path = NULL },
};
