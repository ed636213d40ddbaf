/*
 * handover_store.h - handover lists in the database: opened, listed again, handed over, confirmed.
 *
 * Layer: people.
 * Owner: everything read lives in the arena of the act or scope.
 *
 * The functions that take an act write through it; on failure the caller rolls back.
 */
#ifndef LIANZE_PEOPLE_HANDOVER_STORE_H
#define LIANZE_PEOPLE_HANDOVER_STORE_H

#include "people/handover_source.h"

/* Keep of the matters what is open now and on no other list of this giver on its way or taken over;
 * `leaves`: without what the giver's leaving settles. */
MUST_USE int handover_keep(const struct handover_scope *scope, bool leaves,
			   struct handover_matters *matters, struct error *err);

/*
 * Open a list of those of `matters` that are open now and on no other list of the giver on its way:
 * `handover` has giver, receiver (or 0), unit, post, last day, reason and document. With nothing to
 * list nothing is written and handover->head.id stays 0. -ERR_INVALID names "reason" or "reference";
 * -ERR_RULE: the receiver is the giver or has left.
 */
MUST_USE int handover_open(struct act *act, struct handover *handover,
			   const struct handover_matters *matters, struct error *err);
/* The same for a change that is planned, with everything open of the unit or of the whole person.
 * -ERR_INVALID names also "last_day" (before today); -ERR_RULE: nothing is open, or the giver has left. */
MUST_USE int handover_plan(struct act *act, struct handover *handover, struct error *err);

/* An item as it is now. */
struct handover_entry {
	struct handover_item item; /* head.id 0: open since, not yet on the list */
	struct str unit_name;
	bool closed;		   /* pending, but its matter is closed */
};

struct handover_listing {
	struct handover_entry *items;
	size_t count, pending; /* pending without those that are closed */
	bool more;	       /* matters that the list cannot hold */
};

/* The items of a list; of an open one with what is closed and what is new. Reads only. */
MUST_USE int handover_list(struct db *db, const struct handover *handover, int32_t day,
			   struct arena *arena, struct handover_listing *out, struct error *err);

/* A giver or receiver. */
struct handover_person {
	struct str code, name;
	int32_t left_day;
	bool has_account; /* active */
};
MUST_USE int handover_person_get(struct db *db, struct record_key person, struct arena *arena,
				 struct handover_person *out, struct error *err);
/* Fill giver_gone and receiver_ready of an asker whose other members the caller knows. */
MUST_USE int handover_asker_fill(struct db *db, const struct handover *handover, struct arena *arena,
				 struct handover_asker *asker, struct error *err);

struct handover_order {
	enum handover_event event;
	struct handover_asker asker; /* person, permissions, is_office */
	struct str note;
	int64_t expected_revision; /* 0: not asked; otherwise -ERR_CONFLICT */
};

/*
 * Move the list as handover_apply() allows. Handing over lists again first: what was closed meanwhile is
 * done, what is new is added. Confirming closes what is closed; returned items are put on a next list,
 * open, without a receiver (*out_next, 0: none).
 */
MUST_USE int handover_move(struct act *act, int64_t handover_id, const struct handover_order *order,
			   struct handover *out, int64_t *out_next, struct error *err);

struct handover_decision {
	int64_t item_id;
	enum handover_item_event event; /* accept or return */
	struct str note;
};

/*
 * Accept and return items: all or none. A matter that can really change hands does so now
 * (handover_source.accept). -ERR_NOT_FOUND: an item of another list; otherwise as handover_item_apply().
 */
MUST_USE int handover_decide(struct act *act, struct handover *handover,
			     const struct handover_asker *asker,
			     const struct handover_decision *decisions, size_t count,
			     struct error *err);

/* Name who takes over (0: nobody yet). Only of an open list, by the office. */
MUST_USE int handover_name(struct act *act, struct handover *handover,
			   const struct handover_asker *asker, int64_t person_id, struct error *err);

#endif
