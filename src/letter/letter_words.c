/* letter_words.c - see letter_words.h. */
#include "letter/letter_words.h"

#include "messages_letter.h"
#include "plan/plan_due.h"

#define NUMBERED 3

static const char *const part_numbers[LANGUAGE_COUNT][NUMBERED] = {
	[LANGUAGE_ZH] = { "一、", "二、", "三、" },
	[LANGUAGE_EN] = { "I. ", "II. ", "III. " },
};
static const char *const head_numbers[LANGUAGE_COUNT][NUMBERED] = {
	[LANGUAGE_ZH] = { "（一）", "（二）", "（三）" },
	[LANGUAGE_EN] = { "(1) ", "(2) ", "(3) " },
};

struct numbering {
	size_t part, head, text;
};

static struct str numbered(const char *const *numbers, size_t at, struct str text,
			   struct arena *arena)
{
	return arena_format(arena, "%s%.*s", at < NUMBERED ? numbers[at] : "", STR_ARG(text));
}

static struct str words_of(const struct letter_block *block, struct numbering *at,
			   enum language language, struct arena *arena)
{
	struct str text = language == LANGUAGE_ZH ? block->zh : block->en;

	switch (block->kind) {
	case LETTER_PART:
		at->head = at->text = 0;
		return numbered(part_numbers[language], at->part++, text, arena);
	case LETTER_HEAD:
		at->text = 0;
		return numbered(head_numbers[language], at->head++, text, arena);
	case LETTER_TEXT:
		at->text++;
		return arena_format(arena, language == LANGUAGE_ZH ? "%zu．%.*s" : "%zu. %.*s",
				    at->text, STR_ARG(text));
	default:
		return text;
	}
}

int letter_lines_make(const struct letter_content *content, enum language language,
		      struct arena *arena, struct letter_lines *out, struct error *err)
{
	struct numbering at = { 0, 0, 0 };

	*out = (struct letter_lines){ ARENA_ARRAY(arena, struct letter_line,
						  content->block_count + 1),
				      0 };
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "lines of a letter");
	for (size_t i = 0; i < content->block_count; i++) {
		const struct letter_block *block = &content->blocks[i];
		out->items[out->count++] = (struct letter_line){
			block->kind, words_of(block, &at, language, arena)
		};
	}
	return 0;
}

struct str letter_title_words(const struct letter_content *content, enum language language)
{
	return language == LANGUAGE_ZH ? content->title : content->title_en;
}

enum message letter_change_word(int kind)
{
	static const enum message words[LETTER_CHANGE_KIND_COUNT] = {
		[LETTER_ITEM_ADDED] = MESSAGE_LETTER_CHANGE_ITEM_ADDED,
		[LETTER_ITEM_REMOVED] = MESSAGE_LETTER_CHANGE_ITEM_REMOVED,
		[LETTER_ITEM_TITLE] = MESSAGE_LETTER_CHANGE_ITEM_TITLE,
		[LETTER_ITEM_MEASURE] = MESSAGE_LETTER_CHANGE_ITEM_MEASURE,
		[LETTER_ITEM_DUE] = MESSAGE_LETTER_CHANGE_ITEM_DUE,
		[LETTER_ITEM_ROLE] = MESSAGE_LETTER_CHANGE_ITEM_ROLE,
		[LETTER_POST_CHANGED] = MESSAGE_LETTER_CHANGE_POST,
		[LETTER_UNIT_RENAMED] = MESSAGE_LETTER_CHANGE_UNIT,
		[LETTER_SUPERIOR_CHANGED] = MESSAGE_LETTER_CHANGE_SUPERIOR,
		[LETTER_COUNTERSIGNER_CHANGED] = MESSAGE_LETTER_CHANGE_COUNTERSIGNER,
		[LETTER_TEXT_CHANGED] = MESSAGE_LETTER_CHANGE_TEXT,
	};

	return kind >= 0 && kind < LETTER_CHANGE_KIND_COUNT ? words[kind] : MESSAGE_NONE;
}

enum message letter_role_word(int role)
{
	static const enum message words[LETTER_ROLE_COUNT] = {
		[LETTER_LEADS] = MESSAGE_LETTER_ROLE_LEADER,
		[LETTER_NAMED] = MESSAGE_LETTER_ROLE_NAMED,
		[LETTER_UNIT_LEADS] = MESSAGE_LETTER_ROLE_UNIT,
	};

	return role >= 0 && role < LETTER_ROLE_COUNT ? words[role] : MESSAGE_NONE;
}

struct str letter_due_words(struct str due, enum language language, struct arena *arena)
{
	if (!due.length)
		return str_from(message_text(MESSAGE_LETTER_PAGE_WHOLE_YEAR, language));
	return plan_due_shown(due, language == LANGUAGE_ZH, arena);
}

struct str letter_change_value(const struct letter_change *change, struct str value,
			       enum language language, struct arena *arena)
{
	if (change->kind == LETTER_ITEM_DUE)
		return letter_due_words(value, language, arena);
	for (int role = 0; change->kind == LETTER_ITEM_ROLE && letter_role_names[role]; role++)
		if (str_equal(value, str_from(letter_role_names[role])))
			return str_from(message_text(letter_role_word(role), language));
	return value;
}
