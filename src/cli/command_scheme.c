/*
 * command_scheme.c - check a scheme file, try it on a past year, adopt it, list what is adopted.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/list_printer.h"
#include "cli/operator.h"
#include "cli/scheme_try_printer.h"
#include "people/jurisdiction.h"
#include "process/scheme.h"
#include "process/scheme_try_store.h"
#include "process/scheme_version.h"
#include "statements_scheme.h"

#define SCHEME_FILE_BYTES ((size_t)1 << 20)

static const struct output_column problem_columns[] = {
	{ "line", NULL, OUTPUT_INTEGER },
	{ "column", NULL, OUTPUT_INTEGER },
	{ "problem", NULL, OUTPUT_STRING },
};

static int print_problems(struct call *call, const struct rule_problems *problems,
			  struct error *err)
{
	struct output_table table = { .format = call->format,
				      .columns = problem_columns,
				      .column_count = ARRAY_LENGTH(problem_columns),
				      .sink = output_to_file(stdout),
				      .arena = call->arena };

	output_table_begin(&table);
	for (size_t i = 0; i < problems->count; i++) {
		const struct rule_problem *problem = &problems->items[i];
		struct str cells[] = {
			arena_format(call->arena, "%d", problem->place.line),
			arena_format(call->arena, "%d", problem->place.column),
			call->language == LANGUAGE_ZH ? problem->zh : problem->en,
		};
		output_table_row(&table, cells);
	}
	return output_table_end(&table, err);
}

/* Read and check; every problem is printed. */
static int read_scheme(struct call *call, struct str *out_text, struct scheme **out,
		       struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(call->arena, struct rule_problems);
	struct error printing;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	int rc = call_read_file(call, call->arguments[1], SCHEME_FILE_BYTES, out_text, err);
	if (rc < 0)
		return rc;
	rc = scheme_parse(*out_text, call->arena, problems, out, err);
	if (rc < 0 && problems->count > 0 && print_problems(call, problems, &printing) < 0)
		*err = printing;
	return rc;
}

static int check(struct call *call, struct error *err)
{
	struct scheme *scheme;
	struct str text;
	int rc = read_scheme(call, &text, &scheme, err);

	if (rc < 0)
		return rc;
	printf("%.*s version %d: %zu indicators, %zu grades, %zu triggers\n",
	       STR_ARG(scheme->code), scheme->version, scheme->indicator_count,
	       scheme->grade_count, scheme->trigger_count);
	return 0;
}

static int adopt_in(struct act *act, void *context, struct error *err)
{
	const struct str *text = context;
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct scheme_version version;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	return scheme_adopt(act, *text, problems, &version, err);
}

static int adopt(struct call *call, struct error *err)
{
	struct operator_session session;
	struct scheme *scheme;
	struct str text;
	int rc = read_scheme(call, &text, &scheme, err);

	if (rc == 0)
		rc = operator_open(call, DB_READ_WRITE, &session, err);
	if (rc < 0)
		return rc;
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0)
		rc = operator_act(&session,
				  &(struct operator_work){ session.jurisdiction_id, "scheme.adopt",
							   adopt_in, &text },
				  err);
	operator_close(&session);
	if (rc == 0)
		printf("adopted %.*s version %d\n", STR_ARG(scheme->code), scheme->version);
	return rc;
}

static int try_in(struct call *call, struct db *db, struct scheme_try_request *request,
		  struct error *err)
{
	struct scheme_try *trial;
	int rc = db_begin_read(db, err);

	if (rc < 0)
		return rc;
	rc = scheme_try_run(db, request, call->arena, &trial, err);
	db_rollback(db);
	return rc < 0 ? rc : scheme_try_print(call, trial, err);
}

static int try_scheme(struct call *call, struct error *err)
{
	struct call_range years = { CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, 0 };
	struct operator_session session;
	struct scheme *draft;
	struct str text;
	int64_t year;

	if (!call_option(call, "year"))
		return call_usage(err, "--year is required", "必须给出 --year");
	int rc = call_option_int(call, "year", years, &year, err);
	if (rc == 0)
		rc = read_scheme(call, &text, &draft, err);
	if (rc == 0)
		rc = operator_open(call, DB_READ_ONLY, &session, err);
	if (rc < 0)
		return rc;
	struct scheme_try_request request = { .jurisdiction_id = session.jurisdiction_id,
					      .year = (int)year,
					      .draft = draft };
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0)
		rc = try_in(call, session.db, &request, err);
	operator_close(&session);
	return rc;
}

static int list(struct call *call, struct error *err)
{
	static const char *const columns[] = { "code",	  "version",   "subject",
					       "title",	  "from_year", "to_year", NULL };
	struct operator_session session;
	int rc = operator_open(call, DB_READ_ONLY, &session, err);

	if (rc < 0)
		return rc;
	struct list_print print = { .listing = LISTING_SCHEME,
				    .args = DB_ARGS(db_int("jurisdiction_id", session.jurisdiction_id)),
				    .columns = columns };
	rc = list_print(call, session.db, &print, err);
	operator_close(&session);
	return rc;
}

static int run(struct call *call, struct error *err)
{
	const char *word = call->arguments[0];

	if (strcmp(word, "check") == 0 && call->argument_count == 2)
		return check(call, err);
	if (strcmp(word, "adopt") == 0 && call->argument_count == 2)
		return adopt(call, err);
	if (strcmp(word, "try") == 0 && call->argument_count == 2)
		return try_scheme(call, err);
	if (strcmp(word, "list") == 0 && call->argument_count == 1)
		return list(call, err);
	return call_usage(err,
			  "usage: lianze scheme check|adopt FILE, scheme try FILE --year Y, or "
			  "scheme list",
			  "用法：lianze scheme check|adopt 文件，scheme try 文件 --year 年度，"
			  "或 scheme list");
}

static const struct command_option options[] = {
	{ "year", "Y", "the year to try a draft on" },
	{ NULL, NULL, NULL },
};

const struct command command_scheme = {
	.name = "scheme",
	.synopsis = "check FILE | try FILE --year Y | adopt FILE | list",
	.summary = "appraisal schemes: check a file, try it on a year, adopt it, list",
	.details = "check names every fault with its line and column. try appraises a past year with the\n"
		   "adopted scheme and with the draft, by the same marks and entries, and prints totals,\n"
		   "ranks, grades, last places, quotas and triggers of both; nothing is stored.\n"
		   "An adopted version never changes;\n"
		   "a changed scheme is adopted as the next version.",
	.options = options,
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
