/* demo_archive.c - see demo_archive.h. */
#include "cli/demo_archive.h"

#include "archive/archive_closure.h"
#include "archive/archive_reading.h"
#include "demo/archive.h"
#include "people/account.h"
#include "people/person.h"
#include "process/import.h"

#define FILE_BYTES ((size_t)1 << 20)
#define DAY_MS	   INT64_C(86400000)
#define MORNING_MS (INT64_C(3600000) * 2) /* 10:00 in Shanghai */

/* One act on a day. */
struct step {
	struct civil_date date;
	const char *kind;
	int (*change)(struct act *act, const struct step *step, struct error *err);
	const char *login, *role, *person, *purpose, *note; /* of a reading, a closure */
};

static int on_day(struct act *act, void *context, struct error *err)
{
	const struct step *step = context;

	if (!civil_to_day(step->date, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return step->change(act, step, err);
}

/* Earlier entries ---------------------------------------------------------------------------------- */

static int import_text(struct act *act, void (*write)(struct buf *out), struct error *err)
{
	struct import_request request = { .profile = IMPORT_BATCH_ARCHIVE,
					  .file_name = STR("demo-archive.csv") };
	struct import_result result = { 0 };
	struct buf text;
	int code;

	buf_init(&text, FILE_BYTES);
	write(&text);
	request.bytes = buf_str(&text);
	code = buf_failed(&text) ? error_broken(err, ERR_MEMORY, "demo-archive.csv")
				 : import_apply(act, &request, &result, err);
	if (code && result.problems_kept)
		error_detail(err, "demo-archive.csv row %d: %s", result.problems[0].row,
			     result.problems[0].en);
	buf_release(&text);
	return code;
}

static int bring_earlier(struct act *act, const struct step *step, struct error *err)
{
	(void)step;
	return import_text(act, demo_write_archive, err);
}

static int bring_case(struct act *act, const struct step *step, struct error *err)
{
	(void)step;
	return import_text(act, demo_write_archive_case, err);
}

/* Readings, a closure ------------------------------------------------------------------------------- */

static int find_both(struct act *act, const struct step *step, struct account *account,
		     struct person *person, struct error *err)
{
	int code = account_find(act->db, str_from(step->login), act->arena, account, err);

	act->account_id = code ? 0 : account->head.id;
	act->role = step->role;
	return code ? code
		    : person_find(act->db, act->jurisdiction_id, str_from(step->person), act->arena,
				  person, err);
}

static int read_archive(struct act *act, const struct step *step, struct error *err)
{
	struct archive_rule *rule = ARENA_NEW(act->arena, struct archive_rule);
	struct archive_reading reading;
	struct account account;
	struct person person;
	int code = find_both(act, step, &account, &person, err);

	if (!code && !rule)
		code = error_broken(err, ERR_MEMORY, "a rule");
	if (!code)
		code = archive_rule_load(act->db, act->jurisdiction_id, act->day, act->arena, rule,
					 err);
	if (code)
		return code;
	const struct archive_statement statement = { .person_id = person.head.id,
						     .reader = account.display_name,
						     .purpose = str_from(step->purpose),
						     .note = str_from(step->note),
						     .opened_ms = act->day * DAY_MS + MORNING_MS };
	return archive_reading_open(act, rule, &statement, &reading, err);
}

static int close_archive(struct act *act, const struct step *step, struct error *err)
{
	const struct archive_closer closer = { .permissions = ARCHIVE_CLOSERS };
	struct archive_closure closure = { .to_day = CIVIL_NO_DAY,
					   .reason = str_from(step->note),
					   .reference = STR("示例〔2009〕4号") };
	struct account account;
	struct person person;
	int code = find_both(act, step, &account, &person, err);

	closure.person_id = code ? 0 : person.head.id;
	return code ? code : archive_closure_begin(act, &closer, &closure, err);
}

int demo_archives_make(struct operator_session *session, struct error *err)
{
	static const struct step steps[] = {
		{ { 2008, 9, 1 }, "import.archive", bring_earlier, NULL, NULL, NULL, NULL, NULL },
		{ { 2008, 11, 3 }, "archive.read", read_archive, "organisation", "organisation",
		  "P0070", "appointment", "换届人选考察（示例）" },
		{ { 2008, 11, 4 }, "archive.read", read_archive, "office", "office", "P0070",
		  "opinion", "回复党风廉政意见，示例〔2008〕40号" },
		{ { 2009, 2, 10 }, "archive.read", read_archive, "office", "office", "P0075", "upkeep",
		  "核对历史条目（示例）" },
		{ { 2009, 3, 2 }, "archive.close", close_archive, "leader", "leader",
		  DEMO_PERSON_CLOSED, NULL, "核查线索期间（示例）" },
		{ { 2009, 3, 9 }, "import.archive", bring_case, NULL, NULL, NULL, NULL, NULL },
		{ { 2009, 3, 10 }, "archive.read", read_archive, "leader", "leader",
		  DEMO_PERSON_CLOSED, "case", "审查需要（示例）" },
	};
	int code = 0;

	for (size_t i = 0; !code && i < ARRAY_LENGTH(steps); i++) {
		struct step step = steps[i];
		const struct operator_work work = { session->jurisdiction_id, step.kind, on_day,
						    &step };

		code = operator_act(session, &work, err);
	}
	return code;
}
