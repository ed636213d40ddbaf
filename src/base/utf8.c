/*
 * utf8.c - strict UTF-8 (RFC 3629): the part of str.h that looks inside characters.
 *
 * Everything goes through one decoder, so that validation, counting and cutting cannot disagree.
 */
#include "base/str.h"

#define FIRST_SURROGATE 0xd800
#define LAST_SURROGATE	0xdfff
#define LAST_CODE_POINT 0x10ffff

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Bytes of the sequence that `first` begins; 0 when it begins none. */
static size_t sequence_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static bool is_allowed(int32_t code_point, size_t length)
{
	static const int32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return code_point >= smallest[length] && code_point <= LAST_CODE_POINT &&
	       (code_point < FIRST_SURROGATE || code_point > LAST_SURROGATE);
}

int32_t utf8_next(struct str s, size_t *position)
{
	static const unsigned char payload[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t start = *position, length;
	int32_t code_point;

	if (start >= s.length)
		return -1;
	*position = start + 1; /* where a malformed byte leaves it */
	length = sequence_length((unsigned char)s.bytes[start]);
	if (!length || length > s.length - start)
		return -1;
	code_point = (unsigned char)s.bytes[start] & payload[length];
	for (size_t i = 1; i < length; i++) {
		if (!is_continuation(s.bytes[start + i]))
			return -1;
		code_point = code_point << 6 | ((unsigned char)s.bytes[start + i] & 0x3f);
	}
	if (!is_allowed(code_point, length))
		return -1;
	*position = start + length;
	return code_point;
}

bool utf8_is_valid(struct str s)
{
	size_t position = 0;

	while (position < s.length)
		if (utf8_next(s, &position) < 0)
			return false;
	return true;
}

size_t utf8_length(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.length; i++)
		count += !is_continuation(s.bytes[i]);
	return count;
}

struct str utf8_cut(struct str s, size_t bytes)
{
	size_t end = bytes;

	if (s.length <= bytes)
		return s;
	while (end > 0 && bytes - end < 3 && is_continuation(s.bytes[end]))
		end--;
	/* Four continuation bytes in a row are no UTF-8: cut where asked. */
	if (is_continuation(s.bytes[end]))
		end = bytes;
	return (struct str){ s.bytes, end };
}
