/*
 * result_move_pages.c - the office moves a group's result: publish, withdraw, make final, drop, correct.
 *
 * The forms of the result's page (result_pages.c) and what they do. The buttons are what the state table
 * offers (result.h). Groups of units and levels of persons share the handlers.
 */
#include <stdio.h>

#include "messages_common.h"
#include "messages_result.h"
#include "process/objection_pages.h"
#include "process/result_pages.h"
#include "web/form_error.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "publicity_to", MESSAGE_RESULT_PUBLICITY_TO },
	{ "reason", MESSAGE_COMMON_REASON },
	{ "note", MESSAGE_COMMON_REASON },
	{ "reference", MESSAGE_RESULT_REFERENCE },
	{ NULL, MESSAGE_NONE },
};

/* Forms -------------------------------------------------------------------------------------- */

static const struct {
	const char *path;
	enum message about;
	bool period, reference, reason, main;
} event_forms[RESULT_EVENT_COUNT] = {
	[RESULT_PUBLISH] = { "publish", MESSAGE_RESULT_PAGE_PUBLISH_ABOUT, true, true, false, true },
	[RESULT_WITHDRAW] = { "withdraw", MESSAGE_RESULT_PAGE_WITHDRAW_ABOUT, false, false, true,
			      false },
	[RESULT_FINALISE] = { "finalise", MESSAGE_RESULT_PAGE_FINALISE_ABOUT, false, false, false,
			      true },
	[RESULT_DROP] = { "drop", MESSAGE_RESULT_PAGE_DROP_ABOUT, false, false, true, false },
};

static struct safe_url form_url(struct page *page, const struct result_place *place,
				const char *event)
{
	int64_t year = place->year;

	if (place->subject == SCHEME_PERSON)
		return safe_url_format(page->arena, "/years/%d/levels/%S/result/%s", year,
				       &place->level, event);
	return safe_url_format(page->arena, "/years/%d/groups/%I/result/%s", year,
			       place->group_id, event);
}

static struct result_form *add_form(struct page *page, const struct result_shown *shown,
				    const char *event, struct result_forms *forms)
{
	struct result_form *form = &forms->items[forms->count++];

	*form = (struct result_form){
		.action = form_url(page, &shown->place, event),
		.id = event,
		.value_reference = form_value(page->form, "reference"),
		.value_reason = form_value(page->form, "reason"),
		.class_to = form_field_class(page, "publicity_to"),
		.class_reason = form_field_class(page, "reason"),
		.revision = shown->latest ? shown->latest->head.revision : 0,
		.csrf = page_csrf(page),
	};
	return form;
}

static int fill_period(struct page *page, const struct scheme *scheme, struct result_form *form,
		       struct error *err)
{
	int32_t earliest;
	struct message_value values[3];
	int rc = result_earliest_end(page->db, scheme, page->today, page->arena, &earliest, err);

	if (rc < 0)
		return rc;
	values[0] = (struct message_value){ "days", arena_format(page->arena, "%d",
								 scheme->publicity_days) };
	values[1] = (struct message_value){ "day", page_day(page, earliest) };
	values[2] = (struct message_value){ "article", scheme->publicity_article };
	form->earliest = page_message(page,
				      scheme->publicity_working ? MESSAGE_RESULT_PAGE_WORKING_DAYS
								: MESSAGE_RESULT_PAGE_CALENDAR_DAYS,
				      values, 3);
	form->value_to = form_has(page->form, "publicity_to")
				 ? form_value(page->form, "publicity_to")
				 : page_day(page, earliest);
	return 0;
}

static int add_offer(struct page *page, const struct result_shown *shown,
		     const struct scheme *scheme, const struct transition *row,
		     struct result_forms *forms, struct error *err)
{
	struct result_form *form;

	if (row->event == RESULT_DROP && (!shown->latest || shown->latest->version == 1))
		return 0;
	form = add_form(page, shown, event_forms[row->event].path, forms);
	form->label = row->label;
	form->about = event_forms[row->event].about;
	form->asks_period = event_forms[row->event].period;
	form->asks_reference = event_forms[row->event].reference;
	form->asks_reason = event_forms[row->event].reason;
	form->is_main = event_forms[row->event].main;
	return form->asks_period ? fill_period(page, scheme, form, err) : 0;
}

int result_forms_fill(struct page *page, const struct result_shown *shown,
		      const struct scheme *scheme, struct result_forms *forms, struct error *err)
{
	const struct transition *offers[RESULT_EVENT_COUNT];
	int state = shown->latest ? shown->latest->state : RESULT_DRAFT;
	size_t count = transition_offers(&result_life, state, page->permissions, offers,
					 RESULT_EVENT_COUNT);
	int rc = 0;

	forms->items = ARENA_ARRAY(page->arena, struct result_form, RESULT_EVENT_COUNT + 1);
	if (!forms->items)
		return error_broken(err, ERR_MEMORY, "forms");
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_offer(page, shown, scheme, offers[i], forms, err);
	if (state == RESULT_FINAL && page->permissions & PERMISSION_RESULT_MANAGE) {
		struct result_form *form = add_form(page, shown, "correct", forms);

		form->label = MESSAGE_RESULT_PAGE_CORRECT;
		form->about = MESSAGE_RESULT_PAGE_CORRECT_ABOUT;
		form->asks_reason = form->asks_reference = true;
	}
	return rc;
}

struct str result_forms_error(struct page *page)
{
	return form_error_text(page, labels);
}

/* Acts --------------------------------------------------------------------------------------- */

