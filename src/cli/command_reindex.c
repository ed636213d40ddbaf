/*
 * command_reindex.c - make the search index anew.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "ledger/search_rebuild.h"

static int run(struct call *call, struct error *err)
{
	struct operator_session session;
	int64_t count = 0;
	int rc = operator_open(call, DB_READ_WRITE, &session, err);

	if (rc < 0)
		return rc;
	rc = search_rebuild(session.db, &count, err);
	operator_close(&session);
	if (rc == 0)
		printf("%lld records indexed\n", (long long)count);
	return rc;
}

const struct command command_reindex = {
	.name = "reindex",
	.synopsis = "",
	.summary = "make the search index anew from the records",
	.details = "The index keeps itself up to date; a backup does not hold it.",
	.run = run,
};
