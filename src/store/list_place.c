/*
 * list_place.c - cursors: the sort value and id of a row as text that fits a URL.
 *
 * Bytes: check sum (4), type of the value (1), id (8, big-endian), the value. The check sum also
 * covers the names of list and column, so that a cursor cannot be used elsewhere. It guards against
 * damage, not against forgery: a made-up cursor only shows another part of the same list.
 */
#include "base/hash.h"
#include "store/list_compose.h"

#define SUM_BYTES 4
#define HEAD_BYTES (SUM_BYTES + 1 + 8)

static const char type_letters[] = { [DB_NULL] = 'n', [DB_INTEGER] = 'i', [DB_TEXT] = 't',
				     [DB_BLOB] = 'b' };

static void number_store(uint64_t number, unsigned char out[8])
{
	for (int i = 7; i >= 0; i--, number >>= 8)
		out[i] = (unsigned char)(number & 0xff);
}

static uint64_t number_load(const unsigned char bytes[8])
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | bytes[i];
	return number;
}

/* First bytes of a hash over list, column and what follows the sum. */
static struct hash sum_of(const struct listing_text *listing, int sort, struct str rest)
{
	const struct str parts[] = { str_from(listing->name), STR("\n"),
				     str_from(listing->columns[sort].name), STR("\n"), rest };

	return hash_parts(parts, ARRAY_LENGTH(parts));
}

/* Standard base64 in place to its URL form; returns the length without padding. */
static size_t url_form(char *text, size_t length)
{
	while (length && text[length - 1] == '=')
		length--;
	for (size_t i = 0; i < length; i++)
		text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
	return length;
}

struct str list_place_format(const struct listing_text *listing, int sort,
			     const struct list_place *place, struct arena *arena)
{
	unsigned char number[8];
	struct str value = place->value.bytes;

	if (place->value.type == DB_INTEGER) {
		number_store((uint64_t)place->value.integer, number);
		value = (struct str){ (const char *)number, sizeof(number) };
	} else if (place->value.type == DB_NULL) {
		value = STR_EMPTY;
	}
	size_t length = HEAD_BYTES + value.length;
	unsigned char *bytes = arena_alloc(arena, length);
	if (!bytes)
		return STR_EMPTY;
	bytes[SUM_BYTES] = (unsigned char)type_letters[place->value.type];
	number_store((uint64_t)place->id, bytes + SUM_BYTES + 1);
	if (value.length)
		memcpy(bytes + HEAD_BYTES, value.bytes, value.length);
	struct str rest = { (const char *)bytes + SUM_BYTES, length - SUM_BYTES };
	memcpy(bytes, sum_of(listing, sort, rest).bytes, SUM_BYTES);

	struct str encoded = base64_encode(arena, (struct str){ (const char *)bytes, length });
	char *text = encoded.bytes ? arena_text(arena, encoded) : NULL;
	return text ? (struct str){ text, url_form(text, encoded.length) } : STR_EMPTY;
}

/* URL form back to bytes; false when malformed. */
static bool bytes_decode(struct str text, struct arena *arena, struct str *out)
{
	size_t padded = (text.length + 3) / 4 * 4;
	char *standard = arena_alloc(arena, padded + 1);

	if (!standard)
		return false;
	memset(standard, '=', padded);
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];
		if (c == '+' || c == '/' || c == '=')
			return false;
		standard[i] = c == '-' ? '+' : c == '_' ? '/' : c;
	}
	return base64_decode(arena, (struct str){ standard, padded }, out);
}

static bool value_decode(char letter, struct str bytes, struct db_arg *out)
{
	switch (letter) {
	case 'n':
		*out = db_null("");
		return bytes.length == 0;
	case 'i':
		if (bytes.length != 8)
			return false;
		*out = db_int("", (int64_t)number_load((const unsigned char *)bytes.bytes));
		return true;
	case 't':
		*out = db_text("", bytes);
		return utf8_is_valid(bytes);
	case 'b':
		*out = db_blob("", bytes);
		return true;
	default:
		return false;
	}
}

static bool place_decode(const struct listing_text *listing, int sort, struct str bytes,
			 struct list_place *out)
{
	if (bytes.length < HEAD_BYTES)
		return false;
	struct str rest = str_slice(bytes, SUM_BYTES, bytes.length - SUM_BYTES);
	struct hash sum = sum_of(listing, sort, rest);
	char letter = bytes.bytes[SUM_BYTES];
	if (memcmp(sum.bytes, bytes.bytes, SUM_BYTES) != 0 ||
	    (letter != 'n' && letter != listing->columns[sort].type))
		return false;
	out->id = (int64_t)number_load((const unsigned char *)bytes.bytes + SUM_BYTES + 1);
	return value_decode(letter, str_slice(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES),
			    &out->value);
}

int list_place_parse(const struct listing_text *listing, int sort, struct str text,
		     struct arena *arena, struct list_place *out, struct error *err)
{
	struct list_place place;
	struct str bytes;

	if (text.length > LIST_MAXIMUM_BYTES || !bytes_decode(text, arena, &bytes) ||
	    !place_decode(listing, sort, bytes, &place))
		return error_invalid(err, "after", "",
				     "a page address that this list gave; start at its first page",
				     "本列表给出的翻页地址；请从第一页开始");
	*out = place;
	return 0;
}
