/* upload_rules.c - see upload_rules.h. */
#include "evidence/upload_rules.h"

#include "embedded.h"
#include "process/rule_tree.h"

#define NAME_BYTES 200
#define MEGABYTE   ((int64_t)1 << 20)

/* Reading -------------------------------------------------------------------------------------- */

static void read_extensions(struct rule_problems *problems, const struct rule_node *list,
			    struct upload_type *out)
{
	for (const struct rule_node *node = list ? list->first : NULL; node; node = node->next) {
		if (out->extension_count == ARRAY_LENGTH(out->extensions)) {
			rule_problem(problems, node->place, "at most %d extensions of a type",
				     "一种类型最多 %d 个扩展名", (int)ARRAY_LENGTH(out->extensions));
			return;
		}
		rule_read_code(problems, node, &out->extensions[out->extension_count++]);
	}
	if (list && !list->count)
		rule_problem(problems, list->place, "a type needs an extension%s",
			     "类型至少要有一个扩展名%s", "");
}

static void read_type(struct rule_problems *problems, const struct rule_node *node,
		      struct upload_type *out)
{
	static const struct rule_key keys[] = { { "type", RULE_TEXT, true },
						{ "extensions", RULE_LIST, true },
						{ "show", RULE_TEXT, true } };
	static const char *const shows[] = { "download", "inline", NULL };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int show = 0;

