/*
 * bulk_account_pages.c - accounts for many persons at once: choose unit, level and role, look, create. Their
 * slips are printed from the list of those who wait (slip_pages.c).
 */
#include "messages_log_in.h"
#include "messages_people.h"
#include "people/bulk_account.h"
#include "people/bulk_account_view.h"
#include "people/post.h"
#include "people/unit.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "unit_code", MESSAGE_BULK_UNIT },
	{ "role", MESSAGE_ROLE_GRANT_ROLE },
	{ NULL, MESSAGE_NONE },
};

/* The choice comes by the query when looking and by the form when creating. */
static struct str chosen(const struct page *page, const char *name)
{
	return str_trim(page->form->count ? form_value(page->form, name)
					  : form_value(page->query, name));
}

static int read_filter(struct page *page, struct db *db, struct bulk_account_filter *out,
		       struct error *err)
{
	struct str code = chosen(page, "unit_code");
	struct unit unit;

	*out = (struct bulk_account_filter){ .jurisdiction_id = page->jurisdiction_id,
					     .day = page->today,
					     .level = chosen(page, "level") };
	if (!code.length)
		return 0;
	int rc = unit_find(db, page->jurisdiction_id, code, page->arena, &unit, err);
	if (rc == -ERR_NOT_FOUND)
		return error_invalid(err, "unit_code", arena_text(page->arena, code),
				     "the code of a unit", "已有单位的代码");
	out->unit_id = unit.head.id;
	return rc;
}

static void role_options(struct page *page, struct str role, struct list_options *out)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (!role_needs_unit((enum role)i))
			continue;
		list_option_add(page, out, "role", str_from(role_name((enum role)i)),
				str_from(page_text(page, role_label((enum role)i))));
		if (out->count)
			out->items[out->count - 1].selected =
				str_equal(role, str_from(role_name((enum role)i)));
	}
}

static int fill_table(struct page *page, const struct bulk_account_candidates *list,
		      struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_BULK_TITLE),
		   page_text(page, MESSAGE_BULK_NONE));
	table_column(table, page_text(page, MESSAGE_ACCOUNT_DISPLAY_NAME), 0);
	table_column(table, page_text(page, MESSAGE_PERSON_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_UNIT_ID), 0);
	table_column(table, page_text(page, MESSAGE_BULK_LEVEL), COLUMN_NARROW);
	for (size_t i = 0; i < list->count; i++) {
		const struct bulk_account_candidate *one = &list->items[i];
		table_row(table);
		table_heading(table, one->name, (struct safe_url){ STR_EMPTY });
		table_cell(table, one->code);
		table_cell(table, one->unit_name);
		table_cell(table, str_from(page_text(page, list_page_word(post_levels, one->level))));
	}
	return table_check(table, err);
}

static int show_bulk(struct page *page, struct error *err)
{
	struct bulk_account_view view = { .csrf = page_csrf(page),
					  .unit_code = chosen(page, "unit_code"),
					  .level = chosen(page, "level"),
					  .role = chosen(page, "role") };
	struct bulk_account_filter filter;
	struct bulk_account_candidates list = { NULL, 0, false };
	int rc = read_filter(page, page->db, &filter, err);

	if (rc == -ERR_INVALID && !page->error.code)
		page->error = *err; /* the page says which unit there is not */
	else if (rc == 0)
		rc = bulk_account_find(page->db, &filter, page->arena, &list, err);
	if (rc < 0 && rc != -ERR_INVALID)
		return rc;
	rc = fill_table(page, &list, &view.table, err);
	if (rc < 0)
		return rc;
	view.error = form_error_text(page, labels);
	view.count = list.count;
	view.has_more = list.has_more;
	if (!view.role.length)
		view.role = str_from(role_name(ROLE_CADRE));
	list_option_choices(page, &view.levels, "level", post_levels);
	role_options(page, view.role, &view.roles);
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_bulk_account, &view), err);
}

static int act_bulk(struct page *page, struct act *act, struct error *err)
{
	struct str name = form_value(page->form, "role");
	int role = role_from_name(name);
	struct bulk_account_filter filter;
	struct bulk_account_candidates list;
	size_t count = 0;

	if (role < 0)
		return error_invalid(err, "role", arena_text(page->arena, name),
				     "a role of the list", "列表中的角色");
	int rc = read_filter(page, act->db, &filter, err);
	if (rc == 0)
		rc = bulk_account_find(act->db, &filter, page->arena, &list, err);
	if (rc == 0)
		rc = bulk_account_create(act, &list, (enum role)role, &count, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%zu", count);
	page_flash(page, MESSAGE_FLASH_ACCOUNTS_CREATED);
	page_redirect(page, SAFE_URL("/slips"));
	return 0;
}

const struct route bulk_account_routes[] = {
	{ .method = HTTP_GET, .path = "/accounts/bulk", .access = PERMISSION_ACCOUNT_WRITE,
	  .title = MESSAGE_BULK_TITLE, .show = show_bulk },
	{ .method = HTTP_POST, .path = "/accounts/bulk", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_BULK_TITLE, .show = show_bulk,
	  .act = act_bulk, .act_kind = "account.create_many" },
	{ .path = NULL },
};
