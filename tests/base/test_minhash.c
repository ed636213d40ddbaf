/* Resemblance of texts: known indices, what does not count, signatures and bands against the exact index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/minhash.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct shingles of(const char *text)
{
	struct shingles shingles;
	struct error err;

	assert_int_equal(shingles_of(str_from(text), arena, &shingles, &err), 0);
	return shingles;
}

/* Counted by hand: runs of five characters that both have, and that either has. */
static const struct {
	const char *a, *b;
	size_t common, all;
} known[] = {
	{ "", "", 0, 0 },
	{ "abcd", "abcd", 0, 0 }, /* too short for a run */
	{ "abcde", "abcde", 1, 1 },
	{ "abcdef", "abcdeg", 1, 3 },
	{ "abcdefgh", "defgh", 1, 4 },
	{ "aaaaaaaaaa", "aaaaa", 1, 1 }, /* a set: each once */
	{ "党风廉政建设责任制", "党风廉政建设责任书", 4, 6 },
	{ "党风廉政，建设 责任制", "党风廉政建设责任制", 5, 5 }, /* punctuation, spaces */
	{ "ＡＢＣＤＥ１", "abcde1", 2, 2 },			    /* width, case */
	{ "全年工作总结如下", "完全不同的一段文字", 0, 9 },
};

static void test_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
		struct shingles a = of(known[i].a), b = of(known[i].b);
		struct resemblance found = shingles_compare(&a, &b);

		if (found.common != known[i].common || found.all != known[i].all)
			fail_msg("%s | %s: %zu of %zu", known[i].a, known[i].b, found.common, found.all);
	}
	assert_int_equal(resemblance_permille((struct resemblance){ 2, 3 }), 666);
	assert_int_equal(resemblance_permille((struct resemblance){ 0, 0 }), 0);
}

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void put_letter(char *out, uint32_t number)
{
	uint32_t c = 0x4e00 + number % 5000;

	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 63));
	out[2] = (char)(0x80 | (c & 63));
}

#define LETTERS 1000
static void random_text_of(uint64_t seed, char out[LETTERS * 3 + 1])
{
	for (size_t i = 0; i < LETTERS; i++)
		put_letter(out + 3 * i, next_random(&seed));
	out[LETTERS * 3] = '\0';
}

static int estimate(const struct minhash *a, const struct minhash *b)
{
	int equal = 0;

	for (size_t v = 0; v < MINHASH_VALUES; v++)
		equal += a->values[v] == b->values[v];
	return equal * 1000 / MINHASH_VALUES;
}

static bool share_band(const struct minhash *a, const struct minhash *b)
{
	int64_t left[MINHASH_BANDS], right[MINHASH_BANDS];

	minhash_bands(a, left);
	minhash_bands(b, right);
	for (size_t i = 0; i < MINHASH_BANDS; i++) {
		assert_true(left[i] > 0 && left[i] >> 57 == (int64_t)i);
		if (left[i] == right[i])
			return true;
	}
	return false;
}

/* 200 pairs at each of several degrees of change: the mean estimate is near the exact index, and those above
 * 0.8 are found. */
static void test_signatures(void **state)
{
	static const size_t changes[] = { 0, 5, 20, 40, 200, LETTERS };

	(void)state;
	for (size_t c = 0; c < ARRAY_LENGTH(changes); c++) {
		long exact = 0, estimated = 0;
		int found = 0, alike = 0, far = 0;

		for (uint64_t pair = 0; pair < 200; pair++) {
			char a[LETTERS * 3 + 1], b[LETTERS * 3 + 1];
			uint64_t seed = pair * 7919 + c * 104729 + 1;
			struct minhash left, right;
			struct shingles x, y;
			int share;

			random_text_of(seed, a);
			memcpy(b, a, sizeof(a));
			for (size_t i = 0; i < changes[c]; i++)
				put_letter(b + 3 * (next_random(&seed) % LETTERS), next_random(&seed));
			x = of(a);
			y = of(b);
			minhash_of(&x, &left);
			minhash_of(&y, &right);
			share = resemblance_permille(shingles_compare(&x, &y));
			exact += share;
			estimated += estimate(&left, &right);
			alike += share >= 800;
			found += share >= 800 && share_band(&left, &right);
			far += share < 100 && share_band(&left, &right);
			arena_reset(arena);
		}
		assert_in_range(estimated - exact + 200 * 15, 0, 2 * 200 * 15); /* within 1.5 % */
		assert_true(found * 100 >= alike * 95);
		assert_true(far <= 2);
	}
}

static void test_passages(void **state)
{
	const char *own = "开头不同。党风廉政建设责任制，结尾也不同", *other = "别的党风廉政建设责任制别的";
	struct shingles shingles = of(other);
	struct passages passages;
	struct error err;
	size_t length = 0;

	(void)state;
	assert_int_equal(shingles_mark(str_from(own), &shingles, arena, &passages, &err), 0);
	assert_int_equal(passages.count, 3);
	assert_false(passages.items[0].is_common);
	assert_true(passages.items[1].is_common);
	assert_true(str_starts_with(passages.items[1].text, STR("党风廉政建设责任制")));
	for (size_t i = 0; i < passages.count; i++)
		length += passages.items[i].text.length; /* nothing is lost */
	assert_int_equal(length, strlen(own));
	assert_int_equal(shingles_mark(STR(""), &shingles, arena, &passages, &err), 0);
	assert_int_equal(passages.count, 0);
	assert_int_equal(shingles_mark(STR("短"), &shingles, arena, &passages, &err), 0);
	assert_int_equal(passages.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_known, setup, teardown),
		cmocka_unit_test_setup_teardown(test_signatures, setup, teardown),
		cmocka_unit_test_setup_teardown(test_passages, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
