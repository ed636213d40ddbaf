/*
 * test_canonical.c - the bytes that the ledger commits to: fixed text, exact inverse, nothing
 * else read.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "sample.h"

static struct arena *arena;

static int group_setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 22);
	return arena ? 0 : -1;
}

static int group_teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct sample full = {
	.head = { 1, 42, 3, 2 },
	.code = { "T04", 3 },
	.name = { "甲\n镇", 7 },
	.name_key = { "key", 3 },
	.count = -3,
	.points = { 715000 },
	.day = 14074,
	.seen_ms = 1237248300000,
	.principal = true,
	.kind = SAMPLE_KIND_OFFICE,
	.parent_id = 43,
	.blob = { "\x00\xff", 2 },
	.note = { "new", 3 },
};

/* A change of this text would break every commitment ever made. */
static const char full_text[] = "lianze-record 1\n"
				"sample 2\n"
				"0000000000001\n"
				"000000000001A\n"
				"3\n"
				"code:3:T04\n"
				"name:7:甲\n镇\n"
				"count:2:-3\n"
				"points:4:71.5\n"
				"day:10:2008-07-14\n"
				"seen_ms:24:2009-03-17T00:05:00.000Z\n"
				"principal:1:1\n"
				"kind:6:office\n"
				"parent_id:13:000000000001B\n"
				"blob:4:00ff\n"
				"note:3:new\n";

static struct str encode(const struct sample *sample, int encoding)
{
	struct buf out;
	struct str text;

	buf_init(&out, 4096);
	record_encode(&sample_type, sample, encoding, &out);
	assert_false(buf_failed(&out));
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static void test_bytes_are_fixed(void **state)
{
	(void)state;
	assert_string_equal(encode(&full, 2).bytes, full_text);
}

static void test_round_trip(void **state)
{
	struct sample back, empty = { .head = { 0, 1, 1, 2 }, .day = CIVIL_NO_DAY };
	struct str text = encode(&full, 2);
	struct error err;

	(void)state;
	assert_int_equal(record_decode(&sample_type, text, &back, arena, &err), 0);
	assert_true(str_equal(encode(&back, 2), text));
	assert_int_equal(back.head.id, 42);
	assert_int_equal(back.points.scaled, 715000);
	assert_int_equal(back.name_key.length, 0);
	text = encode(&empty, 2);
	assert_int_equal(record_decode(&sample_type, text, &back, arena, &err), 0);
	assert_int_equal(back.day, CIVIL_NO_DAY);
	assert_int_equal(back.head.jurisdiction_id, 0);
	assert_int_equal(back.parent_id, 0);
}

static void test_older_encoding(void **state)
{
	struct str text = encode(&full, 1);
	struct sample back;
	struct error err;

	(void)state;
	assert_true(str_find(text, STR("sample 1\n")) > 0);
	assert_true(str_find(text, STR("note")) < 0);
	assert_int_equal(record_decode(&sample_type, text, &back, arena, &err), 0);
	assert_int_equal(back.head.encoding, 1);
	assert_int_equal(back.note.length, 0);
}

/* Two different records never share bytes, also when a text looks like the next field. */
static void test_texts_cannot_pass_for_fields(void **state)
{
	struct sample a = { .head = { 1, 2, 1, 2 }, .code = STR("a"), .name = STR("x\ncount:1:1") };
	struct sample b = { .head = { 1, 2, 1, 2 }, .code = STR("a"), .name = STR("x"), .count = 1 };

	(void)state;
	assert_false(str_equal(encode(&a, 2), encode(&b, 2)));
}

static void test_damaged_bytes_are_refused(void **state)
{
	struct str text = encode(&full, 2);
	char *damaged = arena_text(arena, text);
	struct sample back = { .count = 99 };
	struct error err;
	int accepted = 0;

	(void)state;
	assert_non_null(damaged);
	for (size_t length = 0; length < text.length; length++)
		assert_int_equal(record_decode(&sample_type, (struct str){ text.bytes, length },
					       &back, arena, &err),
				 -ERR_CORRUPT);
	assert_int_equal(back.count, 99);
	for (size_t i = 0; i < text.length; i++) {
		struct str changed = { damaged, text.length };

		damaged[i] ^= 1;
		/* Some changes are another right record; those must read as exactly these bytes. */
		if (record_decode(&sample_type, changed, &back, arena, &err) == 0) {
			accepted++;
			assert_true(str_equal(encode(&back, (int)back.head.encoding), changed));
		}
		damaged[i] ^= 1;
	}
	assert_true(accepted > 0);
}

static void test_not_canonical_forms_are_refused(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "points:4:71.5", "points:5:71.50" },
		{ "day:10:2008-07-14", "day:9:2008/7/14" },
		{ "count:2:-3", "count:3:-03" },
		{ "count:2:-3", "count:02:-3" },
		{ "blob:4:00ff", "blob:4:00FF" },
		{ "parent_id:13:000000000001B", "parent_id:13:000000000001b" },
		{ "000000000001A\n", "00000000000iA\n" },
		{ "sample 2", "sample 3" },
		{ "sample 2", "simple 2" },
		{ "note:3:new\n", "note:3:new\n\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct str text = str_from(full_text);
		ptrdiff_t at = str_find(text, str_from(rows[i].from));
		struct sample back;
		struct error err;

		assert_true(at >= 0);
		text = arena_format(arena, "%.*s%s%s", (int)at, full_text, rows[i].to,
				    full_text + at + strlen(rows[i].from));
		assert_int_equal(record_decode(&sample_type, text, &back, arena, &err),
				 -ERR_CORRUPT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes_are_fixed),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_older_encoding),
		cmocka_unit_test(test_texts_cannot_pass_for_fields),
		cmocka_unit_test(test_damaged_bytes_are_refused),
		cmocka_unit_test(test_not_canonical_forms_are_refused),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
