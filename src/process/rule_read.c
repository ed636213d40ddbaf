/*
 * rule_read.c - typed values out of a rule tree; each misfit is a problem with its place.
 */
#include "process/rule_tree.h"

static const struct {
	const char *en, *zh;
} kind_names[RULE_NODE_KIND_COUNT] = {
	[RULE_TEXT] = { "a single value", "单个值" },
	[RULE_LIST] = { "a list", "列表" },
	[RULE_MAP] = { "a map of keys and values", "“键: 值”的映射" },
};

static void wrong_kind(struct rule_problems *problems, const struct rule_node *node,
		       const char *name, enum rule_node_kind wanted)
{
	rule_problem(problems, node->place, "“%s” must be %s%.0s", "“%s”应为%.0s%s", name,
		     kind_names[wanted].en, kind_names[wanted].zh);
}

static bool node_is_empty(const struct rule_node *node)
{
	return node->kind == RULE_TEXT && node->text.length == 0;
}

static int key_position(const struct rule_key *keys, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_from(keys[i].name), name))
			return (int)i;
	return -1;
}

/* "a, b, c" of the keys that a map may have. */
static struct str key_names(struct arena *arena, const struct rule_key *keys, size_t count)
{
	struct str names = STR("");
	for (size_t i = 0; i < count; i++)
		names = arena_format(arena, "%.*s%s%s", STR_ARG(names), i ? ", " : "",
				     keys[i].name);
	return names;
}

static void key_place(struct rule_problems *problems, const struct rule_node *child,
		      const struct rule_key *key, const struct rule_node **out)
{
	if (child->kind == key->kind && !node_is_empty(child))
		*out = child;
	else if (node_is_empty(child))
		rule_problem(problems, child->key_place, "“%s” has no value", "“%s”没有值",
			     key->name);
	else
		wrong_kind(problems, child, key->name, key->kind);
}

void rule_map_read(struct rule_problems *problems, const struct rule_node *map,
		   const struct rule_key *keys, size_t count, const struct rule_node **out_nodes)
{
	bool seen[32] = { false };
	for (size_t i = 0; i < count; i++)
		out_nodes[i] = NULL;
	if (map->kind != RULE_MAP) {
		wrong_kind(problems, map, map->key.bytes ? map->key.bytes : "…", RULE_MAP);
		return;
	}
	for (const struct rule_node *child = map->first; child; child = child->next) {
		int at = key_position(keys, count, child->key);
		if (at < 0) {
			struct str names = key_names(problems->arena, keys, count);
			rule_problem(problems, child->key_place,
				     "unknown key “%.*s”; accepted: %.*s",
				     "未知的键“%.*s”；可用：%.*s", STR_ARG(child->key),
				     STR_ARG(names));
			continue;
		}
		seen[at] = true;
		key_place(problems, child, &keys[at], &out_nodes[at]);
	}
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !seen[i])
			rule_problem(problems, map->place, "the key “%s” is missing here",
				     "此处缺少键“%s”", keys[i].name);
}

/* Values -------------------------------------------------------------------------------------- */

static void misfit(struct rule_problems *problems, const struct rule_node *node,
		   const char *accepted_en, const char *accepted_zh)
{
	struct str found = utf8_cut(node->text, 60);
	rule_problem(problems, node->place, "found “%.*s”, accepted: %s%.0s",
		     "值为“%.*s”，可接受：%.0s%s", STR_ARG(found), accepted_en, accepted_zh);
}

void rule_read_text(struct rule_problems *problems, const struct rule_node *node, struct str *out)
{
	if (!node)
		return;
	if (node->kind != RULE_TEXT) {
		wrong_kind(problems, node, "…", RULE_TEXT);
		return;
	}
	if (str_trim(node->text).length == 0 || utf8_length(node->text) > 500) {
		misfit(problems, node, "1 to 500 characters", "1 至 500 个字符");
		return;
	}
	*out = node->text;
}

static bool is_code(struct str text)
{
	if (text.length < 1 || text.length > 40)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && !strchr("_-.", c))
			return false;
	}
	return true;
}

void rule_read_code(struct rule_problems *problems, const struct rule_node *node, struct str *out)
{
	if (!node)
		return;
	if (node->kind == RULE_TEXT && is_code(node->text))
		*out = node->text;
	else
		misfit(problems, node, "1 to 40 of the letters A-Z a-z 0-9 _ - .",
		       "1 至 40 个字符：A-Z a-z 0-9 _ - .");
}

void rule_read_int(struct rule_problems *problems, const struct rule_node *node, int minimum,
		   int maximum, int *out)
{
	int64_t number = 0;
	if (!node)
		return;
	if (str_parse_int(node->text, minimum, maximum, &number)) {
		*out = (int)number;
		return;
	}
	struct str en = arena_format(problems->arena, "a whole number from %d to %d", minimum,
				     maximum);
	struct str zh = arena_format(problems->arena, "%d 到 %d 的整数", minimum, maximum);
	misfit(problems, node, en.bytes, zh.bytes);
}

void rule_read_decimal(struct rule_problems *problems, const struct rule_node *node,
		       struct decimal minimum, struct decimal maximum, struct decimal *out)
{
	struct decimal value;
	if (!node)
		return;
	if (decimal_parse(node->text, &value) && decimal_compare(value, minimum) >= 0 &&
	    decimal_compare(value, maximum) <= 0) {
		*out = value;
		return;
	}
	char low[DECIMAL_TEXT_BYTES], high[DECIMAL_TEXT_BYTES];
	decimal_format_short(minimum, low);
	decimal_format_short(maximum, high);
	struct str en = arena_format(problems->arena,
				     "a number from %s to %s with at most %d places", low, high,
				     DECIMAL_PLACES);
	struct str zh = arena_format(problems->arena, "%s 到 %s 的数，最多 %d 位小数", low, high,
				     DECIMAL_PLACES);
	misfit(problems, node, en.bytes, zh.bytes);
}

void rule_read_bool(struct rule_problems *problems, const struct rule_node *node, bool *out)
{
	static const char *const names[] = { "no", "yes", "false", "true", "否", "是" };
	if (!node)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		if (str_equal_ignore_case(node->text, str_from(names[i]))) {
			*out = i % 2 == 1;
			return;
		}
	}
	misfit(problems, node, "yes, no", "是、否（yes、no）");
}

void rule_read_choice(struct rule_problems *problems, const struct rule_node *node,
		      const char *const *names, int *out)
{
	struct str all = STR("");
	if (!node)
		return;
	for (int i = 0; names[i]; i++) {
		if (str_equal(node->text, str_from(names[i]))) {
			*out = i;
			return;
		}
		all = arena_format(problems->arena, "%.*s%s%s", STR_ARG(all), i ? ", " : "",
				   names[i]);
	}
	misfit(problems, node, all.bytes, all.bytes);
}
