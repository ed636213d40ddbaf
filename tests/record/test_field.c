/*
 * test_field.c - what a person may type into each field type, and how values are shown again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/id.h"
#include "sample.h"

static struct arena *arena;

static int group_setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return arena ? 0 : -1;
}

static int group_teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct field *field_named(const char *name)
{
	const struct field *field = record_field(&sample_type, str_from(name));

	assert_non_null(field);
	return field;
}

/* What is typed, and its machine form afterwards; NULL: refused. */
static void test_input(void **state)
{
	static const struct {
		const char *field, *typed, *machine;
	} rows[] = {
		{ "code", "  T04\t", "T04" },
		{ "code", "\xe3\x80\x80甲镇", "甲镇" },
		{ "code", "", NULL },
		{ "code", " \xe3\x80\x80 ", NULL },
		{ "code", "123456789", NULL },
		{ "code", "甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛" },
		{ "code", "a\x01" "b", NULL },
		{ "code", "a\x7f", NULL },
		{ "code", "a\xC2\x85" "b", NULL },
		{ "code", "a\u2028b", NULL },
		{ "code", "a\u202Eb", NULL },
		{ "code", "a\u2066b", NULL },
		{ "code", "\xc3\x28", NULL },
		{ "name", "", "" },
		{ "name", "two\nlines", NULL },
		{ "name", "no\xef\xbf\xbe" "character", NULL },
		{ "count", "-5", "-5" },
		{ "count", "6", NULL },
		{ "count", "1.5", NULL },
		{ "count", "", "0" },
		{ "points", "71.5", "71.5" },
		{ "points", "100.0000", "100" },
		{ "points", "９２．５", "92.5" },
		{ "points", "100.0001", NULL },
		{ "points", "0.00001", NULL },
		{ "points", "-0.5", NULL },
		{ "points", "", NULL },
		{ "day", "2008/7/14", "2008-07-14" },
		{ "day", "2008年7月14日", "2008-07-14" },
		{ "day", "2008-02-30", NULL },
		{ "day", "", "" },
		{ "seen_ms", "2009-03-17T00:05:00Z", "2009-03-17T00:05:00.000Z" },
		{ "seen_ms", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
		{ "seen_ms", "2009-03-17 00:05", NULL },
		{ "seen_ms", "2009-03-17T24:05:00Z", NULL },
		{ "principal", "是", "1" },
		{ "principal", "No", "0" },
		{ "principal", "TRUE", "1" },
		{ "principal", "2", NULL },
		{ "principal", "", "0" },
		{ "kind", "office", "office" },
		{ "kind", "否", "office" },
		{ "kind", "Yes", "town" },
		{ "kind", "village", NULL },
		{ "parent_id", "", "" },
		{ "parent_id", "not an id", NULL },
		{ "blob", "00ff", "00ff" },
		{ "blob", "0", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct field *field = field_named(rows[i].field);
		struct sample sample = { .count = 3, .points = DECIMAL_OF(3), .kind = 1 };
		struct sample before = sample;
		struct error err;
		int rc = field_parse(field, str_from(rows[i].typed), &sample, arena, &err);

		if (!rows[i].machine) {
			assert_int_equal(rc, -ERR_INVALID);
			assert_string_equal(err.field, rows[i].field);
			assert_true(strlen(err.en) > 0 && strlen(err.zh) > 0);
			assert_memory_equal(&sample, &before, sizeof(sample));
			continue;
		}
		assert_int_equal(rc, 0);
		assert_string_equal(
			arena_text(arena, field_format(field, &sample, arena)), rows[i].machine);
	}
}

static void test_refusal_says_what_is_accepted(void **state)
{
	static const struct {
		const char *field, *typed, *en, *zh;
	} rows[] = {
		{ "points", "101", "from 0 to 100", "0 至 100" },
		{ "count", "x", "from -5 to 5", "-5 至 5" },
		{ "kind", "village", "town, office", "是 (town)、否 (office)" },
		{ "code", "", "1 to 8 characters", "1 至 8 个字符" },
		{ "day", "soon", "2008-07-14", "2008年7月14日" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sample sample = { 0 };
		struct error err;

		assert_int_equal(field_parse(field_named(rows[i].field), str_from(rows[i].typed),
					     &sample, arena, &err),
				 -ERR_INVALID);
		assert_string_equal(err.found, rows[i].typed);
		assert_non_null(strstr(err.en, rows[i].en));
		assert_non_null(strstr(err.zh, rows[i].zh));
	}
}

static void test_long_choice_list_is_cut_with_a_mark(void **state)
{
	static struct field_choice choices[80];
	static char names[80][8];
	struct field field = { .name = "kind", .type = FIELD_CHOICE, .choices = choices };
	int value = 0;
	struct error err;

	(void)state;
	for (int i = 0; i < 79; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "kind%02d", i);
		choices[i] = (struct field_choice){ names[i], MESSAGE_NONE };
	}
	assert_int_equal(field_parse(&field, STR("other"), &value, arena, &err), -ERR_INVALID);
	assert_non_null(strstr(err.en, "kind00, kind01"));
	assert_non_null(strstr(err.en, "…"));
	assert_true(utf8_is_valid(str_from(err.zh)));
}

static void test_display(void **state)
{
	static const struct {
		const char *field, *zh, *en;
	} rows[] = {
		{ "code", "T04", "T04" },    { "points", "71.5", "71.5" },
		{ "principal", "是", "yes" }, { "kind", "否", "no" },
		{ "day", "2008-07-14", "2008-07-14" }, { "parent_id", "", "" },
	};
	struct sample sample = { .code = STR("T04"), .points = { 715000 }, .principal = true,
				 .kind = SAMPLE_KIND_OFFICE, .parent_id = 7 };

	(void)state;
	assert_true(civil_to_day((struct civil_date){ 2008, 7, 14 }, &sample.day));
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct field *field = field_named(rows[i].field);
		struct str zh = field_display(field, &sample, LANGUAGE_ZH, arena);
		struct str en = field_display(field, &sample, LANGUAGE_EN, arena);

		assert_true(str_equal(zh, str_from(rows[i].zh)));
		assert_true(str_equal(en, str_from(rows[i].en)));
	}
}

static void test_json_hides_secret_and_derived(void **state)
{
	struct sample sample = { .head = { 1, 42, 3, 2 }, .code = STR("T\"4"),
				 .points = { 25000 }, .day = CIVIL_NO_DAY, .parent_id = 42,
				 .blob = STR("secret"), .name_key = STR("key") };
	char id[ID_TEXT_BYTES], expected[512];
	struct json json;
	struct buf out;

	(void)state;
	id_format(42, id);
	(void)snprintf(expected, sizeof(expected),
		       "{\"id\":\"%s\",\"revision\":3,\"code\":\"T\\\"4\",\"name\":\"\",\"count\":0,"
		       "\"points\":\"2.5\",\"day\":null,\"seen_ms\":null,\"principal\":false,"
		       "\"kind\":\"town\",\"parent_id\":\"%s\",\"note\":\"\"}",
		       id, id);
	buf_init(&out, 4096);
	json_init(&json, &out);
	record_json(&sample_type, &sample, &json);
	assert_false(buf_failed(&out));
	assert_string_equal(buf_str(&out).bytes, expected);
	buf_release(&out);
}

static void test_record_check_names_the_field(void **state)
{
	struct sample sample = { .code = STR("T04"), .day = CIVIL_NO_DAY };
	struct error err;

	(void)state;
	assert_int_equal(record_check(&sample_type, &sample, &err), 0);
	sample.kind = 7;
	assert_int_equal(record_check(&sample_type, &sample, &err), -ERR_INVALID);
	assert_string_equal(err.field, "kind");
	sample.code = STR_EMPTY;
	assert_int_equal(record_check(&sample_type, &sample, &err), -ERR_INVALID);
	assert_string_equal(err.field, "code");
}

static void test_names(void **state)
{
	const struct field *kind = field_named("kind");

	(void)state;
	assert_null(record_field(&sample_type, STR("kin")));
	assert_string_equal(field_choice_name(kind, 1), "office");
	assert_null(field_choice_name(kind, 2));
	assert_null(field_choice_name(kind, -1));
	assert_int_equal(field_choice_value(kind, STR("office")), 1);
	assert_int_equal(field_choice_value(kind, STR("Office")), -1);
	assert_null(record_type_find(STR("no such type")));
}

/* Every registered type is one that verify, forms and the ledger can work with. */
static void test_registry_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; record_registry[i]; i++) {
		const struct record_type *type = record_registry[i];

		assert_ptr_equal(record_type_find(str_from(type->name)), type);
		assert_true(type->encoding >= 1 && type->size >= sizeof(struct record_head));
		assert_true(type->field_count <= RECORD_FIELDS_MAXIMUM);
		for (size_t f = 0; f < type->field_count; f++) {
			const struct field *field = &type->fields[f];

			assert_ptr_equal(record_field(type, str_from(field->name)), field);
			assert_true(field->offset >= sizeof(struct record_head));
			assert_true(field->since >= 1 && field->since <= type->encoding);
			assert_int_equal(field->type == FIELD_CHOICE, field->choices != NULL);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_input),
		cmocka_unit_test(test_refusal_says_what_is_accepted),
		cmocka_unit_test(test_long_choice_list_is_cut_with_a_mark),
		cmocka_unit_test(test_display),
		cmocka_unit_test(test_json_hides_secret_and_derived),
		cmocka_unit_test(test_record_check_names_the_field),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_registry_is_sound),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
