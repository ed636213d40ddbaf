/*
 * command_restore.c - a backup into an empty database.
 */
#include "cli/backup_printer.h"
#include "cli/commands.h"

static const struct command_option options[] = {
	{ "passphrase-file", "FILE", "the passphrase of an encrypted backup" },
	{ NULL, NULL, NULL },
};

static int run(struct call *call, struct error *err)
{
	struct backup_report report;
	struct str passphrase;
	int rc = backup_passphrase(call, &passphrase, err);

	if (rc < 0)
		return rc;
	rc = backup_restore(call->arguments[0], passphrase, call->where, call->arena, &report, err);
	if (rc < 0)
		return rc;
	backup_print(&report);
	call_say(call,
		 "Restored. This copy can only be read until it is taken over: `lianze key bring` when "
		 "the former database is retired, else `lianze key new-origin`.",
		 "已恢复。接管之前本副本只能查阅：原库已停用时运行 lianze key bring，否则运行 lianze key "
		 "new-origin。");
	return 0;
}

const struct command command_restore = {
	.name = "restore",
	.synopsis = "FILE",
	.summary = "load a backup into an empty database",
	.details = "Into the database of --db, which is made when it is a file that does not exist\n"
		   "and is refused when it holds a table. All or nothing, in one transaction; before it\n"
		   "commits, the rows were read back and every tree was computed again and has the root\n"
		   "that the backup names. An older backup is brought to this program's schema.",
	.options = options,
	.minimum_arguments = 1,
	.maximum_arguments = 1,
	.run = run,
};
