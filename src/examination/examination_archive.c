/*
 * examination_archive.c - examinations on the time line of the person (people/archive_source.h): that a
 * statement was handed in, and findings that stand in a final result. Points are the result's own line.
 */
#include "examination/finding.h"
#include "messages_examination.h"
#include "people/archive_source.h"
#include "statements_examination_archive.h"

extern const struct archive_source examination_archive_lines, finding_archive_lines;

const struct archive_source examination_archive_lines = {
	.kind = "examination",
	.label = MESSAGE_EXAMINATION_STATEMENT_LINE,
	.statement = STATEMENT_EXAMINATION_ARCHIVE_STATEMENTS,
	.address = "/years/%d/examinations/%I",
	.words = examination_states,
};

const struct archive_source finding_archive_lines = {
	.kind = "finding",
	.label = MESSAGE_FINDING_LABEL,
	.statement = STATEMENT_EXAMINATION_ARCHIVE_FINDINGS,
	.address = "/years/%d/examinations/%I",
	.words = finding_grades,
	.closes = true,
};
