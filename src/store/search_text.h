/*
 * search_text.h - what the search index holds of a text, and what it asks for: words and grams.
 *
 * Layer:   store, pure.
 * Owner:   everything lives in the arena passed in.
 *
 * Texts are folded (NFKC, case): ＡＢ and ab are the same. They fall into words: runs of Latin letters
 * and digits, and runs of other letters, Chinese above all; anything else separates. A Latin word is
 * found by its beginning, a Chinese one by any part of it, single characters too. A name is also found by
 * its pinyin: all syllables or their initials, from any character on.
 *
 * The index text is every word behind a line feed, with one at the end:
 *
 *     甲镇  →  "\n甲镇\njiazhen\njz\nzhen\nz\n"
 *
 * A gram is two characters: the first two of a Latin word, each neighbouring two of a Chinese one, and its
 * last alone. Whoever is found by a word has the word's grams, and a single character asks for all
 * grams that begin with it: the range from … to of struct search_word.
 */
#ifndef LIANZE_STORE_SEARCH_TEXT_H
#define LIANZE_STORE_SEARCH_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#define SEARCH_WORDS_MAXIMUM 6
#define SEARCH_GRAMS_MAXIMUM 4	  /* that a word offers for narrowing */
#define SEARCH_QUERY_CHARACTERS 100

enum search_part {
	SEARCH_PLAIN,  /* codes, reasons, references */
	SEARCH_NAME,   /* with pinyin */
	SEARCH_PERSON  /* likewise, the first character read as a surname */
};

/* Fold a text; leaves nothing but what can be compared by its bytes. */
MUST_USE int search_fold(struct str text, struct arena *arena, struct str *out, struct error *err);

/* Append a text's words to the index text; begin with an empty buf. Lack of memory sticks in `out`. */
MUST_USE int search_text_add(struct buf *out, struct str text, enum search_part part,
			     struct arena *arena, struct error *err);

/* The grams of an index text as a JSON array of texts, each once: ["甲镇","镇","ji",…]. */
MUST_USE int search_grams(struct str index_text, struct arena *arena, struct str *out_json,
			  struct error *err);

struct search_gram {
	struct str from, to; /* bytes: from <= gram < to */
};

struct search_word {
	struct str text;    /* folded */
	struct str pattern; /* for LIKE on the index text */
	bool latin;
	struct search_gram grams[SEARCH_GRAMS_MAXIMUM];
	size_t gram_count;
};

struct search_query {
	struct str whole; /* folded, without what surrounds it */
	struct search_word words[SEARCH_WORDS_MAXIMUM];
	size_t count;	  /* 0: nothing to search for */
	bool cut;	  /* longer than SEARCH_QUERY_CHARACTERS, or more words: the rest is left out */
};

MUST_USE int search_query_parse(struct str text, struct arena *arena, struct search_query *out,
				struct error *err);

/* Where the words occur in a text that is shown: pieces of it, in order, hit or not. */
struct search_piece {
	struct str text; /* borrowed from the text */
	bool hit;
};

struct search_pieces {
	struct search_piece *items;
	size_t count;
};

MUST_USE int search_highlight(const struct search_query *query, struct str text,
			      struct arena *arena, struct search_pieces *out, struct error *err);

#endif
