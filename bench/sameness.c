/*
 * sameness.c - texts that resemble one, among 100,000: the program's search by bands, from its SQLite tables,
 * against comparing the text with every other one.
 *
 *   sameness DATABASE       is made when it is absent (a minute or two, 700 MB)
 *
 * 95,000 texts of 300 random characters and 5,000 copies with some characters changed. The peer has the
 * shingles of all texts in memory already; ours reads the database. Both give the exact Jaccard index; recall
 * counts what the peer found at 0.8 or more. Printed as "name value".
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/hash.h"
#include "evidence/text_store.h"
#include "store/migrate.h"

#define TEXTS	     100000
#define ORIGINALS    95000
#define LETTERS	     300
#define QUERIES	     120
#define JURISDICTION 1
#define BATCH	     2000
#define ARENA_BYTES  ((size_t)4 << 30)

static char texts[TEXTS][LETTERS * 3];
static struct shingles sets[TEXTS];

static void fail(const char *what, const struct error *err)
{
	fprintf(stderr, "sameness: %s: %s [%s]\n", what, err->en, err->detail);
	exit(1);
}

/* Texts ------------------------------------------------------------------------------------------ */

static uint64_t random_state = 1;

static uint32_t next_random(void)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33);
}

static void put_letter(char *out)
{
	uint32_t c = 0x4e00 + next_random() % 3500;

	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 63));
	out[2] = (char)(0x80 | (c & 63));
}

static void make_texts(void)
{
	for (size_t i = 0; i < TEXTS; i++) {
		for (size_t at = 0; i < ORIGINALS && at < LETTERS; at++)
			put_letter(texts[i] + 3 * at);
		if (i < ORIGINALS)
			continue;
		memcpy(texts[i], texts[next_random() % ORIGINALS], sizeof(texts[i]));
		for (uint32_t changes = next_random() % 12; changes; changes--)
			put_letter(texts[i] + 3 * (next_random() % LETTERS));
	}
}

static struct str text_of(size_t i)
{
	return (struct str){ texts[i], sizeof(texts[i]) };
}

/* The database ----------------------------------------------------------------------------------- */

static void insert_texts(struct db *db, struct error *err)
{
	for (size_t i = 0; i < TEXTS; i++) {
		struct evidence_text text = { .text = text_of(i) };
		struct hash sha256 = hash_of(text.text);

		minhash_of(&sets[i], &text.minhash);
		if (i % BATCH == 0 && db_begin_write(db, err))
			fail("begin", err);
		if (evidence_text_insert(db, JURISDICTION, hash_str(&sha256), &text, err))
			fail("insert", err);
		if (i % BATCH == BATCH - 1 && db_commit(db, err))
			fail("commit", err);
	}
}

static struct db *open_database(const char *path)
{
	bool is_new = access(path, F_OK) != 0;
	struct migration_state state;
	struct error err;
	struct db *db;

	if (db_open(path, DB_CREATE, &db, &err) || migrate_apply(db, &state, &err))
		fail(path, &err);
	if (!is_new)
		return db;
	insert_texts(db, &err);
	db_close(db); /* a new connection knows the statistics that the migration put there */
	if (db_open(path, DB_READ_ONLY, &db, &err))
		fail(path, &err);
	return db;
}

/* Both sides --------------------------------------------------------------------------------------- */

struct outcome {
	double ours_s, peer_s;
	long pairs, found, candidates;
};

static bool has_match(const struct text_matches *matches, size_t other)
{
	struct hash sha256 = hash_of(text_of(other));

	for (size_t i = 0; i < matches->count; i++)
		if (str_equal(matches->items[i].sha256, hash_str(&sha256)))
			return true;
	return false;
}

static void ask(struct db *db, size_t query, struct outcome *outcome)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct hash sha256 = hash_of(text_of(query));
	struct text_matches matches;
	struct error err;
	int64_t start = clock_monotonic_us(), middle;

	if (!arena || evidence_text_matches(db, JURISDICTION, hash_str(&sha256), arena, &matches, &err))
		fail("search", &err);
	middle = clock_monotonic_us();
	for (size_t i = 0; i < TEXTS; i++) {
		if (i == query || resemblance_permille(shingles_compare(&sets[query], &sets[i])) < 800 ||
		    str_equal(text_of(i), text_of(query)))
			continue;
		outcome->pairs++;
		outcome->found += has_match(&matches, i);
	}
	outcome->peer_s += (double)(clock_monotonic_us() - middle) / 1e6;
	outcome->ours_s += (double)(middle - start) / 1e6;
	outcome->candidates += (long)matches.candidates;
	arena_free(arena);
}

int main(int count, char **words)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct outcome outcome = { .pairs = 0 };
	struct error err;
	struct db *db;

	if (count != 2 || !arena)
		return 2;
	make_texts();
	for (size_t i = 0; i < TEXTS; i++)
		if (shingles_of(text_of(i), arena, &sets[i], &err))
			fail("shingles", &err);
	db = open_database(words[1]);
	for (size_t i = 0; i < QUERIES; i++) /* copies and originals by turns */
		ask(db, i % 2 ? ORIGINALS + i * 37 : i * 701, &outcome);
	db_close(db);
	printf("ours_ms %.3f\npeer_ms %.3f\npairs %ld\nfound %ld\ncandidates %.1f\n",
	       outcome.ours_s * 1000 / QUERIES, outcome.peer_s * 1000 / QUERIES, outcome.pairs,
	       outcome.found, (double)outcome.candidates / QUERIES);
	arena_free(arena);
	return 0;
}
