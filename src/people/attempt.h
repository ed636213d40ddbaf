/*
 * attempt.h - failed log-ins: how long a network has to wait, and what the person is shown of them.
 *
 * Layer: people. Table login_failure counts, table login_attempt remembers; neither is committed.
 *
 * Failures count per log-in name and network (an IPv4 address, the first 64 bits of an IPv6
 * address), so that an outsider cannot lock a leader out of the office. From the fifth on this
 * network waits 15 minutes after the last one, then 30, then 60 for each further; a day without
 * failures forgets them. Each kind counts for itself.
 *
 * Codes can be tried only by who knows the password. They also count for the account from all
 * networks together, from the twentieth on: a million codes are few for whoever has many addresses.
 *
 * Slips are 80 random bits that name no account. Their failures count for the network alone and from
 * the twentieth on: an office activates its accounts from one address, and nobody guesses one.
 */
#ifndef LIANZE_PEOPLE_ATTEMPT_H
#define LIANZE_PEOPLE_ATTEMPT_H

#include "base/error.h"
#include "base/str.h"
#include "store/db.h"

enum attempt_kind {
	ATTEMPT_PASSWORD, /* log-in, first step */
	ATTEMPT_CODE,	  /* log-in, second step */
	ATTEMPT_AGAIN,	  /* a sensitive act asks again, or a change of the own password */
	ATTEMPT_SLIP,	  /* activation or reset */
	ATTEMPT_KIND_COUNT
};

struct attempt {
	enum attempt_kind kind;
	struct str login;   /* as typed; empty for a slip that names nobody */
	struct str network; /* the client's address */
};

#define ATTEMPT_FREE_FAILURES 5	      /* before a network has to wait */
#define ATTEMPT_FREE_TOGETHER 20      /* slips of a network, codes of an account */
#define ATTEMPT_FIRST_WAIT_MS (15 * 60 * 1000)
#define ATTEMPT_KEEP_DAYS 90	      /* how long the person is shown an attempt */

/* 0, or -ERR_RULE with how long to wait. Reads only. */
MUST_USE int attempt_check(struct db *db, const struct attempt *attempt, struct error *err);
/* In a write transaction: count a failure, or forget this network's after a success; either is
 * remembered for the person whose log-in name it is. */
MUST_USE int attempt_failed(struct db *db, const struct attempt *attempt, struct error *err);
MUST_USE int attempt_succeeded(struct db *db, const struct attempt *attempt, struct error *err);

/* How many failures of any kind the account has had since this kind of step last opened it. */
MUST_USE int attempt_failures_since(struct db *db, int64_t account_id, enum attempt_kind kind,
				    int64_t *out, struct error *err);

/* "password", "code", "again", "slip": as stored. */
const char *attempt_kind_name(enum attempt_kind kind);

#endif
