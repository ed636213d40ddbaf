/*
 * letter_book.h - the letters of a year as a whole: who should have one, who has, what is wanting.
 *
 * Layer:  letter.
 * Owner:  the book lives in the arena passed in.
 *
 * Computed when asked: the plan in force, the posts held on the reference day (today, or the nearest day of
 * the year) and the templates in force on it give who should have which letter; the stored letters give
 * who has. A letter whose basis (post, items) differs from today's demands a new signature; so does one whose
 * superior or countersigner is another before that one has signed. The overview, the preview of generating
 * and generating itself read the same rows, so that their counts agree.
 */
#ifndef LIANZE_LETTER_LETTER_BOOK_H
#define LIANZE_LETTER_LETTER_BOOK_H

#include "letter/letter.h"
#include "letter/letter_rule.h"
#include "plan/plan_tree.h"

/* A post held on the reference day. */
struct letter_post {
	int64_t id, person_id, unit_id;
	struct str person_code, person_name, unit_code, unit_name, title, field;
	int kind, level; /* enum unit_kind, post_level */
	bool principal;
	int32_t from_day, to_day;
};

/* A stored letter without its text. */
struct letter_brief {
	int64_t id, person_id, unit_id, number, superior_id, countersigner_id;
	int state;
	struct str basis_hash;
	int32_t made_day, closed_day;
	int32_t signed_days[LETTER_SIGNER_COUNT]; /* CIVIL_NO_DAY: not */
	struct str person_code, person_name, unit_code, unit_name, post; /* as registered today */
	int level;
	bool principal;
};

/* Where a person's letter is: what the overview counts. */
enum letter_situation {
	LETTER_IS_MISSING,   /* to be generated */
	LETTER_IS_CHANGED,   /* there is one, and it demands a new signature */
	LETTER_IS_OVER,	     /* its post has ended; to be closed */
	LETTER_IS_LEFT_OUT,  /* gets none; see why */
	LETTER_IS_DRAFTED,
	LETTER_WAITS_PERSON,
	LETTER_WAITS_SUPERIOR,
	LETTER_WAITS_COUNTERSIGNER,
	LETTER_IS_COMPLETE,
	LETTER_HAS_ENDED,
	LETTER_SITUATION_COUNT
};
extern const struct field_choice letter_situations[];

enum letter_why {
	LETTER_WHY_NONE,
	LETTER_WHY_OTHER_POST, /* another post in the same unit has the letter */
	LETTER_WHY_NO_SUPERIOR,
	LETTER_WHY_COUNT
};
extern const struct field_choice letter_whys[];

struct letter_row {
	const struct letter_post *post;	   /* NULL: not held any more */
	const struct letter_brief *letter; /* the latest of this person, unit and year, or NULL */
	bool stands;			   /* `letter` does */
	int situation;			   /* enum letter_situation */
	int why;			   /* enum letter_why */
	const struct letter_post *superior, *countersigner; /* or NULL */
	struct letter_item *items; /* the person's own, in the plan's order */
	size_t item_count;
	char basis_hash[HASH_HEX_BYTES];
	/* For both kinds of rows. */
	int64_t person_id, unit_id;
	struct str person_code, person_name, unit_code, unit_name, title;
	int level;
	bool principal;
};

struct letter_book {
	int year;
	int32_t day; /* reference day */
	struct plan_tree tree;
	struct letter_rule rule;
	struct letter_post *posts; /* all of the day, by unit code, principals first */
	size_t post_count;
	struct letter_brief *letters; /* by person, unit, number */
	size_t letter_count;
	struct letter_row *rows; /* by unit, principals first, level, person code */
	size_t count;
};

/* Which letters, seen from which day. */
struct letter_when {
	int64_t jurisdiction_id;
	int year;
	int32_t today;
};

/*
 * -ERR_NOT_FOUND with a sentence: no plan of the year is published, or no templates are in force;
 * -ERR_MEMORY, -ERR_DATABASE, -ERR_CORRUPT.
 */
MUST_USE int letter_book_load(struct db *db, const struct letter_when *when, struct arena *arena,
			      struct letter_book *out, struct error *err);

/* What the row's letter would say today: a row with a post and a superior. */
MUST_USE int letter_book_content(const struct letter_book *book, const struct letter_row *row,
				 struct arena *arena, struct letter_content *out, struct error *err);

/* Parts of loading; letter_chain.c, letter_own.c. */
struct letter_chain; /* who stands above whom on the day */
MUST_USE int letter_chain_load(struct db *db, int64_t jurisdiction_id, const struct letter_book *book,
			       struct arena *arena, struct letter_chain **out, struct error *err);
/* The first choice that fits and finds somebody else than the person and `not_this`; NULL: none does. */
const struct letter_post *letter_chain_find(const struct letter_chain *chain,
					    const struct letter_choices *choices,
					    const struct letter_post *of,
					    const struct letter_post *not_this);

struct letter_owners; /* whose items are whose */
MUST_USE int letter_owners_load(struct db *db, const struct letter_book *book, struct arena *arena,
				struct letter_owners **out, struct error *err);
/* The items of who holds the post. */
MUST_USE int letter_owners_items(const struct letter_owners *owners, const struct letter_post *post,
				 struct arena *arena, struct letter_item **out, size_t *out_count,
				 struct error *err);

#endif
