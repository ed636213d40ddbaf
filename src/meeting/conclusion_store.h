/*
 * conclusion_store.h - conclusions in the database: adding them, putting them into the plan, closing them
 * (mechanism P5).
 *
 * Layer: meeting. As meeting_store.h.
 *
 * How a conclusion gets into the plan. The published plan is frozen; whatever changes it is a draft with a
 * reason that becomes the next version. A conclusion is decided already, by the meeting, so nobody is to be
 * asked again: when no draft is open, one act opens a draft with the meeting as its reason, adds the item
 * with the unit and the date, and publishes it as version n+1. The unit sees it at once, with a light. When
 * the office works on a draft, that draft is its own unfinished work and publishing it is not this act's to
 * do: the item goes into it and comes into force with it, and the conclusion says so. Each conclusion makes
 * a version of its own: what changed and why stays one line of the plan's history with one cause.
 */
#ifndef LIANZE_MEETING_CONCLUSION_STORE_H
#define LIANZE_MEETING_CONCLUSION_STORE_H

#include "meeting/meeting_store.h"

/* Add a conclusion of topic_id, text, unit_id, due_day to a meeting that takes minutes; the rest is set. The
 * caller calls meeting_changed() afterwards. -ERR_INVALID "due_day": before the meeting. */
MUST_USE int conclusion_add(struct act *act, const struct meeting *meeting,
			    struct meeting_conclusion *conclusion, struct error *err);

struct conclusion_order {
	enum conclusion_event event; /* close or reopen */
	permission_set permissions;
	struct str note;
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

MUST_USE int conclusion_move(struct act *act, int64_t conclusion_id,
			     const struct conclusion_order *order,
			     struct meeting_conclusion *out, struct error *err);

/* The item that a conclusion becomes. */
struct conclusion_item {
	int64_t year;	    /* of the plan */
	int64_t parent_id;  /* item_id of an area or a task of it */
	struct str title;   /* empty: the conclusion's text, cut */
	struct str measure;
	struct decimal weight;
	permission_set permissions; /* of who acts */
};

/* What came of it. */
struct conclusion_planned {
	struct plan_item_place {
		int64_t year, version, item_id;
	} place;
	bool published; /* false: it waits in the open draft */
};

/*
 * Put it into the plan, see above. -ERR_RULE: it is there already, or is closed; -ERR_NOT_FOUND: the year has
 * no published plan; -ERR_INVALID: "due_day" does not fit the year, "parent", "title" or others of the item.
 */
MUST_USE int conclusion_put_in_plan(struct act *act, struct meeting_conclusion *conclusion,
				    const struct conclusion_item *item,
				    struct conclusion_planned *out, struct error *err);
/*
 * Name an item that the plan of `year` in force has already, for which the conclusion's unit answers.
 * -ERR_INVALID "item": there is none of that code, or the unit does not lead it.
 */
MUST_USE int conclusion_name_item(struct act *act, struct meeting_conclusion *conclusion,
				  int64_t year, struct str code, struct error *err);

#endif
