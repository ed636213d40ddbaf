/*
 * unit_change.h - rename, merge, split, dissolve: what changes units by a document, from a day on.
 *
 * Layer: people.
 *
 * A change has a kind, the first day of the new state, a reason, the document's number, and the units
 * before and after it; a unit that goes on stands on both sides. There are two steps: unit_change_plan()
 * reads everything that would follow (sub-units, posts, roles, groups of later years) and refuses what
 * the rules forbid; unit_change_apply() does exactly what the plan says. So a preview is what happens, and
 * a plan whose digest is not the one that was seen is refused by the caller.
 *
 * What follows, by kind, for a unit that ends (its last day is the day before):
 *   sub-units  merge: stand below the successor; split, dissolve: refused while there are any
 *   posts      end the day before, or go on in the successor that is chosen for each
 *   roles      end now: who holds which role is the security administrator's decision
 *   groups     of years that begin on the day or later: the successor takes the place, if it has none
 *   results    stay with the unit; a change is refused when there are scores of such later years
 */
#ifndef LIANZE_PEOPLE_UNIT_CHANGE_H
#define LIANZE_PEOPLE_UNIT_CHANGE_H

#include "base/hash.h"
#include "people/group_member.h"
#include "people/post.h"
#include "people/role_grant.h"
#include "people/unit.h"

enum unit_change_kind {
	UNIT_RENAME,
	UNIT_MERGE,
	UNIT_SPLIT,
	UNIT_DISSOLVE,
	UNIT_CHANGE_KIND_COUNT
};

enum unit_change_side { UNIT_CHANGE_BEFORE, UNIT_CHANGE_AFTER, UNIT_CHANGE_SIDE_COUNT };

struct unit_change {
	struct record_head head;
	int kind;		/* enum unit_change_kind */
	int32_t day;		/* the first day of the new state */
	struct str reason;
	struct str reference;	/* the document's number */
	struct str name_before; /* of a rename; else empty */
	struct str name_after;
};

struct unit_change_unit {
	struct record_head head;
	int64_t change_id;
	int64_t unit_id;
	int side; /* enum unit_change_side */
};

extern const struct record_type unit_change_record, unit_change_unit_record;
extern const struct field_choice unit_change_kinds[];

#define UNIT_CHANGE_UNITS 8 /* on each side */

/* What is asked. */
struct unit_change_request {
	struct unit_change change;	     /* kind, day, reason, reference, name_after of a rename */
	int64_t before[UNIT_CHANGE_UNITS]; /* unit ids; a merge's target may be among them or not */
	size_t before_count;
	/* head.id set: an existing unit. 0: to be created with code, name, kind, parent_id. */
	struct unit after[UNIT_CHANGE_UNITS];
	size_t after_count;
	/* Where the holder of a post goes on; may be NULL: the default. Returns an index of `after`,
	 * UNIT_CHANGE_ENDS, or UNIT_CHANGE_DEFAULT. */
	int (*post_target)(const void *context, int64_t post_id);
	const void *context;
};

#define UNIT_CHANGE_ENDS    (-1)
#define UNIT_CHANGE_DEFAULT (-2)

struct unit_change_post {
	struct post post;
	struct str person_name, unit_name;
	int target; /* index of `after`; of the post's own unit: nothing changes; or UNIT_CHANGE_ENDS */
	bool held;  /* the person has that post there already: it only ends here */
};

struct unit_change_grant {
	struct role_grant grant;
	struct str account_name;
};

struct unit_change_member {
	struct group_member member;
	struct str group_name;
	unsigned heirs; /* bit per index of `after`: takes the place */
};

struct unit_change_child {
	struct unit unit;
	int parent;	   /* index of `after`, or -1: parent_id */
	int64_t parent_id;
};

struct unit_change_plan {
	struct unit_change change;
	struct unit before[UNIT_CHANGE_UNITS];
	bool ends[UNIT_CHANGE_UNITS]; /* before[i] has its last day the day before */
	size_t before_count;
	struct unit after[UNIT_CHANGE_UNITS];
	size_t after_count;
	struct unit_change_post *posts;
	struct unit_change_grant *grants;
	struct unit_change_member *members;
	struct unit_change_child *children;
	size_t post_count, grant_count, member_count, child_count;
	struct hash digest; /* of every record that the plan rests on, with its revision */
};

/*
 * What the request would do. -ERR_INVALID names the field ("day", "reason", "reference", "name", "code",
 * "after"); -ERR_RULE says which rule refuses it. Reads only; `act` may be one that will not be kept.
 */
MUST_USE int unit_change_plan(struct act *act, const struct unit_change_request *request,
			      struct unit_change_plan *out, struct error *err);
/* Do it. plan->change.head.id is the new record's; the units of `after` get their ids. */
MUST_USE int unit_change_apply(struct act *act, struct unit_change_plan *plan, struct error *err);

/* A change as it concerns one unit, for its page and for derivations that cite it. */
struct unit_change_seen {
	struct unit_change change;
	struct {
		int64_t id;
		struct str name;
		int side;
	} units[2 * UNIT_CHANGE_UNITS];
	size_t unit_count;
};

/* The changes that a unit went through or came from, newest first; in the arena. */
MUST_USE int unit_changes_of(struct db *db, struct record_key unit, struct arena *arena,
			     struct unit_change_seen **out, size_t *out_count, struct error *err);

/* The first year that begins on the day or later: from then on an ended unit is in no group. */
int unit_change_first_year(int32_t day);

#endif
