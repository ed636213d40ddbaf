/* command_version.c - which program this is, and which SQLite is inside. */
#include <sqlite3.h>
#include <stdio.h>

#include "cli/commands.h"

static int run(struct call *call, struct error *err)
{
	(void)call;
	(void)err;
	printf("lianze %s (SQLite %s)\n", LIANZE_VERSION, sqlite3_libversion());
	return 0;
}

const struct command command_version = {
	.name = "version",
	.synopsis = "",
	.summary = "print the program's version",
	.run = run,
};
