/*
 * import_guess.h - which column of a foreign table is probably meant by which of ours.
 *
 * Layer: process. A guess fills the form in; a person agrees to it. Other names of columns and
 * choices are messages (import_synonym.…), words separated by "|", of both languages together.
 */
#ifndef LIANZE_PROCESS_IMPORT_GUESS_H
#define LIANZE_PROCESS_IMPORT_GUESS_H

#include "process/import.h"

/* Guess the columns from the table's headings; no heading is taken twice. */
void import_guess_columns(struct arena *arena, enum import_profile_kind profile,
			  const struct csv_table *table, struct import_rules *out);
/* The choice that a value probably means: its name; empty when none is likely. */
struct str import_guess_choice(const struct field_choice *choices, struct str value);

#endif
