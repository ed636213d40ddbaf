/*
 * act_pages.c - the record of acts for the audit administrator: who did what, when, in which role.
 */
#include "web/act_pages.h"

#include "messages_archive.h"
#include "messages_closed.h"
#include "messages_common.h"
#include "messages_deputy.h"
#include "messages_feed.h"
#include "messages_handover.h"
#include "messages_history.h"
#include "messages_mail.h"
#include "messages_people.h"
#include "messages_person_change.h"
#include "messages_record_form.h"
#include "messages_register.h"
#include "messages_reminder.h"
#include "messages_scoring.h"
#include "messages_token.h"
#include "messages_web.h"
#include "statements_act_list.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

/* Kinds that people read by name; others are shown as stored. */
static const struct field_choice kinds[] = {
	{ "session.create", MESSAGE_ACTS_SESSION_CREATE },
	{ "session.end", MESSAGE_ACTS_SESSION_END },
	{ "account.create", MESSAGE_ACTS_ACCOUNT_CREATE },
	{ "account.update", MESSAGE_ACTS_ACCOUNT_UPDATE },
	{ "account.password", MESSAGE_ACTS_ACCOUNT_PASSWORD },
	{ "account.password_alone", MESSAGE_ACTS_ACCOUNT_PASSWORD_ALONE },
	{ "slip.print_alone", MESSAGE_ACTS_SLIP_PRINT_ALONE },
	{ "role_grant.create", MESSAGE_ACTS_ROLE_GIVE },
	{ "role_grant.end", MESSAGE_ACTS_ROLE_TAKE },
	{ "jurisdiction.create", MESSAGE_ACTS_JURISDICTION_CREATE },
	{ "import.units", MESSAGE_ACTS_IMPORT_UNITS },
	{ "import.persons", MESSAGE_ACTS_IMPORT_PERSONS },
	{ "import.scores", MESSAGE_ACTS_IMPORT_SCORES },
	{ "import.entries", MESSAGE_ACTS_IMPORT_ENTRIES },
	{ "import.archive", MESSAGE_ACTS_IMPORT_ARCHIVE },
	{ "archive.read", MESSAGE_ACTS_ARCHIVE_READ },
	{ "archive.close", MESSAGE_ACTS_ARCHIVE_CLOSE },
	{ "archive.lift", MESSAGE_ACTS_ARCHIVE_LIFT },
	{ "import.undo", MESSAGE_ACTS_IMPORT_UNDO },
	{ "entry.create", MESSAGE_ACTS_ENTRY_CREATE },
	{ "entry.reverse", MESSAGE_ACTS_ENTRY_REVERSE },
	{ "score.save", MESSAGE_ACTS_SCORE_SAVE },
	{ "deputy.create", MESSAGE_ACTS_DEPUTY_CREATE },
	{ "deputy.revoke", MESSAGE_ACTS_DEPUTY_REVOKE },
	{ "deputy.decline", MESSAGE_ACTS_DEPUTY_DECLINE },
	{ "handover.open", MESSAGE_ACTS_HANDOVER_OPEN },
	{ "handover.move", MESSAGE_ACTS_HANDOVER_MOVE },
	{ "handover.items", MESSAGE_ACTS_HANDOVER_ITEMS },
	{ "handover.receiver", MESSAGE_ACTS_HANDOVER_RECEIVER },
	{ "unit.create", MESSAGE_ACTS_UNIT_CREATE },
	{ "unit.change", MESSAGE_ACTS_UNIT_CHANGE },
	{ "unit.group", MESSAGE_ACTS_UNIT_GROUP },
	{ "unit.update", MESSAGE_RECORD_FORM_UNIT_UPDATE },
	{ "person.create", MESSAGE_ACTS_PERSON_CREATE },
	{ "person.leave", MESSAGE_PERSON_CHANGE_LEAVE },
	{ "person.return", MESSAGE_PERSON_CHANGE_RETURN },
	{ "post.begin", MESSAGE_ACTS_POST_BEGIN },
	{ "post.end", MESSAGE_ACTS_POST_END },
	{ "person.update", MESSAGE_RECORD_FORM_PERSON_UPDATE },
	{ "token.create", MESSAGE_ACTS_TOKEN_CREATE },
	{ "token.revoke", MESSAGE_ACTS_TOKEN_REVOKE },
	{ "token.policy", MESSAGE_ACTS_TOKEN_POLICY },
	{ "scheme.adopt", MESSAGE_ACTS_SCHEME_ADOPT },
	{ "ledger.checkpoint", MESSAGE_ACTS_LEDGER_CHECKPOINT },
	{ "clock.advance", MESSAGE_HISTORY_CLOCK_ADVANCE },
	{ "ledger.origin", MESSAGE_HISTORY_LEDGER_ORIGIN },
	{ "ledger.resume", MESSAGE_HISTORY_LEDGER_RESUME },
	{ "digest.make", MESSAGE_REMINDER_ACT_MAKE },
	{ "mail.address", MESSAGE_ACT_MAIL_ADDRESS },
	{ "mail.confirm", MESSAGE_ACT_MAIL_CONFIRM },
	{ "mail.switch", MESSAGE_ACT_MAIL_SWITCH },
	{ "mail.remove", MESSAGE_ACT_MAIL_REMOVE },
	{ "feed.create", MESSAGE_ACT_FEED_CREATE },
	{ "feed.revoke", MESSAGE_ACT_FEED_REVOKE },
	{ NULL, MESSAGE_NONE },
};

