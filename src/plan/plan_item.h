/*
 * plan_item.h - one node of a plan's tree: area, task or item (mechanism P1).
 *
 * Layer: plan (rules; pure).
 *
 * item_id names the node through all versions of its content (rows, see plan.h); reports, assignments and
 * the parent refer to it. An area stands at the top, a task below an area, an item below a task or an
 * area; only items are assigned and have a due rule (plan_due.h), a leader in charge and a source.
 */
#ifndef LIANZE_PLAN_PLAN_ITEM_H
#define LIANZE_PLAN_PLAN_ITEM_H

#include "plan/plan.h"

enum plan_item_kind { PLAN_AREA, PLAN_TASK, PLAN_ITEM, PLAN_ITEM_KIND_COUNT };
/* Where an item comes from: what the next year's plan starts with. */
enum plan_item_source {
	PLAN_SOURCE_RULE,
	PLAN_SOURCE_MEETING,
	PLAN_SOURCE_HEARING,
	PLAN_SOURCE_INSPECTION,
	PLAN_SOURCE_LAST_YEAR,
	PLAN_SOURCE_OTHER,
	PLAN_ITEM_SOURCE_COUNT
};

struct plan_item {
	struct record_head head;
	int64_t plan_id;
	int64_t item_id; /* of the node: the id of its first row */
	int64_t from_version, to_version;
	int64_t parent_id; /* the parent's item_id; 0: an area */
	int kind;	   /* enum plan_item_kind */
	int64_t position;  /* order below the parent, from 1; equal ones by code */
	struct str code, title;
	struct str measure;	/* what counts as done */
	struct decimal weight;	/* counts in proportion to the others below the parent; 0: not counted */
	struct str due;		/* plan_due.h, canonical; empty: no due date */
	int64_t leader_id;	/* person in charge; 0: none */
	int source;		/* enum plan_item_source */
	struct str source_note; /* number of the document, the meeting, the opinion */
	bool confidential;	/* only its units and the office see it */
};

extern const struct record_type plan_item_record;
extern const struct field_choice plan_item_kinds[], plan_item_sources[];

/* -ERR_INVALID names the field: a due rule that cannot be read for `year` (then made canonical, in the
 * arena), or what an area or a task does not have. */
MUST_USE int plan_item_check(struct plan_item *item, int year, struct arena *arena,
			     struct error *err);
/* Whether a node of `kind` may stand below one of `parent` (-1: at the top). */
bool plan_item_fits(int kind, int parent);

#endif
