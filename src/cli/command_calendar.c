/*
 * command_calendar.c - working-day calendars: check a file, adopt it, look at a year, ask for a
 * deadline.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/installer.h"
#include "cli/list_printer.h"
#include "process/calendar_year.h"
#include "statements_calendar_year.h"

static const struct command_option options[] = {
	{ "all-days", NULL, "deadline: count calendar days instead of working days" },
	{ "roll", NULL, "deadline: with --all-days, move an end that is off to the next working day" },
	{ NULL, NULL, NULL },
};

static struct output_table table_of(struct call *call, const struct output_column *columns,
				    size_t count)
{
	return (struct output_table){ .format = call->format,
				      .columns = columns,
				      .column_count = count,
				      .sink = output_to_file(stdout),
				      .arena = call->arena };
}

static int print_problems(struct call *call, const struct rule_problems *problems,
			  struct error *err)
{
	static const struct output_column columns[] = { { "line", NULL, OUTPUT_INTEGER },
							{ "column", NULL, OUTPUT_INTEGER },
							{ "problem", NULL, OUTPUT_STRING } };
	struct output_table table = table_of(call, columns, ARRAY_LENGTH(columns));

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
static int read_file(struct call *call, struct str *out_text, struct calendar **out,
		     struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(call->arena, struct rule_problems);
	struct error printing;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	int rc = call_read_file(call, call->arguments[1], CALENDAR_FILE_BYTES, out_text, err);
	if (rc < 0)
		return rc;
	rc = calendar_parse(*out_text, call->arena, problems, out, err);
	if (rc < 0 && problems->count > 0 && print_problems(call, problems, &printing) < 0)
		*err = printing;
	return rc;
}

static int check(struct call *call, struct error *err)
{
	struct calendar *calendar = NULL;
	struct str text;
	int rc = read_file(call, &text, &calendar, err);

	if (rc < 0)
		return rc;
	struct calendar_figures figures = calendar_figures(calendar);
	printf("%d version %d: %d days off, %d made-up working days\n", calendar->days.year,
	       calendar->version, figures.off, figures.made_up);
	return 0;
}

static int adopt_in(struct act *act, void *context, struct error *err)
{
	const struct str *text = context;
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct calendar_year year;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	return calendar_adopt(act, *text, problems, &year, err);
}

static int adopt(struct call *call, struct error *err)
{
	struct operator_session session;
	struct calendar *calendar = NULL;
	struct str text;
	const struct operator_work work = { 0, "calendar.adopt", adopt_in, &text };
	int rc = read_file(call, &text, &calendar, err);

	if (rc == 0)
		rc = operator_open(call, DB_READ_WRITE, &session, err);
	if (rc < 0)
		return rc;
	rc = operator_act(&session, &work, err);
	operator_close(&session);
	if (rc == 0)
		printf("adopted %d version %d\n", calendar->days.year, calendar->version);
	return rc;
}

static int adopt_shipped(struct call *call, struct error *err)
{
	struct operator_session session;
	int rc = operator_open(call, DB_READ_WRITE, &session, err);

	if (rc < 0)
		return rc;
	rc = installer_adopt_calendars(&session, err);
	operator_close(&session);
	return rc;
}

/* Looking ------------------------------------------------------------------------------------- */

static int print_ranges(struct call *call, const struct calendar *calendar, struct error *err)
{
	static const struct output_column columns[] = { { "first", NULL, OUTPUT_STRING },
							{ "last", NULL, OUTPUT_STRING },
							{ "kind", NULL, OUTPUT_STRING },
							{ "holiday", NULL, OUTPUT_STRING } };
	struct output_table table = table_of(call, columns, ARRAY_LENGTH(columns));

	output_table_begin(&table);
	for (size_t i = 0; i < calendar->days.count; i++) {
		const struct workday_range *range = &calendar->days.ranges[i];
		char first[CIVIL_TEXT_BYTES], last[CIVIL_TEXT_BYTES];
		struct str cells[] = {
			str_from(civil_format(range->first, first)),
			str_from(civil_format(range->last, last)),
			range->off ? STR("off") : STR("work"),
			call->language == LANGUAGE_ZH ? range->zh : range->en,
		};
		output_table_row(&table, cells);
	}
	return output_table_end(&table, err);
}

