/*
 * group_member.h - which unit is in which appraisal group: at most one a year.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_GROUP_MEMBER_H
#define LIANZE_PEOPLE_GROUP_MEMBER_H

#include "ledger/act.h"
#include "people/appraisal_group.h"
#include "record/record.h"

struct group_member {
	struct record_head head;
	int64_t year; /* the group's year, so that the database keeps the rule */
	int64_t group_id;
	int64_t unit_id;
};

extern const struct record_type group_member_record;

/* Put a unit into a group. -ERR_RULE: the unit is in a group of that year, does not exist in it, or `year`
 * is not the group's; -ERR_NOT_FOUND: no such group. */
MUST_USE int group_member_create(struct act *act, struct group_member *member,
				 struct error *err);
/* The same, and out of the group of that year that it is in, if any. */
MUST_USE int group_member_put(struct act *act, const struct appraisal_group *group, int64_t unit_id,
			      struct error *err);

#endif
