/*
 * import_printer.h - what an import prints: a progress line while it runs, then what it found.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_IMPORT_PRINTER_H
#define LIANZE_CLI_IMPORT_PRINTER_H

#include "cli/command.h"
#include "process/import.h"

/* Give `request` a progress line on standard error, when that is a terminal. */
void import_progress_begin(struct call *call, struct import_request *request);
void import_progress_end(const struct import_request *request);
/* Print counts and problems in the call's format. */
MUST_USE int import_print(struct call *call, const struct import_result *result, bool only_check,
			  struct error *err);

#endif
