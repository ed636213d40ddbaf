/*
 * demo_logins.h - the demonstration's accounts, and the file with their random passwords.
 *
 * Layer: cli. The file lies beside the signing key (<key>.logins), mode 0600: a line per account,
 * login, password, role and what it shows, with tabs between (decisions.md 11).
 */
#ifndef LIANZE_CLI_DEMO_LOGINS_H
#define LIANZE_CLI_DEMO_LOGINS_H

#include "cli/operator.h"

/* Make one account per role with a random password and write the file. */
MUST_USE int demo_logins_make(struct call *call, struct operator_session *session,
			      struct error *err);
/* Print the file to standard output; says so when there is none. */
void demo_logins_show(struct call *call);

#endif
