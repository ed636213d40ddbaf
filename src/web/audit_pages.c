/*
 * audit_pages.c - security events for the audit administrator: refused log-ins, denied requests,
 * downloads.
 */
#include "web/audit_log.h"

#include "messages_audit.h"
#include "messages_common.h"
#include "messages_system.h"
#include "messages_web.h"
#include "statements_audit_log.h"
#include "web/list_page.h"
#include "web/route.h"

static const struct field_choice kinds[] = {
	{ "log_in.refused", MESSAGE_AUDIT_LOG_IN_REFUSED },
	{ "denied", MESSAGE_AUDIT_DENIED },
	{ "download", MESSAGE_AUDIT_DOWNLOAD },
	{ "system", MESSAGE_AUDIT_SYSTEM },
	{ "overflow", MESSAGE_AUDIT_OVERFLOW },
	{ NULL, MESSAGE_NONE },
};

static enum message kind_word(struct str stored)
{
	return list_page_word(kinds, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", kinds);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "at_ms", .label = MESSAGE_COMMON_TIME, .format = LIST_PAGE_INSTANT,
	  .flags = COLUMN_NARROW, .sort = "at_ms" },
	{ .column = "kind", .label = MESSAGE_AUDIT_KIND, .sort = "kind", .word = kind_word },
	{ .column = "display_name", .label = MESSAGE_ACTS_WHO, .sort = "display_name" },
	{ .column = "login", .label = MESSAGE_AUDIT_LOGIN, .sort = "login" },
	{ .column = "network", .label = MESSAGE_AUDIT_NETWORK, .sort = "network" },
	{ .column = "object", .label = MESSAGE_AUDIT_OBJECT, .sort = "object" },
	{ .column = "times", .label = MESSAGE_AUDIT_TIMES, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER, .sort = "times" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_AUDIT_KIND, kind_options },
	{ { "who", "display_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_ACTS_WHO_CONTAINS, NULL },
	{ { "network", "network", LIST_CONTAINS, DB_TEXT }, MESSAGE_AUDIT_NETWORK, NULL },
	{ { "object", "object", LIST_CONTAINS, DB_TEXT }, MESSAGE_AUDIT_OBJECT, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page events = {
	.listing = LISTING_AUDIT_EVENT,
	.about = MESSAGE_AUDIT_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "at_ms",
	.descending = true,
	.file_name = "audit-events.csv",
};

static int show_events(struct page *page, struct error *err)
{
	return list_page_show(page, &events,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

const struct route audit_routes[] = {
	{ .method = HTTP_GET, .path = "/audit-events", .access = PERMISSION_ACT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_AUDIT_TITLE,
	  .show = show_events, .list = &events },
	{ .path = NULL },
};
