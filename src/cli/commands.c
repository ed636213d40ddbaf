/* commands.c - the list of commands, in the order of the overview. */
#include "cli/commands.h"

const struct command *const commands[] = {
	&command_init,	 &command_serve,    &command_demo,   &command_user,    &command_import,
	&command_export, &command_appraise, &command_scheme, &command_rulebook,
	&command_calendar, &command_ledger,
	&command_letter, &command_digest, &command_backup, &command_restore, &command_key, &command_migrate,
	&command_reindex, &command_clock, &command_version, NULL,
};
