/* Stored numbers of workbooks: number formats, both date systems, fifteen digits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/xlsx_cell.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)1 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void formats_are_told_apart(void **state)
{
	static const struct {
		const char *code;
		enum xlsx_format format;
		int digits;
	} cases[] = {
		{ "General", XLSX_NUMBER, 0 },
		{ "0.00", XLSX_NUMBER, 0 },
		{ "#,##0", XLSX_NUMBER, 0 },
		{ "0.00E+00", XLSX_NUMBER, 0 },
		{ "@", XLSX_NUMBER, 0 },
		{ "0", XLSX_NUMBER, 0 },
		{ "0%", XLSX_NUMBER, 0 },
		{ "\"days\"0", XLSX_NUMBER, 0 },
		{ "[Red]0.0;[Blue]-0.0", XLSX_NUMBER, 0 },
		{ "G/通用格式", XLSX_NUMBER, 0 },
		{ "0000", XLSX_PADDED, 4 },
		{ "\"T\"000", XLSX_PADDED, 3 },
		{ "yyyy-mm-dd", XLSX_DATE, 0 },
		{ "yyyy\"年\"m\"月\"d\"日\"", XLSX_DATE, 0 },
		{ "yyyy\"年\"m\"月\"", XLSX_DATE, 0 },
		{ "yyyy\"年\"m\"月\"d\"日\";@", XLSX_DATE, 0 },
		{ "[$-804]yyyy\\-mm\\-dd", XLSX_DATE, 0 },
		{ "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", XLSX_DATE, 0 },
		{ "mmm\\-yy", XLSX_DATE, 0 },
		{ "m/d", XLSX_DATE, 0 },
		{ "yyyy\"年\"", XLSX_YEAR, 0 },
		{ "yyyy/m/d h:mm", XLSX_DATE_TIME, 0 },
		{ "h:mm AM/PM", XLSX_TIME, 0 },
		{ "上午/下午h\"时\"mm\"分\"", XLSX_TIME, 0 },
		{ "[h]:mm:ss", XLSX_TIME, 0 },
		{ "mm:ss", XLSX_TIME, 0 },
		{ "\"unclosed", XLSX_NUMBER, 0 },
		{ "[unclosed", XLSX_NUMBER, 0 },
		{ "\\", XLSX_NUMBER, 0 },
		{ "", XLSX_NUMBER, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct xlsx_style style = xlsx_style_of(str_from(cases[i].code));

		if (style.format != cases[i].format || style.digits != cases[i].digits)
			fail_msg("%s: format %d, digits %d", cases[i].code, style.format,
				 style.digits);
	}
}

static void formats_by_number(void **state)
{
	(void)state;
	for (int id = 0; id < 200; id++) {
		bool expected = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
				(id >= 45 && id <= 47) || (id >= 50 && id <= 58);

		assert_int_equal(xlsx_style_builtin(id).format != XLSX_NUMBER, expected);
	}
	assert_int_equal(xlsx_style_builtin(31).format, XLSX_DATE);
	assert_int_equal(xlsx_style_builtin(58).format, XLSX_DATE);
	assert_int_equal(xlsx_style_builtin(20).format, XLSX_TIME);
}

static void numbers_as_people_see_them(void **state)
{
	static const struct {
		const char *stored;
		enum xlsx_format format;
		bool since_1904;
		const char *text;
	} cases[] = {
		{ "8.3000000000000007", XLSX_NUMBER, false, "8.3" },
		{ "0.30000000000000004", XLSX_NUMBER, false, "0.3" },
		{ "11.5", XLSX_NUMBER, false, "11.5" },
		{ "0.5", XLSX_NUMBER, false, "0.5" },
		{ "-0.25", XLSX_NUMBER, false, "-0.25" },
		{ "2008", XLSX_NUMBER, false, "2008" },
		{ "100", XLSX_NUMBER, false, "100" },
		{ "0", XLSX_NUMBER, false, "0" },
		{ "-0", XLSX_NUMBER, false, "0" },
		{ "1E-3", XLSX_NUMBER, false, "0.001" },
		{ "9.9999999999999995E-7", XLSX_NUMBER, false, "0.000001" },
		{ "1.2345678901234599E+17", XLSX_NUMBER, false, "123456789012346000" },
		{ "320683198001011234", XLSX_NUMBER, false, "320683198001011000" },
		{ "99999999999999.9", XLSX_NUMBER, false, "99999999999999.9" },
		{ "999999999999999.9", XLSX_NUMBER, false, "1000000000000000" },
		{ "1e999", XLSX_NUMBER, false, "1e999" },
		{ "nan", XLSX_NUMBER, false, "nan" },
		{ "0x1p3", XLSX_NUMBER, false, "0x1p3" },
		{ "12abc", XLSX_NUMBER, false, "12abc" },
		{ "7", XLSX_PADDED, false, "0007" },
		{ "7.5", XLSX_PADDED, false, "7.5" },
		{ "1", XLSX_DATE, false, "1900-01-01" },
		{ "59", XLSX_DATE, false, "1900-02-28" },
		{ "60", XLSX_DATE, false, "1900-02-29" },
		{ "61", XLSX_DATE, false, "1900-03-01" },
		{ "39643", XLSX_DATE, false, "2008-07-14" },
		{ "38181", XLSX_DATE, true, "2008-07-14" },
		{ "0", XLSX_DATE, true, "1904-01-01" },
		{ "60", XLSX_DATE, true, "1904-03-01" },
		{ "39643.5", XLSX_DATE, false, "2008-07-14 12:00:00" },
		{ "39643.999999999", XLSX_DATE, false, "2008-07-15" },
		{ "39643", XLSX_DATE_TIME, false, "2008-07-14" },
		{ "39643.25", XLSX_DATE_TIME, false, "2008-07-14 06:00:00" },
		{ "0.75", XLSX_TIME, false, "18:00:00" },
		{ "39643", XLSX_YEAR, false, "2008" },
		{ "-1", XLSX_DATE, false, "-1" },
		{ "2958465", XLSX_DATE, false, "2958465" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct xlsx_style style = { cases[i].format, 4 };
		struct str text = xlsx_number_text(arena, str_from(cases[i].stored), style,
						   cases[i].since_1904);

		if (!str_equal(text, str_from(cases[i].text)))
			fail_msg("%s: %.*s instead of %s", cases[i].stored, STR_ARG(text),
				 cases[i].text);
	}
}

static void iso_dates(void **state)
{
	static const char *const cases[][2] = {
		{ "2008-07-14", "2008-07-14" },
		{ "2008-07-14T00:00:00Z", "2008-07-14" },
		{ "2008-07-14T08:30:00", "2008-07-14 08:30:00" },
		{ "2008-02-30", "2008-02-30" },
		{ "2008-07-14x", "2008-07-14x" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str text = xlsx_iso_text(arena, str_from(cases[i][0]));

		if (!str_equal(text, str_from(cases[i][1])))
			fail_msg("%s: %.*s", cases[i][0], STR_ARG(text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_told_apart),
		cmocka_unit_test(formats_by_number),
		cmocka_unit_test(numbers_as_people_see_them),
		cmocka_unit_test(iso_dates),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
