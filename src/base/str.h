/*
 * str.h - a borrowed piece of UTF-8 text with its length.
 *
 * Layer:   base.
 * Owner:   a struct str never owns its bytes; whoever made it says how long they live.
 *
 * Text is not NUL-terminated in general; arena_text() makes a terminated copy.
 */
#ifndef LIANZE_BASE_STR_H
#define LIANZE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"

struct str {
	const char *bytes; /* may be NULL when length is 0 */
	size_t length;	   /* in bytes */
};

#define STR_EMPTY ((struct str){ NULL, 0 })
/* A literal as struct str, at no cost. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* The same as the initializer of a static table. */
#define STR_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* For "%.*s". */
#define STR_ARG(s) (int)(s).length, ((s).bytes ? (s).bytes : "")

/* From a NUL-terminated text; NULL gives the empty string. */
static inline struct str str_from(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

bool str_equal(struct str a, struct str b);
bool str_equal_ignore_case(struct str a, struct str b); /* ASCII letters only */
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);
/* memcmp order, shorter first: <0, 0, >0. */
int str_compare(struct str a, struct str b);
/* Position of the first byte `c`, or -1. */
ptrdiff_t str_find_byte(struct str s, char c);
/* Position of `needle`, or -1; the empty needle is at 0. */
ptrdiff_t str_find(struct str s, struct str needle);
/* Bytes from `start` on for `length`, clipped to s. */
struct str str_slice(struct str s, size_t start, size_t length);
/* Without white space at both ends: ASCII space, tab, CR, LF, U+3000 and U+00A0. */
struct str str_trim(struct str s);
/*
 * Cut `rest` at the first `separator`: returns the part before it and moves `rest` behind it.
 * Without a separator returns all and leaves `rest` empty. Loop while rest.length.
 */
struct str str_split(struct str *rest, char separator);

/* True when `s` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, <= U+10FFFF). */
bool utf8_is_valid(struct str s);
/* Number of code points of valid UTF-8. */
size_t utf8_length(struct str s);
/* Longest prefix of at most `bytes` bytes that ends at a code point boundary. */
struct str utf8_cut(struct str s, size_t bytes);
/*
 * Decode the code point at *position and move behind it. Returns the code point, or -1 at the end
 * or at a malformed byte (then *position moves one byte).
 */
int32_t utf8_next(struct str s, size_t *position);

/* Parse a whole decimal integer in [min, max]. Returns false (and leaves *out) otherwise. */
MUST_USE bool str_parse_int(struct str s, int64_t min, int64_t max, int64_t *out);

#endif
