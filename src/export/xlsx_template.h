/*
 * xlsx_template.h - an empty table to fill in: headings, choices to pick from, examples, notes.
 *
 * Layer: export; over libxlsxwriter. Knows no columns by name.
 *
 * The first sheet has the headings and nothing else, so that no example can be imported by mistake.
 * The second shows examples under a merged title, which the reader of workbooks refuses as a header; the
 * third says what each column accepts; the fourth holds the lists behind the drop-downs.
 */
#ifndef LIANZE_EXPORT_XLSX_TEMPLATE_H
#define LIANZE_EXPORT_XLSX_TEMPLATE_H

#include "base/buf.h"
#include "base/error.h"

#define XLSX_TEMPLATE_EXAMPLES 2

enum xlsx_template_kind { XLSX_TEMPLATE_TEXT, XLSX_TEMPLATE_NUMBER, XLSX_TEMPLATE_DATE };

struct xlsx_template_column {
	const char *heading, *required, *note; /* required: a word for it, or "" */
	enum xlsx_template_kind kind;
	const char *const *choices; /* to pick from; NULL: none */
	size_t choice_count;
	bool others; /* a value that is not among the choices is accepted too */
	const char *examples[XLSX_TEMPLATE_EXAMPLES];
};

struct xlsx_template {
	const char *sheet, *examples, *notes, *lists; /* names of the sheets */
	const char *examples_title;		      /* above the examples */
	const char *notes_heads[3];		      /* column, required, accepted */
	const char *date_message, *choice_message;    /* when another value is typed */
	const struct xlsx_template_column *columns;
	size_t column_count;
};

/* Append the workbook to `out`. -ERR_MEMORY, -ERR_IO. */
MUST_USE int xlsx_template_write(const struct xlsx_template *template, struct buf *out,
				 struct error *err);

#endif
