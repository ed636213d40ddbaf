/*
 * search_text.c - see search_text.h.
 */
#include "store/search_text.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "store/pinyin.h"

#define FOLD_MAXIMUM_BYTES ((size_t)64 * 1024)
#define PINYIN_CHARACTERS  16 /* of a name: longer ones are found by their beginning and middle */
#define PINYIN_VARIANTS	   4
#define FIRST_NOT_LATIN	   0x250

enum letter { LETTER_NONE, LETTER_LATIN, LETTER_OTHER };

static enum letter letter_of(int32_t character)
{
	if (character < 0 || !u_isalnum(character))
		return LETTER_NONE;
	return character < FIRST_NOT_LATIN ? LETTER_LATIN : LETTER_OTHER;
}

/* Folding ------------------------------------------------------------------------------------- */

int search_fold(struct str text, struct arena *arena, struct str *out, struct error *err)
{
	struct str cut = utf8_cut(text, FOLD_MAXIMUM_BYTES);
	int32_t room = (int32_t)cut.length * 18 + 1, length = 0; /* ICU's worst case of NFKC */
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&status);

	*out = STR("");
	if (!cut.length)
		return 0;
	UChar *wide = ARENA_ARRAY(arena, UChar, cut.length + 1);
	UChar *folded = ARENA_ARRAY(arena, UChar, (size_t)room);
	if (!wide || !folded)
		return error_broken(err, ERR_MEMORY, "folding a text");
	u_strFromUTF8(wide, (int32_t)cut.length + 1, &length, cut.bytes, (int32_t)cut.length, &status);
	length = unorm2_normalize(fold, wide, length, folded, room, &status);
	if (U_FAILURE(status))
		return error_broken(err, ERR_BROKEN, "folding: %s", u_errorName(status));
	char *bytes = arena_alloc(arena, (size_t)length * 3 + 1);
	int32_t count = 0;
	if (!bytes)
		return error_broken(err, ERR_MEMORY, "folding a text");
	u_strToUTF8(bytes, length * 3 + 1, &count, folded, length, &status);
	if (U_FAILURE(status))
		return error_broken(err, ERR_BROKEN, "folding: %s", u_errorName(status));
	*out = (struct str){ bytes, (size_t)count };
	return 0;
}

/* Cut the next word out of `rest`; STR_EMPTY at the end. */
static struct str word_next(struct str *rest, enum letter *out_kind)
{
	size_t start = 0, position = 0, before = 0;
	enum letter kind = LETTER_NONE;

	while (position < rest->length) {
		before = position;
		enum letter next = letter_of(utf8_next(*rest, &position));

		if (kind == LETTER_NONE && next != LETTER_NONE) {
			start = before;
			kind = next;
		} else if (next != kind) {
			position = before;
			break;
		}
	}
	struct str word = str_slice(*rest, start, kind ? position - start : 0);
	*rest = str_slice(*rest, position, rest->length);
	*out_kind = kind;
	return word;
}

/* Pinyin -------------------------------------------------------------------------------------- */

struct syllables {
	struct pinyin items[PINYIN_CHARACTERS];
	int count;
};

static int syllables_of(struct str word, bool surname, struct syllables *out, struct error *err)
{
	size_t position = 0;

	out->count = 0;
	while (position < word.length && out->count < PINYIN_CHARACTERS) {
		struct pinyin *pinyin = &out->items[out->count];
		int rc = pinyin_read(utf8_next(word, &position), surname && out->count == 0, pinyin,
				     err);

		if (rc < 0)
			return rc;
		if (!pinyin->count)
			break;
		out->count++;
	}
	return 0;
}

/* From every character on: all syllables, and their initials. `choice` is a number in mixed radix. */
static void variant_add(struct buf *out, const struct syllables *syllables, int choice)
{
	const char *chosen[PINYIN_CHARACTERS];

	for (int i = 0; i < syllables->count; i++) {
		const struct pinyin *pinyin = &syllables->items[i];

		chosen[i] = pinyin->readings[choice % pinyin->count];
		choice /= pinyin->count;
	}
	for (int start = 0; start < syllables->count; start++) {
		buf_add_byte(out, '\n');
		for (int i = start; i < syllables->count; i++)
			buf_add_text(out, chosen[i]);
		buf_add_byte(out, '\n');
		for (int i = start; i < syllables->count; i++)
			buf_add_byte(out, chosen[i][0]);
	}
}

static int pinyin_add(struct buf *out, struct str word, bool surname, struct error *err)
{
	struct syllables syllables;
	int rc = syllables_of(word, surname, &syllables, err);
	int variants = 1;

	for (int i = 0; rc == 0 && i < syllables.count; i++)
		variants *= variants < PINYIN_VARIANTS ? syllables.items[i].count : 1;
	for (int i = 0; rc == 0 && syllables.count && i < variants; i++)
		variant_add(out, &syllables, i);
	return rc;
}

int search_text_add(struct buf *out, struct str text, enum search_part part, struct arena *arena,
		    struct error *err)
{
	struct str rest, word;
	enum letter kind;
	bool first = true;
	int rc = search_fold(text, arena, &rest, err);

	while (rc == 0 && (word = word_next(&rest, &kind)).length) {
		if (out->length)
			out->length--; /* the line feed at the end is put behind again */
		buf_add_byte(out, '\n');
		buf_add_str(out, word);
		if (part != SEARCH_PLAIN && kind == LETTER_OTHER)
			rc = pinyin_add(out, word, part == SEARCH_PERSON && first, err);
		buf_add_byte(out, '\n');
		first = false;
	}
	return rc;
}