enum message act_kind_word(struct str stored)
{
	return list_page_word(kinds, stored);
}

/* An act of the command line, or one before anybody was logged in, has no role of rights.h. */
static const struct field_choice other_roles[] = {
	{ "operator", MESSAGE_ACTS_OPERATOR },
	{ "visitor", MESSAGE_ACTS_VISITOR },
	{ "program", MESSAGE_REMINDER_ACT_ROLE },
	{ NULL, MESSAGE_NONE },
};

enum message act_role_word(struct str stored)
{
	int role = role_from_name(stored);

	return role < 0 ? list_page_word(other_roles, stored) : role_label((enum role)role);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", kinds);
	return 0;
}

static int role_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "role", role_choices);
	list_option_choices(page, out, "role", other_roles);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "at_ms", .label = MESSAGE_COMMON_TIME, .format = LIST_PAGE_INSTANT,
	  .flags = COLUMN_NARROW, .sort = "at_ms" },
	{ .column = "display_name", .label = MESSAGE_ACTS_WHO, .sort = "display_name" },
	{ .column = "role", .label = MESSAGE_ROLE_GRANT_ROLE, .flags = COLUMN_WIDE,
	  .word = act_role_word },
	{ .column = "on_behalf", .label = MESSAGE_HISTORY_ON_BEHALF, .flags = COLUMN_WIDE },
	{ .column = "kind", .label = MESSAGE_ACTS_KIND, .sort = "kind", .word = act_kind_word,
	  .link = link_act, .link_column = "id" },
	{ .column = "summary", .label = MESSAGE_ACTS_SUMMARY },
	{ .column = "token_name", .label = MESSAGE_ACTS_TOKEN, .flags = COLUMN_WIDE },
	{ .column = "token_id", .label = MESSAGE_ACTS_TOKEN, .format = LIST_PAGE_ID },
	{ .column = "day", .label = MESSAGE_ACTS_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "day" },
	{ .column = "first_leaf", .label = MESSAGE_ACTS_FIRST_LEAF, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "leaf_count", .label = MESSAGE_ACTS_LEAF_COUNT, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE, .sort = "leaf_count" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "who", "display_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_ACTS_WHO_CONTAINS, NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_ACTS_KIND, kind_options },
	{ { "role", "role", LIST_EQUAL, DB_TEXT }, MESSAGE_ROLE_GRANT_ROLE, role_options },
	{ { "from", "day", LIST_AT_LEAST, DB_INTEGER }, MESSAGE_HISTORY_FROM_DAY, NULL },
	{ { "to", "day", LIST_AT_MOST, DB_INTEGER }, MESSAGE_HISTORY_TO_DAY, NULL },
	{ { "summary", "summary", LIST_CONTAINS, DB_TEXT }, MESSAGE_ACTS_SUMMARY_CONTAINS, NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page acts = {
	.listing = LISTING_ACT,
	.about = MESSAGE_ACTS_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "at_ms",
	.descending = true,
	.file_name = "acts.csv",
};

int act_latest(struct page *page, int limit, struct table_view *out, struct error *err)
{
	return list_page_head(page, &acts,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), limit,
			      out, err);
}

static int show_acts(struct page *page, struct error *err)
{
	return list_page_show(page, &acts,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

const struct route act_routes[] = {
	{ .method = HTTP_GET, .path = "/acts", .access = PERMISSION_ACT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_ACTS, .show = show_acts,
	  .list = &acts },
	{ .path = NULL },
};
