/*
 * bulk_account.h - accounts for persons of the register who hold a post and have none: many at a time, each
 * waiting for its slip, each with one role for the unit of the post.
 *
 * Layer: people. The security administrator sees name, unit and level of who gets an account, and
 * nothing else of the register.
 */
#ifndef LIANZE_PEOPLE_BULK_ACCOUNT_H
#define LIANZE_PEOPLE_BULK_ACCOUNT_H

#include "people/account.h"
#include "people/role_grant.h"

#define BULK_ACCOUNT_MAXIMUM 200 /* accounts of one act; the next act makes the next ones */

struct bulk_account_filter {
	int64_t jurisdiction_id;
	int32_t day;
	int64_t unit_id;  /* 0: every unit */
	struct str level; /* of post_levels, or empty: every level */
};

struct bulk_account_candidate {
	int64_t person_id, unit_id;
	struct str code, name, unit_name, level;
};

struct bulk_account_candidates {
	struct bulk_account_candidate *items;
	size_t count;
	bool has_more;
};

/* Each person once, with the first post in the order of unit codes; at most BULK_ACCOUNT_MAXIMUM. */
MUST_USE int bulk_account_find(struct db *db, const struct bulk_account_filter *filter,
			       struct arena *arena, struct bulk_account_candidates *out,
			       struct error *err);
/*
 * Create their accounts: log-in name = person's code in lower case, with -2 to -9 behind it when that name is
 * taken. -ERR_RULE when `role` is not one of a unit. *out_count accounts were made.
 */
MUST_USE int bulk_account_create(struct act *act, const struct bulk_account_candidates *candidates,
				 enum role role, size_t *out_count, struct error *err);

#endif
