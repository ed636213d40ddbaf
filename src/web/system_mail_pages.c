/*
 * system_mail_pages.c - how sending mail goes, for the system administrator: times, attempts and what the
 * server said. Neither addresses nor contents.
 */
#include "messages_web.h"
#include "messages_mail.h"
#include "statements_outbox.h"
#include "web/list_page.h"
#include "web/route.h"

static const struct field_choice states[] = {
	{ "waiting", MESSAGE_OUTBOX_STATE_WAITING },
	{ "sent", MESSAGE_OUTBOX_STATE_SENT },
	{ "failed", MESSAGE_OUTBOX_STATE_FAILED },
	{ NULL, MESSAGE_NONE },
};

static enum message state_word(struct str stored)
{
	return list_page_word(states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", states);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "made_ms", .label = MESSAGE_OUTBOX_MADE_MS, .format = LIST_PAGE_INSTANT,
	  .flags = COLUMN_NARROW, .sort = "made_ms" },
	{ .column = "state", .label = MESSAGE_OUTBOX_STATE, .flags = COLUMN_NARROW,
	  .word = state_word },
	{ .column = "attempts", .label = MESSAGE_OUTBOX_ATTEMPTS, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ .column = "next_ms", .label = MESSAGE_OUTBOX_NEXT_MS, .format = LIST_PAGE_INSTANT,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "reason", .label = MESSAGE_OUTBOX_REASON },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_OUTBOX_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page mails = {
	.listing = LISTING_OUTBOX,
	.about = MESSAGE_OUTBOX_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "made_ms",
	.descending = true,
	.file_name = "mails.csv",
};

static int show_mails(struct page *page, struct error *err)
{
	return list_page_show(page, &mails, DB_NO_ARGS, err);
}

const struct route system_mail_routes[] = {
	{ .method = HTTP_GET, .path = "/system/mail", .access = PERMISSION_SYSTEM,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_OUTBOX_TITLE,
	  .show = show_mails, .list = &mails },
	{ .path = NULL },
};
