/* letter_rule.c - reading and checking templates, each fault with its line. See letter_rule.h. */
#include "letter/letter_rule.h"

#include "messages_letter.h"
#include "people/post.h"
#include "people/unit.h"

const char *const letter_part_names[] = { "study", "performance", "integrity", NULL };
const char *const letter_head_names[] = { "duty", "self", NULL };

static const char *const who_names[] = { "unit_principal", "leader_in_charge", "parent_principal",
					 "body_post", NULL };
/* What may stand in braces. */
static const char *const place_names[] = { "name",     "unit",		"post",	     "year",
					   "superior", "superior_post", "count",     "plan_version",
					   NULL };

struct reading {
	struct rule_problems *problems;
	struct arena *arena;
	bool failed; /* memory */
};

/* Conditions --------------------------------------------------------------------------------------- */

static int choice_of(const struct field_choice *choices, struct str name)
{
	for (int i = 0; choices[i].name; i++)
		if (str_equal(name, str_from(choices[i].name)))
			return i;
	return -1;
}

static unsigned read_choices(struct reading *it, const struct rule_node *list,
			     const struct field_choice *choices)
{
	unsigned set = 0;

	for (const struct rule_node *node = list ? list->first : NULL; node; node = node->next) {
		int at = node->kind == RULE_TEXT ? choice_of(choices, node->text) : -1;
		struct str names = STR("");

		if (at >= 0) {
			set |= 1u << at;
			continue;
		}
		for (int i = 0; choices[i].name; i++)
			names = arena_format(it->arena, "%.*s%s%s", STR_ARG(names), i ? ", " : "",
					     choices[i].name);
		rule_problem(it->problems, node->place, "found \"%.*s\"; accepted: %.*s",
			     "“%.*s”不可用；可用：%.*s", STR_ARG(node->text), STR_ARG(names));
	}
	return set;
}

static struct letter_texts read_texts(struct reading *it, const struct rule_node *list)
{
	struct letter_texts out = { .count = 0 };

	if (!list)
		return out;
	out.items = ARENA_ARRAY(it->arena, struct str, list->count + 1);
	it->failed |= !out.items;
	for (const struct rule_node *node = list->first; node && out.items; node = node->next) {
		if (node->kind == RULE_TEXT && node->text.length)
			out.items[out.count++] = node->text;
		else
			rule_problem(it->problems, node->place, "a text is expected here",
				     "此处应为文字");
	}
	return out;
}

#define WHEN_KEYS                                                                                  \
	{ "levels", RULE_LIST, false }, { "principal", RULE_TEXT, false },                         \
		{ "kinds", RULE_LIST, false }, { "fields", RULE_LIST, false },                     \
	{                                                                                          \
		"titles", RULE_LIST, false                                                         \
	}
#define WHEN_COUNT 5

/* `nodes`: those of WHEN_KEYS. */
static struct letter_condition read_when(struct reading *it, const struct rule_node *const *nodes)
{
	struct letter_condition when = { .levels = read_choices(it, nodes[0], post_levels),
					 .kinds = read_choices(it, nodes[2], unit_kinds),
					 .principal = -1,
					 .fields = read_texts(it, nodes[3]),
					 .titles = read_texts(it, nodes[4]) };
	bool principal = false;

	if (nodes[1]) {
		rule_read_bool(it->problems, nodes[1], &principal);
		when.principal = principal;
	}
	return when;
}

/* Paragraphs --------------------------------------------------------------------------------------- */

static bool is_place(struct str name)
{
	for (size_t i = 0; place_names[i]; i++)
		if (str_equal(name, str_from(place_names[i])))
			return true;
	return false;
}

