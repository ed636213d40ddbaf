/*
 * test_name_key.c - names sort by pinyin, as Chinese offices expect.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "people/name_key.h"

/* In their order: Chinese by pinyin (重庆 stands under chong), then Latin letters. */
static const char *const ordered[] = {
	"",	"2 号楼", "安平镇", "北街道", "重庆路街道", "丁镇",
	"甲镇", "乙局",   "张三",   "中山镇", "Alpha",	    "beta",
};

static struct str key_of(struct arena *arena, const char *name)
{
	struct error err;
	struct str key;
	assert_int_equal(name_key(str_from(name), arena, &key, &err), 0);
	return key;
}

static void names_sort_by_pinyin(void **state)
{
	(void)state;
	struct arena *arena = arena_new(1 << 20);
	for (size_t i = 1; i < ARRAY_LENGTH(ordered); i++)
		if (str_compare(key_of(arena, ordered[i - 1]), key_of(arena, ordered[i])) >= 0)
			fail_msg("%s does not sort before %s", ordered[i - 1], ordered[i]);
	arena_free(arena);
}

static void long_names_and_full_arenas_are_handled(void **state)
{
	(void)state;
	struct arena *arena = arena_new(1 << 20), *small = arena_new(64);
	char name[3 * NAME_KEY_NAME_BYTES + 1];
	for (size_t i = 0; i + 3 < sizeof(name); i += 3)
		memcpy(name + i, "镇", 3);
	name[sizeof(name) - 1] = '\0';
	assert_true(key_of(arena, name).length > 0);
	struct error err;
	struct str key = STR("untouched");
	assert_int_equal(name_key(str_from(name), small, &key, &err), -ERR_MEMORY);
	assert_string_equal(key.bytes, "untouched");
	arena_free(arena);
	arena_free(small);
}

static void *sort_many(void *context)
{
	struct arena *arena = arena_new(1 << 20);
	int *wrong = context;
	for (int round = 0; round < 200; round++) {
		arena_reset(arena);
		struct str a = STR_EMPTY, b = STR_EMPTY;
		if (name_key(STR("甲镇"), arena, &a, NULL) || name_key(STR("乙局"), arena, &b, NULL))
			(*wrong)++;
		*wrong += str_compare(a, b) >= 0;
	}
	arena_free(arena);
	return NULL;
}

static void threads_share_the_collator(void **state)
{
	(void)state;
	pthread_t threads[4];
	int wrong[4] = { 0 };
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, sort_many, &wrong[i]), 0);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_sort_by_pinyin),
		cmocka_unit_test(long_names_and_full_arenas_are_handled),
		cmocka_unit_test(threads_share_the_collator),
	};
	return cmocka_run_group_tests_name("people/name_key", tests, NULL, NULL);
}
