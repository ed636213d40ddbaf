/*
 * unit_pages.c - the list of units, and one unit: what it is, who led it, how it was appraised.
 */
#include "people/unit.h"

#include "messages_people.h"
#include "messages_record_form.h"
#include "messages_register.h"
#include "messages_web.h"
#include "people/appraisal_group.h"
#include "people/group_member.h"
#include "people/post_view.h"
#include "people/unit_change_view.h"
#include "process/entry_pages.h"
#include "process/unit_results_view.h"
#include "process/unit_view.h"
#include "statements_appraisal_group.h"
#include "statements_group_member.h"
#include "statements_unit.h"
#include "statements_unit_pages.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

#define CHILDREN_SHOWN 50

static enum message kind_word(struct str stored)
{
	return list_page_word(unit_kinds, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", unit_kinds);
	return 0;
}

static int group_options(struct page *page, struct list_options *out, struct error *err)
{
	struct db_query *query;
	char id[ID_TEXT_BYTES];
	int rc = db_query_open(page->db, STATEMENT_UNIT_PAGES_GROUPS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct str value = arena_str(page->arena,
					     str_from(id_format(db_query_int(query, 0), id)));
		struct str name = db_query_bytes(query, 2);

		list_option_add(page, out, "group", value,
				arena_format(page->arena, "%lld · %.*s",
					     (long long)db_query_int(query, 1), STR_ARG(name)));
	}
	db_query_close(query);
	return rc;
}

static const struct field_choice states[] = {
	{ "ended", MESSAGE_REGISTER_ENDED },
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
	{ .column = "code", .label = MESSAGE_UNIT_CODE, .flags = COLUMN_NARROW,
	  .sort = "code" },
	{ .column = "name", .label = MESSAGE_UNIT_NAME, .sort = "name_key", .link = link_unit,
	  .link_column = "id" },
	{ .column = "kind", .label = MESSAGE_UNIT_KIND, .flags = COLUMN_NARROW, .sort = "kind",
	  .word = kind_word },
	{ .column = "parent_name", .label = MESSAGE_UNIT_PARENT_ID, .flags = COLUMN_WIDE },
	{ .column = "group_name", .label = MESSAGE_APPRAISAL_GROUP_LABEL, .flags = COLUMN_WIDE,
	  .sort = "group_name" },
	{ .column = "to_day", .label = MESSAGE_UNIT_TO_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "to_day" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "name", "name", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNITS_NAME_CONTAINS, NULL },
	{ { "code", "code", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNITS_CODE_CONTAINS, NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_UNIT_KIND, kind_options },
	{ { "group", "group_id", LIST_EQUAL, DB_INTEGER }, MESSAGE_APPRAISAL_GROUP_LABEL,
	  group_options },
	{ { "state", "states", LIST_CONTAINS, DB_TEXT }, MESSAGE_REGISTER_STATE, state_options },
	{ { "parent", "parent_id", LIST_EQUAL, DB_INTEGER }, MESSAGE_NONE, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_UNIT_FORM_NEW, "/units/new", PERMISSION_UNIT_WRITE },
	{ MESSAGE_UNIT_CHANGE_LIST, "/changes", PERMISSION_UNIT_READ },
	{ 0 },
};

static const struct list_page units = {
	.listing = LISTING_UNIT_PAGES,
	.about = MESSAGE_UNITS_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "name_key",
	.file_name = "units.csv",
	.unfiltered = { "state", MESSAGE_REGISTER_PRESENT },
};

/* The year whose groups the list shows: that of the group asked for, else the newest that has any. */
static int group_year(struct page *page, int64_t *out, struct error *err)
{
	struct appraisal_group group;
	int64_t id;
	int rc;

	if (id_parse(form_value(page->query, "group"), &id)) {
		rc = record_get(page->db, &appraisal_group_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&group, err);
		if (rc != -ERR_NOT_FOUND) {
			*out = rc == 0 ? group.year : 0;
			return rc;
		}
	}
	rc = db_get_int(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), out, err);
	if (rc == -ERR_NOT_FOUND)
		*out = 0;
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int show_units(struct page *page, struct error *err)
{
	int64_t year;
	int rc = group_year(page, &year, err);

	if (rc < 0)
		return rc;
	return list_page_show(
		page, &units,
		scope_args(page, PERMISSION_UNIT_READ,
			   DB_ARGS(db_int("year", year), db_int("day", page->today),
				   db_int("ended", form_value(page->query, "state").length > 0))),
		err);
}

static void child_row(struct page *page, struct table_view *table, struct db_query *query)
{
	enum message kind = kind_word(db_query_bytes(query, 3));

	table_row(table);
	table_cell(table, db_query_copy(query, 1, page->arena));
	table_heading(table, db_query_copy(query, 2, page->arena),
		      link_unit(page, db_query_int(query, 0)));
	table_cell(table, str_from(page_text(page, kind)));
}

/* The first ones, and where all are when there are more. */
static int read_children(struct page *page, int64_t unit_id, struct unit_page_view *view,
			 struct error *err)
{
	struct table_view *table = &view->children;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_UNIT_CHILDREN,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("parent_id", unit_id),
				       db_int("day", page->today)),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_PAGE_CHILDREN), "");
	table_column(table, page_text(page, MESSAGE_UNIT_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_UNIT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_KIND), COLUMN_NARROW);
	while ((rc = db_query_step(query, err)) > 0) {
		if (table->rows.count == CHILDREN_SHOWN) {
			view->url_children =
				safe_url_format(page->arena, "/units?parent=%I", unit_id);
			break;
		}
		child_row(page, table, query);
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int read_parent(struct page *page, int64_t parent_id, struct unit_page_view *view,
		       struct error *err)
{
	struct unit parent;
	int rc = 0;

	if (!parent_id)
		return 0;
	rc = record_get(page->db, &unit_record,
			(struct record_key){ page->jurisdiction_id, parent_id }, page->arena,
			&parent, err);
	if (rc < 0)
		return rc;
	view->parent = parent.name;
	if (page_may(page, PERMISSION_UNIT_READ, parent_id, 0))
		view->parent_url = link_unit(page, parent_id);
	return 0;
}

/* Results are open to the business roles; entries to those who may read the derivation. */
static int read_appraisal(struct page *page, int64_t unit_id, struct unit_page_view *view,
			  struct error *err)
{
	int rc = 0;

	view->has_results = page_may(page, PERMISSION_RESULT_READ, unit_id, 0);
	view->has_entries = page_may(page, PERMISSION_DERIVATION_READ, unit_id, 0);
	if (view->has_results)
		rc = unit_results_table(page, unit_id, &view->results, err);
	if (rc == 0 && view->has_entries)
		rc = entry_table(page, unit_id, &view->entries, err);
	return rc;
}

/* Where the unit is scored: in its group of the newest year that it has one in. */
static int fill_scores(struct page *page, int64_t unit_id, struct unit_page_view *view,
		       struct error *err)
{
	struct db_query *query;
	int64_t year = 0, group_id = 0;
	int rc = db_query_open(page->db, STATEMENT_GROUP_MEMBER_OF_UNIT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("unit_id", unit_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		year = db_query_int(query, 0);
		group_id = db_query_int(query, 1);
	}
	db_query_close(query);
	if (group_id && page_may(page, PERMISSION_SCORE_WRITE, unit_id, 0))
		view->scores = link_scores_of(page, year, group_id, unit_id);
	return rc < 0 ? rc : 0;
}

static int show_json(struct page *page, const struct unit *unit)
{
	struct json json;

	page_begin_json(page, &json);
	record_json(&unit_record, unit, &json);
	return 0;
}

/* Since when, until when, and what the asker may do about it: an ended unit changes no more. */
static void fill_life(struct page *page, const struct unit *unit, struct unit_page_view *view)
{
	int64_t id = unit->head.id;

	if (unit->from_day != CIVIL_NO_DAY)
		view->from_day = page_day(page, unit->from_day);
	if (unit->to_day != CIVIL_NO_DAY)
		view->to_day = page_day(page, unit->to_day);
	if (!page_may(page, PERMISSION_UNIT_WRITE, id, 0))
		return;
	view->edit = safe_url_format(page->arena, "/units/%I/edit", id);
	if (unit->to_day != CIVIL_NO_DAY)
		return;
	view->may_change = true;
	view->csrf = page_csrf(page);
	view->rename = safe_url_format(page->arena, "/units/%I/change/rename", id);
	view->merge = safe_url_format(page->arena, "/units/%I/change/merge", id);
	view->split = safe_url_format(page->arena, "/units/%I/change/split", id);
	view->dissolve = safe_url_format(page->arena, "/units/%I/change/dissolve", id);
	view->group = safe_url_format(page->arena, "/units/%I/group", id);
}

static int show_unit(struct page *page, struct error *err)
{
	struct unit_page_view view = { .has_results = false };
	struct unit unit;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_READ, id, 0, err);
	if (rc == 0)
		rc = record_get(page->db, &unit_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&unit, err);
	if (rc == 0)
		rc = read_parent(page, unit.parent_id, &view, err);
	view.has_posts = page_may(page, PERMISSION_PERSON_READ, id, 0);
	if (rc == 0 && view.has_posts)
		rc = post_table_of_unit(page, id, &view.posts, err);
	if (rc == 0)
		rc = unit_change_table(page, id, &view.changes, err);
	if (rc == 0)
		rc = read_children(page, id, &view, err);
	if (rc == 0)
		rc = read_appraisal(page, id, &view, err);
	if (rc == 0)
		rc = group_options(page, &view.groups, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, &unit);
	view.error = page->error.code ? str_from(page_error_text(page, &page->error)) : STR_EMPTY;
	view.code = unit.code;
	view.name = unit.name;
	view.kind = unit_kinds[unit.kind].label;
	view.proof = link_proof(page, "unit", id);
	view.archive = safe_url_format(page->arena, "/units/%I/archive", id);
	view.burden = safe_url_format(page->arena, "/units/%I/burden", id);
	rc = fill_scores(page, id, &view, err);
	if (rc < 0)
		return rc;
	if (page_may(page, PERMISSION_ENTRY_WRITE, id, 0))
		view.add_entry = safe_url_format(page->arena, "/entries/new?unit=%I", id);
	fill_life(page, &unit, &view);
	view.has_changes = view.changes.rows.count > 0;
	view.has_children = view.children.rows.count > 0;
	return page_render(page, unit.name, template_unit_page_slot(&view), err);
}

/* Put the unit into a group: that group's year says which of its memberships it is. */
static int act_group(struct page *page, struct act *act, struct error *err)
{
	struct appraisal_group group;
	int64_t id, group_id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_WRITE, id, 0, err);
	if (rc == 0 && !id_parse(form_value(page->form, "group"), &group_id))
		rc = error_invalid(err, "group",
				   arena_text(page->arena, form_value(page->form, "group")),
				   "a group of the list", "列表中的考核组");
	if (rc == 0)
		rc = record_get(act->db, &appraisal_group_record,
				(struct record_key){ page->jurisdiction_id, group_id },
				page->arena, &group, err);
	if (rc == 0)
		rc = group_member_put(act, &group, id, err);
	if (rc < 0)
		return rc;
	act->summary = group.name;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_unit(page, id));
	return 0;
}

const struct route unit_routes[] = {
	{ .method = HTTP_GET, .path = "/units", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_UNITS, .show = show_units,
	  .list = &units },
	{ .method = HTTP_GET, .path = "/units/{id}", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_UNITS, .show = show_unit,
	  .record = &unit_record },
	{ .method = HTTP_POST, .path = "/units/{id}/group", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_MENU_UNITS, .show = show_unit, .act = act_group,
	  .act_kind = "unit.group" },
	{ .path = NULL },
};
