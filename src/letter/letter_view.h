/*
 * letter_view.h - what the pages of letters share: who reads which, and the views of their templates.
 *
 * Layer: letter, pages.
 */
#ifndef LIANZE_LETTER_LETTER_VIEW_H
#define LIANZE_LETTER_LETTER_VIEW_H

#include "letter/letter_store.h"
#include "letter/letter_words.h"
#include "web/list_page.h"
#include "web/page.h"
#include "web/table.h"

/* The text of a letter, for letter_text.html. */
struct letter_text_view {
	struct str title;
	struct letter_lines lines;
	bool has_items;
	struct str items_count;
	struct table_view items;
};

struct letter_page_view {
	struct str title, sub, error, csrf, facts, hash, note;
	const char *light;
	enum message state;
	struct str closed; /* how it came to an end; empty */
	struct safe_url person, year, sign, pdf, text, proof, difference, next;
	struct str your_turn;
	bool is_changed, may_renew, may_withdraw, has_earlier;
	struct table_view changes, signatures, earlier;
	struct safe_url action_renew, action_withdraw;
	int64_t revision;
	const char *class_note;
	struct str value_note, person_code;
	struct letter_text_view content;
};

struct letter_sign_view {
	struct str title, error, csrf, hash, confirm;
	struct safe_url action, back, difference;
	bool is_changed;
	struct table_view changes;
	int64_t revision;
	const char *class_confirm;
	struct letter_text_view content;
};

struct letter_difference_view {
	struct str title, sub;
	struct safe_url back, former;
	struct table_view changes;
};

struct letter_own_view {
	struct safe_url year; /* the overview; empty: may not */
	struct str year_title;
	bool has_waiting;
	struct table_view waiting, own;
};

struct letter_year_view {
	struct list_page_view list; /* for list_page.html */
	struct table_view counts;
	struct str csrf, drafts; /* drafts: how many; empty: none, or may not */
	struct safe_url issue;
	struct list_page_links years;
};

struct letter_make_view {
	struct str title, error, csrf, unit;
	struct safe_url back, action, self;
	struct str missing, changed, over; /* counts; empty: none */
	bool nothing, issue;
	const char *class_unit;
	struct table_view preview, left_out;
	struct str preview_count, left_out_count;
};

struct letter_proof_signature {
	struct str heading, leaf, salt, record;
	struct safe_url file; /* empty: not covered yet */
};
struct letter_proof_signatures {
	struct letter_proof_signature *items;
	size_t count;
};
struct letter_proof_view {
	struct str title, hash, tree, root;
	const char *light;
	enum message state;
	struct letter_proof_signatures signatures;
};

struct safe_url link_letter_page(struct page *page, int64_t letter_id);
struct safe_url link_letter_year(struct page *page, int64_t year);

/* "light ok" and so on, of a state or a situation. */
const char *letter_state_light(int state);
const char *letter_situation_light(int situation);

/* Whether the asker is this person, in person: no program acts or reads for somebody who signs. */
bool letter_is_self(const struct page *page, int64_t person_id);
/*
 * May the asker read letters of this unit and person? Who has the right for the unit does, and who the
 * letter is of or who signs it (`brief` may be NULL).
 */
bool letter_may_read(struct page *page, int64_t unit_id, int64_t person_id,
		     const struct letter_brief *brief);
/* Whether the letter is of the asker, or one of its signatures is theirs to give. */
bool letter_is_signer(const struct page *page, const struct letter *letter);
/* The letter that the path names, when the asker may read it. -ERR_NOT_FOUND. */
struct letter_opened {
	struct letter letter;
	struct str text;
	struct letter_content content; /* the text, read */
	struct letter_signature signatures[LETTER_SIGNER_COUNT];
	struct letter_changes changes; /* since it was made; filled by letter_changes_now() */
};
MUST_USE int letter_open(struct page *page, struct db *db, struct letter_opened *out,
			 struct error *err);
/* Whether confidential items are shown to the asker: to those who sign it, the unit's own and the office. */
bool letter_shows_secrets(struct page *page, const struct letter *letter);
/* Whether its text may leave as it is: no confidential item, or they are shown. */
bool letter_is_open(struct page *page, const struct letter *letter,
		    const struct letter_content *content);

MUST_USE int letter_text_fill(struct page *page, const struct letter *letter,
			      const struct letter_content *content, struct letter_text_view *out,
			      struct error *err);
/* Rows of a difference; hidden ones say so. */
MUST_USE int letter_changes_fill(struct page *page, const struct letter_changes *changes,
				 bool secrets, struct table_view *out, struct error *err);
/* Fill it->changes with what demands a new signature; count 0 when it stands as it is, or stands no more. */
MUST_USE int letter_changes_now(struct page *page, struct letter_opened *it, struct error *err);
/* The newest year with a published plan; 0: none. */
MUST_USE int letter_newest_year(struct page *page, int *out, struct error *err);

/* For the workbench: letters that wait for the asker's signature, at most `limit` of them. */
MUST_USE int letter_waiting_table(struct page *page, size_t limit, struct table_view *out,
				  int64_t *out_count, struct error *err);
/* For the workbench of the office: how many letters of the newest year stand where; *out_year 0: none. */
MUST_USE int letter_counts_table(struct page *page, struct table_view *out, int *out_year,
				 struct error *err);

#endif
