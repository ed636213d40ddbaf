/*
 * minhash.c - see minhash.h.
 *
 * The hash functions are a·x + b over 64 bits, upper half kept, with odd a (multiply-shift); a and b come
 * from a fixed stream of splitmix64, so that a signature of today compares with one made in ten years.
 * Changing any constant here needs `evidence_text` to be made anew.
 */
#include "base/minhash.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#define SEED 0x6c69616e7a653231u

static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* Characters that count -------------------------------------------------------------------------- */

struct letters {
	int32_t *items;	  /* folded characters that count */
	uint32_t *starts; /* where each stands in the text */
	size_t count;
};

/* Full-width forms of ASCII become ASCII, letters small; 0: does not count. */
static int32_t fold(int32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c
		       : c >= 'A' && c <= 'Z'			     ? c - 'A' + 'a'
								     : 0;
	return u_isalnum(c) ? u_tolower(c) : 0;
}

static int letters_of(struct str text, struct arena *arena, struct letters *out, struct error *err)
{
	size_t at = 0;

	*out = (struct letters){ ARENA_ARRAY(arena, int32_t, text.length + 1),
				 ARENA_ARRAY(arena, uint32_t, text.length + 1), 0 };
	if (!out->items || !out->starts)
		return error_broken(err, ERR_MEMORY, "the letters of a text");
	while (at < text.length) {
		size_t start = at;
		int32_t c = utf8_next(text, &at);

		if (c < 0)
			break;
		c = fold(c);
		if (!c)
			continue;
		out->items[out->count] = c;
		out->starts[out->count++] = (uint32_t)start;
	}
	return 0;
}

static uint64_t shingle_at(const struct letters *letters, size_t first, size_t length)
{
	uint64_t hash = SEED;

	for (size_t i = 0; i < length; i++)
		hash = mix(hash ^ (uint64_t)letters->items[first + i]);
	return hash;
}

static size_t shingle_count(const struct letters *letters, size_t length)
{
	return letters->count < length ? 0 : letters->count - length + 1;
}

/* Sets ------------------------------------------------------------------------------------------- */

static int compare_hashes(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static int shingles_of_length(struct str text, size_t length, struct arena *arena,
			      struct shingles *out, struct error *err)
{
	struct letters letters;
	size_t count, kept = 0;
	int rc = letters_of(text, arena, &letters, err);

	if (rc)
		return rc;
	count = shingle_count(&letters, length);
	out->length = length;
	out->items = ARENA_ARRAY(arena, uint64_t, count + 1);
	out->count = 0;
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "the shingles of a text");
	for (size_t i = 0; i < count; i++)
		out->items[i] = shingle_at(&letters, i, length);
	qsort(out->items, count, sizeof(*out->items), compare_hashes);
	for (size_t i = 0; i < count; i++)
		if (!kept || out->items[kept - 1] != out->items[i])
			out->items[kept++] = out->items[i];
	out->count = kept;
	return 0;
}

int shingles_of(struct str text, struct arena *arena, struct shingles *out, struct error *err)
{
	return shingles_of_length(text, MINHASH_SHINGLE, arena, out, err);
}

int shingles_of_short(struct str text, struct arena *arena, struct shingles *out, struct error *err)
{
	return shingles_of_length(text, MINHASH_SHORT, arena, out, err);
}

struct resemblance shingles_compare(const struct shingles *a, const struct shingles *b)
{
	size_t i = 0, j = 0, common = 0;

	while (i < a->count && j < b->count) {
		uint64_t left = a->items[i], right = b->items[j];

		common += left == right;
		i += left <= right;
		j += right <= left;
	}
	return (struct resemblance){ common, a->count + b->count - common };
}

int resemblance_permille(struct resemblance resemblance)
{
	return resemblance.all ? (int)(resemblance.common * 1000 / resemblance.all) : 0;
}

/* Signatures ------------------------------------------------------------------------------------- */

void minhash_of(const struct shingles *shingles, struct minhash *out)
{
	for (size_t v = 0; v < MINHASH_VALUES; v++) {
		uint64_t a = mix(SEED + 2 * v) | 1, b = mix(SEED + 2 * v + 1);
		uint32_t least = UINT32_MAX;

		for (size_t i = 0; i < shingles->count; i++) {
			uint32_t value = (uint32_t)((a * shingles->items[i] + b) >> 32);

			if (value < least)
				least = value;
		}
		out->values[v] = least;
	}
}

void minhash_bands(const struct minhash *minhash, int64_t out[MINHASH_BANDS])
{
	for (size_t band = 0; band < MINHASH_BANDS; band++) {
		uint64_t hash = SEED;

		for (size_t row = 0; row < MINHASH_ROWS; row++)
			hash = mix(hash ^ minhash->values[band * MINHASH_ROWS + row]);
		out[band] = (int64_t)((uint64_t)band << 57 | hash >> 7);
	}
}

void minhash_encode(const struct minhash *minhash, unsigned char out[MINHASH_BYTES])
{
	for (size_t v = 0; v < MINHASH_VALUES; v++)
		for (size_t byte = 0; byte < 4; byte++)
			out[v * 4 + byte] = (unsigned char)(minhash->values[v] >> (8 * byte));
}

/* Passages --------------------------------------------------------------------------------------- */

static bool has_shingle(const struct shingles *shingles, uint64_t hash)
{
	return bsearch(&hash, shingles->items, shingles->count, sizeof(hash), compare_hashes) != NULL;
}

/* Which letters lie in a shingle that the other text has. */
static bool *mark_letters(const struct letters *letters, const struct shingles *other,
			  struct arena *arena)
{
	bool *common = ARENA_ARRAY(arena, bool, letters->count + 1);

	for (size_t i = 0; common && i < shingle_count(letters, other->length); i++)
		if (has_shingle(other, shingle_at(letters, i, other->length)))
			memset(common + i, true, other->length);
	return common;
}

int shingles_mark(struct str text, const struct shingles *other, struct arena *arena,
		  struct passages *out, struct error *err)
{
	struct letters letters;
	size_t start = 0, room = 1;
	bool *common;
	int rc = letters_of(text, arena, &letters, err);

	if (rc)
		return rc;
	common = mark_letters(&letters, other, arena);
	for (size_t i = 1; common && i < letters.count; i++)
		room += common[i] != common[i - 1];
	*out = (struct passages){ ARENA_ARRAY(arena, struct passage, room), 0 };
	if (!common || !out->items)
		return error_broken(err, ERR_MEMORY, "the passages of a text");
	for (size_t i = 1; i < letters.count; i++) {
		if (common[i] == common[i - 1])
			continue;
		out->items[out->count++] = (struct passage){
			str_slice(text, start, letters.starts[i] - start), common[i - 1]
		};
		start = letters.starts[i];
	}
	if (start < text.length)
		out->items[out->count++] = (struct passage){
			str_slice(text, start, text.length - start),
			letters.count && common[letters.count - 1]
		};
	return 0;
}
