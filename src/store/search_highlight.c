/*
 * search_highlight.c - where the words of a query stand in a text as it is shown.
 *
 * Folding may change how many characters there are, so each character is folded alone and every byte
 * of the result remembers where it came from. What was found by its pinyin has nothing to mark.
 */
#include <unicode/uchar.h>

#include "store/search_text.h"

struct folded {
	struct str text;
	size_t *from; /* per byte: the shown character's first byte */
	size_t *to;   /* per byte: behind that character */
};

static int fold_each(struct str text, struct arena *arena, struct folded *out, struct error *err)
{
	size_t room = text.length * 6 + 16, length = 0, position = 0;
	char *bytes = arena_alloc(arena, room);
	size_t *from = ARENA_ARRAY(arena, size_t, room), *to = ARENA_ARRAY(arena, size_t, room);

	if (!bytes || !from || !to)
		return error_broken(err, ERR_MEMORY, "highlight");
	while (position < text.length) {
		size_t start = position;
		struct str folded;

		(void)utf8_next(text, &position);
		int rc = search_fold(str_slice(text, start, position - start), arena, &folded, err);
		if (rc < 0)
			return rc;
		for (size_t i = 0; i < folded.length && length < room; i++, length++) {
			bytes[length] = folded.bytes[i];
			from[length] = start;
			to[length] = position;
		}
	}
	*out = (struct folded){ { bytes, length }, from, to };
	return 0;
}

static bool begins_word(struct str text, size_t at)
{
	/* Latin words are found by their beginning: no letter or digit of theirs before. */
	unsigned char before = at ? (unsigned char)text.bytes[at - 1] : ' ';

	return before >= 0x80 || !u_isalnum(before);
}

static void mark_word(const struct folded *folded, const struct search_word *word, bool *marks)
{
	for (size_t at = 0; at + word->text.length <= folded->text.length; at++) {
		size_t last = at + word->text.length - 1;

		if (memcmp(folded->text.bytes + at, word->text.bytes, word->text.length) != 0)
			continue;
		if (word->latin && !begins_word(folded->text, at))
			continue;
		for (size_t i = folded->from[at]; i < folded->to[last]; i++)
			marks[i] = true;
	}
}

int search_highlight(const struct search_query *query, struct str text, struct arena *arena,
		     struct search_pieces *out, struct error *err)
{
	bool *marks = ARENA_ARRAY(arena, bool, text.length + 1);
	struct search_piece *pieces = ARENA_ARRAY(arena, struct search_piece, text.length + 1);
	struct folded folded = { { NULL, 0 }, NULL, NULL };
	size_t count = 0, start = 0;

	if (!marks || !pieces)
		return error_broken(err, ERR_MEMORY, "highlight");
	int rc = fold_each(text, arena, &folded, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < query->count; i++)
		mark_word(&folded, &query->words[i], marks);
	for (size_t i = 1; i <= text.length; i++) {
		if (i < text.length && marks[i] == marks[start])
			continue;
		pieces[count++] = (struct search_piece){ str_slice(text, start, i - start),
							 marks[start] };
		start = i;
	}
	*out = (struct search_pieces){ pieces, count };
	return 0;
}
