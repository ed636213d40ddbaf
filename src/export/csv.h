/*
 * csv.h - reading and writing comma-separated tables as offices exchange them with Excel.
 *
 * Layer:   export. Knows base only: no records, no columns by name.
 * Owner:   texts that the reader hands out live as long as the bytes given to csv_open() and its
 *          arena; the writer owns nothing.
 * Threads: one at a time.
 *
 * Reading (RFC 4180): the file lies in memory. It is UTF-8, with or without a byte order mark, or
 * else GB18030; bytes that are neither are refused. Cells are separated by commas, or by semicolons
 * or tabs when the header line shows it. Lines end in CR LF or LF; a quoted cell may hold line
 * breaks. Empty lines at the end, also such as ",,,", are ignored.
 *
 * Rows are counted as Excel does: the header is row 1, a row with a line break inside a cell is one
 * row. Columns are named by Excel's letters. Every refusal carries err->row, and the header cell in
 * err->field when the fault lies in one cell.
 */
#ifndef LIANZE_EXPORT_CSV_H
#define LIANZE_EXPORT_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#define CSV_COLUMNS_MAXIMUM    64
#define CSV_ROWS_MAXIMUM       1000000
#define CSV_CELL_BYTES_MAXIMUM ((size_t)64 * 1024)

enum csv_encoding { CSV_UTF8, CSV_GB18030 };

/* A row that lies ready: of a workbook, which is read as a whole. */
struct csv_row {
	int number;
	const struct str *cells;
};

struct csv_table {
	enum csv_encoding encoding; /* of the file */
	char separator;		    /* ',' ';' or a tab */
	struct str *header;	    /* the cells of header_row without white space around them */
	size_t columns;
	int header_row; /* 1, or the first row with content of a workbook's sheet */
	int row;	/* the row read last; 1 after csv_open */
	size_t position; /* bytes of `text` read so far, for a progress bar */
	struct str text; /* the whole file in UTF-8, without byte order mark and empty end */
	struct arena *arena;
	/* Of a workbook (export/xlsx_read.h): */
	const struct csv_row *prepared; /* NULL: a text file */
	size_t prepared_count, prepared_next;
	struct error *faults; /* of the sheet's form, each with its row: merged cells */
	size_t fault_count;
	struct str *sheets; /* that may be chosen */
	size_t sheet_count;
	struct str sheet; /* the one that is read */
};

/*
 * Decode `bytes` and read the header. Borrows `bytes`; GB18030 is decoded into the arena, where it
 * takes half as much again.
 *
 * Returns 0 and fills *out_table, or
 *   -ERR_INVALID    neither encoding (err->row and the byte are named), UTF-16, an Excel workbook,
 *                   a NUL byte, an empty file, or a malformed header,
 *   -ERR_TOO_LARGE  more than CSV_COLUMNS_MAXIMUM columns or an over-long header cell,
 *   -ERR_MEMORY     the arena is full.
 */
MUST_USE int csv_open(struct arena *arena, struct str bytes, struct csv_table *out_table,
		      struct error *err);

/*
 * Read the next row into `out_cells` (table->columns of them). Cells are as written, with quotes
 * resolved and white space kept.
 *
 * Returns 1 with a row, 0 at the end, or
 *   -ERR_INVALID    another number of cells than the header, a misplaced quotation mark or carriage
 *                   return, a quoted cell that is never closed,
 *   -ERR_TOO_LARGE  a cell over CSV_CELL_BYTES_MAXIMUM, or more than CSV_ROWS_MAXIMUM rows,
 *   -ERR_MEMORY     the arena is full (only cells with doubled quotes need it).
 * After an error the reader stands behind the faulty row: call again to find the next fault. After
 * an unclosed quote or too many rows the next call returns 0.
 */
MUST_USE int csv_next(struct csv_table *table, struct str *out_cells, struct error *err);

/* The text that stands for a formula without a stored result. */
#define CSV_NOT_CALCULATED "#NOT CALCULATED"
/* True when a spreadsheet could not compute the cell (#N/A, #REF!, … or CSV_NOT_CALCULATED): then it
 * holds no value. */
bool csv_cell_fault(struct str cell);

#define CSV_COLUMN_TEXT_BYTES 4
/* Excel's letters of a column counted from 0: "A", "Z", "AA"; at most "ZZZ". Returns `text`. */
const char *csv_column_name(size_t column, char text[CSV_COLUMN_TEXT_BYTES]);

/* Writing ----------------------------------------------------------------------------------- */

enum csv_flag {
	CSV_BOM = 1 << 0,	    /* begin with a byte order mark, so that Excel sees UTF-8 */
	CSV_GUARD_FORMULAS = 1 << 1 /* texts that Excel would compute get a leading apostrophe */
};

struct xlsx_writer;

struct csv_writer {
	struct buf *out; /* borrowed; its failure is the writer's */
	struct xlsx_writer *workbook; /* the rows go there instead: csv_write_workbook() */
	unsigned flags;
	size_t cells;	 /* written in this row */
	bool empty;	 /* this row holds one empty cell so far */
};

/* Start writing UTF-8 with commas, CR LF and quotes where needed into `out`. */
void csv_write_begin(struct csv_writer *writer, struct buf *out, unsigned flags);
/*
 * A text. With CSV_GUARD_FORMULAS one that begins with = + - @, their full-width forms, a tab or a
 * carriage return gets an apostrophe in front, since a spreadsheet would run it as a formula.
 */
void csv_write_cell(struct csv_writer *writer, struct str text);
/* A number or date made by the program: never guarded, so that "-3.5" stays a number. */
void csv_write_number(struct csv_writer *writer, struct str number);
void csv_write_row_end(struct csv_writer *writer);

/*
 * The same calls may make a workbook (export/xlsx_write.h) instead: whoever writes rows need not
 * know. Then csv_write_finish() appends it to `out`; it must be called once, with the outcome so far, and
 * does nothing for a CSV file. Returns `code`, or why the workbook could not be made.
 */
MUST_USE int csv_write_workbook(struct csv_writer *writer, struct buf *out, struct str sheet,
				struct error *err);
MUST_USE int csv_write_finish(struct csv_writer *writer, int code, struct error *err);

/*
 * Append `utf8`, without a byte order mark, to `out` as GB18030, for programs that know nothing
 * else. Returns 0, -ERR_INVALID (malformed UTF-8; `out` unchanged) or -ERR_MEMORY (`out` full).
 */
MUST_USE int csv_to_gb18030(struct str utf8, struct buf *out, struct error *err);

#endif