static void check_places(struct reading *it, const struct rule_node *node)
{
	struct str rest = node->text;

	while (rest.length) {
		str_split(&rest, '{');
		if (!rest.length)
			return;
		bool closed = str_find_byte(rest, '}') >= 0;
		struct str name = str_split(&rest, '}');
		if (closed && is_place(name))
			continue;
		rule_problem(it->problems, node->place,
			     "there is no place {%.*s}; accepted: {name} {unit} {post} {year} "
			     "{superior} {superior_post} {count} {plan_version}",
			     "没有占位符 {%.*s}；可用：{name} {unit} {post} {year} {superior} "
			     "{superior_post} {count} {plan_version}",
			     STR_ARG(name));
		return;
	}
}

static struct str read_words(struct reading *it, const struct rule_node *node)
{
	struct str text = STR_EMPTY;

	rule_read_text(it->problems, node, &text);
	if (node && node->kind == RULE_TEXT)
		check_places(it, node);
	return text;
}

static void read_paragraph(struct reading *it, const struct rule_node *map,
			   struct letter_paragraph *out)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						WHEN_KEYS };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	out->zh = read_words(it, nodes[0]);
	out->en = read_words(it, nodes[1]);
	out->when = read_when(it, nodes + 2);
}

static struct letter_paragraphs read_paragraphs(struct reading *it, const struct rule_node *list)
{
	struct letter_paragraphs out = { .count = 0 };

	if (!list)
		return out;
	out.items = ARENA_ARRAY(it->arena, struct letter_paragraph, list->count + 1);
	it->failed |= !out.items;
	for (const struct rule_node *node = list->first; node && out.items; node = node->next)
		read_paragraph(it, node, &out.items[out.count++]);
	return out;
}

/* Who signs ---------------------------------------------------------------------------------------- */

static void read_choice(struct reading *it, const struct rule_node *map, struct letter_choice *out)
{
	static const struct rule_key keys[] = { { "who", RULE_TEXT, true },
						{ "title", RULE_TEXT, false },
						WHEN_KEYS };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_choice(it->problems, nodes[0], who_names, &out->who);
	rule_read_text(it->problems, nodes[1], &out->title);
	out->when = read_when(it, nodes + 2);
	out->place = map->place;
	if (nodes[0] && out->who == LETTER_BODY_POST && !out->title.length)
		rule_problem(it->problems, map->place, "body_post needs a title",
			     "body_post 须写明 title（职务）");
}

static struct letter_choices read_choices_of(struct reading *it, const struct rule_node *list)
{
	struct letter_choices out = { .count = 0 };

	if (!list)
		return out;
	out.items = ARENA_ARRAY(it->arena, struct letter_choice, list->count + 1);
	it->failed |= !out.items;
	for (const struct rule_node *node = list->first; node && out.items; node = node->next)
		read_choice(it, node, &out.items[out.count++]);
	return out;
}

/* Parts -------------------------------------------------------------------------------------------- */

/* A section that stands twice is a problem, and one with another name. */
static int section_at(struct reading *it, const struct rule_node *node,
		      const char *const *names, unsigned *seen)
{
	int at = -1;

	if (!node)
		return -1;
	rule_read_choice(it->problems, node, names, &at);
	if (at >= 0 && *seen & 1u << at) {
		rule_problem(it->problems, node->place, "\"%.*s\" stands twice", "“%.*s”重复",
			     STR_ARG(node->text));
		return -1;
	}
	if (at >= 0)
		*seen |= 1u << at;
	return at;
}

