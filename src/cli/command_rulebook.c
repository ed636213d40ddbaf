/*
 * command_rulebook.c - rulebooks: check a file, adopt it, adopt the shipped ones, list.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/list_printer.h"
#include "cli/operator.h"
#include "process/rulebook.h"
#include "statements_rulebook.h"

#define RULEBOOK_FILE_BYTES ((size_t)1 << 20)

static int print_problems(struct call *call, const struct rule_problems *problems,
			  struct error *err)
{
	static const struct output_column columns[] = { { "line", NULL, OUTPUT_INTEGER },
							{ "column", NULL, OUTPUT_INTEGER },
							{ "problem", NULL, OUTPUT_STRING } };
	struct output_table table = { .format = call->format,
				      .columns = columns,
				      .column_count = ARRAY_LENGTH(columns),
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

/* Read and check the file of the second argument; every problem is printed. */
static int read_file(struct call *call, struct str *out_text, struct rulebook *out,
		     struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(call->arena, struct rule_problems);
	struct error printing;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	int rc = call_read_file(call, call->arguments[1], RULEBOOK_FILE_BYTES, out_text, err);
	if (rc < 0)
		return rc;
	rc = rulebook_parse(*out_text, call->arena, problems, out, err);
	if (rc < 0 && problems->count > 0 && print_problems(call, problems, &printing) < 0)
		*err = printing;
	return rc;
}

static int check(struct call *call, struct error *err)
{
	struct rulebook book;
	struct str text;
	int rc = read_file(call, &text, &book, err);

	if (rc == 0)
		printf("%.*s version %d: %s\n", STR_ARG(book.code), book.version, book.kind->name);
	return rc;
}

/* The file's text, or NULL: those that the program carries. */
static int adopt_in(struct act *act, void *context, struct error *err)
{
	const struct str *text = context;
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct rulebook_version version;

	if (!text)
		return rulebook_adopt_shipped(act, err);
	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	return rulebook_adopt(act, *text, problems, &version, err);
}

static int adopt(struct call *call, bool shipped, struct error *err)
{
	struct operator_session session;
	struct rulebook book = { .version = 0 };
	struct str text;
	int rc = shipped ? 0 : read_file(call, &text, &book, err);

	if (rc == 0)
		rc = operator_open(call, DB_READ_WRITE, &session, err);
	if (rc < 0)
		return rc;
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0)
		rc = operator_act(&session,
				  &(struct operator_work){ session.jurisdiction_id, "rulebook.adopt",
							   adopt_in, shipped ? NULL : &text },
				  err);
	operator_close(&session);
	if (rc == 0 && !shipped)
		printf("adopted %.*s version %d\n", STR_ARG(book.code), book.version);
	return rc;
}

static int list(struct call *call, struct error *err)
{
	static const char *const columns[] = { "code",	   "kind",     "version", "title",
					       "from_day", "to_day", NULL };
	struct operator_session session;
	int rc = operator_open(call, DB_READ_ONLY, &session, err);

	if (rc < 0)
		return rc;
	struct list_print print = { .listing = LISTING_RULEBOOK,
				    .args = DB_ARGS(db_int("jurisdiction_id", session.jurisdiction_id)),
				    .columns = columns };
	rc = list_print(call, session.db, &print, err);
	operator_close(&session);
	return rc;
}

static int run(struct call *call, struct error *err)
{
	const char *word = call->arguments[0];
	bool file = call->argument_count == 2;

	if (strcmp(word, "check") == 0 && file)
		return check(call, err);
	if (strcmp(word, "adopt") == 0)
		return adopt(call, !file, err);
	if (strcmp(word, "list") == 0 && !file)
		return list(call, err);
	return call_usage(err, "usage: lianze rulebook check FILE, rulebook adopt [FILE], or rulebook list",
			  "用法：lianze rulebook check 文件，rulebook adopt [文件]，或 rulebook list");
}

const struct command command_rulebook = {
	.name = "rulebook",
	.synopsis = "check FILE | adopt [FILE] | list",
	.summary = "rulebooks (lights, …): check a file, adopt it, list",
	.details = "check names every fault with its line and column. adopt without a file adopts the\n"
		   "example rulebooks that the program carries, where no version was adopted yet.\n"
		   "An adopted version never changes; a changed rulebook is adopted as the next version.",
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
