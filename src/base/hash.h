/*
 * hash.h - SHA-256, hex, base64, random bytes.
 *
 * Layer: base. OpenSSL does the work. Functions that cannot fail in practice (SHA-256 over memory)
 * abort the process if OpenSSL does: there is no sensible way on without them.
 */
#ifndef LIANZE_BASE_HASH_H
#define LIANZE_BASE_HASH_H

#include "base/arena.h"

#define HASH_BYTES 32
#define HASH_HEX_BYTES 65

struct hash {
	unsigned char bytes[HASH_BYTES];
};

/* SHA-256 of the concatenation of `count` parts. */
struct hash hash_parts(const struct str *parts, size_t count);
struct hash hash_of(struct str data);
bool hash_equal(const struct hash *a, const struct hash *b);
struct str hash_str(const struct hash *hash); /* borrowed view of the 32 bytes */

/* SHA-256 of what comes piece by piece. Freed by hash_stream_free(); NULL is allowed there. */
struct hash_stream;
MUST_USE struct hash_stream *hash_stream_new(void); /* NULL when memory is out */
void hash_stream_add(struct hash_stream *stream, struct str data);
/* The hash of all that was added; the stream then starts anew. */
struct hash hash_stream_end(struct hash_stream *stream);
void hash_stream_free(struct hash_stream *stream);
/* HMAC-SHA-1 (RFC 2104): for one-time codes only, whose standard says so. */
#define HMAC_SHA1_BYTES 20
void hmac_sha1(struct str key, struct str data, unsigned char out[HMAC_SHA1_BYTES]);

/* Fill with bytes from the system's generator; aborts when it fails. */
void random_bytes(void *out, size_t length);
/* Equal in time that does not depend on the contents; lengths may be public. */
bool bytes_equal_constant_time(struct str a, struct str b);

/* Lower-case hex into out (2 × length + 1 bytes). */
void hex_encode(struct str data, char *out);
MUST_USE bool hex_decode(struct str text, unsigned char *out, size_t out_bytes);
/* Standard base64 with padding. Encoding returns arena text (bytes NULL on failure). */
struct str base64_encode(struct arena *arena, struct str data);
/* Strict: no white space, right padding. Returns false when malformed; *out in the arena. */
MUST_USE bool base64_decode(struct arena *arena, struct str text, struct str *out);
/* The same into `out_bytes` bytes; false also when the text holds more or fewer. */
MUST_USE bool base64_decode_exact(struct str text, unsigned char *out, size_t out_bytes);
/* 80- to 256-bit random secrets as lower-case Crockford base32 text: `characters` + NUL. */
void random_text(char *out, size_t characters);

#endif