static void read_head(struct reading *it, const struct rule_node *map, struct letter_rule *out,
		      unsigned *seen)
{
	static const struct rule_key keys[] = { { "head", RULE_TEXT, true },
						{ "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "paragraphs", RULE_LIST, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	int at = section_at(it, nodes[0], letter_head_names, seen);
	struct letter_section section = { .zh = read_words(it, nodes[1]),
					  .en = read_words(it, nodes[2]),
					  .paragraphs = read_paragraphs(it, nodes[3]) };
	if (at >= 0)
		out->heads[at] = section;
}

static void read_heads(struct reading *it, const struct rule_node *list, struct letter_rule *out)
{
	unsigned seen = 0;

	for (const struct rule_node *node = list->first; node; node = node->next)
		read_head(it, node, out, &seen);
	if (list->count != LETTER_HEAD_COUNT || seen != (1u << LETTER_HEAD_COUNT) - 1)
		rule_problem(it->problems, list->key_place,
			     "the integrity part has exactly two heads, duty and self; found %zu",
			     "廉政部分须有且只有两项：duty（履行责任制）和 self（自身廉洁自律）；现有 %zu 项",
			     list->count);
}

static void check_shape(struct reading *it, const struct rule_node *map, int part,
			const struct rule_node *heads, const struct rule_node *paragraphs)
{
	bool integrity = part == LETTER_INTEGRITY;

	if (integrity && !heads)
		rule_problem(it->problems, map->place,
			     "the integrity part has exactly two heads, duty and self; found 0",
			     "廉政部分须有且只有两项：duty（履行责任制）和 self（自身廉洁自律）；现有 0 项");
	if (integrity && paragraphs)
		rule_problem(it->problems, paragraphs->key_place,
			     "paragraphs of the integrity part stand below its heads",
			     "廉政部分的段落应写在两项之下");
	if (!integrity && heads)
		rule_problem(it->problems, heads->key_place, "only the integrity part has heads",
			     "只有廉政部分分项");
	if (!integrity && !paragraphs)
		rule_problem(it->problems, map->place, "the part has no paragraphs", "该部分没有段落");
}

static void read_part(struct reading *it, const struct rule_node *map, struct letter_rule *out,
		      unsigned *seen)
{
	static const struct rule_key keys[] = { { "part", RULE_TEXT, true },
						{ "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "items", RULE_TEXT, false },
						{ "paragraphs", RULE_LIST, false },
						{ "heads", RULE_LIST, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	int at = section_at(it, nodes[0], letter_part_names, seen);
	if (at < 0)
		return;
	check_shape(it, map, at, nodes[5], nodes[4]);
	struct letter_section *section = &out->parts[at];
	section->zh = read_words(it, nodes[1]);
	section->en = read_words(it, nodes[2]);
	rule_read_bool(it->problems, nodes[3], &section->lists_items);
	section->paragraphs = read_paragraphs(it, nodes[4]);
	if (nodes[5] && at == LETTER_INTEGRITY)
		read_heads(it, nodes[5], out);
}

static void read_parts(struct reading *it, const struct rule_node *list, struct letter_rule *out)
{
	unsigned seen = 0, listing = 0;

	if (!list)
		return;
	for (const struct rule_node *node = list->first; node; node = node->next)
		read_part(it, node, out, &seen);
	for (int part = 0; part < LETTER_PART_COUNT; part++)
		listing += out->parts[part].lists_items;
	if (list->count != LETTER_PART_COUNT || seen != (1u << LETTER_PART_COUNT) - 1)
		rule_problem(it->problems, list->key_place,
			     "a letter has exactly three parts, study, performance and integrity; "
			     "found %zu",
			     "责任书须有且只有三部分：study（学习）、performance（履职）、"
			     "integrity（廉政）；现有 %zu 部分",
			     list->count);
	else if (listing != 1)
		rule_problem(it->problems, list->key_place,
			     "exactly one part lists the items (items: yes); found %u",
			     "须有且只有一部分列出责任事项（items: yes）；现有 %u 部分", listing);
}

/* Nobody may get a letter with an empty part ---------------------------------------------------------- */

static bool has_text(const struct letter_paragraphs *paragraphs, const struct letter_subject *subject)
{
	for (size_t i = 0; i < paragraphs->count; i++)
		if (letter_condition_fits(&paragraphs->items[i].when, subject))
			return true;
	return false;
}

static const char *empty_section(const struct letter_rule *rule, const struct letter_subject *subject)
{
	for (int part = 0; part < LETTER_INTEGRITY; part++)
		if (!has_text(&rule->parts[part].paragraphs, subject))
			return letter_part_names[part];
	for (int head = 0; head < LETTER_HEAD_COUNT; head++)
		if (!has_text(&rule->heads[head].paragraphs, subject))
			return letter_head_names[head];
	return NULL;
}

static void check_covered(struct reading *it, const struct rule_node *parts,
			  const struct letter_rule *rule)
{
	for (int n = 0; n < POST_LEVEL_COUNT * UNIT_KIND_COUNT * 2; n++) {
		const struct letter_subject subject = {
			.level = n / (2 * UNIT_KIND_COUNT),
			.kind = n / 2 % UNIT_KIND_COUNT,
			.principal = n % 2,
		};
		const char *empty = rule->levels & 1u << subject.level
					    ? empty_section(rule, &subject)
					    : NULL;
		if (!empty)
			continue;
		rule_problem(it->problems, parts->key_place,
			     "\"%s\" says nothing for level %s, kind %s, principal %s",
			     "“%s”没有适用于职级 %s、单位类别 %s、主要负责人 %s 的段落", empty,
			     post_levels[subject.level].name, unit_kinds[subject.kind].name,
			     subject.principal ? "yes" : "no");
		return;
	}
}

/* The section -------------------------------------------------------------------------------------- */

static void read_title(struct reading *it, const struct rule_node *map, struct letter_rule *out)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	out->title = read_words(it, nodes[0]);
	out->title_en = read_words(it, nodes[1]);
}

static void read_rules(struct reading *it, const struct rule_node *map, struct letter_rule *out)
{
	static const struct rule_key keys[] = {
		{ "levels", RULE_LIST, true },	 { "title", RULE_MAP, true },
		{ "superior", RULE_LIST, true }, { "countersign", RULE_LIST, false },
		{ "opening", RULE_LIST, false }, { "parts", RULE_LIST, true },
		{ "closing", RULE_LIST, false },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	size_t before = it->problems->count;

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	out->levels = read_choices(it, nodes[0], post_levels);
	read_title(it, nodes[1], out);
	out->superiors = read_choices_of(it, nodes[2]);
	out->countersigners = read_choices_of(it, nodes[3]);
	out->opening = read_paragraphs(it, nodes[4]);
	read_parts(it, nodes[5], out);
	out->closing = read_paragraphs(it, nodes[6]);
	if (nodes[0] && !nodes[0]->count)
		rule_problem(it->problems, nodes[0]->key_place, "name at least one level",
			     "至少写一个职级");
	if (nodes[2] && !nodes[2]->count)
		rule_problem(it->problems, nodes[2]->key_place, "name at least one superior",
			     "至少写一种上级");
	if (it->problems->count == before && nodes[5])
		check_covered(it, nodes[5], out);
}

static void check_rules(struct rule_problems *problems, const struct rule_node *rules)
{
	struct letter_rule rule = { .version = 0 };
	struct reading it = { problems, problems->arena, false };

	read_rules(&it, rules, &rule);
}

const struct rulebook_kind letter_rulebook = { "letters", MESSAGE_RULEBOOK_KIND_LETTERS,
					       check_rules };

int letter_rule_read(const struct rulebook *book, int64_t record_id, struct arena *arena,
		     struct letter_rule *out, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	struct reading it = { problems, arena, !problems };

	*out = (struct letter_rule){ .code = book->code,
				     .book_title = book->title,
				     .book_title_en = book->title_en,
				     .version = book->version,
				     .example = book->example,
				     .record_id = record_id };
	if (problems) {
		rule_problems_init(problems, arena);
		read_rules(&it, book->rules, out);
	}
	if (it.failed)
		return error_broken(err, ERR_MEMORY, "templates of letters");
	return problems->count ? error_broken(err, ERR_CORRUPT, "templates of letters") : 0;
}
