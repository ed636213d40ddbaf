/*
 * operator.h - acts of the command line: whoever may run the program on the machine is its operator.
 *
 * Layer: cli. One act is one transaction, with its act's line and its ledger leaves.
 */
#ifndef LIANZE_CLI_OPERATOR_H
#define LIANZE_CLI_OPERATOR_H

#include "cli/command.h"
#include "ledger/act.h"
#include "ledger/ledger.h"

struct operator_session {
	struct db *db;
	struct ledger_heads *heads;
	struct arena *arena; /* the call's */
	int64_t jurisdiction_id; /* the first jurisdiction; 0 when there is none yet */
};

/* Open the call's database, migrated and with statements checked. DB_READ_ONLY suffices to read. */
MUST_USE int operator_open(struct call *call, enum db_mode mode, struct operator_session *out,
			   struct error *err);
void operator_close(struct operator_session *session);
/* One act: in which jurisdiction (0: the installation), of which kind, and what it changes. */
struct operator_work {
	int64_t jurisdiction_id;
	const char *kind;
	int (*change)(struct act *act, void *context, struct error *err);
	void *context;
};
/* Make the act in a transaction of its own: everything or, when `change` fails, nothing. */
MUST_USE int operator_act(struct operator_session *session, const struct operator_work *work,
			  struct error *err);
/* The same, and its line is written although no record changed: credentials are no records. */
MUST_USE int operator_act_always(struct operator_session *session,
				 const struct operator_work *work, struct error *err);

/* Sign the jurisdiction's tree with the key of operator_key_path(), in a transaction of its own. */
MUST_USE int operator_checkpoint(struct call *call, struct operator_session *session,
				 struct str *out_note, struct error *err);

/* -ERR_STATE with what to do when the database has no jurisdiction yet. */
MUST_USE int operator_need_jurisdiction(const struct operator_session *session,
					struct error *err);

/*
 * Where the ledger's signing key is: --key, else $LIANZE_KEY, else ledger_key_path(). In the call's
 * arena; NULL when memory is out.
 */
const char *operator_key_path(struct call *call);

#endif
