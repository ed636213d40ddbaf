/*
 * xlsx_read.h - a sheet of a workbook, as Excel, WPS and LibreOffice write them, as a table.
 *
 * Layer:   export. Knows base only: no records, no columns by name.
 * Owner:   texts live in the arena; the bytes are not needed once the table is open.
 * Threads: one at a time.
 *
 * What is read (ISO/IEC 29500, transitional and strict): shared strings (formatted runs joined,
 * pronunciations left out), inline strings, booleans, numbers and dates (xlsx_cell.h), the stored
 * results of formulas. Parts are found by their relationships, which WPS writes as absolute
 * and Excel as relative paths.
 *
 * Rules where a workbook can say more than a table:
 *   - Hidden sheets are not offered. Hidden rows and columns are read: a filter that was left on must
 *     not lose rows.
 *   - The header is the first row with content; empty rows below it are skipped; columns behind the
 *     header's last cell must be empty. Row numbers are Excel's.
 *   - Merged cells that touch the header are refused with their range. Merged cells below it are
 *     faults of the table (csv_table.faults): only their first cell has a value.
 *   - An error value (#N/A) or a formula without a stored result is the cell's text, for whoever
 *     reads the cell to refuse: see csv_cell_fault().
 *
 * Bounds: zip_read.h; CSV_COLUMNS_MAXIMUM, CSV_ROWS_MAXIMUM, CSV_CELL_BYTES_MAXIMUM,
 * XLSX_CELLS_MAXIMUM.
 */
#ifndef LIANZE_EXPORT_XLSX_READ_H
#define LIANZE_EXPORT_XLSX_READ_H

#include "export/csv.h"

#define XLSX_CELLS_MAXIMUM  2000000
#define XLSX_SHEETS_MAXIMUM 255


/* True when the bytes are a workbook, or something that a spreadsheet saves under that name: a ZIP file or
 * one in the old binary format. */
bool xlsx_is(struct str bytes);

/*
 * Open the sheet of that name (empty: the first that is not hidden) as a table for csv_next(). On
 * failure *out_table has nothing but the list of sheets, as far as that could be read.
 *
 * Returns 0 and fills *out_table (its `sheets` too), or
 *   -ERR_INVALID    not a workbook (an old .xls, a password, another kind of ZIP file: the sentence says
 *                   which), damaged, no such sheet, an empty sheet, merged cells in the header,
 *   -ERR_TOO_LARGE  over a bound,
 *   -ERR_MEMORY     the arena is full.
 */
MUST_USE int xlsx_open(struct arena *arena, struct str bytes, struct str sheet,
		       struct csv_table *out_table, struct error *err);

/* xlsx_open() or csv_open(), by what the bytes are and not by the file's name. */
MUST_USE int table_open(struct arena *arena, struct str bytes, struct str sheet,
			struct csv_table *out_table, struct error *err);

#endif
