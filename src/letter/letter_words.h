/*
 * letter_words.h - a letter's content as lines of one language, numbered as offices number them; for the page
 * and the PDF.
 *
 * Layer: letter (pure). Everything lives in the arena or is borrowed from the content.
 */
#ifndef LIANZE_LETTER_LETTER_WORDS_H
#define LIANZE_LETTER_LETTER_WORDS_H

#include "letter/letter_content.h"
#include "messages.h"

struct letter_line {
	int kind; /* enum letter_block_kind; the text of LETTER_ITEMS is empty */
	struct str text;
};

struct letter_lines {
	struct letter_line *items;
	size_t count;
};

/* Parts 一、二、三、 (I. II. III.), heads （一）（二） ((1) (2)), their paragraphs 1. 2. … -ERR_MEMORY. */
MUST_USE int letter_lines_make(const struct letter_content *content, enum language language,
			       struct arena *arena, struct letter_lines *out, struct error *err);

struct str letter_title_words(const struct letter_content *content, enum language language);
/* What a kind of change is called, and the part of the person in an item. */
enum message letter_change_word(int kind);
enum message letter_role_word(int role);
/* Before and after of a change for a reader: due rules and roles in words. */
struct str letter_change_value(const struct letter_change *change, struct str value,
			       enum language language, struct arena *arena);
/* The due days of an item for a reader; without any: all year. */
struct str letter_due_words(struct str due, enum language language, struct arena *arena);

#endif
