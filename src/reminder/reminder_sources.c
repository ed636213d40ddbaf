/*
 * reminder_sources.c - the one table of what a digest may list, and what sources share.
 *
 * Sources of other rooms are named by their address and included nowhere.
 */
#include "reminder/reminder_source.h"

extern const struct reminder_source assignment_reminders; /* reminder/assignment_reminders.c */
extern const struct reminder_source returned_reminders;
extern const struct reminder_source review_reminders; /* reminder/desk_reminders.c */
extern const struct reminder_source request_reminders;
extern const struct reminder_source letter_reminders; /* reminder/letter_reminders.c */

const struct reminder_source *const reminder_sources[] = {
	&assignment_reminders,
	&returned_reminders,
	&review_reminders,
	&request_reminders,
	&letter_reminders,
	NULL,
};

const struct reminder_source *reminder_source_find(struct str name)
{
	for (size_t i = 0; reminder_sources[i]; i++)
		if (str_equal(name, str_from(reminder_sources[i]->name)))
			return reminder_sources[i];
	return NULL;
}

int reminder_add(const struct reminder_scope *scope, const struct reminder_line *line,
		 struct reminder_lines *out, struct error *err)
{
	if (out->count == REMINDER_LINES_MAXIMUM)
		return error_broken(err, ERR_MEMORY, "more than %d lines of reminders",
				    REMINDER_LINES_MAXIMUM);
	if (out->count == out->capacity) {
		size_t capacity = out->capacity ? out->capacity * 2 : 256;
		struct reminder_line *items =
			ARENA_ARRAY(scope->arena, struct reminder_line, capacity);

		if (!items)
			return error_broken(err, ERR_MEMORY, "%zu lines of reminders", capacity);
		if (out->count)
			memcpy(items, out->items, out->count * sizeof(*items));
		out->items = items;
		out->capacity = capacity;
	}
	out->items[out->count++] = *line;
	return 0;
}

int reminder_since(const struct reminder_scope *scope, enum reminder_step_name step, int32_t due,
		   int32_t *out, struct error *err)
{
	const struct reminder_when when = { scope->rule, scope->calendar, scope->today };
	int code = reminder_step_day(&when, step, due, out, err);

	if (code != -ERR_RULE)
		return code;
	if (!scope->problem->code)
		*scope->problem = *err;
	error_clear(err);
	*out = CIVIL_NO_DAY;
	return 0;
}

static void set_add(struct reminder_set *set, const struct reminder_reader *reader)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i] == reader)
			return;
	if (set->count < REMINDER_SET_MAXIMUM)
		set->items[set->count++] = reader;
}

void reminder_set_person(const struct reminder_scope *scope, int64_t person_id,
			 struct reminder_set *set)
{
	size_t low = 0, high = scope->reader_count;

	if (!person_id)
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (scope->readers[middle].person_id < person_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < scope->reader_count && scope->readers[low].person_id == person_id; low++)
		set_add(set, &scope->readers[low]);
}

static bool holds(const struct rights *rights, enum role role, int64_t unit_id)
{
	for (size_t i = 0; i < rights->count; i++) {
		const struct role_scope *grant = &rights->grants[i];

		if (grant->role == role && grant->unit_id == unit_id && !grant->for_account_id)
			return true;
	}
	return false;
}

void reminder_set_role(const struct reminder_scope *scope, enum role role, int64_t unit_id,
		       struct reminder_set *set)
{
	for (size_t i = 0; i < scope->reader_count; i++)
		if (holds(&scope->readers[i].rights, role, unit_id))
			set_add(set, &scope->readers[i]);
}

void reminder_cite(const struct reminder_scope *scope, struct str article, struct str *out_zh,
		   struct str *out_en)
{
	const struct reminder_rule *rule = scope->rule;

	*out_zh = arena_format(scope->arena, "（%.*s%.*s，第 %d 版）", STR_ARG(rule->title),
			       STR_ARG(article), rule->version);
	*out_en = arena_format(scope->arena, " (%.*s%s%.*s, version %d)", STR_ARG(rule->title_en),
			       article.length ? ", " : "", STR_ARG(article), rule->version);
}
