/*
 * totp.h - one-time codes of an authenticator app (RFC 6238 over RFC 4226): six digits, HMAC-SHA-1,
 * steps of 30 seconds. That is what every app on a phone understands without being told.
 *
 * Layer: people, pure. Where the secret is kept: totp_store.h.
 *
 * A code counts in its own step and the one before and behind (clocks differ), and once: the step of
 * the last code used is kept, and no code of that step or an earlier one is taken again.
 */
#ifndef LIANZE_PEOPLE_TOTP_H
#define LIANZE_PEOPLE_TOTP_H

#include "base/arena.h"

#define TOTP_SECRET_BYTES 20 /* RFC 4226 4: 160 bits recommended */
#define TOTP_SECRET_TEXT_BYTES 33 /* 32 base32 characters and NUL */
#define TOTP_STEP_MS 30000
#define TOTP_DIGITS 6
#define TOTP_CODE_BYTES 9 /* up to 8 digits and NUL */

struct totp_secret {
	unsigned char bytes[TOTP_SECRET_BYTES];
};

/* The code of a step, `digits` (6 to 8) long. */
void totp_code(struct str secret, int64_t step, int digits, char out[TOTP_CODE_BYTES]);
/* The step of an instant. */
int64_t totp_step(int64_t at_ms);
/*
 * The step whose code this is, among the one of `at_ms` and its neighbours, when it is later than
 * `last_step`; -1 when there is none. Spaces inside the code are allowed ("123 456").
 */
int64_t totp_match(struct str secret, struct str code, int64_t at_ms, int64_t last_step);

/* A new random secret, and its text: base32 of RFC 4648 without padding. */
void totp_secret_make(struct totp_secret *out);
void totp_secret_format(const struct totp_secret *secret, char out[TOTP_SECRET_TEXT_BYTES]);
/* Accepts lower case, spaces and hyphens. False when malformed. */
MUST_USE bool totp_secret_parse(struct str text, struct totp_secret *out);
/* otpauth://totp/… for a QR code; in the arena. */
struct str totp_uri(const struct totp_secret *secret, struct str issuer, struct str login,
		    struct arena *arena);

#endif
