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
#include "people/person.h"
#include "people/post.h"
#include "process/import.h"

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
	/* What a changed row's column is stored as, when that differs; else bytes NULL. */
	struct str (*was)(struct import *import, const struct import_row *row, size_t column);
	/* Write the rows that import_export() asks for; NULL: import_export.c has a statement. */
	int (*write)(struct db *db, const struct import_export_request *request,
		     struct csv_writer *csv, struct error *err);
	bool personal; /* about persons' archives: no page exports all of it, the operator does */
};

struct import {
	struct db *db;
	struct arena *arena;
	int64_t jurisdiction_id;
	int32_t day; /* business date of the act; 0 in a preview */
	const struct import_request *request;
	const struct import_profile *profile;
	struct csv_table table;
	int file_columns[IMPORT_COLUMNS_MAXIMUM]; /* -1: the file does not have it … */
	struct str constants[IMPORT_COLUMNS_MAXIMUM]; /* … but this for each row; bytes NULL: nor that */
	const struct import_rules *rules; /* that are applied; NULL: none */
	struct import_row **rows;
	size_t row_count, row_capacity;
	struct map units; /* code → struct unit *, see import_load_units */
	struct map persons; /* code → struct import_person *, see import_load_persons */
	struct map person_ids; /* id, as import_key → the same */
	struct map open;  /* year and subject → state of its group's result, see import_check_open */
	void *plan;	  /* the profile's own */
	struct import_result *result;
};

extern const struct import_profile import_units, import_persons, import_scores, import_entries;
/* Of rooms above, named here only: plan, archive. */
extern const struct import_profile import_plan, import_archive;

const struct import_profile *import_profile_of(enum import_profile_kind profile);

/* import_read.c: match the header, read all rows. Problems are noted; negative when it could not be
 * done. */
MUST_USE int import_read(struct import *import, struct error *err);

/* A column's text in a row, as the file or its mapping gives it. */
struct str import_cell(const struct import *import, const struct import_row *row, size_t column);
/* import_preview.c: fill the request's preview, and the digest of what would be written. */
MUST_USE int import_preview_fill(struct import *import, struct error *err);
MUST_USE int import_digest(struct import *import, struct error *err);

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
	return import->file_columns[column] >= 0 || import->constants[column].bytes;
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
/* A person with the posts held, the newest loaded first. */
struct import_person {
	struct person person;
	struct import_post {
		struct post post;
		struct import_post *next;
	} *posts;
};
/* Load every person into import->persons. */
MUST_USE int import_load_persons(struct import *import, struct error *err);

/* A row is about a unit or about a person: which, and where the file says so. */
struct import_subject_columns {
	size_t unit, person; /* columns of the profile */
	struct str unit_code, person_code;
};
/* The subject's id (the units and persons are loaded); 0 with the row refused when it names none. */
int64_t import_subject(struct import *import, struct import_row *row,
		       const struct import_subject_columns *at, int *out_subject);
/*
 * import_open.c: refuse the row, at `column`, when its subject's result of that year is public or final
 * and it would change it. The state is read once for each subject.
 */
struct result_cell;
MUST_USE int import_check_open(struct import *import, struct import_row *row, size_t column,
			       const struct result_cell *cell, struct error *err);
/* A key of up to four parts for a map, in the arena; bytes NULL when memory is out. */
struct str import_key(struct import *import, int64_t a, int64_t b, struct str c, struct str d);
/* map_add with its failure as -ERR_MEMORY; *out is the value that the key has. */
MUST_USE int import_add(struct map *map, struct str key, void *value, void **out,
			struct error *err);
void *import_alloc(struct import *import, size_t bytes, struct error *err);

#endif
