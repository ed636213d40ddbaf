/*
 * account_maker.h - accounts with a first password and a role, for `user add` and the demonstration.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_ACCOUNT_MAKER_H
#define LIANZE_CLI_ACCOUNT_MAKER_H

#include "cli/operator.h"
#include "people/account.h"
#include "people/role_grant.h"
#include "people/slip.h"
#include "people/totp_store.h"

struct account_order {
	struct str login, display_name;
	enum role role;
	const char *unit_code; /* NULL: the whole jurisdiction */
	const char *person_code; /* NULL: nobody of the register */
	bool must_change; /* the password is printed: account_must_change() */
	const struct totp_secret *totp; /* NULL: no one-time codes yet */
};

/*
 * Create the account and its grant in one act of the jurisdiction: a role that is refused leaves no
 * account behind. With an empty hash the account waits for its slip.
 */
MUST_USE int account_make(struct operator_session *session, const struct account_order *order,
			  const char *password_hash, struct error *err);
/* The policy of the jurisdiction today. */
MUST_USE int account_policy(struct operator_session *session, struct security_policy *out,
			    struct error *err);
/*
 * Print an account's slip in an act of its own: *out_code, or empty when it is the reset of an
 * administrator that a second person must confirm first. `alone` does without that.
 */
MUST_USE int account_print_slip(struct operator_session *session, int64_t account_id, bool alone,
				char out_code[SLIP_CODE_BYTES], struct error *err);
/* Give an existing account a role. */
MUST_USE int account_grant(struct operator_session *session, int64_t account_id,
			   const struct account_order *order, struct error *err);

#endif
