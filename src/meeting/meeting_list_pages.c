/*
 * meeting_list_pages.c - the list of meetings, the list of their conclusions, and what the workbench shows of
 * them.
 *
 * Which meetings somebody sees is decided by the lists' own conditions (meeting.sql, conclusion.sql), which
 * are those of meeting_access_view.h.
 */
#include "meeting/meeting_list_pages.h"

#include "meeting/meeting_access_view.h"
#include "messages_meeting.h"
#include "messages_web.h"
#include "statements_conclusion.h"
#include "statements_meeting.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"

static enum message kind_word(struct str stored)
{
	return list_page_word(meeting_kinds, stored);
}

static enum message state_word(struct str stored)
{
	return list_page_word(meeting_states, stored);
}

static enum message conclusion_word(struct str stored)
{
	return list_page_word(conclusion_states, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", meeting_kinds);
	return 0;
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", meeting_states);
	return 0;
}

static int conclusion_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", conclusion_states);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "title", .label = MESSAGE_MEETING_TITLE, .sort = "title",
	  .link = link_meeting, .link_column = "id" },
	{ .column = "kind", .label = MESSAGE_MEETING_KIND, .flags = COLUMN_NARROW | COLUMN_WIDE,
	  .word = kind_word },
	{ .column = "series", .label = MESSAGE_MEETING_SERIES, .flags = COLUMN_WIDE },
	{ .column = "day", .label = MESSAGE_MEETING_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "day" },
	{ .column = "starts", .label = MESSAGE_MEETING_STARTS, .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "chair_name", .label = MESSAGE_MEETING_CHAIR_ID,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "state", .label = MESSAGE_MEETING_STATE, .flags = COLUMN_NARROW,
	  .word = state_word, .sort = "state" },
	{ .column = "duration", .label = MESSAGE_MEETING_DURATION, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "attendance", .label = MESSAGE_MEETING_ATTENDANCE, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "conclusions", .label = MESSAGE_MEETING_PAGE_CONCLUSIONS,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "open", .label = MESSAGE_MEETING_PAGE_OPEN, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "title", "title", LIST_CONTAINS, DB_TEXT }, MESSAGE_MEETING_TITLE, NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_MEETING_KIND, kind_options },
	{ { "series", "series", LIST_CONTAINS, DB_TEXT }, MESSAGE_MEETING_SERIES, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_MEETING_STATE, state_options },
	{ { "from", "day", LIST_AT_LEAST, DB_INTEGER }, MESSAGE_MEETING_PAGE_FROM, NULL },
	{ { "to", "day", LIST_AT_MOST, DB_INTEGER }, MESSAGE_MEETING_PAGE_TO, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_MEETING_PAGE_NEW, "/meetings/new", PERMISSION_MEETING_MANAGE },
	{ MESSAGE_MEETING_PAGE_ALL_CONCLUSIONS, "/conclusions", PERMISSION_MEETING_READ },
	{ .url = NULL },
};

static const struct list_page meetings = {
	.listing = LISTING_MEETING_PAGES,
	.about = MESSAGE_MEETING_PAGE_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "day",
	.descending = true,
	.file_name = "meetings.csv",
};

