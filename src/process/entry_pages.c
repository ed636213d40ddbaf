/*
 * entry_pages.c - bonuses, deductions and vetoes: the list of all, and those of one unit.
 */
#include "process/entry_pages.h"

#include "messages_common.h"
#include "messages_scoring.h"
#include "messages_web.h"
#include "statements_entry_pages.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static const struct field_choice kinds[] = {
	{ "bonus", MESSAGE_ENTRIES_BONUS },
	{ "deduction", MESSAGE_ENTRIES_DEDUCTION },
	{ "veto", MESSAGE_ENTRIES_VETO },
	{ NULL, MESSAGE_NONE },
};

static const struct field_choice effects[] = {
	{ "counted", MESSAGE_ENTRIES_COUNTED },
	{ "cancelled", MESSAGE_ENTRIES_CANCELLED },
	{ "counter", MESSAGE_ENTRIES_COUNTER },
	{ NULL, MESSAGE_NONE },
};

enum message entry_kind_word(struct str stored)
{
	return list_page_word(kinds, stored);
}

enum message entry_effect_word(struct str stored)
{
	return list_page_word(effects, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", kinds);
	return 0;
}

static int effect_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "effect", effects);
	return 0;
}

static int year_options(struct page *page, struct list_options *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_ENTRY_PAGES_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct str year = arena_format(page->arena, "%lld",
					       (long long)db_query_int(query, 0));

		list_option_add(page, out, "year", year, year);
	}
	db_query_close(query);
	return rc;
}

static struct safe_url proof_of(struct page *page, int64_t entry_id)
{
	return link_proof(page, "entry", entry_id);
}

static struct safe_url story_of(struct page *page, int64_t entry_id)
{
	return safe_url_format(page->arena, "/entries/%I", entry_id);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "year" },
	{ .column = "subject_name", .label = MESSAGE_ENTRIES_SUBJECT, .sort = "subject_name",
	  .link = link_unit, .link_column = "unit_id" },
	{ .column = "kind", .label = MESSAGE_ENTRIES_KIND, .flags = COLUMN_NARROW,
	  .sort = "kind", .word = entry_kind_word },
	{ .column = "points", .label = MESSAGE_ENTRIES_POINTS, .format = LIST_PAGE_POINTS,
	  .flags = COLUMN_NUMBER, .sort = "points" },
	{ .column = "reason", .label = MESSAGE_COMMON_REASON, .link = story_of,
	  .link_column = "id" },
	{ .column = "day", .label = MESSAGE_COMMON_DATE, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "day" },
	{ .column = "reference", .label = MESSAGE_ENTRIES_REFERENCE, .flags = COLUMN_WIDE,
	  .link = proof_of, .link_column = "id" },
	{ .column = "effect", .label = MESSAGE_ENTRIES_EFFECT, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .word = entry_effect_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_COMMON_YEAR, year_options },
	{ { "unit", "subject_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_PERSONS_UNIT_CONTAINS,
	  NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_ENTRIES_KIND, kind_options },
	{ { "effect", "effect", LIST_EQUAL, DB_TEXT }, MESSAGE_ENTRIES_EFFECT, effect_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_ENTRY_FORM_TITLE, "/entries/new", PERMISSION_ENTRY_WRITE },
	{ .url = NULL },
};

static const struct list_page entries = {
	.listing = LISTING_ENTRY_PAGES,
	.about = MESSAGE_ENTRIES_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "day",
	.descending = true,
	.file_name = "entries.csv",
};

static int show_entries(struct page *page, struct error *err)
{
	return list_page_show(page, &entries,
			      scope_args(page, PERMISSION_DERIVATION_READ, DB_NO_ARGS), err);
}

static void entry_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_PAGE_ENTRIES),
		   page_text(page, MESSAGE_UNIT_PAGE_NO_ENTRIES));
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ENTRIES_KIND), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ENTRIES_POINTS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMMON_REASON), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_DATE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_ENTRIES_REFERENCE), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_ENTRIES_EFFECT), COLUMN_NARROW);
}

static void entry_row(struct page *page, struct table_view *table, struct db_query *query)
{
	bool veto = str_equal(db_query_bytes(query, 2), STR("veto"));
	bool counted = str_equal(db_query_bytes(query, 7), STR("counted"));
	const char *effect = page_text(page, entry_effect_word(db_query_bytes(query, 7)));

	table_row(table);
	table_cell(table,
		   arena_format(page->arena, "%lld", (long long)db_query_int(query, 1)));
	table_heading(table,
		      str_from(page_text(page, entry_kind_word(db_query_bytes(query, 2)))),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, veto ? STR_EMPTY
			       : page_points(page, (struct decimal){ db_query_int(query, 3) }, 2));
	table_link(table, db_query_copy(query, 4, page->arena),
		   story_of(page, db_query_int(query, 0)));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 5)));
	table_link(table, db_query_copy(query, 6, page->arena),
		   proof_of(page, db_query_int(query, 0)));
	table_light(table, counted ? "light ok" : "light idle", str_from(effect));
}

int entry_table(struct page *page, int64_t unit_id, struct table_view *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_ENTRY_PAGES_OF_UNIT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("unit_id", unit_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	entry_columns(page, out);
	while ((rc = db_query_step(query, err)) > 0)
		entry_row(page, out, query);
	db_query_close(query);
	return rc < 0 ? rc : table_check(out, err);
}

const struct route entry_routes[] = {
	{ .method = HTTP_GET, .path = "/entries", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_ENTRIES, .show = show_entries,
	  .list = &entries },
	{ .path = NULL },
};
