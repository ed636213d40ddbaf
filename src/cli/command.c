/*
 * command.c - argv to a call: options, help, and the failure's last line.
 *
 * Every command shares --db, --language and --help; --format only where data is printed. An option
 * is written --name VALUE or --name=VALUE; `--` ends them.
 */
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static enum language language_from_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strncmp(value, "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void print_overview(FILE *to)
{
	fputs("lianze " LIANZE_VERSION " - integrity responsibility system\n\n"
	      "usage: lianze COMMAND [OPTION …] [ARGUMENT …]\n\n", to);
	for (size_t i = 0; commands[i]; i++)
		fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\nlianze COMMAND --help tells more. The database is --db, else $LIANZE_DB,\n"
	      "else lianze.db: a file (SQLite) or a postgresql:// URL.\n", to);
}

static void print_option(const char *name, const char *value, const char *help)
{
	char left[64];

	snprintf(left, sizeof(left), "--%s%s%s", name, value ? " " : "", value ? value : "");
	printf("  %-24s %s\n", left, help);
}

static void print_help(const struct command *command)
{
	printf("usage: lianze %s [OPTION …]%s%s\n\n%s\n", command->name,
	       *command->synopsis ? " " : "", command->synopsis, command->summary);
	if (command->details)
		printf("\n%s\n", command->details);
	puts("");
	for (const struct command_option *o = command->options; o && o->name; o++)
		print_option(o->name, o->value, o->help);
	if (command->has_format)
		print_option("format",
			     command->has_workbook ? "text|json|csv|xlsx" : "text|json|csv",
			     "how data is printed (text)");
	print_option("db", "WHERE", "database file or postgresql:// URL");
	print_option("language", "zh|en", "language of messages");
	print_option("help", NULL, "this text");
	puts("\nexit codes: 0 done, 1 refused by a rule, 2 bad input, 3 conflict or busy,\n"
	     "4 broken, 5 verification found damage");
}

int call_usage(struct error *err, const char *en, const char *zh)
{
	return error_set(err, ERR_INVALID, en, zh);
}

static int unknown_option(struct error *err, const char *name)
{
	call_usage(err, "unknown option", "未知选项");
	error_en(err, "unknown option --%s", name);
	error_zh(err, "未知选项 --%s", name);
	return -ERR_INVALID;
}

static int set_language(struct call *call, const char *value, struct error *err)
{
	if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0)
		return error_invalid(err, "--language", value, "zh or en", "zh 或 en");
	call->language = value[0] == 'z' ? LANGUAGE_ZH : LANGUAGE_EN;
	return 0;
}

/* The position of an own option, or -1. */
static int option_position(const struct command *command, const char *name)
{
	for (int i = 0; command->options && command->options[i].name; i++)
		if (strcmp(command->options[i].name, name) == 0)
			return i;
	return -1;
}

static bool option_takes_value(const struct command *command, const char *name)
{
	int position = option_position(command, name);

	return position < 0 || command->options[position].value;
}

static bool option_exists(const struct command *command, const char *name)
{
	return option_position(command, name) >= 0 || strcmp(name, "db") == 0 ||
	       strcmp(name, "language") == 0 ||
	       (strcmp(name, "format") == 0 && command->has_format);
}

static int set_option(struct call *call, const char *name, const char *value, struct error *err)
{
	int position = option_position(call->command, name);

	if (position >= 0) {
		call->values[position] = value;
		return 0;
	}
	if (strcmp(name, "db") == 0) {
		call->where = value;
		return 0;
	}
	call->workbook = strcmp(name, "format") == 0 && call->command->has_workbook &&
			 strcmp(value, "xlsx") == 0;
	if (call->workbook)
		return 0;
	if (strcmp(name, "format") == 0 && call->command->has_format)
		return output_format_parse(str_from(value), &call->format, err);
	if (strcmp(name, "language") == 0)
		return set_language(call, value, err);
	return unknown_option(err, name);
}

/* One word that begins with `--`. Returns how many words it used, or a failure. */
static int parse_option(struct call *call, char **words, int left, struct error *err)
{
	char name[32];
	const char *text = words[0] + 2;
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : strlen(text);

	if (length >= sizeof(name))
		return unknown_option(err, text);
	memcpy(name, text, length);
	name[length] = '\0';
	if (equals || !option_takes_value(call->command, name)) {
		int rc = set_option(call, name, equals ? equals + 1 : "", err);
		return rc < 0 ? rc : 1;
	}
	if (left < 2 && !option_exists(call->command, name))
		return unknown_option(err, name);
	if (left < 2) {
		call_usage(err, "", "");
		error_en(err, "option --%s needs a value", name);
		error_zh(err, "选项 --%s 需要一个值", name);
		return -ERR_INVALID;
	}
	int rc = set_option(call, name, words[1], err);
	return rc < 0 ? rc : 2;
}