static const struct list_page_column conclusion_columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "text", .label = MESSAGE_MEETING_CONCLUSION_TEXT, .link = link_conclusion,
	  .link_column = "id" },
	{ .column = "meeting", .label = MESSAGE_MEETING_LABEL, .flags = COLUMN_WIDE,
	  .link = link_meeting, .link_column = "meeting_id" },
	{ .column = "day", .label = MESSAGE_MEETING_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "day" },
	{ .column = "unit", .label = MESSAGE_MEETING_CONCLUSION_UNIT_ID, .sort = "unit_key" },
	{ .column = "due_day", .label = MESSAGE_MEETING_CONCLUSION_DUE_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW, .sort = "due_day" },
	{ .column = "item", .label = MESSAGE_MEETING_CONCLUSION_ITEM_ID,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "state", .label = MESSAGE_MEETING_CONCLUSION_STATE, .flags = COLUMN_NARROW,
	  .word = conclusion_word, .sort = "state" },
	{ .column = "closed_day", .label = MESSAGE_MEETING_CONCLUSION_CLOSED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "note", .label = MESSAGE_MEETING_CONCLUSION_NOTE, .flags = COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_filter conclusion_filters[] = {
	{ { "text", "text", LIST_CONTAINS, DB_TEXT }, MESSAGE_MEETING_CONCLUSION_TEXT, NULL },
	{ { "unit", "unit", LIST_CONTAINS, DB_TEXT }, MESSAGE_MEETING_CONCLUSION_UNIT_ID, NULL },
	{ { "meeting", "meeting", LIST_CONTAINS, DB_TEXT }, MESSAGE_MEETING_LABEL, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_MEETING_CONCLUSION_STATE,
	  conclusion_options },
	{ { "due", "due_day", LIST_AT_MOST, DB_INTEGER }, MESSAGE_MEETING_PAGE_DUE_UNTIL, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page conclusions = {
	.listing = LISTING_CONCLUSION_PAGES,
	.about = MESSAGE_MEETING_PAGE_CONCLUSIONS_ABOUT,
	.columns = conclusion_columns,
	.filters = conclusion_filters,
	.sort = "due_day",
	.file_name = "conclusions.csv",
};

/* Everything for who manages meetings; else by the units that the asker answers for, and by person. */
static struct db_args reader_args(struct page *page, struct db_args more)
{
	struct db_args args = scope_args(page, PERMISSION_PLAN_RESPOND, more);
	struct db_arg *items = ARENA_ARRAY(page->arena, struct db_arg, args.count + 1);

	if (!items || !args.count)
		return DB_NO_ARGS;
	memcpy(items, args.items, args.count * sizeof(*items));
	items[1] = db_int("everywhere",
			  rights_has_everywhere(&page->rights, PERMISSION_MEETING_MANAGE));
	items[args.count] = db_int("person_id", page->rights.person_id);
	return (struct db_args){ items, args.count + 1 };
}

static int show_meetings(struct page *page, struct error *err)
{
	return list_page_show(page, &meetings, reader_args(page, DB_NO_ARGS), err);
}

static int show_conclusions(struct page *page, struct error *err)
{
	return list_page_show(page, &conclusions, reader_args(page, DB_NO_ARGS), err);
}

/* The workbench ------------------------------------------------------------------------------------ */

static void put_row(struct page *page, struct db_query *query, struct table_view *table)
{
	struct str starts = db_query_copy(query, 4, page->arena);
	enum message state = state_word(db_query_bytes(query, 6));

	table_row(table);
	table_heading(table, db_query_copy(query, 1, page->arena),
		      link_meeting(page, db_query_int(query, 0)));
	table_cell(table, arena_format(page->arena, "%.*s %.*s",
				       STR_ARG(page_day(page, (int32_t)db_query_int(query, 3))),
				       STR_ARG(starts)));
	table_cell(table, db_query_copy(query, 5, page->arena));
	table_cell(table, str_from(page_text(page, state)));
}

static int put_rows(struct page *page, enum statement statement, struct db_args args,
		    struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, statement, args, &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0)
		put_row(page, query, table);
	db_query_close(query);
	return rc;
}

int meeting_waiting(struct page *page, struct table_view *out, struct error *err)
{
	struct db_args args = reader_args(page, DB_ARGS(db_int("today", page->today)));
	int rc;

	table_init(out, page->arena, page_text(page, MESSAGE_MEETING_PAGE_TITLE), "");
	table_column(out, page_text(page, MESSAGE_MEETING_TITLE), 0);
	table_column(out, page_text(page, MESSAGE_MEETING_PAGE_WHEN), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_MEETING_PLACE), COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_MEETING_STATE), COLUMN_NARROW);
	if (!args.count)
		return error_broken(err, ERR_MEMORY, "meetings of a reader");
	rc = put_rows(page, STATEMENT_MEETING_COMING,
		      DB_ARGS(args.items[0], args.items[2], args.items[3], args.items[4]), out,
		      err);
	if (rc == 0 && rights_has_everywhere(&page->rights, PERMISSION_MEETING_MANAGE))
		rc = put_rows(page, STATEMENT_MEETING_UNFINISHED,
			      DB_ARGS(args.items[0], args.items[3]), out, err);
	return rc < 0 ? rc : table_check(out, err);
}

const struct route meeting_list_routes[] = {
	{ .method = HTTP_GET, .path = "/meetings", .access = PERMISSION_MEETING_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MEETING_PAGE_TITLE,
	  .show = show_meetings, .list = &meetings },
	{ .method = HTTP_GET, .path = "/conclusions", .access = PERMISSION_MEETING_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_MEETING_PAGE_ALL_CONCLUSIONS, .show = show_conclusions,
	  .list = &conclusions },
	{ .path = NULL },
};
