/*
 * handover.h - open matters go from one person to the next by a list that both see (decisions.md 13).
 *
 * Layer: people. Rules only; people/handover_store.h writes, people/handover_source.h says what is open.
 *
 * Data     a list: who gives, who takes over (named at once or later), the unit and post that end (none: the
 *          whole person), the last day, why and by which document. Its items: a matter each, of a kind, with
 *          its title, page, date due and unit as they were when it was put on the list.
 * States   list: open -hand_over-> handed -confirm-> confirmed; handed -take_back-> open;
 *          open -cancel-> cancelled (the change did not come about).
 *          item: pending -accept-> accepted, pending -return-> returned (with a note), returned -accept->
 *          accepted; pending -close-> done when the matter was closed meanwhile.
 * Who      the giver hands over; the office (PERMISSION_PERSON_WRITE on the unit) for somebody who is gone
 *          or has no log-in. The receiver, who needs a log-in, accepts or returns each item and confirms.
 *          The giver or the office takes back; the office names the receiver and cancels.
 * Returned items come back: confirming a list that has some opens the next one with them, for the giver and
 *          the office to hand on. The confirmed list stays as both left it.
 */
#ifndef LIANZE_PEOPLE_HANDOVER_H
#define LIANZE_PEOPLE_HANDOVER_H

#include "ledger/act.h"
#include "record/transition.h"

enum handover_state {
	HANDOVER_OPEN,
	HANDOVER_HANDED,
	HANDOVER_CONFIRMED,
	HANDOVER_CANCELLED,
	HANDOVER_STATE_COUNT
};
enum handover_event {
	HANDOVER_HAND_OVER,
	HANDOVER_TAKE_BACK,
	HANDOVER_CONFIRM,
	HANDOVER_CANCEL,
	HANDOVER_EVENT_COUNT
};

struct handover {
	struct record_head head;
	int64_t from_person_id;
	int64_t to_person_id; /* 0: not named yet */
	int64_t unit_id;      /* 0: everything that the person has in hand */
	int64_t post_id;      /* that ends; 0: none */
	int32_t last_day;     /* of the giver in post */
	struct str reason;
	struct str reference; /* the document */
	int state;	      /* enum handover_state */
	int32_t opened_day;
	int32_t handed_day;   /* CIVIL_NO_DAY before */
	int32_t confirmed_day;
	int64_t previous_id;  /* the confirmed list whose returned items these are; 0: none */
	struct str note;      /* why it was taken back or cancelled */
};

enum handover_item_state {
	HANDOVER_ITEM_PENDING,
	HANDOVER_ITEM_ACCEPTED,
	HANDOVER_ITEM_RETURNED,
	HANDOVER_ITEM_DONE,
	HANDOVER_ITEM_STATE_COUNT
};
enum handover_item_event {
	HANDOVER_ITEM_ACCEPT,
	HANDOVER_ITEM_RETURN,
	HANDOVER_ITEM_CLOSE,
	HANDOVER_ITEM_EVENT_COUNT
};

struct handover_item {
	struct record_head head;
	int64_t handover_id;
	struct str kind;    /* handover_source.kind */
	int64_t subject_id; /* the matter, for its source */
	struct str title, title_en; /* as it was; title_en empty: the same */
	struct str address; /* path of its page, or empty */
	int64_t unit_id;    /* 0: of no unit */
	int32_t due_day;    /* CIVIL_NO_DAY: none */
	int state;	    /* enum handover_item_state */
	struct str note;
	int32_t decided_day; /* CIVIL_NO_DAY while pending */
};

extern const struct record_type handover_record, handover_item_record;
extern const struct field_choice handover_states[], handover_events[];
extern const struct field_choice handover_item_states[], handover_item_events[];
extern const struct state_table handover_life, handover_item_life;

/* Who asks, and what the guards need to know beside the record. */
struct handover_asker {
	int64_t person_id;   /* 0: an account without a person */
	permission_set permissions;
	bool is_office;	     /* may write persons of the list's unit */
	bool is_program;     /* closes what was settled meanwhile */
	bool giver_gone;     /* left, or has no active account */
	bool receiver_ready; /* in service, with an active account */
	size_t pending;	     /* items */
};

/*
 * The only function that changes the state of a list; the caller fills note and days and writes it.
 * -ERR_STATE, -ERR_DENIED as transition_apply(); -ERR_RULE: not the asker's to do, no receiver or one
 * without a log-in, items that nobody decided; -ERR_INVALID names "note".
 */
MUST_USE int handover_apply(struct handover *handover, enum handover_event event,
			    const struct handover_asker *asker, struct error *err);
/* The same for an item of `handover`. -ERR_INVALID names "note": it is returned without saying why. */
MUST_USE int handover_item_apply(struct handover_item *item, const struct handover *handover,
				 enum handover_item_event event, const struct handover_asker *asker,
				 struct error *err);
/* Whether the asker may read the list at all: both persons and the office. */
bool handover_is_readable(const struct handover *handover, const struct handover_asker *asker);

#endif
