/* Identifiers: order, uniqueness between threads, and the way they are written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/id.h"

#define THREADS	   4
#define PER_THREAD 20000

static int64_t made[THREADS][PER_THREAD];

static void *make_many(void *argument)
{
	int64_t *out = argument;

	for (size_t i = 0; i < PER_THREAD; i++)
		out[i] = id_new();
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void makes_growing_unique_ids_in_threads(void **state)
{
	pthread_t threads[THREADS];
	const int64_t *all = made[0];

	(void)state;
	for (size_t t = 0; t < THREADS; t++)
		assert_int_equal(pthread_create(&threads[t], NULL, make_many, made[t]), 0);
	for (size_t t = 0; t < THREADS; t++)
		pthread_join(threads[t], NULL);
	for (size_t t = 0; t < THREADS; t++)
		for (size_t i = 1; i < PER_THREAD; i++)
			assert_true(made[t][i] > made[t][i - 1]);
	qsort(made, (size_t)THREADS * PER_THREAD, sizeof(made[0][0]), by_value);
	for (size_t i = 1; i < (size_t)THREADS * PER_THREAD; i++)
		assert_true(all[i] != all[i - 1]);
}

static void keeps_growing_when_the_clock_goes_back(void **state)
{
	int64_t last = id_new();

	(void)state;
	clock_fix(INT64_C(1000000000000)); /* 2001 */
	for (int i = 0; i < 50000; i++) {  /* more than one millisecond's sequence */
		int64_t next = id_new();

		assert_true(next > last);
		last = next;
	}
	clock_fix(0);
}

static void carries_node_and_time(void **state)
{
	int64_t start = clock_now_ms(), id, since_2000;

	(void)state;
	id_set_node(ID_NODE_MAXIMUM);
	id = id_new();
	id_set_node(0);
	assert_true(id > 0);
	assert_int_equal(id >> 14 & 127, ID_NODE_MAXIMUM);
	assert_int_equal(id_new() >> 14 & 127, 0);
	since_2000 = id >> 21;
	/* Tests before this one may have counted some milliseconds ahead. */
	assert_true(since_2000 + INT64_C(946684800000) >= start);
	assert_true(since_2000 + INT64_C(946684800000) < start + 60000);
}

static void writes_and_reads_thirteen_characters(void **state)
{
	static const struct {
		int64_t id;
		const char *text;
	} cases[] = {
		{ 1, "0000000000001" },
		{ 31, "000000000000Z" },
		{ 32, "0000000000010" },
		{ INT64_MAX, "7ZZZZZZZZZZZZ" },
		{ 0x123456789abcdef, "028T5CY4TQKFF" },
	};
	char text[ID_TEXT_BYTES];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_string_equal(id_format(cases[i].id, text), cases[i].text);
		assert_true(id_parse(str_from(text), &id));
		assert_true(id == cases[i].id);
	}
	for (size_t i = 0; i < PER_THREAD; i += 97) {
		assert_true(id_parse(str_from(id_format(made[1][i], text)), &id));
		assert_true(id == made[1][i]);
	}
}

static void accepts_aliases_and_refuses_the_rest(void **state)
{
	static const struct {
		const char *text;
		int64_t id; /* 0: refused */
	} cases[] = {
		{ "000000000000z", 31 },   { "OoOoOoOoOoOoL", 1 },  { "000000000000i", 1 },
		{ "000000000000I", 1 },	   { "0000000000000", 0 },  { "", 0 },
		{ "1", 0 },		   { "00000000000001", 0 }, { "8000000000000", 0 },
		{ "ZZZZZZZZZZZZZ", 0 },	   { "000000000000U", 0 },  { "00000000000-1", 0 },
		{ " 000000000001", 0 },	   { "00000000000é", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t id = 4711;

		assert_int_equal(id_parse(str_from(cases[i].text), &id), cases[i].id != 0);
		assert_int_equal(id, cases[i].id ? cases[i].id : 4711);
	}
	assert_false(id_parse((struct str){ "00000000000\0001", 13 }, &(int64_t){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_growing_unique_ids_in_threads),
		cmocka_unit_test(keeps_growing_when_the_clock_goes_back),
		cmocka_unit_test(carries_node_and_time),
		cmocka_unit_test(writes_and_reads_thirteen_characters),
		cmocka_unit_test(accepts_aliases_and_refuses_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
