/*
 * command_demo.c - the demonstration year: a fictional county through the same doors as a real one.
 *
 * Schema and jurisdiction as `init` makes them, the shipped schemes adopted, then the county's import
 * files, one act each; the office's work of two years (demo_year.h); accounts; a first checkpoint.
 * Every figure adds up because the records do.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/demo_archive.h"
#include "cli/demo_evidence.h"
#include "cli/demo_handover.h"
#include "cli/demo_logins.h"
#include "cli/demo_meeting.h"
#include "cli/demo_plan.h"
#include "cli/demo_progress.h"
#include "cli/demo_reminders.h"
#include "cli/demo_sampling.h"
#include "cli/demo_year.h"
#include "cli/installer.h"
#include "demo/county.h"
#include "embedded.h"
#include "process/import.h"
#include "process/rulebook.h"
#include "process/scheme_version.h"

#define DEMO_FILE_BYTES ((size_t)8 << 20)

static const struct command_option options[] = {
	{ "seed", "N", "draw another county (20090317)" },
	{ "brief", NULL, "without plans and what follows from them: quicker" },
	{ "drafts", NULL, "leave the last year scored but unpublished, to practise on" },
	{ "key", "FILE", "where the ledger's signing key is put (beside the database)" },
	{ NULL, NULL, NULL },
};

struct demo {
	struct call *call;
	struct operator_session session;
	struct demo_unit units[DEMO_UNITS];
	uint64_t seed;
	/* The database's name in the end: its files lie there from the first, under their hashes. What an
	 * interrupted run leaves of them belongs to no row, and is swept up by the server. */
	const char *wanted;
};

/* One act in the county. */
static int do_act(struct demo *demo, const char *kind,
		  int (*change)(struct act *act, void *context, struct error *err), void *context,
		  struct error *err)
{
	const struct operator_work work = { demo->session.jurisdiction_id, kind, change, context };

	return operator_act(&demo->session, &work, err);
}

static int adopt_scheme(struct act *act, void *context, struct error *err)
{
	const struct str *text = context;
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct scheme_version version;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	return scheme_adopt(act, *text, problems, &version, err);
}

static int adopt_rulebooks(struct act *act, void *context, struct error *err)
{
	(void)context;
	return rulebook_adopt_shipped(act, err);
}

static int import_text(struct act *act, void *context, struct error *err)
{
	const struct import_request *request = context;
	struct import_result result = { 0 };
	int rc = import_apply(act, request, &result, err);

	if (rc < 0 && result.problems_kept > 0)
		error_detail(err, "%.*s row %d: %s", STR_ARG(request->file_name),
			     result.problems[0].row, result.problems[0].en);
	return rc;
}

static int import_buf(struct demo *demo, enum import_profile_kind profile, struct buf *text,
		      struct error *err)
{
	static const struct {
		const char *kind, *file_name;
	} names[IMPORT_BATCH_PROFILE_COUNT] = { { "import.units", "demo-units.csv" },
						{ "import.persons", "demo-persons.csv" },
						{ "import.scores", "demo-scores.csv" },
						{ "import.entries", "demo-entries.csv" } };
	struct import_request request = { .profile = profile,
					  .bytes = buf_str(text),
					  .file_name = str_from(names[profile].file_name) };
	int rc = buf_failed(text) ? error_broken(err, ERR_MEMORY, "%s", names[profile].file_name)
				  : do_act(demo, names[profile].kind, import_text, &request, err);

	buf_clear(text);
	return rc;
}

static int import_county(struct demo *demo, struct error *err)
{
	struct buf text;

	buf_init(&text, DEMO_FILE_BYTES);
	demo_write_units(demo->units, &text);
	int rc = import_buf(demo, IMPORT_BATCH_UNITS, &text, err);
	if (rc == 0) {
		demo_write_persons(demo->units, demo->seed, &text);
		rc = import_buf(demo, IMPORT_BATCH_PERSONS, &text, err);
	}
	buf_release(&text);
	return rc;
}

static int close_years(struct demo *demo, struct error *err)
{
	const struct demo_year years = { .call = demo->call,
					 .session = &demo->session,
					 .units = demo->units,
					 .seed = demo->seed,
					 .brief = call_option(demo->call, "brief") != NULL,
					 .drafts = call_option(demo->call, "drafts") != NULL };

	return demo_years_make(&years, err);
}

/* The shipped schemes name the keys that take an indicator from the plan in comments: with plans they are
 * in force. */
static int with_plan(struct demo *demo, struct str *text, struct error *err)
{
	static const struct str keys[] = { STR_INIT("    # source: plan\n"),
					   STR_INIT("    # plan: {") };
	struct buf out;
	int rc = 0;

	buf_init(&out, DEMO_FILE_BYTES);
	for (struct str rest = *text; rest.length;) {
		ptrdiff_t end = str_find_byte(rest, '\n');
		struct str line = str_slice(rest, 0, end < 0 ? rest.length : (size_t)end + 1);
		bool key = str_starts_with(line, keys[0]) || str_starts_with(line, keys[1]);

		buf_add_text(&out, key ? "    " : "");
		buf_add_str(&out, key ? str_slice(line, sizeof("    # ") - 1, line.length) : line);
		rest = str_slice(rest, line.length, rest.length);
	}
	*text = arena_str(demo->call->arena, buf_str(&out));
	if (buf_failed(&out) || !text->bytes)
		rc = error_broken(err, ERR_MEMORY, "scheme");
	buf_release(&out);
	return rc;
}