/* A file, or a year of the database. */
static int show(struct call *call, struct error *err)
{
	struct operator_session session;
	struct calendar *calendar = NULL;
	struct calendar_year record;
	struct str text;
	int64_t year = 0;
	int rc;

	if (!str_parse_int(str_from(call->arguments[1]), CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year)) {
		rc = read_file(call, &text, &calendar, err);
		return rc < 0 ? rc : print_ranges(call, calendar, err);
	}
	rc = operator_open(call, DB_READ_ONLY, &session, err);
	if (rc < 0)
		return rc;
	rc = calendar_get(session.db, (int)year, call->arena, &record, &calendar, err);
	operator_close(&session);
	return rc < 0 ? rc : print_ranges(call, calendar, err);
}

static int list(struct call *call, struct error *err)
{
	static const char *const columns[] = { "year",	 "version",	"days_off", "days_made_up",
					       "title", "verified", "adopted_day", NULL };
	struct operator_session session;
	int rc = operator_open(call, DB_READ_ONLY, &session, err);

	if (rc < 0)
		return rc;
	struct list_print print = { .listing = LISTING_CALENDAR_YEAR,
				    .args = DB_NO_ARGS,
				    .columns = columns };
	rc = list_print(call, session.db, &print, err);
	operator_close(&session);
	return rc;
}

static int deadline(struct call *call, struct error *err)
{
	bool all_days = call_option(call, "all-days") != NULL;
	struct calendar_request request = { .kind = all_days ? CALENDAR_ALL_DAYS
							     : CALENDAR_WORKING_DAYS,
					    .roll = call_option(call, "roll") != NULL };
	struct operator_session session;
	struct calendar_answer answer;
	int64_t count = 0;

	if (!civil_parse(str_from(call->arguments[1]), &request.from_day))
		return error_invalid(err, "DAY", call->arguments[1], "a day as 2009-03-17",
				     "日期，如 2009-03-17");
	if (!str_parse_int(str_from(call->arguments[2]), -CALENDAR_COUNT_MAXIMUM,
			   CALENDAR_COUNT_MAXIMUM, &count))
		return error_invalid(err, "N", call->arguments[2], "a number from -1000 to 1000",
				     "-1000 到 1000 的整数");
	request.count = (int)count;
	int rc = operator_open(call, DB_READ_ONLY, &session, err);
	if (rc < 0)
		return rc;
	rc = calendar_deadline(session.db, &request, call->arena, &answer, err);
	operator_close(&session);
	if (rc < 0)
		return rc;
	char day[CIVIL_TEXT_BYTES];
	struct str sentence = call->language == LANGUAGE_ZH ? answer.zh : answer.en;
	printf("%s\n%.*s\n", civil_format(answer.day, day), STR_ARG(sentence));
	return 0;
}

static int run(struct call *call, struct error *err)
{
	static const struct {
		const char *word;
		int arguments;
		int (*run)(struct call *call, struct error *err);
	} words[] = {
		{ "check", 2, check }, { "adopt", 2, adopt }, { "adopt", 1, adopt_shipped },
		{ "show", 2, show },   { "list", 1, list },   { "deadline", 3, deadline },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (strcmp(call->arguments[0], words[i].word) == 0 &&
		    call->argument_count == words[i].arguments)
			return words[i].run(call, err);
	return call_usage(err,
			  "usage: lianze calendar check|adopt|show FILE, adopt, show YEAR, list, or "
			  "deadline DAY N",
			  "用法：lianze calendar check|adopt|show 文件，或 adopt，show 年度，list，"
			  "deadline 日期 天数");
}

const struct command command_calendar = {
	.name = "calendar",
	.synopsis = "check FILE | adopt [FILE] | show FILE|YEAR | list | deadline DAY N",
	.summary = "working-day calendars: check a file, adopt it, show a year, reckon a deadline",
	.details = "A file is one year's notice (rules/README.md). check names every fault with its line.\n"
		   "adopt without a FILE adopts the calendars that the program carries, where a year has\n"
		   "none yet. deadline prints the day N working days after DAY and how it came about.",
	.options = options,
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 3,
	.run = run,
};
