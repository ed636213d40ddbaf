/*
 * command_digest.c - the reminders of a day: what would be sent, or making them, for installations where a
 * scheduled job does what the server's thread does otherwise.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/mail_path.h"
#include "cli/operator.h"
#include "mail/mail_settings.h"
#include "people/account.h"
#include "people/jurisdiction.h"
#include "reminder/digest_mail.h"

static const struct command_option options[] = {
	{ "date", "DAY", "the day (the jurisdiction's business date)" },
	{ "send", NULL, "make the digests, and their mails when mail is set up" },
	{ "mail", "FILE", "settings for mail (docs/reminders.md); else $LIANZE_MAIL" },
	{ NULL, NULL, NULL },
};

static int read_day(struct call *call, struct operator_session *session, int32_t *out,
		    struct error *err)
{
	const char *text = call_option(call, "date");

	if (!text)
		return jurisdiction_day(session->db, session->jurisdiction_id, clock_now_ms(), out,
					err);
	return civil_parse(str_from(text), out)
		       ? 0
		       : error_invalid(err, "--date", text, "a date such as 2009-03-17",
				       "日期，例如 2009-03-17");
}

/* What would be sent ------------------------------------------------------------------------------- */

static const struct output_column columns[] = {
	{ "login", NULL, OUTPUT_STRING },  { "new", NULL, OUTPUT_INTEGER },
	{ "source", NULL, OUTPUT_STRING }, { "step", NULL, OUTPUT_STRING },
	{ "title", NULL, OUTPUT_STRING },  { "reason", NULL, OUTPUT_STRING },
	{ "path", NULL, OUTPUT_STRING },
};

static int print_draft(struct call *call, struct operator_session *session,
		       const struct digest_draft *draft, struct output_table *table,
		       struct error *err)
{
	const struct record_key key = { 0, draft->reader->account_id };
	struct account account;
	int rc = record_get(session->db, &account_record, key, call->arena, &account, err);

	for (size_t i = 0; rc == 0 && i < draft->count; i++) {
		const struct reminder_line *line = &draft->lines[i];
		struct str cells[] = {
			account.login,
			line->fresh ? STR("1") : STR("0"),
			str_from(line->source),
			str_from(reminder_steps[line->step].name),
			reminder_line_open_title(line, call->language),
			call->language == LANGUAGE_EN ? line->why_en : line->why,
			line->path,
		};
		output_table_row(table, cells);
	}
	return rc;
}

static int print_day(struct call *call, struct operator_session *session,
		     const struct digest_day *day, struct error *err)
{
	struct output_table table = { .format = call->format,
				      .columns = columns,
				      .column_count = ARRAY_LENGTH(columns),
				      .sink = output_to_file(stdout),
				      .arena = call->arena };
	int rc = 0;

	output_table_begin(&table);
	for (size_t i = 0; rc == 0 && i < day->count; i++)
		rc = print_draft(call, session, &day->drafts[i], &table, err);
	return rc == 0 ? output_table_end(&table, err) : rc;
}

/* Making ------------------------------------------------------------------------------------------- */

struct making {
	const struct digest_day *day;
	const struct digest_mail *mail;
	size_t from, made;
};

static int make_batch(struct act *act, void *context, struct error *err)
{
	struct making *it = context;
	const struct digest_part part = { it->day, it->from, it->from + DIGEST_BATCH, it->mail };
	size_t made;
	int rc = digest_write(act, &part, &made, err);

	it->made += rc == 0 ? made : 0;
	return rc;
}

static int finish(struct act *act, void *context, struct error *err)
{
	const struct making *it = context;

	return digest_finish(act->db, it->day, act->at_ms, err);
}

static int load_mail(struct call *call, struct digest_mail *out, bool *has, struct error *err)
{
	const char *path = mail_path(call);
	struct mail_settings settings;
	int rc = path ? mail_settings_load(path, call->arena, &settings, err) : 0;

	*has = path && rc == 0;
	if (*has)
		out->url = settings.url;
	return rc;
}

