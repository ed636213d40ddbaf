/*
 * str.c - comparing, searching and cutting borrowed text; see str.h. UTF-8 is in utf8.c.
 */
#include "base/str.h"

bool str_equal(struct str a, struct str b)
{
	return a.length == b.length && (!a.length || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* Not tolower(): that one depends on the process's locale. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_ignore_case(struct str a, struct str b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (lower(a.bytes[i]) != lower(b.bytes[i]))
			return false;
	return true;
}

bool str_starts_with(struct str s, struct str prefix)
{
	return s.length >= prefix.length && str_equal(str_slice(s, 0, prefix.length), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
	return s.length >= suffix.length &&
	       str_equal(str_slice(s, s.length - suffix.length, suffix.length), suffix);
}

int str_compare(struct str a, struct str b)
{
	size_t common = a.length < b.length ? a.length : b.length;
	int order = common ? memcmp(a.bytes, b.bytes, common) : 0;

	return order ? order : (a.length > b.length) - (a.length < b.length);
}

ptrdiff_t str_find_byte(struct str s, char c)
{
	const char *found = s.length ? memchr(s.bytes, c, s.length) : NULL;

	return found ? found - s.bytes : -1;
}

ptrdiff_t str_find(struct str s, struct str needle)
{
	const char *found;

	if (!needle.length)
		return 0;
	if (needle.length > s.length)
		return -1;
	found = memmem(s.bytes, s.length, needle.bytes, needle.length);
	return found ? found - s.bytes : -1;
}

struct str str_slice(struct str s, size_t start, size_t length)
{
	if (start >= s.length)
		return (struct str){ s.bytes ? s.bytes + s.length : NULL, 0 };
	if (length > s.length - start)
		length = s.length - start;
	return (struct str){ s.bytes + start, length };
}

/* The white space that people leave around a value; the last two come from Chinese input methods
 * and from web pages. */
static const struct str spaces[] = {
	STR_INIT(" "),  STR_INIT("\t"),           STR_INIT("\r"),
	STR_INIT("\n"), STR_INIT("\xe3\x80\x80"), STR_INIT("\xc2\xa0"),
};

static size_t leading_space(struct str s)
{
	for (size_t i = 0; i < ARRAY_LENGTH(spaces); i++)
		if (str_starts_with(s, spaces[i]))
			return spaces[i].length;
	return 0;
}

static size_t trailing_space(struct str s)
{
	for (size_t i = 0; i < ARRAY_LENGTH(spaces); i++)
		if (str_ends_with(s, spaces[i]))
			return spaces[i].length;
	return 0;
}

struct str str_trim(struct str s)
{
	size_t space;

	while ((space = leading_space(s)) > 0)
		s = str_slice(s, space, s.length);
	while ((space = trailing_space(s)) > 0)
		s.length -= space;
	return s;
}

struct str str_split(struct str *rest, char separator)
{
	struct str part = *rest;
	ptrdiff_t at = str_find_byte(*rest, separator);

	if (at < 0) {
		*rest = str_slice(*rest, rest->length, 0);
		return part;
	}
	part.length = (size_t)at;
	*rest = str_slice(*rest, part.length + 1, rest->length);
	return part;
}

/* The digits as a negative number: counting downwards reaches INT64_MIN too. */
static bool parse_downwards(struct str digits, int64_t *out)
{
	int64_t value = 0;

	for (size_t i = 0; i < digits.length; i++) {
		int digit = digits.bytes[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	*out = value;
	return digits.length > 0;
}

bool str_parse_int(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = str_starts_with(s, STR("-"));
	bool has_sign = negative || str_starts_with(s, STR("+"));
	int64_t value;

	if (!parse_downwards(str_slice(s, has_sign ? 1 : 0, s.length), &value))
		return false;
	if (!negative && __builtin_sub_overflow(0, value, &value))
		return false;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}
