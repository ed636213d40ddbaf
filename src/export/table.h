/*
 * table.h - a table that leaves the program as aligned text, JSON or CSV (`--format`).
 *
 * Layer:   export. Named output_table, because web/table.h has the tables of pages.
 * Owner:   the columns are borrowed until output_table_end(); cells only during the call.
 * Threads: one at a time.
 *
 * Fill the public members, begin, give rows, end. Rows return no code: a failure (sink, memory)
 * sticks, later rows do nothing, and output_table_end() reports it. JSON and CSV stream; text keeps
 * all rows in the arena until the end, because the widest cell decides its column.
 *
 *	struct output_table table = { .format = format, .columns = columns,
 *		.column_count = ARRAY_LENGTH(columns), .arena = arena,
 *		.sink = output_to_file(stdout) };
 *	output_table_begin(&table);
 *	output_table_row(&table, cells);   // per row
 *	return output_table_end(&table, err);
 */
#ifndef LIANZE_EXPORT_TABLE_H
#define LIANZE_EXPORT_TABLE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "export/csv.h"

enum output_format { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_CSV, OUTPUT_FORMAT_COUNT };

/* "text", "json" or "csv"; -ERR_INVALID for anything else, with field "format". */
MUST_USE int output_format_parse(struct str text, enum output_format *out, struct error *err);

enum output_kind {
	OUTPUT_STRING,	/* left; a JSON string */
	OUTPUT_DECIMAL,	/* right; a JSON string, since JSON's numbers are binary fractions */
	OUTPUT_INTEGER,	/* right; a JSON number */
	OUTPUT_BOOLEAN	/* left; "1" or "0" become true and false in JSON */
};

struct output_column {
	const char *name;  /* JSON member, CSV header */
	const char *title; /* text header; NULL: the name */
	enum output_kind kind;
};

/* Where the bytes go: `write` returns 0 or a negated code with `err` filled. */
struct output_sink {
	int (*write)(void *context, struct str bytes, struct error *err);
	void *context;
};

struct output_sink output_to_file(FILE *file);
struct output_sink output_to_buf(struct buf *buf);

struct output_table {
	enum output_format format;
	const struct output_column *columns;
	size_t column_count;
	struct output_sink sink;
	struct arena *arena; /* for text */
	unsigned csv_flags;  /* enum csv_flag */

	/* private */
	struct buf pending;
	struct csv_writer csv;
	struct output_line *lines, **last_line;
	size_t row_count;
	struct error failure;
};

/* Writes what comes before the rows. */
void output_table_begin(struct output_table *table);
/* One row: column_count cells. A cell without bytes (STR_EMPTY) is null in JSON and empty
 * elsewhere. */
void output_table_row(struct output_table *table, const struct str *cells);
/* Writes the rest and gives memory back; to be called once, also after a failure. Returns 0, the
 * sink's code, or -ERR_MEMORY. */
MUST_USE int output_table_end(struct output_table *table, struct error *err);

/* Columns that a text takes on a terminal: East Asian wide characters two, combining marks none. */
size_t output_width(struct str text);

#endif
