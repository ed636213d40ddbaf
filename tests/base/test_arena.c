/* Arenas: alignment, zeroing, the maximum, reset, and failing allocations on purpose. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"

static void gives_zeroed_aligned_memory(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t bytes = 0; bytes < 300; bytes++) {
		unsigned char *block = arena_alloc(arena, bytes);

		assert_non_null(block);
		assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(block[i], 0);
		memset(block, 0xff, bytes);
		/* An odd length moves the next allocation off its alignment. */
		assert_non_null(arena_text(arena, STR("odd")));
	}
	arena_free(arena);
}

static void zeroes_memory_again_after_reset(void **state)
{
	struct arena *arena = arena_new(4096);
	unsigned char *block = arena_alloc(arena, 100);

	(void)state;
	memset(block, 0xff, 100);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	block = arena_alloc(arena, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(block[i], 0);
	arena_free(arena);
}

static void stops_at_its_maximum(void **state)
{
	static const size_t maxima[] = { 1, 16, 100, 4096, 4097, 100000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(maxima); i++) {
		struct arena *arena = arena_new(maxima[i]);

		assert_null(arena_alloc(arena, maxima[i] + 1));
		assert_null(arena_alloc(arena, SIZE_MAX));
		assert_non_null(arena_alloc(arena, maxima[i]));
		assert_int_equal(arena_used(arena), maxima[i]);
		assert_null(arena_alloc(arena, 1));
		assert_null(arena_text(arena, STR("")));
		arena_reset(arena);
		assert_non_null(arena_alloc(arena, maxima[i]));
		arena_free(arena);
	}
}

static void keeps_small_blocks_usable_beside_large_ones(void **state)
{
	struct arena *arena = arena_new(10 << 20);
	char *before = arena_alloc(arena, 16);
	char *large = arena_alloc(arena, 3 << 20);
	char *after = arena_alloc(arena, 16);

	(void)state;
	assert_non_null(large);
	large[(3 << 20) - 1] = 1;
	assert_ptr_equal(after, before + 16);
	arena_reset(arena);
	assert_non_null(arena_alloc(arena, 5000));
	arena_free(arena);
}

static void refuses_an_overflowing_array(void **state)
{
	struct arena *arena = arena_new(SIZE_MAX);

	(void)state;
	assert_null(arena_alloc_array(arena, SIZE_MAX / 2, 3));
	assert_non_null(ARENA_ARRAY(arena, int64_t, 7));
	assert_null(arena_text(arena, (struct str){ "x", SIZE_MAX }));
	arena_free(arena);
}

static void copies_and_formats_text(void **state)
{
	struct arena *arena = arena_new(64);
	struct str copy = arena_str(arena, STR("廉责!"));
	struct str formatted = arena_format(arena, "%d-%s", 7, "x");

	(void)state;
	assert_int_equal(copy.length, 7);
	assert_string_equal(copy.bytes, "廉责!");
	assert_int_equal(formatted.length, 3);
	assert_string_equal(formatted.bytes, "7-x");
	assert_string_equal(arena_text(arena, STR_EMPTY), "");
	formatted = arena_format(arena, "%0100d", 1);
	assert_null(formatted.bytes);
	assert_int_equal(formatted.length, 0);
	arena_free(arena);
}

static void fails_the_chosen_allocation(void **state)
{
	long before = memory_calls();
	void *blocks[3];

	(void)state;
	memory_fail_after(2, false);
	for (size_t i = 0; i < 3; i++)
		blocks[i] = memory_alloc(8);
	assert_non_null(blocks[0]);
	assert_null(blocks[1]);
	assert_non_null(blocks[2]);
	assert_int_equal(memory_calls() - before, 3);
	memory_fail_after(1, true);
	assert_null(memory_alloc(8));
	assert_null(memory_resize(blocks[0], 16));
	memory_fail_after(0, false);
	blocks[0] = memory_resize(blocks[0], 16);
	assert_non_null(blocks[0]);
	memory_free(blocks[0]);
	memory_free(blocks[2]);
}

static void survives_any_failing_allocation(void **state)
{
	(void)state;
	for (long n = 1; n <= 4; n++) {
		struct arena *arena;

		memory_fail_after(n, true);
		arena = arena_new(1 << 20);
		assert_true(n > 2 ? arena != NULL : arena == NULL);
		if (arena) {
			assert_non_null(arena_alloc(arena, 4000));
			assert_true((arena_alloc(arena, 4000) != NULL) == (n > 3));
			/* What was there stays usable after a failure. */
			assert_non_null(arena_alloc(arena, 16));
		}
		memory_fail_after(0, false);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_zeroed_aligned_memory),
		cmocka_unit_test(zeroes_memory_again_after_reset),
		cmocka_unit_test(stops_at_its_maximum),
		cmocka_unit_test(keeps_small_blocks_usable_beside_large_ones),
		cmocka_unit_test(refuses_an_overflowing_array),
		cmocka_unit_test(copies_and_formats_text),
		cmocka_unit_test(fails_the_chosen_allocation),
		cmocka_unit_test(survives_any_failing_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
