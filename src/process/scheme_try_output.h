/*
 * scheme_try_output.h - a trial as rows of a table and as JSON, for the command line and the page.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_SCHEME_TRY_OUTPUT_H
#define LIANZE_PROCESS_SCHEME_TRY_OUTPUT_H

#include "base/json.h"
#include "export/table.h"
#include "process/scheme_try_store.h"

#define SCHEME_TRY_COLUMNS 13

/* unit_code, unit, group, then total, rank, grade and last place before and after with their differences. */
extern const struct output_column scheme_try_columns[SCHEME_TRY_COLUMNS];

/* A row's cells, empty where there is nothing; grades by code, or by name when `named`. */
void scheme_try_cells(const struct scheme_try *trial, const struct scheme_try_row *row,
		      enum language language, bool named, struct arena *arena,
		      struct str cells[SCHEME_TRY_COLUMNS]);

/* "+2", "-1", "" for 0; "+1.25". */
struct str scheme_try_signed_rank(int change, struct arena *arena);
struct str scheme_try_signed_points(struct decimal points, int places, struct arena *arena);

/* Whom a trigger names, joined; empty when its subject is to be determined. */
struct str scheme_try_names(const struct trigger_proposal *proposal, enum language language,
			    struct arena *arena);

/* The whole trial as one object. */
void scheme_try_json(const struct scheme_try *trial, enum language language, struct arena *arena,
		     struct json *json);

#endif
