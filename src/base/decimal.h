/*
 * decimal.h - points, weights and money without binary fractions.
 *
 * Layer: base. Plain values, no allocation, no globals.
 *
 * A struct decimal counts ten-thousandths: 2.5 is 25000. That is what the database stores
 * (INTEGER) and what forms accept: at most DECIMAL_PLACES places behind the point. A struct
 * rational is an exact fraction over 128-bit integers, for sums and averages inside a computation;
 * it is rounded once, at the end, half up (decisions.md 4). Every operation reports overflow.
 */
#ifndef LIANZE_BASE_DECIMAL_H
#define LIANZE_BASE_DECIMAL_H

#include "base/error.h"
#include "base/str.h"

#define DECIMAL_PLACES 4
#define DECIMAL_ONE 10000

struct decimal {
	int64_t scaled; /* value × 10000 */
};

#define DECIMAL_OF(whole) ((struct decimal){ (int64_t)(whole) * DECIMAL_ONE })
#define DECIMAL_TEXT_BYTES 32

static inline int decimal_compare(struct decimal a, struct decimal b)
{
	return (a.scaled > b.scaled) - (a.scaled < b.scaled);
}

/*
 * Parse "12", "12.5", "-0.25", "+3"; also full-width digits, point, plus and minus. No exponent, no
 * thousands separator, no white space inside. Returns false and leaves *out when malformed, when
 * more than DECIMAL_PLACES places are not zero, or when out of range.
 */
MUST_USE bool decimal_parse(struct str text, struct decimal *out);

/*
 * Print with exactly `places` (0 … DECIMAL_PLACES) places, rounded half up away from zero for
 * positive and half up (towards +∞) for negative numbers. Returns `text`, NUL-terminated.
 */
const char *decimal_format(struct decimal value, int places, char text[DECIMAL_TEXT_BYTES]);

/* Print with as many places as needed: "2", "2.5", "83.3333". */
const char *decimal_format_short(struct decimal value, char text[DECIMAL_TEXT_BYTES]);

/* a + b; false on overflow. */
MUST_USE bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);

__extension__ typedef __int128 wide_int;

struct rational {
	wide_int numerator;
	wide_int denominator; /* > 0; in lowest terms */
};

struct rational rational_from_int(int64_t whole);
struct rational rational_from_decimal(struct decimal value);
/* Exact results in lowest terms; false on overflow (or division by zero), *out untouched. */
MUST_USE bool rational_add(struct rational a, struct rational b, struct rational *out);
MUST_USE bool rational_subtract(struct rational a, struct rational b, struct rational *out);
MUST_USE bool rational_multiply(struct rational a, struct rational b, struct rational *out);
MUST_USE bool rational_divide(struct rational a, struct rational b, struct rational *out);
/* Sign of a - b, exact for any two values. */
int rational_compare(struct rational a, struct rational b);
/* Round half up (towards +∞ at exactly half) to `places` (0 … 4); false when out of range. */
MUST_USE bool rational_round(struct rational value, int places, struct decimal *out);
/* True when the value has an exact decimal with DECIMAL_PLACES places; then stored in *out. */
MUST_USE bool rational_to_decimal(struct rational value, struct decimal *out);

#define RATIONAL_TEXT_BYTES 96
/* As an exact decimal if it is one ("2.5"), else as a fraction "25/3". Returns `text`. */
const char *rational_format(struct rational value, char text[RATIONAL_TEXT_BYTES]);

#endif
