/*
 * totp.c - the arithmetic of one-time codes: see totp.h.
 */
#include "people/totp.h"

#include <stdio.h>

#include "base/hash.h"

#define COUNTER_BYTES 8
#define BITS_OF_A_LETTER 5

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* RFC 4226 5.3: four bytes at the offset that the last half-byte names, without the sign bit. */
static uint32_t truncate_digest(const unsigned char digest[HMAC_SHA1_BYTES])
{
	size_t at = digest[HMAC_SHA1_BYTES - 1] & 0x0f;

	return ((uint32_t)(digest[at] & 0x7f) << 24) | ((uint32_t)digest[at + 1] << 16) |
	       ((uint32_t)digest[at + 2] << 8) | digest[at + 3];
}

void totp_code(struct str secret, int64_t step, int digits, char out[TOTP_CODE_BYTES])
{
	unsigned char counter[COUNTER_BYTES], digest[HMAC_SHA1_BYTES];
	uint32_t modulus = 1;

	for (int i = 0; i < COUNTER_BYTES; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (8 * (COUNTER_BYTES - 1 - i)));
	for (int i = 0; i < digits; i++)
		modulus *= 10;
	hmac_sha1(secret, (struct str){ (const char *)counter, sizeof(counter) }, digest);
	snprintf(out, TOTP_CODE_BYTES, "%0*u", digits, truncate_digest(digest) % modulus);
}

int64_t totp_step(int64_t at_ms)
{
	return at_ms / TOTP_STEP_MS;
}

/* The digits of what was typed, without spaces; false when there are others or not six. */
static bool read_digits(struct str typed, char out[TOTP_DIGITS])
{
	size_t count = 0;

	for (size_t i = 0; i < typed.length; i++) {
		if (typed.bytes[i] == ' ')
			continue;
		if (typed.bytes[i] < '0' || typed.bytes[i] > '9' || count == TOTP_DIGITS)
			return false;
		out[count++] = typed.bytes[i];
	}
	return count == TOTP_DIGITS;
}

int64_t totp_match(struct str secret, struct str code, int64_t at_ms, int64_t last_step)
{
	char typed[TOTP_DIGITS], right[TOTP_CODE_BYTES];
	int64_t now = totp_step(at_ms), found = -1;

	if (!read_digits(code, typed))
		return -1;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		totp_code(secret, step, TOTP_DIGITS, right);
		bool equal = bytes_equal_constant_time((struct str){ typed, TOTP_DIGITS },
						       str_from(right));
		if (equal && step > last_step && found < 0)
			found = step;
	}
	return found;
}

void totp_secret_make(struct totp_secret *out)
{
	random_bytes(out->bytes, sizeof(out->bytes));
}

void totp_secret_format(const struct totp_secret *secret, char out[TOTP_SECRET_TEXT_BYTES])
{
	for (size_t i = 0; i + 1 < TOTP_SECRET_TEXT_BYTES; i++) {
		size_t bit = i * BITS_OF_A_LETTER, byte = bit / 8;
		unsigned pair = (unsigned)secret->bytes[byte] << 8;

		if (byte + 1 < TOTP_SECRET_BYTES)
			pair |= secret->bytes[byte + 1];
		out[i] = letters[(pair >> (11 - bit % 8)) & 31];
	}
	out[TOTP_SECRET_TEXT_BYTES - 1] = '\0';
}

static int letter_value(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	const char *at = c ? strchr(letters, c) : NULL;

	return at ? (int)(at - letters) : -1;
}

bool totp_secret_parse(struct str text, struct totp_secret *out)
{
	struct totp_secret secret = { { 0 } };
	size_t bits = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] == ' ' || text.bytes[i] == '-')
			continue;
		int value = letter_value(text.bytes[i]);
		if (value < 0 || bits + BITS_OF_A_LETTER > sizeof(secret.bytes) * 8)
			return false;
		for (int bit = 4; bit >= 0; bit--, bits++)
			secret.bytes[bits / 8] |=
				(unsigned char)(((value >> bit) & 1) << (7 - bits % 8));
	}
	if (bits != sizeof(secret.bytes) * 8)
		return false;
	*out = secret;
	return true;
}

/* Percent-encoded: what stands in a URI's path or value. */
static struct str encode_part(struct str text, struct arena *arena)
{
	static const char hex[] = "0123456789ABCDEF";
	char *out = arena_alloc(arena, text.length * 3 + 1);
	size_t length = 0;

	for (size_t i = 0; out && i < text.length; i++) {
		unsigned char c = (unsigned char)text.bytes[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
		if (plain) {
			out[length++] = (char)c;
			continue;
		}
		out[length++] = '%';
		out[length++] = hex[c >> 4];
		out[length++] = hex[c & 15];
	}
	return (struct str){ out ? out : "", length };
}

struct str totp_uri(const struct totp_secret *secret, struct str issuer, struct str login,
		    struct arena *arena)
{
	char text[TOTP_SECRET_TEXT_BYTES];
	struct str name = encode_part(issuer, arena), who = encode_part(login, arena);

	totp_secret_format(secret, text);
	return arena_format(arena, "otpauth://totp/%.*s:%.*s?secret=%s&issuer=%.*s", STR_ARG(name),
			    STR_ARG(who), text, STR_ARG(name));
}