static int read_order(struct page *page, struct result_order *out, struct error *err)
{
	struct str to = str_trim(form_value(page->form, "publicity_to"));
	char found[40];

	*out = (struct result_order){
		.permissions = page->permissions,
		.publicity_to = CIVIL_NO_DAY,
		.reference = str_trim(form_value(page->form, "reference")),
		.reason = str_trim(form_value(page->form, "reason")),
	};
	/* 0 before the first version is stored. A form that does not say what it was made from is none. */
	if (!str_parse_int(form_value(page->form, "revision"), 0, INT64_MAX,
			   &out->expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (to.length == 0 || civil_parse(to, &out->publicity_to))
		return 0;
	snprintf(found, sizeof(found), "%.*s", (int)(to.length < 39 ? to.length : 39), to.bytes);
	return error_invalid(err, "publicity_to", found, "a day such as 2009-01-31",
			     "日期，例如 2009-01-31");
}

struct result_move {
	struct result_place place;
	struct result_order order;
	struct result latest; /* head.id 0: there is none yet */
	struct result made;
};

static int begin_move(struct page *page, struct act *act, struct result_move *out,
		      struct error *err)
{
	int rc = result_place_from(page, &out->place, err);

	out->latest = (struct result){ .version = 1 };
	if (rc == 0)
		rc = page_check(page, PERMISSION_RESULT_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = result_place_check(act->db, &out->place, page->arena, err);
	if (rc == 0)
		rc = read_order(page, &out->order, err);
	if (rc < 0)
		return rc;
	rc = result_find_latest(act->db, &out->place, page->arena, &out->latest, err);
	if (rc == 0 && out->order.expected_revision == 0)
		return error_set(err, ERR_CONFLICT,
				 "Somebody published this result after you opened the page. Look at it "
				 "again.",
				 "您打开页面后，该结果已被他人公示，请刷新后再操作。");
	if (rc != -ERR_NOT_FOUND)
		return rc;
	error_clear(err);
	return 0;
}

static int need_result(const struct result_move *move, struct error *err)
{
	if (move->latest.head.id)
		return 0;
	return error_set(err, ERR_STATE, "This result has not been published yet.",
			 "该结果尚未公示。");
}

static int end_move(struct page *page, struct act *act, const struct result_move *move,
		    enum message said)
{
	act->summary = arena_format(page->arena, "%d %.*s v%lld", move->place.year,
				    STR_ARG(move->made.group_name),
				    (long long)move->made.version);
	page_flash(page, said);
	page_redirect(page, link_result(page, &move->place));
	return 0;
}

static int act_publish(struct page *page, struct act *act, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = result_publish(act, &move.place, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, MESSAGE_FLASH_RESULT_PUBLISHED);
}

/* The events that only need the newest version. */
static int move_latest(struct page *page, struct act *act,
		       int (*change)(struct act *act, int64_t result_id,
				     const struct result_order *order, struct result *out,
				     struct error *err),
		       enum message said, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = need_result(&move, err);
	if (rc == 0)
		rc = change(act, move.latest.head.id, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, said);
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_withdraw, MESSAGE_FLASH_RESULT_WITHDRAWN, err);
}

static int act_finalise(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_finalise, MESSAGE_FLASH_RESULT_FINAL, err);
}

static int act_drop(struct page *page, struct act *act, struct error *err)
{
	return move_latest(page, act, result_drop, MESSAGE_FLASH_RESULT_DROPPED, err);
}

static int act_correct(struct page *page, struct act *act, struct error *err)
{
	struct result_move move;
	int rc = begin_move(page, act, &move, err);

	if (rc == 0)
		rc = need_result(&move, err);
	if (rc == 0)
		rc = result_correct(act, &move.place, &move.order, &move.made, err);
	return rc < 0 ? rc : end_move(page, act, &move, MESSAGE_FLASH_RESULT_CORRECTING);
}

#define RESULT_ROWS(place)                                                                         \
	{ .method = HTTP_POST, .path = place "/publish", .access = PERMISSION_RESULT_MANAGE,       \
	  .title = MESSAGE_RESULT_LABEL, .show = result_show, .act = act_publish,                  \
	  .act_kind = "result.publish" },                                                          \
	{ .method = HTTP_POST, .path = place "/withdraw", .access = PERMISSION_RESULT_MANAGE,      \
	  .title = MESSAGE_RESULT_LABEL, .show = result_show, .act = act_withdraw,                 \
	  .act_kind = "result.withdraw" },                                                         \
	{ .method = HTTP_POST, .path = place "/finalise", .access = PERMISSION_RESULT_MANAGE,      \
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_RESULT_LABEL, .show = result_show,       \
	  .act = act_finalise,                                                                     \
	  .act_kind = "result.finalise" },                                                         \
	{ .method = HTTP_POST, .path = place "/drop", .access = PERMISSION_RESULT_MANAGE,          \
	  .title = MESSAGE_RESULT_LABEL, .show = result_show, .act = act_drop,                     \
	  .act_kind = "result.drop" },                                                             \
	{ .method = HTTP_POST, .path = place "/correct", .access = PERMISSION_RESULT_MANAGE,       \
	  .title = MESSAGE_RESULT_LABEL, .show = result_show, .act = act_correct,                  \
	  .act_kind = "result.correct" }

const struct route result_move_routes[] = {
	RESULT_ROWS("/years/{year}/groups/{group}/result"),
	RESULT_ROWS("/years/{year}/levels/{level}/result"),
	{ .path = NULL },
};
