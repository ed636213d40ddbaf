/* progress_view.h - what the pages of this room share: who sees and does what, how a light is shown. Layer:
 * progress, pages. */
#ifndef LIANZE_PROGRESS_PROGRESS_VIEW_H
#define LIANZE_PROGRESS_PROGRESS_VIEW_H

#include "progress/board.h"
#include "web/list_page.h"
#include "web/page.h"

/* "light ok" and so on. */
const char *progress_light_class(enum light_colour colour);
struct str progress_light_word(const struct page *page, enum light_colour colour);
/* The words of the page's language. */
struct str progress_words(const struct page *page, struct light_words words);

struct safe_url link_assignment(struct page *page, int64_t assignment_id);
struct safe_url link_report(struct page *page, int64_t report_id);
/* The page of the item itself (plan room); empty for a year out of range. */
struct safe_url link_progress_item(struct page *page, int64_t year, int64_t item_id);
/* How a percentage came about: of the body, a unit (0: none), a node (0: the whole). */
struct safe_url link_progress(struct page *page, int64_t year, int64_t unit_id, int64_t item_id);

/* Lists that page by place: the place (from 0) that the query's `name` asks for, the first when it is none
 * of the `count`; and the address of another. */
size_t progress_place(struct page *page, const char *name, size_t count);
struct safe_url progress_place_url(struct page *page, struct safe_url url, const char *name, size_t place);

/* What the asker is to one assignment. */
struct progress_rights {
	bool read;   /* its reports, requests and reasons */
	bool report; /* report and ask: the unit's, or a person named for it */
	bool unit;   /* responds for the unit */
	bool review; /* accept and return */
	bool answer; /* requests about due dates */
};
/*
 * `persons` are those named for the assignment (assignment_person). Reading: whoever reads the unit's
 * derivations, responds for it, reviews, is named or leads the item; of a confidential item only its units,
 * the office, its leader and those named.
 */
struct progress_rights progress_rights_of(struct page *page, const struct assignment *assignment,
					  const struct plan_item *item,
					  const struct assignment_person *persons, size_t count);
/* The same without the persons, for each row of a board: out[i] is whether rows[i] may be read. */
MUST_USE int progress_readable(struct page *page, const struct board *board, bool **out,
			       struct error *err);
/* Persons named for an assignment. */
MUST_USE int progress_persons(struct page *page, struct db *db, int64_t assignment_id,
			      struct assignment_person **out, size_t *out_count, struct error *err);
/* The name of a person; "—" for 0. */
MUST_USE int progress_person_name(struct page *page, int64_t person_id, struct str *out,
				  struct error *err);

#endif