/* Grams --------------------------------------------------------------------------------------- */

struct gram_list {
	struct str *items;
	size_t count, capacity;
};

/* The first two characters from `position` on, or the one that is left. */
static struct str gram_at(struct str word, size_t position)
{
	size_t end = position;

	(void)utf8_next(word, &end);
	(void)utf8_next(word, &end);
	return str_slice(word, position, end - position);
}

static void grams_of_word(struct str word, struct gram_list *list)
{
	size_t position = 0;
	bool latin = letter_of(utf8_next(word, &position)) == LETTER_LATIN;

	for (position = 0; position < word.length && list->count < list->capacity;) {
		list->items[list->count++] = gram_at(word, position);
		if (latin)
			return;
		(void)utf8_next(word, &position);
	}
}

static int gram_order(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static struct str grams_json(struct gram_list *list, struct arena *arena)
{
	size_t room = 2, length = 0;
	char *bytes;

	qsort(list->items, list->count, sizeof(list->items[0]), gram_order);
	for (size_t i = 0; i < list->count; i++)
		room += list->items[i].length + 3;
	bytes = arena_alloc(arena, room);
	if (!bytes)
		return STR_EMPTY;
	bytes[length++] = '[';
	for (size_t i = 0; i < list->count; i++) {
		struct str gram = list->items[i];

		if (i && str_equal(gram, list->items[i - 1]))
			continue;
		if (length > 1)
			bytes[length++] = ',';
		/* Grams are letters and digits: nothing in them needs escaping. */
		bytes[length++] = '"';
		memcpy(bytes + length, gram.bytes, gram.length);
		length += gram.length;
		bytes[length++] = '"';
	}
	bytes[length++] = ']';
	return (struct str){ bytes, length };
}

int search_grams(struct str index_text, struct arena *arena, struct str *out_json, struct error *err)
{
	/* A gram for each character at most. */
	struct gram_list list = { .capacity = utf8_length(index_text) };

	if (list.capacity)
		list.items = ARENA_ARRAY(arena, struct str, list.capacity);
	if (list.capacity && !list.items)
		return error_broken(err, ERR_MEMORY, "grams");
	while (index_text.length) {
		struct str word = str_split(&index_text, '\n');

		if (word.length)
			grams_of_word(word, &list);
	}
	*out_json = list.count ? grams_json(&list, arena) : STR("[]");
	return out_json->bytes ? 0 : error_broken(err, ERR_MEMORY, "grams");
}

/* Queries ------------------------------------------------------------------------------------- */

/* The first text behind all that begin with `gram`: its last character is raised by one. */
static struct str raised(struct str gram, struct arena *arena)
{
	size_t last = 0, position = 0;
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[2];
	int32_t units = 0, length = 0;
	char bytes[8];
	int32_t character = 0;

	while (position < gram.length) {
		last = position;
		character = utf8_next(gram, &position);
	}
	character = character == 0xd7ff ? 0xe000 : character + 1;
	U16_APPEND_UNSAFE(wide, units, character);
	u_strToUTF8(bytes, sizeof(bytes), &length, wide, units, &status);
	return arena_format(arena, "%.*s%.*s", (int)last, gram.bytes, (int)length, bytes);
}

static int word_fill(struct search_word *word, struct arena *arena, struct error *err)
{
	size_t position = 0;

	while (position < word->text.length && word->gram_count < SEARCH_GRAMS_MAXIMUM) {
		struct str gram = gram_at(word->text, position);
		bool lone = position > 0 && utf8_length(gram) == 1;

		/* Behind the first, the last character alone would ask for less than it narrows. */
		if (!lone)
			word->grams[word->gram_count++] =
				(struct search_gram){ gram, raised(gram, arena) };
		if (word->latin)
			break;
		(void)utf8_next(word->text, &position);
	}
	word->pattern = arena_format(arena, word->latin ? "%%\n%.*s%%" : "%%%.*s%%",
				     STR_ARG(word->text));
	bool whole = word->pattern.bytes != NULL;
	for (size_t i = 0; i < word->gram_count; i++)
		whole = whole && word->grams[i].to.bytes;
	return whole ? 0 : error_broken(err, ERR_MEMORY, "search word");
}

static struct str first_characters(struct str text, size_t count, bool *out_cut)
{
	size_t position = 0;

	while (count-- > 0 && position < text.length)
		(void)utf8_next(text, &position);
	*out_cut = position < text.length;
	return str_slice(text, 0, position);
}

int search_query_parse(struct str text, struct arena *arena, struct search_query *out,
		       struct error *err)
{
	struct search_query query = { .count = 0 };
	struct str rest, word;
	enum letter kind;
	int rc = search_fold(first_characters(str_trim(text), SEARCH_QUERY_CHARACTERS, &query.cut),
			     arena, &rest, err);

	if (rc < 0)
		return rc;
	query.whole = rest;
	while (rc == 0 && (word = word_next(&rest, &kind)).length) {
		if (query.count == SEARCH_WORDS_MAXIMUM) {
			query.cut = true;
			break;
		}
		query.words[query.count] =
			(struct search_word){ .text = word, .latin = kind == LETTER_LATIN };
		rc = word_fill(&query.words[query.count++], arena, err);
	}
	if (rc == 0)
		*out = query;
	return rc;
}
