/*
 * xlsx_write.h - one table as a workbook, row by row.
 *
 * Layer:   export; over libxlsxwriter.
 * Owner:   the writer is on the heap until xlsx_write_finish() or xlsx_write_abandon().
 * Threads: one at a time.
 *
 * Rows go to a temporary file without a name as they come, so that a long list costs no memory; the
 * finished workbook is read back from memory of the kernel's. The first row is the header: it is
 * frozen, and filters stand on it. A text is always a text: a spreadsheet computes none of them,
 * and codes keep their leading zeros.
 */
#ifndef LIANZE_EXPORT_XLSX_WRITE_H
#define LIANZE_EXPORT_XLSX_WRITE_H

#include "base/buf.h"
#include "base/error.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

struct xlsx_writer;

/* Begin a workbook with one sheet of that name (cut and cleaned to what Excel takes). */
MUST_USE int xlsx_write_begin(struct str sheet, struct xlsx_writer **out, struct error *err);
/* A text; the next cell of the row. Empty: the cell stays empty. */
void xlsx_write_text(struct xlsx_writer *writer, struct str text);
/*
 * A value made by the program, by how it reads: "2008-07-14" is a date, "-12.50" a number shown
 * with two places; anything else, also a number of more than fifteen digits, is a text.
 */
void xlsx_write_value(struct xlsx_writer *writer, struct str text);
void xlsx_write_row_end(struct xlsx_writer *writer);
/*
 * Set widths, header and filters, append the workbook to `out` and free the writer, also on
 * failure. -ERR_TOO_LARGE: more than Excel's 1,048,576 rows or a text of over 32,767 characters;
 * -ERR_MEMORY: `out` is full; -ERR_IO: no room for the temporary file.
 */
MUST_USE int xlsx_write_finish(struct xlsx_writer *writer, struct buf *out, struct error *err);
void xlsx_write_abandon(struct xlsx_writer *writer);

#endif
