/*
 * minhash.h - how much two texts have in common, found without comparing every pair.
 *
 * Layer: base. Pure: no store, no clock.
 *
 * A text is the set of its shingles, runs of MINHASH_SHINGLE characters; their resemblance is the Jaccard
 * index of the sets, |A ∩ B| / |A ∪ B| (A. Broder, On the resemblance and containment of documents, 1997).
 * The least value of a random hash function over a set is equal for two sets with exactly that probability:
 * MINHASH_VALUES such values are the text's signature. They are grouped into bands of MINHASH_ROWS; texts
 * that agree in a whole band are candidates (locality-sensitive hashing): at a resemblance of 0.8 one is
 * missed in 600 pairs, at 0.3 one in 65 becomes a candidate. What is shown is the exact index of these.
 *
 * Spaces, punctuation, width and case of letters do not count: they are what changes when a text is copied.
 */
#ifndef LIANZE_BASE_MINHASH_H
#define LIANZE_BASE_MINHASH_H

#include "base/arena.h"
#include "base/error.h"

#define MINHASH_SHINGLE 5 /* characters */
#define MINHASH_SHORT	2 /* of texts as short as a title */
#define MINHASH_BANDS	21
#define MINHASH_ROWS	6
#define MINHASH_VALUES	(MINHASH_BANDS * MINHASH_ROWS)
#define MINHASH_BYTES	(MINHASH_VALUES * 4)
/* Shorter texts say too little: forms and headings would all be alike. */
#define MINHASH_LEAST_SHINGLES 20

struct shingles {
	uint64_t *items; /* hashes, sorted, each once */
	size_t count;
	size_t length; /* characters of each */
};

struct minhash {
	uint32_t values[MINHASH_VALUES];
};

/* The shingles of valid UTF-8, in the arena. -ERR_MEMORY. */
MUST_USE int shingles_of(struct str text, struct arena *arena, struct shingles *out,
			 struct error *err);
/* The same of MINHASH_SHORT characters; sets of different lengths do not compare. */
MUST_USE int shingles_of_short(struct str text, struct arena *arena, struct shingles *out,
			       struct error *err);
void minhash_of(const struct shingles *shingles, struct minhash *out);
/* Keys of the bands: positive, and different bands never have the same key. */
void minhash_bands(const struct minhash *minhash, int64_t out[MINHASH_BANDS]);
/* Least significant byte first, MINHASH_BYTES of them. */
void minhash_encode(const struct minhash *minhash, unsigned char out[MINHASH_BYTES]);

struct resemblance {
	size_t common, all; /* |A ∩ B|, |A ∪ B| */
};
struct resemblance shingles_compare(const struct shingles *a, const struct shingles *b);
/* In thousandths, rounded down; two empty sets have 0. */
int resemblance_permille(struct resemblance resemblance);

/* A text in pieces, by turns what the other one does not have and what it has. */
struct passage {
	struct str text; /* borrowed */
	bool is_common;
};
struct passages {
	struct passage *items;
	size_t count;
};
/* Cut `text` by whether its characters lie in a shingle of `other`. -ERR_MEMORY. */
MUST_USE int shingles_mark(struct str text, const struct shingles *other, struct arena *arena,
			   struct passages *out, struct error *err);

#endif
