/* menu.c - which entries the menu has, who sees each, and which one a path belongs to. */
#include "web/menu.h"

#include "messages_archive.h"
#include "messages_burden.h"
#include "messages_audit.h"
#include "messages_calendar.h"
#include "messages_deputy.h"
#include "messages_evidence.h"
#include "messages_examination.h"
#include "messages_handover.h"
#include "messages_letter.h"
#include "messages_log_in.h"
#include "messages_meeting.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "messages_reminder.h"
#include "messages_result.h"
#include "messages_rulebook.h"
#include "messages_system.h"
#include "messages_token.h"
#include "messages_web.h"
#include "web/page.h"

struct entry {
	enum message heading; /* starts a group when it differs from the one before */
	enum message label;
	const char *path;
	const char *also; /* pages below this path belong to the entry too, or NULL */
	permission_set access;  /* any of these permissions */
};

static const struct entry entries[] = {
	{ MESSAGE_NONE, MESSAGE_MENU_WORKBENCH, "/", NULL, PERMISSION_LOGGED_IN },
	{ MESSAGE_NONE, MESSAGE_REMINDER_PAGE_TITLE, "/reminders", NULL, PERMISSION_PLAN_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_PLANS, "/plans", NULL, PERMISSION_PLAN_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_PROGRESS_PAGE_ASSIGNMENTS, "/assignments", NULL,
	  PERMISSION_PLAN_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_LETTERS, "/letters", NULL, PERMISSION_PLAN_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_REVIEW_PAGE_TITLE, "/reviews", "/reports",
	  PERMISSION_PLAN_REVIEW },
	{ MESSAGE_MENU_PROCESS, MESSAGE_SAMPLING_PAGE_TITLE, "/samplings", NULL,
	  PERMISSION_PLAN_REVIEW },
	{ MESSAGE_MENU_PROCESS, MESSAGE_REVIEW_PAGE_REQUESTS, "/due-requests", NULL,
	  PERMISSION_PLAN_MANAGE },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_MEETINGS, "/meetings", "/conclusions",
	  PERMISSION_MEETING_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_YEARS, "/years", NULL, PERMISSION_RESULT_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_EXAMINATION_TITLE, "/examinations", NULL,
	  PERMISSION_RESULT_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_SCHEMES, "/schemes", NULL, PERMISSION_SCHEME_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_CALENDARS, "/calendars", NULL,
	  PERMISSION_SCHEME_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_RULEBOOK_PAGE_TITLE, "/rulebooks", NULL,
	  PERMISSION_SCHEME_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_ENTRIES, "/entries", NULL,
	  PERMISSION_DERIVATION_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_OBJECTIONS, "/objections", NULL,
	  PERMISSION_DERIVATION_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_PROPOSALS, "/proposals", NULL,
	  PERMISSION_PROPOSAL_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_BURDEN_ALL, "/burden", NULL,
	  PERMISSION_PLAN_MANAGE | PERMISSION_PROPOSAL_READ },
	{ MESSAGE_MENU_PROCESS, MESSAGE_MENU_IMPORT, "/import", "/imports",
	  PERMISSION_IMPORT | PERMISSION_EXPORT },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_MENU_EVIDENCE, "/evidence", NULL, PERMISSION_EVIDENCE_READ },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_MENU_UNITS, "/units", NULL, PERMISSION_UNIT_READ },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_MENU_PERSONS, "/persons", NULL, PERMISSION_PERSON_READ },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_PERSON_ARCHIVE_OWN, "/archive", NULL, PERMISSION_PLAN_READ },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_HANDOVER_TITLE, "/handovers", NULL, PERMISSION_DEPUTE },
	{ MESSAGE_MENU_ARCHIVE, MESSAGE_MENU_LEDGER, "/ledger", NULL, PERMISSION_LEDGER_READ },
	{ MESSAGE_MENU_MANAGE, MESSAGE_MENU_ACCOUNTS, "/accounts", NULL, PERMISSION_ACCOUNT_READ },
	{ MESSAGE_MENU_MANAGE, MESSAGE_TOKEN_PAGE_ALL, "/tokens", NULL, PERMISSION_ACCOUNT_READ },
	{ MESSAGE_MENU_MANAGE, MESSAGE_TOKEN_PAGE_TITLE, "/account/tokens", NULL, PERMISSION_TOKEN },
	{ MESSAGE_MENU_MANAGE, MESSAGE_DEPUTY_TITLE, "/deputies", NULL, PERMISSION_DEPUTE },
	{ MESSAGE_MENU_MANAGE, MESSAGE_SLIPS_TITLE, "/slips", NULL, PERMISSION_ACCOUNT_WRITE },
	{ MESSAGE_MENU_MANAGE, MESSAGE_SLIP_REQUESTS_TITLE, "/slip-requests", NULL,
	  PERMISSION_ACCOUNT_WRITE | PERMISSION_SYSTEM },
	{ MESSAGE_MENU_MANAGE, MESSAGE_POLICY_TITLE, "/security/policy", NULL,
	  PERMISSION_ACCOUNT_READ },
	{ MESSAGE_MENU_MANAGE, MESSAGE_SYSTEM_TITLE, "/system", NULL, PERMISSION_SYSTEM },
	{ MESSAGE_MENU_MANAGE, MESSAGE_OWN_ACCOUNT_TITLE, "/account", NULL, PERMISSION_LOGGED_IN },
	{ MESSAGE_MENU_MANAGE, MESSAGE_MENU_ACTS, "/acts", "/records", PERMISSION_ACT_READ },
	{ MESSAGE_MENU_MANAGE, MESSAGE_AUDIT_TITLE, "/audit-events", NULL, PERMISSION_ACT_READ },
};

#define ENTRY_COUNT (sizeof(entries) / sizeof(entries[0]))

/* "page" for the path itself, "true" for a page below it. */
static const char *below(struct str path, const char *root)
{
	struct str prefix = str_from(root);

	if (str_equal(path, prefix))
		return "page";
	if (prefix.length > 1 && str_starts_with(path, prefix) && path.bytes[prefix.length] == '/')
		return "true";
	return "false";
}

static const char *current(struct str path, const struct entry *entry)
{
	const char *state = below(path, entry->path);

	return *state == 'f' && entry->also ? below(path, entry->also) : state;
}

struct menu_view menu_make(const struct page *page)
{
	struct menu_item *items = ARENA_ARRAY(page->arena, struct menu_item, ENTRY_COUNT);
	struct menu_group *groups = ARENA_ARRAY(page->arena, struct menu_group, ENTRY_COUNT);
	size_t count = 0;
	struct menu_group *group = NULL;

	if (!items || !groups || !page->session.account_id)
		return (struct menu_view){ { NULL, 0 } };
	for (size_t i = 0; i < ENTRY_COUNT; i++) {
		const struct entry *entry = &entries[i];

		if (!(page->permissions & entry->access) && entry->access != PERMISSION_LOGGED_IN)
			continue;
		if (!group || group->heading != entry->heading) {
			group = &groups[count++];
			group->heading = entry->heading;
			group->entries.items = items;
		}
		*items++ = (struct menu_item){
			entry->label, { str_from(entry->path) }, current(page->http->path, entry)
		};
		group->entries.count++;
	}
	return (struct menu_view){ { groups, count } };
}
