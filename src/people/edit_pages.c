/*
 * edit_pages.c - create or change a unit or a person: the descriptor's form, a picker for the unit's
 * parent, the room's rules, one act.
 *
 * A name that is changed here is a correction: the unit is told with the new one in every year. A new
 * name from a day on is a rename (unit_change_pages.c).
 */
#include "messages_people.h"
#include "messages_record_form.h"
#include "messages_register.h"
#include "messages_token.h"
#include "messages_web.h"
#include "people/code.h"
#include "people/person.h"
#include "people/unit.h"
#include "templates_web.h"
#include "web/links.h"
#include "web/picker.h"
#include "web/record_form.h"
#include "web/routes.h"

/* Units -------------------------------------------------------------------------------------- */

static int load_unit(struct page *page, struct db *db, struct unit *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_WRITE, key.id, 0, err);
	return rc < 0 ? rc : record_get(db, &unit_record, key, page->arena, out, err);
}

/* The form's fields and the picker of the parent; an ended unit keeps its parent. */
static int fill_unit(struct page *page, const struct unit *unit, struct safe_url find,
		     struct record_form_view *view, struct error *err)
{
	struct picker_field parent = { &unit_picker, "parent", MESSAGE_UNIT_PARENT_ID,
				       MESSAGE_UNIT_FORM_PARENT_HELP, STR_EMPTY, find };
	struct unit above;
	int rc = record_form_fill(page, &unit_record, unit, view, err);

	if (rc < 0 || unit->to_day != CIVIL_NO_DAY)
		return rc;
	if (unit->parent_id) {
		const struct record_key key = { page->jurisdiction_id, unit->parent_id };
		rc = record_get(page->db, &unit_record, key, page->arena, &above, err);
		parent.initial = above.code;
	}
	view->pickers.items = ARENA_NEW(page->arena, struct picker_view);
	if (rc == 0 && !view->pickers.items)
		rc = error_broken(err, ERR_MEMORY, "picker of the parent");
	if (rc < 0)
		return rc;
	view->pickers.count = 1;
	return picker_fill(page, &parent, view->pickers.items, err);
}

/* The chosen parent, where the asker may put units. */
static int read_parent(struct page *page, struct unit *unit, struct error *err)
{
	int64_t parent_id;
	int rc;

	if (unit->to_day != CIVIL_NO_DAY)
		return 0;
	rc = picker_read(page, &unit_picker, "parent", &parent_id, err);
	if (rc == 0 && (parent_id != unit->parent_id || !unit->head.id))
		rc = page_check(page, PERMISSION_UNIT_WRITE, parent_id, 0, err);
	if (rc == 0)
		unit->parent_id = parent_id;
	return rc;
}

static int show_unit_form(struct page *page, struct error *err)
{
	struct record_form_view view = { .revision = 0 };
	struct unit unit;
	struct safe_url find;
	int rc = load_unit(page, page->db, &unit, err);

	if (rc < 0)
		return rc;
	find = safe_url_format(page->arena, "/units/%I/edit/find", unit.head.id);
	rc = fill_unit(page, &unit, find, &view, err);
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
	if (rc == 0 && form_has(page->form, "parent"))
		rc = read_parent(page, &unit, err);
	if (rc == 0)
		rc = unit_update(act, &unit, err);
	if (rc < 0)
		return rc;
	act->summary = unit.code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_unit(page, unit.head.id));
	return 0;
}

static int show_new_unit(struct page *page, struct error *err)
{
	const struct unit unit = { .kind = UNIT_DEPARTMENT,
				   .from_day = CIVIL_NO_DAY,
				   .to_day = CIVIL_NO_DAY };
	struct record_form_view view = {
		.title = str_from(page_text(page, MESSAGE_UNIT_FORM_NEW)),
		.about = str_from(page_text(page, MESSAGE_UNIT_FORM_NEW_ABOUT)),
		.back = SAFE_URL("/units"),
		.action = SAFE_URL("/units/new"),
	};
	int rc = fill_unit(page, &unit, SAFE_URL("/units/new/find"), &view, err);

	return rc < 0 ? rc
		      : page_render(page, view.title, template_record_form_slot(&view), err);
}

static int act_new_unit(struct page *page, struct act *act, struct error *err)
{
	struct unit unit = { .kind = UNIT_DEPARTMENT,
			     .from_day = CIVIL_NO_DAY,
			     .to_day = CIVIL_NO_DAY };
	int rc = record_form_read(page, &unit_record, &unit, err);

	if (rc == 0)
		rc = read_parent(page, &unit, err);
	if (rc == 0)
		rc = unit_create(act, &unit, err);
	if (rc < 0)
		return rc;
	act->summary = unit.code;
	page_flash(page, MESSAGE_FLASH_UNIT_CREATED);
	page_redirect(page, link_unit(page, unit.head.id));
	return 0;
}

/* Persons ------------------------------------------------------------------------------------ */

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

static const struct route_input parent_input[] = {
	{ "parent", INPUT_TEXT, false, 0, 0, NULL, MESSAGE_OPENAPI_PARENT },
	{ 0 },
};

static const struct route_input new_unit_input[] = {
	{ "code", INPUT_TEXT, true, 1, CODE_MAXIMUM, NULL, MESSAGE_UNIT_CODE },
	{ "name", INPUT_TEXT, true, 1, 100, NULL, MESSAGE_UNIT_NAME },
	{ "kind", INPUT_CHOICE, true, 0, 0, unit_kinds, MESSAGE_UNIT_KIND },
	{ "from_day", INPUT_DAY, false, 0, 0, NULL, MESSAGE_UNIT_FROM_DAY },
	{ "parent", INPUT_TEXT, false, 0, 0, NULL, MESSAGE_OPENAPI_PARENT },
	{ 0 },
};

const struct route edit_routes[] = {
	{ .method = HTTP_GET, .path = "/units/new", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_UNIT_FORM_NEW, .show = show_new_unit },
	{ .method = HTTP_POST, .path = "/units/new", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_UNIT_FORM_NEW, .show = show_new_unit, .act = act_new_unit,
	  .act_kind = "unit.create", .input = new_unit_input },
	{ .method = HTTP_POST, .path = "/units/new/find", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_UNIT_FORM_NEW, .prepare = show_new_unit },
	{ .method = HTTP_GET, .path = "/units/{id}/edit", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .show = show_unit_form },
	{ .method = HTTP_POST, .path = "/units/{id}/edit", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .show = show_unit_form, .act = act_unit_form,
	  .act_kind = "unit.update", .record = &unit_record, .input = parent_input },
	{ .method = HTTP_POST, .path = "/units/{id}/edit/find", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .prepare = show_unit_form },
	{ .method = HTTP_GET, .path = "/persons/{id}/edit", .access = PERMISSION_PERSON_WRITE,
	  .title = MESSAGE_MENU_PERSONS, .show = show_person_form },
	{ .method = HTTP_POST, .path = "/persons/{id}/edit", .access = PERMISSION_PERSON_WRITE,
	  .title = MESSAGE_MENU_PERSONS, .show = show_person_form, .act = act_person_form,
	  .act_kind = "person.update", .record = &person_record },
	{ .path = NULL },
};
