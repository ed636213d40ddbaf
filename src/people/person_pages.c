/*
 * person_pages.c - the register of persons, and one person with the posts held over time.
 */
#include "people/person.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_person_change.h"
#include "messages_register.h"
#include "messages_web.h"
#include "people/handover_view.h"
#include "people/person_change.h"
#include "people/person_view.h"
#include "people/post.h"
#include "people/post_view.h"
#include "statements_person_change.h"
#include "statements_person_pages.h"
#include "templates_people.h"
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

static const struct field_choice states[] = {
	{ "left", MESSAGE_REGISTER_LEFT },
	{ "all", MESSAGE_LIST_ALL },
	{ NULL, MESSAGE_NONE },
};

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", states);
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
	{ .column = "left_day", .label = MESSAGE_PERSON_LEFT_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "left_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "name", "name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_NAME_CONTAINS, NULL },
	{ { "unit_name", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS,
	  NULL },
	{ { "level", "level", LIST_EQUAL, DB_TEXT }, MESSAGE_POST_LEVEL, level_options },
	{ { "principal", "principal", LIST_EQUAL, DB_INTEGER }, MESSAGE_POST_PRINCIPAL,
	  principal_options },
	{ { "state", "states", LIST_CONTAINS, DB_TEXT }, MESSAGE_REGISTER_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_PERSON_FORM_NEW, "/persons/new", PERMISSION_PERSON_WRITE },
	{ 0 },
};

static const struct list_page persons = {
	.listing = LISTING_PERSON_PAGES,
	.about = MESSAGE_PERSONS_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "name_key",
	.file_name = "persons.csv",
	.unfiltered = { "state", MESSAGE_REGISTER_IN_SERVICE },
};

static int show_persons(struct page *page, struct error *err)
{
	return list_page_show(page, &persons,
			      scope_args(page, PERMISSION_PERSON_READ,
					 DB_ARGS(db_int("day", page->today),
						 db_int("person_id", page->rights.person_id),
						 db_int("left", form_value(page->query, "state")
									.length > 0))),
			      err);
}

static void change_row(struct page *page, struct table_view *table, struct db_query *query)
{
	enum message kind = list_page_word(person_change_kinds, db_query_bytes(query, 1));
	struct table_cell *cell;

	table_row(table);
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 2)));
	cell = table_heading(table, str_from(page_text(page, kind)),
			     link_proof(page, "person_change", db_query_int(query, 0)));
	if (!db_query_is_null(query, 5)) {
		struct str title = db_query_copy(query, 6, page->arena);
		struct str unit = db_query_copy(query, 7, page->arena);
		cell->note = arena_format(page->arena, "%.*s %.*s", STR_ARG(unit), STR_ARG(title));
	}
	table_cell(table, db_query_copy(query, 3, page->arena));
	table_cell(table, db_query_copy(query, 4, page->arena));
}

static int read_changes(struct page *page, int64_t person_id, struct table_view *table,
			struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_PERSON_CHANGE_OF_PERSON,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_CHANGE_HISTORY), "");
	table_column(table, page_text(page, MESSAGE_COMMON_DATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PERSON_CHANGE_KIND), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_REASON), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_UNIT_CHANGE_REFERENCE), COLUMN_WIDE);
	while ((rc = db_query_step(query, err)) > 0)
		change_row(page, table, query);
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

/* The acts that the person's state allows. */
static void fill_acts(struct page *page, const struct person *person, struct person_page_view *view)
{
	int64_t id = person->head.id;

	if (person->left_day != CIVIL_NO_DAY)
		view->left_day = page_day(page, person->left_day);
	if (!page_may(page, PERMISSION_PERSON_WRITE, 0, id))
		return;
	view->edit = safe_url_format(page->arena, "/persons/%I/edit", id);
	if (person->left_day != CIVIL_NO_DAY) {
		view->back = safe_url_format(page->arena, "/persons/%I/return", id);
		return;
	}
	view->post = safe_url_format(page->arena, "/persons/%I/posts/new", id);
	view->leave = safe_url_format(page->arena, "/persons/%I/leave", id);
	view->plan_handover = safe_url_format(page->arena, "/handovers/new?person=%S", &person->code);
}

/* Of the person's own handover lists: for themself and for who writes them. */
static int fill_handovers(struct page *page, int64_t id, struct person_page_view *view,
			  struct error *err)
{
	int rc;

	if (page->rights.person_id != id && !page_may(page, PERMISSION_PERSON_WRITE, 0, id))
		return 0;
	rc = handover_table_of_person(page, id, &view->handovers, err);
	view->has_handovers = rc == 0 && view->handovers.rows.count > 0;
	return rc;
}

/* What other rooms know of the person. */
static int fill_blocks(struct page *page, int64_t id, struct person_page_view *view,
		       struct error *err)
{
	int rc = 0;

	view->blocks.items = ARENA_ARRAY(page->arena, struct person_block_view, PERSON_BLOCKS_MAXIMUM);
	if (!view->blocks.items)
		return error_broken(err, ERR_MEMORY, "blocks of a person");
	for (size_t i = 0; rc == 0 && person_blocks[i] && i < PERSON_BLOCKS_MAXIMUM; i++) {
		struct person_block_view *block = &view->blocks.items[view->blocks.count];

		*block = (struct person_block_view){ .title = person_blocks[i]->title };
		rc = person_blocks[i]->fill(page, id, &block->table, err);
		view->blocks.count += rc == 0 && block->table.rows.count > 0;
	}
	return rc;
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
	struct person_page_view view = { .has_changes = false };
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
	if (rc == 0)
		rc = read_changes(page, id, &view.changes, err);
	if (rc == 0)
		rc = fill_handovers(page, id, &view, err);
	if (rc == 0)
		rc = fill_blocks(page, id, &view, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, &person);
	view.code = person.code;
	view.name = person.name;
	view.proof = link_proof(page, "person", id);
	if (page_may(page, PERMISSION_ENTRY_WRITE, 0, id))
		view.add_entry = safe_url_format(page->arena, "/entries/new?person=%I", id);
	if (page_may(page, PERMISSION_DERIVATION_READ, 0, id))
		view.results = safe_url_format(page->arena, "/persons/%I/results", id);
	if (page->rights.person_id == id || page_may(page, PERMISSION_ARCHIVE_READ, 0, id))
		view.archive = safe_url_format(page->arena, "/persons/%I/archive", id);
	view.has_changes = view.changes.rows.count > 0;
	fill_acts(page, &person, &view);
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
