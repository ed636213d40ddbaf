/*
 * rational.c - exact fractions over 128-bit integers; the second half of decimal.h.
 *
 * Sums and products divide out common factors before they multiply (Knuth, The Art of Computer
 * Programming 4.5.1), so that intermediate values stay as small as the result allows. Comparing
 * and rounding never multiply beyond the operands and so cannot overflow at all.
 */
#include "base/decimal.h"

#include <stdio.h>

__extension__ typedef unsigned __int128 wide_unsigned;

static wide_unsigned magnitude(wide_int value)
{
	return value < 0 ? -(wide_unsigned)value : (wide_unsigned)value;
}

/* Greatest common divisor; 64-bit division, several times faster, as soon as it suffices. */
static wide_int common_divisor(wide_int a, wide_int b)
{
	wide_unsigned x = magnitude(a), y = magnitude(b);

	while (y > UINT64_MAX || (y && x > UINT64_MAX)) {
		wide_unsigned rest = x % y;

		x = y;
		y = rest;
	}
	if (!y)
		return (wide_int)x;
	uint64_t small_x = (uint64_t)x, small_y = (uint64_t)y;

	while (small_y) {
		uint64_t rest = small_x % small_y;

		small_x = small_y;
		small_y = rest;
	}
	return small_x;
}

/* Quotient towards minus infinity; the rest is in [0, divisor). */
static wide_int floor_divide(wide_int value, wide_int divisor, wide_int *out_rest)
{
	wide_int quotient = value / divisor, rest = value % divisor;

	if (rest < 0) {
		quotient--;
		rest += divisor;
	}
	*out_rest = rest;
	return quotient;
}

struct rational rational_from_int(int64_t whole)
{
	return (struct rational){ whole, 1 };
}

struct rational rational_from_decimal(struct decimal value)
{
	wide_int divisor = common_divisor(value.scaled, DECIMAL_ONE);

	return (struct rational){ value.scaled / divisor, DECIMAL_ONE / divisor };
}

bool rational_add(struct rational a, struct rational b, struct rational *out)
{
	wide_int shared = common_divisor(a.denominator, b.denominator);
	wide_int left, right, sum, divisor, denominator;

	if (__builtin_mul_overflow(a.numerator, b.denominator / shared, &left) ||
	    __builtin_mul_overflow(b.numerator, a.denominator / shared, &right) ||
	    __builtin_add_overflow(left, right, &sum))
		return false;
	divisor = common_divisor(sum, shared);
	if (__builtin_mul_overflow(a.denominator / shared, b.denominator / divisor, &denominator))
		return false;
	*out = (struct rational){ sum / divisor, denominator };
	return true;
}

bool rational_subtract(struct rational a, struct rational b, struct rational *out)
{
	if (__builtin_sub_overflow((wide_int)0, b.numerator, &b.numerator))
		return false;
	return rational_add(a, b, out);
}

bool rational_multiply(struct rational a, struct rational b, struct rational *out)
{
	wide_int first = common_divisor(a.numerator, b.denominator);
	wide_int second = common_divisor(b.numerator, a.denominator);
	wide_int numerator, denominator;

	if (__builtin_mul_overflow(a.numerator / first, b.numerator / second, &numerator) ||
	    __builtin_mul_overflow(a.denominator / second, b.denominator / first, &denominator))
		return false;
	*out = (struct rational){ numerator, denominator };
	return true;
}

bool rational_divide(struct rational a, struct rational b, struct rational *out)
{
	struct rational inverse = { b.denominator, b.numerator };

	if (b.numerator == 0)
		return false;
	if (b.numerator < 0) {
		inverse.numerator = -b.denominator;
		if (__builtin_sub_overflow((wide_int)0, b.numerator, &inverse.denominator))
			return false;
	}
	return rational_multiply(a, inverse, out);
}

/*
 * Walks both continued fractions until they differ: equal whole parts are dropped and the rests
 * turned upside down, which turns the order round too; hence the exchanged sides.
 */
int rational_compare(struct rational a, struct rational b)
{
	for (;;) {
		wide_int rest_a, rest_b;
		wide_int whole_a = floor_divide(a.numerator, a.denominator, &rest_a);
		wide_int whole_b = floor_divide(b.numerator, b.denominator, &rest_b);

		if (whole_a != whole_b)
			return whole_a < whole_b ? -1 : 1;
		if (!rest_a || !rest_b)
			return (rest_a != 0) - (rest_b != 0);
		struct rational turned = { b.denominator, rest_b };

		b = (struct rational){ a.denominator, rest_a };
		a = turned;
	}
}

/* 10 × *rest = digit × denominator + new rest, by addition, which cannot overflow. */
static int next_digit(wide_int *rest, wide_int denominator)
{
	wide_int sum = 0;
	int digit = 0;

	for (int i = 0; i < 10; i++) {
		if (sum >= denominator - *rest) {
			sum -= denominator - *rest;
			digit++;
		} else {
			sum += *rest;
		}
	}
	*rest = sum;
	return digit;
}

bool rational_round(struct rational value, int places, struct decimal *out)
{
	wide_int rest, scaled = floor_divide(value.numerator, value.denominator, &rest);

	if (scaled < INT64_MIN || scaled > INT64_MAX)
		return false;
	for (int i = 0; i < places; i++)
		scaled = scaled * 10 + next_digit(&rest, value.denominator);
	if (rest >= value.denominator - rest)
		scaled++;
	for (int i = places; i < DECIMAL_PLACES; i++)
		scaled *= 10;
	if (scaled < INT64_MIN || scaled > INT64_MAX)
		return false;
	out->scaled = (int64_t)scaled;
	return true;
}

bool rational_to_decimal(struct rational value, struct decimal *out)
{
	wide_int scaled;

	if (DECIMAL_ONE % value.denominator != 0 ||
	    __builtin_mul_overflow(value.numerator, DECIMAL_ONE / value.denominator, &scaled) ||
	    scaled < INT64_MIN || scaled > INT64_MAX)
		return false;
	out->scaled = (int64_t)scaled;
	return true;
}

/* Writes the digits so that they end before `end`; returns where they begin. */
static char *write_backwards(char *end, wide_unsigned value)
{
	do {
		*--end = (char)('0' + (int)(value % 10));
		value /= 10;
	} while (value);
	return end;
}

const char *rational_format(struct rational value, char text[RATIONAL_TEXT_BYTES])
{
	char digits[RATIONAL_TEXT_BYTES], *start = digits + sizeof(digits) - 1;
	struct decimal exact;

	if (rational_to_decimal(value, &exact))
		return decimal_format_short(exact, text);
	*start = '\0';
	if (value.denominator != 1) {
		start = write_backwards(start, magnitude(value.denominator));
		*--start = '/';
	}
	start = write_backwards(start, magnitude(value.numerator));
	if (value.numerator < 0)
		*--start = '-';
	memcpy(text, start, (size_t)(digits + sizeof(digits) - start));
	return text;
}
