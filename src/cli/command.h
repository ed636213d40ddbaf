/*
 * command.h - one command of the program: its help, its options, what it runs.
 *
 * Layer: cli, the only rooms that print and exit. One file per command: command_<name>.c.
 *
 * Results go to standard output, messages to standard error. Exit codes are those of
 * error_exit_code(): 0 done, 1 refused by a rule, 2 bad input or usage, 3 conflict or busy, 4 broken,
 * 5 verification found damage.
 */
#ifndef LIANZE_CLI_COMMAND_H
#define LIANZE_CLI_COMMAND_H

#include "base/arena.h"
#include "base/error.h"
#include "base/id.h"
#include "export/table.h"
#include "messages.h"
#include "store/db.h"

#define COMMAND_MAXIMUM_ARGUMENTS 8
#define COMMAND_MAXIMUM_OPTIONS 16
#define COMMAND_ARENA_BYTES ((size_t)1 << 30)

struct command_option {
	const char *name;  /* "year" for --year */
	const char *value; /* what stands behind it in the help: "Y"; NULL for a switch */
	const char *help;
};

struct command;

/* What a command was called with. Values are borrowed from argv. */
struct call {
	const struct command *command;
	struct arena *arena;
	const char *where;	     /* --db, else $LIANZE_DB, else lianze.db */
	const char *key_path;	     /* set: instead of what operator_key_path() would find */
	enum output_format format;  /* --format */
	bool workbook;		    /* --format xlsx */
	enum language language;	     /* --language, else from LC_ALL, LC_MESSAGES, LANG */
	const char *arguments[COMMAND_MAXIMUM_ARGUMENTS];
	int argument_count;
	const char *values[COMMAND_MAXIMUM_OPTIONS]; /* by position in command->options; "" for a switch */
};

struct command {
	const char *name;
	const char *synopsis; /* behind the name: "units|persons|scores|entries FILE" */
	const char *summary;  /* one line */
	const char *details;  /* paragraphs for --help, or NULL */
	const struct command_option *options; /* own ones, ended by a NULL name; or NULL */
	bool has_format;      /* --format is accepted */
	bool has_workbook;    /* … also "xlsx" */
	int minimum_arguments, maximum_arguments;
	int (*run)(struct call *call, struct error *err);
};

extern const struct command *const commands[]; /* ends with NULL; cli/commands.c */

/* Parse argv, run the command, print the failure; the process's exit code. */
int command_main(int argc, char **argv);

/* The value of an option: NULL when it was not given, "" for a switch. */
const char *call_option(const struct call *call, const char *name);
struct call_range {
	int64_t minimum, maximum;
	int64_t fallback; /* when the option is absent; need not lie in the range */
};
/* An integer option in a range. -ERR_INVALID names the option. */
MUST_USE int call_option_int(const struct call *call, const char *name, struct call_range range,
			     int64_t *out, struct error *err);
/* Usage error naming what is wrong; -ERR_INVALID. */
int call_usage(struct error *err, const char *en, const char *zh);

/* Read a whole file ("-": standard input), at most `maximum` bytes, into the arena. */
MUST_USE int call_read_file(struct call *call, const char *path, size_t maximum, struct str *out,
			    struct error *err);
/* Write to standard output; used for all results. */
void call_print(struct str text);
/* A sentence of both languages to standard error in the call's language. */
void call_say(const struct call *call, const char *en, const char *zh);

#endif
