/* light_rule.c - the section `rules` of a rulebook of kind "lights". See light.h. */
#include "messages_rulebook.h"
#include "progress/light.h"

#define DAYS_MAXIMUM 400
#define LATEST_MAXIMUM 50

static void read_count(struct rule_problems *problems, const struct rule_node *map,
		       struct light_count *out)
{
	static const char *const types[] = { "calendar", "working", NULL };
	static const struct rule_key keys[] = { { "days", RULE_TEXT, true },
						{ "day_type", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int type = 0;

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(problems, nodes[0], 0, DAYS_MAXIMUM, &out->days);
	rule_read_choice(problems, nodes[1], types, &type);
	rule_read_text(problems, nodes[2], &out->article);
	out->working = type == 1;
}

static void read_waiting(struct rule_problems *problems, const struct rule_node *map,
			 struct light_rule *out)
{
	static const struct rule_key keys[] = { { "counts", RULE_TEXT, true },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_bool(problems, nodes[0], &out->waiting_counts);
	rule_read_text(problems, nodes[1], &out->waiting_article);
}

static void read_forecast(struct rule_problems *problems, const struct rule_node *map,
			  struct light_rule *out)
{
	static const struct rule_key keys[] = { { "latest", RULE_TEXT, true },
						{ "minimum", RULE_TEXT, true },
						{ "horizon", RULE_TEXT, true },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(problems, nodes[0], 1, LATEST_MAXIMUM, &out->forecast_latest);
	rule_read_int(problems, nodes[1], 1, LATEST_MAXIMUM, &out->forecast_minimum);
	rule_read_int(problems, nodes[2], 1, DAYS_MAXIMUM, &out->forecast_horizon);
	rule_read_text(problems, nodes[3], &out->forecast_article);
	if (out->forecast_minimum > out->forecast_latest)
		rule_problem(problems, nodes[1] ? nodes[1]->place : map->place,
			     "minimum %d is more than latest %d", "minimum %d 大于 latest %d",
			     out->forecast_minimum, out->forecast_latest);
}

static void read_rules(struct rule_problems *problems, const struct rule_node *map,
		       struct light_rule *out)
{
	static const struct rule_key keys[] = { { "grey", RULE_MAP, true },
						{ "yellow", RULE_MAP, true },
						{ "red", RULE_MAP, true },
						{ "waiting", RULE_MAP, true },
						{ "forecast", RULE_MAP, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	read_count(problems, nodes[0], &out->grey);
	read_count(problems, nodes[1], &out->yellow);
	read_count(problems, nodes[2], &out->red);
	read_waiting(problems, nodes[3], out);
	read_forecast(problems, nodes[4], out);
	if (nodes[0] && out->grey.working)
		rule_problem(problems, nodes[0]->place, "grey counts calendar days",
			     "grey 按自然日计算");
	if (nodes[0] && nodes[1] && !out->yellow.working && out->grey.days < out->yellow.days)
		rule_problem(problems, nodes[0]->place,
			     "grey ends %d days before the due day, behind the beginning of yellow, "
			     "%d days before",
			     "grey 止于到期前 %d 日，晚于 yellow 开始的到期前 %d 日",
			     out->grey.days, out->yellow.days);
}

static void check_rules(struct rule_problems *problems, const struct rule_node *rules)
{
	struct light_rule rule = { .present = true };

	read_rules(problems, rules, &rule);
}

const struct rulebook_kind light_rulebook = { "lights", MESSAGE_RULEBOOK_KIND_LIGHTS, check_rules };

int light_rule_read(const struct rulebook *book, int64_t record_id, struct arena *arena,
		    struct light_rule *out, struct error *err)
{
	struct rule_problems *none = ARENA_NEW(arena, struct rule_problems);

	if (!none)
		return error_broken(err, ERR_MEMORY, "a rule for lights");
	rule_problems_init(none, arena);
	*out = (struct light_rule){ .present = true,
				    .title = book->title,
				    .title_en = book->title_en,
				    .version = book->version,
				    .example = book->example,
				    .record_id = record_id };
	read_rules(none, book->rules, out);
	return 0;
}
