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

struct list_print {
	enum listing listing;
	struct db_args args;
	const char *const *columns; /* of the listing, in the order wanted, ended by NULL */
};

/* Print all rows of a listing in the call's format. */
MUST_USE int list_print(struct call *call, struct db *db, const struct list_print *print,
			struct error *err);

#endif
