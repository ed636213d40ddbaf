/*
 * test_map.c - every key that was added is found with its first value, and no other.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/arena.h"
#include "base/map.h"

enum { MANY = 20000 };

static char keys[MANY][12];

static struct str key_of(int i)
{
	snprintf(keys[i], sizeof(keys[i]), "key %d", i);
	return str_from(keys[i]);
}

static void many_keys_are_found(void **state)
{
	(void)state;
	static int values[MANY];
	struct map map = { 0 };
	for (int i = 0; i < MANY; i++)
		assert_ptr_equal(map_add(&map, key_of(i), &values[i]), &values[i]);
	assert_int_equal(map.count, MANY);
	for (int i = 0; i < MANY; i++)
		assert_ptr_equal(map_find(&map, str_from(keys[i])), &values[i]);
	assert_null(map_find(&map, STR("key")));
	assert_null(map_find(&map, STR("key 20000")));
	map_release(&map);
}

static void a_key_keeps_its_first_value(void **state)
{
	(void)state;
	int first, second, nothing;
	struct map map;
	map_init(&map);
	assert_null(map_find(&map, STR("a")));
	assert_ptr_equal(map_add(&map, STR("a"), &first), &first);
	assert_ptr_equal(map_add(&map, STR("a"), &second), &first);
	assert_ptr_equal(map_add(&map, STR_EMPTY, &nothing), &nothing); /* a key like any other */
	assert_ptr_equal(map_find(&map, STR("")), &nothing);
	assert_ptr_equal(map_find(&map, STR("a")), &first);
	assert_int_equal(map.count, 2);
	map_release(&map);
}

static void lost_memory_leaves_the_map_as_it_was(void **state)
{
	(void)state;
	int value;
	struct map map = { 0 };
	int added = 0;
	while (map.count < 48) /* as many as the first capacity takes */
		assert_non_null(map_add(&map, key_of(added++), &value));
	memory_fail_after(1, false);
	assert_null(map_add(&map, STR("one more"), &value));
	memory_fail_after(0, false);
	assert_null(map_find(&map, STR("one more")));
	assert_non_null(map_find(&map, STR("key 7")));
	assert_non_null(map_add(&map, STR("one more"), &value));
	map_release(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_keys_are_found),
		cmocka_unit_test(a_key_keeps_its_first_value),
		cmocka_unit_test(lost_memory_leaves_the_map_as_it_was),
	};
	return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
