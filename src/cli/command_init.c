/*
 * command_init.c - a new database: schema, signing key, jurisdiction.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/installer.h"

static const struct command_option options[] = {
	{ "code", "CODE", "short code of the body, for example its administrative code" },
	{ "name", "NAME", "its name in Chinese" },
	{ "name-en", "NAME", "its name in English (the Chinese one when absent)" },
	{ "key", "FILE", "where the ledger's signing key is put (beside the database)" },
	{ NULL, NULL, NULL },
};

static int run(struct call *call, struct error *err)
{
	const char *code = call_option(call, "code");
	const char *name = call_option(call, "name");
	const char *name_en = call_option(call, "name-en");
	struct installer_order order = { .code = str_from(code),
					 .name = str_from(name),
					 .name_en = str_from(name_en ? name_en : name) };
	struct operator_session session;

	if (!code || !name)
		return call_usage(err, "--code and --name are required", "必须给出 --code 和 --name");
	int rc = installer_run(call, &order, &session, err);
	if (rc < 0)
		return rc;
	operator_close(&session);
	printf("%s\n", call->where);
	call_say(call, "Done. Next: `lianze user add LOGIN --role office`, `lianze serve`.",
		 "已建立。下一步：lianze user add 登录名 --role office，然后 lianze serve。");
	return 0;
}

const struct command command_init = {
	.name = "init",
	.synopsis = "--code CODE --name NAME",
	.summary = "make a new database with its jurisdiction and signing key",
	.details = "The key signs the ledger's checkpoints. It is never in the database or a backup; keep\n"
		   "a copy where the database's administrator cannot change it.",
	.options = options,
	.run = run,
};
