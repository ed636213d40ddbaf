/*
 * list_printer.h - a declared listing to standard output in the call's format.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_LIST_PRINTER_H
#define LIANZE_CLI_LIST_PRINTER_H

#include "cli/command.h"
#include "store/list.h"

#define LIST_PRINTER_COLUMNS 16

/* Print all rows of `listing`; `columns` are names of the listing, in the order wanted. */
MUST_USE int list_print(struct call *call, struct db *db, enum listing listing, struct db_args args,
			const char *const *columns, size_t column_count, struct error *err);

#endif
