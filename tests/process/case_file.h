/*
 * case_file.h - appraisal cases as text that a lawyer could read.
 *
 * A file is a sequence of sections, each begun by a line "%% …":
 *
 *     %% scheme                    the YAML of the scheme for all cases that follow
 *     %% case <what it shows>      lines of the case:
 *
 *     group G1: A town, B town     members with their kind, in a group
 *     score A 8 9/8/10 - na        one value for each indicator, in the scheme's order: points, several
 *                                  scorers' points, - blank, na not applicable, na/8 contradictory
 *     bonus A 2 e1                 entry with its name; also: deduction A 2 e2, veto A e3
 *     undo A e1 e4                 e4 takes e1 back
 *     expect A 83.33 1 good last   total, rank, grade (- for none) and marks: see case_marks()
 *     gap A better 1.20            also worse, margin
 *     base A 250/3                 the exact base
 *     missing A I2                 the cells that are missing, one line each, all of them
 *     quota G excellent 1 of 3, 2 places, cut B C
 *                                  of a group and grade: used of candidates, places, what lies on the edge:
 *                                  free, cut (last in and first out, - for none), lower 96 2, upper 96 2
 *                                  (the total across it, how many have it)
 *     spread G 70 80 90: 80+ 2/1    lowest, median, highest total of a group; of each band where it begins,
 *                                  how many totals lie in it, how many got the grade
 *     text A Average of 3          a line of the English derivation contains this
 *
 * Lines that begin with # are comments.
 */
#ifndef LIANZE_TESTS_CASE_FILE_H
#define LIANZE_TESTS_CASE_FILE_H

#include "base/buf.h"
#include "process/appraisal.h"

#define CASE_MEMBERS_MAXIMUM 64

struct case_member {
	struct str name, kind;
	int group;
};

struct case_line { /* a line that expects something, for the test to check */
	struct str verb, rest;
	int number;
	const struct case_line *next;
};

struct appraisal_case {
	struct str title, file;
	int line;
	const struct scheme *scheme;
	struct case_member members[CASE_MEMBERS_MAXIMUM];
	struct appraisal_member inputs[CASE_MEMBERS_MAXIMUM];
	size_t member_count;
	struct str groups[CASE_MEMBERS_MAXIMUM];
	int group_count;
	struct str entry_names[CASE_MEMBERS_MAXIMUM];
	size_t entry_count;
	struct appraisal *appraisal; /* finished */
	const struct case_line *expectations;
	int64_t next_id;
};

struct case_file {
	struct str name, rest;
	int line;
	const struct scheme *scheme;
};

/* Start reading `text`. */
void case_file_init(struct case_file *file, struct str name, struct str text);
/* The next case, read and computed: 1; 0 at the end; negative with `err` (row = line). All members
 * have detail. */
int case_file_next(struct case_file *file, struct arena *arena, struct appraisal_case *out,
		   struct error *err);
/* Index of the member of that name, or -1. */
int case_member_find(const struct appraisal_case *test, struct str name);
/* "veto quota last floored capped …" as it came out; in the arena. */
struct str case_marks(const struct appraisal_case *test, int member, struct arena *arena);
/* The next word of `rest`, moving behind it; empty at the end. */
struct str case_word(struct str *rest);

#endif