static int adopt_schemes(struct demo *demo, struct error *err)
{
	bool plans = !call_option(demo->call, "brief");

	for (int i = 0; i < embedded_rules_count; i++) {
		struct str text = embedded_rules[i].text;
		int rc;

		/* Other kinds of rules lie in folders. */
		if (strchr(embedded_rules[i].name, '/'))
			continue;
		rc = plans ? with_plan(demo, &text, err) : 0;
		if (rc == 0)
			rc = do_act(demo, "scheme.adopt", adopt_scheme, &text, err);
		if (rc < 0)
			return rc;
	}
	return do_act(demo, "rulebook.adopt", adopt_rulebooks, NULL, err);
}

static int make_evidence(struct demo *demo, struct error *err)
{
	return demo_evidence_make(&demo->session, demo->wanted, demo->units, err);
}

static int make_logins(struct demo *demo, struct error *err)
{
	return demo_logins_make(demo->call, &demo->session, err);
}

static int sign(struct demo *demo, struct error *err)
{
	struct str note;

	return operator_checkpoint(demo->call, &demo->session, &note, err);
}

/* What the county is made of, in this order; `brief`: also with --brief. */
static const struct part {
	int (*own)(struct demo *demo, struct error *err);
	int (*of_session)(struct operator_session *session, struct error *err);
	bool brief;
} parts[] = {
	{ .own = adopt_schemes, .brief = true },
	{ .own = import_county, .brief = true },
	{ .of_session = demo_plans_make },
	{ .of_session = demo_progress_make },
	{ .of_session = demo_meetings_make },
	{ .own = close_years, .brief = true },
	{ .own = make_evidence },
	{ .of_session = demo_samplings_make },
	{ .own = make_logins, .brief = true },
	{ .of_session = demo_handovers_make, .brief = true },
	{ .of_session = demo_archives_make },
	{ .of_session = demo_reminders_make },
	{ .own = sign, .brief = true },
};

static int fill(struct demo *demo, struct error *err)
{
	bool brief = call_option(demo->call, "brief") != NULL;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(parts); i++)
		if (!brief || parts[i].brief)
			rc = parts[i].own ? parts[i].own(demo, err)
					  : parts[i].of_session(&demo->session, err);
	return rc;
}

/* The demonstration begins on 2009-03-17 and runs on from there (decisions.md 7). */
static int64_t clock_offset(void)
{
	struct civil_date first = { 2009, 3, 17 };
	int32_t day = 0;

	return civil_to_day(first, &day) ? day - clock_day(clock_now_ms(), 480) : 0;
}

/* Make and fill the database at call->where. */
static int make(struct demo *demo, struct error *err)
{
	struct installer_order order = { .code = STR("demo"),
					 .name = STR("示例市"),
					 .name_en = STR("Example City"),
					 .clock_offset_days = clock_offset(),
					 .demonstration = true };
	int rc = installer_run(demo->call, &order, &demo->session, err);

	if (rc < 0)
		return rc;
	rc = fill(demo, err);
	operator_close(&demo->session);
	return rc;
}

static void remove_unfinished(struct call *call, const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_LENGTH(suffixes); i++) {
		struct str file = arena_format(call->arena, "%s%s", path, suffixes[i]);
		if (file.bytes)
			unlink(file.bytes);
	}
}

/*
 * A new SQLite file gets its name when it is whole: a run that is interrupted leaves no half county that
 * script/server would take for a finished one.
 */
static int make_file(struct demo *demo, struct error *err)
{
	struct call *call = demo->call;
	const char *wanted = call->where;

	call->key_path = operator_key_path(call);
	call->where = arena_format(call->arena, "%s.unfinished", wanted).bytes;
	if (!call->key_path || !call->where)
		return error_broken(err, ERR_MEMORY, "path");
	remove_unfinished(call, call->where);
	int rc = make(demo, err);
	if (rc == 0 && rename(call->where, wanted) < 0)
		rc = error_broken(err, ERR_IO, "rename to %s: %s", wanted, strerror(errno));
	if (rc < 0)
		remove_unfinished(call, call->where);
	call->where = wanted;
	return rc;
}

static int run(struct call *call, struct error *err)
{
	struct demo *demo = ARENA_NEW(call->arena, struct demo);
	struct call_range seeds = { 0, INT64_MAX, DEMO_SEED };
	int64_t seed;
	int rc = call_option_int(call, "seed", seeds, &seed, err);

	if (rc == 0 && !demo)
		rc = error_broken(err, ERR_MEMORY, "demonstration");
	if (rc < 0)
		return rc;
	demo->call = call;
	demo->wanted = call->where;
	demo->seed = (uint64_t)seed;
	demo_units(demo->units);
	bool is_new_file = strncmp(call->where, "postgres", 8) != 0 && access(call->where, F_OK) != 0;
	rc = is_new_file ? make_file(demo, err) : make(demo, err);
	if (rc == 0)
		demo_logins_show(call);
	return rc;
}

const struct command command_demo = {
	.name = "demo",
	.synopsis = "",
	.summary = "make a demonstration county with two appraised years",
	.details = "Plainly fictional, drawn from a seed. Refused when the database is in use already.",
	.options = options,
	.run = run,
};
