/* archive_rule.c - the section `rules` of a rulebook of kind "archive". See archive_rule.h. */
#include "archive/archive_rule.h"

#include "messages_archive.h"

static void read_title(struct rule_problems *problems, const struct rule_node *map,
		       struct archive_term *out)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(problems, nodes[0], &out->zh);
	rule_read_text(problems, nodes[1], &out->en);
}

static void read_term(struct rule_problems *problems, const struct rule_node *map,
		      struct archive_term *out)
{
	static const struct rule_key keys[] = { { "code", RULE_TEXT, true },
						{ "title", RULE_MAP, true },
						{ "closes", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_code(problems, nodes[0], &out->code);
	read_title(problems, nodes[1], out);
	rule_read_bool(problems, nodes[2], &out->closes);
}

static void read_terms(struct rule_problems *problems, const struct rule_node *list,
		       struct archive_terms *out)
{
	const struct rule_node *item = list ? list->first : NULL;

	if (list && !item)
		rule_problem(problems, list->place, "the list is empty", "列表为空");
	for (; item; item = item->next) {
		struct archive_term term = { .closes = false };

		if (out->count == ARCHIVE_TERMS_MAXIMUM) {
			rule_problem(problems, item->place, "more than %d", "超过 %d 项",
				     ARCHIVE_TERMS_MAXIMUM);
			return;
		}
		read_term(problems, item, &term);
		if (archive_term_find(out, term.code))
			rule_problem(problems, item->place, "the code \"%.*s\" stands twice",
				     "代码“%.*s”重复", STR_ARG(term.code));
		out->items[out->count++] = term;
	}
}

static void read_reading(struct rule_problems *problems, const struct rule_node *map,
			 struct archive_rule *out)
{
	static const struct rule_key keys[] = { { "minutes", RULE_TEXT, true },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(problems, nodes[0], 1, ARCHIVE_MINUTES_MAXIMUM, &out->minutes);
	rule_read_text(problems, nodes[1], &out->article);
}

static void read_rules(struct rule_problems *problems, const struct rule_node *map,
		       struct archive_rule *out)
{
	static const struct rule_key keys[] = { { "reading", RULE_MAP, true },
						{ "kinds", RULE_LIST, true },
						{ "purposes", RULE_LIST, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	read_reading(problems, nodes[0], out);
	read_terms(problems, nodes[1], &out->kinds);
	read_terms(problems, nodes[2], &out->purposes);
}

static void check_rules(struct rule_problems *problems, const struct rule_node *rules)
{
	struct archive_rule *rule = ARENA_NEW(problems->arena, struct archive_rule);

	if (rule)
		read_rules(problems, rules, rule);
}

const struct rulebook_kind archive_rulebook = { "archive", MESSAGE_RULEBOOK_KIND_ARCHIVE,
						check_rules };

int archive_rule_load(struct db *db, int64_t jurisdiction_id, int32_t day, struct arena *arena,
		      struct archive_rule *out, struct error *err)
{
	const struct rulebook_request request = { jurisdiction_id, archive_rulebook.name, day };
	struct rule_problems *none = ARENA_NEW(arena, struct rule_problems);
	struct rulebook book;
	int code = none ? rulebook_load(db, &request, arena, &book, &out->record_id, err)
			: error_broken(err, ERR_MEMORY, "a rule for archives");

	if (code)
		return code;
	*out = (struct archive_rule){ .title = book.title,
				      .title_en = book.title_en,
				      .version = book.version,
				      .record_id = out->record_id };
	rule_problems_init(none, arena);
	read_rules(none, book.rules, out);
	return 0;
}

/* Terms -------------------------------------------------------------------------------------------- */

const struct archive_term *archive_term_find(const struct archive_terms *terms, struct str code)
{
	for (size_t i = 0; i < terms->count; i++)
		if (str_equal(terms->items[i].code, code))
			return &terms->items[i];
	return NULL;
}

const struct archive_term *archive_term_match(const struct archive_terms *terms, struct str text)
{
	const struct archive_term *found = archive_term_find(terms, text);

	for (size_t i = 0; !found && i < terms->count; i++)
		if (str_equal(terms->items[i].zh, text) || str_equal(terms->items[i].en, text))
			found = &terms->items[i];
	return found;
}

struct str archive_term_title(const struct archive_terms *terms, struct str code,
			      enum language language)
{
	const struct archive_term *term = archive_term_find(terms, code);

	if (!term)
		return code;
	return language == LANGUAGE_ZH ? term->zh : term->en;
}
