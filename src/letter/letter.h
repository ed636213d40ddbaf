/*
 * letter.h - one person's responsibility letter for a year, and who has signed it (mechanism P2).
 *
 * Layer: letter (rules; pure).
 *
 * A letter is of a person for a unit and a year: number 1, and the next number for each letter that
 * replaces it. Its text (letter_content.h) is frozen when it is made and never changes; content_hash is
 * the SHA-256 of that text, basis_hash that of what a material change would change: the items and the post.
 *
 * States: draft -issue-> issued -accept-> accepted (the person has signed) -sign-> signed (the superior has)
 * -countersign-> countersigned. A letter without a countersigner is complete when it is signed. Any of
 * these is superseded by the letter that replaces it, and ended when the post ends; the office withdraws
 * one, with a reason, until both sides have signed.
 *
 * A letter is personal: only the person named in it for a part signs that part, no deputy and no program.
 */
#ifndef LIANZE_LETTER_LETTER_H
#define LIANZE_LETTER_LETTER_H

#include "ledger/act.h"
#include "record/transition.h"

enum letter_state {
	LETTER_DRAFT,
	LETTER_ISSUED,
	LETTER_ACCEPTED,
	LETTER_SIGNED,
	LETTER_COUNTERSIGNED,
	LETTER_SUPERSEDED,
	LETTER_ENDED,
	LETTER_WITHDRAWN,
	LETTER_STATE_COUNT
};
enum letter_event {
	LETTER_ISSUE,
	LETTER_ACCEPT,
	LETTER_SIGN,
	LETTER_COUNTERSIGN,
	LETTER_SUPERSEDE,
	LETTER_END,
	LETTER_WITHDRAW,
	LETTER_EVENT_COUNT
};
/* Who signs, in this order. */
enum letter_signer { LETTER_PERSON, LETTER_SUPERIOR, LETTER_COUNTERSIGNER, LETTER_SIGNER_COUNT };

struct letter {
	struct record_head head;
	int64_t person_id, unit_id;
	int64_t year;
	int64_t number; /* of the person, unit and year, from 1 */
	int64_t post_id;
	int state; /* enum letter_state */
	int64_t plan_version;
	int64_t rulebook_id; /* the template, as it was adopted */
	int64_t superior_id;
	int64_t countersigner_id; /* 0: not countersigned */
	int64_t replaces_id;	  /* 0: the first */
	int64_t text_id;	  /* what it says: struct letter_text */
	int32_t made_day;
	int32_t issued_day;	/* CIVIL_NO_DAY until then */
	int32_t closed_day;	/* superseded, withdrawn; the last day of the post that ended */
	struct str content_hash, basis_hash; /* hex */
	struct str proof_code;	/* of the public proof page: 24 random characters */
	struct str note;	/* why it was withdrawn */
};

/* What a letter says, apart from it: a letter is written again with each signature, its text never. */
struct letter_text {
	struct record_head head;
	struct str content; /* letter_content.h */
};

struct letter_signature {
	struct record_head head;
	int64_t letter_id;
	int signer; /* enum letter_signer */
	int64_t person_id;
	int32_t day;
	struct str content_hash; /* of what was signed; hex */
};

extern const struct record_type letter_text_record, letter_record, letter_signature_record;
extern const struct field_choice letter_states[], letter_events[], letter_signers[];
extern const struct state_table letter_life;

/*
 * The only function that changes the state of a letter; `person_id` is who acts (0: an account without a
 * person). The caller fills note first and writes the record. -ERR_STATE, -ERR_DENIED as
 * transition_apply(); -ERR_DENIED also when the part is another's to sign; -ERR_INVALID "note": withdrawn
 * without a reason; -ERR_RULE: nobody countersigns this letter.
 */
MUST_USE int letter_apply(struct letter *letter, enum letter_event event, permission_set permissions,
			  int64_t person_id, struct error *err);

/* Whether it stands: not replaced, ended or withdrawn. */
bool letter_stands(int state);
/* Whether all who sign it have. */
bool letter_is_complete(const struct letter *letter);
/* Who signs next; LETTER_SIGNER_COUNT: nobody, or it is not issued. */
enum letter_signer letter_next_signer(const struct letter *letter);
/* The person who signs a part; 0: nobody does. */
int64_t letter_signer_id(const struct letter *letter, enum letter_signer signer);
enum letter_event letter_signer_event(enum letter_signer signer);

#endif
