/*
 * import_template.h - an empty workbook of a profile to fill in.
 *
 * Layer: process. Headings in a language, what each column accepts (from the descriptors), choices
 * to pick from: kinds and levels, the codes of units, the indicators of the scheme in force.
 */
#ifndef LIANZE_PROCESS_IMPORT_TEMPLATE_H
#define LIANZE_PROCESS_IMPORT_TEMPLATE_H

#include "process/import.h"

#define IMPORT_EXAMPLES 2

struct import_template_request {
	enum import_profile_kind profile;
	int64_t jurisdiction_id;
	int year; /* whose scheme names the indicators; without one, that of the year before */
	enum language language;
};

/* Append the workbook to `out`. The caller has seen to it that all units may be named. */
MUST_USE int import_template(struct db *db, const struct import_template_request *request,
			     struct arena *arena, struct buf *out, struct error *err);
/* What a template is called. */
const char *import_template_word(enum language language);
/* A cell of the examples, "" where there is nothing. */
const char *import_example(enum import_profile_kind profile, enum language language, int row,
			   size_t column);

#endif
