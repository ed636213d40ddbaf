/*
 * command_backup.c - make a backup, or check one without a database.
 */
#include <string.h>

#include "cli/backup_printer.h"
#include "cli/commands.h"
#include "cli/operator.h"

static const struct command_option options[] = {
	{ "passphrase-file", "FILE", "encrypt (or open) with the first line of FILE; - reads it" },
	{ NULL, NULL, NULL },
};

static int make(struct call *call, const char *path, struct str passphrase, struct error *err)
{
	struct operator_session session;
	struct backup_report report;
	int rc = operator_open(call, DB_READ_ONLY, &session, err);

	if (rc < 0)
		return rc;
	operator_close(&session);
	rc = backup_make(call->where, path, passphrase, call->arena, &report, err);
	if (rc < 0)
		return rc;
	backup_print(&report);
	call_say(call, "The signing key is not in the backup: keep a copy of it elsewhere.",
		 "备份不含签名密钥，请另行保存其副本。");
	return 0;
}

static int verify(struct call *call, const char *path, struct str passphrase, struct error *err)
{
	struct backup_report report;
	int rc = backup_verify(path, passphrase, call->arena, &report, err);

	if (rc < 0)
		return rc;
	backup_print(&report);
	call_say(call, "The backup is whole.", "备份完好。");
	return 0;
}

static int run(struct call *call, struct error *err)
{
	bool is_check = strcmp(call->arguments[0], "verify") == 0;
	struct str passphrase;

	if (is_check != (call->argument_count == 2))
		return call_usage(err, "usage: lianze backup FILE, lianze backup verify FILE",
				  "用法：lianze backup 文件，lianze backup verify 文件");
	int rc = backup_passphrase(call, &passphrase, err);
	if (rc < 0)
		return rc;
	return is_check ? verify(call, call->arguments[1], passphrase, err)
			: make(call, call->arguments[0], passphrase, err);
}

const struct command command_backup = {
	.name = "backup",
	.synopsis = "FILE | verify FILE",
	.summary = "write everything into one file, or check such a file",
	.details = "The file holds rows, ledger and adopted schemes of one moment, also while the server\n"
		   "writes; `lianze restore` loads it into either engine. It never overwrites a file.\n"
		   "It holds personal data and password hashes: keep it as safe as the database.\n"
		   "verify needs no database: hashes, counts and every tree from its leaves to its root.",
	.options = options,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
