/*
 * backup_printer.h - what backup, verify and restore say of a backup, and how they get a passphrase.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_BACKUP_PRINTER_H
#define LIANZE_CLI_BACKUP_PRINTER_H

#include "backup/backup.h"
#include "cli/command.h"

/* The first line of the file that --passphrase-file names; empty without the option. At least 12
 * bytes, else -ERR_INVALID. */
MUST_USE int backup_passphrase(struct call *call, struct str *out, struct error *err);
/* Tables, rows, leaves, roots to standard output, a line each. */
void backup_print(const struct backup_report *report);

#endif