	rule_map_read(problems, node, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(problems, nodes[0], &out->type);
	read_extensions(problems, nodes[1], out);
	rule_read_choice(problems, nodes[2], shows, &show);
	out->is_inline = show == 1;
}

static int read_types(struct rule_problems *problems, const struct rule_node *list,
		      struct arena *arena, struct upload_rules *out)
{
	out->types = ARENA_ARRAY(arena, struct upload_type, list ? list->count + 1 : 1);
	if (!out->types)
		return -ERR_MEMORY;
	for (const struct rule_node *node = list ? list->first : NULL; node; node = node->next)
		read_type(problems, node, &out->types[out->type_count++]);
	return 0;
}

int upload_rules_parse(struct str text, struct arena *arena, struct upload_rules *out,
		       struct error *err)
{
	static const struct rule_key keys[] = {
		{ "uploads", RULE_TEXT, true },		  { "version", RULE_TEXT, true },
		{ "from", RULE_TEXT, true },		  { "maximum_megabytes", RULE_TEXT, true },
		{ "unfinished_megabytes", RULE_TEXT, true }, { "kept_days", RULE_TEXT, true },
		{ "types", RULE_LIST, true },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct rule_problems problems;
	struct rule_node *root;
	int maximum = 0, unfinished = 0;
	int rc;

	*out = (struct upload_rules){ .kept_days = 0 };
	rule_problems_init(&problems, arena);
	rc = rule_tree_parse(text, arena, &problems, &root, err);
	if (rc)
		return rc;
	rule_map_read(&problems, root, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(&problems, nodes[3], 1, 4096, &maximum);
	rule_read_int(&problems, nodes[4], 1, 65536, &unfinished);
	rule_read_int(&problems, nodes[5], 1, 90, &out->kept_days);
	rc = read_types(&problems, nodes[6], arena, out);
	if (rc)
		return error_broken(err, ERR_MEMORY, "upload rules");
	if (problems.count) {
		rule_problems_sort(&problems);
		return rule_problems_error(&problems, err);
	}
	out->maximum_bytes = maximum * MEGABYTE;
	out->unfinished_bytes = unfinished * MEGABYTE;
	return 0;
}

int upload_rules_load(struct arena *arena, const struct upload_rules **out, struct error *err)
{
	struct upload_rules *rules = ARENA_NEW(arena, struct upload_rules);

	if (!rules)
		return error_broken(err, ERR_MEMORY, "upload rules");
	*out = rules;
	for (int i = 0; i < embedded_rules_count; i++)
		if (strcmp(embedded_rules[i].name, "uploads/evidence") == 0)
			return upload_rules_parse(embedded_rules[i].text, arena, rules, err);
	return error_broken(err, ERR_BROKEN, "no upload rules in the program");
}

/* Asking --------------------------------------------------------------------------------------- */

const struct upload_type *upload_rules_find(const struct upload_rules *rules, struct str type)
{
	for (size_t i = 0; i < rules->type_count; i++)
		if (str_equal(rules->types[i].type, type))
			return &rules->types[i];
	return NULL;
}

static struct str join(const struct upload_rules *rules, struct arena *arena, const char *before,
		       const char *between)
{
	struct str all = STR("");

	for (size_t i = 0; i < rules->type_count; i++)
		for (size_t e = 0; e < rules->types[i].extension_count; e++)
			all = arena_format(arena, "%.*s%s%s%.*s", STR_ARG(all),
					   all.length ? between : "", before,
					   STR_ARG(rules->types[i].extensions[e]));
	return all;
}

struct str upload_rules_extensions(const struct upload_rules *rules, struct arena *arena)
{
	return join(rules, arena, "", ", ");
}

struct str upload_rules_accept(const struct upload_rules *rules, struct arena *arena)
{
	return join(rules, arena, ".", ",");
}

/* Names ---------------------------------------------------------------------------------------- */

/* Characters that hide in a name or turn it round: "gpj.exe" written from right to left. */
static bool is_hidden(int32_t c)
{
	static const int32_t ranges[][2] = { { 0x00, 0x1f },	 { 0x7f, 0x9f },     { 0x200b, 0x200f },
					     { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff } };

	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return c < 0x80 && strchr("/\\:*?\"<>|", (char)c) != NULL;
}

static struct str without_hidden(struct str name, struct arena *arena)
{
	char *copy = arena_alloc(arena, name.length + 1);
	size_t length = 0, at = 0;

	while (copy && at < name.length) {
		size_t start = at;
		int32_t c = utf8_next(name, &at);

		if (c < 0)
			break;
		if (is_hidden(c))
			continue;
		memcpy(copy + length, name.bytes + start, at - start);
		length += at - start;
	}
	return str_trim((struct str){ copy, length });
}

static bool has_extension(struct str name, const struct upload_type *type)
{
	for (size_t i = 0; i < type->extension_count; i++) {
		struct str extension = type->extensions[i];

		if (name.length > extension.length + 1 &&
		    name.bytes[name.length - extension.length - 1] == '.' &&
		    str_equal_ignore_case(str_slice(name, name.length - extension.length,
						    extension.length),
					  extension))
			return true;
	}
	return false;
}

/* Cut the middle of a name, never its extension. */
static struct str cut_name(struct str name, struct arena *arena)
{
	ptrdiff_t dot = -1;

	if (name.length <= NAME_BYTES)
		return name;
	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] == '.')
			dot = (ptrdiff_t)i;
	struct str tail = dot < 0 || name.length - (size_t)dot > 16
				  ? STR("")
				  : str_slice(name, (size_t)dot, name.length);
	struct str stem = utf8_cut(name, NAME_BYTES - tail.length);
	return arena_format(arena, "%.*s%.*s", STR_ARG(stem), STR_ARG(tail));
}

struct str upload_file_name(struct str name, const struct upload_type *type, struct arena *arena)
{
	struct str clean = without_hidden(utf8_is_valid(name) ? name : STR(""), arena);

	while (clean.length && clean.bytes[0] == '.')
		clean = str_trim(str_slice(clean, 1, clean.length));
	if (!clean.length)
		clean = STR("file");
	clean = cut_name(clean, arena);
	if (type && type->extension_count && !has_extension(clean, type))
		clean = arena_format(arena, "%.*s.%.*s", STR_ARG(clean),
				     STR_ARG(type->extensions[0]));
	return clean.bytes ? clean : STR("file");
}
