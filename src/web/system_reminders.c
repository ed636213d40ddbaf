/* system_reminders.c - see system_reminders.h. */
#include "web/system_reminders.h"

#include "messages_reminder.h"

static struct str minute_text(struct page *page, int minute)
{
	return arena_format(page->arena, "%02d:%02d", minute / 60, minute % 60);
}

/* A rule in force and a worked day, or the sentence that says what is missing. */
static int say_today(struct page *page, const struct reminder_rule *rule,
		     struct system_reminders *out, struct error *err)
{
	struct message_value hours[] = { { "from", minute_text(page, rule->open_minute) },
					 { "to", minute_text(page, rule->close_minute) } };
	int year = civil_from_day(page->today).year;
	struct workday_calendar calendar = { .count = 0 };
	enum reminder_window window = REMINDER_DAY_OFF;
	int rc = calendar_load(page->db, year, year + 1, page->arena, &calendar, err);

	if (rc == 0)
		rc = reminder_window_at(rule, &calendar, page->today, 0, &window, err);
	if (rc == -ERR_RULE) {
		out->light = "light late";
		out->today = arena_str(page->arena, str_from(page_error_text(page, err)));
		error_clear(err);
		return 0;
	}
	out->light = window == REMINDER_DAY_OFF ? "light idle" : "light ok";
	out->today = window == REMINDER_DAY_OFF
			     ? str_from(page_text(page, MESSAGE_REMINDER_SYSTEM_DAY_OFF))
			     : page_message(page, MESSAGE_REMINDER_SYSTEM_WORKED, hours, 2);
	return rc;
}

static void say_last(struct page *page, struct system_reminders *out)
{
	struct message_value values[] = { { "day", page_day(page, out->run.day) },
					  { "count", page_number(page, out->run.digests) },
					  { "at", page_instant(page, out->run.made_ms) } };

	out->last = out->run.day == CIVIL_NO_DAY
			    ? str_from(page_text(page, MESSAGE_REMINDER_SYSTEM_NEVER))
			    : page_message(page, MESSAGE_REMINDER_SYSTEM_LAST_VALUE, values, 3);
}

int system_reminders_read(struct page *page, struct system_reminders *out, struct error *err)
{
	struct reminder_rule rule;
	int rc = reminder_rule_load(page->db, page->jurisdiction_id, page->today, page->arena, &rule,
				    err);

	*out = (struct system_reminders){ .light = "light idle" };
	out->today = str_from(page_text(page, MESSAGE_REMINDER_SYSTEM_NO_RULE));
	if (rc == 0 && rule.present)
		rc = say_today(page, &rule, out, err);
	if (rc == 0)
		rc = digest_last_run(page->db, page->jurisdiction_id, &out->run, err);
	if (rc == 0)
		rc = outbox_state_read(page->db, page->arena, &out->outbox, err);
	if (rc < 0)
		return rc;
	say_last(page, out);
	out->mails = arena_format(page->arena, "%lld / %lld / %lld", (long long)out->outbox.waiting,
				  (long long)out->outbox.sent, (long long)out->outbox.failed);
	return 0;
}
