/* command_migrate.c - bring a database to this program's schema, or ask how it stands. */
#include <stdio.h>

#include "cli/commands.h"
#include "ledger/search_rebuild.h"
#include "store/migrate.h"

static const struct command_option options[] = {
	{ "check", NULL, "change nothing; exit 1 when something is to be applied" },
	{ NULL, NULL, NULL },
};

static int check(struct db *db, struct error *err)
{
	struct migration_state state;
	int rc = migrate_check(db, &state, err);

	if (rc < 0)
		return rc;
	printf("%d of %d migrations applied\n", state.applied, state.known);
	if (state.applied == state.known)
		return 0;
	return error_set(err, ERR_STATE, "the database is not up to date: run `lianze migrate`",
			 "数据库需要升级：请运行 lianze migrate");
}

static int apply(struct db *db, struct error *err)
{
	struct migration_state before, after;
	int64_t indexed;
	int rc = migrate_check(db, &before, err);

	if (rc == 0)
		rc = migrate_apply(db, &after, err);
	if (rc == 0)
		rc = db_check_statements(db, err);
	/* A migration does not fill the search index. */
	if (rc == 0 && after.applied > before.applied && before.applied > 0)
		rc = search_rebuild(db, &indexed, err);
	if (rc == 0)
		printf("%d of %d migrations applied, %d now\n", after.applied, after.known,
		       after.applied - before.applied);
	return rc;
}

static int run(struct call *call, struct error *err)
{
	struct db *db;
	bool only_check = call_option(call, "check") != NULL;
	int rc = db_open(call->where, DB_READ_WRITE, &db, err);

	if (rc < 0)
		return rc;
	rc = only_check ? check(db, err) : apply(db, err);
	db_close(db);
	return rc;
}

const struct command command_migrate = {
	.name = "migrate",
	.synopsis = "",
	.summary = "bring the database to this program's schema",
	.details = "Each migration runs in a transaction of its own; its name and hash are recorded,\n"
		   "and a database that knows a migration this program does not is refused.",
	.options = options,
	.run = run,
};
