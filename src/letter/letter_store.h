/*
 * letter_store.h - making, issuing, signing and closing letters.
 *
 * Layer:   letter.
 * Owner:   everything read lives in the arena passed in (of an act: the act's).
 *
 * Generating in bulk is for the office, and safe to repeat: who has a letter that is up to date gets none.
 * Signing is for one person and one letter at a time.
 */
#ifndef LIANZE_LETTER_LETTER_STORE_H
#define LIANZE_LETTER_LETTER_STORE_H

#include "letter/letter_book.h"

/* What generating does. */
struct letter_making {
	int year;
	int64_t unit_id;   /* of this unit only; 0: all */
	int64_t person_id; /* of this person only; 0: all */
	bool missing;	   /* make those that are missing */
	bool changed;	   /* replace those that demand a new signature */
	bool issue;	   /* what is made is sent for signing at once, else it stays a draft */
	permission_set permissions;
};

struct letter_made {
	int64_t made, replaced, ended; /* letters */
};

/* Whether the making would touch the row. */
bool letter_making_takes(const struct letter_making *making, const struct letter_row *row);

/*
 * Make the letters of the year; those whose post has ended are ended on that post's last day. Codes of
 * letter_book_load() and letter_apply().
 */
MUST_USE int letter_make(struct act *act, const struct letter_making *making,
			 struct letter_made *out, struct error *err);
/* The same from a book that was loaded in the act; once for each of its rows. */
MUST_USE int letter_make_from(struct act *act, const struct letter_book *book,
			      const struct letter_making *making, struct letter_made *out,
			      struct error *err);
/* Send the drafts of a year (of one unit, or 0: of all) for signing. */
MUST_USE int letter_issue_all(struct act *act, int year, int64_t unit_id, permission_set permissions,
			      int64_t *out_count, struct error *err);

/* Who does what to one letter. */
struct letter_order {
	enum letter_event event; /* accept, sign, countersign, issue, withdraw */
	permission_set permissions;
	int64_t person_id;	   /* who acts; 0: an account without a person */
	struct str seen_hash;	   /* signing: of the text that was shown */
	struct str note;	   /* withdrawing */
	int64_t expected_revision; /* 0: not asked */
};

/*
 * Do it. -ERR_CONFLICT: another revision, or another text than was shown; -ERR_RULE: signing after the post
 * has ended; -ERR_CORRUPT: the stored text has not the stored hash; otherwise as letter_apply().
 */
MUST_USE int letter_move(struct act *act, int64_t letter_id, const struct letter_order *order,
			 struct letter *out, struct error *err);

/* Its frozen text. */
MUST_USE int letter_text_load(struct db *db, const struct letter *letter, struct arena *arena,
			      struct str *out, struct error *err);

/* Signatures of a letter, by signer; absent ones have head.id 0. */
MUST_USE int letter_signatures_load(struct db *db, struct record_key letter, struct arena *arena,
				    struct letter_signature out[LETTER_SIGNER_COUNT],
				    struct error *err);

#endif
