/*
 * command_scheme.c - check a scheme file, adopt it, list what is adopted.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/list_printer.h"
#include "cli/operator.h"
#include "process/scheme.h"
#include "process/scheme_version.h"

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
	if (strcmp(word, "list") == 0 && call->argument_count == 1)
		return list(call, err);
	return call_usage(err, "usage: lianze scheme check|adopt FILE, or scheme list",
			  "用法：lianze scheme check|adopt 文件，或 scheme list");
}

const struct command command_scheme = {
	.name = "scheme",
	.synopsis = "check FILE | adopt FILE | list",
	.summary = "appraisal schemes: check a file, adopt it, list the adopted",
	.details = "check names every fault with its line and column. An adopted version never changes;\n"
		   "a changed scheme is adopted as the next version.",
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
