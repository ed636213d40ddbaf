/*
 * handover_form_pages.c - the office opens a handover list for a change that is planned.
 */
#include "messages_handover.h"
#include "people/handover_view.h"
#include "templates_people.h"
#include "web/routes.h"

static struct str typed(const struct page *page, const char *name)
{
	return str_trim(form_value(page->form, name));
}

/* The box of a person or unit; all three look up by the same page. */
static int fill_picker(struct page *page, const struct picker *picker, struct picker_field field,
		       struct picker_view *out, struct error *err)
{
	field.picker = picker;
	field.find = SAFE_URL("/handovers/new/find");
	return picker_fill(page, &field, out, err);
}

static int show_new(struct page *page, struct error *err)
{
	struct handover_new_view view = { .csrf = page_csrf(page),
					  .error = form_error_text(page, handover_labels),
					  .last_day = typed(page, "last_day"),
					  .reason = typed(page, "reason"),
					  .reference = typed(page, "reference"),
					  .class_last_day = form_field_class(page, "last_day"),
					  .class_reason = form_field_class(page, "reason"),
					  .class_reference = form_field_class(page, "reference") };
	const struct picker_field giver = { .name = "giver", .label = MESSAGE_HANDOVER_FROM,
					    .initial = str_trim(form_value(page->query, "person")) };
	const struct picker_field receiver = { .name = "receiver", .label = MESSAGE_HANDOVER_TO,
					       .help = MESSAGE_HANDOVER_TO_HELP };
	const struct picker_field unit = { .name = "unit", .label = MESSAGE_HANDOVER_UNIT,
					   .help = MESSAGE_HANDOVER_UNIT_HELP };
	int rc = fill_picker(page, &handover_person_picker, giver, &view.giver, err);

	if (rc == 0)
		rc = fill_picker(page, &handover_person_picker, receiver, &view.receiver, err);
	if (rc == 0)
		rc = fill_picker(page, &unit_picker, unit, &view.unit, err);
	if (!view.last_day.length)
		view.last_day = page_day(page, page->today);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_HANDOVER_NEW)),
				    template_handover_new_slot(&view), err);
}

static int read_new(struct page *page, struct handover *out, struct error *err)
{
	struct str day = typed(page, "last_day");
	int rc;

	*out = (struct handover){ .reason = typed(page, "reason"),
				  .reference = typed(page, "reference") };
	rc = picker_read(page, &handover_person_picker, "giver", &out->from_person_id, err);
	if (rc == 0 && !out->from_person_id)
		rc = error_invalid(err, "giver", "", handover_person_picker.accepted_en,
				   handover_person_picker.accepted_zh);
	if (rc == 0)
		rc = picker_read(page, &handover_person_picker, "receiver", &out->to_person_id, err);
	if (rc == 0)
		rc = picker_read(page, &unit_picker, "unit", &out->unit_id, err);
	if (rc == 0 && !civil_parse(day, &out->last_day))
		rc = error_invalid(err, "last_day", arena_text(page->arena, day),
				   "a date such as 2008-07-14", "日期，例如 2008-07-14");
	return rc;
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct handover handover;
	int rc = read_new(page, &handover, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PERSON_WRITE, handover.unit_id, 0, err);
	if (rc == 0)
		rc = handover_plan(act, &handover, err);
	if (rc < 0)
		return rc;
	act->summary = handover.reference;
	page_flash(page, MESSAGE_FLASH_HANDOVER_OPENED);
	page_redirect(page, link_handover(page, handover.head.id));
	return 0;
}

#define ROW .access = PERMISSION_PERSON_WRITE, .title = MESSAGE_HANDOVER_NEW

const struct route handover_form_routes[] = {
	{ ROW, .method = HTTP_GET, .path = "/handovers/new", .show = show_new },
	{ ROW, .method = HTTP_POST, .path = "/handovers/new", .show = show_new, .act = act_new,
	  .act_kind = "handover.open" },
	{ ROW, .method = HTTP_POST, .path = "/handovers/new/find", .prepare = show_new },
	{ .path = NULL },
};
