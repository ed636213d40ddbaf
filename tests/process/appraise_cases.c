/*
 * appraise_cases.c - reads cases (case_file.h) from standard input and prints the engine's results as
 * CSV, for the comparison with the independent computation in reference.py.
 */
#include "case_file.h"

#include <stdio.h>

static void print_member(const struct appraisal_case *test, int at, int member, struct arena *arena)
{
	const struct appraisal_result *result = appraisal_result(test->appraisal, member);
	const struct scheme *scheme = test->scheme;
	char total[DECIMAL_TEXT_BYTES] = "-", margin[DECIMAL_TEXT_BYTES];
	if (result->has_total)
		decimal_format(result->total, scheme->places, total);
	struct str grade = STR("-"), marks = case_marks(test, member, arena);
	if (result->grade >= 0)
		grade = scheme->grades[result->grade].code;
	printf("%d,%.*s,%s,%d,%.*s,%s,%.*s\n", at, STR_ARG(test->members[member].name), total,
	       result->rank, STR_ARG(grade), decimal_format(result->last_margin, 4, margin),
	       STR_ARG(marks));
}

static int print_cases(struct str text, struct arena *arena)
{
	struct case_file file;
	struct appraisal_case test;
	struct error err = { 0 };
	int code = 0;
	case_file_init(&file, STR("input"), text);
	for (int at = 0; (code = case_file_next(&file, arena, &test, &err)) == 1; at++)
		for (size_t i = 0; i < test.member_count; i++)
			print_member(&test, at, (int)i, arena);
	if (code < 0)
		fprintf(stderr, "%s %s\n", err.en, err.detail);
	return code;
}

int main(void)
{
	struct buf text;
	char block[65536];
	size_t length;
	buf_init(&text, 256 << 20);
	while ((length = fread(block, 1, sizeof(block), stdin)) > 0)
		buf_add(&text, block, length);
	struct arena *arena = arena_new((size_t)2 << 30);
	int code = arena && !buf_failed(&text) ? print_cases(buf_str(&text), arena) : -ERR_MEMORY;
	arena_free(arena);
	buf_release(&text);
	return code ? 1 : 0;
}
