/*
 * import_preview.c - what a file would do, row by row, and one hash of it.
 *
 * The hash covers each row's outcome and the stored values that it would replace. When an import is
 * confirmed, equal hashes mean that exactly what was shown will be written.
 */
#include "process/import_internal.h"

#include <stdio.h>

#include "base/hash.h"

#define DIGEST_TEXT_BYTES ((size_t)64 << 20)

/* Order ---------------------------------------------------------------------------------------- */

struct row_list {
	struct import_row **rows;
	bool *wrong; /* by the row's place in the file */
};

static size_t place_of(const struct import *import, int number)
{
	size_t low = 0, high = import->row_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (import->rows[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < import->row_count && import->rows[low]->number == number ? low
									      : import->row_count;
}

static int64_t mark_wrong(const struct import *import, bool *wrong)
{
	const struct import_result *result = import->result;
	int64_t count = 0;
	for (size_t i = 0; i < result->problems_kept; i++) {
		size_t place = place_of(import, result->problems[i].row);
		if (place < import->row_count)
			wrong[place] = true;
	}
	for (size_t i = 0; i < import->row_count; i++) {
		wrong[i] |= import->rows[i]->bad != 0;
		count += wrong[i];
	}
	return count;
}

/* Columns in the order of the file, then those that are the same in each row. */
static void order_columns(const struct import *import, struct import_preview *preview)
{
	if (!import->table.columns)
		return; /* no table */
	for (size_t at = 0; at <= import->table.columns; at++)
		for (size_t i = 0; i < import->profile->column_count; i++)
			if (at < import->table.columns
				    ? import->file_columns[i] == (int)at
				    : import->file_columns[i] < 0 && import->constants[i].bytes)
				preview->columns[preview->column_count++] = (int)i;
	for (size_t i = 0; i < import->profile->column_count; i++)
		if (import->file_columns[i] >= 0)
			preview->headers[i] = import->table.header[import->file_columns[i]];
}

/* Rows ----------------------------------------------------------------------------------------- */

static void fill_row(struct import *import, const struct import_row *row,
		     struct import_preview_row *out)
{
	const struct import_result *result = import->result;
	out->number = row->number;
	out->outcome = row->outcome;
	for (size_t i = 0; i < import->profile->column_count; i++) {
		out->cells[i] = import_cell(import, row, i);
		if (row->outcome == IMPORT_CHANGED && import->profile->was && !row->bad)
			out->was[i] = import->profile->was(import, row, i);
	}
	for (size_t i = 0; i < result->problems_kept; i++) {
		const struct error *problem = &result->problems[i];
		int column = result->problem_columns[i];
		if (problem->row != row->number)
			continue;
		if (column < 0)
			out->problem = problem;
		else if (!out->problems[column])
			out->problems[column] = problem;
	}
}

/* Problems of rows that could not be read at all, and of the file. */
static int list_others(struct import *import, struct import_preview *preview, struct error *err)
{
	const struct import_result *result = import->result;
	size_t bytes = (result->problems_kept + 1) * sizeof(*preview->others);
	preview->others = import_alloc(import, bytes, err);
	if (!preview->others)
		return -ERR_MEMORY;
	for (size_t i = 0; i < result->problems_kept; i++)
		if (place_of(import, result->problems[i].row) == import->row_count)
			preview->others[preview->other_count++] = &result->problems[i];
	return 0;
}

static void fill_window(struct import *import, struct import_preview *preview, const bool *wrong)
{
	int64_t position = 0;
	for (int part = 0; part < 2; part++) {
		for (size_t i = 0; i < import->row_count && !(part && preview->only_wrong); i++) {
			if (wrong[i] != (part == 0))
				continue;
			if (position >= preview->offset &&
			    position < preview->offset + preview->limit) {
				struct import_preview_row *row =
					&preview->rows[preview->row_count++];
				row->wrong = wrong[i];
				fill_row(import, import->rows[i], row);
			}
			position++;
		}
	}
}

int import_preview_fill(struct import *import, struct error *err)
{
	struct import_preview *preview = import->request->preview;
	bool *wrong = import_alloc(import, import->row_count + 1, err);
	preview->rows = import_alloc(import, (size_t)(preview->limit + 1) * sizeof(*preview->rows),
				     err);
	if (!wrong || !preview->rows)
		return -ERR_MEMORY;
	preview->wrong = mark_wrong(import, wrong);
	preview->total = preview->only_wrong ? preview->wrong : (int64_t)import->row_count;
	order_columns(import, preview);
	fill_window(import, preview, wrong);
	return list_others(import, preview, err);
}

/* Digest --------------------------------------------------------------------------------------- */

static void digest_row(struct import *import, const struct import_row *row, struct buf *text)
{
	buf_add_format(text, "%d %d\n", row->number, (int)row->outcome);
	if (row->outcome != IMPORT_CHANGED || !import->profile->was)
		return;
	for (size_t i = 0; i < import->profile->column_count; i++) {
		struct str was = import->profile->was(import, row, i);
		if (was.bytes)
			buf_add_format(text, "%zu %zu:%.*s\n", i, was.length, STR_ARG(was));
	}
}

int import_digest(struct import *import, struct error *err)
{
	struct hash file = hash_of(import->request->bytes);
	struct buf text;
	buf_init(&text, DIGEST_TEXT_BYTES);
	for (size_t i = 0; i < import->row_count; i++)
		digest_row(import, import->rows[i], &text);
	bool failed = buf_failed(&text);
	const struct str parts[] = { hash_str(&file), buf_str(&text) };
	struct hash digest = hash_parts(parts, ARRAY_LENGTH(parts));
	buf_release(&text);
	hex_encode(hash_str(&digest), import->result->digest);
	return failed ? error_broken(err, ERR_MEMORY, "digest of an import") : 0;
}
