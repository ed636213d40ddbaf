/*
 * import_internal.h - what the files of the import share.
 *
 * Layer: process, private to import*.c.
 *
 * A profile reads rows into its own row struct by the descriptors of its columns, then plans: it
 * loads the records concerned into maps, resolves codes, judges rows against each other and notes
 * for each what is to be written. Only then does `apply` write. So a preview and an import decide
 * alike.
 */
#ifndef LIANZE_PROCESS_IMPORT_INTERNAL_H
#define LIANZE_PROCESS_IMPORT_INTERNAL_H

#include "base/map.h"
#include "process/import.h"

#define IMPORT_COLUMNS_MAXIMUM 8

enum import_outcome { IMPORT_UNCHANGED, IMPORT_CHANGED, IMPORT_CREATED };

/* Every profile's row struct begins with one. */
struct import_row {
	int number;		 /* as Excel counts */
	unsigned bad;		 /* bit per column of the profile: refused already */
	enum import_outcome outcome;
	const struct str *cells; /* of the file, raw */
};

struct import;

struct import_profile {
	const struct field *columns;
	size_t column_count;
	size_t row_size;
	/* Load, resolve, judge. Fills import->plan and the rows' outcomes. */
	int (*plan)(struct import *import, struct error *err);
	/* Give back what plan took from the heap; called once, also when plan failed or never ran. */
	void (*release)(struct import *import);
	/* Write one row's part; called once per row, in the file's order. */
	int (*apply)(struct import *import, struct act *act, struct import_row *row,
		     struct error *err);
};

struct import {
	struct db *db;
	struct arena *arena;
	int64_t jurisdiction_id;
	int32_t day; /* business date of the act; 0 in a preview */
	const struct import_request *request;
	const struct import_profile *profile;
	struct csv_table table;
	int file_columns[IMPORT_COLUMNS_MAXIMUM]; /* -1: the file does not have it */
	struct import_row **rows;
	size_t row_count, row_capacity;
	struct map units; /* code → struct unit *, see import_load_units */
	void *plan;	  /* the profile's own */
	struct import_result *result;
};

extern const struct import_profile import_units, import_persons, import_scores, import_entries;

/* import_read.c: match the header, read all rows. Problems are noted; negative when it could not be
 * done. */
MUST_USE int import_read(struct import *import, struct error *err);

/* Note a finished problem. */
void import_problem(struct import *import, const struct error *problem);
/* Note that a column's cell of a row is refused, with what is accepted, and mark it bad. */
void import_refuse(struct import *import, struct import_row *row, size_t column,
		   const char *accepted_en, const char *accepted_zh);
/* The same with formats of one text argument. */
void import_refuse_text(struct import *import, struct import_row *row, size_t column,
			const char *accepted_en, const char *accepted_zh, struct str argument);
/* The same with formats of one number. */
void import_refuse_number(struct import *import, struct import_row *row, size_t column,
			  const char *accepted_en, const char *accepted_zh, int64_t argument);

static inline bool import_has(const struct import *import, size_t column)
{
	return import->file_columns[column] >= 0;
}

static inline bool import_is_bad(const struct import_row *row, size_t column)
{
	return row->bad & (1u << column);
}

/* The columns that are set in `columns` (bits) are all fine in this row. */
static inline bool import_are_good(const struct import_row *row, unsigned columns)
{
	return !(row->bad & columns);
}

/* import_load.c: all records of a type, each in the arena, given to `take` with its context. */
MUST_USE int import_load(struct import *import, const struct record_type *type,
			 int (*take)(struct import *import, void *record, struct error *err),
			 struct error *err);
/* Load every unit into import->units. */
MUST_USE int import_load_units(struct import *import, struct error *err);
/* A key of up to four parts for a map, in the arena; bytes NULL when memory is out. */
struct str import_key(struct import *import, int64_t a, int64_t b, struct str c, struct str d);
/* map_add with its failure as -ERR_MEMORY; *out is the value that the key has. */
MUST_USE int import_add(struct map *map, struct str key, void *value, void **out,
			struct error *err);
void *import_alloc(struct import *import, size_t bytes, struct error *err);

#endif
