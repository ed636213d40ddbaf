/*
 * decimal.c - parsing and printing ten-thousandths; see decimal.h.
 */
#include "base/decimal.h"

#include <stdio.h>

static const int64_t powers_of_ten[DECIMAL_PLACES + 1] = { 1, 10, 100, 1000, 10000 };

#define FULL_WIDTH_SHIFT 0xfee0 /* U+FF01…U+FF5E are ASCII shifted by this */
#define MINUS_SIGN	 0x2212

#define AT_END		 (-2)

/* The next character as ASCII, full-width forms folded; AT_END, or -1 for a malformed byte. */
static int32_t next_folded(struct str text, size_t *position)
{
	int32_t c = *position < text.length ? utf8_next(text, position) : AT_END;

	if (c > 0xff00 && c < 0xff5f)
		c -= FULL_WIDTH_SHIFT;
	return c == MINUS_SIGN ? '-' : c;
}

/* Reads at least one digit; *out_stop is the character behind the last one. */
static bool read_digits(struct str text, size_t *position, wide_int *value, int32_t *out_stop)
{
	bool any = false;
	int32_t c;

	while ((c = next_folded(text, position)) >= '0' && c <= '9') {
		*value = *value * 10 + (c - '0');
		if (*value > INT64_MAX)
			return false;
		any = true;
	}
	*out_stop = c;
	return any;
}

/* Reads the places behind the point; those beyond DECIMAL_PLACES must be zero. */
static bool read_places(struct str text, size_t position, wide_int whole, wide_int *out)
{
	wide_int value = whole;
	int count = 0;

	while (position < text.length) {
		int32_t c = next_folded(text, &position);

		if (c < '0' || c > '9' || (count >= DECIMAL_PLACES && c != '0'))
			return false;
		if (count < DECIMAL_PLACES)
			value = value * 10 + (c - '0');
		count++;
	}
	*out = count < DECIMAL_PLACES ? value * powers_of_ten[DECIMAL_PLACES - count] : value;
	return count > 0;
}

/* The magnitude in ten-thousandths, up to 2^63. */
static bool parse_magnitude(struct str text, size_t position, wide_int *out)
{
	wide_int value = 0;
	int32_t stop;

	if (!read_digits(text, &position, &value, &stop))
		return false;
	if (stop == '.')
		return read_places(text, position, value, out);
	*out = value * DECIMAL_ONE;
	return stop == AT_END;
}

bool decimal_parse(struct str text, struct decimal *out)
{
	size_t behind_sign = 0;
	wide_int value;
	int32_t sign;

	text = str_trim(text);
	sign = next_folded(text, &behind_sign);
	if (!parse_magnitude(text, sign == '-' || sign == '+' ? behind_sign : 0, &value))
		return false;
	if (sign == '-')
		value = -value;
	if (value < INT64_MIN || value > INT64_MAX)
		return false;
	out->scaled = (int64_t)value;
	return true;
}

const char *decimal_format(struct decimal value, int places, char text[DECIMAL_TEXT_BYTES])
{
	int64_t unit = powers_of_ten[DECIMAL_PLACES - places];
	wide_int shifted = (wide_int)value.scaled + unit / 2;
	wide_int rounded = shifted / unit - (shifted % unit < 0);
	uint64_t magnitude = (uint64_t)(rounded < 0 ? -rounded : rounded);
	uint64_t one = (uint64_t)powers_of_ten[places];
	uint64_t fraction = magnitude % one;
	int length = snprintf(text, DECIMAL_TEXT_BYTES - DECIMAL_PLACES - 1, "%s%llu",
			      rounded < 0 ? "-" : "", (unsigned long long)(magnitude / one));

	if (places == 0)
		return text;
	text[length++] = '.';
	for (int i = places - 1; i >= 0; i--) {
		text[length + i] = (char)('0' + fraction % 10);
		fraction /= 10;
	}
	text[length + places] = '\0';
	return text;
}

const char *decimal_format_short(struct decimal value, char text[DECIMAL_TEXT_BYTES])
{
	int places = DECIMAL_PLACES;

	while (places > 0 && value.scaled % powers_of_ten[DECIMAL_PLACES - places + 1] == 0)
		places--;
	return decimal_format(value, places, text);
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
	int64_t sum;

	if (__builtin_add_overflow(a.scaled, b.scaled, &sum))
		return false;
	out->scaled = sum;
	return true;
}