/* Never outside the hours of the rule: a job that runs at night makes nothing. */
static int check_window(struct operator_session *session, const struct digest_day *day,
			struct error *err)
{
	const struct record_key key = { 0, session->jurisdiction_id };
	struct workday_calendar calendar = { .count = 0 };
	enum reminder_window window = REMINDER_DAY_OFF;
	struct jurisdiction place;
	int year = civil_from_day(day->day).year;
	int64_t now = clock_now_ms();
	int rc = record_get(session->db, &jurisdiction_record, key, session->arena, &place, err);

	if (rc == 0)
		rc = calendar_load(session->db, year, year + 1, session->arena, &calendar, err);
	if (rc == 0)
		rc = reminder_window_at(&day->rule, &calendar, day->day,
					(int)((now / 60000 + place.utc_offset_minutes) % (24 * 60)),
					&window, err);
	if (rc < 0 || window == REMINDER_OPEN)
		return rc;
	return error_set(err, ERR_RULE,
			 "Reminders go out on worked days within the hours of the rule only.",
			 "提醒只在工作日、规则规定的时间内发出。");
}

static int check_today(struct operator_session *session, const struct digest_day *day,
		       struct error *err)
{
	int32_t today;
	int rc = jurisdiction_day(session->db, session->jurisdiction_id, clock_now_ms(), &today, err);

	if (rc == 0 && today != day->day)
		rc = error_set(err, ERR_RULE,
			       "Only today's reminders can be made; another day can be looked at.",
			       "只能生成当日的提醒；其他日期只能查看。");
	return rc == 0 ? check_window(session, day, err) : rc;
}

static int make_day(struct call *call, struct operator_session *session,
		    const struct digest_day *day, struct error *err)
{
	struct digest_mail mail = { STR_EMPTY };
	struct making it = { .day = day };
	struct operator_work work = { session->jurisdiction_id, "digest.make", make_batch, &it };
	bool has_mail = false;
	int rc = check_today(session, day, err);

	if (rc == 0)
		rc = load_mail(call, &mail, &has_mail, err);
	it.mail = has_mail ? &mail : NULL;
	for (; rc == 0 && it.from < day->count; it.from += DIGEST_BATCH)
		rc = operator_act(session, &work, err);
	work.change = finish;
	if (rc == 0)
		rc = operator_act(session, &work, err);
	if (rc == 0)
		printf("%zu digests made\n", it.made);
	return rc;
}

static int run_day(struct call *call, struct operator_session *session, struct error *err)
{
	struct digest_day day;
	int32_t number;
	int rc = operator_need_jurisdiction(session, err);

	if (rc == 0)
		rc = read_day(call, session, &number, err);
	if (rc == 0)
		rc = digest_collect(session->db, session->jurisdiction_id, number, call->arena, &day,
				    err);
	if (rc < 0)
		return rc;
	if (!day.rule.present)
		return error_set(err, ERR_RULE, "No rule for reminders is in force on that day.",
				 "当日没有正在施行的提醒规则。");
	if (day.problem.code)
		call_say(call, day.problem.en, day.problem.zh);
	return call_option(call, "send") ? make_day(call, session, &day, err)
					 : print_day(call, session, &day, err);
}

static int run(struct call *call, struct error *err)
{
	struct operator_session session;
	int rc = operator_open(call, call_option(call, "send") ? DB_READ_WRITE : DB_READ_ONLY,
			       &session, err);

	if (rc < 0)
		return rc;
	rc = run_day(call, &session, err);
	operator_close(&session);
	return rc;
}

const struct command command_digest = {
	.name = "digest",
	.synopsis = "[--date DAY] [--send]",
	.summary = "reminders of a day: what would be sent, or make them",
	.details = "Without --send prints one row a line of each digest and changes nothing. With --send\n"
		   "makes today's digests, within the working hours of the rule in force; accounts that\n"
		   "have today's digest are passed over, so it may run as often as one likes. The running\n"
		   "server does the same by itself and sends the mails.",
	.options = options,
	.has_format = true,
	.run = run,
};
