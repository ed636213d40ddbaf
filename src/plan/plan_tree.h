/*
 * plan_tree.h - one version of a plan as a whole: nodes in their order, the units that answer for each.
 *
 * Layer:   plan.
 * Owner:   the tree lives in the arena passed in.
 *
 * For pages, export, difference and roll-up, which all need the whole. Units carry the names of the year's
 * last day (people/unit_name.h).
 */
#ifndef LIANZE_PLAN_PLAN_TREE_H
#define LIANZE_PLAN_PLAN_TREE_H

#include "plan/plan_store.h"

struct plan_unit {
	int64_t id;
	struct str code, name;
};

struct plan_co_unit {
	struct co_assignment co;
	const struct plan_unit *unit;
};

struct plan_lead {
	struct assignment assignment;
	const struct plan_unit *unit;
	struct plan_co_unit *co_units;
	size_t co_count;
	size_t node; /* index of its item */
};

#define PLAN_NO_NODE SIZE_MAX

struct plan_node {
	struct plan_item item;
	size_t parent;	 /* index; PLAN_NO_NODE at the top */
	int depth;	 /* 0: area */
	size_t end;	 /* one behind the last node below this one */
	struct plan_lead *leads;
	size_t lead_count;
	bool hidden;	/* for the caller: not for its reader */
	struct str leader_code, leader_name; /* of the person in charge; empty: none */
};

struct plan_tree {
	struct plan plan;
	int64_t version;
	struct plan_node *nodes; /* each node before those below it, siblings by position and code */
	size_t count;
	struct plan_lead *leads; /* all, in the order of their nodes */
	size_t lead_count;
	struct plan_unit *units; /* that occur, by code */
	size_t unit_count;
	/* For plan_tree_find(): node indexes in the order of item_id. */
	size_t *by_id;
};

/* Load a version. -ERR_NOT_FOUND is the caller's to find out (plan_version_find); a version without rows is
 * an empty tree. */
MUST_USE int plan_tree_load(struct db *db, const struct plan *plan, int64_t version,
			    struct arena *arena, struct plan_tree *out, struct error *err);
/* Index of the node with that item_id; PLAN_NO_NODE when the version has none. */
size_t plan_tree_find(const struct plan_tree *tree, int64_t item_id);

#endif
