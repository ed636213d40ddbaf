/* reminder_words.c - see reminder_words.h. */
#include "reminder/reminder_words.h"

#include "base/buf.h"

#define WORDS_BYTES ((size_t)64 << 10)

static struct str value_of(struct str name, const struct message_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(name, str_from(values[i].name)))
			return values[i].text;
	return STR_EMPTY;
}

struct str reminder_words(struct arena *arena, enum language language, enum message message,
			  const struct message_value *values, size_t count)
{
	struct str rest = str_from(message_text(message, language)), text;
	struct buf out;

	buf_init(&out, WORDS_BYTES);
	while (rest.length) {
		ptrdiff_t open = str_find_byte(rest, '{');
		ptrdiff_t close = open < 0 ? -1 : str_find_byte(rest, '}');

		if (close < open || open < 0) {
			buf_add_str(&out, rest);
			break;
		}
		buf_add_str(&out, str_slice(rest, 0, (size_t)open));
		buf_add_str(&out, value_of(str_slice(rest, (size_t)open + 1,
						     (size_t)(close - open - 1)),
					   values, count));
		rest = str_slice(rest, (size_t)close + 1, rest.length);
	}
	text = buf_failed(&out) ? STR_EMPTY : arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}
