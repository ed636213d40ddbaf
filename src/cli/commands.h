/*
 * commands.h - the commands, one per file.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_COMMANDS_H
#define LIANZE_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct command command_init;
extern const struct command command_serve;
extern const struct command command_demo;
extern const struct command command_user;
extern const struct command command_import;
extern const struct command command_export;
extern const struct command command_appraise;
extern const struct command command_scheme;
extern const struct command command_calendar;
extern const struct command command_clock;
extern const struct command command_ledger;
extern const struct command command_letter;
extern const struct command command_backup;
extern const struct command command_restore;
extern const struct command command_rulebook;
extern const struct command command_digest;
extern const struct command command_key;
extern const struct command command_migrate;
extern const struct command command_reindex;
extern const struct command command_version;

#endif
