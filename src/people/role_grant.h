/*
 * role_grant.h - a role that an account holds in a jurisdiction, from a day to a day.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_ROLE_GRANT_H
#define LIANZE_PEOPLE_ROLE_GRANT_H

#include "ledger/act.h"
#include "people/rights.h"
#include "record/record.h"

struct role_grant {
	struct record_head head;
	int64_t account_id;
	int role;	 /* enum role */
	int64_t unit_id; /* 0: the whole jurisdiction */
	int32_t from_day;
	int32_t to_day; /* CIVIL_NO_DAY: until taken back */
};

extern const struct record_type role_grant_record;

/* Pure: the role's scope. -ERR_RULE when a role of one unit has none, or an administrator has one;
 * -ERR_INVALID when the period ends before it begins. */
MUST_USE int role_grant_check(const struct role_grant *grant, struct error *err);

/*
 * Give a role. -ERR_RULE when role_grant_check says so, when the account holds a role on some of
 * these days that role_conflict() keeps apart from this one (in any jurisdiction), or holds
 * RIGHTS_MAXIMUM_GRANTS already. Migration 0002 keeps the same rule inside the database.
 */
MUST_USE int role_grant_create(struct act *act, struct role_grant *grant, struct error *err);

/* End a grant so that it gives nothing from today on: its last day is yesterday; one that began today or
 * later is removed. */
MUST_USE int role_grant_end(struct act *act, struct role_grant *grant, struct error *err);

/*
 * Call before taking accounts or roles away from `account_id`: -ERR_RULE when it is the last active one
 * that is security administrator of the jurisdiction on `day`, because then nobody could give a
 * role any more.
 */
MUST_USE int role_grant_check_last(struct db *db, int64_t jurisdiction_id, int64_t account_id,
				   int32_t day, struct error *err);

#endif