static int parse_words(struct call *call, int count, char **words, struct error *err)
{
	bool options_end = false;

	for (int i = 0; i < count;) {
		if (!options_end && strcmp(words[i], "--") == 0) {
			options_end = true;
			i++;
		} else if (!options_end && strncmp(words[i], "--", 2) == 0) {
			int used = parse_option(call, words + i, count - i, err);
			if (used < 0)
				return used;
			i += used;
		} else if (call->argument_count < COMMAND_MAXIMUM_ARGUMENTS) {
			call->arguments[call->argument_count++] = words[i++];
		} else {
			return call_usage(err, "too many arguments", "参数过多");
		}
	}
	if (call->argument_count < call->command->minimum_arguments ||
	    call->argument_count > call->command->maximum_arguments) {
		call_usage(err, "", "");
		error_en(err, "usage: lianze %s %s", call->command->name, call->command->synopsis);
		error_zh(err, "用法：lianze %s %s", call->command->name, call->command->synopsis);
		return -ERR_INVALID;
	}
	return 0;
}

static void print_failure(const struct call *call, const struct error *err)
{
	const char *text = call->language == LANGUAGE_ZH ? err->zh : err->en;

	fprintf(stderr, "lianze: %s", text);
	if (err->row > 0)
		fprintf(stderr, call->language == LANGUAGE_ZH ? "（第 %d 行）" : " (line %d)", err->row);
	if (*err->detail)
		fprintf(stderr, "\n  %s", err->detail);
	fputc('\n', stderr);
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	struct error err;
	const char *where = getenv("LIANZE_DB");
	struct call call = { .command = command,
			     .where = where && *where ? where : "lianze.db",
			     .language = language_from_environment() };
	int rc;

	error_clear(&err);
	call.arena = arena_new(COMMAND_ARENA_BYTES);
	if (!call.arena)
		rc = error_broken(&err, ERR_MEMORY, "no arena");
	else
		rc = parse_words(&call, argc - 2, argv + 2, &err);
	if (rc == 0)
		rc = command->run(&call, &err);
	fflush(stdout);
	if (rc < 0)
		print_failure(&call, &err);
	arena_free(call.arena);
	return error_exit_code(rc);
}

int command_main(int argc, char **argv)
{
	if (argc < 2) {
		print_overview(stderr);
		return error_exit_code(-ERR_INVALID);
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_overview(stdout);
		return 0;
	}
	const char *name = strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
	const struct command *command = command_find(name);
	if (!command) {
		fprintf(stderr, "lianze: no command '%s'\n\n", name);
		print_overview(stderr);
		return error_exit_code(-ERR_INVALID);
	}
	if (wants_help(argc, argv)) {
		print_help(command);
		return 0;
	}
	return run_command(command, argc, argv);
}

const char *call_option(const struct call *call, const char *name)
{
	int position = option_position(call->command, name);

	return position < 0 ? NULL : call->values[position];
}

int call_option_int(const struct call *call, const char *name, struct call_range range,
		    int64_t *out, struct error *err)
{
	const char *value = call_option(call, name);
	char field[40], accepted[80];

	if (!value) {
		*out = range.fallback;
		return 0;
	}
	if (str_parse_int(str_from(value), range.minimum, range.maximum, out))
		return 0;
	snprintf(field, sizeof(field), "--%s", name);
	snprintf(accepted, sizeof(accepted), "%lld … %lld", (long long)range.minimum,
		 (long long)range.maximum);
	return error_invalid(err, field, value, accepted, accepted);
}

static int read_stream(struct call *call, FILE *from, size_t maximum, struct str *out,
		       struct error *err)
{
	struct buf buf;
	char block[65536];
	size_t got;

	buf_init(&buf, maximum);
	while ((got = fread(block, 1, sizeof(block), from)) > 0)
		buf_add(&buf, block, got);
	int rc = 0;
	if (ferror(from))
		rc = error_broken(err, ERR_IO, "read: %s", strerror(errno));
	else if (buf_failed(&buf))
		rc = error_set(err, ERR_TOO_LARGE, "the file is too large", "文件过大");
	else
		*out = arena_str(call->arena, buf_str(&buf));
	buf_release(&buf);
	if (rc == 0 && !out->bytes)
		rc = error_broken(err, ERR_MEMORY, "file copy");
	return rc;
}

int call_read_file(struct call *call, const char *path, size_t maximum, struct str *out,
		   struct error *err)
{
	if (strcmp(path, "-") == 0)
		return read_stream(call, stdin, maximum, out, err);
	FILE *from = fopen(path, "rb");
	if (!from) {
		error_invalid(err, "FILE", path, "a readable file", "可读取的文件");
		error_detail(err, "%s: %s", path, strerror(errno));
		return -ERR_INVALID;
	}
	int rc = read_stream(call, from, maximum, out, err);
	fclose(from);
	return rc;
}

void call_print(struct str text)
{
	if (text.length)
		fwrite(text.bytes, 1, text.length, stdout);
}

void call_say(const struct call *call, const char *en, const char *zh)
{
	fprintf(stderr, "%s\n", call->language == LANGUAGE_ZH ? zh : en);
}
