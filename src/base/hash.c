/*
 * hash.c - SHA-256 and random bytes from OpenSSL and the kernel; hex and base64.
 *
 * The digest is fetched once: OpenSSL 3 looks an algorithm up by name under a lock at every
 * EVP_sha256(), which costs more than hashing a leaf.
 */
#include "base/hash.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;

static void fetch_sha256(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256)
		abort();
}

struct hash hash_parts(const struct str *parts, size_t count)
{
	struct hash hash;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good;

	pthread_once(&sha256_once, fetch_sha256);
	good = context && EVP_DigestInit_ex2(context, sha256, NULL) == 1;
	for (size_t i = 0; good && i < count; i++)
		good = EVP_DigestUpdate(context, parts[i].bytes, parts[i].length) == 1;
	if (!good || EVP_DigestFinal_ex(context, hash.bytes, NULL) != 1)
		abort();
	EVP_MD_CTX_free(context);
	return hash;
}

/* Pieces --------------------------------------------------------------------------------------- */

struct hash_stream {
	EVP_MD_CTX *context;
};

static void stream_start(struct hash_stream *stream)
{
	if (EVP_DigestInit_ex2(stream->context, sha256, NULL) != 1)
		abort();
}

struct hash_stream *hash_stream_new(void)
{
	struct hash_stream *stream = memory_alloc(sizeof(*stream));

	if (!stream)
		return NULL;
	pthread_once(&sha256_once, fetch_sha256);
	stream->context = EVP_MD_CTX_new();
	if (!stream->context)
		abort();
	stream_start(stream);
	return stream;
}

void hash_stream_add(struct hash_stream *stream, struct str data)
{
	if (data.length && EVP_DigestUpdate(stream->context, data.bytes, data.length) != 1)
		abort();
}

struct hash hash_stream_end(struct hash_stream *stream)
{
	struct hash hash;

	if (EVP_DigestFinal_ex(stream->context, hash.bytes, NULL) != 1)
		abort();
	stream_start(stream);
	return hash;
}

void hash_stream_free(struct hash_stream *stream)
{
	if (!stream)
		return;
	EVP_MD_CTX_free(stream->context);
	memory_free(stream);
}

void hmac_sha1(struct str key, struct str data, unsigned char out[HMAC_SHA1_BYTES])
{
	unsigned length = 0;

	if (!HMAC(EVP_sha1(), key.bytes, (int)key.length, (const unsigned char *)data.bytes,
		  data.length, out, &length) ||
	    length != HMAC_SHA1_BYTES)
		abort();
}

struct hash hash_of(struct str data)
{
	return hash_parts(&data, 1);
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

struct str hash_str(const struct hash *hash)
{
	return (struct str){ (const char *)hash->bytes, HASH_BYTES };
}

void random_bytes(void *out, size_t length)
{
	unsigned char *next = out;

	while (length > 0) {
		ssize_t got = getrandom(next, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			abort();
		next += got;
		length -= (size_t)got;
	}
}

void random_text(char *out, size_t characters)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

	/* 32 divides 256, so that taking five bits of a byte keeps all digits equally likely. */
	random_bytes(out, characters);
	for (size_t i = 0; i < characters; i++)
		out[i] = digits[(unsigned char)out[i] & 31];
	out[characters] = '\0';
}

bool bytes_equal_constant_time(struct str a, struct str b)
{
	return a.length == b.length &&
	       (a.length == 0 || CRYPTO_memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* Hex --------------------------------------------------------------------------------------- */

void hex_encode(struct str data, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < data.length; i++) {
		*out++ = digits[(unsigned char)data.bytes[i] >> 4];
		*out++ = digits[(unsigned char)data.bytes[i] & 15];
	}
	*out = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(struct str text, unsigned char *out, size_t out_bytes)
{
	if (text.length % 2 != 0 || text.length / 2 != out_bytes)
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (hex_value(text.bytes[i]) < 0)
			return false;
	for (size_t i = 0; i < out_bytes; i++)
		out[i] = (unsigned char)(hex_value(text.bytes[2 * i]) << 4 |
					 hex_value(text.bytes[2 * i + 1]));
	return true;
}

/* Base64 ------------------------------------------------------------------------------------ */

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct str base64_encode(struct arena *arena, struct str data)
{
	size_t length = data.length / 3 * 4 + (data.length % 3 ? 4 : 0);
	char *text = data.length > SIZE_MAX / 2 ? NULL : arena_alloc(arena, length + 1);

	if (!text)
		return STR_EMPTY;
	for (size_t in = 0, at = 0; in < data.length; in += 3, at += 4) {
		size_t count = data.length - in < 3 ? data.length - in : 3;
		uint32_t group = 0;

		for (size_t i = 0; i < 3; i++)
			group = group << 8 | (i < count ? (unsigned char)data.bytes[in + i] : 0);
		for (size_t i = 0; i < 4; i++)
			text[at + i] = i <= count ? base64_digits[group >> (18 - 6 * i) & 63] : '=';
	}
	return (struct str){ text, length };
}

static int base64_value(char c)
{
	const char *found = c ? strchr(base64_digits, c) : NULL;

	return found ? (int)(found - base64_digits) : -1;
}

/* Four characters, the last `padding` of which were "=", to 3 - padding bytes. */
static bool decode_group(const char *text, size_t padding, char *out)
{
	uint32_t group = 0;

	for (size_t i = 0; i < 4; i++) {
		int value = i < 4 - padding ? base64_value(text[i]) : 0;

		if (value < 0)
			return false;
		group = group << 6 | (unsigned)value;
	}
	for (size_t i = 0; i < 3 - padding; i++)
		out[i] = (char)(group >> (16 - 8 * i) & 255);
	/* Bits behind the last byte must be zero, else two texts would mean the same bytes. */
	return (group & ((1u << 8 * padding) - 1)) == 0;
}

static size_t padding_of(struct str text)
{
	return str_ends_with(text, STR("==")) ? 2 : str_ends_with(text, STR("=")) ? 1 : 0;
}

/* Decode a text of whole groups. */
static bool decode_groups(struct str text, char *out)
{
	size_t padding = padding_of(text);

	for (size_t in = 0, at = 0; in < text.length; in += 4, at += 3)
		if (!decode_group(text.bytes + in, in + 4 == text.length ? padding : 0, out + at))
			return false;
	return true;
}

bool base64_decode(struct arena *arena, struct str text, struct str *out)
{
	size_t length;
	char *bytes;

	if (text.length % 4 != 0)
		return false;
	length = text.length / 4 * 3 - padding_of(text);
	bytes = arena_alloc(arena, length + 1);
	if (!bytes || !decode_groups(text, bytes))
		return false;
	*out = (struct str){ bytes, length };
	return true;
}

bool base64_decode_exact(struct str text, unsigned char *out, size_t out_bytes)
{
	if (text.length % 4 != 0 || text.length / 4 * 3 - padding_of(text) != out_bytes)
		return false;
	return decode_groups(text, (char *)out);
}
