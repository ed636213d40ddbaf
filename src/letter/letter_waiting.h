/*
 * letter_waiting.h - letters that wait for one person's signature: for the workbench, and for whatever
 * reminds people (a digest needs nothing else of this room).
 *
 * Layer: letter. A letter waits for its person once it is issued, then for the superior, then for the
 * countersigner. Address of its page: /letters/<id>; of the page to sign it: /letters/<id>/sign.
 */
#ifndef LIANZE_LETTER_LETTER_WAITING_H
#define LIANZE_LETTER_LETTER_WAITING_H

#include "letter/letter.h"

struct letter_waiting {
	int64_t letter_id;
	int year;
	enum letter_signer signer; /* as what this person signs */
	struct str person_name, unit_name; /* whose letter it is */
	int32_t since_day; /* issued, or signed by the one before */
};

/* The oldest first, at most 1,000; texts live in the arena. *out is NULL when there are none. */
MUST_USE int letter_waiting_load(struct db *db, struct record_key person, struct arena *arena,
			struct letter_waiting **out, size_t *out_count, struct error *err);

#endif
