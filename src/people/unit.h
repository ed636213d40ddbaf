/*
 * unit.h - units: towns, departments and other bodies, in a tree.
 *
 * Layer: people.
 *
 * A unit lives from a day to a day, both included. It begins by its form, by import or by a merge or
 * split, and ends by a merge, a split or a dissolution only (people/unit_change.h). An ended unit keeps
 * its code, results and history, and takes nothing new: no sub-units, posts, roles or groups beyond
 * its last day.
 */
#ifndef LIANZE_PEOPLE_UNIT_H
#define LIANZE_PEOPLE_UNIT_H

#include "ledger/act.h"
#include "people/rights.h"
#include "record/record.h"

enum unit_kind {
	UNIT_TOWN,	  /* 镇街 */
	UNIT_DEPARTMENT,  /* 部门 */
	UNIT_INSTITUTION, /* 事业单位 */
	UNIT_BODY,	  /* 领导机构: the leading body, usually the root */
	UNIT_KIND_COUNT
};

struct unit {
	struct record_head head;
	struct str code; /* unique in the jurisdiction; people/code.h */
	struct str name;
	struct str name_key; /* derived */
	int64_t parent_id;   /* 0: a root */
	int kind;	     /* enum unit_kind */
	int32_t from_day;    /* CIVIL_NO_DAY: not known */
	int32_t to_day;	     /* CIVIL_NO_DAY: still */
};

extern const struct record_type unit_record;
extern const struct field_choice unit_kinds[];

/* -ERR_NOT_FOUND when there is none. */
MUST_USE int unit_find(struct db *db, int64_t jurisdiction_id, struct str code,
		       struct arena *arena, struct unit *out, struct error *err);

/* Pure: does the unit exist on that day? */
bool unit_lives(const struct unit *unit, int32_t day);
/* -ERR_RULE with the unit's name and last day when [from, to] (CIVIL_NO_DAY: without end) is not
 * within the unit's life. For posts, roles and groups. -ERR_NOT_FOUND: no such unit. */
MUST_USE int unit_check_life(struct act *act, int64_t unit_id, int32_t from, int32_t to,
			     struct error *err);

/*
 * Create or change a unit. -ERR_INVALID: the code is malformed or another unit's; -ERR_NOT_FOUND:
 * no such parent; -ERR_RULE: the parent stands below the unit or has ended, or the tree would be
 * deeper than RIGHTS_MAXIMUM_DEPTH. Nothing is written then. A new unit has no last day; its
 * from_day 0 means not known.
 */
MUST_USE int unit_create(struct act *act, struct unit *unit, struct error *err);
MUST_USE int unit_update(struct act *act, struct unit *unit, struct error *err);
/* -ERR_RULE while other records refer to it. */
MUST_USE int unit_remove(struct act *act, struct unit *unit, struct error *err);

#endif
