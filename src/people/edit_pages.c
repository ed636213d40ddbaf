/*
 * edit_pages.c - change a unit or a person: the descriptor's form, the room's rules, one act.
 */
#include "people/person.h"
#include "people/unit.h"
#include "templates.h"
#include "web/links.h"
#include "web/record_form.h"
#include "web/routes.h"

static int load_unit(struct page *page, struct db *db, struct unit *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_WRITE, key.id, 0, err);
	return rc < 0 ? rc : record_get(db, &unit_record, key, page->arena, out, err);
}

static int show_unit_form(struct page *page, struct error *err)
{
	struct record_form_view view = { .revision = 0 };
	struct unit unit;
	int rc = load_unit(page, page->db, &unit, err);

	if (rc == 0)
		rc = record_form_fill(page, &unit_record, &unit, &view, err);
	if (rc < 0)
		return rc;
	view.title = unit.name;
	view.back = link_unit(page, unit.head.id);
	view.action = safe_url_format(page->arena, "/units/%I/edit", unit.head.id);
	return page_render(page, unit.name, template_record_form_slot(&view), err);
}

static int act_unit_form(struct page *page, struct act *act, struct error *err)
{
	struct unit unit;
	int rc = load_unit(page, act->db, &unit, err);

	if (rc == 0)
		rc = record_form_read(page, &unit_record, &unit, err);
	if (rc == 0)
		rc = unit_update(act, &unit, err);
	if (rc < 0)
		return rc;
	act->summary = unit.code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_unit(page, unit.head.id));
	return 0;
}

static int load_person(struct page *page, struct db *db, struct person *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PERSON_WRITE, 0, key.id, err);
	return rc < 0 ? rc : record_get(db, &person_record, key, page->arena, out, err);
}

static int show_person_form(struct page *page, struct error *err)
{
	struct record_form_view view = { .revision = 0 };
	struct person person;
	int rc = load_person(page, page->db, &person, err);

	if (rc == 0)
		rc = record_form_fill(page, &person_record, &person, &view, err);
	if (rc < 0)
		return rc;
	view.title = person.name;
	view.back = link_person(page, person.head.id);
	view.action = safe_url_format(page->arena, "/persons/%I/edit", person.head.id);
	return page_render(page, person.name, template_record_form_slot(&view), err);
}

static int act_person_form(struct page *page, struct act *act, struct error *err)
{
	struct person person;
	int rc = load_person(page, act->db, &person, err);

	if (rc == 0)
		rc = record_form_read(page, &person_record, &person, err);
	if (rc == 0)
		rc = person_update(act, &person, err);
	if (rc < 0)
		return rc;
	act->summary = person.code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_person(page, person.head.id));
	return 0;
}

const struct route edit_routes[] = {
	{ .method = HTTP_GET, .path = "/units/{id}/edit", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .show = show_unit_form },
	{ .method = HTTP_POST, .path = "/units/{id}/edit", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .show = show_unit_form, .act = act_unit_form,
	  .act_kind = "unit.update", .record = &unit_record },
	{ .method = HTTP_GET, .path = "/persons/{id}/edit", .access = PERMISSION_PERSON_WRITE,
	  .title = MESSAGE_MENU_PERSONS, .show = show_person_form },
	{ .method = HTTP_POST, .path = "/persons/{id}/edit", .access = PERMISSION_PERSON_WRITE,
	  .title = MESSAGE_MENU_PERSONS, .show = show_person_form, .act = act_person_form,
	  .act_kind = "person.update", .record = &person_record },
	{ .path = NULL },
};
