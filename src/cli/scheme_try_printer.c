/*
 * scheme_try_printer.c - see scheme_try_printer.h.
 */
#include "cli/scheme_try_printer.h"

#include <stdio.h>

#include "messages_scheme_try.h"
#include "process/scheme_try_output.h"

#define JSON_BYTES ((size_t)64 << 20)

/* A message with numbers and names in {}; the last part of a line is printed as it is. */
static void say(const struct call *call, enum message message, const struct message_value *values,
		size_t count)
{
	struct str rest = str_from(message_text(message, call->language));

	while (rest.length) {
		struct str text = str_split(&rest, '{');
		printf("%.*s", STR_ARG(text));
		if (!rest.length)
			break;
		struct str name = str_split(&rest, '}');
		for (size_t i = 0; i < count; i++)
			if (str_equal(str_from(values[i].name), name))
				printf("%.*s", STR_ARG(values[i].text));
	}
	putchar('\n');
}

static struct str number(struct call *call, size_t value)
{
	return arena_format(call->arena, "%zu", value);
}

static void heading(const struct call *call, enum message message)
{
	printf("\n%s\n", message_text(message, call->language));
}

static void print_about(struct call *call, const struct scheme_try *trial)
{
	const struct scheme_try_plan *plan = &trial->plan;
	struct message_value about[] = {
		{ "year", arena_format(call->arena, "%d", trial->after->year) },
		{ "draft", plan->draft->code },
		{ "draft_version", arena_format(call->arena, "%d", plan->draft->version) },
		{ "adopted", plan->adopted->code },
		{ "adopted_version", arena_format(call->arena, "%d", plan->adopted->version) },
	};
	struct message_value counts[] = {
		{ "count", number(call, trial->row_count) },
		{ "moved", number(call, trial->moved) },
		{ "ranks", number(call, trial->ranks) },
		{ "grades", number(call, trial->grades) },
	};

	say(call, MESSAGE_SCHEME_TRY_ABOUT, about, 5);
	say(call, MESSAGE_SCHEME_TRY_COUNTS, counts, 4);
	if (plan->change_count)
		heading(call, MESSAGE_SCHEME_TRY_CHANGES);
	for (size_t i = 0; i < plan->change_count; i++) {
		struct str text =
			scheme_try_sentence(&plan->changes[i], call->language, call->arena);
		printf("  %.*s\n", STR_ARG(text));
	}
	putchar('\n');
}

static int print_rows(struct call *call, const struct scheme_try *trial, struct error *err)
{
	struct output_table table = { .format = call->format,
				      .columns = scheme_try_columns,
				      .column_count = SCHEME_TRY_COLUMNS,
				      .sink = output_to_file(stdout),
				      .arena = call->arena };

	output_table_begin(&table);
	for (size_t i = 0; i < trial->row_count; i++) {
		struct str cells[SCHEME_TRY_COLUMNS];

		scheme_try_cells(trial, &trial->rows[i], call->language,
				 call->format == OUTPUT_TEXT, call->arena, cells);
		output_table_row(&table, cells);
	}
	return output_table_end(&table, err);
}

static struct str last_name(const struct call *call, const struct appraised_subject *subject)
{
	return subject ? subject->name
		       : str_from(message_text(MESSAGE_SCHEME_TRY_NOBODY, call->language));
}

static void print_groups(struct call *call, const struct scheme_try *trial)
{
	heading(call, MESSAGE_SCHEME_TRY_LASTS);
	for (size_t g = 0; g < trial->after->group_count; g++) {
		const struct appraisal_ranking *ranking =
			appraisal_ranking(trial->after->appraisal, (int)g);
		struct message_value values[] = {
			{ "group", trial->after->groups[g].name },
			{ "before", last_name(call, scheme_try_last_before(trial, (int)g)) },
			{ "after", last_name(call, scheme_try_last_after(trial, (int)g)) },
			{ "count", number(call, ranking->incomplete) },
		};

		printf("  ");
		say(call, MESSAGE_SCHEME_TRY_LAST, values, 3);
		if (ranking->incomplete) {
			printf("    ");
			say(call, MESSAGE_SCHEME_TRY_INCOMPLETE, &values[3], 1);
		}
	}
}

static void print_quotas(struct call *call, const struct scheme_try *trial)
{
	heading(call, MESSAGE_SCHEME_TRY_GRADES);
	for (size_t i = 0; i < trial->quota_count; i++) {
		const struct scheme_try_quota *quota = &trial->quotas[i];
		const struct scheme_text *grade = &trial->after->scheme->grades[quota->grade].title;
		struct message_value values[] = {
			{ "group", trial->after->groups[quota->group].name },
			{ "grade", call->language == LANGUAGE_ZH ? grade->zh : grade->en },
			{ "before", number(call, quota->before) },
			{ "after", number(call, quota->after) },
			{ "count", number(call, quota->moved_down) },
		};

		printf("  ");
		say(call,
		    quota->moved_down ? MESSAGE_SCHEME_TRY_QUOTA_MOVED : MESSAGE_SCHEME_TRY_QUOTA,
		    values, 5);
	}
}

static void print_triggers(struct call *call, const struct scheme_try *trial)
{
	heading(call, MESSAGE_SCHEME_TRY_TRIGGERS);
	if (!trial->trigger_count)
		printf("  %s\n", message_text(MESSAGE_SCHEME_TRY_NO_TRIGGER, call->language));
	for (size_t i = 0; i < trial->trigger_count; i++) {
		const struct scheme_try_trigger *trigger = &trial->triggers[i];
		const struct trigger_proposal *proposal =
			trigger->after ? &trigger->after->proposal : &trigger->before->proposal;
		struct str names = scheme_try_names(proposal, call->language, call->arena);
		struct message_value values[] = {
			{ "unit", proposal->unit_name },
			{ "names", names.length ? names
						: str_from(message_text(
							  MESSAGE_SCHEME_TRY_UNDETERMINED,
							  call->language)) },
		};
		enum message message = MESSAGE_SCHEME_TRY_FIRES_BOTH;

		if (!trigger->before)
			message = MESSAGE_SCHEME_TRY_FIRES_NOW;
		if (!trigger->after)
			message = MESSAGE_SCHEME_TRY_FIRES_NO_MORE;
		printf("  ");
		say(call, message, values, 2);
	}
}

static int print_json(struct call *call, const struct scheme_try *trial, struct error *err)
{
	struct buf out;
	struct json json;

	buf_init(&out, JSON_BYTES);
	json_init(&json, &out);
	scheme_try_json(trial, call->language, call->arena, &json);
	buf_add_byte(&out, '\n');
	call_print(buf_str(&out));
	int rc = buf_failed(&out) ? error_broken(err, ERR_MEMORY, "scheme trial") : 0;
	buf_release(&out);
	return rc;
}

int scheme_try_print(struct call *call, const struct scheme_try *trial, struct error *err)
{
	if (call->format == OUTPUT_JSON)
		return print_json(call, trial, err);
	if (call->format == OUTPUT_CSV)
		return print_rows(call, trial, err);
	print_about(call, trial);
	int rc = print_rows(call, trial, err);
	if (rc < 0)
		return rc;
	print_groups(call, trial);
	print_quotas(call, trial);
	print_triggers(call, trial);
	return 0;
}
