/*
 * handover_view.h - handover lists: their page, the form of one that is planned, and what other pages show.
 *
 * Layer: people, pages.
 */
#ifndef LIANZE_PEOPLE_HANDOVER_VIEW_H
#define LIANZE_PEOPLE_HANDOVER_VIEW_H

#include "people/handover_store.h"
#include "web/form_error.h"
#include "web/list_page.h"
#include "web/picker.h"
#include "web/table.h"

extern const struct picker handover_person_picker;
extern const struct form_label handover_labels[];

/* One item for the receiver to decide. */
struct handover_choice {
	struct str choice_name, note_name, kind, title, note;
	struct safe_url url;
	bool accepts, returns; /* what was chosen when the form is shown again */
};

struct handover_choices {
	struct handover_choice *items;
	size_t count;
};

struct handover_offer {
	const char *event;
	enum message label;
	bool is_main;
};

struct handover_offers {
	struct handover_offer *items;
	size_t count;
};

struct handover_page_view {
	struct str title, about, error, csrf, seen;
	const char *light;
	struct str state;
	struct str giver, receiver, unit, post, last_day, reason, reference;
	struct str opened, handed, confirmed, note;
	struct safe_url url_giver, url_receiver, previous, proof;
	struct table_view items;
	bool more, relisted; /* relisted: something is new or done since the list was written */
	bool is_receiving;   /* the asker decides the choices */
	struct handover_choices choices;
	struct safe_url url_items, action, url_name;
	struct handover_offers offers;
	struct str waits; /* why the giver cannot hand over yet; empty: nothing */
	bool needs_note;  /* one of the offers does */
	struct str value_note;
	const char *class_note;
	bool may_name;
	struct picker_view receiver_picker;
};

struct handover_new_view {
	struct str error, csrf;
	struct picker_view giver, receiver, unit;
	struct str last_day, reason, reference;
	const char *class_last_day, *class_reason, *class_reference;
};

/* For the pages of this room. */
struct safe_url link_handover(struct page *page, int64_t id);
const char *handover_light(int state);
/* The list of the path with who asks, who may read it; else -ERR_NOT_FOUND. `alone`: the asker acts as giver
 * or receiver when they are that, without asking for the office's rights. */
MUST_USE int handover_load(struct page *page, struct db *db, bool alone, struct handover *out,
			   struct handover_asker *out_asker, struct error *err);
/* May the asker read the list? -ERR_NOT_FOUND when not, or when there is none. */
MUST_USE int handover_check(struct page *page, int64_t id, struct error *err);
/* Everything but the parts for acts. */
MUST_USE int handover_fill(struct page *page, const struct handover *handover,
			   const struct handover_listing *listing, struct handover_page_view *view,
			   struct error *err);
/* A hash of what the page shows of a list: an act that was decided upon something else is refused. */
struct str handover_seen(struct page *page, const struct handover *handover,
			 const struct handover_listing *listing);

/* For other pages. */
/* What would be handed over, before an act that lets a post or a person go. */
MUST_USE int handover_matters_table(struct page *page, const struct handover_matters *matters,
				    struct table_view *out, struct error *err);
/* The lists of a person on either side; with links for those who may read each. */
MUST_USE int handover_table_of_person(struct page *page, int64_t person_id, struct table_view *out,
				      struct error *err);

/* How many lists wait for the asker, and the first `limit` of them. */
struct handover_waiting {
	int64_t to_name, to_give, to_receive;
	struct table_view table;
};
MUST_USE int handover_waiting_read(struct page *page, int limit, struct handover_waiting *out,
				   struct error *err);

#endif
