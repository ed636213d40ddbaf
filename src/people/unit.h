/*
 * unit.h - units: towns, departments and other bodies, in a tree.
 *
 * Layer: people.
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
};

extern const struct record_type unit_record;
extern const struct field_choice unit_kinds[];

/* -ERR_NOT_FOUND when there is none. */
MUST_USE int unit_find(struct db *db, int64_t jurisdiction_id, struct str code,
		       struct arena *arena, struct unit *out, struct error *err);

/*
 * Create or change a unit. -ERR_INVALID: the code is malformed or another unit's; -ERR_NOT_FOUND:
 * no such parent; -ERR_RULE: the parent stands below the unit, or the tree would be deeper than
 * RIGHTS_MAXIMUM_DEPTH. Nothing is written then.
 */
MUST_USE int unit_create(struct act *act, struct unit *unit, struct error *err);
MUST_USE int unit_update(struct act *act, struct unit *unit, struct error *err);
/* -ERR_RULE while other records refer to it. */
MUST_USE int unit_remove(struct act *act, struct unit *unit, struct error *err);

#endif
