/* reminder_rule.c - see reminder_rule.h. */
#include "reminder/reminder_rule.h"

#include "messages_reminder.h"

#define DAYS_MAXIMUM 400
#define REPEAT_MAXIMUM 100
#define MINUTES_OF_A_DAY (24 * 60)

const struct field_choice reminder_steps[] = {
	{ "responsible", MESSAGE_REMINDER_STEP_RESPONSIBLE },
	{ "liaison", MESSAGE_REMINDER_STEP_LIAISON },
	{ "leader", MESSAGE_REMINDER_STEP_LEADER },
	{ "waiting", MESSAGE_REMINDER_STEP_WAITING },
	{ NULL, MESSAGE_NONE },
};

/* Reading ------------------------------------------------------------------------------------------ */

static bool parse_minute(struct str text, int *out)
{
	struct str rest = text;
	struct str hour = str_split(&rest, ':');
	int64_t hours, minutes;

	if (rest.length != 2 || !str_parse_int(hour, 0, 24, &hours) ||
	    !str_parse_int(rest, 0, 59, &minutes) || hours * 60 + minutes > MINUTES_OF_A_DAY)
		return false;
	*out = (int)(hours * 60 + minutes);
	return true;
}

static void read_minute(struct rule_problems *problems, const struct rule_node *node, int *out)
{
	if (node && !parse_minute(node->text, out))
		rule_problem(problems, node->place,
			     "'%.*s' is no time of day; accepted: 00:00 to 24:00, for example 08:30",
			     "“%.*s”不是时刻；应为 00:00 至 24:00，例如 08:30", STR_ARG(node->text));
}

