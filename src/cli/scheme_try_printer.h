/* scheme_try_printer.h - a trial of a draft scheme on the terminal. Layer: cli. */
#ifndef LIANZE_CLI_SCHEME_TRY_PRINTER_H
#define LIANZE_CLI_SCHEME_TRY_PRINTER_H

#include "cli/command.h"
#include "process/scheme_try_store.h"

/* In the call's format: text with all sections, CSV with the table of units, JSON with everything. */
MUST_USE int scheme_try_print(struct call *call, const struct scheme_try *trial, struct error *err);

#endif
