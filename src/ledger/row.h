/*
 * row.h - a record as bound values, without an arena.
 *
 * Layer: ledger, private to this room. The public functions on rows are in act.h.
 */
#ifndef LIANZE_LEDGER_ROW_H
#define LIANZE_LEDGER_ROW_H

#include "record/record.h"
#include "store/db.h"

#define ROW_HEAD_COLUMNS 4
/* One more for :expected_revision. */
#define ROW_ARGS_MAXIMUM (ROW_HEAD_COLUMNS + RECORD_FIELDS_MAXIMUM + 1)

/* Fill head and fields; returns their number. Values are borrowed from the record. */
size_t row_args(const struct record_type *type, const void *record,
		struct db_arg args[ROW_ARGS_MAXIMUM]);
/* Keep only the arguments that the statement names; returns their number. */
size_t row_args_pick(enum statement statement, struct db_arg *args, size_t count);

#endif