static void read_hours(struct rule_problems *problems, const struct rule_node *map,
		       struct reminder_rule *out)
{
	static const struct rule_key keys[] = { { "from", RULE_TEXT, true },
						{ "to", RULE_TEXT, true },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	out->close_minute = MINUTES_OF_A_DAY;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	read_minute(problems, nodes[0], &out->open_minute);
	read_minute(problems, nodes[1], &out->close_minute);
	rule_read_text(problems, nodes[2], &out->hours_article);
	if (out->open_minute >= out->close_minute)
		rule_problem(problems, map->place, "from is not before to", "from 应早于 to");
}

static void read_step(struct rule_problems *problems, const struct rule_node *map,
		      struct reminder_step *out)
{
	static const struct rule_key keys[] = { { "before", RULE_TEXT, false },
						{ "late", RULE_TEXT, false },
						{ "repeat", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int before = 0;

	if (!map)
		return;
	out->present = true;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(problems, nodes[0], 0, DAYS_MAXIMUM, &before);
	rule_read_int(problems, nodes[1], 1, DAYS_MAXIMUM, &out->days);
	rule_read_int(problems, nodes[2], 0, REPEAT_MAXIMUM, &out->repeat);
	rule_read_text(problems, nodes[3], &out->article);
	if (!nodes[0] == !nodes[1])
		rule_problem(problems, map->place, "give either before or late",
			     "before 与 late 应填且只填一个");
	if (nodes[0])
		out->days = -before;
}

static void read_waiting(struct rule_problems *problems, const struct rule_node *map,
			 struct reminder_step *out)
{
	static const struct rule_key keys[] = { { "repeat", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	out->present = true;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(problems, nodes[0], 0, REPEAT_MAXIMUM, &out->repeat);
	rule_read_text(problems, nodes[1], &out->article);
}

/* Nobody hears before those whose matter it is first. */
static void check_order(struct rule_problems *problems, const struct rule_node *const *nodes,
			const struct reminder_rule *rule)
{
	for (int i = REMIND_LIAISON; i <= REMIND_LEADER; i++)
		for (int k = REMIND_RESPONSIBLE; k < i; k++) {
			const struct reminder_step *first = &rule->steps[k];
			const struct reminder_step *later = &rule->steps[i];

			if (nodes[i] && first->present && later->present &&
			    first->days > later->days)
				rule_problem(problems, nodes[i]->place,
					     "%s hears before %s; the order is responsible, liaison, leader",
					     "%s 先于 %s；顺序应为 responsible、liaison、leader",
					     reminder_steps[i].name, reminder_steps[k].name);
		}
}

static void read_rules(struct rule_problems *problems, const struct rule_node *map,
		       struct reminder_rule *out)
{
	static const char *const types[] = { "calendar", "working", NULL };
	static const struct rule_key keys[] = {
		{ "responsible", RULE_MAP, true }, { "liaison", RULE_MAP, false },
		{ "leader", RULE_MAP, false },	   { "waiting", RULE_MAP, false },
		{ "day_type", RULE_TEXT, true },   { "hours", RULE_MAP, true },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int type = 0;

	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	for (int i = REMIND_RESPONSIBLE; i <= REMIND_LEADER; i++)
		read_step(problems, nodes[i], &out->steps[i]);
	read_waiting(problems, nodes[REMIND_WAITING], &out->steps[REMIND_WAITING]);
	rule_read_choice(problems, nodes[4], types, &type);
	read_hours(problems, nodes[5], out);
	out->working = type == 1;
	check_order(problems, nodes, out);
}

static void check_rules(struct rule_problems *problems, const struct rule_node *rules)
{
	struct reminder_rule rule = { .present = true };

	read_rules(problems, rules, &rule);
}

const struct rulebook_kind reminder_rulebook = { "reminders", MESSAGE_REMINDER_RULEBOOK_KIND,
						 check_rules };

int reminder_rule_read(const struct rulebook *book, int64_t record_id, struct arena *arena,
		       struct reminder_rule *out, struct error *err)
{
	struct rule_problems *none = ARENA_NEW(arena, struct rule_problems);

	if (!none)
		return error_broken(err, ERR_MEMORY, "a rule for reminders");
	rule_problems_init(none, arena);
	*out = (struct reminder_rule){ .present = true,
				       .title = book->title,
				       .title_en = book->title_en,
				       .version = book->version,
				       .example = book->example,
				       .record_id = record_id };
	read_rules(none, book->rules, out);
	return 0;
}

int reminder_rule_load(struct db *db, int64_t jurisdiction_id, int32_t day, struct arena *arena,
		       struct reminder_rule *out, struct error *err)
{
	const struct rulebook_request request = { jurisdiction_id, reminder_rulebook.name, day };
	struct rulebook book;
	int64_t id;
	int code = rulebook_load(db, &request, arena, &book, &id, err);

	*out = (struct reminder_rule){ .present = false };
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code ? code : reminder_rule_read(&book, id, arena, out, err);
}

/* Hours -------------------------------------------------------------------------------------------- */

int reminder_window_at(const struct reminder_rule *rule, const struct workday_calendar *calendar,
		       int32_t day, int minute, enum reminder_window *out, struct error *err)
{
	struct workday found;
	int code = workday_look(calendar, day, &found, err);

	if (code)
		return code;
	if (!workday_is_worked(found))
		*out = REMINDER_DAY_OFF;
	else if (minute < rule->open_minute)
		*out = REMINDER_EARLY;
	else
		*out = minute < rule->close_minute ? REMINDER_OPEN : REMINDER_LATE;
	return 0;
}

/* Days --------------------------------------------------------------------------------------------- */

/* `days` from `day` on, as the rule counts, moved to a worked day. */
static int count_on(const struct reminder_when *when, int32_t day, int days, bool backward,
		    int32_t *out, struct error *err)
{
	int32_t end = day + days;
	int code = when->rule->working ? workday_add(when->calendar, day, days, &end, err) : 0;

	return code ? code : workday_roll(when->calendar, end, backward, out, err);
}

/* The last whole repetition: every `repeat` days since `first`. */
static int last_repeat(const struct reminder_when *when, int repeat, int32_t first, int32_t *out,
		       struct error *err)
{
	int passed = when->today - first;
	int code = when->rule->working
			   ? workday_count(when->calendar, first, when->today, &passed, err)
			   : 0;

	for (int times = passed / repeat; !code && times >= 0; times--) {
		int32_t day;

		code = count_on(when, first, times * repeat, false, &day, err);
		if (!code && day <= when->today) {
			*out = day;
			return 0;
		}
	}
	return code;
}

int reminder_step_day(const struct reminder_when *when, enum reminder_step_name step, int32_t due,
		      int32_t *out, struct error *err)
{
	const struct reminder_step *found = &when->rule->steps[step];
	bool backward = step != REMIND_WAITING && found->days <= 0;
	int32_t first;
	int code;

	*out = CIVIL_NO_DAY;
	if (!when->rule->present || !found->present || due == CIVIL_NO_DAY)
		return 0;
	/* Far ahead nothing is asked, and the calendar of that year need not be loaded. */
	if (found->days > 0 ? due >= when->today : due + found->days * 3 - 30 > when->today)
		return 0;
	code = count_on(when, due, found->days, backward, &first, err);
	if (code || first > when->today)
		return code;
	if (found->repeat)
		return last_repeat(when, found->repeat, first, out, err);
	*out = first;
	return 0;
}
