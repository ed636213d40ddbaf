/*
 * person_pages.c - the register of persons, and one person with the posts held over time.
 */
#include "people/person.h"

#include "people/person_view.h"
#include "people/post.h"
#include "people/post_view.h"
#include "templates.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static enum message level_word(struct str stored)
{
	return list_page_word(post_levels, stored);
}

static int level_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "level", post_levels);
	return 0;
}

static int principal_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_add(page, out, "principal", STR("1"),
			str_from(page_text(page, MESSAGE_PERSONS_PRINCIPALS_ONLY)));
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "code", .label = MESSAGE_PERSON_CODE, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "code" },
	{ .column = "name", .label = MESSAGE_PERSON_NAME, .sort = "name_key",
	  .link = link_person, .link_column = "id" },
	{ .column = "unit_name", .label = MESSAGE_POST_UNIT_ID, .link = link_unit,
	  .link_column = "unit_id" },
	{ .column = "title", .label = MESSAGE_POST_TITLE, .sort = "title" },
	{ .column = "level", .label = MESSAGE_POST_LEVEL, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .sort = "level", .word = level_word },
	{ .column = "principal", .label = MESSAGE_POST_PRINCIPAL, .format = LIST_PAGE_BOOLEAN,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "name", "name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_NAME_CONTAINS, NULL },
	{ { "unit_name", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS,
	  NULL },
	{ { "level", "level", LIST_EQUAL, DB_TEXT }, MESSAGE_POST_LEVEL, level_options },
	{ { "principal", "principal", LIST_EQUAL, DB_INTEGER }, MESSAGE_POST_PRINCIPAL,
	  principal_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page persons = {
	.listing = LISTING_PERSON_PAGES,
	.about = MESSAGE_PERSONS_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "name_key",
	.file_name = "persons.csv",
};

static int show_persons(struct page *page, struct error *err)
{
	return list_page_show(page, &persons,
			      scope_args(page, PERMISSION_PERSON_READ,
					 DB_ARGS(db_int("day", page->today),
						 db_int("person_id", page->rights.person_id))),
			      err);
}

static int show_json(struct page *page, const struct person *person)
{
	struct json json;

	page_begin_json(page, &json);
	record_json(&person_record, person, &json);
	return 0;
}

static int show_person(struct page *page, struct error *err)
{
	struct person_page_view view = { 0 };
	struct person person;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PERSON_READ, 0, id, err);
	if (rc == 0)
		rc = record_get(page->db, &person_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&person, err);
	if (rc == 0)
		rc = post_table_of_person(page, id, &view.posts, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, &person);
	view.code = person.code;
	view.name = person.name;
	view.proof = link_proof(page, "person", id);
	if (page_may(page, PERMISSION_PERSON_WRITE, 0, id))
		view.edit = safe_url_format(page->arena, "/persons/%I/edit", id);
	return page_render(page, person.name, template_person_page_slot(&view), err);
}

const struct route person_routes[] = {
	{ .method = HTTP_GET, .path = "/persons", .access = PERMISSION_PERSON_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_PERSONS, .show = show_persons,
	  .list = &persons },
	{ .method = HTTP_GET, .path = "/persons/{id}", .access = PERMISSION_PERSON_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_PERSONS, .show = show_person,
	  .record = &person_record },
	{ .path = NULL },
};
